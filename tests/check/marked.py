"""Stories with their truth marked in the text: `{w:…}` who won or lost, `{n:…}` a number, then `!` wrong, `~` stale
by the end.

`{c:…}` is a condition or a hope, `{a:…}` somebody else's statement: neither may ever be called wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tellers.check import Claim, Report

_MARK = re.compile(r"\{([wnca])([!~]?):([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    kind: str
    truth: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    name: str
    text: str
    marks: tuple[Mark, ...]


def read_marked(path: Path) -> Marked:
    return marked(path.stem, path.read_text(encoding="utf-8"))


def read_voices(path: Path) -> list[tuple[str, Marked]]:
    """Return the stories of a file of many, each with its night: `=== name night` stands above each."""
    stories = []
    for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, body = part.partition("\n")
        name, night, *_ = head.split()
        stories.append((night, marked(name, body)))
    return stories


def marked(name: str, raw: str) -> Marked:
    parts, marks, at, length = [], [], 0, 0
    for match in _MARK.finditer(raw):
        before = raw[at : match.start()]
        parts += [before, match[3]]
        start = length + len(before)
        length = start + len(match[3])
        marks.append(Mark(kind=match[1], truth=match[2], start=start, end=length, quote=match[3]))
        at = match.end()
    parts.append(raw[at:])
    return Marked(name=name, text="".join(parts), marks=tuple(marks))


OUTCOMES = frozenset(("winner", "loser", "area_winner", "runner_up", "control", "rank"))


def found(report: Report, mark: Mark) -> list[Claim]:
    """Return the claims over a mark that are of its kind."""
    over = [c for c in report.claims if c.start < mark.end and mark.start < c.end]
    if mark.kind == "w":
        return [c for c in over if c.type in OUTCOMES]
    return [c for c in over if c.type not in OUTCOMES and c.type not in ("affiliation", "incumbency")]
