"""Corrections, recounts and withdrawals: new events that name the one they replace, and say why."""

from __future__ import annotations

from typing import Any

from tellers.record.declaring import put_area, put_contest, refuse_older
from tellers.record.election import Contest, Election
from tellers.record.events import (
    Corrected,
    Declared,
    Event,
    Figures,
    LotDrawn,
    PartCounted,
    Posted,
    Recounted,
    RunningTotal,
    SeatsWon,
    Verified,
    Withdrawn,
)
from tellers.record.finding import slot_figures
from tellers.record.posting import change_post
from tellers.record.record import Figure, Record, Slotted, with_fields
from tellers.record.refusals import check_body, check_figures, contest_of, place, refuse
from tellers.terms import AreaId, EventId

Replacement = Corrected | Recounted | Withdrawn

_REPLACED_FIELDS = ("ballot_papers", "valid_votes", "rejected_ballots", "elected", "controls", "sheet")
_OWN_FIELDS = ("id", "seq", "recorded_at", "announced_at", "announced_basis", "keyed_by", "confirmed_by", "note")


def replace(record: Record, event: Replacement) -> Record:
    """Record a correction, a recount or a withdrawal of a figure that stands.

    Raises:
        DeclarationError: There is no such figure, it has been replaced already, or no reason is given.
    """
    if not event.reason.strip():
        refuse(event.replaces, "no reason", "the reason for the change, because it is published", 'Add "reason".')
    first = _first(record, event)
    if isinstance(first, Posted):
        return change_post(record, event)
    after = _change(record, event, first)
    return _free_sheets(after, event, first) if isinstance(event, Withdrawn) else after


def _free_sheets(record: Record, event: Withdrawn, first: Slotted | LotDrawn) -> Record:
    """Let the sheets of a figure taken back come again: nothing of theirs stands any more."""
    sheets = record.sheets
    for figure in slot_figures(record, first):
        if figure.history[-1] == event.id:
            for id in figure.history:
                sheet: str | None = getattr(record.events.get(id), "sheet", None)
                if sheet is not None and sheet in sheets:
                    sheets = sheets.delete(sheet)
    return with_fields(record, sheets=sheets)


def _change(record: Record, event: Replacement, first: Slotted | LotDrawn) -> Record:
    if isinstance(first, SeatsWon):
        body = check_body(record.election, first.body)
        seats = _replaced(record.bodies.get(body, ()), None, event, record)
        return with_fields(record, bodies=record.bodies.set(body, seats))
    contest = contest_of(record.election, first)
    if event.contest and event.contest != contest.id:
        refuse(
            place(event.contest),
            f'a change to "{event.replaces}", a figure of {contest.id}',
            "a figure of the contest that the event names",
            f'Use the id of the figure that is meant, or write "{contest.id}".',
        )
    held = record.contest(contest.id)
    if isinstance(first, LotDrawn):
        return put_contest(record, contest, with_fields(held, lots=_without(held.lots, event)))
    if isinstance(first, RunningTotal):
        totals = _replaced(held.totals, contest, event, record)
        return put_contest(record, contest, with_fields(held, totals=totals))
    id = AreaId(first.area)
    area = record.area(contest.id, id)
    if isinstance(first, Verified):
        area = with_fields(area, verified=_replaced(area.verified, contest, event, record))
    elif isinstance(first, PartCounted):
        part = _replaced(area.parts[first.part], contest, event, record)
        area = with_fields(area, parts=area.parts.set(first.part, part))
    else:
        declared = _replaced(area.declared, contest, event, record)
        area = with_fields(area, declared=declared, recount_open=area.recount_open and not _closes(event))
    return put_area(record, contest, id, area)


def _closes(event: Replacement) -> bool:
    return isinstance(event, Recounted)


def _without(lots: tuple[LotDrawn, ...], event: Replacement) -> tuple[LotDrawn, ...]:
    """Return the lots that stand without the one withdrawn."""
    left = tuple(lot for lot in lots if lot.id != event.replaces)
    if len(left) == len(lots):
        refuse(event.replaces, "a lot withdrawn already", "a lot that stands", "Nothing to do.")
    return left


def _first(record: Record, event: Replacement) -> Slotted | LotDrawn | Posted:
    """Return the announcement or post at the beginning of the chain that the event replaces; a lot, to withdraw it."""
    target: Event | None = record.events.get(EventId(event.replaces))
    if target is None:
        refuse(
            place(event.contest or event.replaces),
            f'a replacement of "{event.replaces}", which is not in the record',
            "the id of a figure recorded earlier",
            "Use the id that `tellers log` shows for the figure.",
        )
    while isinstance(target, Corrected | Recounted):
        target = record.events[EventId(target.replaces)]
    if isinstance(target, Declared | PartCounted | RunningTotal | Verified | SeatsWon | Posted):
        return target
    if isinstance(target, LotDrawn) and isinstance(event, Withdrawn):
        return target
    refuse(
        event.replaces,
        f"a change to an event that gives no figure ({type(target).__name__})",
        "a figure, which can be corrected, recounted or withdrawn",
        "Record a new event that says what is so now.",
    )


def _replaced(
    figures: tuple[Figure, ...], contest: Contest | None, event: Replacement, record: Record
) -> tuple[Figure, ...]:
    """Return the figures of a slot with one replaced."""
    after = []
    done = False
    for figure in figures:
        if figure.event.id == event.replaces and not figure.withdrawn:
            figure = _after(figure, contest, event, record)
            done = True
        elif event.replaces in figure.history:
            _refuse_replaced(figure, event)
        after.append(figure)
    assert done, "a figure in the record stands in exactly one slot"
    return tuple(after)


def _refuse_replaced(figure: Figure, event: Replacement) -> None:
    if figure.withdrawn:
        refuse(
            event.replaces,
            "a change to a figure that was withdrawn",
            "a figure that stands",
            "Record a new declaration.",
        )
    refuse(
        event.replaces,
        f'a change to a figure that "{figure.event.id}" has replaced already (revision {figure.revision})',
        "the figure that stands now, because an older revision may not follow a newer",
        f'Look at what stands now; to change it, replace "{figure.event.id}".',
    )


def _after(figure: Figure, contest: Contest | None, event: Replacement, record: Record) -> Figure:
    revision = event.revision or figure.revision + 1
    where = place(event.contest or event.replaces)
    if revision <= figure.revision:
        refuse_older(where, revision, figure)
    history = (*figure.history, EventId(event.id))
    if isinstance(event, Withdrawn):
        return Figure(
            event=figure.event,
            history=history,
            revision=revision,
            seq=record.seq + 1,
            withdrawn=True,
            reason=event.reason,
        )
    if event.sheet is not None and event.sheet in record.sheets:
        refuse(where, f'the sheet "{event.sheet}" a second time', "each sheet once", "Give the corrected sheet.")
    changed = _merged(figure.event, event, record.election, contest)
    return Figure(
        event=changed,
        history=history,
        revision=revision,
        seq=record.seq + 1,
        recounted=isinstance(event, Recounted) or figure.recounted,
        reason=event.reason,
        earlier=figure.event,
    )


def _merged(old: Slotted, event: Corrected | Recounted, election: Election, contest: Contest | None) -> Slotted:
    """Return the announcement as it now reads; what the change does not name stays as it was."""
    changes: dict[str, Any] = {name: getattr(event, name) for name in _OWN_FIELDS}
    if event.source is not None:
        changes["source"] = event.source
    if isinstance(old, SeatsWon):
        if not isinstance(event, Corrected) or event.seats is None:
            refuse(event.replaces, "no seats", "the seats by party as they now are", 'Add "seats".')
        return with_fields(old, **changes, seats=event.seats)
    if isinstance(old, Verified):
        if event.ballot_papers is None:
            refuse(event.replaces, "no ballot_papers", "the papers verified as they now are", 'Add "ballot_papers".')
        return with_fields(old, **changes, ballot_papers=event.ballot_papers)
    assert isinstance(old, Figures)
    assert contest is not None
    for name in _REPLACED_FIELDS:
        if getattr(event, name) is not None:
            changes[name] = getattr(event, name)
    if event.rejected:
        changes["rejected"] = event.rejected
    changes["votes"] = {**old.votes, **event.votes}
    changes["provisional"] = event.provisional
    merged = with_fields(old, **changes)
    check_figures(election, contest, merged, place(contest.id, getattr(old, "area", None)))
    return merged


__all__ = ["replace"]
