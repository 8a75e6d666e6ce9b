"""The London Assembly: 14 constituencies, and 11 members for London by D'Hondt for those with 5% of London's votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tellers.count.additional_member import Region, allocate_additional_members
from tellers.count.allocation import Allocation
from tellers.count.divisors import DHONDT
from tellers.count.lists import ListSystem
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.thresholds import Share, Threshold
from tellers.count.votes_rule import VotesRule

LONDON_MEMBERS = ListSystem(
    id="additional_member_london_1999",
    method=DHONDT,
    threshold=Threshold(any_of=(Share(share=Fraction(5, 100), of="list_votes"),)),
)


def allocate_london(poll: Mapping[str, Region], lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Assembly: constituency members and the London members; the poll has one region, London.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    return allocate_additional_members(LONDON_MEMBERS, poll, lots, title="London Assembly")


ADDITIONAL_MEMBER_LONDON_1999 = VotesRule(
    id="additional_member_london_1999",
    law="Greater London Authority Act 1999 (c. 29) s. 4 and sch. 2 pt. II",
    place="London, Assembly",
    years="2000-",
    source="Greater London Authority Act 1999 sch. 2 pt. II",
    choices=(
        Choice(name="method", value="D'Hondt; constituency seats counted in the divisor", cites="sch. 2 pt. II"),
        Choice(
            name="threshold",
            value="fewer than 5% of the London votes for all parties and individuals takes no part",
            cites="sch. 2 pt. II",
        ),
        Choice(
            name="overhang", value="a party keeps its constituency seats; the number is fixed", cites="sch. 2 pt. II"
        ),
        Choice(name="tie_break", value="the lot", cites="sch. 2 pt. II"),
    ),
    count=allocate_london,
)
