"""Ballots in BLT: the form that nearly every STV program reads, after I.D. Hill's of 1987."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tellers.count.ballots import Entry, Papers, Ranking, group_papers
from tellers.exchange.ballots.lines import Problems, Progress, decode, not_utf8, open_ballots

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(slots=True)
class _File:
    """What is read so far, and where reading stands."""

    path: Path
    problems: Problems
    standing: int = 0
    seats: int = 0
    header_line: int = 0
    withdrawn: set[int] = field(default_factory=set)
    papers: Counter[Ranking] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)
    title: str = ""


def read_blt(path: Path, progress: Progress | None = None) -> Papers:
    """Return the papers of a BLT file.

    `n s` candidates and seats; lines `-k` of candidates withdrawn; each ballot as `papers p1 p2 … 0`, where `=` joins
    candidates given the same rank and `-` is a rank left empty; `0`; then the names and the title in quotes. What
    follows `#` and options in square brackets are passed over; a ballot may begin with an id in round brackets.

    Raises:
        InputError: Anything in the file is not so; every problem with its line.
    """
    with open_ballots(path) as stream:
        lines = stream.readlines()
    if progress is not None:
        progress(sum(map(len, lines)))
    file = _File(path=path, problems=Problems(str(path)))
    begin = _header(file, lines)
    ending = _ballots(file, lines, begin)
    _names(file, lines, ending)
    _check(file, len(lines))
    file.problems.refuse_any()
    return group_papers(file.names, file.papers, withdrawn=file.withdrawn, seats=file.seats, title=file.title)


def _plain(file: _File, number: int, raw: bytes) -> str:
    """Return a line's text without comment, options and ends."""
    text = decode(raw)
    if text is None:
        not_utf8(file.problems, number, raw)
        return ""
    if "#" in text and '"' not in text:
        text = text[: text.index("#")]
    return text.strip().lstrip("\ufeff")


def _header(file: _File, lines: list[bytes]) -> int:
    """Read `n s`, and return the index of the line after it."""
    for index, raw in enumerate(lines):
        text = _plain(file, index + 1, raw)
        if not text:
            continue
        parts = text.split()
        if len(parts) < 2 or not all(part.isdecimal() for part in parts[:2]):
            raise file.problems.refuse(
                index + 1, "first line", repr(text[:40]), "the numbers of candidates and seats", "Give a BLT file."
            )
        file.standing, file.seats, file.header_line = int(parts[0]), int(parts[1]), index + 1
        if file.seats > file.standing or file.seats < 1:
            file.problems.add(
                index + 1,
                "first line",
                f"{file.seats} seats for {file.standing} candidates",
                "at least one seat and no more than candidates",
                "Correct the numbers.",
            )
        return index + 1
    raise file.problems.refuse(1, "file", "no line with text", "a BLT file", "Fetch or export the file again.")


def _ballots(file: _File, lines: list[bytes], begin: int) -> int | None:
    """Read the ballots, and return the index of the line after the `0` that ends them; None if nothing ends them."""
    counted: Counter[bytes] = Counter()
    first: dict[bytes, int] = {}
    pending: list[str] = []
    for index in range(begin, len(lines)):
        raw = lines[index]
        stripped = raw.strip()
        if stripped == b"0" and not pending:
            _count_all(file, counted, first)
            return index + 1
        # A whole ballot on a line, as nearly every file has it, is counted before it is read.
        if not pending and stripped[:1].isdigit() and stripped.endswith(b" 0") and b"#" not in raw:
            first.setdefault(stripped, index + 1)
            counted[stripped] += 1
            continue
        text = _plain(file, index + 1, raw)
        if text.startswith("["):
            _option(file, index + 1, text)
            continue
        if not pending and text.startswith("-") and not text.endswith(" 0"):
            _withdraw(file, index + 1, text)
            continue
        if text.startswith('"'):
            _count_all(file, counted, first)
            file.problems.add(
                index + 1, "ballots", "a name", "a line `0` that ends the ballots", "Add it before the names."
            )
            return index
        pending += text.split()
        if pending and pending[-1] == "0":
            _ballot(file, index + 1, pending, 1)
            pending = []
    _count_all(file, counted, first)
    return None


def _count_all(file: _File, counted: Counter[bytes], first: dict[bytes, int]) -> None:
    for raw, times in counted.items():
        text = decode(raw)
        if text is None:
            not_utf8(file.problems, first[raw], raw)
        else:
            _ballot(file, first[raw], text.split(), times)


def _option(file: _File, line: int, text: str) -> None:
    """Take the candidates out that an option `[withdrawn …]` names; other options are for other programs."""
    parts = text.strip("[]").split()
    if parts and parts[0].lower() == "withdrawn":
        for part in parts[1:]:
            _withdraw(file, line, f"-{part}")


def _withdraw(file: _File, line: int, text: str) -> None:
    for part in text.split():
        number = part.removeprefix("-")
        if part == number or not number.isdecimal() or not 1 <= int(number) <= file.standing:
            file.problems.add(
                line,
                "withdrawn",
                repr(part),
                f"`-` and a candidate's number, 1 to {file.standing}",
                "Correct the number, or end the ballot with ` 0`.",
            )
        else:
            file.withdrawn.add(int(number) - 1)


def _ballot(file: _File, line: int, parts: list[str], times: int) -> None:
    """Note one ballot: the papers it stands for, and its ranking."""
    if parts and parts[0].startswith("("):
        # OpaVote's ballot id; the number of papers may be left out after it.
        parts = parts[1:] if len(parts) > 1 and parts[1].isdecimal() else ["1", *parts[1:]]
    if not parts[0].isdecimal() or int(parts[0]) == 0:
        file.problems.add(
            line, "ballot", f"{parts[0]!r} papers", "a whole number of papers above zero", "Correct the number."
        )
        return
    ranking: list[Entry] = []
    for part in parts[1:-1]:
        entry = _entry(file.standing, part)
        if entry == ():
            file.problems.add(
                line,
                "ballot",
                f"candidate {part!r}",
                f"a candidate's number, 1 to {file.standing}",
                "Correct the ballot, or the number of candidates in the first line.",
            )
            return
        ranking.append(entry)
    file.papers[tuple(ranking)] += int(parts[0]) * times


def _entry(standing: int, part: str) -> Entry:
    """Return what one rank says; `()` if it says nothing that can be read."""
    if part == "-":
        return None
    numbers = part.split("=")
    if not all(number.isdecimal() and 1 <= int(number) <= standing for number in numbers):
        return ()
    indexes = tuple(int(number) - 1 for number in numbers)
    return indexes[0] if len(indexes) == 1 else indexes


def _names(file: _File, lines: list[bytes], ending: int | None) -> None:
    """Read the names and the title: quoted, or bare with one to a line."""
    known: dict[str, int] = {}
    texts: list[str] = []
    for index in range(len(lines) if ending is None else ending, len(lines)):
        text = _plain(file, index + 1, lines[index])
        quoted = [name.replace('\\"', '"') for name in _QUOTED.findall(text)] if text.startswith('"') else []
        if text.startswith('"') and not text.endswith('"'):
            file.problems.add(
                index + 1,
                "names",
                f"{text!r}, which has no closing quote",
                "a name in quotes: the file may be cut short",
                "Fetch or export the file again.",
            )
        for name in quoted or [text] * bool(text):
            if name in known and len(texts) < file.standing:
                file.problems.add(
                    index + 1,
                    "names",
                    f"{name!r} again, as on line {known[name]}",
                    "a different name for each",
                    "Add a party or a number to one of them.",
                )
            known.setdefault(name, index + 1)
            texts.append(name)
    file.names = texts[: file.standing]
    file.title = texts[file.standing] if len(texts) > file.standing else ""


def _check(file: _File, last: int) -> None:
    if len(file.names) < file.standing:
        file.problems.add(
            last,
            "end of file",
            f"{len(file.names)} names",
            f"{file.standing}, one for each candidate, after the line `0`: the file may be cut short",
            "Fetch or export the file again.",
        )
