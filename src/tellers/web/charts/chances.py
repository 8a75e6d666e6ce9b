"""Chances through the night: a stepped line to an outcome, from 0 to 100, over the declarations that are in."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tellers.web.charts.lines import spread
from tellers.web.charts.svg import coordinate, picture, text

DASHES = ("", "7 4", "2 4", "10 3 2 3", "1 3", "14 5")
LEFT, RIGHT, TOP, BOTTOM = 40.0, 400.0, 12.0, 200.0


def chances(
    series: Sequence[tuple[str, str, Sequence[float]]],
    places: Sequence[float],
    ticks: Sequence[tuple[float, str]],
    *,
    title: str,
    id: str,
) -> Markup:
    """Return the lines.

    Args:
        series: Name, colour, and the chance (0 to 1) from each moment to the next.
        places: Where each moment stands, 0 to 1, rising; at least one.
        ticks: Places along the bottom and what is written there.
    """

    def x(place: float) -> float:
        return LEFT + (RIGHT - LEFT) * place

    def y(chance: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * chance

    drawn = []
    for percent in (0, 25, 50, 75, 100):
        at = coordinate(y(percent / 100))
        drawn.append(
            f'<line x1="{LEFT}" x2="{RIGHT}" y1="{at}" y2="{at}" class="{"axis" if not percent else "grid"}"/>'
        )
        drawn.append(text(LEFT - 6, y(percent / 100) + 4, f"{percent}", anchor="end", kind="quiet"))
    for place, said in ticks:
        at = coordinate(x(place))
        drawn.append(f'<line x1="{at}" x2="{at}" y1="{BOTTOM}" y2="{BOTTOM + 5}" class="axis"/>')
        if said:
            anchor = "end" if place > 0.9 else "start" if place < 0.05 else "middle"
            drawn.append(text(x(place), BOTTOM + 19, said, anchor=anchor, kind="quiet"))
    for i, (_, fill, values) in enumerate(series):
        path = f"M{coordinate(x(places[0]))} {coordinate(y(values[0]))}"
        for place, value in zip(places[1:], values[1:], strict=True):
            path += f"H{coordinate(x(place))}V{coordinate(y(value))}"
        path += f"H{coordinate(RIGHT)}"
        dash = f' stroke-dasharray="{DASHES[i % len(DASHES)]}"' if i else ""
        drawn.append(f'<path d="{path}" class="under"/><path d="{path}" stroke="{fill}" class="line"{dash}/>')
    for (name, _, _), low in zip(series, spread([y(values[-1]) + 4 for _, _, values in series]), strict=True):
        drawn.append(text(RIGHT + 8, low, name if len(name) <= 18 else f"{name[:17]}…"))
    return picture("".join(drawn), width=540, height=BOTTOM + 30, title=title, kind="steps", id=id)
