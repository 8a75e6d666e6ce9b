"""What an event is about, so that an embargo on one contest holds everything that would tell of it."""

from __future__ import annotations

from tellers.record import (
    CallWithdrawn,
    Corrected,
    DoubtAnswered,
    Election,
    Event,
    Record,
    Recounted,
    Withdrawn,
    announcement,
)
from tellers.terms import AreaId, BodyId

_BODY, _AREA = "body|", "area|"  # No contest's id begins so.


def scope_of(record: Record, event: Event) -> str:
    """Return the contest that an event is about, or its body or area marked as such, or "" for the night alone.

    A change, a withdrawal and an answer are about what they name; on a night of one contest everything is about that.
    """
    target: Event | None = event
    match event:
        case Corrected() | Recounted() | Withdrawn() | CallWithdrawn():
            target = announcement(record, event.replaces)
        case DoubtAnswered():
            target = announcement(record, event.answers)
        case _:
            pass
    target = target or event
    body, area = getattr(target, "body", None), getattr(target, "area", None)
    if body is not None:
        return f"{_BODY}{body}"
    if target.contest:
        return target.contest
    if len(record.election.contests) == 1:
        return record.election.contests[0].id
    return f"{_AREA}{area}" if area is not None else ""


def contests_in(election: Election, scope: str) -> tuple[str, ...]:
    """Return the contests that a scope tells of: all of a body, or of an area; none of the night alone."""
    if scope.startswith(_BODY):
        body = BodyId(scope.removeprefix(_BODY))
        return tuple(contest.id for contest in election.contests if contest.body == body)
    if scope.startswith(_AREA):
        area = AreaId(scope.removeprefix(_AREA))
        return tuple(contest.id for contest in election.contests if area in election.area_sets[contest.id])
    return (scope,) if scope else ()


def within(record: Record, event: Event, scope: str) -> bool:
    """Return whether an event tells of something that a scope tells of too."""
    own = scope_of(record, event)
    return own == scope or not set(contests_in(record.election, own)).isdisjoint(contests_in(record.election, scope))
