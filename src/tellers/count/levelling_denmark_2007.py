"""The Folketing: constituencies by D'Hondt, then 40 compensatory seats, placed in regions and then constituencies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tellers.count.allocation import Allocation
from tellers.count.compensation import Compensation
from tellers.count.divisors import DANISH, DHONDT, SAINTE_LAGUE
from tellers.count.levelling import LevellingLaw, allocate_levelling
from tellers.count.lists import ListSystem
from tellers.count.remainders import HARE
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.thresholds import AreasReached, SeatsElsewhere, Share, Threshold
from tellers.count.tiers import TieredPoll
from tellers.count.votes_rule import VotesRule

DANISH_LAW = LevellingLaw(
    id="levelling_denmark_2007",
    districts=ListSystem(id="levelling_denmark_2007", method=DHONDT),
    levelling=Compensation(
        system=ListSystem(
            id="levelling_denmark_2007",
            method=HARE,
            threshold=Threshold(
                any_of=(
                    SeatsElsewhere(seats=1),
                    AreasReached(areas=2),
                    Share(share=Fraction(2, 100), of="list_votes"),
                )
            ),
        ),
        overhang="set_aside",
    ),
    manner="regions_then_districts",
    placing=SAINTE_LAGUE,
    within_region=DANISH,
    why="Two parties have equal claim to a compensatory seat (Folketingsvalgloven §§ 78-79): the lot decides.",
)


def allocate_danish(poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Folketing without its four North Atlantic members.

    Args:
        poll: Each constituency's poll with its own seats; constituencies by region; `room` the compensatory seats of
            each region; seats of the whole body (175); `outside` the seats won by independents.
        lots: Lots drawn.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    return allocate_levelling(DANISH_LAW, poll, lots)


LEVELLING_DENMARK_2007 = VotesRule(
    id="levelling_denmark_2007",
    law="Folketingsvalgloven §§ 76-79, as in force from 2007",
    place="Denmark, Folketing",
    years="2007-",
    source="Folketingsvalgloven §§ 76-79; the elections of 2011 and 2015 (Danmarks Statistik) show each choice",
    choices=(
        Choice(name="method", value="D'Hondt in the multi-member constituencies", cites="§ 76"),
        Choice(
            name="threshold",
            value="a constituency seat; or in two regions the region's votes to a seat; or 2% of valid votes for lists",
            cites="§ 77",
        ),
        Choice(name="levelling", value="Hare quota and largest remainders over all the seats", cites="§ 77"),
        Choice(name="overhang", value="keeps its seats and is set aside; the rest is reckoned anew", cites="§ 77"),
        Choice(name="placing", value="regions by 1, 3, 5 and their own number of seats", cites="§ 78"),
        Choice(name="within_region", value="constituencies by 1, 4, 7", cites="§ 79"),
    ),
    count=allocate_danish,
)
