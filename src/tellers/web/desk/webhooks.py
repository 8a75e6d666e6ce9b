"""The desk's webhooks: added, tried, their secrets changed, stopped; and what came of each delivery."""

from __future__ import annotations

from starlette.responses import Response

from tellers.errors import Problem
from tellers.feeds.alerts.alert import KINDS
from tellers.feeds.alerts.office import Alerts
from tellers.feeds.alerts.refusing import AlertsError, NoSuch
from tellers.feeds.alerts.subscribers import Subscriber
from tellers.web.alerts.form import KIND_WORDS, Choice, choice_of, read_form
from tellers.web.desk.asking import Ask

_SHOWN = 60


def listing(ask: Ask) -> Response:
    """Show every webhook, or add one; its secret is shown this once."""
    ask.person.need("webhooks", "admin")
    alerts = ask.desk.alerts
    if alerts is None:
        return ask.page("webhooks", alerts=None)
    choice, address, label, secret, problems = Choice(kinds=KINDS), "", "", None, ()
    if ask.request.method == "POST":
        address, label = ask.text("address"), ask.text("label")
        read = read_form(alerts.editions.election, ask.form, ask.many)
        choice = read.choice
        try:
            made, secret = alerts.add_webhook(address, label, read.settled())
            _note(ask, "add webhook", made)
            address, label, choice = "", "", Choice(kinds=KINDS)
        except AlertsError as error:
            problems = error.problems  # type: ignore[assignment]
    return ask.page(
        "webhooks",
        422 if problems else 200,
        alerts=alerts,
        hooks=alerts.subscribers.all("webhook"),
        counts=alerts.subscribers.counts(),
        waiting=alerts.queue.counts(),
        kinds=KIND_WORDS,
        choice=choice,
        address=address,
        label=label,
        secret=secret,
        problems=problems,
    )


def one(ask: Ask) -> Response:
    """Show one webhook with its deliveries, or do something with it."""
    ask.person.need("webhooks", "admin")
    alerts = ask.desk.alerts
    if alerts is None:
        return ask.go("/desk/webhooks")
    id = ask.request.path_params["id"]
    try:
        hook = alerts.subscribers.find(id)
        if hook.channel != "webhook":
            raise NoSuch(Problem(where=id, found="no webhook", wanted="one of the list", remedy="Look there."))
    except NoSuch as error:
        return ask.page("refused", 404, problems=error.problems, back="/desk/webhooks")
    secret = _act(ask, alerts, hook) if ask.request.method == "POST" else None
    if ask.request.method == "POST" and secret is None:
        return ask.go(f"/desk/webhooks/{id}")
    hook = alerts.subscribers.find(id)
    return ask.page(
        "webhook",
        hook=hook,
        secret=secret,
        wants=choice_of(alerts.editions.election, hook.wants, "en"),
        kinds=KIND_WORDS,
        deliveries=alerts.queue.deliveries(id, _SHOWN),
        tries=alerts.queue.tries(id, _SHOWN),
    )


def _act(ask: Ask, alerts: Alerts, hook: Subscriber) -> str | None:
    """Do what was asked with a webhook, and return its new secret where it got one."""
    act = ask.text("act")
    secret = None
    match act:
        case "test":
            alerts.try_webhook(hook.id)
        case "rotate":
            secret = alerts.subscribers.rotate(hook.id)
        case "stop":
            alerts.subscribers.end(hook.id, f"stopped by {ask.person.person.name}")
        case "resume":
            alerts.subscribers.resume(hook.id)
        case _:
            return None
    _note(ask, f"{act} webhook", hook)
    return secret


def _note(ask: Ask, act: str, hook: Subscriber) -> None:
    person = ask.person
    ask.desk.acts.write(act, hook.label or hook.address, person=person.person.name, via=person.via, address=ask.address)
