"""The night by party and by body, kept up to date by what one event touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import msgspec
from immutables import Map

from tellers.record.election import Body, Contest, Election
from tellers.record.events import SeatsWon
from tellers.record.precedence import standing_figure
from tellers.record.record import Record
from tellers.tally.standing import Standing
from tellers.terms import BasisId, BodyId, ContestId, PartyId, percent

NOC = "noc"


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one contest adds to the night: nothing until it is final.

    Args:
        seats: Seats won by party.
        votes: Votes by party, empty where they are not all known.
        before_seats: Seats held by party on each basis, where the basis knows.
        before_votes: Votes by party on each basis, where the basis has them for the whole contest.
    """

    seats: Mapping[PartyId, int]
    votes: Mapping[PartyId, int]
    before_seats: Mapping[BasisId, Mapping[PartyId, int]]
    before_votes: Mapping[BasisId, Mapping[PartyId, int]]


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of shares: of the whole night, or of one body; maps are never changed in place."""

    contests: int
    declared: int = 0
    seats: Mapping[PartyId, int] = {}
    votes: Mapping[PartyId, int] = {}
    before_seats: Mapping[BasisId, Mapping[PartyId, int]] = {}
    before_votes: Mapping[BasisId, Mapping[PartyId, int]] = {}
    votes_compared: Mapping[BasisId, Mapping[PartyId, int]] = {}
    seats_compared: Mapping[BasisId, Mapping[PartyId, int]] = {}


class BoardSums(msgspec.Struct, frozen=True, kw_only=True):
    """All that a board is made from."""

    night: Totals
    bodies: Map[BodyId, Totals]
    shares: Map[ContestId, Share]


def holder(election: Election, contest: Contest, basis: BasisId) -> PartyId | None:
    """Return the party that held a single-seat contest on a basis: as the basis says, else first in its votes."""
    previous = election.previous[basis]
    said = previous.areas.get((contest.id, None))
    if said is None and len(contest.areas) == 1:
        said = previous.areas.get((contest.id, contest.areas[0]))
    if said is not None and said.holder is not None:
        return said.holder
    votes = previous.contest_votes(contest)
    if not votes or contest.seats != 1:
        return None
    best = max(votes.values())
    first = [party for party, number in votes.items() if number == best]
    return first[0] if len(first) == 1 and best else None


def share(election: Election, contest: Contest, standing: Standing) -> Share | None:
    """Return what a contest adds to the night, None until it is final."""
    if standing.status != "final":
        return None
    seats: dict[PartyId, int] = {}
    votes: dict[PartyId, int] = {}
    complete = all(c.votes is not None for c in standing.candidates)
    for candidate in standing.candidates:
        if candidate.party is None:
            continue
        if candidate.elected:
            won = 1 if candidate.seats is None else candidate.seats
            seats[candidate.party] = seats.get(candidate.party, 0) + won
        if complete and candidate.votes is not None:
            votes[candidate.party] = votes.get(candidate.party, 0) + candidate.votes
    before_seats: dict[BasisId, Mapping[PartyId, int]] = {}
    before_votes: dict[BasisId, Mapping[PartyId, int]] = {}
    for basis in election.bases:
        held_by = holder(election, contest, basis.id)
        if held_by is not None and contest.seats == 1:
            before_seats[basis.id] = {held_by: 1}
        earlier = election.previous[basis.id].contest_votes(contest)
        if earlier is not None:
            before_votes[basis.id] = earlier
    return Share(seats=seats, votes=votes, before_seats=before_seats, before_votes=before_votes)


def start(election: Election) -> BoardSums:
    """Return the sums before anything is announced."""
    counts: dict[BodyId, int] = {body.id: 0 for body in election.bodies}
    for contest in election.contests:
        if contest.body is not None:
            counts[contest.body] = counts.get(contest.body, 0) + 1
    bodies = Map({body: Totals(contests=number) for body, number in counts.items()})
    return BoardSums(night=Totals(contests=len(election.contests)), bodies=bodies, shares=Map())


def advance(sums: BoardSums, election: Election, contest: Contest, standing: Standing) -> BoardSums:
    """Return the sums with one contest's standing changed; one that is not final and was not costs nothing."""
    old = sums.shares.get(contest.id)
    new = share(election, contest, standing)
    if old == new:
        return sums
    shares = sums.shares.set(contest.id, new) if new is not None else sums.shares.delete(contest.id)
    bodies = sums.bodies
    if contest.body is not None:
        bodies = bodies.set(contest.body, _changed(bodies[contest.body], old, new))
    return BoardSums(night=_changed(sums.night, old, new), bodies=bodies, shares=shares)


def _changed(totals: Totals, old: Share | None, new: Share | None) -> Totals:
    seats, votes = dict(totals.seats), dict(totals.votes)
    by_basis = {
        name: {basis: dict(row) for basis, row in getattr(totals, name).items()}
        for name in ("before_seats", "before_votes", "votes_compared", "seats_compared")
    }
    for sign, item in ((-1, old), (1, new)):
        if item is None:
            continue
        _add(seats, item.seats, sign)
        _add(votes, item.votes, sign)
        for basis, row in item.before_seats.items():
            _add(by_basis["before_seats"].setdefault(basis, {}), row, sign)
            _add(by_basis["seats_compared"].setdefault(basis, {}), item.seats, sign)
        for basis, row in item.before_votes.items():
            if item.votes:
                _add(by_basis["before_votes"].setdefault(basis, {}), row, sign)
                _add(by_basis["votes_compared"].setdefault(basis, {}), item.votes, sign)
    declared = totals.declared + (new is not None) - (old is not None)
    return Totals(contests=totals.contests, declared=declared, seats=seats, votes=votes, **by_basis)


def _add(into: dict[PartyId, int], row: Mapping[PartyId, int], sign: int) -> None:
    for party, number in row.items():
        total = into.get(party, 0) + sign * number
        if total:
            into[party] = total
        else:
            into.pop(party, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A party's night so far.

    Args:
        change: Net change of seats against each basis, over the contests declared that the basis knows.
        share: Exact percentage of all votes in contests declared; None where none is known.
        change_points: Change in that share against each basis, over the contests declared that it has votes for.
    """

    party: PartyId
    seats: int
    change: Mapping[BasisId, int]
    votes: int | None
    share: Fraction | None
    change_points: Mapping[BasisId, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A body's night so far.

    Args:
        control: A party's id, "noc", or None while it is not settled.
        needed: Seats needed for control, None where its size is unknown.
    """

    id: BodyId
    name: str
    declared: int
    total: int
    seats: Mapping[PartyId, int]
    control: str | None
    control_before: Mapping[BasisId, str]
    change: Mapping[BasisId, Mapping[PartyId, int]]
    needed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole night at one moment: parties in order of seats, then votes."""

    declared: int
    total: int
    parties: tuple[PartyRow, ...]
    bodies: tuple[BodyRow, ...]


def board(election: Election, sums: BoardSums, record: Record) -> Board:
    """Return the night by party and by body."""
    bodies = tuple(_body_row(election, sums, record, body) for body in election.bodies)
    night = sums.night
    wholes = _Wholes(
        votes=sum(night.votes.values()),
        before={basis: sum(row.values()) for basis, row in night.before_votes.items()},
        compared={basis: sum(row.values()) for basis, row in night.votes_compared.items()},
    )
    rows = [_party_row(election, night, wholes, party) for party in _parties(election, night)]
    rows.sort(key=lambda r: (-r.seats, -(r.votes or 0), r.party))
    return Board(declared=sums.night.declared, total=sums.night.contests, parties=tuple(rows), bodies=bodies)


def _parties(election: Election, night: Totals) -> tuple[PartyId, ...]:
    stood = dict.fromkeys(night.votes) | dict.fromkeys(night.seats)
    lost = {p for row in night.before_seats.values() for p in row}
    return tuple(stood | dict.fromkeys(sorted(lost)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wholes:
    """All parties' votes: of the night, and on each basis then and now over the contests compared."""

    votes: int
    before: Mapping[BasisId, int]
    compared: Mapping[BasisId, int]


def _party_row(election: Election, night: Totals, wholes: _Wholes, party: PartyId) -> PartyRow:
    total = wholes.votes
    change = {
        basis: night.seats_compared.get(basis, {}).get(party, 0) - row.get(party, 0)
        for basis, row in night.before_seats.items()
    }
    points = {}
    for basis, row in night.before_votes.items():
        before, now = wholes.before[basis], wholes.compared[basis]
        known = election.basis_by_id[basis].complete or party in row
        if before and now and known:
            share = percent(night.votes_compared[basis].get(party, 0), now)
            points[basis] = share - percent(row.get(party, 0), before)
    votes = night.votes.get(party) if total else None
    return PartyRow(
        party=party,
        seats=night.seats.get(party, 0),
        change=change,
        votes=votes,
        share=percent(votes, total) if votes is not None and total else None,
        change_points=points,
    )


def _body_row(election: Election, sums: BoardSums, record: Record, body: Body) -> BodyRow:
    totals = sums.bodies[body.id]
    seats = dict(totals.seats)
    announced = standing_figure(record.bodies.get(body.id, ()))
    complete = totals.contests > 0 and totals.declared == totals.contests
    if announced is not None and isinstance(announced.event, SeatsWon):
        for party, number in announced.event.seats.items():
            seats[PartyId(party)] = max(number, seats.get(PartyId(party), 0))
        complete = complete or announced.event.complete
    _add(seats, body.not_up, 1)
    size = body.seats if body.seats is not None else _size(election, body)
    needed = size // 2 + 1 if size else None
    change = {
        basis: {p: totals.seats_compared.get(basis, {}).get(p, 0) - row.get(p, 0) for p in {*row, *totals.seats}}
        for basis, row in totals.before_seats.items()
    }
    return BodyRow(
        id=body.id,
        name=body.name,
        declared=totals.declared,
        total=totals.contests,
        seats=seats,
        control=_control(seats, needed, complete),
        control_before=body.control_before,
        change=change,
        needed=needed,
    )


def _size(election: Election, body: Body) -> int:
    return sum(contest.seats for contest in election.contests if contest.body == body.id)


def _control(seats: Mapping[PartyId, int], needed: int | None, complete: bool) -> str | None:
    """Return who controls: a party with more than half of all seats, "noc" when all are in and none has, else None."""
    if needed is None:
        return None
    for party, number in seats.items():
        if number >= needed:
            return party
    return NOC if complete else None
