"""Counts in progress that go down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tellers.record.events import PartCounted, RunningTotal
from tellers.record.record import Figure


def falls(figure: Figure, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each candidate of a count in progress who has fewer votes than before, with the evidence.

    A correction may take votes away: it says why. A newer figure of a count that goes on may not.
    """
    now, before = figure.event, figure.earlier
    if figure.withdrawn or figure.reason is not None:
        return
    if not isinstance(now, PartCounted | RunningTotal) or not isinstance(before, PartCounted | RunningTotal):
        return
    for candidate, votes in now.votes.items():
        was = before.votes.get(candidate)
        if votes is not None and was is not None and votes < was:
            yield candidate, f"{names[candidate]}: {votes:,} now, {was:,} before; a count in progress does not fall."
