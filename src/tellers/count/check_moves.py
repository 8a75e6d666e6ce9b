"""Whose votes move, in any transferable count with a fixed quota: surpluses to the quota, exclusions from the foot.

For rules whose papers cannot be followed from the table alone (last parcels, random samples, transfer by sub-stages).
Several may be excluded at once, and an exclusion may take several stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tellers.count.check_finding import Broken, Cell
from tellers.count.check_grid import Grid, Range, range_text, total_cell, votes_text

QUOTA = Cell(field="quota")


def move_laws(grid: Grid, *, elected_receive: bool = False) -> Iterator[Broken]:
    """Yield each law of moving votes that is broken, stage by stage; nothing where the quota is not given.

    Args:
        elected_receive: Whether one who has the quota goes on receiving until the surplus moves.
    """
    if grid.quota is None or not grid.totals:
        return
    out: set[int] = set()
    gone: set[int] = set()
    elected = _reached(grid, 0)
    for stage in range(1, len(grid.totals)):
        for index in range(len(grid.names)):
            before, now = grid.totals[stage - 1][index], grid.totals[stage][index]
            if before is None or now is None:
                continue
            if index in out and now[0] > 0:
                yield _back(grid, index, stage)
            elif now[0] > before[1] and (index in gone or (index in elected and not elected_receive)):
                yield _receives(grid, index, stage, before, now)
        falls = _falls(grid, stage)
        for index in falls:
            now = grid.totals[stage][index]
            if index in elected and now is not None:
                gone.add(index)
                if not now[0] <= grid.quota <= now[1]:
                    yield _not_quota(grid, index, stage)
        excluded = {index for index in falls if index not in elected and index not in out}
        yield from _from_the_foot(grid, stage, excluded, elected | out)
        out |= {index for index in excluded if grid.totals[stage][index] == (0, 0)}
        elected |= _reached(grid, stage) - out


def _reached(grid: Grid, stage: int) -> set[int]:
    assert grid.quota is not None
    return {index for index, figure in enumerate(grid.totals[stage]) if figure is not None and figure[0] >= grid.quota}


def _falls(grid: Grid, stage: int) -> set[int]:
    return {
        index
        for index, (before, now) in enumerate(zip(grid.totals[stage - 1], grid.totals[stage], strict=True))
        if before is not None and now is not None and now[1] < before[0]
    }


def _from_the_foot(grid: Grid, stage: int, excluded: set[int], settled: set[int]) -> Iterator[Broken]:
    """Nobody is excluded while another continuing candidate has fewer votes."""
    row = grid.totals[stage - 1]
    for index in sorted(excluded):
        mine = row[index]
        for other, theirs in enumerate(row):
            if other in excluded or other in settled or other == index or mine is None or theirs is None:
                continue
            # One who came to nothing is out; one being excluded by sub-stages has fewer rightly.
            if theirs[1] < mine[0] and theirs[1] > 0 and not _partly_out(grid, other, stage):
                cells = frozenset(total_cell(who, at) for who in (index, other) for at in (stage - 1, stage))
                why = (
                    f"{grid.names[index]} loses votes at stage {stage + 1} as if excluded, while {grid.names[other]} "
                    f"has fewer ({range_text(grid, theirs)} to {range_text(grid, mine)})."
                )
                yield Broken(law="next_moved", cells=cells, why=why)
                break


def _partly_out(grid: Grid, index: int, stage: int) -> bool:
    figures = [figure for row in grid.totals[: stage + 1] if (figure := row[index]) is not None]
    return any(after[1] < before[0] for before, after in pairwise(figures))


def _back(grid: Grid, index: int, stage: int) -> Broken:
    held = range_text(grid, grid.totals[stage][index])
    why = f"{grid.names[index]} was excluded and has {held} again at stage {stage + 1}."
    return Broken(law="moved_on", cells=frozenset(total_cell(index, at) for at in range(stage + 1)), why=why)


def _receives(grid: Grid, index: int, stage: int, before: Range, now: Range) -> Broken:
    why = (
        f"{grid.names[index]} has the quota and receives no more, and goes from {range_text(grid, before)} to "
        f"{range_text(grid, now)} at stage {stage + 1}."
    )
    cells = frozenset({total_cell(index, stage - 1), total_cell(index, stage), QUOTA})
    return Broken(law="elected_receives", cells=cells, why=why)


def _not_quota(grid: Grid, index: int, stage: int) -> Broken:
    assert grid.quota is not None
    left = range_text(grid, grid.totals[stage][index])
    why = (
        f"{grid.names[index]}'s surplus moves at stage {stage + 1} and leaves {left}, "
        f"not the quota of {votes_text(grid, grid.quota)}."
    )
    cells = frozenset({total_cell(index, stage - 1), total_cell(index, stage), QUOTA})
    return Broken(law="moved_on", cells=cells, why=why)


__all__ = ["move_laws"]
