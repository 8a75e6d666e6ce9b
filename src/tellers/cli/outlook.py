"""`tellers outlook`: what is decided, what is needed, and the odds."""

from __future__ import annotations

from typing import Any

import click

from tellers.cli import text
from tellers.cli.board import describe as describe_board
from tellers.cli.night import Night, edition_at, find_contest, moment_options, night_argument, open_night
from tellers.edition import Edition, board_plain, latest, standing_plain, tell, to_json
from tellers.edition.certain import bodies_decided, decisions
from tellers.edition.plain import outlook_plain
from tellers.outlook.calls import advise, ledger
from tellers.outlook.decided import decided
from tellers.outlook.lists_decided import seat_ranges
from tellers.outlook.model_input import Spread
from tellers.outlook.moved import moved
from tellers.outlook.needed import needed
from tellers.outlook.odds import Odds, reckon
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
        click.echo(to_json(plain | odds_plain(edition, found, standing) | more_plain(opened, edition, found, standing)))
        return
    click.echo(describe(edition, found, standing))
    click.echo(_odds_text(edition, found, standing))


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


def odds_plain(edition: Edition, contest: Contest, standing: Standing) -> dict[str, Any]:
    """Return the chance of each candidate, or None with the reason; 0 and 1 only where the contest is decided."""
    decision = decided(edition.election, contest, edition.record.contest(contest.id), standing)
    if decision.decided:
        return {"odds": {c.id: float(c.id in decision.winners) for c in contest.candidates}, "model": "decided: exact"}
    odds = reckon(edition.election, edition.standings, edition.record.contests)
    if odds is None or contest.id not in odds.contests:
        reason = "not made for this contest" if odds is None else odds.arrays.excluded[contest.id]
        return {"odds": None, "model": f"none: {reason}"}
    by_column = odds.contests[contest.id]
    if len(edition.election.contests) == 1:
        return {"odds": by_column, "model": odds.model, "ready": odds.ready}
    party = {c.party: c.id for c in contest.candidates}
    named = {party.get(column, column): chance for column, chance in by_column.items()}  # type: ignore[call-overload]
    return {"odds": named, "model": odds.model, "ready": odds.ready}


def _odds_text(edition: Edition, contest: Contest, standing: Standing) -> str:
    plain = odds_plain(edition, contest, standing)
    if plain["odds"] is None:
        return f"odds: {plain['model']}"
    names = {c.id: c.name for c in contest.candidates}
    rows = sorted(plain["odds"].items(), key=lambda item: -item[1])
    shown = ", ".join(f"{names.get(c, c)} {text.chance(chance)}" for c, chance in rows if chance >= 0.005)
    early = "" if plain.get("ready", True) else " Not enough yet: these are the widths of past elections alone."
    return f"odds: {shown} ({plain['model']}).{early}"


def more_plain(night: Night, edition: Edition, contest: Contest, standing: Standing) -> dict[str, Any]:
    """Return list seats' ranges, whether the contest may be called, its calls, and what moved the odds."""
    decision = decided(edition.election, contest, edition.record.contest(contest.id), standing)
    chances = odds_plain(edition, contest, standing)["odds"]
    advice = advise(standing, decision, chances)
    ranges = seat_ranges(edition.election, contest, edition.record.contest(contest.id), standing)
    return {
        "seat_ranges": None
        if ranges is None
        else {name: {"least": r.least, "most": r.most, "decided": r.decided} for name, r in ranges.items()},
        "call": {"allowed": advice.allowed, "winner": advice.winner, "reasons": list(advice.reasons)},
        "calls": [line for line in ledger_plain(edition) if line["contest"] == contest.id],
        "moved": _moved(night, edition, contest, chances),
    }


def _moved(night: Night, edition: Edition, contest: Contest, chances: dict[str, float] | None) -> str | None:
    """Return what moved the odds since the edition before, in a sentence; None where they did not move."""
    if edition.number == 0 or not chances:
        return None
    earlier = latest(night.election, night.events[: edition.number - 1])
    before = odds_plain(earlier, contest, earlier.standing(contest))["odds"]
    names = {str(c.id): c.name for c in contest.candidates}
    return moved(before, chances, names, tell(edition))


def ledger_plain(edition: Edition) -> list[dict[str, Any]]:
    """Return every call of the night with what came of it."""
    return [
        {
            "event": line.call.id,
            "contest": line.call.contest or edition.election.contests[0].id,
            "winner": line.call.winner,
            "by": list(line.call.by),
            "edition": line.call.edition,
            "reason": line.call.reason,
            "withdrawn": line.withdrawn,
            "outcome": line.outcome,
        }
        for line in ledger(edition.record, edition.standings)
    ]


def night_odds_plain(odds: Odds) -> dict[str, Any]:
    """Return a night's odds: seats and shares by party with 90% intervals, and the chance of a majority."""
    out, columns = odds.output, odds.arrays.columns
    told = [i for i in range(len(columns)) if out.seats.mean[i] >= 0.05 or out.national.mean[i] >= 0.005]
    return {
        "seats": {columns[i]: _spread(out.seats, i, 1, 2) for i in told},
        "shares": {columns[i]: _spread(out.national, i, 100, 2) for i in told},
        "majority": {columns[i]: round(float(out.majority[i]), 5) for i in told},
        "no_majority": round(out.hung, 5),
        "ready": odds.ready,
        "model": odds.model,
    }


def _spread(spread: Spread, i: int, scale: int, places: int) -> dict[str, float]:
    figures = {"mean": spread.mean[i], "low90": spread.low[2, i], "high90": spread.high[2, i]}
    return {name: round(float(value) * scale, places) for name, value in figures.items()}


def _night(edition: Edition) -> dict[str, Any]:
    """Return the whole night's outlook: the board, what is decided, control of bodies, the odds, calls."""
    odds = reckon(edition.election, edition.standings, edition.record.contests)
    return board_plain(edition) | {
        "contests_decided": sum(d.decided for d in decisions(edition).values()),
        "bodies_decided": [
            {"id": d.body, "decided": d.decided, "control": d.control, "why": d.why} for d in bodies_decided(edition)
        ],
        "odds": None if odds is None else night_odds_plain(odds),
        "calls": ledger_plain(edition),
    }


def _night_text(edition: Edition, shown: dict[str, Any]) -> str:
    lines = [describe_board(edition), f"contests decided: {shown['contests_decided']} of {shown['total']}"]
    if shown["odds"] is not None:
        rows = sorted(shown["odds"]["seats"].items(), key=lambda item: -item[1]["mean"])
        for body in shown["bodies_decided"]:
            state = f"control decided: {body['control']}" if body["decided"] else "control not decided"
            lines.append(f"{body['id']}: {state}. {body['why']}")
        for party, row in rows[:10]:
            majority = shown["odds"]["majority"][party]
            chance = f", majority {text.chance(majority)}" if majority >= 0.005 else ""
            lines.append(f"{party}: {row['mean']:.0f} seats ({row['low90']:.0f} to {row['high90']:.0f}){chance}")
        lines.append(f"90% intervals; {shown['odds']['model']}")
    return "\n".join(lines)
