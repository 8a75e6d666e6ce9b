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
from tellers.count.check_piles import Count, Kind, Move, Pile, reduced, start_count, tightened, worth_of
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
        move, broken = _next_move(count, stage)
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


def _next_move(count: Count, stage: int) -> tuple[Move | None, list[Broken]]:
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
            why = f"Stage {stage + 1} moves nobody's votes, though {_names(count, due)} came next."
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
    why = f"After stage {stage} {_names(count, due)} should {what} next, and {moved}."
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


def _names(count: Count, indexes: list[int]) -> str:
    return " or ".join(count.grid.names[index] for index in indexes[:4]) or "nobody"


__all__ = ["PLACES", "follow", "wig_laws"]
