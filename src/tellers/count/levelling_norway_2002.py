"""The Storting: districts by modified Sainte-Laguë, then 19 levelling seats, one to each district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from tellers.count.allocation import Allocation
from tellers.count.compensation import Compensation
from tellers.count.divisors import SAINTE_LAGUE, SAINTE_LAGUE_14
from tellers.count.levelling import LevellingLaw, allocate_levelling
from tellers.count.lists import ListSystem
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.thresholds import Share, Threshold
from tellers.count.tiers import TieredPoll
from tellers.count.votes_rule import VotesRule

NORWEGIAN_LAW = LevellingLaw(
    id="levelling_norway_2002",
    districts=ListSystem(id="levelling_norway_2002", method=SAINTE_LAGUE_14, tie_break="more_votes"),
    levelling=Compensation(
        system=ListSystem(
            id="levelling_norway_2002",
            method=SAINTE_LAGUE_14,
            threshold=Threshold(any_of=(Share(share=Fraction(4, 100), of="list_votes"),)),
            tie_break="more_votes",
        ),
        overhang="set_aside",
    ),
    manner="best_quotient_to_a_seat",
    placing=SAINTE_LAGUE,
    why="Two parties have equal claim to a levelling seat (valgloven § 11-7): the lot decides.",
)


def allocate_norwegian(poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Storting: district seats, levelling seats by party, and the district each of those falls to.

    Args:
        poll: Each district's poll, its seats those it fills itself; the Storting's seats; one levelling seat to a
            district unless `room` says otherwise.
        lots: Lots drawn.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    room = dict.fromkeys(poll.districts, 1) if poll.room is None else poll.room
    return allocate_levelling(NORWEGIAN_LAW, replace(poll, room=room), lots)


LEVELLING_NORWAY_2002 = VotesRule(
    id="levelling_norway_2002",
    law="Valgloven (LOV-2002-06-28-57) ch. 11; carried over in LOV-2023-06-16-62",
    place="Norway, Storting",
    years="2005-",
    source="Valgloven §§ 11-4, 11-6, 11-7; the official feed of 2009 to 2025 shows each choice",
    choices=(
        Choice(name="method", value="Sainte-Laguë with first divisor 1.4 in districts", cites="§ 11-4"),
        Choice(name="threshold", value="4% of votes for lists in the country, for levelling seats", cites="§ 11-6"),
        Choice(
            name="overhang",
            value="a party with more district seats than its share keeps them and is set aside; then anew",
            cites="§ 11-6",
        ),
        Choice(
            name="placing",
            value="votes over 2n+1 (no first divisor of 1.4), over the district's votes to a seat; one to a district",
            cites="§ 11-7; the feed of 2009 to 2025",
        ),
        Choice(name="tie_break", value="more votes, then the lot", cites="§ 11-4"),
    ),
    count=allocate_norwegian,
)
