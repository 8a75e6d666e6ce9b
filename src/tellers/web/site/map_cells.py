"""The cells of the maps, remembered: a declaration makes anew the place that it is of, and no other."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from tellers.edition import Edition
from tellers.record import Contest, Election
from tellers.tally.board import BodyRow
from tellers.terms import AreaId
from tellers.web.charts.ground import Ground
from tellers.web.site.contest_lines import ContestLine
from tellers.web.site.legend import legend
from tellers.web.site.map_places import MapPlace, area_place, body_place, contest_place, empty_place, first_contests
from tellers.web.site.map_view import Cell, Cells, MapView, cell, draw_map, map_view

Lines = Callable[[Edition], Callable[[Contest], ContestLine]]
Made = tuple[tuple[object, ...], Callable[[], MapPlace]]
"""What a place's cell rests on, and how the place is made: while the one is the same, so is the other."""


class MapCells:
    """Makes the maps of a night.

    Args:
        lines: The maker of contests' lines at an edition, which remembers its own.
    """

    def __init__(self, election: Election, lines: Lines) -> None:
        self._election = election
        self.legend = legend(election)
        self._lines = lines
        self._first = first_contests(election)
        self._cells: dict[tuple[str, str, bool], tuple[tuple[object, ...], Cell]] = {}

    def view(self, edition: Edition, ground: Ground, all: tuple[Ground, ...], kind: str, at: str) -> MapView:
        """Return a map's page."""
        return map_view(edition, self.legend, ground, all, self._at(edition, ground, kind, at), kind)

    def drawn(self, edition: Edition, ground: Ground, kind: str, at: str) -> Markup:
        """Return a map alone."""
        return draw_map(edition, self.legend, ground, self._at(edition, ground, kind, at), kind)

    def _at(self, edition: Edition, ground: Ground, kind: str, at: str) -> Cells:
        line = self._lines(edition)
        rows = {str(row.id): row for row in edition.board.bodies} if ground.bodies else {}

        def made(id: str) -> Cell:
            known, place = _body(self._election, rows[id]) if ground.bodies else self._area(edition, AreaId(id), line)
            if at:
                return cell(self.legend, place(), kind, at)
            key = (id, kind, ground.bodies)
            held = self._cells.get(key)
            if held is None or held[0] != known:
                held = self._cells[key] = (known, cell(self.legend, place(), kind, at))
            return held[1]

        return made

    def _area(self, edition: Edition, id: AreaId, line: Callable[[Contest], ContestLine]) -> Made:
        area, contest = self._election.area_by_id[id], self._first.get(id)
        if contest is None:
            return (), lambda: empty_place(area)
        if len(contest.areas) == 1:
            found = line(contest)
            return (found.standing.after, found.standing.status), lambda: contest_place(found, id)
        standing, held = edition.standing(contest), edition.record.contest(contest.id).areas.get(id)
        # A figure worked out from totals may change though nothing was announced here.
        moved = standing.after if standing.derived else 0
        return (held, standing.stage, moved), lambda: area_place(edition, contest, area)


def _body(election: Election, row: BodyRow) -> Made:
    return (row.control, row.declared), lambda: body_place(election, row)
