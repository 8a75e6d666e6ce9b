"""Seats that changed hands, and councils, each against a named basis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from immutables import Map

from tellers.record.election import Election
from tellers.tally.control import NOC, BodyRow
from tellers.tally.share import Share
from tellers.terms import BasisId, ContestId, PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """A contest in which seats changed hands on a basis: above 0 gained by the party, below 0 lost by it."""

    contest: ContestId
    basis: BasisId
    seats: Mapping[PartyId, int]
    seq: int

    @property
    def to(self) -> tuple[PartyId, ...]:
        """Return the parties that gained."""
        return tuple(party for party, number in self.seats.items() if number > 0)

    @property
    def away(self) -> tuple[PartyId, ...]:
        """Return the parties that lost."""
        return tuple(party for party, number in self.seats.items() if number < 0)


def gains(shares: Map[ContestId, Share], basis: BasisId) -> tuple[Gain, ...]:
    """Return the contests in which seats changed hands on a basis, newest first."""
    found = []
    for contest, share in shares.items():
        seats = share.gained(basis)
        if seats:
            found.append(Gain(contest=contest, basis=basis, seats=seats, seq=share.seq))
    return tuple(sorted(found, key=lambda gain: (-gain.seq, gain.contest)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """Bodies controlled by a party, or by none ("noc"), with those gained and lost on each basis.

    Args:
        compared: Bodies whose control is settled now and known on the basis: gained and lost are over these alone.
    """

    control: str
    bodies: int
    gained: Mapping[BasisId, int]
    lost: Mapping[BasisId, int]


def control_rows(election: Election, bodies: Iterable[BodyRow]) -> tuple[tuple[ControlRow, ...], dict[BasisId, int]]:
    """Return the bodies that each party controls, in order of number, and over how many each change is made."""
    count: dict[str, int] = {}
    gained: dict[str, dict[BasisId, int]] = {}
    lost: dict[str, dict[BasisId, int]] = {}
    compared: dict[BasisId, int] = {}
    for body in bodies:
        if body.control is not None:
            count[body.control] = count.get(body.control, 0) + 1
        for basis, change in body.control_change.items():
            compared[basis] = compared.get(basis, 0) + 1
            if change.before != change.now:
                for who, into in ((change.now, gained), (change.before, lost)):
                    row = into.setdefault(who, {})
                    row[basis] = row.get(basis, 0) + 1
    rows = [
        ControlRow(control=who, bodies=count.get(who, 0), gained=gained.get(who, {}), lost=lost.get(who, {}))
        for who in {**count, **gained, **lost}
    ]
    rows.sort(key=lambda row: (row.control == NOC, -row.bodies, row.control))
    return tuple(rows), compared
