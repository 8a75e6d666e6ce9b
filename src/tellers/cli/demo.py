"""`tellers demo`: a bundled night replayed, its story in the terminal and its live page in the browser."""

from __future__ import annotations

import sys
import time
import webbrowser
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from tellers.cli import board, standing
from tellers.cli.night import NightParameter, open_night
from tellers.cli.replaying import offsets
from tellers.edition import tell
from tellers.record import Event
from tellers.web.live import Hub
from tellers.web.maps import pack_grounds
from tellers.web.server import Server
from tellers.web.sheets import pack_sheets


@click.command("demo")
@click.argument("night", type=NightParameter(), default="wm-mayor-2024")
@click.option("--speed", type=click.FloatRange(min=0, min_open=True), help="How many times as fast as the night was.")
@click.option("--port", type=click.IntRange(0, 65535), default=8024, show_default=True, help="0 for any free port.")
@click.option("--no-serve", is_flag=True, help="Only the story here, no page.")
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
def command(night: str, speed: float | None, port: int, no_serve: bool, no_browser: bool) -> None:
    """Replay NIGHT (wm-mayor-2024 unless named): its story here, its live page in the browser.

    Without --speed it takes about a minute. The page stays up until you press Ctrl-C.
    """
    opened = open_night(night)
    hub = Hub(opened.election, grounds=pack_grounds(night))
    hub.sheets = pack_sheets(night)
    server = None if no_serve else Server(hub, port)
    try:
        click.echo(click.style(opened.election.name, bold=True))
        if server is not None:
            click.echo(f"live page: {server.url}")
            if not no_browser and sys.stdout.isatty():
                webbrowser.open(server.url)
        _play(hub, opened.events, offsets(opened.events, speed))
        if len(opened.election.contests) == 1:
            only = opened.election.only_contest()
            click.echo("\n" + standing.describe(hub.latest, only, hub.latest.standing(only)))
        else:
            click.echo("\n" + board.describe(hub.latest))
        if server is not None:
            click.echo(f"\nThe page stays at {server.url}; its slider shows any earlier edition. Ctrl-C to stop.")
            server.wait()
    except KeyboardInterrupt:
        click.echo("\nstopped")
    finally:
        if server is not None:
            server.stop()


def _play(hub: Hub, events: Sequence[Event], at: Sequence[float]) -> None:
    begun = time.monotonic()
    for event, moment in zip(events, at, strict=True):
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        edition = hub.publish(event)
        stamp = "" if event.announced_at is None else clock(edition.election.time_zone, event.announced_at)
        for sentence in tell(edition):
            click.echo(f"{click.style(f'{stamp:>8}', dim=True)}  {sentence}")


def clock(zone: str, moment: datetime) -> str:
    """Return a moment as a clock time in the election's zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")
