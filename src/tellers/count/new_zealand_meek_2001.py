"""New Zealand local elections: Meek's method to nine decimals, with each iteration published (SR 2001/145)."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.keep_values import KeepTerms, count_by_keep_values
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Figure, Lot, StageSheet

_ID = "new_zealand_meek_2001"
_SCALE = 10**9


def _quota(votes: Figure, seats: int) -> Figure:
    return votes // (seats + 1) + 1


def share(weight: Figure, keep: Figure) -> tuple[Figure, Figure]:
    """Return what a candidate keeps of a paper's weight, raised, and what goes on, cut; in units of 10^-9."""
    return -(-weight * keep // _SCALE), weight * (_SCALE - keep) // _SCALE


def _update(keep: Figure, quota: Figure, votes: Figure) -> Figure:
    return -(-keep * quota // votes)


_TERMS = KeepTerms(
    rule=_ID,
    scale=_SCALE,
    quota=_quota,
    share=share,
    update=_update,
    least_surplus=_SCALE // 10_000,
    losers="sure_lowest",
    ties="first_first",
    tie_law="Equal fewest votes: who was behind at the first difference, else the random number (clauses 19, 40).",
    every_iteration=True,
)


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_by_keep_values(_TERMS, papers, seats, lots)


RULE = Rule(
    id=_ID,
    law="Local Electoral Regulations 2001 (SR 2001/145), Schedule 1A",
    place="New Zealand",
    years="2004-",
    source="https://www.legislation.govt.nz/regulation/public/2001/0145/latest/DLM57125.html",
    choices=(
        Choice(
            name="quota",
            value="votes less the non-transferable, over vacancies plus one, cut to nine decimals, plus 0.000000001",
            cites="clause 5; votes that rounding adds count in it, so that no more are elected than there are places",
        ),
        Choice(
            name="share",
            value="what earlier candidates leave, cut to nine decimals, times the keep value, rounded up",
            cites="clause 10 as the official calculator applies it: Dunedin Cargill ward 2004, iteration 9, where "
            "0.308948430 times 0.059775757 is 0.018467626",
        ),
        Choice(name="update", value="keep value times quota over votes, rounded up", cites="clauses 8 and 9"),
        Choice(name="passes", value="reaching the quota is enough", cites="clauses 6 and 12"),
        Choice(
            name="losers",
            value="the lowest, once it cannot catch the next or all surpluses are below 0.0001",
            cites="clause 13; also at the first iteration: Dunedin 2025, Strath Taieri community board",
        ),
        Choice(
            name="ties",
            value="behind at the first difference; else the pseudo-random number, to be given here as the lot",
            cites="clauses 19 and 40",
        ),
        Choice(name="every_iteration", value="each iteration is a stage", cites="the official calculator's reports"),
    ),
    count=_count,
)
