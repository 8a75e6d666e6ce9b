"""What is awaited still though its time has passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from tellers.edition.edition import Edition
from tellers.record.election import Election
from tellers.terms import AreaId, ContestId


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    """An area that has not declared, when it was expected, and how long ago that is, in whole seconds."""

    contest: ContestId
    area: AreaId
    expected_at: datetime
    seconds: int


def expected_times(election: Election) -> dict[tuple[ContestId, AreaId], datetime]:
    """Return when each area was expected, as its contest's row in the pack has it, where it says so."""
    return {
        (contest.id, area): datetime.fromisoformat(contest.expected_at)
        for contest in election.contests
        if contest.expected_at is not None
        for area in contest.areas
    }


def overdue(
    edition: Edition, expected: Mapping[tuple[ContestId, AreaId], datetime], *, now: datetime, grace: timedelta
) -> tuple[Overdue, ...]:
    """Return the areas that have not declared though more than `grace` has passed since they were expected.

    Args:
        expected: When each area's declaration is expected; areas left out are never overdue.
        now: The night's clock: of a recorded night, when the newest event was announced.

    Returns:
        The longest overdue first, then by contest and area.
    """
    found = [
        Overdue(contest=contest, area=area, expected_at=at, seconds=int((now - at).total_seconds()))
        for (contest, area), at in expected.items()
        if now - at > grace and area in edition.standing(edition.election.contest_by_id[contest]).undeclared
    ]
    return tuple(sorted(found, key=lambda o: (-o.seconds, o.contest, o.area)))
