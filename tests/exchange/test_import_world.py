"""German and American tables: what is imported adds up to the official totals, and wrong tables are refused."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from exchange.wrong_files import WHOLE_FILE, changed, harmed
from material import shared
from tellers.errors import InputError
from tellers.exchange.imported import Imported
from tellers.exchange.kerg import KergOptions, import_kerg
from tellers.exchange.us_county import import_us_county
from tellers.exchange.us_tables import UsOptions
from tellers.record import Declared, replay

GERMANY, US = "data/world/germany", "data/world/us-county"


def votes(made: Imported, contest: str = "") -> Counter[str]:
    total: Counter[str] = Counter()
    for event in made.events or ():
        if isinstance(event, Declared) and event.contest.endswith(contest):
            total.update({id: number for id, number in event.votes.items() if number is not None})
    return total


# The file's own row for the whole country: valid second votes, those of the first party, and when.
GERMAN = {
    "btw2013_kerg.csv": (43_726_856, "cdu", 14_921_877, date(2013, 9, 22)),
    "btw2017_kerg.csv": (46_515_492, "cdu", 12_447_656, date(2017, 9, 24)),
    "btw2021_kerg.csv": (46_442_023, "spd", 11_955_434, date(2021, 9, 26)),
    "btw2025_kerg2.csv.gz": (49_649_512, "cdu", 11_196_374, date(2025, 2, 23)),
}


@pytest.mark.parametrize("name", GERMAN)
def test_second_votes_add_up_to_the_country(name: str) -> None:
    valid, first, number, day = GERMAN[name]
    made = import_kerg(shared(f"{GERMANY}/{name}"), options=KergOptions(votes="second"))
    total = votes(made)
    assert sum(total.values()) == valid
    assert total[first] == number
    assert made.election.date == day
    assert len(made.election.areas) == 299


def test_a_preliminary_result_is_provisional_and_a_final_one_is_not() -> None:
    for name, provisional in (("btw2025_kerg.csv", True), ("btw2025_kerg2.csv.gz", False)):
        made = import_kerg(shared(f"{GERMANY}/{name}"))
        assert {e.provisional for e in made.events or () if isinstance(e, Declared)} == {provisional}


def test_the_first_in_a_constituency_has_no_seat_where_the_office_says_so() -> None:
    made = import_kerg(shared(f"{GERMANY}/btw2025_kerg2.csv.gz"), options=KergOptions(votes="first"))
    elected = [event.elected for event in made.events or () if isinstance(event, Declared)]
    assert len(elected) == 299
    assert sum(not names for names in elected) == 23, "under the law of 2023"


def test_both_votes_of_a_german_night_can_be_replayed() -> None:
    made = import_kerg(shared(f"{GERMANY}/btw2021_kerg.csv"))
    assert replay(made.election, made.events or ()).seq == 598


@pytest.mark.parametrize("case", [case for case in WHOLE_FILE if case != "Latin-1"])
def test_a_german_file_of_the_wrong_kind_is_refused(tmp_path: Path, case: str) -> None:
    harm, words = WHOLE_FILE[case]
    with pytest.raises(InputError) as refused:
        import_kerg(harmed(shared(f"{GERMANY}/btw2021_kerg.csv"), tmp_path, harm))
    assert words in refused.value.problems[0].found


def test_a_german_file_of_today_saved_as_latin_1_is_refused(tmp_path: Path) -> None:
    text = shared(f"{GERMANY}/btw2021_kerg.csv").read_text(encoding="utf-8-sig")
    copy = tmp_path / "kerg.csv"
    copy.write_bytes(text.encode("latin-1", "replace"))
    with pytest.raises(InputError, match="not UTF-8"):
        import_kerg(copy)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Gültige Stimmen", "Stimmen", 'a column "Gültige"'),
        (";41721;68120;36421;", ";41721;68120;36422;", "second votes over its parties"),
        (";41721;68120;", ";41x21;68120;", '"41x21"'),
        (";180112;171914;180112;171914;", ";180113;171914;180113;171914;", "valid and invalid first votes"),
        ("002;Nordfriesland", "001;Nordfriesland", "a second time"),
    ],
)
def test_a_wrong_german_figure_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        import_kerg(harmed(shared(f"{GERMANY}/btw2021_kerg.csv"), tmp_path, changed(old, new)))
    assert any(words in problem.found + problem.wanted for problem in refused.value.problems)


def test_an_american_table_adds_up() -> None:
    made = import_us_county(
        [shared(f"{US}/tonmcg_2020_US_County_Level_Presidential_Results.csv")],
        previous=[shared(f"{US}/tonmcg_2016_US_County_Level_Presidential_Results.csv")],
    )
    total = votes(made)
    assert total["rep"] == 74_208_196
    assert total["dem"] == 81_264_994
    assert len(made.election.contests) == 51
    assert made.election.american
    assert made.election.date == date(2020, 11, 3)
    (basis,) = made.election.bases
    assert basis.id == "president-2016"


def test_a_states_total_given_for_each_of_its_counties_is_taken_once() -> None:
    made = import_us_county([shared(f"{US}/tonmcg_2016_US_County_Level_Presidential_Results.csv")])
    alaska = made.election.contest_by_id["us-president-2016.ak"]  # type: ignore[index]
    assert len(alaska.areas) == 1
    assert votes(made, ".ak")["rep"] == 130_413


def test_the_table_of_many_years_gives_each_with_the_one_before_as_its_basis() -> None:
    table = shared(f"{US}/medsl_countypres_2000-2016long.csv.gz")
    made = import_us_county([table], options=UsOptions(year=2008))
    with gzip.open(table, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2008" and row["party"] == "democrat"]
    assert votes(made)["dem"] == sum(int(row["candidatevotes"]) for row in rows if row["candidatevotes"] != "NA")
    assert [basis.id for basis in made.election.bases] == ["president-2004"]


def test_a_county_known_to_be_wrong_stays_outstanding() -> None:
    """MEDSL's 2016 has three counties of Arizona short, one of Nebraska over, and a district that is Alaska's."""
    table = [shared(f"{US}/medsl_countypres_2000-2016long.csv.gz")]
    with pytest.raises(InputError) as refused:
        import_us_county(table, options=UsOptions(year=2016))
    codes = {problem.remedy.split("--known-wrong ")[1].rstrip(".") for problem in refused.value.problems}
    assert "31103" in codes
    made = import_us_county(table, options=UsOptions(year=2016, known_wrong=frozenset(codes)))
    declared = {event.area for event in made.events or () if isinstance(event, Declared)}
    assert not declared & codes
    assert codes <= {area.id for area in made.election.areas}


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_an_american_file_of_the_wrong_kind_is_refused(tmp_path: Path, case: str) -> None:
    harm, words = WHOLE_FILE[case]
    table = shared(f"{US}/tonmcg_2020_US_County_Level_Presidential_Results.csv")
    with pytest.raises(InputError) as refused:
        import_us_county([harmed(table, tmp_path, harm)])
    assert words in refused.value.problems[0].found


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("county_fips", "fips", 1, "the columns"),
        (",19838,7503,27770", ",19838,17503,27770", 2, "37,341 votes"),
        (",19838,7503,27770", ",19838,7503?,27770", 2, '"7503?"'),
        ("01003,Baldwin", "01001,Baldwin", 3, "a second time (first on line 2)"),
    ],
)
def test_a_wrong_american_figure_is_refused(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    table = shared(f"{US}/tonmcg_2020_US_County_Level_Presidential_Results.csv")
    with pytest.raises(InputError) as refused:
        import_us_county([harmed(table, tmp_path, changed(old, new))])
    assert any(p.line == line and words in p.found for p in refused.value.problems), refused.value.problems
