"""The papers of one contest: who stood, and how many papers bear each ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

from tellers.errors import CountError, Problem

# What a paper says at each rank, from the first: one candidate (by index), nobody (None, a skipped rank),
# or several candidates given the same rank (a tuple: an overvote, or a tied ranking where the law allows one).
Entry = int | tuple[int, ...] | None
Ranking = tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Every formal paper of a contest, identical rankings grouped.

    A ranking holds what the paper says and nothing is put right in it: a skipped rank is `None`, candidates who share
    a rank are a tuple, a candidate ranked twice stands there twice. Each rule reads it as its law says.

    Args:
        candidates: Names in the order of the ballot paper, each different.
        groups: Each different ranking with the number of papers that bear it, above zero, in the order first met.
        withdrawn: Indexes of candidates whose name is on the paper but who take no part.
        write_ins: Indexes of candidates that stand for written-in names.
        seats: Places to fill, where the file says so.
        title: The contest's name, where the file says so.
        regular: Worked out, not given: whether every ranking names candidates one by one, once each, and somebody.

    Raises:
        CountError: Two candidates share a name, an index is no candidate, or a number of papers is not above zero.
    """

    candidates: tuple[str, ...]
    groups: tuple[tuple[Ranking, int], ...]
    withdrawn: frozenset[int] = frozenset()
    write_ins: frozenset[int] = frozenset()
    seats: int | None = None
    title: str = ""
    regular: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        said = [ranking for ranking, _ in self.groups]
        entries = set(chain.from_iterable(said))
        problems = [*_name_problems(self.candidates), *_index_problems(self, entries), *_number_problems(self)]
        if problems:
            raise CountError(*problems)
        singly = entries.issubset(range(len(self.candidates)))
        # Worked out once, here, for every count of the papers: it is the longest part of beginning one.
        regular = singly and all(said) and sum(map(len, said)) == sum(map(len, map(set, said)))
        object.__setattr__(self, "regular", regular)

    @property
    def number(self) -> int:
        """How many papers there are."""
        return sum(number for _, number in self.groups)


def group_papers(
    candidates: Sequence[str],
    rankings: Iterable[Ranking] | Mapping[Ranking, int],
    *,
    withdrawn: Iterable[int] = (),
    write_ins: Iterable[int] = (),
    seats: int | None = None,
    title: str = "",
) -> Papers:
    """Return the papers with identical rankings grouped; `rankings` is one a paper, or each with its number of papers.

    Example:
        >>> group_papers(["Ada", "Bo"], [(0, 1), (1,), (0, 1)]).groups
        (((0, 1), 2), ((1,), 1))

    Raises:
        CountError: As `Papers` does.
    """
    counted = rankings if isinstance(rankings, Mapping) else Counter(rankings)
    return Papers(
        candidates=tuple(candidates),
        groups=tuple(counted.items()),
        withdrawn=frozenset(withdrawn),
        write_ins=frozenset(write_ins),
        seats=seats,
        title=title,
    )


def clean_ranking(ranking: Ranking, standing: Iterable[int] | None = None) -> tuple[int, ...]:
    """Return the unbroken run of single, different candidates from the first rank: what most STV laws can follow.

    A rank that is skipped, shared or repeats a candidate ends the run, since the order of what follows is then not
    known. Candidates not in `standing` (all stand when it is None) are stepped over after that.

    Example:
        >>> clean_ranking((2, 0, None, 1))
        (2, 0)
        >>> clean_ranking((2, 0, 1), standing=(0, 1))
        (0, 1)
    """
    run: list[int] = []
    for entry in ranking:
        if not isinstance(entry, int) or entry in run:
            break
        run.append(entry)
    return tuple(run) if standing is None else tuple(c for c in run if c in standing)


def _name_problems(candidates: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(
            where="candidates",
            found=f"{name!r} {times} times",
            wanted="a different name for each, since the stage sheet tells them apart by it",
            remedy="Add a party or a number to one of the names.",
        )
        for name, times in Counter(candidates).items()
        if times > 1
    ]


def _index_problems(papers: Papers, entries: set[Entry]) -> list[Problem]:
    known = range(len(papers.candidates))
    indexes: set[int] = set()
    for entry in (*entries, *papers.withdrawn, *papers.write_ins):
        if isinstance(entry, tuple):
            indexes.update(entry)
        elif entry is not None:
            indexes.add(entry)
    return [
        Problem(
            where="papers",
            found=f"candidate number {index + 1}",
            wanted=f"1 to {len(known)}, one of those standing",
            remedy="Correct the ballot, or add the candidate.",
        )
        for index in sorted(indexes)
        if index not in known
    ]


def _number_problems(papers: Papers) -> list[Problem]:
    if min(map(itemgetter(1), papers.groups), default=1) > 0:
        return []
    return [
        Problem(
            where=f"ranking {ranking}",
            found=f"{number} papers",
            wanted="a whole number above zero",
            remedy="Correct the number of papers, or leave the ranking out.",
        )
        for ranking, number in papers.groups
        if number <= 0
    ]
