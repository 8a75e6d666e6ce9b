"""The shapes in a map file: TopoJSON, GeoJSON or hexjson, each with what it says of itself.

A shape is a list of closed rings, outer ones and holes alike: drawn with the even-odd rule it needs no more. A file's
form is told by what is in it, not by its name; it may be compressed by gzip.

Source:
    The TopoJSON Format Specification (topojson/topojson-specification); RFC 7946 (GeoJSON); Open Innovations' HexJSON.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec

from tellers.errors import InputError, Problem

Point = tuple[float, float]
Ring = tuple[Point, ...]
_GZIP = b"\x1f\x8b"
OWN_ID = "id"
"""Under this name stands the id that a format gives a shape itself, beside its properties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One shape of a map.

    Args:
        names: Its id (under `OWN_ID`) and its properties, as text.
        layer: The TopoJSON object it is of, "" elsewhere.
        rings: Closed: the first point is not said again at the end. Empty for a shape of a hexjson.
        hex: Column and row on a hexjson's grid, None elsewhere.
    """

    names: Mapping[str, str]
    layer: str = ""
    rings: tuple[Ring, ...] = ()
    hex: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShapes:
    """All shapes of a file; `layout` is a hexjson's, None elsewhere."""

    outlines: tuple[Outline, ...]
    layout: str | None = None


def read_shapes(path: Path, shown: str | None = None) -> MapShapes:
    """Return the shapes in a file.

    Args:
        shown: The file's name as messages give it; the path where it is None.

    Raises:
        InputError: It is none of the three formats, or a shape of it cannot be.
    """
    file = shown if shown is not None else str(path)
    try:
        content = path.read_bytes()
        plain = msgspec.json.decode(gzip.decompress(content) if content.startswith(_GZIP) else content)
    except (msgspec.DecodeError, UnicodeDecodeError, EOFError, OSError) as error:
        raise InputError(_problem(file, "", f"no JSON ({error})")) from None
    kind = plain.get("type") if isinstance(plain, dict) else None
    try:
        if isinstance(plain, dict) and "hexes" in plain:
            return _hexes(plain)
        if kind == "Topology":
            return MapShapes(outlines=tuple(_topology(plain)))
        if kind in ("FeatureCollection", "Feature", "GeometryCollection", "Polygon", "MultiPolygon"):
            return MapShapes(outlines=tuple(_features(plain)))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise InputError(_problem(file, "", f"a shape that does not hold together ({error!r})")) from None
    raise InputError(_problem(file, "type", f"{kind!r}"))


def _problem(file: str, where: str, found: str) -> Problem:
    wanted = "TopoJSON, GeoJSON or hexjson of an odd-r, even-r, odd-q or even-q layout, with polygons or hexes"
    return Problem(where=where, found=found, wanted=wanted, remedy="Save the map again as one of these.", file=file)


def _texts(id: object, properties: object) -> dict[str, str]:
    found = {OWN_ID: str(id)} if id is not None else {}
    if isinstance(properties, dict):
        found |= {name: str(value) for name, value in properties.items() if isinstance(value, str | int)}
    return found


def _hexes(plain: dict[str, Any]) -> MapShapes:
    layout = plain["layout"]
    if layout not in ("odd-r", "even-r", "odd-q", "even-q"):
        raise ValueError(f'a layout "{layout}"')
    return MapShapes(
        outlines=tuple(
            Outline(names=_texts(id, hex), hex=(_whole(hex["q"]), _whole(hex["r"])))
            for id, hex in plain["hexes"].items()
        ),
        layout=layout,
    )


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} for a column or a row")
    return value


def _features(plain: dict[str, Any]) -> Iterator[Outline]:
    match plain.get("type"):
        case "FeatureCollection":
            for feature in plain["features"]:
                yield from _features(feature)
        case "Feature":
            rings = tuple(_rings(plain.get("geometry")))
            if rings:
                yield Outline(names=_texts(plain.get("id"), plain.get("properties")), rings=rings)
        case _:
            rings = tuple(_rings(plain))
            if rings:
                yield Outline(names={}, rings=rings)


def _rings(geometry: dict[str, Any] | None) -> Iterator[Ring]:
    """Yield the rings of a geometry; a point, a line and no geometry have none."""
    match None if geometry is None else geometry["type"]:
        case "Polygon":
            assert geometry is not None
            yield from (_ring([_point(p) for p in ring]) for ring in geometry["coordinates"])
        case "MultiPolygon":
            assert geometry is not None
            yield from (_ring([_point(p) for p in ring]) for polygon in geometry["coordinates"] for ring in polygon)
        case "GeometryCollection":
            assert geometry is not None
            for part in geometry["geometries"]:
                yield from _rings(part)
        case _:
            return


def _point(place: list[float]) -> Point:
    x, y = float(place[0]), float(place[1])
    if not (isfinite(x) and isfinite(y)):
        raise ValueError(f"a place {place}")
    return x, y


def _ring(points: list[Point]) -> Ring:
    """Return a ring without its repeated last point, and without a point said twice running."""
    kept = [points[0]] + [b for a, b in pairwise(points) if a != b] if points else []
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return tuple(kept)


def _topology(plain: dict[str, Any]) -> Iterator[Outline]:
    arcs = _arcs(plain)
    for layer, found in plain["objects"].items():
        for geometry in _leaves(found):
            rings = tuple(_ring(_joined(arcs, ring)) for ring in _arc_rings(geometry))
            if rings:
                yield Outline(names=_texts(geometry.get("id"), geometry.get("properties")), layer=layer, rings=rings)


def _arcs(plain: dict[str, Any]) -> list[list[Point]]:
    """Return a topology's arcs; a quantised one's are sums of whole steps, scaled and moved."""
    transform = plain.get("transform")
    if transform is None:
        return [[_point(p) for p in arc] for arc in plain["arcs"]]
    (wide, high), (left, top) = transform["scale"], transform["translate"]
    arcs = []
    for arc in plain["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append(_point([x * wide + left, y * high + top]))
        arcs.append(points)
    return arcs


def _leaves(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if found.get("type") == "GeometryCollection":
        for part in found["geometries"]:
            yield from _leaves(part)
    else:
        yield found


def _arc_rings(geometry: dict[str, Any]) -> list[list[int]]:
    match geometry.get("type"):
        case "Polygon":
            return list(geometry["arcs"])
        case "MultiPolygon":
            return [ring for polygon in geometry["arcs"] for ring in polygon]
        case _:
            return []


def _joined(arcs: list[list[Point]], ring: list[int]) -> list[Point]:
    """Return the points of a ring; ~i stands for arc i walked backwards, and each arc starts where the last ended."""
    points: list[Point] = []
    for i in ring:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    return points
