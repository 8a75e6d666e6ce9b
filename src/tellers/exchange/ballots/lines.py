"""Ballot files as lines of bytes, plain or gzipped: identical lines counted first, each problem with its line."""

from __future__ import annotations

import csv
import gc
import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from tellers.errors import InputError, Problem

# Told how many more bytes of the file were read.
Progress = Callable[[int], None]

# A file with this many problems is the wrong file; the rest would hide the reason.
PROBLEMS_MAX = 50
_CHUNK_BYTES = 1 << 22
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Problems:
    """The problems of one file, gathered so that all are told at once.

    Args:
        file: The file's name as the user gave it.
    """

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int | None, where: str, found: str, wanted: str, remedy: str) -> None:
        """Note one problem, once only; past `PROBLEMS_MAX` refuse the file at once.

        Raises:
            InputError: There are too many problems to go on.
        """
        problem = Problem(where=where, found=found, wanted=wanted, remedy=remedy, file=self.file, line=line)
        if problem not in self.found:
            self.found.append(problem)
        if len(self.found) >= PROBLEMS_MAX:
            raise InputError(*self.found)

    def refuse_any(self) -> None:
        """Refuse the file if any problem was found.

        Raises:
            InputError: At least one was.
        """
        if self.found:
            raise InputError(*sorted(self.found, key=lambda problem: problem.line or 0))

    def refuse(self, line: int | None, where: str, found: str, wanted: str, remedy: str) -> InputError:
        """Return the error for one more problem that ends the reading, with those found before it."""
        more = Problem(where=where, found=found, wanted=wanted, remedy=remedy, file=self.file, line=line)
        return InputError(*self.found, more)


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


@contextmanager
def open_ballots(path: Path) -> Iterator[IO[bytes]]:
    """Open a ballot file for reading bytes, gzipped if its name ends in `.gz`.

    Raises:
        InputError: It is not there, is empty, is UTF-16, or its compressed data are cut short or damaged.
    """
    problems = Problems(str(path))
    if not path.is_file():
        raise problems.refuse(None, "file", "no such file", "a file of ballots", "Check the path.")
    try:
        with _opened(path) as stream:
            start = stream.read(2)
            if not start:
                raise problems.refuse(1, "file", "nothing at all", "ballots", "Fetch or export the file again.")
            if start in _UTF16_MARKS:
                raise problems.refuse(1, "encoding", "UTF-16 text", "UTF-8 text", "Save the file again as UTF-8.")
            stream.seek(0)
            yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise problems.refuse(
            None, "compressed data", f"damage ({error})", "a whole gzip file", "Fetch the file again."
        ) from error


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector of cycles still while a million small tuples are made: it would walk them again and again.

    None of them can be part of a cycle, and what is no longer needed is freed all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def count_lines(stream: IO[bytes], progress: Progress | None = None) -> Counter[bytes]:
    """Return each different line of the rest of a stream with how often it stands there.

    Most ballots of a contest are the same few lines, so a line is counted before anything in it is read.
    """
    counted: Counter[bytes] = Counter()
    while chunk := stream.readlines(_CHUNK_BYTES):
        counted.update(chunk)
        if progress is not None:
            progress(sum(map(len, chunk)))
    return counted


def decode(line: bytes) -> str | None:
    """Return a line as text without its end, or None if it is not UTF-8."""
    try:
        return line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return None


def cells_of(text: str) -> list[str]:
    """Return the cells of one row of CSV; a row that is none, as of a field without end, is one cell."""
    try:
        return next(csv.reader([text.replace("\r", " ")]), [])
    except csv.Error:
        return [text]


def find_line(path: Path, wanted: bytes, *, after: int = 0, ends_with: bool = False) -> int | None:
    """Return the number of the first line with these bytes, from 1: looked for only once something is wrong with it.

    Args:
        path: The file.
        wanted: The whole line, or what it ends with; how the line itself ends does not matter.
        after: Lines to pass over first.
        ends_with: Whether `wanted` is only the end of the line.
    """
    bare = wanted.rstrip(b"\r\n")
    with open_ballots(path) as stream:
        for number, line in enumerate(stream, start=1):
            there = line.rstrip(b"\r\n")
            if number > after and (there.endswith(bare) if ends_with else there == bare):
                return number
    return None


def not_utf8(problems: Problems, line: int | None, raw: bytes) -> None:
    """Note a line that is not UTF-8, quoting it as best it can be read."""
    problems.add(
        line,
        "encoding",
        f"bytes that are not UTF-8 in {raw.decode('latin-1').strip()[:60]!r}",
        "UTF-8 text",
        "Save the file again as UTF-8.",
    )
