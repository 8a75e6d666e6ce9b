"""Needed, exactly: by how much a trailing candidate must win what is outstanding, and how that place voted last time.

With a lead of D, the trailing candidate must outpoll the leader by D + 1 in all that is outstanding together. In points
that is D + 1 over the papers there: of all the papers at the least, of the valid ones among them at the most. Of
the votes for the two alone, R, it is (R + D) / 2, rounded up to the next whole vote that is more.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tellers.outlook.outstanding import OpenArea, open_areas, papers_total
from tellers.record.election import Contest, Election
from tellers.record.record import ContestRecord
from tellers.tally.standing import Standing
from tellers.terms import AreaId, BasisId, CandidateId, PartyId, percent

REJECTED_PERCENT = Fraction(4, 5)
"""Papers assumed to be rejected, in percent, where tonight's areas do not show it: an assumption, shown and adjustable.

0.4% were rejected in the general election of 2024, 1.9% in the West Midlands in 2021 under the supplementary vote.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """The lead of the trailing candidate's party over the leader's in the same areas on a basis, in exact points."""

    basis: BasisId
    stage: int
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What one trailing candidate needs over the leader in some areas together.

    Args:
        votes: By how many the candidate must outpoll the leader there: above 0.
        points_min: That as a percentage of all the papers there; None where they are not known, or are too few.
        points_max: As a percentage of the valid votes assumed there; None where only the electorate is known.
        papers: Papers there: verified, or the electorate where `bound` is True, which makes both points least values.
        possible: Whether so many papers are there at all.
        two_party_percent: The share needed of the votes for these two, with the others' share assumed.
        others_percent: That assumption: the others' share of valid votes so far, or as given.
        rejected_percent: The share of papers assumed to be rejected.
        formula: How the votes were reckoned, in figures.
    """

    candidate: CandidateId
    over: CandidateId
    areas: tuple[AreaId, ...]
    votes: int
    papers: int | None
    bound: bool
    possible: bool
    points_min: Fraction | None
    points_max: Fraction | None
    two_party_percent: Fraction | None
    others_percent: Fraction | None
    rejected_percent: Fraction
    last_time: tuple[LastTime, ...]
    formula: str


def needed(
    election: Election,
    contest: Contest,
    held: ContestRecord,
    standing: Standing,
    *,
    others_percent: Fraction | None = None,
    rejected_percent: Fraction | None = None,
) -> tuple[Needed, ...]:
    """Return what each trailing candidate needs over the leader: in all that is outstanding, then in each area alone.

    Empty when nothing is outstanding, when a contest has no leader, more than one seat, or only first preferences of a
    rule that goes on to another round.

    Args:
        others_percent: The share of valid votes outstanding assumed to go to neither; None for their share so far.
        rejected_percent: The share of papers outstanding assumed to be rejected; None for tonight's, else 0.8.
    """
    areas = tuple(a for a in open_areas(election, contest, held, standing) if not a.again)
    if standing.leader is None or contest.seats != 1 or not areas or standing.status == "final":
        return ()
    if standing.unknown:
        return ()  # The lead is of a part of what has declared: what it would take is not known.
    leader = standing.votes_of(standing.leader)
    assert leader is not None
    rejected = rejected_percent if rejected_percent is not None else _rejected(standing)
    found = []
    for candidate in standing.candidates:
        if candidate.id == standing.leader or candidate.votes is None:
            continue
        lead = leader - candidate.votes
        others = others_percent if others_percent is not None else _others(standing, candidate.votes + leader)
        groups = [areas, *((area,) for area in areas)] if len(areas) > 1 else [areas]
        found += [_needed(election, contest, standing, group, candidate.id, lead, others, rejected) for group in groups]
    return tuple(found)


def _needed(
    election: Election,
    contest: Contest,
    standing: Standing,
    areas: tuple[OpenArea, ...],
    candidate: CandidateId,
    lead: int,
    others: Fraction | None,
    rejected: Fraction,
) -> Needed:
    assert standing.leader is not None
    votes = lead + 1
    papers = papers_total(areas)
    bound = any(not area.verified for area in areas)
    valid = None if papers is None else papers * (100 - rejected) / 100
    possible = papers is None or votes <= papers
    points_min = percent(votes, papers) if papers and possible else None
    points_max = percent(votes, valid) if valid and possible and not bound else None
    two_party = None
    if valid and others is not None and others < 100:
        both = valid * (100 - others) / 100
        two_party = percent((both + votes) / 2, both)
    return Needed(
        candidate=candidate,
        over=standing.leader,
        areas=tuple(area.id for area in areas),
        votes=votes,
        papers=papers,
        bound=bound,
        possible=possible,
        points_min=points_min,
        points_max=points_max,
        two_party_percent=two_party if two_party is not None and two_party <= 100 else None,
        others_percent=others,
        rejected_percent=rejected,
        last_time=_last_time(election, contest, areas, candidate, standing.leader),
        formula=f"{lead:,} + 1 = {votes:,}" + ("" if papers is None else f"; {votes:,} / {papers:,} papers"),
    )


def _rejected(standing: Standing) -> Fraction:
    if standing.rejected is not None and standing.papers:
        return percent(standing.rejected, standing.papers)
    return REJECTED_PERCENT


def _others(standing: Standing, both: int) -> Fraction | None:
    """Return the share of valid votes so far that went to neither; None where valid votes are not known."""
    return percent(standing.valid_votes - both, standing.valid_votes) if standing.valid_votes else None


def _last_time(
    election: Election, contest: Contest, areas: tuple[OpenArea, ...], candidate: CandidateId, leader: CandidateId
) -> tuple[LastTime, ...]:
    """Return how these areas voted on each basis and at each stage, between the two candidates' parties."""
    party, other = contest.candidate(candidate).party, contest.candidate(leader).party
    if party is None or other is None or party == other:
        return ()
    rows = []
    for basis in election.bases:
        for stage in (1, 2):
            points = _lead_on(election, contest, areas, basis.id, stage, party, other)
            if points is not None:
                rows.append(LastTime(basis=basis.id, stage=stage, points=points))
    return tuple(rows)


def _lead_on(
    election: Election,
    contest: Contest,
    areas: tuple[OpenArea, ...],
    basis: BasisId,
    stage: int,
    party: PartyId,
    other: PartyId,
) -> Fraction | None:
    ahead = whole = 0
    for area in areas:
        row = election.previous[basis].votes.get((contest.id, area.id, stage))
        if row is None or party not in row or other not in row:
            return None
        ahead += row[party] - row[other]
        whole += sum(row.values())
    return percent(ahead, whole) if whole else None
