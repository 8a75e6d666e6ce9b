"""Every page of a night: the shelves, one to a family of pages, joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.web.embeds.maker import maker_shelf
from tellers.web.screens.shelf import screen_shelf
from tellers.web.site.search import Index
from tellers.web.site.shelves.candidates import Candidates
from tellers.web.site.shelves.charts import chart_shelf
from tellers.web.site.shelves.contests import Contests
from tellers.web.site.shelves.knowing import knowing_shelf, search_shelf
from tellers.web.site.shelves.log import OlderLog, corrections_shelf, log_shelf
from tellers.web.site.shelves.maps import map_shelf
from tellers.web.site.shelves.night import night_shelf
from tellers.web.site.shelves.page import Page, Shelf
from tellers.web.site.shelves.places import Areas, Bodies, Parties

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

SHELVES: tuple[Callable[[Pages], Shelf], ...] = (
    night_shelf,
    Contests,
    Candidates,
    Areas,
    Bodies,
    Parties,
    log_shelf,
    OlderLog,
    corrections_shelf,
    map_shelf,
    chart_shelf,
    knowing_shelf,
    maker_shelf,
    screen_shelf,
)
"""Every family of pages; no two have a page at one address. A new family is a line here."""


class Catalogue:
    """The pages of a night by address."""

    def __init__(self, pages: Pages) -> None:
        self.index = Index(pages.addresses)
        self.languages = tuple(name for name in LANGUAGES if name != "en")
        self._shelves = (*(shelf(pages) for shelf in SHELVES), search_shelf(pages, self.index))

    def find(self, path: str) -> Page | None:
        """Return the page at an address, None where there is none."""
        for shelf in self._shelves:
            found = shelf.find(path)
            if found is not None:
                return found
        return None

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the address of every page at an edition."""
        for shelf in self._shelves:
            yield from shelf.paths(edition)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the address of every page that an edition's own event may have changed."""
        for shelf in self._shelves:
            yield from shelf.touched(edition)
