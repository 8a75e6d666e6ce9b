"""The Commons Library's general election files, read and footed row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tellers.errors import Problem
from tellers.exchange.uk_parties import PartyBook
from tellers.pack.contests import slug
from tellers.pack.tables import Row, Table, problem, read_table, whole
from tellers.terms import PartyId

SEAT_COLUMNS = ("ONS ID", "Constituency name", "First party", "Electorate", "Valid votes", "Majority")
CANDIDATE_COLUMNS = ("ONS ID", "Party name", "Party abbreviation", "Candidate first name", "Candidate surname", "Votes")
_OTHERS = "All other candidates"
_OTHER_WINNER = "Of which other winner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A row of a constituency file; `by_column` is the votes under each party's own column."""

    row: Row
    id: str
    name: str
    region: str
    first: str
    second: str
    electorate: int | None
    valid: int | None
    invalid: int | None
    majority: int | None
    declared: str
    by_column: Mapping[str, int]
    others: int | None
    other_winner: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidacy:
    """A row of a candidacy file; `party` may differ from the abbreviation where the seat's own row says so."""

    row: Row
    name: str
    party_name: str
    abbreviation: str
    mnis: str
    sitting: bool | None
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFile:
    """A constituency file."""

    table: Table
    seats: tuple[Seat, ...]


def read_seats(path: Path, problems: list[Problem]) -> SeatFile | None:
    """Return a constituency file's rows, with what is wrong added to `problems`."""
    table = read_table(path, problems, required=SEAT_COLUMNS)
    if table is None:
        return None
    parties = _party_columns(table)
    seats = []
    lines: dict[str, int] = {}
    for row in table.rows:
        if _new(row["ONS ID"], row["Constituency name"], table, row, lines, problems):
            seats.append(_seat(table, row, parties, problems))
    _some_rows(table, problems)
    return SeatFile(table=table, seats=tuple(seats))


def _some_rows(table: Table, problems: list[Problem]) -> None:
    if not table.rows:
        problems.append(problem("", "a header and no rows", "rows", "Give the whole file.", file=table.file, line=1))


def _new(id: str, name: str, table: Table, row: Row, lines: dict[str, int], problems: list[Problem]) -> bool:
    if not id:
        problems.append(problem(name, "no ONS ID", "the GSS code", "Add it.", file=table.file, line=row.line))
        return False
    if not slug(name):
        found = f'"{name}" for its name'
        problems.append(problem(id, found, "a name in letters", "Mend it.", file=table.file, line=row.line))
        return False
    if id in lines:
        found = f"{name} ({id}) a second time (first on line {lines[id]})"
        problems.append(problem(name, found, "each once", "Remove one of the two.", file=table.file, line=row.line))
        return False
    lines[id] = row.line
    return True


def _party_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of single parties: those between the majority and all others."""
    if _OTHERS not in table.columns:
        return ()
    columns = table.columns
    return columns[columns.index("Majority") + 1 : columns.index(_OTHERS)]


def _seat(table: Table, row: Row, parties: tuple[str, ...], problems: list[Problem]) -> Seat:
    name = row["Constituency name"]

    def number(column: str) -> int | None:
        return whole(row[column], column, table, row, problems, where=name)

    by_column = {column: votes for column in parties if (votes := number(column)) is not None}
    others, valid = number(_OTHERS), number("Valid votes")
    if parties and others is not None and valid is not None and sum(by_column.values()) + others != valid:
        made = sum(by_column.values()) + others
        report_total(table, row, name, f"{made:,}, the sum of the parties' columns", valid, problems)
    return Seat(
        row=row,
        id=row["ONS ID"],
        name=name,
        region=row["Region name"],
        first=row["First party"],
        second=row["Second party"],
        electorate=number("Electorate"),
        valid=valid,
        invalid=number("Invalid votes"),
        majority=number("Majority"),
        declared=row["Declaration time"],
        by_column=by_column,
        others=others,
        other_winner=number(_OTHER_WINNER),
    )


def report_total(table: Table, row: Row, where: str, found: str, total: int, problems: list[Problem]) -> None:
    """Report figures that do not foot."""
    wanted = f"{total:,}, the valid votes of the row, because each row must foot"
    remedy = "Look at the figures against their source; mend the one that is wrong."
    problems.append(problem(where, found, wanted, remedy, file=table.file, line=row.line))


def read_candidacies(path: Path, problems: list[Problem]) -> tuple[Table, dict[str, list[Candidacy]]] | None:
    """Return a candidacy file's rows by GSS code, with what is wrong added to `problems`."""
    table = read_table(path, problems, required=CANDIDATE_COLUMNS)
    if table is None:
        return None
    by_seat: dict[str, list[Candidacy]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        name = " ".join(filter(None, (row["Candidate first name"], row["Candidate surname"])))
        votes = whole(row["Votes"], "Votes", table, row, problems, where=name)
        if not row["Votes"]:
            problems.append(problem(name, "no votes", "the votes", "Add them.", file=table.file, line=row.line))
        key = (row["ONS ID"], name, row["Party name"], row["Votes"])
        if key in seen:
            found = f"{name} a second time (first on line {seen[key]})"
            problems.append(problem(name, found, "each once", "Remove one.", file=table.file, line=row.line))
            continue
        seen[key] = row.line
        if votes is not None:
            sitting = {"yes": True, "no": False}.get(row["Sitting MP"].casefold())
            by_seat.setdefault(row["ONS ID"], []).append(
                Candidacy(
                    row=row,
                    name=name,
                    party_name=row["Party name"],
                    abbreviation=row["Party abbreviation"],
                    mnis=row["MNIS party ID"],
                    sitting=sitting,
                    votes=votes,
                )
            )
    _some_rows(table, problems)
    return table, by_seat


def party_of(candidacy: Candidacy, seat: Seat, candidacies: list[Candidacy], book: PartyBook) -> PartyId:
    """Return a candidacy's party, as the seat's own row has it where the candidacy says "Independent".

    In 2010 the candidates of the Ulster Conservatives and Unionists are independents in the file of candidacies, and
    "UUP" or "UCUNF" in the file of constituencies: there the votes under the party's column tell them apart.
    """
    if candidacy.abbreviation == "Ind":
        for column, votes in seat.by_column.items():
            if votes and votes == candidacy.votes and not any(c.abbreviation == column for c in candidacies):
                return book.meet(column, column)
    return book.meet(candidacy.abbreviation, candidacy.party_name, candidacy.mnis)


def check_seat(
    seats: Table, candidacies: Table, seat: Seat, rows: list[Candidacy], book: PartyBook, problems: list[Problem]
) -> None:
    """Report a seat whose candidates do not foot with its row: votes, first party, majority, parties' columns."""
    where, row = seat.name, seat.row
    total = sum(candidacy.votes for candidacy in rows)
    if seat.valid is not None and total != seat.valid:
        last = rows[-1].row
        report_total(candidacies, last, where, f"{total:,} votes over {len(rows)} candidates", seat.valid, problems)
    order = sorted(rows, key=lambda candidacy: -candidacy.votes)
    lead = order[0].votes - (order[1].votes if len(order) > 1 else 0)
    if seat.majority is not None and lead != seat.majority:
        found, wanted = f"a majority of {seat.majority:,}", f"{lead:,}, first less second"
        problems.append(problem(where, found, wanted, "Mend the one that is wrong.", file=seats.file, line=row.line))
    parties = {id(c): party_of(c, seat, rows, book) for c in rows}
    for place, said in enumerate((seat.first, seat.second)):
        if said and place < len(order) and book.key(said) != parties[id(order[place])]:
            found = f'"{said}" as the {("first", "second")[place]} party'
            wanted = f'"{order[place].abbreviation}" ({order[place].name}, {order[place].votes:,} votes)'
            problems.append(
                problem(where, found, wanted, "Mend the one that is wrong.", file=seats.file, line=row.line)
            )
    for column, votes in seat.by_column.items():
        made = sum(c.votes for c in rows if parties[id(c)] == book.key(column))
        if made != votes:
            found, wanted = f"{votes:,} under {column}", f"{made:,}, the votes of its candidates"
            problems.append(
                problem(where, found, wanted, "Mend the one that is wrong.", file=seats.file, line=row.line)
            )
