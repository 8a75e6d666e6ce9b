"""What is wider than one area, for the desk to work from: each contest's running totals, and each body's seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from tellers.desk.keyings import Kept
from tellers.desk.places import two_people
from tellers.record import Called, Doubt, Figure, Record, single_keyed
from tellers.terms import BodyId, ContestId


class Wider(msgspec.Struct, frozen=True, kw_only=True):
    """A contest or a body: the first of the desk's states that fits its own figures, and who keyed them.

    Args:
        id: The contest's, or the body's where `body` is true.
        figures: How many running totals, or figures of seats, stand.
        called: The winner called, by id.
    """

    id: str
    body: bool
    name: str
    state: str
    keyed_by: tuple[str, ...] = ()
    doubts: int = 0
    figures: int = 0
    called: str | None = None


def wider(record: Record, keyings: Sequence[Kept], doubts: Sequence[Doubt], outbox: Mapping[str, str]) -> list[Wider]:
    """Return every body and contest of the night, bodies first, in the pack's order."""
    by_id: defaultdict[str, list[Kept]] = defaultdict(list)
    for kept in keyings:
        if not kept.sheet.area:
            by_id[kept.sheet.body or kept.sheet.contest].append(kept)
    doubted: defaultdict[str, int] = defaultdict(int)
    for doubt in doubts:
        if doubt.area is None:
            doubted[doubt.contest] += 1
    found = []
    for body in record.election.bodies:
        figures, call = record.bodies.get(BodyId(body.id), ()), record.body_calls.get(body.id)
        found.append(_wider(record, body.id, body.name, True, figures, by_id[body.id], 0, outbox, call))
    for contest in record.election.contests:
        held = record.contest(ContestId(contest.id))
        counts = doubted[contest.id]
        row = _wider(record, contest.id, contest.name, False, held.totals, by_id[contest.id], counts, outbox, held.call)
        found.append(row)
    return found


def _wider(
    record: Record,
    id: str,
    name: str,
    body: bool,
    figures: Sequence[Figure],
    keyings: list[Kept],
    doubts: int,
    outbox: Mapping[str, str],
    call: Called | None,
) -> Wider:
    standing = [figure for figure in figures if not figure.withdrawn]
    return Wider(
        id=id,
        body=body,
        name=name,
        state=_state(record, standing, keyings, doubts, outbox),
        keyed_by=tuple(dict.fromkeys(kept.person.name for kept in keyings)),
        doubts=doubts,
        figures=len(standing),
        called=None if call is None else call.winner,
    )


def _state(
    record: Record, figures: Sequence[Figure], keyings: Sequence[Kept], doubts: int, outbox: Mapping[str, str]
) -> str:
    slots: defaultdict[str, list[Kept]] = defaultdict(list)
    for kept in keyings:
        slots[kept.slot].append(kept)
    if any(two_people(rows) for rows in slots.values()):
        return "differing"
    if doubts:
        return "doubted"
    for state in ("waiting", "late"):
        if any(kept.state == state for kept in keyings):
            return state
    held = [outbox[figure.event.id] for figure in figures if figure.event.id in outbox]
    if held:
        return held[0]
    if any(single_keyed(record, figure.event) for figure in figures):
        return "single"
    return "in" if figures else "expected"
