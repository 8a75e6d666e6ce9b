"""Kill a writing process again and again at random moments, and look at the log after each.

    python tests/crash/kill_loop.py FOLDER KILLS SEED

Prints what it saw as JSON; exits with 1 and says what was lost at the first loss. It is a program of its own because it
forks, which only a process of one thread should.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import select
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

from barsetshire import START, barsetshire, night
from tellers.record import Event, replay
from tellers.store import Ledger, open_or_create, open_store, read_events
from tellers.store.sqlite import exists

ELECTION = barsetshire(areas=60, contests=6)
NIGHT = night(ELECTION, seed=1)
WRITERS = 4
KILLS_TO_A_LOG = 20


def write(path: Path, answers: int) -> None:
    """Submit the events that the log has not, from several threads, telling each answer, until killed."""
    ledger = Ledger(
        open_or_create(f"sqlite:///{path}", election=ELECTION.id), ELECTION, now=lambda: START, new_id=lambda: "never"
    )
    todo = [event for event in NIGHT if event.id not in ledger.record.events]
    shares: list[list[Event]] = [[] for _ in range(WRITERS)]
    for event in todo:
        shares[NIGHT_SHARE[event.id]].append(event)

    def submit(share: list[Event]) -> None:
        for event in share:
            kept = ledger.submit(event)
            os.write(answers, f"{kept.seq} {kept.id}\n".encode())

    threads = [threading.Thread(target=submit, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(60)


# A correction goes the way of the figure that it corrects, so that it comes after it.
_AREAS = {area.id: n % WRITERS for n, area in enumerate(ELECTION.areas)}
NIGHT_SHARE = {event.id: _AREAS[event.id.rpartition(f"{event.contest}-")[2].split("-")[0]] for event in NIGHT}


def kill_one(path: Path, rng: random.Random) -> bytes:
    """Return what a writer had been answered when it was killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        try:
            write(path, writing)
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    if rng.random() < 0.8:  # Once it writes; else perhaps still while it opens or begins the log.
        select.select([reading], [], [], 30)
    time.sleep(rng.random() ** 2 * 0.03)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), "the writer died by itself"
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read()


def look(path: Path, answered: dict[str, int], *, readonly: bool) -> int:
    """Return how many events the log has, all that were answered among them, none twice, the chain whole."""
    if not exists(path):
        assert not answered, f"no log, and {len(answered)} events were answered"
        return 0
    store = open_store(f"sqlite:///{path}", readonly=readonly)
    faults = store.verify()
    assert not faults, "\n".join(str(fault.problem) for fault in faults)
    events = read_events(store)
    record = replay(ELECTION, events)
    kept = {event.id: event.seq for event in events}
    assert len(kept) == len(events) == record.seq
    lost = {id: seq for id, seq in answered.items() if kept.get(id) != seq}
    assert not lost, f"answered and lost: {lost}"
    store.close()
    return len(events)


def main(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Return counts of what happened."""
    rng = random.Random(seed)
    seen = {"kills": 0, "logs": 0, "answered": 0, "kept": 0, "kept_unanswered": 0, "before_any": 0}
    for n in itertools.count():
        path = folder / f"{n}.db"
        answered: dict[str, int] = {}
        seen["logs"] += 1
        for _ in range(KILLS_TO_A_LOG):
            if seen["kills"] == kills:
                return seen
            said = kill_one(path, rng)
            for line in said.decode().splitlines():
                seq, id = line.split(" ")
                assert id not in answered, f"{id} answered twice"
                answered[id] = int(seq)
            # Opened for reading only, the file is left as the killed process left it, for the next to recover.
            kept = look(path, answered, readonly=rng.random() < 0.5)
            seen["kills"] += 1
            seen["before_any"] += not said
            if kept == len(NIGHT):
                break
        seen["answered"] += len(answered)
        seen["kept"] += kept
        seen["kept_unanswered"] += kept - len(answered)
    raise AssertionError


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
