"""The rounds of a runoff: one count in progress, from the first preferences to the last seat or an awaited lot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tellers.count.ballots import Papers
from tellers.count.interpretation import REASONS, Said
from tellers.count.irv_choices import RunoffChoices
from tellers.count.irv_exclusion import batch_that_cannot_win, below, highest, lowest, split_by_earlier_rounds
from tellers.count.irv_piles import Piles, lay_out
from tellers.count.sheet import Figure, Lot, Purpose, Stage, Tie
from tellers.errors import CountError, Problem


class LotAwaited(Exception):
    """The count stops for a lot; the tie stands at the end of `Rounds.ties`."""


@dataclass(slots=True)
class Rounds:
    """A count in progress; changed by its own methods alone.

    Args:
        papers: Who stood.
        said: The papers as the law reads them.
        seats: Places to fill.
        choices: The law's answers.
        lots: Lots drawn and not yet used.
    """

    papers: Papers
    said: Said
    seats: int
    choices: RunoffChoices
    lots: list[Lot]
    piles: Piles = field(init=False)
    stages: list[Stage] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    used: list[Lot] = field(default_factory=list)
    lost: int = 0
    quota: Figure | None = None
    pass_began: int = 0
    out: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        standing = [c for c in range(len(self.papers.candidates)) if c not in self.papers.withdrawn]
        self.piles = lay_out(self.said, standing, self.choices.unit)

    def votes(self) -> dict[int, int]:
        """Return the votes of those continuing."""
        return {candidate: self.piles.votes[candidate] for candidate in sorted(self.piles.continuing)}

    def restart(self) -> None:
        """Lay the papers out afresh without those already elected: the next pass."""
        gone = self.papers.withdrawn.union(self.elected)
        self.piles = lay_out(self.said, [c for c in range(len(self.papers.candidates)) if c not in gone])
        self.pass_began = len(self.stages)
        self.out = []
        self.quota = None

    def record(
        self, why: str, *, elected: Sequence[int] = (), excluded: Sequence[int] = (), moved: Sequence[int] = ()
    ) -> None:
        """Add a stage for the piles as they lie."""
        held = [self.piles.votes.get(candidate, 0) for candidate in range(len(self.papers.candidates))]
        before = self.stages[-1].votes if self.stages else (0,) * len(held)
        self.stages.append(
            Stage(
                votes=tuple(held),
                transferred=tuple(now - was for now, was in zip(held, before, strict=True)),
                exhausted=sum(self.piles.stopped.values()),
                exhausted_by=tuple((reason, self.piles.stopped[reason]) for reason in REASONS),
                lost=self.lost,
                elected=tuple(elected),
                excluded=tuple(excluded),
                moved_from=tuple(moved),
                quota=self.quota,
                why=why,
            )
        )
        self.elected.extend(elected)

    def exclude(self, candidates: Sequence[int]) -> None:
        """Move the papers of those who go out."""
        self.out.extend(candidates)
        self.piles.take_out(candidates)

    def next_out(self) -> tuple[tuple[int, ...], str]:
        """Return who goes out next, and why.

        Raises:
            LotAwaited: Several are lowest, and a lot must choose.
            CountError: Everyone has fewer votes than the law's least.
        """
        votes, choices = self.votes(), self.choices
        written = self.write_ins_with_votes()
        if written:
            return written, "write-ins for nobody who stood, who cannot be elected"
        few = below(votes, choices.minimum_votes * choices.unit) if choices.minimum_votes else ()
        if len(few) == len(votes):
            raise CountError(_all_below(choices.minimum_votes))
        if few:
            return few, f"fewer than the least of {choices.minimum_votes} votes"
        if choices.mode == "share" and choices.all_below_share:
            return below(votes, -(-self._share_of(votes) // 1)), "less than the share that all must have"
        if choices.batch:
            batch = batch_that_cannot_win(votes, must_remain=self._must_remain())
            if batch:
                return batch, "they cannot pass the next even with all of each other's votes"
        return self._one_out(lowest(votes))

    def write_ins_with_votes(self) -> tuple[int, ...]:
        """Return the write-ins for nobody who stood that hold votes: nobody is elected before they are out."""
        return tuple(c for c in sorted(self.papers.write_ins & self.piles.continuing) if self.piles.votes[c])

    def _must_remain(self) -> int:
        """Say how many a batch leaves: the open seats, and two where the law goes on to the last two."""
        least = 1 if self.choices.until == "majority" else 2
        return least if self.choices.mode == "passes" else max(least, self.seats - len(self.elected))

    def _share_of(self, votes: dict[int, int]) -> Fraction:
        return self.choices.share * sum(votes.values())

    def _one_out(self, tied: tuple[int, ...]) -> tuple[tuple[int, ...], str]:
        if len(tied) == 1:
            return tied, "the fewest votes"
        return (self.settle(tied, "exclude"),), "the fewest votes, after a tie"

    def settle(self, tied: tuple[int, ...], purpose: Purpose) -> int:
        """Return the one of the tied whom the law or a lot chooses, and note the tie.

        Raises:
            LotAwaited: A lot must choose, and none was given for this tie.
        """
        goes_out = purpose == "exclude"
        stage = len(self.stages) + 1
        if self.choices.ties == "listed_order":
            chosen = max(tied) if goes_out else min(tied)
            why = "Equal votes: the one listed first is favoured."
            self.ties.append(
                Tie(stage=stage, purpose=purpose, candidates=tied, chosen=chosen, settled_by="law", why=why)
            )
            return chosen
        left = tied
        if self.choices.ties == "earlier_rounds":
            rounds = [stage.votes for stage in self.stages[self.pass_began :]]
            left = split_by_earlier_rounds(tied, rounds, want_most=not goes_out)  # type: ignore[arg-type]
            if len(left) == 1:
                why = "Equal votes: the latest round in which they differed decides."
                self.ties.append(
                    Tie(
                        stage=stage,
                        purpose=purpose,
                        candidates=tied,
                        chosen=left[0],
                        settled_by="earlier_stage",
                        why=why,
                    )
                )
                return left[0]
        return self._by_lot(left, purpose, stage)

    def _by_lot(self, tied: tuple[int, ...], purpose: Purpose, stage: int) -> int:
        names = frozenset(self.papers.candidates[candidate] for candidate in tied)
        why = f"Equal votes: a lot chooses who {'goes out' if purpose == 'exclude' else 'is elected'}."
        for lot in self.lots:
            if lot.candidates == names:
                self.lots.remove(lot)
                self.used.append(lot)
                chosen = self.papers.candidates.index(lot.chosen)
                self.ties.append(
                    Tie(stage=stage, purpose=purpose, candidates=tied, chosen=chosen, settled_by="lot", why=why)
                )
                return chosen
        self.ties.append(Tie(stage=stage, purpose=purpose, candidates=tied, chosen=None, settled_by=None, why=why))
        raise LotAwaited

    def can_win(self, votes: dict[int, int]) -> dict[int, int]:
        """Return the votes of those continuing who may be elected: all but write-ins for nobody who stood."""
        return {candidate: number for candidate, number in votes.items() if candidate not in self.papers.write_ins}

    def by_votes(self, candidates: Collection[int]) -> list[int]:
        """Return candidates with the most votes first; those equal, in the order of the list."""
        return sorted(candidates, key=lambda candidate: (-self.piles.votes[candidate], candidate))

    def top(self) -> tuple[int, ...]:
        """Return all who share the most votes."""
        return highest(self.can_win(self.votes()))

    def names(self, candidates: Sequence[int]) -> str:
        """Return names for a sentence."""
        return ", ".join(self.papers.candidates[candidate] for candidate in candidates)


def _all_below(least: int) -> Problem:
    return Problem(
        where="count",
        found=f"nobody with {least} votes",
        wanted=f"a candidate with at least {least}, the least that the rule allows",
        remedy="Lower the least number of votes, or declare that nobody is elected.",
    )
