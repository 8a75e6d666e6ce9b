"""The city of Zürich in 2006, whole: voters, the upper step, the table, and what becomes of a tie between cells."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tellers.count.biproportional import Matrix, apportion_matrix
from tellers.count.biproportional_zurich_2003 import allocate_zurich
from tellers.count.divisors import SAINTE_LAGUE
from tellers.count.lists import ListPoll
from tellers.count.sheet import Lot
from tellers.count.thresholds import AreasReached, ShareInOneArea, Threshold
from tellers.count.tiers import TieredPoll
from tellers.errors import CountError

yaml = pytest.importorskip("yaml")

CASE = Path(__file__).parents[2] / "../shared/vectors/list-pr-multi/interregnum_fixtures/biproportional/zurich2006.yaml"
needs_case = pytest.mark.skipif(not CASE.exists(), reason="shared/vectors/list-pr-multi is not here")


def _city() -> tuple[TieredPoll, dict[str, dict[str, int]], dict[str, int]]:
    case = yaml.safe_load(CASE.read_text(encoding="utf-8"))
    seats = dict(case["district_seats"])
    votes: dict[str, dict[str, int]] = {name: {} for name in seats}
    official: dict[str, dict[str, int]] = {name: {} for name in seats}
    for party, district, cast, won in case["votes"]:
        votes[district][party] = cast
        if won:
            official[district][party] = won
    poll = TieredPoll(
        districts={name: ListPoll(votes=votes[name], seats=number) for name, number in seats.items()},
        seats=sum(seats.values()),
    )
    return poll, official, dict(case["party_seats"])


@needs_case
def test_the_city_parliament_of_2006_has_its_official_seats_by_list_and_by_constituency() -> None:
    poll, official, lists = _city()
    whole = allocate_zurich(poll)
    assert whole.awaiting is None
    assert whole.by_list == lists
    assert sum(whole.won) == 125
    assert {name: area.by_list for name, area in whole.tiers[1].areas.items()} == official


@needs_case
def test_a_list_below_5_percent_everywhere_wins_nothing() -> None:
    poll, _, _ = _city()
    small = {
        name: ListPoll(votes={**district.votes, "Local": sum(district.votes.values()) // 25}, seats=district.seats)
        for name, district in poll.districts.items()
    }
    whole = allocate_zurich(TieredPoll(districts=small, seats=125))
    assert "Local" not in whole.by_list
    upper = whole.tiers[0].areas[""]
    assert upper.applied is not None
    assert upper.applied.threshold.words() == "at least 5% of the votes in one area"


TIED = Matrix(
    votes={"East": {"A": 10, "B": 10}, "West": {"A": 10, "B": 10}},
    district_seats={"East": 1, "West": 1},
    list_seats={"A": 1, "B": 1},
)


def test_a_circle_of_equal_cells_awaits_a_lot_and_gives_nobody_the_seats() -> None:
    table = apportion_matrix(TIED, SAINTE_LAGUE, why="the lot")
    awaited = table.placing.awaiting("")
    assert awaited is not None
    assert set(awaited.names) == {"A in East", "B in East", "A in West", "B in West"}
    assert table.seats == {"East": {}, "West": {}}


@pytest.mark.parametrize("chosen", ["A in East", "B in East", "A in West", "B in West"])
def test_the_cell_drawn_has_its_seat_and_both_margins_hold(chosen: str) -> None:
    names = frozenset({"A in East", "B in East", "A in West", "B in West"})
    table = apportion_matrix(TIED, SAINTE_LAGUE, [Lot(candidates=names, chosen=chosen)], why="the lot")
    name, district = chosen.split(" in ")
    assert table.seats[district] == {name: 1}
    assert {n for row in table.seats.values() for n in row} == {"A", "B"}
    assert table.placing.awaiting("") is None


def test_a_tie_in_the_table_stops_the_whole_allocation_and_its_lot_completes_it() -> None:
    poll = TieredPoll(
        districts={n: ListPoll(votes=dict(row), seats=1) for n, row in TIED.votes.items()},  # type: ignore[arg-type]
        seats=2,
    )
    waiting = allocate_zurich(poll)
    assert waiting.awaiting is not None
    lot = Lot(candidates=frozenset(waiting.awaiting.names), chosen="B in West")
    done = allocate_zurich(poll, [lot])
    assert done.awaiting is None
    assert done.tiers[1].areas["West"].by_list == {"B": 1}


def test_margins_that_do_not_add_up_and_a_list_with_no_votes_to_win_by_are_refused() -> None:
    with pytest.raises(CountError, match="3 over the lists, 2 over the districts"):
        apportion_matrix(
            Matrix(votes=TIED.votes, district_seats=TIED.district_seats, list_seats={"A": 2, "B": 1}),
            SAINTE_LAGUE,
            why="",
        )
    with pytest.raises(CountError, match="more seats than its number"):
        apportion_matrix(
            Matrix(
                votes={"East": {"A": 10}, "West": {"A": 10, "B": 1}},
                district_seats={"East": 2, "West": 1},
                list_seats={"A": 1, "B": 2},
            ),
            SAINTE_LAGUE,
            why="",
        )


def test_tests_that_look_at_areas_say_so() -> None:
    threshold = Threshold(any_of=(AreasReached(areas=2), ShareInOneArea(share=Fraction(12, 100))))
    assert threshold.words() == (
        "in 2 regions at least the region's votes for lists to a seat; or at least 12% of the votes in one area"
    )
