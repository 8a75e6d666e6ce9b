"""A contest's and a body's page as a PDF: printed when asked for, and written where `--pdf` is given."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition
from tellers.web.prints import print_page
from tellers.web.site.address import body_path, contest_path
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

KEPT = 64
_PRINTED = ("/contest/", "/body/")


class Prints:
    """The PDFs, each of the edition that last changed its page."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield every contest's and body's, where they are wanted as files."""
        if self._pages.hub.prints == "files":
            yield from (f"{contest_path(contest.id)}.pdf" for contest in edition.election.contests)
            yield from (f"{body_path(body.id)}.pdf" for body in edition.election.bodies)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield those whose pages the edition touched, where they are wanted as files."""
        if self._pages.hub.prints == "files":
            touched = self._pages.catalogue.touched(edition)
            yield from (f"{path}.pdf" for path in touched if path.startswith(_PRINTED))

    def file(self, path: str, edition: Edition) -> File | None:
        """Return a page as a PDF.

        Raises:
            PrintProblem: What prints is not installed.
        """
        if not path.startswith(_PRINTED) or not path.endswith(".pdf"):
            return None
        if self._pages.catalogue.find(path) is not None:
            return None  # A contest whose id ends so.
        html = self._pages.render(path.removesuffix(".pdf"), edition)
        if html is None:
            return None
        known = self._kept.get(path)
        if known is None or known[0] != html:
            known = self._kept[path] = (html, print_page(html))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return File(path=path, content=known[1], media="application/pdf")
