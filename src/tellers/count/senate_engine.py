"""The Australian Senate's count: unweighted inclusive Gregory in whole votes, one transfer value at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from tellers.count.ballots import Papers
from tellers.count.quotas import droop_whole
from tellers.count.rule import Choice
from tellers.count.sheet import Lot, StageSheet, figure_text
from tellers.count.ties import Look, LotAwaitedSignal
from tellers.count.working import Parcel, Working, first_preferences

_TIE_SURPLUS = "Equal surpluses: the last count at which the votes differed decides, else the officer (s. 273(22))."
_TIE_LOWEST = "Equal lowest: the last count at which the votes differed decides, else the officer (s. 273(31)(b))."
_TIE_LAST = "Two candidates for the last place have equal votes: the officer has a casting vote (s. 273(17))."

COMMON_CHOICES = (
    Choice(name="quota", value="formal papers over seats plus one, fraction cut, plus one", cites="s. 273(8)"),
    Choice(
        name="surplus",
        value="every paper, at the surplus over the candidate's papers; each total cut to whole votes",
        cites="s. 273(9), (10) and (14); Tasmania 2019 counts 2 to 4",
    ),
    Choice(
        name="exclusion",
        value="one candidate at a time, papers of one transfer value to a count, the greatest value first",
        cites="s. 273(13), (13AA); Tasmania 2019 counts 5 to 139",
    ),
    Choice(name="bulk exclusion", value="not made", cites="s. 273A(5); Tasmania 2019 count 5"),
    Choice(name="last place", value="the larger of two, else the officer's casting vote", cites="s. 273(17)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Where the Act leaves room and the Electoral Commission's own distributions show how it is read.

    Args:
        rule: The rule's id.
        ties: At which earlier count tied candidates are told apart.
        rest_elected: When candidates no more than the vacancies are elected: as soon as an exclusion leaves them
            (its papers are then not moved), or after a count that leaves no surplus waiting.
    """

    rule: str
    ties: Look
    rest_elected: Literal["at_exclusion", "after_count"]


def count_senate(practice: Practice, papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    """Return the sheet; each transfer of papers of one value is one of its stages ("counts" in the Act).

    Raises:
        CountError: The seats cannot be filled, or a lot fits no tie.
    """
    work = first_preferences(practice.rule, papers, seats, lots, 1)
    assert isinstance(work.valid, int)
    work.quota = droop_whole(work.valid, seats)
    waiting: list[int] = []
    work.write_stage("First preferences.")
    try:
        _elect(work, practice, waiting, excluding=False)
        if len(work.continuing()) <= work.vacancies:
            work.elect(work.continuing())
        while work.vacancies:
            if waiting:
                _transfer_surplus(work, practice, waiting)
            else:
                _exclude(work, practice, waiting)
    except LotAwaitedSignal:
        pass
    return work.sheet()


def _transfer_surplus(work: Working, practice: Practice, waiting: list[int]) -> None:
    """Transfer the surplus of the one first in line: every paper at the surplus over the papers."""
    candidate = _first_in_line(work, practice, waiting)
    waiting.remove(candidate)
    assert isinstance(work.quota, int)
    surplus = work.votes[candidate] - work.quota
    parcels, work.piles[candidate] = work.piles[candidate], []
    groups = [group for parcel in parcels for group in parcel.groups]
    value = Fraction(surplus) / work.count_papers(groups)
    work.votes[candidate] = work.quota
    work.lost += surplus - _take_on(work, groups, value)
    work.write_stage(
        f"Surplus of {work.papers.candidates[candidate]} transferred: every paper at the surplus over all papers.",
        moved_from=(candidate,),
        transfer_value=value,
    )
    _elect(work, practice, waiting, excluding=False)


def _first_in_line(work: Working, practice: Practice, waiting: list[int]) -> int:
    """Return whose surplus is next: those elected at an earlier count first, and of one count the largest surplus."""
    counts = {c: number for number, stage in enumerate(work.stages) for c in stage.elected}
    first = min(counts[c] for c in waiting)
    abreast = [c for c in waiting if counts[c] == first]
    largest = max(work.votes[c] for c in abreast)
    tied = [c for c in abreast if work.votes[c] == largest]
    return work.choose(tied, "surplus", most=True, look=practice.ties, why=_TIE_SURPLUS)


def _exclude(work: Working, practice: Practice, waiting: list[int]) -> None:
    """Exclude the candidate who stands lowest; each transfer value, from the greatest, makes a count of its own."""
    standing = work.continuing()
    fewest = min(work.votes[c] for c in standing)
    tied = [c for c in standing if work.votes[c] == fewest]
    candidate = work.choose(tied, "exclude", most=False, look=practice.ties, why=_TIE_LOWEST)
    work.standing[candidate] = False
    name = work.papers.candidates[candidate]
    if practice.rest_elected == "at_exclusion" and len(work.continuing()) == work.vacancies:
        work.write_stage(f"{name} excluded; those left are as many as the vacancies.", excluded=(candidate,))
        work.elect(work.continuing())
        return
    parcels, work.piles[candidate] = work.piles[candidate], []
    batches = _by_value(parcels) or [(Fraction(1), [])]
    for number, (value, batch) in enumerate(batches):
        groups = [group for parcel in batch for group in parcel.groups]
        leaving = sum(parcel.votes for parcel in batch)
        work.votes[candidate] -= leaving
        work.lost += leaving - _take_on(work, groups, value)
        work.write_stage(
            f"{name} excluded as lowest: papers of transfer value {figure_text(value)} transferred.",
            excluded=(candidate,) if number == 0 else (),
            moved_from=(candidate,),
            transfer_value=value,
        )
        _elect(work, practice, waiting, excluding=number + 1 < len(batches))
        if not work.vacancies:
            return


def _by_value(parcels: list[Parcel]) -> list[tuple[Fraction, list[Parcel]]]:
    """Return parcels by transfer value, greatest first."""
    values = sorted({Fraction(parcel.value) for parcel in parcels}, reverse=True)
    return [(value, [parcel for parcel in parcels if parcel.value == value]) for value in values]


def _take_on(work: Working, groups: list[int], value: Fraction) -> int:
    """Move papers on, each candidate's total cut to whole votes; return the votes given, the exhausted with them."""
    piles, spent = work.sort_papers(groups)
    moved = 0
    for candidate, pile in piles.items():
        votes = floor(work.count_papers(pile) * value)
        work.give(candidate, pile, value, votes)
        moved += votes
    exhausted = floor(work.count_papers(spent) * value)
    work.exhausted += exhausted
    return moved + exhausted


def _elect(work: Working, practice: Practice, waiting: list[int], *, excluding: bool) -> None:
    """Elect whoever has the quota; then, as the practice is, those left when they fit the places."""
    assert work.quota is not None
    quota = work.quota
    work.elect(c for c in work.continuing() if work.votes[c] >= quota)
    waiting.extend(c for c in work.stages[-1].elected if work.votes[c] > quota and c not in waiting)
    rest = work.continuing()
    if waiting or not work.vacancies:
        return
    if practice.rest_elected == "after_count" and len(rest) == work.vacancies:
        work.elect(rest)
    elif work.vacancies == 1 and len(rest) == 2 and not excluding:
        most = max(work.votes[c] for c in rest)
        tied = [c for c in rest if work.votes[c] == most]
        chosen = work.choose(tied, "last_seat", most=True, look="never", why=_TIE_LAST, written=True)
        work.elect([chosen])
