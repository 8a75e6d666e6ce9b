"""The alerts of a night beside whatever serves or follows it: opened, told of, stopped."""

from __future__ import annotations

from pathlib import Path

import click

from tellers.desk import open_tables
from tellers.feeds.alerts.office import Alerts, Editions
from tellers.feeds.alerts.settings import read_settings
from tellers.feeds.alerts.tables import TABLES
from tellers.store import utc_now

PAGE = "/alerts"
option = click.option(
    "--alerts",
    "settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Send alerts as this TOML file says; see the guide to alerts.",
)


def open_alerts(settings: Path, url: str, editions: Editions) -> Alerts:
    """Return the alerts of a log, not yet begun; who asked for what is kept beside the log.

    Raises:
        TellersError: The settings are wrong, or the tables cannot be opened.
    """
    return Alerts(
        read_settings(settings),
        open_tables(url, tables=TABLES, room="alerts"),
        editions,
        folder=settings.parent,
        now=utc_now,
        say=lambda line: click.echo(line, err=True),
    )


def told(alerts: Alerts) -> str:
    """Return the line that says what is sent."""
    ways = ["webhooks"]
    if alerts.settings.email is not None:
        ways.append(f"email by {alerts.settings.email.host}")
    if alerts.pusher is not None:
        ways.append("Web Push")
    return f"Alerts: {', '.join(ways)}; readers sign up at {alerts.settings.site}{PAGE}"
