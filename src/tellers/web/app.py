"""The public site as an application: pages from editions, data, and the live stream."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tellers.edition import Edition, board_plain, edition_bytes, standing_plain, to_json
from tellers.web.live import Hub
from tellers.web.site.pages import Pages

STATIC = Path(str(files("tellers.web"))) / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class SecurityHeaders:
    """Adds the headers that every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", POLICY.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"same-origin"),
                ]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def create_site(hub: Hub) -> Starlette:
    """Return the public site of a hub's night."""
    pages = Pages(hub)

    def chosen(request: Request) -> Edition | None:
        text = request.query_params.get("at")
        if text is None or text == "":
            return hub.latest
        return hub.edition(int(text)) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    def page(request: Request, body: str | None) -> Response:
        if body is None:
            return HTMLResponse(pages.missing(), status_code=404)
        tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:24]}"'
        headers = {"etag": tag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
            return Response(status_code=304, headers=headers)
        return HTMLResponse(body, headers=headers)

    async def night(request: Request) -> Response:
        edition = chosen(request)
        return page(request, None if edition is None else pages.night(edition))

    async def contest(request: Request) -> Response:
        edition, found = chosen(request), hub.election.contest_by_id.get(request.path_params["contest"])
        return page(request, None if edition is None or found is None else pages.contest(edition, found))

    async def log(request: Request) -> Response:
        edition = chosen(request)
        return page(request, None if edition is None else pages.log(edition))

    async def head(request: Request) -> Response:
        latest = hub.latest
        body = {"night": hub.election.id, "edition": latest.number, "announced_at": latest.announced_at}
        return Response(to_json(body), media_type="application/json", headers={"cache-control": "no-cache"})

    async def edition_data(request: Request) -> Response:
        edition = hub.edition(request.path_params["number"])
        return _json(None if edition is None else edition_bytes(edition))

    async def board_data(request: Request) -> Response:
        edition = chosen(request)
        return _json(None if edition is None else to_json(board_plain(edition)))

    async def standing_data(request: Request) -> Response:
        edition, found = chosen(request), hub.election.contest_by_id.get(request.path_params["contest"])
        if edition is None or found is None:
            return _json(None)
        return _json(to_json(standing_plain(edition, found, edition.standing(found))))

    async def missing(request: Request, _: Exception) -> Response:
        return HTMLResponse(pages.missing(), status_code=404)

    async def stream(request: Request) -> Response:
        said = request.headers.get("last-event-id") or request.query_params.get("after") or ""
        after = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else hub.latest.number
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(_events(hub, after), media_type="text/event-stream", headers=headers)

    return Starlette(
        routes=[
            Route("/", night),
            Route("/contest/{contest}", contest),
            Route("/log", log),
            Route("/head.json", head),
            Route("/live", stream),
            Route("/data/editions/{number:int}.json", edition_data),
            Route("/data/board.json", board_data),
            Route("/data/contests/{contest}.json", standing_data),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={404: missing},
        middleware=[Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=800)],
    )


def _json(body: bytes | None) -> Response:
    if body is None:
        return JSONResponse({"error": "There is no such edition or contest."}, status_code=404)
    return Response(body, media_type="application/json", headers={"cache-control": "no-cache"})


async def _events(hub: Hub, after: int) -> AsyncIterator[str]:
    """Yield the server-sent events of new editions, each a number and nothing more, and heartbeats as comments."""
    yield "retry: 3000\n\n"
    async for number in hub.follow(after):
        yield ":\n\n" if number is None else f'id: {number}\ndata: {{"edition":{number}}}\n\n'
