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
from tellers.store.chain import genesis, link, seal_all
from tellers.store.codec import decode
from tellers.store.lines import Head, Line, split
from tellers.store.verifying import faults

FILE = "log.jsonl"
HEAD_FILE = "log.head"


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


def read_log(path: Path, *, election: str) -> Iterator[Event]:
    """Yield the events of a log, in their order; a log that was never sealed is numbered as it is read.

    A sealed log is followed along its chain, so that no altered figure is ever shown as what was announced.

    Args:
        election: Whose log it is.

    Raises:
        PackError: The file cannot be read, or a line is not an event, or does not follow the one before it; its message
            names the line.
    """
    lines = log_lines(path)
    before = genesis(election) if any(split(line) for line in lines) else None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            event = decode(line, file=str(path), number=number)
        except InputError as error:
            raise PackError(*error.problems) from None
        if before is not None:
            before = _followed(line, before, path, number)
        yield _numbered(event, number)


def _followed(line: bytes, before: str, path: Path, number: int) -> str:
    """Return the hash of a sealed line that follows the hash before it."""
    parts = split(line)
    if parts is None or link(before, parts[0]) != parts[1]:
        found = "an event that does not follow the one before it: altered, moved, or after one missing"
        remedy = "Run `tellers log NIGHT --verify`, which names each, and restore a copy."
        raise PackError(problem("", found, "the log as it was sealed", remedy, file=str(path), line=number))
    return parts[1]


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
        head = read_head(path.parent)
        problems.extend(fault.problem for fault in faults(sealed, election=election.id, head=head, file=str(path)))
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
    lines = seal_all(events, election=election, recorded_at=recorded_at)
    data = b"".join(line.line + b"\n" for line in lines)
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)
    end = f"{lines[-1].seq} {lines[-1].hash}\n" if lines else "0\n"
    (path.parent / HEAD_FILE).write_text(end, encoding="ascii")


def read_head(folder: Path) -> Head | None:
    """Return the end of a pack's log as it was written, None where the pack does not say.

    A chain cannot show that its last lines were cut off; the number and hash of the last, kept beside it, can.
    """
    path = folder / HEAD_FILE
    if not path.exists():
        return None
    seq, _, hash = path.read_text(encoding="ascii", errors="replace").strip().partition(" ")
    if not seq.isdecimal() or (hash and len(hash) != 64):
        found = path.read_text(encoding="ascii", errors="replace")[:40]
        raise PackError(problem("", repr(found), "a number and a hash", "Restore the file.", file=str(path)))
    return Head(int(seq), hash) if hash else None
