"""Folders of the Northern Ireland Assembly's counts: `Count.csv`, `ConstituencyCount.csv`, `NonTransferable.csv`.

Column names are taken in any case, columns in any order; a year without non-transferable rows is read without them.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tellers.count.declared_sheet import DeclaredCandidate, DeclaredSheet, DeclaredStage, Outcome, Printed
from tellers.errors import InputError
from tellers.exchange.sheets_cells import Cells

RULE = "northern_ireland_stv_1985"
_OUTCOMES: dict[str, Outcome] = {"elected": "elected", "excluded": "excluded", "eliminated": "excluded"}
_Row = tuple[int, dict[str, str]]


def read_assembly_folder(folder: Path) -> DeclaredSheet:
    """Return the stage table of one constituency.

    Raises:
        InputError: There is no `Count.csv`, or it has no usable row.
    """
    cells = Cells(file=str(folder / "Count.csv"))
    rows = _rows(folder / "Count.csv", cells)
    if not rows:
        raise cells.refuse("count", "no rows", "a row for each candidate at each count")
    about = _rows(folder / "ConstituencyCount.csv", cells)
    told = about[0][1] if about else {}
    figures, order, last = _figures(rows, cells)
    unspent = _unspent(_rows(folder / "NonTransferable.csv", cells), cells)
    stages = tuple(
        DeclaredStage(
            totals=tuple(figures.get((key, number), (None, None))[0] for key in order),
            transferred=tuple(figures.get((key, number), (None, None))[1] for key in order) if number > 1 else None,
            non_transferable=unspent.get(number),
        )
        for number in range(1, last + 1)
    )
    title = told.get("constituency_name") or folder.name
    return DeclaredSheet(
        title=title,
        rule=RULE,
        seats=cells.whole(told.get("number_of_seats"), "seats"),
        quota=cells.figure(told.get("quota"), "quota"),
        valid=cells.figure(told.get("valid_poll"), "valid votes"),
        papers=cells.figure(told.get("total_poll"), "ballot papers"),
        rejected=cells.figure(told.get("spoiled"), "rejected ballots"),
        electorate=cells.figure(told.get("total_electorate"), "electorate"),
        candidates=tuple(order.values()),
        stages=stages,
        non_transferable_span="stage",
        problems=tuple(cells.problems),
    )


def _rows(path: Path, cells: Cells) -> list[_Row]:
    """Return a file's rows by line, names of columns in lower case; none where there is no such file."""
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        # The rows of 2016 and later are UTF-8; a file that is not is taken for the Windows code page it came from.
        try:
            text = path.read_text(encoding="cp1252")
        except UnicodeDecodeError as error:
            raise cells.refuse(path.name, f"byte {error.start} of an unknown encoding", "UTF-8 text") from error
    except OSError as error:
        raise InputError(
            *cells.refuse(path.name, f"no readable file ({error.strerror})", "a CSV file").problems
        ) from error
    reader = csv.DictReader(io.StringIO(text))
    found = []
    for row in reader:
        plain = {
            (name or "").strip().lower(): (value or "").strip()
            for name, value in row.items()
            if not isinstance(value, list)
        }
        if any(plain.values()):
            found.append((reader.line_num, plain))
    return found


def _figures(
    rows: list[_Row], cells: Cells
) -> tuple[dict[tuple[str, int], tuple[Printed | None, Printed | None]], dict[str, DeclaredCandidate], int]:
    """Return total and transfer by candidate and count, the candidates in order, and the last count."""
    figures: dict[tuple[str, int], tuple[Printed | None, Printed | None]] = {}
    order: dict[str, DeclaredCandidate] = {}
    last = 1
    for line, row in rows:
        number = cells.whole(row.get("count_number"), "count number", line)
        name = " ".join(part for part in (row.get("firstname", ""), row.get("surname", "")) if part)
        key = row.get("candidate_id") or name
        if number is None or not key or not 1 <= number <= 99:
            cells.note(
                "row", f"candidate {key!r} at count {row.get('count_number')!r}", "a candidate and a count from 1", line
            )
            continue
        where = f"{name}, count {number}"
        if (key, number) in figures:
            cells.note(where, "a second row", "one row for each candidate at each count", line)
            continue
        last = max(last, number)
        total, moved = (
            cells.figure(row.get("total_votes"), where, line),
            cells.figure(row.get("transfers"), where, line),
        )
        figures[key, number] = (total, moved)
        outcome = _OUTCOMES.get(row.get("status", "").lower())
        before = order.get(key)
        if before is None or outcome is not None:
            at = cells.whole(row.get("occurred_on_count"), f"{name}, count of {row.get('status')}", line)
            order[key] = DeclaredCandidate(
                id=key, name=name or key, party=row.get("party_name"), outcome=outcome, outcome_stage=at
            )
    return figures, order, last


def _unspent(rows: list[_Row], cells: Cells) -> dict[int, Printed | None]:
    found: dict[int, Printed | None] = {}
    for line, row in rows:
        number = cells.whole(row.get("count_number"), "count number", line)
        if number is not None:
            found[number] = cells.figure(row.get("non_transferable"), f"non-transferable, count {number}", line)
    return found


__all__ = ["RULE", "read_assembly_folder"]
