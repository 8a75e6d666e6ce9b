"""Ids, units and the words of the count, as types; and the one rounding that makes text of exact figures."""

from __future__ import annotations

from fractions import Fraction
from typing import NewType

AreaId = NewType("AreaId", str)
BasisId = NewType("BasisId", str)
BodyId = NewType("BodyId", str)
CandidateId = NewType("CandidateId", str)
ContestId = NewType("ContestId", str)
EventId = NewType("EventId", str)
PartyId = NewType("PartyId", str)


def percent(part: int | Fraction, whole: int | Fraction) -> Fraction:
    """Return part as an exact percentage of whole, which must be above zero."""
    if isinstance(part, int) and isinstance(whole, int):
        return Fraction(100 * part, whole)  # One normalisation, not three: this is where a board's time goes.
    return 100 * Fraction(part) / Fraction(whole)


def decimal_text(value: Fraction | int, places: int) -> str:
    """Return an exact figure as decimal text, rounded half away from zero: the rounding of every printed figure.

    Example:
        >>> decimal_text(Fraction(1508 * 100, 596976), 4)
        '0.2526'
        >>> decimal_text(Fraction(-5, 2), 0)
        '-3'

    Source:
        Half away from zero is what a returning officer's calculator and Excel's ROUND do.
    """
    scale = 10**places
    number = Fraction(value) * scale
    whole = (abs(number.numerator) * 2 + number.denominator) // (2 * number.denominator)
    sign = "-" if value < 0 and whole else ""
    if places == 0:
        return f"{sign}{whole}"
    return f"{sign}{whole // scale}.{whole % scale:0{places}d}"


__all__ = [
    "AreaId",
    "BasisId",
    "BodyId",
    "CandidateId",
    "ContestId",
    "EventId",
    "PartyId",
    "decimal_text",
    "percent",
]
