"""List allocations: 676 Spanish provinces, and 10,000 of one list of 14 seats, beside votelib in the same run.

    python bench/count_lists.py

Times are of this process's own work on one core, best of five. The targets are 0.05 s and 1 s. An allocation here tells
each seat's order, the threshold with its denominator, and any tie; votelib's tells the seats.
`pip install votelib` for the comparison. The provinces are read from ../shared and left out if they are not there.
"""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from tellers.count.closeness import how_close
from tellers.count.divisors import DHONDT
from tellers.count.list_systems import SPAIN_CONGRESS
from tellers.count.lists import ListPoll, ListSystem

PROVINCES = Path(__file__).parents[2] / "shared/vectors/list-pr-spain/congreso_1977_2019.json"
PROVINCES_TARGET_SECONDS = 0.05
ALLOCATIONS_TARGET_SECONDS = 1.0
ALLOCATIONS = 10_000
# Ten lists of made-up votes, each about two thirds of the one before.
VOTES = {f"List {place}": 1_000_003 * 2**place // 3**place for place in range(10)}
RUNS = 5


def best_seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of several runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def say(what: str, seconds: float, target_seconds: float | None = None) -> None:
    """Print one line, with the target and whether it was met."""
    verdict = "" if target_seconds is None else f"  target {target_seconds:g} s: {_met(seconds, target_seconds)}"
    print(f"{what:<62} {seconds:8.4f} s{verdict}")


def _met(seconds: float, target_seconds: float) -> str:
    return "met" if seconds <= target_seconds else "MISSED"


def bench_provinces() -> None:
    """Time every province of the Congress, the votes read and the polls made beforehand."""
    contests = json.loads(PROVINCES.read_text(encoding="utf-8"))
    polls = [ListPoll(votes=c["votes"], seats=c["seats"], blank=c["blank"]) for c in contests]
    say(
        f"{len(polls)} provinces, D'Hondt, 3% of valid votes",
        best_seconds(lambda: [SPAIN_CONGRESS.allocate(poll) for poll in polls]),
        PROVINCES_TARGET_SECONDS,
    )
    sample = polls[:50]
    each = best_seconds(lambda: [how_close(SPAIN_CONGRESS.allocate, poll) for poll in sample]) / len(sample)
    say("votes to the next seat and of the last, every list, a province", each)
    if importlib.util.find_spec("votelib") is None:
        return
    from votelib.evaluate.core import Conditioned
    from votelib.evaluate.proportional import HighestAverages
    from votelib.evaluate.threshold import RelativeThreshold

    evaluator = Conditioned(RelativeThreshold(Decimal("0.03"), accept_equal=True), HighestAverages("d_hondt"))
    say(
        f"  votelib, {len(polls)} provinces, 3% of votes for lists",
        best_seconds(lambda: [evaluator.evaluate(dict(poll.votes), poll.seats) for poll in polls]),
    )


def bench_allocations() -> None:
    """Time 10,000 allocations of one poll of 14 seats."""
    system = ListSystem(id="bench", method=DHONDT)
    poll = ListPoll(votes=VOTES, seats=14)
    say(
        f"{ALLOCATIONS:,} allocations of 14 seats to 10 lists, D'Hondt",
        best_seconds(lambda: [system.allocate(poll) for _ in range(ALLOCATIONS)]),
        ALLOCATIONS_TARGET_SECONDS,
    )
    if importlib.util.find_spec("votelib") is None:
        print("votelib is not installed: no comparison")
        return
    from votelib.evaluate.proportional import HighestAverages

    evaluator = HighestAverages("d_hondt")
    say(
        f"  votelib, {ALLOCATIONS:,} of the same",
        best_seconds(lambda: [evaluator.evaluate(VOTES, 14) for _ in range(ALLOCATIONS)]),
    )


if __name__ == "__main__":
    if PROVINCES.exists():
        bench_provinces()
    else:
        print(f"{PROVINCES.name} is not here: the provinces are left out")
    bench_allocations()
