"""The list that the desk works from: each place, whether it is expected, waiting, in, or doubted, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from tellers.desk.keyings import Kept
from tellers.desk.people import same_person
from tellers.record import AreaRecord, Contest, Declared, Doubt, Record, declared_figure, single_keyed
from tellers.terms import AreaId, ContestId

STATES = ("differing", "doubted", "waiting", "single", "late", "embargoed", "pending", "provisional", "in", "expected")
"""In the order of who should look: those that want somebody first."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One area of one contest: the first of STATES that fits, and what the desk would want to know with it."""

    contest: str
    area: str
    contest_name: str
    area_name: str
    state: str
    keyed_by: tuple[str, ...] = ()
    count: str | None = None
    recount: bool = False
    doubts: int = 0
    event: str | None = None
    expected_at: str | None = None


def places(record: Record, keyings: Sequence[Kept], doubts: Sequence[Doubt], outbox: Mapping[str, str]) -> list[Place]:
    """Return every place of the night, in the pack's order.

    Args:
        record: With all that is decided in it, also what is not yet in the log.
        outbox: The events that are not yet in the log, each pending or embargoed.
    """
    by_place: defaultdict[tuple[str, str], list[Kept]] = defaultdict(list)
    for kept in keyings:
        by_place[kept.sheet.contest, kept.sheet.area].append(kept)
    doubted: defaultdict[tuple[ContestId, AreaId | None], int] = defaultdict(int)
    for doubt in doubts:
        doubted[doubt.contest, doubt.area] += 1
    return [
        _place(record, contest, area, by_place[contest.id, area], doubted.get((contest.id, area), 0), outbox)
        for contest in record.election.contests
        for area in contest.areas
    ]


def _place(
    record: Record, contest: Contest, area: AreaId, keyings: list[Kept], doubts: int, outbox: Mapping[str, str]
) -> Place:
    held = record.area(contest.id, area)
    figure = declared_figure(held)
    event = figure.event if figure is not None and isinstance(figure.event, Declared) else None
    return Place(
        contest=contest.id,
        area=area,
        contest_name=contest.name,
        area_name=record.election.area_by_id[area].name,
        state=_state(record, held, event, keyings, doubts, outbox),
        keyed_by=tuple(dict.fromkeys(kept.person.name for kept in keyings)),
        count=None if held.state is None else held.state.state,
        recount=held.recount_open,
        doubts=doubts,
        event=None if event is None else event.id,
        expected_at=contest.expected_at,
    )


def _state(
    record: Record,
    held: AreaRecord,
    event: Declared | None,
    keyings: list[Kept],
    doubts: int,
    outbox: Mapping[str, str],
) -> str:
    waiting = [kept for kept in keyings if kept.state == "waiting"]
    slots: defaultdict[str, list[Kept]] = defaultdict(list)
    for kept in keyings:
        slots[kept.slot].append(kept)
    if any(two_people(rows) for rows in slots.values()):
        return "differing"
    if doubts:
        return "doubted"
    if waiting:
        return "waiting"
    if any(kept.state == "late" for kept in keyings):
        return "late"
    if event is None:
        return "expected"
    if event.id in outbox:
        return outbox[event.id]
    if single_keyed(record, event):
        return "single"
    return "provisional" if event.provisional else "in"


def two_people(rows: Sequence[Kept]) -> bool:
    """Return whether sheets are of more than one person."""
    return any(not same_person(rows[0].person, kept.person) for kept in rows[1:])
