"""Marks by candidates' names, as voting machines export them, and how names become the candidates of a contest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tellers.count.ballots import Entry, Ranking
from tellers.exchange.ballots.lines import Problems

# What stands in a mark in place of a name; no machine can export these.
WRITE_IN = "\0write-in"
OVERVOTE = "\0overvote"
WRITE_IN_NAME = "Undeclared Write-ins"
# No paper has more ranks; a larger number is an id or a total in the wrong place.
RANK_MAX = 999

Mark = tuple[int, str]


@dataclass(slots=True)
class NamedMarks:
    """The papers of one export, each as its marks of (rank from 1, name).

    Args:
        marks: Each different paper with how many there are.
        first: Line or row where each different paper is first met, where the format has lines.
        listed: Candidates that the export itself lists for the contest, in its order.
    """

    marks: Counter[tuple[Mark, ...]] = field(default_factory=Counter)
    first: dict[tuple[Mark, ...], int | None] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)

    def add(self, paper: tuple[Mark, ...], line: int | None) -> None:
        """Count one paper."""
        if paper not in self.first:
            self.first[paper] = line
        self.marks[paper] += 1


def resolve(
    named: NamedMarks, index: Mapping[str, int], problems: Problems, *, ranks: int | None = None
) -> Counter[Ranking]:
    """Return the papers as rankings of candidates.

    Args:
        named: The papers.
        index: Each name and other name with its candidate's index; `WRITE_IN` where write-ins are allowed.
        problems: Told of every name that is nobody's, and every rank above `ranks`.
        ranks: Ranks on the paper; None for no limit.
    """
    rankings: Counter[Ranking] = Counter()
    unknown: dict[str, tuple[int | None, int]] = {}
    for paper, times in named.marks.items():
        high = max((rank for rank, _ in paper), default=0)
        if high > (ranks or RANK_MAX):
            problems.add(
                named.first[paper],
                "paper",
                f"a mark at rank {high}",
                f"ranks 1 to {ranks or RANK_MAX}",
                "Correct the paper, or the number of ranks in the configuration.",
            )
            continue
        marked: list[tuple[int, int]] = []
        over: set[int] = set()
        for rank, name in paper:
            if name == OVERVOTE:
                over.add(rank)
            elif name in index:
                marked.append((rank, index[name]))
            else:
                line, papers = unknown.get(name, (named.first[paper], 0))
                unknown[name] = (line, papers + times)
        rankings[ranking_with_overvotes(marked, over)] += times
    for name, (line, papers) in unknown.items():
        problems.add(
            line,
            "paper",
            "a written-in name" if name == WRITE_IN else f"candidate {name!r} ({papers} marks)",
            f"one of {', '.join(sorted(known for known in index if known != WRITE_IN))}",
            "Add the candidate, another name for one, or the label of write-ins to the configuration.",
        )
    return rankings


def ranking_with_overvotes(marked: Sequence[tuple[int, int]], over: set[int]) -> Ranking:
    """Return the ranking of marks of (rank from 1, candidate), with the ranks at which several unknown were marked.

    Example:
        >>> ranking_with_overvotes([(4, 0), (1, 2), (1, 3)], set())
        ((2, 3), None, None, 0)
        >>> ranking_with_overvotes([(1, 2)], {2})
        (2, ())
    """
    at: dict[int, list[int]] = {rank: [] for rank in over}
    for rank, candidate in marked:
        there = at.setdefault(rank, [])
        if candidate not in there:
            there.append(candidate)
    ranking: list[Entry] = []
    for rank in range(1, max(at, default=0) + 1):
        if rank not in at:
            ranking.append(None)
        elif len(at[rank]) == 1 and rank not in over:
            ranking.append(at[rank][0])
        else:
            ranking.append(tuple(sorted(at[rank])))
    return tuple(ranking)
