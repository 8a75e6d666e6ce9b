"""What a page is, and what a shelf of pages answers: which there are, which of them an edition touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from tellers.edition import Edition
from tellers.terms import ContestId
from tellers.web.odds import Reckoned
from tellers.web.site.address import newest

Context = Callable[[Edition, str, Reckoned | None], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its address, its template, and what is shown in it.

    Args:
        version: Which edition last changed what the page tells.
        context: The template's values, from the edition, what follows links (`?at=N` or nothing) and the odds.
        odds: Whether the page shows odds.
        asked: What a reader's query adds to the context; None where the page takes none.
    """

    path: str
    template: str
    version: Callable[[Edition], int]
    context: Context
    odds: bool = False
    asked: Callable[[str], dict[str, Any]] | None = None


class Shelf(Protocol):
    """One family of pages."""

    def find(self, path: str) -> Page | None:
        """Return the page at an address, None where this family has none there."""

    def paths(self, edition: Edition) -> Iterable[str]:
        """Yield the address of every page of the family at an edition."""

    def touched(self, edition: Edition) -> Iterable[str]:
        """Yield the address of every page whose version is this edition; see `Page.version`."""


class Fixed:
    """A shelf of pages that are there at every edition, each at an address of its own."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = {page.path: page for page in pages}

    def find(self, path: str) -> Page | None:
        """Return the page at an address."""
        return self._pages.get(path)

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield every address."""
        yield from self._pages

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the addresses of the pages that are of this edition."""
        yield from (path for path, page in self._pages.items() if page.version(edition) == edition.number)


def every(edition: Edition) -> int:
    """Return the version of a page that each edition changes."""
    return edition.number


def never(edition: Edition) -> int:
    """Return the version of a page that tells of the election alone."""
    return 0


def touched_by(contests: Iterable[ContestId], edition: Edition) -> int:
    """Return the last edition that touched one of some contests."""
    standings = edition.standings
    return newest(standings[id].after for id in contests if id in standings)


def name_after(prefix: str, path: str) -> str:
    """Return what follows a prefix in an address of two parts, "" where it is another address: no slug is empty.

    Example:
        >>> name_after("/contest/", "/contest/barchester")
        'barchester'
    """
    name = path.removeprefix(prefix)
    return name if path.startswith(prefix) and "/" not in name else ""
