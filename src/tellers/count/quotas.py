"""Quotas: the votes that are enough to be elected, exactly, each as one law words it."""

from __future__ import annotations

from fractions import Fraction


def droop_whole(valid: int, seats: int) -> int:
    """Return valid votes divided by one more than the seats, remainder ignored, plus one: whole votes.

    Source:
        Scotland, SSI 2007/42 sch. 1 rule 46; Ireland, Electoral Act 1992 s. 120; Australia, Act of 1918 s. 273(8).

    Example:
        >>> droop_whole(6608, 4)
        1322
    """
    return valid // (seats + 1) + 1


def droop_raised(votes: int, seats: int) -> int:
    """Return scaled votes divided by one more than the seats, raised to the next unit where not exact.

    Source:
        ERS97 rule 5.1.6, in units of 0.01.

    Example:
        >>> droop_raised(75_300, 6)
        10758
    """
    return -(-votes // (seats + 1))


def droop_next(votes: int, seats: int) -> int:
    """Return scaled votes divided by one more than the seats, cut to the unit, plus one unit.

    Source:
        New Zealand, Local Electoral Regulations 2001 sch. 1A clause 5; the reference rules of the PR Foundation.

    Example:
        >>> droop_next(6_000_000_000, 2)
        2000000001
    """
    return votes // (seats + 1) + 1


def droop_exact(votes: int | Fraction, seats: int) -> Fraction:
    """Return votes divided by one more than the seats: to be passed, not only reached (Hagenbach-Bischoff)."""
    return Fraction(votes) / (seats + 1)


def hare(votes: int | Fraction, seats: int) -> Fraction:
    """Return votes divided by seats (Hare)."""
    return Fraction(votes) / seats


def imperiali(votes: int | Fraction, seats: int) -> Fraction:
    """Return votes divided by two more than the seats (Imperiali)."""
    return Fraction(votes) / (seats + 2)
