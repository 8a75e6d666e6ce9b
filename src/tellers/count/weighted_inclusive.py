"""The weighted inclusive Gregory count: a surplus takes all the candidate's papers on, each at its own value reduced.

The engine of every rule that transfers so; what one law does otherwise is a field of `Terms`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tellers.count.ballots import Papers
from tellers.count.sheet import Figure, Lot, StageSheet
from tellers.count.sure_losers import loser_sets
from tellers.count.ties import Look, LotAwaitedSignal
from tellers.count.working import Working, first_preferences

Losers = Callable[[Working], list[int]]


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
        surpluses: One to a stage, the largest first; or all that wait, in one stage.
        empty_surplus: Whether a candidate with just the quota has a stage for a surplus of nothing.
        losers: Who is excluded together before any surplus is transferred; nobody where the law knows no such thing.
        last_papers: Whether the papers of an exclusion that leaves no more candidates than vacancies are transferred
            all the same; or stay, always or where several were excluded together.
    """

    rule: str
    scale: int | None
    quota: Callable[[int, int], Figure]
    passes: bool = False
    ties: Look
    tie_law: str
    surpluses: Literal["largest", "together"] = "largest"
    empty_surplus: bool = False
    losers: Losers | None = None
    last_papers: Literal["move", "stay", "stay_in_batch"] = "move"


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


def total_surplus(work: Working) -> Figure:
    """Return all votes that the elected hold over the quota and have not passed on."""
    assert work.quota is not None
    return sum(work.votes[c] - work.quota for c in work.elected if work.piles[c] and work.votes[c] > work.quota)


def sure_losers(work: Working) -> list[int]:
    """Return the largest set that can be excluded together without any chance of a wrong exclusion."""
    sets = loser_sets(work.votes, work.continuing(), total_surplus(work), work.vacancies)
    return sets[-1] if sets else []


def _next_stage(work: Working, terms: Terms) -> None:
    """Exclude sure losers where the law says so; else transfer a surplus if one waits; else exclude the lowest."""
    losers = terms.losers(work) if terms.losers else []
    waiting = _waiting(work, terms)
    if losers:
        _exclude(work, terms, losers, together=True)
    elif waiting and terms.surpluses == "together":
        _transfer_surpluses(work, terms, waiting)
    elif waiting:
        largest = max(work.votes[c] for c in waiting)
        tied = [c for c in waiting if work.votes[c] == largest]
        _transfer_surpluses(work, terms, [work.choose(tied, "surplus", most=True, look=terms.ties, why=terms.tie_law)])
    else:
        fewest = min(work.votes[c] for c in work.continuing())
        tied = [c for c in work.continuing() if work.votes[c] == fewest]
        lowest = work.choose(tied, "exclude", most=False, look=terms.ties, why=terms.tie_law)
        _exclude(work, terms, [lowest], together=False)


def _waiting(work: Working, terms: Terms) -> list[int]:
    """Return the elected whose surplus is still to be transferred."""
    assert work.quota is not None
    least = work.quota
    return [
        c
        for c in work.elected
        if work.piles[c] and (work.votes[c] > least or (work.votes[c] == least and terms.empty_surplus))
    ]


def _transfer_surpluses(work: Working, terms: Terms, candidates: list[int]) -> None:
    """Transfer surpluses in one stage: each paper at its value times the surplus over the candidate's votes."""
    values = {value for candidate in candidates for value in _transfer_surplus(work, terms, candidate)}
    work.write_stage(
        f"Surplus of {_names(work, candidates)} transferred: all papers, each at its value times surplus over votes.",
        moved_from=tuple(candidates),
        transfer_value=Fraction(values.pop()) / work.scale if len(values) == 1 else None,
    )
    _elect(work, terms)


def _transfer_surplus(work: Working, terms: Terms, candidate: int) -> set[Figure]:
    """Transfer one surplus; return the values the papers moved at."""
    assert work.quota is not None
    total, surplus = work.votes[candidate], work.votes[candidate] - work.quota
    held = _by_value(work, [candidate])
    work.votes[candidate] = work.quota
    work.lost += surplus
    values: set[Figure] = set()
    for before, groups in held.items():
        if terms.scale is None:
            value: Figure = Fraction(before) * surplus / total
        else:
            value = before * surplus // total
        values.add(value)
        work.lost -= take_on(work, groups, value)
    return values


def _by_value(work: Working, candidates: list[int]) -> dict[Figure, list[int]]:
    """Take all papers from these candidates; return them by value, as the law asks nothing else about them."""
    held: dict[Figure, list[int]] = {}
    for candidate in candidates:
        parcels, work.piles[candidate] = work.piles[candidate], []
        for parcel in parcels:
            held.setdefault(parcel.value, []).extend(parcel.groups)
    return held


def _exclude(work: Working, terms: Terms, candidates: list[int], *, together: bool) -> None:
    """Exclude candidates and transfer every paper at the value it has."""
    how = "excluded together, as they cannot catch the next above" if together else "excluded with the fewest votes"
    for candidate in candidates:
        work.standing[candidate] = False
    names = _names(work, candidates)
    stay = terms.last_papers == "stay" or (terms.last_papers == "stay_in_batch" and together)
    if stay and len(work.continuing()) <= work.vacancies:
        work.write_stage(f"{names} {how}; those left fill the vacancies.", excluded=tuple(candidates))
        work.elect(work.continuing())
        return
    for candidate in candidates:
        work.lost += work.votes[candidate]
        work.votes[candidate] = 0
    for value, groups in _by_value(work, candidates).items():
        work.lost -= take_on(work, groups, value)
    work.write_stage(
        f"{names} {how}, and all papers transferred.", excluded=tuple(candidates), moved_from=tuple(candidates)
    )
    _elect(work, terms)


def take_on(work: Working, groups: list[int], value: Figure) -> Figure:
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


def _names(work: Working, candidates: list[int]) -> str:
    return ", ".join(work.papers.candidates[c] for c in candidates)
