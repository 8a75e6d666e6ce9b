"""The best consistent set of figures of a contest, where they overlap, are partial, or speak for several areas at once.

Every figure is a block: a cover of areas and the votes known there. What a total implies for the one part of it that is
missing is derived and marked so (`tellers.tally.implied`). Then one cover is chosen for the whole standing, so that
candidates are compared like with like: the cover with most areas in which at least two candidates are known, and of
those the one with most candidates known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from tellers.record.election import Contest
from tellers.record.events import Declared, PartCounted, RunningTotal
from tellers.record.precedence import declared_figure, source_rank, standing_figure
from tellers.record.record import AreaRecord, ContestRecord, Figure
from tellers.terms import AreaId, CandidateId, EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A cover, and the votes known there; `derived` where a figure was worked out, not announced."""

    cover: frozenset[AreaId]
    votes: Mapping[CandidateId, int]
    sources: tuple[EventId, ...]
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The blocks that a standing is summed from, disjoint, all of them knowing every one of `known`."""

    blocks: tuple[Block, ...]
    known: frozenset[CandidateId]
    cover: frozenset[AreaId]


def total_blocks(held: ContestRecord, stage: int) -> tuple[Block, ...]:
    """Return the running totals that stand at a stage, the best figure for each cover, widest first."""
    by_cover: dict[frozenset[AreaId], list[Figure]] = {}
    for figure in held.totals:
        event = figure.event
        assert isinstance(event, RunningTotal)
        if event.stage == stage and not figure.withdrawn:
            by_cover.setdefault(frozenset(AreaId(a) for a in event.areas), []).append(figure)
    blocks = []
    for cover, figures in by_cover.items():
        best = standing_figure(figures)
        assert best is not None
        blocks.append(_block(cover, best))
    return tuple(sorted(blocks, key=lambda b: (-len(b.cover), -(b.figure.seq if b.figure else 0))))


def _block(cover: frozenset[AreaId], figure: Figure) -> Block:
    return Block(cover=cover, votes=_known_votes(figure), sources=(EventId(figure.event.id),), figure=figure)


def _known_votes(figure: Figure) -> Mapping[CandidateId, int]:
    """Return the votes known in a figure: the event's own map where all are, because thousands are read each time."""
    votes: Mapping[Any, int | None] = getattr(figure.event, "votes", {})
    if None not in votes.values():
        return cast("Mapping[CandidateId, int]", votes)
    return {c: v for c, v in votes.items() if v is not None}


def area_blocks(held: ContestRecord, stage: int) -> dict[AreaId, Block]:
    """Return the declarations that stand at a stage and that no doubt holds back, by area."""
    blocks = {}
    for id, area in held.areas.items():
        figure = declared_figure(area, stage)
        if figure is not None and not _held(area, figure):
            blocks[id] = _block(frozenset((id,)), figure)
    return blocks


def _held(area: AreaRecord, figure: Figure) -> bool:
    return any(doubt.held and doubt.event == figure.event.id for doubt in area.doubts)


def part_votes(area: AreaRecord) -> Mapping[CandidateId, int]:
    """Return the first preferences in the parts counted of an area: those of candidates known in every part.

    A percentage speaks for all that was counted by then, so percentages are not added, to one another or to other
    parts: the newest of them stands alone, unless the other parts together already hold more.
    """
    found = (standing_part(figures) for figures in area.parts.values())
    standing = [f for f in found if f is not None and not _held(area, f)]
    if len(standing) == 1:
        return _known_votes(standing[0])
    shares = [f for f in standing if isinstance(f.event, PartCounted) and f.event.part_kind == "percentage"]
    added = _added([f for f in standing if f not in shares])
    if not shares:
        return added
    newest = _added([max(shares, key=lambda f: f.seq)])
    return added if sum(added.values()) > sum(newest.values()) else newest


def standing_part(figures: Iterable[Figure]) -> Figure | None:
    """Return the figure that stands for a part at first preferences, None where there is none."""
    return standing_figure(f for f in figures if isinstance(f.event, PartCounted) and f.event.stage == 1)


def _added(parts: list[Figure]) -> Mapping[CandidateId, int]:
    if len(parts) == 1:
        return _known_votes(parts[0])
    events = [f.event for f in parts if isinstance(f.event, PartCounted)]
    votes: dict[CandidateId, int] = {}
    for event in events:
        for candidate, number in event.votes.items():
            if number is not None:
                votes[CandidateId(candidate)] = votes.get(CandidateId(candidate), 0) + number
    return {c: v for c, v in votes.items() if all(e.votes.get(c) is not None for e in events)}


def choose(contest: Contest, areas: Mapping[AreaId, Block], totals: tuple[Block, ...]) -> Chosen | None:
    """Return the disjoint blocks that the standing is summed from, None where nothing is known."""
    wanted = _candidate_sets(contest, [*areas.values(), *totals])
    best: Chosen | None = None
    for known in wanted:
        chosen = _cover_for(known, areas, totals)
        if chosen.cover and (best is None or _worth(contest, chosen) > _worth(contest, best)):
            best = chosen
    return best


def _candidate_sets(contest: Contest, blocks: list[Block]) -> list[frozenset[CandidateId]]:
    """Return the sets of candidates that may be compared: what some block knows, and what any two know together."""
    sets = {frozenset(block.votes) for block in blocks}
    pairs = {a & b for a in sets for b in sets} if len(sets) <= 40 else sets
    order = {c.id: i for i, c in enumerate(contest.candidates)}
    return sorted((s for s in pairs if s), key=lambda s: (-len(s), sorted(order[c] for c in s)))


def _cover_for(known: frozenset[CandidateId], areas: Mapping[AreaId, Block], totals: tuple[Block, ...]) -> Chosen:
    able = {id: block for id, block in areas.items() if known <= block.votes.keys()}
    blocks: list[Block] = []
    cover: set[AreaId] = set()
    for total in totals:
        if known <= total.votes.keys() and not total.cover & cover and not _parts_stand(total, able):
            blocks.append(total)
            cover |= total.cover
    for id, block in able.items():
        if id not in cover:
            blocks.append(block)
            cover.add(id)
    return Chosen(blocks=tuple(blocks), known=known, cover=frozenset(cover))


def _parts_stand(total: Block, able: Mapping[AreaId, Block]) -> bool:
    """Return whether the parts of a total stand before it: all known, from sources as good, and no result declared."""
    if any(area not in able for area in total.cover):
        return False
    if total.figure is None:
        return True
    if getattr(total.figure.event, "elected", None) is not None:
        return False  # The officer's declaration of the whole result stands before the sum of its parts.
    rank = source_rank(total.figure.event)
    return all(f is not None and source_rank(f.event) >= rank for f in (able[a].figure for a in total.cover))


def _worth(contest: Contest, chosen: Chosen) -> tuple[bool, int, int]:
    return len(chosen.known) >= min(2, len(contest.candidates)), len(chosen.cover), len(chosen.known)


def stages(held: ContestRecord) -> tuple[int, ...]:
    """Return the stages of the count for which any figure stands, lowest first."""
    found = {f.event.stage for f in held.totals if isinstance(f.event, RunningTotal) and not f.withdrawn}
    for area in held.areas.values():
        found |= {f.event.stage for f in area.declared if isinstance(f.event, Declared) and not f.withdrawn}
    return tuple(sorted(found)) or (1,)
