"""The Riksdag: 310 seats in constituencies, 39 levelling seats; since 2018 seats beyond a party's due go back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tellers.count.allocation import Allocation, Placed, Placing, Tier
from tellers.count.compensation import Compensation
from tellers.count.divisors import SAINTE_LAGUE, SAINTE_LAGUE_12, SAINTE_LAGUE_14, Divisors
from tellers.count.levelling import LevellingLaw, allocate_levelling, place_levelling, share_out_levelling
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.lots import find_lot, remaining_lots
from tellers.count.rule import Choice
from tellers.count.sheet import Lot, Tie
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
    districts, returned = _give_back(law, poll, national, first, left)
    assert returned.placing is not None
    left = remaining_lots(left, returned.placing.lots)
    if tier_waits(returned):
        return whole_body(law.id, poll, tier_seats(first), (first, returned), lots, left)
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


@dataclass(frozen=True, slots=True)
class _Claim:
    """A party's figure in a constituency, for the last seat it holds there or the next it may have."""

    figure: Fraction
    name: str
    area: str


def _give_back(
    law: LevellingLaw, poll: TieredPoll, national: ListPoll, first: Tier, lots: Sequence[Lot]
) -> tuple[Tier, Tier]:
    """Return the constituencies after seats beyond a party's due went to others, and what that changed.

    The seat with the lowest comparative figure of all those beyond a party's due goes first, to the party of the next
    highest figure there that is below its own due; and so on until none is beyond.
    """
    assert isinstance(law.levelling, Compensation)
    # Its due is what the whole country as one constituency would give it, whoever holds more.
    proportion = replace(law.levelling, overhang="taken_back")
    due = proportion.part(replace(national, held=tier_seats(first), seats=poll.seats)).tiers[0].areas[""].by_list
    seats = {area: dict(allocation.by_list) for area, allocation in first.areas.items()}
    method = law.districts.method
    assert isinstance(method, Divisors)
    chooser = _Chooser(tuple(lots), law.why)
    while chooser.waits is False:
        lost = chooser.choose(_seats_beyond(first, seats, due, method), lowest=True)
        heir = None if lost is None else chooser.choose(_heirs(first, seats, due, method, lost.area), lowest=False)
        if lost is None or heir is None:
            break
        seats[lost.area][lost.name] -= 1
        seats[lost.area][heir.name] = seats[lost.area].get(heir.name, 0) + 1
        chooser.placed.append(
            Placed(order=len(chooser.placed) + 1, name=heir.name, area=heir.area, quotient=heir.figure)
        )
    after = {
        area: replace(allocation, won=tuple(seats[area].get(name, 0) for name in allocation.lists), sequence=())
        for area, allocation in first.areas.items()
    }
    moved = {
        area: replace(
            first.areas[area],
            seats=0,
            won=tuple(now - had for now, had in zip(after[area].won, first.areas[area].won, strict=True)),
            sequence=(),
            ties=(),
        )
        for area in after
        if after[area].won != first.areas[area].won
    }
    return (
        Tier(name="districts", areas=after),
        Tier(name="seats given back", areas=moved, placing=chooser.placing()),
    )


class _Chooser:
    """Chooses among equal figures by the lots drawn, and stops at the first that is missing."""

    def __init__(self, lots: tuple[Lot, ...], why: str) -> None:
        self.lots = lots
        self.why = why
        self.used: list[Lot] = []
        self.units: list[str] = []
        self.ties: list[Tie] = []
        self.placed: list[Placed] = []
        self.waits = False

    def choose(self, claims: Sequence[_Claim], *, lowest: bool) -> _Claim | None:
        """Return the claim of the lowest or highest figure; None if there is none, or a lot is awaited."""
        if not claims:
            return None
        edge = (min if lowest else max)(claim.figure for claim in claims)
        level = [claim for claim in claims if claim.figure == edge]
        if len(level) == 1:
            return level[0]
        names = [f"{claim.name} in {claim.area}" for claim in level]
        lot = find_lot(names, remaining_lots(self.lots, self.used))
        first = len(self.units)
        self.units += names
        chosen = None if lot is None else names.index(lot.chosen)
        self.ties.append(
            Tie(
                stage=len(self.placed) + 1,
                purpose="last_seat",
                candidates=tuple(range(first, len(self.units))),
                chosen=None if chosen is None else first + chosen,
                settled_by=None if chosen is None else "lot",
                why=self.why,
            )
        )
        if lot is None or chosen is None:
            self.waits = True
            return None
        self.used.append(lot)
        return level[chosen]

    def placing(self) -> Placing:
        """Return what was done."""
        return Placing(placed=tuple(self.placed), units=tuple(self.units), ties=tuple(self.ties), lots=tuple(self.used))


def _held_in_all(seats: Mapping[str, Mapping[str, int]], name: str) -> int:
    return sum(row.get(name, 0) for row in seats.values())


def _seats_beyond(
    first: Tier, seats: Mapping[str, Mapping[str, int]], due: Mapping[str, int], method: Divisors
) -> list[_Claim]:
    """Return the last seat in each constituency of every party beyond its due, where another could have it."""
    beyond = [name for name in due if _held_in_all(seats, name) > due[name]]
    return [
        _Claim(method.quotient(allocation.votes[index], seats[area][name]) or Fraction(0), name, area)
        for area, allocation in first.areas.items()
        for index, name in enumerate(allocation.lists)
        if name in beyond and seats[area].get(name) and _heirs(first, seats, due, method, area)
    ]


def _heirs(
    first: Tier, seats: Mapping[str, Mapping[str, int]], due: Mapping[str, int], method: Divisors, area: str
) -> list[_Claim]:
    """Return the next figure of each party that could have a seat more in a constituency: those below their due."""
    allocation = first.areas[area]
    taking = allocation.taking_part or (True,) * len(allocation.lists)
    return [
        _Claim(method.quotient(votes, seats[area].get(name, 0) + 1) or Fraction(0), name, area)
        for name, votes, part in zip(allocation.lists, allocation.votes, taking, strict=True)
        if part and votes and (name not in due or _held_in_all(seats, name) < due[name])
    ]


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
