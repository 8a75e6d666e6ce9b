"""One runoff of a million papers from CSV, read, grouped and counted; and a smaller one beside pyrankvote.

    python bench/count_irv.py [--papers 1000000]

Made-up papers of Barsetshire from one seed. Times are of this process's own work on one core; the target is 4 s for a
million papers, reading and grouping included (RCTab takes 85). `pip install pyrankvote` for the comparison.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from tellers.count.ballots import Papers
from tellers.count.irv_rules import PLAIN
from tellers.count.sheet import StageSheet
from tellers.exchange.ballots import read_ballots

SEED = 1857
NAMES = ("Arabin", "Bold", "Crawley", "Dumbello", "Easterman", "Fothergill", "Grantly", "Harding")
WEIGHTS = (30, 25, 15, 10, 8, 6, 4, 2)
TARGET_SECONDS = 4.0
T = TypeVar("T")


def orders(number: int, candidates: int) -> Iterator[list[int]]:
    """Yield so many papers: a few say nothing, a quarter one name, and the likelier stand first."""
    draw = random.Random(SEED)
    lengths = draw.choices(range(candidates + 1), [1, 25, *[10] * (candidates - 1)], k=number)
    weights = (WEIGHTS * 3)[:candidates]
    for length in lengths:
        keys = [draw.random() ** (1 / weight) for weight in weights]
        yield sorted(range(candidates), key=keys.__getitem__, reverse=True)[:length]


def names(candidates: int) -> list[str]:
    return [f"{NAMES[index % 8]} {index // 8 + 1}" for index in range(candidates)]


def write_ranks(path: Path, number: int, candidates: int) -> None:
    """Write a column for each rank, after an id that makes every row different."""
    known = names(candidates)
    with path.open("w", encoding="utf-8") as out:
        out.write("ballot_id," + ",".join(f"rank{rank + 1}" for rank in range(candidates)) + "\n")
        for index, order in enumerate(orders(number, candidates)):
            cells = [known[candidate] for candidate in order] + [""] * (candidates - len(order))
            out.write(f"{index}," + ",".join(cells) + "\n")


def write_candidates(path: Path, number: int, candidates: int) -> None:
    """Write a column for each candidate, whose cells are ranks."""
    with path.open("w", encoding="utf-8") as out:
        out.write("ballot_id," + ",".join(names(candidates)) + "\n")
        for index, order in enumerate(orders(number, candidates)):
            cells = [""] * candidates
            for rank, candidate in enumerate(order, start=1):
                cells[candidate] = str(rank)
            out.write(f"{index}," + ",".join(cells) + "\n")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what the work returns, and the processor time it took."""
    begin = time.process_time()
    done = work()
    return done, time.process_time() - begin


def tell(label: str, path: Path) -> None:
    papers, reading = timed(lambda: read_ballots(path))
    _, counting = timed(lambda: PLAIN.count(papers, 1))
    total = reading + counting
    verdict = "within" if total <= TARGET_SECONDS else "MISSES"
    print(
        f"{label}: {papers.number:,} papers, {len(papers.groups):,} different: read and grouped {reading:.2f} s, "
        f"counted {counting:.2f} s, together {total:.2f} s, {verdict} {TARGET_SECONDS:.0f} s"
    )


def beside_pyrankvote(papers: Papers) -> None:
    """Count the same papers by both, from memory; pyrankvote takes one object for each paper."""
    ours, seconds = timed(lambda: PLAIN.count(papers, 1))
    print(f"beside pyrankvote, {papers.number:,} papers in memory: ours {seconds:.3f} s", end="")
    if importlib.util.find_spec("pyrankvote") is None:
        print("; pyrankvote is not installed")
        return
    import pyrankvote

    known = [pyrankvote.Candidate(name) for name in papers.candidates]
    ballots = [
        pyrankvote.Ballot(ranked_candidates=[known[entry] for entry in ranking if isinstance(entry, int)])
        for ranking, number in papers.groups
        for _ in range(number)
    ]
    theirs, slow = timed(lambda: pyrankvote.instant_runoff_voting(known, ballots))
    same = [winner.name for winner in theirs.get_winners()] == _winner(ours)
    print(f", pyrankvote {slow:.3f} s, {slow / max(seconds, 1e-6):.0f} times as long; the same winner: {same}")


def _winner(sheet: StageSheet) -> list[str]:
    return sheet.names(sheet.elected)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=1_000_000)
    number = parser.parse_args().papers
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "barset.csv"
        write_ranks(path, number, 8)
        tell("a column for each rank, 8 candidates", path)
        write_candidates(path, number, 8)
        tell("a column for each candidate, 8 candidates", path)
        write_ranks(path, number, 15)
        tell("a column for each rank, 15 candidates", path)
        write_ranks(path, min(number, 100_000), 8)
        beside_pyrankvote(read_ballots(path))


if __name__ == "__main__":
    main()
