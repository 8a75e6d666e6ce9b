"""Wisconsin's ward files: a statewide table of reporting units, and what counties posted through the night."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from tellers.errors import Problem
from tellers.exchange.imported import Progress
from tellers.pack.tables import Table, parse_table, problem, read_table, read_text

CHICAGO = ZoneInfo("America/Chicago")
RACES: Mapping[str, str] = MappingProxyType({"PRE": "president", "USS": "senate", "GOV": "governor"})
_UNIT = ("county", "reporting_unit", "rep_unit_2024")
_POSTED = ("contest", "candidate", "votes", "reporting_unit", "county", "municipality")
_RACE_COLUMN = re.compile(r"(PRE|USS|GOV)(DEM|REP|TOT)(\d\d)")
_POSTED_NAME = re.compile(r"(?P<county>.+?) (?P<at>\d{4}-\d\d-\d\d \d\d-\d\d-\d\d?)(?!\d)[^/]*\.csv$")
# Each county writes the tickets of 2024 in its own way; a surname in capitals tells them apart. Order matters: a
# write-in ticket has a Kennedy of its own.
TICKETS: tuple[tuple[str, str], ...] = (
    ("POTUS", "oth"),
    ("HARRIS", "dem"),
    ("TRUMP", "rep"),
    ("SHANAHAN", "ind"),
    ("ROBERT F", "ind"),
    ("RFK", "ind"),
    ("STEIN", "green"),
    ("OLIVER", "lib"),
)
_NOT_VOTES = re.compile(r"TOTALS?$|PROVISIONAL|BALLOTS CAST|REGISTERED VOTERS|OVER ?VOTE|UNDER ?VOTE|BLANK")
# Running mates stand in rows of their own in some files, with the ticket's votes again or none; one county's file has
# them alone, in the ticket's place.
_MATES: Mapping[str, str] = MappingProxyType(
    {
        "TIM WALZ": "dem",
        "JD VANCE": "rep",
        "NICOLE SHANAHAN": "ind",
        "RUDOLPH WARE": "green",
        "MIKE TER MAAT": "lib",
        "STEPHEN BRODEN": "oth",
        "MELINA ABDULLAH": "oth",
        "KARINA GARCIA": "oth",
        "LAUREN ONAK": "oth",
        "KIMBERLY LALONDE": "oth",
        "JESSICA KENNEDY": "oth",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A reporting unit's votes by race ("PRE24") and party; those of earlier years are estimates with fractions."""

    id: str
    name: str
    county: str
    votes: Mapping[str, Mapping[str, float]]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A county's file as it was saved at one moment: votes for president by ward and party, None where not given."""

    county: str
    at: datetime
    wards: Mapping[str, Mapping[str, int | None]]
    file: str


def is_unit_table(path: Path) -> bool:
    """Return whether a file is a table of reporting units, by its header; a county's file and an archive are not."""
    if path.is_dir() or ".tar" in path.suffixes:
        return False
    text = read_text(path, [])
    header = set((text or "").lstrip("\r\n").split("\n", 1)[0].replace('"', "").strip().split(","))
    return not {"candidate", "votes"} <= header


def read_units(path: Path, problems: list[Problem]) -> list[Unit]:
    """Return a table's reporting units; the two parties' votes must not pass all votes."""
    table = read_table(path, problems, required=_UNIT)
    if table is None:
        return []
    columns = [(match, column) for column in table.columns if (match := _RACE_COLUMN.fullmatch(column))]
    races = sorted({f"{match[1]}{match[3]}" for match, _ in columns})
    if not races:
        found = f"the columns {', '.join(table.columns[:8])} …"
        wanted = "columns such as PREDEM24, PREREP24, PRETOT24"
        problems.append(problem("header", found, wanted, "Give the whole table.", file=table.file, line=1))
    for race in races:
        for column in (f"{race[:3]}{what}{race[3:]}" for what in ("DEM", "REP")):
            if column not in table.columns:
                found = f"no column {column}"
                wanted = f'a column "{column}"'
                problems.append(problem("header", found, wanted, "Add it.", file=table.file, line=1))
    units: dict[str, Unit] = {}
    for row in table.rows:
        id = row["rep_unit_2024"]
        if id in units:
            found = f"{id} a second time (first on line {units[id].line})"
            problems.append(problem(id, found, "each unit once", "Remove one.", file=table.file, line=row.line))
            continue
        votes = {}
        for race in races:
            figures = _figures(row.cells, race, id, table, row.line, problems)
            if figures is not None:
                votes[race] = figures
        units[id] = Unit(id=id, name=row["reporting_unit"], county=row["county"], votes=votes, line=row.line)
    if not units:
        problems.append(problem("", "a header and no rows", "rows", "Give the whole table.", file=table.file, line=1))
    return list(units.values())


def _figures(
    cells: Mapping[str, str], race: str, id: str, table: Table, line: int, problems: list[Problem]
) -> dict[str, float] | None:
    figures = {}
    for what in ("DEM", "REP", "TOT"):
        text = cells.get(f"{race[:3]}{what}{race[3:]}", "")
        if text in ("", "NA"):
            continue
        try:
            figures[what] = float(text)
        except ValueError:
            figures[what] = -1.0
        if figures[what] < 0:
            found = f'"{text}" for {race[:3]}{what}{race[3:]}'
            wanted = "a number from 0 up, or NA"
            problems.append(problem(id, found, wanted, "Mend it.", file=table.file, line=line))
    if {"DEM", "REP"} - figures.keys():
        return None
    both = figures["DEM"] + figures["REP"]
    # Earlier years were carried over to these wards with fractions: their own roundings do not make them wrong.
    if "TOT" in figures and both > figures["TOT"] + 0.01:
        found, wanted = f"{both:,.0f} votes for two parties in {race}", f"at most {figures['TOT']:,.0f}, all votes"
        problems.append(problem(id, found, wanted, "Mend the row.", file=table.file, line=line))
    return figures


def read_posted(paths: Iterable[Path], problems: list[Problem], progress: Progress | None = None) -> list[Posted]:
    """Return counties' files in the order in which they were saved: folders, tar files, or single files."""
    made = []
    for name, data in _files(paths, problems):
        match = _POSTED_NAME.search(Path(name).name)
        if match is None:
            wanted = 'a name such as "Adams 2024-11-06 06-28-50.csv": the county, and the local time it was saved'
            problems.append(problem("", "a name that tells neither", wanted, "Rename the file.", file=name))
            continue
        posted = _posted(name, data, match, problems)
        if posted is not None:
            made.append(posted)
        if progress is not None:
            progress(0 if posted is None else sum(len(votes) for votes in posted.wards.values()))
    return sorted(made, key=lambda posted: (posted.at, posted.county))


def _files(paths: Iterable[Path], problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*.csv")):
                yield str(file), file.read_bytes()
        elif ".tar" in path.suffixes:
            try:
                with tarfile.open(path) as archive:
                    for member in archive:
                        data = archive.extractfile(member) if member.isfile() else None
                        if data is not None and member.name.endswith(".csv"):
                            yield member.name, data.read()
            except (tarfile.TarError, EOFError, OSError) as error:
                found = f"no archive ({error})"
                problems.append(problem("", found, "a tar file of CSV", "Copy it again.", file=str(path)))
        else:
            text = read_text(path, problems)
            if text is not None:
                yield str(path), text.encode()


def _posted(name: str, data: bytes, match: re.Match[str], problems: list[Problem]) -> Posted | None:
    """Return a county's file; one without a row for president has nothing to say of it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "Save it again as UTF-8."
        problems.append(problem("", "bytes that are not UTF-8", "UTF-8 text", remedy, file=name, line=line))
        return None
    table = parse_table(text, name, problems, _POSTED)
    if table is None:
        return None
    wards: dict[str, dict[str, int | None]] = {}
    seen: dict[tuple[str, str, str], int] = {}
    heads = any(_ticket(row["contest"], row["candidate"]) in ("dem", "rep") for row in table.rows)
    for row in table.rows:
        ticket = _ticket(row["contest"], row["candidate"], mates=not heads)
        if ticket is None:
            continue
        unit = row["reporting_unit"]
        town = row["municipality"]
        ward = unit if not town or town in unit else f"{town}, {unit}"
        # One name for two wards: the rows of the second begin where a ticket's name comes again.
        key = (ward, row["contest"], row["candidate"])
        seen[key] = seen.get(key, 0) + 1
        ward = ward if seen[key] == 1 else f"{ward} ({seen[key]})"
        votes = _votes(row["votes"], ward, name, row.line, problems)
        mine = wards.setdefault(ward, {})
        if votes is not None:
            mine[ticket] = (mine.get(ticket) or 0) + votes
        else:
            mine.setdefault(ticket, None)
    if not wards:
        return None
    at = datetime.strptime(match["at"], "%Y-%m-%d %H-%M-%S").replace(tzinfo=CHICAGO).astimezone(UTC)
    return Posted(county=match["county"], at=at, wards=wards, file=name)


def _votes(text: str, ward: str, name: str, line: int, problems: list[Problem]) -> int | None:
    if text in ("", "NA"):
        return None
    if not re.fullmatch(r"\d+(\.0+)?|\d{1,3}(,\d{3})+", text):
        wanted = "a whole number, or NA where it is not given"
        problems.append(problem(ward, f'"{text}" for votes', wanted, "Mend it.", file=name, line=line))
        return None
    return int(text.replace(",", "").partition(".")[0])


def _ticket(contest: str, candidate: str, *, mates: bool = False) -> str | None:
    """Return whose votes a row has, None for a row of another contest or of no candidate.

    Args:
        mates: The file names running mates alone, so they stand for their tickets.
    """
    who = " ".join(candidate.upper().split())
    if who in _MATES and "PRESIDENT" in contest.upper():
        return _MATES[who] if mates else None
    if "PRESIDENT" not in contest.upper() or _NOT_VOTES.search(who) or who == "NA":
        return None
    if who in ("KENNEDY", "KENNEDY, JR.") or re.match(r"(IND ?)?KENNEDY,? ?(JR)?", who):
        return "ind"
    return next((ticket for name, ticket in TICKETS if name in who), "oth")


__all__ = ["CHICAGO", "RACES", "Posted", "Unit", "is_unit_table", "read_posted", "read_units"]
