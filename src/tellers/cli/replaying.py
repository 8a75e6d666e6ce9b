"""The pace of a replay: when, in seconds from its start, each event of a recorded night is played."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.record import Event

DEFAULT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 20.0


def offsets(events: Sequence[Event], speed: float | None) -> list[float]:
    """Return seconds from the start for each event.

    With a speed, a night whose times are mostly known is played that many times as fast as it was; an event whose time
    is not known comes midway between its neighbours. Without one, and for a night of unknown times, events are spread
    evenly over about a minute (divided by the speed). No wait is longer than 20 seconds.
    """
    times = [None if e.announced_at is None else e.announced_at.timestamp() for e in events]
    known = [t for t in times if t is not None]
    if not events:
        return []
    if speed is None or len(known) * 2 < len(events) or known[-1] <= known[0]:
        step = DEFAULT_SECONDS / (speed or 1.0) / len(events)
        return [step * (i + 1) for i in range(len(events))]
    filled = _filled(times)
    at, before, result = 0.0, filled[0], []
    for moment in filled:
        at += min(max(moment - before, 0.0) / speed, LONGEST_WAIT_SECONDS)
        before = max(moment, before)
        result.append(at)
    return result


def _filled(times: Sequence[float | None]) -> list[float]:
    """Return the times with the unknown ones set evenly between their neighbours."""
    places = [i for i, t in enumerate(times) if t is not None]
    filled: list[float] = []
    for i, moment in enumerate(times):
        if moment is not None:
            filled.append(moment)
            continue
        left = max((p for p in places if p < i), default=places[0])
        right = min((p for p in places if p > i), default=places[-1])
        start, end = times[left], times[right]
        assert start is not None
        assert end is not None
        filled.append(start if right <= left else start + (end - start) * (i - left) / (right - left))
    return filled
