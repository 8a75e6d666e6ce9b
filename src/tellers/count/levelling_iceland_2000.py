"""The Althing: constituencies by D'Hondt, then 9 levelling seats, each won in turn and placed in turn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tellers.count.allocation import Allocation
from tellers.count.divisors import DHONDT
from tellers.count.levelling import LevellingLaw, allocate_levelling
from tellers.count.lists import ListSystem
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.thresholds import Share, Threshold
from tellers.count.tiers import TieredPoll
from tellers.count.votes_rule import VotesRule

ICELANDIC_LAW = LevellingLaw(
    id="levelling_iceland_2000",
    districts=ListSystem(id="levelling_iceland_2000", method=DHONDT),
    levelling=ListSystem(
        id="levelling_iceland_2000",
        method=DHONDT,
        threshold=Threshold(any_of=(Share(share=Fraction(5, 100), of="list_votes"),)),
    ),
    manner="in_turn",
    placing=DHONDT,
    why="A party has equal claim to a levelling seat in two places (lög nr. 24/2000, art. 108): the lot decides.",
)


def allocate_icelandic(poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Althing.

    Args:
        poll: Each constituency's poll with its own seats; `room` its levelling seats; seats of the whole body.
        lots: Lots drawn.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    return allocate_levelling(ICELANDIC_LAW, poll, lots)


LEVELLING_ICELAND_2000 = VotesRule(
    id="levelling_iceland_2000",
    law="Lög um kosningar til Alþingis nr. 24/2000",
    place="Iceland, Althing",
    years="2003-2021",
    source="Lög nr. 24/2000, art. 107-108; the elections of 2009 and 2013 show each choice",
    choices=(
        Choice(name="method", value="D'Hondt in the constituencies", cites="art. 107"),
        Choice(name="threshold", value="5% of votes for lists in the country, for levelling seats", cites="art. 108"),
        Choice(
            name="levelling",
            value="D'Hondt on national votes, going on from the seats won in constituencies",
            cites="art. 108",
        ),
        Choice(
            name="placing",
            value="in that order, each where the party's share of votes over its seats plus one is largest, with room",
            cites="art. 108; the order of 2009 and 2013",
        ),
    ),
    count=allocate_icelandic,
)
