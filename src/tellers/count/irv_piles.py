"""The piles on the counting table: which grouped papers lie with which candidate, at what value, as some drop out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from tellers.count.interpretation import REASONS, Reason, Said, Step


@dataclass(slots=True)
class Piles:
    """Papers lying with each candidate; changed in place by one count and by nothing else.

    Values are whole numbers of one `unit`-th of a vote, so that nothing is ever rounded unseen.

    Args:
        steps: What each group of papers can still be followed to.
        reasons: Why each group stops when its steps run out.
        numbers: Papers in each group.
        continuing: Candidates who may still receive papers.
        unit: Value of one whole paper.
        at: How far each group has been followed.
        value: Value of each paper of a group, where not one whole paper.
        lying: The groups with each candidate.
        votes: Each candidate's votes.
        stopped: Votes on papers that have stopped, by reason.
    """

    steps: list[tuple[Step, ...]]
    reasons: list[Reason]
    numbers: list[int]
    continuing: set[int]
    unit: int = 1
    at: list[int] = field(default_factory=list)
    value: dict[int, int] = field(default_factory=dict)
    lying: dict[int, list[int]] = field(default_factory=dict)
    votes: dict[int, int] = field(default_factory=dict)
    stopped: dict[Reason, int] = field(default_factory=dict)

    def move(self, groups: Iterable[int]) -> None:
        """Follow each group to its next continuing candidate, or stop it."""
        steps, at, continuing, unit, value = self.steps, self.at, self.continuing, self.unit, self.value
        lying, votes, numbers = self.lying, self.votes, self.numbers
        for group in groups:
            trail, place = steps[group], at[group]
            worth = numbers[group] * (value.get(group, unit) if value else unit)
            while place < len(trail):
                step = trail[place]
                place += 1
                if type(step) is int:
                    if step in continuing:
                        lying[step].append(group)
                        votes[step] += worth
                        break
                else:
                    found = self._of_several(step)
                    if found is None:
                        self.stopped["overvote"] += worth
                        break
                    if found >= 0:
                        lying[found].append(group)
                        votes[found] += worth
                        break
            else:
                self.stopped[self.reasons[group]] += worth
            at[group] = place

    def _of_several(self, step: Step) -> int | None:
        """Return the only one of several who continues, -1 if none does, None if more than one does."""
        assert not isinstance(step, int)
        left = [candidate for candidate in step if candidate in self.continuing]
        if not left:
            return -1
        return left[0] if len(left) == 1 else None

    def take_out(self, candidates: Collection[int]) -> None:
        """Move all the papers of those who drop out, at the value they hold."""
        self.continuing.difference_update(candidates)
        for candidate in candidates:
            groups, self.lying[candidate] = self.lying[candidate], []
            self.votes[candidate] = 0
            self.move(groups)

    def pass_surpluses(self, winners: Collection[int], quota: int, *, seats_open: bool) -> int:
        """Pass on what the winners hold above the quota, and return what rounding lost.

        Each paper moves at its value times surplus over votes, both steps truncated to the unit (RCTab; Minneapolis
        Code of Ordinances 167.20, surplus fraction to four decimals). The winner keeps the quota, no more. With no
        seat open the surplus stops where it is.
        """
        self.continuing.difference_update(winners)
        lost = 0
        for winner in winners:
            held = self.votes[winner]
            surplus = max(held - quota, 0)
            fraction = surplus * self.unit // held if surplus else 0
            groups, self.lying[winner] = self.lying[winner], []
            moved = 0
            for group in groups:
                self.value[group] = self.value.get(group, self.unit) * fraction // self.unit
                moved += self.numbers[group] * self.value[group]
            self.votes[winner] = held - surplus
            lost += surplus - moved
            if seats_open:
                # Worthless papers need no follower, and must not be counted as stopped.
                self.move(group for group in groups if self.value[group])
            else:
                self.stopped["surplus"] += moved
        return lost


def lay_out(said: Said, continuing: Iterable[int], unit: int = 1) -> Piles:
    """Return the piles by first usable preference."""
    standing = set(continuing)
    piles = Piles(
        steps=said.steps,
        reasons=said.reasons,
        numbers=said.numbers,
        continuing=standing,
        unit=unit,
        at=[0] * len(said.steps),
        lying={candidate: [] for candidate in standing},
        votes=dict.fromkeys(standing, 0),
        stopped=dict.fromkeys(REASONS, 0),
    )
    piles.move(range(len(said.steps)))
    return piles
