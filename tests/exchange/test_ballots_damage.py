"""Damage of every kind, anywhere in a file: it is refused, or it is read, and nothing else ever happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellers.errors import Problem, TellersError
from tellers.exchange.ballots import read_ballots
from tellers.exchange.ballots.votes_csv import read_votes

BLT = b'3 1\n-3\n2 1 2 0\n4 2 0\n1 3=1 - 2 0\n0\n"Eleanor Harding"\n"Francis Arabin"\n"Obadiah Slope"\n"Barchester"\n'
PREFLIB = (
    b"# TITLE: Framley\n# NUMBER ALTERNATIVES: 2\n# NUMBER VOTERS: 8\n# NUMBER UNIQUE ORDERS: 2\n"
    b"# ALTERNATIVE NAME 1: Lucy Robarts\n# ALTERNATIVE NAME 2: Griselda Grantly\n5: 1,2\n3: {1,2}\n"
)
RANKS = b'id,ward,rank1,rank2\n1,North,Grantly,Proudie\n2,"South, lower",Proudie,\n3,North,overvote,Grantly\n'
COLUMNS = b"ballot_id,Grantly,Proudie\na,1,2\nb,2,1\nc,1,1\n"
NUMBERED = b'2,1,\n2,1,2\n5,2\n"Candidate 1","Grantly","High"\n"Candidate 2","Proudie","Low"\n"Chapter"\n'
NIST = json.dumps(
    {
        "CVR": [
            {
                "CurrentSnapshotId": "r1",
                "CVRSnapshot": [
                    {
                        "@id": "r1",
                        "CVRContest": [
                            {
                                "ContestId": "k-1",
                                "CVRContestSelection": [
                                    {"ContestSelectionId": "s-1", "SelectionPosition": [{"Rank": 1}]}
                                ],
                            }
                        ],
                    }
                ],
            }
        ],
        "Election": [
            {
                "Candidate": [{"@id": "c-1", "Name": "Grantly"}],
                "Contest": [
                    {"@id": "k-1", "Name": "Dean", "ContestSelection": [{"@id": "s-1", "CandidateIds": ["c-1"]}]}
                ],
            }
        ],
    },
    indent=1,
).encode()
XML = (
    b'<CastVoteRecordReport><CVR><CurrentSnapshotId>r</CurrentSnapshotId><CVRSnapshot ObjectId="r"><CVRContest>'
    b"<ContestId>k</ContestId><CVRContestSelection><ContestSelectionId>s</ContestSelectionId><SelectionPosition>"
    b"<Rank>1</Rank></SelectionPosition></CVRContestSelection></CVRContest></CVRSnapshot></CVR><Election>"
    b'<Candidate ObjectId="c"><Name>Grantly</Name></Candidate><Contest ObjectId="k"><Name>Dean</Name>'
    b'<ContestSelection ObjectId="s"><CandidateIds>c</CandidateIds></ContestSelection></Contest></Election>'
    b"</CastVoteRecordReport>"
)
WHOLE = {
    "x.blt": BLT,
    "x.toi": PREFLIB,
    "ranks.csv": RANKS,
    "columns.csv": COLUMNS,
    "numbered.csv": NUMBERED,
    "x.json": NIST,
    "x.xml": XML,
}
PIECES = [
    b"-1",
    b"0",
    b'"',
    b",,",
    b"{",
    b"null",
    b"[]",
    b"\xff",
    b"9" * 12,
    b"\n",
    b"=",
    b"\xc2\xb2",
    b":",
    b"1.5",
    b"\r",
]


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a file with its end cut off, and pieces taken out, doubled or put in anywhere."""
    name = draw(st.sampled_from(sorted(WHOLE)))
    data = bytearray(WHOLE[name])
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["cut", "out", "in", "double"])):
            case "cut":
                del data[place:]
            case "out":
                del data[place : place + draw(st.integers(1, 20))]
            case "in":
                data[place:place] = draw(st.sampled_from(PIECES))
            case "double":
                data[place:place] = data[place : place + 30]
    return name, bytes(data)


def problems_of(read: Callable[[Path], object], path: Path) -> tuple[Problem, ...]:
    """Return why a file is refused, or nothing when it is read; an error of any other kind is let through."""
    try:
        read(path)
    except TellersError as refused:
        return refused.problems
    return ()


def told_in_full(problem: Problem) -> bool:
    return all((problem.where, problem.found, problem.wanted, problem.remedy))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage())
def test_a_damaged_file_is_refused_or_read(tmp_path: Path, damaged: tuple[str, bytes]) -> None:
    path = tmp_path / damaged[0]
    path.write_bytes(damaged[1])
    assert all(told_in_full(problem) for problem in problems_of(read_ballots, path))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_votes_of_any_bytes_are_refused_or_read(tmp_path: Path, more: bytes) -> None:
    path = tmp_path / "votes.csv"
    path.write_bytes(b"party,votes\nHigh,10\n" + more)
    assert all(told_in_full(problem) and problem.file == str(path) for problem in problems_of(read_votes, path))


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_the_files_are_whole_before_they_are_damaged(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(WHOLE[name])
    assert read_ballots(path).number > 0
