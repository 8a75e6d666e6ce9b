"""Placing seats that lists have won in the areas where each has the best claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tellers.count.allocation import Placed, Placing, Votes
from tellers.count.divisors import Divisors
from tellers.count.lots import find_lot, remaining_lots
from tellers.count.sheet import Lot, Tie

Unit = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacingPoll:
    """What there is to place, and the votes that place it.

    Args:
        votes: Votes by area and list.
        held: Seats by area and list already won there, which divisors count.
        claims: Seats to place, by list.
        room: The most seats an area takes, by area; without limit where it is None.
        worth: What a vote counts for, by area, above zero: 1 where none is named.
    """

    votes: Mapping[str, Mapping[str, Votes]]
    held: Mapping[str, Mapping[str, int]]
    claims: Mapping[str, int]
    room: Mapping[str, int] | None = None
    worth: Mapping[str, Fraction] = field(default_factory=dict)


def place_seats(poll: PlacingPoll, divisors: Divisors, lots: Sequence[Lot] = (), *, why: str) -> Placing:
    """Return the seats placed one at a time, each where the largest quotient of all is.

    A list with no seat left to place and an area with no room left drop out. A tie matters only where not all of those
    tied can be placed; then a lot between `list in area` names the one to place next.

    Args:
        poll: What there is to place.
        divisors: The sequence; the first divisor is for a list that holds none in the area.
        lots: Lots drawn; those that fit no tie here are left alone.
        why: The clause, for a tie.
    """
    quotients: dict[Unit, Fraction] = {}
    taken: dict[Unit, int] = {}
    for area, votes in poll.votes.items():
        for name, cast in votes.items():
            if poll.claims.get(name, 0) > 0 and cast:
                taken[area, name] = poll.held.get(area, {}).get(name, 0)
                quotients[area, name] = _quotient(poll, divisors, (area, name), taken[area, name] + 1)
    units = tuple(_unit_name(unit) for unit in quotients)
    index_of = {unit: index for index, unit in enumerate(quotients)}
    claims = dict(poll.claims)
    room = None if poll.room is None else dict(poll.room)
    placed: list[Placed] = []
    ties: list[Tie] = []
    used: list[Lot] = []
    while best := _best(quotients, claims, room):
        unit = best[0]
        if _conflict(best, claims, room):
            lot = find_lot(map(_unit_name, best), remaining_lots(lots, used))
            chosen = None if lot is None else next(unit for unit in best if _unit_name(unit) == lot.chosen)
            ties.append(
                Tie(
                    stage=len(placed) + 1,
                    purpose="last_seat",
                    candidates=tuple(index_of[unit] for unit in best),
                    chosen=None if chosen is None else index_of[chosen],
                    settled_by=None if chosen is None else "lot",
                    why=why,
                )
            )
            if lot is None or chosen is None:
                break
            used.append(lot)
            unit = chosen
        area, name = unit
        placed.append(Placed(order=len(placed) + 1, name=name, area=area, quotient=quotients[unit]))
        claims[name] -= 1
        if room is not None:
            room[area] -= 1
        taken[unit] += 1
        quotients[unit] = _quotient(poll, divisors, unit, taken[unit] + 1)
    return Placing(placed=tuple(placed), units=units, ties=tuple(ties), lots=tuple(used))


def _quotient(poll: PlacingPoll, divisors: Divisors, unit: Unit, number: int) -> Fraction:
    area, name = unit
    quotient = divisors.quotient(poll.votes[area][name] * poll.worth.get(area, Fraction(1)), number)
    assert quotient is not None, f"{divisors.id} has a divisor of zero: it places no seats"
    return quotient


def _unit_name(unit: Unit) -> str:
    return f"{unit[1]} in {unit[0]}"


def _best(
    quotients: Mapping[Unit, Fraction], claims: Mapping[str, int], room: Mapping[str, int] | None
) -> tuple[Unit, ...]:
    """Return the units of the largest quotient among those that can still be placed; none when all is placed."""
    top: list[Unit] = []
    most = Fraction(-1)
    for unit, quotient in quotients.items():
        if claims[unit[1]] <= 0 or (room is not None and room.get(unit[0], 0) <= 0):
            continue
        if quotient > most:
            top, most = [unit], quotient
        elif quotient == most:
            top.append(unit)
    return tuple(top)


def _conflict(best: tuple[Unit, ...], claims: Mapping[str, int], room: Mapping[str, int] | None) -> bool:
    if len(best) == 1:
        return False
    for area, name in best:
        if sum(other[1] == name for other in best) > claims[name]:
            return True
        if room is not None and sum(other[0] == area for other in best) > room[area]:
            return True
    return False
