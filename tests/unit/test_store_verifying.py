"""What is wrong with a log is named: every event altered, missing, moved or doubled, and no other."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barsetshire import barsetshire, night
from tellers.errors import DeclarationError, StoreError
from tellers.record import Verified
from tellers.store import Head, Line, faults, link, read_events, read_sealed, seal_all, verify_log, write_log
from tellers.store.chain import follow_on, genesis
from tellers.store.lines import split, with_hash
from tellers.store.memory import MemoryStore

ELECTION = barsetshire(areas=6)
LINES = seal_all(night(ELECTION, seed=3), election=ELECTION.id)
LAST = len(LINES)


def bare(lines: list[Line]) -> list[Line]:
    """Return the lines as a file gives them."""
    return [Line(0, "", line.line) for line in lines]


def named(lines: list[Line], head: Head | None = None) -> list[tuple[str, int, int, str | None]]:
    found = faults(lines, election=ELECTION.id, head=head)
    assert faults(bare(lines), election=ELECTION.id, head=head) == found, "a file and a database tell the same"
    return [(fault.kind, fault.seq, fault.seq_last, fault.id) for fault in found]


def altered(line: Line, old: bytes, new: bytes) -> Line:
    assert old in line.line
    return Line(line.seq, line.id, line.line.replace(old, new, 1))


def test_a_log_as_it_was_sealed_has_nothing_wrong() -> None:
    assert named(LINES) == []
    assert named(LINES, Head(LAST, LINES[-1].hash)) == []
    assert named([]) == []


def test_anyone_can_work_the_chain_out_again() -> None:
    body, hash = split(LINES[1].line) or (b"", "")
    assert hashlib.sha256(LINES[0].hash.encode() + body).hexdigest() == hash
    assert link(LINES[0].hash, body) == hash


@pytest.mark.parametrize("n", range(LAST))
def test_an_altered_figure_names_its_event_and_no_other(n: int) -> None:
    lines = [*LINES]
    lines[n] = altered(lines[n], b'"area":"a' if b'"area":"a' in lines[n].line else b'"votes":{', b'"area":"b')
    found = faults(lines, election=ELECTION.id)
    assert [fault.seq for fault in found] == [n + 1]
    assert found[0].kind == "altered"


@pytest.mark.parametrize("n", [0, 1, 7, LAST - 1])
def test_an_altered_hash_names_its_event_and_not_the_next(n: int) -> None:
    lines = [*LINES]
    body, hash = split(lines[n].line) or (b"", "")
    lines[n] = Line(n + 1, lines[n].id, with_hash(body, hash[:-1] + ("0" if hash[-1] != "0" else "1")))
    assert named(lines) == [("altered", n + 1, n + 1, LINES[n].id)]


@pytest.mark.parametrize("n", [0, 5, LAST - 1])
def test_an_altered_number_names_the_event_in_its_place(n: int) -> None:
    lines = [*LINES]
    old = b'"seq":%d,' % (n + 1)
    for new in (b'"seq":99,', b'"seq":3,', b'"seq":0,'):
        lines[n] = Line(0, "", LINES[n].line.replace(old, new, 1))
        found = faults(bare(lines), election=ELECTION.id)
        assert [(fault.kind, fault.seq, fault.id) for fault in found] == [("altered", n + 1, LINES[n].id)]


def test_every_event_altered_is_named_not_only_the_first() -> None:
    lines = [*LINES]
    for n in (2, 3, 9, 12):
        lines[n] = altered(lines[n], b"2031", b"2032")
    assert [seq for _, seq, _, _ in named(lines)] == [3, 4, 10, 13]


def test_events_cut_out_are_named() -> None:
    lines = [line for line in LINES if line.seq not in (4, 8, 9)]
    assert [(kind, seq, last) for kind, seq, last, _ in named(lines)] == [
        ("missing", 4, 4),
        ("unverifiable", 5, 5),
        ("missing", 8, 9),
        ("unverifiable", 10, 10),
    ]


def test_events_cut_off_at_either_end_are_named_where_the_end_is_known() -> None:
    head = Head(LAST, LINES[-1].hash)
    assert named(LINES[:-2], head) == [("missing", LAST - 1, LAST, None)]
    assert [fault[:2] for fault in named(LINES[1:], head)] == [("missing", 1), ("unverifiable", 2)]
    assert named([], head) == [("missing", 1, LAST, None)]


def test_events_after_the_known_end_are_named() -> None:
    assert [fault[:2] for fault in named(LINES, Head(LAST - 1, LINES[-2].hash))] == [("doubled", LAST)]


def test_an_end_sealed_anew_is_found_by_the_head() -> None:
    events = night(ELECTION, seed=3)
    events[-1] = Verified(id="z", area="a1", ballot_papers=1, recorded_at=events[-1].recorded_at)
    other = seal_all(events, election=ELECTION.id)
    assert named(other) == []
    assert named(other, Head(LAST, LINES[-1].hash)) == [("altered", LAST, LAST, "z")]


def test_two_events_that_changed_places_are_both_named() -> None:
    lines = [*LINES]
    lines[3], lines[9] = lines[9], lines[3]
    assert [fault[:2] for fault in named(lines)] == [("reordered", 4), ("reordered", 10)]


def test_neighbours_that_changed_places_are_named() -> None:
    lines = [*LINES]
    lines[3], lines[4] = lines[4], lines[3]
    found = named(lines)
    assert {fault[0] for fault in found} == {"reordered"}
    assert {fault[1] for fault in found} <= {4, 5}


def test_an_event_that_stands_twice_is_named_once() -> None:
    lines = [*LINES[:6], LINES[2], *LINES[6:]]
    assert named(lines) == [("doubled", 3, 3, LINES[2].id)]


def test_an_event_put_in_beside_another_of_its_number_is_named() -> None:
    false = Line(5, "x", with_hash(b'{"type":"verified","seq":5,"id":"x","area":"a1","ballot_papers":1}', "0" * 64))
    assert named([*LINES[:4], false, *LINES[4:]]) == [("doubled", 5, 5, "x")]


def test_a_line_written_by_another_hand_is_altered_though_its_words_are_the_same() -> None:
    lines = [*LINES]
    lines[6] = Line(7, lines[6].id, lines[6].line.replace(b'"area":', b'"area": '))
    assert named(lines) == [("altered", 7, 7, LINES[6].id)]
    assert named([*LINES[:6], Line(7, LINES[6].id, LINES[6].line + b"\r"), *LINES[7:]])[0][:2] == ("altered", 7)


def test_another_nights_log_does_not_pass_for_this_one() -> None:
    [fault] = faults(LINES, election="omnium")
    assert (fault.kind, fault.seq) == ("altered", 1)
    with pytest.raises(StoreError, match=r"event 1 .*does not follow"):
        list(follow_on(LINES, Head(0, genesis("omnium"))))


def test_a_log_made_anew_from_the_middle_shows_where(tmp_path: Path) -> None:
    """Whoever alters an event and its own hash still breaks the link to the next."""
    lines = [*LINES]
    body, _ = split(altered(lines[4], b"2031", b"2032").line) or (b"", "")
    lines[4] = Line(5, lines[4].id, with_hash(body, link(lines[3].hash, body)))
    assert [fault[:2] for fault in named(lines)] == [("altered", 6)]
    write_log(tmp_path / "log.jsonl", lines)
    with pytest.raises(StoreError, match=r"log.jsonl:6: event 6"):
        read_sealed(tmp_path / "log.jsonl", election=ELECTION.id)


def test_any_one_byte_altered_in_a_log_file_is_found_and_named(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    write_log(path, LINES[:4])
    whole = path.read_bytes()
    assert verify_log(path, election=ELECTION.id) == []
    rng = random.Random(11)
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ rng.randrange(1, 256)]) + whole[at + 1 :])
        found = verify_log(path, election=ELECTION.id)
        event = whole[:at].count(b"\n") + 1
        assert found, f"byte {at} of event {event}"
        if whole[at : at + 1] != b"\n":
            assert any(fault.seq <= event <= fault.seq_last for fault in found), f"byte {at} of event {event}"


def test_any_one_byte_taken_out_of_a_log_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    write_log(path, LINES[:2])
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + whole[at + 1 :])
        assert verify_log(path, election=ELECTION.id), f"byte {at}"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_is_done_to_any_events_is_named_and_nothing_else(data: st.DataObject) -> None:
    """Alter, cut out and double events, far enough apart that each leaves its own mark."""
    places = data.draw(st.lists(st.integers(0, (LAST - 1) // 3), unique=True, max_size=4).map(sorted))
    lines, expected = [*LINES], []
    for place in reversed(places):
        n = place * 3
        deed = data.draw(st.sampled_from(["altered", "missing", "doubled"]))
        if deed == "altered":
            at = data.draw(st.integers(1, len(lines[n].line) - 2))
            byte = data.draw(st.integers(1, 255))
            line = lines[n].line
            lines[n] = Line(0, "", line[:at] + bytes([line[at] ^ byte]) + line[at + 1 :])
        elif deed == "missing" and n < LAST - 1:
            del lines[n]
        else:
            deed = "doubled"
            lines.insert(data.draw(st.integers(n, len(lines))), lines[n])
        expected.append((deed, n + 1))
    found = faults(bare(lines), election=ELECTION.id)
    assert [(f.kind, f.seq) for f in found if f.kind != "unverifiable"] == sorted(expected, key=lambda e: e[1])
    assert [f.seq for f in found if f.kind == "unverifiable"] == [s + 1 for d, s in sorted(expected) if d == "missing"]


def test_a_bundled_log_needs_ids_and_times_of_its_own() -> None:
    with pytest.raises(DeclarationError, match="no recorded_at"):
        seal_all([Verified(id="v", area="a1", ballot_papers=1)], election="barsetshire")


def test_a_verified_file_fills_a_store_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl.gz"
    write_log(path, LINES)
    store = MemoryStore(election=ELECTION.id)
    store.append(read_sealed(path, election=ELECTION.id), head=store.head())
    assert store.read() == LINES
    assert [event.id for event in read_events(store)] == [line.id for line in LINES]
