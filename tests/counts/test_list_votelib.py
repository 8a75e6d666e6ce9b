"""Real elections that votelib carries; votelib and interregnum as oracles beside ours where they are right."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tellers.count.divisors import DANISH, DHONDT, IMPERIALI, SAINTE_LAGUE
from tellers.count.list_systems import CZECH_2017, SLOVAKIA
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.remainders import DROOP, HAGENBACH_BISCHOFF, HARE, LargestRemainder
from tellers.count.tiers import TieredPoll, add_seats
from tellers.count.two_scrutinies_czech_2021 import REGION_SEATS, allocate_czech

DATA = Path(__file__).parents[2] / ".." / "shared" / "vectors" / "list-pr-multi" / "votelib_real" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="shared/vectors/list-pr-multi is not here")


def _rows(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=";"))


def _regions(name: str) -> dict[str, dict[str, int]]:
    head, *rows = _rows(name)
    return {region: {row[0]: int(row[i + 1]) for row in rows} for i, region in enumerate(head[1:])}


@needs_data
def test_the_czech_chamber_of_2017_is_as_elected() -> None:
    regions = _regions("cz_psp_2017.csv")
    seats = REGION_SEATS.allocate(
        ListPoll(votes={name: sum(votes.values()) for name, votes in regions.items()}, seats=200)
    ).by_list
    nation = TieredPoll(
        districts={name: ListPoll(votes=votes, seats=0) for name, votes in regions.items()}, seats=200
    ).national()
    won = {
        name: CZECH_2017.allocate(ListPoll(votes=votes, seats=seats[name], nation=nation)).by_list
        for name, votes in regions.items()
    }
    assert add_seats(won.values()) == {
        **{"ANO": 78, "ODS": 25, "Piráti": 22, "SPD": 22, "ČSSD": 15},
        **{"KSČM": 15, "KDU-ČSL": 10, "TOP 09": 7, "STAN": 6},
    }
    assert won["Karlovarský kraj"] == {"ANO": 3, "Piráti": 1, "SPD": 1}


@needs_data
def test_the_czech_chamber_of_2021_is_as_elected_in_two_scrutinies() -> None:
    districts = {name: ListPoll(votes=votes, seats=0) for name, votes in _regions("cz_psp_2021.csv").items()}
    whole = allocate_czech(TieredPoll(districts=districts, seats=200, members={"SPOLU": 3, "Piráti+STAN": 2}))
    assert whole.by_list == {"ANO": 72, "SPOLU": 71, "Piráti+STAN": 37, "SPD": 20}
    prague = Counter(whole.tiers[1].areas["Hlavní město Praha"].by_list)
    prague.update(whole.tiers[3].areas["Hlavní město Praha"].by_list)
    assert prague == {"SPOLU": 11, "Piráti+STAN": 6, "ANO": 5, "SPD": 1}


@needs_data
def test_the_slovak_council_of_2020_is_as_elected_and_a_coalition_of_two_fails_its_7_percent() -> None:
    """PS-SPOLU had 6.97%: enough for one party, too few for two."""
    rows = _rows("sk_nr_2020.csv")
    votes = {name: int(cast) for name, _, cast, _ in rows}
    members = {name: len(name.split("-")) for name, coalition, _, _ in rows if int(coalition)}
    allocation = SLOVAKIA.allocate(ListPoll(votes=votes, seats=150, members=members))
    assert allocation.by_list == {name: int(seats) for name, _, _, seats in rows if int(seats)}
    pair = "Progresívne Slovensko-SPOLU"
    assert allocation.applied is not None
    assert allocation.applied.passed_by[allocation.lists.index(pair)] is None
    alone = SLOVAKIA.allocate(ListPoll(votes=votes, seats=150))
    assert alone.by_list[pair] > 0


VOTES = st.lists(st.integers(1, 100_000), min_size=2, max_size=9)
SEATS = st.integers(1, 20)
ORACLE_DIVISORS = {
    "d_hondt": DHONDT,
    "sainte_lague": SAINTE_LAGUE,
    "imperiali": IMPERIALI,
}


@settings(max_examples=25, deadline=None)
@given(votes=VOTES, seats=SEATS, method=st.sampled_from(["d_hondt", "sainte_lague", "imperiali"]))
def test_votelib_allocates_the_same_by_divisors_where_nothing_is_tied(
    votes: list[int], seats: int, method: str
) -> None:
    votelib = pytest.importorskip("votelib.evaluate.proportional")
    named = {f"L{i}": cast for i, cast in enumerate(votes)}
    ours = _sure(ListSystem(id="t", method=ORACLE_DIVISORS[method]), named, seats)
    assert dict(votelib.HighestAverages(method).evaluate(named, seats)) == ours


@settings(max_examples=25, deadline=None)
@given(votes=VOTES, seats=SEATS, quota=st.sampled_from(["hare", "droop", "hagenbach_bischoff"]))
def test_votelib_allocates_the_same_by_largest_remainders_where_nothing_is_tied(
    votes: list[int], seats: int, quota: str
) -> None:
    votelib = pytest.importorskip("votelib.evaluate.proportional")
    methods: dict[str, LargestRemainder] = {"hare": HARE, "droop": DROOP, "hagenbach_bischoff": HAGENBACH_BISCHOFF}
    named = {f"L{i}": cast for i, cast in enumerate(votes)}
    # Whole Hagenbach-Bischoff quotas can come to more than the seats; votelib and laws then part ways.
    whole = sum(Fraction(cast) * (seats + 1) // sum(votes) for cast in votes)
    assume(quota != "hagenbach_bischoff" or whole <= seats)
    ours = _sure(ListSystem(id="t", method=methods[quota]), named, seats)
    assert dict(votelib.LargestRemainder(quota).evaluate(named, seats)) == ours


INTERREGNUM_DIVISORS = {"dhondt": DHONDT, "sainte_lague": SAINTE_LAGUE, "danish": DANISH, "imperiali": IMPERIALI}


@settings(max_examples=25, deadline=None)
@given(votes=VOTES, seats=SEATS, method=st.sampled_from(sorted(INTERREGNUM_DIVISORS)))
def test_interregnum_allocates_the_same_by_divisors_where_nothing_needs_a_lot(
    votes: list[int], seats: int, method: str
) -> None:
    """It breaks ties by more votes first, as Spanish law does; so does the system it is held beside."""
    averages = pytest.importorskip("interregnum.methods.singlevote.highest_averages")
    named = {f"L{i}": cast for i, cast in enumerate(votes)}
    ours = _sure(ListSystem(id="t", method=INTERREGNUM_DIVISORS[method], tie_break="more_votes"), named, seats)
    result = averages.HighestAveragesAllocator(method)(list(named.items()), seats=seats)
    assert {row.name: row.seats for row in result.allocation if row.seats} == ours


def _sure(system: ListSystem, votes: dict[str, int], seats: int) -> dict[str, int]:
    allocation = system.allocate(ListPoll(votes=votes, seats=seats))
    assume(allocation.awaiting is None)
    return allocation.by_list


def test_a_tied_last_seat_is_nobodys_until_the_lot_is_drawn() -> None:
    allocation = ListSystem(id="t", method=DHONDT).allocate(ListPoll(votes={"A": 5, "B": 5}, seats=1))
    assert allocation.by_list == {}
    assert allocation.awaiting is not None
