"""What a map of results is drawn on: where each place stands, by which mark it is drawn, and nothing of the results.

A ground is made once for a night. A map is the ground with a fill and a name to each place, in groups of a region, so
that one declaration redraws one group and fetches no shape again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup, escape

from tellers.web.charts.svg import coordinate

GROUP = 30  # A live page fetches a whole group when one place of it changes.


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapesFile:
    """The outlines of a ground as a file of its own, kept by browsers for ever: its name holds its hash."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where each place stands.

    Args:
        uses: The start of each place's marks, without fill and name: one, or two where an inset shows it again.
        groups: The places that are redrawn together.
        width: In the units of the picture; `height` likewise.
        under: What is drawn below the places, already markup: definitions, the frame of an inset.
        over: What is drawn above them: names, where there is room for them.
        shapes: The file that `uses` point into, None where the shapes are in `under`.
        bodies: Whether the places are bodies and not areas.
        base: What the addresses of all the places' pages begin with: said once, and not at each of hundreds.
    """

    kind: Literal["hexes", "land"]
    uses: Mapping[str, tuple[str, ...]]
    groups: tuple[tuple[str, ...], ...]
    width: float
    height: float
    under: str = ""
    over: str = ""
    shapes: ShapesFile | None = None
    bodies: bool = False
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The grounds that a night has; the first is the one shown first."""

    all: tuple[Ground, ...] = field(default=())

    @property
    def first(self) -> Ground | None:
        """Return the ground shown first, None where there is none."""
        return self.all[0] if self.all else None


NO_GROUNDS = Grounds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """How one place is shown: its fill, and its title and page as markup already escaped."""

    fill: str
    markup: str


def shade(ground: Ground, fill: str, said: str, page: str) -> Shade:
    """Return how a place is shown: its fill, what its title says, and the page that it leads to."""
    own = page.removeprefix(ground.base)
    return Shade(fill=fill, markup=f'data-page="{escape(own)}"><title>{escape(said)}</title></use>')


def grouped(places: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, ...], ...]:
    """Return places (each with its region) in the groups that are redrawn together: of one region, and never many."""
    found: dict[str | None, list[str]] = {}
    for id, region in places:
        found.setdefault(region, []).append(id)
    return tuple(tuple(ids[i : i + GROUP]) for ids in found.values() for i in range(0, len(ids), GROUP))


def draw(ground: Ground, groups: Iterable[str], *, title: str, part: str = "map", defs: str = "") -> Markup:
    """Return the map.

    Args:
        groups: Each group of places, as `group` makes them.
        part: The name that the groups' parts begin with, by which a live page knows what to change.
        defs: Patterns that the fills name, already markup.
    """
    box = f"0 0 {coordinate(ground.width)} {coordinate(ground.height)}"
    return Markup(
        f'<svg class="map {ground.kind}" viewBox="{box}" role="img" aria-labelledby="{part}-alt" '
        f'data-base="{escape(ground.base)}"><title id="{part}-alt" data-part="{part}-title">{escape(title)}</title>'
        f"{defs}{ground.under}{''.join(groups)}{ground.over}</svg>"
    )


def group(ground: Ground, number: int, shade: Callable[[str], Shade], part: str = "map") -> str:
    """Return one group of places (`number` from 0), those of one fill together.

    Args:
        shade: How a place is shown; a fill is a colour, a `url(#…)` of a pattern, or a class `is-…`.
    """
    by_fill: dict[str, list[str]] = {}
    for id in ground.groups[number]:
        shown = shade(id)
        by_fill.setdefault(shown.fill, []).extend(f"{use} {shown.markup}" for use in ground.uses[id])
    fills = "".join(
        f'<g {"class" if fill.startswith("is-") else "fill"}="{escape(fill)}">{"".join(uses)}</g>'
        for fill, uses in sorted(by_fill.items())
    )
    return f'<g data-part="{part}-{number + 1}">{fills}</g>'
