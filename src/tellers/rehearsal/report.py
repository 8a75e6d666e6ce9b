"""What a rehearsal showed: of each kind of fault, what being caught means, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellers.rehearsal.faults import Fault

CAUGHT_BY: Mapping[str, str] = {
    "late": "listed as overdue while it is awaited, unless it comes within the grace; then its figures stand",
    "lost": "listed as overdue, and still awaited at the end",
    "doubled": "refused as the same sheet",
    "reordered": "refused as an older revision than the one that stands",
    "mis-keyed": "refused, held back or doubted",
    "reversed": "refused, held back or doubted",
    "recounted": "the recount is shown while it goes on, and its figures stand",
    "feed-dies": "what it did not bring is listed as overdue, unless it is back in time; then its figures stand",
}
"""What must happen for a fault of each kind to count as caught."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one fault.

    Args:
        caught: "refused", "held", "doubted", "overdue", "shown" (a recount), "in time" (late, but within the grace), or
            None: it got through.
        after_events: Events recorded between the fault and its being caught; None where it was not caught.
        seconds: The same on the night's clock.
        real_seconds: The same on the clock on the wall; None where none was given, and for what was in time.
        why: The reason or the evidence.
    """

    fault: Fault
    caught: str | None
    after_events: int | None = None
    seconds: float | None = None
    real_seconds: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a rehearsal showed.

    Args:
        sent, recorded, refused: Events.
        right_doubted: Right declarations that were doubted at any time, of `right` in all.
        differing: Contests whose figures at the end are not the night's own, with the reason where one is known.
        grace_seconds: How late a declaration may be before it is overdue, on the night's clock.
        night_seconds, real_seconds: How long it took by the night's clock, and by the one on the wall.
    """

    outcomes: tuple[Outcome, ...]
    sent: int
    recorded: int
    refused: int
    right: int
    right_doubted: int
    differing: tuple[str, ...]
    grace_seconds: float
    night_seconds: float
    real_seconds: float | None

    @property
    def through(self) -> tuple[Outcome, ...]:
        """Return the faults that nobody was told of."""
        return tuple(outcome for outcome in self.outcomes if outcome.caught is None)
