"""`tellers alerts`: send the alerts of a log from a process of its own, and look after them from the terminal."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from tellers.cli.alerting import open_alerts, told
from tellers.cli.database import election_of
from tellers.feeds.alerts.alert import KINDS
from tellers.feeds.alerts.office import Alerts
from tellers.feeds.alerts.wants import Wants
from tellers.store import Store, open_store, read_events
from tellers.store.codec import decode
from tellers.web.alerts import create_alerts
from tellers.web.live import Hub
from tellers.web.server import Server

_db = click.option("--db", "url", required=True, metavar="URL", help="The log that alerts are made of.")
_settings = click.option(
    "--settings",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The settings of alerts.",
)
_WAIT_SECONDS, _POLL_SECONDS = 20.0, 0.5


@contextmanager
def _opened(url: str, settings: Path) -> Iterator[Alerts]:
    store = open_store(url, readonly=True)
    try:
        alerts = open_alerts(settings, url, Hub(election_of(store), read_events(store)))
        try:
            yield alerts
        finally:
            alerts.stop()
    finally:
        store.close()


@click.group("alerts")
def command() -> None:
    """Send the alerts of a log, and look after its webhooks."""


@command.command("run")
@_db
@_settings
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8025, show_default=True, help="0 for any free port.")
def run(url: str, settings: Path, host: str, port: int) -> None:
    """Send alerts, and serve the pages where readers sign up, beside a site of files.

    The site's own server hands /alerts on to this process. `tellers serve --alerts FILE` does the same in one.
    """
    with _opened(url, settings) as alerts, closing(open_store(url, readonly=True)) as store:
        hub = alerts.editions
        assert isinstance(hub, Hub)
        server = Server(hub, port, host, create_alerts(alerts))
        stop = threading.Event()
        follower = threading.Thread(target=_follow, args=(store, hub, stop), name="follower", daemon=True)
        follower.start()
        alerts.start()
        click.echo(f"{hub.election.name}: {server.url}alerts. {told(alerts)}. Ctrl-C to stop.")
        try:
            server.wait()
        except KeyboardInterrupt:
            click.echo("\nstopped")
        finally:
            stop.set()
            server.stop()
            follower.join(5)


def _follow(store: Store, hub: Hub, stop: threading.Event) -> None:
    """Take into the hub whatever is added to the log, until told to stop."""
    while not stop.is_set():
        if store.wait(hub.latest.number, _POLL_SECONDS):
            for line in store.read(hub.latest.number):
                hub.publish(decode(line.line))


@command.command("status")
@_db
@_settings
def status(url: str, settings: Path) -> None:
    """Show how many are alerted, what is on its way, and each webhook's state."""
    with _opened(url, settings) as alerts:
        mark = alerts.queue.mark(alerts.editions.election.id)
        click.echo(f"alerted up to edition {'none' if mark is None else mark} of {alerts.editions.latest.number}")
        for channel, number in sorted(alerts.subscribers.counts().items()):
            click.echo(f"{channel}: {number}")
        for state, number in sorted(alerts.queue.counts().items()):
            click.echo(f"messages {state}: {number}")
        for hook in alerts.subscribers.all("webhook"):
            click.echo(f"{hook.id} {hook.label or '-'} {hook.address} {hook.state} {hook.reason}".rstrip())


@command.command("add-webhook")
@_db
@_settings
@click.argument("address")
@click.option("--label", default="", help="Whose it is.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Again for several; none for all.")
@click.option("--contest", "contests", multiple=True, metavar="ID", help="Only this one; again for several.")
def add_webhook(
    url: str, settings: Path, address: str, label: str, kinds: tuple[str, ...], contests: tuple[str, ...]
) -> None:
    """Add a webhook; its secret is printed this once."""
    with _opened(url, settings) as alerts:
        wants = Wants(kinds=kinds, contests=contests)  # type: ignore[arg-type]
        made, secret = alerts.add_webhook(address, label, wants)
    click.echo(f"{made.id} {secret}")


@command.command("rotate-secret")
@_db
@_settings
@click.argument("id")
def rotate_secret(url: str, settings: Path, id: str) -> None:
    """Give a webhook a new secret, printed this once; the old one signs beside it for a day."""
    with _opened(url, settings) as alerts:
        click.echo(alerts.subscribers.rotate(id))


@command.command("test-webhook")
@_db
@_settings
@click.argument("id")
def test_webhook(url: str, settings: Path, id: str) -> None:
    """Send a test to a webhook, and show what came of it."""
    with _opened(url, settings) as alerts:
        delivery = alerts.try_webhook(id)
        ends = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < ends:
            alerts.courier.once("webhook")
            found = [t for t in alerts.queue.tries(id) if t.delivery == delivery]
            if found:
                click.echo(f"{found[0].outcome}: {found[0].detail} ({found[0].milliseconds} ms)")
                raise SystemExit(0 if found[0].outcome == "sent" else 1)
    click.echo("it waits behind other deliveries; see `tellers alerts status`")
    raise SystemExit(1)
