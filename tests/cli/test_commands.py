"""The command line as its users meet it: the contract's keys, its exit codes, its words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def tellers(*arguments: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import sys; from tellers.cli import main; main(sys.argv[1:])", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        check=False,
    )


def plain(*arguments: str) -> dict[str, Any]:
    run = tellers(*arguments)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_standing_json_is_as_the_contract_has_it() -> None:
    found = plain("standing", "wm-mayor-2024", "--json")
    assert [c["votes"] for c in found["candidates"]] == [225590, 224082, 69621, 34471, 31036, 12176]
    assert found["majority_votes"] == 1508
    assert found["status"] == "final"
    assert found["areas"] == found["areas"] | {"total": 7, "declared": 7, "outstanding": []}
    assert found["leader"] == found["candidates"][0]["id"]
    assert found["candidates"][0]["share_percent"] == pytest.approx(37.7888)
    for key in ("contest", "after", "announced_at", "lead_votes", "lead_points", "derived", "doubts"):
        assert key in found
    derived = {(d["areas"][0], d["votes"]) for d in found["derived"] if len(d["areas"]) == 1}
    assert {("E08000028", 31561), ("E08000028", 18598)} <= derived


def test_before_sandwell_the_lead_names_its_denominator() -> None:
    found = plain("standing", "wm-mayor-2024", "--before", "Sandwell", "--json")
    assert (found["lead_votes"], found["lead_points_of"]) == (11455, "verified_ballots")
    assert found["lead_points"] == pytest.approx(2.1395)
    assert found["majority_votes"] is None
    (outstanding,) = found["outstanding"]
    assert (outstanding["name"], outstanding["verified_ballots"]) == ("Sandwell", 66296)
    assert found["areas"]["outstanding"] == ["E08000028"]
    assert [c["votes"] for c in found["candidates"][3:]] == [None, None, None]


def test_board_json_is_as_the_contract_has_it() -> None:
    found = plain("board", "ge-2024", "--json")
    seats = {row["party"]: row["seats"] for row in found["parties"]}
    expected = {"lab": 411, "con": 121, "ld": 72, "snp": 9, "sf": 7, "ruk": 5, "dup": 5, "green": 4, "pc": 4}
    assert {party: seats[party] for party in expected} == expected
    assert sum(seats.values()) == found["declared"] == found["total"] == 650
    (house,) = found["bodies"]
    assert (house["control"], house["needed"]) == ("lab", 326)
    assert [row["seats"] for row in found["parties"]] == sorted(seats.values(), reverse=True)


def test_the_moment_may_be_a_number_a_time_or_an_area() -> None:
    assert plain("board", "ge-2024", "--after", "first", "--json")["declared"] == 1
    assert plain("board", "ge-2024", "--after", "100", "--json")["declared"] == 100
    assert plain("board", "ge-2024", "--at", "23:20", "--json")["declared"] == 1
    early = plain("board", "ge-2024", "--at", "2024-07-04T22:40:00Z", "--json")
    assert early["declared"] == 2
    assert plain("board", "ge-2024", "--before", "Putney", "--json")["declared"] == 36


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("standing", "ge-2024"), "650 contests and none named"),
        (("standing", "ge-2024", "Aberafan Mesteg"), "Did you mean Aberafan Maesteg"),
        (("standing", "nowhere"), "wm-mayor-2024"),
        (("board", "ge-2024", "--after", "651"), "0 to 650"),
        (("board", "ge-2024", "--at", "teatime"), "a time"),
        (("board", "ge-2024", "--at", "23:00", "--after", "3"), "more than one"),
        (("log", "sqlite:///there-is-none.db", "--verify"), "sqlite:///there-is-none.db"),
    ],
)
def test_what_cannot_be_shown_is_said_in_four_parts_with_status_2(arguments: tuple[str, ...], words: str) -> None:
    run = tellers(*arguments)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith("tellers: ")
    assert ": found " in run.stderr
    assert ", wanted " in run.stderr
    assert words in run.stderr


def test_an_exported_log_is_recorded_in_another_log_and_stands_the_same(tmp_path: Path) -> None:
    exported = tellers("log", "wm-mayor-2024", "--json").stdout
    assert exported.count("\n") == 26
    run = tellers("record", "--db", "sqlite:///n.db", "--pack", "wm-mayor-2024", "-", stdin=exported, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert tellers("log", "sqlite:///n.db", "--verify", cwd=tmp_path).stdout.startswith("sound: 26 events")
    shown = tellers("standing", "sqlite:///n.db", cwd=tmp_path).stdout
    assert shown == tellers("standing", "wm-mayor-2024").stdout
    again = tellers("record", "--db", "sqlite:///n.db", "-", stdin=exported, cwd=tmp_path)
    assert again.returncode == 2
    assert "an event already recorded" in again.stderr


def test_a_refused_event_is_told_with_its_line_and_nothing_of_the_file_is_kept(tmp_path: Path) -> None:
    lines = [
        '{"type":"verified","area":"E08000028","ballot_papers":66296}',
        '{"type":"declared","area":"E08000028","votes":{"andy-street":-5}}',
        '{"type":"declared","area":"E08000099","votes":{}}',
        '{"type":"declared","area":"E08000027","votes":{"andy-stret":5}}',
    ]
    arguments = ("record", "--db", "sqlite:///n.db", "--pack", "wm-mayor-2024", "-")
    run = tellers(*arguments, stdin="\n".join(lines), cwd=tmp_path)
    assert run.returncode == 2
    assert [line.split(": ")[1].split(":")[-1] for line in run.stderr.splitlines()] == ["2", "3", "4"]
    assert "-5 votes for Andy Street" in run.stderr
    assert tellers("log", "sqlite:///n.db", cwd=tmp_path).stdout == ""
    kept = tellers(*arguments[:-1], "--one-by-one", "-", stdin="\n".join(lines), cwd=tmp_path)
    assert kept.returncode == 1
    assert kept.stdout == "1 events recorded, 3 refused, 1 in all\n"


def test_one_altered_byte_of_a_log_is_found_and_named(tmp_path: Path) -> None:
    import shutil

    from tellers.pack import find_night, read_pack

    pack = tmp_path / "night"
    shutil.copytree(find_night("wm-mayor-2024"), pack)
    (pack / "log.jsonl.gz").unlink()
    lines = tellers("log", "wm-mayor-2024", "--json").stdout.splitlines()
    (pack / "log.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert tellers("log", str(pack), "--verify").returncode == 0
    (place,) = [n for n, line in enumerate(lines) if "205484" in line]
    lines[place] = lines[place].replace("205484", "205434")
    (pack / "log.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run = tellers("log", str(pack), "--verify")
    assert run.returncode == 1
    assert json.loads(lines[place])["id"] in run.stdout
    assert read_pack(pack).election.id == "wm-mayor-2024"


def test_a_demo_tells_the_night_to_its_end() -> None:
    run = tellers("demo", "--no-serve", "--speed", "100000")
    assert run.returncode == 0, run.stderr
    assert "with only Sandwell to come" in run.stdout
    assert "Richard Parker (Labour) is elected Mayor of the West Midlands, by 1,508 votes (0.25%)." in run.stdout
    assert "\x1b[" not in run.stdout


def test_every_command_is_in_the_reference() -> None:
    """A command that is not in the docs fails here; `tools/reference` writes them."""
    made = subprocess.run([sys.executable, str(ROOT / "tools/reference")], capture_output=True, text=True, check=True)
    assert (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8") == made.stdout


def test_events_cut_off_the_end_of_a_recorded_night_are_missed(tmp_path: Path) -> None:
    import shutil

    from tellers.pack import find_night

    pack = tmp_path / "night"
    shutil.copytree(find_night("wm-mayor-2024"), pack)
    (pack / "log.jsonl.gz").unlink()
    lines = tellers("log", "wm-mayor-2024", "--json").stdout.splitlines()
    (pack / "log.jsonl").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    run = tellers("log", str(pack), "--verify")
    assert run.returncode == 1
    assert "26" in run.stdout


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_events_is_said_so_and_is_no_success(tmp_path: Path, content: str) -> None:
    (tmp_path / "empty.jsonl").write_text(content)
    for name, stdin in (("empty.jsonl", ""), ("-", content)):
        run = tellers(
            "record", "--db", "sqlite:///night.db", "--pack", "wm-mayor-2024", name, stdin=stdin, cwd=tmp_path
        )
        assert run.returncode == 2, run.stdout
        assert "found no events" in run.stderr
    assert not (tmp_path / "night.db").exists()
