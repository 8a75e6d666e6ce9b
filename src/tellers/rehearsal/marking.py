"""The marks of a test: a rehearsed night has an id of its own, and so has every event of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from tellers.record.election import Election
from tellers.record.events import EventBase
from tellers.record.fold import TEST_PREFIX
from tellers.record.record import with_fields

_E = TypeVar("_E", bound=EventBase)


def as_test(election: Election) -> Election:
    """Return the election as a test of itself: its own id, so that no log of the one is a log of the other."""
    if election.id.startswith(TEST_PREFIX):
        return election
    return replace(election, id=f"{TEST_PREFIX}{election.id}", name=f"TEST: {election.name}", test=True)


def as_test_event(event: _E) -> _E:
    """Return an event as one of a test: its id and those it names marked so, its seq and hash left to the store."""
    changes: dict[str, Any] = {"seq": 0, "hash": "", "id": _marked(event.id)}
    for name in ("replaces", "answers", "sheet"):
        if getattr(event, name, None):
            changes[name] = _marked(getattr(event, name))
    return with_fields(event, **changes)


def _marked(id: str) -> str:
    return id if id.startswith(TEST_PREFIX) else f"{TEST_PREFIX}{id}"


__all__ = ["TEST_PREFIX", "as_test", "as_test_event"]
