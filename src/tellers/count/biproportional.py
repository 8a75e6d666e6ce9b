"""Biproportional apportionment: a table of seats true at once to each list's number and to each district's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tellers.count.allocation import Placed, Placing
from tellers.count.divisors import Divisors
from tellers.count.lots import find_lot
from tellers.count.sheet import Lot, Tie
from tellers.errors import CountError, Problem

Cell = tuple[str, str]
# A node of the exchange graph: ("list", name) or ("district", name).
Node = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """What is to be apportioned.

    Args:
        votes: Votes by district and list.
        district_seats: Seats of each district.
        list_seats: Seats of each list over all districts; they add up to the districts' seats.
    """

    votes: Mapping[str, Mapping[str, int | Fraction]]
    district_seats: Mapping[str, int]
    list_seats: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixSeats:
    """A table of seats with the divisors that prove it.

    Args:
        seats: Seats by district and list, those with none left out, and those that a lot still awaited will give.
        district_divisors: With the list's divisor: votes over both, rounded by the method, are the seats of a cell.
        list_divisors: The other factor.
        placing: Ties between cells, and the lots that settled them.
    """

    seats: Mapping[str, Mapping[str, int]]
    district_divisors: Mapping[str, Fraction]
    list_divisors: Mapping[str, Fraction]
    placing: Placing


def apportion_matrix(matrix: Matrix, divisors: Divisors, lots: Sequence[Lot] = (), *, why: str) -> MatrixSeats:
    """Return the table: the one for which no exchange of seats around a circle of cells raises any figure.

    Each seat of a cell costs its divisor over the cell's votes, and the table of least product of costs is the
    biproportional one. Districts are filled alone first; then seats move along cheapest paths from lists with too many
    to lists with too few. All in exact fractions, so a tie is found as a circle that costs nothing.

    Args:
        matrix: Votes and both margins.
        divisors: The method's sequence; no divisor may be zero.
        lots: Lots drawn between cells, `list in district`: the one chosen has the seat.
        why: What settles a tie, with its clause.

    Raises:
        CountError: The margins do not add up, or no table can meet them (a list without votes where it must win).

    Source:
        Balinski and Demange, Algorithms for proportional matrices in reals and integers (1989);
        Pukelsheim, Proportional Representation (2017), ch. 14-15.
    """
    _check_margins(matrix)
    table = _Table(matrix, divisors)
    table.fill_districts()
    while over := table.lists_over():
        if not table.move_one(over):
            raise CountError(
                Problem(
                    where=", ".join(sorted(over)),
                    found="more seats than its number in every table that the districts allow",
                    wanted="votes for the other lists in enough districts to take them",
                    remedy="Correct the votes, or the lists' seats.",
                )
            )
    placing = table.settle(lots, why)
    distances = table.distances()
    factor = 2 * divisors.unit
    return MatrixSeats(
        seats={district: dict(row) for district, row in table.rows().items()},
        district_divisors={name: distances["district", name] * factor for name in matrix.votes},
        list_divisors={name: 1 / distances["list", name] for name in matrix.list_seats},
        placing=placing,
    )


def _check_margins(matrix: Matrix) -> None:
    lists, districts = sum(matrix.list_seats.values()), sum(matrix.district_seats.values())
    if lists != districts:
        raise CountError(
            Problem(
                where="seats",
                found=f"{lists} over the lists, {districts} over the districts",
                wanted="the same number",
                remedy="Correct one of the margins.",
            )
        )


class _Table:
    """The seats of every cell while they are moved, and the exchanges open from there."""

    def __init__(self, matrix: Matrix, divisors: Divisors) -> None:
        self.matrix = matrix
        self.divisors = divisors
        self.votes: dict[Cell, Fraction] = {
            (district, name): Fraction(cast)
            for district, row in matrix.votes.items()
            for name, cast in row.items()
            if cast and name in matrix.list_seats
        }
        self.seats: dict[Cell, int] = dict.fromkeys(self.votes, 0)
        self.kept: set[Cell] = set()  # Cells that a lot gave their last seat: it is not taken away again.
        self.refused: set[Cell] = set()
        self.in_doubt: set[Cell] = set()  # Cells whose last seat a lot still awaited may give to another.

    def rows(self) -> dict[str, dict[str, int]]:
        """Return seats by district and list."""
        rows: dict[str, dict[str, int]] = {district: {} for district in self.matrix.votes}
        for cell, number in self.seats.items():
            sure = number - (cell in self.in_doubt)
            if sure:
                rows[cell[0]][cell[1]] = sure
        return rows

    def fill_districts(self) -> None:
        """Fill each district by itself, whatever that gives the lists."""
        for district, number in self.matrix.district_seats.items():
            cells = [cell for cell in self.votes if cell[0] == district]
            if number and not cells:
                raise CountError(
                    Problem(
                        where=district,
                        found="no votes",
                        wanted=f"votes for the lists that share its {number} seats",
                        remedy="Enter the district's votes.",
                    )
                )
            for _ in range(number):
                best = min(cells, key=lambda cell: (self.cost(cell, 1), cell[1]))
                self.seats[best] += 1

    def cost(self, cell: Cell, more: int) -> Fraction:
        """Return what one seat more costs the cell (`more` 1), or what its last seat did cost (`more` 0)."""
        return Fraction(self.divisors.weight(self.seats[cell] + more)) / self.votes[cell]

    def lists_over(self) -> set[str]:
        """Return the lists that hold more than their number."""
        return {name for name, had in self._list_totals().items() if had > self.matrix.list_seats[name]}

    def _list_totals(self) -> dict[str, int]:
        totals = dict.fromkeys(self.matrix.list_seats, 0)
        for (_, name), number in self.seats.items():
            totals[name] += number
        return totals

    def edges(self) -> list[tuple[Node, Node, Fraction, Cell, int]]:
        """Return every exchange open: a list gives up a seat in a district, a district gives one to a list."""
        found: list[tuple[Node, Node, Fraction, Cell, int]] = []
        for cell, number in self.seats.items():
            district, name = ("district", cell[0]), ("list", cell[1])
            if number and cell not in self.kept:
                found.append((name, district, 1 / self.cost(cell, 0), cell, -1))
            if cell not in self.refused:
                found.append((district, name, self.cost(cell, 1), cell, 1))
        return found

    def distances(self, sources: set[str] | None = None) -> dict[Node, Fraction]:
        """Return the least product of costs from the lists named (from anywhere when None) to every node reached."""
        return self._search(sources)[0]

    def _search(self, sources: set[str] | None) -> tuple[dict[Node, Fraction], dict[Node, tuple[Node, Cell, int]]]:
        nodes: list[Node] = [("list", name) for name in self.matrix.list_seats]
        nodes += [("district", name) for name in self.matrix.votes]
        start = nodes if sources is None else [node for node in nodes if node[0] == "list" and node[1] in sources]
        distance: dict[Node, Fraction] = dict.fromkeys(start, Fraction(1))
        back: dict[Node, tuple[Node, Cell, int]] = {}
        edges = self.edges()
        for _ in range(len(nodes) + 1):
            changed = False
            for tail, head, cost, cell, more in edges:
                if tail in distance:
                    reach = distance[tail] * cost
                    if head not in distance or reach < distance[head]:
                        distance[head] = reach
                        back[head] = (tail, cell, more)
                        changed = True
            if not changed:
                return distance, back
        raise AssertionError("an exchange that lowers the cost was left open")

    def move_one(self, over: set[str]) -> bool:
        """Move one seat along the cheapest path from the lists that have too many; say whether there was a path."""
        totals = self._list_totals()
        distance, back = self._search(over)
        short = [("list", name) for name, number in self.matrix.list_seats.items() if totals[name] < number]
        ends = [node for node in short if node in distance]
        if not ends:
            return False
        node: Node = min(ends, key=lambda end: (distance[end], end))
        while node in back:
            tail, cell, more = back[node]
            self.seats[cell] += more
            node = tail
        return True

    def settle(self, lots: Sequence[Lot], why: str) -> Placing:
        """Return the ties between cells, each settled by its lot as far as the lots reach."""
        given = list(lots)
        units: list[str] = []
        ties: list[Tie] = []
        used: list[Lot] = []
        placed: list[Placed] = []
        while tied := self._tied_cells():
            names = [f"{cell[1]} in {cell[0]}" for cell in tied]
            first = len(units)
            units += names
            lot = find_lot(names, given)
            chosen = None if lot is None else names.index(lot.chosen)
            ties.append(
                Tie(
                    stage=len(ties) + 1,
                    purpose="last_seat",
                    candidates=tuple(range(first, len(units))),
                    chosen=None if chosen is None else first + chosen,
                    settled_by=None if chosen is None else "lot",
                    why=why,
                )
            )
            if lot is None or chosen is None:
                self.in_doubt = {cell for _, _, cell, more in self._tight() if more == -1 and cell in tied}
                break
            given.remove(lot)
            used.append(lot)
            cell = tied[chosen]
            self._give(cell)
            placed.append(Placed(order=len(placed) + 1, name=cell[1], area=cell[0], quotient=self.votes[cell]))
        return Placing(placed=tuple(placed), units=tuple(units), ties=tuple(ties), lots=tuple(used))

    def _tight(self) -> list[tuple[Node, Node, Cell, int]]:
        distance = self.distances()
        return [
            (tail, head, cell, more)
            for tail, head, cost, cell, more in self.edges()
            if distance[tail] * cost == distance[head]
        ]

    def _tied_cells(self) -> list[Cell]:
        """Return the cells around the circles that cost nothing: each may have one seat more or fewer at no loss."""
        tight = self._tight()
        onward: dict[Node, set[Node]] = {}
        for tail, head, _, _ in tight:
            onward.setdefault(tail, set()).add(head)
        reach = {node: _reached(node, onward) for node in onward}
        cells = {cell for tail, head, cell, _ in tight if tail in reach.get(head, set())}
        return sorted(cells)

    def _give(self, cell: Cell) -> None:
        """See that the cell drawn has the seat it was tied for, and keeps it."""
        held = any(of == cell and more == -1 for _, _, of, more in self._tight())
        if not held:
            path = self._circle(cell)
            for of, more in path:
                self.seats[of] += more
        self.kept.add(cell)
        self.refused.add(cell)

    def _circle(self, cell: Cell) -> list[tuple[Cell, int]]:
        """Return the exchanges of a circle that costs nothing and gives the cell a seat."""
        tight = self._tight()
        start: Node = ("list", cell[1])
        goal: Node = ("district", cell[0])
        back: dict[Node, tuple[Node, Cell, int]] = {}
        queue = [start]
        for node in queue:
            for tail, head, of, more in tight:
                if tail == node and head != start and head not in back:
                    back[head] = (tail, of, more)
                    queue.append(head)
        moves = [(cell, 1)]
        node = goal
        while node != start:
            node, of, more = back[node]
            moves.append((of, more))
        return moves


def _reached(start: Node, onward: Mapping[Node, set[Node]]) -> set[Node]:
    seen: set[Node] = set()
    queue = [start]
    while queue:
        for head in onward.get(queue.pop(), set()):
            if head not in seen:
                seen.add(head)
                queue.append(head)
    return seen
