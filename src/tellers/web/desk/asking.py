"""One request to the desk's pages: who asks, with which form; and how handlers become endpoints."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tellers.desk import Actor, Desk, DeskError, NotSignedIn, TooLarge, Unfit
from tellers.desk.people import Role
from tellers.desk.refusing import refuse
from tellers.errors import DeclarationError, StoreError, TellersError
from tellers.web.desk.guard import address_of, check_origin, check_token, worth_keeping
from tellers.web.desk.told import told

COOKIE, FORM_COOKIE = "tellers_desk", "tellers_form"
_FIELDS_MAX = 5_000
_T = TypeVar("_T")

templates = Environment(
    loader=PackageLoader("tellers.web", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters["told"] = told
templates.filters["by_id_and_name"] = lambda named: (named.id, named.name)
templates.filters["thousands"] = lambda number: "" if number is None else f"{number:,}"


@dataclass(slots=True, kw_only=True)
class Ask:
    """A request with its form read and its asker known."""

    desk: Desk
    request: Request
    actor: Actor | None
    form: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[str]] = field(default_factory=dict)
    upload: tuple[str, bytes] | None = None
    form_token: str = ""
    menu: tuple[Page, ...] = ()

    @property
    def address(self) -> str:
        """Return where the request comes from."""
        return address_of(self.request)

    @property
    def person(self) -> Actor:
        """Return who asks.

        Raises:
            NotSignedIn: Nobody does.
        """
        if self.actor is None:
            refuse(NotSignedIn, "the desk", "nobody signed in", "somebody", "Sign in.")
        return self.actor

    def text(self, name: str) -> str:
        """Return a field of the form, "" where it was not sent."""
        return self.form.get(name, "").strip()

    def query(self, name: str) -> str:
        """Return a part of the address's query, "" where it was not sent."""
        return self.request.query_params.get(name, "").replace("\0", "").strip()

    def page(self, name: str, status: int = 200, *, shell: bool = False, **values: Any) -> HTMLResponse:
        """Return a page of the desk; as a shell, which the browser keeps, without its menu and the session's token."""
        record = self.desk.ledger.record
        token = self.actor.csrf if self.actor is not None else self.form_token
        html = templates.get_template(f"desk/{name}.html").render(
            actor=self.actor, election=record.election, edition=record.seq, csrf="" if shell else token,
            path=self.request.url.path, new_id=secrets.token_hex(12), menu=[] if shell else self._menu(),
            desk=self.desk, shell=shell, **values,
        )  # fmt: skip
        answer = HTMLResponse(html, status_code=status)
        if self.actor is None and self.request.cookies.get(FORM_COOKIE) != self.form_token:
            set_cookie(self.request, answer, FORM_COOKIE, self.form_token)
        return answer

    def _menu(self) -> list[Page]:
        """Return the pages that whoever asks is led to from every page."""
        actor = self.actor
        return [] if actor is None else [p for p in self.menu if not p.roles or actor.may(*p.roles)]

    def go(self, path: str) -> Response:
        """Return the way to another page, after something was done."""
        return RedirectResponse(path, status_code=303)


Handler = Callable[[Ask], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the desk: where it is, who answers, and how the menu names it.

    Args:
        path: Under /desk; a name in braces is a part of it that the handler reads.
        writes: True where the page takes forms too; `shows` False where it takes forms alone.
        label: What the menu calls it, "" where the menu has it not.
        roles: Whose menu has it; none named is everybody's. The handler itself refuses who may not.
        badge: What the menu counts beside its label, and how it is said in full: how many wait there.
    """

    path: str
    handler: Handler
    shows: bool = True
    writes: bool = False
    signed_in: bool = True
    label: str = ""
    roles: tuple[Role, ...] = ()
    badge: Callable[[Desk], tuple[int, str]] | None = None

    @property
    def methods(self) -> list[str]:
        """Return the methods that the page answers."""
        return ["GET"] * self.shows + ["POST"] * self.writes


def convert(body: dict[str, object], kind: type[_T]) -> _T:
    """Return a form's fields as what they are to be.

    Raises:
        Unfit: A field does not hold what it should.
    """
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        refuse(Unfit, "the form", str(error), "every field filled in", "Look at the field named.")


def set_cookie(request: Request, answer: Response, name: str, value: str) -> None:
    """Set a cookie that no script reads and no other site sends; over TLS it is never sent without."""
    answer.set_cookie(name, value, path="/desk", httponly=True, samesite="strict", secure=request.url.scheme == "https")


def endpoint(desk: Desk, page: Page, menu: tuple[Page, ...]) -> Callable[[Request], Awaitable[Response]]:
    """Return a page's endpoint: it knows who asks, checks where forms come from, and tells refusals as pages."""

    async def answer(request: Request) -> Response:
        token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
        ask = Ask(desk=desk, request=request, actor=None, form_token=token, menu=menu)
        try:
            ask.actor = await run_in_threadpool(desk.sessions.actor, request.cookies.get(COOKIE), ask.address)
            if request.method == "POST":
                check_origin(request)
                await _read_form(ask)
                check_token(ask.actor.csrf if ask.actor else request.cookies.get(FORM_COOKIE, ""), ask.text("csrf"))
            if page.signed_in:
                _ = ask.person
            return await run_in_threadpool(page.handler, ask)
        except NotSignedIn as error:
            if request.method == "GET":
                return RedirectResponse(f"/desk/sign-in?next={quote(request.url.path)}", status_code=303)
            return await run_in_threadpool(_refusal, ask, error)
        except TellersError as error:
            return await run_in_threadpool(_refusal, ask, error)

    return answer


def _refusal(ask: Ask, error: TellersError) -> Response:
    status = status_of(error)
    if worth_keeping(ask.request, status):
        path = f"{ask.request.method} {ask.request.url.path}"
        ask.desk.refused(ask.actor, path, "", str(error), ask.address)
    return ask.page("refused", status, problems=error.problems, back=_back(ask))


def status_of(error: TellersError) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(error, DeskError):
        return error.status
    if isinstance(error, DeclarationError):
        return 422
    return 503 if isinstance(error, StoreError) else 400


def _back(ask: Ask) -> str:
    return "/desk/sign-in" if ask.actor is None else "/desk/"


async def _read_form(ask: Ask) -> None:
    """Read a form as browsers send it, a file with it where one was chosen."""
    if ask.request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with ask.request.form(max_files=1, max_fields=20) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    ask.upload = (value.filename or "document", await value.read())
                else:
                    ask.form[name] = value
        return
    body = (await ask.request.body()).decode("utf-8", errors="replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_FIELDS_MAX)
    except ValueError:
        refuse(TooLarge, "form", f"more than {_FIELDS_MAX:,} fields", "fewer", "Send less.")
    for name, value in pairs:
        ask.form[name] = value.replace("\0", "")
        ask.many.setdefault(name, []).append(value)
