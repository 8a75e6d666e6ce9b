"""What boards cost: whole nights into boards, one more declaration, and the lists, in CPU seconds."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence

from tellers.edition import Edition, advance, board_lists, board_plain, editions, start, to_json
from tellers.edition.plain_board import ward_measures_plain
from tellers.pack import find_night, read_pack
from tellers.record import Election, Event
from tellers.tally import board as boards
from tellers.tally.counterfactual import lists_by_region

# The night, and at most how many seconds its declarations into boards may cost.
NIGHTS = {"ge-2024": 2.0, "locals-2024": 3.0}
ONE_MORE_MS = 5.0


def whole(election: Election, events: Sequence[Event]) -> float:
    """Return CPU seconds for every declaration into an edition and its board."""
    begun = time.process_time()
    for edition in editions(election, events):
        _ = edition.board
    return time.process_time() - begun


def alone(election: Election, events: Sequence[Event]) -> tuple[float, list[float]]:
    """Return CPU seconds for the boards alone, the record and standings being there: together, and each in order."""
    made = list(editions(election, events))
    sums, costs = boards.start(election), []
    for edition in made[1:]:
        change = edition.change
        begun = time.process_time()
        if change is not None and change.contest is not None and change.after is not None:
            contest = election.contest_by_id[change.contest]
            sums = boards.advance(sums, election, contest, change.after, edition.record)
        boards.board(election, sums)
        costs.append(time.process_time() - begun)
    return sum(costs), sorted(costs)


def one_more(election: Election, events: Sequence[Event]) -> list[float]:
    """Return CPU seconds for each declaration, in order of cost, the collector of garbage left to run as it will."""
    edition, costs = start(election), []
    for event in events:
        begun = time.process_time()
        edition = advance(edition, event)
        _ = edition.board
        costs.append(time.process_time() - begun)
    return sorted(costs)


def _timed(make: Callable[[], object]) -> float:
    begun = time.process_time()
    make()
    return time.process_time() - begun


def lists(edition: Edition) -> dict[str, float]:
    """Return CPU seconds for what is made only when it is asked for, at the end of a night."""
    return {
        "the contract's board as JSON": _timed(lambda: to_json(board_plain(edition))),
        "its lists as JSON": _timed(lambda: to_json(board_lists(edition))),
        "our measures of wards": _timed(lambda: ward_measures_plain(edition)),
        "D'Hondt by region": _timed(
            lambda: lists_by_region(edition.election, edition.standings, edition.board_sums.plan)
        ),
    }


def main() -> None:
    """Print the figures, the median of three runs."""
    for name, aim in NIGHTS.items():
        pack = read_pack(find_night(name))
        events = list(pack.events())
        whole(pack.election, events[:5])  # The first loads modules.
        gc.collect()
        seconds = statistics.median(whole(pack.election, events) for _ in range(3))
        print(f"{name}: {len(events):,} events into boards: {seconds:.2f} s of CPU (aim: at most {aim:g})")
        total, costs = alone(pack.election, events)
        print(
            f"  boards alone: {total:.2f} s; one more: median {statistics.median(costs) * 1e3:.2f} ms, 99th percentile "
            f"{costs[len(costs) * 99 // 100] * 1e3:.2f} ms, most {costs[-1] * 1e3:.2f} ms"
        )
        costs = one_more(pack.election, events)
        print(
            f"  one more, edition and board: median {statistics.median(costs) * 1e3:.2f} ms, 99th percentile "
            f"{costs[len(costs) * 99 // 100] * 1e3:.2f} ms, most {costs[-1] * 1e3:.2f} ms (aim: {ONE_MORE_MS:g} ms)"
        )
        *_, last = editions(pack.election, events)
        for what, cost in lists(last).items():
            print(f"  {what}: {cost * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
