"""`tellers outlook`: what is decided, what is needed, and the odds."""

from __future__ import annotations

from typing import Any

import click

from tellers.cli import text
from tellers.cli.night import edition_at, find_contest, moment_options, night_argument, open_night
from tellers.edition import Edition, board_plain, standing_plain, to_json
from tellers.edition.plain import outlook_plain
from tellers.outlook.decided import decided
from tellers.outlook.needed import needed
from tellers.record import Contest
from tellers.tally import Standing


@click.command("outlook")
@night_argument
@click.argument("contest", required=False)
@moment_options
def command(night: str, contest: str | None, after: str, at: str | None, before: str | None, as_json: bool) -> None:
    """Show what is decided and what is needed in CONTEST; without it, on a night of many, of the whole night."""
    opened = open_night(night)
    edition = edition_at(opened, after=after, at=at, before=before)
    if contest is None and len(opened.election.contests) > 1:
        shown = _night(edition)
        click.echo(to_json(shown) if as_json else _night_text(edition, shown))
        return
    found = find_contest(opened.election, contest)
    standing = edition.standing(found)
    if as_json:
        plain = standing_plain(edition, found, standing) | outlook_plain(edition, found, standing)
        click.echo(to_json(plain))
        return
    click.echo(describe(edition, found, standing))


def describe(edition: Edition, contest: Contest, standing: Standing) -> str:
    """Return the certain part of an outlook as text for a terminal."""
    election, held = edition.election, edition.record.contest(contest.id)
    decision = decided(election, contest, held, standing)
    names = ", ".join(contest.candidate(c).name for c in decision.winners)
    lines = [click.style(f"{contest.name}: {'decided: ' + names if decision.decided else 'not decided'}", bold=True)]
    lines.append(decision.why)
    for row in needed(election, contest, held, standing):
        where = ", ".join(election.area_by_id[a].name for a in row.areas[:4]) + (" …" if len(row.areas) > 4 else "")
        name, over = contest.candidate(row.candidate).name, contest.candidate(row.over).name
        if not row.possible:
            lines.append(f"{name} cannot catch {over} in {where}: {row.votes:,} needed, {row.papers:,} papers there")
            continue
        span = ""
        if row.points_min is not None:
            most = "" if row.points_max is None else f" to {text.points(row.points_max)}"
            span = f", {text.points(row.points_min)}{most} points of {text.count(row.papers)} papers"
        lines.append(f"{name} needs {row.votes:,} more than {over} in {where}{span} ({row.formula})")
        for last in row.last_time:
            stage = "first preferences" if last.stage == 1 else "final round"
            lines.append(f"  last time, {last.basis}, {stage}: {text.points(last.points, 1, sign=True)} points")
    return "\n".join(lines)


def _night(edition: Edition) -> dict[str, Any]:
    """Return the whole night's outlook: the board, and how many contests are decided."""
    decisions = 0
    for contest in edition.election.contests:
        standing = edition.standing(contest)
        if standing.status != "awaiting":
            held = edition.record.contest(contest.id)
            decisions += decided(edition.election, contest, held, standing).decided
    return board_plain(edition) | {"contests_decided": decisions}


def _night_text(edition: Edition, shown: dict[str, Any]) -> str:
    from tellers.cli.board import describe as describe_board

    return f"{describe_board(edition)}\ncontests decided: {shown['contests_decided']} of {shown['total']}"
