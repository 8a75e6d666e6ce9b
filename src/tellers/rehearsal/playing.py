"""A rehearsal played: what the desk caught of the faults put in, how fast, and what got through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tellers.edition.edition import Edition, advance, latest, start
from tellers.errors import DeclarationError
from tellers.record.election import Contest, Election
from tellers.record.events import Event
from tellers.record.record import Doubt
from tellers.rehearsal.faults import Act, Fault
from tellers.tally.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one fault.

    Args:
        caught: "refused", "held", "doubted", "outstanding" (a lost declaration whose area is seen to be missing),
            "harmless" (nothing wrong was ever shown: late, reordered, a feed that came back), or None: it got through.
        after_events: Events recorded between the fault and its being caught.
        why: The reason or the evidence.
    """

    fault: Fault
    caught: str | None
    after_events: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a rehearsal showed.

    Args:
        sent, recorded, refused: Events.
        right_doubted: Right declarations that were doubted at any time, of `right` in all.
        differing: Contests whose figures at the end are not the night's own, with the reason where one is known.
    """

    outcomes: tuple[Outcome, ...]
    sent: int
    recorded: int
    refused: int
    right: int
    right_doubted: int
    differing: tuple[str, ...]

    @property
    def through(self) -> tuple[Outcome, ...]:
        """Return the faults that nobody was told of."""
        return tuple(outcome for outcome in self.outcomes if outcome.caught is None)


@dataclass(slots=True, kw_only=True)
class _Watch:
    """A rehearsal under way."""

    edition: Edition
    sent_at: dict[str, tuple[Fault, int]] = field(default_factory=dict)
    caught: dict[str, Outcome] = field(default_factory=dict)
    repaired: set[str] = field(default_factory=set)
    right: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)
    refused: int = 0
    sent: int = 0
    recorded: int = 0


def play(
    election: Election,
    acts: Sequence[Act],
    truth: Sequence[Event],
    *,
    send: Callable[[Event], None] | None = None,
    each: Callable[[Act, Edition], None] | None = None,
) -> Report:
    """Play the acts one after another, and report.

    Args:
        election: The test night, to which the acts' events belong.
        truth: The night without faults, which the end is held against.
        send: Records an event in a log too; a DeclarationError that it raises is a refusal.
        each: Told of every act and of the edition after it; it may wait, so that a night has its pace.
    """
    watch = _Watch(edition=start(election))
    waiting: list[Act] = []
    for act in acts:
        if act.fault is not None and act.fault.kind == "lost":
            watch.sent_at[act.fault.event] = (act.fault, watch.edition.number)
        else:
            waiting = _sent(watch, act, send, waiting)
        if each is not None:
            each(act, watch.edition)
    return report_of(watch, acts, truth)


def _sent(watch: _Watch, act: Act, send: Callable[[Event], None] | None, waiting: list[Act]) -> list[Act]:
    """Record one act, and after it those that waited for it; return those that wait still.

    An event that changes a figure which has not come, because that is late or lost, waits for it, as a feed waits that
    is refused and tries again.
    """
    if not _ready(watch, act):
        if act.instead is None:
            watch.sent, watch.refused = watch.sent + 1, watch.refused + 1
            return [*waiting, act]
        act = Act(event=act.instead, repairs=act.repairs)
    _tried(watch, act, send)
    ready = [other for other in waiting if _ready(watch, other)]
    for other in ready:
        _tried(watch, other, send)
    return [other for other in waiting if other not in ready]


def _ready(watch: _Watch, act: Act) -> bool:
    needed = getattr(act.event, "replaces", None) or getattr(act.event, "answers", None)
    return needed is None or needed in watch.edition.record.events


def _tried(watch: _Watch, act: Act, send: Callable[[Event], None] | None) -> bool:
    event, fault = act.event, act.fault
    watch.sent += 1
    if fault is not None:
        watch.sent_at[event.id] = (fault, watch.edition.number)
    try:
        edition = advance(watch.edition, event)
        if send is not None:
            send(event)
    except DeclarationError as error:
        watch.refused += 1
        if fault is not None:
            watch.caught[event.id] = Outcome(fault=fault, caught="refused", after_events=0, why=str(error))
        return False
    watch.edition = edition
    watch.recorded += 1
    if act.repairs is not None:
        watch.repaired.add(act.repairs)
    elif (fault is None or fault.kind in HARMLESS) and type(event).__name__ == "Declared":
        watch.right.add(event.id)
    _look(watch)
    return True


HARMLESS = ("late", "reordered", "feed-dies")


def _look(watch: _Watch) -> None:
    """Note the doubts that stand now: of faults not yet put right, and of right figures."""
    change = watch.edition.change
    touched = watch.edition.touched if change is not None else ()
    for id in touched:
        for doubt in watch.edition.standings[id].doubts:
            if doubt.event in watch.sent_at and doubt.event not in watch.caught and doubt.event not in watch.repaired:
                fault, number = watch.sent_at[doubt.event]
                if fault.kind not in HARMLESS:
                    watch.caught[doubt.event] = _doubted(fault, doubt, watch.edition.number - number - 1)
            if doubt.event in watch.right:
                watch.doubted.add(doubt.event)


def _doubted(fault: Fault, doubt: Doubt, after: int) -> Outcome:
    return Outcome(
        fault=fault,
        caught="held" if doubt.held else "doubted",
        after_events=after,
        why=f"{doubt.kind}: {doubt.evidence}",
    )


def report_of(watch: _Watch, acts: Iterable[Act], truth: Sequence[Event]) -> Report:
    """Return the report of a rehearsal that is over."""
    outcomes = []
    lost: set[str] = set()
    for act in acts:
        fault = act.fault
        if fault is None:
            continue
        if fault.kind == "lost":
            lost.add(act.event.id)
            outcomes.append(_lost(watch, act, fault))
        elif fault.event in watch.caught:
            outcomes.append(watch.caught[fault.event])
        elif fault.kind in HARMLESS:
            outcomes.append(Outcome(fault=fault, caught="harmless", why="the figures are as they should be"))
        elif fault.kind == "recounted":
            why = "the recount was asked for and shown" if fault.event in watch.repaired else ""
            outcomes.append(Outcome(fault=fault, caught="harmless" if why else None, why=why))
        else:
            outcomes.append(Outcome(fault=fault, caught=None))
    return Report(
        outcomes=tuple(outcomes),
        sent=watch.sent,
        recorded=watch.recorded,
        refused=watch.refused,
        right=len(watch.right),
        right_doubted=len(watch.doubted & watch.right),
        differing=_differing(watch.edition, truth, lost),
    )


def _lost(watch: _Watch, act: Act, fault: Fault) -> Outcome:
    """Return what became of a declaration that never came: its area is still to be seen as missing."""
    event = act.event
    contests = watch.edition.election.contest_by_id
    contest = contests[event.contest] if event.contest else watch.edition.election.contests[0]  # type: ignore[index]
    missing = getattr(event, "area", None) in watch.edition.standing(contest).undeclared
    return Outcome(
        fault=fault,
        caught="outstanding" if missing else None,
        why="its area is listed as outstanding to the end" if missing else "",
    )


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
    standing: Standing = edition.standing(contest)
    return {c.id: c.votes for c in standing.candidates}
