"""Tables of councils' composition: seats by party before an election, and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tellers.errors import Problem
from tellers.exchange.leh_files import Ward
from tellers.exchange.uk_parties import PartyBook
from tellers.pack.tables import Row, Table, problem, read_table, whole
from tellers.record import Basis, Body
from tellers.record.election import SeatsUp
from tellers.terms import BasisId, BodyId, PartyId

# The party under which these tables lump small parties and independents.
OTHERS = PartyId("oth")
_CODE = ("ons_code", "ONS code")
# A party in a column's name, and the abbreviation it stands for; "other" lumps small parties and independents.
_PARTIES = {
    "con": "Con",
    "lab": "Lab",
    "ld": "LD",
    "green": "Green",
    "grn": "Green",
    "ref": "RUK",
    "ukip": "UKIP",
    "other": "Oth",
    "oth": "Oth",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilRow:
    """A council's composition; `up` and `not_up` are None where they cannot be told."""

    name: str
    seats: int
    up: int | None
    before: Mapping[str, int]
    not_up: Mapping[str, int] | None
    control: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilTable:
    """Councils by GSS code, and the basis that their seats before are of."""

    councils: Mapping[str, CouncilRow]
    basis: BasisId
    bases: tuple[Basis, ...]


def read_councils(path: Path, problems: list[Problem]) -> CouncilTable | None:
    """Return a table of councils, with what is wrong added to `problems`.

    Two layouts are known: before_con … after_con … won_con (the position just before the poll), and CON_seats_23 …
    (the Library's, of which the last year's composition is the position before).
    """
    table = read_table(path, problems, required=())
    if table is None:
        return None
    code = next((name for name in _CODE if name in table.columns), None)
    years = sorted({c[-2:] for c in table.columns if c.startswith("Total_seats_")})
    if code is None or not (years or "before_con" in table.columns):
        wanted = 'a column "ons_code" or "ONS code", and "before_con" … or "CON_seats_23" …'
        found = f"the columns {', '.join(table.columns)}"
        problems.append(problem("header", found, wanted, "Give the whole file.", file=table.file, line=1))
        return None
    councils: dict[str, CouncilRow] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        id = row[code]
        if id in lines:
            found = f"{row['council'] or row['Local authority']} a second time (first on line {lines[id]})"
            problems.append(problem(id, found, "each council once", "Remove one.", file=table.file, line=row.line))
            continue
        lines[id] = row.line
        council = _by_year(table, row, years[-1], problems) if years else _by_moment(table, row, problems)
        if council is not None:
            councils[id] = council
    if years:
        basis = Basis(
            id=BasisId(f"councils-20{years[-1]}"),
            name=f"composition after the elections of 20{years[-1]}",
            kind="last_poll",
            others=OTHERS,
        )
    else:
        name = "position just before the poll"
        basis = Basis(id=BasisId("just-before"), name=name, kind="just_before", others=OTHERS)
    return CouncilTable(councils=councils, basis=basis.id, bases=(basis,))


def _seats(table: Table, row: Row, head: str, tail: str, problems: list[Problem]) -> dict[str, int]:
    """Return seats by party under columns such as before_con or CON_seats_23; a blank there is none held."""
    seats: dict[str, int] = {}
    for column in table.columns:
        middle = column.removeprefix(head).removesuffix(tail).casefold()
        if column.startswith(head) and column.endswith(tail) and middle in _PARTIES:
            number = whole(row[column], column, table, row, problems)
            if number:
                short = _PARTIES[middle]
                seats[short] = seats.get(short, 0) + number
    return seats


def _by_moment(table: Table, row: Row, problems: list[Problem]) -> CouncilRow | None:
    before = _seats(table, row, "before_", "", problems)
    after, won = _seats(table, row, "after_", "", problems), _seats(table, row, "won_", "", problems)
    seats, up = (whole(row[c], c, table, row, problems, where=row["council"]) for c in ("seats", "seats_up"))
    if seats is None:
        return None
    for what, made, wanted in (("after", after, seats), ("won", won, up)):
        if made and wanted is not None and sum(made.values()) != wanted:
            found = f"{sum(made.values())} seats {what}"
            problems.append(
                problem(row["council"], found, f"{wanted}", "Mend the row.", file=table.file, line=row.line)
            )
    # Small parties are lumped in what was won, and not in what stood after.
    lumped = dict(after)
    if "RUK" in lumped and "RUK" not in won:
        lumped["Oth"] = lumped.get("Oth", 0) + lumped.pop("RUK")
    rest = {party: lumped.get(party, 0) - won.get(party, 0) for party in {**lumped, **won}}
    # Below zero, the two tables disagree about a winner: then it is not known which seats were not up.
    not_up = {p: n for p, n in rest.items() if n} if all(n >= 0 for n in rest.values()) else None
    control = row["control_before"]
    return CouncilRow(name=row["council"], seats=seats, up=up, before=before, not_up=not_up, control=control or None)


def _by_year(table: Table, row: Row, year: str, problems: list[Problem]) -> CouncilRow | None:
    name = row["Local authority"]
    seats = whole(row[f"Total_seats_{year}"], f"Total_seats_{year}", table, row, problems, where=name)
    before = _seats(table, row, "", f"_seats_{year}", problems)
    vacant = whole(row[f"Vacant_seats_{year}"], "vacant", table, row, problems, where=name) or 0
    if seats is None:
        return None
    if sum(before.values()) + vacant != seats:
        found = f"{sum(before.values())} seats and {vacant} vacant"
        problems.append(problem(name, found, f"{seats}, the total", "Mend the row.", file=table.file, line=row.line))
    return CouncilRow(
        name=name, seats=seats, up=None, before=before, not_up=None, control=row[f"Control_{year}"] or None
    )


def seats_up(wards: Sequence[Ward]) -> SeatsUp | None:
    """Return how much of a council its wards elect, None where that cannot be told.

    The file's "Election type" is how a council usually votes, and is often wrong for the year: councils elected whole
    on new boundaries stand there as "By thirds", metropolitan boroughs elected by thirds as "All". The seats tell:
    a poll in part fills one seat in each ward, and here and there a second that fell vacant. So four seats for three
    wards, or more, are a whole council; at most five for four wards are a part of one, where the file says as much.
    """
    seats, number = sum(ward.vacancies for ward in wards), len(wards)
    if 3 * seats >= 4 * number:
        return "whole"
    said = wards[0].elected_by.casefold()
    if 4 * seats <= 5 * number and "third" in said:
        return "thirds"
    if 4 * seats <= 5 * number and "hal" in said:
        return "halves"
    return None


def bodies(
    table: CouncilTable | None,
    named: Mapping[str, tuple[BodyId, str]],
    wards: Mapping[str, Sequence[Ward]],
    book: PartyBook,
) -> tuple[Body, ...]:
    """Return the councils that voted, each with what the table knows of it.

    Args:
        named: Each council's id and name by its code; `wards`, its wards.
    """
    made = []
    for code, (id, name) in named.items():
        row = None if table is None else table.councils.get(code)
        elected, up = seats_up(wards[code]), sum(ward.vacancies for ward in wards[code])
        if row is None or table is None:
            made.append(Body(id=id, name=name, elected=elected, seats=up if elected == "whole" else None))
            continue
        # A council changes its size only when it is elected whole: an older table's size is right for a part alone.
        size = up if elected == "whole" and row.up is None else row.seats
        before = {book.meet(short, short): seats for short, seats in row.before.items()}
        not_up = {book.meet(short, short): seats for short, seats in (row.not_up or {}).items()}
        made.append(
            Body(
                id=id,
                name=name,
                seats=size,
                before={table.basis: before},
                not_up=not_up,
                control_before={table.basis: _control(row.control, book)} if row.control else {},
                elected=_seats_up(row) or ("whole" if up == size else elected or "part"),
                vacant=_vacant(row),
            )
        )
    return tuple(made)


def _seats_up(row: CouncilRow) -> SeatsUp | None:
    """Return how much of a council was up: exactly all, a half or a third, or some other part (with by-elections)."""
    if row.up is None:
        return None
    if row.up == row.seats:
        return "whole"
    return "halves" if 2 * row.up == row.seats else "thirds" if 3 * row.up == row.seats else "part"


def _vacant(row: CouncilRow) -> int:
    """Return the seats not up that nobody holds, none where it cannot be told."""
    if row.up is None or row.not_up is None:
        return 0
    return max(row.seats - row.up - sum(row.not_up.values()), 0)


def _control(text: str, book: PartyBook) -> PartyId | str:
    """Return the party in control: "Con plurality" and "NOC" are no overall control."""
    short = _PARTIES.get(text.casefold())
    return book.meet(short, short) if short is not None else "noc"
