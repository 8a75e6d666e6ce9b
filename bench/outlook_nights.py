"""The families of nights that settings are learned on, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from outlook_night import Night
from outlook_uk import YEARS, load_general
from outlook_us import load_president


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One kind of election: its nights, how one is read, where learning begins, and what is not learned."""

    nights: tuple[str, ...]
    load: Callable[[str], Night]
    begin: dict[str, Any]
    fixed: tuple[str, ...] = ()
    effects: dict[str, float] = field(default_factory=dict)
    every: int = 1
    scored: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the nights that are scored, each with settings learned on all the others."""
        return self.scored or self.nights


@cache
def _general(name: str) -> Night:
    return load_general(int(name.removeprefix("uk-")))


@cache
def _president(name: str) -> Night:
    return load_president(int(name.removeprefix("us-")))


FAMILIES = {
    # The night of 2017 is held back, and is in no family.
    "uk-general": Family(nights=tuple(f"uk-{year}" for year in YEARS), load=_general, begin={}, fixed=("covariate",)),
    "us-county": Family(
        nights=("us-2004", "us-2008", "us-2012", "us-2016", "us-2020"),
        load=_president,
        begin={
            "spread": 0.03,
            "level": 0.2,
            "swing_base": 0.01,
            "swing_slope": 0.06,
            "turnout_spread": 0.06,
            "imbalance": 1.0,
            "regional": 1.0,
        },
        effects={
            "size": 0.15,
            "size_curve": 0.07,
            "size_share": 0.1,
            "curve": 0.05,
            "region": 0.5,
            "nation": 0.5,
            "share": 0.03,
            "own": 0.08,
            "own_first": 0.02,
            "own_second": 0.02,
            "own_third": 0.02,
            "lead": 0.02,
            "first": 0.03,
            "second": 0.03,
            "pair": 0.03,
            "nation_share": 0.12,
        },
        # Two parties stand everywhere: nothing tells the sizes of effects of standing or not.
        every=3,
        scored=("us-2016", "us-2020"),
        fixed=("covariate", "incumbent", "absent", "new", "turnout", "second", "pair"),
    ),
}
