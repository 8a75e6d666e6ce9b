"""The chance that a recount changes the result, as far as published figures tell it, and unknown where they do not.

What is known is how often it has happened: recounts completed, and results reversed, by the first margin. The chance is
that share, with the range of chances under which what happened is not surprising. For kinds of count of which nobody
has published the figures the chance is None, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Literal

from tellers.errors import CountError, Problem

# What is recounted: a whole American state; or anything else, by how it is counted.
CountKind = Literal["us_statewide", "hand", "machine", "bundle_check", "ranked"]
KINDS: tuple[CountKind, ...] = ("us_statewide", "hand", "machine", "bundle_check", "ranked")

# Chances are worked out to this fineness.
_STEPS = 10_000
_TAIL = Fraction(5, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountChance:
    """What is known of a recount's chance to change the result.

    Args:
        chance: From 0 to 1; None where no figures are published.
        low90: Lower end of the 90% interval (Clopper-Pearson), None with `chance`.
        high90: Upper end.
        recounts: How many were completed at margins like this one.
        reversed_results: How many of them changed the result.
        basis: What the figures cover, and what else they tell.
        source: Where they were published; for an unknown chance, what was looked for.
    """

    chance: Fraction | None
    low90: Fraction | None
    high90: Fraction | None
    recounts: int
    reversed_results: int
    basis: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """Recounts at first margins below `below_percent` (and not in an earlier band)."""

    below_percent: Fraction
    recounts: int
    reversed_results: int
    basis: str


_FAIRVOTE = (
    "FairVote, A Survey and Analysis of Statewide Election Recounts, 2000-2015 (2016), "
    "http://www.fairvote.org/a_survey_and_analysis_of_statewide_election_recounts_2000_2015; "
    "its update for 2000-2019, reported at https://electionlawblog.org/?p=118169"
)
_STATEWIDE = (
    _Band(
        below_percent=Fraction(15, 100),
        recounts=15,
        reversed_results=3,
        basis="statewide recounts in the United States, 2000 to 2015, at first margins below 0.15% of the votes; in "
        "each of the three reversed the margin was below 0.05%, and none was reversed from 2016 to 2019",
    ),
    _Band(
        below_percent=Fraction(100),
        recounts=12,
        reversed_results=0,
        basis="statewide recounts in the United States, 2000 to 2015, at first margins of 0.15% or more; no recount "
        "from 2000 to 2012 moved a margin by more than 0.11% of the votes",
    ),
)
_UNKNOWN = {
    "hand": "no published figures on recounts of hand counts by margin were found (British recounts are not recorded "
    "in any published series)",
    "machine": "no published figures on recounts of machine counts by margin were found, below the whole state",
    "bundle_check": "no published figures on checks of bundles were found: such a check does not look at each paper",
    "ranked": "no published figures on recounts of ranked papers by margin were found",
}


def recount_chance(margin_percent: Fraction, kind: CountKind) -> RecountChance:
    """Return the chance that a recount changes the result.

    Args:
        margin_percent: The lead over all votes in the contest, 0 to 100, before the recount.
        kind: One of `KINDS`.

    Raises:
        CountError: The margin is not between 0 and 100, or the kind is none of `KINDS`.

    Example:
        >>> recount_chance(Fraction(1, 10), "us_statewide").chance
        Fraction(1, 5)
        >>> recount_chance(Fraction(1, 10), "hand").chance is None
        True
    """
    if not 0 <= margin_percent <= 100:
        raise CountError(
            Problem(
                where="recount", found=f"a margin of {margin_percent}%", wanted="0 to 100", remedy="Correct the margin."
            )
        )
    if kind not in KINDS:
        wanted = f"one of {', '.join(KINDS)}"
        raise CountError(Problem(where="recount", found=repr(kind), wanted=wanted, remedy="Name the kind of count."))
    if kind != "us_statewide":
        return RecountChance(
            chance=None, low90=None, high90=None, recounts=0, reversed_results=0, basis="unknown", source=_UNKNOWN[kind]
        )
    band = next(band for band in _STATEWIDE if margin_percent < band.below_percent or band is _STATEWIDE[-1])
    low, high = interval90(band.reversed_results, band.recounts)
    return RecountChance(
        chance=Fraction(band.reversed_results, band.recounts),
        low90=low,
        high90=high,
        recounts=band.recounts,
        reversed_results=band.reversed_results,
        basis=band.basis,
        source=_FAIRVOTE,
    )


def interval90(happened: int, times: int) -> tuple[Fraction, Fraction]:
    """Return the 90% interval of a chance that came true `happened` times of `times`, to a ten-thousandth outwards.

    Example:
        >>> interval90(0, 12)[1] == Fraction(2210, 10000)
        True

    Source:
        C. J. Clopper and E. S. Pearson, Biometrika 26 (1934).
    """

    def at_most(count: int, chance: Fraction) -> Fraction:
        return sum(
            (comb(times, k) * chance**k * (1 - chance) ** (times - k) for k in range(count + 1)), start=Fraction(0)
        )

    low = 0 if happened == 0 else _first(lambda p: 1 - at_most(happened - 1, p) > _TAIL) - 1
    high = _STEPS if happened == times else _first(lambda p: at_most(happened, p) < _TAIL)
    return Fraction(low, _STEPS), Fraction(high, _STEPS)


def _first(holds: Callable[[Fraction], bool]) -> int:
    """Return the first step at which a condition holds that, once it holds, holds on."""
    low, high = 0, _STEPS
    while high - low > 1:
        middle = (low + high) // 2
        if holds(Fraction(middle, _STEPS)):
            high = middle
        else:
            low = middle
    return high


__all__ = ["KINDS", "CountKind", "RecountChance", "interval90", "recount_chance"]
