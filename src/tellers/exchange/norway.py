"""A Storting election from Norway's official feed, minute by minute, with its corrections.

One contest of the whole country: what the feed says of the nation is a running total over all its areas, what it says
of a place is part of that place counted, and its last word, once settled, the declaration. A total that falls is a
correction of the figure before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from tellers.errors import Problem
from tellers.exchange.imported import Imported, Progress, refuse_all, sources_text
from tellers.exchange.norway_feed import LEVELS, OSLO, Feed, Snapshot, read_feed
from tellers.pack import PackSource
from tellers.pack.tables import problem
from tellers.record import (
    Area,
    Basis,
    Body,
    Candidate,
    Contest,
    Corrected,
    Declared,
    Election,
    Event,
    PartCounted,
    Party,
    PreviousArea,
    PreviousFigure,
    RunningTotal,
    SeatsWon,
    Source,
)
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId, PartyId

Level = Literal["fylke", "kommune", "krets"]
FEED = PackSource(
    id="valgresultat",
    name="Valgdirektoratet, valgresultat.no",
    kind="official",
    link="https://valgresultat.no/",
    licence="not stated with the files",
)
STORTING = BodyId("storting")
BLANK = "BLANKE"
ARCHIVED_AFTER = timedelta(days=90)
_COLOURS = MappingProxyType(
    {
        "A": "#E11926",
        "H": "#0065F1",
        "FRP": "#024C93",
        "SP": "#00843D",
        "SV": "#BC2149",
        "RØDT": "#8B0000",
        "V": "#006666",
        "KRF": "#FEC11E",
        "MDG": "#6A9325",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NorwayOptions:
    """What is wanted of the feed.

    Args:
        year: Which election; None for the newest in the files.
        level: The areas: districts (`fylke`), municipalities (`kommune`), or those with their precincts (`krets`).
        polling_day: None: the second Monday of September, and the law's rule.
    """

    id: str | None = None
    year: int | None = None
    level: Level = "fylke"
    polling_day: date | None = None


def import_norway(
    files: Iterable[Path], *, options: NorwayOptions | None = None, progress: Progress | None = None
) -> Imported:
    """Return a Storting election from the feed's files; see `read_feed` for which.

    Raises:
        InputError: With every problem of every file; then nothing is imported.
    """
    options = options or NorwayOptions()
    problems: list[Problem] = []
    feed = read_feed(tuple(files), problems, progress)
    refuse_all(problems)
    assert feed is not None
    year = options.year or max(snapshot.year for snapshot in feed.snapshots)
    day = options.polling_day or _polling_day(year)
    night = _in_order([_settled_since(s, day) for s in feed.snapshots if s.year == year])
    levels = LEVELS[: LEVELS.index(options.level) + 1]
    places = _last(s for s in night if s.level == ("fylke" if options.level == "fylke" else "kommune"))
    if not places:
        found = f"no snapshot of {year} at the level {options.level}"
        problems.append(problem("files", found, "one for each place", "Choose another year or level."))
    refuse_all(problems)
    id = options.id or f"storting-{year}"
    contest = _contest(id, night, places, feed)
    basis = _previous(feed, year, contest)
    election = Election(
        id=id,
        name=f"Storting election, {day.day} {day:%B %Y}",
        date=day,
        time_zone="Europe/Oslo",
        languages=("nb", "en"),
        parties=_parties(feed, contest, basis),
        areas=tuple(
            Area(id=AreaId(s.area), name=s.name, electorate=s.electorate, region=_district(s, night))
            for s in places.values()
        ),
        contests=(contest,),
        bodies=(_body(feed, night, basis),),
        bases=() if basis is None else (basis,),
    )
    events = tuple(_Night(election, options.level).events(s for s in night if s.level in levels))
    return Imported(election=election, events=events, source=_source(feed), sources=(FEED,))


def _polling_day(year: int) -> date:
    """Return the second Monday of September (Valgloven § 9-1, as each of these elections was held)."""
    first = date(year, 9, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 7)


def _settled_since(snapshot: Snapshot, day: date) -> Snapshot:
    """Return a snapshot as settled where the feed made it long after the count: that is the archive's final result."""
    return replace(snapshot, settled=True) if _archived(snapshot, day) else snapshot


def _archived(snapshot: Snapshot, day: date) -> bool:
    return snapshot.at.date() - day > ARCHIVED_AFTER


def _in_order(snapshots: list[Snapshot]) -> list[Snapshot]:
    """Return the snapshots in the order in which the feed made them, those that say nothing new left out.

    The feed was fetched again weeks later: a snapshot older than one that has been seen is not news.
    """
    order = {level: place for place, level in enumerate(reversed(LEVELS))}
    kept = []
    last: dict[str, Snapshot] = {}
    for snapshot in sorted(snapshots, key=lambda s: (s.at, order[s.level], s.area)):
        before = last.get(snapshot.area)
        if before is not None and _says(before) == _says(snapshot):
            continue
        last[snapshot.area] = snapshot
        kept.append(snapshot)
    return kept


def _says(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.votes, snapshot.seats, snapshot.settled


def _last(snapshots: Iterable[Snapshot]) -> dict[str, Snapshot]:
    """Return the newest snapshot of each area, in the order of the areas."""
    newest = {snapshot.area: snapshot for snapshot in snapshots}
    return dict(sorted(newest.items()))


def _district(snapshot: Snapshot, night: list[Snapshot]) -> str | None:
    if snapshot.level == "fylke":
        return None
    code = snapshot.area.split("-")[1]
    return next((s.name for s in night if s.area == f"fylke-{code}"), None)


def _contest(id: str, night: list[Snapshot], places: dict[str, Snapshot], feed: Feed) -> Contest:
    codes = dict.fromkeys(code for snapshot in night for code in snapshot.votes)
    seats = max((s.seats_all for s in night if s.level == "nasjonalt"), default=0)
    seats = seats or sum(_last(s for s in night if s.level == "fylke")[a].seats_all for a in places if a[:5] == "fylke")
    return Contest(
        id=ContestId(id),
        name="Storting",
        rule="levelling_norway_2002",
        seats=seats or 169,
        areas=tuple(AreaId(area) for area in places),
        candidates=tuple(
            Candidate(
                id=CandidateId(code.lower()),
                name=_name(code, feed),
                party=None if code == BLANK else PartyId(code.lower()),
            )
            for code in codes
        ),
        body=STORTING,
    )


def _name(code: str, feed: Feed) -> str:
    return "Blank votes" if code == BLANK else feed.names.get(code, code)


def _parties(feed: Feed, contest: Contest, basis: Basis | None) -> tuple[Party, ...]:
    codes = dict.fromkeys(code for snapshot in feed.snapshots for code in snapshot.votes)
    used = {candidate.party for candidate in contest.candidates}
    used |= {figure.party for figure in basis.figures} if basis is not None else set()
    return tuple(
        Party(id=PartyId(code.lower()), name=_name(code, feed), short=code, colour=_COLOURS.get(code))
        for code in codes
        if PartyId(code.lower()) in used
    )


def _previous(feed: Feed, year: int, contest: Contest) -> Basis | None:
    """Return the election before as a basis, where the files have its end: the nation, and districts of one code."""
    before = max((s.year for s in feed.snapshots if s.year < year), default=None)
    if before is None:
        return None
    last = _last(_in_order([s for s in feed.snapshots if s.year == before]))
    figures: list[PreviousFigure] = []
    areas: list[PreviousArea] = []
    for area, snapshot in last.items():
        place = None if snapshot.level == "nasjonalt" else AreaId(area)
        if place is not None and place not in contest.areas:
            continue
        for code, votes in snapshot.votes.items():
            if code != BLANK:
                figures.append(PreviousFigure(contest=contest.id, area=place, party=PartyId(code.lower()), votes=votes))
        areas.append(PreviousArea(contest=contest.id, area=place, electorate=snapshot.electorate))
    return Basis(
        id=BasisId(f"storting-{before}"),
        name=f"Storting election of {before}",
        kind="last_poll",
        source=FEED.name,
        figures=tuple(figures),
        areas=tuple(areas),
    )


def _body(feed: Feed, night: list[Snapshot], basis: Basis | None) -> Body:
    seats = max((s.seats_all for s in night if s.level == "nasjonalt"), default=0)
    before: dict[BasisId, dict[PartyId, int]] = {}
    if basis is not None:
        year = max(s.year for s in feed.snapshots if s.year < night[0].year)
        nation = _in_order([s for s in feed.snapshots if s.year == year and s.level == "nasjonalt"])
        last = nation[-1] if nation else None
        if last is not None and last.seats:
            before[basis.id] = {PartyId(code.lower()): number for code, number in last.seats.items()}
    return Body(id=STORTING, name="Storting", seats=seats or None, before=before)


class _Night:
    """The events of a night as its snapshots are gone through: what stands last for each place, and the next number."""

    def __init__(self, election: Election, level: Level) -> None:
        self.election = election
        self.contest = election.contests[0]
        self.level = level
        self.number = 0
        self.source = Source(name=FEED.name, kind="official")
        self.standing: dict[str, tuple[str, Snapshot]] = {}
        self.seats: dict[str, int] = {}

    def events(self, snapshots: Iterable[Snapshot]) -> Iterator[Event]:
        """Yield the events of the snapshots, which are in the feed's order."""
        night = list(snapshots)
        last = {snapshot.area: snapshot for snapshot in night}
        for snapshot in night:
            if not snapshot.total and snapshot.area not in self.standing:
                continue  # The feed opens with noughts before anything is counted: they are not figures.
            final = last[snapshot.area] is snapshot and snapshot.settled
            yield from self._figures(snapshot, final=final)
            new = dict(snapshot.seats) != self.seats
            if snapshot.level == "nasjonalt" and snapshot.seats and (new or final):
                yield self._seats(snapshot, final=final)

    def _common(self, snapshot: Snapshot) -> dict[str, object]:
        self.number += 1
        archived = _archived(snapshot, self.election.date)
        return {
            "id": f"{self.election.id}-{self.number:05}",
            "contest": self.contest.id,
            # What the archive says was announced at a time that it does not tell.
            "announced_at": None if archived else snapshot.at,
            "announced_basis": None if archived else "official",
            "source": self.source,
        }

    def _figures(self, snapshot: Snapshot, *, final: bool) -> Iterator[Event]:
        before = self.standing.get(snapshot.area)
        area = snapshot.level == ("fylke" if self.level == "fylke" else "kommune")
        provisional = not (final and snapshot.level == "nasjonalt")
        votes: dict[str, int | None] = {code.lower(): number for code, number in snapshot.votes.items()}
        if before is not None:
            # A party that the feed has dropped since has no votes there now.
            votes = {**{code.lower(): 0 for code in before[1].votes}, **votes}
        figures = {
            **self._common(snapshot),
            "votes": votes,
            "valid_votes": snapshot.total,
            "rejected_ballots": snapshot.rejected,
            "provisional": provisional,
        }
        event: Event
        if before is not None and snapshot.total < before[1].total:
            fall = f"The official feed's total fell from {before[1].total:,} to {snapshot.total:,}."
            event = Corrected(**figures, replaces=before[0], reason=fall)  # type: ignore[arg-type]
        elif snapshot.level == "nasjonalt":
            event = RunningTotal(**figures, areas=self.contest.areas)  # type: ignore[arg-type]
        elif area:
            event = PartCounted(**figures, area=snapshot.area, part="counted", part_kind="percentage")  # type: ignore[arg-type]
        elif snapshot.level == "krets":
            home = f"kommune-{'-'.join(snapshot.area.split('-')[1:3])}"
            event = PartCounted(**figures, area=home, part=snapshot.area, part_kind="precinct")  # type: ignore[arg-type]
        else:
            code = snapshot.area.split("-")[1]
            inside = tuple(a for a in self.contest.areas if a.split("-")[1] == code)
            event = RunningTotal(**figures, areas=inside)  # type: ignore[arg-type]
        self.standing[snapshot.area] = (event.id, snapshot)
        yield event
        if final and area:
            figures = {**figures, **self._common(snapshot), "provisional": False}
            yield Declared(**figures, area=snapshot.area)  # type: ignore[arg-type]

    def _seats(self, snapshot: Snapshot, *, final: bool) -> SeatsWon:
        self.seats = dict(snapshot.seats)
        levelling = ", ".join(f"{code} {seats}" for code, seats in snapshot.levelling.items() if seats)
        seats = {code.lower(): number for code, number in snapshot.seats.items()}
        note = f"Levelling seats among them: {levelling}." if levelling else None
        return SeatsWon(**self._common(snapshot), body=STORTING, seats=seats, complete=final, note=note)  # type: ignore[arg-type]


def _source(feed: Feed) -> str:
    falls = "Where a place's total fell from one snapshot to the next, the new figure is a correction of the old."
    notes = (
        f"{feed.rows:,} party rows were read, and every snapshot footed: its parties and blank votes against its "
        "total.",
        "What the feed's archive says, made months after the count, is taken as settled, at a time that is not known.",
        "Times are those at which the feed made each snapshot, local time turned into UTC. Snapshots that say nothing "
        "new are left out; those fetched again weeks later are ordered by when they were made.",
        falls,
        '"Andre" and "Andre2" are sums of small parties that are listed as well, and are left out.',
        "Blank votes stand as a candidate without a party: the feed's total has them, its percentages do not.",
        "Seats are the feed's own, levelling seats among them.",
    )
    return sources_text((FEED,), notes)


__all__ = ["FEED", "OSLO", "NorwayOptions", "import_norway"]
