"""`tellers publish`: the whole site as static files, and kept up to date."""

from __future__ import annotations

import time
from pathlib import Path

import click

from tellers.cli.imprint import imprint_options
from tellers.cli.night import NightParameter, open_night
from tellers.edition import Edition
from tellers.store import open_store
from tellers.store.codec import decode
from tellers.web.live import Hub
from tellers.web.maps import pack_grounds
from tellers.web.publish import Folder, Publisher, Written
from tellers.web.sheets import pack_sheets
from tellers.web.site.imprint import imprint

POLL_SECONDS = 1.0


@click.command("publish")
@click.argument("night", type=NightParameter())
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write.")
@click.option("--pack", type=NightParameter(), help="The pack whose map is shown, where NIGHT is a database's URL.")
@click.option("--follow", is_flag=True, help="Go on writing what each new event touches, until Ctrl-C.")
@click.option("--every-edition", is_flag=True, help="Write every edition of the night in turn, not the last alone.")
@click.option(
    "--alerts-page", default="", metavar="ADDRESS", help="Lead there for alerts, from every page: /alerts, say."
)
@click.option("--pdf", is_flag=True, help="Also each contest's and body's page as a PDF: a second or so for each.")
@imprint_options
def command(
    night: str,
    out: Path,
    pack: str | None,
    follow: bool,
    every_edition: bool,
    alerts_page: str,
    pdf: bool,
    site: str | None,
    publisher: str | None,
) -> None:
    """Write the whole site of NIGHT as files for any web server; what did not change is not written again."""
    opened = open_night(night)
    hub = Hub(opened.election, () if every_edition else opened.events, pack_grounds(pack or opened.election.id))
    if hub.grounds.first is None and pack is None:
        hub.grounds = pack_grounds(night)
    hub.sheets = pack_sheets(pack or opened.election.id) or pack_sheets(night)
    hub.alerts_page = alerts_page
    hub.prints = "files" if pdf else "none"
    hub.imprint = imprint(site, publisher)
    writer = Publisher(hub, Folder(root=out), odds=not every_edition)
    begun = time.process_time()
    _say(writer.everything(), time.process_time() - begun)
    if every_edition:
        for event in opened.events:
            _publish(writer, hub.publish(event))
    if follow:
        try:
            _follow(night, hub, writer)
        except KeyboardInterrupt:
            click.echo("stopped")


def _publish(publisher: Publisher, edition: Edition) -> None:
    begun = time.process_time()
    _say(publisher.touched(edition), time.process_time() - begun)


def _say(made: Written, seconds: float) -> None:
    click.echo(
        f"edition {made.edition}: {made.written} files written, {made.kept} the same, "
        f"{made.bytes_written:,} bytes, {seconds:.2f} s of processor time"
    )


def _follow(night: str, hub: Hub, publisher: Publisher) -> None:
    if "://" not in night:
        return
    store = open_store(night, readonly=True)
    try:
        while True:
            if store.wait(hub.latest.number, POLL_SECONDS):
                for line in store.read(hub.latest.number):
                    _publish(publisher, hub.publish(decode(line.line)))
                publisher.reckon()
    finally:
        store.close()
