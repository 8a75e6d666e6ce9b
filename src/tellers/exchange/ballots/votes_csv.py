"""Votes already added up, from CSV: a row for each party or candidate, and for each area where there are several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tellers.exchange.ballots.lines import Problems, cells_of, decode, not_utf8, open_ballots

# What each column may be called; in any case, with spaces or underlines.
COLUMNS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"party", "list", "candidate", "name", "option", "answer"}),
    "votes": frozenset({"votes", "vote", "first", "first votes", "first preferences", "valid votes", "list votes"}),
    "area": frozenset({"area", "district", "region", "constituency", "canton", "state", "province"}),
    "seats": frozenset({"seats", "area seats", "list seats"}),
    "held": frozenset({"held", "seats held", "constituency seats", "won"}),
    "cap": frozenset({"cap", "candidates", "seats max"}),
    "second": frozenset({"second", "second votes", "second preferences", "second round"}),
    "alliance": frozenset({"alliance", "apparentement"}),
    "exempt": frozenset({"exempt", "minority"}),
}
_WHOLE = ("votes", "seats", "held", "cap", "second")
BLANK, INVALID, ELECTORATE = "blank", "invalid", "electorate"
# Rows that are no party: what they are called, and what they hold.
TOTALS: Mapping[str, str] = {
    "blank": BLANK,
    "blank votes": BLANK,
    "invalid": INVALID,
    "invalid votes": INVALID,
    "rejected": INVALID,
    "electorate": ELECTORATE,
}
_YES = frozenset({"yes", "y", "true", "1", "x"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesRow:
    """One row: figures that the file does not give are None.

    Args:
        line: Line number from 1.
        name: Party, list or candidate.
        area: Area; empty where the file has none.
        votes: Votes.
        figures: Whole numbers of the further columns, by the column's name in `COLUMNS`.
        alliance: Name of its alliance; empty for none.
        exempt: Whether the law's threshold does not stop it.
    """

    line: int
    name: str
    area: str
    votes: int
    figures: Mapping[str, int]
    alliance: str = ""
    exempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesTable:
    """The rows of parties, and the totals that stand beside them by area and kind."""

    rows: tuple[VotesRow, ...]
    totals: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas, in the order first met."""
        return tuple(dict.fromkeys(row.area for row in self.rows))

    def of(self, area: str) -> tuple[VotesRow, ...]:
        """Return the rows of one area."""
        return tuple(row for row in self.rows if row.area == area)


def read_votes(path: Path) -> VotesTable:
    """Return the votes of a CSV file with a header such as `party,votes`.

    Raises:
        InputError: The header has no name or no votes, a figure is no whole number from 0, a row is too short, or a
            name stands twice in an area; every one with its line.
    """
    problems = Problems(str(path))
    rows: list[VotesRow] = []
    totals: dict[tuple[str, str], int] = {}
    with open_ballots(path) as stream:
        header = _cells(problems, 1, stream.readline())
        columns = _columns(problems, header)
        for line, raw in enumerate(stream, start=2):
            cells = _cells(problems, line, raw)
            if any(cells):
                _row(problems, line, cells, columns, header, rows, totals)
    _check(problems, rows)
    problems.refuse_any()
    return VotesTable(rows=tuple(rows), totals=totals)


def _cells(problems: Problems, line: int, raw: bytes) -> list[str]:
    text = decode(raw)
    if text is None:
        not_utf8(problems, line, raw)
        return []
    return [cell.strip() for cell in cells_of(text.lstrip("\ufeff"))]


def _columns(problems: Problems, header: Sequence[str]) -> dict[str, int]:
    """Return the index of each column that is known by its head.

    Raises:
        InputError: There is no column of names, or none of votes.
    """
    found: dict[str, int] = {}
    for index, head in enumerate(header):
        plain = head.casefold().replace("_", " ")
        for column, names in COLUMNS.items():
            if plain in names and column not in found:
                found[column] = index
    for wanted in ("name", "votes"):
        if wanted not in found:
            raise problems.refuse(
                1,
                "header",
                repr(",".join(header)[:60]),
                f"a column of {wanted}: {', '.join(sorted(COLUMNS[wanted]))}",
                "Name the columns, such as `party,votes`.",
            )
    return found


def _row(
    problems: Problems,
    line: int,
    cells: Sequence[str],
    columns: Mapping[str, int],
    header: Sequence[str],
    rows: list[VotesRow],
    totals: dict[tuple[str, str], int],
) -> None:
    if len(cells) < len(header):
        problems.add(
            line,
            "row",
            f"{len(cells)} cells",
            f"{len(header)}, as in the header",
            "Correct the row; if it is the last, the file may be cut short, so fetch it again.",
        )
        return
    name = cells[columns["name"]]
    area = cells[columns["area"]] if "area" in columns else ""
    figures: dict[str, int] = {}
    for column in _WHOLE:
        text = cells[columns[column]].replace(",", "").replace(" ", "") if column in columns else ""
        if text.isdecimal():
            figures[column] = int(text)
        elif text or (column == "votes" and name):
            problems.add(
                line,
                f"{header[columns[column]]} of {name or 'nobody'}",
                repr(cells[columns[column]]),
                "a whole number from 0",
                "Correct the figure; one that is not known cannot be counted.",
            )
            return
    kind = TOTALS.get(name.casefold())
    if kind is not None:
        totals[area, kind] = figures["votes"]
        return
    if not name:
        problems.add(line, "row", "no name", "a party, list or candidate", "Name it, or take the row out.")
        return
    votes = figures.pop("votes")
    rows.append(
        VotesRow(
            line=line,
            name=name,
            area=area,
            votes=votes,
            figures=figures,
            alliance=cells[columns["alliance"]] if "alliance" in columns else "",
            exempt="exempt" in columns and cells[columns["exempt"]].casefold() in _YES,
        )
    )


def _check(problems: Problems, rows: Sequence[VotesRow]) -> None:
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.area, row.name)
        if key in first:
            problems.add(
                row.line,
                f"row of {row.name}",
                f"{row.name} again, as on line {first[key]}",
                "one row for each in an area",
                "Add the votes together, or tell the names apart.",
            )
        first.setdefault(key, row.line)
    if not rows and not problems.found:
        problems.add(2, "file", "a header and no votes", "at least one row", "Fetch or export the file again.")
