"""The Scottish Parliament: 73 constituencies, and seven members for each of eight regions by D'Hondt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellers.count.additional_member import Region, allocate_additional_members
from tellers.count.allocation import Allocation
from tellers.count.divisors import DHONDT
from tellers.count.lists import ListSystem
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.votes_rule import VotesRule

SCOTTISH_REGION = ListSystem(id="additional_member_scotland_1998", method=DHONDT, tie_break="one_vote_more")


def allocate_scottish(poll: Mapping[str, Region], lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Parliament: constituency members and each region's members.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    return allocate_additional_members(SCOTTISH_REGION, poll, lots, title="Scottish Parliament")


ADDITIONAL_MEMBER_SCOTLAND_1998 = VotesRule(
    id="additional_member_scotland_1998",
    law="Scotland Act 1998 (c. 46) ss. 6-8",
    place="Scotland, Parliament",
    years="1999-",
    source="Scotland Act 1998 ss. 7 and 8; the regions of 2007 and 2011 show the arithmetic",
    choices=(
        Choice(
            name="method", value="D'Hondt; constituency seats in the region counted in the divisor", cites="s. 7(2)"
        ),
        Choice(name="threshold", value="none", cites="s. 8"),
        Choice(
            name="overhang", value="a party keeps its constituency seats; the region's number is fixed", cites="s. 8"
        ),
        Choice(
            name="individuals", value="a candidate on no list counts with his own votes, one seat at most", cites="s. 8"
        ),
        Choice(
            name="tie_break",
            value="one vote is added to each of the tied where there are more than seats; then the lot",
            cites="s. 8(6)-(7)",
        ),
    ),
    count=allocate_scottish,
)
