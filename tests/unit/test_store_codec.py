"""One event, one line: the same bytes everywhere, and every problem of a bad line told."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from barsetshire import START, barsetshire, night
from tellers.errors import InputError, Problem
from tellers.record import Declared, Source, Verified
from tellers.store import decode, encode, read_log, read_numbered, seal_all, write_log
from tellers.store.lines import split, with_hash

ELECTION = barsetshire()
NIGHT = night(ELECTION)


def problems(line: bytes) -> list[Problem]:
    with pytest.raises(InputError) as refused:
        decode(line, file="in.jsonl", number=3)
    assert all((p.file, p.line) == ("in.jsonl", 3) for p in refused.value.problems)
    assert all(p.found and p.wanted and p.remedy for p in refused.value.problems)
    return list(refused.value.problems)


@pytest.mark.parametrize("event", NIGHT, ids=lambda event: event.id)
def test_an_event_read_back_is_the_event(event: Declared) -> None:
    assert decode(encode(event)) == event


def test_the_same_event_gives_the_same_bytes_whatever_the_order_and_zone_it_was_made_in() -> None:
    summer = timezone(timedelta(hours=1))
    one = Declared(id="x", area="a1", votes={"bold": 2, "arabin": None}, announced_at=START)
    two = Declared(id="x", area="a1", votes={"arabin": None, "bold": 2}, announced_at=START.astimezone(summer))
    assert encode(one) == encode(two)
    assert encode(one) == (
        b'{"type":"declared","id":"x","announced_at":"2031-05-01T22:30:00Z","votes":{"arabin":null,"bold":2},"area":"a1"}'
    )


def test_a_figure_not_known_is_not_zero_in_the_line_either() -> None:
    event = Declared(id="x", area="a1", votes={"bold": None, "arabin": 0})
    assert decode(encode(event)).votes == {"bold": None, "arabin": 0}


texts = st.text(max_size=12)


# Hypothesis takes bounds without a zone, and gives each time one.
FIRST, LAST = datetime(1900, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001


@settings(max_examples=60, deadline=None)
@given(
    votes=st.dictionaries(texts, st.none() | st.integers(min_value=0, max_value=10**20), max_size=4),
    note=st.none() | texts,
    source=texts,
    at=st.none() | st.datetimes(FIRST, LAST, timezones=st.timezones()),
)
def test_any_event_survives_the_line(
    votes: dict[str, int | None], note: str | None, source: str, at: datetime | None
) -> None:
    event = Declared(id="x", area="a1", votes=votes, note=note, source=Source(name=source), announced_at=at)
    line = encode(event)
    assert b"\n" not in line
    # In UTC, because Python holds no time in a repeated hour equal to one of another zone.
    assert decode(line) == replace(event, announced_at=at and at.astimezone(UTC))
    assert encode(decode(line)) == line
    assert split(with_hash(line, "0f" * 32)) == (line, "0f" * 32)


@pytest.mark.parametrize(
    ("line", "where", "found", "remedy"),
    [
        (b'{"type":"declared","area":"a","vots":{}}', "vots", 'an unknown field "vots"', 'Write "votes"'),
        (b'{"type":"declard","area":"a"}', "type", 'an unknown type "declard"', 'Write "declared"'),
        (b'{"area":"a"}', "type", "no type", 'Give "type"'),
        (b'{"type":"declared"}', "area", "nothing", 'Add "area"'),
        (b'{"type":"declared","area":7}', "area", "7 (", "Correct"),
        (b'{"type":"declared","area":"a","votes":{"x":"12"}}', "votes", '{"x":"12"} (', "Correct"),
        (b'{"type":"declared","area":"a","votes":{"x":12.5}}', "votes", '{"x":12.5} (', "Correct"),
        (
            b'{"type":"verified","area":"a","ballot_papers":1,"announced_at":"2031-05-01T22:00:00"}',
            "announced_at",
            '"2031-05-01T22:00:00", a time without a zone',
            'Write "2031-05-01T22:00:00Z" if it is UTC',
        ),
        (b'{"type":"count_state","area":"a","state":"asleep"}', "state", '"asleep" (', "Correct"),
        (b'{"type":"declared","area":"a","note":"caf\xe9"}', "byte 42", "0xe9, which is not UTF-8", "Save the file"),
        (b'{"type":"declared","area":"a","votes":{"x":1', "byte 44", "a line cut short", "Give the whole line"),
        (b'{"type":"declared","area":"a"}{"type":', "byte 31", "more after the object", "Put each event"),
        (b"{'type':'declared'}", "byte 2", "no JSON", "Correct"),
        (b"[1,2]", "", "[1,2], not an object", "Correct"),
        (b'\xef\xbb\xbf{"type":"declared","area":"a"}', "byte 1", "a byte order mark", "Save the file"),
    ],
)
def test_a_line_that_is_no_event_says_where_what_and_what_to_do(
    line: bytes, where: str, found: str, remedy: str
) -> None:
    [problem] = problems(line)
    assert problem.where == where
    assert problem.found.startswith(found)
    assert problem.remedy.startswith(remedy)


def test_every_problem_of_a_line_is_told() -> None:
    found = problems(b'{"type":"verified","vots":1,"announced_at":"2031-05-01T22:00:00","ballot_papers":"9"}')
    assert sorted(problem.where for problem in found) == ["announced_at", "area", "ballot_papers", "vots"]


def test_every_bad_line_of_a_file_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    good = encode(Verified(id="v", area="a1", ballot_papers=3))
    path.write_bytes(b'{"type":"x"}\n' + good + b'\n\n{"type":"declared"}\n' + good[:-5])
    with pytest.raises(InputError) as refused:
        read_log(path)
    assert [(p.file, p.line) for p in refused.value.problems] == [(str(path), 1), (str(path), 4), (str(path), 5)]


def test_one_candidate_given_twice_is_told_because_only_the_last_would_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"type":"declared","area":"a1","votes":{"bold":1,"bold":2}}\n')
    with pytest.raises(InputError, match=r'in.jsonl:1: bold: found "bold" twice'):
        read_log(path)


@pytest.mark.parametrize("name", ["log.jsonl", "log.jsonl.gz"])
def test_a_log_file_is_read_back_as_written_and_written_alike_twice(tmp_path: Path, name: str) -> None:
    lines = seal_all(NIGHT, election=ELECTION.id)
    write_log(tmp_path / name, lines)
    first = (tmp_path / name).read_bytes()
    write_log(tmp_path / name, lines)
    assert (tmp_path / name).read_bytes() == first
    assert [encode(event) for event in read_log(tmp_path / name)] == [encode(decode(line.line)) for line in lines]


def test_events_come_with_the_numbers_of_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n" + encode(NIGHT[0]) + b"\n\r\n" + encode(NIGHT[1]))
    assert read_numbered(path) == [(2, NIGHT[0]), (4, NIGHT[1])]


@pytest.mark.parametrize(
    ("name", "contents", "found"),
    [
        ("no.jsonl", None, "no such file"),
        ("cut.jsonl.gz", gzip.compress(b'{"type":"declared","area":"a1"}\n', mtime=0)[:-9], "a gzip file cut short"),
        ("plain.jsonl.gz", b'{"type":"declared","area":"a1"}\n', "no gzip file"),
        ("folder", "folder", "a file that cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, name: str, contents: bytes | str | None, found: str
) -> None:
    path = tmp_path / name
    if isinstance(contents, bytes):
        path.write_bytes(contents)
    elif contents is not None:
        path.mkdir()
    with pytest.raises(InputError, match=found):
        read_log(path)
