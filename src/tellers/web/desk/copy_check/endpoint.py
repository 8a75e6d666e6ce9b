"""The address `/check`: who may ask and how often, how a story is read, and the answer in the form asked for."""

from __future__ import annotations

import time
from typing import ClassVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tellers.check import Report, report_html, report_json, report_sarif
from tellers.desk import ROLES, Actor, Desk, DeskError, NotSignedIn, TooLarge, TooMany
from tellers.desk.copy_room import STORY_MAX_BYTES
from tellers.desk.refusing import refuse
from tellers.desk.throttle import Throttle
from tellers.errors import LookupProblem, TellersError
from tellers.web.desk.asking import status_of
from tellers.web.desk.copy_check.wire import read_copy
from tellers.web.desk.guard import Headers, address_of

CHECKS_MAX, CHECKS_SECONDS = 120, 60.0
BODY_MAX_BYTES = 2 * STORY_MAX_BYTES  # JSON may write a character as six.
ANSWERS = ("application/json", "application/sarif+json", "text/html")


class NotAcceptable(DeskError):
    """An answer in a form that there is not: ask for one that there is."""

    status: ClassVar[int] = 406


class WrongMethod(DeskError):
    """Another method than POST: send a story."""

    status: ClassVar[int] = 405


def copy_check(desk: Desk) -> ASGIApp:
    """Return the application at `/check`.

    Nothing of a story is kept: not in the log of acts, not in the tables, not in what the server prints.
    """
    throttle = Throttle(CHECKS_MAX, CHECKS_SECONDS, time.monotonic)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, _limited(scope, receive))
        try:
            response = await _answer(desk, throttle, request)
        except TellersError as error:
            response = _refusal(error)
        await response(scope, receive, send)

    return Headers(answer)


async def _answer(desk: Desk, throttle: Throttle, request: Request) -> Response:
    if request.method != "POST":
        refuse(WrongMethod, "request", request.method[:20], "POST, with a story", "Send the story with POST.")
    actor = await run_in_threadpool(_actor, desk, request)
    if not throttle.allows(actor.person.id):
        wanted = f"at most {CHECKS_MAX} in {CHECKS_SECONDS:g} seconds"
        refuse(TooMany, "copy check", "too many stories from one person's tokens", wanted, "Wait a little.")
    kind = _kind(request.headers.get("accept", ""))
    body = await request.body()
    copy = read_copy(request.headers.get("content-type", ""), body, request.query_params.getlist)
    report = await run_in_threadpool(desk.copy.check, copy)
    # The page brings its style with it, and nothing else may run or be fetched.
    policy = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; sandbox"}
    return Response(_written(report, kind), media_type=kind, headers=policy)


def _actor(desk: Desk, request: Request) -> Actor:
    """Return who asks: a program with a token; the desk's own page has its own way."""
    header = request.headers.get("authorization")
    if header is None:
        refuse(NotSignedIn, "copy check", "no token", "one of this desk", "Send Authorization: Bearer TOKEN.")
    try:
        actor = desk.sessions.token_actor(header, address_of(request))
        actor.need("copy check", *ROLES)
    except DeskError as error:
        desk.refused(None, f"{request.method} /check", "", str(error), address_of(request))
        raise
    return actor


def _kind(accept: str) -> str:
    """Return the media type to answer in: of those accepted with the greatest weight, the first that there is."""
    wanted: list[tuple[float, str]] = []
    for part in accept.split(",") if accept.strip() else ["*/*"]:
        name, _, rest = part.partition(";")
        weight = next((p.partition("=")[2] for p in rest.split(";") if p.strip().startswith("q=")), "1")
        wanted.append((_weight(weight), name.strip().lower()))
    for share, name in sorted(wanted, key=lambda pair: -pair[0]):
        family = name.removesuffix("/*")
        found = next((a for a in ANSWERS if name in (a, "*/*") or a.partition("/")[0] == family), None)
        if found is not None and share > 0:
            return found
    refuse(NotAcceptable, "accept", accept[:120], f"one of {', '.join(ANSWERS)}", "Ask for one of these.")


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _written(report: Report, kind: str) -> bytes:
    match kind:
        case "application/sarif+json":
            return msgspec.json.encode(report_sarif(report))
        case "text/html":
            return report_html(report).encode()
    return msgspec.json.encode(report_json(report))


def _limited(scope: Scope, receive: Receive) -> Receive:
    """Return a reader that stops at the limit, whatever the request says of its length."""
    said = dict(scope["headers"]).get(b"content-length", b"0")
    length = int(said) if said.isdigit() and len(said) < 20 else BODY_MAX_BYTES + 1
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = None if length > BODY_MAX_BYTES else await receive()
        got += len(message.get("body", b"")) if message is not None else length
        if message is None or got > BODY_MAX_BYTES:
            wanted = f"at most {BODY_MAX_BYTES:,}"
            refuse(TooLarge, "request", f"more than {BODY_MAX_BYTES:,} bytes", wanted, "Send the story in parts.")
        return message

    return limited


def _refusal(error: TellersError) -> Response:
    faults = [{"where": p.where, "found": p.found, "wanted": p.wanted, "remedy": p.remedy} for p in error.problems]
    # A moment that the night has not, as a night that there is not, is looked up and not found.
    status = 404 if isinstance(error, LookupProblem) else status_of(error)
    answer = Response(msgspec.json.encode({"problems": faults}), status_code=status, media_type="application/json")
    for fitting, name, value in (
        (401, "www-authenticate", 'Bearer realm="tellers"'),
        (405, "allow", "POST"),
        (429, "retry-after", "10"),
        (503, "retry-after", "5"),
    ):
        if status == fitting:
            answer.headers[name] = value
    return answer
