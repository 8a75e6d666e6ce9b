"""How often chances came true: each kind of chance said, across, against how often it happened, up."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tellers.web.charts.svg import coordinate, picture, text

LEFT, TOP, SIDE = 46.0, 14.0, 300.0


def reliability_picture(rows: Sequence[tuple[float, float, int]], *, title: str, id: str) -> Markup:
    """Return the picture: on the line from corner to corner, chances are as good as their word.

    Args:
        rows: The mean of the chances said and how often they came true, each 0 to 1, and how many they were; a dot's
            area grows with how many.
    """
    drawn = [
        f'<path d="M{LEFT} {TOP}V{TOP + SIDE}H{LEFT + SIDE}" class="axis" fill="none"/>',
        f'<path d="M{LEFT} {TOP + SIDE}L{LEFT + SIDE} {TOP}" class="half"/>',
    ]
    for percent in (0, 25, 50, 75, 100):
        x, y = LEFT + SIDE * percent / 100, TOP + SIDE * (100 - percent) / 100
        drawn.append(text(x, TOP + SIDE + 22, f"{percent}%", anchor="middle", kind="quiet"))
        drawn.append(text(LEFT - 9, y + 5, f"{percent}%", anchor="end", kind="quiet"))
    most = max((count for _, _, count in rows), default=1)
    for said, happened, count in rows:
        x, y = LEFT + SIDE * said, TOP + SIDE * (1 - happened)
        size = 3 + 5 * (count / most) ** 0.5
        drawn.append(f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(size)}" class="mark"/>')
    drawn.append(text(LEFT + SIDE / 2, TOP + SIDE + 42, "chance said", anchor="middle", kind="figure"))
    drawn.append(text(LEFT + 8, TOP + 10, "came true", kind="figure"))
    return picture("".join(drawn), width=370, height=366, title=title, kind="scale reliability", id=id)
