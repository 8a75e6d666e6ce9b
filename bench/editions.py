"""What a replay costs: ge-2024's 650 declarations into 650 editions, their boards and their bytes, in CPU seconds."""

from __future__ import annotations

import statistics
import time

from tellers.edition import Edition, advance, edition_bytes, editions, start
from tellers.pack import find_night, read_pack
from tellers.record import Election, Event


def replay(election: Election, events: list[Event]) -> dict[str, float]:
    """Return CPU seconds for each step of one replay."""
    seconds: dict[str, float] = {}
    begun = time.process_time()
    made: list[Edition] = list(editions(election, events))
    seconds["650 declarations into 650 editions"] = time.process_time() - begun
    begun = time.process_time()
    for edition in made:
        _ = edition.board
    seconds["a board of each"] = time.process_time() - begun
    begun = time.process_time()
    size = sum(len(edition_bytes(edition)) for edition in made)
    seconds["the bytes of each"] = time.process_time() - begun
    assert size > 0
    return seconds


def one_more(election: Election, events: list[Event]) -> list[float]:
    """Return CPU seconds for each declaration: its edition and its board."""
    edition, costs = start(election), []
    for event in events:
        begun = time.process_time()
        edition = advance(edition, event)
        _ = edition.board
        costs.append(time.process_time() - begun)
    return costs


def main() -> None:
    """Print the figures, the median of five runs."""
    begun = time.process_time()
    pack = read_pack(find_night("ge-2024"))
    events = list(pack.events())
    print(f"ge-2024: {len(events)} events read with their pack in {time.process_time() - begun:.2f} s of CPU")
    runs = [replay(pack.election, events) for _ in range(5)]
    total = 0.0
    for name in runs[0]:
        median = statistics.median(run[name] for run in runs)
        total += median
        print(f"{name}: {median:.2f} s of CPU")
    print(f"all three: {total:.2f} s of CPU (the aim is at most 2 for the editions)")
    costs = sorted(one_more(pack.election, events))
    print(f"one more declaration, edition and board: median {statistics.median(costs) * 1e3:.2f} ms,", end=" ")
    print(f"99th percentile {costs[len(costs) * 99 // 100] * 1e3:.2f} ms")


if __name__ == "__main__":
    main()
