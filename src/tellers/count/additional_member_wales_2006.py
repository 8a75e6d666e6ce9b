"""The Senedd until 2021: 40 constituencies, and four members for each of five regions by D'Hondt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellers.count.additional_member import Region, allocate_additional_members
from tellers.count.allocation import Allocation
from tellers.count.divisors import DHONDT
from tellers.count.lists import ListSystem
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.votes_rule import VotesRule

WELSH_REGION = ListSystem(id="additional_member_wales_2006", method=DHONDT, tie_break="one_vote_more")


def allocate_welsh(poll: Mapping[str, Region], lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Senedd: constituency members and each region's members.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    return allocate_additional_members(WELSH_REGION, poll, lots, title="Senedd")


ADDITIONAL_MEMBER_WALES_2006 = VotesRule(
    id="additional_member_wales_2006",
    law="Government of Wales Act 2006 (c. 32) ss. 8-9; before it Government of Wales Act 1998 (c. 38)",
    place="Wales, Senedd",
    years="1999-2021",
    source="Government of Wales Act 2006 ss. 8 and 9",
    choices=(
        Choice(name="method", value="D'Hondt; constituency seats in the region counted in the divisor", cites="s. 8"),
        Choice(name="threshold", value="none", cites="s. 9"),
        Choice(
            name="overhang", value="a party keeps its constituency seats; the region's number is fixed", cites="s. 9"
        ),
        Choice(
            name="tie_break",
            value="one vote is added to each of the tied where there are more than seats; then the lot",
            cites="s. 9",
        ),
    ),
    count=allocate_welsh,
)
