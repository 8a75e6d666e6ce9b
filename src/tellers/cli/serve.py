"""`tellers serve`: the public site of a log, live."""

from __future__ import annotations

import threading

import click

from tellers.cli.database import open_ledger
from tellers.cli.night import NightParameter
from tellers.store import Ledger, read_events
from tellers.store.codec import decode
from tellers.web.live import Hub
from tellers.web.server import Server

POLL_SECONDS = 0.5


@click.command("serve")
@click.option("--db", "url", required=True, metavar="URL", help="sqlite:///night.db or postgresql://host/name.")
@click.option("--pack", type=NightParameter(), help="Begin the log for this pack, if there is none yet.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8024, show_default=True, help="0 for any free port.")
def command(url: str, pack: str | None, host: str, port: int) -> None:
    """Serve the site of the log at URL; what any process records appears within a second."""
    with open_ledger(url, pack) as ledger:
        hub = Hub(ledger.record.election, read_events(ledger.store))
        server = Server(hub, port, host)
        stop = threading.Event()
        follower = threading.Thread(target=follow, args=(ledger, hub, stop), name="follower", daemon=True)
        follower.start()
        click.echo(f"{hub.election.name}: {server.url} ({hub.latest.number} events so far). Ctrl-C to stop.")
        try:
            server.wait()
        except KeyboardInterrupt:
            click.echo("\nstopped")
        finally:
            stop.set()
            server.stop()
            follower.join(5)


def follow(ledger: Ledger, hub: Hub, stop: threading.Event) -> None:
    """Publish to the hub whatever is added to the log, until told to stop."""
    while not stop.is_set():
        after = hub.latest.number
        if not ledger.store.wait(after, POLL_SECONDS):
            continue
        for line in ledger.store.read(after):
            hub.publish(decode(line.line))
