"""`tellers pack check`: every problem of a pack, with its file and line."""

from __future__ import annotations

import click

from tellers.cli import text
from tellers.cli.night import NightParameter
from tellers.edition import to_json
from tellers.errors import Problem
from tellers.pack import check_pack, find_night, read_pack


@click.group("pack")
def command() -> None:
    """Check a pack."""


@command.command("check")
@click.argument("folder", metavar="DIR", type=NightParameter())
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(folder: str, as_json: bool) -> None:
    """Report every problem of the pack in DIR, or of a bundled night; exit 2 where there is one."""
    path = find_night(folder)
    problems = check_pack(path)
    if as_json:
        click.echo(to_json({"pack": folder, "problems": [_row(problem) for problem in problems]}))
    elif problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        click.echo(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}", err=True)
    else:
        pack = read_pack(path)
        election = pack.election
        events = sum(1 for _ in pack.events())
        click.echo(
            f"{election.name}: sound. {_several(len(election.contests), 'contest')}, "
            f"{_several(len(election.areas), 'area')}, {_several(events, 'event')}. Digest {pack.digest[:12]}."
        )
    if problems:
        raise SystemExit(2)


def _several(number: int, noun: str) -> str:
    return f"{text.count(number)} {noun}{'' if number == 1 else 's'}"


def _row(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "where": problem.where,
        "found": problem.found,
        "wanted": problem.wanted,
        "remedy": problem.remedy,
    }
