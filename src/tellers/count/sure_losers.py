"""Sure losers: candidates who cannot catch the next above them with every vote that could still reach them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tellers.count.sheet import Figure


def loser_sets(
    votes: Sequence[Figure], standing: Iterable[int], surplus: Figure, keep: int, *, reach: bool = False
) -> list[list[int]]:
    """Return every set of lowest candidates who with all surpluses have less than the next above, small sets first.

    A set never parts candidates who are equal.

    Args:
        votes: Votes by candidate.
        standing: Candidates who could still be elected or excluded.
        surplus: All votes still to be transferred from the elected.
        keep: How many candidates must be left, so that the places can be filled.
        reach: Whether together they may also have just as many as the next above.

    Example:
        >>> loser_sets([50, 1, 2, 30], [0, 1, 2, 3], 0, 1)
        [[1], [1, 2], [1, 2, 3]]
    """
    order = sorted(standing, key=lambda c: (votes[c], c))
    found: list[list[int]] = []
    together = surplus
    for number, candidate in enumerate(order[:-1], 1):
        together += votes[candidate]
        if len(order) - number < keep:
            break
        above = votes[order[number]]
        if together < above or (reach and together == above and votes[candidate] < above):
            found.append(order[:number])
    return found
