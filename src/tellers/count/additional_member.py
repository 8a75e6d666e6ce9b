"""Additional members: list seats by highest averages, each list's constituency seats counted in its divisor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tellers.count.allocation import Allocation, Tier, Votes
from tellers.count.lists import ListPoll, ListSystem, check_poll
from tellers.count.lots import remaining_lots
from tellers.count.sheet import Lot
from tellers.count.tiers import TieredPoll, add_seats, whole_body


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One region's list vote and the constituencies within it.

    Args:
        votes: Regional votes by party, and by individual candidate.
        seats: List seats.
        constituencies: Votes by party in each constituency of the region; empty where only the winners are known.
        won: Constituency seats by party, where no votes are given.
        individuals: Names among `votes` that are individual candidates: one seat at most.
        list_lengths: Candidates on a party's list, where fewer than the seats; those elected in constituencies do not
            count.
    """

    votes: Mapping[str, Votes]
    seats: int
    constituencies: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    won: Mapping[str, int] = field(default_factory=dict)
    individuals: frozenset[str] = frozenset()
    list_lengths: Mapping[str, int] = field(default_factory=dict)


def allocate_additional_members(
    system: ListSystem, poll: Mapping[str, Region], lots: Sequence[Lot] = (), *, title: str = ""
) -> Allocation:
    """Return the whole body: constituency members by most votes, and each region's additional members.

    Args:
        system: How list seats are allocated; its `allocate` counts the seats held.
        poll: The regions by name.
        lots: Lots drawn, for constituencies first.
        title: The body's name.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    left = tuple(lots)
    constituencies: dict[str, Allocation] = {}
    regions: dict[str, Allocation] = {}
    for name, region in poll.items():
        held: dict[str, int] = dict(region.won)
        waiting = False
        for place, votes in region.constituencies.items():
            winner = _constituency(system, place, votes, left)
            constituencies[place] = winner
            left = remaining_lots(left, winner.lots)
            held = add_seats((held, winner.by_list))
            waiting = waiting or winner.awaiting is not None
        if waiting:
            continue
        allocation = system.part(region_poll(name, region, held), left)
        left = remaining_lots(left, allocation.lots)
        regions[name] = allocation
    tiers = (Tier(name="constituencies", areas=constituencies), Tier(name="regions", areas=regions))
    won = add_seats(allocation.by_list for tier in tiers for allocation in tier.areas.values())
    won = add_seats((won, *(region.won for region in poll.values())))
    whole = TieredPoll(
        districts={name: ListPoll(votes=region.votes, seats=region.seats) for name, region in poll.items()},
        seats=sum(r.seats + len(r.constituencies) + sum(r.won.values()) for r in poll.values()),
        title=title,
    )
    return whole_body(system.id, whole, won, tiers, lots, left)


def region_poll(name: str, region: Region, held: Mapping[str, int]) -> ListPoll:
    """Return the poll of a region's list seats, with the constituency seats that count against its parties."""
    caps = {**dict.fromkeys(region.individuals, 1), **region.list_lengths}
    poll = ListPoll(
        votes=region.votes,
        seats=region.seats,
        held={party: seats for party, seats in held.items() if party in region.votes},
        caps=caps,
        title=name,
    )
    check_poll(poll)
    return poll


def _constituency(system: ListSystem, name: str, votes: Mapping[str, int], lots: Sequence[Lot]) -> Allocation:
    """Return the one member for a constituency, by most votes."""
    poll = ListPoll(votes=votes, seats=1, title=name)
    check_poll(poll)
    return replace(system, threshold=None, tie_break="lot").part(poll, lots)
