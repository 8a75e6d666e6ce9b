"""The settings of the odds: how large each effect has been on other nights, and how wide to draw the result."""

from __future__ import annotations

from functools import cache

import msgspec

from tellers.errors import LookupProblem, Problem
from tellers.outlook.priors_learned import LEARNED


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One family's settings. Sizes of effects are in units of the spread of areas about the model's line.

    Attributes:
        effects: Standard deviation of the coefficients of each group of columns (see `model_columns`).
        variants: Multipliers on `effects`, by name of variant; tonight's own returns weigh the variants.
        temper: From 0 to 1, how far the returns are believed about the variants.
        rank: How many directions of the columns are kept.
        spread: Standard deviation of an area's share about the line, at a share of about a half, before any return.
        level: Added to s(1 - s) in the spread's dependence on the expected share s.
        swing_base, swing_slope: A party's national change has standard deviation base + slope * sqrt(s(1 - s)).
        turnout_spread, turnout_swing: The same two for the logarithm of votes cast.
        imbalance: Standard deviation of what cannot be known of the outstanding areas, in units of how far they lie
            from those declared in the columns.
        regional: The same within each region, each apart from the others.
        widen_common, widen_area: Calibration: factors on the joint and on each area's own uncertainty.
        tails_common, tails_area: Degrees of freedom of the two, above 2.
        partial: How much a part of an area's votes differs from the rest, in units of the areas' spread.
        surprise: Chance that an area goes to any of its candidates alike, against everything here.
        learned_on: The nights that these were learned on.
    """

    effects: dict[str, float]
    variants: dict[str, dict[str, float]]
    temper: float
    rank: int
    spread: float
    level: float
    swing_base: float
    swing_slope: float
    turnout_spread: float
    turnout_swing: float
    imbalance: float
    regional: float
    widen_common: float
    widen_area: float
    tails_common: float
    tails_area: float
    partial: float
    surprise: float
    learned_on: list[str]


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings for one kind of election.

    Attributes:
        every: Learned on all nights of the family: what a coming night should use.
        without: By night, learned on all the others: what a back-test of that night must use.
    """

    every: Settings
    without: dict[str, Settings]


class Learned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings: their version, the command that wrote them, and the families."""

    version: int
    command: str
    families: dict[str, Family]


@cache
def learned() -> Learned:
    """Return the settings that ship with the package, decoded once."""
    return msgspec.json.decode(LEARNED, type=Learned)


def settings_for(family: str, *, leaving_out: str | None = None) -> Settings:
    """Return a family's settings, learned with one night left out if it is one of those they were learned on.

    Raises:
        LookupProblem: There is no such family.
    """
    families = learned().families
    if family not in families:
        raise LookupProblem(
            Problem(
                where="settings of the odds",
                found=f"family {family!r}",
                wanted=f"one of {', '.join(sorted(families))}",
                remedy="Name the kind of election nearest to this one",
            )
        )
    found = families[family]
    return found.every if leaving_out is None else found.without.get(leaving_out, found.every)


__all__ = ["Family", "Learned", "Settings", "learned", "settings_for"]
