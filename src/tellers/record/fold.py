"""`apply` and `replay`: the only way in which a record changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn, assert_never

from tellers.record import deciding, declaring, posting, replacing
from tellers.record.election import Election
from tellers.record.events import (
    Called,
    CallWithdrawn,
    Corrected,
    CountState,
    Declared,
    DoubtAnswered,
    Event,
    LotDrawn,
    PartCounted,
    Posted,
    Recounted,
    RunningTotal,
    SeatsWon,
    StoryFiled,
    Verified,
    Withdrawn,
)
from tellers.record.record import Record, with_fields
from tellers.record.refusals import refuse
from tellers.terms import EventId

# A tuple, because a union of types would be built anew for every event.
_WITH_SHEET = (Declared, PartCounted, RunningTotal, Corrected, Recounted)

TEST_PREFIX = "test-"
"""What the ids of a rehearsed night and of all its events begin with."""


def apply(record: Record, event: Event) -> Record:
    """Return the record after one more event; the one given is left as it was.

    Raises:
        DeclarationError: What the event says cannot be true of this record; its message says why and what to do.
    """
    if not event.id:
        refuse(event.contest or "event", "an event with no id", "an id", "Append it through a store, which gives one.")
    if event.id in record.events:
        refuse(event.id, "an event already recorded", "each event once", "Nothing to do: it is in the log.")
    if event.id.startswith(TEST_PREFIX) != record.election.id.startswith(TEST_PREFIX):
        _refuse_other_kind(record.election, event)
    match event:
        case Declared():
            after = declaring.declare(record, event)
        case Verified():
            after = declaring.verify(record, event)
        case CountState():
            after = declaring.count_state(record, event)
        case PartCounted():
            after = declaring.count_part(record, event)
        case RunningTotal():
            after = declaring.total(record, event)
        case SeatsWon():
            after = declaring.seats_won(record, event)
        case Corrected() | Recounted() | Withdrawn():
            after = replacing.replace(record, event)
        case LotDrawn():
            after = deciding.draw_lot(record, event)
        case Called():
            after = deciding.call(record, event)
        case CallWithdrawn():
            after = deciding.withdraw_call(record, event)
        case DoubtAnswered():
            after = deciding.answer_doubt(record, event)
        case StoryFiled():
            after = deciding.file_story(record, event)
        case Posted():
            after = posting.post(record, event)
        case _:
            assert_never(event)
    return _recorded(after, event, record.seq + 1)


def _refuse_other_kind(election: Election, event: Event) -> NoReturn:
    if event.id.startswith(TEST_PREFIX):
        refuse(
            event.id,
            f"an event of a test, for {election.id}",
            "events of the night itself, because a test must never be taken for it",
            "Give it to the log of the rehearsal.",
        )
    refuse(
        event.id,
        f"an event that is not of a test, for {election.id}",
        f'ids that begin with "{TEST_PREFIX}", because a live night is never rehearsed into',
        "Give it to the log of the night itself.",
    )


def _recorded(after: Record, event: Event, seq: int) -> Record:
    events = after.events.set(EventId(event.id), event)
    if isinstance(event, _WITH_SHEET) and event.sheet is not None:
        return with_fields(after, seq=seq, events=events, sheets=after.sheets.set(event.sheet, EventId(event.id)))
    return with_fields(after, seq=seq, events=events)


def replay(election: Election, events: Iterable[Event]) -> Record:
    """Return the record after all the events, in their order.

    Raises:
        DeclarationError: As for `apply`, at the first event that cannot be true.
    """
    record = Record(election=election)
    for event in events:
        record = apply(record, event)
    return record
