"""Slips of the hand: how one number is keyed or read for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

EXCHANGED = "two digits exchanged"
DROPPED = "a digit dropped"
DOUBLED = "a digit too many"
ONE_WRONG = "one digit wrong"


def slip(wrong: int, right: int) -> str | None:
    """Return how `wrong` may have been keyed for `right`, None where no one slip makes the one of the other.

    Example:
        >>> slip(24904, 24094), slip(188, 1883), slip(18837, 18838), slip(5, 5000)
        ('two digits exchanged', 'a digit dropped', 'one digit wrong', None)
    """
    a, b = str(wrong), str(right)
    if a == b:
        return None
    if len(a) == len(b):
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differ) == 1:
            return ONE_WRONG
        i, *rest = differ
        if rest == [i + 1] and a[i] == b[i + 1] and a[i + 1] == b[i]:
            return EXCHANGED
        return None
    if len(a) + 1 == len(b):
        return DROPPED if any(b[:i] + b[i + 1 :] == a for i in range(len(b))) else None
    if len(a) == len(b) + 1:
        return DOUBLED if any(a[:i] + a[i + 1 :] == b for i in range(len(a))) else None
    return None


def readings(wrong: int) -> Iterator[tuple[int, str]]:
    """Yield every number that one slip could have turned into `wrong`, with the slip; some come more than once."""
    a = str(wrong)
    for i in range(len(a) - 1):
        if a[i] != a[i + 1]:
            yield int(a[:i] + a[i + 1] + a[i] + a[i + 2 :]), EXCHANGED
    for i in range(len(a)):
        if len(a) > 1:
            yield int(a[:i] + a[i + 1 :]), DOUBLED
        for digit in "0123456789":
            if digit != a[i]:
                yield int(a[:i] + digit + a[i + 1 :]), ONE_WRONG
    for i in range(len(a) + 1):
        for digit in "0123456789":
            if not (i == 0 and digit == "0"):
                yield int(a[:i] + digit + a[i:]), DROPPED


def footing(votes: Mapping[str, int], short: int) -> list[tuple[str, int, str]]:
    """Return the figures that one slip could have spoilt so that their sum fell `short`, likeliest first.

    Args:
        votes: The figures by what they are of.
        short: What is missing from their sum; below zero, what is too much.

    Returns:
        For each, what it is of, the figure that would foot, and the slip.
    """
    found = []
    for name, number in votes.items():
        right = number + short
        if right < 0:
            continue
        how = slip(number, right)
        if how is not None:
            found.append((name, right, how))
    order = (EXCHANGED, DROPPED, DOUBLED, ONE_WRONG)
    return sorted(found, key=lambda row: order.index(row[2]))
