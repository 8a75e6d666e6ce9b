"""Whose votes the Scottish rule moves next, and whose the table shows as moved.

Source:
    The Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 48 to 52.
"""

from __future__ import annotations

from tellers.count.check_finding import Broken, Cell
from tellers.count.check_grid import range_text, total_cell
from tellers.count.check_piles import Count, Kind, Move, Pile, reduced, tightened, worth_of


def next_move(count: Count, stage: int) -> tuple[Move | None, list[Broken]]:
    """Return the transfer that made this stage, with the laws of order that it breaks."""
    due, kind = _due(count, stage)
    seen = _seen(count, stage)
    broken: list[Broken] = []
    fitting = [(index, how) for index, how in seen if index in due and how == kind]
    if fitting:
        source = fitting[0][0]
    elif len(seen) == 1:
        source, kind_seen = seen[0]
        broken.append(_out_of_turn(count, stage, source, due, kind))
        kind = kind_seen
    else:
        presumed = _presumed(count, stage, due, kind)
        if presumed is None:
            cells = frozenset(total_cell(index, at) for index in due for at in (stage - 1, stage))
            why = f"Stage {stage + 1} moves nobody's votes, though {names_of(count, due)} came next."
            return None, [Broken(law="next_moved", cells=cells, why=why)]
        source = presumed
    return _move(count, stage, source, kind), broken


def _due(count: Count, stage: int) -> tuple[list[int], Kind]:
    """Return who may rightly be moved next (several only where blanks, rounding or a tie leave it open), and how."""
    before = count.reached[stage - 1]
    waiting = count.indexes("elected")
    if waiting:
        floor = max((figure[0] for index in waiting if (figure := before[index]) is not None), default=0)
        top = [index for index in waiting if (figure := before[index]) is None or figure[1] >= floor]
        return _by_history(count, top, stage, largest=True), "surplus"
    left = count.indexes("continuing")
    ceiling = min((figure[1] for index in left if (figure := before[index]) is not None), default=0)
    bottom = [index for index in left if (figure := before[index]) is None or figure[0] <= ceiling]
    return _by_history(count, bottom, stage, largest=False), "exclusion"


def _by_history(count: Count, tied: list[int], stage: int, *, largest: bool) -> list[int]:
    """Settle a tie by the latest earlier stage at which the tied differed; those level throughout wait for a lot.

    Several whom only a blank or rounding leaves open are no tie, and all stand.
    """
    level = {count.reached[stage - 1][index] for index in tied}
    if len(level) != 1 or any(figure is None or figure[0] != figure[1] for figure in level):
        return tied
    for at in range(stage - 2, -1, -1):
        figures = {index: figure for index in tied if (figure := count.reached[at][index]) is not None}
        if len(tied) < 2 or len(figures) < len(tied):
            return tied
        if largest:
            edge = max(figure[0] for figure in figures.values())
            tied = [index for index in tied if figures[index][1] >= edge]
        else:
            edge = min(figure[1] for figure in figures.values())
            tied = [index for index in tied if figures[index][0] <= edge]
    return tied


def _seen(count: Count, stage: int) -> list[tuple[int, Kind]]:
    """Return whose votes the table shows as moved at this stage: a fall to nothing, or to the quota."""
    moved: list[tuple[int, Kind]] = []
    for index in count.indexes("continuing", "elected"):
        before, now = count.reached[stage - 1][index], count.grid.totals[stage][index]
        if now is None or (before is not None and now[1] >= before[0]):
            continue
        if now == (0, 0):
            moved.append((index, "exclusion"))
        elif now[0] <= count.quota <= now[1] and count.phases[index] == "elected":
            moved.append((index, "surplus"))
    return moved


def _presumed(count: Count, stage: int, due: list[int], kind: Kind) -> int | None:
    """Return whose votes must have moved where the cell that would show it is blank or wrong."""
    falls = [
        index
        for index in due
        if (now := count.grid.totals[stage][index]) is not None
        and (before := count.reached[stage - 1][index]) is not None
        and now[1] < before[0]
    ]
    for index in (*falls, *(index for index in due if count.grid.totals[stage][index] is None)):
        return index
    for index in due:
        later = [figure for row in count.grid.totals[stage + 1 :] if (figure := row[index]) is not None]
        mark = 0 if kind == "exclusion" else count.quota
        if later and all(low <= mark <= high for low, high in later):
            return index
    if len(due) == 1 and stage == count.grid.last:
        return due[0]
    return None


def _out_of_turn(count: Count, stage: int, source: int, due: list[int], kind: Kind) -> Broken:
    cells = {total_cell(index, at) for index in (*due, source) for at in range(stage)}
    what = "have its surplus transferred" if kind == "surplus" else "be excluded"
    held = ", ".join(
        f"{count.grid.names[i]} {range_text(count.grid, count.grid.totals[stage - 1][i])}" for i in (*due[:3], source)
    )
    moved = f"{count.grid.names[source]} was moved ({held})"
    why = f"After stage {stage} {names_of(count, due)} should {what} next, and {moved}."
    return Broken(law="next_moved", cells=frozenset(cells), why=why)


def _move(count: Count, stage: int, source: int, kind: Kind) -> Move:
    """Return the papers that leave the source, at their new values; it holds none afterwards."""
    pile = count.piles[source]
    total = count.reached[stage - 1][source]
    parcels = tightened(pile, total)
    loose = pile.loose
    caps: dict[int, int] = {}
    if kind == "exclusion":
        caps = {value: most for value, (_, most) in parcels.items() if most}
    elif total is None:
        loose = True
    else:
        caps, sure = reduced(parcels, worth_of(parcels, total), count.quota)
        loose = loose or not sure
    cells = pile.cells | {total_cell(source, stage - 1)} | ({Cell(field="quota")} if kind == "surplus" else set())
    count.piles[source] = Pile(anchor=(0, 0) if kind == "exclusion" else (count.quota, count.quota), cells=pile.cells)
    count.phases[source] = "excluded" if kind == "exclusion" else "settled"
    if kind == "surplus":
        count.elected_at.setdefault(source, stage - 1)
        count.surplus_at[source] = stage
    return Move(source=source, kind=kind, parcels=parcels, caps=caps, loose=loose, cells=frozenset(cells))


def names_of(count: Count, indexes: list[int]) -> str:
    return " or ".join(count.grid.names[index] for index in indexes[:4]) or "nobody"


__all__ = ["next_move"]
