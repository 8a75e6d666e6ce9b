"""What a general election is measured against: an earlier poll's files of the Commons Library, or notional results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tellers.errors import Problem
from tellers.exchange.commons_files import (
    CANDIDATE_COLUMNS,
    SEAT_COLUMNS,
    Candidacy,
    SeatFile,
    check_seat,
    party_of,
    read_candidacies,
    read_seats,
    report_total,
)
from tellers.exchange.uk_parties import PartyBook
from tellers.pack.tables import Table, problem, read_table, read_text, whole
from tellers.terms import PartyId

# The two layouts in which the Library keeps notional results: GSS code, name, party, its name, its number, valid votes.
_NOTIONAL = (
    ("ons_id", "constituency", "party_abbreviation", "party_name", "mnis_party_id", "valid_votes"),
    (
        "constituency_id",
        "constituency_name",
        "mnis_party_abbrev",
        "mnis_party_name",
        "mnis_party_id",
        "total_votes",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierSeat:
    """A seat at an earlier poll: votes by party and candidate's name (None where not kept apart)."""

    id: str
    name: str
    votes: tuple[tuple[PartyId, str | None, int], ...]
    electorate: int | None
    ballot_papers: int | None
    holder: PartyId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPoll:
    """An earlier poll by GSS code; `complete` is False where small parties are known only together."""

    kind: Literal["last_poll", "notional"]
    seats: Mapping[str, EarlierSeat]
    complete: bool
    file: str


def kind_of(path: Path, problems: list[Problem]) -> Literal["seats", "candidacies", "notional"] | None:
    """Return which of the Library's files this is by its header, or None with a problem."""
    text = read_text(path, problems)
    if text is None:
        return None
    header = {cell.strip().strip('"') for cell in text.lstrip("\r\n").split("\n", 1)[0].split(",")}
    layouts: tuple[tuple[Literal["seats", "candidacies", "notional"], tuple[str, ...]], ...] = (
        ("seats", SEAT_COLUMNS),
        ("candidacies", CANDIDATE_COLUMNS),
        ("notional", _NOTIONAL[0]),
        ("notional", _NOTIONAL[1]),
    )
    for kind, columns in layouts:
        if header.issuperset(columns):
            return kind
    # Not whole: the layout it comes nearest to says what is missing.
    kind, columns = max(layouts, key=lambda layout: len(header.intersection(layout[1])) / len(layout[1]))
    for column in (column for column in columns if column not in header):
        found = f"no column {column}"
        wanted = f"the columns {', '.join(columns)}"
        problems.append(problem("header", found, wanted, "Give the Library's own file.", file=str(path), line=1))
    return None


def read_earlier(paths: Iterable[Path], book: PartyBook, problems: list[Problem]) -> EarlierPoll | None:
    """Return an earlier poll from its files: notional results, or constituencies with or without candidacies."""
    seats: SeatFile | None = None
    candidacies: tuple[Table, dict[str, list[Candidacy]]] | None = None
    notional: EarlierPoll | None = None
    for path in paths:
        match kind_of(path, problems):
            case "notional":
                notional = _notional(path, book, problems)
            case "seats":
                seats = read_seats(path, problems)
            case "candidacies":
                candidacies = read_candidacies(path, problems)
    if notional is not None:
        return notional
    if seats is None:
        if not problems:
            wanted = "the file of its constituencies, or of notional results"
            problems.append(problem("previous", "neither", wanted, "Give that file with --previous."))
        return None
    return _poll(seats, candidacies, book, problems)


def _poll(
    seats: SeatFile,
    candidacies: tuple[Table, dict[str, list[Candidacy]]] | None,
    book: PartyBook,
    problems: list[Problem],
) -> EarlierPoll:
    earlier: dict[str, EarlierSeat] = {}
    own = PartyBook.new()  # The earlier poll's parties by its own names, so that its rows can be footed.
    for seat in seats.seats:
        holder = book.earlier(seat.first, seat.first)
        votes: list[tuple[PartyId, str | None, int]] = []
        if candidacies is not None:
            rows = candidacies[1].get(seat.id, [])
            if not rows:
                wanted = "its candidates in the other file"
                problems.append(problem(seat.name, "none", wanted, "Give files of one year.", file=candidacies[0].file))
                continue
            check_seat(seats.table, candidacies[0], seat, rows, own, problems)
            for row in rows:
                abbreviation = own.parties[party_of(row, seat, rows, own)].short
                votes.append((book.earlier(abbreviation, row.party_name, row.mnis), row.name, row.votes))
        else:
            # Every column is a figure, a nought as well: without this file's candidates no other party is known.
            votes = [(book.earlier(column, column), None, number) for column, number in seat.by_column.items()]
            rest = (seat.others or 0) - (seat.other_winner or 0)
            if seat.other_winner:
                votes.append((holder, None, seat.other_winner))
            if rest:
                votes.append((book.earlier("Oth", "All other candidates"), None, rest))
        papers = None if seat.valid is None or seat.invalid is None else seat.valid + seat.invalid
        earlier[seat.id] = EarlierSeat(
            id=seat.id,
            name=seat.name,
            votes=tuple(votes),
            electorate=seat.electorate,
            ballot_papers=papers,
            holder=holder,
        )
    complete = candidacies is not None
    return EarlierPoll(kind="last_poll", seats=earlier, complete=complete, file=seats.table.file)


def _notional(path: Path, book: PartyBook, problems: list[Problem]) -> EarlierPoll | None:
    table = read_table(path, problems, required=("votes", "electorate"))
    if table is None:
        return None
    layout = _NOTIONAL[0] if _NOTIONAL[0][0] in table.columns else _NOTIONAL[1]
    code, name, abbreviation, party_name, mnis, total = layout
    votes: dict[str, list[tuple[PartyId, str | None, int]]] = {}
    heads: dict[str, tuple[str, int | None, int | None]] = {}
    last = {}
    for row in table.rows:
        number = whole(row["votes"], "votes", table, row, problems, where=row[name])
        id = row[code]
        heads.setdefault(
            id,
            (
                row[name],
                whole(row["electorate"], "electorate", table, row, problems, where=row[name]),
                whole(row[total], total, table, row, problems, where=row[name]),
            ),
        )
        last[id] = row
        if number is not None:
            party = book.earlier(row[abbreviation], row[party_name], row[mnis])
            votes.setdefault(id, []).append((party, None, number))
    seats = {}
    for id, (seat_name, electorate, valid) in heads.items():
        rows = votes.get(id, [])
        made = sum(number for _, _, number in rows)
        if valid is not None and made != valid:
            report_total(table, last[id], seat_name, f"{made:,} votes over {len(rows)} rows", valid, problems)
        holder = max(rows, key=lambda item: item[2])[0] if rows else None
        seats[id] = EarlierSeat(
            id=id, name=seat_name, votes=tuple(rows), electorate=electorate, ballot_papers=None, holder=holder
        )
    return EarlierPoll(kind="notional", seats=seats, complete=True, file=table.file)
