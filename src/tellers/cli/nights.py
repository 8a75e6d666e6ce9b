"""`tellers nights`: the bundled nights."""

from __future__ import annotations

import click

from tellers.cli import text
from tellers.edition import to_json
from tellers.pack import bundled_nights, find_night, read_pack


@click.command("nights")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the bundled nights."""
    rows = []
    for name in bundled_nights():
        election = read_pack(find_night(name)).election
        rows.append((name, election.date.isoformat(), len(election.contests), len(election.areas), election.name))
    if as_json:
        keys = ("night", "date", "contests", "areas", "name")
        click.echo(to_json({"nights": [dict(zip(keys, row, strict=True)) for row in rows]}))
        return
    cells = [[row[0], row[1], row[4], text.count(row[2]), text.count(row[3])] for row in rows]
    click.echo(text.table(["night", "date", "election", "contests", "areas"], cells, left=3))
