"""Sums over contests: of the whole night, of a body, of a region; one contest more or less changes them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tellers.tally.share import Share
from tellers.terms import BasisId, PartyId

Rows = Mapping[BasisId, Mapping[PartyId, int]]


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of shares; maps are never changed in place.

    Args:
        contests, places: Contests, and the seats that they fill.
        declared, filled: Contests that are final, and the seats that they fill (left vacant or not).
        before_seats, seats_compared: Seats on each basis and now, over the contests that the basis knows.
        before_votes, votes_compared: Votes likewise.
        gains, losses: Seats gained and lost in contests, by party and basis.
        compared: Contests and their seats that the change of seats on a basis is over.
        votes_over: Contests that the change of votes on a basis is over.
    """

    contests: int
    places: int
    declared: int = 0
    filled: int = 0
    no_party: int = 0
    seats: Mapping[PartyId, int] = {}
    votes: Mapping[PartyId, int] = {}
    before_seats: Rows = {}
    seats_compared: Rows = {}
    before_votes: Rows = {}
    votes_compared: Rows = {}
    gains: Rows = {}
    losses: Rows = {}
    compared: Mapping[BasisId, tuple[int, int]] = {}
    votes_over: Mapping[BasisId, int] = {}


_ROWS = ("before_seats", "seats_compared", "before_votes", "votes_compared", "gains", "losses")


def changed(totals: Totals, old: Share | None, new: Share | None) -> Totals:
    """Return the sums with one contest's share changed."""
    seats, votes = dict(totals.seats), dict(totals.votes)
    rows = {name: {basis: dict(row) for basis, row in getattr(totals, name).items()} for name in _ROWS}
    compared, votes_over = dict(totals.compared), dict(totals.votes_over)
    declared, filled, no_party = totals.declared, totals.filled, totals.no_party
    for sign, item in ((-1, old), (1, new)):
        if item is None:
            continue
        declared, filled, no_party = declared + sign, filled + sign * item.places, no_party + sign * item.no_party
        add(seats, item.seats, sign)
        add(votes, item.votes, sign)
        for basis, row in item.before_seats.items():
            add(rows["before_seats"].setdefault(basis, {}), row, sign)
            add(rows["seats_compared"].setdefault(basis, {}), item.seats, sign)
            for party, number in (item.gained(basis) or {}).items():
                add(rows["gains" if number > 0 else "losses"].setdefault(basis, {}), {party: abs(number)}, sign)
            contests, places = compared.get(basis, (0, 0))
            compared[basis] = (contests + sign, places + sign * item.places)
        for basis, row in item.before_votes.items():
            if item.votes:
                add(rows["before_votes"].setdefault(basis, {}), row, sign)
                add(rows["votes_compared"].setdefault(basis, {}), item.votes, sign)
                votes_over[basis] = votes_over.get(basis, 0) + sign
    return Totals(
        contests=totals.contests,
        places=totals.places,
        declared=declared,
        filled=filled,
        no_party=no_party,
        seats=seats,
        votes=votes,
        compared={basis: pair for basis, pair in compared.items() if pair[0]},
        votes_over={basis: number for basis, number in votes_over.items() if number},
        **{name: {basis: row for basis, row in of.items() if row} for name, of in rows.items()},
    )


def add(into: dict[PartyId, int], row: Mapping[PartyId, int], sign: int = 1) -> None:
    """Add a row of numbers by party, or take it away; a party that comes to nought is left out."""
    for party, number in row.items():
        total = into.get(party, 0) + sign * number
        if total:
            into[party] = total
        else:
            into.pop(party, None)
