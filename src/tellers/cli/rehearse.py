"""`tellers rehearse`: a night played as if live into a log of its own, with faults put in; at the end a report."""

from __future__ import annotations

import time
from contextlib import closing, nullcontext
from typing import Any

import click

from tellers.cli.database import open_test_ledger
from tellers.cli.holding import hold_option, with_hold
from tellers.cli.night import Night, NightParameter, open_night
from tellers.cli.rehearse_text import describe, report_plain
from tellers.cli.replaying import LONGEST_WAIT_SECONDS
from tellers.edition import to_json
from tellers.edition.edition import Edition
from tellers.record import Event
from tellers.rehearsal import Act, as_test, as_test_event, barsetshire, inject, night, parse_faults
from tellers.rehearsal import play as play_acts
from tellers.store import Ledger


@click.command("rehearse")
@click.argument("night_name", metavar="[NIGHT]", type=NightParameter(), required=False)
@click.option("--simulate", type=click.IntRange(1, 200_000), help="Invent a night of so many areas of Barsetshire.")
@click.option(
    "--contests", type=click.IntRange(1, 10_000), default=1, show_default=True, help="Of an invented night: contests."
)
@click.option("--speed", type=click.FloatRange(min=0, min_open=True), help="How many times as fast as the night was.")
@click.option("--faults", metavar="LIST", help="all (the default), none, or some: mis-keyed=0.05,lost,late,…")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same rehearsal.")
@click.option("--db", "url", metavar="URL", help="Record it in a log too, so that a desk can be served from it.")
@hold_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    night_name: str | None,
    simulate: int | None,
    contests: int,
    speed: float | None,
    faults: str | None,
    seed: int,
    url: str | None,
    hold: str | None,
    as_json: bool,
) -> None:
    """Play NIGHT as if live, with faults put in, and report what was caught, how fast, and what got through.

    Faults: late, lost, doubled, reordered, mis-keyed, reversed, recounted, feed-dies. Without --speed it is played at
    once. It is a test: the election and every event carry an id that begins with "test-", a live log refuses them, and
    no rehearsal can be played into the log of a live night.
    """
    shares = parse_faults(faults)
    if (night_name is None) == (simulate is None):
        raise click.UsageError("Name a NIGHT, or say how many areas to --simulate.")
    found = _invented(simulate, contests, seed) if simulate is not None else open_night(night_name or "")
    election = with_hold(as_test(found.election), hold)
    events = [as_test_event(event) for event in found.events]
    acts = inject(election, events, shares, seed)
    with closing(open_test_ledger(url, election)) if url else nullcontext() as ledger:
        wait = None if speed is None else _Pace(speed).wait
        report = play_acts(election, acts, events, send=_sender(ledger), each=wait, wall=time.monotonic)
    if as_json:
        click.echo(to_json(report_plain(election.id, seed, report)))
    else:
        click.echo(describe(election.name, seed, report))


def _invented(areas: int, contests: int, seed: int) -> Night:
    election = barsetshire(areas=max(1, areas // contests), contests=contests, seed=seed)
    return Night(election=election, events=night(election, seed=seed))


def _sender(ledger: Ledger | None) -> Any:
    if ledger is None:
        return None

    def send(event: Event) -> None:
        ledger.submit_all([event])

    return send


class _Pace:
    """Waits before each act until the night's clock, so many times as fast, has come to it; never very long."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._before = 0.0
        self._due = time.monotonic()

    def wait(self, act: Act, edition: Edition) -> None:
        self._due += min(max(0.0, act.at - self._before) / self._speed, LONGEST_WAIT_SECONDS)
        self._before = max(act.at, self._before)
        time.sleep(max(0.0, self._due - time.monotonic()))
