"""Tables, numbers and colour in the terminal; colour only where it is one (click takes it off elsewhere)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import click

from tellers.terms import decimal_text

UNKNOWN = "?"


def count(value: int | None) -> str:
    """Return a number with thousands set apart, "?" for one that is not known."""
    return UNKNOWN if value is None else f"{value:,}"


def signed(value: int | None) -> str:
    """Return a change with its sign, "?" where unknown."""
    return UNKNOWN if value is None else f"{value:+,}"


def points(value: Fraction | None, places: int = 2, *, sign: bool = False) -> str:
    """Return an exact figure rounded to text, "?" where unknown."""
    if value is None:
        return UNKNOWN
    text = decimal_text(value, places)
    return f"+{text}" if sign and value > 0 else text


def chance(value: float) -> str:
    """Return a chance as text; what is not certain is never printed as 0% or 100%."""
    if 0 < value < 0.005:
        return "under 1%"
    if 0.995 <= value < 1:
        return "over 99%"
    return f"{100 * value:.0f}%"


def table(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Return an aligned table: the first `left` columns to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]

    def line(row: Sequence[str]) -> str:
        cells = (c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        return "  ".join(cells).rstrip()

    return "\n".join([click.style(line(header), bold=True), *map(line, rows)])
