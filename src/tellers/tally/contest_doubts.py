"""Doubts between the figures of one contest: totals against their parts, and totals that fall."""

from __future__ import annotations

from collections.abc import Iterator

from tellers.record.election import Contest
from tellers.record.falling import falls
from tellers.record.record import ContestRecord, Doubt
from tellers.tally.covers import Block, area_blocks, total_blocks
from tellers.terms import AreaId, CandidateId, EventId


def contest_doubts(contest: Contest, held: ContestRecord, stage: int) -> tuple[Doubt, ...]:
    """Return the doubts between a contest's running totals and its areas, and among its totals."""
    totals = total_blocks(held, stage)
    areas = area_blocks(held, stage)
    names = {c.id: c.name for c in contest.candidates}
    doubts = []
    for figure in held.totals:
        for candidate, evidence in falls(figure, {str(id): name for id, name in names.items()}):
            doubts.append(
                Doubt(
                    event=EventId(figure.event.id),
                    contest=contest.id,
                    area=None,
                    candidate=candidate,
                    kind="falling_total",
                    evidence=evidence,
                )
            )
    for total in totals:
        for candidate, kind, evidence in _against_parts(total, areas, totals, names):
            doubts.append(
                Doubt(
                    event=total.sources[0],
                    contest=contest.id,
                    area=None,
                    candidate=candidate,
                    kind=kind,
                    evidence=evidence,
                )
            )
    return tuple(doubts)


def _against_parts(
    total: Block, areas: dict[AreaId, Block], totals: tuple[Block, ...], names: dict[CandidateId, str]
) -> Iterator[tuple[CandidateId, str, str]]:
    inside = [areas[a].votes for a in total.cover if a in areas]
    within = [narrow for narrow in totals if narrow.cover < total.cover]
    for candidate, votes in total.votes.items():
        parts = [votes_there[candidate] for votes_there in inside if candidate in votes_there]
        known = sum(parts)
        if len(parts) == len(total.cover) and known != votes:
            yield (
                candidate,
                "running_total",
                f"{names[candidate]}: the areas add up to {known:,}; the total announced is {votes:,}.",
            )
        elif known > votes:
            yield (
                candidate,
                "running_total",
                f"{names[candidate]}: {len(parts)} of {len(total.cover)} areas have {known:,} already; "
                f"the total announced for all is {votes:,}.",
            )
        for narrow in within:
            if narrow.votes.get(candidate, 0) > votes:
                yield (
                    candidate,
                    "falling_total",
                    f"{names[candidate]}: {narrow.votes[candidate]:,} in {len(narrow.cover)} areas, "
                    f"{votes:,} in {len(total.cover)} that contain them.",
                )
