"""The door: setting up, joining, signing in and out."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.responses import Response

from tellers.desk import DeskError, Person, TooMany
from tellers.desk.passkeys import Site
from tellers.web.desk.asking import COOKIE, Ask, set_cookie, status_of


def sign_in(ask: Ask) -> Response:
    """Show the sign-in, or begin a session."""
    if ask.desk.accounts.none_yet():
        return ask.go("/desk/setup")
    next = _next(ask)
    site = site_of(ask)
    if ask.request.method == "GET":
        return ask.page("sign-in", next=next, problems=(), login="", site=site)
    try:
        _throttled(ask, "sign in")
        person = ask.desk.accounts.sign_in(
            ask.text("login"), ask.form.get("password", ""), ask.text("code"), address=ask.address
        )
    except DeskError as error:
        login = ask.text("login")
        return ask.page("sign-in", status_of(error), next=next, problems=error.problems, login=login, site=site)
    return _begin(ask, person, next)


def ask_passkey(ask: Ask) -> Response:
    """Return what a browser is to ask its passkeys."""
    _throttled(ask, "sign in by passkey")
    return Response(ask.desk.passkeys.ask(site_of(ask), _holder(ask)), media_type="application/json")


def by_passkey(ask: Ask) -> Response:
    """Begin a session by a passkey's answer."""
    next, site = _next(ask), site_of(ask)
    try:
        _throttled(ask, "sign in by passkey")
        answer = ask.form.get("answer", "")
        person = ask.desk.passkeys.sign_in(site, _holder(ask), answer, address=ask.address)
    except DeskError as error:
        return ask.page("sign-in", status_of(error), next=next, problems=error.problems, login="", site=site)
    return _begin(ask, person, next)


def site_of(ask: Ask) -> Site | None:
    """Return the site that passkeys are bound to, as far as this request's address goes."""
    return ask.desk.passkeys.site(f"{ask.request.url.scheme}://{ask.request.headers.get('host', '')}")


def _holder(ask: Ask) -> str:
    """Return what a challenge is bound to: the browser that asked for it, by the cookie of its forms."""
    return ask.form_token if ask.actor is None else ask.actor.session or ""


def _throttled(ask: Ask, act: str) -> None:
    """Count a try of this address, and keep that it was refused if it is one too many."""
    try:
        ask.desk.throttle.check(ask.address)
    except TooMany as error:
        ask.desk.refused(None, act, "", str(error), ask.address)
        raise


def _next(ask: Ask) -> str:
    """Return where to go after signing in: a page of the desk, never another site."""
    wanted = ask.text("next") or unquote(ask.request.query_params.get("next", ""))
    fit = wanted.startswith("/desk/") and "\\" not in wanted and "//" not in wanted and "\n" not in wanted
    return wanted if fit and not wanted.startswith("/desk/sign") else "/desk/"


def _begin(ask: Ask, person: Person, next: str) -> Response:
    if ask.actor is not None:
        ask.desk.sessions.end(ask.actor)
    answer = ask.go(next)
    set_cookie(ask.request, answer, COOKIE, ask.desk.sessions.begin(person))
    return answer


def sign_out(ask: Ask) -> Response:
    """End the session."""
    ask.desk.sessions.end(ask.person)
    answer = ask.go("/desk/sign-in")
    answer.delete_cookie(COOKIE, path="/desk")
    return answer


def set_up(ask: Ask) -> Response:
    """Make the first account, with the token that the terminal shows."""
    if not ask.desk.accounts.none_yet():
        return ask.go("/desk/sign-in")
    if ask.request.method == "GET":
        return ask.page("setup", problems=(), values={})
    try:
        _throttled(ask, "set up")
        person = ask.desk.set_up(
            ask.text("token"),
            login=ask.text("login"),
            name=ask.text("name"),
            password=ask.form.get("password", ""),
            address=ask.address,
        )
    except DeskError as error:
        values = {name: ask.text(name) for name in ("token", "login", "name")}
        return ask.page("setup", status_of(error), problems=error.problems, values=values)
    return _begin(ask, person, "/desk/")


def join(ask: Ask) -> Response:
    """Let an invited person choose their password, which nobody else ever knows."""
    if ask.request.method == "GET":
        return ask.page("join", problems=(), invitation="")
    try:
        _throttled(ask, "join")
        person = ask.desk.accounts.join(ask.text("invitation"), ask.form.get("password", ""), address=ask.address)
    except DeskError as error:
        ask.desk.refused(None, "join", "", str(error), ask.address)
        return ask.page("join", status_of(error), problems=error.problems, invitation=ask.text("invitation"))
    return _begin(ask, person, "/desk/")
