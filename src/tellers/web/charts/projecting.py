"""From the places of a map file to a plane: degrees by an equal-area conic, what is on a plane already as it is.

Equal area, because a map of results must not make some voters look like more land than they have; conic, because
that keeps shapes well at the latitudes where people vote. The two standard parallels lie a sixth of the way in from
the map's south and north, the usual rule of thumb, so that nobody has to choose a projection at midnight.

Source:
    J. P. Snyder, Map Projections: A Working Manual (USGS 1395, 1987), pages 98 to 103, on the sphere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import asin, cos, degrees, pi, radians, sin, sqrt

from tellers.pack.outlines import Point, Ring

METRES = 5_000.0
"""A plane wider than this is in metres, north upwards; a smaller one is a screen's, with y downwards."""


def plane(rings: Iterable[Ring]) -> Callable[[Point], Point]:
    """Return how a point of these rings is put on a plane with y downwards.

    Which of the three it is, is told by looking: what lies within 180 by 90 is degrees east and north.
    """
    points = [point for ring in rings for point in ring]
    assert points
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return _conic(points, south, north)
    if max(east - west, north - south) > METRES:
        return lambda point: (point[0], -point[1])
    return lambda point: point


def _conic(points: list[Point], south: float, north: float) -> Callable[[Point], Point]:
    inset = (north - south) / 6
    first, second = radians(south + inset), radians(north - inset)
    seam, middle = _seam(points)
    n = (sin(first) + sin(second)) / 2
    if abs(n) < 0.02:  # On both sides of the equator the cone is a cylinder.
        wide = cos(first)
        return lambda point: (wide * radians(_turned(point[0], seam) - middle), -sin(radians(point[1])) / wide)
    c = cos(first) ** 2 + 2 * n * sin(first)
    base = sqrt(max(0.0, c - 2 * n * sin(asin((sin(first) + sin(second)) / 2)))) / n

    def put(point: Point) -> Point:
        far = sqrt(max(0.0, c - 2 * n * sin(radians(point[1])))) / n
        turn = n * radians(_turned(point[0], seam) - middle)
        return far * sin(turn), far * cos(turn) - base

    return put


def _seam(points: list[Point]) -> tuple[float, float]:
    """Return the meridian at which the map is cut, in its widest empty stretch, and the one in its middle."""
    held = sorted({round(x, 1) for x, _ in points})
    gaps = [(b - a, a, b) for a, b in zip(held, [*held[1:], held[0] + 360], strict=True)]
    _, left, right = max(gaps)
    seam = (left + right) / 2
    return seam, seam + degrees(pi)


def _turned(longitude: float, seam: float) -> float:
    """Return a longitude counted eastwards from the seam, so that a country over the date line is in one piece."""
    return seam + (longitude - seam) % 360
