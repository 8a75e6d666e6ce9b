"""The hex map's ground: one hexagon to a place, so that each counts the same however wide its fields."""

from __future__ import annotations

from math import sqrt

from tellers.pack.places import Placed
from tellers.web.charts.ground import Ground, grouped
from tellers.web.charts.svg import coordinate

SIDE = 10.0  # Of a hexagon, in the units of the picture; the patterns of the fills are made to it.
WIDTH = sqrt(3)  # Of a pointy-topped hexagon, in sides.


def hex_ground(placed: Placed, regions: dict[str, str | None]) -> Ground:
    """Return the ground of a hexjson.

    Args:
        regions: The region of each place, in the election's order; a place that is not among them is left out.

    Source:
        Open Innovations' HexJSON: `q` counts columns, `r` rows upwards; odd or even rows or columns are set off.
    """
    assert placed.layout is not None
    flat, odd = placed.layout.endswith("q"), placed.layout.startswith("odd")
    centres = {
        id: _centre(*hexes[0].hex, flat, odd) for id, hexes in placed.shapes.items() if hexes[0].hex and id in regions
    }
    left = min((x for x, _ in centres.values()), default=0.0) - 1.1 * SIDE
    top = min((y for _, y in centres.values()), default=0.0) - 1.1 * SIDE
    return Ground(
        kind="hexes",
        uses={
            id: (f'<use href="#hex" x="{coordinate(x - left, 1)}" y="{coordinate(y - top, 1)}"',)
            for id, (x, y) in centres.items()
        },
        groups=grouped((id, region) for id, region in regions.items() if id in centres),
        width=max((x for x, _ in centres.values()), default=0.0) - left + 1.1 * SIDE,
        height=max((y for _, y in centres.values()), default=0.0) - top + 1.1 * SIDE,
        under=f'<defs><polygon id="hex" points="{_points(flat)}"/></defs>',
        bodies=placed.bodies,
    )


def _centre(q: int, r: int, flat: bool, odd: bool) -> tuple[float, float]:
    set_off = ((q if flat else r) % 2 == 1) == odd
    if flat:
        return SIDE * 1.5 * q, -SIDE * WIDTH * (r + (0.5 if set_off else 0.0))
    return SIDE * WIDTH * (q + (0.5 if set_off else 0.0)), -SIDE * 1.5 * r


def _points(flat: bool) -> str:
    """Return the corners, a little inside the hexagon's own, so that a line of ground shows between two."""
    side, half, quarter = 9.7, coordinate(SIDE * WIDTH / 2 - 0.3), 4.9
    if flat:
        return f"{side},0 {quarter},{half} -{quarter},{half} -{side},0 -{quarter},-{half} {quarter},-{half}"
    return f"0,{side} {half},{quarter} {half},-{quarter} 0,-{side} -{half},-{quarter} -{half},{quarter}"
