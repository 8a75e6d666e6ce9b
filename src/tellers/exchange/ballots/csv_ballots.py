"""Ballots from CSV, in the two forms that people export: a column for each candidate, or a column for each rank.

Identical rows are counted as bytes before one of them is read, so a million papers cost little more than reading them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from tellers.count.ballots import Entry, Papers, Ranking, group_papers
from tellers.exchange.ballots.csv_quick import quick_by_candidates, quick_by_ranks
from tellers.exchange.ballots.lines import (
    Problems,
    Progress,
    cells_of,
    decode,
    find_line,
    not_utf8,
    open_ballots,
    uncollected,
)
from tellers.exchange.ballots.named import RANK_MAX, ranking_with_overvotes

_CHUNK_BYTES = 1 << 22
# A header such as `rank1`, `Rank 2`, `choice_3`, `1st choice`, `3rd Choice Mayor`, `preference 4` or `2`.
_RANK = re.compile(r"(?:(?:rank|choice|preference|pref|vote)[ _-]?(\d+)|(\d+)(?:st|nd|rd|th)?(?:[ _-]choice.*)?)", re.I)
_NUMBER_OF_PAPERS = frozenset({"count", "papers", "ballots", "number", "n", "weight", "freq", "frequency"})
_NOT_VOTES = re.compile(
    r"(?:.*[ _-]?id|id|ballot.*|paper.*|precinct.*|batch.*|ward|district|box.*|cvr.*|serial.*|response.*|record.*|)",
    re.I,
)
_EMPTY = frozenset({"", "skipped", "undervote", "blank", "-", "none"})
_OVERVOTE = frozenset({"overvote", "over"})
_WRITE_IN = frozenset({"uwi", "undeclared write-ins", "undeclared", "write-in", "writein", "write in"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvForm:
    """How a CSV file lays its ballots out; `find_form` works it out from the header.

    Args:
        kind: `ranks`: a column for each rank, whose cells are names. `candidates`: one for each candidate, of ranks.
        first: Index of the first column of votes; the columns before it are not votes.
        last: Index after the last column of votes.
        papers: Index of the column that says how many papers a row stands for; None where each row is one.
        write_in: Name in cell or header that stands for written-in names.
        overvote: Names in a cell that say several were marked at a rank, and not which.
        empty: Names in a cell that say nobody was marked.
        delimiter: What parts names that share a rank in one cell; None where they cannot.
        skip: Rows between the header and the first paper.
        ranks_max: Ranks on the paper.
    """

    kind: Literal["ranks", "candidates"]
    first: int
    last: int
    papers: int | None = None
    write_in: frozenset[str] = _WRITE_IN
    overvote: frozenset[str] = _OVERVOTE
    empty: frozenset[str] = _EMPTY
    delimiter: str | None = "|"
    skip: int = 0
    ranks_max: int = RANK_MAX


@dataclass(slots=True)
class _File:
    path: Path
    problems: Problems
    form: CsvForm
    names: list[str]
    index: dict[str, Entry] = field(default_factory=dict)
    known: dict[bytes, Entry] = field(default_factory=dict)
    open_list: bool = False

    def know(self, name: str, entry: Entry) -> None:
        """Note what a name in a cell says, for either reader."""
        self.index[name] = self.known[name.encode()] = entry


def read_csv(
    path: Path,
    *,
    candidates: Sequence[str] = (),
    form: CsvForm | None = None,
    seats: int | None = None,
    progress: Progress | None = None,
) -> Papers:
    """Return the papers of a CSV file with a header.

    Args:
        path: The file, `.csv` or `.csv.gz`, in UTF-8.
        candidates: Those who stood, where cells hold names; a name that is not one of them is refused. Without them
            whoever is named stands, in the order first met.
        form: How it is laid out; found from the header when None.
        seats: Places to fill.
        progress: Told of the bytes read.

    Raises:
        InputError: The header is of neither form, or rows have an unknown candidate, a rank that is no number from 1,
            a number of papers not above zero, or fewer cells than the header; every one with its line.
    """
    names, papers, form = read_csv_rankings(path, candidates=candidates, form=form, progress=progress)
    written = [index for index, name in enumerate(names) if name.casefold() in form.write_in]
    return group_papers(names, papers, write_ins=written, seats=seats)


def read_csv_rankings(
    path: Path, *, candidates: Sequence[str] = (), form: CsvForm | None = None, progress: Progress | None = None
) -> tuple[list[str], dict[Ranking, int], CsvForm]:
    """Return the names of the candidates, the different rankings with their papers, and the form they were read in.

    Raises:
        InputError: As `read_csv` does.
    """
    problems = Problems(str(path))
    with open_ballots(path) as stream:
        header = stream.readline()
        columns = _cells(problems, 1, header)
        form = form or find_form(problems, columns)
        file = _File(path=path, problems=problems, form=form, names=_names(columns, form, candidates))
        file.open_list = form.kind == "ranks" and not candidates
        file.know("", None)
        for word in form.empty:
            file.index[word] = None
        for word in form.overvote:
            file.index[word] = ()
        for index, name in enumerate(file.names):
            file.know(name, index)
        for _ in range(form.skip):
            stream.readline()
        rows = _count_rows(stream, form.first if form.papers is None else 0, progress)
    with uncollected():
        papers = _papers(file, rows, len(columns))
    if not papers and not problems.found:
        problems.add(2, "file", "a header and no ballots", "at least one row", "Fetch or export the file again.")
    problems.refuse_any()
    return file.names, papers, form


def _cells(problems: Problems, line: int, raw: bytes) -> list[str]:
    text = decode(raw)
    if text is None:
        not_utf8(problems, line, raw)
        problems.refuse_any()
    return [cell.strip() for cell in cells_of((text or "").lstrip("\ufeff"))]


def find_form(problems: Problems, columns: Sequence[str]) -> CsvForm:
    """Return the form that a header shows: rank columns if any is named as one, else a column for each candidate.

    Raises:
        InputError: The header has no column of votes, or names two candidates alike.
    """
    ranks = [index for index, column in enumerate(columns) if _RANK.fullmatch(column)]
    papers = next((index for index, column in enumerate(columns) if column.casefold() in _NUMBER_OF_PAPERS), None)
    if ranks:
        return CsvForm(kind="ranks", first=ranks[0], last=ranks[-1] + 1, papers=papers)
    first = 0
    while first < len(columns) and (_NOT_VOTES.fullmatch(columns[first]) or first == papers):
        first += 1
    named = columns[first:]
    if not named or all(not column for column in named):
        raise problems.refuse(
            1,
            "header",
            repr(",".join(columns)[:60]),
            "columns named after ranks (rank1, rank2, …) or after candidates",
            "Add a header, or give the file's form.",
        )
    for name, times in Counter(named).items():
        if times > 1:
            problems.add(1, "header", f"{name!r} {times} times", "each candidate once", "Tell the columns apart.")
    problems.refuse_any()
    return CsvForm(kind="candidates", first=first, last=len(columns), papers=papers)


def _names(columns: Sequence[str], form: CsvForm, candidates: Sequence[str]) -> list[str]:
    if form.kind == "candidates":
        return [column for index, column in enumerate(columns) if form.first <= index < form.last]
    return list(candidates)


def _count_rows(stream: IO[bytes], lead: int, progress: Progress | None) -> Counter[bytes]:
    """Count rows that are the same after their first `lead` cells, which say where the paper lay.

    Rows stand without their ends, so that those of two systems are the same.
    """
    counted: Counter[bytes] = Counter()
    tails = re.compile(rb"^%s(.*)$" % (rb"[^,\n]*," * lead), re.M)
    while chunk := stream.read(_CHUNK_BYTES) + stream.readline():
        rows = chunk.replace(b"\r\n", b"\n").removesuffix(b"\n")
        found = tails.findall(rows) if b'"' not in rows else []
        if len(found) != rows.count(b"\n") + 1:
            # Somewhere a cell is quoted, or a row is too short: each is looked at.
            found = [_tail(row, lead) for row in rows.split(b"\n")]
        counted.update(found)
        if progress is not None:
            progress(len(chunk))
    return counted


def _tail(line: bytes, lead: int) -> bytes:
    """Return what follows the first cells of a row, some of which are quoted."""
    place, quoted, left = 0, False, lead
    while left and place < len(line):
        byte = line[place]
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x2C and not quoted:
            left -= 1
        place += 1
    return line[place:]


def _papers(file: _File, rows: Counter[bytes], width: int) -> dict[Ranking, int]:
    """Read each different row once: quickly where it is plain, and cell by cell where it is not."""
    form = file.form
    lead = form.first if form.papers is None else 0
    papers: dict[Ranking, int] = {}
    quick: Callable[[bytes], Ranking | None] | None = None
    if lead == form.first and form.last == width:
        if form.kind == "ranks":
            quick = quick_by_ranks(file.known, width - lead - 1)
        else:
            quick = quick_by_candidates(width - lead - 1, form.ranks_max)
    for raw, times in rows.items():
        ranking = None if quick is None else quick(raw)
        if ranking is not None:
            papers[ranking] = papers.get(ranking, 0) + times
        else:
            _read_row(file, raw, times, width, papers)
    return papers


def _read_row(file: _File, raw: bytes, times: int, width: int, papers: dict[Ranking, int]) -> None:
    """Read a row cell by cell, and note what is wrong with it."""
    form = file.form
    lead = form.first if form.papers is None else 0
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        not_utf8(file.problems, _line(file, raw), raw)
        return
    if not text and width - lead > 1:
        return
    cells = cells_of(text) if '"' in text else text.split(",")
    if len(cells) != width - lead:
        file.problems.add(
            _line(file, raw),
            "row",
            f"{len(cells) + lead} cells",
            f"{width}, as in the header",
            "Correct the row; if it is the last, the file may be cut short, so fetch it again.",
        )
        return
    number = 1 if form.papers is None else _number(file, raw, cells[form.papers])
    read = _by_ranks if form.kind == "ranks" else _by_candidates
    ranking = read(file, raw, cells[form.first - lead : form.last - lead]) if number else None
    if ranking is not None:
        papers[ranking] = papers.get(ranking, 0) + times * number


def _line(file: _File, raw: bytes) -> int | None:
    if file.form.papers is None and file.form.first:
        return find_line(file.path, b"," + raw, after=1, ends_with=True)
    return find_line(file.path, raw, after=1)


def _number(file: _File, raw: bytes, cell: str) -> int:
    text = cell.strip()
    if text.isdecimal() and int(text) > 0:
        return int(text)
    file.problems.add(
        _line(file, raw), "row", f"{text!r} papers", "a whole number of papers above zero", "Correct the number."
    )
    return 0


def _by_ranks(file: _File, raw: bytes, cells: Sequence[str]) -> Ranking | None:
    """Read a row whose cells are names, one for each rank."""
    ranking = [_named(file, raw, cell.strip()) for cell in cells]
    if -1 in ranking:
        return None
    while ranking and ranking[-1] is None:
        ranking.pop()
    return tuple(ranking)


def _named(file: _File, raw: bytes, cell: str) -> Entry:
    """Return what one cell of a rank says; -1 where it names nobody known."""
    if cell in file.index:
        return file.index[cell]
    folded = cell.casefold()
    if folded in file.form.empty:
        return None
    if folded in file.form.overvote:
        return ()
    if file.form.delimiter is not None and file.form.delimiter in cell:
        entries = [_named(file, raw, part.strip()) for part in cell.split(file.form.delimiter)]
        indexes = tuple(sorted({entry for entry in entries if isinstance(entry, int)}))
        if -1 in indexes:
            return -1
        return indexes[0] if len(indexes) == 1 else indexes
    if file.open_list:
        file.names.append(cell)
        file.know(cell, len(file.names) - 1)
        return len(file.names) - 1
    file.problems.add(
        _line(file, raw),
        "row",
        f"candidate {cell!r}",
        f"one of {', '.join(file.names)}",
        "Correct the name, or add the candidate to the list.",
    )
    return -1


def _by_candidates(file: _File, raw: bytes, cells: Sequence[str]) -> Ranking | None:
    """Read a row whose cells are ranks, one for each candidate."""
    marked: list[tuple[int, int]] = []
    for candidate, cell in enumerate(cells):
        text = cell.strip()
        if not text or text.casefold() in file.form.empty:
            continue
        if not text.isdecimal() or not 1 <= int(text) <= file.form.ranks_max:
            file.problems.add(
                _line(file, raw),
                f"rank of {file.names[candidate]}",
                repr(text),
                f"a rank, 1 to {file.form.ranks_max}, or nothing",
                "Correct the cell.",
            )
            return None
        marked.append((int(text), candidate))
    return ranking_with_overvotes(marked, set())
