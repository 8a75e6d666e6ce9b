"""Wisconsin by ward: the table adds up, the night ends where the counties ended, and wrong files are refused."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from material import shared
from tellers.errors import InputError
from tellers.exchange.imported import Imported
from tellers.exchange.wisconsin import WisconsinOptions, import_wisconsin
from tellers.record import Corrected, Declared, PartCounted, Withdrawn, replay

UNITS = "data/world/wisconsin2024/election-results-2012-2024_with-all-party-totals.csv.gz"
POSTED = "data/world/wisconsin2024/raw-processed-county-snapshots.tar.xz"


def declared(made: Imported) -> Counter[str]:
    total: Counter[str] = Counter()
    for event in made.events or ():
        if isinstance(event, Declared):
            total.update({id: votes for id, votes in event.votes.items() if votes is not None})
    return total


@pytest.fixture(scope="module")
def night() -> Imported:
    return import_wisconsin([shared(POSTED)], previous=[shared(UNITS)])


def test_the_table_of_reporting_units_adds_up() -> None:
    made = import_wisconsin([shared(UNITS)])
    assert declared(made) == {"dem": 1_667_881, "rep": 1_697_276, "oth": 57_512}
    assert len(made.election.areas) == 3604
    (basis,) = made.election.bases
    assert basis.id == "president-2020"
    assert basis.kind == "notional"


def test_another_race_of_the_table_can_be_asked_for() -> None:
    made = import_wisconsin([shared(UNITS)], options=WisconsinOptions(race="GOV", year=2022))
    assert made.election.date.isoformat() == "2022-11-08"


def test_each_county_ends_where_the_compiler_of_the_files_has_it(night: Imported) -> None:
    """All but two: a town of Iron was wrong on the night; Washington's file has a part of Hartford that is Dodge's."""
    expected: dict[str, Counter[str]] = {}
    with gzip.open(shared(UNITS), "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            votes = {"dem": int(float(row["PREDEM24"])), "rep": int(float(row["PREREP24"]))}
            expected.setdefault(row["county"], Counter()).update(votes)
    names = {area.id: area.name.upper() for area in night.election.areas}
    differ = {
        names[event.area]  # type: ignore[index]
        for event in night.events or ()
        if isinstance(event, Declared)
        and any((event.votes.get(p) or 0) != expected[names[event.area]][p] for p in ("dem", "rep"))  # type: ignore[index]
    }
    assert len(names) == 72
    assert differ <= {"IRON", "WASHINGTON"}


def test_the_night_is_in_order_and_can_be_replayed(night: Imported) -> None:
    times = [event.announced_at for event in night.events or ()]
    assert times == sorted(times)  # type: ignore[type-var]
    assert replay(night.election, night.events or ()).seq == len(times)


def test_what_fell_is_corrected_and_what_went_is_withdrawn(night: Imported) -> None:
    kinds = Counter(type(event) for event in night.events or ())
    assert kinds[PartCounted] > 4000
    assert kinds[Corrected] > 0
    assert kinds[Withdrawn] > 0
    assert all(event.reason for event in night.events or () if isinstance(event, Corrected | Withdrawn))


def test_milwaukees_absent_votes_come_late(night: Imported) -> None:
    """The central count: Harris has 195,526 at 01:34 and 310,078 at 05:26."""
    wards: dict[str, int] = {}
    seen = set()
    for event in night.events or ():
        if isinstance(event, PartCounted) and event.area == "milwaukee":
            wards[event.part] = event.votes.get("dem") or 0
            seen.add(sum(wards.values()))
    assert {195_526, 310_078} <= seen


HEADER = "contest,candidate,votes,reporting_unit,county,municipality\n"
ROWS = "PRESIDENT,HARRIS / WALZ,10,WARD 1,Adams,ADAMS\nPRESIDENT,TRUMP / VANCE,12,WARD 1,Adams,ADAMS\n"
NAME = "Adams 2024-11-05 21-00-00.csv"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (NAME, (HEADER.replace("votes", "total") + ROWS).encode(), "the columns contest, candidate, total"),
        (NAME, (HEADER + ROWS.replace(",10,", ",ten,")).encode(), '"ten" for votes'),
        (NAME, (HEADER + ROWS.replace("WARD 1", "WÄRD 1")).encode("latin-1"), "not UTF-8"),
        (NAME, HEADER.encode() + b"COUNTY CLERK,A,1,WARD 1,Adams,ADAMS\n", "none"),
        ("adams.csv", (HEADER + ROWS).encode(), "a name that tells neither"),
    ],
)
def test_a_wrong_file_of_a_county_is_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as refused:
        import_wisconsin([tmp_path])
    assert any(words in problem.found for problem in refused.value.problems), refused.value.problems


def test_a_sound_file_of_a_county_is_taken(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(HEADER + ROWS)
    made = import_wisconsin([tmp_path])
    assert declared(made) == {"dem": 10, "rep": 12}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("rep_unit_2024", "unit", "the columns county"),
        ("a,1,B - 1,5,6,12", "a,1,B - 1,5,6,10", "11 votes for two parties"),
        ("a,1,B - 1,5,6,12", "a,1,B - 1,-5,6,12", '"-5" for PREDEM24'),
        ("a,2,B - 2", "a,2,B - 1", "a second time (first on line 2)"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = "county,reporting_unit,rep_unit_2024,PREDEM24,PREREP24,PRETOT24\na,1,B - 1,5,6,12\na,2,B - 2,1,2,3\n"
    path = tmp_path / "units.csv"
    path.write_text(text)
    assert import_wisconsin([path]).election.areas
    path.write_text(text.replace(old, new))
    with pytest.raises(InputError) as refused:
        import_wisconsin([path])
    assert any(words in problem.found for problem in refused.value.problems), refused.value.problems
