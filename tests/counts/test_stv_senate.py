"""Senate counts against the Electoral Commission's distributions of preferences."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest

from counts.material import SHARED, VECTORS, wanted
from tellers.count import australian_senate_2016, australian_senate_2019
from tellers.count.ballots import Papers, group_papers
from tellers.count.sheet import StageSheet
from tellers.exchange.ballots.senate import SenatePaper, read_senate

_BALLOTS = SHARED / "data" / "world" / "ranked" / "senate"
_TASMANIA = VECTORS / "senate-tas2019"


@dataclass
class _Distribution:
    """Totals printed by the Commission: for each count printed, by surname and initial, and the other rows."""

    totals: dict[int, dict[str, int]] = field(default_factory=dict)

    def note(self, counts: list[int], row: str, numbers: list[int]) -> None:
        for count, total in zip(counts, numbers, strict=False):
            self.totals.setdefault(count, {})[row] = total


def _read_distribution(path: Path) -> _Distribution:
    """Read the printed pages: four blocks of counts abreast, of which each number in every second column is a total."""
    read = _Distribution()
    counts: list[int] = []
    first_page = True
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.search(r"^\s+(First\s+)?Count \d+", line):
            first_page = "First" in line
            counts = [int(end) for _, end in re.findall(r"Count (\d+ - )?(\d+)", line)]
            counts = [1, *counts] if first_page else counts
            continue
        row = re.match(
            r"\s(?:(?:[A-Z]|UG) (\S.*?)(?:\s{2,}|\t)(?:[A-Z]+\s)?|(Exhausted Votes|Loss By Fraction))(.*)", line
        )
        if not row or not counts:
            continue
        numbers = [int(text.replace(",", "")) for text in re.findall(r"(?<![\w.])-?\d[\d,]*(?![\w.])", row[3])]
        totals = [numbers[0], *numbers[2::2]] if first_page else numbers[1::2]
        if row[2] and first_page:
            totals = [numbers[0], *numbers[2::2]]
        name = row[2] or row[1].replace(",", "").rstrip(".")
        read.note(counts, name, totals)
    return read


def _key(candidate: str) -> str:
    """Return a candidate's surname and first initial, as the distribution prints them."""
    surname = " ".join(word for word in candidate.split() if word.upper() == word or word.startswith(("Mc", "O'")))
    given = candidate.removeprefix(surname).strip()
    return f"{surname} {given[0]}"


@pytest.fixture(scope="module")
def tasmania() -> tuple[Papers, StageSheet]:
    papers = read_senate(wanted(_BALLOTS / "aec-senate-formalpreferences-24310-TAS.csv.gz"), seats=6)
    return papers, australian_senate_2019.RULE.count(papers, 6)


def test_tasmania_2019_elects_the_six_in_order_in_139_counts(tasmania: tuple[Papers, StageSheet]) -> None:
    papers, sheet = tasmania
    assert papers.number == 351_988
    assert sheet.awaiting is None
    assert sheet.quota == 50_285
    assert len(sheet.stages) == 139
    assert [_key(name) for name in sheet.names(sheet.elected)] == [
        "COLBECK R", "BROWN C", "CHANDLER C", "McKIM N", "BILYK C", "LAMBIE J",
    ]  # fmt: skip


def test_tasmania_2019_has_every_total_the_commission_printed(tasmania: tuple[Papers, StageSheet]) -> None:
    papers, sheet = tasmania
    printed = _read_distribution(wanted(_TASMANIA / "official_dop.txt"))
    keys = {_key(name): index for index, name in enumerate(papers.candidates)}
    assert len(keys) == len(papers.candidates) == 44
    checked = 0
    for count, rows in printed.totals.items():
        stage = sheet.stages[count - 1]
        for row, total in rows.items():
            if row == "Exhausted Votes":
                ours = stage.exhausted
            elif row == "Loss By Fraction":
                ours = stage.lost
            else:
                ours = stage.votes[keys[row]]
            assert ours == total, (count, row)
            checked += 1
    # Every count the Commission printed a column for, with 44 candidates and two more rows in each.
    assert max(printed.totals) == 139
    assert checked == 46 * len(printed.totals)
    assert len(printed.totals) > 40


def test_tasmania_2019_agrees_with_another_program_at_all_139_counts(tasmania: tuple[Papers, StageSheet]) -> None:
    _, sheet = tasmania
    other = json.loads(wanted(_TASMANIA / "dividebatur_output.json").read_text(encoding="utf-8"))
    assert len(other["rounds"]) == len(sheet.stages)
    for stage, round_ in zip(sheet.stages, other["rounds"], strict=True):
        theirs = Counter(told["after"]["votes"] for told in round_["count"]["candidates"])
        ours = Counter(stage.votes)
        assert +Counter({votes: n for votes, n in ours.items() if votes}) == +Counter(
            {votes: n for votes, n in theirs.items() if votes}
        )


# Printed order of the paper, Australian Capital Territory 2016, with count 29, the last, of the official distribution.
_ACT_2016 = (
    ("A", "DONNELLY M", 8_251), ("A", "HENNINGS C", 0), ("B", "EDWARDS D", 0), ("B", "MIHALJEVIC D", 0),
    ("C", "GALLAGHER K", 84_923), ("C", "SMITH D", 12_593), ("D", "O'CONNOR S", 0), ("D", "WYATT J", 0),
    ("E", "HAYDON J", 18), ("E", "TYE M", 0), ("F", "SESELJA Z", 85_000), ("F", "HIATT J", 0), ("G", "FIELD D", 5_419),
    ("G", "MONTAGNE J", 0), ("H", "HOBBS C", 42_682), ("H", "WAREHAM S", 0), ("I", "KIM D", 3_883),
    ("I", "TADROS E", 0), ("J", "BAILEY S", 11_857), ("J", "SWAN R", 0), ("UG", "HAY M", 0), ("UG", "HANSON A", 0),
)  # fmt: skip


def _paper(printed: tuple[tuple[str, str, int], ...]) -> SenatePaper:
    letters = dict.fromkeys(letter for letter, _, _ in printed if letter != "UG")
    return SenatePaper(
        groups=tuple(tuple(i for i, (group, _, _) in enumerate(printed) if group == letter) for letter in letters),
        candidates=tuple(name for _, name, _ in printed),
    )


def test_the_capital_territory_2016_ends_on_the_commissions_totals() -> None:
    path = wanted(_BALLOTS / "aec-senate-formalpreferences-20499-ACT.csv.gz")
    papers = read_senate(path, seats=2, paper=_paper(_ACT_2016))
    sheet = australian_senate_2016.RULE.count(papers, 2)
    assert papers.number == 254_767
    assert sheet.quota == 84_923
    assert len(sheet.stages) == 29
    assert sheet.names(sheet.elected) == ["GALLAGHER K", "SESELJA Z"]
    assert list(sheet.stages[-1].votes) == [votes for _, _, votes in _ACT_2016]
    assert (sheet.stages[-1].exhausted, sheet.stages[-1].lost) == (109, 32)


_NT_2016 = (
    ("A", "PILE J", 6_629), ("A", "GIMINI J", 139), ("B", "KAVASILAS A", 4_803), ("B", "JONES T", 153),
    ("C", "CAMPBELL T", 1_217), ("C", "BARRY I", 38), ("D", "CONNARD M", 10_637), ("D", "BANNISTER K", 366),
    ("E", "SCULLION N", 36_905), ("E", "LILLIS J", 251), ("F", "McCARTHY M", 37_869), ("F", "HONAN P", 328),
    ("G", "ORDISH C", 1_625), ("G", "ORDISH J", 35), ("UG", "LEE T", 281), ("UG", "MARSHALL T", 161),
    ("UG", "RYAN M", 156), ("UG", "MacDONALD M", 85), ("UG", "STRETTLES G", 349),
)  # fmt: skip


def test_the_northern_territory_2016_is_over_at_the_first_count() -> None:
    path = wanted(_BALLOTS / "aec-senate-formalpreferences-20499-NT.csv.gz")
    papers = read_senate(path, seats=2, paper=_paper(_NT_2016))
    sheet = australian_senate_2016.RULE.count(papers, 2)
    assert papers.number == 102_027
    assert sheet.quota == 34_010
    assert len(sheet.stages) == 1
    assert sheet.names(sheet.elected) == ["McCARTHY M", "SCULLION N"]
    assert list(sheet.stages[0].votes) == [votes for _, _, votes in _NT_2016]


# A has just the quota of 9. E goes, whose papers are spent; then D, which leaves two for the two places.
_LAST_EXCLUSION = group_papers("ABCDE", {(0,): 9, (1,): 8, (2,): 7, (3, 1): 6, (4,): 5})


def test_since_2019_the_papers_of_an_exclusion_that_leaves_enough_are_not_moved() -> None:
    """New South Wales 2019, count 429."""
    sheet = australian_senate_2019.RULE.count(_LAST_EXCLUSION, 3)
    assert len(sheet.stages) == 3
    assert sheet.stages[2].votes == (9, 8, 7, 6, 0)
    assert sheet.names(sheet.stages[2].excluded) == ["D"]
    assert sheet.names(sheet.elected) == ["A", "B", "C"]


def test_in_2016_they_were_moved_first_and_surpluses_too() -> None:
    """Queensland 2016, counts 830 to 841: the other was not elected until Ketter's surplus was distributed."""
    sheet = australian_senate_2016.RULE.count(_LAST_EXCLUSION, 3)
    assert [stage.votes for stage in sheet.stages[2:]] == [(9, 14, 7, 0, 0), (9, 9, 7, 0, 0)]
    assert [sheet.names(stage.elected) for stage in sheet.stages] == [["A"], [], ["B"], ["C"]]


def test_in_2016_without_a_surplus_those_left_were_elected_at_the_exclusions_first_count() -> None:
    """Western Australia 2016, count 535."""
    papers = group_papers("ABCDE", {(0,): 9, (1,): 8, (2,): 7, (3,): 6, (4,): 5})
    sheet = australian_senate_2016.RULE.count(papers, 3)
    assert sheet.stages[2].votes == (9, 8, 7, 0, 0)
    assert sheet.names(sheet.stages[2].elected) == ["B", "C"]


def test_two_left_for_the_last_place_are_parted_by_votes_without_another_count() -> None:
    sheet = australian_senate_2019.RULE.count(group_papers("ABC", {(0,): 10, (1,): 9, (2, 1): 4}), 1)
    assert [sheet.names(stage.excluded) for stage in sheet.stages] == [[], ["C"]]
    assert sheet.names(sheet.elected) == ["B"]


def test_a_surplus_divides_by_all_papers_and_cuts_each_total_to_whole_votes() -> None:
    # A has 13 papers, 5 over a quota of 8. B's seven are worth 2.69, so 2; C's four 1.54, so 1; the two spent ones
    # 0.77, so none; and the two votes left of the five are lost.
    papers = group_papers("ABCD", {(0, 1): 7, (0, 2): 4, (0,): 2, (1,): 4, (2,): 3, (3,): 3})
    sheet = australian_senate_2019.RULE.count(papers, 2)
    surplus = sheet.stages[1]
    assert sheet.quota == 8
    assert surplus.transfer_value == Fraction(5, 13)
    assert surplus.transferred == (-5, 2, 1, 0)
    assert (surplus.exhausted, surplus.lost) == (0, 2)
