"""Laws that every stage table obeys, whatever its rule: the quota, the sums down each stage and along each line."""

from __future__ import annotations

from collections.abc import Iterator

from tellers.count.check_finding import Broken, Cell
from tellers.count.check_grid import Grid, Range, range_text, total_cell, votes_text

QUOTA = Cell(field="quota")
VALID = Cell(field="valid")
SEATS = Cell(field="seats")


def stage_laws(grid: Grid, quota: str | None) -> Iterator[Broken]:
    """Yield each law broken, stage by stage.

    Args:
        quota: `droop` for the whole number above valid / (seats + 1); `hundredth` for that quotient rounded up to two
            decimals (ERS97); `any` where the rule is unknown; None where the quota moves, and is not checked.
    """
    if not grid.totals:
        return
    yield from _quota_law(grid, quota)
    yield from _first_preferences(grid)
    yield from _decimals(grid)
    yield from _below_nothing(grid)
    for stage in range(len(grid.totals)):
        yield from _sum_down(grid, stage)
        yield from _sum_along(grid, stage)
    yield from _seats_told(grid)


def _quota_law(grid: Grid, law: str | None) -> Iterator[Broken]:
    if law is None or grid.quota is None or grid.valid is None or grid.seats is None:
        return
    if grid.seats < 1:
        why = f"{grid.seats} seats are given, and there is one at least."
        yield Broken(law="seats", cells=frozenset({SEATS}), why=why)
        return
    wanted = quotas(grid.valid, grid.seats, grid.unit, law)
    if law == "any" and any(abs(grid.quota - each) <= grid.unit for each in wanted):
        return
    if grid.quota not in wanted:
        basis = f"{votes_text(grid, grid.valid)} valid votes and {grid.seats} seats"
        told = f"The quota for {basis} is {votes_text(grid, wanted[0])}"
        yield Broken(
            law="quota",
            cells=frozenset({QUOTA, VALID, SEATS}),
            why=f"{told}, and {votes_text(grid, grid.quota)} is given.",
        )


def quotas(valid: int, seats: int, unit: int, law: str) -> list[int]:
    """Return the quotas, in units, that the law allows: one, unless the rule is not known.

    Of an unknown rule the quota lies within a vote of Droop's, of Hare's or of a majority.
    """
    if seats < 1:
        return []
    whole = valid // (unit * (seats + 1)) * unit + unit
    cent = unit // 100 or 1
    hundredth = -(-valid // (cent * (seats + 1))) * cent
    if law == "droop":
        return [whole]
    if law == "hundredth":
        return [hundredth]
    return [whole, -(-valid // seats), valid // 2 // unit * unit + unit]


def _first_preferences(grid: Grid) -> Iterator[Broken]:
    """First preferences are whole, and add up to the valid votes."""
    row = grid.totals[0]
    for index, figure in enumerate(row):
        if figure is not None and -(-figure[0] // grid.unit) > figure[1] // grid.unit:
            why = f"First preferences are whole papers, and {grid.names[index]} has {range_text(grid, figure)}."
            yield Broken(law="whole_papers", cells=frozenset({total_cell(index, 0)}), why=why)
    if grid.valid is None or any(figure is None for figure in row) or grid.non_transferable[0] is not None:
        return
    low, high = _sum(row)
    if not low <= grid.valid <= high:
        cells = frozenset({VALID} | {total_cell(index, 0) for index in range(len(row))})
        told = votes_text(grid, (low + high) // 2)
        yield Broken(
            law="valid_votes",
            cells=cells,
            why=f"First preferences add up to {told}, and {votes_text(grid, grid.valid)} valid votes are given.",
        )


def _decimals(grid: Grid) -> Iterator[Broken]:
    """No figure has more decimals than the rule counts to."""
    finest = 10 ** (len(str(grid.unit)) - 1 - grid.places)
    if finest == 1:
        return
    for stage, row in enumerate(grid.totals):
        for index, figure in enumerate(row):
            if figure is not None and figure[0] == figure[1] and figure[0] % finest:
                held = range_text(grid, figure)
                why = f"The rule counts to {grid.places} decimals, and {grid.names[index]} has {held}."
                yield Broken(law="decimals", cells=frozenset({total_cell(index, stage)}), why=why)


def _below_nothing(grid: Grid) -> Iterator[Broken]:
    for stage, row in enumerate(grid.totals):
        for index, figure in enumerate(row):
            if figure is not None and figure[1] < 0:
                why = f"{grid.names[index]} has {range_text(grid, figure)}, and no total is below 0."
                yield Broken(law="below_nothing", cells=frozenset({total_cell(index, stage)}), why=why)


def _sum(row: tuple[Range | None, ...]) -> Range:
    known = [figure for figure in row if figure is not None]
    return sum(low for low, _ in known), sum(high for _, high in known)


def _column(grid: Grid, stage: int) -> frozenset[Cell]:
    return frozenset(total_cell(index, stage) for index, figure in enumerate(grid.totals[stage]) if figure is not None)


def unspent(grid: Grid, stage: int) -> tuple[Range, frozenset[Cell]] | None:
    """Return the votes printed as non-transferable and lost by the end of a stage; None where a figure is missing."""
    if grid.cumulative:
        figures = [
            (figure, Cell(field="non_transferable", stage=stage + 1)) for figure in (grid.non_transferable[stage],)
        ]
    else:
        figures = [
            (figure, Cell(field="non_transferable", stage=at + 1))
            for at, figure in enumerate(grid.non_transferable[: stage + 1])
        ]
    if grid.lost[stage] is not None:
        figures.append((grid.lost[stage], Cell(field="lost", stage=stage + 1)))
    if any(figure is None for figure, _ in figures):
        return None
    return _sum(tuple(figure for figure, _ in figures)), frozenset(cell for _, cell in figures)


def _blank(grid: Grid, stage: int) -> bool:
    """Say whether a figure that may hold votes is missing; one left blank after it came to nothing holds none."""
    return any(
        figure is None and not (stage and any(row[index] == (0, 0) for row in grid.totals[:stage]))
        for index, figure in enumerate(grid.totals[stage])
    )


def _sum_down(grid: Grid, stage: int) -> Iterator[Broken]:
    """Votes neither appear nor vanish: all that is not with a candidate is non-transferable, and that never falls."""
    if grid.valid is None or _blank(grid, stage):
        return
    low, high = _sum(grid.totals[stage])
    printed = unspent(grid, stage)
    if printed is not None:
        (more_low, more_high), more_cells = printed
        if not low + more_low <= grid.valid <= high + more_high:
            off = grid.valid - (low + high + more_low + more_high) // 2
            way = "short" if off > 0 else "over"
            told = f"Stage {stage + 1} is {votes_text(grid, abs(off))} {way}"
            why = f"{told} of the {votes_text(grid, grid.valid)} valid votes."
            yield Broken(law="conservation", cells=_column(grid, stage) | more_cells | {VALID}, why=why)
        return
    if low > grid.valid:
        told = f"Candidates have {votes_text(grid, low)} at stage {stage + 1}"
        why = f"{told}, more than the {votes_text(grid, grid.valid)} valid votes."
        yield Broken(law="conservation", cells=_column(grid, stage) | {VALID}, why=why)
    if stage == 0 or _blank(grid, stage - 1):
        return
    before = _sum(grid.totals[stage - 1])
    if low > before[1]:
        more = votes_text(grid, low - before[1])
        why = f"Candidates have {more} more together at stage {stage + 1} than at stage {stage}."
        yield Broken(law="conservation", cells=_column(grid, stage) | _column(grid, stage - 1), why=why)


def _sum_along(grid: Grid, stage: int) -> Iterator[Broken]:
    """A candidate's total before and what the stage moved make the total after; what moves from one goes to others."""
    moved = grid.transferred[stage]
    if moved is None:
        return
    for index, change in enumerate(moved):
        now = grid.totals[stage][index]
        before = grid.totals[stage - 1][index] if stage else None
        if change is None or now is None or before is None:
            continue
        if not before[0] + change[0] <= now[1] or not now[0] <= before[1] + change[1]:
            cells = frozenset(
                {
                    total_cell(index, stage - 1),
                    total_cell(index, stage),
                    Cell(field="transferred", candidate=index, stage=stage + 1),
                }
            )
            sign = "less" if change[1] < 0 else "and"
            told = range_text(grid, (abs(change[0]), abs(change[0])) if change[0] == change[1] else change).lstrip("-")
            sum_told = f"{grid.names[index]} has {range_text(grid, before)} {sign} {told} at stage {stage + 1}"
            why = f"{sum_told}, and {range_text(grid, now)} is given."
            yield Broken(law="total_after", cells=cells, why=why)


def _seats_told(grid: Grid) -> Iterator[Broken]:
    """As many are said to be elected as there are seats."""
    elected = [index for index, (outcome, _) in enumerate(grid.outcomes) if outcome == "elected"]
    if grid.seats is None or not elected or len(elected) <= grid.seats <= len(elected) + len(grid.doubted):
        return
    cells = frozenset({SEATS} | {Cell(field="outcome", candidate=index) for index in range(len(grid.names))})
    yield Broken(law="seats", cells=cells, why=f"{len(elected)} are said to be elected to {grid.seats} seats.")


__all__ = ["quotas", "stage_laws", "unspent"]
