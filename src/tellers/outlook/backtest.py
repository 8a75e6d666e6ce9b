"""A recorded night replayed and scored: what the odds said at each moment, against what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tellers.outlook.calibration import brier, crps_of_odds, log_score
from tellers.outlook.calls import CallPolicy
from tellers.outlook.model_input import Floats, Spread
from tellers.outlook.odds import Odds

LEVELS = (50, 70, 90)
PERCENTS = (2, 5, 10, 25, 50, 75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One quantity at one moment: what was said and what came; `low` and `high` at 50, 70 and 90%."""

    mean: float
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    final: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment of a night, scored.

    Args:
        percent: Contests declared (areas, in a night of one contest), in percent of all.
        seats, shares: By party; shares are of all valid votes, 0 to 100.
        brier, log_score: Of the winners of contests not yet declared; None when none is left.
        crps_seats: Mean over the parties that won a seat or were given one.
        calls_right, calls_wrong: Contests not declared whose odds alone would let them be called, by who won.
        cpu_seconds: What the update cost, measured by the caller.
    """

    percent: float
    declared: int
    seats: dict[str, Scored]
    shares: dict[str, Scored]
    brier: float | None
    log_score: float | None
    crps_seats: float | None
    calls_right: int
    calls_wrong: int
    chances: Floats
    happened: Floats
    cpu_seconds: float


def moments(total: int, percents: Sequence[float] = PERCENTS) -> list[int]:
    """Return how many have declared at each percentage, at least 1 and without repeats."""
    return sorted({max(1, round(total * percent / 100)) for percent in percents})


def score(odds: Odds, final: Odds, *, declared: int, total: int, cpu_seconds: float) -> Moment:
    """Return a moment scored against the end of the night.

    Args:
        odds: At the moment.
        final: After the last declaration, when its chances are certain.
    """
    columns = odds.arrays.columns
    truth = _winners(odds, final)
    open_rows = ~_declared(odds)
    chances, winners = odds.output.win[open_rows], truth[open_rows]
    seats_final = np.bincount(truth, minlength=len(columns)).astype(float)
    happened = np.zeros_like(chances)
    happened[np.arange(len(chances)), winners] = 1.0
    called = chances.max(axis=1) >= CallPolicy().odds_min if len(chances) else np.zeros(0, dtype=bool)
    right = int((called & (chances.argmax(axis=1) == winners)).sum()) if len(chances) else 0
    told = [i for i in range(len(columns)) if seats_final[i] or odds.output.seats.mean[i] >= 0.5]
    crps = crps_of_odds(odds.output.seat_odds[told], seats_final[told]) if told else None
    return Moment(
        percent=round(100 * declared / total, 1),
        declared=declared,
        seats={columns[i]: _scored(odds.output.seats, i, seats_final[i], 1.0) for i in told},
        shares=_shares(odds, final),
        brier=brier(chances, winners) if len(chances) else None,
        log_score=log_score(chances, winners) if len(chances) else None,
        crps_seats=None if crps is None else float(crps.mean()),
        calls_right=right,
        calls_wrong=int(called.sum()) - right,
        chances=chances.ravel(),
        happened=happened.ravel(),
        cpu_seconds=cpu_seconds,
    )


def _winners(odds: Odds, final: Odds) -> np.ndarray:
    """Return the column of `odds` that won each contest; one that has no column of its own counts as "other"."""
    place = {name: i for i, name in enumerate(odds.arrays.columns)}
    won = final.output.win.argmax(axis=1)
    return np.array([place.get(final.arrays.columns[w], len(place) - 1) for w in won])


def _declared(odds: Odds) -> np.ndarray:
    """Return which contests have nothing outstanding."""
    open_contests = {row.contest for row in odds.arrays.rows if row.votes is None or row.counted != 1}
    return np.array([contest not in open_contests for contest in odds.arrays.contests])


def _scored(spread: Spread, i: int, final: float, scale: float) -> Scored:
    low, high = spread.low[:, i] * scale, spread.high[:, i] * scale
    return Scored(
        mean=float(spread.mean[i] * scale),
        low=(float(low[0]), float(low[1]), float(low[2])),
        high=(float(high[0]), float(high[1]), float(high[2])),
        final=float(final),
    )


def _shares(odds: Odds, final: Odds) -> dict[str, Scored]:
    truth = {name: float(final.output.national.mean[i]) * 100 for i, name in enumerate(final.arrays.columns)}
    return {
        name: _scored(odds.output.national, i, truth[name], 100.0)
        for i, name in enumerate(odds.arrays.columns)
        if name in truth and (truth[name] >= 0.5 or odds.output.national.mean[i] >= 0.005)
    }


def coverage(
    nights: Sequence[Sequence[Moment]], what: Callable[[Moment], dict[str, Scored]]
) -> dict[str, float | None]:
    """Return the share of intervals at each level that held the final, over all nights, moments and parties.

    Quantities already certain (an interval of no width at the final) are left out: they prove nothing.
    """
    found = {}
    for at, level in enumerate(LEVELS):
        held = [
            row.low[at] <= row.final <= row.high[at]
            for moments_of_night in nights
            for moment in moments_of_night
            for row in what(moment).values()
            if row.high[2] > row.low[2] or row.final != row.mean
        ]
        found[str(level)] = float(np.mean(held)) if held else None
    return found
