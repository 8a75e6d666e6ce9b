"""The arithmetic of the Scottish count (weighted inclusive Gregory, five decimals cut off) held against a stage table.

The table is followed as the law says it must have gone: who was to be moved next, at what values, and whether every
change of every total is a sum of papers that the one moved can have held. What papers each candidate holds is worked
out on the way, exactly where the printed figures leave one answer, as fewest and most otherwise.

Source:
    The Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 46 to 52.
"""

from __future__ import annotations

from collections.abc import Iterator

from tellers.count.check_finding import Broken, Cell
from tellers.count.check_grid import Grid, Range, range_text, total_cell, votes_text
from tellers.count.check_order import next_move
from tellers.count.check_piles import Count, Move, start_count
from tellers.count.check_ways import ways

PLACES = 5


def wig_laws(grid: Grid) -> Iterator[Broken]:
    """Yield every law of the Scottish count that the table breaks, stage by stage.

    A table without valid votes or seats or stages is not followed: its quota cannot be known.
    """
    count = start_count(grid)
    if count is not None:
        yield from follow(count)


def follow(count: Count) -> Iterator[Broken]:
    """Yield the laws broken while the count goes through the table; the count then holds what was worked out."""
    grid = count.grid
    yield from _first_stage(count)
    for stage in range(1, len(grid.totals)):
        yield from _went_on(count, stage)
        move, broken = next_move(count, stage)
        yield from broken
        if move is None:
            return
        count.moves.append(move)
        yield from _transfer(count, stage, move)
        _elect(count, stage)
    yield from _ending(count)


def _first_stage(count: Count) -> Iterator[Broken]:
    unit = count.grid.unit
    for index, figure in enumerate(count.grid.totals[0]):
        cell = total_cell(index, 0)
        pile = count.piles[index]
        pile.cells = frozenset({cell})
        if figure is None:
            pile.awaited = {unit: (count.grid.valid or count.quota * (count.seats + 1)) // unit}
            continue
        whole = (-(-figure[0] // unit), figure[1] // unit)
        if whole[0] > whole[1]:
            name, held = count.grid.names[index], range_text(count.grid, figure)
            yield Broken(
                law="whole_papers",
                cells=frozenset({cell}),
                why=f"First preferences are whole papers, and {name} has {held}.",
            )
            whole = (whole[1], whole[1])
        pile.parcels = {unit: whole}
        pile.anchor = (whole[0] * unit, whole[1] * unit)
    count.reached.append([pile.anchor if not pile.awaited else None for pile in count.piles])
    _elect(count, 0)


def _elect(count: Count, stage: int) -> None:
    """Deem elected all who reached the quota at this stage; a blank is read by what the table says elsewhere."""
    for index in count.indexes("continuing"):
        figure = count.reached[stage][index]
        if figure is not None:
            there = figure[0] >= count.quota or (figure[1] >= count.quota and _stands_elected(count, index, stage))
        else:
            there = _stands_elected(count, index, stage)
        if there:
            exactly = figure == (count.quota, count.quota)
            count.phases[index] = "settled" if exactly else "elected"
            count.elected_at[index] = stage


def _stands_elected(count: Count, index: int, stage: int) -> bool:
    outcome, at = count.grid.outcomes[index]
    if outcome is not None:
        return outcome == "elected" and at is not None and at - 1 <= stage < count.grid.last
    later = [row[index] for row in count.grid.totals[stage + 1 :] if row[index] is not None]
    return bool(later) and all(figure is not None and figure[0] <= count.quota <= figure[1] for figure in later)


def _went_on(count: Count, stage: int) -> Iterator[Broken]:
    """A count stops when the seats are filled, or only as many are left as there are seats for them."""
    elected, left = count.indexes("elected", "settled"), count.indexes("continuing")
    if len(elected) < count.seats and len(left) > count.seats - len(elected):
        return
    cells = {total_cell(index, at) for index, at in count.elected_at.items()} | {
        Cell(field="seats"),
        Cell(field="quota"),
    }
    yield Broken(
        law="seats_filled",
        cells=frozenset(cells),
        why=f"All {count.seats} seats were filled by the end of stage {stage}, and the table goes on.",
    )


def _transfer(count: Count, stage: int, move: Move) -> Iterator[Broken]:
    """Hold every change of this stage against the papers that moved."""
    grid = count.grid
    row: list[Range | None] = [None] * len(grid.names)
    mark = 0 if move.kind == "exclusion" else count.quota
    taken: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    values = tuple(sorted(move.caps))
    caps = tuple(move.caps[value] for value in values)
    for index in range(len(grid.names)):
        if index == move.source:
            row[index] = (mark, mark)
            yield from _stands_at(count, stage, index, mark)
        elif count.phases[index] == "excluded":
            row[index] = (0, 0)
            yield from _stands_at(count, stage, index, 0)
        elif count.phases[index] == "settled":
            row[index] = (count.quota, count.quota)
            yield from _stands_at(count, stage, index, count.quota)
        elif count.phases[index] == "elected":
            row[index] = count.reached[stage - 1][index]
            yield from _stands_still(count, stage, index)
        else:
            counts, broken = _receive(count, stage, index, move, values, caps)
            row[index] = grid.totals[stage][index] and count.piles[index].anchor
            if counts is not None:
                taken[index] = counts
            yield from broken
    yield from _share_out(count, stage, move, values, caps, taken)
    count.reached.append(row)


def _stands_at(count: Count, stage: int, index: int, mark: int) -> Iterator[Broken]:
    """Whoever was excluded has nothing, and whoever's surplus has gone has the quota, from then on."""
    figure = count.grid.totals[stage][index]
    if figure is None or figure[0] <= mark <= figure[1]:
        return
    name, held = count.grid.names[index], range_text(count.grid, figure)
    rest = "nothing: the votes have moved on" if mark == 0 else f"the quota of {votes_text(count.grid, mark)}"
    yield Broken(
        law="moved_on",
        cells=frozenset({total_cell(index, stage)} | ({Cell(field="quota")} if mark else set())),
        why=f"{name} should be left with {rest}, and has {held} at stage {stage + 1}.",
    )


def _stands_still(count: Count, stage: int, index: int) -> Iterator[Broken]:
    before, now = count.reached[stage - 1][index], count.grid.totals[stage][index]
    if before is None or now is None or (before[0] <= now[1] and now[0] <= before[1]):
        return
    name = count.grid.names[index]
    yield Broken(
        law="elected_receives",
        cells=frozenset({total_cell(index, stage - 1), total_cell(index, stage), Cell(field="quota")}),
        why=f"{name} has the quota and receives no more, and goes from {range_text(count.grid, before)} to "
        f"{range_text(count.grid, now)} at stage {stage + 1}.",
    )


def _receive(
    count: Count, stage: int, index: int, move: Move, values: tuple[int, ...], caps: tuple[int, ...]
) -> tuple[tuple[tuple[int, ...], tuple[int, ...]] | None, list[Broken]]:
    """Return how few and how many papers of each value one candidate received, with the laws broken."""
    pile, now = count.piles[index], count.grid.totals[stage][index]
    cells = pile.cells | move.cells
    before = pile.anchor
    here = total_cell(index, stage)
    pile.loose = pile.loose or move.loose
    blank_before = bool(pile.awaited)
    for value in values:
        pile.awaited[value] = pile.awaited.get(value, 0) + move.caps[value]
    pile.cells = cells | {here}
    if now is None:
        return None, []
    low, high = now[0] - before[1], now[1] - before[0]
    if pile.loose:
        pile.awaited, pile.anchor = {}, now
        return None, [_unreached(count, stage, index, before, cells | {here}, move)] if high < 0 else []
    asked = tuple(sorted(pile.awaited))
    found = ways(low, high, asked, tuple(pile.awaited[value] for value in asked))
    pile.awaited, pile.anchor = {}, now
    if found is None:
        near = frozenset({here, total_cell(index, stage - 1)}) | cells
        return None, [_unreached(count, stage, index, before, near, move)]
    for place, value in enumerate(asked):
        least, most = pile.parcels.get(value, (0, 0))
        pile.parcels[value] = (least + found.least[place], most + found.most[place])
    exact = all(least == most for least, most in zip(found.least, found.most, strict=True))
    if exact and before[0] == before[1]:
        # The papers tell the total even where it is printed rounded.
        at = before[0] + sum(value * least for value, least in zip(asked, found.least, strict=True))
        pile.anchor = (at, at)
    return (None if blank_before else (found.least, found.most)), []


def _unreached(count: Count, stage: int, index: int, before: Range, cells: frozenset[Cell], move: Move) -> Broken:
    now = count.grid.totals[stage][index]
    name, source = count.grid.names[index], count.grid.names[move.source]
    assert now is not None
    if now[1] < before[0]:
        fall = f"{name} falls from {range_text(count.grid, before)} to {range_text(count.grid, now)}"
        why = f"{fall} at stage {stage + 1}, when only {source}'s votes move."
    else:
        gained = votes_text(count.grid, (now[0] + now[1] - before[0] - before[1]) // 2)
        gain = f"{name} receives {gained} at stage {stage + 1}"
        why = f"{gain}, which no papers of {source} add up to ({_values_told(count, move)})."
    return Broken(law="transfer", cells=cells, why=why)


def _values_told(count: Count, move: Move) -> str:
    told = [f"{number} at {votes_text(count.grid, value)}" for value, number in sorted(move.caps.items(), reverse=True)]
    return "at most " + ", ".join(told[:6]) if told else "there are none"


def _share_out(
    count: Count,
    stage: int,
    move: Move,
    values: tuple[int, ...],
    caps: tuple[int, ...],
    taken: dict[int, tuple[tuple[int, ...], tuple[int, ...]]],
) -> Iterator[Broken]:
    """Together they cannot receive more papers of a value than there were; and what one must have, no other has."""
    cells = move.cells | {total_cell(index, at) for index in taken for at in (stage - 1, stage)}
    for place, value in enumerate(values):
        together = sum(least[place] for least, _ in taken.values())
        spare = caps[place] - together
        if spare < 0:
            why = (
                f"At stage {stage + 1} the others receive at least {together} papers at "
                f"{votes_text(count.grid, value)} from {count.grid.names[move.source]}, who had {caps[place]}."
            )
            yield Broken(law="papers", cells=cells, why=why)
            continue
        for index, (least, most) in taken.items():
            over = most[place] - least[place] - spare
            if over > 0:
                parcel = count.piles[index].parcels[value]
                count.piles[index].parcels[value] = (parcel[0], parcel[1] - over)


def _ending(count: Count) -> Iterator[Broken]:
    """At the end the seats are filled: by the quota, or by all who are left."""
    grid, last = count.grid, count.grid.last
    left = count.indexes("continuing")
    if any(count.reached[last][index] is None for index in left):
        return
    if count.seats_left() > 0 and len(left) != count.seats_left():
        open_cells = {total_cell(index, last) for index in left} | {Cell(field="seats"), Cell(field="quota")}
        why = f"After the last stage {count.seats_left()} seats are open and {len(left)} candidates left for them."
        yield Broken(law="seats_filled", cells=frozenset(open_cells), why=why)
    deemed = set(left) if count.seats_left() == len(left) else set()
    for index, (outcome, at) in enumerate(grid.outcomes):
        if outcome is None:
            continue
        reached = count.elected_at.get(index, last if index in deemed else None)
        told = Cell(field="outcome", candidate=index)
        cells = frozenset({told, Cell(field="quota")} | {total_cell(index, stage) for stage in range(len(grid.totals))})
        # Some returning officers give the last stage before the surplus goes, not the one at which the quota was met.
        latest = count.surplus_at[index] - 1 if index in count.surplus_at else reached
        in_time = reached is not None and latest is not None and (at is None or reached <= at - 1 <= latest)
        if outcome == "elected" and not in_time:
            when = f"at stage {reached + 1}" if reached is not None else "at no stage"
            yield Broken(
                law="outcome",
                cells=cells,
                why=f"{grid.names[index]} is said to be elected at stage {at}, and is so {when}.",
            )
        if outcome == "excluded" and index not in deemed and reached is not None:
            yield Broken(
                law="outcome", cells=cells, why=f"{grid.names[index]} is said to be excluded, and has the quota."
            )


__all__ = ["PLACES", "follow", "wig_laws"]
