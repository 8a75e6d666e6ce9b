"""The night's page as plain values: seats, parties, the map, the latest and the closest."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from tellers.edition import Edition
from tellers.record import Election
from tellers.tally.board import PartyRow
from tellers.terms import PartyId, decimal_text
from tellers.web.site.address import body_path, party_path
from tellers.web.site.words import colour, count, party_name, points, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """A party's line; `page` None where it has none of its own."""

    name: str
    short: str
    page: str | None
    colour: str
    seats: int
    changes: tuple[str, ...]
    votes: str
    share: str
    share_changes: tuple[str, ...]
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatBlock:
    """A party's block in the bar of seats; `start` and `width` are parts of all seats, 0 to 100."""

    colour: str
    start: str
    width: str
    label: str
    middle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NightView:
    """The head of the night's page: who is where."""

    headline: str
    detail: str
    declared: int
    total: int
    bases: tuple[tuple[str, str], ...]
    parties: tuple[PartyLine, ...]
    more_parties: int
    seats: tuple[SeatBlock, ...]
    seats_text: str
    bodies: tuple[tuple[str, str, str], ...]
    map: Markup | None


def night_view(edition: Edition, chart: Markup | None) -> NightView:
    """Return the view of a whole night."""
    board, election = edition.board, edition.election
    seats_total = sum(contest.seats for contest in election.contests)
    shown = _shown(edition)
    return NightView(
        headline=_headline(edition),
        detail=_detail(edition),
        declared=board.declared,
        total=board.total,
        bases=tuple((b.id, b.name) for b in election.bases if any(b.id in row.change for row in board.parties)),
        parties=tuple(party_line(edition, row) for row in shown),
        more_parties=sum(1 for row in board.parties if row.votes) - sum(1 for row in shown if row.votes),
        seats=seat_blocks(edition, seats_total),
        seats_text=seats_text(edition),
        bodies=body_lines(edition) if len(board.bodies) > 1 else (),
        map=chart,
    )


def party_line(edition: Edition, row: PartyRow) -> PartyLine:
    """Return a party's line."""
    election = edition.election
    known = election.party_by_id.get(row.party)
    return PartyLine(
        name=party_name(election, row.party),
        short=known.short if known is not None else row.party,
        page=party_path(row.party) if known is not None else None,
        colour=colour(election, row.party),
        seats=row.seats,
        changes=tuple(signed(row.change[b.id]) for b in election.bases if b.id in row.change),
        votes=count(row.votes),
        share="" if row.share is None else f"{points(row.share, 1)}%",
        share_changes=tuple(
            points(row.change_points.get(b.id), 1, sign=True) if b.id in row.change_points else "–"
            for b in election.bases
            if b.id in row.change
        ),
        width="0" if row.share is None else decimal_text(row.share, 1),
    )


def _shown(edition: Edition) -> list[PartyRow]:
    """Return the parties with a seat, a net change, or one vote in two hundred."""
    total = sum(row.votes or 0 for row in edition.board.parties)
    return [r for r in edition.board.parties if r.seats or any(r.change.values()) or (r.votes or 0) * 200 >= total > 0]


def seat_blocks(edition: Edition, seats_total: int) -> tuple[SeatBlock, ...]:
    """Return the blocks of the bar of seats, in order of seats; one wide enough carries its number."""
    blocks, start = [], 0
    for row in edition.board.parties:
        if row.seats:
            wide = 100 * row.seats >= 4 * seats_total
            blocks.append(
                SeatBlock(
                    colour=colour(edition.election, row.party),
                    start=decimal_text(Fraction(1000 * start, seats_total), 2),
                    width=decimal_text(Fraction(1000 * row.seats, seats_total), 2),
                    label=_short(edition.election, row.party) if wide else "",
                    middle=decimal_text(Fraction(500 * (2 * start + row.seats), seats_total), 2),
                )
            )
            start += row.seats
    return tuple(blocks)


def _short(election: Election, party: PartyId) -> str:
    known = election.party_by_id.get(party)
    return known.short if known is not None else party


def seats_text(edition: Edition) -> str:
    """Return the seats as a sentence: the text alternative of the bar."""
    board = edition.board
    won = [f"{party_name(edition.election, row.party)} {row.seats}" for row in board.parties if row.seats]
    return f"Seats: {', '.join(won) or 'none yet'}; {board.total - board.declared} contests to come."


def control_words(election: Election, control: str | None) -> str:
    """Return who controls a body, in words."""
    if control is None:
        return "not settled"
    return "no overall control" if control == "noc" else party_name(election, PartyId(control))


def body_lines(edition: Edition) -> tuple[tuple[str, str, str], ...]:
    """Return the bodies, by name: name, page, and who controls it."""
    rows = []
    for row in edition.board.bodies:
        before = next((c for c in row.control_before.values()), None)
        said = control_words(edition.election, row.control)
        if row.control is not None and before is not None:
            said += ", no change" if before == row.control else f", was {control_words(edition.election, before)}"
        if row.control is None:
            said = f"{row.declared} of {row.total} declared"
        rows.append((row.name, body_path(row.id), said))
    return tuple(sorted(rows))


def _headline(edition: Edition) -> str:
    board, election = edition.board, edition.election
    if len(board.bodies) == 1:
        body = board.bodies[0]
        if body.control == "noc":
            return f"No overall majority in the {body.name}" if board.declared else body.name
        if body.control is not None:
            return f"{party_name(election, PartyId(body.control))} wins a majority in the {body.name}"
    if not board.declared:
        return "Nothing declared yet"
    if not board.parties:
        return f"{board.declared:,} of {board.total:,} declared"  # Nobody who stands is of a party.
    first = board.parties[0]
    return f"{party_name(election, first.party)} ahead with {first.seats:,} {'seat' if first.seats == 1 else 'seats'}"


def _detail(edition: Edition) -> str:
    board = edition.board
    said = [f"{board.declared:,} of {board.total:,} declared."]
    if len(board.bodies) == 1:
        body = board.bodies[0]
        first = max(body.seats.values(), default=0)
        if body.needed and body.control not in (None, "noc"):
            said.append(f"{first:,} seats; {body.needed:,} make a majority.")
        elif body.needed:
            said.append(f"{body.needed:,} needed for a majority.")
    elif board.bodies:
        settled = sum(1 for body in board.bodies if body.control is not None)
        said.append(f"{settled} of {len(board.bodies)} councils settled.")
    return " ".join(said)
