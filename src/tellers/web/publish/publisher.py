"""A night written as files: every page once, then for each edition only what it touches, and last the tiny head.

Pages stand as `contest/ID/index.html`; `head.json` is written last, so that a reader who hears of an edition finds it.
`versions/HASH.html` keeps each page as it was, by the hash of its content, and is never written again.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from tellers.edition import Edition, to_json
from tellers.web.live import Hub
from tellers.web.odds import all_final
from tellers.web.publish.folder import Folder
from tellers.web.site.families.deltas import content_hash, head
from tellers.web.site.pages import Pages
from tellers.web.site.publication import Publication

STATIC = Path(str(files("tellers.web"))) / "static"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What one edition cost: files written, files found the same, and bytes before compression."""

    edition: int
    written: int
    kept: int
    bytes_written: int


class Publisher:
    """Writes a hub's site into a folder, and keeps it up to date.

    Args:
        versions: Whether each page is also kept under the hash of its content, for the slider on a site of files.
        odds: Whether odds are reckoned for the first writing; see `reckon` for later ones.
    """

    def __init__(self, hub: Hub, folder: Folder, *, versions: bool = True, odds: bool = True) -> None:
        self._hub = hub
        self._folder = folder
        self._pages = Pages(hub, pinned=True)
        self._publication = Publication(self._pages)
        self._versions = versions
        folder.open()
        self._pages.odds_history = odds
        if odds and not all_final(hub.latest):
            self._pages.odds = hub.odds.reckon_now(hub.latest)

    def everything(self) -> Written:
        """Write the whole site of the newest edition."""
        edition = self._hub.latest
        for path in sorted(STATIC.iterdir()):
            self._folder.put(f"/static/{path.name}", path.read_bytes())
        self._folder.put("/404.html", self._pages.missing().encode())
        listed = frozenset(self._pages.catalogue.touched(edition))
        for address in sorted(self._pages.catalogue.paths(edition), key=lambda path: path in listed):
            self._page(address, edition, listed=address in listed)  # Listed ones last: parts are made of them.
        for address in self._publication.paths(edition):
            self._file(address, edition)
        return self._finish(edition)

    def touched(self, edition: Edition) -> Written:
        """Write what one edition's event touched."""
        for address in self._pages.catalogue.touched(edition):
            self._page(address, edition)
        for address in self._publication.touched(edition):
            self._file(address, edition)
        return self._finish(edition)

    def reckon(self) -> Written:
        """Reckon the odds of the newest edition, which takes a second or two, and write the pages that show them."""
        edition = self._hub.latest
        self._pages.odds = self._hub.odds.reckon_now(edition)
        self._publication.deltas.forget(edition)
        return self.touched(edition)

    def _page(self, address: str, edition: Edition, *, listed: bool = True) -> None:
        """Write a page; one that an edition's list names is kept under its hash too, where the slider finds it."""
        body = self._pages.render(address, edition)
        assert body is not None
        content = body.encode()
        name = content_hash(content)
        file = "/index.html" if address == "/" else f"{address}/index.html"
        if self._folder.put(file, content) and self._versions and listed:
            self._folder.link(file, f"/versions/{name[:10]}.html")

    def _file(self, address: str, edition: Edition) -> None:
        found = self._publication.file(address, edition)
        assert found is not None
        end = "/index.html" if found.media == "text/html" else ""
        if self._folder.put(f"{address}{end}", found.content) and self._versions and found.kept:
            self._folder.link(f"{address}{end}", f"{found.kept}{end}")

    def _finish(self, edition: Edition) -> Written:
        self._folder.put("/head.json", to_json(head(edition)))
        made = Written(
            edition=edition.number,
            written=self._folder.written,
            kept=self._folder.kept,
            bytes_written=self._folder.bytes_written,
        )
        self._folder.written = self._folder.kept = self._folder.bytes_written = 0
        return made
