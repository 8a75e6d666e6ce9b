"""A hand count at work: the piles of papers, who still stands, and the stages written down so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tellers.count.ballots import Papers, Ranking, clean_ranking
from tellers.count.sheet import Figure, Lot, Purpose, SettledBy, Stage, StageSheet, Tie
from tellers.count.ties import Look, LotAwaitedSignal, read_lot, separate, unused_lot_problem
from tellers.errors import CountError, Problem

# Of what a paper says and who stands: the candidates it can go to, in order.
Reading = Callable[[Ranking, frozenset[int]], tuple[int, ...]]


@dataclass(slots=True)
class Parcel:
    """Papers that came to a candidate together.

    Args:
        value: What each paper is worth, in the count's units.
        groups: Groups of identical papers, by number, in the order of filing.
        votes: What they brought the candidate; under laws that cut fractions, less than papers times value.
        stage: The stage at which they came.
    """

    value: Figure
    groups: list[int]
    votes: Figure
    stage: int


@dataclass(slots=True)
class Working:
    """Everything that changes while papers are counted. One count owns it; nobody else sees it.

    A group's iterator stands just after the candidate in whose pile it lies: nobody who is elected or excluded comes
    back, so what was passed over once is never wanted again. Papers that never leave their first pile need none.
    """

    rule: str
    papers: Papers
    seats: int
    scale: int
    lots: Sequence[Lot]
    rankings: list[tuple[int, ...]]
    numbers: list[int]
    onward: list[Iterator[int] | None]
    standing: list[bool]
    votes: list[Figure]
    piles: list[list[Parcel]]
    valid: Figure = 0
    exhausted: Figure = 0
    lost: Figure = 0
    quota: Figure | None = None
    quota_moves: bool = False
    elected: list[int] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    lots_used: int = 0
    fresh: tuple[int, ...] = ()

    @property
    def vacancies(self) -> int:
        """Places not yet filled."""
        return self.seats - len(self.elected)

    @property
    def stage_number(self) -> int:
        """The number of the stage being worked on, from 1."""
        return len(self.stages) + 1

    def continuing(self) -> list[int]:
        """Return candidates neither elected nor excluded, in ballot order."""
        return [c for c, stands in enumerate(self.standing) if stands]

    def count_papers(self, groups: Iterable[int]) -> int:
        """Return how many papers the groups hold."""
        return sum(map(self.numbers.__getitem__, groups))

    def sort_papers(self, groups: Iterable[int]) -> tuple[dict[int, list[int]], list[int]]:
        """Take papers on to each one's next continuing candidate; return them by candidate, and those with none."""
        piles: list[list[int] | None] = [[] if stands else None for stands in self.standing]
        spent: list[int] = []
        onward, rankings = self.onward, self.rankings
        for group in groups:
            rest = onward[group]
            if rest is None:
                rest = onward[group] = iter(rankings[group])
                next(rest)
            for candidate in rest:
                pile = piles[candidate]
                if pile is not None:
                    pile.append(group)
                    break
            else:
                spent.append(group)
        return {candidate: pile for candidate, pile in enumerate(piles) if pile}, spent

    def next_for(self, group: int) -> int | None:
        """Take one paper on; return its next continuing candidate, or None when it names no more."""
        piles, _ = self.sort_papers((group,))
        return next(iter(piles), None)

    def give(self, candidate: int, groups: list[int], value: Figure, votes: Figure) -> None:
        """Add papers to a candidate's pile, and votes to the candidate's votes."""
        self.piles[candidate].append(Parcel(value, groups, votes, self.stage_number))
        self.votes[candidate] += votes

    def elect(self, candidates: Iterable[int]) -> None:
        """Deem candidates elected at the stage just written, most votes first (and in ballot order where equal)."""
        self.elect_within(candidates)
        if self.fresh:
            last = self.stages[-1]
            self.stages[-1] = replace(last, elected=last.elected + self.fresh)
            self.fresh = ()

    def elect_within(self, candidates: Iterable[int]) -> None:
        """Deem candidates elected in the middle of the stage being worked on."""
        order = tuple(sorted(candidates, key=lambda c: (-self.votes[c], c)))
        for candidate in order:
            self.standing[candidate] = False
        self.elected.extend(order)
        self.fresh += order

    def exclude_after(self, candidates: Sequence[int], why: str) -> None:
        """Exclude candidates at the stage just written, whose votes will be taken from them at the next."""
        for candidate in candidates:
            self.standing[candidate] = False
        last = self.stages[-1]
        self.stages[-1] = replace(last, excluded=last.excluded + tuple(candidates), why=f"{last.why} {why}")

    def write_stage(
        self,
        why: str,
        *,
        excluded: tuple[int, ...] = (),
        moved_from: tuple[int, ...] = (),
        transfer_value: Fraction | None = None,
    ) -> None:
        """Write the stage down as it now stands; `elect` then adds to it those whom it elects."""
        votes = tuple(self.votes)
        before = self.stages[-1].votes if self.stages else (0,) * len(votes)
        self.stages.append(
            Stage(
                votes=votes,
                transferred=tuple(now - was for now, was in zip(votes, before, strict=True)),
                exhausted=self.exhausted,
                lost=self.lost,
                elected=self.fresh,
                excluded=excluded,
                moved_from=moved_from,
                transfer_value=transfer_value,
                quota=self.quota if self.quota_moves else None,
                why=why,
            )
        )
        self.fresh = ()

    def choose(
        self,
        tied: Sequence[int],
        purpose: Purpose,
        *,
        most: bool,
        look: Look,
        why: str,
        written: bool = False,
        history: Sequence[Sequence[Figure]] | None = None,
    ) -> int:
        """Return the one whom the law chooses of those tied (just that one, if one alone is given).

        Args:
            tied: Indexes of those tied.
            purpose: What the one chosen is chosen for.
            most: Whether the greatest earlier vote chooses; else the least.
            look: Which earlier stage speaks first.
            why: The sentence with its clause.
            history: Votes at each earlier point, oldest first, where the law looks back at more than whole stages.
            written: Whether the choice belongs to the stage already written, not to the one being worked on.

        Raises:
            LotAwaitedSignal: Only a lot can choose and none has been drawn; the tie is written down.
        """
        if len(tied) == 1:
            return tied[0]
        stage = len(self.stages) if written else self.stage_number
        points = history if history is not None else [earlier.votes for earlier in self.stages]
        left = separate(points, tied, most=most, look=look)
        if len(left) == 1:
            self._settle(stage, tied, purpose, left[0], "earlier_stage", why)
            return left[0]
        if self.lots_used == len(self.lots):
            self._settle(stage, left, purpose, None, None, why)
            raise LotAwaitedSignal
        chosen = read_lot(self.lots[self.lots_used], self.papers.candidates, left, stage)
        self.lots_used += 1
        self._settle(stage, left, purpose, chosen, "lot", why)
        return chosen

    def _settle(
        self,
        stage: int,
        tied: Sequence[int],
        purpose: Purpose,
        chosen: int | None,
        settled_by: SettledBy | None,
        why: str,
    ) -> None:
        self.ties.append(
            Tie(
                stage=stage,
                purpose=purpose,
                candidates=tuple(sorted(tied)),
                chosen=chosen,
                settled_by=settled_by,
                why=why,
            )
        )

    def sheet(self) -> StageSheet:
        """Return the sheet of what has been done.

        Raises:
            CountError: The count is complete and a lot was given that no tie asked for.
        """
        awaited = bool(self.ties) and self.ties[-1].chosen is None
        if not awaited and self.lots_used < len(self.lots):
            raise CountError(*(unused_lot_problem(lot) for lot in self.lots[self.lots_used :]))
        return StageSheet(
            rule=self.rule,
            candidates=self.papers.candidates,
            seats=self.seats,
            quota=self.quota,
            valid=self.valid,
            scale=self.scale,
            stages=tuple(self.stages),
            elected=tuple(self.elected),
            ties=tuple(self.ties),
            lots=tuple(self.lots[: self.lots_used]),
            title=self.papers.title,
        )


def check_seats(papers: Papers, seats: int) -> None:
    """Refuse seats that cannot be filled.

    Raises:
        CountError: Fewer than one seat, or more seats than candidates who stand.
    """
    standing = len(papers.candidates) - len(papers.withdrawn)
    if not 1 <= seats <= standing:
        raise CountError(
            Problem(
                where=papers.title or "seats",
                found=f"{seats} seats",
                wanted=f"1 to {standing}, as many as there are candidates standing at the most",
                remedy="Give the number of seats to fill, or the candidates that are missing.",
            )
        )


def first_preferences(
    rule: str,
    papers: Papers,
    seats: int,
    lots: Sequence[Lot],
    scale: int,
    *,
    singly: bool = False,
    read: Reading = clean_ranking,
) -> Working:
    """Return a count with every paper in the pile of its first standing candidate; no stage is written yet.

    Papers that rank nobody who stands are not valid and are left out.

    Args:
        rule: The rule's id, for the sheet.
        papers: The papers.
        seats: Places to fill.
        lots: Lots drawn so far.
        scale: Units to the vote.
        singly: Whether each paper is kept apart, for laws that move some papers of many alike.
        read: How the law reads a paper that skips, repeats or shares a rank.

    Raises:
        CountError: The seats cannot be filled.
    """
    check_seats(papers, seats)
    rankings, numbers = _valid_rankings(papers, read)
    if singly:
        rankings = [ranking for ranking, number in zip(rankings, numbers, strict=True) for _ in range(number)]
        numbers = [1] * len(rankings)
    work = Working(
        rule=rule,
        papers=papers,
        seats=seats,
        scale=scale,
        lots=lots,
        rankings=rankings,
        numbers=numbers,
        onward=[None] * len(rankings),
        standing=[c not in papers.withdrawn for c in range(len(papers.candidates))],
        votes=[0] * len(papers.candidates),
        piles=[[] for _ in papers.candidates],
        valid=sum(numbers) * scale,
    )
    piles: dict[int, list[int]] = {candidate: [] for candidate in work.continuing()}
    for group, ranking in enumerate(rankings):
        piles[ranking[0]].append(group)
    for candidate, groups in piles.items():
        work.give(candidate, groups, scale, work.count_papers(groups) * scale)
    return work


def _valid_rankings(papers: Papers, read: Reading) -> tuple[list[tuple[int, ...]], list[int]]:
    """Return the usable ranking of each group that has one, with its number of papers."""
    standing = frozenset(range(len(papers.candidates))) - papers.withdrawn
    said = [ranking for ranking, _ in papers.groups]
    numbers = [number for _, number in papers.groups]
    if papers.regular and not papers.withdrawn:
        return said, numbers  # type: ignore[return-value] # Regular papers hold indexes alone.
    clean = [read(ranking, standing) for ranking in said]
    kept = [group for group, ranking in enumerate(clean) if ranking]
    return [clean[group] for group in kept], [numbers[group] for group in kept]
