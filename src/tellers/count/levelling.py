"""Levelling: seats shared out over the whole country after the districts, and then placed in districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from tellers.count.allocation import Allocation, Placed, Placing, Tier
from tellers.count.compensation import Compensation
from tellers.count.divisors import Divisors
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.lots import find_lot, remaining_lots
from tellers.count.placing import PlacingPoll, place_seats
from tellers.count.sheet import Lot, Tie
from tellers.count.tiers import (
    TieredPoll,
    add_seats,
    add_votes,
    allocate_districts,
    placing_tier,
    tier_seats,
    tier_waits,
    whole_body,
)

Manner = Literal["best_quotient", "best_quotient_to_a_seat", "regions_then_districts", "in_turn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevellingLaw:
    """The choices of a law with levelling seats.

    Args:
        id: The rule's id.
        districts: How each district's own seats are allocated.
        levelling: How the levelling seats follow: compensation for what a list lacks; or a list system that goes on
            from the seats held, one seat after another.
        manner: How they are placed. `best_quotient`: wherever a list has the largest quotient of its votes.
            `best_quotient_to_a_seat`: the quotient over the district's votes to a seat. `regions_then_districts`: by
            quotient in regions, then by quotient in the districts of each. `in_turn`: in the order in which they were
            won, each to the district where its winner has the largest share of the votes over seats plus one.
        placing: The divisors that place a seat (in regions, where there are regions).
        within_region: The divisors that place a region's seats in its districts.
        why: What settles a tie in placing, with its clause.
    """

    id: str
    districts: ListSystem
    levelling: Compensation | ListSystem
    manner: Manner
    placing: Divisors
    within_region: Divisors | None = None
    why: str


def allocate_levelling(law: LevellingLaw, poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the whole body: the districts' seats, the levelling seats by list, and where each of those is placed.

    Args:
        law: The law's choices.
        poll: Each district's poll with the seats it fills itself, and the seats of the whole body.
        lots: Lots drawn; where one is awaited the later tiers are left out.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    national = poll.national()
    polls = {area: replace(district, nation=national) for area, district in poll.districts.items()}
    districts, left = allocate_districts(law.districts, polls, lots)
    won = tier_seats(districts)
    if tier_waits(districts):
        return whole_body(law.id, poll, won, (districts,), lots, left)
    levelling = share_out_levelling(law, poll, national, won, left)
    left = remaining_lots(left, levelling.lots)
    tier = Tier(name="levelling seats", areas={"": levelling})
    seats = add_seats((won, levelling.by_list))
    if tier_waits(tier):
        return whole_body(law.id, poll, seats, (districts, tier), lots, left)
    placed, left = place_levelling(law, poll, districts, levelling, left)
    return whole_body(law.id, poll, seats, (districts, tier, *placed), lots, left)


def share_out_levelling(
    law: LevellingLaw, poll: TieredPoll, national: ListPoll, won: Mapping[str, int], lots: Sequence[Lot]
) -> Allocation:
    """Return the levelling seats by list, given those won in districts."""
    asked = replace(
        national, held=dict(won), seats_elsewhere=dict(won), areas_reached=_areas_reached(poll), title="levelling seats"
    )
    if isinstance(law.levelling, Compensation):
        return law.levelling.part(replace(asked, seats=poll.seats - poll.outside), lots)
    in_districts = sum(district.seats for district in poll.districts.values())
    return law.levelling.part(replace(asked, seats=poll.seats - in_districts), lots)


def _areas_reached(poll: TieredPoll) -> dict[str, int]:
    """Return in how many regions each list has at least the region's votes to a district seat."""
    reached: dict[str, int] = {}
    for districts in poll.regions.values():
        polls = [poll.districts[name] for name in districts]
        votes = add_votes(district.votes for district in polls)
        seats = sum(district.seats for district in polls)
        total = sum(votes.values())
        for name, cast in votes.items():
            if seats and cast * seats >= total:
                reached[name] = reached.get(name, 0) + 1
    return reached


def place_levelling(
    law: LevellingLaw, poll: TieredPoll, districts: Tier, levelling: Allocation, lots: Sequence[Lot]
) -> tuple[tuple[Tier, ...], tuple[Lot, ...]]:
    """Return the tiers that place the levelling seats, and the lots that were not used."""
    votes = {area: district.votes for area, district in poll.districts.items()}
    held = {area: allocation.by_list for area, allocation in districts.areas.items()}
    if law.manner == "in_turn":
        placing = _place_in_turn(law, poll, held, levelling, lots)
        left = remaining_lots(lots, placing.lots)
        return (placing_tier("placing", law.id, placing, votes),), left
    if law.manner == "regions_then_districts":
        return _place_by_region(law, poll, held, levelling, lots)
    worth: dict[str, Fraction] = {}
    if law.manner == "best_quotient_to_a_seat":
        worth = {
            area: Fraction(district.seats) / sum(district.votes.values())
            for area, district in poll.districts.items()
            if any(district.votes.values())
        }
    placing = place_seats(
        PlacingPoll(votes=votes, held=held, claims=levelling.by_list, room=poll.room, worth=worth),
        law.placing,
        lots,
        why=law.why,
    )
    return (placing_tier("placing", law.id, placing, votes),), remaining_lots(lots, placing.lots)


def _place_by_region(
    law: LevellingLaw,
    poll: TieredPoll,
    held: Mapping[str, Mapping[str, int]],
    levelling: Allocation,
    lots: Sequence[Lot],
) -> tuple[tuple[Tier, ...], tuple[Lot, ...]]:
    assert law.within_region is not None, f"{law.id}: regions without divisors for their districts"
    votes = {
        region: add_votes(poll.districts[name].votes for name in districts)
        for region, districts in poll.regions.items()
    }
    region_held = {region: add_seats(held[name] for name in districts) for region, districts in poll.regions.items()}
    by_region = place_seats(
        PlacingPoll(votes=votes, held=region_held, claims=levelling.by_list, room=poll.room),
        law.placing,
        lots,
        why=law.why,
    )
    left = remaining_lots(lots, by_region.lots)
    tiers = [placing_tier("regions", law.id, by_region, votes)]
    if tier_waits(tiers[0]):
        return tuple(tiers), left
    for region, districts in poll.regions.items():
        inside = {name: poll.districts[name].votes for name in districts}
        placing = place_seats(
            PlacingPoll(
                votes=inside,
                held={name: held[name] for name in districts},
                claims=by_region.by_area().get(region, {}),
            ),
            law.within_region,
            left,
            why=law.why,
        )
        left = remaining_lots(left, placing.lots)
        tiers.append(placing_tier(f"districts of {region}", law.id, placing, inside))
    return tuple(tiers), left


def _place_in_turn(
    law: LevellingLaw,
    poll: TieredPoll,
    held: Mapping[str, Mapping[str, int]],
    levelling: Allocation,
    lots: Sequence[Lot],
) -> Placing:
    """Return the seats placed in the order in which they were won, each by its winner's best district with room."""
    room = dict(poll.room) if poll.room is not None else None
    taken = {area: dict(seats) for area, seats in held.items()}
    totals = {area: sum(district.votes.values()) for area, district in poll.districts.items()}
    units: list[str] = []
    placed: list[Placed] = []
    ties: list[Tie] = []
    used: list[Lot] = []
    for seat in levelling.order:
        claims = {
            area: Fraction(poll.districts[area].votes.get(seat.name, 0))
            / totals[area]
            / (taken[area].get(seat.name, 0) + 1)
            for area in poll.districts
            if totals[area] and (room is None or room.get(area, 0) > 0)
        }
        best = max(claims.values(), default=Fraction(0))
        if best == 0:
            continue
        tops = [area for area, claim in claims.items() if claim == best]
        area = tops[0]
        if len(tops) > 1:
            names = [f"{seat.name} in {top}" for top in tops]
            lot = find_lot(names, remaining_lots(lots, used))
            first = len(units)
            units += names
            chosen = None if lot is None else names.index(lot.chosen)
            ties.append(
                Tie(
                    stage=len(placed) + 1,
                    purpose="last_seat",
                    candidates=tuple(range(first, len(units))),
                    chosen=None if chosen is None else first + chosen,
                    settled_by=None if chosen is None else "lot",
                    why=law.why,
                )
            )
            if lot is None or chosen is None:
                break
            used.append(lot)
            area = tops[chosen]
        placed.append(Placed(order=len(placed) + 1, name=seat.name, area=area, quotient=claims[area]))
        taken[area][seat.name] = taken[area].get(seat.name, 0) + 1
        if room is not None:
            room[area] -= 1
    return Placing(placed=tuple(placed), units=tuple(units), ties=tuple(ties), lots=tuple(used))
