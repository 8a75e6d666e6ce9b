"""How close a runoff was: the fewest papers that, marked otherwise, could have elected another, from both sides."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tellers.count.ballots import Papers
from tellers.count.instant_runoff import count_runoff
from tellers.count.interpretation import Step, read_groups
from tellers.count.irv_choices import RunoffChoices
from tellers.errors import CountError, Problem

Ints = npt.NDArray[np.int64]

# Tallies of sets of candidates looked at before the search stops with the bound it has: each is a pass over all papers.
TALLIES_MAX = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunoffMargin:
    """Bounds of the margin of victory, in papers marked otherwise, a tie that a lot may settle counting as enough.

    Args:
        winner: Who was elected.
        lower: No fewer papers than these, however marked, could have elected another: a proven lower bound.
        upper: So many suffice: half the difference of the last two, rounded up.
        rival: The other of the last two.
        searched: Whether the search came to its end; if not, `lower` is only as good as it got.
    """

    winner: str
    lower: int
    upper: int
    rival: str
    searched: bool

    @property
    def exact(self) -> bool:
        """Say whether the bounds meet, so that the margin itself is known."""
        return self.lower == self.upper


def runoff_margin(papers: Papers, choices: RunoffChoices, *, tallies_max: int = TALLIES_MAX) -> RunoffMargin:
    """Return the bounds for a runoff of one seat.

    For another to win, the candidates must go out in some order that ends with that other. For each stage of such an
    order, with `S` standing and `e` next out, one paper changes the difference of `e` and any other by 2 at most, so
    at least (votes of `e` - fewest votes of the others) / 2 papers must change. The bound is the least, over all
    orders, of the greatest such number over the order's stages. Orders are built from the last stage back, the most
    promising first, and given up once they cost no less than the upper bound.

    Raises:
        CountError: The choices are for several seats or set a least number of votes, or a lot is awaited.

    Source:
        T. Magrino, R. Rivest, E. Shen and D. Wagner, Computing the margin of victory in IRV elections, 2011 (the last
        round's margin above; the search from the last stage back); M. Blom, V. Teague, P. Stuckey and R. Tidhar,
        Efficient computation of exact IRV margins, 2016 (bounds of an order's beginning). The bound here is weaker
        than theirs, since it takes each stage alone and solves no integer program.
    """
    winner, rival, upper = _last_two(papers, choices)
    search = _Search(
        tally=_tallier(papers, choices),
        standing=_standing(papers),
        winner=winner,
        upper=upper,
        tallies_max=tallies_max,
    )
    lower, searched = search.run()
    return RunoffMargin(
        winner=papers.candidates[winner],
        lower=lower,
        upper=upper,
        rival=papers.candidates[rival] if rival >= 0 else "",
        searched=searched,
    )


def _standing(papers: Papers) -> tuple[int, ...]:
    out = papers.withdrawn | papers.write_ins
    return tuple(candidate for candidate in range(len(papers.candidates)) if candidate not in out)


def _last_two(papers: Papers, choices: RunoffChoices) -> tuple[int, int, int]:
    """Return the winner, the last other standing and half their difference rounded up, by a count to the last two.

    Swapping the two on papers of the winner moves the difference by 2 a paper, and no other candidate's votes.
    """
    if choices.mode != "single" or choices.minimum_votes:
        raise CountError(
            Problem(
                where="margin",
                found=f"a runoff of the form {choices.mode!r}, least votes {choices.minimum_votes}",
                wanted="a runoff for one seat without a least number of votes",
                remedy="Ask for the margin of a count of one seat.",
            )
        )
    # Ties among the lowest on the way are settled by any order here: the upper bound holds for each of them.
    to_two = RunoffChoices(reading=choices.reading, until="two", ties="listed_order")
    sheet = count_runoff(papers, 1, choices=to_two, rule="margin")
    winner = sheet.elected[0]
    left = [
        candidate
        for candidate in _standing(papers)
        if candidate != winner and all(candidate not in stage.excluded for stage in sheet.stages)
    ]
    if not left:
        return winner, -1, sum(int(votes) for votes in sheet.stages[-1].votes)
    votes = sheet.stages[-1].votes
    return winner, left[0], int(-(-(votes[winner] - votes[left[0]]) // 2))


@dataclass(slots=True)
class _Search:
    """The search from the last stage back; sets of candidates are frozen sets of indexes."""

    tally: _Tallier
    standing: tuple[int, ...]
    winner: int
    upper: int
    tallies_max: int
    known: dict[frozenset[int], Mapping[int, int]] = field(default_factory=dict)

    def run(self) -> tuple[int, bool]:
        """Return the bound, and whether the search came to its end."""
        everyone = frozenset(self.standing)
        first = self._votes(everyone)
        queue: list[tuple[int, int, int, frozenset[int]]] = []
        number = 0
        for other in self.standing:
            if other != self.winner:
                heapq.heappush(queue, (0, number, 0, frozenset((other,))))
                number += 1
        best: dict[frozenset[int], int] = {}
        while queue:
            bound, _, cost, last = heapq.heappop(queue)
            if bound >= self.upper:
                return self.upper, True
            if last == everyone:
                return bound, True
            if len(self.known) > self.tallies_max:
                return bound, False
            children, least = self._before(last, first)
            for child, child_cost in children:
                total = max(cost, child_cost)
                if total < best.get(child, self.upper):
                    best[child] = total
                    number += 1
                    heapq.heappush(queue, (max(total, least, bound), number, total, child))
        return self.upper, True

    def _before(self, last: frozenset[int], first: Mapping[int, int]) -> tuple[list[tuple[frozenset[int], int]], int]:
        """Return the sets one stage before `last`, each with what that stage costs; and what all of them must cost.

        Everyone not in `last` goes out at some stage before it, with at least the first preferences they have, while
        each in `last` has at most the votes they have there: so much is needed whatever the order.
        """
        children = []
        least = 0
        for candidate in self.standing:
            if candidate in last:
                continue
            together = last | {candidate}
            votes = self._votes(together)
            fewest = min(votes[other] for other in last)
            children.append((together, _half(votes[candidate] - fewest)))
            least = max(least, _half(first[candidate] - fewest))
        return children, least

    def _votes(self, standing: frozenset[int]) -> Mapping[int, int]:
        if standing not in self.known:
            self.known[standing] = self.tally.votes(standing)
        return self.known[standing]


def _half(difference: int) -> int:
    """Return half of a difference rounded up, and none where it is below none."""
    return max(0, -(-difference // 2))


@dataclass(slots=True)
class _Tallier:
    """Votes of any set of candidates as if they alone stood.

    Args:
        steps: shape (groups, ranks): candidates in order, `candidates` itself where there are no more.
        numbers: shape (groups,): papers of each.
        candidates: How many candidates there are.
        shared: Groups with ranks that several share, which are walked one by one.
    """

    steps: npt.NDArray[np.int16]
    numbers: Ints
    candidates: int
    shared: list[tuple[tuple[Step, ...], int]]

    def votes(self, standing: frozenset[int]) -> dict[int, int]:
        """Return the votes of each of those standing."""
        stands = np.zeros(self.candidates + 1, dtype=bool)
        stands[list(standing)] = True
        # The sentinel stands too, so that every row has a first one standing: nobody.
        stands[self.candidates] = True
        place = stands[self.steps].argmax(axis=1)
        holder = self.steps[np.arange(len(self.steps)), place]
        totals = np.zeros(self.candidates + 1, dtype=np.int64)
        np.add.at(totals, holder, self.numbers)
        found = {candidate: int(totals[candidate]) for candidate in standing}
        for trail, number in self.shared:
            candidate = _first_of(trail, standing)
            if candidate is not None:
                found[candidate] += number
        return found


def _first_of(trail: Sequence[Step], standing: frozenset[int]) -> int | None:
    for step in trail:
        left = standing.intersection((step,) if isinstance(step, int) else step)
        if len(left) > 1:
            return None
        if left:
            return next(iter(left))
    return None


def _tallier(papers: Papers, choices: RunoffChoices) -> _Tallier:
    plain: dict[tuple[int, ...], int] = {}
    shared: list[tuple[tuple[Step, ...], int]] = []
    said = read_groups(papers.groups, choices.reading)
    for trail, number in zip(said.steps, said.numbers, strict=True):
        if all(isinstance(step, int) for step in trail):
            key: tuple[int, ...] = tuple(step for step in trail if isinstance(step, int))
            plain[key] = plain.get(key, 0) + number
        else:
            shared.append((trail, number))
    nobody = len(papers.candidates)
    longest = max((len(trail) for trail in plain), default=0)
    steps = np.full((len(plain), longest + 1), nobody, dtype=np.int16)
    for row, trail in enumerate(plain):
        steps[row, : len(trail)] = trail
    numbers = np.array(list(plain.values()), dtype=np.int64)
    return _Tallier(steps=steps, numbers=numbers, candidates=nobody, shared=shared)
