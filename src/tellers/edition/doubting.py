"""The doubts that one figure raises beside all the others of the night, kept up as figures come.

Each figure is judged when it comes by what was known then. All are judged again each time the figures known have grown
by three tenths, and when the last has come: so a whole night costs little more than one judgement of each, and the log
alone decides what was doubted when.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec
import numpy as np
from immutables import Map

from tellers.outlook.expecting import Field, Lines, far_out, learn, row_of, survey
from tellers.outlook.surprise import LIMITS, LOOK, Limits, surprises
from tellers.record.election import Contest, Election
from tellers.record.events import Declared
from tellers.record.precedence import declared_figure
from tellers.record.record import AreaRecord, Doubt, Figure, Record, with_fields
from tellers.tally import same_figures
from tellers.tally.same_figures import Same, Slot
from tellers.terms import AreaId, CandidateId, EventId

GROWTH = 1.3
WEIGHTY = 0.05  # A change that adds this part of an area's votes is remembered before the one before it.


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as it was judged; `judged` where something may be expected of it, `added` what a change put on top."""

    event: EventId
    votes: Mapping[str, int]
    judged: bool
    added: Mapping[str, int] = {}
    angles: tuple[float, ...] = ()
    turnout: float = math.nan


class Doubting(msgspec.Struct, frozen=True, kw_only=True):
    """What is known for doubting after an edition.

    Args:
        rows: The figures that stand, in the order in which they came.
        seen: The same figures, by their number of votes; `added`: what changes of figures put on top.
        lines: What was learned from them when last all were judged, `learned` of them.
        unlikely, copied: Doubts found, by slot.
        limits: How far is too far.
    """

    limits: Limits = LIMITS
    rows: Map[Slot, Row] = Map()
    judged: int = 0
    seen: same_figures.Declared = same_figures.Declared()
    added: same_figures.Declared = same_figures.Declared()
    lines: Lines | None = None
    learned: int = 0
    unlikely: Map[Slot, tuple[Doubt, ...]] = Map()
    copied: Map[Slot, tuple[Doubt, ...]] = Map()


class _Survey:
    """An election by identity, so that what is known before the count is worked out once."""

    __slots__ = ("election",)

    def __init__(self, election: Election) -> None:
        self.election = election

    def __hash__(self) -> int:
        return id(self.election)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Survey) and other.election is self.election


@lru_cache(maxsize=4)
def _surveyed(of: _Survey) -> Field:
    return survey(of.election)


def advance(doubting: Doubting, record: Record, contest: Contest, area: AreaId) -> tuple[Doubting, frozenset[Slot]]:
    """Return what is known after an event that touched an area, and the slots whose doubts have changed."""
    slot = (contest.id, area)
    row = _row(record, contest, area)
    old = doubting.rows.get(slot)
    if row is None and old is None:
        return doubting, frozenset()
    if row is not None and old is not None and row.event == old.event:
        return doubting, frozenset()
    before = doubting
    doubting = _without(doubting, slot, old)
    if row is not None:
        doubting = _judge(doubting, record, contest, area, _still_added(row, old))
    if _due(doubting, record.election):
        doubting = _judge_all(doubting, record)
    changed = {s for s in {*doubting.unlikely, *before.unlikely} if doubting.unlikely.get(s) != before.unlikely.get(s)}
    return doubting, frozenset(changed | {slot})


def _still_added(row: Row, old: Row | None) -> Row:
    """Return the row with what an earlier change added to the figure, where small ones since have left it there."""
    if old is None or sum(row.added.values()) >= WEIGHTY * sum(row.votes.values()):
        return row
    left = all(10 * (row.votes.get(c, 0) - old.votes[c]) >= -votes for c, votes in old.added.items())
    return with_fields(row, added=old.added) if left else row


def with_doubts(doubting: Doubting, record: Record, slots: Iterable[Slot]) -> Record:
    """Return the record with the doubts of some slots put beside those that each raises by itself."""
    for contest, id in sorted(slots):
        area = record.area(contest, id)
        own = tuple(d for d in area.doubts if d.kind not in KINDS)
        found = (*own, *doubting.copied.get((contest, id), ()), *doubting.unlikely.get((contest, id), ()))
        doubts = tuple(_answered(record, doubt) for doubt in found)
        if doubts != area.doubts:
            held = record.contest(contest)
            held = with_fields(held, areas=held.areas.set(id, with_fields(area, doubts=doubts)))
            record = with_fields(record, contests=record.contests.set(contest, held))
    return record


KINDS = frozenset({"copied", "swapped", "digit", "short", "excess", "share"})


def _answered(record: Record, doubt: Doubt) -> Doubt:
    answers = record.answers.get(doubt.event, ())
    answer = next((EventId(a.id) for a in answers if a.doubt is None or a.doubt == doubt.kind), None)
    return with_fields(doubt, answered=answer, held=doubt.kind in record.election.held_kinds and answer is None)


def _figure(held: AreaRecord) -> Figure | None:
    """Return the area's declaration of first preferences, else that of the latest stage known."""
    stages = sorted({getattr(f.event, "stage", 1) for f in held.declared})
    found = (declared_figure(held, stage) for stage in (1, *reversed(stages)))
    return next((figure for figure in found if figure is not None), None)


def _row(record: Record, contest: Contest, area: AreaId) -> Row | None:
    held = record.area(contest.id, area)
    figure = _figure(held)
    if figure is None or not isinstance(figure.event, Declared):
        return None
    event = figure.event
    votes = {c: v for c, v in event.votes.items() if v is not None}
    if not votes:
        return None
    earlier = figure.earlier.votes if isinstance(figure.earlier, Declared) else {}
    added = {c: v - was for c, v in votes.items() if (was := earlier.get(c)) is not None and v > was}
    complete = (
        event.stage == 1 and contest.marks == 1 and contest.all_candidates and len(votes) == len(contest.candidates)
    )
    if not complete or not sum(votes.values()):
        return Row(event=EventId(event.id), votes=votes, judged=False, added=added)
    field = _surveyed(_Survey(record.election))
    angles, total = row_of(field, contest, votes)
    electorate = float(field.electorate[field.slots[(contest.id, area)]])
    return Row(
        event=EventId(event.id),
        votes=votes,
        judged=True,
        added=added,
        angles=tuple(float(a) for a in angles),
        turnout=math.log(total / electorate) if math.isfinite(electorate) else math.nan,
    )


def _without(doubting: Doubting, slot: Slot, row: Row | None) -> Doubting:
    if row is None:
        return doubting
    return with_fields(
        doubting,
        rows=doubting.rows.delete(slot),
        judged=doubting.judged - row.judged,
        seen=same_figures.remove(doubting.seen, slot, row.votes),
        added=same_figures.remove(doubting.added, slot, row.added) if row.added else doubting.added,
        unlikely=doubting.unlikely.delete(slot) if slot in doubting.unlikely else doubting.unlikely,
        copied=doubting.copied.delete(slot) if slot in doubting.copied else doubting.copied,
    )


def _judge(doubting: Doubting, record: Record, contest: Contest, area: AreaId, row: Row) -> Doubting:
    slot = (contest.id, area)
    single = len(record.election.contests) == 1
    names = {str(c.id): c.id if single else c.party or f"{contest.id} {c.id}" for c in contest.candidates}
    copied = tuple(
        _copied(record, contest, area, row, same) for same in same_figures.same(doubting.seen, slot, row.votes, names)
    )
    again = list(same_figures.same(doubting.added, slot, row.added, names)) if row.added else []
    copied += tuple(_added(record, slot, row.event, row.added, same.slot) for same in again)
    unlikely = _unlikely(doubting.limits, doubting.lines or NOTHING, record, contest, area, row)
    return with_fields(
        doubting,
        rows=doubting.rows.set(slot, row),
        judged=doubting.judged + row.judged,
        seen=same_figures.add(doubting.seen, slot, row.votes, names),
        added=same_figures.add(doubting.added, slot, row.added, names) if row.added else doubting.added,
        copied=doubting.copied.set(slot, copied) if copied else doubting.copied,
        unlikely=doubting.unlikely.set(slot, unlikely) if unlikely else doubting.unlikely,
    )


NOTHING = Lines(parties={}, turnout=None, declared=0)


def _unlikely(
    limits: Limits, lines: Lines, record: Record, contest: Contest, area: AreaId, row: Row
) -> tuple[Doubt, ...]:
    if not row.judged:
        return ()
    field = _surveyed(_Survey(record.election))
    return tuple(
        Doubt(
            event=row.event,
            contest=contest.id,
            area=area,
            candidate=found.candidate,
            kind=found.kind,
            evidence=found.evidence,
        )
        for found in surprises(field, lines, contest, (contest.id, area), row.votes, limits)
    )


def _copied(record: Record, contest: Contest, area: AreaId, row: Row, same: Same) -> Doubt:
    there = record.election.contest_by_id[same.slot[0]]
    place = record.election.area_by_id[same.slot[1]].name
    figure = _figure(record.area(*same.slot))
    said = ""
    if figure is not None:
        at = figure.event.announced_at
        said = ", already declared" + (f" at {at:%H:%M}{' UTC' if not at.utcoffset() else ''}" if at else "")
    if len(same.pairs) == 1:
        mine, other, votes = same.pairs[0]
        own, whose = contest.candidate(_id(mine)).name, there.candidate(_id(other)).name
        evidence = f"{own}: {votes:,} is {whose}'s figure for {place}{said}."
    else:
        shown = ", ".join(f"{there.candidate(_id(other)).name} {votes:,}" for _, other, votes in same.pairs[:4])
        evidence = f"These are the figures for {place}{said}: {shown}."
    return Doubt(
        event=row.event,
        contest=contest.id,
        area=area,
        candidate=same.pairs[0][0] if len(same.pairs) == 1 else None,
        kind="copied",
        evidence=evidence,
    )


def _added(record: Record, slot: Slot, event: EventId, added: Mapping[str, int], other: Slot) -> Doubt:
    place = record.election.area_by_id[other[1]].name
    return Doubt(
        event=event,
        contest=slot[0],
        area=slot[1],
        candidate=None,
        kind="copied",
        evidence=f"The {sum(added.values()):,} votes that this change added are those added to {place} as well.",
    )


def _due(doubting: Doubting, election: Election) -> bool:
    """Return whether enough more is known to judge all again."""
    if doubting.judged < 2 or doubting.judged == doubting.learned:
        return False
    slots = len(_surveyed(_Survey(election)).slots)
    return doubting.judged >= GROWTH * doubting.learned or doubting.judged == slots


def _judge_all(doubting: Doubting, record: Record) -> Doubting:
    field = _surveyed(_Survey(record.election))
    rows = [(slot, row) for slot, row in sorted(doubting.rows.items(), key=lambda item: item[0]) if row.judged]
    at = [field.slots[slot] for slot, _ in rows]
    angles = np.array([row.angles for _, row in rows]).reshape(len(rows), len(field.columns))
    turnouts = np.array([row.turnout for _, row in rows])
    lines = learn(field, at, angles, turnouts)
    unlikely: dict[Slot, tuple[Doubt, ...]] = {}
    for k in far_out(field, lines, at, angles, turnouts, LOOK):
        slot, row = rows[k]
        found = _unlikely(doubting.limits, lines, record, record.election.contest_by_id[slot[0]], slot[1], row)
        if found:
            unlikely[slot] = found
    return with_fields(doubting, lines=lines, learned=len(rows), unlikely=Map(unlikely))


def _id(name: str) -> CandidateId:
    return CandidateId(name)


__all__ = ["KINDS", "Doubting", "advance", "with_doubts"]
