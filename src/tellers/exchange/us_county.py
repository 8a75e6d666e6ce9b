"""A presidential election by county, from the tables in common use in the United States.

Each state is a contest whose areas are its counties (districts in Alaska, wards in Washington); which table it is is
told by its header.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from tellers.errors import Problem
from tellers.exchange.imported import Imported, Progress, refuse_all, sources_text
from tellers.exchange.us_states import STATE_NAMES
from tellers.exchange.us_tables import County, TableReader, UsOptions, Years
from tellers.pack import PackSource
from tellers.pack.tables import problem
from tellers.record import (
    Area,
    Basis,
    Candidate,
    Contest,
    Declared,
    Election,
    Event,
    Party,
    PreviousFigure,
    Source,
)
from tellers.terms import AreaId, BasisId, CandidateId, ContestId, PartyId

PARTIES = (
    Party(id=PartyId("dem"), name="Democratic", short="Dem", colour="#0015BC"),
    Party(id=PartyId("rep"), name="Republican", short="Rep", colour="#E9141D"),
    Party(id=PartyId("green"), name="Green", short="Green", colour="#17AA5C"),
    Party(id=PartyId("oth"), name="All other candidates", short="Others", colour="#999999"),
)


def import_us_county(
    files: Iterable[Path],
    *,
    previous: Iterable[Path] = (),
    options: UsOptions | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Return a presidential election by county.

    Args:
        files: The table of the election; one of many years will do for the basis as well.
        previous: Tables of earlier elections.

    Raises:
        InputError: With every problem of every table; then nothing is imported.
    """
    options = options or UsOptions()
    problems: list[Problem] = []
    files = tuple(files)
    reader = TableReader(options)
    years = reader.read(files, progress)
    # A table of one year that is given as an earlier one keeps its own year.
    older = TableReader(UsOptions(encoding=options.encoding, known_wrong=options.known_wrong))
    before = {**years, **older.read(previous, progress)}
    year = options.year or max(years, default=None)
    basis = None if year is None else options.previous_year or max((y for y in before if y < year), default=None)
    # A wrong row of a year that is not asked for does no harm.
    problems += [found for at, found in (*reader.problems, *older.problems) if at in (None, year, basis)]
    refuse_all(problems)
    if year is None or year not in years:
        found = f"no figures of {year}" if year else "no figures"
        wanted = f"a year of the tables ({', '.join(map(str, sorted(years))) or 'none'})"
        problems.append(problem("year", found, wanted, "Give it with --year.", file=str(files[0])))
    refuse_all(problems)
    assert year is not None
    counties = years[year]
    day = options.polling_day or _polling_day(year)
    id = options.id or f"us-president-{year}"
    contests = _contests(id, counties)
    election = Election(
        id=id,
        name=f"United States presidential election, {day.day} {day:%B %Y}",
        date=day,
        time_zone="America/New_York",
        languages=("en",),
        american=True,
        parties=PARTIES,
        areas=tuple(
            Area(id=AreaId(c.fips), name=c.name, region=STATE_NAMES.get(c.state, c.state)) for c in counties.values()
        ),
        contests=contests,
        bases=_bases(contests, basis, before),
    )
    source = PackSource(
        id="county-table",
        name=f"County table: {', '.join(path.name for path in files)}",
        kind="other",
        licence="that of the table's publisher",
    )
    events = tuple(_events(election, counties, source))
    return Imported(election=election, events=events, source=sources_text((source,), _notes()), sources=(source,))


def _polling_day(year: int) -> date:
    """Return the Tuesday after the first Monday in November (2 U.S.C. § 7)."""
    first = date(year, 11, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 1)


def _contests(id: str, counties: dict[str, County]) -> tuple[Contest, ...]:
    states: dict[str, list[County]] = {}
    for county in counties.values():
        states.setdefault(county.state, []).append(county)
    contests = []
    for state, members in sorted(states.items()):
        stood = [p for p in PARTIES if any(p.id in c.votes for c in members)]
        contests.append(
            Contest(
                id=ContestId(f"{id}.{state.lower()}"),
                name=STATE_NAMES.get(state, state),
                areas=tuple(AreaId(c.fips) for c in members),
                candidates=tuple(Candidate(id=CandidateId(p.id), name=p.name, party=p.id) for p in stood),
            )
        )
    return tuple(contests)


def _bases(contests: tuple[Contest, ...], year: int | None, years: Years) -> tuple[Basis, ...]:
    if year is None or year not in years:
        return ()
    counties = years[year]
    figures = tuple(
        PreviousFigure(contest=contest.id, area=area, party=PartyId(party), votes=votes)
        for contest in contests
        for area in contest.areas
        if area in counties
        for party, votes in counties[area].votes.items()
        if votes is not None
    )
    name = f"presidential election of {year}"
    return (Basis(id=BasisId(f"president-{year}"), name=name, kind="last_poll", complete=False, figures=figures),)


def _events(election: Election, counties: dict[str, County], table: PackSource) -> Iterator[Event]:
    source = Source(name=table.name, kind="other")
    number = 0
    for contest in election.contests:
        for area in contest.areas:
            county = counties[area]
            if all(known is None for known in county.votes.values()):
                continue  # Not known, or known to be wrong: the county stays outstanding.
            number += 1
            votes: dict[str, int | None] = {c.id: county.votes.get(c.id, 0) for c in contest.candidates}
            yield Declared(id=f"{election.id}-{number:05}", contest=contest.id, area=area, source=source, votes=votes)


def _notes() -> tuple[str, ...]:
    return (
        "Each county's votes were held against its total; all but the parties named stand together as others.",
        "The tables give no time of a declaration: the log is in the order of states and of the table.",
        "A figure that the table has as NA is not known, and is left out.",
        "A state's total that a table repeats for each of its counties is taken once, for the whole state.",
    )
