"""`tellers desk`: the people of the desk and its log of acts, from the terminal of the machine that serves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
import msgspec

from tellers.desk import ROLES, open_tables
from tellers.desk.accounts import Accounts
from tellers.desk.acts import Acts
from tellers.store import utc_now

_db = click.option("--db", "url", required=True, metavar="URL", help="The log that the desk is of.")


@contextmanager
def _opened(url: str) -> Iterator[tuple[Accounts, Acts]]:
    tables = open_tables(url)
    acts = Acts(tables, utc_now)
    try:
        yield Accounts(tables, acts, utc_now), acts
    finally:
        tables.close()


@click.group("desk")
def command() -> None:
    """Add people to the desk, and read its log of acts."""


@command.command("add-user")
@_db
@click.argument("login")
@click.option("--name", required=True, help="The person's name, as the log will say it.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), required=True, help="Again for several.")
def add_user(url: str, login: str, name: str, roles: tuple[str, ...]) -> None:
    """Invite somebody, who chooses their own password at /desk/join."""
    with _opened(url) as (accounts, _):
        secret = accounts.invite(login=login, name=name, roles=roles, by=None, via="terminal")
    click.echo(f"{name} joins at /desk/join with the invitation {secret}, within two days.")


@command.command("invite-again")
@_db
@click.argument("login")
def invite_again(url: str, login: str) -> None:
    """Let somebody choose a new password, who forgot theirs or is locked out."""
    with _opened(url) as (accounts, _):
        secret = accounts.invite_again(login, by=None, via="terminal")
    click.echo(f"{login} joins at /desk/join with the invitation {secret}, within two days.")


@command.command("people")
@_db
def people(url: str) -> None:
    """List the people of the desk and their roles."""
    with _opened(url) as (accounts, _):
        for person in accounts.everyone():
            state = "" if person.joined else ", invited"
            state += ", shut out" if person.disabled else ""
            click.echo(f"{person.login}: {person.name} ({', '.join(sorted(person.roles))}){state}")


@command.command("acts")
@_db
@click.option("--last", default=50, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--json", "as_json", is_flag=True, help="One act a line, as JSON.")
def acts(url: str, last: int, as_json: bool) -> None:
    """Show who did what, and when; refusals too."""
    with _opened(url) as (_, log):
        for act in reversed(log.latest(last)):
            if as_json:
                click.echo(msgspec.json.encode(act))
            else:
                who = act.person or "nobody known"
                click.echo(f"{act.at[:19]} {who} {act.act} {act.target} {act.outcome} {act.detail}".rstrip())
