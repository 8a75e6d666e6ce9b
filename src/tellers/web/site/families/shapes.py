"""The outlines of the maps, each in a file of its own that is fetched once: of the election, not of an edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages


class Shapes:
    """The files that the maps' places point into; each is named by the hash of its content."""

    def __init__(self, pages: Pages) -> None:
        self._hub = pages.hub

    def _all(self) -> dict[str, bytes]:
        return {g.shapes.path: g.shapes.content for g in self._hub.grounds.all if g.shapes is not None}

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield them all."""
        yield from self._all()

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield none: no event changes them."""
        yield from ()

    def file(self, path: str, edition: Edition) -> File | None:
        """Return one of them."""
        content = self._all().get(path)
        return None if content is None else File(path=path, content=content, media="image/svg+xml")
