"""The record: what has been announced so far, as one immutable value.

These are msgspec structs, not dataclasses, because a replay makes five of them for every event and a frozen struct is
built several times faster than a frozen dataclass; the maps are persistent, so that an old record stays as it was.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from immutables import Map

from tellers.record.election import Election
from tellers.record.events import (
    Called,
    CountState,
    Declared,
    DoubtAnswered,
    Event,
    LotDrawn,
    PartCounted,
    Posted,
    RunningTotal,
    SeatsWon,
    StoryFiled,
    Verified,
)
from tellers.terms import AreaId, BodyId, ContestId, EventId

Slotted = Declared | PartCounted | RunningTotal | Verified | SeatsWon


class Figure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A figure as it stands now: the event's words, with every correction taken in.

    Args:
        event: The announcement as it now reads; its id is that of the newest event in `history`.
        history: The events it was made from, oldest first.
        revision: 1 for a figure never changed.
        seq: When it last changed, as a sequence number.
        recounted: True where a recount gave the figure.
        withdrawn: True where it was taken back: it no longer counts, and stays visible.
        reason: Why it was last changed, or None.
        earlier: What it took the place of, None for a figure never changed.
    """

    event: Slotted
    history: tuple[EventId, ...]
    revision: int
    seq: int
    recounted: bool = False
    withdrawn: bool = False
    reason: str | None = None
    earlier: Slotted | None = None


class Post(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A post as it now reads.

    Args:
        event: The post with its words as last corrected; its id, place and signature are the first event's.
        history: The events it was made from, oldest first.
        first: The edition that it was posted in; `seq` the one that it last changed in.
        withdrawn: True where it was taken back: its words stay in sight, marked so.
        reason: Why it was last changed, or None.
        earlier: What it said before each correction, oldest first.
    """

    event: Posted
    history: tuple[EventId, ...]
    revision: int
    first: int
    seq: int
    withdrawn: bool = False
    reason: str | None = None
    earlier: tuple[Posted, ...] = ()


class Doubt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A reason to look again at a figure, with its evidence in a sentence.

    Args:
        kind: A stable word for the kind of doubt, as in `docs/terms.md`.
        held: True where the figure is kept out of the standing until someone answers.
        answered: The event that answered it, or None.
    """

    event: EventId
    contest: ContestId
    area: AreaId | None
    candidate: str | None
    kind: str
    evidence: str
    held: bool = False
    answered: EventId | None = None


class AreaRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All that is recorded of one area in one contest."""

    declared: tuple[Figure, ...] = ()
    verified: tuple[Figure, ...] = ()
    parts: Map[str, tuple[Figure, ...]] = Map()
    state: CountState | None = None
    recount_open: bool = False
    doubts: tuple[Doubt, ...] = ()


class ContestRecord(msgspec.Struct, frozen=True, kw_only=True):
    """All that is recorded of one contest."""

    areas: Map[AreaId, AreaRecord] = Map()
    totals: tuple[Figure, ...] = ()
    lots: tuple[LotDrawn, ...] = ()
    call: Called | None = None
    calls_withdrawn: tuple[EventId, ...] = ()


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The whole night's record after `seq` events.

    Args:
        events: Every event by id, in no order; `order` has the order.
        sheets: Which event each sheet came in with.
        answers: Answers to doubts, by the event doubted.
    """

    election: Election
    seq: int = 0
    events: Map[EventId, Event] = Map()
    contests: Map[ContestId, ContestRecord] = Map()
    sheets: Map[str, EventId] = Map()
    bodies: Map[BodyId, tuple[Figure, ...]] = Map()
    body_calls: Map[BodyId, Called] = Map()
    answers: Map[EventId, tuple[DoubtAnswered, ...]] = Map()
    stories: tuple[StoryFiled, ...] = ()
    posts: tuple[Post, ...] = ()

    def contest(self, id: ContestId) -> ContestRecord:
        """Return the contest's record, an empty one where nothing is recorded yet."""
        return self.contests.get(id, EMPTY_CONTEST)

    def area(self, contest: ContestId, area: AreaId) -> AreaRecord:
        """Return the area's record, an empty one where nothing is recorded yet."""
        return self.contest(contest).areas.get(area, EMPTY_AREA)


EMPTY_AREA = AreaRecord()
EMPTY_CONTEST = ContestRecord()


_S = TypeVar("_S", bound=msgspec.Struct)


def with_fields(value: _S, /, **changes: Any) -> _S:
    """Return a copy of a struct with some fields changed."""
    return msgspec.structs.replace(value, **changes)
