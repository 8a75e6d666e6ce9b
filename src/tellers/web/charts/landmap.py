"""The geographic map's ground: each place's outline, projected, thinned for a page, and kept in a file of its own.

The crowded part of a map (London, of the United Kingdom) is shown again, larger, in an empty corner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import escape

from tellers.pack.places import Placed
from tellers.web.charts.ground import Ground, ShapesFile, grouped
from tellers.web.charts.projecting import plane
from tellers.web.charts.simplifying import Loop, Spot, simplify, twice_area
from tellers.web.charts.svg import coordinate

SIZE = 2400
"""The longer side of the map, in whole units: a phone's 350 points wide, enlarged four times and more."""

POINTS = 9_000
"""How many points borders may have between where they meet: about 30 KB compressed for 650 constituencies."""

INSET_LEAST = 10  # A region of fewer places has no inset.
INSET_CROWDED = 8  # Nor one whose places are not so many times smaller than the map's.
INSET_SIDE = 0.33  # Of the map's width.
APART = 30.0  # Between an inset and any outline.

FEW = 8  # A map of so few places has them in larger letters.
LABELLED = 20  # A map of more places has no names written on it.

Shapes = Mapping[str, Sequence[Loop]]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def land_ground(placed: Placed, regions: dict[str, str | None], names: Mapping[str, str]) -> Ground:
    """Return the ground of a map of outlines.

    Args:
        regions: The region of each place, in the election's order; a place that is not among them is left out.
        names: Of each place; written on the map where there are few.
    """
    shapes, rest = _fitted(placed, [id for id in regions if id in placed.shapes])
    numbers = {id: number for number, id in enumerate(shapes)}
    file = _file(shapes, rest)
    everything = [spot for loops in (*shapes.values(), rest) for loop in loops for spot in loop]
    width, height = (max(spot[axis] for spot in everything) for axis in (0, 1))
    inset = _inset(shapes, regions, width, height)
    uses = {}
    for id, number in numbers.items():
        use = f'<use href="{file.path}#{_name(number)}"'
        uses[id] = (use, f'{use} transform="{inset.transform}"') if inset is not None and id in inset.ids else (use,)
    return Ground(
        kind="land",
        uses=uses,
        groups=grouped((id, regions[id]) for id in shapes),
        width=max(width, 0 if inset is None else inset.box[2]) + 4,
        height=max(height, 0 if inset is None else inset.box[3]) + 4,
        under=(f'<use class="rest" href="{file.path}#rest"/>' if rest else "") + ("" if inset is None else inset.frame),
        over=_labels(shapes, names) if len(shapes) <= LABELLED else "",
        shapes=file,
        bodies=placed.bodies,
    )


def _name(number: int) -> str:
    return f"a{number}"


def _fitted(placed: Placed, ids: Sequence[str]) -> tuple[dict[str, list[Loop]], list[Loop]]:
    """Return the outlines on whole units, from 2 upwards, with as many points as a page has room for; then the rest."""
    rings = [[ring for outline in placed.shapes[id] for ring in outline.rings] for id in ids]
    rings.append([ring for outline in placed.rest for ring in outline.rings])
    put = plane(ring for shape in rings for ring in shape)
    flat = [[[put(point) for point in ring] for ring in shape] for shape in rings]
    left, top, right, bottom = _box(point for shape in flat for ring in shape for point in ring)
    scale = SIZE / (max(right - left, bottom - top) or 1)

    def loop(ring: list[tuple[float, float]]) -> Loop:
        spots = [(round((x - left) * scale) + 2, round((y - top) * scale) + 2) for x, y in ring]
        kept = [b for a, b in zip([spots[-1], *spots[:-1]], spots, strict=True) if a != b]
        return tuple(kept) or (spots[0],)

    grid = [[loop(ring) for ring in shape] for shape in flat]
    *shapes, rest = simplify(grid if grid[-1] else grid[:-1], POINTS) + ([] if grid[-1] else [[]])
    return dict(zip(ids, shapes, strict=True)), rest


def _box(points: Iterable[tuple[float, float]]) -> Box:
    found = list(points)
    across, down = [x for x, _ in found], [y for _, y in found]
    return min(across), min(down), max(across), max(down)


def _file(shapes: Shapes, rest: Sequence[Loop]) -> ShapesFile:
    named = [(_name(number), loops) for number, loops in enumerate(shapes.values())] + [("rest", rest)] * bool(rest)
    drawn = "".join(
        f'<path id="{name}" d="{"".join(map(_path, loops))}" fill-rule="evenodd" vector-effect="non-scaling-stroke"/>\n'
        for name, loops in named
    )
    content = f'<svg xmlns="http://www.w3.org/2000/svg">\n{drawn}</svg>\n'.encode()
    return ShapesFile(path=f"/shapes/{hashlib.sha256(content).hexdigest()[:8]}.svg", content=content)


def _path(loop: Loop) -> str:
    steps = " ".join(f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(loop)).replace(" -", "-")
    return f"M{loop[0][0]} {loop[0][1]}l{steps}z" if steps else f"M{loop[0][0]} {loop[0][1]}h2v2h-2z"


def _labels(shapes: Shapes, names: Mapping[str, str]) -> str:
    """Return the places' names, each in the middle of its largest outline, a long one on two lines."""
    drawn = []
    for id, loops in shapes.items():
        x, y = _middle(max(loops, key=lambda loop: abs(twice_area(loop))))
        words = names[id].split()
        half = (len(words) + 1) // 2
        lines = (
            [names[id]] if len(names[id]) <= 14 or len(words) < 2 else [" ".join(words[:half]), " ".join(words[half:])]
        )
        spans = "".join(
            f'<tspan x="{x}" dy="{"1.1em" if i else f"{0.35 - 0.55 * (len(lines) - 1):g}em"}">{escape(line)}</tspan>'
            for i, line in enumerate(lines)
        )
        drawn.append(f'<text y="{y}" text-anchor="middle">{spans}</text>')
    return f'<g class="{"names" if len(shapes) <= FEW else "names many"}" aria-hidden="true">{"".join(drawn)}</g>'


def _middle(loop: Loop) -> Spot:
    """Return a ring's centre of gravity."""
    area = twice_area(loop) or 1
    sides = list(zip(loop, (*loop[1:], loop[0]), strict=True))
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in sides) / (3 * area)
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in sides) / (3 * area)
    return round(x), round(y)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inset:
    """A region shown again, larger."""

    ids: frozenset[str]
    box: Box
    transform: str
    frame: str


def _inset(shapes: Shapes, regions: Mapping[str, str | None], width: int, height: int) -> _Inset | None:
    """Return the inset of the region whose places are the most crowded, None where none are much more so."""
    found: dict[str, list[str]] = {}
    for id in shapes:
        found.setdefault(regions[id] or "", []).append(id)
    best: tuple[float, str, Box] | None = None
    for region, ids in found.items():
        box = _box(spot for id in ids for loop in shapes[id] for spot in loop)
        each = (box[2] - box[0]) * (box[3] - box[1]) / len(ids)
        if region and len(ids) >= INSET_LEAST and len(found) > 1 and (best is None or each < best[0]):
            best = each, region, box
    if best is None or best[0] * INSET_CROWDED > width * height / len(shapes):
        return None
    return _framed(best[1], frozenset(found[best[1]]), best[2], shapes, width, height)


def _framed(region: str, ids: frozenset[str], own: Box, shapes: Shapes, width: int, height: int) -> _Inset:
    side, edge, label = INSET_SIDE * width, 20.0, 64.0
    scale = side / max(own[2] - own[0], own[3] - own[1])
    wide, high = (own[2] - own[0]) * scale + 2 * edge, (own[3] - own[1]) * scale + 2 * edge + label
    left, top = _corner(shapes, wide, high, width, height)
    return _Inset(
        ids=ids,
        box=(left, top, left + wide, top + high),
        transform=f"translate({coordinate(left + edge - own[0] * scale, 1)} "
        f"{coordinate(top + edge + label - own[1] * scale, 1)})scale({coordinate(scale)})",
        frame=f'<rect class="inset" x="{coordinate(left, 1)}" y="{coordinate(top, 1)}" width="{coordinate(wide, 1)}" '
        f'height="{coordinate(high, 1)}"/><text class="inset" x="{coordinate(left + edge, 1)}" '
        f'y="{coordinate(top + label, 1)}">{escape(region)}</text>',
    )


def _corner(shapes: Shapes, wide: float, high: float, width: int, height: int) -> tuple[float, float]:
    """Return where an inset may lie: as high as may be at an edge that no outline reaches into, else beside the map."""
    spots = [spot for loops in shapes.values() for loop in loops for spot in loop]
    for left in (width - wide, 0.0):
        near = sorted(y for x, y in spots if left - APART < x < left + wide + APART)
        for above, below in zip([-APART, *near], [*near, height + APART], strict=True):
            if below - above > high + 2 * APART:
                return left, above + APART
    return width + APART, 0.0
