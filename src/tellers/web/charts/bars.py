"""Bars: change in share from a middle line, a range on a scale, and a chance as so many of a hundred dots."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tellers.web.charts.svg import coordinate, picture, text

ROW = 26.0


def change_bars(rows: Sequence[tuple[str, str, float, str]], *, title: str, id: str) -> Markup:
    """Return bars to the left and right of a line.

    Args:
        rows: Name, colour, points (its sign is its side), and the figure as text.
    """
    most = max((abs(points) for _, _, points, _ in rows), default=0.0) or 1.0
    middle, reach = 330.0, 110.0
    drawn = [f'<line x1="{middle}" x2="{middle}" y1="0" y2="{coordinate(ROW * len(rows))}" class="axis"/>']
    for i, (name, fill, points, said) in enumerate(rows):
        y, long = ROW * i, reach * abs(points) / most
        x = middle if points >= 0 else middle - long
        drawn.append(text(0, y + 17, name if len(name) <= 22 else f"{name[:21]}…"))
        drawn.append(
            f'<rect x="{coordinate(x)}" y="{coordinate(y + 5)}" width="{coordinate(max(long, 0.8))}" height="16" '
            f'fill="{fill}" class="edge"/>'
        )
        anchor = "start" if points >= 0 else "end"
        drawn.append(text(x + long + 6 if points >= 0 else x - 6, y + 17, said, anchor=anchor, kind="figure"))
    return picture("".join(drawn), width=520, height=ROW * len(rows), title=title, kind="bars", id=id)


def scale(marks: Sequence[tuple[str, float, str]], needed: tuple[float, float], *, title: str, id: str) -> Markup:
    """Return a scale of leads in points, with what is needed as a band and other moments as marks.

    Args:
        marks: Name, points, and the figure as text.
        needed: The least and the most points needed.
    """
    values = [points for _, points, _ in marks] + list(needed) + [0.0]
    low, high = min(values) - 2, max(values) + 2

    def at(points: float) -> float:
        return 10 + 500 * (points - low) / (high - low)

    lines = 24.0 * len(marks)
    height = 62 + lines
    start, end = at(needed[0]), at(needed[1])
    drawn = [
        '<line x1="10" x2="510" y1="40" y2="40" class="axis"/>',
        f'<line x1="{coordinate(at(0))}" x2="{coordinate(at(0))}" y1="32" y2="48" class="axis"/>',
        text(at(0), 62, "level", anchor="middle", kind="quiet"),
        f'<rect x="{coordinate(start)}" y="30" width="{coordinate(max(end - start, 4))}" height="20" class="need"/>',
        text(min(max(start, 60), 450), 20, "needed", anchor="middle", kind="figure"),
    ]
    # From the right to the left, each label a row lower: so no label lies across another mark's line.
    for i, (name, points, said) in enumerate(sorted(marks, key=lambda mark: -mark[1])):
        x, y = at(points), 80 + 24 * i
        side = "end" if x > 300 else "start"
        drawn.append(f'<line x1="{coordinate(x)}" x2="{coordinate(x)}" y1="34" y2="{coordinate(y - 4)}" class="mark"/>')
        drawn.append(f'<circle cx="{coordinate(x)}" cy="40" r="5" class="mark"/>')
        drawn.append(text(x + (-6 if side == "end" else 6), y, f"{name}: {said}", anchor=side))
    return picture("".join(drawn), width=520, height=height, title=title, kind="scale", id=id)


def hundred(parts: Sequence[tuple[str, int]], *, title: str, id: str) -> Markup:
    """Return a hundred dots, so many of each colour: a chance that can be counted."""
    drawn, at = [], 0
    for fill, number in parts:
        dots = "".join(
            f'<circle cx="{6 + 12 * (n % 20)}" cy="{6 + 12 * (n // 20)}" r="5"/>'
            for n in range(at, min(100, at + number))
        )
        at += number
        shown = f'fill="{fill}"' if fill else 'class="is-open"'
        drawn.append(f"<g {shown}>{dots}</g>")
    return picture("".join(drawn), width=240, height=60, title=title, kind="hundred", id=id)
