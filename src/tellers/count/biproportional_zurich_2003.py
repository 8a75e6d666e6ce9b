"""The parliaments of Zürich: seats to lists over the whole, then to lists in each constituency, biproportionally."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tellers.count.allocation import Allocation, Tier
from tellers.count.biproportional import Matrix, MatrixSeats, apportion_matrix
from tellers.count.divisors import SAINTE_LAGUE
from tellers.count.lists import ListPoll, ListSystem, check_poll
from tellers.count.lots import check_lots_used, remaining_lots
from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.thresholds import ShareInOneArea, Threshold
from tellers.count.tiers import TieredPoll
from tellers.count.votes_rule import VotesRule

RULE_ID = "biproportional_zurich_2003"


@dataclass(frozen=True, slots=True, kw_only=True)
class Biproportional:
    """The choices of a biproportional law.

    Args:
        id: The rule's id.
        upper: How seats go to lists over all constituencies.
        voters: Whether the upper step counts voters, each constituency's votes over its seats, rounded to whole ones.
    """

    id: str
    upper: ListSystem
    voters: bool


ZURICH = Biproportional(
    id=RULE_ID,
    upper=ListSystem(
        id=RULE_ID,
        method=SAINTE_LAGUE,
        threshold=Threshold(any_of=(ShareInOneArea(share=Fraction(5, 100)),)),
    ),
    voters=True,
)


def allocate_zurich(poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return a parliament of the canton or city of Zürich.

    Args:
        poll: Each constituency's poll with its seats; votes are party votes, as many to a voter as there are seats.
        lots: Lots drawn.

    Raises:
        CountError: A vote below none, no table that meets both margins, or a lot that fits no tie.
    """
    return allocate_biproportional(ZURICH, poll, lots)


def allocate_biproportional(law: Biproportional, poll: TieredPoll, lots: Sequence[Lot] = ()) -> Allocation:
    """Return the seats by list over all (tier `lists`) and in each constituency (tier `constituencies`)."""
    for district in poll.districts.values():
        check_poll(district)
    upper = law.upper.part(_upper_poll(law, poll), lots)
    left = remaining_lots(lots, upper.lots)
    tier = Tier(name="lists", areas={"": upper})
    if upper.awaiting is not None or upper.vacant:
        return _whole(law, poll, upper.by_list, (tier,), lots, left)
    matrix = Matrix(
        votes={name: district.votes for name, district in poll.districts.items()},
        district_seats={name: district.seats for name, district in poll.districts.items()},
        list_seats=upper.by_list,
    )
    table = apportion_matrix(
        matrix, SAINTE_LAGUE, left, why="Cells of equal claim around a circle of exchanges: the lot decides (§ 104)."
    )
    left = remaining_lots(left, table.placing.lots)
    constituencies = _constituency_tier(law, poll, table)
    if not table.placing.awaiting(""):
        check_lots_used(poll.title or law.id, lots, remaining_lots(lots, left))
    return _whole(law, poll, upper.by_list, (tier, constituencies), lots, left)


def _upper_poll(law: Biproportional, poll: TieredPoll) -> ListPoll:
    """Return the poll of the upper step: voters or votes by list over all, with each list's best share anywhere."""
    votes: dict[str, int | Fraction] = {}
    best: dict[str, Fraction] = {}
    for district in poll.districts.values():
        total = sum(district.votes.values())
        for name, cast in district.votes.items():
            counted = _half_up(Fraction(cast) / district.seats) if law.voters and district.seats else cast
            votes[name] = votes.get(name, 0) + counted
            if total:
                best[name] = max(best.get(name, Fraction(0)), Fraction(cast) / total)
    seats = sum(district.seats for district in poll.districts.values())
    return replace(poll.national(), votes=votes, seats=seats, best_area_share=best, title="lists")


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _constituency_tier(law: Biproportional, poll: TieredPoll, table: MatrixSeats) -> Tier:
    areas = {
        name: Allocation(
            rule=law.id,
            lists=tuple(district.votes),
            votes=tuple(district.votes.values()),
            seats=district.seats,
            won=tuple(table.seats[name].get(list_name, 0) for list_name in district.votes),
            title=name,
        )
        for name, district in poll.districts.items()
    }
    return Tier(name="constituencies", areas=areas, placing=table.placing)


def _whole(
    law: Biproportional,
    poll: TieredPoll,
    seats: Mapping[str, int],
    tiers: tuple[Tier, ...],
    lots: Sequence[Lot],
    left: Sequence[Lot],
) -> Allocation:
    national = poll.national()
    return Allocation(
        rule=law.id,
        lists=tuple(national.votes),
        votes=tuple(national.votes.values()),
        seats=sum(district.seats for district in poll.districts.values()),
        won=tuple(seats.get(name, 0) for name in national.votes),
        lots=remaining_lots(lots, left),
        vacant=tiers[0].areas[""].vacant,
        tiers=tiers,
        title=poll.title,
    )


BIPROPORTIONAL_ZURICH_2003 = VotesRule(
    id=RULE_ID,
    law="Gesetz über die politischen Rechte (LS 161) §§ 101-105",
    place="Zürich, canton and city",
    years="2006-",
    source="GPR §§ 102-104; the city's election of 2006 shows the table",
    choices=(
        Choice(name="threshold", value="5% of the party votes in at least one constituency", cites="§ 102"),
        Choice(
            name="upper",
            value="voters (party votes over the constituency's seats, rounded) added up, standard rounding",
            cites="§ 103",
        ),
        Choice(name="lower", value="divisors for lists and constituencies, standard rounding", cites="§ 104"),
        Choice(name="tie_break", value="the lot", cites="§ 104"),
    ),
    count=allocate_zurich,
)
