"""The night's clock in a rehearsal: when each event was due, and when it is sent instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from tellers.record.events import Event

NOMINAL_SECONDS = 30.0  # Between the events of a night whose times are mostly unknown.
GRACE_SECONDS = 600.0  # What is so much later than its time is overdue …
GRACE_PART = 20  # … but of a short night, one part in so many of its length.
NO_DATE = datetime(2031, 5, 1, 22, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """When the events of a night come.

    Args:
        begins: When the first is announced.
        seconds: When each is, in seconds since then; those of unknown time are set evenly between their neighbours.
    """

    begins: datetime
    seconds: tuple[float, ...]

    @classmethod
    def of(cls, events: Sequence[Event]) -> Clock:
        """Return the clock of a night; where most times are unknown its events are half a minute apart."""
        known = [(n, e.announced_at) for n, e in enumerate(events) if e.announced_at is not None]
        begins = known[0][1] if known else NO_DATE
        if len(known) * 2 < len(events) or not events or known[-1][1] <= begins:
            return cls(begins=begins, seconds=tuple(NOMINAL_SECONDS * n for n in range(len(events))))
        at = np.maximum.accumulate([(when - begins).total_seconds() for _, when in known])
        filled = np.interp(np.arange(len(events)), [n for n, _ in known], at)
        return cls(begins=begins, seconds=tuple(float(s) for s in filled))

    def at(self, place: float) -> float:
        """Return the seconds at a place in the night's order: 2.5 is midway between the third event and the fourth.

        What comes after the last goes on at the night's mean pace.
        """
        last = len(self.seconds) - 1
        if last < 0:
            return 0.0
        beyond = max(0.0, place - last) * max(1.0, self.seconds[-1] / max(1, last))
        return float(np.interp(place, np.arange(last + 1), self.seconds)) + beyond

    def when(self, seconds: float) -> datetime:
        """Return the time of day that so many seconds since the night began are."""
        return self.begins + timedelta(seconds=seconds)

    @property
    def grace(self) -> float:
        """Return how many seconds a declaration may be late before it is overdue."""
        return min(GRACE_SECONDS, self.seconds[-1] / GRACE_PART) if self.seconds else GRACE_SECONDS
