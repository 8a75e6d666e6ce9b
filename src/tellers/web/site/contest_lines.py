"""A contest as one line of a list: who won or leads, from whom it was gained, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from markupsafe import Markup, escape

from tellers.edition import Edition
from tellers.record import Contest
from tellers.tally import Standing
from tellers.tally.board import holder
from tellers.terms import PartyId, decimal_text
from tellers.web.site.address import contest_path
from tellers.web.site.words import HELD_BACK_COLOUR, clock, colour, colour_due, detail, headline, party_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestLine:
    """A contest's line; `outcome` is against `basis`, the first that knows who held it, "" where that is not known."""

    contest: Contest
    standing: Standing
    page: str
    colour: str
    party: PartyId | None
    held_by: PartyId | None
    outcome: Literal["", "hold", "gain"]
    basis: str
    said: str
    was: str = ""

    @property
    def final(self) -> bool:
        return self.standing.status == "final"


def contest_line(edition: Edition, contest: Contest) -> ContestLine:
    """Return a contest's line at an edition."""
    election, standing = edition.election, edition.standing(contest)
    first = standing.elected[0] if standing.elected else standing.leader
    party = contest.candidate(first).party if first is not None else None
    held_by, basis = _held_by(edition, contest)
    outcome: Literal["", "hold", "gain"] = ""
    if standing.status == "final" and held_by is not None and len(standing.elected) == 1 and contest.seats == 1:
        outcome = "hold" if held_by == party else "gain"
    fill = "" if first is None else colour(election, party)
    if fill and not colour_due(election, contest, edition.record.contest(contest.id), standing):
        fill = HELD_BACK_COLOUR
    line = ContestLine(
        contest=contest,
        standing=standing,
        page=contest_path(contest.id),
        colour=fill,
        party=party,
        held_by=held_by,
        outcome=outcome,
        basis=basis,
        said="",
    )
    return ContestLine(
        contest=contest,
        standing=standing,
        page=line.page,
        colour=fill,
        party=party,
        held_by=held_by,
        outcome=outcome,
        basis=basis,
        said=_said(edition, line),
        was=_was(edition, contest, standing),
    )


def _was(edition: Edition, contest: Contest, standing: Standing) -> str:
    """Return what the line's own figures were before they were corrected, "" where they were not."""
    name, number = ("lead", standing.lead) if standing.majority is None else ("majority", standing.majority)
    notes = []
    for made in reversed(edition.corrections):
        moved = next((m for m in made.moved if m.contest == contest.id and m.what == name), None)
        if moved is None:
            continue
        if moved.new != number or not isinstance(moved.old, int):
            break
        time = clock(made.at, edition.election)
        verb = "made final" if made.kind == "declared" else made.kind
        notes.append(f"{name} {verb}{f' {time}' if time else ''}, was {moved.old:,}: {made.reason}")
        number = moved.old
    return "; ".join(notes)


def _held_by(edition: Edition, contest: Contest) -> tuple[PartyId | None, str]:
    """Return who held the contest, and the name of the first basis that knows it; None and "" where none does."""
    for basis in edition.election.bases:
        held_by = holder(edition.election, contest, basis.id)
        if held_by is not None:
            return held_by, basis.name
    return None, ""


def bases_said(lines: Iterable[ContestLine]) -> str:
    """Return the bases that the holds and gains of some lines are said against, "" where none is said."""
    return "; ".join(dict.fromkeys(line.basis for line in lines if line.outcome or (line.held_by and not line.final)))


def _said(edition: Edition, line: ContestLine) -> str:
    election, contest, standing = edition.election, line.contest, line.standing
    if standing.status == "awaiting":
        return "to come" if line.held_by is None else f"to come, held by {party_name(election, line.held_by)}"
    text = headline(contest, standing)
    if standing.status != "final":
        more = detail(election, contest, standing)
        return f"{text}. {more}" if more else text
    parts = [party_name(election, line.party)] if len(standing.elected) == 1 else [_parties(edition, line)]
    if line.outcome == "gain":
        parts[0] += f" gain from {party_name(election, line.held_by)}"
    elif line.outcome == "hold":
        parts[0] += " hold"
    if len(standing.elected) == 1:
        parts.append(contest.candidate(standing.elected[0]).name)
    if standing.majority is not None:
        parts.append(f"majority {standing.majority:,}{_percent(standing)}")
    return ", ".join(part for part in parts if part)


def _percent(standing: Standing) -> str:
    if standing.majority is None or not standing.valid_votes:
        return ""
    share = Fraction(100 * standing.majority, standing.valid_votes)
    return f" ({decimal_text(share, 1 if share >= 1 else 2)}%)"


def _parties(edition: Edition, line: ContestLine) -> str:
    won: dict[str, int] = {}
    for c in line.standing.candidates:
        if c.elected:
            name = party_name(edition.election, c.party) or "no party"
            won[name] = won.get(name, 0) + (1 if c.seats is None else c.seats)
    return ", ".join(f"{name} {number}" for name, number in sorted(won.items(), key=lambda item: -item[1]))


def item(line: ContestLine, at: str) -> Markup:
    """Return the line as an item of a list; `at` is what stands after the address at an earlier edition."""
    shown = f'fill="{line.colour}"' if line.colour else 'class="is-open"'
    gain = ' <b class="gain">gain</b>' if line.outcome == "gain" else ""
    was = f'<span class="was">{escape(line.was)}</span>' if line.was else ""
    return Markup(
        f'<li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" {shown}/>'
        f'</svg><p><a href="{line.page}{at}">{escape(line.contest.name)}</a>{gain}'
        f"<span>{escape(line.said)}</span>{was}</p></li>"
    )
