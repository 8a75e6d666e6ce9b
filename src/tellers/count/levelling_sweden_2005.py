"""The Riksdag: 310 seats in constituencies, 39 levelling seats; since 2018 seats beyond a party's due go back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tellers.count.allocation import Allocation, Tier
from tellers.count.compensation import Compensation
from tellers.count.divisors import SAINTE_LAGUE, SAINTE_LAGUE_12, SAINTE_LAGUE_14, Divisors
from tellers.count.levelling import LevellingLaw, allocate_levelling, place_levelling, share_out_levelling
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.lots import remaining_lots
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.thresholds import Share, Threshold
from tellers.count.tiers import TieredPoll, add_seats, allocate_districts, tier_seats, tier_waits, whole_body
from tellers.count.votes_rule import VotesRule

_NATION = Share(share=Fraction(4, 100), of="list_votes", where="nation")
_HERE = Share(share=Fraction(12, 100), of="list_votes")


def _swedish_law(rule: str, method: Divisors) -> LevellingLaw:
    return LevellingLaw(
        id=rule,
        districts=ListSystem(id=rule, method=method, threshold=Threshold(any_of=(_NATION, _HERE))),
        levelling=Compensation(
            system=ListSystem(id=rule, method=method, threshold=Threshold(any_of=(_NATION,))), overhang="set_aside"
        ),
        manner="best_quotient",
        placing=SAINTE_LAGUE,
        why="A party has equal comparative figures in two constituencies (vallagen ch. 14): the lot decides.",
    )


LAW_OF_2005 = _swedish_law("levelling_sweden_2005", SAINTE_LAGUE_14)
LAW_OF_2018 = _swedish_law("levelling_sweden_2018", SAINTE_LAGUE_12)


def allocate_swedish_2005(poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Riksdag by the law until 2014: a party with more than its due keeps it and is set aside.

    Args:
        poll: Each constituency's poll with its permanent seats; 349 seats of the whole body.
        lots: Lots drawn.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    return allocate_levelling(LAW_OF_2005, poll, lots)


def allocate_swedish_2018(poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Riksdag by the law since 2018: permanent seats beyond a party's due go to others where they were won.

    Args:
        poll: Each constituency's poll with its permanent seats; 349 seats of the whole body.
        lots: Lots drawn.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    law = LAW_OF_2018
    national = poll.national()
    polls = {area: replace(district, nation=national) for area, district in poll.districts.items()}
    first, left = allocate_districts(law.districts, polls, lots)
    if tier_waits(first):
        return whole_body(law.id, poll, tier_seats(first), (first,), lots, left)
    districts, returned = _give_back(law, poll, national, first)
    won = tier_seats(districts)
    levelling = share_out_levelling(law, poll, national, won, left)
    left = remaining_lots(left, levelling.lots)
    tier = Tier(name="levelling seats", areas={"": levelling})
    seats = add_seats((won, levelling.by_list))
    tiers = (first, returned, tier)
    if tier_waits(tier):
        return whole_body(law.id, poll, seats, tiers, lots, left)
    placed, left = place_levelling(law, poll, districts, levelling, left)
    return whole_body(law.id, poll, seats, (*tiers, *placed), lots, left)


def _give_back(law: LevellingLaw, poll: TieredPoll, national: ListPoll, first: Tier) -> tuple[Tier, Tier]:
    """Return the constituencies after seats beyond a party's due went to others, and what that changed.

    Each goes back where the party's last seat had its lowest comparative figure, to the party there of the next
    highest figure that is not itself at its due.
    """
    assert isinstance(law.levelling, Compensation)
    # Its due is what the whole country as one constituency would give it, whoever holds more.
    proportion = replace(law.levelling, overhang="taken_back")
    due = proportion.part(replace(national, held=tier_seats(first), seats=poll.seats)).tiers[0].areas[""].by_list
    seats = {area: dict(allocation.by_list) for area, allocation in first.areas.items()}
    method = law.districts.method
    assert isinstance(method, Divisors)
    for party in sorted(due):
        while sum(row.get(party, 0) for row in seats.values()) > due[party]:
            area = min(
                (area for area in seats if seats[area].get(party)),
                key=lambda area: (method.quotient(poll.districts[area].votes[party], seats[area][party]) or 0, area),
            )
            heir = _heir(first.areas[area], seats, area, party, due, method)
            if heir is None:
                break
            seats[area][party] -= 1
            seats[area][heir] = seats[area].get(heir, 0) + 1
    after = {
        area: replace(allocation, won=tuple(seats[area].get(name, 0) for name in allocation.lists), sequence=())
        for area, allocation in first.areas.items()
    }
    moved = {
        area: replace(
            allocation,
            seats=0,
            won=tuple(
                seats[area].get(name, 0) - had for name, had in zip(allocation.lists, allocation.won, strict=True)
            ),
            sequence=(),
            ties=(),
        )
        for area, allocation in first.areas.items()
        if after[area].won != allocation.won
    }
    return Tier(name="districts", areas=after), Tier(name="seats given back", areas=moved)


def _heir(
    allocation: Allocation,
    seats: Mapping[str, Mapping[str, int]],
    area: str,
    party: str,
    due: Mapping[str, int],
    method: Divisors,
) -> str | None:
    """Return who gets a seat given back: the next highest figure here of a party still below its due."""
    taking = allocation.taking_part or (True,) * len(allocation.lists)
    best: str | None = None
    most = Fraction(0)
    for name, votes, part in zip(allocation.lists, allocation.votes, taking, strict=True):
        held = sum(row.get(name, 0) for row in seats.values())
        if not part or name == party or (name in due and held >= due[name]):
            continue
        figure = method.quotient(votes, seats[area].get(name, 0) + 1) or Fraction(0)
        if figure > most:
            best, most = name, figure
    return best


_CHOICES = (
    Choice(
        name="threshold",
        value="4% of votes for lists in the country; or 12% in a constituency, for its permanent seats there",
        cites="vallagen ch. 14; regeringsformen 3:7",
    ),
    Choice(name="placing", value="largest comparative figure, the first divisor 1", cites="vallagen ch. 14"),
    Choice(name="tie_break", value="the lot", cites="vallagen ch. 14"),
)

LEVELLING_SWEDEN_2005 = VotesRule(
    id=LAW_OF_2005.id,
    law="Vallag (2005:837) ch. 14",
    place="Sweden, Riksdag",
    years="2006-2014",
    source="Vallag (2005:837) ch. 14, regeringsformen ch. 3",
    choices=(
        Choice(name="method", value="Sainte-Laguë with first divisor 1.4", cites="vallagen ch. 14"),
        Choice(
            name="overhang", value="a party beyond its due keeps its seats and is set aside", cites="vallagen ch. 14"
        ),
        *_CHOICES,
    ),
    count=allocate_swedish_2005,
)
LEVELLING_SWEDEN_2018 = VotesRule(
    id=LAW_OF_2018.id,
    law="Vallag (2005:837) ch. 14, as in force from 2015",
    place="Sweden, Riksdag",
    years="2018-",
    source="Vallag (2005:837) ch. 14, regeringsformen ch. 3",
    choices=(
        Choice(name="method", value="Sainte-Laguë with first divisor 1.2", cites="vallagen ch. 14"),
        Choice(name="overhang", value="permanent seats beyond its due go to others there", cites="vallagen ch. 14"),
        *_CHOICES,
    ),
    count=allocate_swedish_2018,
)
