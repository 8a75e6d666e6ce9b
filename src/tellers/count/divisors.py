"""Highest averages: each seat to the list whose votes, divided by the next divisor of its sequence, are most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from heapq import heapify, heappop, heapreplace
from typing import Literal

Shape = Literal["steps", "geometric_mean", "power", "doubling"]
Preference = Literal["none", "more_votes", "fewer_votes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Divisors:
    """A sequence of divisors, one for each seat a list may win, as integers over a common `unit`.

    Args:
        id: Short name, such as `dhondt`.
        name: Name in full.
        shape: `steps`: from `start` by `step`. `geometric_mean`: the root of n(n+1), n from `start`. `power`: n to the
            power `step`/`power`. `doubling`: 1, 2, 4, 8.
        first: Divisors that stand in place of the first ones of the sequence, over `unit`.
        start: Divisor of the first seat, over `unit`.
        step: What each further divisor adds, over `unit`.
        unit: What the integers are over: 5 for 1.4, which is 7/5.
        power: Power to which quotients are raised to be rational: 2 where a divisor is a square root.
    """

    id: str
    name: str
    shape: Shape = "steps"
    first: tuple[int, ...] = ()
    start: int = 1
    step: int = 1
    unit: int = 1
    power: int = 1

    def weight(self, number: int) -> int:
        """Return the divisor of a list's seat `number` (from 1), times `unit`, raised to `power`."""
        if number <= len(self.first):
            return self.first[number - 1]
        match self.shape:
            case "steps":
                return self.start + self.step * (number - 1)
            case "geometric_mean":
                return (self.start + number - 1) * (self.start + number)
            case "power":
                return int(number**self.step)
            case "doubling":
                return int(2 ** (number - 1))

    def quotient(self, votes: int | Fraction, number: int) -> Fraction | None:
        """Return the exact quotient of a list's seat `number`, raised to `power`; None where the divisor is zero."""
        weight = self.weight(number)
        return None if weight == 0 else Fraction(votes) ** self.power * self.unit / weight


DHONDT = Divisors(id="dhondt", name="D'Hondt")
SAINTE_LAGUE = Divisors(id="sainte_lague", name="Sainte-Laguë", step=2)
SAINTE_LAGUE_14 = Divisors(
    id="sainte_lague_14", name="Sainte-Laguë, first divisor 1.4", first=(7,), start=5, step=10, unit=5
)
SAINTE_LAGUE_12 = Divisors(
    id="sainte_lague_12", name="Sainte-Laguë, first divisor 1.2", first=(6,), start=5, step=10, unit=5
)
DANISH = Divisors(id="danish", name="Danish (1, 4, 7)", step=3)
IMPERIALI = Divisors(id="imperiali", name="Imperiali divisors (1, 1½, 2)", start=2, unit=2)
ADAMS = Divisors(id="adams", name="Adams (0, 1, 2)", start=0)
HUNTINGTON_HILL = Divisors(id="huntington_hill", name="Huntington-Hill", shape="geometric_mean", start=0, power=2)
# The Riigikogu Election Act § 62 divides by 1, 2^0.9, 3^0.9: rational once raised to the tenth power.
ESTONIAN = Divisors(id="estonian", name="Estonian (n to the power 0.9)", shape="power", step=9, power=10)
MACAU = Divisors(id="macau", name="Macau (1, 2, 4, 8)", shape="doubling")

DIVISORS = {
    sequence.id: sequence
    for sequence in (
        DHONDT,
        SAINTE_LAGUE,
        SAINTE_LAGUE_14,
        SAINTE_LAGUE_12,
        DANISH,
        IMPERIALI,
        ADAMS,
        HUNTINGTON_HILL,
        ESTONIAN,
        MACAU,
    )
}


@dataclass(frozen=True, slots=True)
class Filling:
    """How seats fell to lists by index, before any lot.

    Args:
        sequence: Index of the list of each seat that no lot decides, in order.
        tied: Lists of equal claim to the last seats; empty when none.
        at_stake: How many seats the tied lists are tied for: fewer than there are lists tied.
        settled: Lists whose quotients were equal at the last seat and which the law told apart without a lot,
            those preferred first; empty when none.
        vacant: Seats that no list could take.
    """

    sequence: tuple[int, ...]
    tied: tuple[int, ...] = ()
    at_stake: int = 0
    settled: tuple[int, ...] = ()
    vacant: int = 0


@lru_cache(maxsize=256)
def _weights(divisors: Divisors, count: int) -> tuple[tuple[int, ...], int]:
    """Return the first weights, and the shift that keeps floor((votes << shift) / weight) in exact order."""
    weights = tuple(divisors.weight(number) for number in range(1, count + 1))
    # Two different quotients a/b and c/d differ by at least 1/bd: shifted past bd, their floors differ too,
    # and equal quotients have equal floors. So integers stand for fractions with nothing lost.
    return weights, 2 * max(weights).bit_length() + 1


def fill_by_divisors(
    votes: Sequence[int],
    seats: int,
    divisors: Divisors,
    *,
    held: Sequence[int] = (),
    caps: Sequence[int | None] = (),
    preference: Preference = "none",
) -> Filling:
    """Return the filling of `seats` by highest averages; a list without votes never takes one.

    Args:
        votes: Votes by list, none below zero.
        seats: Seats to fill, from 0.
        divisors: The sequence.
        held: Seats each list has before the first is filled here, which its divisor counts; none when empty.
        caps: The most seats each list may take here, None for no limit; no limit when empty.
        preference: How the law tells equal quotients apart before it draws lots.
    """
    if seats <= 0:
        return Filling(())
    weights, shift = _weights(divisors, seats + 1 + max(held, default=0))
    power = divisors.power
    scaled = [(vote << shift) if power == 1 else (vote**power << shift) for vote in votes]
    # A divisor of zero makes a claim beyond every quotient; among such claims the larger vote comes first.
    beyond = max(scaled, default=0)
    sign = 0 if preference == "none" else -1 if preference == "more_votes" else 1
    taken = list(held) if held else [0] * len(votes)
    room = [seats if cap is None else cap for cap in caps] if caps else [seats] * len(votes)
    heap: list[tuple[int, int, int]] = []
    for index, vote in enumerate(votes):
        if vote and room[index] > 0:
            weight = weights[taken[index]]
            key = scaled[index] // weight if weight else beyond + scaled[index]
            heap.append((-key, sign * vote, index))
    heapify(heap)
    popped: list[tuple[int, int, int]] = []
    while heap and len(popped) < seats:
        best = heap[0]
        popped.append(best)
        index = best[2]
        taken[index] += 1
        room[index] -= 1
        if room[index] > 0:
            weight = weights[taken[index]]
            key = scaled[index] // weight if weight else beyond + scaled[index]
            heapreplace(heap, (-key, sign * votes[index], index))
        else:
            heappop(heap)
    if not heap or heap[0][0] != popped[-1][0]:
        return Filling(tuple([entry[2] for entry in popped]), vacant=seats - len(popped))
    return _tied_filling(popped, heap)


def _tied_filling(popped: list[tuple[int, int, int]], heap: list[tuple[int, int, int]]) -> Filling:
    """Return the filling where the last seat's quotient is also that of a claim left without one."""
    key, mark, _ = popped[-1]
    claims = sorted([entry for entry in popped if entry[0] == key] + [entry for entry in heap if entry[0] == key])
    settled = tuple(entry[2] for entry in claims) if len({entry[1] for entry in claims}) > 1 else ()
    tied = tuple(entry[2] for entry in claims if entry[1] == mark)
    at_stake = sum(entry[:2] == (key, mark) for entry in popped)
    if at_stake == len(tied):
        return Filling(tuple(entry[2] for entry in popped), settled=settled)
    sure = tuple(entry[2] for entry in popped if entry[:2] != (key, mark))
    return Filling(sure, tied=tied, at_stake=at_stake, settled=settled)
