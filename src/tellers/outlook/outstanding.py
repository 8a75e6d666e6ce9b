"""How many papers and votes may still come: exact bounds for each area that a standing's votes do not speak for."""

from __future__ import annotations

from dataclasses import dataclass

from tellers.record.election import Contest, Election
from tellers.record.record import EMPTY_AREA, ContestRecord
from tellers.tally.covers import area_blocks, total_blocks
from tellers.tally.implied import derive
from tellers.tally.standing import Standing
from tellers.tally.sums import electorate_of, papers_of
from tellers.terms import AreaId, CandidateId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenArea:
    """An area whose votes are not settled.

    Args:
        papers: The most papers it can hold: verified, else its electorate, else None, which bounds nothing.
        verified: True where `papers` are those verified, and so a total and not only a bound.
        known: Votes known there for some candidates, though not for all who are compared.
        again: True where its votes are in the standing but may change: a recount is open, or they are provisional.
    """

    id: AreaId
    papers: int | None
    verified: bool
    known: dict[CandidateId, int]
    again: bool = False


def open_areas(election: Election, contest: Contest, held: ContestRecord, standing: Standing) -> tuple[OpenArea, ...]:
    """Return the areas that may still change who wins, in the pack's order."""
    if not standing.not_in and not standing.recounts and not standing.provisional:
        return ()
    known, _, _ = derive(contest, area_blocks(held, standing.stage), total_blocks(held, standing.stage))
    rows = []
    for id in contest.areas:
        area = held.areas.get(id, EMPTY_AREA)
        provisional = any(getattr(f.event, "provisional", False) and not f.withdrawn for f in area.declared)
        again = id not in standing.not_in and (area.recount_open or provisional)
        if id not in standing.not_in and not again:
            continue
        verified = papers_of(area, None)
        papers = verified if verified is not None else electorate_of(election, id, area)
        votes = dict(known[id].votes) if id in known else {}
        rows.append(OpenArea(id=id, papers=papers, verified=verified is not None, known=votes, again=again))
    return tuple(rows)


def papers_total(areas: tuple[OpenArea, ...]) -> int | None:
    """Return the most papers of all the areas together, None where one is not bounded."""
    total = 0
    for area in areas:
        if area.papers is None:
            return None
        total += area.papers
    return total
