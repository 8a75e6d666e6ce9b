"""Levelling seats in Sweden, Denmark and Norway, and what happens at a tie in any tier."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tellers.count.allocation import allocation_json
from tellers.count.biproportional_zurich_2003 import allocate_zurich
from tellers.count.divisors import SAINTE_LAGUE
from tellers.count.levelling_norway_2002 import allocate_norwegian
from tellers.count.levelling_sweden_2005 import allocate_swedish_2005, allocate_swedish_2018
from tellers.count.lists import ListPoll
from tellers.count.placing import PlacingPoll, place_seats
from tellers.count.sheet import Lot
from tellers.count.tiers import TieredPoll
from tellers.errors import CountError


def _body(districts: dict[str, tuple[dict[str, int], int]], seats: int) -> TieredPoll:
    return TieredPoll(
        districts={name: ListPoll(votes=votes, seats=number) for name, (votes, number) in districts.items()},
        seats=seats,
    )


def test_seats_beyond_its_due_leave_a_swedish_party_since_2018_and_stayed_before() -> None:
    """A wins both seats of each of three small constituencies on 40% of the votes there; B and C share the rest."""
    small = {f"Barset {i}": ({"A": 450 + i, "B": 140, "C": 110}, 2) for i in range(3)}
    poll = _body(small | {"Omnium": ({"A": 100, "B": 2000, "C": 1900}, 4)}, 12)
    before, since = allocate_swedish_2005(poll), allocate_swedish_2018(poll)
    assert sum(before.won) == sum(since.won) == 12
    fair = TieredPoll(districts=poll.districts, seats=12).national()
    assert before.tiers[0].won("A") == since.tiers[0].won("A") == 6
    assert before.by_list["A"] == 6
    # 1,453 of 6,203 votes are three seats of twelve: three go back, where A's last seats had the lowest figures.
    assert Fraction(fair.votes["A"] * 12, sum(fair.votes.values())) < Fraction(7, 2)
    assert since.by_list["A"] == 3
    returned = next(tier for tier in since.tiers if tier.name == "seats given back")
    assert returned.won("A") == -3
    assert all(sum(allocation.won) == 0 for allocation in returned.areas.values())


def test_seats_given_back_from_equal_figures_await_lots_and_then_go_on() -> None:
    """A's last seats stand level in three constituencies: which goes first is for the lot, and so on."""
    small = {"A": 450, "B": 140, "C": 110}
    poll = _body({f"Barset {i}": (small, 2) for i in range(3)} | {"Omnium": ({"A": 100, "B": 2000, "C": 1900}, 4)}, 12)
    lots: list[Lot] = []
    whole = allocate_swedish_2018(poll)
    while whole.awaiting is not None:
        assert whole.awaiting.where == "seats given back"
        lots.append(Lot(candidates=frozenset(whole.awaiting.names), chosen=min(whole.awaiting.names)))
        whole = allocate_swedish_2018(poll, lots)
    assert len(lots) == 2
    assert whole.by_list["A"] == 3
    assert sum(whole.won) == 12


def test_a_swedish_party_of_12_percent_in_one_constituency_wins_seats_there_and_no_levelling_seat() -> None:
    poll = _body(
        {"Barset": ({"A": 600, "B": 250, "Local": 150}, 5), "Omnium": ({"A": 6000, "B": 3300, "Local": 0}, 20)}, 30
    )
    whole = allocate_swedish_2018(poll)
    assert whole.tiers[0].areas["Barset"].by_list["Local"] == 1
    assert whole.by_list["Local"] == 1
    assert sum(whole.won) == 30
    kept_out = _body({"Barset": ({"A": 650, "B": 231, "Local": 119}, 5), "Omnium": ({"A": 6000, "B": 3300}, 20)}, 30)
    assert "Local" not in allocate_swedish_2018(kept_out).by_list


def test_a_tie_in_a_district_stops_the_levelling_until_its_lot_is_drawn() -> None:
    poll = _body({"Barset": ({"A": 100, "B": 100}, 1), "Omnium": ({"A": 90, "B": 70}, 2)}, 5)
    waiting = allocate_norwegian(poll)
    assert waiting.awaiting is not None
    assert waiting.awaiting.where == "districts, Barset"
    assert len(waiting.tiers) == 1
    drawn = allocate_norwegian(poll, [Lot(candidates=frozenset("AB"), chosen="B")])
    assert drawn.awaiting is None
    assert sum(drawn.won) == 5
    assert len(drawn.tiers) == 3


def test_a_tie_in_placing_is_a_value_and_its_lot_places_the_seat() -> None:
    """A has one seat to place and equal quotients in two districts."""
    poll = PlacingPoll(votes={"E": {"A": 10, "B": 4}, "W": {"A": 10, "B": 3}}, held={}, claims={"A": 1, "B": 1})
    waiting = place_seats(poll, SAINTE_LAGUE, why="the lot")
    awaited = waiting.awaiting("placing")
    assert awaited is not None
    assert set(awaited.names) == {"A in E", "A in W"}
    lot = Lot(candidates=frozenset(awaited.names), chosen="A in W")
    done = place_seats(poll, SAINTE_LAGUE, [lot], why="the lot")
    assert done.by_area() == {"W": {"A": 1}, "E": {"B": 1}}
    assert done.placed[1].quotient == 4


def test_the_json_of_a_body_tells_every_tier_and_where_each_levelling_seat_fell() -> None:
    poll = _body({"Barset": ({"A": 100, "B": 40}, 1), "Omnium": ({"A": 90, "B": 70}, 2)}, 5)
    shown = allocation_json(allocate_norwegian(poll))
    assert json.loads(json.dumps(shown)) == shown
    tiers = shown["tiers"]
    assert isinstance(tiers, list)
    assert [tier["name"] for tier in tiers] == ["districts", "levelling seats", "placing"]
    # Over the district's votes to a seat: A's 90/3 over 160/2, then B's 40 over 140, Omnium's one place being taken.
    assert [(seat["list"], seat["area"], seat["quotient"]) for seat in tiers[2]["placing"]] == [
        ("A", "Omnium", "0.375"),
        ("B", "Barset", "0.285714285714"),
    ]


def test_a_body_nobody_has_voted_for_is_vacant_and_no_error() -> None:
    """So it is at the start of a night."""
    poll = _body({"Barset": ({"A": 0, "B": 0}, 2), "Omnium": ({"A": 0, "B": 0}, 3)}, 7)
    for allocate in (allocate_norwegian, allocate_swedish_2005, allocate_swedish_2018, allocate_zurich):
        whole = allocate(poll)
        assert whole.by_list == {}
        assert whole.awaiting is None
    assert allocate_norwegian(poll).vacant == 7
    assert allocate_zurich(poll).vacant == 5


def test_a_lot_of_a_district_that_names_a_stranger_is_refused() -> None:
    poll = _body({"Barset": ({"A": 100, "B": 100}, 1), "Omnium": ({"A": 90, "B": 70}, 2)}, 5)
    with pytest.raises(CountError, match="C drawn from a lot between A, B"):
        allocate_norwegian(poll, [Lot(candidates=frozenset("AB"), chosen="C")])


def test_equal_quotients_that_can_all_be_placed_need_no_lot() -> None:
    poll = PlacingPoll(votes={"E": {"A": 10}, "W": {"A": 10}}, held={}, claims={"A": 2})
    done = place_seats(poll, SAINTE_LAGUE, why="the lot")
    assert done.ties == ()
    assert done.by_area() == {"E": {"A": 1}, "W": {"A": 1}}


@settings(max_examples=40, deadline=None)
@given(
    votes=st.lists(st.lists(st.integers(0, 3000), min_size=3, max_size=3).filter(any), min_size=2, max_size=4),
    seats=st.lists(st.integers(1, 6), min_size=4, max_size=4),
    extra=st.integers(0, 8),
)
def test_every_seat_of_the_body_is_allocated_whatever_the_votes(
    votes: list[list[int]], seats: list[int], extra: int
) -> None:
    districts = {f"D{i}": (dict(zip("ABC", row, strict=True)), seats[i]) for i, row in enumerate(votes)}
    total = sum(number for _, number in districts.values()) + extra
    for allocate in (allocate_norwegian, allocate_swedish_2005, allocate_swedish_2018):
        whole = allocate(_body(districts, total))
        assume(whole.awaiting is None)
        assert sum(whole.won) == total
        assert all(won >= 0 for won in whole.won)


@settings(max_examples=30, deadline=None)
@given(
    votes=st.lists(st.lists(st.integers(0, 3000), min_size=3, max_size=3).filter(any), min_size=2, max_size=4),
    seats=st.lists(st.integers(1, 6), min_size=4, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_neither_the_order_of_lists_and_districts_nor_a_list_without_votes_changes_a_body(
    votes: list[list[int]], seats: list[int], order: object
) -> None:
    districts = {f"D{i}": (dict(zip("ABC", row, strict=True)), seats[i]) for i, row in enumerate(votes)}
    total = sum(number for _, number in districts.values()) + 4
    mixed = list(districts.items())
    order.shuffle(mixed)  # type: ignore[attr-defined]
    other = {name: ({"Nobody": 0, **dict(reversed(row.items()))}, number) for name, (row, number) in mixed}
    for allocate in (allocate_norwegian, allocate_swedish_2005, allocate_swedish_2018):
        one, two = allocate(_body(districts, total)), allocate(_body(other, total))
        assert (one.awaiting is None) == (two.awaiting is None)
        assert one.by_list == two.by_list
