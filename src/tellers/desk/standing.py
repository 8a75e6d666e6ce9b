"""What stands now in the place that a sheet is for: what the sheet would replace."""

from __future__ import annotations

from tellers.desk.sheet import Sheet
from tellers.record import Figure, Record, declared_figure, standing_figure
from tellers.record.events import Declared, Verified
from tellers.terms import AreaId, ContestId


def standing_event(record: Record, sheet: Sheet) -> Declared | Verified | None:
    """Return the figure that stands where a sheet is to go, None where there is none."""
    figure = standing_at(record, sheet.contest, sheet.area, verified=sheet.kind == "verified")
    if figure is None and sheet.replaces is not None:
        figure = standing_at(record, sheet.contest, sheet.area, verified=True)
    event = None if figure is None else figure.event
    return event if isinstance(event, Declared | Verified) else None


def standing_at(record: Record, contest: str, area: str, *, verified: bool = False) -> Figure | None:
    """Return the declaration, or the verified papers, that stand in a place."""
    held = record.area(ContestId(contest), AreaId(area))
    return standing_figure(held.verified) if verified else declared_figure(held)
