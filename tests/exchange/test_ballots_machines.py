"""Cast vote records of the makers of voting machines, made up in each one's form for a contest of Barsetshire."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tellers.errors import InputError
from tellers.exchange.ballots import read_config, read_configured

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def config(tmp_path: Path, file: str, provider: str, **source: str) -> Path:
    path = tmp_path / "config.json"
    document = {
        "outputSettings": {"contestName": "Warden of Hiram's Hospital"},
        "cvrFileSources": [{"filePath": file, "provider": provider, "contestId": "7", **source}],
        "candidates": [
            {"name": "Septimus Harding", "aliases": ["1", "h-1"]},
            {"name": "Obadiah Slope", "aliases": ["2", "h-2"], "excluded": False},
        ],
        "rules": {"winnerElectionMode": "singleWinnerMajority", "numberOfWinners": "1", "maxRankingsAllowed": "2",
                  "overvoteRule": "exhaustImmediately", "tiebreakMode": "random", "maxSkippedRanksAllowed": "1"},
    }  # fmt: skip
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def groups(path: Path) -> dict[Any, int]:
    return dict(read_configured(read_config(path)).groups)


def workbook(path: Path, rows: list[list[str]]) -> None:
    """Write the least that is a workbook."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row)
            if text
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{SHEET}" xmlns:r="{office}"><sheets>'
                      '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>')  # fmt: skip
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{rels}">'
                      '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>')  # fmt: skip
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(lines)}'
                      "</sheetData></worksheet>")  # fmt: skip


ESS = {"firstVoteColumnIndex": "2", "firstVoteRowIndex": "2", "overvoteLabel": "overvote",
       "skippedRankLabel": "undervote", "undeclaredWriteInLabel": "UWI"}  # fmt: skip


def test_a_sheet_of_ess_with_its_own_words_for_marks(tmp_path: Path) -> None:
    rows = [["Precinct", "1st", "2nd"], ["Close", "Septimus Harding", "Obadiah Slope"], ["Close", "undervote", "2"],
            ["Close", "overvote", "1"], ["Close", "UWI", ""], ["Close", "", ""]]  # fmt: skip
    workbook(tmp_path / "warden.xlsx", rows)
    assert groups(config(tmp_path, "warden.xlsx", "ess", **ESS)) == {
        (0, 1): 1,
        (None, 1): 1,
        ((), 0): 1,
        (2,): 1,
        (): 1,
    }


def test_an_unknown_candidate_is_refused_with_its_row(tmp_path: Path) -> None:
    workbook(tmp_path / "warden.xlsx", [["Precinct", "1st"], ["Close", "1"], ["Close", "Nobody"], ["Close", "Nobody"]])
    with pytest.raises(InputError) as error:
        groups(config(tmp_path, "warden.xlsx", "ess", **ESS))
    assert [(problem.line, problem.found) for problem in error.value.problems] == [(3, "candidate 'Nobody' (2 marks)")]


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    workbook(tmp_path / "warden.xlsx", [["Precinct", "1st"], ["Close", "1"]])
    whole = (tmp_path / "warden.xlsx").read_bytes()
    (tmp_path / "warden.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="no whole Excel workbook"):
        groups(config(tmp_path, "warden.xlsx", "ess", **ESS))


def clear_ballot(tmp_path: Path, *rows: str) -> Path:
    lead = ",".join(f"c{number}" for number in range(10))
    heads = [f'"Choice_{n}:7:{rank}:Vote For 1:{name}:NON"'
             for n, name in ((1, "Septimus Harding"), (2, "Obadiah Slope")) for rank in (1, 2)]  # fmt: skip
    text = f"{lead},{','.join(heads)}\n" + "".join(f"{','.join('0' * 10)},{row}\n" for row in rows)
    (tmp_path / "warden.csv").write_text(text)
    return config(tmp_path, "warden.csv", "clearBallot")


def test_a_row_of_clear_ballot_has_a_column_for_each_candidate_and_rank(tmp_path: Path) -> None:
    assert groups(clear_ballot(tmp_path, "1,0,0,1", "1,0,0,1", "1,0,1,0", "0,0,0,0")) == {
        (0, 1): 2,
        ((0, 1),): 1,
        (): 1,
    }


def test_a_row_of_clear_ballot_that_is_short_or_no_mark_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        groups(clear_ballot(tmp_path, "1,0,0,1", "1,0,0", "1,0,0,7"))
    assert [(problem.line, problem.found) for problem in error.value.problems] == [(3, "13 cells"), (4, "'7'")]


def dominion(tmp_path: Path, *sessions: dict[str, Any]) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    manifest = [{"Id": number, "Description": name, "ContestId": 7} for number, name in ((1, "H"), (2, "S"), (9, "W"))]
    (folder / "CandidateManifest.json").write_text(json.dumps({"List": manifest}))
    for number, session in enumerate(sessions):
        (folder / f"CvrExport_{number}.json").write_text(json.dumps({"Sessions": [session]}))
    return config(tmp_path, "export", "dominion", undeclaredWriteInLabel="9")


def voted(*marks: tuple[int, int], current: bool = True, ambiguous: bool = False) -> dict[str, Any]:
    found = [{"CandidateId": who, "Rank": rank, "IsAmbiguous": ambiguous} for rank, who in marks]
    return {"IsCurrent": current, "Cards": [{"Contests": []}, {"Contests": [{"Id": 7, "Marks": found}]}]}


def test_dominions_exports_are_read_with_the_adjudicated_record_in_place_of_the_original(tmp_path: Path) -> None:
    path = dominion(
        tmp_path,
        {"Original": voted((1, 1), (2, 2))},
        {"Original": voted((1, 1), current=False), "Modified": voted((1, 2))},
        {"Original": voted((1, 1), ambiguous=True)},
        {"Original": voted((1, 9), (2, 1))},
    )
    assert groups(path) == {(0, 1): 1, (1,): 1, (): 1, (2, 0): 1}


def test_a_mark_for_nobody_in_dominions_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="candidate 5"):
        groups(dominion(tmp_path, {"Original": voted((1, 5))}))


def test_a_folder_without_exports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no CvrExport\.json"):
        groups(dominion(tmp_path))


def hart(tmp_path: Path, *values: tuple[str, str]) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number, (first, second) in enumerate(values):
        options = "".join(
            f"<Option><Name>x</Name><Id>{key}</Id><Value>{value}</Value></Option>"
            for key, value in (("h-1", first), ("h-2", second))
        )
        (folder / f"{number}.xml").write_text(
            f'<?xml version="1.0"?><Cvr xmlns="http://tempuri.org/CVRDesign.xsd"><Contests><Contest><Name>W</Name>'
            f"<Id>7</Id><Options>{options}</Options></Contest></Contests></Cvr>"
        )
    return config(tmp_path, "archive", "hart")


def test_harts_values_are_ranks_from_the_left(tmp_path: Path) -> None:
    assert groups(hart(tmp_path, ("10", "01"), ("10", "01"), ("10", "10"), ("00", "01"))) == {
        (0, 1): 2,
        ((0, 1),): 1,
        (None, 1): 1,
    }


def test_a_value_of_hart_that_is_no_row_of_marks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'12'"):
        groups(hart(tmp_path, ("12", "00")))


def test_a_configuration_that_is_cut_short_is_refused_with_its_line(tmp_path: Path) -> None:
    path = config(tmp_path, "x.csv", "genericCsv")
    text = path.read_text()
    path.write_text(text[: len(text) // 2])
    with pytest.raises(InputError) as error:
        read_config(path)
    assert error.value.problems[0].line == text[: len(text) // 2].count("\n") + 1
