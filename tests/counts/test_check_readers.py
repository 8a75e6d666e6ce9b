"""Declared sheets are read from each known form, cells that are no figures are named, and no other file is taken."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tellers.count.check_declared import check_declared, finding_json
from tellers.count.declared_sheet import DeclaredAllocation, DeclaredResult, DeclaredSheet, printed
from tellers.count.registry import RULES
from tellers.count.sheet import sheet_json
from tellers.errors import CountError, InputError, LookupProblem, TellersError
from tellers.exchange.ballots import read_blt
from tellers.exchange.sheets import read_sheet

WARDS = Path(__file__).parents[2] / ".." / "shared" / "vectors" / "scotland2017"

STAGES = """title,Barchester West
rule,scottish_stv_2007
seats,1
quota,51
valid,100

candidate,party,outcome,stage 1,transfer 2,stage 2
Ada Grantly,Blue,elected 2,45,20,65
Obadiah Slope,Yellow,,30,2,32
Septimus Harding,Green,excluded 1,25,-25,0
Non-transferable,,,0,,3
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_our_own_stage_table_is_read_and_keeps_every_law(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "west.csv", STAGES))
    assert isinstance(sheet, DeclaredSheet)
    assert sheet.candidates[0].outcome_stage == 2
    assert check_declared(sheet) == []


@pytest.mark.parametrize(
    ("right", "wrong", "where"),
    [
        ("45,20,65", "45,20,56", ("Ada Grantly", 2, "total")),
        ("45,20,65", "54,20,65", ("Ada Grantly", 1, "total")),
        ("30,2,32", "30,20,32", ("Obadiah Slope", 2, "transferred")),
        ("0,,3", "0,,30", (None, 2, "non_transferable")),
        ("quota,51", "quota,15", (None, None, "quota")),
    ],
)
def test_with_every_row_printed_any_misprint_is_placed_and_put_right(
    tmp_path: Path, right: str, wrong: str, where: tuple[str | None, int | None, str]
) -> None:
    (finding,) = check_declared(read_sheet(written(tmp_path, "west.csv", STAGES.replace(right, wrong))))
    assert (finding.candidate, finding.stage, finding.field) == where
    assert finding.should_be is not None
    assert finding.others == ()


def test_blank_cells_are_unknown_and_no_finding(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "west.csv", STAGES.replace("30,2,32", "30,,").replace("0,,3", ",,")))
    assert isinstance(sheet, DeclaredSheet)
    assert sheet.stages[1].totals[1] is None
    assert check_declared(sheet) == []


def test_a_cell_that_is_no_figure_is_named_with_its_line(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "west.csv", STAGES.replace("30,2,32", "30,2,thirty-two")))
    assert isinstance(sheet, DeclaredSheet)
    (problem,) = sheet.problems
    assert problem.line == 9
    assert "thirty-two" in str(problem)
    assert "Obadiah Slope" in str(check_declared(sheet)[0])


def test_a_plain_result_and_lists_are_read_from_csv_and_json(tmp_path: Path) -> None:
    result = "seats,1\nvalid,90\ncandidate,votes,elected\nAda,50,yes\nBo,40,no\n"
    lists = "rule,dhondt\nseats,3\nparty,votes,seats\nBlue,60,2\nYellow,40,1\n"
    plain = {"candidates": [{"name": "Ada", "votes": 50, "elected": True}, {"name": "Bo", "votes": 40}], "valid": 90}
    parties = {
        "rule": "dhondt",
        "seats": 3,
        "parties": [{"name": "B", "votes": 60, "seats": 2}, {"name": "Y", "votes": 40, "seats": 1}],
    }
    for name, text, kind in (
        ("r.csv", result, DeclaredResult),
        ("l.csv", lists, DeclaredAllocation),
        ("r.json", json.dumps(plain), DeclaredResult),
        ("l.json", json.dumps(parties), DeclaredAllocation),
    ):
        sheet = read_sheet(written(tmp_path, name, text))
        assert isinstance(sheet, kind)
        assert check_declared(sheet) == []
        assert check_declared(read_sheet(written(tmp_path, name, text.replace("40", "400"))))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"stages": [{"votes": '),
        ("a.json", "[1, 2]"),
        ("a.json", '{"stages": [], "candidates": {"1": 5}}'),
        ("a.json", '{"stages": [{"9": "1"}], "candidates": {"1": {"name": "Ada"}}}'),
        ("a.json", '{"candidates": [{"votes": 5}]}'),
        ("a.csv", ""),
        ("a.csv", "colour,blue\n"),
        ("a.csv", "title,Barchester\n"),
        ("a.csv", "candidate,colour\nAda,blue\n"),
        ("a.csv", "candidate,stage 1,stage 3\nAda,1,2\n"),
        ("a.csv", "candidate,stage 1,stage 1\nAda,1,2\n"),
        ("a.csv", "candidate,stage 1\n"),
    ],
)
def test_a_file_of_no_known_form_is_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match=name):
        read_sheet(written(tmp_path, name, text))


def test_an_alien_encoding_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("candidate,votes\nM\xfcller,5\n".encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        read_sheet(tmp_path / "a.csv")
    with pytest.raises(InputError, match="readable"):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(InputError, match="no rows"):
        read_sheet(tmp_path)


@pytest.mark.parametrize("text", ["1,203.50", " 7 ", "-2.25", "1 000"])
def test_printed_figures_keep_their_decimals(text: str) -> None:
    figure = printed(text)
    assert figure is not None
    assert figure.places == (2 if "." in text else 0)


@pytest.mark.parametrize("text", ["1.", "1e5", "½", "12a", "٣", "--1", "nan", "+", "1_000"])
def test_what_is_no_plain_number_is_no_figure(text: str) -> None:
    with pytest.raises(ValueError, match="decimal"):
        printed(text)


@pytest.mark.skipif(not WARDS.exists(), reason="shared/vectors/scotland2017 is not here")
@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_sheet_that_each_rule_counts_is_read_back_and_keeps_every_law(tmp_path: Path, rule: str) -> None:
    papers = read_blt(WARDS / "blt" / "aberdeen_2017_ward1.blt")
    for seats in (4, 1):
        try:
            counted = RULES[rule].count(papers, seats)
        except CountError:
            # Rules of one seat refuse four.
            if seats == 1:
                raise
            continue
        path = written(tmp_path, "count.json", json.dumps(sheet_json(counted)))
        assert check_declared(read_sheet(path)) == []


@pytest.mark.skipif(not WARDS.exists(), reason="shared/vectors/scotland2017 is not here")
def test_in_a_sheet_with_transfers_and_exhausted_votes_every_misprint_of_a_total_is_placed(tmp_path: Path) -> None:
    counted = RULES["scottish_stv_2007"].count(read_blt(WARDS / "blt" / "aberdeen_2017_ward1.blt"), 4)
    document = json.dumps(sheet_json(counted))
    for number in range(len(counted.stages)):
        for name in counted.candidates:
            sheet = json.loads(document)
            held = sheet["stages"][number]["votes"][name]
            sheet["stages"][number]["votes"][name] = f"{float(held) + 1:.5f}"
            (finding,) = check_declared(read_sheet(written(tmp_path, "count.json", json.dumps(sheet))))
            assert (finding.candidate, finding.stage, finding.should_be) == (name, number + 1, held)


ODD = (None, "", "abc", "-5", "0", "99999999", "1e9", 5, 3.5, True, [], {}, "12,345", "0.000001", "1322.123456789012")


@pytest.mark.skipif(not WARDS.exists(), reason="shared/vectors/scotland2017 is not here")
@pytest.mark.parametrize("seed", range(40))
def test_a_mangled_table_is_checked_or_refused_and_never_a_crash(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    document = json.loads((WARDS / "official" / "moray_2017_ward8.json").read_text(encoding="utf-8"))
    for _ in range(chance.randint(1, 5)):
        match chance.randrange(5):
            case 0 if document["stages"]:
                row = chance.choice(document["stages"])
                row[chance.choice(list(document["candidates"]))] = chance.choice(ODD)
            case 1:
                document[chance.choice(["seats", "quota", "valid", "ward", "rule"])] = chance.choice(ODD)
            case 2:
                document["stages"] = document["stages"][: chance.randint(0, len(document["stages"]))]
            case 3:
                chance.choice(list(document["candidates"].values()))[chance.choice(["name", "stage"])] = chance.choice(
                    ODD
                )
            case _:
                chance.shuffle(document["stages"])
    path = written(tmp_path, "mangled.json", json.dumps(document))
    try:
        findings = check_declared(read_sheet(path))
    except TellersError:
        return
    assert all(str(finding) and finding_json(finding)["text"] for finding in findings)


def test_a_rule_that_we_do_not_have_is_refused_when_it_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(LookupProblem, match="scottish_stv_2007"):
        check_declared(read_sheet(written(tmp_path, "west.csv", STAGES)), "scotch")
