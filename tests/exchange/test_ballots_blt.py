"""BLT: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellers.errors import InputError
from tellers.exchange.ballots import read_ballots

GOOD = """3 1
-3
# two papers, and then four more
2 1 2 0
4 2 0
1 3=1 - 2 0
0
"Eleanor Harding"
"Francis Arabin"
"Obadiah Slope"
"Barchester, Hiram's Hospital"
"""


def write(tmp_path: Path, text: str | bytes, name: str = "barchester.blt") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path) -> list[tuple[int | None, str]]:
    with pytest.raises(InputError) as error:
        read_ballots(path)
    assert all(problem.file == str(path) for problem in error.value.problems)
    return [(problem.line, problem.found) for problem in error.value.problems]


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, GOOD))
    assert papers.candidates == ("Eleanor Harding", "Francis Arabin", "Obadiah Slope")
    assert dict(papers.groups) == {(0, 1): 2, (1,): 4, ((2, 0), None, 1): 1}
    assert papers.withdrawn == {2}
    assert papers.seats == 1
    assert papers.title == "Barchester, Hiram's Hospital"


def test_bare_names_ids_options_and_ballots_over_two_lines_are_read(tmp_path: Path) -> None:
    text = "2 1\n[nick a b]\n(id1) 1 2 0\n(id2) 3 2\n 1 0\n0\nMary Thorne\nFrank Gresham\nGreshamsbury\n"
    papers = read_ballots(write(tmp_path, text))
    assert dict(papers.groups) == {(1,): 1, (1, 0): 3}
    assert papers.candidates == ("Mary Thorne", "Frank Gresham")


def test_identical_ballots_are_counted_together(tmp_path: Path) -> None:
    papers = read_ballots(write(tmp_path, "2 1\n" + "1 1 2 0\n" * 500 + "0\nA\nB\nT\n"))
    assert papers.groups == (((0, 1), 500),)


@pytest.mark.parametrize(
    ("old", "new", "line", "found"),
    [
        pytest.param("4 2 0", "4 7 0", 5, "candidate '7'", id="unknown candidate"),
        pytest.param("4 2 0", "-4 2 0", 5, "'-4' papers", id="negative count"),
        pytest.param("4 2 0", "0 2 0", 5, "'0' papers", id="no papers"),
        pytest.param("4 2 0", "4.5 2 0", 5, "'4.5' papers", id="half a paper"),
        pytest.param("4 2 0", "4 two 0", 5, "candidate 'two'", id="a word"),
        pytest.param("3 1", "3 4", 1, "4 seats for 3 candidates", id="seats over candidates"),
        pytest.param("3 1", "three one", 1, "'three one'", id="no numbers"),
        pytest.param("-3", "-8", 2, "'-8'", id="unknown withdrawn"),
        pytest.param('"Francis Arabin"', '"Eleanor Harding"', 9, "'Eleanor Harding' again, as on line 8", id="twins"),
        pytest.param("0\n\"E", "\"E", 7, "a name", id="no end of ballots"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, found: str) -> None:
    assert (line, found) in refused(write(tmp_path, GOOD.replace(old, new, 1)))


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("2 1 2 0", "2 1 9 0").replace("4 2 0", "-4 2 0")
    assert [line for line, _ in refused(write(tmp_path, text))] == [4, 5]


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path, GOOD[: GOOD.index('"Obadiah')])) == [(9, "2 names")]
    assert refused(write(tmp_path, GOOD[: GOOD.index("1 3=1")])) == [(5, "0 names")]


def test_an_alien_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    found = refused(write(tmp_path, GOOD.replace("Slope", "Slopé").encode("latin-1")))
    assert found[0][0] == 10
    assert "not UTF-8" in found[0][1]
    assert refused(write(tmp_path, GOOD.encode("utf-16"))) == [(1, "UTF-16 text")]


def test_nothing_at_all_is_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path, "")) == [(1, "nothing at all")]
    assert refused(write(tmp_path, "\n\n")) == [(1, "no line with text")]
    assert refused(tmp_path / "gone.blt") == [(None, "no such file")]


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    import gzip

    whole = gzip.compress(GOOD.encode() * 50)
    assert "damage" in refused(write(tmp_path, whole[: len(whole) // 2], "barchester.blt.gz"))[0][1]
