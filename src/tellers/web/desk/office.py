"""The office: embargoes and stories, one's own account and tokens, the people of the desk, and the log of acts."""

from __future__ import annotations

import pyotp
from starlette.responses import Response

from tellers.desk import ROLES, DeskError, Unfit
from tellers.desk.notices import StoryNotice
from tellers.desk.refusing import refuse
from tellers.desk.sheet import find_place
from tellers.terms import ContestId
from tellers.web.desk.asking import Ask, convert, status_of
from tellers.web.desk.door import site_of
from tellers.web.desk.keying import moment, number


def publishing(ask: Ask) -> Response:
    """Show embargoes and stories, or set, lift and file them."""
    if ask.request.method == "POST":
        if ask.text("act") == "story":
            _file(ask)
        else:
            _embargo(ask)
        return ask.go("/desk/publishing")
    record = ask.desk.ledger.record
    return ask.page("publishing", embargoes=ask.desk.outbox.embargoes(), stories=record.stories, reasons=())


def _embargo(ask: Ask) -> None:
    ask.person.need("embargo", "editor")
    election = ask.desk.ledger.record.election
    contest = ask.text("contest") or "*"
    if contest != "*" and ContestId(contest) not in election.contest_by_id:
        find_place(election, contest, "")
    until = moment(ask.text("until"), election)
    if ask.text("act") == "embargo" and until is None:
        refuse(Unfit, "embargo", "no time", "until when it holds", "Give a date and a time.")
    actor = ask.person
    ask.desk.outbox.set_embargo(
        contest,
        until if ask.text("act") == "embargo" else None,
        reason=ask.text("reason"),
        by=actor.person.name,
        via=actor.via,
    )


def _file(ask: Ask) -> None:
    edition = number(ask.text("edition"), "edition")
    body: dict[str, object] = {
        "id": ask.text("id"),
        "story": ask.text("story"),
        "headline": ask.text("headline"),
        "link": ask.text("link") or None,
        "edition": ask.desk.ledger.record.seq if edition is None else edition,
        "sentences": [line.strip() for line in ask.text("sentences").splitlines() if line.strip()],
    }
    ask.desk.notices.take(ask.person, convert(body, StoryNotice))


def account(ask: Ask) -> Response:
    """Show one's own account, or change it; a new token is shown this once."""
    actor, made, problems = ask.person, None, ()
    secret = ask.text("secret") or pyotp.random_base32()
    if ask.request.method == "POST":
        try:
            match ask.text("act"):
                case "codes":
                    ask.desk.accounts.turn_on_codes(actor.person, secret, ask.text("code"))
                case "revoke":
                    ask.desk.sessions.revoke(actor, ask.text("token"))
                case "passkey":
                    answer = ask.form.get("answer", "")
                    ask.desk.passkeys.add(actor, site_of(ask), label=ask.text("label"), answer=answer)
                case "remove passkey":
                    ask.desk.passkeys.remove(actor, ask.text("passkey"))
                case _:
                    made = ask.desk.sessions.make_token(
                        actor,
                        label=ask.text("label"),
                        scopes=ask.many.get("scopes", []),
                        days=number(ask.text("days"), "days") or 0,
                    )
        except Unfit as error:
            problems = error.problems  # type: ignore[assignment]
    person = ask.desk.accounts.person(actor.person.id)
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name="Tellers")
    return ask.page(
        "account",
        422 if problems else 200,
        person=person,
        tokens=ask.desk.sessions.tokens(person),
        passkeys=ask.desk.passkeys.of(person),
        site=site_of(ask),
        made=made,
        secret=secret,
        uri=uri,
        problems=problems,
    )


def make_passkey(ask: Ask) -> Response:
    """Return what a browser is to make a passkey of, once the person's password is given again."""
    made = ask.desk.passkeys.begin(ask.person, site_of(ask), ask.form.get("password", ""))
    return Response(made, media_type="application/json")


def people(ask: Ask) -> Response:
    """Show the people of the desk, or invite one or change their roles."""
    actor = ask.person
    actor.need("people", "admin")
    invitation, problems, status = "", (), 200
    if ask.request.method == "POST":
        roles, by = ask.many.get("roles", []), actor.person.name
        try:
            match ask.text("act"):
                case "invite":
                    invitation = ask.desk.accounts.invite(
                        login=ask.text("login"), name=ask.text("name"), roles=roles, by=by
                    )
                case "again":
                    invitation = ask.desk.accounts.invite_again(ask.text("login"), by=by)
                case _:
                    disabled = ask.text("disabled") == "yes"
                    ask.desk.accounts.set_roles(ask.text("person"), roles, by=by, disabled=disabled)
        except DeskError as error:
            problems, status = error.problems, status_of(error)  # type: ignore[assignment]
    everyone = ask.desk.accounts.everyone()
    return ask.page("people", status, everyone=everyone, roles=ROLES, invitation=invitation, problems=problems)


def acts(ask: Ask) -> Response:
    """Show the newest acts."""
    ask.person.need("the log of acts", "admin", "editor")
    return ask.page("acts", acts=ask.desk.acts.latest(500))
