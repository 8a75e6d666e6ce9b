"""One moment of the night as one immutable value: record, standings and board after event N."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import msgspec
from immutables import Map

from tellers.edition import doubting as night_doubts
from tellers.edition.doubting import Doubting
from tellers.edition.moved import REPLACEMENTS, Correction, correction
from tellers.record.area_doubts import answer_to
from tellers.record.election import Contest, Election
from tellers.record.events import (
    Called,
    CallWithdrawn,
    Corrected,
    DoubtAnswered,
    Event,
    Posted,
    Recounted,
    RunningTotal,
    SeatsWon,
    StoryFiled,
    Withdrawn,
)
from tellers.record.fold import apply
from tellers.record.record import ContestRecord, Record
from tellers.tally import board as boards
from tellers.tally import sums as running
from tellers.tally.board import Board, BoardSums
from tellers.tally.same_figures import Slot
from tellers.tally.stand import stand
from tellers.tally.standing import Standing
from tellers.tally.sums import Sums
from tellers.terms import AreaId, BodyId, ContestId, EventId


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one event changed: the event, and the contest's standing before and after it, where it touched one.

    `held` and `board_sums` are the contest's record and the board's sums as they were before it.
    """

    event: Event
    board_sums: BoardSums
    contest: ContestId | None = None
    before: Standing | None = None
    after: Standing | None = None
    held: ContestRecord | None = None


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The night after event `number`; pages, feeds, alerts and checks of one moment all read the same one.

    Args:
        number: Events recorded so far; edition 0 is before the first.
        announced_at: When the newest event with a known time was announced, None before any.
        record: As folded from the log; its areas' doubts hold, beside their own, those that come of the whole night.
        sums: Running sums by contest: a cache of what the record says, for speed alone.
        doubting: What figures are held against, and the doubts found so.
        digests: Names of contents already reckoned, by contest and the edition that it last changed at: a cache that
            all editions of a night share.
        touched: The contests whose standing this edition's event changed, be it only in what is doubted.
        corrections: Every correction, recount and withdrawal so far with the figures that it moved, oldest first.
    """

    number: int
    record: Record
    announced_at: datetime | None
    standings: Map[ContestId, Standing]
    change: Change | None
    sums: Map[ContestId, Sums]
    board_sums: BoardSums
    doubting: Doubting
    digests: dict[tuple[ContestId, int], str]
    touched: tuple[ContestId, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def election(self) -> Election:
        """Return the election that this is an edition of."""
        return self.record.election

    @cached_property
    def board(self) -> Board:
        """Return the night by party and by body."""
        return boards.board(self.election, self.board_sums)

    def standing(self, contest: Contest) -> Standing:
        """Return where a contest stands."""
        known = self.standings.get(contest.id)
        return known if known is not None else _stand(self.record, contest, running.start(contest), None)

    def stage(self, contest: Contest, stage: int) -> Standing:
        """Return where a contest stands at a given stage of the count, 1 being first preferences."""
        sums = self.sums.get(contest.id) or running.start(contest)
        return _stand(self.record, contest, sums, self.announced_at, stage)


def start(election: Election) -> Edition:
    """Return edition 0, before anything is announced."""
    return Edition(
        number=0,
        record=Record(election=election),
        announced_at=None,
        standings=Map(),
        change=None,
        sums=Map(),
        board_sums=boards.start(election),
        doubting=Doubting(),
        digests={},
    )


def advance(edition: Edition, event: Event) -> Edition:
    """Return the edition after one more event, at a cost in proportion to what the event touches.

    Raises:
        DeclarationError: As for `tellers.record.apply`.
    """
    after = _advanced(edition, event)
    if not isinstance(event, REPLACEMENTS):
        return after
    made = correction(edition, after)
    return after if made is None else replace(after, corrections=(*after.corrections, made))


def _advanced(edition: Edition, event: Event) -> Edition:
    election = edition.election
    before, record = edition.record, apply(edition.record, event)
    announced_at = event.announced_at or edition.announced_at
    contest = _contest(before, event)
    if contest is None:
        return Edition(
            number=record.seq,
            record=record,
            announced_at=announced_at,
            standings=edition.standings,
            change=Change(event=event, board_sums=edition.board_sums),
            sums=edition.sums,
            board_sums=_body_told(edition.board_sums, before, record, event),
            doubting=edition.doubting,
            digests=edition.digests,
            corrections=edition.corrections,
        )
    area = _area(before, event)
    doubting, doubted = edition.doubting, frozenset[Slot]()
    if area is not None:
        doubting, doubted = night_doubts.advance(doubting, record, contest, area)
        doubted |= {(contest.id, area)}
        record = night_doubts.with_doubts(doubting, record, doubted)
    night = _Night(edition.sums, edition.standings, edition.board_sums)
    for slot in sorted(doubted):
        night = _area_told(night, before, record, slot)
    touched = dict.fromkeys((contest.id, *(slot[0] for slot in sorted(doubted))))
    for id in touched:
        night = _contest_told(night, record, election.contest_by_id[id], announced_at)
    return Edition(
        number=record.seq,
        record=record,
        announced_at=announced_at,
        standings=night.standings,
        change=Change(
            event=event,
            board_sums=edition.board_sums,
            contest=contest.id,
            before=edition.standing(contest),
            after=night.standings[contest.id],
            held=before.contest(contest.id),
        ),
        sums=night.sums,
        board_sums=night.board_sums,
        doubting=doubting,
        digests=edition.digests,
        touched=tuple(touched),
        corrections=edition.corrections,
    )


class _Night(NamedTuple):
    """What follows from the record."""

    sums: Map[ContestId, Sums]
    standings: Map[ContestId, Standing]
    board_sums: BoardSums


def _area_told(night: _Night, before: Record, record: Record, slot: Slot) -> _Night:
    """Return what follows with one area's figures, or the doubts of them, changed."""
    id, area = slot
    contest = record.election.contest_by_id[id]
    sums = night.sums.get(id) or running.start(contest)
    was = before.contest(id).areas.get(area)
    sums = running.advance(sums, record.election, contest, area, was, record.area(id, area))
    return night._replace(sums=night.sums.set(id, sums))


def _contest_told(night: _Night, record: Record, contest: Contest, announced_at: datetime | None) -> _Night:
    """Return what follows with one contest's standing worked out anew."""
    sums = night.sums.get(contest.id) or running.start(contest)
    standing = _stand(record, contest, sums, announced_at)
    return _Night(
        sums=night.sums.set(contest.id, sums),
        standings=night.standings.set(contest.id, standing),
        board_sums=boards.advance(night.board_sums, record.election, contest, standing, record),
    )


def _body_told(sums: BoardSums, before: Record, record: Record, event: Event) -> BoardSums:
    """Return the board's sums after an event that is about no contest: seats announced of a body count there."""
    first = _first(before, event)
    if not isinstance(first, SeatsWon):
        return sums
    return boards.advance_body(sums, record.election, BodyId(first.body), record)


def editions(election: Election, events: Iterable[Event]) -> Iterator[Edition]:
    """Yield edition 0 and then one after each event."""
    edition = start(election)
    yield edition
    for event in events:
        edition = advance(edition, event)
        yield edition


def latest(election: Election, events: Iterable[Event]) -> Edition:
    """Return the edition after all the events."""
    edition = start(election)
    for event in events:
        edition = advance(edition, event)
    return edition


def _stand(
    record: Record, contest: Contest, sums: Sums, announced_at: datetime | None, stage: int | None = None
) -> Standing:
    standing = stand(
        record.election,
        contest,
        record.contest(contest.id),
        sums,
        after=record.seq,
        announced_at=announced_at,
        stage=stage,
    )
    if not record.answers or not standing.doubts:
        return standing
    return replace(standing, doubts=tuple(d for d in standing.doubts if not answer_to(record.answers, d.event, d.kind)))


def _first(record: Record, event: Event) -> Event:
    """Return the event that a change, an answer or a withdrawal is about, followed back to the announcement."""
    while True:
        if isinstance(event, Corrected | Recounted | Withdrawn | CallWithdrawn):
            event = record.events[EventId(event.replaces)]
        elif isinstance(event, DoubtAnswered):
            event = record.events[EventId(event.answers)]
        else:
            return event


def _contest(record: Record, event: Event) -> Contest | None:
    """Return the contest that an event touches, None for one about a body, a story, or the whole night."""
    first = _first(record, event)
    if isinstance(first, SeatsWon | StoryFiled) or (isinstance(first, Called) and first.body is not None):
        return None
    if isinstance(first, Posted) and not first.contest and len(record.election.contests) > 1:
        return None
    if first.contest:
        return record.election.contest_by_id[ContestId(first.contest)]
    return record.election.contests[0]


def _area(record: Record, event: Event) -> AreaId | None:
    """Return the area that an event touches, None for one about several areas or none."""
    first = _first(record, event)
    if isinstance(first, RunningTotal | Posted):
        return None
    area = getattr(first, "area", None)
    return None if area is None else AreaId(area)
