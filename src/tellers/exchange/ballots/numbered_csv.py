"""CSV whose rows are a number of papers and then candidates by number: the form in which counts are often passed on.

Two kinds: the candidates in a first line `# 1=Ada|2=Bo`, and Lewis and McCune's archive of Scottish elections, whose
first row is `candidates, seats` and whose last rows are `Candidate 1, name, party`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.exchange.ballots.lines import Problems, Progress, cells_of, decode, not_utf8, open_ballots

_COMMENT = re.compile(r"#\s*1\s*=")
_SIZES = re.compile(rb'"?\d+"?\s*,\s*"?\d+"?\s*,*\s*$')
_CANDIDATE = re.compile(r"Candidate\s+(\d+)", re.I)


@dataclass(slots=True)
class _File:
    problems: Problems
    names: dict[int, str] = field(default_factory=dict)
    rows: dict[int, list[str]] = field(default_factory=dict)
    standing: int | None = None
    seats: int | None = None
    title: str = ""


def is_numbered(first: bytes) -> bool:
    """Say whether a first line is that of either kind."""
    return bool(_COMMENT.match((decode(first) or "").lstrip("\ufeff")) or _SIZES.fullmatch(first.strip()))


def read_numbered(path: Path, progress: Progress | None = None) -> Papers:
    """Return the papers of such a file.

    Raises:
        InputError: A row has a number of papers not above zero or names an unknown candidate, or the candidates at
            the end are fewer than the first row says, as in a file cut short.
    """
    file = _File(problems=Problems(str(path)))
    with open_ballots(path) as stream:
        lines = stream.readlines()
    if progress is not None:
        progress(sum(map(len, lines)))
    for number, raw in enumerate(lines, start=1):
        text = decode(raw)
        if text is None:
            not_utf8(file.problems, number, raw)
        elif text.strip():
            _row(file, number, text.lstrip("\ufeff").strip())
    known = range(1, (file.standing or len(file.names)) + 1)
    if not file.names or any(number not in file.names for number in known):
        file.problems.add(
            len(lines),
            "end of file",
            f"{len(file.names)} candidates",
            f"{len(known)}, as the first row says: the file may be cut short",
            "Fetch the file again.",
        )
    papers: Counter[Ranking] = Counter()
    for number, cells in file.rows.items():
        _paper(file, number, cells, known, papers)
    file.problems.refuse_any()
    return group_papers([file.names[key] for key in known], papers, seats=file.seats, title=file.title)


def _row(file: _File, number: int, text: str) -> None:
    if text.startswith("#"):
        if _COMMENT.match(text):
            for part in text.lstrip("# ").split("|"):
                key, _, name = part.partition("=")
                if key.strip().isdecimal():
                    file.names[int(key)] = name.strip()
        return
    cells = [cell.strip() for cell in cells_of(text)]
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        return
    named = _CANDIDATE.fullmatch(cells[0])
    if named and len(cells) > 1:
        file.names[int(named[1])] = f"{cells[1]} ({cells[2]})" if len(cells) > 2 else cells[1]
    elif number == 1 and len(cells) == 2 and all(cell.isdecimal() for cell in cells):
        file.standing, file.seats = int(cells[0]), int(cells[1])
    elif len(cells) == 1 and not cells[0].lstrip("-").isdecimal():
        file.title = cells[0]
    else:
        file.rows[number] = cells


def _paper(file: _File, number: int, cells: list[str], known: range, papers: Counter[Ranking]) -> None:
    if not cells[0].isdecimal() or int(cells[0]) == 0:
        file.problems.add(
            number, "row", f"{cells[0]!r} papers", "a whole number of papers above zero", "Correct the number."
        )
        return
    unknown = [cell for cell in cells[1:] if not cell.isdecimal() or int(cell) not in known]
    if unknown:
        file.problems.add(
            number,
            "row",
            f"candidate {unknown[0]!r}",
            f"a candidate's number, 1 to {len(known)}",
            "Correct the row, or add the candidate.",
        )
        return
    papers[tuple(int(cell) - 1 for cell in cells[1:])] += int(cells[0])
