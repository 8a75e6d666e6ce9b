"""The Storting from the official feed: every district, every levelling seat, and where each of them fell."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from tellers.count.allocation import Allocation
from tellers.count.closeness import how_close_in_area
from tellers.count.divisors import Divisors
from tellers.count.levelling_norway_2002 import allocate_norwegian
from tellers.count.lists import ListPoll
from tellers.count.tiers import TieredPoll, add_seats
from tellers.terms import decimal_text

FEED = Path(__file__).parents[2] / ".." / "shared" / "data" / "world" / "norway"
YEARS = ("2009", "2013", "2017", "2021", "2025")
# The feed's own sums of small parties, and blank votes: none of them a list.
NOT_LISTS = {"Andre", "Andre2", "BLANKE"}
needs_feed = pytest.mark.skipif(
    not (FEED / "national_and_district_party_rows.csv.gz").exists(), reason="shared/data/world/norway is not here"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The last snapshot of a district, as the feed has it."""

    votes: dict[str, int]
    seats: dict[str, int]
    levelling: dict[str, int]
    last_quotient: dict[str, str]
    next_quotient: dict[str, str]


@pytest.fixture(scope="module")
def districts() -> dict[str, dict[str, District]]:
    last: dict[tuple[str, str], dict[str, str]] = {}
    with gzip.open(FEED / "national_and_district_snapshots.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = row["year"], row["area"]
            if row["level"] == "fylke" and (key not in last or row["generated"] > last[key]["generated"]):
                last[key] = row
    wanted = {row["snap_id"]: key for key, row in last.items()}
    rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with gzip.open(FEED / "national_and_district_party_rows.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["snap_id"] in wanted and row["party"] not in NOT_LISTS:
                rows[wanted[row["snap_id"]]].append(row)
    found: dict[str, dict[str, District]] = defaultdict(dict)
    for (year, area), parties in rows.items():
        found[year][area] = District(
            votes={row["party"]: _number(row["votes"]) for row in parties},
            seats={row["party"]: _number(row["seats"]) for row in parties if _number(row["seats"])},
            levelling={row["party"]: _number(row["levelling"]) for row in parties if _number(row["levelling"])},
            last_quotient={row["party"]: _five_places(row["last_q"]) for row in parties if row["last_q"]},
            next_quotient={row["party"]: _five_places(row["next_q"]) for row in parties if row["next_q"]},
        )
    return found


def _number(text: str) -> int:
    return int(float(text or 0))


def _five_places(text: str) -> str:
    return decimal_text(Fraction(text), 5)


def _storting(districts: dict[str, District]) -> Allocation:
    polls = {
        area: ListPoll(votes=district.votes, seats=sum(district.seats.values()) - 1)
        for area, district in districts.items()
    }
    return allocate_norwegian(TieredPoll(districts=polls, seats=169))


@needs_feed
def test_95_of_95_districts_have_the_seats_the_feed_gives(districts: dict[str, dict[str, District]]) -> None:
    right = 0
    for year in YEARS:
        whole = _storting(districts[year])
        for area, district in districts[year].items():
            own = {p: won - district.levelling.get(p, 0) for p, won in district.seats.items()}
            expected = {party: won for party, won in own.items() if won}
            assert whole.tiers[0].areas[area].by_list == expected, (year, area)
            right += 1
    assert right == 95


@needs_feed
@pytest.mark.parametrize("year", YEARS)
def test_the_nineteen_levelling_seats_fall_to_the_parties_and_districts_of_the_feed(
    districts: dict[str, dict[str, District]], year: str
) -> None:
    whole = _storting(districts[year])
    placing = whole.tiers[2].placing
    assert placing is not None
    assert len(placing.placed) == 19
    assert placing.by_area() == {area: district.levelling for area, district in districts[year].items()}
    assert whole.by_list == add_seats(district.seats for district in districts[year].values())
    assert sum(whole.won) == 169


@needs_feed
@pytest.mark.parametrize("year", ["2021", "2025"])
def test_each_lists_last_and_next_quotients_are_the_feeds(districts: dict[str, dict[str, District]], year: str) -> None:
    """The feed prints both to five decimals; ours are exact fractions that round to them."""
    whole = _storting(districts[year])
    compared = 0
    for area, district in districts[year].items():
        allocation = whole.tiers[0].areas[area]
        assert isinstance(allocation.method, Divisors)
        for party, printed in district.last_quotient.items():
            own = allocation.by_list.get(party, 0)
            if own and party not in district.levelling:
                last = allocation.method.quotient(district.votes[party], own)
                assert last is not None
                assert decimal_text(last, 5) == printed, (area, party)
                compared += 1
        for party, printed in district.next_quotient.items():
            if party not in district.levelling:
                following = allocation.method.quotient(district.votes[party], allocation.by_list.get(party, 0) + 1)
                assert following is not None
                assert decimal_text(following, 5) == printed, (area, party)
                compared += 1
    assert compared > 200


@needs_feed
def test_the_votes_a_list_was_short_of_in_one_district_move_a_seat_of_the_storting(
    districts: dict[str, dict[str, District]],
) -> None:
    """Held by counting the whole Storting again: with that many more it has a seat more, with one fewer it has not."""
    poll = TieredPoll(
        districts={
            area: ListPoll(votes=district.votes, seats=sum(district.seats.values()) - 1)
            for area, district in districts["2021"].items()
        },
        seats=169,
    )
    area = "fylke-20"
    small = {name: poll.districts[area].votes[name] for name in ("A", "SP", "FRP")}
    for near in how_close_in_area(allocate_norwegian, poll, area):
        if near.name in small:
            assert near.gain_votes is not None
            for extra, seats in ((near.gain_votes, near.seats + 1), (near.gain_votes - 1, near.seats)):
                votes = {**poll.districts[area].votes, near.name: small[near.name] + extra}
                changed = replace(poll.districts[area], votes=votes)
                whole = allocate_norwegian(replace(poll, districts={**poll.districts, area: changed}))
                assert whole.by_list[near.name] == seats, (near, extra)
