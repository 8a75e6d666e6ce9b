"""Alerts as an application, under /alerts, beside the site or alone."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from tellers.desk.throttle import Throttle
from tellers.feeds.alerts.office import Alerts
from tellers.web.alerts import readers
from tellers.web.alerts.asking import Handler, endpoint
from tellers.web.desk.guard import Headers, Limit

_STATIC = Path(str(files("tellers.web"))) / "static"
_POSTS, _POST_SECONDS = 20, 60.0


def create_alerts(alerts: Alerts) -> Starlette:
    """Return the pages about alerts, with the files that they need."""
    throttle = Throttle(_POSTS, _POST_SECONDS, time.monotonic)
    both = ["GET", "POST"]

    def route(path: str, handler: Handler, methods: list[str]) -> Route:
        return Route(path, endpoint(alerts, throttle, handler), methods=methods)

    async def worker(request: Request) -> Response:
        return FileResponse(_STATIC / "alerts-worker.js", media_type="text/javascript")

    async def home(request: Request) -> Response:
        return RedirectResponse("/alerts", status_code=303)

    async def missing(request: Request, _: Exception) -> Response:
        return HTMLResponse("<!doctype html><title>Not here</title><p>There is no such page.</p>", status_code=404)

    return Starlette(
        routes=[
            route("/alerts", readers.sign_up, both),
            route("/alerts/asked", readers.asked, ["GET"]),
            route("/alerts/confirm/{token}", readers.confirm, both),
            route("/alerts/mine/{token}", readers.mine, both),
            route("/alerts/unsubscribe/{token}", readers.unsubscribe, both),
            route("/alerts/push", readers.browser, ["POST"]),
            route("/alerts/push/stop", readers.browser, ["POST"]),
            Route("/alerts/worker.js", worker),
            Route("/alerts/", home),
            Route("/", home),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        exception_handlers={404: missing},
        middleware=[Middleware(Headers), Middleware(Limit)],
    )


def mount_alerts(site: ASGIApp, alerts: Alerts) -> ASGIApp:
    """Return one application: the pages about alerts under /alerts, the site everywhere else."""
    inner = create_alerts(alerts)

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        app = inner if path == "/alerts" or path.startswith("/alerts/") else site
        await app(scope, receive, send)

    return both
