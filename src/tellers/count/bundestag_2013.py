"""The Bundestag by the laws of 2013 and 2020: seats reserved by Land, then a larger house until all are covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellers.count.allocation import Allocation, Tier
from tellers.count.bundestag import (
    BundestagPoll,
    Outcome,
    awaiting_constituencies,
    count_constituencies,
    outside_seats,
    qualifying,
    share_among_laender,
    whole_bundestag,
)
from tellers.count.divisors import SAINTE_LAGUE
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.lots import check_lots_used, remaining_lots
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.tiers import add_seats, tier_seats, tier_waits
from tellers.count.votes_rule import VotesRule

BY_LAND = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedSeats:
    """How the two laws differ.

    Args:
        id: The rule's id.
        size: The lawful number of seats before it is raised.
        halfway: Whether a Land's list is reserved its constituencies or, if more, the mean of them and its first share
            rounded up (2020); otherwise the larger of the two (2013).
        unlevelled_max: Seats of overhang that the larger house need not cover.
    """

    id: str
    size: int
    halfway: bool
    unlevelled_max: int


LAW_OF_2013 = ReservedSeats(id="bundestag_2013", size=598, halfway=False, unlevelled_max=0)
LAW_OF_2020 = ReservedSeats(id="bundestag_2020", size=598, halfway=True, unlevelled_max=3)


def allocate_reserved(law: ReservedSeats, poll: BundestagPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Bundestag: seats by party, and by Land within each party.

    Args:
        law: Which of the two laws.
        poll: Votes by Land, with each Land's German population.
        lots: Lots drawn, for constituencies first.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    constituencies, winners, left = count_constituencies(law.id, poll, lots)
    if tier_waits(constituencies):
        return awaiting_constituencies(law.id, poll, constituencies, lots, left)
    taking, shown = qualifying(poll, winners)
    number = law.size - outside_seats(winners, taking)
    first, left = _first_shares(law, poll, taking, number, left)
    if tier_waits(first):
        outcome = Outcome(tiers=(constituencies, first), parties=tier_seats(constituencies), lots_left=left)
        return whole_bundestag(law.id, poll, shown, outcome, lots)
    shares = {land: first.areas[land].by_list for land in poll.laender}
    least = {land: _reserved(law, shares[land], winners[land], taking) for land in poll.laender}
    floor = {party: _party_floor(law, party, shares, least) for party in taking}
    second = _raised(law, taking, floor, shares, winners, number, left)
    left = remaining_lots(left, second.lots)
    seats = {party: max(second.by_list.get(party, 0), floor[party]) for party in taking}
    if second.awaiting is None:
        seats = _majority_kept(taking, seats)
    lists: dict[str, Allocation] = {}
    for party, total in seats.items():
        lists[party] = share_among_laender(
            law.id, poll, party, total, {land: least[land].get(party, 0) for land in poll.laender}, left
        )
        left = remaining_lots(left, lists[party].lots)
    outcome = Outcome(
        tiers=(constituencies, first, Tier(name="country", areas={"": second}), Tier(name="Länder", areas=lists)),
        parties=seats,
        outside={name: won for name, won in add_seats(winners.values()).items() if name not in taking},
        overhang={party: max(floor[party] - second.by_list.get(party, 0), 0) for party in taking},
        lots_left=left,
    )
    whole = whole_bundestag(law.id, poll, shown, outcome, lots)
    if whole.awaiting is None:
        check_lots_used("Bundestag", lots, whole.lots)
    return whole


def _first_shares(
    law: ReservedSeats, poll: BundestagPoll, taking: Mapping[str, int], number: int, lots: tuple[Lot, ...]
) -> tuple[Tier, tuple[Lot, ...]]:
    """Return the first distribution: seats to Länder by population, and within each to parties by second votes."""
    system = ListSystem(id=law.id, method=SAINTE_LAGUE)
    by_population = system.part(
        ListPoll(votes={name: land.population for name, land in poll.laender.items()}, seats=number), lots
    )
    left = remaining_lots(lots, by_population.lots)
    areas = {"": by_population}
    for name, land in poll.laender.items():
        votes = {party: land.second_votes.get(party, 0) for party in taking}
        areas[name] = system.part(ListPoll(votes=votes, seats=by_population.by_list.get(name, 0), title=name), left)
        left = remaining_lots(left, areas[name].lots)
    return Tier(name="first distribution", areas=areas), left


def _reserved(
    law: ReservedSeats, share: Mapping[str, int], won: Mapping[str, int], taking: Mapping[str, int]
) -> dict[str, int]:
    """Return the seats a Land's lists are reserved, by party."""
    if law.halfway:
        return {p: max(won.get(p, 0), -(-(won.get(p, 0) + share.get(p, 0)) // 2)) for p in taking}
    return {party: won.get(party, 0) for party in taking}


def _party_floor(law: ReservedSeats, party: str, shares: BY_LAND, least: BY_LAND) -> int:
    """Return the least seats a party is to have in the country."""
    if law.halfway:
        reserved = sum(by_party.get(party, 0) for by_party in least.values())
        return max(reserved, sum(by_party.get(party, 0) for by_party in shares.values()))
    return sum(max(shares[land].get(party, 0), least[land].get(party, 0)) for land in shares)


def _raised(
    law: ReservedSeats,
    taking: Mapping[str, int],
    floor: Mapping[str, int],
    shares: BY_LAND,
    winners: BY_LAND,
    number: int,
    lots: Sequence[Lot],
) -> Allocation:
    """Return the second distribution, in the smallest house that covers every party's least seats.

    Only seats won in constituencies beyond a Land's first share may be left uncovered, and so many only.
    """
    system = ListSystem(id=law.id, method=SAINTE_LAGUE)
    beyond = {
        party: sum(max(winners[land].get(party, 0) - shares[land].get(party, 0), 0) for land in shares)
        for party in taking
    }
    size = number
    while True:
        second = system.part(ListPoll(votes=taking, seats=size), lots)
        short = {party: max(floor[party] - second.by_list.get(party, 0), 0) for party in taking}
        covered = all(short[party] <= beyond[party] for party in taking)
        if sum(short.values()) <= law.unlevelled_max and covered:
            return second
        # A seat that a lot awaited may give a party that is short may be the one that covers it: the lot is asked.
        tied = () if second.awaiting is None else second.awaiting.names
        by_lot = min(second.at_stake, sum(short[party] > 0 for party in tied))
        if by_lot and sum(short.values()) - by_lot <= law.unlevelled_max:
            return second
        size += 1


def _majority_kept(taking: Mapping[str, int], seats: dict[str, int]) -> dict[str, int]:
    """Return the seats with those added that give a party of more than half the votes more than half the seats."""
    votes = sum(taking.values())
    for party, cast in taking.items():
        others = sum(won for name, won in seats.items() if name != party)
        if 2 * cast > votes and seats[party] <= others:
            return {**seats, party: others + 1}
    return seats


def allocate_bundestag_2013(poll: BundestagPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Bundestag by the law of 2013, used in 2013 and 2017."""
    return allocate_reserved(LAW_OF_2013, poll, lots)


def allocate_bundestag_2020(poll: BundestagPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Bundestag by the law of 2020, used in 2021."""
    return allocate_reserved(LAW_OF_2020, poll, lots)


_SHARED_CHOICES = (
    Choice(
        name="threshold",
        value="5% of valid second votes in the country, or three constituencies, or a national minority's party",
        cites="BWG § 6 (3)",
    ),
    Choice(
        name="first_distribution",
        value="598 seats to Länder by German population, then to lists by second votes: Sainte-Laguë",
        cites="BWG § 6 (2)",
    ),
    Choice(name="outside_reduces", value="constituencies of others come off the 598", cites="BWG § 6 (1)"),
    Choice(name="majority", value="more than half the votes is more than half the seats", cites="BWG § 6 (7)"),
    Choice(name="tie_break", value="the lot, drawn by the Bundeswahlleiter", cites="BWG §§ 5, 6 (2)"),
)

BUNDESTAG_2013 = VotesRule(
    id="bundestag_2013",
    law="Bundeswahlgesetz § 6, as amended by BGBl. 2013 I p. 1082",
    place="Germany, Bundestag",
    years="2013-2020",
    source="BWG § 6; the elections of 2013 (631 seats) and 2017 (709) show each choice",
    choices=(
        *_SHARED_CHOICES,
        Choice(
            name="least_seats",
            value="in each Land the constituencies won or the first share, whichever is more, added up",
            cites="BWG § 6 (5)",
        ),
        Choice(
            name="levelling", value="the house is raised until every party has its least seats", cites="BWG § 6 (5)"
        ),
    ),
    count=allocate_bundestag_2013,
)

BUNDESTAG_2020 = VotesRule(
    id="bundestag_2020",
    law="Bundeswahlgesetz § 6, as amended by BGBl. 2020 I p. 2395",
    place="Germany, Bundestag",
    years="2020-2023",
    source="BWG § 6; the election of 2021 (736 seats) shows each choice",
    choices=(
        *_SHARED_CHOICES,
        Choice(
            name="least_seats",
            value="in each Land the constituencies won or, if more, half their sum with the first share, rounded up; "
            "and never fewer than the first shares",
            cites="BWG § 6 (5) sentences 2 and 3",
        ),
        Choice(
            name="levelling",
            value="the house is raised until all but three seats of overhang are covered",
            cites="BWG § 6 (5) sentence 4; CSU 2021",
        ),
    ),
    count=allocate_bundestag_2020,
)
