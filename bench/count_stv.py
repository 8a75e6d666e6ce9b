"""How long the single transferable vote takes: 178 Scottish wards, and Tasmania's Senate papers of 2019.

    python bench/count_stv.py [--all-wards]

One core, best of five, the collector left on. Beside it pyrankvote, votelib and VoteKit count some of the same wards in
the same run, where they are installed. They elect by rules of their own, and only ours makes the stage sheet of the
law: what is compared is the time, and whether the same people are elected. `--all-wards` lets them count all 178.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.count.registry import RULES
from tellers.exchange.ballots.blt import read_blt
from tellers.exchange.ballots.senate import read_senate

SHARED = Path(__file__).parents[2] / "shared"
WARDS = SHARED / "vectors" / "scotland2017"
SENATE = SHARED / "data" / "world" / "ranked" / "senate" / "aec-senate-formalpreferences-24310-TAS.csv.gz"
SAMPLE = 12

Elect = Callable[[Papers, int], set[str]]


class Taken(NamedTuple):
    """Seconds that a piece of work took: by the clock on the wall, and of the processor."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.3f} s ({self.processor:.3f} s of processor)"


def best(times: int, work: Callable[[], object]) -> Taken:
    """Return the shortest of several times; the two differ where the machine has other work."""
    taken = []
    for _ in range(times):
        gc.collect()
        begun, busy = time.perf_counter(), time.process_time()
        work()
        taken.append(Taken(time.perf_counter() - begun, time.process_time() - busy))
    return min(taken)


def ours(papers: Papers, seats: int) -> set[str]:
    """Return whom the law elects; a lot, which no ward here needs for a seat, would leave the set short."""
    sheet = RULES["scottish_stv_2007"].count(papers, seats)
    return set(sheet.names(sheet.elected))


def by_votelib(papers: Papers, seats: int) -> set[str]:
    """Return whom votelib's Gregory count elects."""
    sequential = importlib.import_module("votelib.evaluate.sequential")
    votes = {tuple(papers.candidates[c] for c in ranking): number for ranking, number in papers.groups}
    return set(sequential.TransferableVoteSelector(quota_function="droop").evaluate(votes, seats))


def by_pyrankvote(papers: Papers, seats: int) -> set[str]:
    """Return whom pyrankvote elects; it takes one ballot a paper."""
    library = importlib.import_module("pyrankvote")
    candidates = [library.Candidate(name) for name in papers.candidates]
    ballots = []
    for ranking, number in papers.groups:
        ballots += [library.Ballot(ranked_candidates=[candidates[c] for c in ranking])] * number
    result = library.single_transferable_vote(candidates, ballots, seats)
    return {str(winner) for winner in result.get_winners()}


def by_votekit(papers: Papers, seats: int) -> set[str]:
    """Return whom VoteKit's STV elects."""
    library, elections = importlib.import_module("votekit"), importlib.import_module("votekit.elections")
    ballots = [
        library.RankBallot(ranking=[{papers.candidates[c]} for c in ranking], weight=number)
        for ranking, number in papers.groups
    ]
    profile = library.RankProfile(ballots=ballots, candidates=list(papers.candidates))
    count = elections.STV(profile, seats, simultaneous=False, tiebreak="random")
    return {name for group in count.get_elected() for name in group}


def read_wards() -> list[tuple[str, Papers, int]]:
    """Return each ward's name, papers and seats."""
    wards = []
    for path in sorted((WARDS / "blt").glob("*.blt")):
        table = json.loads((WARDS / "official" / f"{path.stem}.json").read_text(encoding="utf-8"))
        wards.append((path.stem, read_blt(path), table["seats"]))
    return wards


def measure_wards(wards: list[tuple[str, Papers, int]]) -> None:
    """Print the time for all wards, from rankings as read to stage sheets."""
    raw: list[tuple[tuple[str, ...], list[tuple[Ranking, int]], Papers, int]] = [
        (papers.candidates, list(papers.groups), papers, seats) for _, papers, seats in wards
    ]

    def work() -> None:
        for candidates, pairs, papers, seats in raw:
            counted: dict[Ranking, int] = {}
            for ranking, number in pairs:
                counted[ranking] = counted.get(ranking, 0) + number
            RULES["scottish_stv_2007"].count(group_papers(candidates, counted, withdrawn=papers.withdrawn), seats)

    papers = sum(papers.number for _, papers, _ in wards)
    print(f"{len(wards)} Scottish wards, {papers:,} papers, grouped and counted: {best(5, work)}, wanted 0.35")


def measure_beside(wards: list[tuple[str, Papers, int]]) -> None:
    """Print how long others take on the same wards, and in how many they elect the same people."""
    truth = {name: ours(papers, seats) for name, papers, seats in wards}
    mine = best(3, lambda: [ours(papers, seats) for _, papers, seats in wards])
    print(f"{len(wards)} wards beside others: tellers {mine}")
    others: dict[str, Elect] = {"votelib": by_votelib, "pyrankvote": by_pyrankvote, "votekit": by_votekit}
    for name, elect in others.items():
        try:
            importlib.import_module(name)
        except ImportError:
            print(f"  {name}: not installed, not measured")
            continue
        unlike: list[str] = []

        def work(elect: Elect = elect, unlike: list[str] = unlike) -> None:
            unlike += [ward for ward, papers, seats in wards if elect(papers, seats) != truth[ward]]

        taken = best(1, work)
        told = f", others elected in {', '.join(unlike)}" if unlike else ", the same elected in all"
        print(f"  {name}: {taken}, {taken.processor / mine.processor:,.0f} times as long{told}")


def measure_senate() -> None:
    """Print the time to read and to count Tasmania's papers."""
    if not SENATE.exists():
        print(f"{SENATE.name} is not here: Tasmania was not measured")
        return
    kept: list[Papers] = []
    reading = best(1, lambda: kept.append(read_senate(SENATE, seats=6)))
    papers = kept[0]
    pairs = list(papers.groups)

    def work() -> None:
        RULES["australian_senate_2019"].count(group_papers(papers.candidates, dict(pairs)), 6)

    counting = best(5, work)
    both = Taken(reading.wall + counting.wall, reading.processor + counting.processor)
    print(f"Tasmania 2019, {papers.number:,} papers in {len(pairs):,} rankings: counted in {counting}, wanted 1")
    print(f"  read and counted in {both}, wanted 10")


def main(arguments: list[str]) -> None:
    """Measure what is there."""
    if not WARDS.exists():
        print(f"{WARDS} is not here: the wards were not measured")
    else:
        wards = read_wards()
        measure_wards(wards)
        measure_beside(wards if "--all-wards" in arguments else wards[:: max(1, len(wards) // SAMPLE)])
    measure_senate()


if __name__ == "__main__":
    main(sys.argv[1:])
