"""Ballots from CSV in every form, and votes by party: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellers.errors import InputError
from tellers.exchange.ballots import read_ballots
from tellers.exchange.ballots.votes_csv import read_votes

RANKS = """id,ward,rank1,rank2,rank3
1,North,Grantly,Proudie,
2,"South, lower",Grantly,Proudie,
3,North,Proudie,skipped,Grantly
4,North,overvote,Grantly,
5,North,Grantly|Proudie,,
6,North,,,
"""
COLUMNS = """ballot_id,Grantly,Proudie,Write-in
a,1,2,
b,1,2,
c,2,1,4
d,1,1,
"""
ARCHIVE = """3,1,,
2,1,2,
5,3
"Candidate 1","Grantly","High"
"Candidate 2","Proudie","Low"
"Candidate 3","Stanhope","Away"
"Chapter of Barchester"
"""


def write(tmp_path: Path, text: str | bytes, name: str = "chapter.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path, **more: object) -> list[tuple[int | None, str]]:
    with pytest.raises(InputError) as error:
        read_ballots(path, **more)  # type: ignore[arg-type]
    return [(problem.line, problem.found) for problem in error.value.problems]


def test_a_column_for_each_rank(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, RANKS))
    assert papers.candidates == ("Grantly", "Proudie")
    assert dict(papers.groups) == {(0, 1): 2, (1, None, 0): 1, ((), 0): 1, ((0, 1),): 1, (): 1}


def test_a_column_for_each_candidate(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, COLUMNS))
    assert papers.candidates == ("Grantly", "Proudie", "Write-in")
    assert papers.write_ins == {2}
    assert dict(papers.groups) == {(0, 1): 2, (1, 0, None, 2): 1, ((0, 1),): 1}


def test_a_column_of_numbers_of_papers(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, "count,rank1,rank2\n40,Grantly,Proudie\n2,Proudie,\n"))
    assert dict(papers.groups) == {(0, 1): 40, (1,): 2}


def test_rows_of_numbers_with_the_candidates_at_the_end_or_the_start(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, ARCHIVE))
    assert papers.candidates == ("Grantly (High)", "Proudie (Low)", "Stanhope (Away)")
    assert (dict(papers.groups), papers.seats, papers.title) == ({(0, 1): 2, (2,): 5}, 1, "Chapter of Barchester")
    papers = read_ballots(write(tmp_path, "# 1=Grantly|2=Proudie\n7,2,1\n"))
    assert (papers.candidates, dict(papers.groups)) == (("Grantly", "Proudie"), {(1, 0): 7})


def test_windows_line_ends_a_mark_of_order_and_gzip_are_read_alike(tmp_path: Path) -> None:
    import gzip

    plain = read_ballots(write(tmp_path, RANKS))
    windows = ("\ufeff" + RANKS.replace("\n", "\r\n")).encode()
    assert read_ballots(write(tmp_path, windows)) == plain
    assert read_ballots(write(tmp_path, gzip.compress(windows), "chapter.csv.gz")) == plain


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        pytest.param(COLUMNS.replace("c,2,1,4", "c,2,x,4"), 4, "'x'", id="a word for a rank"),
        pytest.param(COLUMNS.replace("c,2,1,4", "c,2,-1,4"), 4, "'-1'", id="a negative rank"),
        pytest.param(COLUMNS.replace("d,1,1,\n", "d,1"), 5, "2 cells", id="cut short"),
        pytest.param(COLUMNS.replace("Proudie", "Grantly"), 1, "'Grantly' 2 times", id="twins in the header"),
        pytest.param("count,rank1\n-3,Grantly\n", 2, "'-3' papers", id="negative count"),
        pytest.param("id,rank1\n", 2, "a header and no ballots", id="no ballots"),
        pytest.param(ARCHIVE.replace("5,3", "5,4"), 3, "candidate '4'", id="unknown number"),
        pytest.param(ARCHIVE[: ARCHIVE.index('"Candidate 3')], 5, "2 candidates", id="numbers cut short"),
        pytest.param("", 1, "nothing at all", id="empty"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, text: str, line: int, found: str) -> None:
    assert (line, found) in refused(write(tmp_path, text))


def test_a_name_that_is_not_standing_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, RANKS.replace("3,North,Proudie", "3,North,Slope"))
    assert refused(path, candidates=("Grantly", "Proudie")) == [(4, "candidate 'Slope'")]


def test_an_alien_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    found = refused(write(tmp_path, RANKS.replace("3,North,Proudie", "3,North,Proudié").encode("latin-1")))
    assert found[0][0] == 4
    assert "not UTF-8" in found[0][1]


def test_the_progress_told_is_the_bytes_read(tmp_path: Path) -> None:
    told: list[int] = []
    path = write(tmp_path, RANKS)
    read_ballots(path, progress=told.append)
    assert sum(told) == len(RANKS) - len(RANKS.splitlines()[0]) - 1


def test_votes_by_party_with_what_stands_beside_them(tmp_path: Path) -> None:
    table = read_votes(write(tmp_path, 'Party,Votes,Seats held\nHigh,"12,000",1\nLow,9000,\nblank,50,\n'))
    assert [(row.name, row.votes, dict(row.figures)) for row in table.rows] == [
        ("High", 12_000, {"held": 1}),
        ("Low", 9_000, {}),
    ]
    assert table.totals == {("", "blank"): 50}


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        pytest.param("party,votes\nHigh,-5\n", 2, "'-5'", id="negative votes"),
        pytest.param("party,votes\nHigh,\n", 2, "''", id="votes not known are not 0"),
        pytest.param("party,votes\nHigh,5\nHigh,6\n", 3, "High again, as on line 2", id="twice"),
        pytest.param("party,total\nHigh,5\n", 1, "'party,total'", id="no column of votes"),
        pytest.param("party,votes\nHigh\n", 2, "1 cells", id="cut short"),
        pytest.param("party,votes\n", 2, "a header and no votes", id="no votes"),
    ],
)
def test_votes_that_cannot_be_are_refused_with_their_line(tmp_path: Path, text: str, line: int, found: str) -> None:
    with pytest.raises(InputError) as error:
        read_votes(write(tmp_path, text))
    assert (line, found) in [(problem.line, problem.found) for problem in error.value.problems]
