"""The screens as files: each board alone, and each declaration; a screen that cycles is a page, and fetches these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition
from tellers.record import Area, Contest
from tellers.terms import AreaId, ContestId
from tellers.web.screens.boards import LISTED, Boards
from tellers.web.screens.declaration import declaration_view
from tellers.web.site.address import slug
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

_DECLARATION = "/screen/declaration/"


class Screens:
    """Every screen of a night but those that cycle."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._election = pages.addresses.election
        self._boards = Boards(pages)
        self._each = len(self._election.contests) <= LISTED
        """Whether files hold a screen for each contest, body and declaration."""

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the night's own boards, and each contest's, body's and declaration's where they are few."""
        boards = self._boards.all() if self._each else self._boards.few.values()
        yield from dict.fromkeys(board.path for board in boards)
        if self._each:
            yield from (declaration_path(c.id, area) for c in self._election.contests for area in c.areas)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the night's own boards, and those that the edition touched."""
        found = [board.path for board in self._boards.few.values()]
        if self._each:
            pages = self._pages.catalogue.touched(edition)
            found += [f"/screen{path}" for path in pages if path.startswith(("/body/", "/contest/"))]
            contests = [self._election.contest_by_id[id] for id in edition.touched]
            found += [declaration_path(contest.id, area) for contest in contests for area in contest.areas]
        yield from dict.fromkeys(found)

    def file(self, path: str, edition: Edition) -> File | None:
        """Return a screen."""
        if not path.startswith("/screen/"):
            return None
        if path.startswith(_DECLARATION):
            found = self._place(path.removeprefix(_DECLARATION))
            return None if found is None else self._declaration(path, edition, *found)
        board = self._boards.find(path.removeprefix("/screen/"))
        if board is None:
            return None
        thing = self._pages.things.find(board.rest) if board.kind in ("contest", "body") else None
        if thing is not None:
            of = self._pages.hub.edition(self._pages.things.version(thing, edition))
            assert of is not None
            edition = of
        usual = [b.path for b in self._boards.usual]
        after = usual[(usual.index(path) + 1) % len(usual)] if path in usual else path
        html = self._pages.fill(
            "screen_board.html", edition, path, board=board, shown=self._boards.shown(board, edition), after=after
        )
        return File(path=path, content=html.encode(), media="text/html")

    def _place(self, names: str) -> tuple[Contest, Area] | None:
        contest_name, _, area_name = names.partition("/")
        contest = self._pages.addresses.contests.get(contest_name)
        area = self._pages.addresses.areas.get(area_name)
        if contest is None or area is None or area not in self._election.contest_by_id[contest].areas:
            return None
        return self._election.contest_by_id[contest], self._election.area_by_id[area]

    def _declaration(self, path: str, edition: Edition, contest: Contest, area: Area) -> File:
        standing = edition.standings.get(contest.id)
        of = self._pages.hub.edition(0 if standing is None else standing.after)
        assert of is not None
        view = declaration_view(of, contest, area)
        html = self._pages.fill("screen_declaration.html", of, path, view=view)
        return File(path=path, content=html.encode(), media="text/html")


def declaration_path(contest: ContestId, area: AreaId) -> str:
    """Return the address of the screen of one area's declaration."""
    return f"{_DECLARATION}{slug(contest)}/{slug(area)}"
