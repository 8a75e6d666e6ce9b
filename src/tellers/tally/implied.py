"""What running totals imply for what is missing of them: figures that nobody announced, by arithmetic alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tellers.record.election import Contest
from tellers.tally.covers import Block
from tellers.tally.standing import DerivedFigure
from tellers.terms import AreaId, CandidateId, EventId

# The candidates whose votes are known in an area. Areas alike in this are looked at together: a night has hundreds of
# areas, and few ways in which they differ. Of an area not in the map nothing is known.
Kinds = dict[AreaId, frozenset[CandidateId]]


def derive(
    contest: Contest, areas: Mapping[AreaId, Block], totals: Iterable[Block]
) -> tuple[dict[AreaId, Block], tuple[DerivedFigure, ...], tuple[Block, ...]]:
    """Return the areas with what the totals imply for them, the figures derived, and totals less totals within them.

    A figure is derived only where it is implied by arithmetic: a total less all of its other parts. One that would be
    below zero is not derived; `contest_doubts` raises it as a doubt.
    """
    totals = tuple(totals)
    known = dict(areas)
    blocks = _with_differences(totals)
    kinds: Kinds = {id: frozenset(block.votes) for id, block in known.items()}
    derived = _one_by_one(known, kinds, blocks)
    place = {a: i for i, a in enumerate(contest.areas)}
    announced = {b.cover for b in totals}
    together = [figure for b in totals for figure in _together(place, known, kinds, b, announced)]
    order = {c.id: i for i, c in enumerate(contest.candidates)}
    everything = list({(d.areas, d.candidate): d for d in (*derived, *together)}.values())
    everything.sort(key=lambda d: (len(d.areas), place[d.areas[0]], order[d.candidate]))
    return known, tuple(everything), blocks


def _with_differences(totals: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the totals, and for each total inside another what is left between them."""
    blocks = list(totals)
    seen = {b.cover for b in blocks}
    for wide in totals:
        for narrow in totals:
            if not narrow.cover < wide.cover:
                continue
            cover = wide.cover - narrow.cover
            if cover in seen:
                continue
            votes = {c: wide.votes[c] - v for c, v in narrow.votes.items() if c in wide.votes and wide.votes[c] >= v}
            if votes:
                seen.add(cover)
                blocks.append(Block(cover=cover, votes=votes, sources=wide.sources + narrow.sources))
    return tuple(blocks)


def _one_by_one(known: dict[AreaId, Block], kinds: Kinds, blocks: Sequence[Block]) -> list[DerivedFigure]:
    """Return what is implied for one area by a block of which that area alone is missing; `known` learns it at once.

    What one block implies may leave another with one area missing, so the blocks are gone through until nothing is new.
    How many areas each lacks is counted once and then kept, so that a round costs no look at the areas.
    """
    derived: list[DerivedFigure] = []
    lacking = [_lacking(kinds, block) for block in blocks]
    changed = True
    while changed:
        changed = False
        for block, short in zip(blocks, lacking, strict=True):
            for candidate in [c for c in block.votes if short[c] == 1]:
                figure = _the_one_missing(known, block, candidate)
                if figure is None:
                    continue
                derived.append(figure)
                (area,) = figure.areas
                _add(known, area, candidate, figure.votes, figure.sources)
                kinds[area] = frozenset(known[area].votes)
                for other, less in zip(blocks, lacking, strict=True):
                    if area in other.cover and candidate in less:
                        less[candidate] -= 1
                changed = True
    return derived


def _lacking(kinds: Kinds, block: Block) -> dict[CandidateId, int]:
    """Return in how many of a block's areas the votes of each of its candidates are not known."""
    tally = Counter(map(kinds.get, block.cover))
    return {c: sum(n for kind, n in tally.items() if kind is None or c not in kind) for c in block.votes}


def _the_one_missing(known: Mapping[AreaId, Block], block: Block, candidate: CandidateId) -> DerivedFigure | None:
    """Return what a block implies for the one area where a candidate's votes are missing, None if below zero."""
    rest, missing = [], None
    for area in block.cover:
        other = known.get(area)
        if other is not None and candidate in other.votes:
            rest.append(other)
        else:
            assert missing is None, (missing, area)
            missing = area
    assert missing is not None, block.cover
    votes = block.votes[candidate] - sum(b.votes[candidate] for b in rest)
    if votes < 0:
        return None
    return DerivedFigure(areas=(missing,), candidate=candidate, votes=votes, sources=_sources(block, rest))


def _add(
    known: dict[AreaId, Block], area: AreaId, candidate: CandidateId, votes: int, sources: tuple[EventId, ...]
) -> None:
    old = known.get(area)
    if old is None:
        known[area] = Block(cover=frozenset((area,)), votes={candidate: votes}, sources=sources)
        return
    known[area] = Block(
        cover=old.cover,
        votes={**old.votes, candidate: votes},
        sources=tuple(sorted({*old.sources, *sources})),
        figure=old.figure,
    )


def _together(
    place: Mapping[AreaId, int],
    known: Mapping[AreaId, Block],
    kinds: Kinds,
    total: Block,
    announced: set[frozenset[AreaId]],
) -> list[DerivedFigure]:
    """Return what a total implies for several areas together: itself less those of its areas that are known.

    Candidates whose votes are missing in the same areas share the work, and the sources.
    """
    by_kind: dict[frozenset[CandidateId] | None, list[AreaId]] = {}
    for area in total.cover:
        by_kind.setdefault(kinds.get(area), []).append(area)
    alike: dict[frozenset[frozenset[CandidateId] | None], list[CandidateId]] = {}
    for candidate in total.votes:
        without = frozenset(kind for kind in by_kind if kind is None or candidate not in kind)
        alike.setdefault(without, []).append(candidate)
    figures = []
    for without, candidates in alike.items():
        missing = [area for kind in without for area in by_kind[kind]]
        if len(missing) < 2 or len(without) == len(by_kind) or frozenset(missing) in announced:
            continue
        rest = [known[area] for kind, areas in by_kind.items() if kind not in without for area in areas]
        spoken_for, sources = tuple(sorted(missing, key=place.__getitem__)), _sources(total, rest)
        for candidate in candidates:
            left = total.votes[candidate] - sum([b.votes[candidate] for b in rest])
            if left >= 0:
                figures.append(DerivedFigure(areas=spoken_for, candidate=candidate, votes=left, sources=sources))
    return figures


def _sources(block: Block, rest: Iterable[Block]) -> tuple[EventId, ...]:
    return tuple(sorted({*block.sources, *(source for b in rest for source in b.sources)}))
