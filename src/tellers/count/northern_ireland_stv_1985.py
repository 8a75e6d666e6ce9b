"""Northern Ireland, councils and Assembly: Gregory from the last sub-parcel to two decimals (SI 1985/454)."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.last_parcel import SCALE, Terms, count_last_parcel
from tellers.count.quotas import droop_whole
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, StageSheet

_ID = "northern_ireland_stv_1985"


def _quota(votes: int, seats: int) -> int:
    return droop_whole(votes // SCALE, seats) * SCALE


TERMS = Terms(
    rule=_ID,
    quota=_quota,
    quota_falls=False,
    active_vote=False,
    majority=True,
    reach=False,
    first_apart=True,
    tie_surplus="Equal surpluses: the earliest stage at which votes differed decides, else the lot (rule 50(1)).",
    tie_lowest="Equal lowest votes: the earliest stage at which they differed decides, else the lot (rule 51(13)).",
    tie_points=False,
)


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_last_parcel(TERMS, papers, seats, lots)


RULE = Rule(
    id=_ID,
    law="Local Elections (Northern Ireland) Order 1985 (SI 1985/454), Schedule, Part IV: Electoral Law Act (NI) 1962 "
    "Schedule 5, rules 47 to 52; for the Assembly as applied by SI 2001/2599",
    place="Northern Ireland",
    years="1985-",
    source="https://www.legislation.gov.uk/apni/1962/14/schedule/5",
    choices=(
        Choice(name="quota", value="valid papers over members plus one, fraction cut, plus one", cites="rule 48"),
        Choice(
            name="papers",
            value="of a surplus at the first stage all papers, later only the sub-parcel last received",
            cites="rule 49(1) and (5); Balmoral 2005, stage 6, where a surplus went by its last sub-parcel",
        ),
        Choice(
            name="value",
            value="surplus over the papers that can move, to two decimals, but never more than the value received",
            cites="rule 49(4) and (7)",
        ),
        Choice(name="surplus order", value="the largest first", cites="rule 50(1)"),
        Choice(
            name="reach",
            value="surpluses wait while less than the difference above the lowest, or the lowest two or more together",
            cites="rule 49(10)",
        ),
        Choice(
            name="losers",
            value="two or more lowest go together when with all surpluses they have less than the next",
            cites="rule 51(12); the tables of 2016 and 2017: as many as possible in all but four of 268 moves, where "
            "the returning officers of Foyle and North Antrim excluded fewer",
        ),
        Choice(
            name="first_apart",
            value="first preferences first, then transferred papers by value, the highest first",
            cites="rule 51(2) to (9)",
        ),
        Choice(
            name="elected",
            value="as soon as a sub-parcel brings the quota, and no later sub-parcel goes to that candidate",
            cites="rules 48(3), 51(6)",
        ),
        Choice(
            name="majority",
            value="the last place goes to one with as much as all others and the surpluses not transferred",
            cites="rule 52(2); Belfast South 2017, stage 9",
        ),
        Choice(
            name="ties", value="the earliest stage at which they differed, else the lot", cites="rules 50(1), 51(13)"
        ),
    ),
    count=_count,
)
