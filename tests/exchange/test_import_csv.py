"""Anyone's election from a spreadsheet: long or wide, before the night or after it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from exchange.wrong_files import WHOLE_FILE
from tellers.cli import root
from tellers.errors import InputError
from tellers.exchange.plain_csv import CsvOptions, import_csv
from tellers.record import Declared

LONG = """area,candidate,party,votes,electorate,ballot_papers,rejected,total,declared_at
Barchester,Griselda Grantly,Yellow,11840,61200,24400,120,24280,2027-05-07 02:10
Barchester,Plantagenet Palliser,Purple,12440,,,,,
Framley,Griselda Grantly,Yellow,4210,18450,,,,2027-05-07 01:05
Framley,Plantagenet Palliser,Purple,2655,,,,,
Plumstead Episcopi,Griselda Grantly,Yellow,,9870,,,,
Plumstead Episcopi,Plantagenet Palliser,Purple,,,,,,
"""
WIDE = """area,Griselda Grantly (Yellow),Plantagenet Palliser (Purple),electorate
Barchester,11840,12440,61200
Framley,4210,2655,18450
Plumstead Episcopi,,,9870
"""
OPTIONS = CsvOptions(name="Mayor of Barsetshire", polling_day=date(2027, 5, 6), time_zone="Europe/London", test=True)


def sheet(folder: Path, text: str, name: str = "mayor.csv") -> list[Path]:
    (folder / name).write_text(text)
    return [folder / name]


def test_long_and_wide_say_the_same(tmp_path: Path) -> None:
    long = import_csv(sheet(tmp_path, LONG), options=OPTIONS)
    wide = import_csv(sheet(tmp_path, WIDE), options=OPTIONS)
    assert long.election == wide.election
    votes = [{e.area: e.votes for e in made.events or () if isinstance(e, Declared)} for made in (long, wide)]
    assert votes[0] == votes[1]


def test_times_are_local_and_put_the_night_in_order(tmp_path: Path) -> None:
    made = import_csv(sheet(tmp_path, LONG), options=OPTIONS)
    events = [event for event in made.events or () if isinstance(event, Declared)]
    assert [event.area for event in events] == ["framley", "barchester"]
    assert events[0].announced_at == datetime(2027, 5, 7, 0, 5, tzinfo=UTC)


def test_an_area_with_blanks_alone_has_not_declared(tmp_path: Path) -> None:
    made = import_csv(sheet(tmp_path, WIDE), options=OPTIONS)
    assert "plumstead-episcopi" in {area.id for area in made.election.areas}
    assert "plumstead-episcopi" not in {e.area for e in made.events or () if isinstance(e, Declared)}


def test_the_earlier_poll_is_the_basis_by_name(tmp_path: Path) -> None:
    before = sheet(tmp_path, WIDE.replace("Griselda", "Septimus").replace("Framley", "Old Framley"), "before.csv")
    made = import_csv(sheet(tmp_path, LONG), previous=before, options=OPTIONS)
    (basis,) = made.election.bases
    assert {(f.area, f.party, f.votes) for f in basis.figures} == {
        ("barchester", "yellow", 11840),
        ("barchester", "purple", 12440),
    }


def test_several_contests_stand_side_by_side(tmp_path: Path) -> None:
    rows = ["North,N1,A,5,2", "North,N1,B,4,2", "North,N1,C,1,2", "South,S1,D,9,", "South,S1,E,3,"]
    text = "\n".join(["contest,area,candidate,votes,seats", *rows])
    made = import_csv(sheet(tmp_path, text), options=OPTIONS)
    assert [(c.name, c.seats, c.rule) for c in made.election.contests] == [
        ("North", 2, "block_vote"),
        ("South", 1, "first_past_the_post"),
    ]


def test_times_may_come_in_a_sheet_of_their_own(tmp_path: Path) -> None:
    (times,) = sheet(tmp_path, "area,declared_at\nBarchester,2027-05-07T03:00:00+01:00\n", "times.csv")
    made = import_csv(sheet(tmp_path, WIDE), times=times, options=OPTIONS)
    at = {e.area: e.announced_at for e in made.events or () if isinstance(e, Declared)}
    assert at == {"barchester": datetime(2027, 5, 7, 2, tzinfo=UTC), "framley": None}


def test_the_command_leads_from_the_sheet_to_a_standing(tmp_path: Path) -> None:
    (path,) = sheet(tmp_path, LONG)
    out = str(tmp_path / "pack")
    command = [
        "import",
        "csv",
        str(path),
        "--out",
        out,
        "--date",
        "2027-05-06",
        "--time-zone",
        "Europe/London",
        "--test",
    ]
    made = CliRunner().invoke(root, command)
    assert made.exit_code == 0, made.output
    assert CliRunner().invoke(root, ["pack", "check", out]).exit_code == 0
    standing = CliRunner().invoke(root, ["standing", out])
    assert "16,050" in standing.output, "Grantly's votes in the two areas declared"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("area,candidate", "place,candidate", 1, "the columns place"),
        (",votes,", ",ballots,", 1, "the columns area"),
        (",electorate,", ",electors,", 1, 'unknown columns "electors"'),
        (",24280,", ",24281,", 2, "24,280 votes over 2 candidates"),
        (",11840,", ",-11840,", 2, '"-11840"'),
        (",24400,", ",2440,", 2, "24,280 votes"),
        ("Framley,Plantagenet Palliser,Purple,2655", "Framley,Griselda Grantly,Yellow,2655", 5, "a second time"),
        ("2027-05-07 01:05", "five past one", 4, '"five past one"'),
    ],
)
def test_a_wrong_sheet_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in LONG
    with pytest.raises(InputError) as refused:
        import_csv(sheet(tmp_path, LONG.replace(old, new, 1)), options=OPTIONS)
    told = [(p.line, p.found) for p in refused.value.problems]
    assert any(at == line and words in found for at, found in told), told


def test_an_area_twice_in_a_wide_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Framley a second time \(first on line 3\)"):
        import_csv(sheet(tmp_path, WIDE + "Framley,1,2,3\n"), options=OPTIONS)


def test_a_sheet_without_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--date"):
        import_csv(sheet(tmp_path, WIDE), options=CsvOptions())


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_of_the_wrong_kind_is_refused(tmp_path: Path, case: str) -> None:
    harm, words = WHOLE_FILE[case]
    path = tmp_path / "mayor.csv"
    path.write_bytes(harm(LONG.encode()))
    with pytest.raises(InputError) as refused:
        import_csv([path], options=OPTIONS)
    assert words in refused.value.problems[0].found
