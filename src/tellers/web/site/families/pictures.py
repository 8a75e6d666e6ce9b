"""Every picture of every page as one SVG of its own, for embeds and for those who take pictures away.

`/pictures` and a page's address name it, then the id of the picture's title: `/pictures/map/winner/map-alt.svg`, of the
first page `/pictures/index/map-alt.svg`. It is cut from the page itself, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition
from tellers.web.charts.standalone import pictures, with_shapes
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

PREFIX = "/pictures"
WRITTEN = ("/", "/charts")
"""The pictures of these pages are written with each event; the rest are made when they are asked for, of a served site.

A file that is not written again when its page is would go on telling what no longer stands.
"""


def picture_path(page: str, id: str) -> str:
    """Return the address of a picture of a page."""
    return f"{PREFIX}{'/index' if page == '/' else page}/{id}.svg"


class Pictures:
    """The pictures of a night's pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._shapes = {g.shapes.path: g.shapes.content for g in pages.hub.grounds.all if g.shapes is not None}

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield those that are written."""
        for page in WRITTEN:
            yield from (picture_path(page, id) for id in self._of(page, edition))

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the same: every event changes the pages that they are of."""
        yield from self.paths(edition)

    def file(self, path: str, edition: Edition) -> File | None:
        """Return a picture, of the page as it is at an edition."""
        if not path.startswith(f"{PREFIX}/") or not path.endswith(".svg"):
            return None
        page, _, id = path.removeprefix(PREFIX).removesuffix(".svg").rpartition("/")
        found = self._of("/" if page == "/index" else page, edition).get(id)
        if found is None:
            return None
        content = with_shapes(found, self._shapes).encode()
        return File(path=path, content=content, media="image/svg+xml")

    def _of(self, page: str, edition: Edition) -> dict[str, str]:
        at = edition.number != self._pages.hub.latest.number
        html = self._pages.render(page, edition, at=at)
        return {} if html is None else pictures(html)
