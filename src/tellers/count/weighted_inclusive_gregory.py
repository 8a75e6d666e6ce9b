"""Weighted inclusive Gregory in exact fractions: the method itself, without any law's rounding."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.quotas import droop_exact
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, StageSheet
from tellers.count.weighted_inclusive import Terms, count_weighted_inclusive

_TERMS = Terms(
    rule="weighted_inclusive_gregory",
    scale=None,
    quota=droop_exact,
    passes=True,
    ties="never",
    tie_law="Equal votes: the lot decides.",
)


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_weighted_inclusive(_TERMS, papers, seats, lots)


_SEEN = "Droop 0.11's reference outputs for its rule `wigm` in rational arithmetic"

RULE = Rule(
    id="weighted_inclusive_gregory",
    law="None: the method as the literature describes it",
    place="anywhere",
    years="",
    source="D. M. Farrell and I. McAllister, The 1983 Change in Surplus Vote Transfer Procedures, AJPS 38 (2003)",
    choices=(
        Choice(name="scale", value="none: exact fractions", cites=_SEEN),
        Choice(name="quota", value="votes over seats plus one, exactly", cites=_SEEN),
        Choice(name="passes", value="a candidate must have more than the quota", cites=_SEEN),
        Choice(name="surpluses", value="one to a stage, the largest first", cites=_SEEN),
        Choice(name="ties", value="the lot", cites=_SEEN),
        Choice(name="last_papers", value="the last exclusion is carried out", cites=_SEEN),
    ),
    count=_count,
)
