"""`tellers board`: the whole night."""

from __future__ import annotations

import click

from tellers.cli import text
from tellers.cli.night import edition_at, moment_options, night_argument, open_night
from tellers.edition import Edition, board_plain, to_json


@click.command("board")
@night_argument
@moment_options
def command(night: str, after: str, at: str | None, before: str | None, as_json: bool) -> None:
    """Show the whole night: seats by party with changes on each basis, votes, bodies and control."""
    edition = edition_at(open_night(night), after=after, at=at, before=before)
    if as_json:
        click.echo(to_json(board_plain(edition)))
        return
    click.echo(describe(edition))


def describe(edition: Edition, most: int = 16) -> str:
    """Return a board as text for a terminal."""
    board, election = edition.board, edition.election
    at = "" if edition.announced_at is None else f", {edition.announced_at.isoformat()}"
    title = f"{election.name}: {board.declared} of {board.total} declared"
    lines = [click.style(title, bold=True), f"edition {edition.number}{at}", ""]
    bases = [basis for basis in election.bases if any(basis.id in row.change for row in board.parties)]
    header = ["party", "seats", *(f"net, {b.id}" for b in bases), "votes", "%"]
    rows = []
    for row in board.parties[:most]:
        party = election.party_by_id.get(row.party)
        net = [text.signed(row.change.get(b.id)) for b in bases]
        name = party.name if party else row.party
        rows.append([name, str(row.seats), *net, text.count(row.votes), text.points(row.share)])
    lines.append(text.table(header, rows))
    if len(board.parties) > most:
        lines.append(f"and {len(board.parties) - most} parties more")
    for basis in bases:
        lines.append(f"{basis.id}: {basis.name}")
    for body in board.bodies:
        state = (
            "not settled" if body.control is None else "no overall control" if body.control == "noc" else body.control
        )
        needed = "" if body.needed is None else f"; {body.needed} needed"
        lines.append(f"{body.name}: {body.declared} of {body.total} declared; control: {state}{needed}")
    return "\n".join(lines)
