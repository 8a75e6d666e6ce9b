"""The log of a recorded night in its pack: log.jsonl, or log.jsonl.gz."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from tellers.errors import DeclarationError, InputError, PackError, Problem
from tellers.pack.tables import problem
from tellers.record import Election, Event, Record, apply
from tellers.store.chain import seal_all
from tellers.store.codec import decode
from tellers.store.lines import Line, split
from tellers.store.verifying import faults

FILE = "log.jsonl"


def find_log(folder: Path) -> Path | None:
    """Return the pack's log, None where it has none."""
    for name in (FILE, f"{FILE}.gz"):
        if (folder / name).exists():
            return folder / name
    return None


def log_lines(path: Path) -> list[bytes]:
    """Return a log's lines, blank ones among them, without their line ends.

    Raises:
        PackError: The file cannot be read or unpacked.
    """
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        found = f"no readable log ({error})"
        raise PackError(problem("", found, "the log", "Restore the file.", file=str(path))) from None
    return data.splitlines()


def read_log(path: Path) -> Iterator[Event]:
    """Yield the events of a log, in their order; a log that was never sealed is numbered as it is read.

    The chain is not followed here: `check_log` and `tellers log --verify` do that.

    Raises:
        PackError: The file cannot be read, or a line is not an event; its message names the line.
    """
    for number, line in enumerate(log_lines(path), 1):
        if not line.strip():
            continue
        try:
            event = decode(line, file=str(path), number=number)
        except InputError as error:
            raise PackError(*error.problems) from None
        yield _numbered(event, number)


def _numbered(event: Event, number: int) -> Event:
    if event.seq and event.id:
        return event
    return msgspec.structs.replace(event, seq=event.seq or number, id=event.id or f"line-{number}")


def check_log(path: Path, election: Election, problems: list[Problem]) -> None:
    """Report every line that is no event, every break of the chain, and every event that cannot be true."""
    try:
        lines = log_lines(path)
    except PackError as error:
        problems.extend(error.problems)
        return
    if any(split(line) for line in lines):
        sealed = [Line(0, "", line) for line in lines if line.strip()]
        problems.extend(fault.problem for fault in faults(sealed, election=election.id, file=str(path)))
    record = Record(election=election)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = apply(record, _numbered(decode(line, file=str(path), number=number), number))
        except InputError as error:
            problems.extend(error.problems)
        except DeclarationError as error:
            problems += [_at(told, str(path), number) for told in error.problems]


def _at(told: Problem, file: str, line: int) -> Problem:
    return problem(told.where, told.found, told.wanted, told.remedy, file=file, line=line)


def write_log(path: Path, events: Iterable[Event], *, election: str, recorded_at: datetime | None = None) -> None:
    """Write a sealed log, from its genesis; packed where the name ends in .gz, to the same bytes each time.

    Args:
        events: Without seq and hash, each with its id.
        election: Whose log it is.
        recorded_at: When the log is made, for events that do not say when they were recorded.

    Raises:
        DeclarationError: An event has no id, or no time and none is given.
    """
    data = b"".join(line.line + b"\n" for line in seal_all(events, election=election, recorded_at=recorded_at))
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)
