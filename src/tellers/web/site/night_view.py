"""The night's page as plain values: seats, latest, closest, what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tellers.edition import Edition
from tellers.record import Contest
from tellers.tally.board import PartyRow, holder
from tellers.tally.standing import Standing
from tellers.terms import decimal_text
from tellers.web.site.views import LogLine, colour, count, detail, headline, party_name, points

LATEST = 20
CLOSEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """A party's line; `width` is its part of all seats of the night, 0 to 100."""

    name: str
    short: str
    colour: str
    seats: int
    width: str
    changes: tuple[str, ...]
    votes: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatBlock:
    """A party's block in the bar of seats; `start` and `width` are parts of all seats, 0 to 100."""

    colour: str
    start: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestLine:
    """A contest's line in a list; `place` is the text searched, `path` its page."""

    id: str
    name: str
    colour: str
    party: str
    text: str
    majority: str
    gain: str
    declared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NightView:
    """The night's page."""

    headline: str
    detail: str
    declared: int
    total: int
    bases: tuple[str, ...]
    basis_ids: tuple[str, ...]
    parties: tuple[PartyLine, ...]
    seats: tuple[SeatBlock, ...]
    seats_text: str
    latest: tuple[ContestLine, ...]
    closest: tuple[ContestLine, ...]
    contests: tuple[ContestLine, ...]
    log: tuple[LogLine, ...]


def night_view(edition: Edition, recent: tuple[Contest, ...], log: tuple[LogLine, ...]) -> NightView:
    """Return the view of a whole night.

    Args:
        recent: Contests in the order in which they last became final, newest first.
    """
    board, election = edition.board, edition.election
    bases = tuple(b for b in election.bases if any(b.id in row.change for row in board.parties))
    seats_total = sum(contest.seats for contest in election.contests)
    parties = tuple(
        PartyLine(
            name=party_name(election, row.party),
            short=election.party_by_id[row.party].short if row.party in election.party_by_id else row.party,
            colour=colour(election, row.party),
            seats=row.seats,
            width=decimal_text(Fraction(100 * row.seats, seats_total), 2) if seats_total else "0",
            changes=tuple(_signed(row.change.get(b.id)) for b in bases),
            votes=count(row.votes),
            share="" if row.share is None else f"{points(row.share)}%",
        )
        for row in _shown(edition)
    )
    finals = [edition.standings[c.id] for c in recent]
    closest = sorted((s for s in finals if s.majority is not None), key=lambda s: (s.majority or 0, s.contest))
    return NightView(
        headline=_headline(edition),
        detail=_detail(edition),
        declared=board.declared,
        total=board.total,
        bases=tuple(b.name for b in bases),
        basis_ids=tuple(b.id for b in bases),
        parties=parties,
        seats=_seat_blocks(edition, seats_total),
        seats_text=_seats_text(edition),
        latest=tuple(contest_line(edition, c) for c in recent[:LATEST]),
        closest=tuple(contest_line(edition, election.contest_by_id[s.contest]) for s in closest[:CLOSEST]),
        contests=tuple(contest_line(edition, c) for c in sorted(election.contests, key=lambda c: c.name)),
        log=log,
    )


def _shown(edition: Edition) -> list[PartyRow]:
    """Return the parties with a seat, a net change, or one vote in two hundred."""
    total = sum(row.votes or 0 for row in edition.board.parties)
    return [r for r in edition.board.parties if r.seats or any(r.change.values()) or (r.votes or 0) * 200 >= total > 0]


def _seat_blocks(edition: Edition, seats_total: int) -> tuple[SeatBlock, ...]:
    blocks, start = [], 0
    for row in edition.board.parties:
        if row.seats:
            blocks.append(
                SeatBlock(
                    colour=colour(edition.election, row.party),
                    start=decimal_text(Fraction(100 * start, seats_total), 3),
                    width=decimal_text(Fraction(100 * row.seats, seats_total), 3),
                )
            )
            start += row.seats
    return tuple(blocks)


def _seats_text(edition: Edition) -> str:
    board = edition.board
    won = [f"{party_name(edition.election, row.party)} {row.seats}" for row in board.parties if row.seats]
    return f"Seats: {', '.join(won) or 'none yet'}; {board.total - board.declared} to come."


def _headline(edition: Edition) -> str:
    board, election = edition.board, edition.election
    for body in board.bodies:
        if body.control == "noc":
            return f"{body.name}: no overall control"
        if body.control is not None:
            return f"{party_name(election, body.control)} has a majority in {body.name}"  # type: ignore[arg-type]
    if not board.declared:
        return "Nothing declared yet"
    first = board.parties[0]
    return f"{party_name(election, first.party)} ahead with {first.seats:,} {'seat' if first.seats == 1 else 'seats'}"


def _detail(edition: Edition) -> str:
    board = edition.board
    said = [f"{board.declared:,} of {board.total:,} declared."]
    said += [f"{body.needed:,} needed for a majority." for body in board.bodies if body.needed and body.control is None]
    return " ".join(said)


def _signed(value: int | None) -> str:
    return "not known" if value is None else f"{value:+,}".replace("-", "−") if value else "0"


def contest_line(edition: Edition, contest: Contest) -> ContestLine:
    """Return a contest's line: who won or leads, by how much, and from whom it was gained on the first basis."""
    election, standing = edition.election, edition.standing(contest)
    first = standing.elected[0] if standing.elected else standing.leader
    party = contest.candidate(first).party if first is not None else None
    return ContestLine(
        id=contest.id,
        name=contest.name,
        colour=colour(election, party) if first is not None else "transparent",
        party=party_name(election, party),
        text=_line_text(edition, contest, standing),
        majority="" if standing.majority is None else f"{standing.majority:,}",
        gain=_gain(edition, contest, standing),
        declared=standing.status == "final",
    )


def _line_text(edition: Edition, contest: Contest, standing: Standing) -> str:
    if standing.status == "awaiting":
        return "to come"
    text = headline(edition.election, contest, standing)
    more = detail(edition.election, contest, standing) if standing.status != "final" else ""
    return f"{text}. {more}".strip() if more else text


def _gain(edition: Edition, contest: Contest, standing: Standing) -> str:
    election = edition.election
    if standing.status != "final" or len(standing.elected) != 1 or contest.seats != 1:
        return ""
    winner = contest.candidate(standing.elected[0]).party
    for basis in election.bases:
        held_by = holder(election, contest, basis.id)
        if held_by is not None:
            return "hold" if held_by == winner else f"gain from {party_name(election, held_by)}"
    return ""
