"""A rehearsal played: every fault is held against what ought to become of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop

from tellers.edition.edition import Edition, advance, latest, start
from tellers.edition.overdue import overdue
from tellers.errors import DeclarationError
from tellers.record.election import Contest, Election
from tellers.record.events import CountState, Declared, Event
from tellers.record.precedence import declared_figure
from tellers.record.record import Doubt
from tellers.rehearsal.clock import Clock
from tellers.rehearsal.faults import Act, Fault
from tellers.rehearsal.report import Outcome, Report
from tellers.terms import AreaId, ContestId, EventId

Slot = tuple[ContestId, AreaId]
AWAITED = ("late", "lost", "feed-dies")
"""Faults that bring nothing wrong, but too late or never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """When something happened: events recorded by then, the night's clock, and the wall's where there is one."""

    number: int
    seconds: float
    real: float | None


@dataclass(slots=True, kw_only=True)
class _Watch:
    """A rehearsal under way."""

    edition: Edition
    clock: Clock
    wall: Callable[[], float] | None
    expected: dict[Slot, datetime]
    checks: list[tuple[float, Slot]]
    seconds: float = 0.0
    put_in: dict[str, tuple[Fault, _Moment]] = field(default_factory=dict)
    awaited: dict[Slot, tuple[Fault, float, float | None]] = field(default_factory=dict)
    caught: dict[str, Outcome] = field(default_factory=dict)
    repaired: set[str] = field(default_factory=set)
    right: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)
    refused: int = 0
    sent: int = 0
    recorded: int = 0

    def now(self) -> _Moment:
        real = None if self.wall is None else self.wall()
        return _Moment(number=self.edition.number, seconds=self.seconds, real=real)

    def catch(self, fault: Fault, how: str, why: str, since: _Moment) -> None:
        """Note that a fault was caught, for the first time."""
        now = self.now()
        self.caught.setdefault(
            fault.event,
            Outcome(
                fault=fault,
                caught=how,
                after_events=max(0, now.number - since.number),
                seconds=max(0.0, now.seconds - since.seconds),
                real_seconds=None if now.real is None or since.real is None else now.real - since.real,
                why=why,
            ),
        )


def play(
    election: Election,
    acts: Sequence[Act],
    truth: Sequence[Event],
    *,
    send: Callable[[Event], None] | None = None,
    each: Callable[[Act, Edition], None] | None = None,
    wall: Callable[[], float] | None = None,
) -> Report:
    """Play the acts one after another, and report.

    Args:
        election: The test night, to which the acts' events belong.
        truth: The night without faults, which the end is held against and whose times are those expected.
        send: Records an event in a log too; a DeclarationError that it raises is a refusal.
        each: Told of every act before it, and of the edition then; it may wait, so that a night has its pace.
        wall: A clock in seconds, for how long things took in truth.
    """
    watch = _watch(election, acts, truth, wall)
    begun = watch.now()
    waiting: list[Act] = []
    for act in acts:
        if each is not None:
            each(act, watch.edition)
        _time_passes(watch, act.at)
        if act.fault is None or act.fault.kind != "lost":
            waiting = _sent(watch, act, send, waiting)
    _time_passes(watch, watch.seconds + watch.clock.grace + 1.0)  # The last of the night may be overdue too.
    return _report(watch, acts, truth, begun)


def _watch(election: Election, acts: Sequence[Act], truth: Sequence[Event], wall: Callable[[], float] | None) -> _Watch:
    """Return the watch of a rehearsal: each area's first declaration is expected when the night itself had it."""
    clock = Clock.of(truth)
    due: dict[Slot, float] = {}
    for n, event in enumerate(truth):
        if isinstance(event, Declared):
            due.setdefault(_slot(election, event), clock.seconds[n])
    checks = [(seconds + clock.grace, slot) for slot, seconds in due.items()]
    heapify(checks)
    watch = _Watch(
        edition=start(election),
        clock=clock,
        wall=wall,
        expected={slot: clock.when(seconds) for slot, seconds in due.items()},
        checks=checks,
    )
    for act in acts:
        if act.fault is not None and act.fault.kind in AWAITED and isinstance(act.event, Declared):
            watch.awaited[_slot(election, act.event)] = (act.fault, act.due, None)
    return watch


def _slot(election: Election, event: Declared | CountState) -> Slot:
    contest = election.contest_by_id[ContestId(event.contest)] if event.contest else election.contests[0]
    return contest.id, AreaId(event.area or contest.areas[0])


def _time_passes(watch: _Watch, until: float) -> None:
    """Let the night's clock go on; whatever becomes overdue on the way is looked for in the list of what is."""
    while watch.checks and watch.checks[0][0] < until:
        due, slot = heappop(watch.checks)
        watch.seconds = max(watch.seconds, due)
        if slot in watch.awaited:
            _look_for(watch, slot)
    watch.seconds = max(watch.seconds, until)
    real = None if watch.wall is None else watch.wall()
    for slot, (fault, due, since) in watch.awaited.items():
        if since is None and due <= watch.seconds:
            watch.awaited[slot] = (fault, due, real)


def _look_for(watch: _Watch, slot: Slot) -> None:
    """Note it where the list of what is overdue has a declaration that is late or lost."""
    fault, due, real = watch.awaited[slot]
    grace = timedelta(seconds=watch.clock.grace)
    now = watch.clock.when(watch.seconds) + timedelta(seconds=0.5)
    late = overdue(watch.edition, {slot: watch.expected[slot]}, now=now, grace=grace)
    if late:
        words = f"listed as overdue {_said(watch.seconds - due)} after its time"
        watch.catch(fault, "overdue", words, _Moment(number=watch.edition.number, seconds=due, real=real))


def _said(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _sent(watch: _Watch, act: Act, send: Callable[[Event], None] | None, waiting: list[Act]) -> list[Act]:
    """Record one act, and after it those that waited for it; return those that wait still.

    An event that changes a figure which has not come, because that is late or lost, waits for it, as a feed waits that
    is refused and tries again.
    """
    if not _ready(watch, act):
        if act.instead is None:
            watch.sent, watch.refused = watch.sent + 1, watch.refused + 1
            return [*waiting, act]
        act = Act(event=act.instead, repairs=act.repairs, due=act.due, at=act.at)
    _tried(watch, act, send)
    ready = [other for other in waiting if _ready(watch, other)]
    for other in ready:
        _tried(watch, other, send)
    return [other for other in waiting if other not in ready]


def _ready(watch: _Watch, act: Act) -> bool:
    needed = getattr(act.event, "replaces", None) or getattr(act.event, "answers", None)
    return needed is None or needed in watch.edition.record.events


def _tried(watch: _Watch, act: Act, send: Callable[[Event], None] | None) -> None:
    event, fault = act.event, act.fault
    watch.sent += 1
    before = watch.now()
    if fault is not None:
        watch.put_in[event.id] = (fault, before)
    try:
        edition = advance(watch.edition, event)
        if send is not None:
            send(event)
    except DeclarationError as error:
        watch.refused += 1
        if fault is not None:
            watch.catch(fault, "refused", str(error), before)
        return
    watch.edition = edition
    watch.recorded += 1
    if act.repairs is not None:
        watch.repaired.add(act.repairs)
    elif (fault is None or fault.kind in AWAITED) and isinstance(event, Declared):
        watch.right.add(event.id)
    _look(watch)
    if isinstance(event, CountState):
        _recount_shown(watch, event)


def _look(watch: _Watch) -> None:
    """Note the doubts that stand now: of faults not yet put right, and of right figures."""
    for id in watch.edition.touched if watch.edition.change is not None else ():
        for doubt in watch.edition.standings[id].doubts:
            if doubt.event in watch.put_in and doubt.event not in watch.repaired:
                fault, since = watch.put_in[doubt.event]
                if fault.kind in ("mis-keyed", "reversed"):
                    watch.catch(fault, _how(doubt), f"{doubt.kind}: {doubt.evidence}", since)
            if doubt.event in watch.right:
                watch.doubted.add(doubt.event)


def _how(doubt: Doubt) -> str:
    return "held" if doubt.held else "doubted"


def _recount_shown(watch: _Watch, event: CountState) -> None:
    """Note it where a contest is shown to be recounted in the area of a fault."""
    contest, area = _slot(watch.edition.election, event)
    if area not in watch.edition.standing(watch.edition.election.contest_by_id[contest]).recounts:
        return
    for id, (fault, since) in watch.put_in.items():
        put_in = watch.edition.record.events.get(EventId(id)) if fault.kind == "recounted" else None
        if isinstance(put_in, Declared) and _slot(watch.edition.election, put_in) == (contest, area):
            watch.catch(fault, "shown", "the recount was shown while it went on", since)


def _report(watch: _Watch, acts: Iterable[Act], truth: Sequence[Event], begun: _Moment) -> Report:
    outcomes = tuple(_outcome(watch, act, act.fault) for act in acts if act.fault is not None)
    ended = watch.now()
    lost = {act.event.id for act in acts if act.fault is not None and act.fault.kind == "lost"}
    return Report(
        outcomes=outcomes,
        sent=watch.sent,
        recorded=watch.recorded,
        refused=watch.refused,
        right=len(watch.right),
        right_doubted=len(watch.doubted & watch.right),
        differing=_differing(watch.edition, truth, lost),
        grace_seconds=watch.clock.grace,
        night_seconds=watch.seconds,
        real_seconds=None if ended.real is None or begun.real is None else ended.real - begun.real,
    )


def _outcome(watch: _Watch, act: Act, fault: Fault) -> Outcome:
    """Return what became of a fault, held against `CAUGHT_BY`."""
    found = watch.caught.get(fault.event)
    missed = Outcome(fault=fault, caught=None)
    if fault.kind == "lost":
        # It must be missing still: a list that once had it and let it go would hide it.
        return found if found is not None and _undeclared(watch, act) else missed
    if fault.kind in ("late", "feed-dies"):
        if not _stands(watch, act):
            return Outcome(fault=fault, caught=None, why="its figures do not stand at the end")
        early = act.at - act.due <= watch.clock.grace
        in_time = Outcome(fault=fault, caught="in time", seconds=act.at - act.due, why="it came within the grace")
        return found if found is not None else in_time if early else missed
    if fault.kind == "recounted":
        return found if found is not None and fault.event in watch.repaired else missed
    if fault.kind in ("doubled", "reordered"):
        return found if found is not None and found.caught == "refused" else missed
    return found if found is not None else missed


def _undeclared(watch: _Watch, act: Act) -> bool:
    assert isinstance(act.event, Declared)
    contest, area = _slot(watch.edition.election, act.event)
    return area in watch.edition.standing(watch.edition.election.contest_by_id[contest]).undeclared


def _stands(watch: _Watch, act: Act) -> bool:
    """Return whether a declaration that came late is the figure that stands, or what a later change made of it."""
    assert isinstance(act.event, Declared)
    figure = declared_figure(watch.edition.record.area(*_slot(watch.edition.election, act.event)), act.event.stage)
    return figure is not None and act.event.id in figure.history


def _differing(edition: Edition, truth: Sequence[Event], lost: set[str]) -> tuple[str, ...]:
    """Return the contests whose votes at the end are not those of the night without faults."""
    right = latest(edition.election, truth)
    only = edition.election.contests[0].id
    missing = {str(event.contest or only) for event in truth if event.id in lost}
    return tuple(
        f"{contest.name} (lost)" if contest.id in missing else contest.name
        for contest in edition.election.contests
        if _votes(right, contest) != _votes(edition, contest)
    )


def _votes(edition: Edition, contest: Contest) -> dict[str, int | None]:
    return {c.id: c.votes for c in edition.standing(contest).candidates}
