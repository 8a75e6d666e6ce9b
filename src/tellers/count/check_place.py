"""Which cell is wrong: the one whose correction alone restores every law, or the few that would do so equally.

A cell is suspected if the table keeps every law when the cell is left blank; it is convicted if some figure in it keeps
them too. Where no one cell explains all, the fewest cells that do are looked for, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tellers.count.check_finding import Broken, Cell, Remedy
from tellers.count.check_grid import Grid, Range, cells_of, printed_range, total_cell, votes_text, with_cell
from tellers.count.check_slips import slips
from tellers.count.check_stages import quotas, unspent
from tellers.count.declared_sheet import printed

Laws = Callable[[Grid], Iterator[Broken]]
# The totals a blank may have held, in units, and whether these are all.
Fitting = Callable[[Grid, int, int], tuple[list[int], bool]]

# Figures tried in one cell; where more might do, the finding says that not all were tried.
TRIALS_MAX = 240
VALUES_SHOWN = 12
# Wrong cells looked for in one table before it is given up as a whole.
ERRORS_MAX = 12
# Figures tried in each cell while several are looked for.
STEPS_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How a table is checked: its laws, its quota law, and what its rule says of a blank."""

    laws: Laws
    quota: str | None
    fitting: Fitting | None = None


def remedies(grid: Grid, method: Method, broken: list[Broken], texts: dict[Cell, str]) -> list[Remedy]:
    """Return every cell whose correction alone restores all laws, the likeliest first.

    Args:
        broken: All laws broken, at least one.
        texts: Each cell as printed.
    """
    shared = frozenset.intersection(*(law.cells for law in broken))
    everything = frozenset.union(*(law.cells for law in broken))
    for group in (shared, everything - shared):
        found = []
        for cell in cells_of(grid):
            if cell in group and next(method.laws(with_cell(grid, cell, None)), None) is None:
                remedy = _remedy(grid, method, cell, texts.get(cell, ""))
                if remedy is not None:
                    found.append(remedy)
        # A cell in which no figure was found to fit stands only where there is no better.
        named = [remedy for remedy in found if remedy.values or remedy.cell.field == "outcome"]
        if found:
            return sorted(named or found, key=_doubtfulness)
    return []


def _doubtfulness(remedy: Remedy) -> tuple[bool, bool, int]:
    """Order remedies: a slip of the pen first, then the cell that fewest figures fit."""
    return (not remedy.likely, remedy.values_count is None, remedy.values_count or 0)


def _remedy(grid: Grid, method: Method, cell: Cell, text: str) -> Remedy | None:
    """Return the figures that would do in the cell; None if none would."""
    place = place_text(grid, cell)
    if cell.field == "outcome":
        return Remedy(cell=cell, place=place, holds=text, values=(), values_count=None)
    likely = _kept(
        grid, method, cell, [figure for slip in slips(text) if (figure := _figure(grid, cell, slip)) is not None]
    )
    values, complete = _candidates(grid, method, cell)
    places = printed_places(text)
    others = list(dict.fromkeys(figure for value in values if (figure := _rounded(grid, value, places)) not in likely))
    at = _figure(grid, cell, text)
    others.sort(key=lambda figure: 0 if at is None else abs(figure[0] - at[0]))
    kept = _kept(grid, method, cell, _spread(others))
    every = [*likely, *(figure for figure in kept if figure not in likely)]
    complete = complete and len(others) <= TRIALS_MAX
    if not every and complete:
        return None
    told = tuple(_told(grid, figure) for figure in every)
    return Remedy(
        cell=cell,
        place=place,
        holds=text,
        values=told[:VALUES_SHOWN],
        values_count=len(told) if complete else None,
        likely=tuple(_told(grid, figure) for figure in likely),
    )


def _spread(figures: list[Range]) -> list[Range]:
    """Return as many figures as may be tried: half of them from the front, the others evenly from the rest."""
    near, far = figures[: TRIALS_MAX // 2], figures[TRIALS_MAX // 2 :]
    return near + far[:: -(-len(far) // (TRIALS_MAX // 2)) or 1]


def _told(grid: Grid, figure: Range) -> str:
    return votes_text(grid, (figure[0] + figure[1]) // 2)


def printed_places(text: str) -> int:
    """Return how many decimals a text shows."""
    return len(text.partition(".")[2])


def _figure(grid: Grid, cell: Cell, text: str) -> Range | None:
    figure = printed(text)
    if figure is None or (figure.value * grid.unit).denominator != 1:
        return None
    if cell.field in ("quota", "valid", "seats"):
        at = int(figure.value * grid.unit)
        return (at, at)
    return printed_range(figure, grid.unit, grid.places, grid.full_places)


def _rounded(grid: Grid, value: int, places: int) -> Range:
    """Return a figure as it would be printed in the cell: rounded where the cell shows two to four decimals."""
    if not 2 <= places < grid.places or value % (grid.unit // 10**places) == 0:
        return (value, value)
    step = grid.unit // 10**places
    at = (value + step // 2) // step * step
    return (at - step // 2, at + step // 2)


def _kept(grid: Grid, method: Method, cell: Cell, figures: list[Range]) -> list[Range]:
    """Return those figures that keep every law in the cell."""
    return [
        figure for figure in dict.fromkeys(figures) if next(method.laws(with_cell(grid, cell, figure)), None) is None
    ]


def _candidates(grid: Grid, method: Method, cell: Cell) -> tuple[list[int], bool]:
    """Return figures that arithmetic suggests for the cell, in units; and whether no others can do."""
    blank = with_cell(grid, cell, None)
    match cell.field:
        case "total":
            return _total_candidates(blank, method, cell)
        case "transferred":
            return _moved_candidates(blank, cell), True
        case "non_transferable" | "lost":
            return _unspent_candidates(grid, cell), True
        case "quota":
            if grid.valid is None or grid.seats is None or method.quota is None:
                return [], False
            return quotas(grid.valid, grid.seats, grid.unit, method.quota), method.quota != "any"
        case "valid":
            row = grid.totals[0]
            return [sum(figure[0] for figure in row if figure is not None)], True
        case _:
            return [], False


def _total_candidates(blank: Grid, method: Method, cell: Cell) -> tuple[list[int], bool]:
    assert cell.stage is not None
    assert cell.candidate is not None
    stage, index = cell.stage - 1, cell.candidate
    moved = blank.transferred[stage]
    before = blank.totals[stage - 1][index] if stage else None
    if before is not None and moved is not None and (change := moved[index]) is not None:
        return [before[0] + change[0]], True
    rest = [figure for other, figure in enumerate(blank.totals[stage]) if other != index]
    printed_rest = unspent(blank, stage)
    known = blank.valid is not None and all(figure is not None for figure in rest)
    if known and (stage == 0 or printed_rest is not None):
        assert blank.valid is not None
        spent = 0 if printed_rest is None else printed_rest[0][0]
        return [blank.valid - spent - sum(figure[0] for figure in rest if figure is not None)], True
    guesses = [0, *([blank.quota] if blank.quota is not None else [])]
    guesses += [
        figure[0] for at in (stage - 1, stage + 1) if 0 <= at <= blank.last and (figure := blank.totals[at][index])
    ]
    fitting, complete = method.fitting(blank, index, stage) if method.fitting is not None else ([], False)
    return [*guesses, *fitting], complete


def _moved_candidates(blank: Grid, cell: Cell) -> list[int]:
    assert cell.stage is not None
    assert cell.candidate is not None
    now, before = blank.totals[cell.stage - 1][cell.candidate], blank.totals[cell.stage - 2][cell.candidate]
    return [now[0] - before[0]] if now is not None and before is not None and cell.stage > 1 else []


def _unspent_candidates(grid: Grid, cell: Cell) -> list[int]:
    assert cell.stage is not None
    stage = cell.stage - 1
    printed_here = unspent(grid, stage)
    if grid.valid is None or printed_here is None:
        return []
    row = grid.non_transferable if cell.field == "non_transferable" else grid.lost
    held = row[stage]
    short = grid.valid - printed_here[0][0] - sum(figure[0] for figure in grid.totals[stage] if figure is not None)
    return [] if held is None else [held[0] + short]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One correction on the way to a table that keeps every law, and what is still broken after it."""

    remedy: Remedy
    mended: Grid
    left: list[Broken]


def wrong_cells(grid: Grid, method: Method, texts: dict[Cell, str]) -> tuple[list[Remedy], list[Broken]]:
    """Return corrections that together restore most, the one that mends most first; and the laws broken even then.

    A total that was mistaken and then carried on into later stages is one correction.
    """
    found: list[Remedy] = []
    broken = list(method.laws(grid))
    while broken and len(found) < ERRORS_MAX:
        best: _Step | None = None
        for step in (*_carried_steps(grid, method, broken, texts), *_cell_steps(grid, method, broken, texts)):
            fewest = len(broken) if best is None else len(best.left)
            if len(step.left) < fewest and step.remedy.cell not in {remedy.cell for remedy in found}:
                best = step
        if best is None:
            break
        found.append(best.remedy)
        grid, broken = best.mended, best.left
    return found, broken


def _cell_steps(grid: Grid, method: Method, broken: list[Broken], texts: dict[Cell, str]) -> Iterator[_Step]:
    for cell in cells_of(grid):
        if cell not in broken[0].cells or cell.field == "outcome":
            continue
        values, _ = _candidates(grid, method, cell)
        for value in dict.fromkeys(values[:STEPS_MAX]):
            if value < 0 and cell.field != "transferred":
                continue
            mended = with_cell(grid, cell, (value, value))
            told = (votes_text(grid, value),)
            remedy = Remedy(
                cell=cell, place=place_text(grid, cell), holds=texts.get(cell, ""), values=told, values_count=None
            )
            yield _Step(remedy=remedy, mended=mended, left=list(method.laws(mended)))


def _carried_steps(grid: Grid, method: Method, broken: list[Broken], texts: dict[Cell, str]) -> Iterator[_Step]:
    """Yield totals that do not follow from the stage before, put right there and in every stage after."""
    for law in broken:
        for cell in law.cells if law.law == "total_after" else ():
            if cell.field != "total" or cell.stage is None or cell.candidate is None or cell.stage < 2:
                continue
            stage, index = cell.stage - 1, cell.candidate
            moved, before, now = grid.transferred[stage], grid.totals[stage - 1][index], grid.totals[stage][index]
            if moved is None or before is None or now is None or (change := moved[index]) is None:
                continue
            off, mended = before[0] + change[0] - now[0], grid
            for at in range(stage, len(grid.totals)):
                figure = grid.totals[at][index]
                if not off or figure is None or figure == (0, 0):
                    break
                mended = with_cell(mended, total_cell(index, at), (figure[0] + off, figure[1] + off))
            if mended is not grid:
                place = place_text(grid, cell) + " and after"
                told = (votes_text(grid, now[0] + off),)
                remedy = Remedy(cell=cell, place=place, holds=texts.get(cell, ""), values=told, values_count=1)
                yield _Step(remedy=remedy, mended=mended, left=list(method.laws(mended)))


def place_text(grid: Grid, cell: Cell) -> str:
    """Return a cell in words.

    Raises:
        AssertionError: Never for a cell of this grid.
    """
    words = {
        "total": "",
        "transferred": "transfer to ",
        "non_transferable": "non-transferable",
        "lost": "lost to rounding",
        "quota": "quota",
        "valid": "valid votes",
        "seats": "seats",
        "outcome": "what became of ",
    }[cell.field]
    name = grid.names[cell.candidate] if cell.candidate is not None else ""
    return f"{words}{name}" + (f", stage {cell.stage}" if cell.stage is not None else "")


__all__ = ["Method", "place_text", "remedies", "wrong_cells"]
