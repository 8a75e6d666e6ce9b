"""The maps: what each hexagon's colour says, its key, and the table of the same figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

from tellers.edition import Edition
from tellers.record import Contest
from tellers.tally import contest_change
from tellers.terms import AreaId
from tellers.web.charts.hexmap import HexMap, Shade, draw, shade
from tellers.web.site.contest_lines import ContestLine
from tellers.web.site.words import colour, party_name, points, swing_text

KINDS = {
    "winner": "Winner",
    "majority": "Majority",
    "swing": "Swing",
    "turnout": "Turnout",
    "declared": "Declared",
}
_STEPS = {
    "majority": ((5, "under 5%"), (10, "5 to 10"), (20, "10 to 20"), (30, "20 to 30"), (None, "30 and over")),
    "swing": ((2, "under 2 points"), (5, "2 to 5"), (10, "5 to 10"), (15, "10 to 15"), (None, "15 and over")),
    "turnout": ((50, "under 50%"), (55, "50 to 55"), (60, "55 to 60"), (65, "60 to 65"), (None, "65 and over")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """One map with its key and its table; a row is the contest, linked, and its figure, as markup."""

    kind: str
    name: str
    map: Markup
    key: tuple[tuple[str, str], ...]
    rows: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One contest on a map and in its table."""

    shade: Shade
    row: Markup


Cells = Callable[[Contest], Cell]


def map_view(edition: Edition, hexes: HexMap, cells: Cells, kind: str) -> MapView:
    """Return a map of one kind.

    Args:
        cells: Each contest's cell of that kind at this edition; see `cell`.
    """
    contests = sorted(edition.election.contests, key=lambda c: c.name)
    return MapView(
        kind=kind,
        name=KINDS[kind],
        map=draw_map(edition, hexes, cells, kind),
        key=_key(edition, kind),
        rows=Markup("").join(cells(contest).row for contest in contests),
    )


def cell(edition: Edition, line: ContestLine, kind: str, at: str) -> Cell:
    """Return a contest's cell; `at` is what stands after the address at an earlier edition."""
    name, said = line.contest.name, figure(edition, line, kind)
    linked = f'<a href="{line.page}{at}">{escape(name)}</a>'
    row = f'<tr><th scope="row">{linked}</th><td class="words">{escape(said)}</td></tr>'
    brief = (
        said.partition(",")[0] if kind == "winner" else said
    )  # The hexagon's own title is short, for there are hundreds of them in a page.
    return Cell(shade=shade(_fill(edition, line, kind), f"{name}: {brief}", line.page), row=Markup(row))


def map_title(edition: Edition, kind: str) -> str:
    """Return the map's text alternative."""
    board = edition.board
    won = ", ".join(f"{party_name(edition.election, row.party)} {row.seats}" for row in board.parties if row.seats)
    what = {
        "winner": f"who won each contest: {won or 'none yet'}",
        "majority": "the majority in each contest, as a share of the votes",
        "swing": "the swing in each contest",
        "turnout": "the turnout in each contest",
        "declared": "which contests have declared",
    }[kind]
    return f"Map, one hexagon to a contest: {what}. {board.declared} of {board.total} declared."


def draw_map(edition: Edition, hexes: HexMap, cells: Cells, kind: str) -> Markup:
    """Return the map alone."""
    first: dict[AreaId, Contest] = {}
    for contest in edition.election.contests:
        for area in contest.areas:
            first.setdefault(area, contest)

    def shown(area: AreaId) -> Shade:
        contest = first.get(area)
        return shade("is-open", edition.election.area_by_id[area].name, "") if contest is None else cells(contest).shade

    return draw(edition.election, hexes, shown, title=map_title(edition, kind), part="map")


def _fill(edition: Edition, line: ContestLine, kind: str) -> str:
    if kind == "winner":
        return line.colour or "is-open"
    if kind == "declared":
        return "is-step-5" if line.final else "is-open"
    value = _value(edition, line, kind)
    if value is None:
        return "is-open"
    for number, (below, _) in enumerate(_STEPS[kind], 1):
        if below is None or value < below:
            return f"is-step-{number}"
    raise AssertionError("the last step has no end")


def _value(edition: Edition, line: ContestLine, kind: str) -> Fraction | None:
    standing = line.standing
    if not line.final:
        return None
    if kind == "turnout":
        return standing.turnout
    if kind == "majority":
        if standing.majority is None or not standing.valid_votes:
            return None
        return Fraction(100 * standing.majority, standing.valid_votes)
    for basis in edition.election.bases:
        change = contest_change(edition.election, line.contest, standing, basis.id)
        if change is not None and change.butler is not None:
            return abs(change.butler)
    return None


def figure(edition: Edition, line: ContestLine, kind: str) -> str:
    """Return what a map shows of a contest, in words."""
    if kind == "winner":
        return line.said
    if kind == "declared":
        return "declared" if line.final else "to come"
    if not line.final:
        return "to come"
    value = _value(edition, line, kind)
    if value is None:
        return "not known"
    if kind == "swing":
        return _swing_words(edition, line)
    return f"{points(value, 1)}%"


def _swing_words(edition: Edition, line: ContestLine) -> str:
    election = edition.election
    for basis in election.bases:
        change = contest_change(election, line.contest, line.standing, basis.id)
        told = None if change is None else swing_text(election, change, 1)
        if told is not None:
            return f"{told[0]} points, {told[1]} to {told[2]}"
    return "not known"


def _key(edition: Edition, kind: str) -> tuple[tuple[str, str], ...]:
    """Return the map's key: a fill or class, and what it says."""
    if kind == "winner":
        won = [row for row in edition.board.parties if row.seats]
        rows = [(colour(edition.election, r.party), f"{party_name(edition.election, r.party)} {r.seats}") for r in won]
        return (*rows, ("is-open", "to come"))
    if kind == "declared":
        return (("is-step-5", "declared"), ("is-open", "to come"))
    return (*((f"is-step-{n}", label) for n, (_, label) in enumerate(_STEPS[kind], 1)), ("is-open", "not known"))
