"""Where in the record a figure is: the figures that share its slot, and how it stands now."""

from __future__ import annotations

from typing import assert_never

from tellers.record.events import (
    Corrected,
    Declared,
    Event,
    LotDrawn,
    PartCounted,
    Recounted,
    RunningTotal,
    SeatsWon,
    Verified,
    Withdrawn,
)
from tellers.record.record import Figure, Record, Slotted
from tellers.record.refusals import contest_of
from tellers.terms import AreaId, BodyId, EventId


def announcement(record: Record, id: str) -> Event | None:
    """Return the announcement that an event is about: itself, or what a chain of changes began with."""
    event = record.events.get(EventId(id))
    while isinstance(event, Corrected | Recounted | Withdrawn):
        event = record.events.get(EventId(event.replaces))
    return event


def slot_figures(record: Record, first: Slotted | LotDrawn) -> tuple[Figure, ...]:
    """Return the figures among which an announcement's is one; a lot gives none."""
    if isinstance(first, SeatsWon):
        return record.bodies.get(BodyId(first.body), ())
    contest = contest_of(record.election, first).id
    match first:
        case RunningTotal():
            return record.contest(contest).totals
        case Verified():
            return record.area(contest, AreaId(first.area)).verified
        case PartCounted():
            return record.area(contest, AreaId(first.area)).parts.get(first.part, ())
        case Declared():
            return record.area(contest, AreaId(first.area)).declared
        case LotDrawn():
            return ()
        case _:
            assert_never(first)


def figure_of(record: Record, id: str) -> Figure | None:
    """Return the figure that an event is part of, as it stands now; None where it is part of none."""
    first = announcement(record, id)
    if not isinstance(first, Declared | PartCounted | RunningTotal | Verified | SeatsWon):
        return None
    return next((figure for figure in slot_figures(record, first) if id in figure.history), None)
