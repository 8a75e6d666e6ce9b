"""The Australian Senate's formal preferences: marks above and below the line, and the official first preferences."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tellers.errors import InputError
from tellers.exchange.ballots import SenatePaper, read_ballots, read_senate, read_senate_paper

SENATE = Path(__file__).parents[3] / "shared/data/world/ranked/senate"
HEADER = (
    "State,Division,Vote Collection Point Name,Vote Collection Point ID,Batch No,Paper No,"
    "A:High,B:Low,A:GRANTLY Theo,A:ARABIN Francis,B:PROUDIE Tom,B:SLOPE Obadiah,B:SLOPE Olivia,"
    "UG:BOLD John,UG:STANHOPE V\n"
)
LEAD = "BAR,Barchester,Close,1,1,"
PAPER = SenatePaper(groups=((0, 1), (2, 3, 4)), candidates=tuple("abcdefg"))


def write(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "formal.csv"
    path.write_text(header + "".join(rows), encoding="utf-8")
    return path


def test_marks_above_the_line_stand_for_the_groups_candidates(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, f"{LEAD}1,2,1\n", f"{LEAD}2,2,1,,,,,,,\n", f"{LEAD}3,1\n"), seats=2)
    assert dict(papers.groups) == {(2, 3, 4, 0, 1): 2, (0, 1): 1}
    assert papers.seats == 2


def test_a_paper_formal_both_ways_is_taken_below_the_line(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, f"{LEAD}1,1,,1,2,3,4,5,6,\n"))
    assert dict(papers.groups) == {(0, 1, 2, 3, 4, 5): 1}


def test_fewer_than_six_below_the_line_leave_the_marks_above(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, f"{LEAD}1,,1,1,2,3,4,5,,\n"))
    assert dict(papers.groups) == {(2, 3, 4): 1}


def test_a_number_given_twice_ends_the_order(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, f"{LEAD}1,1,,1,2,3,4,5,6,6\n"))
    assert dict(papers.groups) == {(0, 1): 1}


def test_ticks_and_crosses_are_firsts_and_quoted_places_are_no_marks(tmp_path: Path) -> None:
    row = 'BAR,Barchester,"Close, Upper",1,1,1,*\n'
    papers = read_ballots(write(tmp_path, row, f"{LEAD}2,/\n"))
    assert dict(papers.groups) == {(0, 1): 2}


def test_the_form_of_2016_needs_the_printed_paper(tmp_path: Path) -> None:
    header = "ElectorateNm,VoteCollectionPointNm,VoteCollectionPointId,BatchNo,PaperNo,Preferences\n"
    header += "---,---,---,---,---,---\n"
    path = write(tmp_path, 'Barchester,Close,1,1,1,"2,1,,,,,,,"\n', header=header)
    with pytest.raises(InputError, match="does not tell the groups"):
        read_ballots(path)
    assert dict(read_senate(path, paper=PAPER).groups) == {(2, 3, 4, 0, 1): 1}


def test_the_printed_paper_is_read_from_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "paper.csv"
    path.write_text("group,candidate\nA,a\nA,b\nB,c\nB,d\nB,e\nUG,f\n,g\n", encoding="utf-8")
    assert read_senate_paper(path) == PAPER


def test_a_printed_paper_with_a_candidate_twice_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "paper.csv"
    path.write_text("group,candidate\nA,a\nB,a\nB,\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_senate_paper(path)
    assert [(problem.line, problem.found) for problem in error.value.problems] == [
        (3, "'a' again, as on line 2"),
        (4, "no name"),
    ]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        pytest.param(f"{LEAD}1,,,,2\n", "marks", id="no first preference"),
        pytest.param(f"{LEAD}1,1,2,3,4,5,6,7,8,9,10\n", "10 squares", id="too many squares"),
    ],
)
def test_what_is_not_formal_is_refused_with_its_line(tmp_path: Path, row: str, found: str) -> None:
    with pytest.raises(InputError) as error:
        read_ballots(write(tmp_path, f"{LEAD}7,1\n", row))
    assert [problem.line for problem in error.value.problems] == [3]
    assert found in error.value.problems[0].found


@pytest.mark.slow
def test_tasmania_2019_has_the_official_first_preferences() -> None:
    path = SENATE / "aec-senate-formalpreferences-24310-TAS.csv.gz"
    if not path.is_file():
        pytest.skip(f"../shared/data/world/ranked/senate/{path.name} is not here: Tasmania was not read")
    papers = read_ballots(path, seats=6)
    firsts: Counter[str] = Counter()
    for ranking, number in papers.groups:
        assert isinstance(ranking[0], int)
        firsts[papers.candidates[ranking[0]]] += number
    assert papers.number == 351_988
    assert (firsts["COLBECK Richard"], firsts["McKIM Nick"]) == (106_577, 43_212)
