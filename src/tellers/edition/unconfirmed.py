"""Figures on air that one person keyed and nobody has confirmed: a decision by name, shown as such until a second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tellers.edition.edition import Edition
from tellers.record import single_keyed
from tellers.record.election import Contest, Election
from tellers.record.events import Declared, PartCounted, RunningTotal, Verified
from tellers.record.record import Figure
from tellers.terms import AreaId, EventId

_WHAT = {Declared: "declaration", Verified: "papers verified", PartCounted: "part", RunningTotal: "running total"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A figure that stands on one person's keying; `area` None for several areas together."""

    event: EventId
    area: AreaId | None
    what: str

    def words(self, election: Election) -> str:
        """Return where and what it is: "Coventry", "Coventry, papers verified"."""
        place = "Several areas together" if self.area is None else election.area_by_id[self.area].name
        return place if self.what == "declaration" else f"{place}, {self.what}"


def unconfirmed(edition: Edition, contest: Contest) -> tuple[Unconfirmed, ...]:
    """Return the figures of a contest that wait for a second person, in the pack's order of areas."""
    order = {area: n for n, area in enumerate(contest.areas)}
    found = [
        Unconfirmed(
            event=EventId(figure.event.id),
            area=None if area is None else AreaId(area),
            what=_WHAT.get(type(figure.event), "figure"),
        )
        for area, figure in _figures(edition, contest)
        if not figure.withdrawn and single_keyed(edition.record, figure.event)
    ]
    return tuple(sorted(found, key=lambda row: (-1 if row.area is None else order[row.area], row.what)))


def _figures(edition: Edition, contest: Contest) -> Iterator[tuple[str | None, Figure]]:
    held = edition.record.contest(contest.id)
    yield from ((None, figure) for figure in held.totals)
    for area, record in held.areas.items():
        yield from ((area, figure) for figure in (*record.declared, *record.verified))
        yield from ((area, figure) for part in record.parts.values() for figure in part)
