"""What every store does alike: one suite for all of them."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

import store_kinds
import tellers.store.ledger as module
from barsetshire import START, barsetshire, night
from tellers.errors import DeclarationError, StoreError
from tellers.record import Declared, Election, Event, Withdrawn, replay
from tellers.store import (
    Head,
    Ledger,
    Line,
    LogMoved,
    Store,
    create_store,
    encode,
    follow,
    genesis,
    open_store,
    read_events,
    seal_all,
)

ELECTION = barsetshire(areas=12, contests=2)
NIGHT = night(ELECTION, seed=5, troubled=0.3)
LINES = seal_all(NIGHT, election=ELECTION.id)


@pytest.fixture(params=store_kinds.KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a log that does not exist yet."""
    with store_kinds.place(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = create_store(url, election=ELECTION.id, pack_digest="abc")
    yield made
    made.close()


def ledger(store: Store, *, election: Election = ELECTION) -> Ledger:
    ids = count(1)
    return Ledger(store, election, now=lambda: START, new_id=lambda: f"made-{threading.get_ident()}-{next(ids)}")


def bare(event: Event) -> bytes:
    """The event's words without what a store gives it."""
    return encode(replace(event, seq=0, hash=""))


def test_a_new_log_is_empty_and_knows_whose_it_is(store: Store) -> None:
    assert store.head() == Head(0, genesis(ELECTION.id))
    assert store.read() == []
    assert (store.election, store.pack_digest) == (ELECTION.id, "abc")
    assert store.verify() == []


def test_what_is_appended_is_read_back_in_order(store: Store) -> None:
    store.append(LINES[:10], head=store.head())
    store.append(LINES[10:], head=store.head())
    assert store.read() == LINES
    assert store.read(7, limit=3) == LINES[7:10]
    assert store.read(len(LINES)) == []
    assert store.head() == Head(len(LINES), LINES[-1].hash)
    assert store.verify() == []


def test_a_log_read_back_replays_to_the_same_record(store: Store) -> None:
    with ledger(store) as desk:
        kept = [desk.submit(event) for event in NIGHT]
        assert [bare(event) for event in kept] == [bare(event) for event in NIGHT]
        assert desk.record == replay(ELECTION, kept)
        assert read_events(store) == kept


def test_lines_after_an_end_that_has_moved_are_refused_whole(store: Store) -> None:
    start = store.head()
    store.append(LINES[:3], head=start)
    with pytest.raises(LogMoved, match="found a log that ends with event 3"):
        store.append(LINES[:2], head=start)
    assert store.read() == LINES[:3]


def test_a_run_with_a_gap_is_refused_whole(store: Store) -> None:
    with pytest.raises(StoreError, match=r"found event 3 .* wanted event 2"):
        store.append([LINES[0], LINES[2]], head=store.head())
    assert store.read() == []


def test_an_id_that_the_log_has_is_refused_whole(store: Store) -> None:
    store.append(LINES[:3], head=store.head())
    again = Line(5, LINES[1].id, LINES[4].line)
    with pytest.raises(StoreError, match=f'second event with the id "{LINES[1].id}"'):
        store.append([LINES[3], again], head=store.head())
    assert store.read() == LINES[:3]


def test_an_event_that_cannot_be_true_is_not_kept(store: Store) -> None:
    with ledger(store) as desk:
        first = next(event for event in NIGHT if isinstance(event, Declared))
        desk.submit(first)
        second = Declared(contest=first.contest, area=first.area, votes={"grantly": 1})
        with pytest.raises(DeclarationError, match="a second declaration"):
            desk.submit(second)
        with pytest.raises(DeclarationError, match="an event already recorded"):
            desk.submit(first)
        with pytest.raises(DeclarationError, match="which is not in the record"):
            desk.submit(Withdrawn(replaces="nothing", reason="There is none."))
        assert [line.id for line in store.read()] == [first.id]
        assert desk.record.seq == 1


def test_an_event_that_carries_a_number_or_a_zoneless_time_or_a_wrong_type_is_not_kept(store: Store) -> None:
    first = next(event for event in NIGHT if isinstance(event, Declared))
    with ledger(store) as desk:
        with pytest.raises(DeclarationError, match="wanted neither, because the store gives them"):
            desk.submit(replace(first, seq=1))
        with pytest.raises(DeclarationError, match="a time without a zone"):
            desk.submit(replace(first, announced_at=datetime(2031, 5, 1)))  # noqa: DTZ001 (the mistake under test)
        with pytest.raises(DeclarationError, match="votes: found"):
            desk.submit(replace(first, votes={"grantly": "12"}))
        assert store.read() == []


def test_a_batch_is_kept_whole_or_not_at_all_with_every_refusal_told(store: Store) -> None:
    first, other = [event for event in NIGHT if isinstance(event, Declared)][:2]
    wrong = Declared(id="x", contest=first.contest, area="nowhere")
    worse = Declared(id="y", contest=first.contest, area=first.area, votes={"nobody": 3})
    with ledger(store) as desk:
        with pytest.raises(DeclarationError) as refused:
            desk.submit_all([first, wrong, worse], places=[("in.jsonl", 1), ("in.jsonl", 2), ("in.jsonl", 4)])
        assert [(p.file, p.line) for p in refused.value.problems] == [("in.jsonl", 2), ("in.jsonl", 4)]
        assert store.read() == []
        assert [event.seq for event in desk.submit_all([first, other])] == [1, 2]


def test_many_threads_submit_and_every_answer_is_in_the_log_once(store: Store) -> None:
    verified = [event for event in NIGHT if event.id.endswith("verified")]
    with ledger(store) as desk, ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(desk.submit, verified))
    assert sorted(event.seq for event in kept) == list(range(1, len(verified) + 1))


def test_two_ledgers_on_one_log_take_turns_and_agree(url: str, store: Store) -> None:
    other = store if url == "memory:" else open_store(url)
    halves = [[e for e in NIGHT if e.contest == contest.id] for contest in ELECTION.contests]
    desks = [ledger(store), ledger(other)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda n: [desks[n].submit(event) for event in halves[n]], range(2)))
    assert desks[0].refresh() == desks[1].refresh()
    assert [line.seq for line in store.read()] == list(range(1, len(NIGHT) + 1))
    assert store.verify() == []
    first = next(event for event in NIGHT if isinstance(event, Declared))
    for desk in desks:
        with pytest.raises(DeclarationError, match="a second declaration"):
            desk.submit(Declared(contest=first.contest, area=first.area, votes={}))
    for desk in desks:
        desk.close()


def test_what_one_ledger_keeps_is_tried_against_by_the_other(url: str, store: Store) -> None:
    """The second does not know of the first's declaration until it writes, and must not contradict it."""
    other = store if url == "memory:" else open_store(url)
    first = next(event for event in NIGHT if isinstance(event, Declared))
    with ledger(store) as one, ledger(other) as two:
        one.submit(first)
        with pytest.raises(DeclarationError, match="a second declaration"):
            two.submit(Declared(contest=first.contest, area=first.area, votes={}))
        assert len(store.read()) == 1


def test_what_one_ledger_keeps_can_be_corrected_by_the_other(url: str, store: Store) -> None:
    """A refusal, too, must be of the log as it is now: the second ledger has not seen what it corrects."""
    other = store if url == "memory:" else open_store(url)
    first = next(event for event in NIGHT if isinstance(event, Declared))
    with ledger(store) as one, ledger(other) as two:
        one.submit(first)
        assert two.submit(Withdrawn(replaces=first.id, reason="Given for another area.")).seq == 2


def test_a_reader_is_woken_by_what_is_appended(url: str, store: Store) -> None:
    other = store if url == "memory:" else open_store(url, readonly=True)
    found: list[Event] = []

    def read() -> None:
        for events in follow(other, 2, timeout_seconds=5):
            found.extend(events)
            if len(found) >= 3 or not events:
                return

    store.append(LINES[:2], head=store.head())
    reader = threading.Thread(target=read)
    reader.start()
    store.append(LINES[2:4], head=store.head())
    store.append(LINES[4:5], head=store.head())
    reader.join(20)
    assert [event.seq for event in found] == [3, 4, 5]
    other.close()


def test_waiting_ends_when_the_time_is_up(store: Store) -> None:
    assert store.wait(0, 0.01) is False
    store.append(LINES[:1], head=store.head())
    assert store.wait(0, 0.01) is True


def test_following_from_beyond_the_end_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="ends before event 9"):
        next(follow(store, 9, timeout_seconds=0.01))


def test_another_elections_log_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match='found the log of "barsetshire", wanted the log of "omnium"'):
        ledger(store, election=dataclasses.replace(ELECTION, id="omnium"))


def test_a_pack_that_no_longer_fits_its_log_is_told_which_event_does_not(store: Store) -> None:
    store.append(LINES, head=store.head())
    fewer = [dataclasses.replace(contest, areas=contest.areas[1:]) for contest in ELECTION.contests]
    with pytest.raises(
        DeclarationError, match=r"^event \d+ \(barsetshire-\d-a\d+-verified\), .*: found an unknown area"
    ):
        ledger(store, election=dataclasses.replace(ELECTION, contests=tuple(fewer)))


def test_events_are_awaited_by_a_server_of_many_tasks_and_a_task_that_goes_away_harms_nobody(store: Store) -> None:
    async def serve(desk: Ledger) -> list[Event]:
        answers = [asyncio.wrap_future(desk.offer([event])) for event in NIGHT]
        answers[1].cancel()
        return [(await answer)[0] for n, answer in enumerate(answers) if n != 1]

    with ledger(store) as desk:
        kept = asyncio.run(serve(desk))
    assert [event.seq for event in kept] == [1, *range(3, len(NIGHT) + 1)]


def test_a_closed_log_refuses_all_that_comes_after(store: Store) -> None:
    desk = ledger(store)
    desk.submit(NIGHT[0])
    desk.close()
    desk.close()
    with pytest.raises(StoreError, match="closed"):
        desk.submit(NIGHT[1])
    with pytest.raises(StoreError, match="closed"):
        store.read()


def test_a_ledger_answers_all_that_was_offered_before_it_closes(store: Store) -> None:
    desk = ledger(store)
    answers = [desk.offer([event]) for event in NIGHT]
    desk.close()
    assert [answer.result(0)[0].id for answer in answers] == [event.id for event in NIGHT]


def test_an_event_without_id_or_time_is_given_both(store: Store) -> None:
    with ledger(store) as desk:
        kept = desk.submit(replace(NIGHT[0], id="", recorded_at=None))
    assert kept.id.startswith("made-")
    assert kept.recorded_at == START
    assert kept.recorded_at.tzinfo is UTC


def test_a_bug_in_one_event_reaches_who_gave_it_and_nobody_else(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    true_apply: Callable[..., object] = module.apply

    def buggy(record: object, event: Event) -> object:
        if event.id == NIGHT[0].id:
            raise ZeroDivisionError
        return true_apply(record, event)

    monkeypatch.setattr(module, "apply", buggy)
    with ledger(store) as desk:
        bad, good = desk.offer([NIGHT[0]]), desk.offer([NIGHT[3]])
        with pytest.raises(ZeroDivisionError):
            bad.result(5)
        assert good.result(5)[0].seq == 1
