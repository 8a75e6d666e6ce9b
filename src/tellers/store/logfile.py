"""Logs as files: JSON Lines, plain or gzipped, read with every problem told and written in one piece."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tellers.errors import InputError, Problem, StoreError
from tellers.record.events import Event
from tellers.store import codec
from tellers.store.lines import Head, Line
from tellers.store.verifying import Fault, faults


def read_numbered(path: str | Path) -> list[tuple[int, Event]]:
    """Return each event of a file with the number of its line, from 1; empty lines are passed over.

    Events need not be sealed: `seq` and `hash` are left at their defaults where the file does not give them.

    Raises:
        InputError: The file cannot be read, or lines of it are no events: every problem, with file and line.
    """
    name = str(path)
    problems: list[Problem] = []
    events: list[tuple[int, Event]] = []
    for number, line in enumerate(_lines(_contents(path)), 1):
        if not line.strip():
            continue
        try:
            event = codec.decode(line, file=name, number=number)
        except InputError as error:
            problems.extend(error.problems)
            continue
        # A sealed line is covered by its hash; a line written by hand may give one candidate twice.
        if not event.hash:
            problems.extend(doubled(line, name, number))
        events.append((number, event))
    if problems:
        raise InputError(*problems)
    return events


def read_log(path: str | Path) -> list[Event]:
    """Return the events of a file, in its order.

    Raises:
        InputError: As for `read_numbered`.
    """
    return [event for _, event in read_numbered(path)]


def read_lines(path: str | Path) -> list[Line]:
    """Return the lines of a sealed log as they are, for a store to take in or `faults` to look through.

    Raises:
        InputError: The file cannot be read at all. Lines that are no events are left for `faults`.
    """
    contents = _contents(path)
    return [Line(0, "", line) for line in _lines(contents)]


def read_sealed(path: str | Path, *, election: str) -> list[Line]:
    """Return the lines of a sealed log, verified, for a store to take in.

    Raises:
        InputError: The file cannot be read.
        StoreError: It is not as it was sealed, or is another election's: every fault, with file and line.
    """
    found = verify_log(path, election=election)
    if found:
        raise StoreError(*(fault.problem for fault in found))
    events = read_log(path)
    return [Line(e.seq, e.id, line.line) for e, line in zip(events, read_lines(path), strict=True)]


def verify_log(path: str | Path, *, election: str, head: Head | None = None) -> list[Fault]:
    """Return everything wrong with a sealed log in a file, in the order of the events.

    Args:
        head: Where it should end, if known from elsewhere; see `faults`.

    Raises:
        InputError: The file cannot be read at all.
    """
    contents = _contents(path)
    found = faults(read_lines(path), election=election, head=head, file=str(path))
    if contents and not contents.endswith(b"\n") and not found:
        found.append(_no_newline(path, contents))
    return found


def write_log(path: str | Path, lines: Iterable[Line]) -> None:
    """Write a sealed log, gzipped where the name ends in `.gz`; the old file stands until the new one is whole.

    The same log gives the same bytes: the gzip header has no time and no name.
    """
    target = Path(path)
    contents = b"".join(line.line + b"\n" for line in lines)
    if target.suffix == ".gz":
        contents = gzip.compress(contents, mtime=0)
    draft = target.with_name(target.name + ".part")
    with draft.open("wb") as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def _contents(path: str | Path) -> bytes:
    target = Path(path)
    try:
        contents = target.read_bytes()
        return gzip.decompress(contents) if target.suffix == ".gz" else contents
    except FileNotFoundError:
        raise _unreadable(path, "no such file", "Check the name.") from None
    except EOFError:
        raise _unreadable(path, "a gzip file cut short", "Copy the file again.") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise _unreadable(path, f"no gzip file ({error})", "Copy it again, or take .gz off its name.") from None
    except OSError as error:
        raise _unreadable(path, f"a file that cannot be read ({error.strerror})", "Give another file.") from None


def _lines(contents: bytes) -> Iterator[bytes]:
    """Yield the lines without their newlines; what follows the last newline, if anything, is a line."""
    lines = contents.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    yield from lines


def _unreadable(path: str | Path, found: str, remedy: str) -> InputError:
    return InputError(Problem(where="", found=found, wanted="a log in JSON Lines", remedy=remedy, file=str(path)))


def doubled(line: bytes, file: str, number: int) -> list[Problem]:
    """Return a problem for each name that one object of a line, written by hand, gives twice."""
    return [
        Problem(
            where=name,
            found=f'"{name}" twice in one object',
            wanted="each name once, because only one of the two values would be kept",
            remedy="Take out the one that is wrong.",
            file=file,
            line=number,
        )
        for name in codec.doubled_keys(line)
    ]


def _no_newline(path: str | Path, contents: bytes) -> Fault:
    lines = contents.count(b"\n") + 1
    problem = Problem(
        where=f"line {lines}",
        found="a last line without its newline",
        wanted="every line ended, as it was written",
        remedy="Restore the log from a copy.",
        file=str(path),
        line=lines,
    )
    return Fault(kind="altered", seq=lines, seq_last=lines, id=None, problem=problem)
