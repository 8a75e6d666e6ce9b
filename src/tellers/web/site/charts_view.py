"""The night's charts: change in share, swing by region, one party's share now against last time, place by place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

from tellers.edition import Edition
from tellers.record import Contest
from tellers.tally.swing import butler_swing, contest_change
from tellers.terms import BasisId, ContestId, PartyId, percent
from tellers.web.charts.bars import change_bars
from tellers.web.charts.hemicycle import hemicycle
from tellers.web.charts.scatter import Dot, scatter
from tellers.web.charts.tables import bodies
from tellers.web.site.contest_lines import ContestLine
from tellers.web.site.legend import Legend
from tellers.web.site.words import colour, party_name, points

LEAST_SHARE = Fraction(1, 2)  # Of all votes, in percent, to have a bar.
MOST_SEATS = 1200  # A chamber of more is no picture.


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsView:
    """Bars with the table behind them; a row is a name and its figures."""

    title: str
    note: str
    picture: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NightCharts:
    """The night's charts; None where there is nothing to show yet."""

    chamber: BarsView | None
    change: BarsView | None
    regions: BarsView | None
    parties: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScatterView:
    """One party's share now against last time; a row is a place, linked, with its figures, as markup."""

    name: str
    picture: Markup | None
    note: str
    rows: Markup
    others: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A contest's votes now and on the basis, by party: what the charts add up. Empty where it is not known."""

    now: dict[PartyId, int]
    before: dict[PartyId, int]
    now_all: int
    before_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One party in one contest: its dot, and its figures as cells of a table, as markup."""

    dot: Dot
    cells: str


class Shifts:
    """Each final contest's votes now and then, made once for each time that it changes."""

    def __init__(self, legend: Legend) -> None:
        self.legend = legend
        self.by_name = tuple(sorted(legend.election.contests, key=lambda c: c.name))
        self._known: dict[ContestId, tuple[int, Shift | None]] = {}
        self._marks: dict[tuple[ContestId, PartyId], tuple[Shift, Mark]] = {}

    def mark(self, contest: Contest, party: PartyId, shift: Shift, won: bool) -> Mark:
        """Return a party's mark in a contest, made once for each time that its votes change."""
        held = self._marks.get((contest.id, party))
        if held is None or held[0] is not shift:
            held = self._marks[contest.id, party] = (shift, _mark(contest, party, shift, won))
        return held[1]

    def of(self, edition: Edition, contest: Contest) -> Shift | None:
        """Return a contest's votes on both occasions, None while it is not final or where the basis has none."""
        pair, standing = self.legend.pair, edition.standings.get(contest.id)
        if pair is None or standing is None or standing.status != "final":
            return None
        held = self._known.get(contest.id)
        if held is None or held[0] != standing.after:
            held = self._known[contest.id] = (standing.after, self._made(edition, contest, pair.basis))
        return held[1]

    def _made(self, edition: Edition, contest: Contest, basis: BasisId) -> Shift | None:
        standing = edition.standing(contest)
        before = edition.election.previous[basis].contest_votes(contest)
        if not before or not standing.valid_votes or contest_change(edition.election, contest, standing, basis) is None:
            return None
        now: dict[PartyId, int] = {}
        for c in standing.candidates:
            if c.party is not None and c.votes is not None:
                now[c.party] = now.get(c.party, 0) + c.votes
        return Shift(now=now, before=dict(before), now_all=sum(now.values()), before_all=sum(before.values()))


def _mark(contest: Contest, party: PartyId, shift: Shift, won: bool) -> Mark:
    now, then = percent(shift.now[party], shift.now_all), percent(shift.before[party], shift.before_all)
    said, was, change = f"{points(now, 1)}%", f"{points(then, 1)}%", points(now - then, 1, sign=True)
    return Mark(
        dot=Dot(then=float(then), now=float(now), won=won, said=escape(f"{contest.name}: {was} to {said}")),
        cells=f"{escape(contest.name)}</a></th><td>{was}</td><td>{said}</td><td>{change}</td>",
    )


def scatter_path(party: str) -> str:
    """Return the address of a party's scatter; `party` is the end of the party's own address."""
    return f"/charts/{party}"


def night_charts(edition: Edition, shifts: Shifts, parties: tuple[tuple[str, str], ...]) -> NightCharts:
    """Return the night's charts at an edition."""
    return NightCharts(
        chamber=_chamber(edition),
        change=_change(edition, shifts.legend),
        regions=_regions(edition, shifts),
        parties=parties,
    )


def _chamber(edition: Edition) -> BarsView | None:
    election, board = edition.election, edition.board
    seats = sum(contest.seats for contest in election.contests)
    won = [row for row in board.parties if row.seats]
    if len(board.bodies) > 1 or not 1 < seats <= MOST_SEATS:
        return None
    said = ", ".join(f"{party_name(election, r.party)} {r.seats}" for r in won) or "none yet"
    left = seats - sum(r.seats for r in won)
    return BarsView(
        title="The chamber so far",
        note=f"A dot to a seat; {left:,} not yet filled." if left else "A dot to a seat.",
        picture=hemicycle(
            [(colour(election, r.party), r.seats) for r in won], seats, title=f"{seats} seats: {said}.", id="chamber"
        ),
        heads=("Party", "Seats"),
        rows=tuple((party_name(election, r.party), f"{r.seats:,}") for r in won),
    )


def _change(edition: Edition, legend: Legend) -> BarsView | None:
    election, pair = edition.election, legend.pair
    if pair is None:
        return None
    rows = [(r, r.change_points[pair.basis]) for r in edition.board.parties if pair.basis in r.change_points]
    rows = [(r, p) for r, p in rows if (r.share or 0) >= LEAST_SHARE or abs(p) >= LEAST_SHARE]
    if not rows:
        return None
    bars = [
        (party_name(election, r.party), colour(election, r.party), float(p), points(p, 1, sign=True)) for r, p in rows
    ]
    title = (
        f"Change in share since {pair.basis_name}: " + ", ".join(f"{name} {said}" for name, _, _, said in bars) + "."
    )
    return BarsView(
        title="Change in share",
        note=f"Points, against {pair.basis_name}, over the contests declared.",
        picture=change_bars(bars, title=title, id="change-bars"),
        heads=("Party", "Share now", "Points"),
        rows=tuple(
            (
                party_name(election, r.party),
                "" if r.share is None else f"{points(r.share, 1)}%",
                points(p, 1, sign=True),
            )
            for r, p in rows
        ),
    )


def _regions(edition: Edition, shifts: Shifts) -> BarsView | None:
    """Return the swing between the two parties of the maps in each region, over its contests that have declared."""
    election, pair = edition.election, shifts.legend.pair
    if pair is None:
        return None
    sums: dict[str, list[int]] = {}
    for contest in election.contests:
        shift = shifts.of(edition, contest)
        region = election.area_by_id[contest.areas[0]].region if contest.areas else None
        if (
            shift is None
            or region is None
            or not all(shift.before.get(p) and shift.now.get(p) for p in (pair.away, pair.to))
        ):
            continue
        row = sums.setdefault(region, [0, 0, 0, 0, 0, 0, 0])
        for i, votes in enumerate((shift.before, shift.now)):
            row[3 * i] += votes[pair.away]
            row[3 * i + 1] += votes[pair.to]
            row[3 * i + 2] += shift.before_all if i == 0 else shift.now_all
        row[6] += 1
    if len(sums) < 2 or len(sums) > 40:
        return None
    found = sorted(((_swing(row), region, row[6]) for region, row in sums.items()), key=lambda t: (-t[0], t[1]))
    away, to = (party_name(election, p) for p in (pair.away, pair.to))
    bars = [
        (region, colour(election, pair.to if swing >= 0 else pair.away), float(swing), points(abs(swing), 1))
        for swing, region, _ in found
    ]
    said = ", ".join(f"{region} {points(abs(swing), 1)} to {to if swing >= 0 else away}" for swing, region, _ in found)
    return BarsView(
        title=f"Swing by region, {away} and {to}",
        note=f"Butler swing in points against {pair.basis_name}, over the contests declared where both stood both "
        f"times. To the right: to {to}; to the left: to {away}.",
        picture=change_bars(bars, title=f"Swing by region: {said}.", id="region-bars"),
        heads=("Region", "Swing", "To", "Contests"),
        rows=tuple((region, points(abs(s), 1), to if s >= 0 else away, str(number)) for s, region, number in found),
    )


def _swing(row: list[int]) -> Fraction:
    return butler_swing(
        to_before=percent(row[1], row[2]),
        to_after=percent(row[4], row[5]),
        from_before=percent(row[0], row[2]),
        from_after=percent(row[3], row[5]),
    )


def scatter_view(
    edition: Edition,
    shifts: Shifts,
    party: PartyId,
    line: Callable[[Contest], ContestLine],
    others: tuple[tuple[str, str, bool], ...],
    at: str,
) -> ScatterView:
    """Return one party's share now against its share last time, in every contest that is final."""
    election, pair = edition.election, shifts.legend.pair
    assert pair is not None
    dots: list[Dot] = []
    rows: list[list[str]] = []
    sums = [0, 0, 0, 0]
    for contest in shifts.by_name:
        shift = shifts.of(edition, contest)
        rows.append([])
        if shift is None or party not in shift.now or party not in shift.before:
            continue
        found = line(contest)
        mark = shifts.mark(contest, party, shift, found.party == party)
        parts = (shift.now[party], shift.now_all, shift.before[party], shift.before_all)
        sums = [total + part for total, part in zip(sums, parts, strict=True)]
        dots.append(mark.dot)
        rows[-1].append(f'<tr><th scope="row"><a href="{found.page}{at}">{mark.cells}</tr>')
    name = party_name(election, party)
    overall = percent(sums[0], sums[1]) - percent(sums[2], sums[3]) if dots else None
    risen = sum(1 for dot in dots if dot.now > dot.then)
    title = (
        f"{name}, share now against {pair.basis_name}, in {len(dots):,} contests: up in {risen:,}, down or level in "
        f"{len(dots) - risen:,}; over all of them {points(overall, 1, sign=True)} points."
    )
    return ScatterView(
        name=name,
        picture=None
        if overall is None
        else scatter(dots, colour(election, party), float(overall), title=title, id="scatter-picture"),
        note=title,
        rows=bodies(rows),
        others=others,
    )
