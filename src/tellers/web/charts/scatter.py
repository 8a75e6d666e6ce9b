"""Share now against share last time, a dot to a place: above the line it rose, below it fell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from tellers.web.charts.svg import coordinate, picture, text

SIZE = 420.0
LEFT, TOP = 46.0, 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One place: shares in percent, whether the party won it, and its name as the dot's title."""

    then: float
    now: float
    won: bool
    said: str


@lru_cache(maxsize=4096)
def _spot(x: float, y: float) -> str:
    """Return where a dot is, as attributes: at each declaration all but one are where they were."""
    return f'cx="{coordinate(x, 1)}" cy="{coordinate(y, 1)}"'


def scatter(dots: Sequence[Dot], fill: str, overall: float | None, *, title: str, id: str) -> Markup:
    """Return the picture; won places are full dots, the others rings.

    Args:
        overall: The party's change over all the places together, in points: drawn as a dashed line, which is what
            the same change everywhere would be.
    """
    most = max((max(dot.then, dot.now) for dot in dots), default=0.0)
    top = max(20.0, 10.0 * (int(most // 10) + 1))

    def x(share: float) -> float:
        return LEFT + (SIZE - LEFT - 16) * share / top

    def y(share: float) -> float:
        return TOP + (SIZE - TOP - 46) * (1 - share / top)

    drawn = []
    for tick in range(0, int(top) + 1, 10 if top <= 70 else 20):
        across, down, foot, head = (coordinate(v, 1) for v in (x(tick), y(tick), y(0), y(top)))
        kind = "axis" if not tick else "grid"
        drawn.append(
            f'<line x1="{coordinate(x(0), 1)}" x2="{coordinate(x(top), 1)}" y1="{down}" y2="{down}" class="{kind}"/>'
        )
        drawn.append(f'<line y1="{foot}" y2="{head}" x1="{across}" x2="{across}" class="{kind}"/>')
        drawn.append(text(LEFT - 6, y(tick) + 5, str(tick), anchor="end", kind="quiet"))
        drawn.append(text(x(tick), y(0) + 18, str(tick), anchor="middle", kind="quiet"))
    drawn.append(text(x(top), y(0) + 34, "share last time, %", anchor="end", kind="quiet"))
    drawn.append(text(x(0) + 6, y(top) + 14, "share now, %", kind="quiet"))
    drawn.append(_line(x(0), y(0), x(top), y(top), "level"))
    for won in (False, True):
        spots = "".join(
            f'<circle {_spot(x(d.then), y(d.now))} r="3.2"><title>{escape(d.said)}</title></circle>'
            for d in dots
            if d.won == won
        )
        shown = f'fill="{fill}" class="dots won"' if won else f'stroke="{fill}" class="dots"'
        drawn.append(f"<g {shown}>{spots}</g>")
    if overall is not None:
        start, end = max(0.0, -overall), min(top, top - overall)
        drawn.append(_line(x(start), y(start + overall), x(end), y(end + overall), "overall"))
    return picture("".join(drawn), width=SIZE, height=SIZE, title=title, kind="scatter", id=id)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    a, b, c, d = (coordinate(v, 1) for v in (x1, y1, x2, y2))
    return f'<line x1="{a}" y1="{b}" x2="{c}" y2="{d}" class="{kind}"/>'
