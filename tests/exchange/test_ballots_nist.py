"""Cast vote records of the Common Data Format: JSON and XML say the same, and what is wrong has its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tellers.errors import InputError
from tellers.exchange.ballots import read_ballots

NAMES = {"c-1": "Grantly", "c-2": "Proudie"}


def position(rank: int | None, **more: object) -> dict[str, Any]:
    return {"HasIndication": "yes", "IsAllocable": "unknown", **({} if rank is None else {"Rank": rank}), **more}


def record(number: int, *selections: dict[str, Any]) -> dict[str, Any]:
    old = {"@id": f"r{number}-old", "CVRContest": [{"ContestId": "k-1", "CVRContestSelection": []}]}
    new = {"@id": f"r{number}", "CVRContest": [{"ContestId": "k-1", "CVRContestSelection": list(selections)}]}
    return {"CurrentSnapshotId": f"r{number}", "CVRSnapshot": [old, new]}


def selection(which: str, *positions: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"ContestSelectionId": which, "SelectionPosition": list(positions), **more}


def report(*records: dict[str, Any]) -> dict[str, Any]:
    selections: list[dict[str, Any]] = [{"@id": f"s-{k[-1]}", "CandidateIds": [k]} for k in NAMES]
    selections.append({"@id": "s-9", "IsWriteIn": "true"})
    election = {
        "Candidate": [{"@id": key, "Name": name} for key, name in NAMES.items()],
        "Contest": [{"@id": "k-1", "Name": "Dean of Barchester", "ContestSelection": selections}],
    }
    return {"CVR": list(records), "Election": [election]}


def write(tmp_path: Path, document: dict[str, Any]) -> Path:
    path = tmp_path / "dean.json"
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def as_xml(node: Any, tag: str) -> str:
    """Return the same report in the XML form: ids as attributes, lists as elements side by side."""
    if isinstance(node, list):
        return "\n".join(as_xml(each, tag) for each in node)
    if not isinstance(node, dict):
        return f"<{tag}>{node}</{tag}>"
    name = f' ObjectId="{node["@id"]}"' if "@id" in node else ""
    inside = "\n".join(as_xml(value, key) for key, value in node.items() if not key.startswith("@"))
    return f"<{tag}{name}>\n{inside}\n</{tag}>"


WHOLE = report(
    record(1, selection("s-1", position(1)), selection("s-2", position(2))),
    record(2, selection("s-2", position(1), position(2)), selection("s-1", position(2))),
    record(3, selection("s-9", position(1, CVRWriteIn={"Text": "Slope"})), selection("s-1", position(3))),
    record(4, selection("s-1", position(1, HasIndication="no")), selection("s-2", position(1, IsAllocable="no"))),
    record(5, selection("s-1", position(1), Status="needs-adjudication")),
    record(6, {"ContestSelectionId": "s-2", "Rank": 1}),
)
PAPERS = {(0, 1): 1, (1, (0, 1)): 1, (2, None, 0): 1, (): 2, (1,): 1}


def test_the_current_snapshot_of_each_record_is_read(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, WHOLE))
    assert papers.candidates == ("Grantly", "Proudie", "Undeclared Write-ins")
    assert papers.write_ins == {2}
    assert dict(papers.groups) == PAPERS


def test_xml_says_the_same_as_json(tmp_path: Path) -> None:
    path = tmp_path / "dean.xml"
    path.write_text('<?xml version="1.0"?>\n' + as_xml(WHOLE, "CastVoteRecordReport"), encoding="utf-8")
    assert dict(read_ballots(path).groups) == PAPERS


def refused(path: Path, **more: object) -> list[tuple[int | None, str]]:
    with pytest.raises(InputError) as error:
        read_ballots(path, **more)  # type: ignore[arg-type]
    return [(problem.line, problem.found) for problem in error.value.problems]


def test_a_selection_that_the_report_does_not_list_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, report(record(1, selection("s-7", position(1)))))
    line, found = refused(path)[0]
    assert found == "selection 's-7'"
    assert line is not None
    assert '"s-7"' in path.read_text().splitlines()[line - 1]


def test_a_mark_without_a_rank_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dean.xml"
    document = report(record(1, selection("s-1", position(None))))
    path.write_text(as_xml(document, "CastVoteRecordReport"), encoding="utf-8")
    line, found = refused(path)[0]
    assert found == "a mark with no rank"
    assert line is not None
    assert "SelectionPosition" in path.read_text().splitlines()[line - 1]


def test_a_report_cut_short_is_refused_with_its_line(tmp_path: Path) -> None:
    text = json.dumps(WHOLE, indent=1)
    path = tmp_path / "dean.json"
    path.write_text(text[: len(text) // 2])
    assert refused(path)[0][0] == text[: len(text) // 2].count("\n") + 1
    xml = as_xml(WHOLE, "CastVoteRecordReport")
    path = tmp_path / "dean.xml"
    path.write_text(xml[: len(xml) // 2])
    assert refused(path)[0][0] == xml[: len(xml) // 2].count("\n") + 1


def test_an_unknown_contest_is_refused_and_the_known_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Dean of Barchester"):
        read_ballots(write(tmp_path, WHOLE), contest="Bishop")


def test_json_that_is_no_report_is_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path, {"votes": 3})) == [(1, "no `CVR` in it")]
    path = tmp_path / "dean.json"
    path.write_bytes('{"CVR": ["é"]}'.encode("latin-1"))
    assert refused(path) == [(1, "bytes that are not UTF-8")]
