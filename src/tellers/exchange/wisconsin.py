"""Wisconsin's president by ward: the whole state by reporting unit, or the night as the counties posted it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tellers.errors import Problem
from tellers.exchange.imported import Imported, Progress, refuse_all, sources_text
from tellers.exchange.wisconsin_files import RACES, Posted, Unit, is_unit_table, read_posted, read_units
from tellers.pack import PackSource
from tellers.pack.contests import slug, unique_ids
from tellers.pack.tables import problem
from tellers.record import (
    Area,
    Basis,
    Candidate,
    Contest,
    Corrected,
    Declared,
    Election,
    Event,
    PartCounted,
    Party,
    PreviousFigure,
    Source,
    Withdrawn,
)
from tellers.terms import AreaId, BasisId, CandidateId, ContestId, PartyId

PARTIES = (
    Party(id=PartyId("dem"), name="Democratic", short="Dem", colour="#0015BC"),
    Party(id=PartyId("rep"), name="Republican", short="Rep", colour="#E9141D"),
    Party(id=PartyId("ind"), name="Independent (Kennedy)", short="Ind", colour="#888888"),
    Party(id=PartyId("green"), name="Wisconsin Green", short="Green", colour="#17AA5C"),
    Party(id=PartyId("lib"), name="Libertarian", short="Lib", colour="#FED105"),
    Party(id=PartyId("oth"), name="All other candidates", short="Others", colour="#999999"),
)
WARDS = PackSource(
    id="wisconsin-wards",
    name="Wisconsin election night files, John Johnson, Marquette Law School Lubar Center",
    kind="other",
    link="https://github.com/jdjohn215/wisc-election-night-data",
    licence="free to use with attribution",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WisconsinOptions:
    """What is wanted.

    Args:
        race: "PRE", "USS" or "GOV", for a table of reporting units.
        year: Of the election; None for the newest that the table has of the race, or the files' own.
    """

    id: str | None = None
    race: str = "PRE"
    year: int | None = None
    polling_day: date | None = None


def import_wisconsin(
    files: Iterable[Path],
    *,
    previous: Iterable[Path] = (),
    options: WisconsinOptions | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Return an election from a table of reporting units, or from the counties' files of the night.

    Args:
        files: One table, or folders, tar files and single files that counties posted.
        previous: A table with earlier years on the same reporting units; the table itself is looked in as well.

    Raises:
        InputError: With every problem of every file; then nothing is imported.
    """
    options = options or WisconsinOptions()
    problems: list[Problem] = []
    files = tuple(files)
    older = [unit for path in previous for unit in read_units(path, problems)]
    if all(is_unit_table(path) for path in files):
        units = [unit for path in files for unit in read_units(path, problems)]
        refuse_all(problems)
        if progress is not None:
            progress(len(units))
        return _of_units(units, older, options, str(files[0]))
    posted = read_posted(files, problems, progress)
    if not posted and not problems:
        wanted = "counties' files with a contest for president"
        problems.append(problem("files", "none", wanted, "Give the folder that holds them."))
    refuse_all(problems)
    return _of_night(posted, older, options)


def _polling_day(year: int) -> date:
    """Return the Tuesday after the first Monday in November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 1)


def _of_units(units: list[Unit], older: list[Unit], options: WisconsinOptions, file: str) -> Imported:
    known = sorted({_year(race) for unit in units for race in unit.votes if race[:3] == options.race})
    year = options.year or max(known, default=0)
    if year not in known:
        wanted = f"a year of the table ({', '.join(map(str, known)) or 'none'})"
        refuse_all([problem("year", f"no figures of {options.race} {year}", wanted, "Give --year.", file=file)])
    key = f"{options.race}{year % 100:02}"
    what = RACES[options.race]
    id = options.id or f"wisconsin-{what}-{year}"
    ids = dict(zip((unit.id for unit in units), map(AreaId, unique_ids([(u.id,) for u in units])), strict=True))
    stood = ("dem", "rep", "oth")
    contest = Contest(
        id=ContestId(id),
        name=f"{what.capitalize()}, Wisconsin",
        areas=tuple(ids.values()),
        candidates=_candidates(stood),
    )
    election = _election(
        id,
        f"Wisconsin, {what} {year}",
        options.polling_day or _polling_day(year),
        contest,
        tuple(Area(id=ids[u.id], name=u.id, region=u.county.title()) for u in units),
        _unit_basis([*units, *older], options.race, year, contest, ids),
    )
    source = Source(name=WARDS.name, kind="other")
    events: list[Event] = []
    for unit in units:
        figures = unit.votes.get(key)
        if figures is None:
            continue
        dem, rep = round(figures["DEM"]), round(figures["REP"])
        total = round(figures["TOT"]) if "TOT" in figures else None
        votes: dict[str, int | None] = {"dem": dem, "rep": rep, "oth": None if total is None else total - dem - rep}
        number = len(events) + 1
        events.append(
            Declared(id=f"{id}-{number:05}", contest=contest.id, area=ids[unit.id], source=source, votes=votes)
        )
    notes = (
        "Each reporting unit's two parties were held against all its votes; all but they stand together as others.",
        "The table gives no times: the log is in its order.",
    )
    return Imported(election=election, events=tuple(events), source=_source(notes), sources=(WARDS,))


def _year(race: str) -> int:
    short = int(race[3:])
    return (1900 if short >= 80 else 2000) + short


def _candidates(ids: Iterable[str]) -> tuple[Candidate, ...]:
    wanted = set(ids)
    return tuple(Candidate(id=CandidateId(p.id), name=p.name, party=p.id) for p in PARTIES if p.id in wanted)


def _election(
    id: str, name: str, day: date, contest: Contest, areas: tuple[Area, ...], basis: Basis | None
) -> Election:
    return Election(
        id=id,
        name=name,
        date=day,
        time_zone="America/Chicago",
        american=True,
        parties=PARTIES,
        areas=areas,
        contests=(contest,),
        bases=() if basis is None else (basis,),
    )


def _unit_basis(units: list[Unit], race: str, year: int, contest: Contest, areas: dict[str, AreaId]) -> Basis | None:
    """Return the race's last election before, on these areas; its votes are an estimate, rounded to whole ones."""
    years = {_year(key) for unit in units for key in unit.votes if key[:3] == race and _year(key) < year}
    if not years:
        return None
    before = max(years)
    sums: dict[tuple[AreaId, str], float] = {}
    seen: set[str] = set()
    for unit in units:
        figures = unit.votes.get(f"{race}{before % 100:02}")
        area = areas.get(unit.id) or areas.get(unit.county)
        if figures is None or area is None or unit.id in seen:
            continue
        seen.add(unit.id)
        both = figures["DEM"] + figures["REP"]
        for party, votes in (
            ("dem", figures["DEM"]),
            ("rep", figures["REP"]),
            ("oth", max(figures.get("TOT", both) - both, 0.0)),
        ):
            sums[area, party] = sums.get((area, party), 0.0) + votes
    return Basis(
        id=BasisId(f"{RACES[race]}-{before}"),
        name=f"{RACES[race]} {before}, carried over to the wards of today (John Johnson)",
        kind="notional",
        author="John Johnson, Marquette Law School Lubar Center",
        source=WARDS.name,
        complete=False,
        figures=tuple(
            PreviousFigure(contest=contest.id, area=area, party=PartyId(party), votes=round(votes))
            for (area, party), votes in sums.items()
        ),
    )


def _of_night(posted: list[Posted], older: list[Unit], options: WisconsinOptions) -> Imported:
    year = options.year or posted[0].at.year
    id = options.id or f"wisconsin-president-{year}-night"
    counties = sorted({file.county for file in posted})
    ids = {county: AreaId(slug(county)) for county in counties}
    stood = {ticket for file in posted for votes in file.wards.values() for ticket in votes}
    contest = Contest(
        id=ContestId(id), name="President, Wisconsin", areas=tuple(ids.values()), candidates=_candidates(stood)
    )
    by_upper = {county.upper(): area for county, area in ids.items()}
    election = _election(
        id,
        f"Wisconsin, president {year}, as counties posted it",
        options.polling_day or _polling_day(year),
        contest,
        tuple(Area(id=area, name=county) for county, area in ids.items()),
        _unit_basis(older, "PRE", year, contest, by_upper),
    )
    events = tuple(_Counting(election, ids).events(posted))
    notes = (
        "Each county's file was saved at the time in its name, which is the time given to what it newly says; when the "
        "county itself announced it is not known.",
        "A ward whose total falls from one file to the next is corrected; one that a newer file no longer has is "
        "withdrawn. The last file of each county is its declaration, provisional: certified results came later.",
        "Counties write the tickets in their own ways; those of four parties are told by surname, all others and "
        "write-ins stand together.",
    )
    return Imported(election=election, events=events, source=_source(notes), sources=(WARDS,))


class _Counting:
    """The night's events as the files are gone through: what stands for each ward, and the next number."""

    def __init__(self, election: Election, ids: dict[str, AreaId]) -> None:
        self.election = election
        self.contest = election.contests[0]
        self.ids = ids
        self.number = 0
        self.source = Source(name=WARDS.name, kind="other")
        self.wards: dict[tuple[str, str], tuple[str, dict[str, int | None]]] = {}

    def events(self, posted: list[Posted]) -> Iterator[Event]:
        """Yield the events of the files, which are in the order of their times."""
        last = {file.county: file for file in posted}
        for file in posted:
            for ward, votes in file.wards.items():
                yield from self._ward(file, ward, dict(votes))
            for county, ward in [key for key in self.wards if key[0] == file.county]:
                if ward not in file.wards:
                    replaced, _ = self.wards.pop((county, ward))
                    reason = "The county's newer file no longer has it."
                    yield Withdrawn(**self._common(file), replaces=replaced, reason=reason)  # type: ignore[arg-type]
            if last[file.county] is file:
                yield self._declared(file)

    def _common(self, file: Posted) -> dict[str, object]:
        self.number += 1
        return {
            "id": f"{self.election.id}-{self.number:05}",
            "contest": self.contest.id,
            "announced_at": file.at,
            "announced_basis": "estimated",
            "source": self.source,
        }

    def _ward(self, file: Posted, ward: str, votes: dict[str, int | None]) -> Iterator[Event]:
        total = sum(number or 0 for number in votes.values())
        before = self.wards.get((file.county, ward))
        if before is None and not total:
            return  # Noughts before a ward is counted are no figures.
        if before is not None and before[1] == votes:
            return
        area = self.ids[file.county]
        event: Event
        if before is not None and total < (old := sum(number or 0 for number in before[1].values())):
            reason = f"The county's newer file has {total:,} votes there, {old:,} before."
            event = Corrected(**self._common(file), votes=votes, replaces=before[0], reason=reason)  # type: ignore[arg-type]
        else:
            event = PartCounted(**self._common(file), votes=votes, area=area, part=ward, part_kind="ward")  # type: ignore[arg-type]
        self.wards[file.county, ward] = (event.id, votes)
        yield event

    def _declared(self, file: Posted) -> Declared:
        votes: dict[str, int | None] = {}
        for ward in file.wards.values():
            for ticket, number in ward.items():
                votes[ticket] = (votes.get(ticket) or 0) + (number or 0)
        area = self.ids[file.county]
        return Declared(**self._common(file), votes=votes, area=area, provisional=True)  # type: ignore[arg-type]


def _source(notes: tuple[str, ...]) -> str:
    return sources_text((WARDS,), notes)
