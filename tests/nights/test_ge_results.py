"""Four general elections on the board, against every row of the Commons Library's files."""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from material import shared
from tellers.cli import root
from tellers.cli.night import open_night
from tellers.edition import Edition, board_lists, latest
from tellers.terms import decimal_text, percent

YEARS = {2010: "notional-2005", 2015: "ge-2010", 2019: "ge-2017", 2024: "notional-2019"}
# The Library's abbreviations whose ids here are not themselves in small letters; UCUNF stood in 2010 for the UUP.
PARTIES = {"UUP": "uup", "UCUNF": "uup", "Lab Coop": "lab"}
HOUSE = {
    2010: {"con": 306, "lab": 258, "ld": 57, "dup": 8, "snp": 6, "sf": 5, "pc": 3, "sdlp": 3, "apni": 1, "green": 1},
    2015: {
        "con": 330,
        "lab": 232,
        "snp": 56,
        "ld": 8,
        "dup": 8,
        "sf": 4,
        "pc": 3,
        "sdlp": 3,
        "uup": 2,
        "ukip": 1,
        "green": 1,
    },
    2019: {
        "con": 365,
        "lab": 202,
        "snp": 48,
        "ld": 11,
        "dup": 8,
        "sf": 7,
        "pc": 4,
        "sdlp": 2,
        "green": 1,
        "apni": 1,
        "spk": 1,
    },
    2024: {
        "lab": 411,
        "con": 121,
        "ld": 72,
        "snp": 9,
        "sf": 7,
        "ruk": 5,
        "dup": 5,
        "green": 4,
        "pc": 4,
        "sdlp": 2,
        "apni": 1,
        "uup": 1,
        "tuv": 1,
        "spk": 1,
    },
}


@cache
def edition(year: int) -> Edition:
    """Return the last edition of a night."""
    night = open_night(f"ge-{year}")
    return latest(night.election, night.events)


def library(year: int) -> list[dict[str, str]]:
    """Return the Library's rows."""
    with shared(f"data/uk/general/ge{year}_constituencies.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 650
    return rows


@pytest.mark.parametrize("year", YEARS)
def test_the_house_is_as_it_was_elected(year: int) -> None:
    seats = {row.party: row.seats for row in edition(year).board.parties if row.seats}
    expected = HOUSE[year]
    assert {party: number for party, number in seats.items() if party in expected} == expected
    assert sum(seats.values()) == 650
    assert sum(expected.values()) >= 644  # The rest are independents and the Speaker.


@pytest.mark.parametrize("year", YEARS)
def test_majority_turnout_first_and_second_are_the_librarys_in_every_row(year: int) -> None:
    """The Library's turnout is valid votes over electorate; ours, of all papers, is held to its columns as well."""
    final = edition(year)
    by_area = {contest.areas[0]: contest for contest in final.election.contests}
    for row in library(year):
        contest = by_area[row["ONS ID"]]  # type: ignore[index]
        standing = final.standing(contest)
        electorate, valid, invalid = int(row["Electorate"]), int(row["Valid votes"]), int(row["Invalid votes"])
        assert standing.status == "final"
        assert standing.majority == int(row["Majority"]), contest.name
        assert (standing.valid_votes, standing.electorate, standing.rejected) == (valid, electorate, invalid)
        assert standing.turnout == percent(valid + invalid, electorate)
        found = [candidate.party for candidate in standing.candidates[:2]]
        names = [row["First party"], row["Second party"]]
        for party, name in zip(found, names, strict=True):
            assert party is not None
            short = final.election.party_by_id[party].short
            assert name == short, (contest.name, party, name)


# In 2005 an independent won it, as the notional results say; the Library names the group that his followers made of it.
OTHERWISE = {2010: {"Blaenau Gwent": ("lab", "ind")}}


@pytest.mark.parametrize("year", YEARS)
def test_holds_and_gains_are_the_librarys_in_all_but_those_with_a_reason(year: int) -> None:
    """Winner and loser, row by row.

    Chorley agrees: the notional results of 2019 have the Speaker under a name of his own, which is here the same party
    as the Speaker of 2024. Against Labour, whose member he had been, it would be a gain.
    """
    final, basis = edition(year), YEARS[year]
    by_area = {contest.areas[0]: contest for contest in final.election.contests}
    short = {party.short: party.id for party in final.election.parties} | PARTIES
    differing = {}
    for row in library(year):
        share = final.board_sums.shares[by_area[row["ONS ID"]].id]  # type: ignore[index]
        gained = share.gained(basis)  # type: ignore[arg-type]
        assert gained is not None
        words = row["Result"].removesuffix(" hold").split(" gain from ")
        to = short[words[0]]
        expected = {} if len(words) == 1 else {to: 1, short.get(words[1], words[1]): -1}
        assert dict(share.seats) == {to: 1}
        if gained != expected:
            differing[row["Constituency name"]] = (to, next(party for party, n in gained.items() if n < 0))
    assert differing == OTHERWISE.get(year, {})


def test_the_gains_list_of_2024_holds_every_gain_once_and_names_its_basis() -> None:
    lists = board_lists(edition(2024))
    library_gains = [r for r in library(2024) if " gain from " in r["Result"]]
    gains = {gain["contest"] for gain in lists["gains"]}
    assert len(gains) == len(lists["gains"])
    assert len(gains) == len(library_gains)
    assert {gain["basis"] for gain in lists["gains"]} == {"notional-2019"}


def test_the_closest_are_the_librarys_smallest_majorities() -> None:
    for year in YEARS:
        expected = sorted(int(row["Majority"]) for row in library(year))[:20]
        assert [row["majority_votes"] for row in board_lists(edition(year))["closest"]] == expected


def test_turnouts_highest_and_lowest_are_the_librarys() -> None:
    for year in YEARS:
        rows = sorted(
            percent(int(r["Valid votes"]) + int(r["Invalid votes"]), int(r["Electorate"])) for r in library(year)
        )
        turnout = board_lists(edition(year))["turnout"]
        assert [str(r["turnout_percent"]) for r in turnout["lowest"]] == [decimal_text(v, 4) for v in rows[:20]]
        assert [str(r["turnout_percent"]) for r in turnout["highest"]] == [decimal_text(v, 4) for v in rows[:-21:-1]]


def test_regions_add_up_to_the_house_and_to_all_votes() -> None:
    final = edition(2019)
    regions = board_lists(final)["regions"]
    assert len(regions) == 12
    for party in final.board.parties:
        rows = [row for region in regions for row in region["parties"] if row["party"] == party.party]
        assert sum(row["seats"] for row in rows) == party.seats
        assert sum(row["votes"] or 0 for row in rows) == (party.votes or 0)
        assert sum(row["change"].get("ge-2017", 0) for row in rows) == party.change["ge-2017"]  # type: ignore[index]


@pytest.mark.parametrize(("year", "majority", "voting"), [(2015, 10, 11), (2019, 80, 81), (2024, 172, 173)])
def test_the_governments_majority_is_told_with_and_without_the_speaker(year: int, majority: int, voting: int) -> None:
    (house,) = edition(year).board.bodies
    assert (house.majority, house.majority_voting, house.needed, house.complete) == (majority, voting, 326, True)


def test_a_hung_parliament_has_no_majority() -> None:
    (house,) = edition(2010).board.bodies
    assert (house.control, house.majority) == ("noc", None)


def test_board_json_of_2019_has_the_contracts_keys_and_figures() -> None:
    done = CliRunner().invoke(root, ["board", "ge-2019", "--json"])
    assert done.exit_code == 0
    plain: dict[str, Any] = msgspec.json.decode(done.output)
    assert {"after", "announced_at", "declared", "total", "parties", "bodies"} <= set(plain)
    assert [(p["party"], p["seats"]) for p in plain["parties"][:4]] == [
        ("con", 365),
        ("lab", 202),
        ("snp", 48),
        ("ld", 11),
    ]
    first = plain["parties"][0]
    assert {"party", "seats", "change", "votes", "share_percent", "change_points"} <= set(first)
    assert (first["votes"], first["change"]) == (13966454, {"ge-2017": 48})
    (body,) = plain["bodies"]
    assert {"id", "name", "declared", "total", "seats", "control", "control_before", "change"} <= set(body)
    assert (body["control"], body["control_before"]) == ("con", {"ge-2017": "noc"})
    assert {"gains", "closest", "swings", "turnout", "latest", "expected"} <= set(plain)


def test_one_basis_alone_may_be_asked_for() -> None:
    done = CliRunner().invoke(root, ["standing", "ge-2019", "Workington", "--basis", "ge-2017", "--json"])
    plain = msgspec.json.decode(done.output)
    assert plain["seat_changes"] == {"ge-2017": {"con": 1, "lab": -1}}
    assert set(plain["changes"]) == {"ge-2017"}
    refused = CliRunner().invoke(root, ["standing", "ge-2019", "Workington", "--basis", "notional"])
    assert 'no basis "notional"' in str(refused.exception) + refused.output
