"""Papers that give a Scottish stage table, made from the table alone: the proof that no check of it can find fault.

A misprint that leaves such a table cannot be told from a right one without the real ballots, by anyone. The papers are
found by following the table and choosing, at each transfer, how many of the source's papers of each value went to each
candidate; then they are counted by the rule itself, and the result is compared with the table cell by cell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from tellers.count.ballots import Papers, group_papers
from tellers.count.check_grid import Grid, grid_of
from tellers.count.check_piles import Count, Move, start_count
from tellers.count.check_ways import combination_sums, product
from tellers.count.check_wig import PLACES, follow
from tellers.count.declared_sheet import DeclaredSheet
from tellers.count.scottish_stv_2007 import RULE

# Ways looked at for one transfer, tries at one stage, and fresh starts, before no papers are said to be found.
WAYS_MAX = 60
TRIES_MAX = 40
STARTS_MAX = 12
# Combinations of papers of the scarcer values that are gone through for one transfer.
COMBINATIONS_MAX = 3_000_000
# Draws of the values left out of that, where there are too many combinations.
DRAWS_MAX = 5

Path = tuple[int, ...]
Shares = dict[int, tuple[int, ...]]


@dataclass(slots=True, kw_only=True)
class _Desk:
    """The papers as they lie: by candidate, then by value, each with the candidates it has been with."""

    piles: list[dict[int, Counter[Path]]]
    spent: Counter[Path] = field(default_factory=Counter)

    def total(self, index: int) -> int:
        return sum(value * papers.total() for value, papers in self.piles[index].items())


def papers_giving(sheet: DeclaredSheet, chance: np.random.Generator) -> Papers | None:
    """Return papers whose count gives the table in every cell; None if none were found, which proves nothing.

    Args:
        sheet: A Scottish stage table, no cell of a continuing candidate blank.
        chance: Makes the choices where the table leaves several.
    """
    grid = grid_of(sheet, PLACES)
    count = start_count(grid)
    if count is None or any(True for _ in follow(count)) or len(count.moves) < len(grid.totals):
        return None
    for _ in range(STARTS_MAX):
        desk = _laid_out(grid)
        if desk is None:
            return None
        moves = [move for move in count.moves if move is not None]
        if all(_moved(desk, count, stage, move, chance) for stage, move in enumerate(moves, start=1)):
            papers = _gathered(desk, sheet)
            if _gives(papers, sheet, grid):
                return papers
    return None


def _laid_out(grid: Grid) -> _Desk | None:
    piles: list[dict[int, Counter[Path]]] = []
    for index, figure in enumerate(grid.totals[0]):
        if figure is None or figure[1] // grid.unit * grid.unit < figure[0]:
            return None
        number = figure[1] // grid.unit
        piles.append({grid.unit: Counter({(index,): number})} if number else {})
    return _Desk(piles=piles)


def _moved(desk: _Desk, count: Count, stage: int, move: Move, chance: np.random.Generator) -> bool:
    """Move the papers of one stage so that every total is as printed; False if no way was found."""
    source = desk.piles[move.source]
    total = desk.total(move.source)
    surplus = total - count.quota
    worth = {value: value if move.kind == "exclusion" else value * surplus // total for value in source}
    held: dict[int, int] = {}
    for value, papers in source.items():
        held[worth[value]] = held.get(worth[value], 0) + papers.total()
    values = tuple(sorted((value for value in held if value), reverse=True))
    shares = _shares(desk, count, stage, move, values, tuple(held[value] for value in values), chance)
    if shares is None:
        return False
    desk.piles[move.source] = {}
    left = {value: Counter[Path]() for value in held}
    for value, papers in source.items():
        left[worth[value]].update(papers)
    for index, share in shares.items():
        for value, number in zip(values, share, strict=True):
            _hand_over(left[value], desk.piles[index].setdefault(value, Counter()), index, number)
    for papers in left.values():
        desk.spent.update(papers)
    return True


def _hand_over(left: Counter[Path], to: Counter[Path], index: int, number: int) -> None:
    for path in list(left):
        taken = min(number, left[path])
        if taken:
            left[path] -= taken
            to[(*path, index)] += taken
            number -= taken
    assert number == 0, "more papers were shared out than there were"


def _shares(
    desk: _Desk,
    count: Count,
    stage: int,
    move: Move,
    values: tuple[int, ...],
    held: tuple[int, ...],
    chance: np.random.Generator,
) -> Shares | None:
    """Return how many papers of each value go to each candidate, together no more than there are."""
    options: dict[int, list[tuple[int, ...]]] = {}
    for index, now in enumerate(count.grid.totals[stage]):
        if not _receives(count, stage, index, move):
            continue
        if now is None:
            return None
        own = desk.total(index)
        found = _ways(now[0] - own, now[1] - own, values, held, chance)
        if not found:
            return None
        options[index] = found
    order = sorted(options, key=lambda index: len(options[index]))
    for _ in range(TRIES_MAX):
        left, chosen = list(held), Shares()
        for index in order:
            fitting = [way for way in options[index] if all(n <= m for n, m in zip(way, left, strict=True))]
            if not fitting:
                break
            chosen[index] = fitting[int(chance.integers(len(fitting)))]
            left = [m - n for n, m in zip(chosen[index], left, strict=True)]
        else:
            return chosen
    return None


def _receives(count: Count, stage: int, index: int, move: Move) -> bool:
    earlier = {past.source for past in count.moves[:stage] if past is not None}
    return index != move.source and index not in earlier and count.elected_at.get(index, stage) >= stage


def _ways(
    low: int, high: int, values: tuple[int, ...], held: tuple[int, ...], chance: np.random.Generator
) -> list[tuple[int, ...]]:
    """Return some of the ways in which papers add up to a figure from `low` to `high`."""
    if high < 0:
        return []
    caps = [min(cap, high // value) for value, cap in zip(values, held, strict=True)]
    if not any(caps):
        return [tuple(0 for _ in values)] if low <= 0 else []
    found: list[tuple[int, ...]] = []
    for _ in range(DRAWS_MAX):
        drawn = _drawn(caps, values, high, chance)
        spent = sum(value * number for value, number in zip(values, drawn, strict=True))
        free = [cap if not number else 0 for cap, number in zip(caps, drawn, strict=True)]
        more = _solved(low - spent, high - spent, values, free, chance)
        found += [tuple(n + m for n, m in zip(way, drawn, strict=True)) for way in more]
        if not any(drawn) or len(found) >= WAYS_MAX:
            break
    return list(dict.fromkeys(found))


def _drawn(caps: list[int], values: tuple[int, ...], high: int, chance: np.random.Generator) -> list[int]:
    """Return papers fixed by chance of so many values that the rest can be gone through; none where all can be."""
    drawn = [0] * len(caps)
    main = max(range(len(values)), key=lambda place: (caps[place], values[place]))
    open_places = [place for place in range(len(values)) if place != main and caps[place]]
    left = high
    while product(caps[place] + 1 for place in open_places) > COMBINATIONS_MAX:
        place = open_places.pop(int(chance.integers(len(open_places))))
        drawn[place] = int(chance.integers(min(caps[place] // 2, left // (2 * values[place])) + 1))
        left -= drawn[place] * values[place]
        if not drawn[place]:
            caps = [0 if at == place else cap for at, cap in enumerate(caps)]
    return drawn


def _solved(
    low: int, high: int, values: tuple[int, ...], caps: list[int], chance: np.random.Generator
) -> list[tuple[int, ...]]:
    """Return some of the ways, all combinations of the scarcer values gone through."""
    if high < 0:
        return []
    main = max(range(len(values)), key=lambda place: (caps[place], values[place]))
    others = [place for place in range(len(values)) if place != main and caps[place]]
    if product(caps[place] + 1 for place in others) > COMBINATIONS_MAX:
        return []
    sums = combination_sums(tuple(values[place] for place in others), tuple(caps[place] for place in others))
    first = np.maximum(-((sums - low) // values[main]), 0)
    last = np.minimum((high - sums) // values[main], caps[main])
    fits = np.flatnonzero((first <= last) & (sums <= high))
    found = []
    for place in fits if len(fits) <= WAYS_MAX else chance.choice(fits, WAYS_MAX, replace=False):
        way, rest = [0] * len(values), int(place)
        way[main] = int(chance.integers(int(first[place]), int(last[place]) + 1))
        for other in reversed(others):
            rest, way[other] = divmod(rest, caps[other] + 1)
        found.append(tuple(way))
    return found


def _gathered(desk: _Desk, sheet: DeclaredSheet) -> Papers:
    rankings: Counter[Path] = Counter(desk.spent)
    for pile in desk.piles:
        for papers in pile.values():
            rankings.update(papers)
    names = [f"{candidate.name} ({candidate.id})" for candidate in sheet.candidates]
    return group_papers(names, {path: number for path, number in rankings.items() if number}, seats=sheet.seats)


def _gives(papers: Papers, sheet: DeclaredSheet, grid: Grid) -> bool:
    """Say whether the count of the papers is the table, in every cell to its printed decimals."""
    assert sheet.seats is not None
    counted = RULE.count(papers, sheet.seats)
    if counted.awaiting is not None or len(counted.stages) != len(grid.totals):
        return False
    scale = grid.unit // counted.scale
    return all(
        figure is None or figure[0] <= int(votes) * scale <= figure[1]
        for stage, row in zip(counted.stages, grid.totals, strict=True)
        for votes, figure in zip(stage.votes, row, strict=True)
    )


__all__ = ["papers_giving"]
