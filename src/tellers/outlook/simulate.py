"""Joint draws of how a night may end, from one fit: shares, winners, seats and control, summarised.

The normals are drawn once, before the count: between two updates only the returns differ, so odds do not jitter, and a
replay gives the same bytes. Only contests still open are drawn, and in each only those parties that may yet win it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tellers.outlook.model import Fit, Frame
from tellers.outlook.model_columns import OWN
from tellers.outlook.model_input import Floats, Ints, ModelOutput, Singles, Spread
from tellers.outlook.simulate_groups import Groups, grouped
from tellers.outlook.simulate_winners import count_winners

LEVELS = (0.50, 0.70, 0.90)
REGIONAL = 2_000  # Draws of which regional intervals are made: hardly rougher, and five times as fast.
POOL = 1 << 21  # At most so many draws of areas' own errors, of which each area reads its own stretch.


@dataclass(frozen=True, slots=True, kw_only=True)
class Normals:
    """Random numbers for a whole night: P parties and votes cast, L causes of common error, D draws.

    Attributes:
        common: shape (P + 1, L + 1, D), heavy-tailed, unit variance, correlated between parties; the last party is
            votes cast, the last cause is 1 throughout.
        pool: shape (N,), heavy-tailed, unit variance, for areas' own errors.
        starts: shape (A, P), where in the pool each area's stretch for each party begins.
        votes: shape (D,), for the areas' own errors in votes cast, summed.
    """

    common: Singles
    pool: Singles
    starts: np.ndarray
    votes: Singles


def draw_normals(frame: Frame, rng: np.random.Generator, draws: int = 10_000) -> Normals:
    """Return the night's random numbers. The same generator state gives the same numbers.

    Args:
        draws: How many joint draws, from 2 up.
    """
    areas, parties = frame.ground.stands.shape
    variants = len(frame.names)
    causes = frame.bases[0].shape[1] + len(OWN) + 2
    common = np.ones((parties + 1, causes + variants + 1, draws), dtype=np.float32)
    fresh = rng.standard_normal((parties + 1, causes, draws), dtype=np.float32)
    mixing = _party_mixing(frame).astype(np.float32)
    common[:parties, :causes] = (mixing @ fresh[:parties].reshape(parties, -1)).reshape(parties, causes, draws)
    common[parties, :causes] = fresh[parties]
    common[:, causes:-1] = rng.standard_normal((variants, draws), dtype=np.float32)
    common[:, :-1] *= _tails(rng, frame.settings.tails_common, draws)
    size = int(np.clip(areas * parties * draws // 8, 16 * draws, max(POOL, 16 * draws)))
    pool = rng.standard_normal(size, dtype=np.float32) * _tails(rng, frame.settings.tails_area, size)
    starts = rng.integers(0, size - draws, size=(areas, parties))
    return Normals(common=common, pool=pool, starts=starts, votes=rng.standard_normal(draws, dtype=np.float32))


def _party_mixing(frame: Frame) -> Floats:
    """Return what makes parties' common errors cancel as shares of one whole must: shape (P, P).

    One party's error is the others' loss in proportion to s(1 - s), as in multinomial sampling.
    """
    start, stands = frame.columns.start, frame.ground.stands
    share = np.where(stands, start, 0).sum(axis=0) / np.maximum(stands.sum(axis=0), 1)
    variance = share * (1 - share) + frame.settings.level
    outer = np.outer(variance, variance) / variance.sum()
    covariance = np.diag(variance) - outer + 1e-6 * np.eye(len(share))
    scale = np.sqrt(np.diag(covariance))
    return np.linalg.cholesky(covariance / np.outer(scale, scale))


def _tails(rng: np.random.Generator, freedom: float, size: int) -> Singles:
    """Return factors that turn normals into Student's t of unit variance."""
    return np.sqrt((freedom - 2) / rng.chisquare(freedom, size)).astype(np.float32)


def simulate(frame: Frame, fit: Fit, normals: Normals, *, area_odds: bool = False) -> ModelOutput:
    """Return the joint draws of one moment, summarised.

    Args:
        area_odds: Also reckon who leads in each area where areas are not contests.
    """
    ground = frame.ground
    areas = len(ground.stands)
    single = len(ground.seats) == areas and bool((ground.contest == np.arange(areas)).all())
    own = grouped(fit, np.arange(areas), areas)
    contests = own if single else grouped(fit, ground.contest, len(ground.seats))
    winners = count_winners(contests, normals, ground.seats, frame.settings.surprise if single else 0.0)
    total_seats = int(ground.seats.sum())
    control = _control(winners.seats, total_seats, contests)
    whole = np.zeros(areas, dtype=np.int64)
    national = _spread(draw_shares(fit, normals, whole, 1, normals.votes.size))
    votes = _votes(fit, normals)
    return ModelOutput(
        draws=normals.votes.size,
        ready=bool((fit.cast.sum() > 0) or ground.poll is not None),
        national=Spread(mean=national.mean[0], low=national.low[:, 0], high=national.high[:, 0]),
        regional=_spread(
            draw_shares(fit, normals, ground.region, int(ground.region.max()) + 1, min(REGIONAL, normals.votes.size))
        ),
        votes=_spread(votes[None]),
        turnout=_spread(votes[None] / ground.electorate.sum()) if np.isfinite(ground.electorate).all() else None,
        win=winners.win,
        share=contests.share,
        area_share=fit.share,
        area_votes=fit.votes,
        area_win=count_winners(own, normals, np.ones(areas), frame.settings.surprise).win
        if area_odds and not single
        else None,
        seats=_spread(winners.seats),
        seat_odds=_seat_odds(winners.seats, total_seats),
        leads=_leads(winners.seats),
        majority=control[:-1],
        hung=float(control[-1]),
        weights=dict(zip(frame.names, fit.weights, strict=True)),
    )


def draw_shares(fit: Fit, normals: Normals, labels: Ints, count: int, draws: int) -> Singles:
    """Return draws of the parties' shares in groups of areas: shape (count, P, draws), each group's summing to 1.

    No share goes beyond what the votes counted, and the most that may yet come, allow.

    Args:
        labels: shape (A,), the group of each area, from 0 to count - 1.
        draws: How many of the night's draws, from the first.
    """
    groups = grouped(fit, labels, count)
    parties = groups.share.shape[1]
    drawn = np.empty((*groups.share.shape, draws), dtype=np.float32)
    common = normals.common[:, :-1, :draws]
    for party in range(parties):
        loading = groups.loading[:, party].astype(np.float32)
        drawn[:, party] = loading @ common[party]
        if groups.turnout.any():
            drawn[:, party] += groups.turnout[:, party].astype(np.float32) @ common[parties]
        for group in range(len(groups.share)):
            if groups.spread[group, party] > 0:
                start = normals.starts[group % len(normals.starts), party]
                drawn[group, party] += (
                    np.float32(groups.spread[group, party]) * normals.pool[start : start + drawn.shape[2]]
                )
    drawn += groups.share[:, :, None].astype(np.float32)
    # What is over what is counted already is scaled to what may yet come, so no share leaves its bounds.
    least = groups.least[:, :, None].astype(np.float32)
    drawn -= least
    np.maximum(drawn, 0, out=drawn)
    drawn *= (1 - least.sum(axis=1, keepdims=True)) / np.maximum(drawn.sum(axis=1, keepdims=True), np.float32(1e-9))
    drawn += least
    return drawn


def _votes(fit: Fit, normals: Normals) -> Singles:
    common = (fit.votes @ fit.votes_loading).astype(np.float32) @ normals.common[-1, :-1]
    own = np.float32(np.sqrt(((fit.votes * fit.votes_spread) ** 2).sum())) * normals.votes
    drawn = np.float32(fit.votes.sum()) + common + own
    return np.asarray(np.clip(drawn, fit.cast.sum(), fit.caps.sum()), dtype=np.float32)


def _spread(drawn: Singles) -> Spread:
    """Return the mean and central intervals over the last axis."""
    ordered = np.sort(drawn, axis=-1)
    last = drawn.shape[-1] - 1
    low = np.array([ordered[..., round(last * (1 - level) / 2)] for level in LEVELS], dtype=np.float64)
    high = np.array([ordered[..., round(last * (1 + level) / 2)] for level in LEVELS], dtype=np.float64)
    return Spread(mean=drawn.mean(axis=-1, dtype=np.float64), low=low, high=high)


def _seat_odds(seats: Singles, total: int) -> Floats:
    counts = [np.bincount(np.rint(row).astype(np.int64), minlength=total + 1) for row in seats]
    return np.asarray(np.array(counts) / seats.shape[1])


def _leads(seats: Singles) -> Floats:
    level = seats == seats.max(axis=0)
    return np.asarray((level / level.sum(axis=0)).mean(axis=1), dtype=np.float64)


def _control(seats: Singles, total: int, contests: Groups) -> Floats:
    """Return the odds of a majority for each party, and last of none; 0 or 1 only where nothing open can change it."""
    over = (seats > total / 2).sum(axis=1).astype(np.float64)
    counts = np.append(over, seats.shape[1] - over.sum())
    if not contests.done.all():
        possible = np.append(contests.standing.sum(axis=0) * total / max(len(contests.share), 1) > total / 2, True)
        counts += 0.5 * possible
    return np.asarray(counts / counts.sum())


__all__ = ["LEVELS", "Normals", "draw_normals", "draw_shares", "simulate"]
