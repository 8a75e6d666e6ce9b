"""The chain: each event's hash covers its own bytes and the hash of the event before.

    hash = SHA-256(hash of the event before, in hex, + the event's line without its hash)

The first event follows the genesis hash, made of the election's id, so that the logs of two nights cannot be swapped.
Anyone can work it out again with `sha256sum`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

import msgspec

from tellers.errors import DeclarationError, InputError, Problem, StoreError
from tellers.record.events import Event
from tellers.store import codec
from tellers.store.lines import TAIL_BYTES, Head, Line, with_hash


def genesis(election: str) -> str:
    """Return the hash that an election's first event follows, in hex.

    Example:
        >>> genesis("barsetshire-mayor")[:16]
        '84a50f7f64ccc0e9'
    """
    return sha256(b"tellers log 1\n" + election.encode()).hexdigest()


def link(before: str, body: bytes) -> str:
    """Return an event's hash in hex, from that of the event before and its own line without its hash."""
    return sha256(before.encode() + body).hexdigest()


def seal(event: Event, *, head: Head, id: str, recorded_at: datetime) -> tuple[Event, Line]:
    """Return the event with its place in the log, and the line that keeps it.

    The event returned is read back from the line, so what is applied now and what is replayed later are the same.

    Args:
        head: The end of the log that it follows.
        id: Its id, where it has none of its own.
        recorded_at: When it is recorded, zoned, where it does not say.

    Raises:
        DeclarationError: It carries a seq or a hash already, or a field that does not fit its type.
    """
    if event.seq or event.hash:
        raise DeclarationError(
            Problem(
                where=event.id or "event",
                found=f"seq {event.seq} and a hash" if event.hash else f"seq {event.seq}",
                wanted="neither, because the store gives them",
                remedy="Take them out of the event.",
            )
        )
    seq = head.seq + 1
    whole = msgspec.structs.replace(
        event, seq=seq, id=event.id or id, recorded_at=event.recorded_at if event.recorded_at else recorded_at
    )
    body = codec.encode(whole)
    hash = link(head.hash, body)
    line = with_hash(body, hash)
    try:
        sealed = codec.decode(line, where=whole.id)
    except InputError as error:
        raise DeclarationError(*error.problems) from None
    return sealed, Line(seq, whole.id, line)


def seal_all(events: Iterable[Event], *, election: str, recorded_at: datetime | None = None) -> list[Line]:
    """Return a whole log, sealed from its genesis: for making the log of a bundled night.

    Args:
        recorded_at: For events that do not say when they were recorded.

    Raises:
        DeclarationError: An event has no id or no time of its own, and none is given.
    """
    lines: list[Line] = []
    head = Head(0, genesis(election))
    for event in events:
        at = event.recorded_at or recorded_at
        if not event.id or at is None:
            raise DeclarationError(
                Problem(
                    where=event.id or f"event {head.seq + 1}",
                    found="no recorded_at" if event.id else "no id",
                    wanted="both an id and a recorded_at, because the same log must give the same bytes",
                    remedy="Give the event both.",
                )
            )
        _, line = seal(event, head=head, id=event.id, recorded_at=at)
        lines.append(line)
        head = Head(line.seq, line.hash)
    return lines


def follow_on(lines: Iterable[Line], head: Head) -> Iterator[Event]:
    """Yield the events of lines that follow `head`, each checked against the one before.

    Raises:
        StoreError: A line does not follow. `verifying.faults` names all that is wrong with a log.
    """
    before, seq = head.hash.encode(), head.seq
    for line in lines:
        text = line.line
        seq += 1
        made = sha256(before + text[:-TAIL_BYTES] + b"}").hexdigest().encode()
        if text[-TAIL_BYTES:] != b',"hash":"%b"}' % made:
            raise StoreError(_broken(line, seq))
        try:
            event = codec.decode(text)
        except InputError as error:
            raise StoreError(*error.problems) from None
        if event.seq != seq or line.seq != seq or event.id != line.id:
            raise StoreError(_broken(line, seq))
        before = made
        yield event


def _broken(line: Line, seq: int) -> Problem:
    return Problem(
        where=f"event {seq} ({line.id})",
        found="an event that does not follow the one before it",
        wanted="each event chained to the one before",
        remedy="Run `tellers log NIGHT --verify`, which names every event altered, and restore a copy.",
    )
