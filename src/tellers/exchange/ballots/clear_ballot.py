"""Cast vote records of Clear Ballot: a CSV row for each paper, and a column of 0 and 1 for each candidate and rank."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tellers.exchange.ballots.lines import Problems, Progress, cells_of, count_lines, find_line, open_ballots
from tellers.exchange.ballots.named import WRITE_IN, Mark, NamedMarks

# RowNumber, BoxID, BoxPosition, BallotID, PrecinctID, BallotStyleID, PrecinctStyleName, ScanComputerName, Status and
# Remade come before the choices.
LEADING_COLUMNS = 10


def read_clear_ballot(path: Path, *, contest: str, write_in: str = "", progress: Progress | None = None) -> NamedMarks:
    """Return the papers of one contest; a column's head is `Choice_1_1:Contest:rank:vote rule:Name:Party`.

    Raises:
        InputError: The header has no such columns, or a row is not as wide as the header or has a cell not 0 or 1.
    """
    problems = Problems(str(path))
    named = NamedMarks()
    with open_ballots(path) as stream:
        header = cells_of(stream.readline().decode("utf-8-sig", "replace").rstrip("\r\n"))
        columns = _columns(problems, header, contest, write_in)
        named.listed = list(dict.fromkeys(name for _, name in columns.values() if name != WRITE_IN))
        rows = count_lines(stream, progress)
    # Every row has an id of its own, so it is what follows that is counted.
    papers: Counter[tuple[Mark, ...]] = Counter()
    for raw, times in rows.items():
        cells = cells_of(raw.decode("utf-8", "replace").rstrip("\r\n"))
        if not cells:
            continue
        if len(cells) != len(header):
            problems.add(
                find_line(path, raw, after=1),
                "row",
                f"{len(cells)} cells",
                f"{len(header)}, as in the header",
                "Correct the row; if it is the last, the file may be cut short, so fetch it again.",
            )
            continue
        wrong = [cells[index] for index in columns if cells[index] not in ("0", "1", "")]
        if wrong:
            problems.add(
                find_line(path, raw, after=1), "row", repr(wrong[0]), "0 or 1 for each choice", "Correct the cell."
            )
            continue
        paper = tuple(mark for index, mark in columns.items() if cells[index] == "1")
        if paper not in named.first:
            named.first[paper] = None
        papers[paper] += times
    problems.refuse_any()
    named.marks = papers
    return named


def _columns(problems: Problems, header: list[str], contest: str, write_in: str) -> dict[int, Mark]:
    """Return the columns of the contest, with the mark that a 1 in each makes."""
    columns: dict[int, Mark] = {}
    contests: dict[str, None] = {}
    for index, head in enumerate(header[LEADING_COLUMNS:], start=LEADING_COLUMNS):
        fields = head.split(":")
        if len(fields) != 6 or not fields[2].isdecimal():
            problems.add(
                1,
                f"column {index + 1}",
                repr(head[:60]),
                "`Choice…:Contest:rank:vote rule:Name:Party`",
                "Give a ranked export of Clear Ballot.",
            )
            continue
        contests[fields[1]] = None
        if fields[1] == contest:
            columns[index] = (int(fields[2]), WRITE_IN if write_in and fields[4] == write_in else fields[4])
    if not columns:
        problems.add(
            1, "header", f"no column for contest {contest!r}", f"one of {', '.join(contests)}", "Name the contest."
        )
    problems.refuse_any()
    return columns
