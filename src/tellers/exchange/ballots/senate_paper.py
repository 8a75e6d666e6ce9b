"""The printed Senate paper of one state, from CSV: what the formal-preferences files of 2016 do not tell."""

from __future__ import annotations

from pathlib import Path

from tellers.exchange.ballots.lines import Problems, cells_of, decode, not_utf8, open_ballots
from tellers.exchange.ballots.senate import SenatePaper

UNGROUPED = frozenset({"", "UG"})


def read_senate_paper(path: Path) -> SenatePaper:
    """Return the paper of a CSV with the columns `group` and `candidate`, one row a candidate from the left.

    A group stands above the line in the order first met; rows of no group, or of `UG`, stand below it only.

    Raises:
        InputError: A column is missing, a row names nobody, or a candidate stands twice; each with its line.
    """
    problems = Problems(str(path))
    groups: dict[str, list[int]] = {}
    names: dict[str, int] = {}
    with open_ballots(path) as stream:
        header = [cell.strip().casefold() for cell in cells_of((decode(stream.readline()) or "").lstrip("\ufeff"))]
        if "group" not in header or "candidate" not in header:
            raise problems.refuse(
                1, "header", repr(",".join(header)[:60]), "the columns `group` and `candidate`", "Name the columns."
            )
        for line, raw in enumerate(stream, start=2):
            text = decode(raw)
            if text is None:
                not_utf8(problems, line, raw)
            elif text.strip():
                cells = [cell.strip() for cell in cells_of(text)] + [""] * len(header)
                group, name = cells[header.index("group")], cells[header.index("candidate")]
                if not name or name in names:
                    found = f"{name!r} again, as on line {names[name]}" if name else "no name"
                    problems.add(line, "row", found, "a different candidate on each row", "Correct the row.")
                    continue
                names[name] = line
                if group.upper() not in UNGROUPED:
                    groups.setdefault(group, []).append(len(names) - 1)
    if not names and not problems.found:
        problems.add(2, "file", "a header and nobody", "at least one candidate", "Fetch the file again.")
    problems.refuse_any()
    return SenatePaper(groups=tuple(map(tuple, groups.values())), candidates=tuple(names))
