"""Declared allocations of seats: right ones pass, a seat given to the wrong list is found, and so is a wrong sum."""

from __future__ import annotations

import csv
import gzip
import json
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tellers.count.check_declared import check_declared
from tellers.count.declared_sheet import DeclaredAllocation, DeclaredParty, printed
from tellers.errors import LookupProblem

SHARED = Path(__file__).parents[2] / ".." / "shared"
SPAIN = SHARED / "vectors" / "list-pr-spain" / "congreso_1977_2019.json"
NORWAY = SHARED / "data" / "world" / "norway"
needs_spain = pytest.mark.skipif(not SPAIN.exists(), reason="shared/vectors/list-pr-spain is not here")
needs_norway = pytest.mark.skipif(not NORWAY.exists(), reason="shared/data/world/norway is not here")


def _spanish() -> list[DeclaredAllocation]:
    contests: list[dict[str, Any]] = json.loads(SPAIN.read_text(encoding="utf-8"))
    return [
        DeclaredAllocation(
            title=f"{contest['name']} {contest['election']}",
            rule="dhondt_spain_1985",
            seats=printed(str(contest["seats"])),
            parties=tuple(
                DeclaredParty(
                    name=name, votes=printed(str(votes)), seats=printed(str(contest["official"].get(name, 0)))
                )
                for name, votes in contest["votes"].items()
            ),
            threshold_votes=printed(str(sum(contest["votes"].values()) + contest["blank"])),
        )
        for contest in contests
    ]


def _with_seats(sheet: DeclaredAllocation, index: int, more: int) -> DeclaredAllocation:
    parties = list(sheet.parties)
    seats = parties[index].seats
    assert seats is not None
    parties[index] = replace(parties[index], seats=printed(str(int(seats.value) + more)))
    return replace(sheet, parties=tuple(parties))


@needs_spain
def test_one_spanish_province_of_676_has_a_finding_and_it_names_both_lists_between_whom_a_seat_went() -> None:
    wrong = {sheet.title: findings for sheet in _spanish() if (findings := check_declared(sheet))}
    assert list(wrong) == ["Santa Cruz de Tenerife 197706"]
    (finding,) = wrong["Santa Cruz de Tenerife 197706"]
    assert "000009" in finding.broken[0]
    assert "000078" in finding.broken[0]


@needs_spain
def test_one_lists_seats_changed_are_found_and_put_right_in_every_province_tried() -> None:
    chance = random.Random(3)
    for sheet in chance.sample(_spanish(), 200):
        if check_declared(sheet):
            continue
        index = chance.randrange(len(sheet.parties))
        seats = sheet.parties[index].seats
        assert seats is not None
        more = 1 if seats.value == 0 else chance.choice((1, -1))
        finding = check_declared(_with_seats(sheet, index, more))[0]
        assert finding.candidate == sheet.parties[index].name
        assert (finding.should_be or finding.may_be[0]) == seats.text


@needs_spain
def test_a_seat_moved_from_one_list_to_another_is_found_and_both_are_named() -> None:
    chance = random.Random(4)
    for sheet in chance.sample(_spanish(), 100):
        if check_declared(sheet):
            continue
        winners = [i for i, party in enumerate(sheet.parties) if party.seats is not None and party.seats.value]
        losing = chance.choice(winners)
        gaining = chance.choice([i for i in range(len(sheet.parties)) if i != losing])
        (finding,) = check_declared(_with_seats(_with_seats(sheet, losing, -1), gaining, 1))
        assert sheet.parties[losing].name in finding.broken[0]
        assert sheet.parties[gaining].name in finding.broken[0]


@needs_norway
def test_norwegian_districts_pass_by_their_law_and_fail_with_one_seat_changed() -> None:
    with gzip.open(NORWAY / "national_and_district_snapshots.csv.gz", "rt", encoding="utf-8") as file:
        last: dict[tuple[str, str], dict[str, str]] = {}
        for row in csv.DictReader(file):
            key = row["year"], row["area"]
            if row["level"] == "fylke" and (key not in last or row["generated"] > last[key]["generated"]):
                last[key] = row
    snaps = {row["snap_id"]: f"{row['navn']} {row['year']}" for row in last.values()}
    parties: dict[str, list[DeclaredParty]] = {name: [] for name in snaps.values()}
    with gzip.open(NORWAY / "national_and_district_party_rows.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["snap_id"] in snaps and row["party"] not in {"Andre", "Andre2", "BLANKE"}:
                own = int(float(row["seats"] or 0)) - int(float(row["levelling"] or 0))
                party = DeclaredParty(name=row["party"], votes=printed(row["votes"]), seats=printed(str(own)))
                parties[snaps[row["snap_id"]]].append(party)
    assert len(parties) == 95
    for name, rows in parties.items():
        seats = sum(int(party.seats.value) for party in rows if party.seats is not None)
        sheet = DeclaredAllocation(title=name, rule="sainte_lague_14", seats=printed(str(seats)), parties=tuple(rows))
        assert check_declared(sheet) == [], name
        (finding,) = check_declared(_with_seats(sheet, 0, 1))[:1]
        assert finding.candidate == rows[0].name, name


def _barsetshire(**changed: Any) -> DeclaredAllocation:
    votes = {"Blue": 5400, "Yellow": 3200, "Green": 1400}
    seats = {"Blue": 6, "Yellow": 3, "Green": 1}
    sheet = DeclaredAllocation(
        title="Barsetshire",
        rule="dhondt",
        seats=printed("10"),
        valid=printed("10000"),
        parties=tuple(
            DeclaredParty(name=name, votes=printed(str(votes[name])), seats=printed(str(seats[name]))) for name in votes
        ),
    )
    return replace(sheet, **changed)


def test_votes_that_do_not_make_their_sum_are_found_though_no_seat_changes() -> None:
    parties = list(_barsetshire().parties)
    parties[2] = replace(parties[2], votes=printed("1490"))
    (finding,) = check_declared(_barsetshire(parties=tuple(parties)))
    assert finding.law == "valid_votes"
    assert ("Green", ("1400",)) in [(other.place, other.values) for other in finding.others]


def test_the_printed_distance_to_the_next_seat_is_held_against_the_votes() -> None:
    parties = list(_barsetshire().parties)
    parties[1] = replace(parties[1], next_votes=printed("4"))
    (finding,) = check_declared(_barsetshire(parties=tuple(parties)))
    assert finding.law == "next_seat"
    told = int(finding.should_be or 0)
    for more, seats in ((told, 4), (told - 1, 3)):
        parties[1] = replace(parties[1], votes=printed(str(3200 + more)), next_votes=None)
        sheet = _barsetshire(parties=tuple(parties), valid=None)
        declared = check_declared(sheet)
        assert bool(declared) == (seats == 4), "the distance is the least with which the seat is won"


def test_a_rule_that_is_none_is_refused_with_the_list_of_those_there_are() -> None:
    with pytest.raises(LookupProblem, match="dhondt"):
        check_declared(_barsetshire(rule="dont"))


def test_without_a_rule_an_allocation_passes_if_any_known_method_gives_it() -> None:
    assert check_declared(_barsetshire(rule=None)) == []
    (finding,) = check_declared(_with_seats(_with_seats(_barsetshire(rule=None), 0, -4), 2, 4))
    assert "no method known" in finding.broken[0]


def test_a_list_below_the_threshold_that_has_a_seat_is_found() -> None:
    assert check_declared(_barsetshire(threshold_percent=Fraction(15)))[0].law == "allocation"


@pytest.mark.parametrize("text", ["-3", "2.5"])
def test_votes_below_nothing_or_in_parts_are_a_finding_and_no_crash(text: str) -> None:
    parties = list(_barsetshire().parties)
    parties[0] = replace(parties[0], votes=printed(text))
    (finding,) = check_declared(_barsetshire(parties=tuple(parties)))
    assert (finding.law, finding.candidate) == ("whole", "Blue")
