"""What a paper with mistakes in it says: the choices that laws make over overvotes, skipped and repeated ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq
from typing import Literal

from tellers.count.ballots import Papers, Ranking

# Why a paper stops counting. `choices` is the plain case: every candidate it ranks is out. `surplus` is what the last
# elected hold above the quota, which has nowhere left to go.
Reason = Literal["choices", "overvote", "skipped", "repeated", "surplus"]
REASONS: tuple[Reason, ...] = ("choices", "overvote", "skipped", "repeated", "surplus")

# Every index that a quick look may meet; a paper of more candidates is only read more slowly.
_SINGLE = frozenset(range(4096))

# What can be followed, rank after rank: one candidate, or several who share a rank where the law waits to see
# how many of them continue; and why the paper stops after that.
Step = int | tuple[int, ...]
Usable = tuple[tuple[Step, ...], Reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """How a law reads a paper; the defaults follow every mark that can be followed.

    Ranks left empty after the last mark are never skipped ranks: the paper has run out of choices.

    Args:
        overvote: What a rank shared by several candidates does. `exhaust`: the paper stops there (Maine, Portland).
            `skip`: that rank is passed over (Minneapolis). `exhaust_if_several_continue`: it counts for the one
            who continues, is passed over if none does, and stops if several do.
        skipped_ranks_allowed: How many ranks in a row may be left empty before the paper stops; None for any number.
            Maine and Alaska allow 1.
        repeated: What a second mark for the same candidate does: nothing (`skip`), or stops the paper (`exhaust`).
    """

    overvote: Literal["exhaust", "skip", "exhaust_if_several_continue"] = "skip"
    skipped_ranks_allowed: int | None = None
    repeated: Literal["skip", "exhaust"] = "skip"


def usable(ranking: Ranking, reading: Interpretation) -> Usable:
    """Return what of a ranking can be followed, and why the paper stops when that runs out.

    Example:
        >>> usable((2, (0, 1), 3), Interpretation(overvote="exhaust"))
        ((2,), 'overvote')
        >>> usable((None, 2, None, None, 1), Interpretation(skipped_ranks_allowed=1))
        ((2,), 'skipped')
        >>> usable((1, 1, 0), Interpretation())
        ((1, 0), 'choices')
    """
    steps: list[Step] = []
    seen: set[int] = set()
    allowed = reading.skipped_ranks_allowed
    last = 0
    for rank, entry in enumerate(ranking, start=1):
        if entry is None:
            continue
        if allowed is not None and rank - last > allowed + 1:
            return tuple(steps), "skipped"
        last = rank
        marked = {entry} if isinstance(entry, int) else set(entry)
        if reading.repeated == "exhaust" and not seen.isdisjoint(marked):
            return tuple(steps), "repeated"
        step = _step(entry, reading)
        if step is None:
            return tuple(steps), "overvote"
        if step != () and not (isinstance(step, int) and step in seen):
            steps.append(step)
        # A candidate in a passed-over overvote may still be ranked alone later on.
        if isinstance(entry, int) or reading.repeated == "exhaust":
            seen |= marked
    return tuple(steps), "choices"


def _step(entry: int | tuple[int, ...], reading: Interpretation) -> Step | None:
    """Return what a marked rank can be followed to: `()` for nothing, None where the paper stops."""
    if isinstance(entry, int):
        return entry
    if reading.overvote == "exhaust" or (not entry and reading.overvote != "skip"):
        return None
    return () if reading.overvote == "skip" else entry


def is_blank(ranking: Ranking) -> bool:
    """Say whether a paper has no mark at all: it is no vote, and no rule counts it."""
    return all(entry is None for entry in ranking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Papers as a law reads them, those with no mark left out: three lists side by side, one place to a group.

    Args:
        steps: What of each group can be followed.
        reasons: Why its papers stop after that.
        numbers: Papers of each group.
    """

    steps: list[tuple[Step, ...]]
    reasons: list[Reason]
    numbers: list[int]


def read_groups(groups: Sequence[tuple[Ranking, int]], reading: Interpretation) -> Said:
    """Return the papers as the law reads them; those with mistakes that say the same are put together."""
    rankings = [ranking for ranking, _ in groups]
    # Almost every paper is a plain run of different candidates, which reads as itself in every law. Whether it is one
    # is asked of all at once: there may be a million.
    single = map(_SINGLE.issuperset, rankings)
    different = map(eq, map(len, rankings), map(len, map(set, rankings)))
    plain = [is_single and is_different for is_single, is_different in zip(single, different, strict=True)]
    steps: list[tuple[Step, ...]] = []
    numbers: list[int] = []
    mended: dict[Usable, int] = {}
    for (ranking, number), as_it_stands in zip(groups, plain, strict=True):
        if as_it_stands and ranking:
            steps.append(ranking)  # type: ignore[arg-type] # Only indexes stand in it.
            numbers.append(number)
        elif not is_blank(ranking):
            said = usable(ranking, reading)
            mended[said] = mended.get(said, 0) + number
    reasons: list[Reason] = ["choices"] * len(steps)
    return Said(
        steps=[*steps, *(trail for trail, _ in mended)],
        reasons=[*reasons, *(reason for _, reason in mended)],
        numbers=[*numbers, *mended.values()],
    )


def blank_papers(papers: Papers) -> int:
    """Return how many papers have no mark for any candidate."""
    return sum(number for ranking, number in papers.groups if is_blank(ranking))
