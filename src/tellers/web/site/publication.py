"""Everything that is published beside the pages, and which files an edition touches: served and written alike.

`/head.json` is a few bytes with the newest number; `/editions/N.json` a short list of the pages that edition N changed,
each with the hash of its content; `/parts/N/PAGE.json` those parts of a page that differ from edition N - 1.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tellers.edition import Edition, to_json
from tellers.feeds import atom, csv_text, datapackage, tables
from tellers.web.site.pages import Pages

_PART = re.compile(r'<(?P<tag>section|div|g|title|ul)\b(?=[^>]*\bdata-part="(?P<name>[^"]+)")[^>]*>')
_EDITIONS = re.compile(r"/editions/([0-9]{1,9})\.json")
_PARTS = re.compile(r"/parts/([0-9]{1,9})(/.*)\.json")
FEED_LINES = 30
PARTS_WORTH = 16_000
"""A page of fewer bytes than this is fetched whole: its parts would cost a file and save nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the site: its address, its bytes and its media type."""

    path: str
    content: bytes
    media: str


class Publication:
    """The files of a night beside its pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._hub = pages.hub
        self._kept: dict[str, File] = {}
        self._rows: tables.Remembered = {}

    def head(self, edition: Edition) -> dict[str, Any]:
        """Return what head.json says."""
        return {
            "night": edition.election.id,
            "edition": edition.number,
            "announced_at": edition.announced_at,
            "list": f"/editions/{edition.number}.json",
        }

    def file(self, path: str) -> File | None:
        """Return the file at an address, of the newest edition where it has no number; None where there is none."""
        latest = self._hub.latest
        found = _EDITIONS.fullmatch(path)
        if found is not None:
            edition = self._hub.edition(int(found[1]))
            return None if edition is None else self._remembered(path, lambda: self._list(edition))
        found = _PARTS.fullmatch(path)
        if found is not None:
            edition = self._hub.edition(int(found[1]))
            page = found[2] if found[2] != "/index" else "/"
            if edition is None or edition.number == 0 or self._pages.catalogue.find(page) is None:
                return None
            return self._remembered(path, lambda: self._parts(edition, page))
        for made in self.whole(latest):
            if made == path:
                return self._whole(path, latest)
        return None

    def with_parts(self, edition: Edition) -> list[str]:
        """Return the pages that an edition changed of which the parts that differ are worth a file."""
        touched = self._pages.catalogue.touched(edition)
        return [path for path in touched if len(self._pages.render(path, edition) or "") >= PARTS_WORTH]

    def forget(self, edition: Edition) -> None:
        """Make an edition's list and parts anew when next asked for: the odds on its pages are others now."""
        for path in [path for path in self._kept if path.startswith((f"/editions/{edition.number}.", "/parts/"))]:
            del self._kept[path]

    def _remembered(self, path: str, make: Any) -> File:
        if path not in self._kept:
            while len(self._kept) > 256:
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
            if len(body) >= PARTS_WORTH:
                parts.append(path)
        return self.head(edition) | {"changed": changed, "parts": parts}

    def _parts(self, edition: Edition, page: str) -> dict[str, Any]:
        before = self._hub.edition(edition.number - 1)
        assert before is not None
        old, new = self._pages.render(page, before), self._pages.render(page, edition)
        assert old is not None
        assert new is not None
        return differing_parts(old, new) | {"edition": edition.number}

    def whole(self, edition: Edition) -> Iterator[str]:
        """Yield the addresses of the files that tell of the whole night."""
        yield "/feed.atom"
        yield "/names.json"
        yield "/data/datapackage.json"
        yield from (f"/data/{name}.csv" for name in tables.TABLES)

    def _whole(self, path: str, edition: Edition) -> File:
        if path == "/feed.atom":
            editions = [self._hub.edition(n) for n in range(edition.number, max(0, edition.number - FEED_LINES), -1)]
            text = atom(edition.election, [e for e in editions if e is not None])
            return File(path=path, content=text, media="application/atom+xml")
        if path == "/names.json":
            return File(path=path, content=to_json(self._pages.catalogue.index.plain()), media="application/json")
        if path == "/data/datapackage.json":
            return File(path=path, content=to_json(datapackage(edition)), media="application/json")
        name = path.removeprefix("/data/").removesuffix(".csv")
        return File(path=path, content=csv_text(tables.TABLES[name], edition, self._rows), media="text/csv")


def content_hash(content: bytes) -> str:
    """Return the name of a content: the first 20 hex digits of its SHA-256; lists give its first 10."""
    return hashlib.sha256(content).hexdigest()[:20]


def split_parts(html: str) -> dict[str, str]:
    """Return the marked parts of a page by name, each with its own markup; a part within another is in both."""
    return {found["name"]: _element(html, found.start(), found["tag"]) for found in _PART.finditer(html)}


def _element(html: str, start: int, tag: str) -> str:
    depth = 0
    for found in re.compile(rf"<(/?){tag}\b").finditer(html, start):
        depth += -1 if found[1] else 1
        if depth == 0:
            return html[start : html.index(">", found.start()) + 1]
    raise AssertionError(f"{tag} is not closed")


def differing_parts(old: str, new: str) -> dict[str, Any]:
    """Return the parts that are new or differ, in the order of the page, and the names of all of them."""
    before, after = split_parts(old), split_parts(new)
    title = re.search(r"<title>(.*?)</title>", new)
    return {
        "title": "" if title is None else title[1],
        "names": list(after),
        "parts": {name: markup for name, markup in after.items() if before.get(name) != markup},
    }
