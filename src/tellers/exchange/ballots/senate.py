"""The Australian Electoral Commission's formal-preferences files: one row for each formal Senate paper.

Source:
    Commonwealth Electoral Act 1918, s 239 (marking above or below the line), s 269 (what is formal above the line),
    s 268A (below it), s 272 (a paper formal both ways is taken below the line). Groups and candidates stand in the
    header from 2019 on. The 2016 files give only the marks, so the ballot paper must be given with them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.exchange.ballots.lines import (
    Problems,
    Progress,
    cells_of,
    count_lines,
    decode,
    find_line,
    not_utf8,
    open_ballots,
)

# A tick or a cross counts as a 1: Commonwealth Electoral Act 1918, s 239(5) and 268A(2).
_FIRST = {"*": 1, "/": 1}
ABOVE_LEAST = 1
BELOW_LEAST = 6
# State, Division, Vote Collection Point Name and ID, Batch No, Paper No.
_LEADING_2019 = 6
# ElectorateNm, VoteCollectionPointNm, VoteCollectionPointId, BatchNo, PaperNo.
_LEADING_2016 = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SenatePaper:
    """What is printed on the paper of one state.

    Args:
        groups: For each group above the line, from the left, its candidates' indexes in the printed order.
        candidates: Names below the line, from the left.
    """

    groups: tuple[tuple[int, ...], ...]
    candidates: tuple[str, ...]


def read_senate(
    path: Path, *, seats: int | None = None, paper: SenatePaper | None = None, progress: Progress | None = None
) -> Papers:
    """Return the papers of a formal-preferences file, votes above the line spread over their groups' candidates.

    Args:
        path: The file, `.csv` or `.csv.gz`.
        seats: Places to fill, which the file does not say.
        paper: The printed paper; only for the files of 2016, which do not tell it.
        progress: Told of the bytes read.

    Raises:
        InputError: A line is not of this form, or is not formal; or a file of 2016 comes without its paper.
    """
    problems = Problems(str(path))
    with open_ballots(path) as stream:
        header = stream.readline()
        text = decode(header)
        if text is None:
            not_utf8(problems, 1, header)
            problems.refuse_any()
        columns = cells_of((text or "").lstrip("\ufeff"))
        old = columns[-1] == "Preferences"
        if old:
            paper = _given_paper(problems, paper)
            stream.readline()
        else:
            paper = _printed_paper(problems, columns)
        counted: Counter[bytes] = Counter()
        lead = _LEADING_2016 if old else _LEADING_2019
        for line, times in count_lines(stream, progress).items():
            counted[_marks(line, lead)] += times
    rankings = _rankings(path, problems, paper, counted, quoted=old)
    problems.refuse_any()
    return group_papers(paper.candidates, rankings, seats=seats)


def _given_paper(problems: Problems, paper: SenatePaper | None) -> SenatePaper:
    if paper is None:
        raise problems.refuse(
            1,
            "header",
            "a file of 2016, which does not tell the groups and candidates",
            "the printed paper of that state",
            "Give it with the file.",
        )
    return paper


def _printed_paper(problems: Problems, columns: Sequence[str]) -> SenatePaper:
    """Return the paper that a header of 2019 or later tells: groups first, then `GROUP:SURNAME Given` in order."""
    labels = [column.partition(":") for column in columns[_LEADING_2019:]]
    if not labels or not all(colon for _, colon, _ in labels):
        raise problems.refuse(
            1,
            "header",
            repr(",".join(columns)[:60]),
            "columns such as `A:A Party` and then `A:SURNAME Given`",
            "Give a formal-preferences file of the Australian Electoral Commission.",
        )
    groups: list[str] = []
    for group, _, _ in labels:
        # The first group named again is where the candidates begin; ungrouped candidates have no square above.
        if group in groups or group == "UG":
            break
        groups.append(group)
    below = labels[len(groups) :]
    members = {group: [i for i, (letter, _, _) in enumerate(below) if letter == group] for group in groups}
    names = Counter(name for _, _, name in below)
    return SenatePaper(
        groups=tuple(tuple(members[group]) for group in groups),
        candidates=tuple(name if names[name] == 1 else f"{name} ({group})" for group, _, name in below),
    )


def _marks(line: bytes, lead: int) -> bytes:
    """Return what a line says after the columns that tell where the paper lay."""
    parts = line.split(b",", lead)
    if len(parts) > lead and b'"' not in b"".join(parts[:lead]):
        return parts[lead]
    # A place name with a comma in it is quoted: read that line as the csv module does.
    row = cells_of(line.decode("utf-8", "replace").rstrip("\r\n"))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row[lead:])
    return out.getvalue().encode()


def _rankings(
    path: Path, problems: Problems, paper: SenatePaper, counted: Counter[bytes], *, quoted: bool
) -> Counter[Ranking]:
    rankings: Counter[Ranking] = Counter()
    squares = len(paper.groups) + len(paper.candidates)
    for raw, times in counted.items():
        text = raw.decode("utf-8", "replace").strip("\r\n")
        cells = text.strip('"').split(",") if quoted or '"' not in text else cells_of(text)
        if len(cells) != squares:
            # The last columns of a row may be left off where they are empty.
            if len(cells) < squares and raw.endswith(b"\n") and not quoted:
                cells += [""] * (squares - len(cells))
            else:
                problems.add(
                    find_line(path, raw, after=1, ends_with=True),
                    "paper",
                    f"{len(cells)} squares",
                    f"{squares}: {len(paper.groups)} above the line and {len(paper.candidates)} below",
                    "Fetch the file again: it may be cut short.",
                )
                continue
        ranking = formal_ranking(paper, cells)
        if ranking is None:
            problems.add(
                find_line(path, raw, after=1, ends_with=True),
                "paper",
                f"marks {text[:40]!r}",
                f"a first preference above the line, or 1 to {BELOW_LEAST} below it, each once",
                "Give a file of formal papers.",
            )
        else:
            rankings[ranking] += times
    return rankings


def formal_ranking(paper: SenatePaper, cells: Sequence[str]) -> Ranking | None:
    """Return the order of candidates that a paper's marks give, below the line where that is formal, else above.

    Returns:
        Candidates' indexes; None if the paper is formal neither way.
    """
    above = len(paper.groups)
    below = _order(cells[above:])
    if len(below) >= BELOW_LEAST or (len(below) == len(paper.candidates) and below):
        return tuple(below)
    groups = _order(cells[:above])
    if len(groups) < ABOVE_LEAST:
        return None
    return tuple(candidate for group in groups for candidate in paper.groups[group])


def _order(cells: Sequence[str]) -> list[int]:
    """Return the squares marked 1, 2, 3 and so on, as far as each number stands just once."""
    at: dict[int, int] = {}
    twice: set[int] = set()
    for square, cell in enumerate(cells):
        if not cell:
            continue
        number = _FIRST.get(cell) or (int(cell) if cell.isdecimal() else 0)
        if number in at:
            twice.add(number)
        at[number] = square
    order: list[int] = []
    while (number := len(order) + 1) in at and number not in twice:
        order.append(at[number])
    return order
