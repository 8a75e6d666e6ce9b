"""`tellers doubts`: every figure in doubt."""

from __future__ import annotations

from dataclasses import replace

import click

from tellers.cli.holding import hold_option, with_hold
from tellers.cli.night import edition_at, moment_options, night_argument, open_night
from tellers.edition import Edition, to_json
from tellers.edition.plain import doubt_plain
from tellers.record import Doubt


@click.command("doubts")
@night_argument
@moment_options
@hold_option
def command(night: str, after: str, at: str | None, before: str | None, as_json: bool, hold: str | None) -> None:
    """List every figure in doubt at an edition, with its evidence."""
    opened = open_night(night)
    opened = replace(opened, election=with_hold(opened.election, hold))
    edition = edition_at(opened, after=after, at=at, before=before)
    found = doubts(edition)
    if as_json:
        click.echo(to_json({"doubts": [doubt_plain(d) for d in found]}))
        return
    for doubt in found:
        held = click.style(" held", fg="red") if doubt.held else ""
        click.echo(f"{doubt.event} {doubt.contest} {doubt.kind}{held}: {doubt.evidence}")
    click.echo(f"{len(found)} in doubt at edition {edition.number}")


def doubts(edition: Edition) -> list[Doubt]:
    """Return every doubt not answered, in the pack's order of contests."""
    return [d for c in edition.election.contests if c.id in edition.standings for d in edition.standings[c.id].doubts]
