"""A candidate's page as plain values: votes, share, change and place, area by area, and namesakes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tellers.edition import Edition
from tellers.record import Candidate, Contest, Election
from tellers.record.record import EMPTY_AREA
from tellers.tally import Standing, contest_change
from tellers.tally.standing import CandidateStanding
from tellers.tally.swing import ShareChange
from tellers.terms import AreaId, CandidateId, PartyId, decimal_text
from tellers.web.site.address import area_path, candidate_path, contest_path, party_path
from tellers.web.site.contest_rows import area_votes, derived_votes, eliminated, state_words
from tellers.web.site.words import HELD_BACK_COLOUR, colour, colour_due, count, party_name, points

AREAS_SHOWN = 150
"""In a contest of more areas than this, the contest's own page alone lists them."""
NAMESAKES_MOST = 12
"""A name and party that stand in more contests than this are a list's, or stand for "not known": no person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateArea:
    """A candidate's votes in one area; `share` of the votes there, "" where some are not known."""

    name: str
    page: str
    state: str
    votes: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    """A candidate's page."""

    name: str
    contest: str
    contest_page: str
    party: str
    party_page: str | None
    incumbent: bool
    elected: bool
    said: str
    colour: str
    width: str
    facts: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str, str], ...]
    areas: tuple[CandidateArea, ...]
    derived: bool
    more_areas: int
    namesakes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestFacts:
    """What the pages of one contest's candidates share at an edition: found once for all of them.

    Args:
        changes: Each basis's name, and the change in share of each party that one candidate alone stands for.
        derived: By area, the votes that were worked out by subtraction.
    """

    edition: Edition
    contest: Contest
    standing: Standing
    coloured: bool
    gone: frozenset[CandidateId]
    changes: tuple[tuple[str, Mapping[PartyId, ShareChange]], ...]
    derived: Mapping[AreaId, Mapping[str, int]]


def contest_facts(edition: Edition, contest: Contest) -> ContestFacts:
    """Return what the candidates' pages share."""
    standing = edition.standing(contest)
    held = edition.record.contest(contest.id)
    return ContestFacts(
        edition=edition,
        contest=contest,
        standing=standing,
        coloured=colour_due(edition.election, contest, held, standing),
        gone=eliminated(contest, standing),
        changes=tuple(_changes(edition.election, contest, standing)),
        derived=derived_votes(standing),
    )


def _changes(
    election: Election, contest: Contest, standing: Standing
) -> Iterator[tuple[str, Mapping[PartyId, ShareChange]]]:
    parties = [c.party for c in contest.candidates]
    for basis in election.bases:
        change = contest_change(election, contest, standing, basis.id)
        if change is not None:
            yield basis.name, {row.party: row for row in change.parties if parties.count(row.party) == 1}


def candidate_view(facts: ContestFacts, candidate: Candidate, namesakes: tuple[tuple[str, str], ...]) -> CandidateView:
    """Return a candidate's page.

    Args:
        namesakes: Those of the same name and party in other contests: contest and address.
    """
    election, contest, standing = facts.edition.election, facts.contest, facts.standing
    party = election.party_by_id.get(candidate.party) if candidate.party is not None else None
    place = next(i for i, c in enumerate(standing.candidates) if c.id == candidate.id)
    own = standing.candidates[place]
    areas = tuple(_areas(facts, candidate)) if 1 < len(contest.areas) <= AREAS_SHOWN else ()
    return CandidateView(
        name=candidate.name,
        contest=contest.name,
        contest_page=contest_path(contest.id),
        party=party_name(election, candidate.party),
        party_page=None if party is None else party_path(party.id),
        incumbent=candidate.incumbent is True,
        elected=own.elected,
        said=_said(facts, own),
        colour=colour(election, candidate.party) if facts.coloured else HELD_BACK_COLOUR,
        width="0" if own.share is None else decimal_text(own.share, 1),
        facts=tuple(_facts(facts, own, place)),
        changes=tuple(_change_rows(facts, candidate)),
        areas=areas,
        derived=any(row.votes.endswith("*") for row in areas),
        more_areas=len(contest.areas) if len(contest.areas) > AREAS_SHOWN else 0,
        namesakes=namesakes,
    )


def _said(facts: ContestFacts, own: CandidateStanding) -> str:
    """Return in one sentence how the candidate stands, of the votes known alone."""
    contest, standing = facts.contest, facts.standing
    if own.elected:
        seats = f", {own.seats} seats" if own.seats is not None and own.seats > 1 else ""
        margin = f", by a majority of {standing.majority:,}" if standing.majority and contest.seats == 1 else ""
        return f"Elected{seats or margin}."
    if standing.status == "tied" and own.id in standing.tie:
        return "Tied: the lot is awaited."
    if own.id in facts.gone:
        return "Out before the final round."
    if standing.status == "awaiting":
        return "Nothing is declared here yet."
    if own.votes is None:
        return "The votes are not known."
    first = standing.candidates[0]
    if standing.status == "final":
        if contest.seats > 1 or first.votes is None:
            return "Not elected."
        return f"Not elected: {first.votes - own.votes:,} votes behind {first.name}."
    if first.id == own.id:
        return "Not ahead of anyone yet." if not standing.lead else f"Ahead by {standing.lead:,}, so far."
    return "" if first.votes is None else f"{first.votes - own.votes:,} votes behind {first.name}, so far."


def _facts(facts: ContestFacts, own: CandidateStanding, place: int) -> list[tuple[str, str]]:
    standing = facts.standing
    known = sum(1 for c in standing.candidates if c.votes is not None)
    rows = [("Votes", count(own.votes)), ("Share", "not known" if own.share is None else f"{points(own.share)}%")]
    if own.votes is not None:
        same = sum(1 for c in standing.candidates[:place] if c.votes == own.votes)
        rows.append(("Place", f"{place - same + 1} of {known}{' known' if known < len(standing.candidates) else ''}"))
    if standing.areas_total > 1:
        rows.append(("Areas in these figures", f"{standing.cover} of {standing.areas_total}"))
    if standing.stage > 1:
        first = facts.edition.stage(facts.contest, 1)
        rows.append(("First preferences", count(first.votes_of(own.id))))
    return rows


def _change_rows(facts: ContestFacts, candidate: Candidate) -> list[tuple[str, str, str, str]]:
    rows = []
    for basis, known in facts.changes:
        found = known.get(candidate.party) if candidate.party is not None else None
        if found is not None:
            then = "not known" if found.before is None else f"{points(found.before)}%"
            rows.append((basis, f"{points(found.share)}%", then, points(found.change, sign=True)))
    return rows


def _areas(facts: ContestFacts, candidate: Candidate) -> list[CandidateArea]:
    election, standing = facts.edition.election, facts.standing
    held = facts.edition.record.contest(facts.contest.id)
    everyone = [c.id for c in facts.contest.candidates]
    rows = []
    for id in facts.contest.areas:
        area = held.areas.get(id, EMPTY_AREA)
        votes, _ = area_votes(area, standing.stage, [candidate.id], facts.derived.get(id, {}))
        all_votes, _ = area_votes(area, standing.stage, everyone, facts.derived.get(id, {}))
        rows.append(
            CandidateArea(
                name=election.area_by_id[id].name,
                page=area_path(id),
                state=state_words(area, id in standing.undeclared, id in standing.not_in),
                votes=votes[0],
                share=_share(votes[0], all_votes) if facts.contest.all_candidates else "",
            )
        )
    return rows


def _share(votes: str, all_votes: tuple[str, ...]) -> str:
    """Return one of several votes as a share of them, "" where one is not known."""
    numbers = [text.rstrip("*").replace(",", "") for text in (votes, *all_votes)]
    if "–" in numbers:
        return ""
    own, *rest = (int(number) for number in numbers)
    return f"{decimal_text(Fraction(100 * own, sum(rest)), 1)}%" if sum(rest) else ""


def same_name(election: Election) -> Mapping[tuple[str, PartyId | None], tuple[tuple[str, str], ...]]:
    """Return, for each name and party that stand in more than one contest, those contests and candidates' addresses.

    A list that bears its party's name is no person, nor is a name that stands in many contests: neither has namesakes.
    """
    found: dict[tuple[str, PartyId | None], list[tuple[str, str]]] = {}
    for contest in election.contests:
        for c in contest.candidates:
            if c.name.casefold() != party_name(election, c.party).casefold():
                key = (c.name.casefold(), c.party)
                found.setdefault(key, []).append((contest.name, candidate_path(contest.id, c.id)))
    return {key: tuple(rows) for key, rows in found.items() if 1 < len(rows) <= NAMESAKES_MOST}
