"""The weighted inclusive Gregory count: a surplus takes all the candidate's papers on, each at its own value reduced.

The engine of every rule that transfers so; what one law does otherwise is a field of `Terms`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tellers.count.ballots import Papers
from tellers.count.sheet import Figure, Lot, StageSheet
from tellers.count.ties import Look, LotAwaitedSignal
from tellers.count.working import Working, first_preferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What laws of this family answer differently.

    Args:
        rule: The rule's id.
        scale: Units to the vote that values are cut to; None keeps exact fractions.
        quota: Quota in units from valid votes in units and seats.
        passes: Whether a candidate must pass the quota; else reaching it is enough.
        ties: Which earlier stage separates a tie before a lot does.
        tie_law: The sentence, with its clause, that a tie is settled by.
    """

    rule: str
    scale: int | None
    quota: Callable[[int, int], Figure]
    passes: bool = False
    ties: Look
    tie_law: str


def count_weighted_inclusive(terms: Terms, papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    """Return the sheet of a count on these terms.

    Raises:
        CountError: The seats cannot be filled, or a lot fits no tie.
    """
    work = first_preferences(terms.rule, papers, seats, lots, terms.scale or 1)
    assert isinstance(work.valid, int)
    work.quota = terms.quota(work.valid, seats)
    work.write_stage("First preferences.")
    _elect(work, terms)
    try:
        while work.vacancies:
            _next_stage(work, terms)
    except LotAwaitedSignal:
        pass
    return work.sheet()


def _next_stage(work: Working, terms: Terms) -> None:
    """Transfer the largest surplus if there is one; else exclude the candidate with fewest votes."""
    waiting = _surpluses(work)
    if waiting:
        largest = max(work.votes[c] for c in waiting)
        tied = [c for c in waiting if work.votes[c] == largest]
        _transfer_surplus(work, terms, work.choose(tied, "surplus", most=True, look=terms.ties, why=terms.tie_law))
    else:
        fewest = min(work.votes[c] for c in work.continuing())
        tied = [c for c in work.continuing() if work.votes[c] == fewest]
        _exclude(work, terms, work.choose(tied, "exclude", most=False, look=terms.ties, why=terms.tie_law))


def _surpluses(work: Working) -> list[int]:
    """Return the elected whose surplus is still to be transferred."""
    assert work.quota is not None
    return [c for c in work.elected if work.votes[c] > work.quota and work.piles[c]]


def _transfer_surplus(work: Working, terms: Terms, candidate: int) -> None:
    """Transfer one surplus: each paper at its value times the surplus over the candidate's votes."""
    assert work.quota is not None
    total, surplus = work.votes[candidate], work.votes[candidate] - work.quota
    parcels, work.piles[candidate] = work.piles[candidate], []
    work.votes[candidate] = work.quota
    work.lost += surplus
    values = set()
    for parcel in parcels:
        if terms.scale is None:
            value: Figure = Fraction(parcel.value) * surplus / total
        else:
            value = parcel.value * surplus // total
        values.add(value)
        work.lost -= _take_on(work, parcel.groups, value)
    single = Fraction(values.pop()) / work.scale if len(values) == 1 else None
    name = work.papers.candidates[candidate]
    work.write_stage(
        f"Surplus of {name} transferred: all papers, each at its value times the surplus over the votes.",
        moved_from=(candidate,),
        transfer_value=single,
    )
    _elect(work, terms)


def _exclude(work: Working, terms: Terms, candidate: int) -> None:
    """Exclude one candidate and transfer every paper at the value it has."""
    work.standing[candidate] = False
    parcels, work.piles[candidate] = work.piles[candidate], []
    work.lost += work.votes[candidate]
    work.votes[candidate] = 0
    for parcel in parcels:
        work.lost -= _take_on(work, parcel.groups, parcel.value)
    work.write_stage(
        f"{work.papers.candidates[candidate]} excluded with the fewest votes, and all papers transferred.",
        excluded=(candidate,),
        moved_from=(candidate,),
    )
    _elect(work, terms)


def _take_on(work: Working, groups: list[int], value: Figure) -> Figure:
    """Move papers on, each worth `value`; return the votes given to candidates and to the exhausted together."""
    piles, spent = work.sort_papers(groups)
    moved: Figure = 0
    for candidate, pile in piles.items():
        votes = work.count_papers(pile) * value
        work.give(candidate, pile, value, votes)
        moved += votes
    exhausted = work.count_papers(spent) * value
    work.exhausted += exhausted
    return moved + exhausted


def _elect(work: Working, terms: Terms) -> None:
    """Elect whoever has the quota, then all who stand if they are no more than the vacancies."""
    assert work.quota is not None
    quota = work.quota
    standing = work.continuing()
    work.elect(c for c in standing if work.votes[c] > quota or (work.votes[c] == quota and not terms.passes))
    rest = work.continuing()
    if work.vacancies and len(rest) <= work.vacancies:
        work.elect(rest)
