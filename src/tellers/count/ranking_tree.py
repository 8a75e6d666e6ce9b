"""Papers as a tree of preferences, opened only as far as a count needs: one step for all papers that agree so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Branch:
    """Papers that agree down to one preference.

    Args:
        candidate: Who stands at that preference.
        depth: How many preferences lie above.
        number: How many papers there are.
        groups: Their groups, by number.
    """

    candidate: int
    depth: int
    number: int = 0
    groups: list[int] = field(default_factory=list)
    _children: list[Branch] | None = None

    def children(self, rankings: Sequence[tuple[int, ...]], numbers: Sequence[int]) -> list[Branch]:
        """Return the branches at the next preference, made when first asked for."""
        if self._children is None:
            self._children = branches(rankings, numbers, self.groups, self.depth + 1)
        return self._children


def branches(
    rankings: Sequence[tuple[int, ...]], numbers: Sequence[int], groups: Sequence[int], depth: int
) -> list[Branch]:
    """Return the papers of these groups by the candidate at one depth; papers that end above it are left out."""
    found: dict[int, Branch] = {}
    for group in groups:
        ranking = rankings[group]
        if len(ranking) <= depth:
            continue
        candidate = ranking[depth]
        branch = found.get(candidate)
        if branch is None:
            branch = found[candidate] = Branch(candidate, depth)
        branch.number += numbers[group]
        branch.groups.append(group)
    return list(found.values())
