"""The allocation: seats by list, each in its order and with what won it, every tie and lot as a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tellers.count.divisors import Divisors
from tellers.count.remainders import LargestRemainder
from tellers.count.sheet import Lot, Tie, figure_text
from tellers.count.thresholds import Applied

Method = Divisors | LargestRemainder
Votes = int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatWon:
    """One seat: its place in the order, its winner, and what won it.

    Args:
        order: From 1. Seats of equal quotient follow one another in the order of the lists, which says nothing.
        name: The list.
        number: Which of the list's seats this is, from 1, those it held before counted.
        quotient: Votes over the divisor, exact, raised to the divisors' `power`; under a quota method the quota for a
            seat won by a whole quota, and the remainder in votes for one won by a remainder. None where the divisor
            is zero.
        by_lot: Whether a lot gave it.
    """

    order: int
    name: str
    number: int
    quotient: Fraction | None
    by_lot: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """The lot that must be drawn before an allocation can go on.

    Args:
        where: The tier and area in which the tie stands; empty at the top.
        names: Those tied.
        seats: For how many seats, one lot for each.
        why: One sentence with the clause.
    """

    where: str
    names: tuple[str, ...]
    seats: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Seats allocated to lists in one contest, or over all the tiers of one.

    Args:
        rule: The rule's id.
        lists: Names, in the order given.
        votes: Votes of each, as the allocation counted them.
        seats: Seats that were to be filled here.
        won: Seats each list won here for certain: those a lot still awaited will give are not in it.
        held: Seats each list had before, which the method took account of; empty where none.
        sequence: Index of the winner of each seat, in order; seats won by whole quotas, or held, come first.
        by_lot: How many seats at the end of `sequence` were given by lot.
        method: How the seats were allocated; None where the tiers say it.
        quota: The price of a seat, under a quota method.
        applied: The threshold as it was applied; None where there is none.
        taking_part: Whether each list took part in the allocation: those below the threshold did not.
        ties: Every tie that had to be settled; the last is unsettled if a lot is awaited.
        lots: The lots that were used.
        at_stake: Seats for which a lot is awaited.
        vacant: Seats that no list could take: no votes, or no candidates left.
        overhang: Seats above the body's lawful number, by list; empty where none.
        tiers: The allocations this one is made of, by tier, from the first.
        title: The contest's name, if known.
    """

    rule: str
    lists: tuple[str, ...]
    votes: tuple[Votes, ...]
    seats: int
    won: tuple[int, ...]
    held: tuple[int, ...] = ()
    sequence: tuple[int, ...] = ()
    by_lot: int = 0
    method: Method | None = None
    quota: Fraction | None = None
    applied: Applied | None = None
    taking_part: tuple[bool, ...] = ()
    ties: tuple[Tie, ...] = ()
    lots: tuple[Lot, ...] = ()
    at_stake: int = 0
    vacant: int = 0
    overhang: tuple[int, ...] = ()
    tiers: tuple[Tier, ...] = ()
    title: str = ""

    @property
    def by_list(self) -> dict[str, int]:
        """Seats won here by list, those with none left out."""
        return {name: won for name, won in zip(self.lists, self.won, strict=True) if won}

    @property
    def totals(self) -> dict[str, int]:
        """Seats won here and held before together, by list, those with none left out."""
        held = self.held or (0,) * len(self.won)
        return {name: own + had for name, own, had in zip(self.lists, self.won, held, strict=True) if own + had}

    @property
    def order(self) -> tuple[SeatWon, ...]:
        """Each seat in its order with the exact figure that won it; empty where the tiers say it."""
        return tuple(self._seats_won())

    def _seats_won(self) -> Iterator[SeatWon]:
        numbers = list(self.held) if self.held else [0] * len(self.lists)
        first_by_lot = len(self.sequence) - self.by_lot
        for place, index in enumerate(self.sequence):
            numbers[index] += 1
            yield SeatWon(
                order=place + 1,
                name=self.lists[index],
                number=numbers[index],
                quotient=self._figure(index, numbers[index]),
                by_lot=place >= first_by_lot,
            )

    def _figure(self, index: int, number: int) -> Fraction | None:
        votes = Fraction(self.votes[index])
        if isinstance(self.method, Divisors):
            return self.method.quotient(votes, number)
        if self.quota is None:
            return None
        return self.quota if number * self.quota <= votes else votes - (number - 1) * self.quota

    @property
    def awaiting(self) -> Awaited | None:
        """The lot that must be drawn next, here or in a tier; None when the allocation is complete."""
        if self.ties and self.ties[-1].chosen is None:
            tie = self.ties[-1]
            names = tuple(self.lists[index] for index in tie.candidates)
            return Awaited(where=self.title, names=names, seats=self.at_stake, why=tie.why)
        for tier in self.tiers:
            if tier.placing is not None and (placing := tier.placing.awaiting(tier.name)) is not None:
                return placing
            for area, allocation in tier.areas.items():
                if (found := allocation.awaiting) is not None:
                    where = ", ".join(filter(None, (tier.name, area)))
                    return Awaited(where=where, names=found.names, seats=found.seats, why=found.why)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One level of an allocation.

    Args:
        name: Such as `districts`, `levelling seats`.
        areas: The allocation in each area of the tier, by name; one nameless where the tier is of one piece.
        placing: How seats already won by lists were placed in areas, where that is what the tier does.
    """

    name: str
    areas: Mapping[str, Allocation]
    placing: Placing | None = None

    def won(self, name: str) -> int:
        """Return the seats a list won in all areas of the tier together."""
        return sum(allocation.by_list.get(name, 0) for allocation in self.areas.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One seat placed: a list's seat, in an area.

    Args:
        order: From 1, in the order of the law.
        name: The list.
        area: The area its seat fell to.
        quotient: The exact figure that placed it.
    """

    order: int
    name: str
    area: str
    quotient: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Seats that lists have won, placed in areas.

    Args:
        placed: In order; those a lot still awaited will place are not in it.
        units: Names of what a tie can be between: a list in an area.
        ties: Every tie that had to be settled, by index into `units`.
        lots: The lots that were used.
    """

    placed: tuple[Placed, ...]
    units: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    lots: tuple[Lot, ...] = ()

    def awaiting(self, where: str) -> Awaited | None:
        """Return the lot that must be drawn next; None when all is placed."""
        if not self.ties or self.ties[-1].chosen is not None:
            return None
        tie = self.ties[-1]
        names = tuple(self.units[index] for index in tie.candidates)
        return Awaited(where=where, names=names, seats=1, why=tie.why)

    def by_area(self) -> dict[str, dict[str, int]]:
        """Return seats placed, by area and list."""
        found: dict[str, dict[str, int]] = {}
        for seat in self.placed:
            area = found.setdefault(seat.area, {})
            area[seat.name] = area.get(seat.name, 0) + 1
        return found


def allocation_json(allocation: Allocation) -> dict[str, object]:
    """Return the allocation as the value that `tellers count --json` prints; exact figures are decimal text."""
    awaited = allocation.awaiting
    return {
        "rule": allocation.rule,
        "title": allocation.title,
        "seats": allocation.seats,
        "votes": {n: figure_text(v) for n, v in zip(allocation.lists, allocation.votes, strict=True)},
        "won": allocation.by_list,
        "totals": allocation.totals,
        "quota": None if allocation.quota is None else figure_text(allocation.quota),
        "order": [
            {
                "order": seat.order,
                "list": seat.name,
                "number": seat.number,
                "quotient": None if seat.quotient is None else figure_text(seat.quotient),
                "by_lot": seat.by_lot,
            }
            for seat in allocation.order
        ],
        "threshold": None if allocation.applied is None else _applied_json(allocation),
        "vacant": allocation.vacant,
        "overhang": {n: o for n, o in zip(allocation.lists, allocation.overhang, strict=False) if o},
        "ties": [
            {
                "lists": [allocation.lists[index] for index in tie.candidates],
                "chosen": None if tie.chosen is None else allocation.lists[tie.chosen],
                "settled_by": tie.settled_by,
                "why": tie.why,
            }
            for tie in allocation.ties
        ],
        "awaiting": None
        if awaited is None
        else {"where": awaited.where, "lists": list(awaited.names), "seats": awaited.seats, "why": awaited.why},
        "tiers": [
            {
                "name": tier.name,
                "areas": {area: allocation_json(part) for area, part in tier.areas.items()},
                "placing": [] if tier.placing is None else [_placed_json(seat) for seat in tier.placing.placed],
            }
            for tier in allocation.tiers
        ],
    }


def _placed_json(seat: Placed) -> dict[str, object]:
    return {"order": seat.order, "list": seat.name, "area": seat.area, "quotient": figure_text(seat.quotient)}


def _applied_json(allocation: Allocation) -> dict[str, object]:
    applied = allocation.applied
    assert applied is not None
    passed = {
        name: None if place is None else applied.threshold.any_of[place].words()
        for name, place in zip(allocation.lists, applied.passed_by, strict=True)
    }
    bases = {n: None if v is None else figure_text(v) for n, v in applied.denominators.items()}
    return {"words": applied.threshold.words(), "of": bases, "passed_by": passed}
