"""What the log costs: opening a long one, one durable append, and many at once.

    python bench/store.py [FOLDER]

FOLDER is on the disk to be measured (default: the system's temporary folder). CPU is of the whole process.
"""

from __future__ import annotations

import asyncio
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
ROUNDS = 40


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


def flush(folder: Path, size: int) -> float:
    """Return the median seconds that the disk takes to write `size` bytes at the end of a file and flush them."""
    times = []
    with (folder / "flush").open("wb", buffering=0) as file:
        for _ in range(300):
            start = time.perf_counter()
            file.write(os.urandom(size))
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def events_for(count: int) -> tuple[Election, list[Event]]:
    """Return an election and that many events for it, which can be recorded in any order."""
    election = barsetshire(areas=count, contests=1, candidates=6)
    return election, [event for event in night(election, seed=2, troubled=0) if event.id.endswith("declared")]


def appends(folder: Path) -> None:
    """Print what durable appends cost: one alone, one after another, and 32 submitters at once."""
    election, events = events_for(1_000 + 2 * SUBMITTERS * ROUNDS)
    store = create_store(f"sqlite:///{folder / 'appends.db'}", election=election.id)
    ledger = Ledger(store, election, now=utc_now, new_id=random_id)
    times = []
    for event in events[:1_000]:
        start = time.perf_counter()
        ledger.submit(event)
        times.append(time.perf_counter() - start)
    one = statistics.median(times)
    rest = events[1_000:]
    half = len(rest) // 2
    threaded = half / wall(lambda: by_threads(ledger, rest[:half]))
    tasked = half / wall(lambda: asyncio.run(by_tasks(ledger, rest[half:])))
    written = wal_bytes(store, folder)
    ledger.close()
    bare = flush(folder, written)
    print("one durable append, submitted and answered")
    print(f"  {one * 1e3:.2f} ms; the disk's own write and flush of as many bytes ({written:,}): {bare * 1e3:.2f} ms")
    print(f"  ratio {one / bare:.1f}")
    alone = 1_000 / sum(times)
    print(f"one at a time: {alone:,.0f} a second")
    print(f"{SUBMITTERS} threads, group commit: {threaded:,.0f} a second, {threaded / alone:.1f} times")
    print(f"{SUBMITTERS} tasks, group commit: {tasked:,.0f} a second, {tasked / alone:.1f} times")


def wal_bytes(store: object, folder: Path) -> int:
    """Return how many bytes one append writes to the write-ahead log: its pages and their headers."""
    assert isinstance(store, SqliteStore)
    wal = folder / "appends.db-wal"
    before = wal.stat().st_size
    store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert before
    return 3 * (4096 + 24)  # The end of the table, the end of its index of ids, and the head.


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


async def by_tasks(ledger: Ledger, events: list[Event]) -> None:
    """Submit the events from 32 tasks, as a web server does, each waiting for its answer before its next."""

    async def submit(share: list[Event]) -> None:
        for event in share:
            await asyncio.wrap_future(ledger.offer([event]))

    await asyncio.gather(*(submit(events[n::SUBMITTERS]) for n in range(SUBMITTERS)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as made:
        opening(Path(made))
        appends(Path(made))
