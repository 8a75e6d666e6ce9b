"""Ballots from PrefLib: strict and tied orders, complete and incomplete (`.soc .soi .toc .toi`), old form and new.

Source:
    N. Mattei and T. Walsh, PrefLib: A Library of Preference Data, https://www.preflib.org/format.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tellers.count.ballots import Entry, Papers, Ranking, group_papers
from tellers.exchange.ballots.lines import Problems, Progress, decode, not_utf8, open_ballots

_ALTERNATIVE = re.compile(r"# ALTERNATIVE NAME (\d+):\s*(.*)")
_HEADER = re.compile(r"# ([A-Z ]+):\s*(.*)")
_ORDER = re.compile(r"\{[\d,\s]*\}|\d+")
_SHAPE = re.compile(r"\s*(?:(?:\d+|\{\s*\d+(?:\s*,\s*\d+)*\s*\})\s*(?:,\s*|$))*")


@dataclass(slots=True)
class _File:
    problems: Problems
    names: dict[int, str] = field(default_factory=dict)
    header: dict[str, tuple[str, int]] = field(default_factory=dict)
    papers: Counter[Ranking] = field(default_factory=Counter)
    orders: int = 0


def read_preflib(path: Path, progress: Progress | None = None) -> Papers:
    """Return the papers of a PrefLib file of ordinal preferences; candidates in one pair of braces share a rank.

    Raises:
        InputError: A line is not of the form, an order names an unknown alternative or gives a number of voters not
            above zero, or the voters and orders are fewer than the header says, as in a file cut short.
    """
    file = _File(problems=Problems(str(path)))
    with open_ballots(path) as stream:
        lines = stream.readlines()
    if progress is not None:
        progress(sum(map(len, lines)))
    if lines[0].lstrip(b"\xef\xbb\xbf").startswith(b"#"):
        _read_new(file, lines)
    else:
        _read_old(file, lines)
    _check_totals(file, len(lines))
    file.problems.refuse_any()
    order = sorted(file.names)
    return group_papers(
        [file.names[number] for number in order],
        _reindexed(file.papers, {number: index for index, number in enumerate(order)}),
        title=file.header.get("TITLE", ("", 0))[0],
    )


def _text(file: _File, number: int, raw: bytes) -> str:
    text = decode(raw)
    if text is None:
        not_utf8(file.problems, number, raw)
        return ""
    return text.lstrip("\ufeff").strip()


def _read_new(file: _File, lines: list[bytes]) -> None:
    for number, raw in enumerate(lines, start=1):
        text = _text(file, number, raw)
        if not text:
            continue
        if not text.startswith("#"):
            voters, colon, order = text.partition(":")
            if colon:
                _order(file, number, voters.strip(), order)
            else:
                _bad_line(file, number, text, "`voters: order`, such as `12: 3,1,{2,4}`")
        elif named := _ALTERNATIVE.fullmatch(text):
            file.names[int(named[1])] = named[2].strip()
        elif headed := _HEADER.fullmatch(text):
            file.header[headed[1]] = (headed[2].strip(), number)


def _read_old(file: _File, lines: list[bytes]) -> None:
    """Read the form used to 2022: the number of alternatives, their names, three totals, and orders after commas."""
    first = _text(file, 1, lines[0])
    if not first.isdecimal():
        raise file.problems.refuse(
            1, "first line", repr(first[:40]), "`# FILE NAME: …`, or the number of alternatives", "Give a PrefLib file."
        )
    standing = int(first)
    file.header["NUMBER ALTERNATIVES"] = (first, 1)
    for number, raw in enumerate(lines[1:], start=2):
        text = _text(file, number, raw)
        if not text:
            continue
        left, comma, right = text.partition(",")
        if number <= standing + 1:
            if left.strip().isdecimal() and comma:
                file.names[int(left)] = right.strip()
            else:
                _bad_line(file, number, text, "an alternative's number and name")
        elif number == standing + 2:
            totals = text.split(",")
            if len(totals) == 3 and all(total.strip().isdecimal() for total in totals):
                file.header["NUMBER VOTERS"] = (totals[1].strip(), number)
                file.header["NUMBER UNIQUE ORDERS"] = (totals[2].strip(), number)
            else:
                _bad_line(file, number, text, "voters, sum of voters and different orders")
        else:
            _order(file, number, left.strip(), right)


def _bad_line(file: _File, number: int, text: str, wanted: str) -> None:
    file.problems.add(number, "line", repr(text[:40]), wanted, "Fetch the file again, or correct the line.")


def _order(file: _File, number: int, voters: str, text: str) -> None:
    if not voters.isdecimal() or int(voters) == 0:
        file.problems.add(
            number, "order", f"{voters!r} voters", "a whole number of voters above zero", "Correct the number."
        )
        return
    if not _SHAPE.fullmatch(text):
        _bad_line(file, number, text.strip(), "alternatives' numbers with commas, those tied in braces")
        return
    ranking: list[Entry] = []
    for part in _ORDER.findall(text):
        numbers = tuple(int(each) for each in re.findall(r"\d+", part))
        unknown = [each for each in numbers if each not in file.names]
        if unknown:
            file.problems.add(
                number,
                "order",
                f"alternative {unknown[0]}",
                f"one of those named, 1 to {max(file.names, default=0)}",
                "Correct the order, or name the alternative in the header.",
            )
            return
        ranking.append(numbers[0] if len(numbers) == 1 else numbers)
    file.papers[tuple(ranking)] += int(voters)
    file.orders += 1


def _check_totals(file: _File, last: int) -> None:
    """Hold what was read against the header's own totals: a file cut short is caught by these alone."""
    if file.problems.found:
        return
    for key, have in (
        ("NUMBER ALTERNATIVES", len(file.names)),
        ("NUMBER VOTERS", sum(file.papers.values())),
        ("NUMBER UNIQUE ORDERS", file.orders),
    ):
        said, line = file.header.get(key, ("", 0))
        if said.isdecimal() and int(said) != have:
            file.problems.add(
                last,
                "end of file",
                f"{have} by count for {key.lower()}",
                f"{said}, as line {line} says: the file may be cut short",
                "Fetch the file again.",
            )
    if not file.names:
        file.problems.add(
            1, "header", "no alternative named", "`# ALTERNATIVE NAME 1: …`", "Give a PrefLib file of orders."
        )


def _reindexed(papers: Counter[Ranking], index: dict[int, int]) -> Counter[Ranking]:
    """Return the papers with alternatives' numbers made indexes of candidates."""
    moved: Counter[Ranking] = Counter()
    for ranking, number in papers.items():
        entries = tuple(
            index[entry] if isinstance(entry, int) else tuple(index[each] for each in entry or ()) for entry in ranking
        )
        moved[entries] += number
    return moved
