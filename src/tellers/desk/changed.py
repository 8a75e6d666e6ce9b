"""What came into the record since somebody looked, so that nobody decides on what is no longer so."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tellers.desk.scope import scope_of, within
from tellers.record import Event, Posted, Record, StoryFiled
from tellers.terms import AreaId


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """One event that came since: what it was, of where, by whom, and why if it says so."""

    seq: int
    event: str
    kind: str
    where: str
    by: str
    reason: str


def since(record: Record, about: Event, seen: int) -> list[Since]:
    """Return what came after event `seen` of what an event is about, oldest first; stories are left out."""
    if seen >= record.seq:
        return []
    scope = scope_of(record, about)
    found = [
        event
        for event in record.events.values()
        if event.seq > seen and not isinstance(event, StoryFiled | Posted) and within(record, event, scope)
    ]
    return [_told(record, event) for event in sorted(found, key=lambda event: event.seq)]


def _told(record: Record, event: Event) -> Since:
    area = record.election.area_by_id.get(AreaId(getattr(event, "area", None) or ""))
    people: Sequence[str | None] = (event.keyed_by, event.confirmed_by, *_by(event))
    return Since(
        seq=event.seq,
        event=event.id,
        kind=str(type(event).__struct_config__.tag),
        where=area.name if area is not None else event.contest or getattr(event, "body", None) or "",
        by=" and ".join(dict.fromkeys(person for person in people if person)),
        reason=getattr(event, "reason", ""),
    )


def _by(event: Event) -> tuple[str, ...]:
    by = getattr(event, "by", ())
    return (by,) if isinstance(by, str) else tuple(by)
