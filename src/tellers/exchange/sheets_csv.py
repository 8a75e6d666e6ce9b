"""Our own plain CSV for a declared sheet: facts line by line, then a table that a spreadsheet can hold.

Lines of two cells come first: `title`, `rule`, `seats`, `quota`, `valid`, `rejected`, `papers`, `electorate`,
`majority`, `turnout_percent`, `marks_max`, `threshold_percent`, `threshold_votes`, `exempt`. Then a header row:

- a stage table: `candidate,party,outcome,stage 1,transfer 2,stage 2,...`; `outcome` is `elected 3`, `excluded 5` or
  nothing, and transfers may be left out. A row `Non-transferable` holds the running total, `Non-transferable this
  stage` what each stage added, `Lost` what rounding lost so far.
- a plain result: `candidate,votes` with or without `elected` (`yes`, `no` or nothing)
- an allocation to lists: `party,votes,seats` with or without `next_votes`

Figures have a point as decimal mark; a blank cell is not known.
"""

from __future__ import annotations

import csv
import io
from fractions import Fraction

from tellers.count.declared_sheet import (
    Declared,
    DeclaredAllocation,
    DeclaredCandidate,
    DeclaredParty,
    DeclaredResult,
    DeclaredSheet,
    DeclaredStage,
    DeclaredVotes,
    Outcome,
    Printed,
    Span,
)
from tellers.exchange.sheets_cells import Cells

_Line = tuple[int, list[str]]
_FACTS = frozenset(
    [
        "title",
        "rule",
        "seats",
        "quota",
        "valid",
        "rejected",
        "papers",
        "electorate",
        "majority",
        "turnout_percent",
        "marks_max",
        "threshold_percent",
        "threshold_votes",
        "exempt",
    ]
)
_SPARE = {"non-transferable": "so_far", "non-transferable this stage": "stage"}


def read_sheet_csv(text: str, file: str) -> Declared:
    """Return what the file declares.

    Raises:
        InputError: There is no header row, a fact is unknown, or the table has no row.
    """
    cells = Cells(file=file)
    reader = csv.reader(io.StringIO(text))
    lines: list[_Line] = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    facts: dict[str, str] = {}
    for place, (line, row) in enumerate(lines):
        if not any(row):
            continue
        head = [cell.lower() for cell in row]
        if head[0] in ("candidate", "party", "list"):
            table = [entry for entry in lines[place + 1 :] if any(entry[1])]
            if not table:
                raise cells.refuse("table", "no row under the header", "a row for each candidate or list", line)
            return _table(cells, facts, head, table, line)
        if head[0] not in _FACTS or len(row) < 2:
            raise cells.refuse("facts", repr(row[0]), f"one of {', '.join(sorted(_FACTS))}, or the header row", line)
        facts[head[0]] = row[1]
    raise cells.refuse("table", "no header row", "a row beginning with candidate or party")


def _table(cells: Cells, facts: dict[str, str], head: list[str], table: list[_Line], line: int) -> Declared:
    doubled = sorted({name for name in head if name and head.count(name) > 1})
    if doubled:
        raise cells.refuse("header", f"column {doubled[0]!r} twice", "each column once", line)
    rows = [(number, dict(zip(head, [*row, *[""] * len(head)], strict=False))) for number, row in table]
    if any(name.startswith("stage ") for name in head):
        return _stage_table(cells, facts, head, rows, line)
    if "seats" in head:
        return _lists(cells, facts, head[0], rows)
    if "votes" in head:
        return _result(cells, facts, rows)
    raise cells.refuse("header", ", ".join(head), "columns stage 1 on, or votes, or votes and seats", line)


def _fact(cells: Cells, facts: dict[str, str], name: str) -> Printed | None:
    return cells.figure(facts.get(name), name)


def _stage_table(
    cells: Cells, facts: dict[str, str], head: list[str], rows: list[tuple[int, dict[str, str]]], line: int
) -> DeclaredSheet:
    numbers = [int(name.split()[1]) for name in head if name.startswith("stage ") and name.split()[1].isdecimal()]
    if numbers != list(range(1, len(numbers) + 1)):
        raise cells.refuse("header", f"stages {numbers}", "stage 1, stage 2 and so on, in order", line)
    spare: dict[str, dict[str, str]] = {}
    listed: list[tuple[int, dict[str, str]]] = []
    span: Span = "so_far"
    for number, row in rows:
        name = row["candidate"].lower()
        if name in _SPARE:
            span = "stage" if _SPARE[name] == "stage" else "so_far"
            spare["non_transferable"] = row
        elif name == "lost":
            spare["lost"] = row
        else:
            listed.append((number, row))

    def stage(number: int) -> DeclaredStage:
        def column(kind: str) -> tuple[Printed | None, ...]:
            return tuple(
                cells.figure(row.get(f"{kind} {number}"), f"{row['candidate']}, {kind} {number}", at)
                for at, row in listed
            )

        return DeclaredStage(
            totals=column("stage"),
            transferred=column("transfer") if f"transfer {number}" in head else None,
            non_transferable=cells.figure(
                spare.get("non_transferable", {}).get(f"stage {number}"), f"non-transferable, stage {number}"
            ),
            lost=cells.figure(spare.get("lost", {}).get(f"stage {number}"), f"lost, stage {number}"),
        )

    return DeclaredSheet(
        title=facts.get("title") or cells.file,
        rule=facts.get("rule") or None,
        seats=cells.whole(facts.get("seats"), "seats"),
        quota=_fact(cells, facts, "quota"),
        valid=_fact(cells, facts, "valid"),
        papers=_fact(cells, facts, "papers"),
        rejected=_fact(cells, facts, "rejected"),
        electorate=_fact(cells, facts, "electorate"),
        candidates=tuple(_candidate(cells, row, at) for at, row in listed),
        stages=tuple(stage(number) for number in numbers),
        non_transferable_span=span,
        problems=tuple(cells.problems),
    )


def _candidate(cells: Cells, row: dict[str, str], line: int) -> DeclaredCandidate:
    word, _, at = row.get("outcome", "").partition(" ")
    outcome: Outcome | None = None
    if word.lower() in ("elected", "excluded"):
        outcome = "elected" if word.lower() == "elected" else "excluded"
    elif word:
        cells.note(
            f"{row['candidate']}, outcome", repr(row["outcome"]), "elected or excluded with its stage, or nothing", line
        )
    stage = cells.whole(at, f"{row['candidate']}, outcome", line) if outcome else None
    return DeclaredCandidate(
        id=row["candidate"], name=row["candidate"], party=row.get("party") or None, outcome=outcome, outcome_stage=stage
    )


def _result(cells: Cells, facts: dict[str, str], rows: list[tuple[int, dict[str, str]]]) -> DeclaredResult:
    words = {"yes": True, "elected": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    return DeclaredResult(
        title=facts.get("title") or cells.file,
        rule=facts.get("rule") or None,
        seats=cells.whole(facts.get("seats"), "seats") or 1,
        marks_max=cells.whole(facts.get("marks_max"), "marks_max"),
        candidates=tuple(
            DeclaredVotes(
                name=row["candidate"],
                votes=cells.figure(row.get("votes"), f"{row['candidate']}, votes", at),
                elected=words.get(row.get("elected", "").lower()),
            )
            for at, row in rows
        ),
        valid=_fact(cells, facts, "valid"),
        rejected=_fact(cells, facts, "rejected"),
        papers=_fact(cells, facts, "papers"),
        electorate=_fact(cells, facts, "electorate"),
        majority=_fact(cells, facts, "majority"),
        turnout_percent=_fact(cells, facts, "turnout_percent"),
        problems=tuple(cells.problems),
    )


def _lists(cells: Cells, facts: dict[str, str], key: str, rows: list[tuple[int, dict[str, str]]]) -> DeclaredAllocation:
    threshold = _fact(cells, facts, "threshold_percent")
    return DeclaredAllocation(
        title=facts.get("title") or cells.file,
        rule=facts.get("rule") or None,
        seats=_fact(cells, facts, "seats"),
        parties=tuple(
            DeclaredParty(
                name=row[key],
                votes=cells.figure(row.get("votes"), f"{row[key]}, votes", at),
                seats=cells.figure(row.get("seats"), f"{row[key]}, seats", at),
                next_votes=cells.figure(row.get("next_votes"), f"{row[key]}, next_votes", at),
            )
            for at, row in rows
        ),
        valid=_fact(cells, facts, "valid"),
        threshold_percent=None if threshold is None else Fraction(threshold.value),
        threshold_votes=_fact(cells, facts, "threshold_votes"),
        exempt=tuple(name.strip() for name in facts.get("exempt", "").split(";") if name.strip()),
        problems=tuple(cells.problems),
    )


__all__ = ["read_sheet_csv"]
