"""A spreadsheet of an election, long or wide, read row by row and held against its own totals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tellers.errors import Problem
from tellers.exchange.imported import Progress
from tellers.pack.contests import slug
from tellers.pack.tables import Row, Table, problem, read_table, whole, yes_no

_OF_AREA = ("electorate", "ballot_papers", "rejected", "total")
_KNOWN = ("contest", "area", "area_id", "region", "declared_at", "seats", "note", *_OF_AREA)
_LONG = ("candidate", "party", "votes", "elected")
_HEADED = re.compile(r"(?P<name>.+?)\s*\((?P<party>[^()]+)\)")


@dataclass(slots=True)
class Place:
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


def read_sheets(
    paths: Iterable[Path], zone: ZoneInfo, problems: list[Problem], progress: Progress | None
) -> list[Place]:
    places: dict[tuple[str, str], Place] = {}
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
    places: dict[tuple[str, str], Place],
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
        place = places[key] = Place(
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


def _of_area(place: Place, row: Row, table: Table, zone: ZoneInfo, problems: list[Problem]) -> None:
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


def _candidate(place: Place, row: Row, table: Table, problems: list[Problem]) -> None:
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


def _check_totals(places: list[Place], table: Table, problems: list[Problem]) -> None:
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


def read_times(path: Path, places: list[Place], zone: ZoneInfo, problems: list[Problem]) -> None:
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
