"""Whether a figure as written agrees with a figure of the record, as editors mean their qualifiers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tellers.check.quantity import Quantity

Fit = Literal["yes", "near", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How well a figure agrees; `why` where it is not plainly so, `weak` where the wording tells little."""

    fit: Fit
    why: str = ""
    weak: bool = False


def compare(said: Quantity, low: Fraction, high: Fraction | None = None) -> Compared:
    """Return how a quantity agrees with an actual figure, or with one known to lie from `low` to `high`.

    Exact figures must be exact; percentages round half either way; "just over" and "nearly" reach a tenth; "about"
    reaches a tenth either way; "more than" and "less than" ask for no more than they say.
    """
    top = low if high is None else high
    percent = said.unit in ("percent", "points") or said.places > 0
    match said.qualifier:
        case "exact":
            return _exact(said, low, top, percent=percent)
        case "over":
            return _above(said, top, percent=percent)
        case "at_least" | "exact_or_more":
            return (
                Compared(fit="yes", weak=top > said.value * 2)
                if top >= said.value - _slack(said, percent)
                else _no("less")
            )
        case "well_over":
            if top <= said.value:
                return _no("not more")
            return (
                Compared(fit="yes")
                if top >= said.value * Fraction(51, 50)
                else Compared(fit="near", why="hardly well over")
            )
        case "under":
            return Compared(fit="yes", weak=low < said.value / 2) if low < said.value else _no("not less")
        case "at_most":
            return Compared(fit="yes", weak=True) if low <= said.value else _no("more")
        case "just_over":
            return _just(said, low, top, above=True, reach=Fraction(1, 10), percent=percent)
        case "just_under":
            return _just(said, low, top, above=False, reach=Fraction(1, 10), percent=percent)
        case "nearly":
            return _just(said, low, top, above=False, reach=Fraction(3, 20), percent=percent)
        case "about" | "about_close":
            return _about(said, low, top)
    return _exact(said, low, top, percent=percent)


def _no(why: str) -> Compared:
    return Compared(fit="no", why=why)


def _slack(said: Quantity, percent: bool) -> Fraction:
    return said.step / 2 if percent else Fraction(0)


def _exact(said: Quantity, low: Fraction, top: Fraction, *, percent: bool) -> Compared:
    if percent or said.unit == "fraction":
        half = said.step / 2 if said.unit != "fraction" else Fraction(2, 100)
        if low - half <= said.value <= top + half:
            return Compared(fit="yes")
        if low - said.step * 3 / 2 <= said.value <= top + said.step * 3 / 2:
            return Compared(fit="near", why="off by the last digit: a rounding, or a later correction")
        return _no("different")
    if low <= said.value <= top:
        return Compared(fit="yes")
    step = max(said.step, Fraction(_round_step(said.value)))
    if step >= 100 and said.value and abs(_nearest(low, step) - said.value) == 0:
        return Compared(fit="near", why="rounded, and not said to be")
    if said.step > 1 and low - said.step / 2 <= said.value <= top + said.step / 2:
        return Compared(fit="yes")
    return _no("different")


def _round_step(value: Fraction) -> int:
    number, step = int(value), 1
    while number and number % (step * 10) == 0:
        step *= 10
    return step


def _nearest(value: Fraction, step: Fraction | int) -> Fraction:
    return Fraction(round(value / step)) * step


def _above(said: Quantity, top: Fraction, *, percent: bool) -> Compared:
    if top > said.value:
        return Compared(fit="yes", weak=top > said.value * 2)
    if percent and top >= said.value - _slack(said, percent):
        return Compared(fit="near", why="not more, but equal when rounded")
    return Compared(fit="near", why="exactly that, not more") if top == said.value else _no("not more")


def _just(said: Quantity, low: Fraction, top: Fraction, *, above: bool, reach: Fraction, percent: bool) -> Compared:
    span = said.value * reach
    if percent:
        span = max(span if not above else Fraction(0), Fraction(1))
    distance = (top - said.value) if above else (said.value - low)
    if 0 < distance <= span or (distance == 0 and low != top):
        return Compared(fit="yes")
    if distance == 0:
        return Compared(fit="near", why="exactly that")
    if 0 < distance <= 6 * span:
        return Compared(fit="near", why="true, but not close" if distance > 2 * span else "loosely put")
    if distance < 0 and -distance <= span / 10:
        return Compared(fit="near", why="on the other side, by very little")
    return _no("not over" if above and distance < 0 else "not under" if distance < 0 else "too far")


def _about(said: Quantity, low: Fraction, top: Fraction) -> Compared:
    if low <= said.value <= top:
        return Compared(fit="yes")
    distance = min(abs(said.value - low), abs(said.value - top))
    scale = max(abs(top), Fraction(1))
    if distance * 10 <= scale or (said.value < 20 and distance <= 1):
        return Compared(fit="yes")
    return Compared(fit="near", why="loosely put") if distance * 5 <= scale else _no("too far")
