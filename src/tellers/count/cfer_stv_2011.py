"""Choice voting as Californians for Electoral Reform drafted it for California's Elections Code; never enacted."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.quotas import droop_next
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, StageSheet
from tellers.count.sure_losers import loser_sets
from tellers.count.weighted_inclusive import Terms, count_weighted_inclusive, total_surplus
from tellers.count.working import Working

_TIE_LAW = "Equal fewest votes: the lot decides (10057(b), 10059(h)(2))."


def _losers(work: Working) -> list[int]:
    """Return the largest defeat set that 10059(k) lets go: it must also be unable to hide an election."""
    assert work.quota is not None
    standing, surplus = work.continuing(), total_surplus(work)
    short = work.quota - max(work.votes[c] for c in standing)
    for losers in reversed(loser_sets(work.votes, standing, surplus, work.vacancies)):
        together = sum(work.votes[c] for c in losers)
        largest = max(work.votes[c] for c in losers)
        if (
            work.vacancies == 1
            or len(standing) - len(losers) == work.vacancies
            or together + surplus < short
            or (surplus == 0 and together - largest < short)
        ):
            return losers
    return []


_SINGLE = Terms(
    rule="cfer_stv_2011",
    scale=100_000,
    quota=droop_next,
    ties="never",
    tie_law=_TIE_LAW,
    surpluses="together",
    last_papers="stay",
)
_BATCH = Terms(
    rule="cfer_stv_batch_2011",
    scale=100_000,
    quota=droop_next,
    ties="never",
    tie_law=_TIE_LAW,
    surpluses="together",
    losers=_losers,
    last_papers="stay",
)


def _count_single(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_weighted_inclusive(_SINGLE, papers, seats, lots)


def _count_batch(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_weighted_inclusive(_BATCH, papers, seats, lots)


_COMMON = (
    Choice(name="scale", value="transfer values cut to five decimals", cites="10059(g)(2)"),
    Choice(
        name="quota",
        value="votes over seats plus one, cut to five decimals, plus 0.00001",
        cites="Droop 0.11's reference outputs for `cfer`; the draft's 10059(a)(2) has a whole number",
    ),
    Choice(name="surpluses", value="all that wait, in one round", cites="10059(g)"),
    Choice(name="last_papers", value="stay, once those left fill the places", cites="10059(i)(1)"),
    Choice(name="ties", value="the lot", cites="10057(b)"),
)
_SOURCE = "Draft v4c of an act to add sections 10050 to 10062 to the California Elections Code, 2011"

RULE = Rule(
    id="cfer_stv_2011",
    law="Draft California Elections Code section 10059, without optional defeats",
    place="California",
    years="2011 (draft)",
    source=_SOURCE,
    choices=(*_COMMON, Choice(name="losers", value="one at a time", cites="10059(h)")),
    count=_count_single,
)

BATCH_RULE = Rule(
    id="cfer_stv_batch_2011",
    law="Draft California Elections Code section 10059, with its optional defeats",
    place="California",
    years="2011 (draft)",
    source=_SOURCE,
    choices=(
        *_COMMON,
        Choice(name="losers", value="the largest defeat set under any of (k)(3)(A) to (D)", cites="10059(f), (k)"),
    ),
    count=_count_batch,
)
