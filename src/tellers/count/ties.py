"""Ties: separated by earlier stages where the law says so, else by a lot that is drawn outside the count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from tellers.count.sheet import Figure, Lot
from tellers.errors import CountError, Problem

# Which earlier stage speaks first: the most recent (Scotland), the first of all (ERS97, Northern Ireland), or the most
# recent at which no two of the tied were equal (the Australian Senate's words taken strictly).
Look = Literal["latest_first", "first_first", "latest_all_different", "never"]


class LotAwaitedSignal(Exception):
    """Unwinds a count to its runner, which returns the sheet so far; it never leaves `count`."""


def separate(history: Sequence[Sequence[Figure]], tied: Iterable[int], *, most: bool, look: Look) -> list[int]:
    """Return those of the tied whom the earlier stages do not separate from the best (or, not `most`, the least).

    At each stage in turn those who have not the greatest (least) vote drop out, until one is left or stages end.

    Args:
        history: Votes by candidate at each earlier stage, oldest first.
        tied: Indexes of those tied.
        most: Whether the greatest vote is looked for.
        look: Which stage speaks first.

    Example:
        >>> separate([(3, 2, 2), (4, 4, 4)], [0, 1, 2], most=False, look="latest_first")
        [1, 2]
    """
    left = sorted(tied)
    if look == "never":
        return left
    if look == "latest_all_different":
        apart = [votes for votes in history if len({votes[c] for c in left}) == len(left)]
        return [(max if most else min)(left, key=apart[-1].__getitem__)] if apart else left
    for votes in reversed(history) if look == "latest_first" else history:
        best = max(votes[c] for c in left) if most else min(votes[c] for c in left)
        left = [c for c in left if votes[c] == best]
        if len(left) == 1:
            break
    return left


def read_lot(lot: Lot, candidates: Sequence[str], tied: Sequence[int], stage: int) -> int:
    """Return the index of the candidate that a drawn lot names.

    Raises:
        CountError: The lot is about other candidates than those tied here, or names one who is not among them.
    """
    wanted = frozenset(candidates[c] for c in tied)
    if lot.candidates != wanted:
        raise CountError(_lot_problem(stage, f"a lot between {_list(lot.candidates)}", f"between {_list(wanted)}"))
    if lot.chosen not in wanted:
        raise CountError(_lot_problem(stage, f"{lot.chosen!r} drawn", f"one of {_list(wanted)}"))
    return candidates.index(lot.chosen)


def unused_lot_problem(lot: Lot) -> Problem:
    """Return the problem of a lot that no tie asked for."""
    return Problem(
        where="lots",
        found=f"a lot between {_list(lot.candidates)}",
        wanted="a lot for each tie the count meets and no other, since a lot without a tie hides a mistake",
        remedy="Leave the lot out, or check the papers against those that were counted when it was drawn.",
    )


def _lot_problem(stage: int, found: str, wanted: str) -> Problem:
    return Problem(
        where=f"stage {stage}",
        found=found,
        wanted=f"{wanted}, the tie met here",
        remedy="Give the lots in the order in which the count asks for them.",
    )


def _list(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))
