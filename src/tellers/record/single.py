"""A figure that one person keyed: on air alone by a named decision, and shown so until a second has keyed the same."""

from __future__ import annotations

from tellers.record.events import (
    Corrected,
    Declared,
    Event,
    PartCounted,
    Recounted,
    RunningTotal,
    SeatsWon,
    Verified,
)
from tellers.record.record import Record
from tellers.terms import EventId

SINGLE = "single_keyed"
"""The kind of doubt that a figure keyed by one person is under until it is answered."""

_FIGURES = (Declared, PartCounted, RunningTotal, SeatsWon, Verified, Corrected, Recounted)


def single_keyed(record: Record, event: Event) -> bool:
    """Return whether a figure was keyed by one person, and confirmed by nobody else since.

    Pass the event of a `Figure` as it stands: a correction by two makes it theirs. A figure without a keyer came from a
    feed or a file, and was not keyed at all. The event's `note` says who decided to put it on air alone, and why.
    """
    if not isinstance(event, _FIGURES) or event.keyed_by is None or event.confirmed_by is not None:
        return False
    keyer = _name(event.keyed_by)
    answers = record.answers.get(EventId(event.id), ())
    return not any(answer.doubt == SINGLE and _name(answer.by) != keyer for answer in answers)


def _name(name: str) -> str:
    return " ".join(name.casefold().split())
