"""The Czech Chamber of Deputies since 2021: whole Imperiali quotas in regions, then the rest over the country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tellers.count.allocation import Allocation, Placed, Placing, Tier, Votes
from tellers.count.divisors import Filling
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.lots import remaining_lots, settle
from tellers.count.remainders import LargestRemainder, Quota
from tellers.count.rule import Choice
from tellers.count.sheet import Lot, Tie
from tellers.count.thresholds import Share, Threshold
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
from tellers.count.votes_rule import VotesRule

RULE_ID = "two_scrutinies_czech_2021"
THRESHOLD = Threshold(
    any_of=(
        Share(share=Fraction(5, 100), of="list_votes", members_max=1),
        Share(share=Fraction(8, 100), of="list_votes", members_min=2, members_max=2),
        Share(share=Fraction(11, 100), of="list_votes", members_min=3),
    )
)
REGION_SEATS = ListSystem(
    id=RULE_ID,
    method=LargestRemainder(
        id="hare_rounded", name="Hare quota, rounded", quota=Quota(name="hare", rounding="nearest")
    ),
)
FIRST = ListSystem(
    id=RULE_ID,
    method=LargestRemainder(
        id="imperiali_rounded",
        name="Imperiali quota, rounded; what is left goes to the second scrutiny",
        quota=Quota(name="imperiali", rounding="nearest"),
        leftover="next_level",
    ),
)
SECOND = ListSystem(
    id=RULE_ID,
    method=LargestRemainder(
        id="remainder_votes",
        name="Quota of remainders over seats plus one, rounded; largest remainders",
        quota=Quota(name="hagenbach_bischoff", rounding="nearest"),
    ),
)


def allocate_czech(poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the Chamber: seats of the regions, of the first scrutiny, of the second, and where the last are placed.

    Args:
        poll: Each region's poll, its `seats` 0 to have the 200 shared out by valid votes; `members` the parties of a
            coalition.
        lots: Lots drawn.

    Raises:
        CountError: A vote below none, or a lot that fits no tie.
    """
    regions = REGION_SEATS.part(
        ListPoll(votes={name: sum(p.votes.values()) for name, p in poll.districts.items()}, seats=poll.seats), lots
    )
    left = remaining_lots(lots, regions.lots)
    shown = ListSystem(id=RULE_ID, method=SECOND.method, threshold=THRESHOLD).part(replace(poll.national(), seats=0))
    taking = {name for name, part in zip(shown.lists, shown.taking_part, strict=True) if part}
    polls = {
        name: replace(
            district,
            votes={party: cast for party, cast in district.votes.items() if party in taking},
            seats=regions.by_list.get(name, 0) if not district.seats else district.seats,
        )
        for name, district in poll.districts.items()
    }
    first, left = allocate_districts(FIRST, polls, left, name="first scrutiny")
    region_tier = Tier(name="regions", areas={"": regions})
    if tier_waits(region_tier, first):
        return whole_body(RULE_ID, poll, tier_seats(first), (region_tier, first), lots, left)
    rest = _remainders(polls, first)
    vacant = sum(part.vacant for part in first.areas.values())
    second = SECOND.part(ListPoll(votes=add_votes(rest.values()), seats=vacant, title="second scrutiny"), left)
    left = remaining_lots(left, second.lots)
    placing = _place(polls, rest, second.by_list, left)
    left = remaining_lots(left, placing.lots)
    votes = {name: district.votes for name, district in polls.items()}
    tiers = (
        region_tier,
        first,
        Tier(
            name="second scrutiny", areas={"": replace(second, applied=shown.applied if not second.applied else None)}
        ),
        placing_tier("placing", RULE_ID, placing, votes),
    )
    seats = add_seats((tier_seats(first), second.by_list))
    whole = whole_body(RULE_ID, poll, seats, tiers, lots, left)
    return replace(whole, vacant=second.vacant, applied=shown.applied)


def _remainders(polls: Mapping[str, ListPoll], first: Tier) -> dict[str, dict[str, Votes]]:
    """Return the votes by region and party that won no seat in the first scrutiny."""
    rest: dict[str, dict[str, Votes]] = {}
    for name, allocation in first.areas.items():
        quota = allocation.quota or Fraction(0)
        rest[name] = {
            party: max(cast - quota * allocation.by_list.get(party, 0), Fraction(0))
            for party, cast in polls[name].votes.items()
        }
    return rest


def _place(
    polls: Mapping[str, ListPoll],
    rest: Mapping[str, Mapping[str, Votes]],
    claims: Mapping[str, int],
    lots: Sequence[Lot],
) -> Placing:
    """Return each party's further seats in the regions of its largest remainders, one to a region, and then again."""
    placed: list[Placed] = []
    units: list[str] = []
    ties: list[Tie] = []
    used: list[Lot] = []
    for party, number in claims.items():
        areas = [name for name in polls if rest[name].get(party, 0) > 0]
        left = number
        while left and areas:
            ranked = sorted(areas, key=lambda name: -rest[name][party])
            if left >= len(ranked):
                chosen = ranked
            else:
                edge = rest[ranked[left - 1]][party]
                sure = [name for name in ranked if rest[name][party] > edge]
                level = [name for name in ranked if rest[name][party] == edge]
                filling = Filling(tuple(range(len(sure))), tied=(), at_stake=0)
                if len(level) > left - len(sure):
                    tied = tuple(range(len(sure), len(sure) + len(level)))
                    filling = Filling(filling.sequence, tied=tied, at_stake=left - len(sure))
                else:
                    filling = Filling(tuple(range(left)))
                order = [*sure, *level]
                settled = settle(filling, [f"{party} in {name}" for name in order], lots, "The lot decides (§ 51).")
                base = len(units)
                units += [f"{party} in {name}" for name in order] if settled.ties else []
                ties += [_shifted(tie, base) for tie in settled.ties]
                used += settled.lots
                lots = remaining_lots(lots, settled.lots)
                chosen = [order[index] for index in settled.sequence]
            placed += [
                Placed(order=len(placed) + 1 + i, name=party, area=name, quotient=Fraction(rest[name][party]))
                for i, name in enumerate(chosen)
            ]
            if ties and ties[-1].chosen is None:
                return Placing(placed=tuple(placed), units=tuple(units), ties=tuple(ties), lots=tuple(used))
            left -= len(chosen)
    return Placing(placed=tuple(placed), units=tuple(units), ties=tuple(ties), lots=tuple(used))


def _shifted(tie: Tie, base: int) -> Tie:
    return Tie(
        stage=tie.stage,
        purpose=tie.purpose,
        candidates=tuple(base + index for index in tie.candidates),
        chosen=None if tie.chosen is None else base + tie.chosen,
        settled_by=tie.settled_by,
        why=tie.why,
    )


TWO_SCRUTINIES_CZECH_2021 = VotesRule(
    id=RULE_ID,
    law="Zákon č. 247/1995 Sb., as amended by zákon č. 189/2021 Sb.",
    place="Czechia, Chamber of Deputies",
    years="2021-",
    source="Zákon č. 247/1995 Sb. §§ 48-51; the election of 2021 shows each choice",
    choices=(
        Choice(name="regions", value="200 seats to regions by valid votes, Hare quota rounded", cites="§ 48"),
        Choice(name="threshold", value="5% of votes for lists; 8% for two parties, 11% for more", cites="§ 49"),
        Choice(name="first", value="whole Imperiali quotas (votes over seats plus two), rounded", cites="§ 50"),
        Choice(name="second", value="remainders over the country, quota over seats plus one, rounded", cites="§ 51"),
        Choice(name="placing", value="where the party's remainder is largest", cites="§ 51"),
    ),
    count=allocate_czech,
)
