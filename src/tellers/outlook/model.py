"""The joint model of all parties' shares and of votes cast: what the returns so far say of the areas outstanding.

Each party's change in share is a line in the columns of `model_columns`, with coefficients shrunken by the sizes that
such effects have had on other nights, and a spread of its own about the line. The algebra is a ridge regression, so an
update is a few products of small matrices. The method and its weaknesses are in docs/method-outlook.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tellers.outlook.model_columns import OWN, Columns, build_columns, reduced
from tellers.outlook.model_input import Bools, Floats, Ground, Ints, Returns, check_ground, check_returns
from tellers.outlook.model_line import Line, fit_line
from tellers.outlook.priors import Settings

FLOOR = 0.002  # The least share expected of anyone who stands.
SELDOM = 0.1  # A variant of less weight than this is left out.
WIDELY = 0.5  # Only parties standing in this share of areas weigh the variants.


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A night made ready before the count: columns, and for each variant of the settings its directions.

    Attributes:
        bases: By variant, shape (A, R), the directions along which areas move together.
        directions: By variant, shape (P, A, 5 + R), each party's columns: the swing, its own past, the directions.
    """

    ground: Ground
    settings: Settings
    columns: Columns
    names: tuple[str, ...]
    bases: tuple[Floats, ...]
    directions: tuple[Floats, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What the returns so far say of each area; A areas, P parties, L causes of common error.

    Attributes:
        share: shape (A, P), expected final share; rows sum to 1; as declared where declared.
        loading: shape (A, P, L), area a's share for party p errs by loading[a, p] @ z[p], z standard; 0 where declared.
        spread: shape (A, P), standard deviation of the area's own error.
        regional: shape (A, P), standard deviation of an error shared by the areas outstanding of a region.
        region: shape (A,), the label of its region.
        cast: shape (A, P), votes counted so far, 0 where none.
        votes: shape (A,), expected valid votes in the end; caps: the most there can be.
        votes_loading: shape (A, L), votes_spread: shape (A,): the same errors for the logarithm of the area's votes.
        done: shape (A,), declared in full.
        weights: By variant, the weight that tonight's returns give it.
    """

    share: Floats
    loading: Floats
    spread: Floats
    regional: Floats
    region: Ints
    cast: Floats
    votes: Floats
    caps: Floats
    votes_loading: Floats
    votes_spread: Floats
    done: Bools
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """The returns made ready: votes, shares, what part of each area is counted (0 to 1), and its weight as evidence."""

    cast: Floats
    share: Floats
    counted: Floats
    evidence: Floats


def build_frame(ground: Ground, settings: Settings) -> Frame:
    """Return a night made ready: the slow part, once, before the count.

    Raises:
        InputError: The ground is one that no election could have.
    """
    check_ground(ground)
    columns = build_columns(ground)
    bases, strengths = [], []
    for multipliers in settings.variants.values():
        effects = {group: size * multipliers.get(group, 1.0) for group, size in settings.effects.items()}
        bases.append(reduced(columns, effects, settings.rank))
        sizes = np.array([effects[name] for name in OWN])
        # The columns hold every party's past share already: what is added makes up the party's own effect.
        sizes[0] = np.sqrt(max(effects["own"] ** 2 - effects["share"] ** 2, 0.0))
        strengths.append(sizes)
    width = max(basis.shape[1] for basis in bases)
    padded = tuple(np.pad(basis, ((0, 0), (0, width - basis.shape[1]))) for basis in bases)
    return Frame(
        ground=ground,
        settings=settings,
        columns=columns,
        names=tuple(settings.variants),
        bases=padded,
        directions=tuple(_directions(columns, *pair) for pair in zip(padded, strengths, strict=True)),
    )


def _directions(columns: Columns, basis: Floats, strength: Floats) -> Floats:
    parties = columns.start.shape[1]
    swing = np.ones((len(basis), 1))
    return np.array([np.concatenate([swing, columns.own[:, p] * strength, basis], axis=1) for p in range(parties)])


def fit_returns(frame: Frame, returns: Returns) -> Fit:
    """Return what the returns say, all parties together.

    Raises:
        InputError: The returns cannot be true of the ground.
    """
    check_returns(frame.ground, returns)
    votes, votes_loading, votes_spread = _votes(frame, returns)
    seen = _seen(frame, returns, votes)
    weights = _weigh(frame, seen)
    chosen = [v for v in range(len(weights)) if weights[v] > 0]
    fitted = {v: _shares(frame, v, seen, votes) for v in chosen}
    top = max(chosen, key=lambda v: weights[v])
    mean = np.sum([weights[v] * fitted[v][0] for v in chosen], axis=0)
    between = np.zeros((*mean.shape, len(weights)))
    for v in chosen:
        between[:, :, v] = np.sqrt(weights[v]) * (fitted[v][0] - mean)
    loading = np.concatenate([fitted[top][1], between], axis=2)
    share, loading, spread = _blend(frame, seen, mean, loading, fitted[top][2])
    regional = frame.settings.regional * _regional_imbalance(frame.ground.region, frame.bases[top], seen, votes)
    pad = loading.shape[2] - votes_loading.shape[1]
    return Fit(
        share=share,
        loading=loading * frame.settings.widen_common,
        spread=spread * frame.settings.widen_area,
        regional=regional[:, None] * spread * frame.settings.widen_common,
        region=frame.ground.region,
        cast=seen.cast,
        votes=votes,
        caps=frame.columns.caps,
        votes_loading=np.pad(votes_loading, ((0, 0), (0, pad))),
        votes_spread=votes_spread,
        done=seen.counted >= 1,
        weights=tuple(weights),
    )


def _seen(frame: Frame, returns: Returns, votes: Floats) -> _Seen:
    cast = np.where(np.isnan(returns.votes), 0.0, returns.votes)
    total = cast.sum(axis=1)
    # Votes counted of a total not given: the part they are of the votes expected, never quite all.
    part = np.where(np.isnan(returns.counted), np.minimum(total / np.maximum(votes, 1.0), 0.98), returns.counted)
    counted = np.where(total > 0, part, np.where(returns.counted >= 1, 1.0, 0.0))
    evidence = np.zeros(len(total))
    some = (counted > 0) & (total > 0)
    evidence[some] = 1 / (1 + frame.settings.partial * (1 - counted[some]) / counted[some])
    return _Seen(cast=cast, share=cast / np.maximum(total, 1.0)[:, None], counted=counted, evidence=evidence)


def _party_line(frame: Frame, variant: int, party: int, seen: _Seen, rounds: int) -> Line:
    settings, columns = frame.settings, frame.columns
    stands = frame.ground.stands[:, party]
    here = np.where(stands, seen.evidence, 0.0)
    level = float(columns.start[stands, party].mean()) if stands.any() else 0.0
    poll = None
    if frame.ground.poll is not None and np.isfinite(frame.ground.poll.share[party]):
        sizes = np.where(np.isfinite(columns.votes), columns.votes, 0.0) + 1e-9
        poll = (sizes / sizes.sum(), float(frame.ground.poll.share[party]), float(frame.ground.poll.error[party]))
    return fit_line(
        directions=frame.directions[variant][party],
        start=columns.start[:, party],
        seen=seen.share[:, party],
        evidence=here,
        extra=columns.start_error[:, party] ** 2,
        swing=settings.swing_base + settings.swing_slope * float(np.sqrt(level * (1 - level))),
        spread=settings.spread,
        level=settings.level,
        poll=poll,
        stands=stands,
        rounds=rounds,
        errors=rounds > 1,
    )


def _weigh(frame: Frame, seen: _Seen) -> list[float]:
    """Return the weight of each variant: its evidence from tonight's returns, tempered, from equal beginnings."""
    if len(frame.names) == 1 or (seen.evidence > 0).sum() < 3:
        return [1.0] + [0.0] * (len(frame.names) - 1)
    parties = np.flatnonzero(frame.ground.stands.mean(axis=0) >= WIDELY)
    logs = np.array(
        [sum(_party_line(frame, v, int(p), seen, 1).evidence for p in parties) for v in range(len(frame.names))]
    )
    weights = np.exp(frame.settings.temper * (logs - logs.max()))
    weights /= weights.sum()
    weights[weights < SELDOM] = 0.0
    return [float(weight) for weight in weights / weights.sum()]


def _shares(frame: Frame, variant: int, seen: _Seen, votes: Floats) -> tuple[Floats, Floats, Floats]:
    """Return expected shares, loadings of the common errors, and spreads, in one variant of the settings."""
    ground, settings = frame.ground, frame.settings
    areas, parties = ground.stands.shape
    width = frame.bases[variant].shape[1] + 1 + len(OWN)
    share, spread = np.zeros((areas, parties)), np.zeros((areas, parties))
    loading = np.zeros((areas, parties, width + 1))
    unlike = settings.imbalance * _imbalance(frame.bases[variant], seen, votes)
    for party in range(parties):
        stands = ground.stands[:, party]
        if not stands.any():
            continue
        line = _party_line(frame, variant, party, seen, 2)
        share[stands, party] = line.values[stands]
        spread[stands, party] = line.spread[stands]
        loading[stands, party, :width] = (frame.directions[variant][party] @ line.factor)[stands]
        loading[stands, party, width] = unlike * line.spread[stands]
    doubt = np.where(ground.stands, spread**2 + np.einsum("apl,apl->ap", loading, loading), 0.0)
    return _summing_to_one(share, doubt, ground.stands), loading, spread


def _imbalance(basis: Floats, seen: _Seen, votes: Floats) -> float:
    """Return how far the votes outstanding lie from the areas declared, in the units in which areas' shares vary."""
    to_come = votes * (1 - np.minimum(seen.counted, 1))
    if not (seen.evidence > 0).any() or not (to_come > 0).any():
        return 0.0
    declared = np.average(basis, axis=0, weights=seen.evidence)
    return float(np.linalg.norm(np.average(basis, axis=0, weights=to_come) - declared))


def _regional_imbalance(region: Ints, basis: Floats, seen: _Seen, votes: Floats) -> Floats:
    """Return the same within each area's region, or from all areas declared while its region has none: shape (A,)."""
    found = np.zeros(len(region))
    if not (seen.evidence > 0).any():
        return found
    to_come = votes * (1 - np.minimum(seen.counted, 1))
    everywhere = np.average(basis, axis=0, weights=seen.evidence)
    for label in np.unique(region[to_come > 0]):
        here = region == label
        some = (seen.evidence * here).sum() > 0
        declared = np.average(basis, axis=0, weights=seen.evidence * here) if some else everywhere
        found[here] = np.linalg.norm(np.average(basis, axis=0, weights=to_come * here) - declared)
    return found


def _summing_to_one(share: Floats, doubt: Floats, stands: Bools) -> Floats:
    """Return shares from FLOOR up that sum to 1, what is over or short taken from the most doubtful first."""
    kept = np.where(stands, np.maximum(share, FLOOR), 0.0)
    parts = doubt / np.maximum(doubt.sum(axis=1, keepdims=True), 1e-12)
    for _ in range(3):
        kept = np.where(stands, np.maximum(kept - parts * (kept.sum(axis=1, keepdims=True) - 1), FLOOR), 0.0)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def _blend(frame: Frame, seen: _Seen, share: Floats, loading: Floats, spread: Floats) -> tuple[Floats, Floats, Floats]:
    """Return final shares: what is counted as it is, and the rest drawn from the line towards what is counted."""
    part = seen.counted[:, None]
    near = np.where(part > 0, part / (part + frame.settings.partial * (1 - part) + 1e-12), 0.0)
    rest = share + near * (seen.share - share)
    blended = np.where(seen.evidence[:, None] > 0, part * seen.share + (1 - part) * rest, share)
    blended = np.where(part >= 1, seen.share, blended)
    open_part = (1 - part) * (1 - near)
    own = (1 - part) * np.sqrt(np.maximum(1 - near, 0.0))
    return blended, loading * open_part[:, :, None], spread * own


def _votes(frame: Frame, returns: Returns) -> tuple[Floats, Floats, Floats]:
    """Return expected votes of each area, the loadings of common errors of their logarithm, and their spread."""
    columns, settings = frame.columns, frame.settings
    cast = np.where(np.isnan(returns.votes), 0.0, returns.votes).sum(axis=1)
    done = (returns.counted >= 1) & (cast > 0)
    sizes = columns.votes.copy()
    unsized = ~(np.isfinite(sizes) & (sizes > 0))
    known = sizes[~unsized] if (~unsized).any() else (cast[done] if done.any() else np.ones(1))
    sizes[unsized] = known.mean()
    directions = np.column_stack([np.ones(len(sizes)), np.zeros((len(sizes), len(OWN))), frame.bases[0]])
    with np.errstate(divide="ignore"):
        seen = np.where(done, np.log(np.maximum(cast, 1.0) / sizes), 0.0)
    line = fit_line(
        directions=directions,
        start=np.zeros(len(sizes)),
        seen=seen,
        evidence=done.astype(float),
        extra=np.where(unsized, 0.3**2, 0.0),
        swing=settings.turnout_swing,
        spread=settings.turnout_spread,
        level=None,
        poll=None,
        stands=np.ones(len(sizes), dtype=bool),
        rounds=1,
    )
    votes = sizes * np.exp(np.clip(line.values, -2, 2))
    loading, spread = directions @ line.factor, line.spread
    verified = np.isfinite(frame.ground.papers)
    sure = verified & done
    valid = cast[sure].sum() / frame.ground.papers[sure].sum() if sure.any() else 0.995
    votes = np.where(verified, frame.ground.papers * valid, votes)
    loading = np.where(verified[:, None], 0.0, loading)
    spread = np.where(verified, 0.005, spread)
    told = (returns.counted > 0) & (returns.counted < 1) & (cast > 0)
    votes = np.where(told, cast / np.where(told, returns.counted, 1.0), votes)
    votes = np.clip(votes, cast, np.maximum(columns.caps, cast))
    votes = np.where(returns.counted >= 1, cast, votes)
    open_part = np.where(returns.counted >= 1, 0.0, 1 - cast / np.maximum(votes, 1.0))
    return votes, loading * open_part[:, None], spread * open_part


__all__ = ["Fit", "Frame", "build_frame", "fit_returns"]
