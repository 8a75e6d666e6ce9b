"""Checks a declared stage table of a transferable count, with no ballots at hand.

Every law of the rule is held against the printed figures; what breaks is traced to the cell that explains it. Stage
tables of the Scottish rule are followed paper by paper, to its five decimals; other rules are held to the sums, to the
quota and to the order of surpluses and exclusions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tellers.count.check_blank import fitting_totals
from tellers.count.check_finding import Broken, Cell, Finding, Remedy
from tellers.count.check_grid import Grid, grid_of
from tellers.count.check_moves import move_laws
from tellers.count.check_place import Method, remedies, wrong_cells
from tellers.count.check_stages import stage_laws
from tellers.count.check_wig import wig_laws
from tellers.count.declared_sheet import DeclaredSheet, Printed
from tellers.count.irv_rules import CONFIGURED_RUNOFFS
from tellers.count.irv_rules import RULES as IRV_RULES

# Parts of the ids of rules: whose figures have two decimals; whose quota moves from stage to stage; whose quota is the
# whole number above valid / (seats + 1); in which one elected may still gain or lose votes to a sample; in which one
# with the quota goes on receiving until the surplus moves.
HUNDREDTHS = ("northern_ireland", "ers97")
MOVING = ("meek", "warren", "ers97")
DROOP = ("northern_ireland", "irish", "senate", "minneapolis_stv")
SAMPLING = ("cambridge", "cfer", "prf_wigm")
RECEIVING = ("minneapolis",)
# Instant runoffs: what wins is a majority of the papers still in the count; in passes, each seat's count begins anew.
PASSES = ("passes",)
RUNOFFS = CONFIGURED_RUNOFFS.union(rule.id for rule in IRV_RULES)
SCOTTISH = "scottish_stv_2007"


def check_stages(sheet: DeclaredSheet, rule: str | None) -> list[Finding]:
    """Return what is wrong with a stage table, the likeliest explanation of each fault first; empty if nothing is."""
    method, places = method_for(rule)
    grid = grid_of(sheet, places)
    texts = printed_texts(sheet)
    unread = [
        Finding(law="unreadable", where=problem.where, holds=problem.found, broken=(str(problem),))
        for problem in sheet.problems
    ]
    broken = list(method.laws(grid))
    if not broken:
        return unread
    found = remedies(grid, method, broken, texts)
    if found:
        return [*unread, _finding(sheet, broken, found)]
    several, left = wrong_cells(grid, method, texts)
    findings = [_finding(sheet, _of(broken, remedy.cell) or broken, [remedy]) for remedy in several]
    return [*unread, *findings, *(_unplaced(law) for law in left)]


def method_for(rule: str | None) -> tuple[Method, int | None]:
    """Return how a rule's tables are checked, and to how many decimals it counts, where that is known."""
    name = rule or ""
    if name == SCOTTISH:
        return Method(laws=_scottish, quota="droop", fitting=fitting_totals), 5
    places = 2 if any(part in name for part in HUNDREDTHS) else None
    if name in RUNOFFS and not any(part in name for part in PASSES):
        return Method(laws=_runoff, quota=None), places
    if name in RUNOFFS or any(part in name for part in MOVING):
        return Method(laws=lambda grid: stage_laws(grid, None), quota=None), places
    quota = "droop" if any(part in name for part in DROOP) else "any"
    if not name or any(part in name for part in SAMPLING):
        return Method(laws=lambda grid: stage_laws(grid, quota), quota=quota), places

    def both(grid: Grid) -> Iterator[Broken]:
        yield from stage_laws(grid, quota)
        yield from move_laws(grid, elected_receive=any(part in name for part in RECEIVING))

    return Method(laws=both, quota=quota), places


def _runoff(grid: Grid) -> Iterator[Broken]:
    yield from stage_laws(grid, None)
    most = max((figure[1] for row in grid.totals for figure in row if figure is not None), default=0)
    # Nobody has a surplus: with a quota out of reach, only the order of exclusions is left to hold.
    yield from move_laws(replace(grid, quota=most + 1))


def _scottish(grid: Grid) -> Iterator[Broken]:
    yield from stage_laws(grid, "droop")
    yield from wig_laws(grid)


def printed_texts(sheet: DeclaredSheet) -> dict[Cell, str]:
    """Return every cell of the sheet as it is printed."""
    texts: dict[Cell, str] = {}

    def put(cell: Cell, figure: Printed | None) -> None:
        if figure is not None:
            texts[cell] = figure.text

    for number, stage in enumerate(sheet.stages, start=1):
        for index, figure in enumerate(stage.totals):
            put(Cell(field="total", candidate=index, stage=number), figure)
        for index, figure in enumerate(stage.transferred or ()):
            put(Cell(field="transferred", candidate=index, stage=number), figure)
        put(Cell(field="non_transferable", stage=number), stage.non_transferable)
        put(Cell(field="lost", stage=number), stage.lost)
    put(Cell(field="quota"), sheet.quota)
    put(Cell(field="valid"), sheet.valid)
    texts[Cell(field="seats")] = str(sheet.seats)
    for index, candidate in enumerate(sheet.candidates):
        told = candidate.outcome or ""
        texts[Cell(field="outcome", candidate=index)] = (
            f"{told} {candidate.outcome_stage}" if candidate.outcome_stage else told
        )
    return texts


def _of(broken: list[Broken], cell: Cell) -> list[Broken]:
    return [law for law in broken if cell in law.cells]


def _finding(sheet: DeclaredSheet, broken: list[Broken], found: list[Remedy]) -> Finding:
    first, others = found[0], tuple(found[1:])
    sole = first.values_count == 1 and not others
    name = "" if first.cell.candidate is None else sheet.candidates[first.cell.candidate].name
    told = sorted(broken, key=lambda law: not (name in law.why and f"stage {first.cell.stage}" in law.why))
    shown = first.likely if len(first.likely) == 1 else first.values
    return Finding(
        law=told[0].law,
        where=first.place,
        candidate=None if first.cell.candidate is None else sheet.candidates[first.cell.candidate].name,
        stage=first.cell.stage,
        field=first.cell.field,
        holds=first.holds,
        should_be=first.values[0] if sole else None,
        may_be=() if sole else (*shown, *(value for value in first.values if value not in shown)),
        others=others,
        broken=tuple(law.why for law in told),
    )


def _unplaced(law: Broken) -> Finding:
    stages = sorted({cell.stage for cell in law.cells if cell.stage is not None})
    return Finding(
        law=law.law,
        where=f"stage {stages[-1]}" if stages else "sheet",
        stage=stages[-1] if stages else None,
        broken=(law.why,),
    )


__all__ = ["check_stages", "method_for", "printed_texts"]
