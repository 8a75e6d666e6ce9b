"""Lots in allocations: a tie for the last seats settled as far as the lots drawn reach, and lots that fit nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellers.count.divisors import Filling
from tellers.count.sheet import Lot, Purpose, Tie
from tellers.errors import CountError, Problem


@dataclass(frozen=True, slots=True)
class Settled:
    """A filling carried as far as the lots given reach."""

    sequence: tuple[int, ...]
    by_lot: int
    ties: tuple[Tie, ...]
    lots: tuple[Lot, ...]
    at_stake: int


def settle(
    filling: Filling, names: Sequence[str], lots: Sequence[Lot], why: str, *, purpose: Purpose = "last_seat"
) -> Settled:
    """Return the filling with its tie settled by the lots that fit it, one a seat, in the order given.

    Args:
        filling: Seats by list index, with the tie at the last.
        names: Names of the lists.
        lots: Lots drawn; those that fit no tie here are left for another tier.
        why: How the law settles a tie.
        purpose: What the lot chooses for.
    """
    if not filling.tied:
        ties = () if not filling.settled else (_settled_by_law(filling, why, purpose),)
        return Settled(filling.sequence, 0, ties, (), 0)
    tied, left = list(filling.tied), filling.at_stake
    given = list(lots)
    sequence, ties_met, used = list(filling.sequence), [], []
    while 0 < left < len(tied):
        lot = find_lot((names[index] for index in tied), given)
        chosen = None if lot is None else next(index for index in tied if names[index] == lot.chosen)
        ties_met.append(
            Tie(
                stage=len(sequence) + 1,
                purpose=purpose,
                candidates=tuple(sorted(tied)),
                chosen=chosen,
                settled_by=None if lot is None else "lot",
                why=why,
            )
        )
        if lot is None or chosen is None:
            break
        given.remove(lot)
        used.append(lot)
        sequence.append(chosen)
        tied.remove(chosen)
        left -= 1
    return Settled(tuple(sequence), len(used), tuple(ties_met), tuple(used), left)


def _settled_by_law(filling: Filling, why: str, purpose: Purpose) -> Tie:
    return Tie(
        stage=len(filling.sequence),
        purpose=purpose,
        candidates=tuple(sorted(filling.settled)),
        chosen=filling.settled[0],
        settled_by="law",
        why=why,
    )


def find_lot(names: Iterable[str], lots: Sequence[Lot]) -> Lot | None:
    """Return the first lot between exactly these names; None if there is none.

    Raises:
        CountError: The lot names as drawn one who was not in it.
    """
    asked = frozenset(names)
    lot = next((lot for lot in lots if lot.candidates == asked), None)
    if lot is not None and lot.chosen not in asked:
        raise CountError(*lot_problems("lots", [lot]))
    return lot


def remaining_lots(lots: Sequence[Lot], used: Sequence[Lot]) -> tuple[Lot, ...]:
    """Return the lots not yet used, in order; one lot drawn twice is two lots."""
    left = list(lots)
    for lot in used:
        left.remove(lot)
    return tuple(left)


def check_lots_used(where: str, lots: Sequence[Lot], used: Sequence[Lot]) -> None:
    """Refuse a lot that no tie asked for.

    Raises:
        CountError: A lot given fits no tie of this count, or names as drawn one who was not in it.
    """
    problems = [
        Problem(
            where=where,
            found=f"a lot between {', '.join(sorted(lot.candidates))}",
            wanted="a lot only between those the count says are tied",
            remedy="Withdraw the lot, or correct the votes that it goes with.",
        )
        for lot in remaining_lots(lots, used)
    ]
    problems += lot_problems(where, lots)
    if problems:
        raise CountError(*problems)


def lot_problems(where: str, lots: Sequence[Lot]) -> list[Problem]:
    """Return what is wrong with lots in themselves: a name drawn that was not among those tied."""
    return [
        Problem(
            where=where,
            found=f"{lot.chosen} drawn from a lot between {', '.join(sorted(lot.candidates))}",
            wanted="one of those tied",
            remedy="Correct the name drawn.",
        )
        for lot in lots
        if lot.chosen not in lot.candidates
    ]
