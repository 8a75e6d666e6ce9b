"""Compensation: list seats that bring a body to proportion, after the seats won in constituencies or districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tellers.count.allocation import Allocation, Tier
from tellers.count.divisors import Divisors
from tellers.count.lists import ListPoll, ListSystem, check_poll
from tellers.count.lots import check_lots_used
from tellers.count.sheet import Lot
from tellers.errors import CountError, Problem

Overhang = Literal["added", "levelled", "set_aside", "taken_back"]

# A body that has not levelled at this size has a list with seats and next to no votes: a mistake, not an election.
LEVELLED_SIZE_MAX = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """How list seats follow from seats already won.

    Args:
        system: The allocation of all the body's seats, those already won among them.
        overhang: What is done with a list that has won more than its due. `added`: it keeps them, and the body grows by
            them. `levelled`: the body grows until they are its due. `set_aside`: it keeps them, takes no further part,
            and the others share the seats that are left. `taken_back`: it loses them (its seats here are below none).
        unlevelled_max: How many seats of overhang `levelled` may leave as they are.
        outside_reduces: Whether seats won by those who take no part come off the number to be shared.
        size_max: The most seats `levelled` may come to; None for no limit.
    """

    system: ListSystem
    overhang: Overhang
    unlevelled_max: int = 0
    outside_reduces: bool = True
    size_max: int | None = None

    def allocate(self, poll: ListPoll, lots: Sequence[Lot] = ()) -> Allocation:
        """Return the seats each list gets on top of `poll.held`; `poll.seats` is the body's lawful number.

        Raises:
            CountError: As `ListSystem.allocate`, or the body cannot be levelled.
        """
        check_poll(poll, lots)
        allocation = self.part(poll, lots)
        if lots:
            check_lots_used(poll.title or self.system.id, lots, allocation.lots)
        return allocation

    def part(self, poll: ListPoll, lots: Sequence[Lot] = ()) -> Allocation:
        """Return the allocation as `allocate` does, the poll taken as checked."""
        asked = poll if poll.seats_elsewhere else replace(poll, seats_elsewhere=poll.held)
        bare = replace(asked, held={})
        trial = self.system.part(bare, lots)
        taking = trial.taking_part or (True,) * len(trial.lists)
        # One without a vote for a list, an independent member, takes no part however many seats he won.
        inside = {name for name, votes, part in zip(trial.lists, trial.votes, taking, strict=True) if part and votes}
        outside = sum(won for name, won in poll.held.items() if name not in inside) if self.outside_reduces else 0
        number = poll.seats - outside
        return replace(self._by_overhang(poll, bare, number, inside, lots), applied=trial.applied)

    def _by_overhang(
        self, poll: ListPoll, bare: ListPoll, number: int, inside: set[str], lots: Sequence[Lot]
    ) -> Allocation:
        match self.overhang:
            case "added":
                due = self.system.part(replace(bare, seats=number), lots)
                return _result(self, poll, due, inside, {}, beyond=True)
            case "taken_back":
                due = self.system.part(replace(bare, seats=number), lots)
                return _result(self, poll, due, inside, {}, beyond=False)
            case "levelled":
                return self._levelled(poll, bare, number, inside, lots)
            case "set_aside":
                return self._set_aside(poll, bare, number, inside, lots)

    def _levelled(
        self, poll: ListPoll, bare: ListPoll, number: int, inside: set[str], lots: Sequence[Lot]
    ) -> Allocation:
        """Return the least number of seats at which no more than `unlevelled_max` are beyond their list's due.

        A lot drawn at one number of seats is asked for again at the next where the same lists are tied.
        """
        spent: list[Lot] = []
        for size in range(self._first_size(poll, bare, number, inside), LEVELLED_SIZE_MAX + 1):
            due = self.system.part(replace(bare, seats=size), lots)
            short = _short(poll, due, inside)
            spent += [lot for lot in due.lots if spent.count(lot) < due.lots.count(lot)]
            # A seat that a lot awaited may give one of these lists may be the one that levels: then the lot is asked.
            tied = () if due.awaiting is None else due.awaiting.names
            by_lot = min(due.at_stake, sum(name in short for name in tied))
            if sum(short.values()) - by_lot <= self.unlevelled_max or size == self.size_max:
                return replace(_result(self, poll, due, inside, {}, beyond=True), lots=tuple(spent))
        raise CountError(
            Problem(
                where=poll.title or self.system.id,
                found=f"seats beyond their list's due even in a body of {LEVELLED_SIZE_MAX}",
                wanted="a body that additional seats can level",
                remedy="Correct the votes of the lists that won seats.",
            )
        )

    def _first_size(self, poll: ListPoll, bare: ListPoll, number: int, inside: set[str]) -> int:
        """Return a size from which to try each in turn: none smaller levels, by lot or without.

        Under divisors a larger body costs nobody a seat, so the least size that levels is found by halving; a tie
        that might level lies no further below it than there are lists.
        """
        if not isinstance(self.system.method, Divisors):
            return number
        low, high = number, number
        while self._lacks(poll, bare, high, inside) and high < LEVELLED_SIZE_MAX:
            low, high = high, min(max(high * 2, 1), LEVELLED_SIZE_MAX)
        while high - low > 1:
            middle = (low + high) // 2
            if self._lacks(poll, bare, middle, inside):
                low = middle
            else:
                high = middle
        first = max(number, high - len(poll.votes))
        return first if self.size_max is None else max(number, min(first, self.size_max))

    def _lacks(self, poll: ListPoll, bare: ListPoll, size: int, inside: set[str]) -> bool:
        due = self.system.part(replace(bare, seats=size))
        return sum(_short(poll, due, inside).values()) > self.unlevelled_max

    def _set_aside(
        self, poll: ListPoll, bare: ListPoll, number: int, inside: set[str], lots: Sequence[Lot]
    ) -> Allocation:
        aside: dict[str, int] = {}
        while True:
            # The lists below the threshold stay at no votes; those set aside likewise, the seats theirs already.
            votes = {name: 0 if name in aside or name not in inside else cast for name, cast in bare.votes.items()}
            system = replace(self.system, threshold=None)
            due = system.part(replace(bare, votes=votes, seats=number - sum(aside.values())), lots)
            if due.awaiting is not None:
                return _result(self, poll, due, inside, aside, beyond=False)
            over = {
                name: won
                for name, won in poll.held.items()
                if name in inside and name not in aside and won > due.by_list.get(name, 0)
            }
            if not over:
                return _result(self, poll, due, inside, aside, beyond=False)
            aside.update(over)


def _short(poll: ListPoll, due: Allocation, inside: set[str]) -> dict[str, int]:
    """Return the seats that each list taking part has won beyond its due, those with none left out."""
    sure = due.by_list
    return {
        name: won - sure.get(name, 0) for name, won in poll.held.items() if name in inside and won > sure.get(name, 0)
    }


def _result(
    compensation: Compensation,
    poll: ListPoll,
    due: Allocation,
    inside: set[str],
    aside: dict[str, int],
    *,
    beyond: bool,
) -> Allocation:
    """Return what each list gets on top of what it has, and what it has beyond its due."""
    names = tuple(poll.votes)
    due_of = due.by_list
    held = tuple(poll.held.get(name, 0) for name in names)
    more = [due_of.get(name, 0) - had if name in inside else 0 for name, had in zip(names, held, strict=True)]
    keeps = compensation.overhang != "taken_back"
    won = tuple(max(extra, 0) if keeps else extra for extra in more)
    return Allocation(
        rule=compensation.system.id,
        lists=names,
        votes=tuple(poll.votes.values()),
        seats=poll.seats,
        won=won,
        held=held,
        taking_part=tuple(name in inside and name not in aside for name in names),
        lots=due.lots,
        at_stake=due.at_stake,
        vacant=due.vacant,
        overhang=tuple(max(-extra, 0) for extra in more) if beyond else (),
        tiers=(Tier(name="due", areas={"": due}),),
        title=poll.title,
    )
