"""Who controls a council or parliament: its composition, what is not known of it, and what changed on each basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tellers.record.election import Body, Election
from tellers.record.events import SeatsWon
from tellers.record.precedence import standing_figure
from tellers.record.record import Record
from tellers.tally.bases import Told, by_contest, composition_change
from tellers.tally.totals import Totals, add
from tellers.terms import BasisId, BodyId, ContestId, PartyId

NOC = "noc"
ControlKind = Literal["hold", "gain", "loss"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChange:
    """Control now against a basis: held (or still under no overall control), gained by a party, or lost to none."""

    kind: ControlKind
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A body's night so far.

    Args:
        declared, total: Contests that are final, and all that are held.
        seats: Seats by party: those won, and those not up where the pack knows whose they are.
        won: Those won at this poll alone.
        announced: Seats beyond the contests that are final, known only as a party's total.
        no_party: Seats won by candidates of no party.
        size: All its seats, None where unknown.
        not_up: Seats not up whose party is known; `not_up_unknown`: seats not up whose party is not.
        outstanding: Seats of contests that are not final.
        vacant: Seats that nobody holds: not up and vacant, or up and not filled.
        countermanded: Contests whose poll was put off: they are among those outstanding.
        control: A party's id, "noc", or None while it is not settled or cannot be known.
        why: Why control is None, else what settles it.
        half: Parties with exactly half of all seats: not control, though a casting vote may give one its way.
        majority: The controlling party's seats less all others, once the composition is complete.
        majority_voting: The same among members who vote: the presiding officer's seat counts on neither side.
        compared: Contests and seats that the change on each basis is over; a basis of compositions compares all.
    """

    id: BodyId
    name: str
    declared: int
    total: int
    seats: Mapping[PartyId, int]
    won: Mapping[PartyId, int]
    announced: Mapping[PartyId, int]
    no_party: int
    size: int | None
    needed: int | None
    not_up: int
    not_up_unknown: int | None
    outstanding: int | None
    vacant: int
    countermanded: tuple[ContestId, ...]
    complete: bool
    control: str | None
    why: str
    half: tuple[PartyId, ...]
    majority: int | None
    majority_voting: int | None
    control_before: Mapping[BasisId, str]
    control_change: Mapping[BasisId, ControlChange]
    change: Mapping[BasisId, Mapping[PartyId, int]]
    compared: Mapping[BasisId, tuple[int, int]]


def body_row(
    election: Election,
    body: Body,
    totals: Totals,
    record: Record,
    told: Told,
    countermanded: tuple[ContestId, ...] = (),
) -> BodyRow:
    """Return a body's night from the sums over its contests and what was announced of it as a whole.

    Args:
        told: The parties that each basis tells apart.
    """
    figure = standing_figure(record.bodies.get(body.id, ()))
    said = figure.event if figure is not None and isinstance(figure.event, SeatsWon) else None
    announced = {PartyId(p): n - totals.seats.get(PartyId(p), 0) for p, n in said.seats.items()} if said else {}
    announced = {party: number for party, number in announced.items() if number > 0}
    won = dict(totals.seats)
    add(won, announced)
    seats = dict(won)
    add(seats, body.not_up)
    size, outstanding = _size(body, totals), _outstanding(body, totals, won, said is not None and said.complete)
    unfilled = totals.filled - sum(totals.seats.values()) - totals.no_party
    not_up = sum(body.not_up.values())
    unknown: int | None = None
    if size is not None and outstanding is not None:
        unknown = size - sum(seats.values()) - totals.no_party - body.vacant - unfilled - outstanding
    complete = outstanding == 0 and (totals.declared == totals.contests or (said is not None and said.complete))
    complete = complete and unknown == 0
    needed = size // 2 + 1 if size else None
    control, why = _control(seats, needed, outstanding, unknown, size)
    half = tuple(sorted(p for p, n in seats.items() if size and 2 * n == size))
    change, compared = _change(election, body, totals, seats, complete, told)
    return BodyRow(
        id=body.id,
        name=body.name,
        declared=totals.declared,
        total=totals.contests,
        seats=seats,
        won=won,
        announced=announced,
        no_party=totals.no_party,
        size=size,
        needed=needed,
        not_up=not_up,
        not_up_unknown=unknown,
        outstanding=outstanding,
        vacant=body.vacant + unfilled,
        countermanded=countermanded,
        complete=complete,
        control=control,
        why=why,
        half=half,
        majority=_majority(seats, control, size) if complete else None,
        majority_voting=_majority_voting(body, seats, control, size) if complete else None,
        control_before=body.control_before,
        control_change=_control_change(election, body, control, told),
        change=change,
        compared=compared,
    )


def _size(body: Body, totals: Totals) -> int | None:
    """Return all seats: as the pack says, else those up where it is elected whole or the rest are known."""
    if body.seats is not None:
        return body.seats
    if body.elected == "whole" or body.not_up:
        return totals.places + sum(body.not_up.values()) + body.vacant
    return None


def _outstanding(body: Body, totals: Totals, won: Mapping[PartyId, int], all_announced: bool) -> int | None:
    """Return the seats still to be declared; None where neither contests nor the body's size tell how many are up."""
    if all_announced:
        return 0
    up = totals.places
    if not totals.contests:
        if body.seats is None:
            return None
        up = body.seats - sum(body.not_up.values()) - body.vacant
    left = up - totals.filled - (sum(won.values()) - sum(totals.seats.values()))
    return max(left, 0)


def _control(
    seats: Mapping[PartyId, int], needed: int | None, outstanding: int | None, unknown: int | None, size: int | None
) -> tuple[str | None, str]:
    """Return who controls and why: more than half of all seats, whoever else may hold those not known."""
    if needed is None or size is None:
        return None, "how many seats it has is not in the pack"
    if outstanding is None or unknown is None:
        return None, "how many of its seats are up is not in the pack"
    if unknown < 0:
        return None, f"the seats known are {-unknown} more than the {size} that the pack gives it"
    for party, number in seats.items():
        if number >= needed:
            return party, f"{number} of {size} seats, {needed} needed"
    open_seats = outstanding + unknown
    if max(seats.values(), default=0) + open_seats < needed:
        return NOC, f"no party has, or can reach, {needed} of {size} seats"
    if unknown:
        return None, f"{unknown} seats were not up, and whose they are is not in the pack"
    return None, f"{outstanding} seats to come"


def _majority(seats: Mapping[PartyId, int], control: str | None, size: int | None) -> int | None:
    if control is None or control == NOC or size is None:
        return None
    return 2 * seats[PartyId(control)] - size


def _majority_voting(body: Body, seats: Mapping[PartyId, int], control: str | None, size: int | None) -> int | None:
    if body.speaker is None or size is None or control in (None, NOC, body.speaker):
        return None
    return 2 * seats[PartyId(str(control))] - (size - seats.get(body.speaker, 0))


def _control_change(election: Election, body: Body, control: str | None, told: Told) -> dict[BasisId, ControlChange]:
    """Return the change of control on each basis that can tell it.

    Where a basis lumps small parties together, it cannot tell whether the one in control now is the one that was.
    """
    if control is None:
        return {}
    found = {}
    for basis, before in body.control_before.items():
        lump = election.basis_by_id[basis].others
        if lump is None or before != lump or control == NOC or control in told[basis] - {lump}:
            found[basis] = _against(before, control)
    return found


def _against(before: str, now: str) -> ControlChange:
    kind: ControlKind = "hold" if before == now else "loss" if now == NOC else "gain"
    return ControlChange(kind=kind, before=before, now=now)


def _change(
    election: Election, body: Body, totals: Totals, seats: Mapping[PartyId, int], complete: bool, told: Told
) -> tuple[dict[BasisId, Mapping[PartyId, int]], dict[BasisId, tuple[int, int]]]:
    """Return net changes by basis, and the contests and seats that each is over.

    A basis that knows contests is measured over those that are final; one that knows compositions alone says nothing
    until the body's composition is complete.
    """
    change: dict[BasisId, Mapping[PartyId, int]] = {}
    compared: dict[BasisId, tuple[int, int]] = {}
    for basis in election.bases:
        if by_contest(basis):
            if basis.id in totals.compared:
                then, now = totals.before_seats.get(basis.id, {}), totals.seats_compared.get(basis.id, {})
                change[basis.id] = {p: now.get(p, 0) - then.get(p, 0) for p in {**then, **now}}
                compared[basis.id] = totals.compared[basis.id]
        elif complete and basis.id in body.before:
            change[basis.id] = composition_change(basis, told[basis.id], body.before[basis.id], seats)
            compared[basis.id] = (totals.contests, sum(seats.values()) + totals.no_party)
    return change, compared
