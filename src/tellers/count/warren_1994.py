"""Warren's method: as Meek's, but a candidate takes one price of every paper rather than one share of its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tellers.count.ballots import Papers
from tellers.count.keep_values import count_by_keep_values
from tellers.count.meek_1987 import BATCH_TERMS, TERMS
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Figure, Lot, StageSheet


def _share(weight: Figure, price: Figure) -> tuple[Figure, Figure]:
    kept = min(weight, price)
    return kept, weight - kept


_SINGLE = replace(TERMS, rule="warren_1994", share=_share)
_BATCH = replace(BATCH_TERMS, rule="warren_batch_2011", share=_share)


def _count_single(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_by_keep_values(_SINGLE, papers, seats, lots)


def _count_batch(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_by_keep_values(_BATCH, papers, seats, lots)


_SEEN = "Droop 0.11's reference outputs for `warren`, omega 10^-9 guarded and 10^-10 rational: thirteen of thirteen"
_COMMON = (
    Choice(
        name="share",
        value="each candidate takes the price, or what is left of the paper if that is less",
        cites="C. H. E. Warren, Counting in STV Elections; " + _SEEN,
    ),
    Choice(name="update", value="price times quota over votes", cites=_SEEN),
    Choice(name="quota", value="votes not exhausted over seats plus one, reckoned anew", cites=_SEEN),
    Choice(name="passes", value="a candidate must have more than the quota", cites=_SEEN),
    Choice(name="scale", value="27 decimals, cut", cites=_SEEN),
    Choice(name="least_surplus", value="iteration ends below 10^-9 of a vote in all", cites=_SEEN),
    Choice(name="ties", value="the lot", cites=_SEEN),
)
_SOURCE = "C. H. E. Warren, Counting in STV Elections, Voting matters 1 (1994)"

RULE = Rule(
    id="warren_1994",
    law="None: Warren's method, one exclusion at a time",
    place="anywhere",
    years="1994-",
    source=_SOURCE,
    choices=(*_COMMON, Choice(name="losers", value="the lowest, one at a time", cites="as Algorithm 123 for Meek")),
    count=_count_single,
)

BATCH_RULE = Rule(
    id="warren_batch_2011",
    law="None: Warren's method with sure losers excluded together, as the Droop program has it",
    place="anywhere",
    years="2011-",
    source=_SOURCE,
    choices=(*_COMMON, Choice(name="losers", value="every set that cannot catch the next above", cites=_SEEN)),
    count=_count_batch,
)
