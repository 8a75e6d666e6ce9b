"""New Zealand's nine MMP elections: every House with its overhang, from party votes and electorates won."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from tellers.count.closeness import how_close
from tellers.count.lists import ListPoll
from tellers.count.mmp_new_zealand_1993 import allocate_new_zealand

SHARED = Path(__file__).parents[2] / ".." / "shared"
RESULTS = SHARED / "data" / "world" / "new-zealand" / "party_vote_and_seats_1996_2020.csv"
NZ_2020 = SHARED / "vectors" / "list-pr-multi" / "nz_2020.json"
ELECTORATES_2014 = SHARED / "vectors" / "list-pr-multi" / "votelib_real" / "data" / "nz_leg_2014_electorate.csv"
SIZES = [120, 120, 120, 121, 122, 121, 121, 120, 120]
OVERHANG = {"2005": {"mri": 1}, "2008": {"mri": 2}, "2011": {"mri": 1}, "2014": {"unf": 1}}
# The file's own slips, which its SOURCE.md tells, set right from the Electoral Commission's figures.
CORRECTED = {("2014", "lab"): 604_535, ("2014", "grn"): 257_359}


def _years() -> dict[str, list[dict[str, str]]]:
    years: dict[str, list[dict[str, str]]] = defaultdict(list)
    with RESULTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            years[row["year"]].append(row)
    return years


def _poll(rows: list[dict[str, str]]) -> ListPoll:
    return ListPoll(
        votes={
            row["party_code"]: CORRECTED.get((row["year"], row["party_code"]), int(row["party_votes"] or 0))
            for row in rows
        },
        seats=120,
        held={row["party_code"]: int(row["electorates_won"]) for row in rows if int(row["electorates_won"])},
        title=f"House of Representatives {rows[0]['year']}",
    )


@pytest.mark.skipif(not RESULTS.exists(), reason="shared/data/world/new-zealand is not here")
def test_all_nine_houses_have_their_official_seats_and_sizes() -> None:
    sizes = []
    for year, rows in _years().items():
        house = allocate_new_zealand(_poll(rows))
        assert house.totals == {row["party_code"]: int(row["seats"]) for row in rows if int(row["seats"])}, year
        sizes.append(sum(house.totals.values()))
        overhang = {name: over for name, over in zip(house.lists, house.overhang, strict=True) if over}
        assert sum(overhang.values()) == sum(OVERHANG.get(year, {}).values()), year
    assert sizes == SIZES


@pytest.mark.skipif(not NZ_2020.exists(), reason="shared/vectors/list-pr-multi is not here")
def test_the_house_of_2020_is_as_elected() -> None:
    data = json.loads(NZ_2020.read_text(encoding="utf-8"))
    house = allocate_new_zealand(ListPoll(votes=data["votes"], seats=120, held=data["electorates"]))
    assert house.totals == {"lab": 65, "nat": 33, "grn": 10, "act": 10, "mri": 2}


@pytest.mark.skipif(not ELECTORATES_2014.exists(), reason="shared/vectors/list-pr-multi is not here")
def test_the_electorates_of_2014_go_to_the_parties_of_most_votes() -> None:
    with ELECTORATES_2014.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    won: dict[str, int] = {}
    for row in rows:
        votes = {name: int(cast) for name, cast in row.items() if name != "Electoral District"}
        best = max(votes, key=votes.__getitem__)
        won[best] = won.get(best, 0) + 1
    assert won == {
        "ACT New Zealand": 1,
        "Labour Party": 27,
        "Māori Party": 1,
        "National Party": 41,
        "United Future": 1,
    }


@pytest.mark.skipif(not RESULTS.exists(), reason="shared/data/world/new-zealand is not here")
def test_the_votes_to_the_next_seat_take_the_whole_law_into_account() -> None:
    """In 2020 New Zealand First had no electorate: its next seat lay at 5% of all party votes, its own new ones too."""
    poll = _poll(_years()["2020"])
    near = {line.name: line for line in how_close(allocate_new_zealand, poll)}["nzf"]
    assert near.seats == 0
    assert near.gain_votes is not None
    total = int(sum(poll.votes.values()))
    votes = int(poll.votes["nzf"]) + near.gain_votes
    assert 20 * votes >= total + near.gain_votes
    assert 20 * (votes - 1) < total + near.gain_votes - 1


def test_a_member_of_no_party_takes_a_seat_from_the_120() -> None:
    poll = ListPoll(votes={"A": 600, "B": 400, "Mr Arabin": 0}, seats=120, held={"Mr Arabin": 1, "A": 40})
    house = allocate_new_zealand(poll)
    assert sum(house.totals.values()) == 120
    assert house.totals["Mr Arabin"] == 1
    assert house.overhang == (0, 0, 0)


def test_one_electorate_lets_a_party_in_below_5_percent_and_none_keeps_it_out() -> None:
    votes = {"A": 600, "B": 380, "C": 20}
    without = allocate_new_zealand(ListPoll(votes=votes, seats=120))
    assert "C" not in without.totals
    within = allocate_new_zealand(ListPoll(votes=votes, seats=120, held={"C": 1}))
    assert within.totals["C"] == 2
    assert within.applied is not None
    assert within.applied.passed_by == (0, 0, 1)
