"""Anyone's election from one spreadsheet: a row to each candidate in each area, or a row to each area.

Long: the columns area, candidate, votes, and if wanted party, contest and what is known of the area.
Wide: the column area, and a column to each candidate headed "Name" or "Name (Party)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tellers.errors import Problem
from tellers.exchange.imported import Imported, Progress, refuse_all, sources_text
from tellers.pack import PackSource
from tellers.pack.contests import slug, unique_ids
from tellers.pack.settings import is_rule
from tellers.pack.tables import Row, Table, problem, read_table, whole, yes_no
from tellers.record import (
    Area,
    Basis,
    Candidate,
    Contest,
    Declared,
    Election,
    Event,
    Party,
    PreviousArea,
    PreviousFigure,
    Source,
)
from tellers.terms import AreaId, BasisId, CandidateId, ContestId, PartyId

_OF_AREA = ("electorate", "ballot_papers", "rejected", "total")
_KNOWN = ("contest", "area", "area_id", "region", "declared_at", "seats", "note", *_OF_AREA)
_LONG = ("candidate", "party", "votes", "elected")
_HEADED = re.compile(r"(?P<name>.+?)\s*\((?P<party>[^()]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvOptions:
    """What the spreadsheet does not say.

    Args:
        test: The election is invented or a rehearsal, and every page says so.
        source: Where the figures come from, and the licence.
    """

    id: str | None = None
    name: str | None = None
    polling_day: date | None = None
    time_zone: str = "UTC"
    rule: str = "first_past_the_post"
    basis_name: str = "the last poll"
    test: bool = False
    source: str | None = None
    licence: str | None = None


@dataclass(slots=True)
class _Place:
    """An area of a contest as its rows have it."""

    contest: str
    area: str
    id: str
    line: int
    region: str | None = None
    seats: int | None = None
    declared_at: datetime | None = None
    numbers: dict[str, int | None] = field(default_factory=dict)
    votes: dict[tuple[str, str], int | None] = field(default_factory=dict)
    elected: list[tuple[str, str]] = field(default_factory=list)


def import_csv(
    files: Iterable[Path],
    *,
    previous: Iterable[Path] = (),
    times: Path | None = None,
    options: CsvOptions | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Return an election from spreadsheets saved as CSV.

    A blank for votes is not known: an area with nothing but blanks has not declared, so the same sheet makes the
    pack before the night.

    Args:
        previous: The earlier election in the same form; areas are matched by name or id, parties by name.
        times: A sheet with the columns area and declared_at.

    Raises:
        InputError: With every problem of every file; then nothing is imported.
    """
    options = options or CsvOptions()
    problems: list[Problem] = []
    files = tuple(files)
    zone = _zone(options, problems)
    places = _read(files, zone, problems, progress)
    earlier = _read(previous, zone, problems, progress)
    if times is not None:
        _read_times(times, places, zone, problems)
    if options.polling_day is None:
        found = "no polling day"
        problems.append(
            problem("date", found, "the day, such as 2027-05-06", "Give it with --date.", file=str(files[0]))
        )
    if not is_rule(options.rule):
        found = f'an unknown rule "{options.rule}"'
        problems.append(problem("--rule", found, "a rule that `tellers rules` lists", "Use one of them."))
    refuse_all(problems)
    assert options.polling_day is not None
    name = options.name or files[0].stem.replace("_", " ").replace("-", " ")
    id = options.id or slug(name) or "election"
    parties = _parties([*places, *earlier])
    contests, ids = _contests(id, name, places, options)
    basis = _basis(contests, places, earlier, options)
    source = PackSource(
        id="sheet",
        name=options.source or f"Spreadsheet: {', '.join(path.name for path in files)}",
        kind="official" if options.source else "other",
        licence=options.licence,
    )
    election = Election(
        id=id,
        name=name,
        date=options.polling_day,
        time_zone=options.time_zone,
        parties=tuple(Party(id=key, name=text, short=text) for key, text in parties.items()),
        areas=_areas(places),
        contests=contests,
        bases=basis,
        test=options.test,
    )
    events = tuple(_events(election, places, ids, source))
    notes = ("Areas without a figure have not declared. Totals given were held against the candidates' votes.",)
    return Imported(election=election, events=events, source=sources_text((source,), notes), sources=(source,))


def _zone(options: CsvOptions, problems: list[Problem]) -> ZoneInfo:
    try:
        return ZoneInfo(options.time_zone)
    except (KeyError, ValueError, OSError):
        wanted = 'an IANA time zone such as "Europe/London"'
        problems.append(problem("--time-zone", f'"{options.time_zone}"', wanted, "Use the name of the place's zone."))
        return ZoneInfo("UTC")


def _read(paths: Iterable[Path], zone: ZoneInfo, problems: list[Problem], progress: Progress | None) -> list[_Place]:
    places: dict[tuple[str, str], _Place] = {}
    for path in paths:
        table = read_table(path, problems, required=("area",))
        if table is None:
            continue
        long = "candidate" in table.columns or "votes" in table.columns
        if long and not {"candidate", "votes"} <= set(table.columns):
            missing = "votes" if "candidate" in table.columns else "candidate"
            found = f"the columns {', '.join(table.columns)}"
            wanted = f'a column "{missing}" (or a column to each candidate, and neither)'
            problems.append(problem("header", found, wanted, "Add it.", file=table.file, line=1))
            continue
        headed = [c for c in table.columns if c and c not in (*_KNOWN, *_LONG)]
        if not long and len(headed) < 2:
            wanted = 'the columns "candidate" and "votes", or a column to each candidate'
            found = f"the columns {', '.join(table.columns)}"
            problems.append(problem("header", found, wanted, "Add them.", file=table.file, line=1))
            continue
        if long and headed:
            found = f'unknown columns "{", ".join(headed)}"'
            wanted = f"of {', '.join((*_KNOWN, *_LONG))}"
            problems.append(problem("header", found, wanted, "Rename or remove them.", file=table.file, line=1))
            continue
        for row in table.rows:
            _take(row, table, headed, long, places, zone, problems)
        if not table.rows:
            problems.append(problem("", "a header and no rows", "rows", "Add them.", file=table.file, line=1))
        _check_totals(list(places.values()), table, problems)
        if progress is not None:
            progress(len(table.rows))
    return list(places.values())


def _take(
    row: Row,
    table: Table,
    headed: list[str],
    long: bool,
    places: dict[tuple[str, str], _Place],
    zone: ZoneInfo,
    problems: list[Problem],
) -> None:
    if not row["area"]:
        problems.append(problem("area", "a blank", "the area's name", "Add it.", file=table.file, line=row.line))
        return
    key = (row["contest"], row["area_id"] or row["area"])
    place = places.get(key)
    if place is not None and not long:
        found = f"{row['area']} a second time (first on line {place.line})"
        problems.append(problem(row["area"], found, "each area once", "Remove one.", file=table.file, line=row.line))
        return
    if place is None:
        place = places[key] = _Place(
            contest=row["contest"], area=row["area"], id=row["area_id"] or slug(row["area"]), line=row.line
        )
    _of_area(place, row, table, zone, problems)
    if long:
        _candidate(place, row, table, problems)
        return
    for column in headed:
        match = _HEADED.fullmatch(column)
        who = (match["name"], match["party"].strip()) if match else (column, "")
        place.votes[who] = whole(row[column], column, table, row, problems, where=row["area"])


def _of_area(place: _Place, row: Row, table: Table, zone: ZoneInfo, problems: list[Problem]) -> None:
    for column in _OF_AREA:
        number = whole(row[column], column, table, row, problems, where=place.area)
        old = place.numbers.get(column)
        if number is not None and old is not None and old != number:
            found = f"{column} given as {old:,} and as {number:,}"
            problems.append(problem(place.area, found, "one figure", "Mend one.", file=table.file, line=row.line))
        place.numbers[column] = old if number is None else number
    seats = whole(row["seats"], "seats", table, row, problems, least=1, where=place.area)
    place.seats = place.seats if seats is None else seats
    place.region = row["region"] or place.region
    if row["declared_at"]:
        place.declared_at = _time(row["declared_at"], zone, place.area, table, row, problems)


def _time(text: str, zone: ZoneInfo, where: str, table: Table, row: Row, problems: list[Problem]) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        wanted = "a time such as 2027-05-07 01:30, local time, or with its offset"
        problems.append(problem(where, f'"{text}"', wanted, "Write it so.", file=table.file, line=row.line))
        return None
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)


def _candidate(place: _Place, row: Row, table: Table, problems: list[Problem]) -> None:
    who = (row["candidate"], row["party"])
    if not row["candidate"]:
        problems.append(problem(place.area, "no candidate", "the name", "Add it.", file=table.file, line=row.line))
        return
    if who in place.votes:
        found = f"{row['candidate']} a second time"
        problems.append(problem(place.area, found, "each once", "Remove one.", file=table.file, line=row.line))
        return
    place.votes[who] = whole(row["votes"], "votes", table, row, problems, where=f"{who[0]}, {place.area}")
    if yes_no(row["elected"], "elected", table, row, problems):
        place.elected.append(who)


def _check_totals(places: list[_Place], table: Table, problems: list[Problem]) -> None:
    for place in places:
        known = [votes for votes in place.votes.values() if votes is not None]
        total, seats = place.numbers.get("total"), place.seats or 1
        if total is not None and len(known) == len(place.votes) and sum(known) != total:
            found, wanted = f"{sum(known):,} votes over {len(known)} candidates", f"{total:,}, the total given"
            remedy = "Look at the sheet; mend the figure that is wrong."
            problems.append(problem(place.area, found, wanted, remedy, file=table.file, line=place.line))
        papers = place.numbers.get("ballot_papers")
        if papers is not None and sum(known) > papers * seats:
            found, wanted = f"{sum(known):,} votes", f"at most {papers * seats:,}, as the papers allow"
            remedy = "Mend the figure that is wrong."
            problems.append(problem(place.area, found, wanted, remedy, file=table.file, line=place.line))


def _read_times(path: Path, places: list[_Place], zone: ZoneInfo, problems: list[Problem]) -> None:
    table = read_table(path, problems, required=("area", "declared_at"))
    if table is None:
        return
    known = {name: place for place in places for name in (place.area, place.id)}
    for row in table.rows:
        place = known.get(row["area"])
        if place is None:
            found = f'an unknown area "{row["area"]}"'
            problems.append(
                problem("area", found, "an area of the election", "Mend it.", file=table.file, line=row.line)
            )
        elif row["declared_at"]:
            place.declared_at = _time(row["declared_at"], zone, place.area, table, row, problems)


def _parties(places: list[_Place]) -> dict[PartyId, str]:
    names = dict.fromkeys(party for place in places for _, party in place.votes if party)
    return {PartyId(slug(name) or name): name for name in names}


def _areas(places: list[_Place]) -> tuple[Area, ...]:
    areas: dict[str, Area] = {}
    for place in places:
        if place.id not in areas:
            areas[place.id] = Area(
                id=AreaId(place.id), name=place.area, electorate=place.numbers.get("electorate"), region=place.region
            )
    return tuple(areas.values())


def _contests(
    id: str, name: str, places: list[_Place], options: CsvOptions
) -> tuple[tuple[Contest, ...], dict[str, dict[tuple[str, str], CandidateId]]]:
    """Return the contests in the sheet's order, and each one's candidates' ids."""
    groups: dict[str, list[_Place]] = {}
    for place in places:
        groups.setdefault(place.contest, []).append(place)
    contests = []
    ids = {}
    for label, members in groups.items():
        stood = list(dict.fromkeys(who for place in members for who in place.votes))
        own = dict(zip(stood, map(CandidateId, unique_ids(stood)), strict=True))
        ids[label] = own
        seats = max(place.seats or 1 for place in members)
        block = options.rule == "block_vote" or (options.rule == "first_past_the_post" and seats > 1)
        contests.append(
            Contest(
                id=ContestId(f"{id}.{slug(label)}" if label else id),
                name=label or name,
                rule="block_vote" if block else options.rule,
                seats=seats,
                marks=seats if block else 1,
                areas=tuple(AreaId(place.id) for place in members),
                candidates=tuple(
                    Candidate(id=own[who], name=who[0], party=PartyId(slug(who[1])) if who[1] else None)
                    for who in stood
                ),
            )
        )
    return tuple(contests), ids


def _basis(
    contests: tuple[Contest, ...], places: list[_Place], earlier: list[_Place], options: CsvOptions
) -> tuple[Basis, ...]:
    if not earlier:
        return ()
    labels = list(dict.fromkeys(place.contest for place in places))
    by_label = dict(zip(labels, contests, strict=True))
    known = {(place.contest, name): place for place in places for name in (place.id, place.area)}
    figures: list[PreviousFigure] = []
    areas: list[PreviousArea] = []
    for old in earlier:
        place = known.get((old.contest, old.id)) or known.get((old.contest, old.area))
        if place is None:
            continue  # An area that is not there any more is no basis for any that is.
        contest = by_label[place.contest]
        for (name, party), votes in old.votes.items():
            if votes is not None and party:
                figures.append(
                    PreviousFigure(
                        contest=contest.id,
                        area=AreaId(place.id),
                        party=PartyId(slug(party)),
                        votes=votes,
                        candidate=name,
                    )
                )
        numbers = old.numbers
        areas.append(
            PreviousArea(
                contest=contest.id,
                area=AreaId(place.id),
                electorate=numbers.get("electorate"),
                ballot_papers=numbers.get("ballot_papers"),
            )
        )
    basis = Basis(
        id=BasisId("last"), name=options.basis_name, kind="last_poll", figures=tuple(figures), areas=tuple(areas)
    )
    return (basis,)


def _events(
    election: Election, places: list[_Place], ids: dict[str, dict[tuple[str, str], CandidateId]], sheet: PackSource
) -> Iterator[Event]:
    contests = dict(zip(dict.fromkeys(place.contest for place in places), election.contests, strict=True))
    source = Source(name=sheet.name, kind=sheet.kind)  # type: ignore[arg-type]
    last = datetime.max.replace(tzinfo=UTC)
    number = 0
    for place in sorted(places, key=lambda place: place.declared_at or last):
        votes: dict[str, int | None] = {ids[place.contest][who]: number for who, number in place.votes.items()}
        if all(known is None for known in votes.values()):
            continue
        number += 1
        yield Declared(
            id=f"{election.id}-{number:05}",
            contest=contests[place.contest].id,
            area=place.id,
            announced_at=place.declared_at,
            announced_basis="official" if place.declared_at is not None else None,
            source=source,
            votes={id: known for id, known in votes.items() if known is not None},
            ballot_papers=place.numbers.get("ballot_papers"),
            valid_votes=place.numbers.get("total"),
            rejected_ballots=place.numbers.get("rejected"),
            elected=tuple(ids[place.contest][who] for who in place.elected) or None,
        )
