"""The desk as an application, and both it and the public site as one."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tellers.desk import Desk
from tellers.web.desk import api, openapi
from tellers.web.desk.asking import endpoint
from tellers.web.desk.copy_check.endpoint import copy_check
from tellers.web.desk.guard import Headers, Limit
from tellers.web.desk.pages import PAGES
from tellers.web.desk.stream import Stream


def create_desk(desk: Desk) -> Starlette:
    """Return the desk's pages and its interface for programs, to be mounted at /desk."""
    stream = Stream(desk)
    document = openapi.document()

    async def described(request: Request) -> Response:
        return JSONResponse(document)

    async def missing(request: Request, _: Exception) -> Response:
        if "/api/" in request.url.path:
            problem = {"where": "request", "found": "no such address", "wanted": "one of the document's", "remedy": ""}
            return JSONResponse({"problems": [problem]}, status_code=404)
        return HTMLResponse("<!doctype html><title>Not here</title><p>There is no such page.</p>", status_code=404)

    menu = tuple(page for page in PAGES if page.label)
    return Starlette(
        routes=[
            *(Route(page.path, endpoint(desk, page, menu), methods=page.methods) for page in PAGES),
            Route("/live", stream.endpoint),
            Route("/api/openapi.json", described),
            *api.routes(desk),
        ],
        exception_handlers={404: missing},
        middleware=[Middleware(Headers), Middleware(Limit)],
    )


def mount(site: ASGIApp, desk: Desk) -> ASGIApp:
    """Return one application: the desk under /desk, the public site everywhere else."""
    inner, check = create_desk(desk), copy_check(desk)

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path == "/desk":
            await RedirectResponse("/desk/")(scope, receive, send)
        elif path.startswith("/desk/"):
            # Not Starlette's Mount, whose pattern lets a path with a line break in it by.
            await inner({**scope, "root_path": f"{scope.get('root_path', '')}/desk"}, receive, send)
        elif path == "/check":
            await check(scope, receive, send)
        else:
            await site(scope, receive, send)

    return both
