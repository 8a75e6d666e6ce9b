"""Stage tables as JSON by candidate id, the form of the published Scottish wards.

`{ward, seats, quota, valid, candidates: {id: {name, party, status, stage}}, stages: [{id: text}]}`, totals only.
`rule` may be given; without it the rule is the Scottish one where the table is of a `ward`, as all published ones are.
"""

from __future__ import annotations

from typing import Any

from tellers.count.declared_sheet import DeclaredCandidate, DeclaredSheet, DeclaredStage, Outcome, Printed
from tellers.exchange.sheets_cells import Cells

_OUTCOMES: dict[str, Outcome] = {"elected": "elected", "excluded": "excluded", "eliminated": "excluded"}


def sheet_of_table(document: dict[str, Any], file: str) -> DeclaredSheet:
    """Return the table; a candidate without a cell in a stage has a blank there.

    Raises:
        InputError: A candidate or stage is no object, or a stage names a candidate who is not listed.
    """
    cells = Cells(file=file)
    listed: dict[str, Any] = document["candidates"]
    if not all(isinstance(one, dict) for one in listed.values()):
        raise cells.refuse("candidates", "an entry that is no object", "name, party, status and stage by id")
    if not document["stages"] or not listed:
        raise cells.refuse("stages", "no stage or no candidate", "one of each at least")
    stages = []
    for number, row in enumerate(document["stages"], start=1):
        if not isinstance(row, dict):
            raise cells.refuse(f"stage {number}", repr(row)[:40], "totals by candidate id")
        strangers = set(row) - set(listed)
        if strangers:
            raise cells.refuse(f"stage {number}", f"candidate {min(strangers)}", "one of the candidates listed")
        stages.append(DeclaredStage(totals=tuple(_total(cells, row, key, listed, number) for key in listed)))
    return DeclaredSheet(
        title=str(document.get("ward") or document.get("title") or file),
        rule=_rule(document),
        seats=cells.whole(document.get("seats"), "seats"),
        quota=cells.figure(document.get("quota"), "quota"),
        valid=cells.figure(document.get("valid"), "valid"),
        candidates=tuple(_candidate(cells, key, one) for key, one in listed.items()),
        stages=tuple(stages),
        problems=tuple(cells.problems),
    )


def _total(cells: Cells, row: dict[str, Any], key: str, listed: dict[str, Any], number: int) -> Printed | None:
    return cells.figure(row.get(key), f"{listed[key].get('name', key)}, stage {number}")


def _rule(document: dict[str, Any]) -> str | None:
    if document.get("rule"):
        return str(document["rule"])
    return "scottish_stv_2007" if "ward" in document else None


def _candidate(cells: Cells, key: str, one: dict[str, Any]) -> DeclaredCandidate:
    name = str(one.get("name", key))
    return DeclaredCandidate(
        id=key,
        name=name,
        party=one.get("party"),
        outcome=_OUTCOMES.get(str(one.get("status") or "").strip().lower()),
        outcome_stage=cells.whole(one.get("stage"), f"{name}, stage of {one.get('status')}"),
    )


__all__ = ["sheet_of_table"]
