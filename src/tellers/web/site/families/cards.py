"""The social cards: the night's, each contest's and each body's, drawn when asked for and written with the site."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition
from tellers.web.cards import Card, draw_card, draw_card_svg
from tellers.web.site.address import body_path, contest_path
from tellers.web.site.card_views import body_card, contest_card, night_card
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

NIGHT = "/card/night.png"
KEPT = 64
DRAWN = 60
"""Of more contests than this, files hold no drawing of each: a served site draws them when asked."""


class Cards:
    """The cards, each of the edition that last changed the page it is of."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._election = pages.addresses.election
        self._drawn: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the address of every card."""
        pages = ["/", *(contest_path(contest.id) for contest in self._election.contests)]
        pages += [body_path(body.id) for body in self._election.bodies]
        for page in pages:
            yield from self._written(page)

    def _written(self, page: str) -> Iterator[str]:
        """Yield a page's card, and the same as SVG where it is the night's or where contests are few."""
        yield card_path(page)
        if page == "/" or len(self._election.contests) <= DRAWN:
            yield drawing_path(page)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the night's card, and those whose pages the edition touched."""
        yield from self._written("/")
        for path in self._pages.catalogue.touched(edition):
            if path.startswith(("/contest/", "/body/")):
                yield from self._written(path)

    def file(self, path: str, edition: Edition) -> File | None:
        """Return a card."""
        if not path.startswith("/card/") or not path.endswith((".png", ".svg")):
            return None
        name = path.removesuffix(".png").removesuffix(".svg")
        page = "/" if f"{name}.png" == NIGHT else name.removeprefix("/card")
        number = self._version(page, edition)
        if number is None:
            return None
        if path.endswith(".svg"):
            of = self._pages.hub.edition(number)
            assert of is not None
            return File(path=path, content=draw_card_svg(self._card(page, of)), media="image/svg+xml")
        key = (page, number)
        if key not in self._drawn:
            of = self._pages.hub.edition(number)
            assert of is not None
            self._drawn[key] = draw_card(self._card(page, of))
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return File(path=path, content=self._drawn[key], media="image/png")

    def _version(self, page: str, edition: Edition) -> int | None:
        if not page.startswith(("/contest/", "/body/")) and page != "/":
            return None
        found = self._pages.catalogue.find(page)
        return None if found is None else found.version(edition)

    def _card(self, page: str, edition: Edition) -> Card:
        addresses, name = self._pages.addresses, page.rpartition("/")[2]
        if page.startswith("/body/"):
            body = self._election.body_by_id[addresses.bodies[name]]
            ids = addresses.contests_of_body.get(body.id, ())
            contests = tuple(self._election.contest_by_id[id] for id in ids)
            return body_card(edition, body, contests, self._pages.lines(edition))
        if page.startswith("/contest/"):
            return contest_card(edition, self._election.contest_by_id[addresses.contests[name]])
        if len(self._election.contests) == 1:
            return contest_card(edition, self._election.contests[0])
        return night_card(edition)


def card_path(page: str) -> str:
    """Return the address of the card that stands for a page: its own where it has one, else the night's."""
    return f"/card{page}.png" if page.startswith(("/contest/", "/body/")) else NIGHT


def drawing_path(page: str) -> str:
    """Return the address of the same card as SVG."""
    return f"{card_path(page).removesuffix('.png')}.svg"
