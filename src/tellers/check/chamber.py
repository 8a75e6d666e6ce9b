"""Seats by party in a parliament, a council or a whole night of councils, at each moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tellers.check.facts import Fact
from tellers.check.parties import party_key
from tellers.check.past import whole_number
from tellers.edition import Edition
from tellers.record import Election
from tellers.terms import BasisId, PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMoment:
    """Seats at one moment.

    Args:
        seats: Seats won by party.
        change: Net change of seats by party and basis.
        councils: Councils controlled, by party.
        councils_change: Net change of councils by party and basis.
        defended: Seats that a party held among those up for election.
        control: Who controls a body, "noc", or None while open.
    """

    edition: int
    label: str
    at: datetime | None = None
    seats: Mapping[str, int] = field(default_factory=dict)
    change: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    councils: Mapping[str, int] = field(default_factory=dict)
    councils_change: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    defended: Mapping[str, int] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    votes_total: int = 0
    control: str | None = None
    control_before: tuple[str, ...] = ()
    declared: int | None = None
    total: int | None = None
    needed: int | None = None
    final: bool = True


@dataclass(kw_only=True)
class Chamber:
    """Something whose seats are counted; `whole` where it is the night itself, not one body of many."""

    id: str
    night: str
    name: str
    year: int
    whole: bool = False
    parties: frozenset[str] = frozenset()
    bases: Mapping[str, str] = field(default_factory=dict)
    noted: bool = False
    make: Callable[[], tuple[SeatMoment, ...]] | None = None
    made: tuple[SeatMoment, ...] | None = None

    @property
    def moments(self) -> tuple[SeatMoment, ...]:
        """Return its moments, oldest first; made when first asked for."""
        if self.made is None:
            self.made = self.make() if self.make is not None else ()
        return self.made


def live_chambers(election: Election, editions: Sequence[Edition]) -> tuple[Chamber, ...]:
    """Return the night as a whole, where it has many contests, and each of its bodies."""
    found: list[Chamber] = []
    names = {str(p.id): party_key(p.name) for p in election.parties}
    bases = {str(b.id): b.name for b in election.bases}
    parties = frozenset(names.values())
    needed = sum(c.seats for c in election.contests) // 2 + 1
    if len(election.contests) > 1 or election.bodies:
        found.append(
            Chamber(
                id=election.id,
                night=election.id,
                name=election.name,
                year=election.date.year,
                whole=True,
                parties=parties,
                bases=bases,
                make=lambda: tuple(_night(e, names, needed) for e in editions),
            )
        )
    for body in election.bodies:
        found.append(
            Chamber(
                id=body.id,
                night=election.id,
                name=body.name,
                year=election.date.year,
                parties=parties,
                bases=bases,
                make=lambda body=body: _body_moments(editions, body.id, names),  # type: ignore[misc]
            )
        )
    return tuple(found)


def _night(edition: Edition, names: Mapping[str, str], needed: int) -> SeatMoment:
    board = edition.board
    councils: dict[str, int] = {}
    changes: dict[str, dict[str, int]] = {}
    for body in board.bodies:
        if body.control is None:
            continue
        if body.control != "noc":
            party = names.get(body.control, body.control)
            councils[party] = councils.get(party, 0) + 1
        for basis, before in body.control_before.items():
            if before == body.control:
                continue
            for who, sign in ((body.control, 1), (before, -1)):
                if who != "noc":
                    row = changes.setdefault(names.get(who, who), {})
                    row[str(basis)] = row.get(str(basis), 0) + sign
    return SeatMoment(
        edition=edition.number,
        label=f"after {board.declared} of {board.total} contests, edition {edition.number}",
        at=edition.announced_at,
        seats={names.get(r.party, r.party): r.seats for r in board.parties},
        change={names.get(r.party, r.party): {str(b): n for b, n in r.change.items()} for r in board.parties},
        councils=councils,
        councils_change=changes,
        votes={names.get(r.party, r.party): r.votes for r in board.parties if r.votes is not None},
        votes_total=sum(r.votes or 0 for r in board.parties),
        declared=board.declared,
        total=board.total,
        final=board.declared == board.total,
        needed=needed,
    )


def _body_moments(editions: Sequence[Edition], id: str, names: Mapping[str, str]) -> tuple[SeatMoment, ...]:
    found: list[SeatMoment] = []
    for edition in editions:
        for row in edition.board.bodies:
            if row.id != id:
                continue
            moment = SeatMoment(
                edition=edition.number,
                label=f"after {row.declared} of {row.total} contests, edition {edition.number}",
                at=edition.announced_at,
                seats={names.get(p, p): n for p, n in row.seats.items()},
                change=_by_party(row.change, names),
                control=None if row.control is None else names.get(row.control, row.control),
                control_before=tuple(names.get(c, c) for c in row.control_before.values()),
                declared=row.declared,
                total=row.total,
                needed=row.needed,
                final=row.control is not None or row.declared == row.total > 0,
            )
            same = found and (found[-1].seats, found[-1].control, found[-1].declared) == (
                moment.seats,
                moment.control,
                moment.declared,
            )
            if not same:
                found.append(moment)
    return tuple(found)


def _by_party(change: Mapping[BasisId, Mapping[PartyId, int]], names: Mapping[str, str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for basis, row in change.items():
        for party, number in row.items():
            found.setdefault(names.get(str(party), str(party)), {})[str(basis)] = number
    return found


def noted_chambers(night: str, year: int, facts: Sequence[Fact]) -> tuple[Chamber, ...]:
    """Return the chambers that a pack knows by facts alone: net changes on their bases, by moment."""
    by_contest: dict[str, list[Fact]] = {}
    for fact in facts:
        by_contest.setdefault(fact.contest, []).append(fact)
    found = []
    for id, rows in by_contest.items():
        if not any(f.measure in ("net_seats", "net_councils", "seats", "councils", "seats_defended") for f in rows):
            continue
        name = next((f.value for f in rows if f.measure == "name"), id)
        moments = tuple(
            _noted(rows, as_of)
            for as_of in sorted(
                {f.as_of for f in rows if f.measure not in ("name", "alias")}, key=lambda t: (t == "", t)
            )
        )
        parties = frozenset(party_key(f.subject) for f in rows if f.subject)
        bases = {f.basis: f.basis for f in rows if f.basis}
        found.append(
            Chamber(
                id=id,
                night=night,
                name=name,
                year=year,
                whole=True,
                parties=parties,
                bases=bases,
                noted=True,
                made=moments,
            )
        )
    return tuple(found)


def _noted(rows: Sequence[Fact], as_of: str) -> SeatMoment:
    change: dict[str, dict[str, int]] = {}
    councils: dict[str, dict[str, int]] = {}
    plain: dict[str, dict[str, int]] = {"seats": {}, "councils": {}, "seats_defended": {}}
    count: dict[str, int] = {}
    for fact in rows:
        if fact.as_of != as_of:
            continue
        party = party_key(fact.subject) if fact.subject else ""
        match fact.measure:
            case "net_seats":
                change.setdefault(party, {})[fact.basis] = whole_number(fact.value)
            case "net_councils":
                councils.setdefault(party, {})[fact.basis] = whole_number(fact.value)
            case "seats" | "councils" | "seats_defended":
                plain[fact.measure][party] = whole_number(fact.value)
            case "declared" | "total":
                count[fact.measure] = whole_number(fact.value)
    return SeatMoment(
        edition=0,
        label=as_of or "final",
        seats=plain["seats"],
        councils=plain["councils"],
        change=change,
        councils_change=councils,
        defended=plain["seats_defended"],
        declared=count.get("declared"),
        total=count.get("total"),
        final=as_of == "",
    )
