"""The event that a sheet makes, alone or with a second that says the same."""

from __future__ import annotations

from typing import Any

from tellers.desk.sheet import CHANGES, Sheet
from tellers.record import (
    Controls,
    Corrected,
    Declared,
    Event,
    PartCounted,
    Recounted,
    RunningTotal,
    SeatsWon,
    Verified,
)


def event_of(
    sheet: Sheet,
    other: Sheet | None,
    *,
    id: str,
    keyed_by: str,
    confirmed_by: str | None,
    note: str | None = None,
) -> Event:
    """Return the event that a sheet makes; check digits that only the other heard are taken from it."""
    common: dict[str, Any] = {
        "id": id,
        "contest": sheet.contest,
        "keyed_by": keyed_by,
        "confirmed_by": confirmed_by,
        "note": note,
        "announced_at": sheet.announced_at,
        "announced_basis": "official" if sheet.announced_at is not None else None,
    }
    if sheet.kind in CHANGES:
        return _change(sheet, other, common)
    match sheet.kind:
        case "verified":
            assert sheet.ballot_papers is not None, "a sheet is checked before it makes an event"
            return Verified(area=sheet.area, ballot_papers=sheet.ballot_papers, electorate=sheet.electorate, **common)
        case "seats_won":
            assert sheet.body is not None, "a sheet is checked before it makes an event"
            return SeatsWon(body=sheet.body, seats=sheet.seats, complete=sheet.complete, **common)
        case "running_total":
            return RunningTotal(areas=sheet.areas, stage=sheet.stage, **_figures(sheet, other), **common)
        case "part_counted":
            assert sheet.part is not None, "a sheet is checked before it makes an event"
            return PartCounted(
                area=sheet.area,
                part=sheet.part,
                part_kind=sheet.part_kind or "precinct",
                expected_ballots=sheet.expected_ballots,
                stage=sheet.stage,
                **_figures(sheet, other),
                **common,
            )
        case _:
            return Declared(area=sheet.area, stage=sheet.stage, **_figures(sheet, other), **common)


def _change(sheet: Sheet, other: Sheet | None, common: dict[str, Any]) -> Event:
    common |= {"replaces": sheet.replaces or "", "reason": sheet.reason or "", **_figures(sheet, other)}
    if sheet.kind == "recounted":
        return Recounted(stage=sheet.stage, **common)
    return Corrected(stage=sheet.stage, seats=sheet.seats or None, **common)


def _figures(sheet: Sheet, other: Sheet | None) -> dict[str, Any]:
    return {
        "votes": {id: votes for id, votes in sheet.votes.items() if votes is not None},
        "ballot_papers": sheet.ballot_papers,
        "rejected_ballots": sheet.rejected_ballots,
        "rejected": sheet.rejected,
        "elected": sheet.elected,
        "provisional": sheet.provisional,
        "controls": _controls(sheet, other),
    }


def _controls(sheet: Sheet, other: Sheet | None) -> Controls | None:
    def heard(field: str) -> Any:
        mine = getattr(sheet, field)
        return mine if mine is not None or other is None else getattr(other, field)

    controls = Controls(total=heard("total"), majority=heard("majority"), turnout_percent=heard("turnout_percent"))
    return None if controls == Controls() else controls
