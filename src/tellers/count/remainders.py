"""Quotas and largest remainders: a seat for each whole quota, and the seats left to the largest remainders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tellers.count.divisors import Divisors, Filling, Preference, fill_by_divisors

QuotaName = Literal["hare", "droop", "hagenbach_bischoff", "imperiali", "reinforced_imperiali"]
Rounding = Literal["exact", "down", "up", "nearest"]
Leftover = Literal["largest_remainder", "highest_average", "next_level"]
OverAward = Literal["whole_quotas_stand", "smallest_remainder_loses", "larger_quota"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """The price of a seat in votes.

    Args:
        name: `hare` V/S, `hagenbach_bischoff` V/(S+1), `droop` the whole number above V/(S+1), `imperiali` V/(S+2),
            `reinforced_imperiali` V/(S+3).
        rounding: What the law does to the division; `exact` keeps the fraction.
    """

    name: QuotaName
    rounding: Rounding = "exact"

    def of(self, votes: int | Fraction, seats: int) -> Fraction:
        """Return the quota for all `votes` and `seats`, above zero where there are votes.

        Example:
            >>> Quota(name="droop").of(100, 4), Quota(name="hare").of(100, 3)
            (Fraction(21, 1), Fraction(100, 3))
        """
        more = {"hare": 0, "droop": 1, "hagenbach_bischoff": 1, "imperiali": 2, "reinforced_imperiali": 3}[self.name]
        share = Fraction(votes) / (seats + more)
        whole = share.numerator // share.denominator
        if self.name == "droop":
            return Fraction(whole + 1)
        match self.rounding:
            case "exact":
                return share
            case "down":
                return Fraction(max(whole, 1))
            case "up":
                return Fraction(-(-share.numerator // share.denominator))
            case "nearest":
                return Fraction(max((2 * share.numerator + share.denominator) // (2 * share.denominator), 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class LargestRemainder:
    """A quota method: whole quotas first, then what the law does with the seats left.

    Args:
        id: Short name.
        name: Name in full.
        quota: The price of a seat.
        leftover: `largest_remainder`; `highest_average`, by the divisors named; or `next_level`: left to another tier.
        averages: Divisors for `highest_average`.
        over_award: What is done where whole quotas come to more than the seats: with the Imperiali quotas and with
            quotas rounded down they can.
    """

    id: str
    name: str
    quota: Quota
    leftover: Leftover = "largest_remainder"
    averages: Divisors | None = None
    over_award: OverAward = "smallest_remainder_loses"


HARE = LargestRemainder(id="hare", name="Hare quota, largest remainders", quota=Quota(name="hare"))
DROOP = LargestRemainder(id="droop", name="Droop quota, largest remainders", quota=Quota(name="droop"))
HAGENBACH_BISCHOFF = LargestRemainder(
    id="hagenbach_bischoff",
    name="Hagenbach-Bischoff quota, largest remainders",
    quota=Quota(name="hagenbach_bischoff"),
)
IMPERIALI_QUOTA = LargestRemainder(
    id="imperiali_quota", name="Imperiali quota, largest remainders", quota=Quota(name="imperiali")
)

REMAINDERS = {method.id: method for method in (HARE, DROOP, HAGENBACH_BISCHOFF, IMPERIALI_QUOTA)}


def fill_by_quota(
    votes: Sequence[int],
    seats: int,
    method: LargestRemainder,
    *,
    held: Sequence[int] = (),
    caps: Sequence[int | None] = (),
    preference: Preference = "none",
    quota: Fraction | None = None,
) -> Filling:
    """Return the filling of `seats` by quota; whole quotas first, list by list, then the seats left in order.

    Args:
        votes: Votes by list, none below zero; the quota is of their sum.
        seats: Seats to fill, from 0.
        method: The quota and what follows it.
        held: Seats each list has already: taken from its whole quotas, never below none.
        caps: The most seats each list may take here, None for no limit.
        preference: How the law tells equal remainders apart before it draws lots.
        quota: The price of a seat, where it is reckoned of other votes than these.
    """
    total = sum(votes)
    if seats <= 0 or total == 0:
        return Filling((), vacant=max(seats, 0))
    room = [seats if cap is None else cap for cap in caps] if caps else [seats] * len(votes)
    quota = method.quota.of(total, seats + sum(held)) if quota is None else quota
    whole = [vote * quota.denominator // quota.numerator for vote in votes]
    rest = [vote * quota.denominator - quota.numerator * full for vote, full in zip(votes, whole, strict=True)]
    had = list(held) if held else [0] * len(votes)
    won = [min(max(full - has, 0), space) for full, has, space in zip(whole, had, room, strict=True)]
    if sum(won) > seats:
        return _over_award(votes, seats, method, whole, rest, won, preference)
    sequence = tuple(index for index, number in enumerate(won) for _ in range(number))
    left = seats - len(sequence)
    if left == 0:
        return Filling(sequence)
    if method.leftover == "next_level":
        return Filling(sequence, vacant=left)
    if method.leftover == "highest_average":
        return _by_average(votes, left, method, sequence, won, had, room, preference)
    open_to = [i for i, vote in enumerate(votes) if vote and won[i] < room[i] and had[i] <= whole[i]]
    further = _rank(rest, votes, open_to, left, preference)
    return Filling(
        sequence + further.sequence,
        tied=further.tied,
        at_stake=further.at_stake,
        settled=further.settled,
        vacant=further.vacant,
    )


def _by_average(
    votes: Sequence[int],
    left: int,
    method: LargestRemainder,
    sequence: tuple[int, ...],
    won: list[int],
    had: list[int],
    room: list[int],
    preference: Preference,
) -> Filling:
    assert method.averages is not None, f"{method.id}: highest_average without divisors"
    further = fill_by_divisors(
        votes,
        left,
        method.averages,
        held=[has + number for has, number in zip(had, won, strict=True)],
        caps=[space - number for space, number in zip(room, won, strict=True)],
        preference=preference,
    )
    return Filling(
        sequence + further.sequence,
        tied=further.tied,
        at_stake=further.at_stake,
        settled=further.settled,
        vacant=further.vacant,
    )


def _rank(
    figures: Sequence[int], votes: Sequence[int], open_to: list[int], left: int, preference: Preference
) -> Filling:
    """Return one seat each to the lists of the largest figures, `left` of them, with the tie at the last if any."""
    sign = {"none": 0, "more_votes": -1, "fewer_votes": 1}[preference]
    ranked = sorted((-figures[i], sign * votes[i], i) for i in open_to)
    taken, over = ranked[:left], ranked[left:]
    if not over or not taken or over[0][0] != taken[-1][0]:
        return Filling(tuple(entry[2] for entry in taken), vacant=left - len(taken))
    edge = taken[-1]
    level = [entry for entry in ranked if entry[0] == edge[0]]
    settled = tuple(entry[2] for entry in level) if len({entry[1] for entry in level}) > 1 else ()
    tied = tuple(entry[2] for entry in level if entry[1] == edge[1])
    sure = tuple(entry[2] for entry in taken if entry[:2] != edge[:2])
    at_stake = left - len(sure)
    if at_stake == len(tied):
        return Filling(tuple(entry[2] for entry in taken), settled=settled)
    return Filling(sure, tied=tied, at_stake=at_stake, settled=settled)


def _over_award(
    votes: Sequence[int],
    seats: int,
    method: LargestRemainder,
    whole: list[int],
    rest: list[int],
    won: list[int],
    preference: Preference,
) -> Filling:
    """Return the filling where whole quotas come to more than the seats, as the law then says."""
    match method.over_award:
        case "whole_quotas_stand":
            return Filling(tuple(index for index, number in enumerate(won) for _ in range(number)))
        case "larger_quota":
            # The quota with one divisor fewer: never more whole quotas than seats once it is above V/(S+1).
            return fill_by_quota(
                votes, seats, LargestRemainder(id=method.id, name=method.name, quota=Quota(name="hagenbach_bischoff"))
            )
        case "smallest_remainder_loses":
            surplus = sum(won) - seats
            kept = [number - 1 if number else 0 for number in won]
            last = [index for index, number in enumerate(won) if number]
            stay = len(last) - surplus
            if stay < 0:
                return fill_by_quota(
                    votes, seats, LargestRemainder(id=method.id, name=method.name, quota=Quota(name="hare"))
                )
            further = _rank(rest, votes, last, stay, preference)
            sequence = tuple(index for index, number in enumerate(kept) for _ in range(number))
            return Filling(
                sequence + further.sequence, tied=further.tied, at_stake=further.at_stake, settled=further.settled
            )
