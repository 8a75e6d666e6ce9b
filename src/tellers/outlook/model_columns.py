"""The columns that changes in share are explained by, made once a night from what is known before the count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tellers.outlook.model_input import Bools, Floats, Ground, Ints

POINTS = 0.1  # Columns of shares are in units of ten points, so that one size serves them and the marks of 0 and 1.
OWN = ("own", "own_first", "own_second", "own_third")
FEW = 8  # A pair of first and second parties in fewer areas than this has no column of its own.


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What is explained, and by what; A areas, P parties, K columns.

    Attributes:
        start: shape (A, P), the share each party starts from: last time's, the shares of parties that no longer stand
            dealt out in proportion; rows sum to 1.
        unknown: shape (A,), the area has no basis, and starts from the mean of those that have.
        start_error: shape (A, P), standard deviation of that mean for an area; 0 where there is a basis.
        values: shape (A, K).
        groups: Which group of effects each column belongs to.
        own: shape (A, P, 4), columns for the party itself: its past share, first, second, its share if third or
            lower.
        votes: shape (A,), votes cast expected from the basis and electorate; NaN if neither is known.
        caps: shape (A,), the most votes there can be; infinite where neither papers nor electorate is known.
    """

    start: Floats
    unknown: Bools
    start_error: Floats
    values: Floats
    groups: tuple[str, ...]
    own: Floats
    votes: Floats
    caps: Floats


def build_columns(ground: Ground) -> Columns:
    """Return the columns of a night. Nothing declared tonight goes into them."""
    shares, unknown, error = _prior_shares(ground)
    start = _start(shares, ground.stands)
    named = [(group, column) for group, column in _columns(ground, shares, unknown) if np.ptp(column) > 0]
    values = np.array([column for _, column in named]).T if named else np.zeros((len(unknown), 0))
    caps = np.fmin(ground.papers, ground.electorate)
    return Columns(
        start=start,
        unknown=unknown,
        start_error=np.where(unknown[:, None] & ground.stands, error, 0.0),
        values=values,
        groups=tuple(group for group, _ in named),
        own=_own(shares, unknown),
        votes=_votes(ground),
        caps=np.where(np.isnan(caps), np.inf, caps),
    )


def _prior_shares(ground: Ground) -> tuple[Floats, Bools, Floats]:
    """Return last time's shares, which areas have none, and how far areas are spread about the mean put there."""
    totals = ground.prior_votes.sum(axis=1)
    unknown = ~(totals > 0)
    shares = np.where(unknown[:, None], 0.0, ground.prior_votes) / np.where(unknown, 1.0, totals)[:, None]
    error = np.full(shares.shape, 0.15)
    if unknown.all():
        shares = ground.stands / ground.stands.sum(axis=1, keepdims=True)
        return shares, unknown, error
    for nation in np.unique(ground.nation):
        here = ground.nation == nation
        known = here & ~unknown if (here & ~unknown).any() else ~unknown
        mean = shares[known].mean(axis=0)
        error[here] = np.maximum(shares[known].std(axis=0), 0.02)
        shares[here & unknown] = mean
    return shares, unknown, error


def _start(shares: Floats, stands: Bools) -> Floats:
    kept = shares * stands
    total = kept.sum(axis=1, keepdims=True)
    even = stands / stands.sum(axis=1, keepdims=True)
    # Where nobody who stands stood before, nobody has a claim to the votes, and they start level.
    return np.asarray(
        np.where(total > 0.05, kept / np.maximum(total, 1e-9), 0.5 * even + 0.5 * (kept + (1 - total) * even))
    )


def _columns(ground: Ground, shares: Floats, unknown: Bools) -> Iterator[tuple[str, Floats]]:
    yield from _places(ground)
    known = (~unknown).astype(float)
    order = np.argsort(-shares, axis=1, kind="stable")
    first = order[:, 0]
    second = order[:, 1] if shares.shape[1] > 1 else first
    lead = np.take_along_axis(shares, order[:, :1], axis=1)[:, 0] - np.take_along_axis(
        shares, order[:, 1:2], axis=1
    ).sum(axis=1)
    for party in range(shares.shape[1]):
        yield from _past(ground, shares, known, party)
        yield from _ranks(party, first, second, lead, known)
        yield from _candidates(ground, shares, known, party)
    yield from _outside(ground, known)


def _own(shares: Floats, unknown: Bools) -> Floats:
    """Return what a party's change depends on of its own past: tactical votes squeeze the third and lift the second."""
    rank = np.argsort(np.argsort(-shares, axis=1, kind="stable"), axis=1, kind="stable")
    known = (~unknown)[:, None]
    past = (shares - shares.mean(axis=0)) / POINTS
    lower = np.where(rank >= 2, shares / POINTS, 0.0)
    return np.stack([past, (rank == 0) * known, (rank == 1) * known, lower * known], axis=2)


def _places(ground: Ground) -> Iterator[tuple[str, Floats]]:
    for group, labels in (("nation", ground.nation), ("region", ground.region)):
        for label in np.unique(labels):
            yield group, (labels == label).astype(float)


def _past(ground: Ground, shares: Floats, known: Floats, party: int) -> Iterator[tuple[str, Floats]]:
    column = (shares[:, party] - shares[:, party].mean()) / POINTS * known
    yield "share", column
    # Town and country part company: a swing may differ by size of area, and by size and strength together.
    yield "size_share", column * _size(ground)
    yield "curve", (column**2 - (column**2).mean()) / 2 * known
    if shares[:, party].mean() > 0.012:
        nations, counts = np.unique(ground.nation, return_counts=True)
        # The largest nation is what the others differ from.
        for nation in np.delete(nations, counts.argmax()):
            yield "nation_share", column * (ground.nation == nation)


def _ranks(party: int, first: Ints, second: Ints, lead: Floats, known: Floats) -> Iterator[tuple[str, Floats]]:
    yield "first", (first == party) * known
    yield "second", (second == party) * known
    yield "lead", (first == party) * known * (lead - 0.2) / POINTS
    for winner in np.unique(first):
        both = ((first == winner) & (second == party)) * known
        if both.sum() >= FEW:
            yield "pair", both


def _candidates(ground: Ground, shares: Floats, known: Floats, party: int) -> Iterator[tuple[str, Floats]]:
    yield "incumbent", ground.incumbent[:, party].astype(float)
    absent = ~ground.stands[:, party]
    if not absent.any():
        return
    yield "absent", shares[:, party] / POINTS * absent * known
    # A party that stands in few places says little by its absence; one nearly everywhere says little by its presence.
    if 0.003 < absent.mean() < 0.9:
        yield "absent", absent.astype(float)


def _outside(ground: Ground, known: Floats) -> Iterator[tuple[str, Floats]]:
    new = ground.stands & (np.nan_to_num(ground.prior_votes) == 0) & (known > 0)[:, None]
    for party in range(new.shape[1]):
        if 0 < new[:, party].sum() < ground.stands[:, party].sum():
            yield "new", new[:, party].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        yield "turnout", _standardised(np.log(ground.prior_votes.sum(axis=1) / ground.prior_electorate))
    size = _size(ground)
    yield "size", size
    yield "size_curve", (size**2 - 1) / 2
    for column in ground.covariates.T:
        yield "covariate", _standardised(column)


def _size(ground: Ground) -> Floats:
    """Return the logarithm of last time's votes, standardised; 0 where unknown."""
    before = ground.prior_votes.sum(axis=1)
    with np.errstate(divide="ignore"):
        return _standardised(np.log(before))


def _standardised(values: Floats) -> Floats:
    """Return values of mean 0 and deviation 1, no further out than 4; 0 where unknown or where all are alike."""
    known = np.isfinite(values)
    if known.sum() < 2 or np.ptp(values[known]) == 0:
        return np.zeros(len(values))
    scaled = (values - values[known].mean()) / values[known].std()
    return np.clip(np.where(known, scaled, 0.0), -4, 4)


def _votes(ground: Ground) -> Floats:
    before = ground.prior_votes.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = before / ground.prior_electorate
        usual = np.nanmedian(rate) if np.isfinite(rate).any() else 0.65
        grown = before * np.where(
            np.isfinite(ground.electorate / ground.prior_electorate), ground.electorate / ground.prior_electorate, 1.0
        )
    guess = np.where(np.isfinite(before) & (before > 0), grown, ground.electorate * usual)
    return np.asarray(np.where(np.isfinite(ground.papers), ground.papers, guess))


def reduced(columns: Columns, effects: Mapping[str, float], rank: int) -> Floats:
    """Return the columns scaled by the sizes of their effects and turned to their main directions: shape (A, R).

    With coefficients of prior variance 1 on these, areas vary together as they do with the full columns; what the
    directions left out would have explained, under a hundredth, falls to the areas' own spread.
    """
    scaled = columns.values * np.array([effects[group] for group in columns.groups])
    if scaled.shape[1] == 0:
        return np.zeros((len(columns.unknown), 0))
    left, sizes, _ = np.linalg.svd(scaled, full_matrices=False)
    kept = min(rank, int((sizes > 1e-9).sum()))
    turned = left[:, :kept] * sizes[:kept]
    # A direction's sign is the machine's choice: fixed here, that the same night gives the same numbers everywhere.
    signs = np.sign(turned[np.abs(turned).argmax(axis=0), np.arange(kept)])
    return np.asarray(turned * signs)


__all__ = ["OWN", "Columns", "build_columns", "reduced"]
