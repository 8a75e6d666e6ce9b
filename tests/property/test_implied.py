"""What running totals imply is found by a short way, which agrees with the plain one on every night."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from barsetshire import barsetshire
from tellers.record import Contest
from tellers.tally.covers import Block
from tellers.tally.implied import derive
from tellers.tally.standing import DerivedFigure
from tellers.terms import AreaId, CandidateId, EventId


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 1_000_000), areas=st.integers(1, 9), candidates=st.integers(1, 5), totals=st.integers(0, 7))
def test_the_short_way_derives_what_the_plain_way_does(seed: int, areas: int, candidates: int, totals: int) -> None:
    contest = barsetshire(areas=areas, candidates=candidates, seed=seed).contests[0]
    told, announced = _random_figures(contest, totals, random.Random(seed))
    assert derive(contest, told, announced) == derive_plainly(contest, told, announced)


def test_the_random_nights_have_figures_of_every_sort_to_derive() -> None:
    """Of one area, of several together, and one made possible by another; so that the law above is not empty."""
    alone = together = chained = 0
    for seed in range(200):
        contest = barsetshire(areas=7, candidates=3, seed=seed).contests[0]
        told, announced = _random_figures(contest, 6, random.Random(seed))
        figures = derive(contest, told, announced)[1]
        alone += sum(len(f.areas) == 1 for f in figures)
        together += sum(len(f.areas) > 1 for f in figures)
        chained += sum(len([s for s in f.sources if s.startswith("total")]) > 1 for f in figures)
    assert min(alone, together, chained) > 50


def _random_figures(contest: Contest, totals: int, rng: random.Random) -> tuple[dict[AreaId, Block], list[Block]]:
    """Return some areas' votes and some totals over several, most of them true and a few of them wrong."""
    truth = {a: {c.id: rng.randrange(200) for c in contest.candidates} for a in contest.areas}
    told = {
        a: Block(cover=frozenset((a,)), votes=_some(truth[a], rng), sources=(EventId(f"area-{a}"),))
        for a in contest.areas
        if rng.random() < 0.5
    }
    announced: dict[frozenset[AreaId], Block] = {}
    for number in range(totals):
        cover = frozenset(rng.sample(contest.areas, rng.randint(1, len(contest.areas))))
        votes = {c.id: sum(truth[a][c.id] for a in cover) - 300 * (rng.random() < 0.1) for c in contest.candidates}
        announced[cover] = Block(cover=cover, votes=_some(votes, rng), sources=(EventId(f"total-{number}"),))
    return told, sorted(announced.values(), key=lambda b: -len(b.cover))


def _some(votes: dict[CandidateId, int], rng: random.Random) -> dict[CandidateId, int]:
    return {c: max(0, v) for c, v in votes.items() if rng.random() < 0.8}


def derive_plainly(
    contest: Contest, areas: Mapping[AreaId, Block], totals: Iterable[Block]
) -> tuple[dict[AreaId, Block], tuple[DerivedFigure, ...], tuple[Block, ...]]:
    """Return what `derive` should, every area looked at for every candidate of every total again and again."""
    known = dict(areas)
    blocks = _with_differences(tuple(totals))
    derived: list[DerivedFigure] = []
    changed = True
    while changed:
        changed = False
        for block in blocks:
            for candidate, total in block.votes.items():
                missing = [a for a in block.cover if a not in known or candidate not in known[a].votes]
                if len(missing) != 1:
                    continue
                rest = [known[a] for a in block.cover if a != missing[0]]
                votes = total - sum(b.votes[candidate] for b in rest)
                if votes < 0:
                    continue
                sources = tuple(sorted({s for b in (block, *rest) for s in b.sources}))
                derived.append(DerivedFigure(areas=(missing[0],), candidate=candidate, votes=votes, sources=sources))
                _add(known, missing[0], candidate, votes, sources)
                changed = True
    announced = {b.cover for b in totals}
    groups = [[d for d in _group(contest, known, b) if frozenset(d.areas) not in announced] for b in totals]
    order = {c.id: i for i, c in enumerate(contest.candidates)}
    place = {a: i for i, a in enumerate(contest.areas)}
    everything = list({(d.areas, d.candidate): d for d in (*derived, *(f for g in groups for f in g))}.values())
    everything.sort(key=lambda d: (len(d.areas), place[d.areas[0]], order[d.candidate]))
    return known, tuple(everything), blocks


def _with_differences(totals: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the totals, and for each total inside another what is left between them."""
    blocks = list(totals)
    seen = {b.cover for b in blocks}
    for wide in totals:
        for narrow in totals:
            cover = wide.cover - narrow.cover
            if not narrow.cover < wide.cover or cover in seen:
                continue
            votes = {c: wide.votes[c] - v for c, v in narrow.votes.items() if c in wide.votes and wide.votes[c] >= v}
            if votes:
                seen.add(cover)
                blocks.append(Block(cover=cover, votes=votes, sources=wide.sources + narrow.sources))
    return tuple(blocks)


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


def _group(contest: Contest, known: Mapping[AreaId, Block], total: Block) -> list[DerivedFigure]:
    """Return what a total implies for several areas together: itself less those of its areas that are known."""
    figures = []
    for candidate, votes in total.votes.items():
        missing = tuple(
            a for a in contest.areas if a in total.cover and (a not in known or candidate not in known[a].votes)
        )
        rest = [known[a] for a in total.cover if a not in missing]
        left = votes - sum(b.votes[candidate] for b in rest)
        if rest and len(missing) > 1 and left >= 0:
            sources = tuple(
                sorted({s for b in (total, *(known[a] for a in total.cover if a not in missing)) for s in b.sources})
            )
            figures.append(DerivedFigure(areas=missing, candidate=candidate, votes=left, sources=sources))
    return figures
