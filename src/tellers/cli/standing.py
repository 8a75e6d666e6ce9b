"""`tellers standing`: where one contest stands."""

from __future__ import annotations

import click

from tellers.cli import text
from tellers.cli.night import edition_at, find_contest, moment_options, night_argument, open_night
from tellers.edition import Edition, standing_plain, to_json
from tellers.edition.plain import outstanding_plain
from tellers.edition.stale import MadeStale
from tellers.edition.unconfirmed import unconfirmed
from tellers.feeds.moved import moved_sentences
from tellers.record import Basis, Contest
from tellers.tally import Standing, contest_change
from tellers.tally.bases import find_basis
from tellers.terms import BasisId


@click.command("standing")
@night_argument
@click.argument("contest", required=False)
@click.option("--stage", type=click.IntRange(min=1), help="The stage of the count to show, 1 for first preferences.")
@click.option("--basis", metavar="ID", help="Show change against this basis alone.")
@moment_options
def command(
    night: str,
    contest: str | None,
    stage: int | None,
    basis: str | None,
    after: str,
    at: str | None,
    before: str | None,
    as_json: bool,
) -> None:
    """Show where CONTEST stands: votes, shares, lead, majority, what is outstanding."""
    opened = open_night(night)
    found = find_contest(opened.election, contest)
    only = None if basis is None else find_basis(opened.election, basis).id
    edition = edition_at(opened, after=after, at=at, before=before)
    standing = edition.standing(found) if stage is None else edition.stage(found, stage)
    if as_json:
        click.echo(to_json(standing_plain(edition, found, standing, only)))
        return
    click.echo(describe(edition, found, standing, only))


def describe(edition: Edition, contest: Contest, standing: Standing, basis: BasisId | None = None) -> str:
    """Return a standing as text for a terminal."""
    election = edition.election
    lines = [click.style(f"{contest.name}: {headline(contest, standing)}", bold=True)]
    at = "" if edition.announced_at is None else f", {edition.announced_at.isoformat()}"
    lines.append(f"edition {standing.after}{at} · {standing.declared} of {standing.areas_total} areas declared")
    if standing.stage > 1:
        lines.append(f"stage {standing.stage} of the count")
    rows = []
    for c in standing.candidates:
        party = election.party_by_id.get(c.party) if c.party is not None else None
        mark = "elected" if c.elected else ""
        rows.append([c.name, party.short if party else "", text.count(c.votes), text.points(c.share), mark])
    lines += ["", text.table(["candidate", "party", "votes", "%", ""], rows, left=2), ""]
    if standing.lead is not None and standing.leader is not None and standing.majority is None:
        of = "" if standing.points_of is None else f" of {standing.points_of.replace('_', ' ')}"
        lines.append(f"lead {standing.lead:,}, {text.points(standing.lead_points)} points{of}")
    if standing.majority is not None:
        lines.append(f"majority {standing.majority:,}, {text.points(standing.lead_points)} points")
    lines.append(
        f"valid votes {text.count(standing.valid_votes)} · papers {text.count(standing.papers)} · "
        f"electorate {text.count(standing.electorate)} · turnout {text.points(standing.turnout)}%"
    )
    lines += _outstanding(edition, contest, standing) + _changes(edition, contest, standing, basis)
    for d in standing.derived:
        areas = ", ".join(election.area_by_id[a].name for a in d.areas)
        lines.append(f"derived: {areas}: {contest.candidate(d.candidate).name} {d.votes:,} (by subtraction)")
    lines += [click.style(f"doubt: {d.evidence}", fg="yellow") for d in standing.doubts]
    lines += [click.style(line, fg="yellow") for line in _corrections(edition, contest)]
    for row in unconfirmed(edition, contest):
        lines.append(click.style(f"keyed by one person, not yet confirmed: {row.words(election)}", fg="yellow"))
    return "\n".join(lines)


def headline(contest: Contest, standing: Standing) -> str:
    """Return a few words for the state of a contest."""
    if standing.status == "final":
        return ", ".join(contest.candidate(c).name for c in standing.elected) + " elected"
    if standing.status == "tied":
        return "tied, awaiting the lot"
    if standing.leader is None:
        return "nothing yet" if standing.status == "awaiting" else "no lead known"
    ahead = f"{contest.candidate(standing.leader).name} ahead"
    return f"{ahead}, a recount open" if standing.status == "recount" else ahead


def _outstanding(edition: Edition, contest: Contest, standing: Standing) -> list[str]:
    lines = []
    rows = outstanding_plain(edition, contest, standing)
    for row in rows[:12]:
        lines.append(
            f"to come: {row['name']}: {text.count(row['verified_ballots'])} papers verified, "
            f"electorate {text.count(row['electorate'])}"
        )
    if len(rows) > 12:
        lines.append(f"to come: {len(rows) - 12} areas more")
    return lines


def _changes(edition: Edition, contest: Contest, standing: Standing, only: BasisId | None) -> list[str]:
    lines = []
    for basis in edition.election.bases:
        if only not in (None, basis.id):
            continue
        change = contest_change(edition.election, contest, standing, basis.id)
        lines += _seats_changed(edition, contest, basis)
        if change is None:
            if only is not None:
                lines.append(f"{basis.name}: no votes are known for the areas that have declared")
            continue
        known = [row for row in change.parties if row.change is not None]
        shown = ", ".join(f"{row.party} {text.points(row.change, sign=True)}" for row in known[:6])
        lines.append(f"change on {basis.name}: {shown}")
        if change.butler is not None:
            lines.append(
                f"swing {change.swing_from} to {change.swing_to}: {text.points(change.butler)} points (Butler), "
                f"{text.points(change.steed)} (Steed)"
            )
    return lines


def _corrections(edition: Edition, contest: Contest) -> list[str]:
    """Return each correction of the contest's figures: what was, what is, and why."""
    lines = []
    for made in edition.corrections:
        if made.contest != contest.id:
            continue
        told = MadeStale(event=made.event, edition=made.edition, reason=made.reason, moved=made.moved, sentences=())
        lines.append(f"{made.kind} at edition {made.edition}: {' '.join(moved_sentences(edition, told))}")
    return lines


def _seats_changed(edition: Edition, contest: Contest, basis: Basis) -> list[str]:
    share = edition.board_sums.shares.get(contest.id)
    gained = None if share is None else share.gained(basis.id)
    if gained is None:
        return []
    said = ", ".join(f"{party} {number:+}" for party, number in gained.items()) or "hold"
    return [f"seats against {basis.name}: {said}"]
