"""What the log costs: opening a long one, one durable append, and many at once.

    python bench/store.py [FOLDER]

FOLDER is on the disk to be measured (default: the system's temporary folder). CPU is of the whole process.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from barsetshire import barsetshire, night
from tellers.record import Election, Event
from tellers.store import Ledger, SqliteStore, create_store, open_store, random_id, seal_all, utc_now

EVENTS = 100_000
SUBMITTERS = 32
ROUNDS = 8
ALONE = 60  # Appends one after another in each round.


def cpu(work: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds of CPU that some work took, and its result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def opening(folder: Path) -> None:
    """Print what opening a log of 100,000 events costs."""
    election = barsetshire(areas=105, contests=318)
    lines = seal_all(night(election, seed=1)[:EVENTS], election=election.id)
    assert len(lines) == EVENTS
    url = f"sqlite:///{folder / 'long.db'}"
    store = create_store(url, election=election.id)
    store.append(lines, head=store.head())
    store.close()
    del lines, store
    seconds = []
    for _ in range(3):
        store = open_store(url)
        took, ledger = cpu(lambda s=store: Ledger(s, election, now=utc_now, new_id=random_id))  # type: ignore[misc]
        assert isinstance(ledger, Ledger)
        assert ledger.record.seq == EVENTS
        ledger.close()
        del ledger
        seconds.append(took)
    size = (folder / "long.db").stat().st_size / 1e6
    print(f"open {EVENTS:,} events ({size:.0f} MB): read, chain verified, replayed")
    print(f"  {statistics.median(seconds):.2f} s of CPU (median of 3: {', '.join(f'{s:.2f}' for s in seconds)})")
    store = open_store(url)
    took, faults = cpu(store.verify)
    assert faults == []
    store.close()
    print(f"  log --verify, with SQLite's own check of its pages: {took:.2f} s of CPU")


class Flush:
    """The disk's own write and flush, at the end of what is written over again and again, as a write-ahead log is."""

    def __init__(self, path: Path, size: int) -> None:
        self.size = size
        path.write_bytes(bytes(size * 64))
        self.descriptor = os.open(path, os.O_RDWR)
        os.fsync(self.descriptor)
        self.at = 0

    def seconds(self) -> float:
        """Return the seconds that one write and flush took."""
        contents = os.urandom(self.size)
        start = time.perf_counter()
        os.pwrite(self.descriptor, contents, self.at % 64 * self.size)
        os.fdatasync(self.descriptor)
        self.at += 1
        return time.perf_counter() - start


def events_for(count: int) -> tuple[Election, list[Event]]:
    """Return an election and that many events for it, which can be recorded in any order."""
    election = barsetshire(areas=count, contests=1, candidates=6)
    return election, [event for event in night(election, seed=2, troubled=0) if event.id.endswith("declared")]


def appends(folder: Path) -> None:
    """Print what durable appends cost: one alone beside the disk's flush, and 32 submitters at once.

    The kinds take turns, because a disk is not the same from one second to the next.
    """
    each = SUBMITTERS * 12
    election, events = events_for(200 + ROUNDS * (ALONE + 2 * each))
    store = create_store(f"sqlite:///{folder / 'appends.db'}", election=election.id)
    ledger = Ledger(store, election, now=utc_now, new_id=random_id)
    size = bytes_written(ledger, store, folder, events[:200])
    todo = iter(events[200:])
    disk = Flush(folder / "flush", size)
    times: dict[str, list[float]] = {"flush": [], "alone": [], "threads": [], "tasks": []}
    for _ in range(ROUNDS):
        for event in itertools.islice(todo, ALONE):
            times["flush"].append(disk.seconds())
            times["alone"].append(wall(lambda e=event: ledger.submit(e)))  # type: ignore[misc]
        for kind, work in (("threads", by_threads), ("tasks", by_tasks)):
            share = list(itertools.islice(todo, each))
            times[kind].append(wall(lambda w=work, s=share: w(ledger, s)) / each)  # type: ignore[misc]
    ledger.close()
    report(size, {kind: statistics.median(seconds) for kind, seconds in times.items()}, times["flush"])


def report(size: int, median: dict[str, float], flushes: list[float]) -> None:
    """Print the figures of `appends`."""
    low, _, high = statistics.quantiles(flushes, n=4)
    print(f"the disk's own write and flush of {size:,} bytes, as one append makes")
    print(f"  {median['flush'] * 1e3:.2f} ms (quartiles {low * 1e3:.2f} and {high * 1e3:.2f})")
    print("one durable append, submitted, tried, kept and answered")
    over = median["alone"] - median["flush"]
    print(f"  {median['alone'] * 1e3:.2f} ms, {median['alone'] / median['flush']:.2f} times the disk's own")
    print(f"  of it ours: {over * 1e6:.0f} microseconds; {1 / median['alone']:,.0f} a second, one at a time")
    for kind in ("threads", "tasks"):
        rate, times = 1 / median[kind], median["alone"] / median[kind]
        print(f"{SUBMITTERS} {kind}, group commit: {rate:,.0f} a second, {times:.1f} times one at a time")


def bytes_written(ledger: Ledger, store: object, folder: Path, events: list[Event]) -> int:
    """Return how many bytes one append writes to the write-ahead log, after some that fill the pages."""
    assert isinstance(store, SqliteStore)
    for event in events[1:]:
        ledger.submit(event)
    store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.submit(events[0])
    return (folder / "appends.db-wal").stat().st_size


def wall(work: Callable[[], object]) -> float:
    """Return the seconds that some work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def by_threads(ledger: Ledger, events: list[Event]) -> None:
    """Submit the events from 32 threads, each waiting for its answer before its next."""

    def submit(share: list[Event]) -> None:
        for event in share:
            ledger.submit(event)

    threads = [threading.Thread(target=submit, args=(events[n::SUBMITTERS],)) for n in range(SUBMITTERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def by_tasks(ledger: Ledger, events: list[Event]) -> None:
    """Submit the events from 32 tasks, as a web server does, each waiting for its answer before its next."""

    async def submit(share: list[Event]) -> None:
        for event in share:
            await asyncio.wrap_future(ledger.offer([event]))

    async def every() -> None:
        await asyncio.gather(*(submit(events[n::SUBMITTERS]) for n in range(SUBMITTERS)))

    asyncio.run(every())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as made:
        opening(Path(made))
        appends(Path(made))
