"""`stand`: where a contest stands, worked out from its record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from immutables import Map

from tellers.record.election import Contest, Election
from tellers.record.events import Figures, RunningTotal
from tellers.record.precedence import declared_figure
from tellers.record.record import EMPTY_AREA, ContestRecord, Doubt
from tellers.tally.contest_doubts import contest_doubts
from tellers.tally.covers import Block, Chosen, area_blocks, choose, part_votes, stages, total_blocks
from tellers.tally.implied import derive
from tellers.tally.rules import most_votes, referendum, two_rounds
from tellers.tally.standing import CandidateStanding, Denominator, DerivedFigure, Standing, Status
from tellers.tally.sums import Sums, electorate_of, papers_of
from tellers.tally.winners import Winners, winners
from tellers.terms import AreaId, CandidateId, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    """What the standing's votes rest on, whichever way they were found."""

    votes: Mapping[CandidateId, int]
    cover: int
    not_in: Map[AreaId, None]
    undeclared: Map[AreaId, None]
    complete: bool
    valid: int | None
    rejected: int | None
    papers: int | None
    electorate: int | None
    announced: tuple[CandidateId, ...] | None = None
    provisional: bool = False
    partly: tuple[AreaId, ...] = ()
    derived: tuple[DerivedFigure, ...] = ()


def stand(
    election: Election,
    contest: Contest,
    held: ContestRecord,
    sums: Sums,
    *,
    after: int,
    announced_at: datetime | None,
    stage: int | None = None,
) -> Standing:
    """Return where a contest stands.

    Args:
        sums: The contest's sums over the same record.
        after: The edition: events recorded so far.
        announced_at: When the newest of them was announced, None where unknown.
        stage: The stage of the count to show; None for the latest of which anything is known.
    """
    latest = stage or (stages(held)[-1] if sums.involved or held.totals else 1)
    plain = latest == 1 and not sums.involved and not held.totals
    figures = (
        _from_sums(contest, held, sums) if plain else _from_blocks(election, contest, held, sums.undeclared, latest)
    )
    return _standing(contest, held, sums, figures, latest, after, announced_at)


def _from_sums(contest: Contest, held: ContestRecord, sums: Sums) -> _Figures:
    valid = sum(sums.votes) if contest.all_candidates else None
    announced: tuple[str, ...] = ()
    if len(contest.areas) == 1:
        figure = declared_figure(held.areas.get(contest.areas[0], EMPTY_AREA))
        if figure is not None and isinstance(figure.event, Figures):
            announced = figure.event.elected or ()
    done = sums.complete
    return _Figures(
        votes={c.id: v for c, v in zip(contest.candidates, sums.votes, strict=True)} if done else {},
        cover=done,
        not_in=sums.undeclared if len(sums.undeclared) + done == len(contest.areas) else _without_figures(held, sums),
        undeclared=sums.undeclared,
        complete=done == len(contest.areas),
        valid=(valid if contest.marks == 1 else None) if done else None,
        rejected=sums.rejected if done and not sums.rejected_unknown else None,
        papers=sums.papers if done and not sums.papers_unknown else None,
        electorate=sums.electorate if done and not sums.electorate_unknown else None,
        announced=tuple(CandidateId(c) for c in announced) or None,
        provisional=sums.provisional > 0,
    )


def _without_figures(held: ContestRecord, sums: Sums) -> Map[AreaId, None]:
    """Return the undeclared areas and those that declared with no figure at all."""
    silent = {id: None for id, area in held.areas.items() if not area.declared and id not in sums.undeclared}
    return sums.undeclared.update(silent)


def _from_blocks(
    election: Election, contest: Contest, held: ContestRecord, undeclared: Map[AreaId, None], stage: int
) -> _Figures:
    totals = total_blocks(held, stage)
    areas, derived, _ = derive(contest, area_blocks(held, stage), totals)
    chosen = choose(contest, areas, totals)
    cover: frozenset[AreaId] = chosen.cover if chosen else frozenset()
    votes = _votes_over(contest, chosen) if chosen else {}
    partly = _partly(contest, held, cover, votes, stage)
    covered = {a for block in totals for a in block.cover}
    if stage > 1:  # An area that has declared first preferences has not declared a later stage by that.
        still = Map({a: None for a in contest.areas if a not in areas and a not in covered})
    else:
        still = Map({a: None for a in contest.areas if a in undeclared and a not in covered})
    events = [b.figure.event for b in (chosen.blocks if chosen else ()) if b.figure is not None]
    return _Figures(
        votes=votes,
        cover=len(cover),
        not_in=Map({a: None for a in contest.areas if a not in cover}),
        undeclared=still,
        complete=len(cover) == len(contest.areas),
        valid=_valid(contest, chosen, votes, partly, stage),
        rejected=_rejected(chosen),
        papers=_papers(held, chosen, cover) if not partly else None,
        electorate=_add(electorate_of(election, a, held.areas.get(a, EMPTY_AREA)) for a in cover) if cover else None,
        announced=_announced(contest, events, len(cover)),
        provisional=any(getattr(event, "provisional", False) for event in events),
        partly=partly,
        derived=derived,
    )


def _votes_over(contest: Contest, chosen: Chosen) -> dict[CandidateId, int]:
    """Return the votes of each candidate known in every block chosen."""
    votes = {}
    for candidate in contest.candidates:
        if all(candidate.id in block.votes for block in chosen.blocks):
            votes[candidate.id] = sum(block.votes[candidate.id] for block in chosen.blocks)
    return votes


def _partly(
    contest: Contest, held: ContestRecord, cover: frozenset[AreaId], votes: dict[CandidateId, int], stage: int
) -> tuple[AreaId, ...]:
    """Add the parts counted of areas outside the cover to the votes; return those areas.

    Parts count only where they are known for every candidate that the votes so far are known for.
    """
    if stage != 1:
        return ()
    partly: list[AreaId] = []
    found: list[Mapping[CandidateId, int]] = []
    wanted = frozenset(votes)
    for id in contest.areas:
        area = held.areas.get(id)
        if id in cover or area is None or not area.parts:
            continue
        counted = part_votes(area)
        wanted = wanted or frozenset(counted)
        if counted and counted.keys() >= wanted:
            found.append(counted)
            partly.append(id)
    for candidate in found[0] if found and not votes else tuple(votes):
        votes[candidate] = votes.get(candidate, 0) + sum([counted[candidate] for counted in found])
    return tuple(partly)


def _valid(
    contest: Contest,
    chosen: Chosen | None,
    votes: Mapping[CandidateId, int],
    partly: tuple[AreaId, ...],
    stage: int,
) -> int | None:
    if stage > 1 and two_rounds(contest.rule) and len(votes) == 2:
        return sum(votes.values())  # Two are left; the others' papers count for them or for nobody.
    if contest.marks == 1 and contest.all_candidates and votes and len(votes) == len(contest.candidates):
        return sum(votes.values())
    if chosen is None or partly:
        return None
    return _add(_of(block, "valid_votes") for block in chosen.blocks)


def _rejected(chosen: Chosen | None) -> int | None:
    if chosen is None:
        return None
    numbers = []
    for block in chosen.blocks:
        number = _of(block, "rejected_ballots")
        event = None if block.figure is None else block.figure.event
        if number is None and isinstance(event, Figures) and event.rejected:
            number = sum(event.rejected.values())
        numbers.append(number)
    return _add(numbers)


def _of(block: Block, name: str) -> int | None:
    value = None if block.figure is None else getattr(block.figure.event, name, None)
    return value if isinstance(value, int) else None


def _papers(held: ContestRecord, chosen: Chosen | None, cover: frozenset[AreaId]) -> int | None:
    """Return the papers in the cover: verified in each area, else as announced with the blocks."""
    if chosen is None:
        return None
    by_area = _add(papers_of(held.areas.get(a, EMPTY_AREA), None) for a in cover)
    if by_area is not None:
        return by_area
    numbers: list[int | None] = []
    for block in chosen.blocks:
        number = _of(block, "ballot_papers")
        if number is None:
            number = _add(papers_of(held.areas.get(a, EMPTY_AREA), None) for a in block.cover)
        if number is None and isinstance(block.figure and block.figure.event, Figures):
            valid, rejected = _of(block, "valid_votes"), _of(block, "rejected_ballots")
            number = valid + rejected if valid is not None and rejected is not None else None
        numbers.append(number)
    return _add(numbers)


def _add(numbers: Iterable[int | None]) -> int | None:
    """Return the sum, None where any is unknown."""
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _announced(contest: Contest, events: Sequence[object], cover: int) -> tuple[CandidateId, ...] | None:
    """Return those declared elected, where a figure for the whole contest said so."""
    for event in events:
        whole = isinstance(event, RunningTotal) or len(contest.areas) == 1
        if isinstance(event, Figures) and event.elected is not None and whole and cover == len(contest.areas):
            return tuple(CandidateId(c) for c in event.elected)
    return None


def _standing(
    contest: Contest,
    held: ContestRecord,
    sums: Sums,
    figures: _Figures,
    stage: int,
    after: int,
    announced_at: datetime | None,
) -> Standing:
    order = sorted(contest.candidates, key=lambda c: -figures.votes.get(c.id, -1))
    recounts = _ordered(contest, sums.recounts)
    lead_known = [c.id for c in order if c.id in figures.votes]
    lead = leader = None
    if len(lead_known) > 1:
        lead = figures.votes[lead_known[0]] - figures.votes[lead_known[1]]
        leader = lead_known[0] if lead else None
    elif len(lead_known) == 1 and len(contest.candidates) == 1:
        leader = lead_known[0]
    unopposed = _unopposed(contest, held)
    done = (figures.complete or bool(unopposed)) and not figures.undeclared and not recounts and not figures.provisional
    won = Winners()
    if done:
        won = winners(contest, figures.votes, unopposed or figures.announced, held.lots, stage)
    if any(c not in figures.votes for c in won.elected):
        lead = leader = None  # Someone whose votes nobody told has more than those who lead among the known.
    status = _status(figures, bool(recounts), done, won)
    denominator, whole = _whole(figures)
    final = status == "final"
    return Standing(
        contest=contest.id,
        after=after,
        announced_at=announced_at,
        stage=stage,
        status=status,
        cover=figures.cover,
        areas_total=len(contest.areas),
        not_in=figures.not_in,
        undeclared=figures.undeclared,
        unknown=tuple(a for a in contest.areas if a in figures.not_in and a not in figures.undeclared)
        if len(figures.not_in) > len(figures.undeclared)
        else (),
        partly=figures.partly,
        candidates=tuple(
            CandidateStanding(
                id=c.id,
                name=c.name,
                party=c.party,
                votes=figures.votes.get(c.id),
                share=percent(figures.votes[c.id], figures.valid) if figures.valid and c.id in figures.votes else None,
                elected=final and c.id in won.elected,
                seats=won.seats.get(c.id, 0) if final and won.seats is not None else None,
            )
            for c in order
        ),
        leader=leader,
        lead=lead,
        lead_points=percent(lead, whole) if lead is not None and whole else None,
        points_of=denominator if lead is not None and whole else None,
        majority=_majority(contest, figures.votes, won, figures.valid, final_round=stage > 1) if final else None,
        valid_votes=figures.valid,
        rejected=figures.rejected,
        papers=figures.papers,
        electorate=figures.electorate,
        turnout=percent(figures.papers, figures.electorate)
        if figures.papers is not None and figures.electorate
        else None,
        elected=won.elected if final else (),
        tie=won.tie,
        lot=won.lot,
        recounts=recounts,
        provisional=figures.provisional,
        countermanded=sums.countermanded > 0 and not final,
        derived=figures.derived,
        doubts=_doubts(contest, held, sums, stage),
    )


def _unopposed(contest: Contest, held: ContestRecord) -> tuple[CandidateId, ...]:
    """Return those declared elected where no more stood than there were seats: there was no poll, and are no votes."""
    if len(contest.areas) > 1 or len(contest.candidates) > contest.seats:
        return ()
    figure = declared_figure(held.areas.get(contest.areas[0], EMPTY_AREA))
    if figure is None or not isinstance(figure.event, Figures) or figure.event.votes:
        return ()
    return tuple(CandidateId(c) for c in figure.event.elected or ())


def _whole(figures: _Figures) -> tuple[Denominator | None, int | None]:
    """Return what a lead in points is of: valid votes where known, else the papers verified, else nothing."""
    if figures.valid:
        return "valid_votes", figures.valid
    if figures.papers:
        return "verified_ballots", figures.papers
    return None, None


def _status(figures: _Figures, recount: bool, done: bool, won: Winners) -> Status:
    if done and won.elected:
        return "final"
    if done and won.tie:
        return "tied"
    if recount:
        return "recount"
    return "counting" if figures.votes or len(figures.undeclared) < len(figures.not_in) else "awaiting"


def _majority(
    contest: Contest, votes: Mapping[CandidateId, int], won: Winners, valid: int | None, *, final_round: bool
) -> int | None:
    """Return the votes between the last elected and the first not elected; None where not both are known."""
    if won.seats is not None:
        return None  # Lists win by their places in the order of quotients: `tellers count` says how close.
    by_votes = most_votes(contest.rule) or two_rounds(contest.rule) or referendum(contest.rule)
    if not (by_votes or final_round):
        return None  # First preferences of a ranked count do not say by how much anyone was elected.
    others = [v for c, v in votes.items() if c not in won.elected]
    own = [votes[c] for c in won.elected if c in votes]
    if not own or not others or len(own) < len(won.elected):
        return None
    # A candidate whose votes are unknown might be second, unless there are too few votes left for that.
    bounded = valid is not None and contest.marks == 1 and valid - sum(votes.values()) <= max(others)
    return min(own) - max(others) if final_round or bounded or len(votes) == len(contest.candidates) else None


def _ordered(contest: Contest, ids: Map[AreaId, None]) -> tuple[AreaId, ...]:
    """Return the ids in the pack's order, without looking at every area where there are none."""
    return tuple(id for id in contest.areas if id in ids) if ids else ()


def _doubts(contest: Contest, held: ContestRecord, sums: Sums, stage: int) -> tuple[Doubt, ...]:
    own = [d for id in _ordered(contest, sums.doubted) for d in held.areas[id].doubts if d.answered is None]
    return (*own, *contest_doubts(contest, held, stage)) if held.totals else tuple(own)
