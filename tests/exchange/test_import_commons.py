"""The Commons Library's general elections: what is imported is what the Library's own columns say, in every row."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from exchange.wrong_files import WHOLE_FILE, changed, harmed, header_only, row_twice, without_column
from material import shared
from tellers.cli import main, root
from tellers.errors import InputError
from tellers.exchange.commons_ge import CommonsOptions, import_commons
from tellers.exchange.imported import Imported
from tellers.record import Contest, Declared

GENERAL = "data/uk/general"
PREVIOUS = {
    2010: ("ge2005_notional_on_2010_boundaries.csv",),
    2015: ("ge2010_constituencies.csv", "ge2010_candidacies.csv"),
    2019: ("ge2017_constituencies.csv",),
    2024: ("ge2019_notional_on_2024_boundaries.csv",),
}
# Where the Library names a winner's party otherwise than in the abbreviation of its candidacies.
SHORT = {"UCUNF": "uup", "Lab Coop": "lab"}


def files(year: int) -> tuple[Path, Path]:
    return shared(f"{GENERAL}/ge{year}_constituencies.csv"), shared(f"{GENERAL}/ge{year}_candidacies.csv")


@pytest.fixture(scope="module")
def imported() -> dict[int, Imported]:
    made = {}
    for year in PREVIOUS:
        times = shared(f"{GENERAL}/ge2024_declaration_times.csv") if year == 2024 else None
        previous = [shared(f"{GENERAL}/{name}") for name in PREVIOUS[year]]
        made[year] = import_commons(files(year), previous=previous, times=times)
    return made


def rows(year: int, what: str = "constituencies") -> list[dict[str, str]]:
    with shared(f"{GENERAL}/ge{year}_{what}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def declared(made: Imported) -> dict[str, Declared]:
    return {event.area: event for event in made.events or () if isinstance(event, Declared)}


def ranked(contest: Contest, event: Declared) -> list[tuple[str | None, int]]:
    parties = {candidate.id: candidate.party for candidate in contest.candidates}
    votes = [(parties[id], number) for id, number in event.votes.items() if number is not None]
    return sorted(votes, key=lambda pair: -pair[1])


@pytest.mark.parametrize("year", PREVIOUS)
def test_winners_seconds_majorities_and_votes_are_the_librarys(imported: dict[int, Imported], year: int) -> None:
    made = imported[year]
    events, contests = declared(made), {c.areas[0]: c for c in made.election.contests}
    assert len(events) == len(contests) == 650
    for row in rows(year):
        order = ranked(contests[row["ONS ID"]], events[row["ONS ID"]])
        expected = [SHORT.get(row[name], row[name].casefold()) for name in ("First party", "Second party")]
        assert [party for party, _ in order[:2]] == expected, row["Constituency name"]
        assert order[0][1] - order[1][1] == int(row["Majority"])
        assert sum(votes for _, votes in order) == int(row["Valid votes"])
        assert events[row["ONS ID"]].valid_votes == int(row["Valid votes"])
        assert events[row["ONS ID"]].rejected_ballots == int(row["Invalid votes"])
        assert made.election.area_by_id[row["ONS ID"]].electorate == int(row["Electorate"])


@pytest.mark.parametrize("year", PREVIOUS)
def test_who_held_each_seat_before_is_the_librarys(imported: dict[int, Imported], year: int) -> None:
    """The Library's "Result" says of each seat whether it was held, or from whom it was gained.

    All agree but one: the Library too measures against the poll before, or its notional results, and not against the
    position after by-elections and defections. Blaenau Gwent was won in 2005 by an independent, as the notional results
    have him; the Library's "Result" names the group that his followers made of it the year after.
    """
    made = imported[year]
    (basis,) = made.election.bases
    holders = {area.area: area.holder for area in basis.areas}
    wrong = []
    for row in rows(year):
        words = row["Result"].split(" gain from ")
        before = words[1] if len(words) == 2 else row["Result"].removesuffix(" hold")
        if holders[row["ONS ID"]] != SHORT.get(before, before.casefold()):
            wrong.append((row["Constituency name"], row["Result"], holders[row["ONS ID"]]))
    assert wrong == ([("Blaenau Gwent", "Lab gain from BGPV", "ind")] if year == 2010 else [])


@pytest.mark.parametrize("year", [2015, 2024])
def test_changes_in_share_are_the_librarys(imported: dict[int, Imported], year: int) -> None:
    """Each candidate's "Change" in the Library's file, for the parties that it compares, to its own rounding."""
    made = imported[year]
    (basis,) = made.election.bases
    before = made.election.previous[basis.id]
    contests = {c.areas[0]: c for c in made.election.contests}
    events = declared(made)
    parties = {
        (c.areas[0], p.name, events[c.areas[0]].votes[p.id]): p.party
        for c in made.election.contests
        for p in c.candidates
    }
    compared = 0
    for row in rows(year, "candidacies"):
        change = row["Change"].strip()
        name = f"{row['Candidate first name'].strip()} {row['Candidate surname'].strip()}".strip()
        party = parties[row["ONS ID"], name, int(row["Votes"])]
        if not change or party == "ind":
            continue
        votes = before.contest_votes(contests[row["ONS ID"]])
        assert votes is not None
        if party not in votes:
            continue
        ours = Fraction(row["Share"]) - Fraction(votes[party], sum(votes.values()))
        assert abs(ours - Fraction(change)) < Fraction(1, 900), (row["Constituency name"], party, float(ours), change)
        compared += 1
    assert compared > 2000


def test_the_night_of_2024_is_in_the_order_of_its_times_to_the_second(imported: dict[int, Imported]) -> None:
    events = [event for event in imported[2024].events or () if isinstance(event, Declared)]
    times = [event.announced_at for event in events]
    assert None not in times
    assert times == sorted(times)  # type: ignore[type-var]
    assert times[0] == datetime(2024, 7, 4, 22, 17, 54, tzinfo=UTC)
    assert times[-1] == datetime(2024, 7, 6, 17, 0, 5, tzinfo=UTC)


def test_local_times_are_turned_into_utc_on_both_sides_of_the_clock(imported: dict[int, Imported]) -> None:
    summer = declared(imported[2010])["W07000049"].announced_at
    winter = declared(imported[2019])["W07000049"].announced_at
    assert summer == datetime(2010, 5, 7, 2, 5, tzinfo=UTC), "03:05 British Summer Time"
    assert winter == datetime(2019, 12, 13, 2, 30, tzinfo=UTC), "02:30 Greenwich Mean Time"


def test_the_polling_day_is_told_by_the_first_time(imported: dict[int, Imported]) -> None:
    assert imported[2010].election.date == date(2010, 5, 6)
    assert imported[2019].election.date == date(2019, 12, 12)


def test_a_postponed_poll_declares_last_at_a_time_not_known() -> None:
    options = CommonsOptions(postponed=(("Thirsk and Malton", date(2010, 5, 27)),))
    made = import_commons(files(2010), options=options)
    events = list(made.events or ())
    assert events[0].contest == "parl.thirsk-and-malton.2010-05-27"
    assert getattr(events[0], "state", None) == "countermanded"
    assert events[-1].contest == "parl.thirsk-and-malton.2010-05-27"
    assert events[-1].announced_at is None


def test_the_five_scottish_seats_have_their_codes_of_2024(imported: dict[int, Imported]) -> None:
    (basis,) = imported[2024].election.bases
    areas = {figure.area for figure in basis.figures}
    assert len(areas) == 650
    assert "S14000111" in areas, "Aberdeenshire West and Kincardine, S14000058 in the source"


def test_the_brexit_party_is_what_reform_is_measured_against(imported: dict[int, Imported]) -> None:
    (basis,) = imported[2024].election.bases
    votes = sum(figure.votes for figure in basis.figures if figure.party == "ruk")
    with shared(f"{GENERAL}/{PREVIOUS[2024][0]}").open(encoding="utf-8-sig", newline="") as file:
        expected = sum(int(row["votes"]) for row in csv.DictReader(file) if row["variable"] == "BRXV")
    assert votes == expected


def test_a_basis_known_by_columns_alone_says_that_it_is_not_complete(imported: dict[int, Imported]) -> None:
    (basis,) = imported[2019].election.bases
    assert not basis.complete
    assert sum(figure.votes for figure in basis.figures) == sum(int(row["Valid votes"]) for row in rows(2017))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_of_the_wrong_kind_is_refused(tmp_path: Path, case: str, which: int) -> None:
    harm, words = WHOLE_FILE[case]
    pair = list(files(2019))
    pair[which] = harmed(pair[which], tmp_path, harm)
    with pytest.raises(InputError) as refused:
        import_commons(pair)
    (problem,) = refused.value.problems
    assert words in problem.found
    assert problem.file == str(pair[which])


HARMS = {
    "a column missing": (0, without_column("Valid votes"), 1, "no column Valid votes"),
    "a column of candidates missing": (1, without_column("Party abbreviation"), 1, "no column Party abbreviation"),
    "no rows": (0, header_only, 1, "a header and no rows"),
    "a constituency twice": (0, row_twice, 6, "a second time (first on line 4)"),
    "a candidate twice": (1, row_twice, 6, "a second time (first on line 4)"),
    "votes that do not make the total": (1, changed(",6518,", ",6517,"), 8, "31,597 votes over 7 candidates"),
    "a majority that is not first less second": (0, changed("31598,82,10490", "31598,82,10491"), 2, "10,491"),
    "a first party that is not first": (0, changed("Lab hold,Lab,Con", "Lab hold,Con,Con"), 2, '"Con" as the first'),
    "a party's column that is not its candidates'": (0, changed(",6518,17008,", ",6519,17007,"), 2, "6,519 under Con"),
    "a number that is none": (1, changed(",6518,", ",6518*,"), 2, '"6518*"'),
    "votes below nought": (1, changed(",6518,", ",-6518,"), 2, '"-6518"'),
}


@pytest.mark.parametrize("case", HARMS)
def test_a_wrong_figure_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    which, harm, line, words = HARMS[case]
    pair = list(files(2019))
    pair[which] = harmed(pair[which], tmp_path, harm)
    with pytest.raises(InputError) as refused:
        import_commons(pair)
    told = [(p.line, p.found) for p in refused.value.problems if p.file == str(pair[which])]
    assert any(at == line and words in found for at, found in told), told


def test_every_wrong_row_is_told_at_once(tmp_path: Path) -> None:
    first, second = files(2019)
    data = first.read_bytes().replace(b"31598,82,10490", b"31598,82,10491").replace(b"31865,123,2034", b"31865,123,2")
    copy = tmp_path / first.name
    copy.write_bytes(data)
    with pytest.raises(InputError) as refused:
        import_commons((copy, second))
    assert [p.line for p in refused.value.problems] == [2, 3]


def test_files_of_two_years_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        import_commons((files(2019)[0], files(2024)[1]))
    assert any("Give files of one year" in p.remedy for p in refused.value.problems)


def test_a_partly_wrong_file_makes_no_pack(tmp_path: Path) -> None:
    first, second = files(2019)
    wrong = harmed(second, tmp_path, changed(",6518,", ",6517,"))
    out = tmp_path / "pack"
    result = CliRunner().invoke(root, ["import", "commons-ge", str(first), str(wrong), "--out", str(out)])
    assert isinstance(result.exception, InputError)
    assert not out.exists()
    with pytest.raises(SystemExit) as left:
        main(["import", "commons-ge", str(first), str(wrong), "--out", str(out)])
    assert left.value.code == 2


def test_the_command_makes_a_pack_that_passes_its_check(tmp_path: Path) -> None:
    out = tmp_path / "pack"
    command = ["import", "commons-ge", *map(str, files(2019)), "--out", str(out)]
    previous = ["--previous", str(shared(f"{GENERAL}/ge2017_constituencies.csv"))]
    result = CliRunner().invoke(root, [*command, *previous, "--recorded-at", "2026-01-01T00:00:00Z"])
    assert result.exit_code == 0, result.output
    assert CliRunner().invoke(root, ["pack", "check", str(out)]).exit_code == 0
