"""What a stage table tells of the papers each candidate holds, while the count is followed through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tellers.count.check_finding import Cell
from tellers.count.check_grid import Grid, Range
from tellers.count.check_ways import ways

Phase = Literal["continuing", "elected", "settled", "excluded"]
Kind = Literal["surplus", "exclusion"]


@dataclass(slots=True, kw_only=True)
class Pile:
    """What one candidate holds, as far as the table tells.

    Args:
        parcels: Fewest and most papers by value in units.
        awaited: Most papers by value that came since the last known total, not yet accounted for.
        anchor: The last known total.
        cells: Cells from which all this was worked out.
        loose: The values of the papers cannot be told, for a figure they hang on is unknown.
    """

    parcels: dict[int, tuple[int, int]] = field(default_factory=dict)
    awaited: dict[int, int] = field(default_factory=dict)
    anchor: Range = (0, 0)
    cells: frozenset[Cell] = frozenset()
    loose: bool = False


@dataclass(slots=True, kw_only=True)
class Move:
    """The transfer that makes one stage: whose votes, at what values, at most how many papers of each.

    Args:
        parcels: What the source held, fewest and most papers by value.
        caps: Most papers that leave, by the value they leave at.
    """

    source: int
    kind: Kind
    parcels: dict[int, tuple[int, int]]
    caps: dict[int, int]
    loose: bool
    cells: frozenset[Cell]


class Count:
    """The state of the count while the table is followed."""

    def __init__(self, grid: Grid, quota: int, seats: int) -> None:
        self.grid = grid
        self.quota = quota
        self.seats = seats
        self.phases: list[Phase] = ["continuing"] * len(grid.names)
        self.elected_at: dict[int, int] = {}
        self.surplus_at: dict[int, int] = {}
        self.piles = [Pile() for _ in grid.names]
        self.reached: list[list[Range | None]] = []
        self.moves: list[Move | None] = [None]

    def indexes(self, *phases: Phase) -> list[int]:
        """Return the candidates in any of these phases, in the order of the sheet."""
        return [index for index, phase in enumerate(self.phases) if phase in phases]

    def seats_left(self) -> int:
        return self.seats - len(self.indexes("elected", "settled"))


def start_count(grid: Grid) -> Count | None:
    if grid.seats is None or not grid.totals:
        return None
    quota = grid.quota
    if quota is None:
        if grid.valid is None:
            return None
        quota = grid.valid // grid.unit // (grid.seats + 1) * grid.unit + grid.unit
    return Count(grid, quota, grid.seats)


def reduced(parcels: dict[int, tuple[int, int]], total: Range, quota: int) -> tuple[dict[int, int], bool]:
    """Return papers at the values they leave a surplus at, cut off; and whether the total tells those surely."""
    caps: dict[int, int] = {}
    sure = True
    for value, (_, most) in parcels.items():
        lowest, highest = value * (total[0] - quota) // total[0], value * (total[1] - quota) // total[1]
        sure = sure and lowest == highest
        if most and highest > 0:
            caps[highest] = caps.get(highest, 0) + most
    return caps, sure


def worth_of(parcels: dict[int, tuple[int, int]], total: Range) -> Range:
    """Return the total as narrowly as the papers held tell it."""
    low = sum(value * least for value, (least, _) in parcels.items())
    high = sum(value * most for value, (_, most) in parcels.items())
    return (max(low, total[0]), min(high, total[1])) if low <= total[1] and high >= total[0] else total


def tightened(pile: Pile, total: Range | None) -> dict[int, tuple[int, int]]:
    """Return the parcels with what the whole total adds to what its parts told."""
    parcels = dict(pile.parcels)
    for value, most in pile.awaited.items():
        least, old = parcels.get(value, (0, 0))
        parcels[value] = (least, old + most)
    if total is None or pile.loose or all(least == most for least, most in parcels.values()):
        return parcels
    fixed = sum(value * least for value, (least, _) in parcels.items())
    values = tuple(sorted(parcels))
    room = tuple(parcels[value][1] - parcels[value][0] for value in values)
    found = ways(total[0] - fixed, total[1] - fixed, values, room)
    if found is None:
        return parcels
    return {
        value: (parcels[value][0] + found.least[place], parcels[value][0] + found.most[place])
        for place, value in enumerate(values)
    }


__all__ = ["Count", "Kind", "Move", "Phase", "Pile", "reduced", "start_count", "tightened", "worth_of"]
