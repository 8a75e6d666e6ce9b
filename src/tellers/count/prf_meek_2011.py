"""The Proportional Representation Foundation's reference rule for Meek's method: nine decimals, rounded up."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.keep_values import KeepTerms, count_by_keep_values
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Figure, Lot, StageSheet

_ID = "prf_meek_2011"
_SCALE = 10**9


def _quota(votes: Figure, seats: int) -> Figure:
    return votes // (seats + 1) + 1


def _share(weight: Figure, keep: Figure) -> tuple[Figure, Figure]:
    kept = -(-weight * keep // _SCALE)
    return kept, weight - kept


def _update(keep: Figure, quota: Figure, votes: Figure) -> Figure:
    product = -(-keep * quota // _SCALE)
    return -(-product * _SCALE // votes)


_TERMS = KeepTerms(
    rule=_ID,
    scale=_SCALE,
    quota=_quota,
    share=_share,
    update=_update,
    least_surplus=_SCALE // 10**6,
    near_ties=True,
    tie_law="Within the total surplus of the fewest votes: an order drawn by lot decides (procedure T).",
)


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_by_keep_values(_TERMS, papers, seats, lots)


RULE = Rule(
    id=_ID,
    law="Reference Meek Rule",
    place="anywhere",
    years="2011-",
    source="https://prfound.org/resources/reference/reference-meek-rule/",
    choices=(
        Choice(name="share", value="weight times keep factor, to nine decimals, rounded up", cites="B.2.a"),
        Choice(name="quota", value="votes over seats plus one, cut to nine decimals, plus 0.000000001", cites="B.2.b"),
        Choice(name="passes", value="reaching the quota is enough", cites="B.2.c"),
        Choice(name="update", value="times quota, rounded up, then over votes, rounded up", cites="B.2.f"),
        Choice(
            name="least_surplus",
            value="iteration ends below 0.000001 in all, or when the surplus no longer falls",
            cites="A and B.2.e",
        ),
        Choice(name="near_ties", value="all within the total surplus of the fewest votes are tied", cites="B.3"),
        Choice(name="losers", value="the lowest, one at a time", cites="B.3"),
        Choice(name="ties", value="the lot", cites="procedure T"),
    ),
    count=_count,
)
