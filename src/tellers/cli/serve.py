"""`tellers serve`: the desk and the public site of a log, live."""

from __future__ import annotations

import threading
from pathlib import Path

import click
from starlette.types import ASGIApp

from tellers.cli import alerting
from tellers.cli.database import open_ledger
from tellers.cli.holding import hold_option
from tellers.cli.imprint import imprint_options
from tellers.cli.night import NightParameter
from tellers.desk import Desk, open_tables
from tellers.desk.watch import Watch
from tellers.feeds.alerts.office import Alerts
from tellers.store import Ledger, random_id, read_events, utc_now
from tellers.store.codec import decode
from tellers.web.alerts import mount_alerts
from tellers.web.app import create_site
from tellers.web.desk import mount
from tellers.web.live import Hub
from tellers.web.maps import pack_grounds
from tellers.web.prints import can_print
from tellers.web.server import Server
from tellers.web.sheets import pack_sheets
from tellers.web.site.imprint import imprint

POLL_SECONDS = 0.5


@click.command("serve")
@click.option("--db", "url", required=True, metavar="URL", help="sqlite:///night.db or postgresql://host/name.")
@click.option("--pack", type=NightParameter(), help="Begin the log for this pack, if there is none yet.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8024, show_default=True, help="0 for any free port.")
@click.option(
    "--watch",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Record each .jsonl file put into this folder, and move it to done or refused.",
)
@hold_option
@click.option(
    "--address",
    metavar="URL",
    envvar="TELLERS_ADDRESS",
    help="Where people open the desk, https://desk.example: passkeys are bound to it. Else --site; else localhost.",
)
@click.option("--no-desk", is_flag=True, help="The public site alone.")
@alerting.option
@imprint_options
def command(
    url: str,
    pack: str | None,
    host: str,
    port: int,
    watch: Path | None,
    hold: str | None,
    address: str | None,
    no_desk: bool,
    settings: Path | None,
    site: str | None,
    publisher: str | None,
) -> None:
    """Serve the desk (at /desk) and the public site of the log at URL.

    What any process records appears within a second. Accounts and sheets are kept beside the log: in NAME-desk.db
    beside an SQLite log, in the same PostgreSQL database. Put TLS in front of it wherever it is not on this machine
    alone.
    """
    with open_ledger(url, pack, hold) as ledger:
        hub = Hub(ledger.record.election, read_events(ledger.store), pack_grounds(pack or ledger.record.election.id))
        hub.sheets = pack_sheets(pack or ledger.record.election.id)
        hub.prints = "asked" if can_print() else "none"
        hub.imprint = imprint(site, publisher)
        desk = None if no_desk else open_desk(url, ledger, hub, pack, _desk_address(address, site))
        alerts = None if settings is None else alerting.open_alerts(settings, url, hub)
        server = Server(hub, port, host, _app(hub, desk, alerts))
        stop = threading.Event()
        follower = threading.Thread(target=follow, args=(ledger, hub, stop), name="follower", daemon=True)
        follower.start()
        watcher = None if watch is None else Watch(watch, ledger)
        click.echo(f"{hub.election.name}: {server.url} ({hub.latest.number} events so far). Ctrl-C to stop.")
        if desk is not None:
            _tell(desk, server.url)
        if alerts is not None:
            alerts.start()
            click.echo(alerting.told(alerts))
        try:
            server.wait()
        except KeyboardInterrupt:
            click.echo("\nstopped")
        finally:
            stop.set()
            if watcher is not None:
                watcher.stop()
            server.stop()
            follower.join(5)
            if alerts is not None:
                alerts.stop()
            if desk is not None:
                desk.close()


def _app(hub: Hub, desk: Desk | None, alerts: Alerts | None) -> ASGIApp:
    """Return the site, with the pages of alerts and of the desk where there are any."""
    if alerts is not None:
        hub.alerts_page = alerting.PAGE
    site: ASGIApp = create_site(hub)
    if alerts is not None:
        site = mount_alerts(site, alerts)
    if desk is None:
        return site
    desk.alerts = alerts
    return mount(site, desk)


def _desk_address(address: str | None, site: str | None) -> str | None:
    """Return where people open the desk; a site without TLS is not where passkeys could be used."""
    return address or (site if site is not None and site.startswith("https://") else None)


def open_desk(url: str, ledger: Ledger, hub: Hub, pack: str | None = None, address: str | None = None) -> Desk:
    """Return the desk that belongs with a log.

    Args:
        pack: Where the facts for its copy check are, if anywhere.
        address: Where people open it, to which passkeys are bound; None is localhost.
    """
    return Desk(
        ledger,
        open_tables(url),
        edition=lambda: hub.latest,
        editions=lambda: hub.editions,
        packs=(pack,),
        now=utc_now,
        new_id=random_id,
        address=address,
    )


def _tell(desk: Desk, url: str) -> None:
    if desk.setup_token is None:
        click.echo(f"Desk: {url}desk/")
        return
    click.echo(f"Desk: make the first account at {url}desk/setup with the token {desk.setup_token}")


def follow(ledger: Ledger, hub: Hub, stop: threading.Event) -> None:
    """Publish to the hub whatever is added to the log, until told to stop."""
    while not stop.is_set():
        after = hub.latest.number
        if not ledger.store.wait(after, POLL_SECONDS):
            continue
        for line in ledger.store.read(after):
            hub.publish(decode(line.line))
