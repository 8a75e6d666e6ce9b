"""Cast vote records of ES&S: an Excel sheet with a row for each paper and a column for each rank."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tellers.exchange.ballots.lines import Problems, Progress
from tellers.exchange.ballots.named import OVERVOTE, WRITE_IN, Mark, NamedMarks
from tellers.exchange.ballots.xlsx import read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class EssForm:
    """Where the marks stand in the sheet, and what its words mean.

    Args:
        first_column: Index from 0 of the column of rank 1.
        first_row: Number from 1 of the first row that is a paper.
        ranks: Columns of ranks; None for all to the end of the widest row.
        overvote: What a cell says where several were marked; empty for nothing.
        skipped: What a cell says where nobody was marked; empty cells say so too.
        write_in: What a cell says for a written-in name; empty for nothing.
        delimiter: What parts names marked at one rank; empty where a cell holds one.
        blank_is_write_in: An empty cell is a written-in name, as some exports leave it.
    """

    first_column: int
    first_row: int
    ranks: int | None
    overvote: str = ""
    skipped: str = ""
    write_in: str = ""
    delimiter: str = ""
    blank_is_write_in: bool = False


def read_ess(path: Path, form: EssForm, progress: Progress | None = None) -> NamedMarks:
    """Return the papers of a sheet.

    Raises:
        InputError: The file is no workbook, or a cell of several names holds an empty one.
    """
    problems = Problems(str(path))
    named = NamedMarks()
    meanings: dict[tuple[int, str], tuple[Mark, ...]] = {}
    for number, cells in read_rows(path, progress):
        if number < form.first_row:
            continue
        marks: list[Mark] = []
        last = max(cells, default=form.first_column) + 1 if form.ranks is None else form.first_column + form.ranks
        for column in range(form.first_column, last):
            key = (column - form.first_column + 1, cells.get(column, ""))
            said = meanings.get(key)
            if said is None:
                said = meanings[key] = _marks(problems, number, key, form)
            marks += said
        named.add(tuple(marks), number)
    problems.refuse_any()
    return named


def _marks(problems: Problems, row: int, key: tuple[int, str], form: EssForm) -> tuple[Mark, ...]:
    """Return the marks that one cell makes at its rank."""
    rank, text = key[0], key[1].strip()
    if not text:
        return ((rank, WRITE_IN),) if form.blank_is_write_in else ()
    parts = [part.strip() for part in text.split(form.delimiter)] if form.delimiter else [text]
    if len(parts) > 1 and any(part in ("", form.skipped) for part in parts):
        problems.add(
            row,
            f"rank {rank}",
            repr(text),
            f"names parted by {form.delimiter!r}, none of them empty",
            "Correct the cell.",
        )
        return ()
    return tuple((rank, _name(part, form)) for part in parts if part != form.skipped)


def _name(part: str, form: EssForm) -> str:
    if form.overvote and part == form.overvote:
        return OVERVOTE
    return WRITE_IN if form.write_in and part == form.write_in else part
