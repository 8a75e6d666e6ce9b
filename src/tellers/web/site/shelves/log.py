"""The log of the night in every language, its earlier hundreds, and what has been corrected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.web.odds import Reckoned
from tellers.web.site.address import contest_path
from tellers.web.site.shelves.page import Fixed, Page, Shelf, every, name_after

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

LOG_PAGE = 100


def log_shelf(pages: Pages) -> Shelf:
    """Return the log's newest page in every language."""

    def context(language: str, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        blocks = range(edition.number // LOG_PAGE, 0, -1)
        lines = pages.log(edition, LOG_PAGE, None, language)
        return {"log": lines, "blocks": tuple(blocks), "size": LOG_PAGE, "words": LANGUAGES[language], "block": 0}

    return Fixed(
        Page(
            path="/log" if name == "en" else f"/{name}/log",
            template="log.html",
            version=every,
            context=partial(context, name),
        )
        for name in LANGUAGES
    )


class OlderLog:
    """The log by the hundred: a page of it is of the last edition that it tells of."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def find(self, path: str) -> Page | None:
        """Return a hundred of the log by its number, from 1; one that has not begun is there too, and empty."""
        name = name_after("/log/", path)
        if not name.isascii() or not name.isdecimal() or int(name[:6]) == 0:
            return None
        return self._page(int(name[:6]))

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the full hundreds."""
        yield from (f"/log/{block}" for block in range(1, edition.number // LOG_PAGE + 1))

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the hundred that the edition fills."""
        if edition.number and edition.number % LOG_PAGE == 0:
            yield f"/log/{edition.number // LOG_PAGE}"

    def _page(self, block: int) -> Page:
        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            last = min(edition.number, block * LOG_PAGE)
            numbers = range(last, (block - 1) * LOG_PAGE, -1)
            lines = tuple(self._pages.log_line(number) for number in numbers)
            return {"log": lines, "blocks": (), "size": LOG_PAGE, "words": LANGUAGES["en"], "block": block}

        return Page(
            path=f"/log/{block}",
            template="log.html",
            version=lambda edition: min(edition.number, block * LOG_PAGE),
            context=context,
        )


def corrections_shelf(pages: Pages) -> Shelf:
    """Return the page of what has been corrected, and what is in doubt."""

    def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        lines = [pages.log_line(n) for n in range(edition.number, 0, -1)]
        doubts = [
            (edition.election.contest_by_id[s.contest].name, contest_path(s.contest), d.evidence)
            for s in edition.standings.values()
            for d in s.doubts
        ]
        return {"log": tuple(ln for ln in lines if ln.kind == "correction"), "doubts": tuple(sorted(doubts))}

    return Fixed([Page(path="/corrections", template="corrections.html", version=every, context=context)])
