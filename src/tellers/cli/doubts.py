"""`tellers doubts`: every figure in doubt, and every place that is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from tellers.cli.holding import hold_option, with_hold
from tellers.cli.night import edition_at, moment_options, night_argument, open_night
from tellers.edition import Edition, to_json
from tellers.edition.overdue import Overdue, expected_times, overdue
from tellers.edition.plain import doubt_plain
from tellers.record import Doubt


@click.command("doubts")
@night_argument
@moment_options
@hold_option
@click.option(
    "--grace",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="MINUTES",
    help="How late a declaration may be before it is listed.",
)
def command(
    night: str, after: str, at: str | None, before: str | None, as_json: bool, hold: str | None, grace: int
) -> None:
    """List every figure in doubt at an edition, with its evidence, and every place that is overdue.

    A place is overdue that has not declared when something was announced later than its time in contests.csv.
    """
    opened = open_night(night)
    opened = replace(opened, election=with_hold(opened.election, hold))
    edition = edition_at(opened, after=after, at=at, before=before)
    found, late = doubts(edition), _late(edition, grace)
    if as_json:
        click.echo(to_json({"doubts": [doubt_plain(d) for d in found], "overdue": [_overdue_plain(o) for o in late]}))
        return
    for doubt in found:
        held = click.style(" held", fg="red") if doubt.held else ""
        click.echo(f"{doubt.event} {doubt.contest} {doubt.kind}{held}: {doubt.evidence}")
    zone = ZoneInfo(edition.election.time_zone)
    for o in late:
        name, at_local = edition.election.area_by_id[o.area].name, o.expected_at.astimezone(zone)
        click.echo(f"{o.contest} {name}: expected at {at_local:%H:%M}, {o.seconds // 60} minutes ago")
    awaited = f", {len(late)} overdue" if late else ""
    click.echo(f"{len(found)} in doubt{awaited} at edition {edition.number}")


def doubts(edition: Edition) -> list[Doubt]:
    """Return every doubt not answered, in the pack's order of contests."""
    return [d for c in edition.election.contests if c.id in edition.standings for d in edition.standings[c.id].doubts]


def _late(edition: Edition, minutes: int) -> Sequence[Overdue]:
    """Return what is overdue when the newest event was announced; nothing where that is not known."""
    if edition.announced_at is None:
        return ()
    expected = expected_times(edition.election)
    return overdue(edition, expected, now=edition.announced_at, grace=timedelta(minutes=minutes))


def _overdue_plain(late: Overdue) -> dict[str, Any]:
    return {"contest": late.contest, "area": late.area, "expected_at": late.expected_at, "seconds": late.seconds}
