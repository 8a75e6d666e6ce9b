"""How right the odds were: scores of intervals, of chances and of whole distributions against what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tellers.outlook.model_input import Floats

LEAST = 1e-6  # A chance of 0 that came true would score without end: what is printed is held to this.


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """One bar of a reliability diagram.

    Attributes:
        low, high: The chances in the bar: low included, high not, but 1 in the last.
        forecasts: How many chances were in it.
        mean: Their mean; NaN where there are none.
        happened: The share of them that came true, 0 to 1; NaN where there are none.
    """

    low: float
    high: float
    forecasts: int
    mean: float
    happened: float


def covered(low: ArrayLike, high: ArrayLike, final: ArrayLike) -> float:
    """Return the share of finals that lie within their intervals, ends included.

    Example:
        >>> covered([0, 0], [1, 1], [1, 2])
        0.5
    """
    truth = np.asarray(final)
    return float(np.mean((truth >= np.asarray(low)) & (truth <= np.asarray(high))))


def interval_score(low: ArrayLike, high: ArrayLike, final: ArrayLike, level: float) -> Floats:
    """Return each interval's score: its width, and what it missed by times 2 / (1 - level), in the same units.

    Less is better, and least in expectation for the honest interval.

    Source:
        T. Gneiting and A. Raftery, Strictly proper scoring rules (2007), equation 43.

    Example:
        >>> interval_score([0.0], [1.0], [2.0], 0.9)
        array([21.])
    """
    under, over, truth = np.asarray(low, float), np.asarray(high, float), np.asarray(final, float)
    penalty = 2 / (1 - level)
    missed = np.maximum(under - truth, 0) + np.maximum(truth - over, 0)
    return np.asarray(np.round(over - under + penalty * missed, 12))


def brier(chances: Floats, winners: Sequence[int] | np.ndarray) -> float:
    """Return the Brier score of contests: the mean over contests of the squared errors summed over parties, 0 to 2.

    Args:
        chances: shape (contests, parties), rows summing to 1.
        winners: shape (contests,), the party that won each.

    Example:
        >>> brier(np.array([[1.0, 0.0], [0.5, 0.5]]), [0, 0])
        0.25
    """
    happened = np.zeros_like(chances)
    happened[np.arange(len(chances)), np.asarray(winners, dtype=int)] = 1
    return float(((chances - happened) ** 2).sum(axis=1).mean())


def log_score(chances: Floats, winners: Sequence[int] | np.ndarray) -> float:
    """Return the mean of minus the natural logarithm of the winners' chances; less is better, 0 is certainty."""
    given = chances[np.arange(len(chances)), np.asarray(winners, dtype=int)]
    return float(-np.log(np.maximum(given, LEAST)).mean())


def crps(draws: Floats, final: ArrayLike) -> Floats:
    """Return the continuous ranked probability score of each quantity, in its own units; less is better.

    Args:
        draws: shape (quantities, draws).
        final: shape (quantities,).

    Source:
        Gneiting and Raftery (2007), equation 21: E|X - y| - E|X - X'| / 2.

    Example:
        >>> crps(np.array([[1.0, 1.0]]), [3.0])
        array([2.])
    """
    ordered = np.sort(np.asarray(draws, float), axis=1)
    count = ordered.shape[1]
    away = np.abs(ordered - np.asarray(final, float)[:, None]).mean(axis=1)
    ranks = 2 * np.arange(1, count + 1) - count - 1
    return np.asarray(away - (ordered * ranks).sum(axis=1) / count**2)


def crps_of_odds(odds: Floats, final: ArrayLike) -> Floats:
    """Return the same score from the chances of each whole number from 0: the mean square between the two staircases.

    Args:
        odds: shape (quantities, N), the chance of each number from 0 to N - 1.
        final: shape (quantities,), whole numbers.

    Example:
        >>> crps_of_odds(np.array([[0.0, 1.0, 0.0, 0.0]]), [3])
        array([2.])
    """
    steps = np.arange(odds.shape[1])
    happened = steps >= np.asarray(final)[:, None]
    return np.asarray(((np.cumsum(odds, axis=1) - happened) ** 2).sum(axis=1))


def reliability(chances: ArrayLike, happened: ArrayLike, bars: int = 10) -> tuple[Reliability, ...]:
    """Return a reliability diagram: of the chances in each bar, how many came true."""
    said, true = np.asarray(chances, float).ravel(), np.asarray(happened, float).ravel()
    place = np.minimum((said * bars).astype(int), bars - 1)
    found = []
    for bar in range(bars):
        here = place == bar
        count = int(here.sum())
        mean, rate = (float(said[here].mean()), float(true[here].mean())) if count else (float("nan"), float("nan"))
        found.append(Reliability(low=bar / bars, high=(bar + 1) / bars, forecasts=count, mean=mean, happened=rate))
    return tuple(found)


__all__ = ["Reliability", "brier", "covered", "crps", "crps_of_odds", "interval_score", "log_score", "reliability"]
