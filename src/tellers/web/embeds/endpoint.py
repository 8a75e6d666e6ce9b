"""The oEmbed endpoint of a served site: `/oembed?url=…&maxwidth=…&maxheight=…&format=…`.

404 for an address that is not of this site or means nothing there, 401 for the desk's, 501 for a format that is neither
json nor xml, 400 for a size that is no number: so says section 2.3.4 of the specification of the first three.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from tellers.web.embeds.oembed import as_json, as_xml, oembed
from tellers.web.embeds.things import LANGUAGE, Asked, Thing, Things, asked
from tellers.web.live import Hub

FORMATS = {"json": (as_json, "application/json"), "xml": (as_xml, "text/xml")}
_PRIVATE = ("/desk", "/check")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Exception):
    """A request that cannot be answered: its status, and why in one line."""

    status: int
    why: str


def oembed_endpoint(hub: Hub, things: Things) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint for a hub's site."""

    async def endpoint(request: Request) -> Response:
        headers = {"access-control-allow-origin": "*", "cache-control": "public, max-age=300"}
        try:
            write, media = _format(request)
            thing, ask = _thing(request, hub, things)
            answer = oembed(
                thing,
                site=site_of(request, hub),
                night=hub.election.name,
                publisher=hub.imprint.publisher,
                language=ask.language,
                at=ask.at,
                most_width=_size(request, "maxwidth"),
                most_height=_size(request, "maxheight"),
            )
        except Refused as refused:
            return PlainTextResponse(f"{refused.why}\n", status_code=refused.status, headers=headers)
        return Response(write(answer), media_type=media, headers=headers)

    return endpoint


def site_of(request: Request, hub: Hub) -> str:
    """Return the site's address: the one it was given, else the one by which it was asked."""
    return hub.imprint.address or str(request.base_url).rstrip("/")


def announced(request: Request, thing: Thing) -> str:
    """Return the Link header that leads from a page to what oEmbed says of it, in both formats."""
    site = str(request.base_url).rstrip("/")
    url = quote(f"{site}{thing.page}", safe="")
    return ", ".join(
        f'<{site}/oembed?url={url}&format={format}>; rel="alternate"; type="{media}+oembed"'
        for format, media in (("json", "application/json"), ("xml", "text/xml"))
    )


def _format(request: Request) -> tuple[Callable[..., bytes], str]:
    name = request.query_params.get("format", "json")
    if name not in FORMATS:
        raise Refused(status=501, why=f"format: found {name[:40]!r}, wanted json or xml.")
    return FORMATS[name]


def _thing(request: Request, hub: Hub, things: Things) -> tuple[Thing, Asked]:
    """Return what an address of this site shows, and how it is to be shown."""
    url = request.query_params.get("url", "")
    if not url:
        raise Refused(status=400, why="url: found none, wanted the address of a page of this site.")
    foreign = Refused(status=404, why="url: not a page of this site. Give the address of one of its pages.")
    try:
        parts, own = urlsplit(url), urlsplit(site_of(request, hub))
        same = (parts.hostname, parts.port) == (own.hostname, own.port)
    except ValueError:
        raise foreign from None
    if parts.scheme not in ("http", "https") or not same:
        raise foreign
    path = unquote(parts.path).rstrip("/") or "/"
    if any(path == private or path.startswith(f"{private}/") for private in _PRIVATE):
        raise Refused(status=401, why="url: the desk's pages are not public.")
    ask = asked(path)
    thing = things.find(ask.rest) if ask is not None else things.at_page(path)
    if thing is None or (ask is not None and ask.at is not None and hub.edition(ask.at) is None):
        raise foreign
    return thing, ask or Asked(language=LANGUAGE, at=None, rest=thing.rest)


def _size(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if text is None or text == "":
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0):
        raise Refused(status=400, why=f"{name}: found {text[:40]!r}, wanted a number of pixels.")
    return int(text)


__all__ = ["announced", "oembed_endpoint", "site_of"]
