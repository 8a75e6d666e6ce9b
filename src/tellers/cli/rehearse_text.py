"""A rehearsal's report, for a reader and as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from tellers.cli.text import table
from tellers.rehearsal import CAUGHT_BY, FAULTS, Outcome, Report


def report_plain(night_id: str, seed: int, report: Report) -> dict[str, Any]:
    """Return a report as plain values; seconds are of the night's clock, real_seconds of the one on the wall."""
    return {
        "night": night_id,
        "test": True,
        "seed": seed,
        "events": {"sent": report.sent, "recorded": report.recorded, "refused": report.refused},
        "grace_seconds": report.grace_seconds,
        "seconds": report.night_seconds,
        "real_seconds": _rounded(report.real_seconds),
        "kinds": [_kind_plain(kind, found) for kind, found in _by_kind(report)],
        "faults": [_outcome_plain(outcome) for outcome in report.outcomes],
        "right": {"declarations": report.right, "doubted": report.right_doubted},
        "got_through": [_outcome_plain(outcome) for outcome in report.through],
        "differing": list(report.differing),
    }


def _by_kind(report: Report) -> list[tuple[str, list[Outcome]]]:
    found = [(kind, [o for o in report.outcomes if o.fault.kind == kind]) for kind in FAULTS]
    return [(kind, outcomes) for kind, outcomes in found if outcomes]


def _kind_plain(kind: str, found: Sequence[Outcome]) -> dict[str, Any]:
    seconds, real = _waits(found)
    return {
        "kind": kind,
        "caught_by": CAUGHT_BY[kind],
        "faults": len(found),
        "caught": sum(o.caught is not None for o in found),
        "median_seconds": _middle(seconds),
        "longest_seconds": max(seconds, default=None),
        "longest_real_seconds": _rounded(max(real, default=None)),
    }


def _waits(found: Sequence[Outcome]) -> tuple[list[float], list[float]]:
    """Return how long each that was caught took, by the night's clock and by the wall's."""
    caught = [o for o in found if o.caught not in (None, "in time")]
    return (
        sorted(o.seconds for o in caught if o.seconds is not None),
        sorted(o.real_seconds for o in caught if o.real_seconds is not None),
    )


def _middle(values: Sequence[float]) -> float | None:
    return values[(len(values) - 1) // 2] if values else None


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 4)


def _outcome_plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.fault.kind,
        "event": outcome.fault.event,
        "detail": outcome.fault.detail,
        "caught": outcome.caught,
        "after_events": outcome.after_events,
        "seconds": outcome.seconds,
        "real_seconds": _rounded(outcome.real_seconds),
        "why": outcome.why,
    }


def describe(name: str, seed: int, report: Report) -> str:
    """Return a report for a reader."""
    rows = []
    for kind, found in _by_kind(report):
        how = Counter(o.caught or "got through" for o in found)
        seconds, real = _waits(found)
        said = ", ".join(f"{count} {word}" for word, count in sorted(how.items()))
        middle, longest = _middle(seconds), max(seconds, default=None)
        rows.append([kind, str(len(found)), said, lasted(middle), lasted(longest), lasted(max(real, default=None))])
    head = ["fault", "put in", "what became of it", "caught after: middle", "longest", "longest, real time"]
    lines = [
        click.style(f"{name}: rehearsal with seed {seed}", bold=True),
        f"{report.sent} events sent, {report.recorded} recorded, {report.refused} refused; "
        f"{lasted(report.night_seconds)} of the night in {lasted(report.real_seconds)}",
        table(head, rows, left=3) if rows else "no faults",
        f"Times are by the night's clock. What is {lasted(report.grace_seconds)} late is overdue.",
        f"{report.right_doubted} of {report.right} right declarations were doubted",
    ]
    for o in report.through:
        lines.append(f"got through: {o.fault.event}: {o.fault.kind}, {o.fault.detail}{'; ' if o.why else ''}{o.why}")
    lines += [f"not as it should be at the end: {contest}" for contest in report.differing]
    return "\n".join(lines)


def lasted(seconds: float | None) -> str:
    """Return a length of time for a reader, to the precision that it deserves."""
    if seconds is None:
        return "-"
    if seconds < 1:
        return f"{1000 * seconds:.0f} ms" if seconds else "at once"
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02d} min"
