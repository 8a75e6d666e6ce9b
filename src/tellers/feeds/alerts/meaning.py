"""What an edition means to those who wait for it: alerts, worked out from the edition before and after one event.

Pure: the same two editions give the same alerts, with the sentences that the pages have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tellers.edition import Edition, tell
from tellers.edition.languages import LANGUAGES
from tellers.edition.moved import Correction
from tellers.edition.stale import made_stale
from tellers.feeds.alerts.alert import Alert, Kind
from tellers.feeds.alerts.telling import Telling, changes
from tellers.feeds.moved import correction_at, moved_sentences
from tellers.feeds.names import slug
from tellers.record import (
    Called,
    CallWithdrawn,
    Contest,
    Corrected,
    CountState,
    Declared,
    Event,
    Posted,
    Recounted,
    RunningTotal,
    SeatsWon,
    Withdrawn,
)
from tellers.tally import Standing
from tellers.terms import AreaId, EventId

_RECOUNTS = ("recount_requested", "recount_ordered", "recounting")


def alerts_of(before: Edition, after: Edition) -> tuple[Alert, ...]:
    """Return what the event of `after` means, the most telling last; none for an event that nobody waits for.

    Args:
        before: The edition just before.
        after: The edition to tell of.
    """
    assert after.number == before.number + 1, "alerts are worked out one event at a time"
    if after.change is None:
        return ()
    stale = correction_at(after)
    said = {language: tell(after, language) for language in LANGUAGES}
    made = [_of_event(after, kind, stale, said) for kind in _event_kind(before, after)]
    made += [_of_change(after, telling, said) for telling in changes(before, after)]
    return tuple(made)


def stale_alerts(before: Edition, after: Edition, told: Iterable[Alert]) -> frozenset[str]:
    """Return the ids of those alerts told earlier that carried what this edition's event changed, or told of it.

    Whoever was told of one of them is told of the correction.
    """
    known = list(told)
    sentences = [(alert.edition, s) for alert in known for lines in alert.said.values() for s in lines]
    found = made_stale(before, after, sentences)
    carried = set() if found is None else {(s.edition, s.sentence) for s in found.sentences if s.story is None}
    replaced = set(_replaced(after))
    return frozenset(
        alert.id
        for alert in known
        if alert.edition in replaced
        or any((alert.edition, s) in carried for lines in alert.said.values() for s in lines)
    )


def _event_kind(before: Edition, after: Edition) -> Iterator[Kind]:
    """Yield the kind of what the event itself says, if anyone waits for it."""
    assert after.change is not None
    event = after.change.event
    match event:
        case Corrected() | Withdrawn() if isinstance(_first(after, event), Posted):
            return  # A post is the desk's own words; what it says is no figure.
        case Corrected():
            yield "correction"
        case Withdrawn() | CallWithdrawn():
            yield "withdrawal"
        case Recounted():
            yield "recount"
        case CountState() if event.state in _RECOUNTS:
            yield "recount"
        case Called():
            yield "call"
        case Declared() | RunningTotal() | SeatsWon():
            yield "declared"
        case _ if _more_declared(after):
            yield "declared"


def _more_declared(after: Edition) -> bool:
    change = after.change
    if change is None or change.after is None:
        return False
    return change.after.declared > (0 if change.before is None else change.before.declared)


def _of_event(after: Edition, kind: Kind, stale: Correction | None, said: dict[str, tuple[str, ...]]) -> Alert:
    assert after.change is not None
    event, election = after.change.event, after.election
    contest = None if after.change.contest is None else election.contest_by_id[after.change.contest]
    first = _first(after, event)
    replaced = tuple(_replaced(after))
    if stale is not None:
        said = {
            language: (lines[0], *moved_sentences(after, stale, language, besides=lines[0]), *lines[1:])
            for language, lines in said.items()
        }
    body = getattr(first, "body", None) or (contest.body if contest is not None else None)
    standing = None if contest is None else after.standing(contest)
    return _alert(
        after,
        kind,
        said,
        contest=contest,
        body=body,
        areas=_areas(contest, first),
        parties=() if contest is None or standing is None else _ahead(contest, standing),
        corrects=bool(replaced) or stale is not None,
        replaces=replaced,
        stale=stale,
    )


def _of_change(after: Edition, telling: Telling, said: dict[str, tuple[str, ...]]) -> Alert:
    lines = {
        language: (telling.said[language], *(s for s in said[language] if s != telling.said[language]))
        for language in said
    }
    contest = None if telling.contest is None else after.election.contest_by_id[telling.contest]
    return _alert(after, telling.kind, lines, contest=contest, body=telling.body, parties=telling.parties)


def _alert(
    after: Edition,
    kind: Kind,
    said: dict[str, tuple[str, ...]],
    *,
    contest: Contest | None,
    body: str | None,
    areas: tuple[AreaId, ...] = (),
    parties: tuple[str, ...] = (),
    corrects: bool = False,
    replaces: tuple[int, ...] = (),
    stale: Correction | None = None,
) -> Alert:
    election = after.election
    subject = contest.id if contest is not None else body or ""
    return Alert(
        id=f"{election.id}:{after.number}:{kind}:{subject}",
        kind=kind,
        night=election.name,
        test=election.test,
        edition=after.number,
        announced_at=after.announced_at,
        path=_path(contest, body, after.number),
        said=said,
        contest=None if contest is None else contest.id,
        contest_name=None if contest is None else contest.name,
        body=body,
        body_name=None if body is None else next((b.name for b in election.bodies if b.id == body), body),
        areas=areas,
        parties=parties,
        lead=None if contest is None else after.standing(contest).lead,
        corrects=corrects,
        replaces=replaces,
        moved=() if stale is None else stale.moved,
        reason=None if stale is None and not corrects else _reason(after, stale),
    )


def _reason(after: Edition, stale: Correction | None) -> str | None:
    if stale is not None:
        return stale.reason
    return None if after.change is None else getattr(after.change.event, "reason", None)


def _path(contest: Contest | None, body: str | None, number: int) -> str:
    if contest is not None:
        return f"/contest/{slug(contest.id)}?at={number}"
    return f"/body/{slug(body)}?at={number}" if body is not None else f"/log?at={number}"


def _ahead(contest: Contest, standing: Standing) -> tuple[str, ...]:
    """Return the parties of those elected, or of the leader, and of the next."""
    known = [c for c in standing.candidates if c.votes is not None]
    ids = [*standing.elected, *(c.id for c in known[: max(2, len(standing.elected) + 1)])]
    return tuple(dict.fromkeys(p for id in ids if (p := contest.candidate(id).party) is not None))


def _areas(contest: Contest | None, first: Event) -> tuple[AreaId, ...]:
    if contest is None:
        return ()
    areas = getattr(first, "areas", None)
    if areas is not None:
        return () if "*" in areas else tuple(AreaId(area) for area in areas)
    area = getattr(first, "area", None)
    return () if area is None else (AreaId(area),)


def _first(edition: Edition, event: Event) -> Event:
    """Return the announcement that an event is about in the end."""
    while (replaces := getattr(event, "replaces", None)) is not None:
        event = edition.record.events[EventId(replaces)]
    return event


def _replaced(after: Edition) -> Iterator[int]:
    """Yield the editions of the events that this one takes the place of, newest first."""
    assert after.change is not None
    event: Event = after.change.event
    while (replaces := getattr(event, "replaces", None)) is not None:
        event = after.record.events[EventId(replaces)]
        yield event.seq
