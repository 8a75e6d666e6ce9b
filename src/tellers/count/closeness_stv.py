"""How close a transferable count was: what each seat was won by, each exclusion, the next seat, a bound of the margin.

The bound is a lower one, and is said to be one: fewer papers altered cannot change anybody's election. The true margin
may be much larger, for not every changed decision changes who is elected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tellers.count.sheet import Stage, StageSheet

# Rules that move the whole of an elected candidate's papers, each at its value times surplus over votes: the proof
# of the bound (see `altered_papers_min`) needs that, and a quota that does not move.
# A count by the generic rule was found in which fewer papers than the bound sufficed: it is not told there.
PROVEN = frozenset({"scottish_stv_2007"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatWon:
    """One seat: figures in votes, exact.

    Args:
        stage: At the end of which the candidate was elected, from 1.
        over_quota: Votes above the quota then; below zero for one elected without it.
        ahead: Votes ahead of the best-placed candidate then neither elected nor excluded; None if there was none.
        next_best: That candidate; None if there was none.
    """

    candidate: str
    stage: int
    over_quota: Fraction | None
    ahead: Fraction | None
    next_best: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One exclusion: by how many votes the one excluded stood below the next, after `stage`."""

    candidate: str
    stage: int
    short: Fraction | None
    next_lowest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StvCloseness:
    """How close a count was.

    Args:
        seats: In the order of election.
        exclusions: In order; the last is the one that settled who was left.
        runner_up: Last of those not elected to stand; None if all were elected.
        runner_up_short: Votes by which that candidate stood below the last elected at their last stage together.
        altered_papers_min: A lower bound: at least so many papers must be altered to change who is elected. None where
            the rule is not one for which the bound is proved, or the count awaits a lot.
    """

    seats: tuple[SeatWon, ...]
    exclusions: tuple[Exclusion, ...]
    runner_up: str | None
    runner_up_short: Fraction | None
    altered_papers_min: int | None


def stv_closeness(sheet: StageSheet) -> StvCloseness:
    """Return how close a complete count was.

    Example:
        A sheet of three stages whose last exclusion was by 12 votes has `exclusions[-1].short == 12`.
    """
    seats, exclusions = tuple(_seats(sheet)), tuple(_exclusions(sheet))
    runner_up, short = _runner_up(sheet, exclusions)
    return StvCloseness(
        seats=seats,
        exclusions=exclusions,
        runner_up=runner_up,
        runner_up_short=short,
        altered_papers_min=altered_papers_min(sheet),
    )


def _votes(sheet: StageSheet, stage: Stage, index: int) -> Fraction:
    return Fraction(stage.votes[index]) / sheet.scale


def _quota(sheet: StageSheet, stage: Stage) -> Fraction | None:
    quota = sheet.quota if stage.quota is None else stage.quota
    return None if quota is None else Fraction(quota) / sheet.scale


def _standing(sheet: StageSheet) -> Iterator[tuple[int, Stage, list[int], list[int]]]:
    """Yield each stage from 1 with those continuing at its end, and those elected by then whose surplus waits."""
    settled: set[int] = set()
    elected: set[int] = set()
    for number, stage in enumerate(sheet.stages, start=1):
        settled |= set(stage.excluded) | (set(stage.moved_from) & elected)
        elected |= set(stage.elected)
        left = [index for index in range(len(sheet.candidates)) if index not in elected and index not in settled]
        quota = _quota(sheet, stage)
        waiting = [
            index for index in sorted(elected - settled) if quota is not None and _votes(sheet, stage, index) > quota
        ]
        yield number, stage, left, waiting


def _seats(sheet: StageSheet) -> Iterator[SeatWon]:
    for number, stage, left, _ in _standing(sheet):
        quota = _quota(sheet, stage)
        best = max(left, key=lambda index: _votes(sheet, stage, index), default=None)
        for index in stage.elected:
            own = _votes(sheet, stage, index)
            yield SeatWon(
                candidate=sheet.candidates[index],
                stage=number,
                over_quota=None if quota is None else own - quota,
                ahead=None if best is None else own - _votes(sheet, stage, best),
                next_best=None if best is None else sheet.candidates[best],
            )


def _exclusions(sheet: StageSheet) -> Iterator[Exclusion]:
    for number, stage, left, _ in _standing(sheet):
        if number == len(sheet.stages):
            return
        gone = set(sheet.stages[number].excluded)
        rest = [index for index in left if index not in gone]
        lowest = min(rest, key=lambda index: _votes(sheet, stage, index), default=None)
        for index in sorted(gone):
            short = None if lowest is None else _votes(sheet, stage, lowest) - _votes(sheet, stage, index)
            name = None if lowest is None else sheet.candidates[lowest]
            yield Exclusion(candidate=sheet.candidates[index], stage=number, short=short, next_lowest=name)


def _runner_up(sheet: StageSheet, exclusions: tuple[Exclusion, ...]) -> tuple[str | None, Fraction | None]:
    last = sheet.stages[-1]
    left = [i for i in range(len(sheet.candidates)) if last.votes[i] and i not in sheet.elected]
    if left and sheet.elected:
        best = max(left, key=lambda index: last.votes[index])
        return sheet.candidates[best], min(
            _votes(sheet, last, index) - _votes(sheet, last, best) for index in sheet.elected
        )
    if exclusions:
        return exclusions[-1].candidate, exclusions[-1].short
    return None, None


def altered_papers_min(sheet: StageSheet) -> int | None:
    """Return a lower bound of the papers that must be altered to change who is elected; None where none is proved.

    While a count takes the same decisions, altering m papers moves nobody's votes by more than m: the papers' values
    differ by 2m at first, and a transfer never makes them differ more (a surplus s of T votes moves values by s/T, and
    a change d of T changes the values of the rest by at most d(T - s)/T together). So no decision changes while every
    gap between candidates is above 2m, and every distance from the quota at least m. What values lose to the cut
    decimals is allowed for in full.

    Returns:
        At least 1. Papers altered, their number unchanged; papers added or taken away are not covered.
    """
    if sheet.rule not in PROVEN or sheet.quota is None or sheet.awaiting is not None:
        return None
    moves = sum(bool(stage.moved_from) for stage in sheet.stages)
    cut = Fraction(sheet.valid, sheet.scale) * Fraction(moves, sheet.scale) if sheet.scale > 1 else Fraction(0)
    safe: list[Fraction] = []
    for number, stage, left, waiting in _standing(sheet):
        safe += _quota_distances(sheet, stage, left)
        if number < len(sheet.stages):
            safe += _decision_gaps(sheet, stage, sheet.stages[number], left, waiting)
    least = min(safe, default=None)
    if least is None:
        return 1
    return max(1, _whole_below(least - cut) + 1)


def _quota_distances(sheet: StageSheet, stage: Stage, left: list[int]) -> Iterator[Fraction]:
    """Yield the papers that may be altered before each candidate's reaching, or missing, the quota could change."""
    quota = _quota(sheet, stage)
    assert quota is not None
    for index in stage.elected:
        over = _votes(sheet, stage, index) - quota
        if over >= 0:
            # To fall short takes one unit below the quota.
            yield over + Fraction(1, sheet.scale)
    for index in left:
        yield quota - _votes(sheet, stage, index)


def _decision_gaps(
    sheet: StageSheet, stage: Stage, following: Stage, left: list[int], waiting: list[int]
) -> Iterator[Fraction]:
    """Yield half of each gap on which the next move hangs: the largest surplus, or the fewest votes."""
    for index in following.moved_from:
        own = _votes(sheet, stage, index)
        if index in waiting:
            yield from ((own - _votes(sheet, stage, other)) / 2 for other in waiting if other != index)
        elif index in following.excluded:
            rest = [other for other in left if other not in following.excluded]
            yield from ((_votes(sheet, stage, other) - own) / 2 for other in rest)


def _whole_below(votes: Fraction) -> int:
    """Return the largest whole number strictly below, and never less than 0."""
    return max(0, -(-votes.numerator // votes.denominator) - 1)


__all__ = ["Exclusion", "SeatWon", "StvCloseness", "altered_papers_min", "stv_closeness"]
