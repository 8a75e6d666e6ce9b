"""The log of the night in every language, its earlier hundreds, and what has been corrected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.web.odds import Reckoned
from tellers.web.site.address import contest_path
from tellers.web.site.corrected import LOG_PAGE
from tellers.web.site.log_lines import filters
from tellers.web.site.shelves.page import Fixed, Page, Shelf, every, name_after

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages


def log_shelf(pages: Pages) -> Shelf:
    """Return the log's newest page in every language."""

    def context(language: str, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        blocks = range(edition.number // LOG_PAGE, 0, -1)
        lines = pages.log(edition, LOG_PAGE, None, language)
        return {
            "log": lines,
            "filters": filters(lines, language),
            "blocks": tuple(blocks),
            "size": LOG_PAGE,
            "words": LANGUAGES[language],
            "languages": _languages(),
            "block": 0,
        }

    return Fixed(
        Page(
            path=_path(name),
            template="log.html",
            version=every,
            context=partial(context, name),
        )
        for name in LANGUAGES
    )


def _path(language: str) -> str:
    return "/log" if language == "en" else f"/{language}/log"


def _languages() -> tuple[tuple[str, str, str], ...]:
    """Return the languages that the log is told in, English first: code, own name and address."""
    codes = sorted(LANGUAGES, key=lambda code: (code != "en", code))
    return tuple((code, LANGUAGES[code]["language.name"], _path(code)) for code in codes)


class OlderLog:
    """The log by the hundred: a page of it is of the last edition that it tells of, or that overtook a line of it."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def find(self, path: str) -> Page | None:
        """Return a hundred of the log by its number, from 1; one that has not begun is there too, and empty."""
        name = name_after("/log/", path)
        if name is None or not name.isascii() or not name.isdecimal() or int(name[:6]) == 0:
            return None
        return self._page(int(name[:6]))

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the full hundreds."""
        yield from (f"/log/{block}" for block in range(1, edition.number // LOG_PAGE + 1))

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the hundred that the edition fills, and those of whose lines it overtook one."""
        full = edition.number // LOG_PAGE
        filled = {full} if edition.number and edition.number % LOG_PAGE == 0 else set()
        overtook = {_block(number) for number in self._pages.corrected.overtook(edition)}
        yield from (f"/log/{block}" for block in sorted(filled | overtook) if block <= full)

    def _page(self, block: int) -> Page:
        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            last = min(edition.number, block * LOG_PAGE)
            numbers = range(last, (block - 1) * LOG_PAGE, -1)
            lines = tuple(self._pages.log_line(number, edition) for number in numbers)
            words = LANGUAGES["en"]
            return {
                "log": lines,
                "filters": filters(lines),
                "blocks": (),
                "size": LOG_PAGE,
                "words": words,
                "languages": _languages(),
                "block": block,
            }

        def version(edition: Edition) -> int:
            own = min(edition.number, block * LOG_PAGE)
            lines = range((block - 1) * LOG_PAGE + 1, block * LOG_PAGE + 1)
            return max(own, self._pages.corrected.overtaken_since(edition, lines))

        return Page(path=f"/log/{block}", template="log.html", version=version, context=context)


def _block(number: int) -> int:
    return (number - 1) // LOG_PAGE + 1


def corrections_shelf(pages: Pages) -> Shelf:
    """Return the page of what has been corrected, and what is in doubt."""

    def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        doubts = [
            (edition.election.contest_by_id[s.contest].name, contest_path(s.contest), d.evidence)
            for s in edition.standings.values()
            for d in s.doubts
        ]
        posts = tuple(pages.log_line(p.first, edition) for p in edition.record.posts if p.revision > 1)
        made = tuple(pages.corrected.view(c, edition) for c in reversed(edition.corrections))
        return {"made": made, "posts": posts[::-1], "doubts": tuple(sorted(doubts)), "latest": edition.number}

    return Fixed([Page(path="/corrections", template="corrections.html", version=every, context=context)])
