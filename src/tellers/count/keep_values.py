"""The count by keep values (Meek) or prices (Warren): every elected candidate keeps just a quota of every paper.

Nothing is ever transferred once for all: each iteration hands out every paper anew from the first preference, each
candidate on it keeping the share that the candidate's keep value says, until the elected hold the quota and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from tellers.count.ballots import Papers
from tellers.count.ranking_tree import Branch, branches
from tellers.count.sheet import Figure, Lot, StageSheet
from tellers.count.sure_losers import loser_sets
from tellers.count.ties import Look, LotAwaitedSignal
from tellers.count.working import Working, first_preferences

# Of a paper's weight and a candidate's keep value: what the candidate keeps, and the weight that goes on.
Share = Callable[[Figure, Figure], tuple[Figure, Figure]]
# Of keep value, quota and votes: the next keep value.
Update = Callable[[Figure, Figure, Figure], Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepTerms:
    """What rules of this family answer differently. Figures are in units of one `scale`-th.

    Args:
        rule: The rule's id.
        scale: Units to the vote; None keeps exact fractions.
        quota: The quota from the votes not exhausted, and seats.
        passes: Whether a candidate must pass the quota; else reaching it is enough.
        share: How a paper's weight is divided.
        update: How a keep value changes.
        least_surplus: Iteration ends when all surpluses together are below this.
        losers: Whether one candidate is excluded at a time, or every sure loser at once; either may end iteration
            early: `sure_lowest` as soon as the lowest cannot catch the next, `all_sure` when any set cannot.
        near_ties: Whether all within the total surplus of the lowest are tied; else only equals are.
        ties: Which earlier stage separates a tie before a lot does.
        tie_law: The sentence, with its clause, that a tie is settled by.
        every_iteration: Whether each iteration is a stage of its own, as New Zealand publishes them.
    """

    rule: str
    scale: int | None
    quota: Callable[[Figure, int], Figure]
    passes: bool = False
    share: Share
    update: Update
    least_surplus: Figure
    losers: Literal["lowest", "sure_lowest", "all_sure"] = "lowest"
    near_ties: bool = False
    ties: Look = "never"
    tie_law: str
    every_iteration: bool = False


@dataclass(slots=True)
class _Keeping:
    """The count's own state beside the working: keep values, and the tree of papers."""

    terms: KeepTerms
    work: Working
    keep: list[Figure]
    roots: list[Branch]


def count_by_keep_values(terms: KeepTerms, papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    """Return the sheet of a count on these terms; a candidate excluded at a stage loses the votes at the next.

    Raises:
        CountError: The seats cannot be filled, or a lot fits no tie.
    """
    work = first_preferences(terms.rule, papers, seats, lots, terms.scale or 1)
    work.quota_moves = True
    one: Figure = terms.scale or 1
    keep: list[Figure] = [one if stands else 0 for stands in work.standing]
    state = _Keeping(terms, work, keep, branches(work.rankings, work.numbers, range(len(work.numbers)), 0))
    try:
        while work.vacancies:
            if terms.every_iteration:
                _iteration(state)
            else:
                _round(state)
    except LotAwaitedSignal:
        pass
    return work.sheet()


def _round(state: _Keeping) -> None:
    """Iterate until somebody is elected, sure losers are found, or the surplus is spent; in the last two, exclude."""
    work, before = state.work, None
    while True:
        _distribute(state)
        reached = _reached(state)
        surplus = _total_surplus(work, reached)
        losers = [] if reached else _sure_losers(state, surplus)
        spent = surplus < state.terms.least_surplus or (before is not None and surplus >= before)
        if reached or losers or spent:
            break
        _update_keep_values(state)
        before = surplus
    _write(state)
    _elect(state, reached)
    if not reached:
        _exclude(state, losers or [_lowest(state, surplus)])


def _iteration(state: _Keeping) -> None:
    """Make one iteration a stage: elect, and exclude the lowest if sure or if the surplus is spent."""
    _distribute(state)
    reached = _reached(state)
    surplus = _total_surplus(state.work, reached)
    _write(state)
    _elect(state, reached)
    if state.work.vacancies:
        losers = _sure_losers(state, surplus)
        if losers or surplus < state.terms.least_surplus:
            _exclude(state, losers or [_lowest(state, surplus)])
    if state.work.vacancies:
        _update_keep_values(state)


def _distribute(state: _Keeping) -> None:
    """Hand out every paper from its first preference, and reckon the quota from what was not exhausted."""
    work, share, keep = state.work, state.terms.share, state.keep
    votes: list[Figure] = [0] * len(keep)
    exhausted: Figure = 0
    one: Figure = state.terms.scale or 1
    waiting: list[tuple[Figure, Branch]] = [(one, root) for root in state.roots]
    while waiting:
        weight, branch = waiting.pop()
        kept, onward = share(weight, keep[branch.candidate])
        votes[branch.candidate] += kept * branch.number
        if not onward:
            continue
        ended = branch.number
        for child in branch.children(work.rankings, work.numbers):
            waiting.append((onward, child))
            ended -= child.number
        exhausted += onward * ended
    work.votes = votes
    work.exhausted = exhausted
    work.lost = work.valid - sum(votes) - exhausted
    work.quota = state.terms.quota(sum(votes), work.seats)


def _reached(state: _Keeping) -> list[int]:
    """Return those who stand and have the quota."""
    work = state.work
    assert work.quota is not None
    quota, passes = work.quota, state.terms.passes
    return [c for c in work.continuing() if work.votes[c] > quota or (work.votes[c] == quota and not passes)]


def _total_surplus(work: Working, reached: Sequence[int]) -> Figure:
    """Return the votes that the elected, with those who have just reached the quota, hold over it together."""
    assert work.quota is not None
    return max(
        0, sum(work.votes[c] for c in (*work.elected, *reached)) - work.quota * (len(work.elected) + len(reached))
    )


def _sure_losers(state: _Keeping, surplus: Figure) -> list[int]:
    """Return those whom the rule lets go before the surplus is spent."""
    work = state.work
    if state.terms.losers == "lowest":
        return []
    sets = loser_sets(work.votes, work.continuing(), surplus, work.vacancies)
    if state.terms.losers == "all_sure":
        return sets[-1] if sets else []
    return sets[0] if sets and len(sets[0]) == 1 else []


def _lowest(state: _Keeping, surplus: Figure) -> int:
    """Return the one to exclude."""
    terms, work = state.terms, state.work
    standing = work.continuing()
    bound = min(work.votes[c] for c in standing) + (surplus if terms.near_ties else 0)
    tied = [c for c in standing if work.votes[c] <= bound]
    return work.choose(tied, "exclude", most=False, look=terms.ties, why=terms.tie_law, written=True)


def _exclude(state: _Keeping, losers: list[int]) -> None:
    """Exclude candidates; then, if those left are no more than the vacancies, they are elected."""
    work = state.work
    names = ", ".join(work.papers.candidates[c] for c in losers)
    work.exclude_after(losers, f"{names} excluded with the fewest votes.")
    for candidate in losers:
        state.keep[candidate] = 0
    _elect_rest(work)


def _elect(state: _Keeping, reached: list[int]) -> None:
    """Elect those with the quota; should rounding have put more over it than there are places, the highest of them."""
    work = state.work
    chosen: list[int] = []
    waiting = list(reached)
    while waiting and len(chosen) < work.vacancies:
        most = max(work.votes[c] for c in waiting)
        tied = [c for c in waiting if work.votes[c] == most]
        if len(tied) > work.vacancies - len(chosen):
            why = state.terms.tie_law
            tied = [work.choose(tied, "last_seat", most=True, look=state.terms.ties, why=why, written=True)]
        chosen += tied
        waiting = [c for c in waiting if c not in tied]
    work.elect(chosen)
    _elect_rest(work)


def _elect_rest(work: Working) -> None:
    if work.vacancies and len(work.continuing()) <= work.vacancies:
        work.elect(work.continuing())


def _update_keep_values(state: _Keeping) -> None:
    work = state.work
    assert work.quota is not None
    for candidate in work.elected:
        state.keep[candidate] = state.terms.update(state.keep[candidate], work.quota, work.votes[candidate])


def _write(state: _Keeping) -> None:
    first = "First preferences."
    state.work.write_stage("Every paper handed out anew at the keep values." if state.work.stages else first)
