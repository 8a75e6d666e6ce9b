"""How close a list result was: the fewest votes that would win a list one seat more, or cost it its last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from tellers.count.allocation import Allocation
from tellers.count.divisors import Divisors
from tellers.count.lists import ListPoll
from tellers.count.sheet import StageSheet
from tellers.count.tiers import TieredPoll

# No law gives a seat for less than this many times all the votes cast: a list that does not gain by then cannot.
GAIN_TIMES_MAX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """How near a list was to one seat more and to one fewer, every other list's votes as they are.

    Args:
        name: The list.
        seats: Seats it won for certain.
        gain_votes: The least votes more with which it wins a further seat without a lot; None where none would do.
        lose_votes: The least votes fewer with which it no longer wins its last seat without a lot: what the seat was
            won by. None for a list without seats, and where it holds them whatever its votes.
    """

    name: str
    seats: int
    gain_votes: int | None
    lose_votes: int | None


def how_close(allocate: Callable[[ListPoll], Allocation], poll: ListPoll) -> tuple[Near, ...]:
    """Return how near each list was, exactly, thresholds and alliances and tiers and all.

    More votes for one list raise every figure that shares are shares of, so a rival may fall below a threshold: the
    search asks the whole rule. It finds the least number where a vote more never costs a seat: true of every divisor
    and quota method for one list gaining alone. Where the body itself grows with the votes (`levelled` compensation)
    that is not sure, and the number is one with which the seat changes, not always the least.

    Args:
        allocate: The rule: a system's `allocate`.
        poll: The votes, whole numbers.
    """
    actual = allocate(poll)
    return tuple(_near(allocate, poll, actual, name) for name in poll.votes)


def how_close_in_area(allocate: Callable[[TieredPoll], Allocation], poll: TieredPoll, area: str) -> tuple[Near, ...]:
    """Return how near each list was to one seat more or fewer in the whole body by votes of one area.

    A vote there may move a seat of the area, or a levelling seat that is placed elsewhere; every other vote stays. With
    levelling a list may also lose a seat by gaining votes, so a number is one with which the body changes, and the
    least only where more votes never cost one.

    Args:
        allocate: The rule.
        poll: The votes of every area, whole numbers.
        area: The area whose votes may change.

    Raises:
        CountError: As the rule does.
    """
    district = poll.districts[area]
    actual = allocate(poll).totals
    everything = int(sum(district.votes.values())) + district.blank + district.invalid
    gain_max = GAIN_TIMES_MAX * (everything + 1) * (poll.seats + 1)

    def seats_with(name: str, changed: int) -> int:
        votes = {**district.votes, name: changed}
        districts = {**poll.districts, area: replace(district, votes=votes)}
        return allocate(replace(poll, districts=districts)).totals.get(name, 0)

    near = []
    for name, cast in district.votes.items():
        votes, now = int(cast), actual.get(name, 0)
        gain = _least(partial(_more_seats, seats_with, name, votes, now), gain_max, None)
        lose = _least(partial(_fewer_seats, seats_with, name, votes, now), votes, None) if now and votes else None
        near.append(Near(name=name, seats=now, gain_votes=gain, lose_votes=lose))
    return tuple(near)


def _more_seats(seats_with: Callable[[str, int], int], name: str, votes: int, now: int, more: int) -> bool:
    return seats_with(name, votes + more) > now


def _fewer_seats(seats_with: Callable[[str, int], int], name: str, votes: int, now: int, fewer: int) -> bool:
    return seats_with(name, votes - fewer) < now


def how_close_by_votes(sheet: StageSheet) -> tuple[Near, ...]:
    """Return how near each candidate was where most votes elect: votes over the best who lost, or short of the last.

    Exact for a count of one stage with nothing but votes to decide it; for the last stage of a count of several, all
    earlier ones as they are. A candidate whose place a lot gave won it by no votes.

    Args:
        sheet: A count by most votes, whole.
    """
    votes = [int(figure) for figure in sheet.stages[-1].votes]
    standing = [i for i in range(len(votes)) if i not in sheet.stages[-1].excluded]
    losers = [votes[i] for i in standing if i not in sheet.elected]
    best_loser = max(losers, default=None)
    last_winner = min((votes[i] for i in sheet.elected), default=None)
    near = []
    for i in standing:
        won = i in sheet.elected
        gain = None if won or last_winner is None else last_winner - votes[i] + 1
        lose = votes[i] - best_loser if won and best_loser is not None else None
        near.append(Near(name=sheet.candidates[i], seats=int(won), gain_votes=gain, lose_votes=lose))
    return tuple(near)


def _near(allocate: Callable[[ListPoll], Allocation], poll: ListPoll, actual: Allocation, name: str) -> Near:
    votes = int(poll.votes[name])
    now = actual.totals.get(name, 0)
    everything = int(sum(poll.votes.values())) + poll.blank + poll.invalid

    def seats_with(changed: int) -> int:
        return allocate(replace(poll, votes={**poll.votes, name: changed})).totals.get(name, 0)

    gain_max = GAIN_TIMES_MAX * (everything + 1) * (poll.seats + 1)
    gain = _least(lambda more: seats_with(votes + more) > now, gain_max, _gain_guess(actual, name))
    lose = _least(lambda fewer: seats_with(votes - fewer) < now, votes, None) if now else None
    return Near(name=name, seats=now, gain_votes=gain, lose_votes=lose)


def _gain_guess(actual: Allocation, name: str) -> int | None:
    """Return the votes to the next seat where only the divisors decide: right nearly always, and checked."""
    method, index = actual.method, actual.lists.index(name)
    if not isinstance(method, Divisors) or method.power != 1 or actual.tiers:
        return None
    others = [seat.quotient for seat in actual.order if seat.name != name and seat.quotient is not None]
    if not others:
        return None
    held = actual.held[index] if actual.held else 0
    needed = min(others) * Fraction(method.weight(held + actual.won[index] + 1), method.unit)
    return max(needed.numerator // needed.denominator + 1 - int(actual.votes[index]), 1)


def _least(true_of: Callable[[int], bool], most: int, guess: int | None) -> int | None:
    """Return the least number from 1 to `most` that `true_of` holds for, as for all above it; None if there is none."""
    low, high = 0, 1
    if guess is not None and guess <= most and true_of(guess):
        if guess == 1 or not true_of(guess - 1):
            return guess
        high = guess - 1
    else:
        while not true_of(high):
            if high >= most:
                return None
            low, high = high, min(high * 2, most)
    while high - low > 1:
        middle = (low + high) // 2
        if true_of(middle):
            high = middle
        else:
            low = middle
    return high
