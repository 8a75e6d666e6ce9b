"""The Electoral Reform Society's rules of 1997: Gregory from the last batch, a falling quota, and the active vote."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.last_parcel import SCALE, Terms, count_last_parcel
from tellers.count.quotas import droop_raised
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, StageSheet

_ID = "ers97"
assert SCALE == 100

_TERMS = Terms(
    rule=_ID,
    quota=droop_raised,
    quota_falls=True,
    active_vote=True,
    majority=False,
    reach=True,
    first_apart=False,
    tie_surplus="Equal surpluses: the earliest point at which votes differed decides, else the lot (5.2.3).",
    tie_lowest="Equal fewest votes: the earliest point at which they differed decides, else the lot (5.2.5).",
    tie_points=True,
)


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_last_parcel(_TERMS, papers, seats, lots)


RULE = Rule(
    id=_ID,
    law="How to conduct an election by the Single Transferable Vote, third edition",
    place="anywhere; British societies, unions and companies",
    years="1997-",
    source="R. A. Newland and F. S. Britton, Electoral Reform Society, 1997",
    choices=(
        Choice(
            name="quota",
            value="valid votes over places plus one, raised to the next hundredth unless exact",
            cites="5.1.6; the model election: 753 votes, 6 places, 107.58",
        ),
        Choice(
            name="quota_falls",
            value="reckoned anew after each batch of an exclusion while nobody is elected",
            cites="5.4.8",
        ),
        Choice(
            name="active_vote",
            value="a candidate is also elected on the active vote over the places left plus one",
            cites="5.1.7, 5.3.13, 5.4.9",
        ),
        Choice(name="papers", value="at the first stage all papers, later only the last batch", cites="5.3.1, 5.3.2"),
        Choice(
            name="value",
            value="surplus over the transferable papers, to two decimals, but never more than their present value",
            cites="5.3.7; the model election: 26.42 over 123 papers, 0.21, and 0.59 non-transferable",
        ),
        Choice(
            name="reach",
            value="surpluses wait while they do not exceed the difference above the fewest, or those to be excluded",
            cites="5.2.2; the model election: 26.42 exceeds 24 less 23",
        ),
        Choice(
            name="losers",
            value="as many together as with all surpluses do not exceed the next above; equals are not parted so",
            cites="5.2.5",
        ),
        Choice(name="last_papers", value="stay, once those left are as many as the places", cites="5.5.1"),
        Choice(
            name="ties",
            value="the earliest point, after the transfer of a batch, at which votes differed; else the lot",
            cites="5.2.3, 5.2.5",
        ),
        Choice(
            name="elect", value="of too many equals at the bound, those ahead earliest; else none yet", cites="5.6.2"
        ),
    ),
    count=_count,
)
