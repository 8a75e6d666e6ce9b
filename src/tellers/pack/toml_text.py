"""TOML read with every way it can go wrong told as a problem: broken text, numbers and nesting beyond all sense."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from tellers.errors import Problem
from tellers.pack.tables import problem

INTEGER_MOST = 2**63 - 1  # TOML promises no more, and nothing that is counted comes near it.
DIGITS_MOST = 19
_LONG = re.compile(r"\d[\d_]{4000,}")


class Reader:
    """The file's text beside what it says, so that a problem can name its line."""

    def __init__(self, text: str, name: str, problems: list[Problem]) -> None:
        self.lines = text.splitlines()
        self.name = name
        self.problems = problems

    def line(self, path: tuple[str, ...]) -> int | None:
        """Return the line that a key stands on: the last part of its path, after the parts before it."""
        at = 0
        found = None
        for part in path:
            for number in range(at, len(self.lines)):
                if _mentions(self.lines[number], part):
                    at = found = number
                    break
        return None if found is None else found + 1

    def wrong(self, path: tuple[str, ...], found: str, wanted: str, remedy: str) -> None:
        """Report what is wrong with a key."""
        where = ".".join(path)
        self.problems.append(problem(where, found, wanted, remedy, file=self.name, line=self.line(path)))

    def section(self, value: Mapping[str, Any], known: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        """Return the keys that are known and of the right type; report the others."""
        kept: dict[str, Any] = {}
        for key, item in value.items():
            kind = known.get(key)
            if kind is None:
                self.wrong(
                    (*path, key), f'an unknown key "{key}"', f"one of {', '.join(known)}", "Rename or remove it."
                )
            elif not isinstance(item, kind) or (isinstance(item, bool) and kind is int):
                self.wrong((*path, key), f"{item!r}", f"{_kind_words(kind)}", "Write it so.")
            else:
                kept[key] = item
        return kept


def _mentions(line: str, key: str) -> bool:
    code = line.split("#", 1)[0] if not line.lstrip().startswith("#") else ""
    return re.search(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*(=|\]|\.)", code) is not None


def _kind_words(kind: Any) -> str:
    words = {
        str: "text in quotation marks",
        int: "a whole number",
        bool: "true or false",
        dict: "a table",
        list: "a list",
    }
    return words.get(kind, "a date such as 2024-05-02")


def read_toml(text: str, name: str, problems: list[Problem]) -> dict[str, Any] | None:
    """Return what a TOML text says, with what is wrong added to `problems`; None where it cannot be read at all.

    Args:
        name: The file's, for a problem to name.
    """
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at.group(1)) if at else None
        problems.append(problem("", f"broken TOML ({error})", "TOML", "Mend this line.", file=name, line=line))
        return None
    except ValueError:
        # Python turns no text of so many digits into a number.
        line = _line_of(_LONG, text)
        problems.append(_too_long("", f"a number of more than {sys.get_int_max_str_digits():,} digits", name, line))
        return None
    except RecursionError:
        problems.append(
            problem("", "lists within lists without end", "TOML of a few levels", "Take the brackets out.", file=name)
        )
        return None
    wrong = [(path, number) for path, number in _integers(value, ()) if abs(number) > INTEGER_MOST]
    for path, number in wrong:
        line = _line_of(re.compile(rf"(?<![\w-])[\"']?{re.escape(path[-1])}[\"']?\s*="), text)
        problems.append(_too_long(".".join(path), f"a number of {number.bit_length():,} bits", name, line))
    return None if wrong else value


def _integers(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield every whole number with the keys that lead to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _integers(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from _integers(item, path)
    elif isinstance(value, int):
        yield path, value


def _line_of(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return None if found is None else text.count("\n", 0, found.start()) + 1


def _too_long(where: str, found: str, name: str, line: int | None) -> Problem:
    wanted = f"a number of at most {DIGITS_MOST} digits"
    return problem(where, found, wanted, "Put the right number there.", file=name, line=line)
