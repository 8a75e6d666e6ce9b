"""Cambridge, Massachusetts: whole ballots, and of a surplus every nth (Cincinnati), in the order they were counted.

The order of ballots decides which of them move, and the city draws its precincts by lot for that: give the papers in
that order, ungrouped (`Papers.groups` may repeat a ranking).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tellers.count.ballots import Papers, Ranking
from tellers.count.quotas import droop_whole
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, StageSheet
from tellers.count.ties import LotAwaitedSignal
from tellers.count.working import Working, first_preferences

_ID = "cambridge_stv_1941"
_SIGNATURES = 50
_TIE_SURPLUS = "Equal surpluses: the lot decides (c. 54A s. 9(k), last sentence but one)."
_TIE_LOWEST = "Equal at the bottom: who had fewer before the last transfer, and so back; else the lot (c. 54A s. 9(k))."


def _read(ranking: Ranking, standing: frozenset[int]) -> tuple[int, ...]:
    """Return each candidate marked alone at some rank, in order: gaps and shared ranks are passed over."""
    alone = [entry for entry in ranking if isinstance(entry, int)]
    return tuple(c for c in dict.fromkeys(alone) if c in standing)


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    work = first_preferences(_ID, papers, seats, lots, 1, singly=True, read=_read)
    assert isinstance(work.valid, int)
    work.quota = droop_whole(work.valid, seats)
    work.write_stage("First choices.")
    quota = work.quota
    work.elect([c for c in work.continuing() if work.votes[c] >= quota])
    try:
        _transfer_surpluses(work)
        _defeat_unsigned(work)
        while work.vacancies:
            if len(work.continuing()) <= work.vacancies:
                work.elect(work.continuing())
            else:
                _defeat(work, [_lowest(work)], "lowest on the poll")
    except LotAwaitedSignal:
        pass
    return work.sheet()


def _transfer_surpluses(work: Working) -> None:
    """Transfer each surplus of first choices, the largest first."""
    assert work.quota is not None
    waiting = [c for c in work.elected if work.votes[c] > work.quota]
    while waiting and work.vacancies:
        largest = max(work.votes[c] for c in waiting)
        tied = [c for c in waiting if work.votes[c] == largest]
        candidate = work.choose(tied, "surplus", most=True, look="never", why=_TIE_SURPLUS)
        waiting.remove(candidate)
        _transfer_surplus(work, candidate)


def _transfer_surplus(work: Working, candidate: int) -> None:
    """Take every nth ballot, then those after them, until the candidate is down to the quota or none can move."""
    assert isinstance(work.quota, int)
    total = int(work.votes[candidate])
    surplus = total - work.quota
    step = (2 * total + surplus) // (2 * surplus)
    ballots = [group for parcel in work.piles[candidate] for group in parcel.groups]
    moved = _hand_on(work, (ballots[place - 1] for place in _places(total, step)), surplus)
    kept = [group for group in ballots if group not in moved]
    work.piles[candidate] = []
    work.votes[candidate] = len(kept)
    work.write_stage(
        f"Surplus of {work.papers.candidates[candidate]}: {len(moved)} ballots transferred, every {step}th as given.",
        moved_from=(candidate,),
    )


def _places(total: int, step: int) -> Iterable[int]:
    """Yield the places n, 2n, 3n, …, then n + 1, 2n + 1, …, and last those before the first n."""
    for shift in range(step):
        yield from range(step + shift, total + 1, step)
    yield from range(1, min(step, total + 1))


def _hand_on(work: Working, ballots: Iterable[int], most: int) -> set[int]:
    """Give ballots one by one to the next continuing candidate, who is elected on reaching the quota.

    Returns:
        Those that moved, at most `most`; the others show no choice for a continuing candidate.
    """
    moved: set[int] = set()
    for ballot in ballots:
        if len(moved) == most:
            break
        receiver = work.next_for(ballot)
        if receiver is None:
            continue
        work.give(receiver, [ballot], 1, 1)
        moved.add(ballot)
        if work.votes[receiver] == work.quota:
            work.elect_within([receiver])
    return moved


def _defeat_unsigned(work: Working) -> None:
    """Defeat together all with fewer ballots than a nomination needs signatures, if enough candidates are left."""
    few = [c for c in work.continuing() if work.votes[c] < _SIGNATURES]
    if few and work.vacancies and len(work.continuing()) - len(few) >= work.vacancies:
        _defeat(work, few, f"with fewer than {_SIGNATURES} ballots")


def _lowest(work: Working) -> int:
    fewest = min(work.votes[c] for c in work.continuing())
    tied = [c for c in work.continuing() if work.votes[c] == fewest]
    return work.choose(tied, "exclude", most=False, look="latest_first", why=_TIE_LOWEST)


def _defeat(work: Working, candidates: list[int], why: str) -> None:
    """Defeat candidates and transfer all their ballots, completing the transfer even if it fills the last place."""
    for candidate in candidates:
        work.standing[candidate] = False
    ballots = [group for c in candidates for parcel in work.piles[c] for group in parcel.groups]
    for candidate in candidates:
        work.piles[candidate] = []
        work.votes[candidate] = 0
    moved = _hand_on(work, ballots, len(ballots))
    work.exhausted += len(ballots) - len(moved)
    work.write_stage(
        f"{', '.join(work.papers.candidates[c] for c in candidates)} defeated, {why}, and all ballots transferred.",
        excluded=tuple(candidates),
        moved_from=tuple(candidates),
    )


RULE = Rule(
    id=_ID,
    law="Massachusetts General Laws chapter 54A, section 9, with the Cincinnati method under section 16(b)",
    place="Cambridge, Massachusetts",
    years="1941-",
    source="https://www.cambridgema.gov/election/cincinnati_method.cfm; chapter 54A as kept in force for Cambridge",
    choices=(
        Choice(name="quota", value="valid ballots over places plus one, plus one, fraction cut", cites="s. 9(c)"),
        Choice(
            name="surplus",
            value="every nth ballot of those counted, n the nearest whole number to total over surplus, halves up; "
            "ballots with no continuing choice stay; then n + 1, 2n + 1, …",
            cites="s. 16(b), the Cincinnati method as the Election Commission describes it",
        ),
        Choice(
            name="elected",
            value="on reaching the quota, after which no more ballots are credited",
            cites="s. 9(c)",
        ),
        Choice(
            name="unsigned",
            value=f"all below {_SIGNATURES} ballots together, unless that leaves too few for the places",
            cites="s. 9(g); fifty signatures nominate",
        ),
        Choice(name="losers", value="then the lowest, one at a time", cites="s. 9(i), (j)"),
        Choice(name="last", value="a transfer in progress is completed", cites="s. 9(l)"),
        Choice(name="ties", value="who had fewer before the last transfer, and so back, else the lot", cites="s. 9(k)"),
        Choice(
            name="read", value="skipped numbers are passed over; a number used twice does not count", cites="s. 9(a)"
        ),
    ),
    count=_count,
)
