"""A declared stage table as whole numbers of the smallest unit, each figure a range as wide as its printing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from tellers.count.check_finding import Cell
from tellers.count.declared_sheet import DeclaredSheet, Outcome, Printed

# Lowest and highest that a printed figure can stand for, in units.
Range = tuple[int, int]
Row = tuple[Range | None, ...]
# No law counts to so many decimals: figures that have them are fractions, rounded to be printed.
ENDLESS_PLACES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The figures of a stage table, in `unit`-ths of a vote; stages and candidates by index from 0.

    Args:
        places: Decimals that the rule counts to.
        full_places: Most decimals printed anywhere in the table.
        doubted: Candidates whose printed outcome is left out of account.
        non_transferable: By stage; the sheet's span says whether for the stage or so far.
    """

    names: tuple[str, ...]
    seats: int | None
    unit: int
    places: int
    full_places: int
    quota: int | None
    valid: int | None
    totals: tuple[Row, ...]
    transferred: tuple[Row | None, ...]
    non_transferable: Row
    lost: Row
    cumulative: bool
    outcomes: tuple[tuple[Outcome | None, int | None], ...]
    doubted: frozenset[int] = frozenset()

    @property
    def last(self) -> int:
        """Index of the last stage."""
        return len(self.totals) - 1


def grid_of(sheet: DeclaredSheet, rule_places: int | None) -> Grid:
    """Return the sheet as a grid, for a rule that counts to so many decimals; None where that is not known."""
    full = max((figure.places for figure in figures(sheet)), default=0)
    places = full if rule_places is None else rule_places
    # A figure of so many decimals is a fraction without end, rounded: one digit more holds half its last place.
    unit = 10 ** (max(places, full) + (full >= ENDLESS_PLACES))

    def row(cells: tuple[Printed | None, ...]) -> Row:
        return tuple(None if cell is None else printed_range(cell, unit, places, full) for cell in cells)

    return Grid(
        names=tuple(candidate.name for candidate in sheet.candidates),
        seats=sheet.seats,
        unit=unit,
        places=places,
        full_places=full,
        quota=None if sheet.quota is None else _units(sheet.quota, unit),
        valid=None if sheet.valid is None else _units(sheet.valid, unit),
        totals=tuple(row(stage.totals) for stage in sheet.stages),
        transferred=tuple(None if stage.transferred is None else row(stage.transferred) for stage in sheet.stages),
        non_transferable=row(tuple(stage.non_transferable for stage in sheet.stages)),
        lost=row(tuple(stage.lost for stage in sheet.stages)),
        cumulative=sheet.non_transferable_span == "so_far",
        outcomes=tuple((candidate.outcome, candidate.outcome_stage) for candidate in sheet.candidates),
    )


def figures(sheet: DeclaredSheet) -> Iterator[Printed]:
    """Yield every figure printed in the body of the table."""
    for stage in sheet.stages:
        for cell in (*stage.totals, *(stage.transferred or ()), stage.non_transferable, stage.lost):
            if cell is not None:
                yield cell


def printed_range(figure: Printed, unit: int, places: int, full_places: int) -> Range:
    """Return the lowest and highest units that a printed figure can stand for.

    Spreadsheets drop closing zeros, and round figures of a thousand and more to two decimals: so a figure with two
    decimals or more, and fewer than the rule's, may be rounded to those it has; one with none or one is exact, unless
    no figure in the table has more than two.

    Example:
        >>> figure = Printed(text="1612.92", value=Fraction(161292, 100), places=2)
        >>> printed_range(figure, 100_000, 5, 5)
        (161291500, 161292500)
    """
    at = _units(figure, unit)
    if figure.places >= ENDLESS_PLACES or 2 <= figure.places < places:
        half = unit // 10**figure.places // 2
    elif figure.places < 2 and 0 < full_places < min(places, 3):
        half = unit // 10**full_places // 2
    else:
        half = 0
    return (at - half, at + half)


def _units(figure: Printed, unit: int) -> int:
    return int(figure.value * unit)


def cells_of(grid: Grid) -> Iterator[Cell]:
    """Yield every cell that the grid holds, blanks left out."""
    for stage, row in enumerate(grid.totals, start=1):
        for index, value in enumerate(row):
            if value is not None:
                yield Cell(field="total", candidate=index, stage=stage)
        moved = grid.transferred[stage - 1]
        for index, value in enumerate(moved or ()):
            if value is not None:
                yield Cell(field="transferred", candidate=index, stage=stage)
        if grid.non_transferable[stage - 1] is not None:
            yield Cell(field="non_transferable", stage=stage)
        if grid.lost[stage - 1] is not None:
            yield Cell(field="lost", stage=stage)
    if grid.quota is not None:
        yield Cell(field="quota")
    if grid.valid is not None:
        yield Cell(field="valid")
    if grid.seats is not None:
        yield Cell(field="seats")
    for index, (outcome, _) in enumerate(grid.outcomes):
        if outcome is not None:
            yield Cell(field="outcome", candidate=index)


def with_cell(grid: Grid, cell: Cell, value: Range | None) -> Grid:
    """Return the grid with one figure replaced, or made unknown."""
    match cell.field:
        case "total":
            return replace(grid, totals=_with_row(grid.totals, cell, value))
        case "transferred":
            assert cell.stage is not None
            row = grid.transferred[cell.stage - 1]
            assert row is not None
            changed = _changed(row, cell.candidate, value)
            return replace(grid, transferred=_changed_rows(grid.transferred, cell.stage - 1, changed))
        case "non_transferable":
            assert cell.stage is not None
            return replace(grid, non_transferable=_changed(grid.non_transferable, cell.stage - 1, value))
        case "lost":
            assert cell.stage is not None
            return replace(grid, lost=_changed(grid.lost, cell.stage - 1, value))
        case "quota":
            return replace(grid, quota=None if value is None else value[0])
        case "valid":
            return replace(grid, valid=None if value is None else value[0])
        case "seats":
            return replace(grid, seats=None if value is None else value[0] // grid.unit)
        case "outcome":
            assert cell.candidate is not None
            outcomes = list(grid.outcomes)
            outcomes[cell.candidate] = (None, None)
            return replace(grid, outcomes=tuple(outcomes), doubted=grid.doubted | {cell.candidate})
        case _:
            raise AssertionError(f"a stage table has no {cell.field}")


def _with_row(rows: tuple[Row, ...], cell: Cell, value: Range | None) -> tuple[Row, ...]:
    assert cell.stage is not None
    changed = _changed(rows[cell.stage - 1], cell.candidate, value)
    return (*rows[: cell.stage - 1], changed, *rows[cell.stage :])


def _changed(row: Row, index: int | None, value: Range | None) -> Row:
    assert index is not None
    return (*row[:index], value, *row[index + 1 :])


def _changed_rows(rows: tuple[Row | None, ...], index: int, value: Row) -> tuple[Row | None, ...]:
    return (*rows[:index], value, *rows[index + 1 :])


def total_cell(candidate: int, stage: int) -> Cell:
    """Return the cell of a candidate's total, the stage by index from 0."""
    return Cell(field="total", candidate=candidate, stage=stage + 1)


def votes_text(grid: Grid, units: int) -> str:
    """Return units as votes, exact, without closing zeros beyond the rule's decimals."""
    votes = Fraction(units, grid.unit)
    places = len(str(grid.unit)) - 1
    if places > grid.full_places >= ENDLESS_PLACES:
        units, places = (units + 5) // 10, places - 1
        return f"{'-' if units < 0 else ''}{abs(units) // 10**places}.{abs(units) % 10**places:0{places}d}"
    text = f"{'-' if votes < 0 else ''}{abs(units) // grid.unit}"
    if not places:
        return text
    decimals = f"{abs(units) % grid.unit:0{places}d}"
    shown = max(grid.full_places, len(decimals.rstrip("0"))) if grid.full_places else len(decimals.rstrip("0"))
    return f"{text}.{decimals[:shown]}" if shown else text


def range_text(grid: Grid, value: Range | None) -> str:
    """Return a printed range in words."""
    if value is None:
        return "nothing"
    return votes_text(grid, (value[0] + value[1]) // 2)


__all__ = [
    "Grid",
    "Range",
    "Row",
    "cells_of",
    "figures",
    "grid_of",
    "printed_range",
    "range_text",
    "total_cell",
    "votes_text",
    "with_cell",
]
