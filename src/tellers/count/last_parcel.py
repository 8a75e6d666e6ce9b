"""Gregory's count from the last parcel, in hundredths: only the papers that made the surplus are looked at.

The engine of the rules of Northern Ireland and of the Electoral Reform Society; what they do otherwise is in `Terms`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from tellers.count.ballots import Papers
from tellers.count.sheet import Figure, Lot, StageSheet
from tellers.count.sure_losers import loser_sets
from tellers.count.ties import LotAwaitedSignal, separate
from tellers.count.working import Parcel, Working, first_preferences

SCALE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the two families answer differently.

    Args:
        rule: The rule's id.
        quota: The quota in hundredths, from votes in hundredths and seats.
        quota_falls: Whether the quota is reckoned anew after each batch while nobody is elected.
        active_vote: Whether a candidate is also elected on the active vote over the vacancies plus one.
        majority: Whether the last place goes to one who has as much as all others and the surpluses together.
        reach: Whether a surplus or a set of losers may equal the difference that defers or excludes; else be below it.
        first_apart: Whether an excluded candidate's first preferences move before transferred papers of the same value.
        tie_surplus: The sentence, with its clause, for equal surpluses.
        tie_lowest: The same for equal fewest votes.
        tie_points: Whether a tie looks back at the votes after each batch; else after each stage.
    """

    rule: str
    quota: Callable[[int, int], int]
    quota_falls: bool
    active_vote: bool
    majority: bool
    reach: bool
    first_apart: bool
    tie_surplus: str
    tie_lowest: str
    tie_points: bool


@dataclass(slots=True)
class _Count:
    """The working, the terms, and the votes after each batch."""

    terms: Terms
    work: Working
    points: list[tuple[Figure, ...]] = field(default_factory=list)

    def history(self) -> list[tuple[Figure, ...]] | None:
        """Return the points a tie looks back at; None for whole stages."""
        return self.points if self.terms.tie_points else None


def count_last_parcel(terms: Terms, papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    """Return the sheet of a count on these terms.

    Raises:
        CountError: The seats cannot be filled, or a lot fits no tie.
    """
    work = first_preferences(terms.rule, papers, seats, lots, SCALE)
    assert isinstance(work.valid, int)
    work.quota = terms.quota(work.valid, seats)
    work.quota_moves = terms.quota_falls
    count = _Count(terms, work)
    _elect(count)
    work.write_stage("First preferences.")
    _fill_last(count)
    try:
        while work.vacancies:
            _next_stage(count)
            _fill_last(count)
    except LotAwaitedSignal:
        pass
    return work.sheet()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What comes next in a count.

    Args:
        what: A surplus transferred, or candidates excluded.
        candidates: Those excluded together; or those equal, of whom one is to be chosen.
        together: Whether all of `candidates` go, being sure losers.
    """

    what: Literal["surplus", "exclude"]
    candidates: tuple[int, ...]
    together: bool


def next_move(
    terms: Terms, *, votes: Sequence[Figure], standing: Sequence[int], surpluses: Mapping[int, Figure], vacancies: int
) -> Move:
    """Return what the rule does next: from the totals alone, as anyone with the published table can work it out.

    Args:
        terms: The rule's answers.
        votes: Votes by candidate, in hundredths.
        standing: Those neither elected nor excluded: more than the vacancies.
        surpluses: What each elected candidate still has to transfer, above nothing.
        vacancies: Places not filled.
    """
    surplus = sum(surpluses.values())
    sets = loser_sets(votes, standing, surplus, vacancies, reach=terms.reach)
    lowest, second = sorted(votes[c] for c in standing)[:2]
    gap = second - lowest
    deferred = bool(sets) or surplus < gap or (terms.reach and surplus == gap)
    if surpluses and not deferred:
        largest = max(surpluses.values())
        return Move(what="surplus", candidates=tuple(c for c in surpluses if surpluses[c] == largest), together=False)
    if sets:
        return Move(what="exclude", candidates=tuple(sets[-1]), together=True)
    return Move(what="exclude", candidates=tuple(c for c in standing if votes[c] == lowest), together=False)


def _next_stage(count: _Count) -> None:
    """Make the next move, a tie being settled as the law says."""
    work, terms = count.work, count.terms
    move = next_move(
        terms,
        votes=work.votes,
        standing=work.continuing(),
        surpluses=_surpluses(work),
        vacancies=work.vacancies,
    )
    if move.what == "surplus":
        why = terms.tie_surplus
        chosen = work.choose(
            move.candidates, "surplus", most=True, look="first_first", why=why, history=count.history()
        )
        _transfer_surplus(count, chosen)
    elif move.together:
        _exclude(count, list(move.candidates))
    else:
        why = terms.tie_lowest
        chosen = work.choose(
            move.candidates, "exclude", most=False, look="first_first", why=why, history=count.history()
        )
        _exclude(count, [chosen])


def _surpluses(work: Working) -> dict[int, Figure]:
    """Return what each of the elected still has to transfer."""
    assert work.quota is not None
    quota = work.quota
    return {c: work.votes[c] - quota for c in work.elected if work.votes[c] > quota and work.piles[c]}


def _transfer_surplus(count: _Count, candidate: int) -> None:
    """Transfer a surplus on the papers of the parcel that made it, at the surplus over those that can move."""
    work = count.work
    assert work.quota is not None
    surplus = work.votes[candidate] - work.quota
    parcel = work.piles[candidate].pop()
    work.piles[candidate] = []
    piles, _ = work.sort_papers(parcel.groups)
    moving = sum(work.count_papers(pile) for pile in piles.values())
    value = min(surplus // moving, parcel.value) if moving else 0
    for receiver, pile in piles.items():
        work.give(receiver, pile, value, work.count_papers(pile) * value)
    work.votes[candidate] = work.quota
    # Where papers keep the value they came with, what does not move is on papers that cannot; else it is rounding.
    if moving and value < parcel.value:
        work.lost += surplus - moving * value
    else:
        work.exhausted += surplus - moving * value
    _elect(count)
    work.write_stage(
        f"Surplus of {work.papers.candidates[candidate]} transferred on {moving} papers of the parcel last received.",
        moved_from=(candidate,),
        transfer_value=Fraction(value) / SCALE if moving else None,
    )


def _exclude(count: _Count, losers: list[int]) -> None:
    """Exclude candidates together; their papers move in batches, the greatest value first."""
    work = count.work
    for candidate in losers:
        work.standing[candidate] = False
    names = ", ".join(work.papers.candidates[c] for c in losers)
    how = "excluded with the fewest votes" if len(losers) == 1 else "excluded together"
    if len(work.continuing()) <= work.vacancies:
        work.write_stage(f"{names} {how}; those left are as many as the vacancies.", excluded=tuple(losers))
        work.elect(work.continuing())
        return
    for batch in _batches(count, losers):
        _transfer_batch(count, losers, batch)
        if not work.vacancies:
            break
    work.write_stage(
        f"{names} {how}; papers transferred in descending order of value.",
        excluded=tuple(losers),
        moved_from=tuple(losers),
    )


def _batches(count: _Count, losers: list[int]) -> list[list[tuple[int, Parcel]]]:
    """Return the losers' parcels with their holders, batch by batch."""
    held = [(candidate, parcel) for candidate in losers for parcel in count.work.piles[candidate]]

    def order(parcel: Parcel) -> tuple[bool, Figure]:
        return (count.terms.first_apart and parcel.stage > 1, -parcel.value)

    keys = sorted({order(parcel) for _, parcel in held})
    return [[(holder, parcel) for holder, parcel in held if order(parcel) == key] for key in keys]


def _transfer_batch(count: _Count, losers: list[int], batch: list[tuple[int, Parcel]]) -> None:
    """Move one batch on at the value it has, and see who is then elected."""
    work = count.work
    value = batch[0][1].value
    groups: list[int] = []
    for holder, parcel in batch:
        groups += parcel.groups
        work.votes[holder] -= parcel.votes
        work.piles[holder] = [kept for kept in work.piles[holder] if kept is not parcel]
    piles, spent = work.sort_papers(groups)
    for receiver, pile in piles.items():
        work.give(receiver, pile, value, work.count_papers(pile) * value)
    work.exhausted += work.count_papers(spent) * value
    if count.terms.quota_falls and not work.elected and spent:
        assert isinstance(work.valid, int)
        work.quota = count.terms.quota(work.valid - int(work.exhausted), work.seats)
    _elect(count, awaiting=sum(work.votes[c] for c in losers))


def _elect(count: _Count, awaiting: Figure = 0) -> None:
    """Elect, one by one from the most votes, whoever has the quota or (where the rule has it) the active-vote bound.

    Args:
        count: The count.
        awaiting: Votes of the excluded that are still to move in this stage.
    """
    work, terms = count.work, count.terms
    assert work.quota is not None
    while work.vacancies and work.continuing():
        most = max(work.votes[c] for c in work.continuing())
        active = sum(work.votes[c] for c in work.continuing()) + sum(_surpluses(work).values()) + awaiting
        enough = terms.active_vote and most > 0 and most * (work.vacancies + 1) >= active
        if most < work.quota and not enough:
            break
        equals = [c for c in work.continuing() if work.votes[c] == most]
        if len(equals) > work.vacancies:
            # More equals than places: those ahead at the earliest difference, else none of them at this stage.
            equals = separate(count.points, equals, most=True, look="first_first")
            if len(equals) > work.vacancies:
                break
        work.elect_within(equals)
    count.points.append(tuple(work.votes))


def _fill_last(count: _Count) -> None:
    """Fill the last places without a transfer where the rule allows it."""
    work = count.work
    standing = work.continuing()
    if work.vacancies and len(standing) <= work.vacancies:
        work.elect(standing)
    elif work.vacancies == 1 and count.terms.majority:
        total = sum(work.votes[c] for c in standing) + sum(_surpluses(work).values())
        ahead = [c for c in standing if 2 * work.votes[c] >= total]
        if len(ahead) == 1:
            work.elect(ahead)
