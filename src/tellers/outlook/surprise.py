"""Figures far from what is expected: a share, a turnout, two figures swapped, a digit astray.

How well figures fit is the sum over candidates of the logarithm of Student's t with four degrees of freedom, which
allows for the few great upsets of any night. Where another reading of the figures (two swapped, one slip of a digit)
fits so much better that the upset is the less likely story, the doubt says so and names that reading.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tellers.outlook.expecting import (
    AREA_SD,
    SWING_SD,
    TURNOUT_AREA_SD,
    TURNOUT_SD,
    Expected,
    Field,
    Lines,
    Slot,
    angle,
    changes,
    column_of,
    expected,
    rises,
    share_of,
)
from tellers.record.election import Contest
from tellers.record.slips import readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far is too far.

    Args:
        share: Standard deviations by which one share may differ from what is expected.
        turnout: The same of the turnout.
        swapped, slipped: How much better another reading must fit, as a natural logarithm of likelihood.
        fits: The most standard deviations that a figure of that reading may itself be out.
        slight: A slip that moves less than this part of all votes is not looked for: chance hides it.
    """

    share: float = 9.0
    turnout: float = 4.3
    swapped: float = 7.0
    slipped: float = 7.0
    fits: float = 2.5
    slight: float = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """A figure far from what is expected, its kind and evidence; `candidate` None where it is of the whole."""

    kind: str
    candidate: str | None
    evidence: str


LIMITS = Limits()
OTHERS = Expected(middle=angle(0.012), sd=0.07)  # A candidate of whom nothing is expected: about one vote in eighty.
OTHERS_WORST = -3.0  # And no figure of such a candidate is held to be less likely than this.
TURNOUT_MOST = 0.95
SITTING = 2.5  # A member who won the seat since, or changed party, makes the past poll a poor guide.
LOOK = 3.0  # Figures within so many standard deviations are not looked at further.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """What is expected of one slot: angles of shares by candidate, and the logarithm of the turnout."""

    shares: Mapping[str, Expected]
    turnout: Expected | None
    electorate: float


def surprises(
    field: Field, lines: Lines, contest: Contest, slot: Slot, votes: Mapping[str, int], limits: Limits = LIMITS
) -> Iterator[Surprise]:
    """Yield what is unlikely in the figures of one slot: one other reading that fits, else what does not fit.

    Args:
        lines: Learned without this slot, or from so many that it weighs little.
        votes: By candidate, all of them known.
    """
    if slot not in field.slots or len(votes) < 2 or not sum(votes.values()):
        return
    scale = _scale(field, lines, contest, slot)
    far = _shares_out(scale, votes)
    turnout_out = _turnout_out(scale, sum(votes.values()))
    worst = max((abs(z) for z in far.values()), default=0.0)
    if worst < LOOK and abs(turnout_out) < LOOK:
        return
    names = {str(c.id): c.name for c in contest.candidates}
    found = _swap(scale, votes, names, limits) or _slip(scale, votes, names, limits)
    if found is not None:
        yield found
        return
    if scale.turnout is not None and abs(turnout_out) > limits.turnout:
        yield _size(scale, votes, turnout_out)
    elif worst > limits.share:
        candidate = max(far, key=lambda c: abs(far[c]))
        yield _share(scale, votes, names, candidate)


def deviations(
    field: Field, lines: Lines, contest: Contest, slot: Slot, votes: Mapping[str, int]
) -> tuple[dict[str, float], float | None]:
    """Return by how many standard deviations each share is out, and the turnout; None where none is expected.

    Candidates of whom nothing is expected are left out.
    """
    scale = _scale(field, lines, contest, slot)
    return _shares_out(scale, votes), None if scale.turnout is None else _turnout_out(scale, sum(votes.values()))


def _scale(field: Field, lines: Lines, contest: Contest, slot: Slot) -> _Scale:
    i = field.slots[slot]
    at = np.array([i])
    region = int(field.region[i])
    stands: dict[int, list[str]] = {}
    for candidate in contest.candidates:
        j = column_of(field, candidate.id, candidate.party)
        if j is not None:
            stands.setdefault(j, []).append(str(candidate.id))
    shares = {}
    for j, candidates in stands.items():
        past = float(field.past[i, j])
        has_past = field.has_past[j]
        if len(candidates) > 1 or (has_past and not math.isfinite(past)) or (not has_past and j not in lines.parties):
            continue
        _, features = changes(field, at, j, np.zeros(1))
        new = has_past and past == 0.0
        if new and j not in lines.parties:
            continue
        change = expected(lines.parties.get(j), features[0], i, region, unknown=(SWING_SD, AREA_SD))
        middle = change.middle + (past if has_past else 0.0)
        shares[candidates[0]] = Expected(
            middle=max(0.02, middle),
            sd=change.sd * (1.5 if new else 1.0) * (SITTING if (i, j) in field.sitting else 1.0),
        )
    electorate = float(field.electorate[i])
    turnout = None
    past_known = field.has_turnout
    if math.isfinite(electorate) and (
        math.isfinite(field.turnout[i]) or (not past_known and lines.turnout is not None)
    ):
        _, features = rises(field, at, np.zeros(1))
        rise = expected(lines.turnout, features[0], i, region, unknown=(TURNOUT_SD, TURNOUT_AREA_SD))
        past = float(field.turnout[i]) if past_known else 0.0
        turnout = Expected(middle=min(math.log(TURNOUT_MOST), rise.middle + past), sd=rise.sd)
    return _Scale(shares=shares, turnout=turnout, electorate=electorate)


def _shares_out(scale: _Scale, votes: Mapping[str, int]) -> dict[str, float]:
    """Return by how many standard deviations each share is out."""
    total = sum(votes.values())
    return {c: (angle(votes[c] / total) - e.middle) / e.sd for c, e in scale.shares.items() if c in votes and total}


def _turnout_out(scale: _Scale, total: int) -> float:
    if scale.turnout is None or total <= 0:
        return 0.0
    return (math.log(total / scale.electorate) - scale.turnout.middle) / scale.turnout.sd


def _log_t(z: float) -> float:
    """Return the logarithm of Student's t of four degrees of freedom, less a constant."""
    return -2.5 * math.log1p(z * z / 4.0)


def _fit(scale: _Scale, votes: Mapping[str, int]) -> float:
    total = sum(votes.values())
    out = _shares_out(scale, votes)
    fit = sum(_log_t(z) for z in out.values()) + _log_t(_turnout_out(scale, total))
    for candidate, number in votes.items():
        if candidate not in out:
            fit += max(OTHERS_WORST, _log_t((angle(number / total) - OTHERS.middle) / OTHERS.sd))
    return fit


def _worst(scale: _Scale, votes: Mapping[str, int]) -> float:
    out = _shares_out(scale, votes)
    return max([abs(_turnout_out(scale, sum(votes.values()))), *(abs(z) for z in out.values())])


def _swap(scale: _Scale, votes: Mapping[str, int], names: Mapping[str, str], limits: Limits) -> Surprise | None:
    given, best, pair = _fit(scale, votes), -math.inf, None
    order = list(votes)
    for n, one in enumerate(order):
        for other in order[n + 1 :]:
            if one not in scale.shares and other not in scale.shares:
                continue
            swapped = {**votes, one: votes[other], other: votes[one]}
            fit = _fit(scale, swapped)
            if fit > best and _worst(scale, swapped) < limits.fits * 1.4:
                best, pair = fit, (one, other)
    if pair is None or best - given < limits.swapped:
        return None
    one, other = sorted(pair, key=lambda c: -votes[c])
    said = [f"{names[c]} {_about(scale, c)}" for c in (one, other) if c in scale.shares]
    return Surprise(
        kind="swapped",
        candidate=one,
        evidence=f"{names[one]} has {votes[one]:,} and {names[other]} {votes[other]:,}: the other way round they would "
        f"fit what the last poll and tonight's swing lead to expect ({'; '.join(said)}). Swapped?",
    )


def _about(scale: _Scale, candidate: str) -> str:
    return f"about {round(100 * share_of(scale.shares[candidate].middle))}%"


def _slip(scale: _Scale, votes: Mapping[str, int], names: Mapping[str, str], limits: Limits) -> Surprise | None:
    given = _fit(scale, votes)
    if scale.turnout is None or given > -limits.slipped:
        return None  # No reading fits better than perfectly.
    total = sum(votes.values())
    best: tuple[float, str, int, str] | None = None
    for candidate, number in votes.items():
        own = scale.shares.get(candidate)
        for right, how in readings(number) if own is not None else ():
            now = total + right - number
            if now <= 0:
                continue  # A reading that leaves nobody a vote explains nothing.
            if abs(right - number) < limits.slight * total or abs(_turnout_out(scale, now)) > limits.fits:
                continue
            if own is None or abs(angle(right / now) - own.middle) > limits.fits * own.sd:
                continue
            read = {**votes, candidate: right}
            fit = _fit(scale, read)
            if fit - given > limits.slipped and (best is None or fit > best[0]) and _worst(scale, read) < limits.fits:
                best = (fit, candidate, right, how)
    if best is None:
        return None
    _, candidate, right, how = best
    return Surprise(
        kind="digit",
        candidate=candidate,
        evidence=f"{names[candidate]}: {votes[candidate]:,} does not fit what the last poll and tonight's swing lead "
        f"to expect ({_about(scale, candidate)}); a figure like {right:,} would ({how}?).",
    )


def _size(scale: _Scale, votes: Mapping[str, int], out: float) -> Surprise:
    total = sum(votes.values())
    assert scale.turnout is not None
    wanted = scale.electorate * math.exp(scale.turnout.middle)
    few = out < 0
    return Surprise(
        kind="short" if few else "excess",
        candidate=None,
        evidence=f"{total:,} votes from an electorate of {scale.electorate:,.0f}; turnout last time and elsewhere "
        f"tonight leads to expect about {round(wanted, -3):,.0f}. "
        + ("A ward or a batch left out, or a digit dropped?" if few else "A sheet counted twice, or a digit too many?"),
    )


def _share(scale: _Scale, votes: Mapping[str, int], names: Mapping[str, str], candidate: str) -> Surprise:
    share = 100 * votes[candidate] / sum(votes.values())
    e = scale.shares[candidate]
    low, high = (round(100 * share_of(max(0.0, e.middle + k * e.sd))) for k in (-2, 2))
    return Surprise(
        kind="share",
        candidate=candidate,
        evidence=f"{names[candidate]} has {share:.1f}% of the votes; the last poll and tonight's swing lead to expect "
        f"{low}% to {high}%.",
    )
