"""PrefLib's four forms, old and new: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellers.errors import InputError
from tellers.exchange.ballots import read_ballots

NEW = """# FILE NAME: 00001.toi
# TITLE: Framley 1860
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 10
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Lucy Robarts
# ALTERNATIVE NAME 2: Griselda Grantly
# ALTERNATIVE NAME 3: Lady Lufton
5: 1,2
3: {2,3},1
2: 3
"""
OLD = """3
1,Lucy Robarts
2,Griselda Grantly
3,Lady Lufton
10,10,3
5,1,2
3,{2,3},1
2,3
"""
PAPERS = {(0, 1): 5, ((1, 2), 0): 3, (2,): 2}


def write(tmp_path: Path, text: str, name: str = "framley.toi") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> list[tuple[int | None, str]]:
    with pytest.raises(InputError) as error:
        read_ballots(path)
    return [(problem.line, problem.found) for problem in error.value.problems]


@pytest.mark.parametrize("text", [NEW, OLD], ids=["new", "old"])
@pytest.mark.parametrize("ending", ["soi", "soc", "toi", "toc"])
def test_both_forms_are_read(tmp_path: Path, text: str, ending: str) -> None:
    papers = read_ballots(write(tmp_path, text, f"framley.{ending}"))
    assert papers.candidates == ("Lucy Robarts", "Griselda Grantly", "Lady Lufton")
    assert dict(papers.groups) == PAPERS


@pytest.mark.parametrize(
    ("old", "new", "line", "found"),
    [
        pytest.param("2: 3", "2: 4", 12, "alternative 4", id="unknown candidate"),
        pytest.param("2: 3", "-2: 3", 12, "'-2' voters", id="negative count"),
        pytest.param("2: 3", "2: 3,x", 12, "'3,x'", id="a word"),
        pytest.param("2: 3", "2: {3", 12, "'{3'", id="an open brace"),
        pytest.param("2: 3", "2 3", 12, "'2 3'", id="no colon"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, found: str) -> None:
    assert (line, found) in refused(write(tmp_path, NEW.replace(old, new)))


def test_a_file_cut_short_is_caught_by_its_own_totals(tmp_path: Path) -> None:
    found = refused(write(tmp_path, NEW.replace("2: 3\n", "")))
    assert found == [(11, "8 by count for number voters"), (11, "2 by count for number unique orders")]


def test_an_alien_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "framley.soi"
    path.write_bytes(NEW.replace("Lady", "Låady").encode("latin-1"))
    assert refused(path)[0][0] == 9
