"""Steps through the night: a quantity after each declaration, above and below a line, with its turns marked."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from tellers.web.charts.svg import coordinate, picture, text

MOST_NAMED = 14
"""With more moments than this their names would lie over one another; the table has them."""


def spread(wanted: Sequence[float], apart: float = 14.0) -> list[float]:
    """Return where labels stand so that none lies over another: as wanted, or further down, in the order given."""
    placed: list[float] = []
    for at in wanted:
        while any(abs(at - other) < apart for other in placed):
            at += apart / 4
        placed.append(at)
    return placed


def steps(
    series: Sequence[tuple[str, str, Sequence[int]]],
    *,
    title: str,
    id: str,
    names: Sequence[str] = (),
    most_marks: int = 40,
) -> Markup:
    """Return step lines over the same moments.

    Args:
        series: Name, colour, and the value after each moment, all of one length, at least one moment.
        names: What was declared at each moment: written under it where there are few.
        most_marks: With no more moments than this, each is marked with a dot.
    """
    moments = len(series[0][2])
    values = [value for _, _, row in series for value in row]
    low, high = min(0, *values), max(1, *values)
    left, right, top, bottom = 60.0 if names else 8.0, 400.0, 12.0, 200.0

    def x(i: int) -> float:
        return left + (right - left) * (i / (moments - 1) if moments > 1 else 1.0)

    def y(value: int) -> float:
        return bottom - (bottom - top) * (value - low) / (high - low)

    drawn = [f'<line x1="{left}" x2="{right}" y1="{coordinate(y(0))}" y2="{coordinate(y(0))}" class="axis"/>']
    labels = spread([y(row[-1]) + 4 for _, _, row in series])
    named = names if len(names) <= MOST_NAMED else ()
    for (name, fill, row), label in zip(series, labels, strict=True):
        path = f"M{coordinate(x(0))} {coordinate(y(row[0]))}"
        for i in range(1, moments):
            if row[i] != row[i - 1]:
                path += f"H{coordinate(x(i))}V{coordinate(y(row[i]))}"
        path += f"H{coordinate(right)}"
        drawn.append(f'<path d="{path}" class="under"/><path d="{path}" stroke="{fill}" class="line"/>')
        if moments <= most_marks:
            drawn += [
                f'<circle cx="{coordinate(x(i))}" cy="{coordinate(y(v))}" r="3.5" fill="{fill}" class="edge"/>'
                for i, v in enumerate(row)
            ]
        drawn.append(text(right + 8, label, f"{name} {row[-1]:,}".replace("-", "−")))
    for i, said in enumerate(named):
        at = f"{coordinate(x(i))} {bottom + 16}"
        drawn.append(
            f'<text transform="translate({at})rotate(-38)" text-anchor="end" class="quiet">{escape(said[:20])}</text>'
        )
    height = max(212.0, *(t + 6 for t in labels)) + (74 if named else 0)
    return picture("".join(drawn), width=520, height=height, title=title, kind="steps", id=id)
