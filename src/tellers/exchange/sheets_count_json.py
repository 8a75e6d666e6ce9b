"""The stage sheet that `tellers count --json` prints, taken as if someone else had published it."""

from __future__ import annotations

from typing import Any

from tellers.count.declared_sheet import DeclaredCandidate, DeclaredSheet, DeclaredStage, Outcome, Printed, printed
from tellers.exchange.sheets_cells import Cells


def sheet_of_count(document: dict[str, Any], file: str) -> DeclaredSheet:
    """Return the sheet; `exhausted` and `lost` are running totals.

    Valid votes are taken from the sheet where it gives them; the sum of the first stage is no substitute.
    """
    cells = Cells(file=file)
    stages = document["stages"]
    names = [str(name) for name in document.get("candidates") or stages[0]["votes"]]
    elected = _stage_of(stages, "elected")
    excluded = _stage_of(stages, "excluded")

    def candidate(name: str) -> DeclaredCandidate:
        outcome: Outcome | None = "elected" if name in elected else "excluded" if name in excluded else None
        # One excluded at the start of a stage was last in the one before.
        at = elected.get(name) if outcome == "elected" else excluded[name] - 1 if outcome == "excluded" else None
        return DeclaredCandidate(id=name, name=name, outcome=outcome, outcome_stage=at)

    return DeclaredSheet(
        title=str(document.get("title") or file),
        rule=None if document.get("rule") is None else str(document["rule"]),
        seats=cells.whole(document.get("seats"), "seats"),
        quota=cells.figure(document.get("quota"), "quota"),
        valid=cells.figure(document.get("valid"), "valid"),
        candidates=tuple(candidate(name) for name in names),
        stages=tuple(_stage(cells, stage, names, number) for number, stage in enumerate(stages, start=1)),
        problems=tuple(cells.problems),
    )


def _stage_of(stages: list[dict[str, Any]], key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, stage in enumerate(stages, start=1):
        for name in stage.get(key) or ():
            found.setdefault(str(name), number)
    return found


def _stage(cells: Cells, stage: dict[str, Any], names: list[str], number: int) -> DeclaredStage:
    def row(key: str) -> tuple[Printed | None, ...]:
        figures = stage.get(key) or {}
        return tuple(cells.figure(figures.get(name), f"{name}, stage {number}, {key}") for name in names)

    # The first stage moves nothing: what it says was moved is the first preferences themselves.
    moved = row("transferred") if stage.get("transferred") and number > 1 else None
    return DeclaredStage(
        totals=row("votes"),
        transferred=moved,
        non_transferable=cells.figure(stage.get("exhausted"), f"exhausted, stage {number}"),
        lost=cells.figure(stage.get("lost"), f"lost, stage {number}") or printed("0"),
    )


__all__ = ["sheet_of_count"]
