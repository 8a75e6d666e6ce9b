"""One request about alerts: its form read, where it comes from checked, its answer never kept by a cache."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tellers.desk.refusing import DeskError
from tellers.desk.throttle import Throttle
from tellers.errors import StoreError, TellersError
from tellers.feeds.alerts.office import Alerts
from tellers.feeds.alerts.refusing import NoSuch, TooOften
from tellers.web.desk.asking import templates
from tellers.web.desk.guard import address_of, check_origin, check_token
from tellers.web.site.pages import asset

COOKIE = "tellers_alerts"
_FIELDS_MAX = 200


@dataclass(slots=True, kw_only=True)
class Ask:
    """A request with its form read."""

    alerts: Alerts
    request: Request
    throttle: Throttle
    form_token: str
    form: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[str]] = field(default_factory=dict)
    body: bytes = b""

    @property
    def posted(self) -> bool:
        """Return whether something is to be done, not only shown."""
        return self.request.method == "POST"

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page about alerts."""
        election = self.alerts.editions.election
        html = templates.get_template(f"alerts/{name}.html").render(
            election=election, csrf=self.form_token, asset=asset, push=self.alerts.pusher is not None, **values
        )
        answer = HTMLResponse(html, status_code=status)
        if self.request.cookies.get(COOKIE) != self.form_token:
            secure = self.request.url.scheme == "https"
            answer.set_cookie(COOKIE, self.form_token, path="/alerts", httponly=True, samesite="strict", secure=secure)
        return answer

    def go(self, path: str) -> Response:
        """Return the way to another page, after something was done."""
        return RedirectResponse(path, status_code=303)

    def check_form(self) -> None:
        """Refuse a form that this page did not make, or that comes too often from one address.

        Raises:
            DeskError: It is so.
        """
        check_origin(self.request)
        given = self.form.get("csrf", "") or self.request.headers.get("x-csrf", "")
        check_token(self.request.cookies.get(COOKIE, ""), given)
        self.throttle.check(network_of(address_of(self.request)))


Handler = Callable[[Ask], Response]


def network_of(address: str) -> str:
    """Return whom an address counts as: an IPv6 subscriber has a whole /64 to come from."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if number.version == 4 else str(ipaddress.ip_network(f"{address}/64", strict=False))


def endpoint(alerts: Alerts, throttle: Throttle, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler's endpoint; refusals are told as pages."""

    async def answer(request: Request) -> Response:
        token = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
        ask = Ask(alerts=alerts, request=request, throttle=throttle, form_token=token)
        try:
            if request.method == "POST":
                await _read(ask)
            return await run_in_threadpool(handler, ask)
        except TellersError as error:
            return await run_in_threadpool(ask.page, "refused", status_of(error), problems=error.problems)

    return answer


def status_of(error: TellersError) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(error, DeskError):
        return error.status
    if isinstance(error, NoSuch):
        return 404
    if isinstance(error, TooOften):
        return 429
    return 503 if isinstance(error, StoreError) else 422


async def _read(ask: Ask) -> None:
    ask.body = await ask.request.body()
    if not ask.request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return
    try:
        pairs = parse_qsl(
            ask.body.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=_FIELDS_MAX
        )
    except ValueError:
        pairs = []  # More fields than any page of ours has: a form without its token, and refused as one.
    for name, value in pairs:
        ask.form[name] = value.replace("\0", "")
        ask.many.setdefault(name, []).append(value)
