"""Every problem of a pack is reported with its file and line, and the template has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tellers.cli import root
from tellers.errors import PackError, Problem
from tellers.pack import check_pack, read_pack, write_template


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    write_template(tmp_path / "pack")
    return tmp_path / "pack"


def test_the_template_passes_its_own_check(pack: Path) -> None:
    assert check_pack(pack) == []
    election = read_pack(pack).election
    assert election.test, "an invented election must say that it is a test"
    assert len(election.contests[0].areas) == 4
    assert sum(f.votes for f in election.bases[0].figures) == 50984


def test_the_commands_make_a_template_and_find_it_sound(tmp_path: Path) -> None:
    folder = str(tmp_path / "mine")
    made = CliRunner().invoke(root, ["new", folder])
    assert made.exit_code == 0, made.output
    checked = CliRunner().invoke(root, ["pack", "check", folder])
    assert checked.exit_code == 0
    assert "sound" in checked.output


def test_new_does_not_write_over_a_folder_with_files_in_it(pack: Path) -> None:
    with pytest.raises(PackError, match="a folder with files in it"):
        write_template(pack)


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(pack: Path) -> None:
        path = pack / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return edit


def write(name: str, data: bytes | str) -> Callable[[Path], None]:
    def edit(pack: Path) -> None:
        (pack / name).write_bytes(data if isinstance(data, bytes) else data.encode())

    return edit


def append(name: str, text: str) -> Callable[[Path], None]:
    def edit(pack: Path) -> None:
        with (pack / name).open("a") as file:
            file.write(text)

    return edit


CASES: dict[str, tuple[Callable[[Path], None], str, int | None, str]] = {
    # What is done to the sound template; then file, line and words of the one problem looked for.
    "unknown party of a candidate": (change("candidates.csv", ",purple,", ",orange,"), "candidates.csv", 3, '"orange"'),
    "candidate twice in a contest": (
        append("candidates.csv", "mayor,grantly,Griselda Grantly,yellow,\n"),
        "candidates.csv",
        5,
        "a second time (first on line 2)",
    ),
    "unknown contest of a candidate": (
        append("candidates.csv", "mare,quiverful,Letty Quiverful,ind,\n"),
        "candidates.csv",
        5,
        'unknown contest "mare"',
    ),
    "bad colour": (change("election.toml", '"#6A3D9A"', '"violet"'), "election.toml", 15, '"violet"'),
    "bad day": (change("election.toml", "date = 2027-05-06 ", 'date = "2027-02-30"'), "election.toml", 6, "2027-02-30"),
    "bad time zone": (change("election.toml", "Europe/London", "Europe/Barchester"), "election.toml", 7, "Barchester"),
    "unknown rule": (
        change("election.toml", '"first_past_the_post"', '"first_past"'),
        "election.toml",
        20,
        "first_past",
    ),
    "seats too few for the rule": (
        change("election.toml", '"first_past_the_post"', '"hare_spain_provinces_1985"'),
        "contests.csv",
        2,
        "1 seats for",
    ),
    "seats past all sense": (change("election.toml", "seats = 1", "seats = 1000000"), "contests.csv", 2, "1,000,000"),
    "unknown key": (change("election.toml", "languages =", "tongues ="), "election.toml", 8, '"tongues"'),
    "key of the wrong kind": (change("election.toml", "test = true", 'test = "yes"'), "election.toml", 9, "'yes'"),
    "broken TOML": (change("election.toml", "[parties]", "[parties"), "election.toml", 13, "broken TOML"),
    "number of 5,000 digits": (
        change("election.toml", "seats = 1", f"seats = {'9' * 5000}"),
        "election.toml",
        21,
        "more than 4,300 digits",
    ),
    "hexadecimal number past all sense": (
        change("election.toml", "seats = 1", f"seats = 0x{'f' * 5000}"),
        "election.toml",
        21,
        "a number of 20,000 bits",
    ),
    "lists without end": (
        append("election.toml", f"x = {'[' * 20000}{']' * 20000}"),
        "election.toml",
        None,
        "lists within lists without end",
    ),
    "electorate of 5,000 digits": (change("areas.csv", "61200", "9" * 5000), "areas.csv", 2, "for electorate"),
    "no id": (change("election.toml", "id = ", "# id = "), "election.toml", 1, "the keys"),
    "basis without a name": (
        change("election.toml", 'name = "mayoral election of 4 May 2023"', ""),
        "election.toml",
        37,
        "no name",
    ),
    "unknown area of a contest": (
        change("contests.csv", ",*", ",barchester framely"),
        "contests.csv",
        2,
        'unknown area "framely"',
    ),
    "negative electorate": (change("areas.csv", "61200", "-61200"), "areas.csv", 2, '"-61200" for electorate'),
    "electorate that is no number": (change("areas.csv", "61200", "about 60k"), "areas.csv", 2, '"about 60k"'),
    "area twice": (append("areas.csv", "framley,Framley Again,1,\n"), "areas.csv", 6, "first on line 3"),
    "missing column": (change("areas.csv", "id,name,", "id,title,"), "areas.csv", 1, "the columns id, title"),
    "unknown column": (change("areas.csv", "electorate", "electorat"), "areas.csv", 1, 'unknown column "electorat"'),
    "too many cells": (append("areas.csv", "x,X,1,East,more\n"), "areas.csv", 6, "5 cells"),
    "open quotation mark": (append("areas.csv", 'x,"X,1,East\n'), "areas.csv", 6, "broken CSV"),
    "Latin-1": (write("areas.csv", "id,name\na,Ely\nb,Llanbêr\n".encode("latin-1")), "areas.csv", 3, "0xea"),
    "XLSX saved as CSV": (write("areas.csv", b"PK\x03\x04\x14\x00"), "areas.csv", 1, "an Excel workbook"),
    "UTF-16": (write("areas.csv", "id,name\na,Ely\n".encode("utf-16")), "areas.csv", 1, "UTF-16"),
    "empty file": (write("candidates.csv", b"\xef\xbb\xbf\r\n,,,\r\n"), "candidates.csv", 1, "an empty file"),
    "unknown party of a basis": (
        append("previous/last.csv", "framley,green,5\n"),
        "last.csv",
        14,
        'unknown party "green"',
    ),
    "figures of no basis": (write("previous/lost.csv", "area,party,votes\n"), "lost.csv", None, "figures of no basis"),
    "unknown area of a basis": (
        append("previous/last.csv", "hogglestock,yellow,5\n"),
        "last.csv",
        14,
        "hogglestock",
    ),
    "missing map": (append("election.toml", '[[maps]]\nfile = "map.geojson"\n'), "election.toml", None, "map.geojson"),
    "a line of the log that is no event": (write("log.jsonl", '{"type": "declard"}\n'), "log.jsonl", 1, "declard"),
    "an event that cannot be true": (
        write("log.jsonl", '{"type": "declared", "id": "a", "area": "barchester", "votes": {"nobody": 5}}\n'),
        "log.jsonl",
        1,
        'unknown candidate "nobody"',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_problem_is_told_with_its_file_and_line(pack: Path, case: str) -> None:
    edit, file, line, words = CASES[case]
    edit(pack)
    problems = check_pack(pack)
    assert [p for p in problems if _is(p, file, line, words)], [str(p) for p in problems]
    for problem in problems:
        assert problem.wanted, "a problem says what was wanted"
        assert problem.remedy, "a problem says what to do"


def _is(problem: Problem, file: str, line: int | None, words: str) -> bool:
    at = problem.file is not None and Path(problem.file).name == file
    return at and (line is None or problem.line == line) and words in f"{problem.found} {problem.where}"


def test_a_missing_column_and_a_doubled_area_are_both_reported(pack: Path) -> None:
    write("areas.csv", "id,electorate\nbarchester,61200\nframley,18450\nbarchester,61200\n")(pack)
    told = [(Path(str(p.file)).name, p.line, p.found) for p in check_pack(pack)]
    assert ("areas.csv", 1, "the columns id, electorate") in told
    assert ("areas.csv", 4, 'the area "barchester" a second time (first on line 2)') in told


def test_problems_of_several_files_are_reported_together(pack: Path) -> None:
    for edit in (
        change("areas.csv", "61200", "-1"),
        change("candidates.csv", ",purple,", ",orange,"),
        change("election.toml", '"#6A3D9A"', '"violet"'),
    ):
        edit(pack)
    assert {Path(str(p.file)).name for p in check_pack(pack)} == {"areas.csv", "candidates.csv", "election.toml"}
    with pytest.raises(PackError) as refused:
        read_pack(pack)
    assert len(refused.value.problems) == 3, "reading refuses with the same problems as checking"


def test_what_a_spreadsheet_does_to_a_file_is_taken(pack: Path) -> None:
    """A byte order mark, CRLF, another order of columns, semicolons, thousands set apart, blank rows at the end."""
    before = read_pack(pack)
    text = "\ufeffname;electorate;id;region;note\r\n"
    for area in before.election.areas:
        text += f"{area.name};{area.electorate:,};{area.id};{area.region};seen\r\n"
    write("areas.csv", text + ";;;;\r\n;;;;\r\n")(pack)
    assert check_pack(pack) == []
    assert read_pack(pack).election == before.election
    assert read_pack(pack).digest == before.digest


def test_the_digest_changes_with_the_definition(pack: Path) -> None:
    before = read_pack(pack).digest
    change("areas.csv", "61200", "61201")(pack)
    assert read_pack(pack).digest != before


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    (problem,) = check_pack(tmp_path / "nowhere")
    assert "no folder" in problem.found


def test_one_contest_over_all_areas_needs_no_contests_csv(pack: Path) -> None:
    (pack / "contests.csv").unlink()
    write("candidates.csv", "name,party\nGriselda Grantly,yellow\nObadiah Proudie,\n")(pack)
    for name in ("last.csv", "last-areas.csv"):
        (pack / "previous" / name).unlink()
    assert check_pack(pack) == []
    (contest,) = read_pack(pack).election.contests
    assert contest.id == "barsetshire-mayor-2027"
    assert len(contest.areas) == 4
    assert [c.id for c in contest.candidates] == ["griselda-grantly", "obadiah-proudie"]


def test_the_check_command_exits_2_and_counts_the_problems(pack: Path) -> None:
    change("areas.csv", "61200", "-1")(pack)
    result = CliRunner().invoke(root, ["pack", "check", str(pack)])
    assert result.exit_code == 2
    assert "areas.csv:2" in result.output
    assert "1 problem" in result.output
