"""What stands now in the place that a sheet is for: what the sheet would replace."""

from __future__ import annotations

from tellers.desk.sheet import CHANGES, Sheet
from tellers.record import Figure, PartCounted, Record, RunningTotal, declared_figure, figure_of, standing_figure
from tellers.terms import AreaId, BodyId, ContestId


def standing_for(record: Record, sheet: Sheet) -> Figure | None:
    """Return the figure that stands where a sheet is to go, None where there is none.

    For a change it is what the replaced figure has become: None once that was withdrawn.
    """
    if sheet.kind in CHANGES:
        figure = figure_of(record, sheet.replaces or "")
        return None if figure is None or figure.withdrawn else figure
    if sheet.body is not None:
        return standing_figure(record.bodies.get(BodyId(sheet.body), ()))
    contest = ContestId(sheet.contest)
    if sheet.kind == "running_total":
        cover = set(sheet.areas)
        totals = record.contest(contest).totals
        return standing_figure(f for f in totals if _total(f, sheet.stage) == cover)
    held = record.area(contest, AreaId(sheet.area))
    match sheet.kind:
        case "verified":
            return standing_figure(held.verified)
        case "part_counted":
            parts = held.parts.get(sheet.part or "", ())
            return standing_figure(
                f for f in parts if isinstance(f.event, PartCounted) and f.event.stage == sheet.stage
            )
        case _:
            return declared_figure(held, sheet.stage)


def _total(figure: Figure, stage: int) -> set[str] | None:
    event = figure.event
    return set(event.areas) if isinstance(event, RunningTotal) and event.stage == stage else None


def is_of(figure: Figure, sheet: Sheet) -> bool:
    """Return whether a change is keyed for the very place of the figure that it changes."""
    event = figure.event
    if getattr(event, "body", None) != sheet.body or (event.contest and event.contest != sheet.contest):
        return False
    same_areas = set(getattr(event, "areas", ())) == set(sheet.areas)
    same_part = getattr(event, "part", None) == sheet.part and getattr(event, "stage", 1) == sheet.stage
    return getattr(event, "area", "") == sheet.area and same_areas and same_part
