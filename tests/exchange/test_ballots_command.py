"""`tellers count` and `tellers rules`: what they print, and how they end."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tellers.cli import main, reading_ballots
from tellers.cli.count import command as count_command
from tellers.cli.rules import all_rules
from tellers.cli.rules import command as rules_command

BLT = """3 1
4 1 0
3 2 0
2 3 2 0
0
"Grantly"
"Proudie"
"Stanhope"
"Dean of Barchester"
"""


@pytest.fixture
def ballots(tmp_path: Path) -> Path:
    path = tmp_path / "dean.blt"
    path.write_text(BLT, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(count_command, [str(argument) for argument in arguments], catch_exceptions=False)


def exit_status(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Return how the whole command line ends, and what it says on standard error."""
    with pytest.raises(SystemExit) as ended:
        main(["count", *(str(argument) for argument in arguments)])
    return int(ended.value.code or 0), capsys.readouterr().err


def test_the_json_has_the_keys_of_the_contract(ballots: Path) -> None:
    plain = json.loads(run("instant_runoff", ballots, "--json").stdout)
    assert {"rule", "seats", "quota", "elected", "stages", "ties", "awaiting"} <= set(plain)
    stage_keys = {"votes", "transferred", "exhausted", "lost", "elected", "excluded", "why"}
    assert all(stage_keys <= set(stage) for stage in plain["stages"])
    assert (plain["elected"], plain["awaiting"]) == (["Proudie"], None)
    assert plain["stages"][1]["votes"] == {"Grantly": "4", "Proudie": "5", "Stanhope": "0"}
    assert plain["stages"][1]["excluded"] == ["Stanhope"]


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_sheet_fits_the_terminal(ballots: Path, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    shown = run("instant_runoff", ballots).stdout
    assert shown.startswith("Dean of Barchester: Proudie elected")
    assert max(map(len, shown.splitlines())) <= int(columns)


def test_a_long_count_is_shown_in_blocks_that_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    names = [f"The Reverend Candidate of Barsetshire number {number}" for number in range(30)]
    rows = [f"{1000 + 7 * number} {number + 1} {(number + 5) % 30 + 1} 0" for number in range(30)]
    path = tmp_path / "long.blt"
    path.write_text("\n".join(["30 1", *rows, "0", *names, "Long"]) + "\n", encoding="utf-8")
    shown = run("instant_runoff", path).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.count("\nstage ") > 1


def test_a_count_that_needs_a_lot_says_so_and_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "tie.blt"
    path.write_text(BLT.replace("2 3 2 0", "3 3 2 0"), encoding="utf-8")
    stopped = run("instant_runoff", path)
    assert stopped.exit_code == 0
    assert '--lot "NAME=Proudie|Stanhope"' in stopped.stdout
    assert json.loads(run("instant_runoff", path, "--json").stdout)["awaiting"]["candidates"] == ["Proudie", "Stanhope"]
    drawn = json.loads(run("instant_runoff", path, "--json", "--lot", "Stanhope=Proudie|Stanhope").stdout)
    assert (drawn["elected"], drawn["ties"][0]["settled_by"]) == (["Proudie"], "lot")


class _Page(HTMLParser):
    """Gathers what a page asks of elsewhere, and its rows."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.rows = 0
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.asked += [f"{tag} {name}" for name, value in attrs if name in ("src", "href") and value]
        self.asked += [tag] if tag in ("script", "link") else []
        self.rows += tag == "tr"
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone(ballots: Path, tmp_path: Path) -> None:
    out = tmp_path / "dean.html"
    run("maine_rcv_2016", ballots, "--html", out)
    page = _Page()
    page.feed(out.read_text(encoding="utf-8"))
    assert page.asked == []
    assert page.open == []
    assert page.rows > 5
    assert "section 723-A" in out.read_text(encoding="utf-8")


def test_the_margin_is_told_with_what_it_is(ballots: Path) -> None:
    assert "papers marked otherwise" in run("instant_runoff", ballots, "--margin").stdout
    margin = json.loads(run("instant_runoff", ballots, "--margin", "--json").stdout)["margin"]
    bounds = {"winner": "Proudie", "rival": "Grantly", "lower": 1, "upper": 1, "exact": True, "searched": True}
    assert bounds.items() <= margin.items()
    assert margin["exclusions"][-1]["candidate"] == "Stanhope"


def test_how_close_seats_were_is_told_of_every_kind_of_count(ballots: Path, tmp_path: Path) -> None:
    stv = json.loads(run("scottish_stv_2007", ballots, "--margin", "--json").stdout)["margin"]
    assert stv["exclusions"][0]["candidate"] == "Stanhope"
    assert stv["exclusions"][0]["short"] == "1"
    votes = tmp_path / "votes.csv"
    votes.write_text("party,votes\nHigh,100\nLow,59\n", encoding="utf-8")
    lists = json.loads(run("dhondt", votes, "--seats", 3, "--margin", "--json").stdout)["margin"]["lists"]
    # Low's one seat is its whole vote against High's third: 59 to 33⅓.
    assert {"name": "Low", "seats": 1, "gain_votes": 42, "lose_votes": 26} in lists
    most = json.loads(run("first_past_the_post_uk_1983", votes, "--margin", "--json").stdout)["margin"]["lists"]
    assert {"name": "Low", "seats": 0, "gain_votes": 42, "lose_votes": None} in most


def test_bad_input_ends_with_2_and_the_line(ballots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ballots.write_text(BLT.replace("3 2 0", "3 9 0"), encoding="utf-8")
    code, said = exit_status(capsys, "instant_runoff", ballots)
    assert code == 2
    assert f"{ballots}:3: ballot: found candidate '9', wanted a candidate's number, 1 to 3." in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["irv_of_barsetshire", "x.blt"], "'irv_of_barsetshire'", id="unknown rule"),
        pytest.param(["instant_runoff", "gone.blt"], "no such file", id="no file"),
        pytest.param(["instant_runoff"], "Give a rule", id="no ballots"),
        pytest.param(["instant_runoff", "gone.blt", "--lot", "A=B"], "gone.blt", id="both are bad"),
    ],
)
def test_what_cannot_be_done_ends_with_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = exit_status(capsys, *arguments)
    assert code == 2
    assert said in told


def test_seats_over_candidates_end_with_2(ballots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = exit_status(capsys, "instant_runoff_passes", ballots, "--seats", 4)
    assert code == 2
    assert "4 seats for 3 candidates" in said


def test_a_lot_of_the_wrong_form_is_refused(ballots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = exit_status(capsys, "instant_runoff", ballots, "--lot", "Slope=Grantly|Proudie")
    assert code == 2
    assert "CHOSEN=A|B" in said


def test_votes_by_party_are_allocated_by_a_rule_or_a_method(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("party,votes\nHigh,340000\nLow,280000\nBroad,160000\nNone,60000\n", encoding="utf-8")
    plain = json.loads(run("dhondt", path, "--seats", 7, "--json").stdout)
    assert plain["won"] == {"High": 3, "Low": 3, "Broad": 1}
    assert "High" in run("dhondt_spain_1985", path, "--seats", 7).stdout
    assert json.loads(run("first_past_the_post_uk_1983", path, "--json").stdout)["elected"] == ["High"]


def test_an_allocation_without_seats_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("party,votes\nHigh,340000\n", encoding="utf-8")
    assert exit_status(capsys, "dhondt", path)[0] == 2


def test_papers_are_counted_by_a_rule_of_most_votes(ballots: Path) -> None:
    assert json.loads(run("first_past_the_post_uk_1983", ballots, "--json").stdout)["elected"] == ["Grantly"]


def test_a_sheet_printed_by_us_passes_its_own_check(ballots: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text(run("scottish_stv_2007", ballots, "--json").stdout, encoding="utf-8")
    checked = run("--check", sheet)
    assert (checked.exit_code, "every law" in checked.stdout) == (0, True)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace('"4.00000"', '"7.00000"', 1), encoding="utf-8")
    wrong = run("--check", sheet, "--json")
    assert wrong.exit_code == 1
    assert json.loads(wrong.stdout)["findings"]


def test_every_rule_is_listed_with_its_law() -> None:
    plain = json.loads(CliRunner().invoke(rules_command, ["--json"]).stdout)["rules"]
    assert {rule["id"] for rule in plain} == set(all_rules())
    assert all(rule["law"] and rule["place"] and rule["source"] for rule in plain)
    assert all({"name", "value", "cites"} == set(choice) for rule in plain for choice in rule["choices"])


def test_one_rule_is_shown_with_its_choices_and_what_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = CliRunner().invoke(rules_command, ["maine_rcv_2016"]).stdout
    assert "two or more skipped rankings" in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= 80
    assert CliRunner().invoke(rules_command, ["nothing"]).exit_code == 2


def test_a_bar_is_drawn_for_a_long_file_on_a_terminal_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long, short = tmp_path / "long.csv", tmp_path / "short.csv"
    long.write_bytes(b"x" * reading_ballots.BAR_BYTES_MIN)
    short.write_bytes(b"x")
    with reading_ballots.progress_bar(long) as progress:
        assert progress is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with reading_ballots.progress_bar(short) as progress:
        assert progress is None
    with reading_ballots.progress_bar(long) as progress:
        assert progress is not None
        progress(1000)
