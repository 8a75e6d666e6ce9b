"""Transfers of a ranked count: each stage a column, each candidate a band, and between them what moved to whom.

What one candidate gives at a stage is drawn as its own; where several give at once, their votes flow together before
they part, because a count sheet does not say whose went to whom, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tellers.web.charts.svg import coordinate, picture, text

LEFT, RIGHT, HIGH = 190.0, 150.0, 360.0
GAP = 10.0
BAR = 12.0
LETTERS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One candidate, or the votes that no one has any more.

    Args:
        votes: At the end of each stage; 0 where there are none left.
        first, last: What is written at either end.
        marks: What became of it, by stage from 0: "elected", "out".
    """

    name: str
    fill: str
    votes: tuple[float, ...]
    first: str
    last: str
    marks: dict[int, str]


def sankey(bands: Sequence[Band], *, title: str, id: str) -> Markup:
    """Return the picture; bands from the top, all of as many stages, at least two."""
    stages = len(bands[0].votes)
    assert stages >= 2
    step = max(74.0, min(180.0, 720.0 / (stages - 1)))
    most = max(sum(band.votes[s] for band in bands) for s in range(stages)) or 1.0
    scale = (HIGH - GAP * (len(bands) - 1)) / most
    tops = [_tops(bands, s, scale) for s in range(stages)]
    xs = [LEFT + step * s for s in range(stages)]
    drawn = [text(x + BAR / 2, 14, str(s + 1), anchor="middle", kind="quiet") for s, x in enumerate(xs)]
    for s in range(stages - 1):
        drawn += _between(bands, s, xs[s] + BAR, xs[s + 1], tops, scale)
    for s, x in enumerate(xs):
        drawn += _nodes(bands, s, x, tops[s], scale)
    drawn += _ends(bands, tops, scale, xs[-1] + BAR)
    kind = "sankey" if stages > 4 else "sankey few"
    deepest = max(top + band.votes[s] * scale for s in range(stages) for band, top in zip(bands, tops[s], strict=True))
    return picture("".join(drawn), width=xs[-1] + BAR + RIGHT, height=deepest + 14, title=title, kind=kind, id=id)


def _tops(bands: Sequence[Band], stage: int, scale: float) -> list[float]:
    """Return where each band begins in a stage's column; one without votes has no room."""
    at, tops = 26.0, []
    for band in bands:
        tops.append(at)
        at += band.votes[stage] * scale + (GAP if band.votes[stage] else 0.0)
    return tops


def _between(
    bands: Sequence[Band], stage: int, left: float, right: float, tops: list[list[float]], scale: float
) -> list[str]:
    """Return what flows from one stage to the next: what stays with each, and what goes from some to others."""
    drawn = []
    given = [max(0.0, b.votes[stage] - b.votes[stage + 1]) * scale for b in bands]
    taken = [max(0.0, b.votes[stage + 1] - b.votes[stage]) * scale for b in bands]
    for i, band in enumerate(bands):
        kept = min(band.votes[stage], band.votes[stage + 1]) * scale
        if kept > 0:
            start, end = tops[stage][i], tops[stage + 1][i]
            drawn.append(_ribbon(left, start, right, end, kept, kept, band.fill, "stays"))
    whole = sum(taken)
    if not whole:
        return drawn
    middle = (left + right) / 2
    givers = [i for i, high in enumerate(given) if high > 0]
    pool = sum(tops[stage][i] + bands[i].votes[stage] * scale - given[i] / 2 for i in givers) / (len(givers) or 1)
    at = top = max(20.0, pool - whole / 2)
    for i in givers:
        thick = whole * given[i] / sum(given)
        start = tops[stage][i] + bands[i].votes[stage] * scale - given[i]
        drawn.append(_ribbon(left, start, middle, at, given[i], thick, bands[i].fill, "moves"))
        at += thick
    fill = bands[givers[0]].fill if len(givers) == 1 else "var(--quiet, #777)"
    at = top
    for i, high in enumerate(taken):
        if high > 0:
            end = tops[stage + 1][i] + bands[i].votes[stage] * scale
            drawn.append(_ribbon(middle, at, right, end, high, high, fill, "moves"))
            at += high
    return drawn


def _ribbon(x0: float, y0: float, x1: float, y1: float, high0: float, high1: float, fill: str, kind: str) -> str:
    middle = coordinate((x0 + x1) / 2, 1)
    a, b, c, d = (coordinate(v, 1) for v in (x0, y0, x1, y1))
    return (
        f'<path class="{kind}" fill="{fill}" d="M{a} {b}C{middle} {b} {middle} {d} {c} {d}'
        f"V{coordinate(y1 + high1, 1)}C{middle} {coordinate(y1 + high1, 1)} {middle} {coordinate(y0 + high0, 1)} "
        f'{a} {coordinate(y0 + high0, 1)}z"/>'
    )


def _nodes(bands: Sequence[Band], stage: int, x: float, tops: list[float], scale: float) -> list[str]:
    drawn = []
    for band, top in zip(bands, tops, strict=True):
        high = band.votes[stage] * scale
        if high > 0:
            drawn.append(
                f'<rect x="{coordinate(x, 1)}" y="{coordinate(top, 1)}" width="{BAR:g}" '
                f'height="{coordinate(max(high, 1.0), 1)}" fill="{band.fill}" class="edge"/>'
            )
            mark = band.marks.get(stage)
            if mark is not None:
                sign = "✓" if mark == "elected" else "×"
                drawn.append(text(x + BAR / 2, top + high / 2 + 5, sign, anchor="middle", kind="sign"))
    return drawn


def _ends(bands: Sequence[Band], tops: list[list[float]], scale: float, right: float) -> list[str]:
    """Return the names on the left and what became of them on the right, none over another."""
    drawn = []
    for side, stage in (("end", 0), ("start", len(tops) - 1)):
        below = 0.0
        for band, top in zip(bands, tops[stage], strict=True):
            if not band.votes[stage]:
                continue
            y = max(top + band.votes[stage] * scale / 2 + 5, below + 17)
            below = y
            x = LEFT - 8 if side == "end" else right + 8
            said = band.first if side == "end" else band.last
            drawn.append(text(x, y, said if len(said) <= LETTERS else f"{said[: LETTERS - 1]}…", anchor=side))
    return drawn
