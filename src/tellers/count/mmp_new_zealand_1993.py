"""New Zealand: 120 seats by Sainte-Laguë on the party vote, electorates taken off, overhang on top."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tellers.count.allocation import Allocation
from tellers.count.compensation import Compensation
from tellers.count.divisors import SAINTE_LAGUE
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.thresholds import SeatsElsewhere, Share, Threshold
from tellers.count.votes_rule import VotesRule

NEW_ZEALAND = Compensation(
    system=ListSystem(
        id="mmp_new_zealand_1993",
        method=SAINTE_LAGUE,
        threshold=Threshold(any_of=(Share(share=Fraction(5, 100), of="list_votes"), SeatsElsewhere(seats=1))),
    ),
    overhang="added",
)


def allocate_new_zealand(poll: ListPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the House: `held` the electorates, `won` the list seats, `overhang` what makes it larger than 120.

    Args:
        poll: Party votes, `seats` 120, electorates won in `held`. A member of no party with a list is named there too,
            with 0 party votes: the 120 are then fewer by that seat.
        lots: Lots drawn.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    return NEW_ZEALAND.allocate(poll, lots)


MMP_NEW_ZEALAND_1993 = VotesRule(
    id="mmp_new_zealand_1993",
    law="Electoral Act 1993 (NZ) ss. 191-192",
    place="New Zealand, House of Representatives",
    years="1996-",
    source="Electoral Act 1993 ss. 191 and 192; the nine elections of 1996 to 2020 show each choice",
    choices=(
        Choice(name="method", value="Sainte-Laguë over 120 seats", cites="s. 191"),
        Choice(
            name="threshold",
            value="5% of the party votes of all parties, or one electorate",
            cites="s. 191; Māori Party 2008, ACT 2011",
        ),
        Choice(
            name="overhang",
            value="electorates above a party's due stay, and the House grows by them",
            cites="s. 192; 2005 (1), 2008 (2), 2011 (1), 2014 (1)",
        ),
        Choice(name="outside_reduces", value="seats of members of no listed party come off the 120", cites="s. 191"),
        Choice(name="tie_break", value="the lot", cites="s. 191"),
    ),
    count=allocate_new_zealand,
)
