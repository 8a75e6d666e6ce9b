"""Seats that nothing outstanding can change, exactly: of lists in one contest, and of parties in a body.

Lists: with R papers outstanding a list keeps k seats for certain when the others cannot gather, with R more votes,
enough quotients above its k-th. Under a method of divisors each further seat of a rival costs it the votes that lift
its next quotient above that line, and costs never fall from one seat to the next, so taking the cheapest first is the
best they can do. In the same way the most that a list can win is what it would have with all R.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tellers.terms import BodyId, PartyId

Divisor = Callable[[int], Fraction]


def dhondt(seat: int) -> Fraction:
    """Return D'Hondt's divisor of a list's n-th seat, n from 1: 1, 2, 3, …"""
    return Fraction(seat)


def sainte_lague(seat: int) -> Fraction:
    """Return Sainte-Laguë's divisor of a list's n-th seat, n from 1: 1, 3, 5, …"""
    return Fraction(2 * seat - 1)


def modified_sainte_lague(seat: int) -> Fraction:
    """Return the modified divisor, whose first is 1.4: Norway to today, Sweden to 2014."""
    return Fraction(7, 5) if seat == 1 else Fraction(2 * seat - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRange:
    """The fewest and the most seats that a list can end with."""

    least: int
    most: int

    @property
    def decided(self) -> bool:
        """Return whether nothing outstanding can change its seats."""
        return self.least == self.most


def list_ranges(votes: Mapping[str, int], seats: int, outstanding: int, divisor: Divisor) -> dict[str, SeatRange]:
    """Return each list's range of seats, given that at most so many votes are outstanding, for anyone.

    No threshold is applied: under a rule that has one the ranges hold only for lists that are past it for certain.

    Args:
        votes: By list, so far.
        outstanding: Votes that may still come, at most.
        divisor: Of a list's n-th seat; rising, by steps that do not fall after the first.

    Example:
        >>> list_ranges({"a": 100, "b": 60}, 3, 10, dhondt)["a"].decided
        True
    """
    ranges = {}
    for name in votes:
        least = _least(votes, name, seats, outstanding, divisor)
        more = dict(votes) | {name: votes[name] + outstanding}
        ranges[name] = SeatRange(least=least, most=_most(more, name, seats, divisor))
    return ranges


def _least(votes: Mapping[str, int], name: str, seats: int, outstanding: int, divisor: Divisor) -> int:
    """Return the fewest seats of a list that gets no more votes, a tie for its last seat counted against it."""
    kept = 0
    while kept < seats and votes[name]:
        line = Fraction(votes[name]) / divisor(kept + 1)
        if _rivals_above(votes, name, line, outstanding, divisor, seats) + kept + 1 > seats:
            break
        kept += 1
    return kept


def _rivals_above(
    votes: Mapping[str, int], name: str, line: Fraction, outstanding: int, divisor: Divisor, enough: int
) -> int:
    """Return how many quotients of the others can be brought to the line or above it, counted up to `enough`."""
    count = 0
    costs: list[tuple[int, str, int]] = []
    for rival, own in votes.items():
        if rival == name:
            continue
        have = 0
        while have < enough and Fraction(own) / divisor(have + 1) >= line:
            have += 1
        count += have
        heapq.heappush(costs, (_cost(own, line, divisor, have + 1), rival, have + 1))
    left = outstanding
    while costs and count < enough:
        cost, rival, seat = heapq.heappop(costs)
        if cost > left:
            break
        left -= cost
        count += 1
        reached = _votes_for(line, divisor, seat)
        heapq.heappush(costs, (_votes_for(line, divisor, seat + 1) - reached, rival, seat + 1))
    return count


def _votes_for(line: Fraction, divisor: Divisor, seat: int) -> int:
    """Return the fewest votes whose quotient for that seat is at the line or above it."""
    product = line * divisor(seat)
    return -(-product.numerator // product.denominator)


def _cost(own: int, line: Fraction, divisor: Divisor, seat: int) -> int:
    return max(0, _votes_for(line, divisor, seat) - own)


def _most(votes: Mapping[str, int], name: str, seats: int, divisor: Divisor) -> int:
    """Return the most seats of a list with these votes, a tie for its last seat counted for it."""
    won = 0
    while won < seats and votes[name]:
        line = Fraction(votes[name]) / divisor(won + 1)
        above = sum(_above(own, line, divisor, seats) for rival, own in votes.items() if rival != name)
        if above + won + 1 > seats:
            break
        won += 1
    return won


def _above(own: int, line: Fraction, divisor: Divisor, most: int) -> int:
    count = 0
    while count < most and Fraction(own) / divisor(count + 1) > line:
        count += 1
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenContest:
    """A contest of a body that is not decided: its seats, and which parties stand for how many of them."""

    seats: int
    standing: Mapping[PartyId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlDecision:
    """Whether the control of a body is decided, for whom ("noc" for nobody), and why or why not."""

    body: BodyId
    decided: bool
    control: str | None
    why: str


def control_decided(
    body: BodyId, seats: Mapping[PartyId, int], contests: Sequence[OpenContest], needed: int | None
) -> ControlDecision:
    """Return whether nothing outstanding can change who controls a body.

    Args:
        seats: Seats certain so far by party: of contests decided, and those not up.
        contests: The contests that are not decided.
        needed: Seats needed for control; None where the body's size is not known, which decides nothing.
    """
    if needed is None:
        return ControlDecision(body=body, decided=False, control=None, why="The number of all seats is not known.")
    for party, number in seats.items():
        if number >= needed:
            return ControlDecision(body=body, decided=True, control=party, why=f"{number} seats are certain.")
    best = 0
    for party in {*seats, *(p for contest in contests for p in contest.standing)}:
        reach = seats.get(party, 0) + sum(min(c.seats, c.standing.get(party, 0)) for c in contests)
        best = max(best, reach)
    if best < needed:
        return ControlDecision(body=body, decided=True, control="noc", why=f"Nobody can reach {needed} seats.")
    return ControlDecision(body=body, decided=False, control=None, why="More than one outcome is still possible.")
