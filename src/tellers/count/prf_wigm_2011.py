"""The Proportional Representation Foundation's reference rule for weighted inclusive Gregory, single or batch."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.quotas import droop_next
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, StageSheet
from tellers.count.weighted_inclusive import Terms, count_weighted_inclusive, sure_losers

_TIE_LAW = "Equal votes: an order drawn by lot decides (D.1)."
_SINGLE = Terms(
    rule="prf_wigm_2011", scale=10_000, quota=droop_next, ties="never", tie_law=_TIE_LAW, empty_surplus=True
)
_BATCH = Terms(
    rule="prf_wigm_batch_2011",
    scale=10_000,
    quota=droop_next,
    ties="never",
    tie_law=_TIE_LAW,
    empty_surplus=True,
    losers=sure_losers,
    last_papers="stay_in_batch",
)


def _count_single(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_weighted_inclusive(_SINGLE, papers, seats, lots)


def _count_batch(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_weighted_inclusive(_BATCH, papers, seats, lots)


_COMMON = (
    Choice(name="scale", value="four decimals, every product and quotient cut", cites="D.4"),
    Choice(name="quota", value="votes over seats plus one, cut to four decimals, plus 0.0001", cites="A.1"),
    Choice(name="surpluses", value="one to a round, the largest first, even one of nothing", cites="B.3"),
    Choice(name="ties", value="the lot", cites="D.1"),
)
_SOURCE = "https://prfound.org/resources/reference/reference-wigm-rule/"

RULE = Rule(
    id="prf_wigm_2011",
    law="Reference WIGM Rule, single defeat",
    place="anywhere",
    years="2011-",
    source=_SOURCE,
    choices=(
        *_COMMON,
        Choice(name="losers", value="one at a time", cites="B.4"),
        Choice(
            name="last_papers",
            value="the last exclusion is carried out",
            cites="Droop 0.11's reference outputs for `wigm-prf`, nine of nine",
        ),
    ),
    count=_count_single,
)

BATCH_RULE = Rule(
    id="prf_wigm_batch_2011",
    law="Reference WIGM Rule, sure losers defeated together",
    place="anywhere",
    years="2011-",
    source=_SOURCE,
    choices=(
        *_COMMON,
        Choice(name="losers", value="the largest set that cannot catch the next above, before surpluses", cites="B.2"),
        Choice(
            name="last_papers",
            value="the papers of a last batch stay",
            cites="B.2 with D.3; Droop 0.11's reference outputs for `wigm-prf-batch`, nine of nine",
        ),
    ),
    count=_count_batch,
)
