"""Areas put together: a contest, a region or the whole as a sum of areas' votes, with its errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tellers.outlook.model import Fit
from tellers.outlook.model_input import Bools, Floats, Ints

UNBOUNDED = 1e15  # Votes that may yet come where neither papers nor an electorate is known.


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Sums of areas; G groups, P parties, L causes of common error.

    Attributes:
        share: shape (G, P), expected final share.
        loading: shape (G, P, L), common errors of the shares.
        turnout: shape (G, P, L), errors of the shares that come of votes cast where the areas differ.
        spread: shape (G, P), standard deviation of the areas' own errors in the group's share.
        least: shape (G, P), the least share possible given votes counted and the most that may yet come.
        standing: shape (G, P), stands in some area of the group.
        done: shape (G,), every area is declared.
        first: shape (G,), one area of the group: where its stretch of random numbers begins.
    """

    share: Floats
    loading: Floats
    turnout: Floats
    spread: Floats
    least: Floats
    standing: Bools
    done: Bools
    first: Ints


def grouped(fit: Fit, labels: Ints, count: int) -> Groups:
    """Return areas summed by label, 0 to count - 1; errors to first order in votes and in shares."""
    areas, parties = fit.share.shape
    standing = fit.share > 0
    if count == areas and (labels == np.arange(areas)).all():
        return _singles(fit, standing)
    member = np.zeros((count, areas))
    member[labels, np.arange(areas)] = 1
    votes = fit.votes
    total = np.maximum(member @ votes, 1e-9)
    weight = member * votes / total[:, None]
    share = weight @ fit.share
    causes = fit.loading.shape[2]
    open_areas = ~fit.done
    inside = weight[:, open_areas]
    loading = (inside @ fit.loading[open_areas].reshape(-1, parties * causes)).reshape(count, parties, causes)
    away = fit.share[open_areas] - share[labels[open_areas]]
    lever = (away[:, :, None] * fit.votes_loading[open_areas][:, None, :]).reshape(-1, parties * causes)
    turnout = (inside @ lever).reshape(count, parties, causes)
    own = inside**2 @ (fit.spread[open_areas] ** 2 + (away * fit.votes_spread[open_areas, None]) ** 2)
    for label in np.unique(fit.region[open_areas]):
        # One error to a region: within it the areas' errors add up, between regions they are apart.
        own += (
            inside[:, fit.region[open_areas] == label] @ fit.regional[open_areas][fit.region[open_areas] == label]
        ) ** 2
    counted = member @ fit.cast
    to_come = member[:, open_areas] @ np.minimum(np.maximum(fit.caps - fit.cast.sum(axis=1), 0), UNBOUNDED)[open_areas]
    return Groups(
        share=share,
        loading=loading,
        turnout=turnout,
        spread=np.sqrt(own),
        least=_part(counted, counted.sum(axis=1) + to_come),
        standing=member @ standing > 0,
        done=member @ open_areas == 0,
        first=np.array(
            [int(np.flatnonzero(labels == label)[0]) if (labels == label).any() else 0 for label in range(count)]
        ),
    )


def _singles(fit: Fit, standing: Bools) -> Groups:
    to_come = np.where(fit.done, 0.0, np.minimum(np.maximum(fit.caps - fit.cast.sum(axis=1), 0), UNBOUNDED))
    return Groups(
        share=fit.share,
        loading=fit.loading,
        turnout=np.zeros((1, fit.share.shape[1], fit.loading.shape[2])),
        spread=np.hypot(fit.spread, fit.regional),
        least=_part(fit.cast, fit.cast.sum(axis=1) + to_come),
        standing=standing,
        done=fit.done,
        first=np.arange(len(fit.done)),
    )


def _part(votes: Floats, total: Floats) -> Floats:
    return np.asarray(votes / np.maximum(total, 1e-9)[:, None])


__all__ = ["Groups", "grouped"]
