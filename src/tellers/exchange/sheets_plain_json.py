"""A plain result or an allocation to lists as JSON.

- result: `{candidates: [{name, votes, elected}], seats, valid, rejected, papers, electorate, majority,
  turnout_percent, marks_max}`
- lists: `{parties: [{name, votes, seats, next_votes}], seats, valid, rule, threshold_percent, threshold_votes, exempt}`

Figures are numbers or decimal text; null is not known.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tellers.count.declared_sheet import DeclaredAllocation, DeclaredParty, DeclaredResult, DeclaredVotes
from tellers.exchange.sheets_cells import Cells


def result_of_candidates(document: dict[str, Any], file: str) -> DeclaredResult:
    """Return a plain result.

    Raises:
        InputError: An entry has no name.
    """
    cells = Cells(file=file)
    rows = _named(cells, document["candidates"])
    return DeclaredResult(
        title=str(document.get("title") or file),
        rule=_rule(document),
        seats=cells.whole(document.get("seats"), "seats") or 1,
        marks_max=cells.whole(document.get("marks_max"), "marks_max"),
        candidates=tuple(
            DeclaredVotes(
                name=str(row["name"]),
                votes=cells.figure(row.get("votes"), f"{row['name']}, votes"),
                elected=row["elected"] if isinstance(row.get("elected"), bool) else None,
            )
            for row in rows
        ),
        valid=cells.figure(document.get("valid"), "valid"),
        rejected=cells.figure(document.get("rejected"), "rejected"),
        papers=cells.figure(document.get("papers"), "papers"),
        electorate=cells.figure(document.get("electorate"), "electorate"),
        majority=cells.figure(document.get("majority"), "majority"),
        turnout_percent=cells.figure(document.get("turnout_percent"), "turnout_percent"),
        problems=tuple(cells.problems),
    )


def allocation_of_parties(document: dict[str, Any], file: str) -> DeclaredAllocation:
    """Return an allocation of seats to lists.

    Raises:
        InputError: An entry has no name.
    """
    cells = Cells(file=file)
    rows = _named(cells, document["parties"])
    threshold = cells.figure(document.get("threshold_percent"), "threshold_percent")
    return DeclaredAllocation(
        title=str(document.get("title") or file),
        rule=_rule(document),
        seats=cells.figure(document.get("seats"), "seats"),
        parties=tuple(
            DeclaredParty(
                name=str(row["name"]),
                votes=cells.figure(row.get("votes"), f"{row['name']}, votes"),
                seats=cells.figure(row.get("seats"), f"{row['name']}, seats"),
                next_votes=cells.figure(row.get("next_votes"), f"{row['name']}, next_votes"),
            )
            for row in rows
        ),
        valid=cells.figure(document.get("valid"), "valid"),
        threshold_percent=None if threshold is None else Fraction(threshold.value),
        threshold_votes=cells.figure(document.get("threshold_votes"), "threshold_votes"),
        exempt=tuple(str(name) for name in document.get("exempt") or ()),
        problems=tuple(cells.problems),
    )


def _rule(document: dict[str, Any]) -> str | None:
    return None if document.get("rule") is None else str(document["rule"])


def _named(cells: Cells, rows: list[Any]) -> list[dict[str, Any]]:
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not row.get("name"):
            raise cells.refuse(f"entry {number}", repr(row)[:60], "an object with a name and its votes")
    return rows


__all__ = ["allocation_of_parties", "result_of_candidates"]
