"""Every event of a log that is altered, missing, out of order, given twice or put in, by name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from tellers.errors import InputError, Problem
from tellers.record.events import Event
from tellers.store import codec
from tellers.store.chain import genesis, link
from tellers.store.lines import TAIL_BYTES, Head, Line, split

FaultKind = Literal["altered", "missing", "reordered", "doubled", "unverifiable"]

_RESTORE = "Restore the log from a copy; if this is meant, say so with a correction instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a log.

    Args:
        kind: `altered`: its bytes are not those that were sealed. `missing`: it is gone. `reordered`: it stands in
            another place. `doubled`: it stands twice. `unverifiable`: it follows a missing event, so nothing shows
            whether it is as it was.
        seq: The event's place in the log.
        seq_last: The last of several missing in a row; else the same as `seq`.
        id: The event's id; None where it is gone or cannot be read.
    """

    kind: FaultKind
    seq: int
    seq_last: int
    id: str | None
    problem: Problem


@dataclass(slots=True, kw_only=True)
class _Item:
    """A line on its way through the checks: `said` is the place that it claims, `seq` the place it is held to fill."""

    at: int
    line: Line
    event: Event | None
    body: bytes
    hash: str
    wrong: str | None
    said: int
    seq: int


def faults(lines: Iterable[Line], *, election: str, head: Head | None = None, file: str | None = None) -> list[Fault]:
    """Return everything wrong with a log, in the order of the events; an empty list for one as it was sealed.

    Args:
        lines: The lines as they stand in the store, in its order; `seq` is 0 where only the line itself says it.
        election: Whose log it should be.
        head: Where the log should end, if known from elsewhere. Without it, events cut off at the end leave no trace,
            as in any chain: keep the last hash somewhere else (every edition shows it).
        file: The file that the lines are of, for messages; the place in the list is then the line's number.
    """
    items = [_item(at, line) for at, line in enumerate(lines, 1)]
    found: list[Fault] = []
    items = _without_doubles(items, found, file)
    _place_strays(items, head)
    items = _one_to_a_place(items, found, file)
    _name_reordered(items, found, file)
    _check_chain(sorted(items, key=lambda item: item.seq), election, head, found, file)
    return sorted(found, key=lambda fault: fault.seq)


def _item(at: int, line: Line) -> _Item:
    """Return a line with what can be read of it, and what is wrong with it taken by itself."""
    event: Event | None = None
    wrong: str | None = None
    try:
        event = codec.decode(line.line, where=f"event {line.seq or at}")
    except InputError as error:
        wrong = f"a line that is no event ({error.problems[0].found})"
    parts = split(line.line)
    if parts is None and event is not None:
        # Written by another hand: the words may be intact, but the bytes are not those that were sealed.
        wrong = "a line not written as it was sealed" if event.hash else "an event without its hash"
        body = codec.encode(msgspec.structs.replace(event, hash=""))
        hash = event.hash
    elif parts is None:
        # One byte of the line's end may be spoilt, and the rest still bear out the next event.
        body, hash = line.line[:-TAIL_BYTES] + b"}", line.hash
    else:
        body, hash = parts
    said = event.seq if event is not None else line.seq or at
    if event is not None and line.seq and line.seq != event.seq:
        wrong = wrong or f"event {event.seq} in the place of event {line.seq}"
    if event is not None and line.id and line.id != event.id:
        wrong = wrong or f'the id "{line.id}" beside an event that says "{event.id}"'
    return _Item(at=at, line=line, event=event, body=body, hash=hash, wrong=wrong, said=said, seq=said)


def _without_doubles(items: Sequence[_Item], found: list[Fault], file: str | None) -> list[_Item]:
    """Return the items without copies of a line that stands already."""
    copies: dict[bytes, list[int]] = {}
    for n, item in enumerate(items):
        copies.setdefault(item.line.line, []).append(n)
    dropped: set[int] = set()
    for places in copies.values():
        if len(places) > 1:
            # The one that follows its own predecessor is the one that belongs there.
            own = next((n for n in places if (items[n - 1].said if n else 0) == items[n].said - 1), places[0])
            dropped.update(n for n in places if n != own)
    for n in sorted(dropped):
        found.append(_fault("doubled", items[n], "the same event twice", "each event once", file))
    return [item for n, item in enumerate(items) if n not in dropped]


def _place_strays(items: list[_Item], head: Head | None) -> None:
    """Give an item whose number was altered, or cannot be read, the place that its neighbours leave for it."""
    taken = {item.said for item in items}
    for n, item in enumerate(items):
        before = items[n - 1].seq if n else 0
        gap = before + 1
        if item.said == gap or gap in taken:
            continue
        after = items[n + 1].said if n + 1 < len(items) else None
        last = after is None and ((head is not None and item.said > head.seq) or item.event is None)
        if after == gap + 1 or last or (after is None and _renumbered_fits(items[n - 1] if n else None, item, gap)):
            item.seq = gap
            item.wrong = item.wrong or f"an event that calls itself number {item.said}"
            taken.add(gap)


def _renumbered_fits(before: _Item | None, item: _Item, seq: int) -> bool:
    """Return whether the last line of a log is as it was sealed but for its number."""
    if before is None or item.event is None:
        return False
    body = item.body.replace(b'"seq":%d,' % item.said, b'"seq":%d,' % seq, 1)
    return link(before.hash, body) == item.hash


def _one_to_a_place(items: Sequence[_Item], found: list[Fault], file: str | None) -> list[_Item]:
    """Return one item for each place; of several, the one whose hash the chain bears out, else the first."""
    by_seq: dict[int, list[_Item]] = {}
    for item in items:
        by_seq.setdefault(item.seq, []).append(item)
    kept = []
    for seq in sorted(by_seq):
        rivals = by_seq[seq]
        true = rivals[0]
        if len(rivals) > 1:
            before = {i.hash for i in by_seq.get(seq - 1, ())}
            true = next((i for i in rivals if any(link(h, i.body) == i.hash for h in before)), true)
            for rival in rivals:
                if rival is not true:
                    found.append(_fault("doubled", rival, f"a second event numbered {seq}", "one", file))
        kept.append(true)
    ids: dict[str, _Item] = {}
    for item in kept:
        if item.event is not None:
            earlier = ids.setdefault(item.event.id, item)
            if earlier is not item:
                found.append(_fault("doubled", item, f"an id that event {earlier.seq} has", "each id once", file))
    return sorted(kept, key=lambda item: item.at)


def _name_reordered(items: Sequence[_Item], found: list[Fault], file: str | None) -> None:
    """Name every item that stands out of order: those outside the longest run in rising order."""
    inside = _longest_rising([item.seq for item in items])
    previous: _Item | None = None
    for n, item in enumerate(items):
        if n not in inside:
            after = f"after event {previous.seq}" if previous is not None else "first"
            found.append(
                _fault("reordered", item, f"event {item.seq} {after}", f"event {item.seq} in its own place", file)
            )
            item.wrong = None  # Its place is what is wrong with it; the chain says whether its words are intact.
        previous = item


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Return the indices of a longest strictly rising run of the numbers, not necessarily side by side."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, number in enumerate(numbers):
        k = bisect_left(tails, number)
        before.append(at[k - 1] if k else -1)
        tails[k : k + 1] = [number]
        at[k : k + 1] = [n]
    inside = set()
    n = at[-1] if at else -1
    while n >= 0:
        inside.add(n)
        n = before[n]
    return frozenset(inside)


def _check_chain(
    items: Sequence[_Item], election: str, head: Head | None, found: list[Fault], file: str | None
) -> None:
    """Follow the chain from the genesis to the head, naming what does not hold.

    An altered hash breaks the link on both its sides, so the hash that should stand there is tried as well: then only
    the event that was altered is named, not the one that follows it.
    """
    known: tuple[str, ...] = (genesis(election),)
    expected = 1
    for item in items:
        if item.seq > expected:
            found.append(_missing(expected, item.seq - 1, file))
            known = ()
        made = [link(hash, item.body) for hash in known]
        if item.hash in made and item.wrong is None:
            known = (item.hash,)
        elif known or item.wrong is not None:
            what = item.wrong or _mismatch(item, election)
            found.append(_fault("altered", item, what, "the event as it was sealed", file))
            known = tuple(dict.fromkeys([item.hash, *made]))
        else:
            wanted = "the event before it, which alone shows whether this one is as it was"
            found.append(_fault("unverifiable", item, "an event after a gap", wanted, file))
            known = (item.hash,)
        expected = max(expected, item.seq + 1)
    if head is None:
        return
    if expected <= head.seq:
        found.append(_missing(expected, head.seq, file))
    for item in items:
        if item.seq > head.seq:
            found.append(_fault("doubled", item, "an event after the end of the log", f"{head.seq} events", file))
        elif (
            item.seq == head.seq and head.hash and item.hash != head.hash and not any(f.seq == item.seq for f in found)
        ):
            found.append(_fault("altered", item, "another last event than the one recorded", head.hash[:12], file))


def _mismatch(item: _Item, election: str) -> str:
    if item.seq == 1:
        return f"words or a hash that were changed after it was sealed, or a log that is not {election}'s"
    # Whoever changes an event and makes its hash anew breaks the link to the next: it may be the one before.
    return f"words or a hash that were changed after it was sealed, or event {item.seq - 1} put in another's place"


def _missing(first: int, last: int, file: str | None) -> Fault:
    name = f"event {first}" if first == last else f"events {first} to {last}"
    problem = Problem(where=name, found="nothing", wanted="every event of the log", remedy=_RESTORE, file=file)
    return Fault(kind="missing", seq=first, seq_last=last, id=None, problem=problem)


def _fault(kind: FaultKind, item: _Item, found: str, wanted: str, file: str | None) -> Fault:
    id = item.event.id if item.event is not None else item.line.id or None
    problem = Problem(
        where=f"event {item.seq} ({id or 'unreadable'})",
        found=found,
        wanted=wanted,
        remedy=_RESTORE,
        file=file,
        line=item.at if file is not None else None,
    )
    return Fault(kind=kind, seq=item.seq, seq_last=item.seq, id=id, problem=problem)
