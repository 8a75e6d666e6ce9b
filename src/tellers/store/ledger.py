"""An open log and its record: each event is tried against the record, sealed and kept, in one order for everyone.

Many threads may submit at once. One thread of the ledger's own takes all that are waiting, tries each against the
record as it will then stand, keeps those that can be true in one write to the disk, and only then answers. Another
process that writes to the same log is caught up with first, so its events are part of what is tried against.
"""

from __future__ import annotations

import gc
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from tellers.errors import DeclarationError, Problem, StoreError
from tellers.record import Election, Event, Record, apply
from tellers.store.chain import follow_on, genesis, seal
from tellers.store.contract import LogMoved, Store, closed, moved
from tellers.store.lines import Head, Line

_PAGE = 20_000  # Lines read at once: bounds the memory of opening a long log.
_BATCH_MAX = 1_000  # Events in one write: bounds how long the first to submit waits for the last.


Outcome = list[Event] | Exception


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """Events that are to be kept all together or not at all, and where each stood in a file, if it did."""

    events: Sequence[Event]
    places: Sequence[tuple[str, int]]
    answer: Callable[[Outcome], None]


class Ledger:
    """A log that is open for writing, with its record so far."""

    def __init__(
        self, store: Store, election: Election, *, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        """Open a log: read it, verify its chain, and replay it.

        Args:
            store: Where the log is kept; `close` closes it too.
            now: The time, zoned: when an event is recorded.
            new_id: An id never given before, for an event that has none.

        Raises:
            StoreError: The log is another election's, or it is not as it was sealed.
            DeclarationError: It does not fit the election: the pack was changed.
        """
        check_election(store, election)
        self.store = store
        self._now, self._new_id = now, new_id
        self._record = Record(election=election)
        self._head = Head(0, genesis(election.id))
        self._lock = threading.Lock()  # Guards the two above, together, while they change.
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self.refresh()
        self._writer = threading.Thread(target=self._write, name="tellers-ledger", daemon=True)
        self._writer.start()

    @property
    def record(self) -> Record:
        """The record after the last event known to be kept."""
        return self._record

    @property
    def head(self) -> Head:
        """The end of the log as this ledger knows it."""
        return self._head

    def submit(self, event: Event) -> Event:
        """Return the event with its seq, id, time and hash, once it is kept for good.

        Raises:
            DeclarationError: It cannot be true of the record: nothing was kept.
            StoreError: The log cannot be written; see `Store.append`.
        """
        return self.submit_all([event])[0]

    def submit_all(self, events: Sequence[Event], *, places: Sequence[tuple[str, int]] = ()) -> list[Event]:
        """Return all the events with their seq, id, time and hash, once all are kept; if one is refused none is.

        Args:
            places: The file and line of each event, for the messages.

        Raises:
            DeclarationError: Every refusal, tried in order as if those refused before had not been given.
            StoreError: The log cannot be written.
        """
        # A bare lock wakes its thread for a tenth of what a Future costs, and many threads wait here.
        answered = threading.Lock()
        answered.acquire()
        outcomes: list[Outcome] = []

        def answer(outcome: Outcome) -> None:
            outcomes.append(outcome)
            answered.release()

        self._ask(events, places, answer)
        answered.acquire()
        if isinstance(outcomes[0], Exception):
            raise outcomes[0]
        return outcomes[0]

    def offer(self, events: Sequence[Event], *, places: Sequence[tuple[str, int]] = ()) -> Future[list[Event]]:
        """Return at once what will hold the events as kept, or the refusal: `asyncio.wrap_future` awaits it."""
        future: Future[list[Event]] = Future()

        def answer(outcome: Outcome) -> None:
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

        future.set_running_or_notify_cancel()  # What is under way can no longer be called off.
        self._ask(events, places, answer)
        return future

    def _ask(
        self, events: Sequence[Event], places: Sequence[tuple[str, int]], answer: Callable[[Outcome], None]
    ) -> None:
        with self._closing:
            if self._closed:
                raise closed(self.store.url)
            self._requests.put(_Request(events=events, places=places, answer=answer))

    def refresh(self) -> Record:
        """Return the record with all that other processes have added, read from the store."""
        with self._lock:
            self._catch_up()
            return self._record

    def wait(self, after: int, timeout_seconds: float) -> Record:
        """Return the record as soon as it goes on after event `after`, or as it is when the time is up."""
        if self._record.seq <= after and self.store.wait(after, timeout_seconds):
            return self.refresh()
        return self._record

    def close(self) -> None:
        """Answer all that was submitted, then close the store."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._requests.put(None)
        self._writer.join()
        self.store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _catch_up(self) -> None:
        """Apply what the store has and the record has not; the caller holds the lock."""
        with _collector_paused():
            end = self.store.head()
            while lines := self.store.read(self._head.seq, limit=_PAGE):
                record = self._record
                for event in follow_on(lines, self._head):
                    try:
                        record = apply(record, event)
                    except DeclarationError as error:
                        raise DeclarationError(*_of_event(error.problems, event)) from None
                self._record, self._head = record, Head(lines[-1].seq, lines[-1].hash)
        _check_end(self.store, end, self._head)

    def _write(self) -> None:
        """Answer requests until the ledger is closed: the work of its one thread."""
        while (request := self._requests.get()) is not None:
            batch = [request]
            size = len(request.events)
            last = self._gather(batch, size)
            self._answer(batch)
            if last:
                return

    def _gather(self, batch: list[_Request], size: int) -> bool:
        """Add to the batch all that are waiting, and return whether the ledger is to close after it.

        Those just answered are about to submit again: giving way to them while more keep coming makes one write of
        what would be several, and costs one who submits alone some microseconds.
        """
        idle = 0
        while size < _BATCH_MAX and idle < 2:
            try:
                more = self._requests.get_nowait()
            except queue.Empty:
                time.sleep(0)
                idle += 1
                continue
            if more is None:
                return True
            batch.append(more)
            size += len(more.events)
            idle = 0
        return False

    def _answer(self, batch: Sequence[_Request]) -> None:
        """Keep what can be kept of a batch, and answer every request."""
        try:
            with self._lock:
                outcomes = self._keep(batch)
        except Exception as error:  # noqa: BLE001 (whoever submitted must hear of it, a bug too, or wait for ever)
            for request in batch:
                request.answer(error)
            return
        for request, outcome in zip(batch, outcomes, strict=True):
            request.answer(outcome)

    def _keep(self, batch: Sequence[_Request]) -> list[Outcome]:
        while True:
            record, head = self._record, self._head
            lines: list[Line] = []
            outcomes: list[Outcome] = []
            for request in batch:
                try:
                    record, head, events, more = self._try(record, head, request)
                except Exception as error:  # noqa: BLE001 (one event that finds a bug must not sink the others)
                    outcomes.append(error)
                    continue
                lines.extend(more)
                outcomes.append(events)
            try:
                # A refusal, too, must be of the log as it is now: another process may have added what it lacked.
                if lines:
                    self.store.append(lines, head=self._head)
                elif (found := self.store.head()) != self._head:
                    raise moved(self.store.url, expected=self._head, found=found)
            except LogMoved:
                self._catch_up()
                continue
            self._record, self._head = record, head
            return outcomes

    def _try(self, record: Record, head: Head, request: _Request) -> tuple[Record, Head, list[Event], list[Line]]:
        """Return the record and the head after a request's events, the events as sealed, and their lines."""
        events: list[Event] = []
        lines: list[Line] = []
        problems: list[Problem] = []
        for n, event in enumerate(request.events):
            try:
                sealed, line = seal(event, head=head, id=event.id or self._new_id(), recorded_at=self._now())
                record = apply(record, sealed)
            except DeclarationError as error:
                problems.extend(_at(error.problems, request.places[n] if request.places else None))
                continue
            head = Head(line.seq, line.hash)
            events.append(sealed)
            lines.append(line)
        if problems:
            raise DeclarationError(*problems)
        return record, head, events, lines


def _of_event(problems: Sequence[Problem], event: Event) -> list[Problem]:
    """Return the problems of an event that is in the log already: it is the pack that does not fit it."""
    return [replace(problem, where=f"event {event.seq} ({event.id}), {problem.where}") for problem in problems]


def _at(problems: Sequence[Problem], place: tuple[str, int] | None) -> list[Problem]:
    if place is None:
        return list(problems)
    return [replace(problem, file=place[0], line=place[1]) for problem in problems]


def check_election(store: Store, election: Election) -> None:
    """Refuse the log of another election.

    Raises:
        StoreError: It is.
    """
    if store.election != election.id:
        raise StoreError(
            Problem(
                where=store.url,
                found=f'the log of "{store.election}"',
                wanted=f'the log of "{election.id}", the election of the pack',
                remedy="Name the log or the pack that belongs with the other.",
            )
        )


def read_events(store: Store) -> list[Event]:
    """Return every event of a store, its chain verified.

    Raises:
        StoreError: The log is not as it was sealed.
    """
    end = store.head()
    start = Head(0, genesis(store.election))
    with _collector_paused():
        lines = store.read()
        events = list(follow_on(lines, start))
    _check_end(store, end, Head(lines[-1].seq, lines[-1].hash) if lines else start)
    return events


def _check_end(store: Store, end: Head, reached: Head) -> None:
    """Refuse a log that stops before the end that it had when reading began: its last events were cut off."""
    if reached.seq < end.seq or (reached.seq == end.seq and reached.hash != end.hash):
        raise StoreError(
            Problem(
                where=store.url,
                found=f"a log that stops at event {reached.seq} ({reached.hash[:12]})",
                wanted=f"event {end.seq} ({end.hash[:12]}), where the store says that it ends",
                remedy="Run `tellers log NIGHT --verify`, which names what is missing, and restore a copy.",
            )
        )


def follow(store: Store, after: int, *, timeout_seconds: float) -> Iterator[list[Event]]:
    """Yield the events after event `after` as they come, many together where many came.

    Each time nothing came for `timeout_seconds` an empty list is yielded, so that the caller may stop.

    Raises:
        StoreError: The log is not as it was sealed, or was closed.
    """
    head = Head(0, genesis(store.election))
    if after:
        before = store.read(after - 1, limit=1)
        if not before:
            raise StoreError(
                Problem(
                    where=store.url,
                    found=f"a log that ends before event {after}",
                    wanted=f"event {after}, to follow on from",
                    remedy="Begin again from event 0: this is another log, or one restored from an older copy.",
                )
            )
        head = Head(after, before[0].hash)
    while True:
        lines = store.read(head.seq, limit=_PAGE) if store.wait(head.seq, timeout_seconds) else []
        yield list(follow_on(lines, head))
        if lines:
            head = Head(lines[-1].seq, lines[-1].hash)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cycle collector from walking a log again and again while it is read: it holds no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


__all__ = ["Ledger", "check_election", "follow", "read_events"]
