"""Quotas: the votes that are enough to be elected, exactly, each as one law words it."""

from __future__ import annotations

from fractions import Fraction


def droop_whole(valid: int, seats: int) -> int:
    """Return valid votes divided by one more than the seats, remainder ignored, plus one: whole votes.

    Source:
        Scotland SSI 2007/42 sch. 1 rule 46; Ireland, Electoral Act 1992 s. 120; Australia, Electoral Act 1918 s. 273(8).

    Example:
        >>> droop_whole(6608, 4)
        1322
    """
    return valid // (seats + 1) + 1


def droop_raised(valid: int, seats: int, scale: int) -> int:
    """Return valid votes (whole) divided by one more than the seats, raised to the next unit where not exact; scaled.

    Source:
        ERS97 rule 5.1.4: "rounded up" to 0.01 of a vote.

    Example:
        >>> droop_raised(753, 6, 100)
        10758
    """
    return -(-valid * scale // (seats + 1))


def droop_next(votes: int, seats: int) -> int:
    """Return scaled votes divided by one more than the seats, cut to the unit, plus one unit.

    Source:
        New Zealand Local Electoral Regulations 2001 sch. 1A; Hill, Wichmann and Woodall 1987, with its least unit.

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
