"""areas.csv: the units that one officer declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tellers.errors import Problem
from tellers.pack.tables import Row, Table, problem, read_table, whole
from tellers.record import Area
from tellers.terms import AreaId

FILE = "areas.csv"
_COVARIATE = "covariate:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """The areas, and which of them each contest claims by the column "contest"; not `readable` where ids are lost."""

    readable: bool = False
    all: tuple[Area, ...] = ()
    ids: frozenset[str] = frozenset()
    of_contest: Mapping[str, tuple[AreaId, ...]] = field(default_factory=dict)


def read_areas(folder: Path, problems: list[Problem]) -> Areas:
    """Return the areas, with what is wrong added to `problems`."""
    table = read_table(
        folder / FILE,
        problems,
        required=("id", "name"),
        optional=("electorate", "region", "contest", "note"),
        prefixes=(_COVARIATE,),
        partly=True,
    )
    if table is None or not table.has("id"):
        return Areas()
    areas: list[Area] = []
    lines: dict[str, int] = {}
    claims: dict[str, list[AreaId]] = {}
    covariates = [column for column in table.columns if column.startswith(_COVARIATE)]
    for row in table.rows:
        id = row["id"]
        if not good_id(id, "area", table, row, problems, lines):
            continue
        if not row["name"] and table.has("name"):
            problems.append(problem(id, "no name", "the area's name", "Add it.", file=table.file, line=row.line))
        for contest in split_ids(row["contest"]):
            claims.setdefault(contest, []).append(AreaId(id))
        areas.append(
            Area(
                id=AreaId(id),
                name=row["name"] or id,
                electorate=whole(row["electorate"], "electorate", table, row, problems, where=id),
                region=row["region"] or None,
                covariates=_covariates(covariates, table, row, problems) if covariates else {},
            )
        )
    if not table.rows:
        problems.append(
            problem("", "a header and no rows", "the areas", "Add a row for each.", file=table.file, line=1)
        )
    return Areas(
        readable=True, all=tuple(areas), ids=frozenset(lines), of_contest={k: tuple(v) for k, v in claims.items()}
    )


def good_id(id: str, what: str, table: Table, row: Row, problems: list[Problem], lines: dict[str, int]) -> bool:
    """Return whether a row's id can be used; report a blank, a malformed and a second one."""
    if not id:
        problems.append(
            problem(what, "a blank id", f"an id for each {what}", "Add one.", file=table.file, line=row.line)
        )
        return False
    if split_ids(id) != (id,):
        wanted = "an id without spaces, commas, semicolons or bars"
        problems.append(problem(what, f'"{id}"', wanted, "Change the id.", file=table.file, line=row.line))
    if id in lines:
        found = f'the {what} "{id}" a second time (first on line {lines[id]})'
        remedy = "Remove one of the two, or give it an id of its own."
        problems.append(problem(id, found, f"each {what} once", remedy, file=table.file, line=row.line))
        return False
    lines[id] = row.line
    return True


def split_ids(text: str) -> tuple[str, ...]:
    """Return the ids in a cell: separated by spaces, semicolons, commas or bars."""
    for mark in ";,|":
        if mark in text:
            text = text.replace(mark, " ")
    return tuple(text.split())


def _covariates(columns: list[str], table: Table, row: Row, problems: list[Problem]) -> dict[str, float]:
    values: dict[str, float] = {}
    for column in columns:
        text = row[column]
        if not text:
            continue
        try:
            values[column.removeprefix(_COVARIATE)] = float(text)
        except ValueError:
            found = f'"{text}" for {column}'
            problems.append(
                problem(row["id"], found, "a number or a blank", "Put a number there.", file=table.file, line=row.line)
            )
    return values
