"""What readers do: sign up, confirm, change and stop; by email, and by their browser's own notifications."""

from __future__ import annotations

import msgspec
from starlette.responses import JSONResponse, Response

from tellers.edition.languages import LANGUAGES
from tellers.errors import TellersError
from tellers.feeds.alerts.alert import KINDS
from tellers.feeds.alerts.push import Keys
from tellers.feeds.alerts.refusing import AlertsError, NoSuch, refuse
from tellers.web.alerts.asking import Ask, status_of
from tellers.web.alerts.form import COOLING, KIND_WORDS, PARTIES_MAX, Choice, choice_of, read_form

_FIRST_KINDS = tuple(kind for kind in KINDS if kind != "recount")
_LANGUAGE_NAMES = {"en": "English", "cy": "Cymraeg"}


class Browser(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page sends to sign a browser up: its subscription, and the form's fields."""

    endpoint: str
    keys: Keys
    form: dict[str, list[str]] = {}


def sign_up(ask: Ask) -> Response:
    """Show the form, or ask the owner of an address to confirm."""
    choice, address = Choice(kinds=_FIRST_KINDS, places=_asked_place(ask)), ""
    if not ask.posted:
        return _form(ask, choice, address)
    ask.check_form()
    read = read_form(ask.alerts.editions.election, ask.form, ask.many)
    address = ask.form.get("email", "").strip()
    try:
        wants = read.settled()
        ask.alerts.sign_up(address, wants, read.choice.language)
    except AlertsError as error:
        return _form(ask, read.choice, address[:254], error)
    return ask.go("/alerts/asked")


def asked(ask: Ask) -> Response:
    """Show what comes next."""
    return ask.page("said", title="Look in your mail", said=_ASKED, link=None)


_ASKED = (
    "If that address can be reached, a message is on its way to it. Nothing else is sent before the link in it is "
    "followed, within two days. Look among unwanted mail too."
)


def confirm(ask: Ask) -> Response:
    """Show the button that confirms, or confirm; a mail reader that looks at links confirms nothing."""
    token = ask.request.path_params["token"]
    if not ask.posted:
        found = ask.alerts.subscribers.by_token(token)
        return ask.go(_mine(token)) if found.state == "on" else ask.page("confirm", subscriber=found)
    ask.check_form()
    ask.alerts.subscribers.confirm(token)
    return ask.go(f"{_mine(token)}?new=1")


def mine(ask: Ask) -> Response:
    """Show what somebody gets, or change it."""
    token = ask.request.path_params["token"]
    found = ask.alerts.subscribers.by_token(token)
    if found.state != "on":
        refuse(NoSuch, "this link", "alerts that were stopped or never confirmed", "alerts that come", "Sign up again.")
    election = ask.alerts.editions.election
    if not ask.posted:
        choice = choice_of(election, found.wants, found.language)
        return _form(ask, choice, found.address, token=token, new="new" in ask.request.query_params)
    ask.check_form()
    read = read_form(election, ask.form, ask.many)
    try:
        ask.alerts.subscribers.change(token, read.settled(), read.choice.language)
    except AlertsError as error:
        return _form(ask, read.choice, found.address, error, token=token)
    return ask.page("said", title="Changed", said="What you get is changed as you asked.", link=_mine(token))


def unsubscribe(ask: Ask) -> Response:
    """Show the button that stops alerts, or stop them; a mail program's one click needs no page and no cookie."""
    token = ask.request.path_params["token"]
    try:
        found = ask.alerts.subscribers.by_token(token)
    except NoSuch:
        if ask.posted:  # Somebody who asks twice is not told of an error: nothing more will come.
            return ask.page("said", title="Stopped", said=_STOPPED, link=None)
        raise
    if not ask.posted and found.state != "ended":
        return ask.page("unsubscribe", subscriber=found)
    if found.state != "ended":
        ask.alerts.subscribers.end(found.id, "its reader stopped it")
    return ask.page("said", title="Stopped", said=_STOPPED, link=None)


_STOPPED = "No further alerts are sent, and the address is forgotten."


def browser(ask: Ask) -> Response:
    """Sign a browser up for its own notifications, or stop them."""
    try:
        ask.check_form()
        sent = msgspec.json.decode(ask.body, type=Browser)
    except msgspec.MsgspecError as error:
        return JSONResponse({"problem": f"Not a browser's subscription: {error}"}, status_code=422)
    except TellersError as error:
        return JSONResponse({"problem": str(error)}, status_code=status_of(error))
    if ask.request.url.path.endswith("/stop"):
        known = ask.alerts.subscribers.by_endpoint(sent.endpoint)
        if known is not None:
            ask.alerts.subscribers.end(known.id, "its reader stopped it")
        return JSONResponse({"on": False})
    form = {name: values[-1] for name, values in sent.form.items() if values}
    read = read_form(ask.alerts.editions.election, form, sent.form)
    try:
        ask.alerts.sign_up_browser(sent.endpoint, sent.keys, read.settled(), read.choice.language)
    except AlertsError as error:
        return JSONResponse({"problem": str(error)}, status_code=422)
    return JSONResponse({"on": True})


def _asked_place(ask: Ask) -> str:
    """Return the name of the contest that a link to the form is about."""
    id = ask.request.query_params.get("contest", "")
    return next((c.name for c in ask.alerts.editions.election.contests if c.id == id), "")


def _mine(token: str) -> str:
    return f"/alerts/mine/{token}"


def _form(
    ask: Ask,
    choice: Choice,
    address: str,
    error: AlertsError | None = None,
    *,
    token: str | None = None,
    new: bool = False,
) -> Response:
    election = ask.alerts.editions.election
    return ask.page(
        "form",
        200 if error is None else status_of(error),
        choice=choice,
        address=address,
        token=token,
        new=new,
        problems=() if error is None else error.problems,
        kinds=KIND_WORDS,
        few_parties=len(election.parties) <= PARTIES_MAX,
        cooling=COOLING,
        minutes=ask.alerts.settings.cooling_minutes,
        languages={code: _LANGUAGE_NAMES.get(code, code) for code in LANGUAGES},
        email=ask.alerts.settings.email is not None,
        key=None if ask.alerts.pusher is None else ask.alerts.pusher.public_key,
    )
