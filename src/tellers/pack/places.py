"""Which shape of a map is which area: by id in whatever property holds it, and the few left over by name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tellers.errors import InputError, Problem
from tellers.pack.outlines import MapShapes, Outline, read_shapes
from tellers.pack.settings import MapFile
from tellers.record import Election


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A map whose shapes are known by the ids of this election.

    Args:
        shapes: The shapes of each area, or of each body where `bodies`; a place may be of several.
        missing: The areas (or bodies) that have no shape.
        rest: The shapes of no place of this election: the land around it.
        layout: A hexjson's, None for outlines.
    """

    shapes: Mapping[str, tuple[Outline, ...]]
    missing: tuple[str, ...]
    rest: tuple[Outline, ...] = ()
    layout: str | None
    bodies: bool


def read_map(folder: Path, chart: MapFile, election: Election) -> Placed:
    """Return a pack's map with its shapes placed.

    Raises:
        InputError: The file cannot be read, or not one of its shapes is a place of this election.
    """
    file = str(folder / chart.file)
    return place(read_shapes(folder / chart.file), election, layer=chart.layer, key=chart.key, file=file)


def place(shapes: MapShapes, election: Election, *, layer: str | None, key: str | None, file: str) -> Placed:
    """Return the shapes placed: as areas, or as bodies where more of those are found.

    Raises:
        InputError: Not one shape is a place of this election, or there is no layer or property of that name.
    """
    areas = {str(area.id): area.name for area in election.areas}
    bodies = {str(body.id): body.name for body in election.bodies}
    layers = {outline.layer for outline in shapes.outlines}
    if layer is not None and layer not in layers:
        raise InputError(_no(file, "layer", f'"{layer}"', f"one of {', '.join(sorted(layers)) or 'none'}"))
    named = {name for outline in shapes.outlines for name in outline.names}
    if key is not None and key not in named:
        raise InputError(_no(file, "key", f'"{key}"', f"one of {', '.join(sorted(named)) or 'none'}"))
    best: tuple[int, Placed] | None = None
    for wanted, are_bodies in ((areas, False), (bodies, True)):
        for one in sorted(layers) if layer is None else [layer]:
            outlines = [outline for outline in shapes.outlines if outline.layer == one]
            ids = match([o.names for o in outlines], wanted, key)
            found = _found(outlines, ids)
            if found and (best is None or len(found) > best[0]):
                best = (
                    len(found),
                    Placed(
                        shapes=found,
                        missing=tuple(id for id in wanted if id not in found),
                        rest=tuple(o for o, id in zip(outlines, ids, strict=True) if id is None),
                        layout=shapes.layout,
                        bodies=are_bodies,
                    ),
                )
    if best is None:
        some = next(iter(areas.items()), ("", ""))
        wanted_text = f'shapes with the id or the name of an area, as "{some[0]}" or "{some[1]}"'
        raise InputError(_no(file, "", f"{len(shapes.outlines)} shapes, none of an area or body", wanted_text))
    return best[1]


def _no(file: str, where: str, found: str, wanted: str) -> Problem:
    remedy = "Name the property with key = … and the layer with layer = … under [[maps]], or take another map."
    return Problem(where=where, found=found, wanted=wanted, remedy=remedy, file=file)


def _found(outlines: Sequence[Outline], ids: Sequence[str | None]) -> dict[str, tuple[Outline, ...]]:
    found: dict[str, tuple[Outline, ...]] = {}
    for outline, id in zip(outlines, ids, strict=True):
        if id is not None:
            found[id] = (*found.get(id, ()), outline)
    return found


def match(shapes: Sequence[Mapping[str, str]], wanted: Mapping[str, str], key: str | None = None) -> list[str | None]:
    """Return the id of each shape, None for a shape of no place.

    First by id, in the property that holds most of them (or in `key`); then those left over by name, where just one
    shape and one place bear it: a map is often older than a code, and the name has stayed.

    Args:
        shapes: What each shape says of itself.
        wanted: The name of each place, by its id.

    Example:
        >>> match([{"code": "S14000010", "name": "Mid Dunbar"}], {"S14000107": "Mid Dunbar"})
        ['S14000107']
    """
    ids = {_plain_id(id): id for id in wanted}
    held = _most(shapes, ids, _plain_id) if key is None else key
    found = [ids.get(_plain_id(shape.get(held, ""))) for shape in shapes]
    taken = set(found)
    left = Counter(_folded(name) for id, name in wanted.items() if id not in taken)
    names = {_folded(name): id for id, name in wanted.items() if id not in taken and left[_folded(name)] == 1}
    over = [shape for shape, id in zip(shapes, found, strict=True) if id is None]
    named = _most(over, names, _folded)
    borne = Counter(_folded(shape.get(named, "")) for shape in over)
    return [
        names.get(_folded(shape.get(named, ""))) if id is None and borne[_folded(shape.get(named, ""))] == 1 else id
        for shape, id in zip(shapes, found, strict=True)
    ]


def _most(shapes: Iterable[Mapping[str, str]], known: Mapping[str, str], fold: object) -> str:
    """Return the property whose values are most often known; the first by name where two are alike."""
    assert callable(fold)
    hits: Counter[str] = Counter()
    for shape in shapes:
        hits.update(name for name, value in shape.items() if fold(value) in known)
    return min(hits, key=lambda name: (-hits[name], name), default="")


def _plain_id(id: str) -> str:
    """Return an id without what a spreadsheet does to it: capitals, spaces, the zeros before a number."""
    text = id.strip().casefold()
    return text.lstrip("0") or "0" if text.isdecimal() else text


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^\w\s]", " ", "".join(c for c in text if not unicodedata.combining(c))).split())
