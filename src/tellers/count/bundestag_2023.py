"""The Bundestag by the law of 2023: 630 seats, and a constituency seat only where second votes cover it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tellers.count.allocation import Allocation, Tier
from tellers.count.bundestag import (
    BundestagPoll,
    Land,
    Outcome,
    awaiting_constituencies,
    count_constituencies,
    outside_seats,
    qualifying,
    share_among_laender,
    whole_bundestag,
)
from tellers.count.divisors import DHONDT, SAINTE_LAGUE
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.lots import check_lots_used, remaining_lots
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.tiers import add_seats, tier_waits
from tellers.count.votes_rule import VotesRule

RULE_ID = "bundestag_2023"
SIZE = 630


def allocate_bundestag_2023(poll: BundestagPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Bundestag: seats by party, by Land within each, and which constituency winners are covered.

    The tier `cover` holds, for each Land and party, its constituency winners by their share of first votes, with 1 for
    each who has a seat and 0 for each who has none.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    constituencies, winners, left = count_constituencies(RULE_ID, poll, lots)
    if tier_waits(constituencies):
        return awaiting_constituencies(RULE_ID, poll, constituencies, lots, left)
    taking, shown = qualifying(poll, winners)
    # Only those who stood for no party with a list keep a constituency outside the 630; a party's winner needs cover.
    parties = {name for land in poll.laender.values() for name in land.second_votes}
    independents = {name: won for name, won in add_seats(winners.values()).items() if name not in parties}
    system = ListSystem(id=RULE_ID, method=SAINTE_LAGUE)
    country = system.part(
        ListPoll(votes=taking, seats=SIZE - outside_seats(winners, {**taking, **dict.fromkeys(parties, 0)})), left
    )
    left = remaining_lots(left, country.lots)
    lists: dict[str, Allocation] = {}
    for party in taking:
        lists[party] = share_among_laender(RULE_ID, poll, party, country.by_list.get(party, 0), {}, left)
        left = remaining_lots(left, lists[party].lots)
    cover, left = _cover(poll, constituencies, taking, lists, left)
    outcome = Outcome(
        tiers=(
            constituencies,
            Tier(name="country", areas={"": country}),
            Tier(name="Länder", areas=lists),
            cover,
        ),
        parties=country.by_list,
        outside=independents,
        lots_left=left,
    )
    whole = whole_bundestag(RULE_ID, poll, shown, outcome, lots)
    if whole.awaiting is None:
        check_lots_used("Bundestag", lots, whole.lots)
    return whole


def _cover(
    poll: BundestagPoll,
    constituencies: Tier,
    taking: Mapping[str, int],
    lists: Mapping[str, Allocation],
    lots: Sequence[Lot],
) -> tuple[Tier, tuple[Lot, ...]]:
    """Return which constituency winners have a seat: those of the largest shares, as many as their Land's list won."""
    left = tuple(lots)
    areas: dict[str, Allocation] = {}
    system = ListSystem(id=RULE_ID, method=DHONDT)
    for land_name, land in poll.laender.items():
        for party in land.second_votes:
            shares = _winning_shares(land, constituencies, party)
            if not shares:
                continue
            seats = lists[party].totals.get(land_name, 0) if party in taking else 0
            ranking = ListPoll(
                votes=shares,
                seats=min(seats, len(shares)),
                caps=dict.fromkeys(shares, 1),
                title=f"{party} in {land_name}",
            )
            areas[ranking.title] = system.part(ranking, left)
            left = remaining_lots(left, areas[ranking.title].lots)
    return Tier(name="cover", areas=areas), left


def _winning_shares(land: Land, constituencies: Tier, party: str) -> dict[str, Fraction]:
    """Return the share of valid first votes in each constituency of the Land that the party won."""
    return {
        name: Fraction(votes[party], sum(votes.values()))
        for name, votes in land.constituencies.items()
        if constituencies.areas[name].by_list.get(party)
    }


BUNDESTAG_2023 = VotesRule(
    id=RULE_ID,
    law="Bundeswahlgesetz §§ 4-6, as amended by BGBl. 2023 I no. 147, with BVerfG 2 BvF 1/23 of 30 July 2024",
    place="Germany, Bundestag",
    years="2023-",
    source="BWG §§ 4-6; the election of 2025 (630 seats, 23 winners without one) shows each choice",
    choices=(
        Choice(name="size", value="630 seats, always", cites="BWG § 1 (1)"),
        Choice(
            name="threshold",
            value="5% of valid second votes in the country, or three constituencies, or a national minority's party",
            cites="BWG § 4 (2); BVerfG of 30 July 2024 for the three constituencies",
        ),
        Choice(name="method", value="Sainte-Laguë in the country, then among each party's Länder", cites="BWG § 5"),
        Choice(
            name="cover",
            value="winners of constituencies have a seat by share of first votes, as many as the Land's list won",
            cites="BWG § 6 (1)",
        ),
        Choice(name="outside_reduces", value="an independent's constituency comes off the 630", cites="BWG § 6 (2)"),
        Choice(name="tie_break", value="the lot, drawn by the Bundeswahlleiter", cites="BWG § 5"),
    ),
    count=allocate_bundestag_2023,
)
