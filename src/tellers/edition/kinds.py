"""What kind of line an edition writes in the log of the night, so that a reader can tell them apart and choose."""

from __future__ import annotations

from typing import Literal, get_args

from tellers.edition.edition import Change, Edition
from tellers.edition.tell_posts import post_of
from tellers.edition.tell_standing import lead_changed, newly_decided, touched_body
from tellers.record.election import Contest
from tellers.record.events import (
    Called,
    CallWithdrawn,
    Corrected,
    CountState,
    Declared,
    Posted,
    Recounted,
    RunningTotal,
    SeatsWon,
    Withdrawn,
)
from tellers.tally.share import Share
from tellers.terms import PartyId

LineKind = Literal["correction", "post", "decided", "gain", "lead", "recount", "call", "declared", "other"]
LINE_KINDS: tuple[LineKind, ...] = get_args(LineKind)
"""The most telling first: a line of several kinds is shown as the first of them, and found under each."""

_RECOUNT_STATES = ("recount_requested", "recount_ordered", "recounting")


def line_kinds(edition: Edition) -> tuple[LineKind, ...]:
    """Return the kinds of an edition's line, the most telling first, at least one; none for edition 0."""
    change = edition.change
    if change is None:
        return ()
    found = {*_of_event(edition, change), *_of_standing(edition, change)} or {"other"}
    return tuple(kind for kind in LINE_KINDS if kind in found)


def _of_event(edition: Edition, change: Change) -> tuple[LineKind, ...]:
    match change.event:
        case Posted():
            return ("post",)
        case Corrected() | Withdrawn() as event:
            post: tuple[LineKind, ...] = ("correction", "post")
            return ("correction",) if post_of(edition, event.replaces) is None else post
        case Recounted():
            return ("recount", "correction")
        case CountState(state=state):
            return ("recount",) if state in _RECOUNT_STATES else ()
        case Called() | CallWithdrawn():
            return ("call",)
        case Declared() | RunningTotal() | SeatsWon():
            return ("declared",)
        case _:
            return ()


def _of_standing(edition: Edition, change: Change) -> tuple[LineKind, ...]:
    kinds: list[LineKind] = []
    if change.contest is not None and change.after is not None:
        contest = edition.election.contest_by_id[change.contest]
        said = change.after.status != "final" or contest.seats == 1
        if said and lead_changed(change.before, change.after):
            kinds.append("lead")
        if _decides(edition, contest, change):
            kinds.append("decided")
        if _gains(edition, contest, change):
            kinds.append("gain")
    body = touched_body(edition, change)
    if body is not None:
        was, now = change.board_sums.rows[body], edition.board_sums.rows[body]
        if was.control != now.control and any(c.kind != "hold" for c in now.control_change.values()):
            kinds.append("gain")
    return tuple(kinds)


def _decides(edition: Edition, contest: Contest, change: Change) -> bool:
    """Return whether a contest of several areas is decided since this event, be it by its last declaration."""
    before, after = change.before, change.after
    assert after is not None
    if after.status == "final":
        was_open = before is None or before.status != "final" or before.elected != after.elected
        return was_open and len(contest.areas) > 1
    found = newly_decided(edition, contest, change)
    return found is not None and found[1].decided and found[0].winners != found[1].winners


def _gains(edition: Edition, contest: Contest, change: Change) -> bool:
    """Return whether seats have changed hands by this event, on the first basis that knows who held them."""
    was, now = change.board_sums.shares.get(contest.id), edition.board_sums.shares.get(contest.id)
    gained = _first_gained(edition, now)
    return bool(gained) and gained != _first_gained(edition, was)


def _first_gained(edition: Edition, share: Share | None) -> dict[PartyId, int] | None:
    if share is None:
        return None
    found = (share.gained(basis.id) for basis in edition.election.bases)
    return next((gained for gained in found if gained is not None), None)
