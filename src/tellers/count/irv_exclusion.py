"""Who goes out next in a runoff: write-ins, those below a minimum, the batch that cannot win, or the lowest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def batch_that_cannot_win(votes: Mapping[int, int], *, must_remain: int = 1) -> tuple[int, ...]:
    """Return the largest set of lowest candidates who together have fewer votes than the next one up.

    Each could receive at most the votes of the others in the set, so none of them can pass the next one. Candidates
    with equal votes go or stay together.

    Args:
        votes: Votes of those continuing.
        must_remain: At least this many are left; a smaller batch is taken if the largest would leave fewer.

    Returns:
        At least two candidates, lowest first; none where fewer than two can go together.

    Example:
        >>> batch_that_cannot_win({0: 40, 1: 35, 2: 5, 3: 4})
        (3, 2)
        >>> batch_that_cannot_win({0: 40, 1: 9, 2: 5, 3: 4})
        ()

    Source:
        Maine 21-A MRSA 723-A; Minneapolis Code of Ordinances 167.20, "mathematically impossible to be elected".
    """
    ranked = sorted(votes, key=lambda candidate: votes[candidate])
    batch: tuple[int, ...] = ()
    total = 0
    for place, candidate in enumerate(ranked):
        tied_with_last = place > 0 and votes[ranked[place - 1]] == votes[candidate]
        if not tied_with_last and total < votes[candidate] and len(ranked) - place >= must_remain:
            batch = tuple(ranked[:place])
        total += votes[candidate]
    return batch if len(batch) > 1 else ()


def lowest(votes: Mapping[int, int]) -> tuple[int, ...]:
    """Return all who share the fewest votes, in the order of the list."""
    fewest = min(votes.values())
    return tuple(sorted(candidate for candidate, number in votes.items() if number == fewest))


def highest(votes: Mapping[int, int]) -> tuple[int, ...]:
    """Return all who share the most votes, in the order of the list."""
    most = max(votes.values())
    return tuple(sorted(candidate for candidate, number in votes.items() if number == most))


def below(votes: Mapping[int, int], least: int) -> tuple[int, ...]:
    """Return all who have fewer votes than `least`, in the order of the list."""
    return tuple(sorted(candidate for candidate, number in votes.items() if number < least))


def split_by_earlier_rounds(
    tied: Collection[int], rounds: Sequence[Sequence[int]], *, want_most: bool
) -> tuple[int, ...]:
    """Return those of the tied whom earlier rounds do not separate, looking back from the latest round.

    Args:
        tied: Candidates equal in the present round.
        rounds: Votes of every candidate in each earlier round, first round first.
        want_most: Keep those with the most votes; otherwise those with the fewest.

    Example:
        >>> split_by_earlier_rounds((0, 1), [(5, 4), (6, 6)], want_most=True)
        (0,)
    """
    left = tuple(sorted(tied))
    for votes in reversed(rounds):
        chosen = (max if want_most else min)(votes[candidate] for candidate in left)
        left = tuple(candidate for candidate in left if votes[candidate] == chosen)
        if len(left) == 1:
            break
    return left
