"""Faults put into a night, from a seed: what a feed and a tired keyer do to it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from tellers.errors import InputError, Problem
from tellers.record.election import Election
from tellers.record.events import Corrected, CountState, Declared, Event, Recounted
from tellers.record.record import with_fields
from tellers.rehearsal.clock import Clock
from tellers.rehearsal.miskeying import MisKeying, mis_key

FAULTS: Mapping[str, float] = {
    "late": 0.03,
    "lost": 0.01,
    "doubled": 0.03,
    "reordered": 0.03,
    "mis-keyed": 0.03,
    "reversed": 0.01,
    "recounted": 0.01,
    "feed-dies": 0.005,
}
"""Each kind of fault, with the share of declarations that it befalls unless another is asked for."""

PUT_RIGHT_AFTER = 12  # Declarations that come between a figure mis-keyed and its correction.


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault put in.

    Args:
        kind: One of FAULTS.
        event: The id of the event that carries it, or would have.
        detail: What was done, in words.
    """

    kind: str
    event: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event of a rehearsal as it is sent.

    Args:
        fault: The fault that it carries.
        repairs: The id of the event that carried the fault which this one puts right.
        instead: What is sent in its place where the faulty event was refused: the figures keyed again.
        due, at: When it should have come and when it comes, in seconds of the night's clock since its first event.
    """

    event: Event
    due: float = 0.0
    at: float = 0.0
    fault: Fault | None = None
    repairs: str | None = None
    instead: Event | None = None


def parse_faults(text: str | None) -> dict[str, float]:
    """Return the share of declarations for each kind of fault.

    "none" is no fault; "mis-keyed,lost=0.1" is those two, the second befalling one declaration in ten.

    Raises:
        InputError: A kind is not known, or a share is not between 0 and 1.
    """
    if text is None or text == "all":
        return dict(FAULTS)
    if text == "none":
        return {}
    found = {}
    for part in text.split(","):
        name, _, share = (piece.strip() for piece in part.partition("="))
        try:
            value = float(share) if share else FAULTS.get(name, -1.0)
        except ValueError:
            value = -1.0
        if name not in FAULTS or not 0.0 <= value <= 1.0:
            raise InputError(
                Problem(
                    where="--faults",
                    found=f'"{part.strip()}"',
                    wanted=f"all, none, or some of {', '.join(FAULTS)}, each with a share from 0 to 1",
                    remedy='Write, for instance, "mis-keyed=0.05,lost".',
                )
            )
        found[name] = value
    return found


def inject(election: Election, events: Sequence[Event], faults: Mapping[str, float], seed: int) -> tuple[Act, ...]:
    """Return the night as it will be sent: the same night, faults and seed give the same acts.

    Faults befall whole declarations of areas, at most one each. Every figure that is sent wrong is put right later by
    a correction, so that a rehearsal ends with the night's own figures unless one was lost.
    """
    rng = random.Random(f"rehearsal {election.id} {seed}")
    clock = Clock.of(events)
    places: list[tuple[float, int, Act]] = []
    silent_until = -1.0
    changed = {getattr(event, "replaces", None) for event in events}  # The night's own changes of them must still fit.
    for n, event in enumerate(events):
        kind = _drawn(rng, faults) if isinstance(event, Declared) else None
        if kind in ("mis-keyed", "reversed", "recounted", "reordered", "doubled") and event.id in changed:
            kind = None
        if kind == "feed-dies":
            silent_until = max(silent_until, n + rng.randint(5, 25))
        for place, act in _acts(election, event, kind, n, rng, places):
            # A feed that is dead brings nothing; when it is back it brings all that it held, in order.
            comes = max(place, silent_until)
            places.append((comes, len(places), replace(act, due=clock.at(n), at=clock.at(comes))))
    places.sort(key=lambda row: row[:2])
    return tuple(act for _, _, act in places)


def _drawn(rng: random.Random, faults: Mapping[str, float]) -> str | None:
    """Return the fault that befalls one declaration, None for none."""
    drawn = rng.random()
    for name in FAULTS:
        drawn -= faults.get(name, 0.0)
        if drawn < 0:
            return name
    return None


def _acts(
    election: Election,
    event: Event,
    kind: str | None,
    n: int,
    rng: random.Random,
    sent: Sequence[tuple[float, int, Act]],
) -> list[tuple[float, Act]]:
    """Return what is sent for one event, each with its place in the order."""
    if kind is None or not isinstance(event, Declared):
        return [(float(n), Act(event=event))]
    fault = Fault(kind=kind, event=event.id, detail="")
    if kind == "late":
        by = rng.randint(3, 40)
        return [(n + by + 0.5, Act(event=event, fault=with_detail(fault, f"{by} declarations late")))]
    if kind == "reordered":
        return _reordered(event, n, rng)
    if kind == "feed-dies":
        return [(float(n), Act(event=event, fault=with_detail(fault, "nothing for a while, then all at once")))]
    if kind == "lost":
        # A place is kept for it, so that the report can say what became of it.
        return [(float(n), Act(event=event, fault=with_detail(fault, "never came")))]
    if kind == "doubled":
        again = with_fields(event, id=f"{event.id}-again")
        later = Act(event=again, fault=Fault(kind=kind, event=again.id, detail="sent a second time"))
        return [(float(n), Act(event=event)), (n + rng.randint(0, 20) + 0.5, later)]
    if kind == "recounted":
        return _recounted(event, n, rng)
    return _mis_keyed(election, event, kind, n, rng, [act.event for _, _, act in sent])


def _reordered(event: Declared, n: int, rng: random.Random) -> list[tuple[float, Act]]:
    """Return the final sheet, and after it the provisional one that had been sent before it."""
    revision = event.revision or 1
    part = rng.uniform(0.5, 0.95)
    older = with_fields(
        event,
        id=f"{event.id}-older",
        votes={c: v if v is None else round(v * part) for c, v in event.votes.items()},
        provisional=True,
        revision=revision,
        elected=None,
        controls=None,
        valid_votes=None,
        ballot_papers=None,
        rejected_ballots=None,
        rejected={},
    )
    fault = Fault(kind="reordered", event=older.id, detail=f"revision {revision} after revision {revision + 1}")
    final = Act(event=with_fields(event, revision=revision + 1))
    return [(float(n), final), (n + rng.randint(0, 5) + 0.5, Act(event=older, fault=fault))]


def with_detail(fault: Fault, detail: str) -> Fault:
    """Return the fault with what was done, in words."""
    return Fault(kind=fault.kind, event=fault.event, detail=detail)


def _recounted(event: Declared, n: int, rng: random.Random) -> list[tuple[float, Act]]:
    """Return a first declaration a few votes out, a recount asked for, and the recount that puts it right."""
    known = sorted(c for c, v in event.votes.items() if v)
    if len(known) < 2:
        return [(float(n), Act(event=event))]
    one, other = rng.sample(known, 2)
    moved = min(event.votes[one] or 0, rng.randint(1, 9))
    first = {**event.votes, one: (event.votes[one] or 0) - moved, other: (event.votes[other] or 0) + moved}
    fault = Fault(kind="recounted", event=event.id, detail=f"{moved} votes on the wrong pile at the first count")
    state = CountState(
        id=f"{event.id}-recount", contest=event.contest, area=event.area, state="recount_ordered", extent="full"
    )
    right = Recounted(
        id=f"{event.id}-recounted",
        contest=event.contest,
        replaces=event.id,
        reason="A full recount.",
        votes=dict(event.votes),
        elected=event.elected,
    )
    return [
        (float(n), Act(event=with_fields(event, votes=first, elected=None), fault=fault)),
        (n + 0.4, Act(event=with_fields(state, announced_at=event.announced_at))),
        (n + PUT_RIGHT_AFTER + 0.5, Act(event=right, repairs=event.id, instead=event)),
    ]


def _mis_keyed(
    election: Election, event: Declared, kind: str, n: int, rng: random.Random, sent: Sequence[Event]
) -> list[tuple[float, Act]]:
    ways = ("swapped",) if kind == "reversed" else tuple(way for way in get_args(MisKeying))
    wrong = mis_key(election, event, rng, ways=ways, others=[e for e in sent if isinstance(e, Declared)])
    if wrong is None:
        return [(float(n), Act(event=event))]
    fault = Fault(kind=kind, event=event.id, detail=wrong.detail)
    right = Corrected(
        id=f"{event.id}-right",
        contest=event.contest,
        replaces=event.id,
        reason="The figures were keyed wrongly.",
        votes=dict(event.votes),
        ballot_papers=event.ballot_papers,
        valid_votes=event.valid_votes,
        rejected_ballots=event.rejected_ballots,
        elected=event.elected,
    )
    return [
        (float(n), Act(event=wrong.event, fault=fault)),
        (n + PUT_RIGHT_AFTER + 0.5, Act(event=right, repairs=event.id, instead=event)),
    ]
