"""What every request to the desk passes: how much it may send, what the answer's headers say, where it comes from."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tellers.desk import Forbidden, TooLarge
from tellers.desk.copy_room import STORY_MAX_BYTES
from tellers.desk.documents import DOCUMENT_MAX_BYTES
from tellers.desk.refusing import refuse

BODY_MAX_BYTES = 256 * 2**10
_LARGER = {
    "/documents": DOCUMENT_MAX_BYTES + 2**16,
    "/check": STORY_MAX_BYTES + 2**14,
    "/api/notices": 4 * 2**20,  # A story's sentences, as many and as long as the OpenAPI document has them.
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class Headers:
    """Adds what keeps a page of the desk from being framed, sniffed, scripted or kept by a cache."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                added = [*_HEADERS, (b"cache-control", b"no-store")]
                message["headers"] = [*message["headers"], *(pair for pair in added if pair[0] not in given)]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class Limit:
    """Stops reading a request that is larger than is taken there, whatever it says of its length.

    The answer is sent by whoever reads the body and meets TooLarge; what was said to be too long is never read.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = next((most for end, most in _LARGER.items() if scope["path"].endswith(end)), BODY_MAX_BYTES)
        said = dict(scope["headers"]).get(b"content-length", b"0")
        length = int(said) if said.isdigit() and len(said) < 20 else most + 1
        got = 0

        async def limited() -> Message:
            nonlocal got
            if length > most:
                refuse(TooLarge, "request", f"{length:,} bytes", f"at most {most:,}", "Send less.")
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                refuse(TooLarge, "request", f"more than {most:,} bytes", f"at most {most:,}", "Send less.")
            return message

        await self.app(scope, limited, send)


def check_origin(request: Request) -> None:
    """Refuse a request that changes something and comes from another site's page.

    Raises:
        Forbidden: The browser says that it does.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        refuse(Forbidden, "request", f"a form from another site ({site})", "one of this desk", "Use the desk's page.")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        refuse(Forbidden, "request", f"a form from {origin[:80]}", "one of this desk", "Use the desk's own page.")


def check_token(expected: str, given: str) -> None:
    """Refuse a form that was not made for this session.

    Raises:
        Forbidden: Its token is not the session's.
    """
    if not expected or not secrets.compare_digest(expected.encode(), given.encode()):
        refuse(Forbidden, "request", "a form without this session's token", "one made here", "Load the page again.")


def address_of(request: Request) -> str:
    """Return the address that a request comes from, for the throttle and the log of acts."""
    return request.client.host if request.client is not None else ""


def worth_keeping(request: Request, status: int) -> bool:
    """Return whether a refusal is kept in the log of acts; a page asked for before signing in is not."""
    return status in (401, 403, 409, 413, 429) and not (status == 401 and request.method == "GET")
