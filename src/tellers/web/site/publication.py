"""Everything that is published beside the pages: the families of files joined, served and written alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition
from tellers.web.embeds.family import Embeds
from tellers.web.embeds.said import Said
from tellers.web.screens.family import Screens
from tellers.web.site.families.cards import Cards
from tellers.web.site.families.deltas import Deltas
from tellers.web.site.families.family import Family, File
from tellers.web.site.families.pictures import Pictures
from tellers.web.site.families.prints import Prints
from tellers.web.site.families.shapes import Shapes
from tellers.web.site.families.standings import Standings
from tellers.web.site.families.tables import Tables

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

FAMILIES: tuple[Callable[[Pages], Family], ...] = (
    Standings,
    Tables,
    Cards,
    Prints,
    Shapes,
    Pictures,
    Embeds,
    Said,
    Screens,
)
"""Every family of files but the lists of what changed, which come last; a new family is a line here."""


class Publication:
    """The files of a night beside its pages."""

    def __init__(self, pages: Pages) -> None:
        self.deltas = Deltas(pages)
        self._hub = pages.hub
        self._families: tuple[Family, ...] = (*(family(pages) for family in FAMILIES), self.deltas)

    def file(self, path: str, edition: Edition | None = None) -> File | None:
        """Return the file at an address, of the newest edition where none is given; None where there is none."""
        for family in self._families:
            found = family.file(path, edition or self._hub.latest)
            if found is not None:
                return found
        return None

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the address of every file to be written of an edition, its list last."""
        for family in self._families:
            yield from family.paths(edition)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the address of every file that an edition's own event may have changed, its list last."""
        for family in self._families:
            yield from family.touched(edition)
