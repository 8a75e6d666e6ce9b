"""The desk as an application, and both it and the public site as one."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tellers.desk import Desk
from tellers.web.desk import api, door, keying, office, openapi, places
from tellers.web.desk.asking import Handler, endpoint
from tellers.web.desk.guard import Headers, Limit
from tellers.web.desk.stream import Stream

_BOTH = ["GET", "POST"]


def create_desk(desk: Desk) -> Starlette:
    """Return the desk's pages and its interface for programs, to be mounted at /desk."""
    stream = Stream(desk)
    document = openapi.document()

    def page(path: str, handler: Handler, methods: list[str] | None = None, *, signed_in: bool = True) -> Route:
        return Route(path, endpoint(desk, handler, signed_in=signed_in), methods=methods or ["GET"])

    async def described(request: Request) -> Response:
        return JSONResponse(document)

    async def missing(request: Request, _: Exception) -> Response:
        if "/api/" in request.url.path:
            problem = {"where": "request", "found": "no such address", "wanted": "one of the document's", "remedy": ""}
            return JSONResponse({"problems": [problem]}, status_code=404)
        return HTMLResponse("<!doctype html><title>Not here</title><p>There is no such page.</p>", status_code=404)

    place = "/place/{contest}/{area}"
    return Starlette(
        routes=[
            page("/setup", door.set_up, _BOTH, signed_in=False),
            page("/join", door.join, _BOTH, signed_in=False),
            page("/sign-in", door.sign_in, _BOTH, signed_in=False),
            page("/sign-out", door.sign_out, ["POST"]),
            page("/", places.listing),
            page("/key/{contest}/{area}", keying.form, _BOTH),
            page("/sheet/{id}", keying.sheet),
            page("/sheet/{id}/decide", keying.decide, ["POST"]),
            page(place, places.place),
            page(f"{place}/notice", places.notice, ["POST"]),
            page(f"{place}/propose", places.propose, ["POST"]),
            page(f"{place}/documents", places.document, ["POST"]),
            page("/document/{id}", places.document),
            page("/decision/{id}", places.decision, _BOTH),
            page("/publishing", office.publishing, _BOTH),
            page("/account", office.account, _BOTH),
            page("/people", office.people, _BOTH),
            page("/acts", office.acts),
            Route("/live", stream.endpoint),
            Route("/api/openapi.json", described),
            *api.routes(desk),
        ],
        exception_handlers={404: missing},
        middleware=[Middleware(Headers), Middleware(Limit)],
    )


def mount(site: ASGIApp, desk: Desk) -> ASGIApp:
    """Return one application: the desk under /desk, the public site everywhere else."""
    inner = create_desk(desk)

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path == "/desk":
            await RedirectResponse("/desk/")(scope, receive, send)
        elif path.startswith("/desk/"):
            # Not Starlette's Mount, whose pattern lets a path with a line break in it by.
            await inner({**scope, "root_path": f"{scope.get('root_path', '')}/desk"}, receive, send)
        else:
            await site(scope, receive, send)

    return both
