"""Meek's method as Hill, Wichmann and Woodall gave it, one exclusion at a time; and Droop's, sure losers together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tellers.count.ballots import Papers
from tellers.count.keep_values import KeepTerms, count_by_keep_values
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Figure, Lot, StageSheet

# Far finer than the surplus at which iteration ends, so that rounding does not part candidates who are equal.
_SCALE = 10**27
_LEAST_SURPLUS = 10**18
_TIE_LAW = "Equal fewest votes: the lot decides."


def _quota(votes: Figure, seats: int) -> Figure:
    return votes // (seats + 1)


def _share(weight: Figure, keep: Figure) -> tuple[Figure, Figure]:
    kept = weight * keep // _SCALE
    return kept, weight - kept


def _update(keep: Figure, quota: Figure, votes: Figure) -> Figure:
    return keep * quota // votes


TERMS = KeepTerms(
    rule="meek_1987",
    scale=_SCALE,
    quota=_quota,
    passes=True,
    share=_share,
    update=_update,
    least_surplus=_LEAST_SURPLUS,
    tie_law=_TIE_LAW,
)
BATCH_TERMS = replace(TERMS, rule="meek_batch_2011", losers="all_sure")


def _count_single(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_by_keep_values(TERMS, papers, seats, lots)


def _count_batch(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_by_keep_values(BATCH_TERMS, papers, seats, lots)


_SEEN = "Droop 0.11's reference outputs for `meek`, omega 10^-9 guarded and 10^-10 rational: fourteen of fourteen"
_ALGORITHM = "Algorithm 123, section 1"
_COMMON = (
    Choice(
        name="share",
        value="each candidate keeps the paper's weight times the keep value; the rest goes on, past the elected too",
        cites=_ALGORITHM,
    ),
    Choice(name="update", value="keep value times quota over votes", cites=_ALGORITHM),
    Choice(name="quota", value="votes not exhausted over seats plus one, reckoned anew", cites=_ALGORITHM),
    Choice(
        name="passes", value="a candidate must have more than the quota, so that no tie elects too many", cites=_SEEN
    ),
    Choice(name="scale", value="27 decimals, cut", cites=_SEEN),
    Choice(name="least_surplus", value="iteration ends below 10^-9 of a vote in all", cites=_SEEN),
    Choice(name="ties", value="the lot", cites=_SEEN),
)

RULE = Rule(
    id="meek_1987",
    law="None: Algorithm 123, Single Transferable Vote by Meek's Method",
    place="anywhere",
    years="1987-",
    source="I. D. Hill, B. A. Wichmann and D. R. Woodall, The Computer Journal 30 (1987) 277 to 281",
    choices=(*_COMMON, Choice(name="losers", value="the lowest, one at a time", cites=_ALGORITHM)),
    count=_count_single,
)

BATCH_RULE = Rule(
    id="meek_batch_2011",
    law="None: Meek's method with sure losers excluded together, as the Droop program has it",
    place="anywhere",
    years="2011-",
    source="Droop 0.11, rule `meek`",
    choices=(*_COMMON, Choice(name="losers", value="every set that cannot catch the next above", cites=_SEEN)),
    count=_count_batch,
)
