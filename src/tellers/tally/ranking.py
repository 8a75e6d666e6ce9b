"""The first few of a night by some order, kept up to date by what one contest changes."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable
from heapq import nsmallest
from typing import Any

from tellers.terms import ContestId

# As many as a page lists; a ranking that held fewer than this holds every contest that has a key.
LENGTH = 20

Entry = tuple[Any, ContestId]
Ranking = tuple[Entry, ...]


def moved(ranking: Ranking, contest: ContestId, key: Any, everyone: Callable[[], Iterable[Entry]]) -> Ranking:
    """Return a ranking, least key first, with one contest's key changed; None takes the contest out.

    Args:
        everyone: All contests with their keys after the change: asked for only where one of the first few falls out,
            as a correction may make it.
    """
    kept = [entry for entry in ranking if entry[1] != contest]
    fell_out = len(kept) < len(ranking)
    if key is not None:
        insort(kept, (key, contest))
    if fell_out and len(ranking) == LENGTH and (key is None or kept[-1][1] == contest):
        return tuple(nsmallest(LENGTH, everyone()))  # Who is next is not among those kept.
    return tuple(kept[:LENGTH])
