"""The hex map: one hexagon to an area, in groups of a region, so that one declaration redraws one group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import msgspec
from markupsafe import Markup, escape

from tellers.errors import InputError, Problem
from tellers.record import Election
from tellers.terms import AreaId
from tellers.web.charts.svg import coordinate

WIDTH = sqrt(3)  # Of a pointy-topped hexagon with a side of 1.
GROUP = 30  # A live page fetches a whole group when one hexagon of it changes.


class _Hex(msgspec.Struct, frozen=True):
    q: int
    r: int


class _HexJson(msgspec.Struct, frozen=True):
    layout: str
    hexes: dict[str, _Hex]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The centre of an area's hexagon, in sides of a hexagon, y downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HexMap:
    """Where each area's hexagon stands; `flat` where the hexagons have a flat top."""

    places: Mapping[AreaId, Place]
    flat: bool
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """How one hexagon is shown: its fill, and its title and page as markup already escaped."""

    fill: str
    markup: str


def shade(fill: str, said: str, page: str) -> Shade:
    """Return how a hexagon is shown: its fill, what its title says, and the page that it leads to."""
    return Shade(fill=fill, markup=f'data-page="{escape(page)}"><title>{escape(said)}</title></use>')


def read_hexes(path: Path) -> HexMap:
    """Return the map in a hexjson file.

    Raises:
        InputError: It is not hexjson of one of the four layouts.

    Source:
        Open Innovations' HexJSON: `q` counts columns, `r` rows upwards; odd or even rows or columns are set off.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_HexJson)
    except msgspec.DecodeError as error:
        raise InputError(_problem(path, str(error))) from None
    if found.layout not in ("odd-r", "even-r", "odd-q", "even-q"):
        raise InputError(_problem(path, f'a layout "{found.layout}"'))
    flat, odd = found.layout.endswith("q"), found.layout.startswith("odd")
    raw = {AreaId(id): _centre(hex.q, hex.r, flat, odd) for id, hex in found.hexes.items()}
    left = min((x for x, _ in raw.values()), default=0.0) - 1.1
    top = min((y for _, y in raw.values()), default=0.0) - 1.1
    places = {id: Place(x=x - left, y=y - top) for id, (x, y) in raw.items()}
    return HexMap(
        places=places,
        flat=flat,
        width=max((p.x for p in places.values()), default=0.0) + 1.1,
        height=max((p.y for p in places.values()), default=0.0) + 1.1,
    )


def _centre(q: int, r: int, flat: bool, odd: bool) -> tuple[float, float]:
    set_off = ((q if flat else r) % 2 == 1) == odd
    if flat:
        return 1.5 * q, -WIDTH * (r + (0.5 if set_off else 0.0))
    return WIDTH * (q + (0.5 if set_off else 0.0)), -1.5 * r


def _problem(path: Path, found: str) -> Problem:
    wanted = "hexjson with a layout (odd-r, even-r, odd-q, even-q) and hexes with q and r"
    return Problem(where="", found=found, wanted=wanted, remedy="Mend the file.", file=str(path))


def draw(
    election: Election, hexes: HexMap, shade: Callable[[AreaId], Shade], *, title: str, part: str = "map"
) -> Markup:
    """Return the map: groups by region, in each a group to a colour.

    Args:
        part: The name that the regions' parts begin with, by which a live page knows what to change.
    """
    half, side = coordinate(WIDTH / 2 - 0.03), "0.97"
    points = (
        f"{side},0 0.49,{half} -0.49,{half} -{side},0 -0.49,-{half} 0.49,-{half}"
        if hexes.flat
        else f"0,{side} {half},0.49 {half},-0.49 0,-{side} -{half},-0.49 -{half},0.49"
    )
    symbol = f'<defs><polygon id="{part}-hex" points="{points}"/></defs>'
    groups = "".join(
        _region(part, number, areas, hexes, shade) for number, areas in enumerate(groups_of(election, hexes), 1)
    )
    box = f"0 0 {coordinate(hexes.width)} {coordinate(hexes.height)}"
    return Markup(
        f'<svg class="hexmap" viewBox="{box}" role="img" aria-labelledby="{part}-alt">'
        f'<title id="{part}-alt" data-part="{part}-title">{escape(title)}</title>{symbol}{groups}</svg>'
    )


def groups_of(election: Election, hexes: HexMap) -> list[list[AreaId]]:
    """Return the areas on the map in the groups that are redrawn together: of one region, and never many."""
    found: dict[str | None, list[AreaId]] = {}
    for area in election.areas:
        if area.id in hexes.places:
            found.setdefault(area.region, []).append(area.id)
    return [areas[i : i + GROUP] for areas in found.values() for i in range(0, len(areas), GROUP)]


def _region(part: str, number: int, areas: Iterable[AreaId], hexes: HexMap, shade: Callable[[AreaId], Shade]) -> str:
    by_fill: dict[str, list[str]] = {}
    for id in areas:
        place, shown = hexes.places[id], shade(id)
        by_fill.setdefault(shown.fill, []).append(
            f'<use href="#{part}-hex" x="{coordinate(place.x)}" y="{coordinate(place.y)}" {shown.markup}'
        )
    fills = "".join(
        f'<g {"class" if fill.startswith("is-") else "fill"}="{escape(fill)}">{"".join(uses)}</g>'
        for fill, uses in sorted(by_fill.items())
    )
    return f'<g data-part="{part}-{number}">{fills}</g>'
