"""Systems of several tiers: districts first, then seats shared out over them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellers.count.allocation import Allocation, Placing, Tier, Votes
from tellers.count.lists import ListPoll, ListSystem, check_poll
from tellers.count.lots import check_lots_used, remaining_lots
from tellers.count.sheet import Lot


@dataclass(frozen=True, slots=True, kw_only=True)
class TieredPoll:
    """The votes of every district of a body.

    Args:
        districts: The poll of each district by name, its `seats` those filled in the district.
        seats: Seats of the whole body, those of the districts and those shared out over them.
        room: How many of the seats shared out each district (or region) takes, by name; without limit where None.
        regions: Districts by region, for a law that shares seats out to regions first; empty where it does not.
        exempt: Lists exempt from the threshold.
        members: Parties on each list, where more than one.
        outside: Seats already won by those who stand on no list: independents.
        title: The contest's name.
    """

    districts: Mapping[str, ListPoll]
    seats: int
    room: Mapping[str, int] | None = None
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()
    members: Mapping[str, int] = field(default_factory=dict)
    outside: int = 0
    title: str = ""

    def national(self) -> ListPoll:
        """Return the whole country's poll: votes, blank, invalid and electorate added up, seats of the whole body."""
        polls = self.districts.values()
        electorates = [poll.electorate for poll in polls]
        known = [electorate for electorate in electorates if electorate is not None]
        return ListPoll(
            votes=add_votes(poll.votes for poll in polls),
            seats=self.seats,
            blank=sum(poll.blank for poll in polls),
            invalid=sum(poll.invalid for poll in polls),
            electorate=sum(known) if len(known) == len(electorates) else None,
            exempt=self.exempt,
            members=self.members,
            title=self.title,
        )


def add_votes(parts: Iterable[Mapping[str, Votes]]) -> dict[str, Votes]:
    """Return votes by list added up over areas; a list that stood in some areas only has those votes."""
    total: dict[str, Votes] = {}
    for votes in parts:
        for name, cast in votes.items():
            total[name] = total.get(name, 0) + cast
    return total


def add_seats(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return seats by list added up over areas."""
    total: dict[str, int] = {}
    for seats in parts:
        for name, won in seats.items():
            total[name] = total.get(name, 0) + won
    return total


def allocate_districts(
    system: ListSystem, polls: Mapping[str, ListPoll], lots: Sequence[Lot] = (), *, name: str = "districts"
) -> tuple[Tier, tuple[Lot, ...]]:
    """Return each district's allocation by one system, and the lots that none of them used."""
    left = tuple(lots)
    areas: dict[str, Allocation] = {}
    for area, poll in polls.items():
        check_poll(poll)
        areas[area] = system.part(poll, left)
        left = remaining_lots(left, areas[area].lots)
    return Tier(name=name, areas=areas), left


def tier_seats(tier: Tier) -> dict[str, int]:
    """Return seats by list won in all areas of a tier, those it had no part in left out."""
    return add_seats(allocation.by_list for allocation in tier.areas.values())


def tier_waits(*tiers: Tier) -> bool:
    """Say whether any area of these tiers waits for a lot: what follows from them cannot be reckoned yet."""
    return any(allocation.awaiting is not None for tier in tiers for allocation in tier.areas.values()) or any(
        tier.placing is not None and tier.placing.awaiting(tier.name) is not None for tier in tiers
    )


def placing_tier(name: str, rule: str, placing: Placing, votes: Mapping[str, Mapping[str, Votes]]) -> Tier:
    """Return a tier that shows seats placed, area by area."""
    placed = placing.by_area()
    return Tier(
        name=name,
        areas={
            area: Allocation(
                rule=rule,
                lists=tuple(cast),
                votes=tuple(cast.values()),
                seats=sum(placed.get(area, {}).values()),
                won=tuple(placed.get(area, {}).get(list_name, 0) for list_name in cast),
                title=area,
            )
            for area, cast in votes.items()
        },
        placing=placing,
    )


def whole_body(
    rule: str,
    poll: TieredPoll,
    seats: Mapping[str, int],
    tiers: tuple[Tier, ...],
    lots: Sequence[Lot],
    left: Sequence[Lot],
    *,
    overhang: Mapping[str, int] | None = None,
) -> Allocation:
    """Return the allocation of the whole body, made of its tiers.

    Args:
        rule: The rule's id.
        poll: The poll.
        seats: Seats by list over all tiers.
        tiers: From the first.
        lots: The lots given.
        left: Those of them that no tier used.
        overhang: Seats by list above the body's lawful number.

    Raises:
        CountError: A lot was given that fits no tie.
    """
    national = poll.national()
    waiting = tier_waits(*tiers)
    if lots and not waiting:
        check_lots_used(poll.title or rule, lots, remaining_lots(lots, left))
    return Allocation(
        rule=rule,
        lists=tuple(national.votes),
        votes=tuple(national.votes.values()),
        seats=poll.seats,
        won=tuple(seats.get(name, 0) for name in national.votes),
        lots=remaining_lots(lots, left),
        vacant=0 if waiting else max(poll.seats - poll.outside - sum(seats.values()), 0),
        overhang=() if overhang is None else tuple(overhang.get(name, 0) for name in national.votes),
        tiers=tiers,
        title=poll.title,
    )
