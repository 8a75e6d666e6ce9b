"""What a blank in a Scottish stage table may have held: the totals that fit the papers moving in and out of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tellers.count.check_grid import Grid
from tellers.count.check_piles import Count, Move, reduced, start_count
from tellers.count.check_ways import combination_sums, product, ways
from tellers.count.check_wig import follow

# Sums of papers that are listed at most, to say what a blank may have held.
SUMS_MAX = 1_000_000
# Totals of one whose surplus moves next that are tried at most against what the others received.
SURPLUSES_MAX = 30_000


def fitting_totals(grid: Grid, candidate: int, stage: int) -> tuple[list[int], bool]:
    """Return the totals that a blank may have held, by the papers that moved into it and out to the next total.

    Args:
        grid: With the blank at this candidate and stage (by index), and no law broken otherwise.

    Returns:
        The totals in units, ascending; and whether they are all of them: there can be too many to list.
    """
    count = start_count(grid)
    if count is None or stage == 0 or any(True for _ in follow(count)) or stage >= len(count.moves):
        return [], False
    before, move = count.reached[stage - 1][candidate], count.moves[stage]
    if before is None or move is None or move.loose or move.source == candidate:
        return [], False
    following = count.moves[stage + 1] if stage + 1 < len(count.moves) else None
    after = grid.totals[stage + 1][candidate] if following is not None else None
    receives = following is not None and following.source != candidate and not following.loose and after is not None
    room = after[1] - before[0] if receives and after is not None else _unspoken_for(grid, candidate, stage)
    sums = _sums(move.caps, room)
    if sums is None:
        return [], False
    totals = sums + before[0]
    if receives and following is not None and after is not None:
        onward = _sums(following.caps, room)
        if onward is None or not len(onward):
            return [], False
        wanted, slack = after[0] - totals, after[1] - after[0] + before[1] - before[0]
        place = np.minimum(np.searchsorted(onward, wanted - slack), len(onward) - 1)
        totals = totals[(onward[place] >= wanted - slack) & (onward[place] <= wanted + slack)]
    elif following is not None and following.source == candidate and following.kind == "surplus":
        if len(totals) > SURPLUSES_MAX:
            return [], False
        return [int(total) for total in totals if _surplus_fits(count, stage, following, int(total))], True
    return [int(total) for total in totals], True


def _unspoken_for(grid: Grid, candidate: int, stage: int) -> int | None:
    """Return the most that one candidate can have received, for what all the others have; None if that is not known."""
    before = sum(figure[1] for figure in grid.totals[stage - 1] if figure is not None)
    rest = [figure for index, figure in enumerate(grid.totals[stage]) if index != candidate]
    own = grid.totals[stage - 1][candidate]
    if own is None or any(figure is None for figure in rest):
        return None
    return max(before - own[0] - sum(figure[0] for figure in rest if figure is not None), 0)


def _surplus_fits(count: Count, stage: int, move: Move, total: int) -> bool:
    """Say whether the next stage's transfers are sums of papers if the one moved had this total."""
    if total <= count.quota:
        return False
    caps, _ = reduced(move.parcels, (total, total), count.quota)
    values = tuple(sorted(caps))
    limits = tuple(caps[value] for value in values)
    for index, now in enumerate(count.grid.totals[stage + 1]):
        before = count.grid.totals[stage][index]
        if index == move.source or before is None or now is None or now[0] <= before[1]:
            continue
        if ways(now[0] - before[1], now[1] - before[0], values, limits) is None:
            return False
    return True


def _sums(caps: dict[int, int], room: int | None) -> npt.NDArray[np.int64] | None:
    """Return every sum of papers up to `room`, ascending; None if there are too many to list."""
    bounded = {value: cap if room is None else min(cap, max(room, 0) // value) for value, cap in caps.items()}
    if product(cap + 1 for cap in bounded.values()) > SUMS_MAX:
        return None
    sums = np.unique(combination_sums(tuple(bounded), tuple(bounded.values())))
    return sums if room is None else sums[sums <= room]


__all__ = ["fitting_totals"]
