"""Shapes with fewer points: each border that two shapes share is thinned once, so that no gap opens between them.

Borders are found by the points themselves: where the neighbours of a point differ from one ring to another, borders
meet, and such a point stays. Between those, the point whose triangle with its neighbours is least goes first
(Visvalingam's rule), over the whole map, until as many are left as there is room for.

Our own hundred lines, by trial: GEOS's `coverage_simplify` (shapely 2.2) refuses shapes that quantising has made to
touch themselves, as in every simplified file that we were given; and it would be 5 MB to install.

Source:
    M. Visvalingam and J. D. Whyatt, Line generalisation by repeated elimination of points, Cartographic Journal 30
    (1993).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, isfinite

Spot = tuple[int, int]
Loop = tuple[Spot, ...]
"""A closed ring on a grid; the first point is not said again at the end."""

_LEAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Border:
    """A border between two ends, in one of its two directions, and for each point how much it matters."""

    spots: Loop
    weights: tuple[float, ...]


def simplify(shapes: Sequence[Sequence[Loop]], most: int) -> list[list[Loop]]:
    """Return the shapes with at most about `most` points beside those where borders meet.

    A ring that is left with an area smaller than a point's worth is dropped, save a shape's largest: no shape goes.
    """
    ends = meeting(loop for shape in shapes for loop in shape)
    borders: dict[Loop, _Border] = {}
    parts: list[list[list[tuple[Loop, bool]]]] = []
    for shape in shapes:
        parts.append([])
        for loop in shape:
            keys = []
            for spots in split(loop, ends):
                key, turned = one_way(spots)
                if key not in borders:
                    borders[key] = _Border(spots=key, weights=_weights(key))
                keys.append((key, turned))
            parts[-1].append(keys)
    cut = _cut([w for border in borders.values() for w in border.weights if isfinite(w)], most)
    thin = {key: tuple(s for s, w in zip(b.spots, b.weights, strict=True) if w >= cut) for key, b in borders.items()}
    return [
        _kept([_joined(keys, thin) for keys in loops], shape, cut) for loops, shape in zip(parts, shapes, strict=True)
    ]


def meeting(loops: Iterable[Loop]) -> set[Spot]:
    """Return the points where borders meet: those that have other neighbours in another ring."""
    beside: dict[Spot, tuple[Spot, Spot]] = {}
    found: set[Spot] = set()
    for loop in loops:
        for before, spot, after in zip((loop[-1], *loop[:-1]), loop, (*loop[1:], loop[0]), strict=True):
            pair = (before, after) if before <= after else (after, before)
            if beside.setdefault(spot, pair) != pair:
                found.add(spot)
    return found


def split(loop: Loop, ends: set[Spot]) -> Iterator[Loop]:
    """Yield a ring's borders, ends included; a ring where none meet is one border from its least point to itself."""
    at = [i for i, spot in enumerate(loop) if spot in ends] or [loop.index(min(loop))]
    for start, end in zip(at, [*at[1:], at[0] + len(loop)], strict=True):
        yield tuple(loop[i % len(loop)] for i in range(start, end + 1))


def one_way(spots: Loop) -> tuple[Loop, bool]:
    """Return a border in the direction that stands for both, and whether that is the other one."""
    back = spots[::-1]
    return (spots, False) if spots <= back else (back, True)


def _weights(spots: Loop) -> tuple[float, ...]:
    """Return how much each point matters: twice the area lost when it goes, never less than that of one gone before."""
    weights = [inf] * len(spots)
    left, right = list(range(-1, len(spots) - 1)), list(range(1, len(spots) + 1))

    def lost(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = spots[left[i]], spots[i], spots[right[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay))

    queue = [(lost(i), i) for i in range(1, len(spots) - 1)]
    newest = {i: area for area, i in queue}
    heapq.heapify(queue)
    floor = 0.0
    while queue:
        area, i = heapq.heappop(queue)
        if newest[i] != area or weights[i] != inf:
            continue
        weights[i] = floor = max(floor, area)
        before, after = left[i], right[i]
        right[before], left[after] = after, before
        for beside in (before, after):
            if 0 < beside < len(spots) - 1:
                newest[beside] = lost(beside)
                heapq.heappush(queue, (newest[beside], beside))
    return tuple(weights)


def _cut(weights: list[float], most: int) -> float:
    """Return the weight below which points go."""
    return 0.5 if len(weights) <= most else max(0.5, sorted(weights, reverse=True)[most])


def _joined(keys: list[tuple[Loop, bool]], thin: dict[Loop, Loop]) -> Loop:
    spots: list[Spot] = []
    for key, turned in keys:
        spots += (thin[key][::-1] if turned else thin[key])[:-1]
    return tuple(spots)


def _kept(loops: list[Loop], whole: Sequence[Loop], cut: float) -> list[Loop]:
    """Return the rings worth drawing: the largest, and the others that are larger than what one point is worth."""
    sizes = [abs(twice_area(loop)) for loop in loops]
    first = max(range(len(loops)), key=lambda i: (abs(twice_area(whole[i])), -i))
    if len(loops[first]) < _LEAST:
        loops[first] = whole[first]
    return [
        loop
        for i, (loop, size) in enumerate(zip(loops, sizes, strict=True))
        if i == first or (len(loop) >= _LEAST and size > cut)
    ]


def twice_area(loop: Loop) -> int:
    """Return twice a ring's area, below zero where it runs the other way round."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(loop, (*loop[1:], loop[0]), strict=True))
