"""The maps, remembered: a declaration makes anew the places that it touches and their groups, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from tellers.edition import Edition
from tellers.record import Contest
from tellers.tally.board import BodyRow
from tellers.terms import AreaId, BodyId
from tellers.web.charts.ground import Ground, draw, group
from tellers.web.charts.tables import bodies
from tellers.web.live import Hub
from tellers.web.site.contest_lines import ContestLine
from tellers.web.site.legend import legend
from tellers.web.site.map_places import (
    MapPlace,
    area_place,
    body_place,
    contest_place,
    empty_place,
    first_contests,
)
from tellers.web.site.map_view import Cell, MapView, cell, map_key, map_patterns, map_title, map_view

Lines = Callable[[Edition], Callable[[Contest], ContestLine]]


@dataclass(slots=True, kw_only=True)
class _Drawn:
    """A map as it was last drawn: of which edition, each place's cell, each group's markup, and the table's order."""

    number: int
    cells: dict[str, Cell]
    groups: list[str]
    order: list[str] = field(default_factory=list)


class MapCells:
    """Makes the maps of a night.

    Args:
        lines: The maker of contests' lines at an edition, which remembers its own.
    """

    def __init__(self, hub: Hub, lines: Lines) -> None:
        self._hub = hub
        self._election = hub.election
        self._lines = lines
        self.legend = legend(hub.election)
        self._first = first_contests(hub.election)
        self._drawn: dict[tuple[str, str], _Drawn] = {}

    def view(self, edition: Edition, ground: Ground, all: tuple[Ground, ...], kind: str, at: str) -> MapView:
        """Return a map's page."""
        drawn = self._at(edition, ground, kind, at)
        rows = bodies([drawn.cells[id].row] for id in drawn.order)
        return map_view(edition, self.legend, ground, all, kind, self._framed(edition, ground, kind, drawn), rows)

    def drawn(self, edition: Edition, ground: Ground, kind: str, at: str) -> Markup:
        """Return a map alone."""
        return self._framed(edition, ground, kind, self._at(edition, ground, kind, at))

    def key(self, edition: Edition, ground: Ground, kind: str) -> tuple[tuple[str, str], ...]:
        """Return a map's key."""
        return map_key(edition, self.legend, ground, kind)

    def _framed(self, edition: Edition, ground: Ground, kind: str, drawn: _Drawn) -> Markup:
        defs = map_patterns(self.legend, ground, kind)
        return draw(ground, drawn.groups, title=map_title(edition, ground, kind), defs=defs)

    def _at(self, edition: Edition, ground: Ground, kind: str, at: str) -> _Drawn:
        """Return a map at an edition: the one drawn last, brought up to date, where it is of no later edition."""
        held = None if at else self._drawn.get((ground.kind, kind))
        make = self._maker(edition, ground, kind, at)
        if held is None or held.number > edition.number:
            made = self._whole(edition, ground, make)
            if not at and held is None:
                self._drawn[ground.kind, kind] = made
            return made
        changed = self._changed(held.number, edition.number, ground)
        held.number = edition.number
        for id in changed:
            held.cells[id] = make(id)
        for number, ids in enumerate(ground.groups):
            if not changed.isdisjoint(ids):
                held.groups[number] = group(ground, number, lambda id: held.cells[id].shade)
        return held

    def _whole(self, edition: Edition, ground: Ground, make: Callable[[str], Cell]) -> _Drawn:
        election = self._election
        places: Iterable[tuple[str, str]] = (
            [(body.name, str(body.id)) for body in election.bodies]
            if ground.bodies
            else [(area.name, str(area.id)) for area in election.areas]
        )
        order = [id for _, id in sorted(places)]
        cells = {id: make(id) for id in order}
        groups = [group(ground, number, lambda id: cells[id].shade) for number in range(len(ground.groups))]
        return _Drawn(number=edition.number, cells=cells, groups=groups, order=order)

    def _changed(self, after: int, until: int, ground: Ground) -> set[str]:
        """Return the places that the editions after one and up to another may have changed."""
        changed: set[str] = set()
        for number in range(after + 1, until + 1):
            edition = self._hub.edition(number)
            assert edition is not None
            contests = [self._election.contest_by_id[id] for id in edition.touched]
            if not ground.bodies:
                changed.update(str(area) for contest in contests for area in contest.areas)
                continue
            changed.update(str(contest.body) for contest in contests if contest.body is not None)
            own = getattr(edition.change.event, "body", None) if edition.change is not None else None
            if own in self._election.body_by_id:
                changed.add(str(own))
        return changed

    def _maker(self, edition: Edition, ground: Ground, kind: str, at: str) -> Callable[[str], Cell]:
        rows = {row.id: row for row in edition.board.bodies} if ground.bodies else {}
        line = self._lines(edition)

        def make(id: str) -> Cell:
            place = self._body(rows[BodyId(id)]) if ground.bodies else self._area(edition, AreaId(id), line)
            return cell(self.legend, ground, place, kind, at)

        return make

    def _body(self, row: BodyRow) -> MapPlace:
        return body_place(self._election, row)

    def _area(self, edition: Edition, id: AreaId, line: Callable[[Contest], ContestLine]) -> MapPlace:
        area, contest = self._election.area_by_id[id], self._first.get(id)
        if contest is None:
            return empty_place(area)
        return contest_place(line(contest), id) if len(contest.areas) == 1 else area_place(edition, contest, area)
