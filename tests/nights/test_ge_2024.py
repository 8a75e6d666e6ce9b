"""The general election of 4 July 2024: 650 declarations in their real order, against the Commons Library's file."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tellers.cli.night import Night, open_night
from tellers.edition import Edition, editions

LIBRARY = Path(__file__).parents[2].parent / "shared/data/uk/general"
PARTIES = {"Lab": "lab", "Con": "con", "LD": "ld", "SNP": "snp", "SF": "sf", "RUK": "ruk", "DUP": "dup"}


@pytest.fixture(scope="module")
def night() -> Night:
    return open_night("ge-2024")


@pytest.fixture(scope="module")
def all_editions(night: Night) -> list[Edition]:
    return list(editions(night.election, night.events))


def test_the_house_is_as_it_was_elected(all_editions: list[Edition]) -> None:
    seats = {row.party: row.seats for row in all_editions[-1].board.parties if row.seats}
    expected = {"lab": 411, "con": 121, "ld": 72, "snp": 9, "sf": 7, "ruk": 5, "dup": 5, "green": 4, "pc": 4}
    assert {party: seats[party] for party in expected} == expected
    assert sum(seats.values()) == 650


def test_at_every_moment_the_board_holds_just_what_had_been_declared(all_editions: list[Edition], night: Night) -> None:
    winners: Counter[str] = Counter()
    for edition, event in zip(all_editions[1:], night.events, strict=True):
        contest = night.election.contest_by_id[event.contest]
        standing = edition.standing(contest)
        assert standing.status == "final"
        winners[contest.candidate(standing.elected[0]).party or ""] += 1
        board = edition.board
        assert board.declared == edition.number
        assert {r.party: r.seats for r in board.parties if r.seats} == dict(winners)


def test_each_row_equals_the_librarys(all_editions: list[Edition], night: Night) -> None:
    path = LIBRARY / "ge2024_constituencies.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    by_area = {c.areas[0]: c for c in night.election.contests}
    final = all_editions[-1]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 650
    for row in rows:
        contest = by_area[row["ONS ID"]]
        standing = final.standing(contest)
        assert standing.majority == int(row["Majority"])
        assert standing.valid_votes == int(row["Valid votes"])
        assert standing.electorate == int(row["Electorate"])
        assert standing.rejected == int(row["Invalid votes"])
        if row["First party"] in PARTIES:
            assert standing.candidates[0].party == PARTIES[row["First party"]]


def test_times_never_go_back(night: Night) -> None:
    times = [event.announced_at for event in night.events]
    assert all(time is not None for time in times)
    assert times == sorted(times)
