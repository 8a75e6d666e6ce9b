"""What an edition changed: its list of pages with the hash of each, and those parts of a page that differ.

`/editions/N.json` is a short list of the pages that edition N changed, each with the hash of its content;
`/parts/N/PAGE.json` those parts of a page that differ from edition N - 1.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition, to_json
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

_PART = re.compile(r'<(?P<tag>section|div|g|title|ul|tbody)\b(?=[^>]*\bdata-part="(?P<name>[^"]+)")[^>]*>')
_EDITIONS = re.compile(r"/editions/([0-9]{1,9})\.json")
_PARTS = re.compile(r"/parts/([0-9]{1,9})(/.*)\.json")
PARTS_WORTH = 16_000
"""A page of fewer bytes than this is fetched whole: its parts would cost a file and save nothing."""
PARTS_MOST = 0.7
"""So is one whose parts are more than this of it: nearly all of it has changed."""
KEPT = 256


class Deltas:
    """The lists and the parts of every edition; their addresses say which edition they are of."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._hub = pages.hub
        self._kept: dict[str, File] = {}

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the same as `touched`: who has the edition before asks for the parts on hearing of this one."""
        yield from self.touched(edition)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the parts that are worth a file, and last the list that says so."""
        for path in self._pages.catalogue.touched(edition):
            if self._worth(path, edition):
                yield _parts_path(path, edition)
        yield f"/editions/{edition.number}.json"

    def file(self, path: str, edition: Edition) -> File | None:
        """Return a list or a page's parts, of the edition that the address names."""
        found = _EDITIONS.fullmatch(path)
        if found is not None:
            named = self._hub.edition(int(found[1]))
            return None if named is None else self._remembered(path, partial(self._list, named))
        found = _PARTS.fullmatch(path)
        if found is None:
            return None
        named = self._hub.edition(int(found[1]))
        page = found[2] if found[2] != "/index" else "/"
        if named is None or named.number == 0 or self._pages.catalogue.find(page) is None:
            return None
        return self._remembered(path, partial(self._parts, named, page))

    def forget(self, edition: Edition) -> None:
        """Make an edition's list and parts anew when next asked for: the odds on its pages are others now."""
        gone = (f"/editions/{edition.number}.", f"/parts/{edition.number}/")
        for path in [path for path in self._kept if path.startswith(gone)]:
            del self._kept[path]

    def _remembered(self, path: str, make: Callable[[], dict[str, Any]]) -> File:
        if path not in self._kept:
            while len(self._kept) > KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[path] = File(path=path, content=to_json(make()), media="application/json")
        return self._kept[path]

    def _list(self, edition: Edition) -> dict[str, Any]:
        """Return the pages that an edition changed, by address, with the hash of each page's content."""
        changed, parts = {}, []
        for path in self._pages.catalogue.touched(edition):
            body = self._pages.render(path, edition)
            assert body is not None
            changed[path] = content_hash(body.encode())[:10]
            if self._worth(path, edition):
                parts.append(path)
        return head(edition) | {"changed": changed, "parts": parts}

    def _worth(self, page: str, edition: Edition) -> bool:
        """Return whether to fetch a page's parts is so much less than to fetch it whole that they get a file."""
        whole = len(self._pages.render(page, edition) or "")
        if whole < PARTS_WORTH or edition.number == 0:
            return False
        parts = self._remembered(_parts_path(page, edition), partial(self._parts, edition, page))
        return len(parts.content) <= PARTS_MOST * whole

    def _parts(self, edition: Edition, page: str) -> dict[str, Any]:
        before = self._hub.edition(edition.number - 1)
        assert before is not None
        old, new = self._pages.render(page, before), self._pages.render(page, edition)
        assert old is not None
        assert new is not None
        return differing_parts(old, new) | {"edition": edition.number}


def _parts_path(page: str, edition: Edition) -> str:
    return f"/parts/{edition.number}{'/index' if page == '/' else page}.json"


def head(edition: Edition) -> dict[str, Any]:
    """Return what head.json says: which edition is the newest, and where its list is."""
    return {
        "night": edition.election.id,
        "edition": edition.number,
        "announced_at": edition.announced_at,
        "list": f"/editions/{edition.number}.json",
    }


def content_hash(content: bytes) -> str:
    """Return the name of a content: the first 20 hex digits of its SHA-256; lists give its first 10."""
    return hashlib.sha256(content).hexdigest()[:20]


@lru_cache(maxsize=64)  # What is new at one edition is old at the next.
def split_parts(html: str) -> Mapping[str, str]:
    """Return the marked parts of a page by name, each with its own markup; a part within another is in both."""
    return {found["name"]: _element(html, found.end(), found) for found in _PART.finditer(html)}


_TAGS = {tag: re.compile(rf"<(/?){tag}\b") for tag in ("section", "div", "g", "title", "ul", "tbody")}


def _element(html: str, inside: int, found: re.Match[str]) -> str:
    """Return an element from its opening tag, which ends at `inside`, to the closing tag that is its own."""
    tag, depth = found["tag"], 1
    first = html.index(f"</{tag}>", inside)  # Most hold none of their own kind, which a plain search finds quicker.
    if html.find(f"<{tag}", inside, first) < 0:
        return html[found.start() : first + len(tag) + 3]
    for other in _TAGS[tag].finditer(html, inside):
        depth += -1 if other[1] else 1
        if depth == 0:
            return html[found.start() : html.index(">", other.start()) + 1]
    raise AssertionError(f"{tag} is not closed")


def differing_parts(old: str, new: str) -> dict[str, Any]:
    """Return the parts that are new or differ, and the names of all in the order of the page, None where as before."""
    before, after = split_parts(old), split_parts(new)
    title = re.search(r"<title>(.*?)</title>", new)
    return {
        "title": "" if title is None else title[1],
        "names": None if list(before) == list(after) else list(after),
        "parts": {name: markup for name, markup in after.items() if before.get(name) != markup},
    }
