"""`tellers board`: the whole night."""

from __future__ import annotations

import click

from tellers.cli.board_text import counterfactual_text, describe
from tellers.cli.night import edition_at, find_contest, moment_options, night_argument, open_night
from tellers.cli.what_if import parse_moves, parse_seconds, parse_shares
from tellers.edition import Edition, board_lists, board_plain, counterfactual_plain, to_json
from tellers.edition.plain_board import projection_plain
from tellers.errors import LookupProblem, Problem
from tellers.record import Election
from tellers.tally.bases import find_basis
from tellers.tally.counterfactual import Counterfactual, lists_by_region, moved_votes, supplementary

__all__ = ["command", "describe"]


@click.command("board")
@night_argument
@click.option("--basis", metavar="ID", help="Show change against this basis alone.")
@click.option(
    "--what-if",
    type=click.Choice(["dhondt-by-region", "supplementary-vote", "votes-moved"]),
    help="NOT A RESULT: count the declared votes otherwise, and say how.",
)
@click.option(
    "--second",
    multiple=True,
    metavar="PARTY:OTHER=PERCENT",
    help="For supplementary-vote: the part of a party's voters whose second vote is for another.",
)
@click.option(
    "--move",
    multiple=True,
    metavar="FROM:TO=PERCENT",
    help="For votes-moved: the part of one's votes that goes to another.",
)
@click.option("--in", "within", metavar="CONTEST", help="For votes-moved: in this contest alone; may name candidates.")
@click.option(
    "--national-then",
    metavar="PARTY=PERCENT,…",
    help="A national share for the wards' last poll, to be moved by the matched wards' change.",
)
@moment_options
def command(
    night: str,
    basis: str | None,
    what_if: str | None,
    second: tuple[str, ...],
    move: tuple[str, ...],
    within: str | None,
    national_then: str | None,
    after: str,
    at: str | None,
    before: str | None,
    as_json: bool,
) -> None:
    """Show the whole night: seats by party with changes on each basis, votes, bodies and control."""
    opened = open_night(night)
    only = None if basis is None else find_basis(opened.election, basis).id
    start = None if national_then is None else parse_shares(national_then, opened.election)
    edition = edition_at(opened, after=after, at=at, before=before)
    instead = _instead(edition, what_if, second, move, within)
    if as_json:
        plain = board_plain(edition, only) | board_lists(edition, only)
        if start is not None:
            plain["ward_projection"] = projection_plain(edition, start, only)
        if instead is not None:
            plain["counterfactual"] = counterfactual_plain(instead)
        click.echo(to_json(plain))
        return
    click.echo(describe(edition, basis=only))
    if start is not None:
        for row in projection_plain(edition, start, only):
            shares = ", ".join(f"{party} {share}%" for party, share in row["shares_percent"].items())
            click.echo(f"{row['name']} from {row['basis']}: {shares} (over {row['wards']} wards; our own measure)")
    if instead is not None:
        click.echo(counterfactual_text(edition, instead))


def _instead(
    edition: Edition, what_if: str | None, second: tuple[str, ...], move: tuple[str, ...], within: str | None
) -> Counterfactual | None:
    election, standings = edition.election, edition.standings
    _only_with(election, "--second", bool(second), what_if == "supplementary-vote", "supplementary-vote")
    _only_with(election, "--move", bool(move), what_if == "votes-moved", "votes-moved")
    _only_with(election, "--in", within is not None, what_if == "votes-moved", "votes-moved")
    match what_if:
        case "dhondt-by-region":
            return lists_by_region(election, standings, edition.board_sums.plan)
        case "supplementary-vote":
            return supplementary(election, standings, parse_seconds(second, election))
        case "votes-moved":
            contest = None if within is None else find_contest(election, within)
            moves = parse_moves(move, election, contest)
            return moved_votes(election, standings, moves, None if contest is None else contest.id)
        case _:
            return None


def _only_with(election: Election, option: str, given: bool, right: bool, wanted: str) -> None:
    if given and not right:
        remedy = f"Add --what-if {wanted}, or leave {option} out."
        raise LookupProblem(
            Problem(where=election.id, found=f"{option} alone", wanted=f"it with --what-if {wanted}", remedy=remedy)
        )
