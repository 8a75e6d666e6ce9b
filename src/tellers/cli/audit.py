"""`tellers audit`: how safe a result is: what a recount may do to it, and how many papers an audit must look at."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, cast, get_args

import click

from tellers.cli.night import edition_at, find_contest, moment_options, night_argument, open_night
from tellers.count.audit import comparison_sample, polling_sample, polling_sample_mean
from tellers.count.recounts import CountKind, recount_chance
from tellers.edition import to_json
from tellers.errors import CountError, Problem
from tellers.record import Contest
from tellers.tally import Standing
from tellers.terms import decimal_text, percent


@click.command("audit")
@night_argument
@click.argument("contest", required=False)
@click.option("--risk-limit", type=click.FloatRange(0.1, 50), default=5.0, show_default=True, help="In percent.")
@click.option("--kind", type=click.Choice(get_args(CountKind)), default="hand", show_default=True, help="Of count.")
@moment_options
def command(
    night: str,
    contest: str | None,
    risk_limit: float,
    kind: str,
    after: str,
    at: str | None,
    before: str | None,
    as_json: bool,
) -> None:
    """Show how close CONTEST was, the chance that a recount changes it, and the papers that an audit must look at."""
    opened = open_night(night)
    found = find_contest(opened.election, contest)
    standing = edition_at(opened, after=after, at=at, before=before).standing(found)
    plain = reckon_audit(found, standing, Fraction(str(risk_limit)) / 100, cast(CountKind, kind))
    if as_json:
        click.echo(to_json(plain))
        return
    click.echo(f"{found.name}: majority {plain['majority_votes']:,}, {plain['majority_percent']}% of valid votes")
    chance = plain["recount_chance"]
    shown = "not known" if chance is None else f"{100 * float(chance):.1f}%"
    why = plain["recount_source"] if chance is None else plain["recount_basis"]
    click.echo(f"chance that a recount changes it: {shown} ({why})")
    if plain["papers"] is not None:
        click.echo(f"audit at a risk limit of {risk_limit:g}%, of {plain['papers']:,} papers:")
        click.echo(f"  comparing papers with their records: {plain['comparison_papers']:,}")
        mean, most = plain["polling_papers_mean"], plain["polling_papers_90"]
        if mean >= plain["papers"]:
            click.echo("  polling papers: all of them; so close a result wants a full hand count")
        else:
            click.echo(f"  polling papers: {mean:,} on average; nine in ten such audits are over by {most:,}")


def reckon_audit(contest: Contest, standing: Standing, risk: Fraction, kind: CountKind) -> dict[str, Any]:
    """Return the figures of an audit of a final contest for one seat.

    Raises:
        CountError: It is not final, is for several seats, is tied, or some votes are not known.
    """
    if standing.status != "final" or not standing.majority or not standing.valid_votes or contest.seats != 1:
        raise CountError(
            Problem(
                where=contest.id,
                found=f"a contest that is {standing.status}, for {contest.seats} seats, majority {standing.majority}",
                wanted="a final result for one seat with every candidate's votes and a majority",
                remedy="Wait for the result, or name another contest.",
            )
        )
    first, second = (c.votes or 0 for c in standing.candidates[:2])
    margin = percent(standing.majority, standing.valid_votes)
    chance = recount_chance(margin, kind)
    papers = standing.papers
    return {
        "contest": contest.id,
        "majority_votes": standing.majority,
        "majority_percent": _number(margin),
        "risk_limit_percent": _number(100 * risk),
        "recount_chance": None if chance.chance is None else _number(chance.chance),
        "recount_basis": chance.basis,
        "recount_source": chance.source,
        "papers": papers,
        "comparison_papers": None if not papers else comparison_sample(Fraction(standing.majority, papers), risk),
        "polling_papers_mean": None if not papers else polling_sample_mean(first, second, papers, risk),
        "polling_papers_90": None if not papers else polling_sample(first, second, papers, risk),
    }


def _number(value: Fraction) -> Decimal:
    return Decimal(decimal_text(value, 4))
