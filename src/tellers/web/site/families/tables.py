"""The feed, the names that can be looked for, and the night as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition, to_json
from tellers.feeds import atom, csv_text, datapackage, tables
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

FEED_LINES = 30
NAMES = "/names.json"
FEED = "/feed.atom"
PACKAGE = "/data/datapackage.json"


class Tables:
    """The files that tell of the whole night."""

    def __init__(self, pages: Pages) -> None:
        self._hub = pages.hub
        self._corrected = pages.corrected
        self._index = pages.catalogue.index
        self._rows: tables.Remembered = {}
        self._tables = {f"/data/{name}.csv": table for name, table in tables.TABLES.items()}

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield them all."""
        yield NAMES  # It is of the election, not of an edition.
        yield from self.touched(edition)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield those that every edition changes."""
        yield from (FEED, PACKAGE, *self._tables)

    def file(self, path: str, edition: Edition) -> File | None:
        """Return one of them."""
        if path in self._tables:
            return File(path=path, content=csv_text(self._tables[path], edition, self._rows), media="text/csv")
        match path:
            case "/feed.atom":
                newest = range(edition.number, max(0, edition.number - FEED_LINES), -1)
                marks = {n: [m.text for m in found] for n, found in self._corrected.marks(edition).items()}
                told = [e for n in newest if (e := self._hub.edition(n)) is not None]
                text = atom(edition.election, told, overtaken=marks)
                return File(path=path, content=text, media="application/atom+xml")
            case "/names.json":
                return File(path=path, content=to_json(self._index.plain()), media="application/json")
            case "/data/datapackage.json":
                return File(path=path, content=to_json(datapackage(edition)), media="application/json")
            case _:
                return None
