"""Each area's, each body's and each party's page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.edition.tell_standing import touched_body
from tellers.record import Area, Body, Party
from tellers.terms import BodyId
from tellers.web.odds import Reckoned
from tellers.web.site.address import area_path, body_path, newest, party_path
from tellers.web.site.place_views import area_view, body_view, party_view
from tellers.web.site.shelves.page import Page, name_after, touched_by

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages


class Areas:
    """The areas' pages."""

    def __init__(self, pages: Pages) -> None:
        self._addresses = pages.addresses

    def find(self, path: str) -> Page | None:
        """Return an area's page."""
        known, name = self._addresses.areas, name_after("/area/", path)
        return self._page(self._addresses.election.area_by_id[known[name]]) if name in known else None

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield every area's address."""
        yield from (area_path(area.id) for area in edition.election.areas)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the areas of the contests that the edition touched: a total for several may tell of each."""
        contests = (edition.election.contest_by_id[id] for id in edition.touched)
        yield from dict.fromkeys(area_path(area) for contest in contests for area in contest.areas)

    def _page(self, area: Area) -> Page:
        contests = self._addresses.contests_of_area.get(area.id, ())

        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            return {"view": area_view(edition, area, contests)}

        return Page(
            path=area_path(area.id), template="area.html", version=partial(touched_by, contests), context=context
        )


class Bodies:
    """The bodies' pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._addresses = pages.addresses

    def find(self, path: str) -> Page | None:
        """Return a body's page."""
        known, name = self._addresses.bodies, name_after("/body/", path)
        return self._page(self._addresses.election.body_by_id[known[name]]) if name in known else None

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield every body's address."""
        yield from (body_path(body.id) for body in edition.election.bodies)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the bodies whose contests or announced seats the edition touched."""
        if edition.change is None:
            return
        election = edition.election
        named = touched_body(edition, edition.change)
        found: list[BodyId | None] = [named]
        found += [election.contest_by_id[id].body for id in edition.touched]
        yield from dict.fromkeys(body_path(id) for id in found if id is not None)

    def _page(self, body: Body) -> Page:
        contests = self._addresses.contests_of_body.get(body.id, ())

        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            row = next(r for r in edition.board.bodies if r.id == body.id)
            return {"view": body_view(edition, body, row, contests, self._pages.line(edition))}

        def version(edition: Edition) -> int:
            own = [figure.seq for figure in edition.record.bodies.get(body.id, ())]
            return max(newest(own), touched_by(contests, edition))

        return Page(path=body_path(body.id), template="body.html", version=version, context=context)


class Parties:
    """The pages of the parties that stood."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._addresses = pages.addresses

    def find(self, path: str) -> Page | None:
        """Return a party's page."""
        known, name = self._addresses.parties, name_after("/party/", path)
        return self._page(self._addresses.election.party_by_id[known[name]]) if name in known else None

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield every party's address."""
        yield from (party_path(party) for party in self._addresses.parties.values())

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the parties that stood in the contests that the edition touched; all, for seats told of a body."""
        election = edition.election
        if edition.change is not None and edition.change.contest is None:
            if touched_body(edition, edition.change) is not None:
                yield from self.paths(edition)
            return
        stood = {c.party for id in edition.touched for c in election.contest_by_id[id].candidates}
        yield from sorted(party_path(p) for p in stood if p is not None and p in election.party_by_id)

    def _page(self, party: Party) -> Page:
        contests = self._addresses.contests_of_party[party.id]

        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            return {"view": party_view(edition, party, len(contests), self._pages.lines(edition))}

        def version(edition: Edition) -> int:
            announced = (figure.seq for figures in edition.record.bodies.values() for figure in figures)
            return max(newest(announced), touched_by(contests, edition))

        return Page(path=party_path(party.id), template="party.html", version=version, context=context)
