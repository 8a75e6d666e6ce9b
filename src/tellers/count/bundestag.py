"""What the laws of the Bundestag share: constituencies by first votes, the threshold, and lists by Land."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tellers.count.allocation import Allocation, Tier
from tellers.count.compensation import Compensation
from tellers.count.divisors import DHONDT, SAINTE_LAGUE
from tellers.count.lists import ListPoll, ListSystem, check_poll
from tellers.count.lots import remaining_lots
from tellers.count.sheet import Lot
from tellers.count.thresholds import Exempt, SeatsElsewhere, Share, Threshold
from tellers.count.tiers import add_seats, add_votes, tier_seats

BUNDESTAG_THRESHOLD = Threshold(
    any_of=(
        Share(share=Fraction(5, 100), of="list_votes"),
        SeatsElsewhere(seats=3),
        Exempt(kind="party of a national minority"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """One Land.

    Args:
        second_votes: Valid second votes by party.
        constituencies: Valid first votes by party (or independent) in each constituency; independents' names are no
            party's. Empty where only the winners are known.
        won: Constituencies by party, where no first votes are given.
        population: German inhabitants: what the laws of 2013 and 2020 share out the first 598 seats by.
    """

    second_votes: Mapping[str, int]
    constituencies: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    won: Mapping[str, int] = field(default_factory=dict)
    population: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BundestagPoll:
    """A poll of the Bundestag.

    Args:
        laender: The Länder by name.
        minorities: Parties of national minorities, whom no threshold stops.
    """

    laender: Mapping[str, Land]
    minorities: frozenset[str] = frozenset()

    def second_votes(self) -> dict[str, int]:
        """Return second votes by party in the country."""
        return {
            name: int(votes) for name, votes in add_votes(land.second_votes for land in self.laender.values()).items()
        }


def count_constituencies(
    rule: str, poll: BundestagPoll, lots: Sequence[Lot]
) -> tuple[Tier, dict[str, dict[str, int]], tuple[Lot, ...]]:
    """Return each constituency's winner by first votes, winners by Land and party, and the lots not used."""
    system = ListSystem(id=rule, method=DHONDT)
    left = tuple(lots)
    areas: dict[str, Allocation] = {}
    winners: dict[str, dict[str, int]] = {}
    for land_name, land in poll.laender.items():
        won = dict(land.won)
        for name, votes in land.constituencies.items():
            constituency = ListPoll(votes=votes, seats=1, title=name)
            check_poll(constituency)
            areas[name] = system.part(constituency, left)
            left = remaining_lots(left, areas[name].lots)
            won = add_seats((won, areas[name].by_list))
        winners[land_name] = won
    return Tier(name="constituencies", areas=areas), winners, left


def qualifying(poll: BundestagPoll, winners: Mapping[str, Mapping[str, int]]) -> tuple[dict[str, int], Allocation]:
    """Return second votes of the parties that take part, and the allocation of no seats that shows the threshold."""
    votes = poll.second_votes()
    direct = add_seats(winners.values())
    shown = ListSystem(id="threshold", method=SAINTE_LAGUE, threshold=BUNDESTAG_THRESHOLD).part(
        ListPoll(votes=votes, seats=0, exempt=poll.minorities, seats_elsewhere=direct)
    )
    taking = {name: cast for (name, cast), part in zip(votes.items(), shown.taking_part, strict=True) if part and cast}
    return taking, shown


def outside_seats(winners: Mapping[str, Mapping[str, int]], taking: Mapping[str, int]) -> int:
    """Return constituencies won by independents and by parties that take no part."""
    return sum(won for name, won in add_seats(winners.values()).items() if name not in taking)


def share_among_laender(
    rule: str,
    poll: BundestagPoll,
    party: str,
    seats: int,
    at_least: Mapping[str, int],
    lots: Sequence[Lot],
) -> Allocation:
    """Return a party's seats by Land: Sainte-Laguë on its second votes, none below its least number there."""
    votes = {name: land.second_votes.get(party, 0) for name, land in poll.laender.items()}
    system = ListSystem(id=rule, method=SAINTE_LAGUE)
    floors = {name: number for name, number in at_least.items() if number}
    share = ListPoll(votes=votes, seats=seats, held=floors, title=party)
    return Compensation(system=system, overhang="set_aside", outside_reduces=False).part(share, lots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the last step of each law puts together.

    Args:
        tiers: From the constituencies on.
        parties: Seats by party, those of its constituencies among them.
        outside: Seats by independents and parties that take no part.
        overhang: Seats by party above its due.
        lots_left: Lots that no tie used.
    """

    tiers: tuple[Tier, ...]
    parties: Mapping[str, int]
    outside: Mapping[str, int] = field(default_factory=dict)
    overhang: Mapping[str, int] = field(default_factory=dict)
    lots_left: tuple[Lot, ...] = ()


def whole_bundestag(
    rule: str, poll: BundestagPoll, shown: Allocation | None, outcome: Outcome, lots: Sequence[Lot]
) -> Allocation:
    """Return the Bundestag as one allocation over its tiers."""
    votes = poll.second_votes()
    seats = add_seats((outcome.parties, outcome.outside))
    names = (*votes, *(name for name in seats if name not in votes))
    return Allocation(
        rule=rule,
        lists=names,
        votes=tuple(votes.get(name, 0) for name in names),
        seats=sum(seats.values()),
        won=tuple(seats.get(name, 0) for name in names),
        applied=None if shown is None else shown.applied,
        lots=remaining_lots(lots, outcome.lots_left),
        overhang=tuple(outcome.overhang.get(name, 0) for name in names),
        tiers=outcome.tiers,
        title="Bundestag",
    )


def awaiting_constituencies(
    rule: str, poll: BundestagPoll, tier: Tier, lots: Sequence[Lot], left: tuple[Lot, ...]
) -> Allocation:
    """Return the allocation that stops at a constituency whose lot is awaited."""
    outcome = Outcome(tiers=(tier,), parties=tier_seats(tier), lots_left=left)
    return whole_bundestag(rule, poll, None, outcome, lots)
