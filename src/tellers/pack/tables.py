"""Tables as a spreadsheet writes them: CSV read tolerantly, with every problem's file and line."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tellers.errors import Problem

_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.0+)?")
_WHOLE = re.compile(r"-?\d+(\.0+)?")
_SAVE_AS = 'Save it again from the spreadsheet as "CSV UTF-8 (comma delimited)".'


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: its line in the file, from 1, and its cells by column, stripped."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell's text, "" where it is blank or the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table read from a file; `file` is the name as the user gave it."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def has(self, column: str) -> bool:
        """Return whether there is such a column: where not, that is reported once, not for each row."""
        return column in self.columns


def problem(
    where: str, found: str, wanted: str, remedy: str, *, file: str | None = None, line: int | None = None
) -> Problem:
    """Return a problem; short to write where dozens are told apart."""
    return Problem(where=where, found=found, wanted=wanted, remedy=remedy, file=file, line=line)


def read_table(
    path: Path,
    problems: list[Problem],
    *,
    required: Iterable[str],
    optional: Iterable[str] | None = None,
    prefixes: tuple[str, ...] = (),
    name: str | None = None,
    encoding: str = "utf-8",
    partly: bool = False,
) -> Table | None:
    """Return the table in a CSV file, or None where it cannot be read at all; what is wrong is added to `problems`.

    A byte order mark, CRLF, any order of columns, semicolons or tabs for commas, and blank rows are all taken.

    Args:
        required: Columns that must be there.
        optional: Other columns known; None where any other column is let be.
        prefixes: Columns that begin so are known as well.
        name: The file's name for messages; the path as given where None.
        encoding: "utf-8", or another where the source is known to write it.
        partly: Return what can be read of a table with a missing column, so that its rows can be checked as well.
    """
    name = name or str(path)
    text = read_text(path, problems, name=name, encoding=encoding)
    return None if text is None else parse_table(text, name, problems, required, optional, prefixes, partly=partly)


def read_text(path: Path, problems: list[Problem], *, name: str | None = None, encoding: str = "utf-8") -> str | None:
    """Return a text file's text, unpacked where it ends in .gz; None, and a problem, where it is not such text."""
    name = name or str(path)
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problems.append(problem("", f"no readable file ({reason})", "the file", "Check its name.", file=name))
        return None
    wrong = _not_text(data, name)
    if wrong is not None:
        problems.append(wrong)
        return None
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad = data[error.start : error.start + 1].hex()
        problems.append(
            problem(
                "",
                f"the byte 0x{bad}, which is not {encoding.upper()}",
                "UTF-8 text; this looks like Latin-1 or Windows-1252",
                _SAVE_AS,
                file=name,
                line=line,
            )
        )
        return None


def _not_text(data: bytes, name: str) -> Problem | None:
    if not data.strip(b" \t\r\n,;\x00\xef\xbb\xbf"):
        return problem(
            "", "an empty file", "a header and rows", "Give the file that has the figures.", file=name, line=1
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return problem("", "an Excel workbook under another name", "a text file (CSV)", _SAVE_AS, file=name, line=1)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4096]:
        return problem("", "UTF-16 text or binary data", "UTF-8 text", _SAVE_AS, file=name, line=1)
    return None


def parse_table(
    text: str,
    name: str,
    problems: list[Problem],
    required: Iterable[str],
    optional: Iterable[str] | None = None,
    prefixes: tuple[str, ...] = (),
    *,
    partly: bool = False,
) -> Table | None:
    """Return the table in CSV text; see `read_table`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    columns: tuple[str, ...] | None = None
    rows: list[Row] = []
    line = 0
    fine = True
    try:
        for cells in reader:
            start, line = line + 1, reader.line_num
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if columns is None:
                while cells and not cells[-1]:
                    cells.pop()
                columns = tuple(cells)
                fine = _check_header(columns, name, start, problems, tuple(required), optional, prefixes)
                continue
            if len(cells) > len(columns) and any(cells[len(columns) :]):
                found = f"{len(cells)} cells"
                remedy = "Put a cell that has a comma in it in quotation marks."
                problems.append(
                    problem("row", found, f"{len(columns)}, as in the header", remedy, file=name, line=start)
                )
                fine = False
                continue
            rows.append(Row(line=start, cells=dict(zip(columns, cells, strict=False))))
    except csv.Error as error:
        remedy = "Look for a quotation mark that is not closed on this line or above it."
        problems.append(problem("", f"broken CSV ({error})", "rows of cells", remedy, file=name, line=line + 1))
        return None
    if columns is None or not (fine or partly):
        return None
    return Table(file=name, columns=columns, rows=tuple(rows))


def _delimiter(text: str) -> str:
    """Return the delimiter: a comma unless the header has none and has semicolons or tabs instead."""
    header = text.lstrip("\r\n").split("\n", 1)[0]
    if "," not in header:
        for other in (";", "\t"):
            if other in header:
                return other
    return ","


def _check_header(
    columns: tuple[str, ...],
    name: str,
    line: int,
    problems: list[Problem],
    required: tuple[str, ...],
    optional: Iterable[str] | None,
    prefixes: tuple[str, ...],
) -> bool:
    """Report missing, doubled and unknown columns; return whether the rows can be read."""
    missing = [column for column in required if column not in columns]
    for column in missing:
        wanted = f'a column "{column}"'
        found = f"the columns {', '.join(columns)}"
        problems.append(problem("header", found, wanted, f'Add the column "{column}".', file=name, line=line))
    doubled = sorted({column for column in columns if column and columns.count(column) > 1})
    for column in doubled:
        problems.append(
            problem(
                "header", f'two columns "{column}"', "each column once", "Remove one of them.", file=name, line=line
            )
        )
    if optional is not None:
        known = {*required, *optional}
        for column in columns:
            if column and column not in known and not column.startswith(prefixes or ("\0",)):
                listed = ", ".join([*required, *optional, *(f"{prefix}…" for prefix in prefixes)])
                remedy = 'Rename or remove it; a column of your own may be named "note".'
                problems.append(
                    problem("header", f'an unknown column "{column}"', f"one of {listed}", remedy, file=name, line=line)
                )
    return not missing and not doubled


WHOLE_MOST = 24  # Characters: eighteen digits, and the commas between their thousands.


def whole(
    text: str, column: str, table: Table, row: Row, problems: list[Problem], *, least: int = 0, where: str = ""
) -> int | None:
    """Return a cell as a whole number, None where it is blank, or (with a problem) not one from `least` up."""
    if not text:
        return None
    if len(text) > WHOLE_MOST:  # Python refuses to read thousands of digits, and nothing counted needs them.
        _bad_number(f"{text[:20]}…", column, table, row, problems, least, where)
        return None
    if text.isascii() and text.isdigit():
        number = int(text)
    elif _WHOLE.fullmatch(text) or _GROUPED.fullmatch(text):
        number = int(text.replace(",", "").partition(".")[0])
    else:
        _bad_number(text, column, table, row, problems, least, where)
        return None
    if number < least:
        _bad_number(text, column, table, row, problems, least, where)
        return None
    return number


def _bad_number(
    text: str, column: str, table: Table, row: Row, problems: list[Problem], least: int, where: str
) -> None:
    found = f'"{text}" for {column}'
    wanted = f"a whole number from {least} up, or a blank where it is not known"
    place = where or column
    problems.append(problem(place, found, wanted, "Put the right figure there.", file=table.file, line=row.line))


def yes_no(text: str, column: str, table: Table, row: Row, problems: list[Problem]) -> bool | None:
    """Return a cell as true or false, None where it is blank."""
    if not text:
        return None
    match text.casefold():
        case "true" | "yes" | "y" | "1":
            return True
        case "false" | "no" | "n" | "0":
            return False
    problems.append(
        problem(column, f'"{text}"', '"true" or "false"', "Put one of them there.", file=table.file, line=row.line)
    )
    return None


def write_table(columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV text, None as a blank, columns that are blank throughout left out (but never the first)."""
    made = [["" if cell is None else _cell(cell) for cell in row] for row in rows]
    kept = [i for i in range(len(columns)) if i == 0 or not made or any(row[i] for row in made)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([columns[i] for i in kept])
    writer.writerows([row[i] for i in kept] for row in made)
    return out.getvalue()


def _cell(cell: object) -> str:
    return ("true" if cell else "false") if isinstance(cell, bool) else str(cell)
