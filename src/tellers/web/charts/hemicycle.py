"""The hemicycle: one dot to a seat, in rows of a half circle, parties from left to right in order of seats."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from markupsafe import Markup

from tellers.web.charts.svg import coordinate, picture

INNER = 0.4  # The inner radius, as part of the outer.


def hemicycle(blocks: Sequence[tuple[str, int]], seats: int, *, title: str, id: str = "hemicycle") -> Markup:
    """Return the chamber.

    Args:
        blocks: Colour and seats, from the left; seats not named are drawn as not yet filled.
    """
    rows = max(1, min(12, round((seats / 6) ** 0.5)))
    radii = [100 * (INNER + (1 - INNER) * (row + 1) / rows) for row in range(rows)]
    whole = sum(radii)
    dots = []
    left = seats
    for row, radius in enumerate(radii):
        count = left if row == rows - 1 else min(left, round(seats * radius / whole))
        left -= count
        for place in range(count):
            turn = 0.5 if count == 1 else place / (count - 1)
            dots.append((turn, radius))
    dots.sort()
    size = 100 * (1 - INNER) / rows * 0.42
    drawn, at = [], 0
    for fill, number in [*blocks, ("", seats - sum(n for _, n in blocks))]:
        own = dots[at : at + number]
        at += len(own)
        if own:
            shown = f'fill="{fill}"' if fill else 'class="is-open"'
            drawn.append(f"<g {shown}>{''.join(_dot(turn, radius, size) for turn, radius in own)}</g>")
    return picture("".join(drawn), width=212, height=112, title=title, kind="hemicycle", id=id)


def _dot(turn: float, radius: float, size: float) -> str:
    angle = pi * (1 - turn)
    x, y = 106 + radius * cos(angle), 106 - radius * sin(angle)
    return f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(size)}"/>'
