"""What moved the odds since the edition before, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LEAST = 0.01  # A move of less than a point is not told.


def moved(
    before: Mapping[str, float] | None, after: Mapping[str, float], names: Mapping[str, str], events: Sequence[str]
) -> str | None:
    """Return whose chance moved most, from what to what, and after which event; None where none moved by a point.

    Args:
        before, after: Chances by candidate, 0 to 1; None before there were any.
        names: By candidate.
        events: The sentences of the edition's own event; the first is quoted.
    """
    if before is None:
        return None
    shift = {name: after.get(name, 0.0) - before.get(name, 0.0) for name in {*before, *after}}
    most = max(sorted(shift), key=lambda name: abs(shift[name]))
    if abs(shift[most]) < LEAST:
        return None
    way = "rose" if shift[most] > 0 else "fell"
    cause = f" after: {events[0]}" if events else "."
    told = names.get(most, most)
    return f"{told}'s chance {way} from {before.get(most, 0.0):.0%} to {after.get(most, 0.0):.0%}{cause}"
