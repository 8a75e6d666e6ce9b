"""Corrections, and figures that one person keyed, as plain values for JSON, tables and feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tellers.edition.edition import Edition
from tellers.edition.moved import Correction, Moved
from tellers.edition.unconfirmed import unconfirmed
from tellers.record.election import Contest
from tellers.terms import ContestId


def corrections_plain(edition: Edition, contest: ContestId | None = None) -> list[dict[str, Any]]:
    """Return the corrections up to an edition, oldest first, of one contest where it is named.

    Args:
        contest: Whose figures; None for all, and for seats announced of bodies.
    """
    return [_correction(made) for made in edition.corrections if contest is None or made.contest == contest]


def _correction(made: Correction) -> dict[str, Any]:
    return {
        "event": made.event,
        "edition": made.edition,
        "kind": made.kind,
        "contest": made.contest,
        "area": made.area,
        "body": made.body,
        "at": made.at,
        "reason": made.reason,
        "moved": [moved_plain(moved) for moved in made.moved],
    }


def moved_plain(moved: Moved) -> dict[str, Any]:
    """Return one figure that moved; a number, or a name for who wins or controls, null where there is none."""
    return {
        "what": moved.what,
        "area": moved.area,
        "candidate": moved.candidate,
        "party": moved.party,
        "body": moved.body,
        "old": moved.old,
        "new": moved.new,
    }


def single_keyed_plain(edition: Edition, contest: Contest) -> list[dict[str, Any]]:
    """Return the contest's figures that one person keyed and nobody has confirmed."""
    return [{"event": row.event, "area": row.area, "what": row.what} for row in unconfirmed(edition, contest)]


def correction_rows(edition: Edition) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each figure that a correction moved, oldest first."""
    for made in edition.corrections:
        at = None if made.at is None else made.at.isoformat()
        for number, m in enumerate(made.moved, 1):
            old, new = (None if value is None else str(value) for value in (m.old, m.new))
            yield (
                made.edition,
                number,
                made.event,
                made.kind,
                made.contest,
                m.what,
                m.area,
                m.candidate,
                m.party,
                m.body,
                old,
                new,
                made.reason,
                at,
            )
