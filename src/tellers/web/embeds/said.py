"""What oEmbed says, as files: `/oembed/contest/barchester.json`, where the site's own address is known.

A file cannot answer `?url=` or heed `maxwidth` and `maxheight`: pages lead to these by their discovery links, and the
size is the thing's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition
from tellers.web.embeds.oembed import as_json, as_xml, oembed
from tellers.web.embeds.things import oembed_path
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

_KINDS = {".json": (as_json, "application/json"), ".xml": (as_xml, "text/xml")}


class Said:
    """The answers for every embed; they are of the election, so no edition changes them."""

    def __init__(self, pages: Pages) -> None:
        self._hub = pages.hub
        self._pages = pages

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield both formats of each, where the site's address is known."""
        if self._hub.imprint.address:
            yield from (f"{oembed_path(thing)}{end}" for thing in self._pages.things.all() for end in _KINDS)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield none."""
        yield from ()

    def file(self, path: str, edition: Edition) -> File | None:
        """Return an answer."""
        imprint = self._hub.imprint
        end = next((end for end in _KINDS if path.endswith(end)), None)
        if not path.startswith("/oembed/") or end is None or not imprint.address:
            return None
        thing = self._pages.things.find(path.removeprefix("/oembed/").removesuffix(end))
        if thing is None:
            return None
        write, media = _KINDS[end]
        answer = oembed(thing, site=imprint.address, night=self._hub.election.name, publisher=imprint.publisher)
        return File(path=path, content=write(answer), media=media)
