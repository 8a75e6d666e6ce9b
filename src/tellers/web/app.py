"""The public site as an application: pages and files from editions, and the live stream."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tellers.edition import Edition, to_json
from tellers.feeds import changes_since
from tellers.web.embeds.endpoint import announced, oembed_endpoint
from tellers.web.live import Hub
from tellers.web.prints import PrintProblem
from tellers.web.site.families.deltas import head
from tellers.web.site.pages import Pages
from tellers.web.site.publication import Publication

STATIC = Path(str(files("tellers.web"))) / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EMBED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors *"
)
"""Of /embed/ alone: these may stand in other sites' pages, and do nothing there but show."""
QUERIES = {"/search": 80, "/embeds": 600, "/screen": 900, "/screens": 900}
"""The pages that take a query, and how much of it."""

DRAWN = (".png", ".pdf")


class SecurityHeaders:
    """Adds the headers that every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        policy = EMBED_POLICY if scope.get("path", "").startswith("/embed/") else POLICY

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", policy.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"same-origin"),
                ]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def create_site(hub: Hub) -> Starlette:
    """Return the public site of a hub's night."""
    pages = Pages(hub)
    publication = Publication(pages)

    def number(text: str | None) -> int | None:
        return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 10 else None

    def chosen(request: Request) -> tuple[Edition | None, bool]:
        text = request.query_params.get("at")
        if text is None or text == "":
            return hub.latest, False
        asked = number(text)
        return (None if asked is None else hub.edition(asked)), True

    async def page(request: Request) -> Response:
        """Answer with the file or the page at an address; pictures and prints are drawn in a thread of their own."""
        edition, at = chosen(request)
        path = request.url.path
        if edition is None:
            return missing_page(path)
        if path.endswith(DRAWN):
            try:
                found = await run_in_threadpool(publication.file, path, edition)
            except PrintProblem as problem:
                return PlainTextResponse(f"{problem}\n", status_code=501)
        else:
            found = publication.file(path, edition)
        if found is not None:
            return _tagged(request, found.content, found.media)
        asked = request.query_params.get("q", "") if path == "/search" else request.url.query
        query = asked[: QUERIES.get(path, 0)]
        body = pages.render(path, edition, at=at, query=query)
        if body is None:
            return missing_page(path)
        answer = _tagged(request, body.encode(), "text/html")
        if not hub.imprint.address:  # The page cannot name its own address in full; the answer can.
            answer.headers["link"] = announced(request, pages.things.of_page(path))
        return answer

    def missing_page(path: str) -> Response:
        return _json(None) if path.endswith(".json") else HTMLResponse(pages.missing(), status_code=404)

    async def newest(request: Request) -> Response:
        return _tagged(request, to_json(head(hub.latest) | {"live": "/live"}), "application/json")

    async def changes(request: Request) -> Response:
        since = number(request.query_params.get("since", "0"))
        before = None if since is None else hub.edition(since)
        if before is None:
            return _json(None)
        made = (hub.edition(n) for n in range(before.number + 1, hub.latest.number + 1))
        body = to_json(changes_since(before, [edition for edition in made if edition is not None]))
        return _tagged(request, body, "application/json")

    async def missing(request: Request, _: Exception) -> Response:
        return missing_page(request.url.path)

    async def stream(request: Request) -> Response:
        said = number(request.headers.get("last-event-id") or request.query_params.get("after"))
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        after = hub.latest.number if said is None else said
        return StreamingResponse(_events(hub, after), media_type="text/event-stream", headers=headers)

    return Starlette(
        routes=[
            Route("/head.json", newest),
            Route("/live", stream),
            Route("/changes.json", changes),
            Route("/oembed", oembed_endpoint(hub, pages.things)),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/{path:path}", page),
        ],
        exception_handlers={404: missing},
        middleware=[Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=800)],
    )


def _tagged(request: Request, body: bytes, media: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    asked = request.headers.get("if-none-match", "")
    if tag in (part.strip().removeprefix("W/") for part in asked.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)


def _json(body: bytes | None) -> Response:
    if body is None:
        return JSONResponse({"error": "There is no such edition, contest or file."}, status_code=404)
    return Response(body, media_type="application/json", headers={"cache-control": "no-cache"})


async def _events(hub: Hub, after: int) -> AsyncIterator[str]:
    """Yield the server-sent events of new editions, each a number and nothing more, and heartbeats as comments."""
    yield "retry: 3000\n\n"
    async for number in hub.follow(after):
        yield ":\n\n" if number is None else f'id: {number}\ndata: {{"edition":{number}}}\n\n'
