"""One guarded regression: changes against columns, with coefficients of prior variance 1 in units of the spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tellers.outlook.model_input import Bools, Floats

SHAPE = 3.0  # The spread seen on other nights counts as much as 2 * SHAPE areas of tonight.
MOST = 0.97  # No expected share is taken as nearer certainty than this when its spread is reckoned.


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fitted regression over A areas with K columns.

    Attributes:
        values: shape (A,), expected values.
        factor: shape (K, K), the coefficients err by factor @ z, z standard normal.
        spread: shape (A,), standard deviation of an area about its expected value.
        evidence: Logarithm of the chance of the returns before they were seen, up to what all variants share.
    """

    values: Floats
    factor: Floats
    spread: Floats
    evidence: float


def spread_scale(share: Floats, level: float) -> Floats:
    """Return how the spread of a share depends on its size: 1 at a half, less towards 0 and 1."""
    inside = np.clip(share, 0.0, MOST)
    return np.asarray(np.sqrt((inside * (1 - inside) + level) / (0.25 + level)))


def fit_line(
    *,
    directions: Floats,
    start: Floats,
    seen: Floats,
    evidence: Floats,
    extra: Floats,
    swing: float,
    spread: float,
    level: float | None,
    poll: tuple[Floats, float, float] | None,
    stands: Bools,
    rounds: int,
    errors: bool = True,
) -> Line:
    """Return a regression of `seen - start` on the directions, the first of which is the swing common to all areas.

    Args:
        directions: shape (A, K); the prior variance of each coefficient is the spread's, but the swing's is its own.
        start: shape (A,), what is expected of each area before any change.
        seen: shape (A,), read only where evidence is above 0.
        evidence: shape (A,), from 0 to 1: the weight of what is seen, 1 for a declaration.
        extra: shape (A,), variance of the start itself.
        swing: Standard deviation of the common swing, in the units of seen.
        spread: The spread expected before any return.
        level: What makes the spread depend on the share; None for a spread that is the same everywhere.
        poll: Weights over areas, the mean believed under them, and its standard error; or None.
        stands: shape (A,), the areas in which the party stands.
        rounds: How often the spread is reckoned again from the shares expected; at least 1.
        errors: Whether the factor of the coefficients' errors is wanted; it is 0 if not.
    """
    rows = evidence > 0
    change = (seen - start)[rows]
    columns = directions[rows]
    variance, reference, values = spread**2, start, start
    scale, chance = np.ones(len(start)), 0.0
    root: Floats = np.eye(directions.shape[1])
    for turn in range(rounds):
        scale = np.ones(len(start)) if level is None else spread_scale(reference, level)
        weight = evidence[rows] / (scale[rows] ** 2 + extra[rows] / variance)
        gram = (columns * weight[:, None]).T @ columns
        pull = columns.T @ (weight * change)
        penalty = np.ones(directions.shape[1])
        penalty[0] = variance / swing**2
        if poll is not None:
            gram, pull = _with_poll(gram, pull, directions, start, stands, poll, variance)
        root = np.asarray(np.linalg.cholesky(gram + np.diag(penalty)), dtype=np.float64)
        coefficients = np.linalg.solve(gram + np.diag(penalty), pull)
        misfit = max(float((weight * change * change).sum() - pull @ coefficients), 0.0) if poll is None else 0.0
        if poll is not None:
            gap = change - columns @ coefficients
            misfit = float((weight * gap * gap).sum())
        if turn == 0:
            odds = 2 * np.log(np.diag(root)).sum() - np.log(penalty).sum()
            chance = -0.5 * odds - (SHAPE + rows.sum() / 2) * np.log(SHAPE * spread**2 + misfit / 2)
        variance = (2 * SHAPE * spread**2 + misfit) / (2 * SHAPE + rows.sum())
        values = start + directions @ coefficients
        reference = values
    # The lower triangle's inverse, turned: continuous in the data, so that the odds do not jump between updates.
    factor = np.linalg.inv(root).T * np.sqrt(variance) if errors else np.zeros_like(root)
    area = np.sqrt(variance * scale**2 + extra)
    return Line(values=values, factor=factor, spread=area, evidence=float(chance))


def _with_poll(
    gram: Floats,
    pull: Floats,
    directions: Floats,
    start: Floats,
    stands: Bools,
    poll: tuple[Floats, float, float],
    variance: float,
) -> tuple[Floats, Floats]:
    """Return the sums with one more row: the mean over all areas, as a poll has it."""
    weights, believed, error = poll
    here = np.where(stands, weights, 0.0)
    row = here @ directions
    weight = variance / error**2
    return gram + weight * np.outer(row, row), pull + weight * row * (believed - here @ start)


__all__ = ["Line", "fit_line", "spread_scale"]
