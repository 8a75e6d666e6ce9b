"""The stage sheet: what a count did, stage by stage, exactly, with every tie and lot as a value."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tellers.terms import decimal_text

Figure = int | Fraction
Purpose = Literal["exclude", "elect", "surplus", "last_seat", "parcel", "remainder", "advance"]
SettledBy = Literal["earlier_stage", "later_stage", "lot", "law"]

# A figure with no finite decimal is printed to this many places; the sheet itself keeps it whole.
ENDLESS_PLACES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot that was drawn, given to a count that stopped for it.

    Args:
        candidates: Names of those tied, in any order: it must be the tie that the count asks about.
        chosen: The name drawn: who is excluded, elected, or goes first, as the tie's purpose says.
    """

    candidates: frozenset[str]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Candidates whom the votes of this stage alone do not separate where the law must choose one.

    Args:
        stage: Number of the stage being prepared when the tie was met, from 1.
        purpose: What the one chosen is chosen for.
        candidates: Indexes of those tied, in ballot order.
        chosen: Index of the one chosen; None while a lot is awaited.
        settled_by: What chose: an earlier stage's votes, a lot, or a rule of law; None while a lot is awaited.
        why: One sentence with the clause.
    """

    stage: int
    purpose: Purpose
    candidates: tuple[int, ...]
    chosen: int | None
    settled_by: SettledBy | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a count; figures are in units of one `scale`-th of a vote (see `StageSheet.scale`).

    Args:
        votes: Each candidate's votes at the end of the stage, in ballot order.
        transferred: What the stage added to (or took from) each candidate.
        exhausted: Votes on papers that bear no further usable preference, at the end of the stage (cumulative).
        lost: Votes lost to rounding, at the end of the stage (cumulative; below zero where a law rounds up).
        elected: Those deemed elected at this stage, in the order of their election.
        excluded: Those excluded at (by) this stage.
        moved_from: Those whose votes were transferred at this stage.
        transfer_value: Value each paper moved at, where one value holds for all, in votes (not scaled).
        quota: The quota as it stands at this stage where it changes (Meek, Warren, ERS97), scaled like votes.
        exhausted_by: What of `exhausted` stopped for which reason, where the rule tells them apart.
        why: What was done and under which clause, one sentence.
    """

    votes: tuple[Figure, ...]
    transferred: tuple[Figure, ...]
    exhausted: Figure
    lost: Figure
    elected: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    moved_from: tuple[int, ...] = ()
    transfer_value: Fraction | None = None
    quota: Figure | None = None
    exhausted_by: tuple[tuple[str, Figure], ...] = ()
    why: str

    def total(self) -> Figure:
        """Return votes with candidates, exhausted and lost together: the same at every stage."""
        return sum(self.votes) + self.exhausted + self.lost


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSheet:
    """The whole count of one contest by one rule.

    Args:
        rule: The rule's id.
        candidates: Names in ballot order; every index in the sheet points here.
        seats: Places to fill.
        quota: Votes that elect, scaled like votes; the last one where it changes; None where the rule has none.
        valid: Votes counted, scaled: what every stage adds up to.
        scale: Units to the vote: 100,000 where the law counts to five decimals; 1 where figures are whole or fractions.
        stages: From the first preferences on.
        elected: All elected, in the order of their election: stage by stage, the most votes first. Where two have the
            same votes at one stage the ballot order stands here, which settles nothing that a law leaves to a lot.
        ties: Every tie that had to be settled, in order; the last is unsettled if the count awaits a lot.
        lots: The drawn lots that were used, in order.
        title: The contest's name, if known.
    """

    rule: str
    candidates: tuple[str, ...]
    seats: int
    quota: Figure | None
    valid: Figure
    scale: int = 1
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]
    ties: tuple[Tie, ...] = ()
    lots: tuple[Lot, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        assert self.conserves(), f"{self.rule}: votes appeared or vanished in a stage of {self.title or 'the count'}"
        assert len(self.elected) <= self.seats, f"{self.rule}: more elected than seats"
        assert len(set(self.elected)) == len(self.elected), f"{self.rule}: a candidate elected twice"

    @property
    def awaiting(self) -> Tie | None:
        """The tie whose lot must be drawn before the count can go on; None when the count is complete."""
        return self.ties[-1] if self.ties and self.ties[-1].chosen is None else None

    def conserves(self) -> bool:
        """Say whether every stage adds up to the valid votes, and its transfers to the change from the stage before."""
        before: tuple[Figure, ...] = (0,) * len(self.candidates)
        for stage in self.stages:
            if stage.total() != self.valid:
                return False
            if any(was + more != now for was, more, now in zip(before, stage.transferred, stage.votes, strict=True)):
                return False
            before = stage.votes
        return True

    def names(self, indexes: tuple[int, ...]) -> list[str]:
        """Return the names of the candidates given by index."""
        return [self.candidates[index] for index in indexes]

    def text(self, figure: Figure) -> str:
        """Return a figure of the sheet as decimal text in votes."""
        return figure_text(figure, self.scale)


def figure_text(figure: Figure, scale: int = 1) -> str:
    """Return a scaled figure as decimal text in votes: exact where a finite decimal says it.

    A power of ten as scale gives that many places always, as the law prints them.

    Example:
        >>> figure_text(80607214, 100_000), figure_text(Fraction(5, 4)), figure_text(Fraction(1, 3))
        ('806.07214', '1.25', '0.333333333333')
    """
    if isinstance(figure, int):
        places = len(str(scale)) - 1
        if scale == 10**places:
            return decimal_text(Fraction(figure, scale), places)
    votes = Fraction(figure) / scale
    return decimal_text(votes, _places(votes))


def _places(votes: Fraction) -> int:
    """Return the fewest places that print a fraction exactly, or `ENDLESS_PLACES`."""
    rest, twos, fives = votes.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else ENDLESS_PLACES


def sheet_json(sheet: StageSheet) -> dict[str, object]:
    """Return the sheet as the value that `tellers count --json` prints; figures are decimal text in votes."""
    awaiting = sheet.awaiting
    return {
        "rule": sheet.rule,
        "title": sheet.title,
        "candidates": list(sheet.candidates),
        "valid": sheet.text(sheet.valid),
        "seats": sheet.seats,
        "quota": None if sheet.quota is None else sheet.text(sheet.quota),
        "elected": sheet.names(sheet.elected),
        "stages": [_stage_json(sheet, stage) for stage in sheet.stages],
        "ties": [_tie_json(sheet, tie) for tie in sheet.ties],
        "awaiting": None if awaiting is None else _tie_json(sheet, awaiting),
    }


def _stage_json(sheet: StageSheet, stage: Stage) -> dict[str, object]:
    return {
        "votes": {name: sheet.text(figure) for name, figure in zip(sheet.candidates, stage.votes, strict=True)},
        "transferred": {
            name: sheet.text(figure) for name, figure in zip(sheet.candidates, stage.transferred, strict=True)
        },
        "exhausted": sheet.text(stage.exhausted),
        "exhausted_by": {reason: sheet.text(figure) for reason, figure in stage.exhausted_by},
        "lost": sheet.text(stage.lost),
        "elected": sheet.names(stage.elected),
        "excluded": sheet.names(stage.excluded),
        "moved_from": sheet.names(stage.moved_from),
        "transfer_value": None if stage.transfer_value is None else figure_text(stage.transfer_value),
        "quota": None if stage.quota is None else sheet.text(stage.quota),
        "why": stage.why,
    }


def _tie_json(sheet: StageSheet, tie: Tie) -> dict[str, object]:
    return {
        "stage": tie.stage,
        "purpose": tie.purpose,
        "candidates": sheet.names(tie.candidates),
        "chosen": None if tie.chosen is None else sheet.candidates[tie.chosen],
        "settled_by": tie.settled_by,
        "why": tie.why,
    }
