"""Norway's official feed of a Storting election: snapshots of the nation, districts, municipalities and precincts.

Read from the tables into which the feed has been gathered (CSV or Parquet), or from the feed's own JSON files.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tellers.errors import Problem
from tellers.exchange.imported import Progress
from tellers.pack.tables import problem, read_text

OSLO = ZoneInfo("Europe/Oslo")
LEVELS = ("nasjonalt", "fylke", "kommune", "krets")
NATION = "norge"  # As the feed's copies of 2025 name it; those of 2021 have another word as well.
# How the feed's copies name a place: district, municipality and precinct by their numbers.
_AREAS = {
    "nasjonalt": re.compile("norge|stortingsvalget"),
    "fylke": re.compile(r"fylke-\d+"),
    "kommune": re.compile(r"kommune-\d+-\d+"),
    "krets": re.compile(r"krets-\d+-\d+-\w+"),
}
# Sums of small parties that stand beside those parties' own rows: counted with them, they would count twice.
AGGREGATES = frozenset({"Andre", "Andre2"})
_SNAPSHOT = ("year", "level", "area", "navn", "generated", "votes", "snap_id")
_ROW = ("snap_id", "party", "votes")
_FILE_AREA = re.compile(r"(norge|stortingsvalget|fylke-\d+|kommune-\d+-\d+|krets-\d+-\d+-\w+)/[^/]*\.json$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What the feed said of one place at one moment.

    Args:
        at: When the feed made it, UTC.
        votes: Votes by party code, blank votes as "BLANKE".
        seats: Seats by party code, levelling seats among them, empty below districts.
        levelling: Levelling seats by party code.
        settled: True once the returning officer has settled every count of the place.
    """

    year: int
    level: str
    area: str
    name: str
    at: datetime
    total: int
    electorate: int | None
    rejected: int | None
    votes: Mapping[str, int]
    seats: Mapping[str, int]
    levelling: Mapping[str, int]
    seats_all: int
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The snapshots of the files, in no order; `names` are the parties' names where a file gives them."""

    snapshots: tuple[Snapshot, ...]
    names: Mapping[str, str]
    rows: int


def read_feed(paths: Iterable[Path], problems: list[Problem], progress: Progress | None = None) -> Feed | None:
    """Return the feed in the files, with what is wrong added to `problems`.

    Args:
        paths: A table of snapshots and one of party rows, and parties.csv if at hand; or folders or tar files of JSON.
        progress: Called with the party rows read.
    """
    snapshots: list[Mapping[str, Any]] | None = None
    rows: Iterable[Mapping[str, Any]] | None = None
    names: dict[str, str] = {}
    made: list[Snapshot] = []
    snapshot_file = row_file = ""
    for path in paths:
        if path.is_dir() or ".tar" in path.suffixes or path.suffix == ".json":
            made += _from_json(path, problems, progress)
            continue
        table = _table(path, problems)
        if table is None:
            continue
        columns, found = table
        if set(_ROW) <= columns:
            rows, row_file = found, str(path)
        elif set(_SNAPSHOT) <= columns:
            snapshots, snapshot_file = list(found), str(path)
        elif {"party", "party_name"} <= columns:
            names.update((str(row["party"]), str(row["party_name"])) for row in found)
        else:
            _wrong_columns(path, columns, problems)
    count = sum(len(snapshot.votes) for snapshot in made)
    if (snapshots is None) != (rows is None):
        wanted = "a table of snapshots and one of party rows, which go together"
        problems.append(problem("files", "one without the other", wanted, "Give both.", file=snapshot_file or row_file))
    elif snapshots is not None and rows is not None:
        read, count = _joined(snapshots, rows, snapshot_file, row_file, problems, progress)
        made += read
    if not made and not problems:
        problems.append(problem("files", "no snapshots", "a year's feed", "Give its files."))
    return None if problems else Feed(snapshots=tuple(made), names=names, rows=count)


def _wrong_columns(path: Path, columns: set[str], problems: list[Problem]) -> None:
    like = _ROW if len(columns & set(_ROW)) * len(_SNAPSHOT) >= len(columns & set(_SNAPSHOT)) * len(_ROW) else _SNAPSHOT
    for column in (column for column in like if column not in columns):
        found = f"the columns {', '.join(sorted(columns))}"
        problems.append(
            problem("header", found, f'a column "{column}"', "Give the whole table.", file=str(path), line=1)
        )


def _table(path: Path, problems: list[Problem]) -> tuple[set[str], Iterable[Mapping[str, Any]]] | None:
    if path.suffix == ".parquet":
        return _parquet(path, problems)
    text = read_text(path, problems)
    if text is None:
        return None
    reader = csv.DictReader(text.splitlines())
    return set(reader.fieldnames or ()), reader


def _parquet(path: Path, problems: list[Problem]) -> tuple[set[str], Iterable[Mapping[str, Any]]] | None:
    try:
        from pyarrow import ArrowInvalid, parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        wanted = "the package pyarrow, which reads Parquet"
        remedy = 'Run `pip install "tellers[parquet]"`, or give the same tables as CSV.'
        problems.append(problem("", "a Parquet file", wanted, remedy, file=str(path)))
        return None
    try:
        file = parquet.ParquetFile(path)
    except (ArrowInvalid, OSError) as error:
        problems.append(problem("", f"no Parquet ({error})", "a Parquet file", "Copy it again.", file=str(path)))
        return None
    wanted_columns = [name for name in file.schema_arrow.names if name in _USED]
    columns = set(file.schema_arrow.names)

    def rows() -> Iterator[Mapping[str, Any]]:
        for batch in file.iter_batches(batch_size=50_000, columns=wanted_columns):
            lists = [column.to_pylist() for column in batch.columns]
            for values in zip(*lists, strict=True):
                yield dict(zip(wanted_columns, values, strict=True))

    return columns, rows()


_USED = frozenset(
    (*_SNAPSHOT, *_ROW, "electorate", "rejected", "seats", "levelling", "settled_done", "settled_total", "party_name")
)


def _whole(value: Any) -> int | None:
    """Return a figure of a table as a whole number, None where it is blank; ValueError where it is neither."""
    if value is None or value == "":
        return None
    number = int(float(value)) if isinstance(value, str) and "." in value else int(value)
    if number < 0:
        raise ValueError("below zero")
    return number


def _joined(
    snapshots: list[Mapping[str, Any]],
    rows: Iterable[Mapping[str, Any]],
    snapshot_file: str,
    row_file: str,
    problems: list[Problem],
    progress: Progress | None,
) -> tuple[list[Snapshot], int]:
    """Return the snapshots with their rows; each must foot: parties and blank votes make its total."""
    votes: dict[str, dict[str, int]] = {}
    seats: dict[str, dict[str, int]] = {}
    levelling: dict[str, dict[str, int]] = {}
    count = since = 0
    for count, row in enumerate(rows, 1):
        try:
            _take(row, votes, seats, levelling)
        except (ValueError, KeyError) as error:
            found = f"{error.args[0]} (snapshot {row['snap_id']}, party {row['party']})"
            wanted = "whole numbers, each party once in a snapshot"
            problems.append(problem("row", found, wanted, "Mend the row.", file=row_file, line=count + 1))
        since += 1
        if progress is not None and since == 10_000:
            progress(since)
            since = 0
    if progress is not None:
        progress(since)
    made = []
    for line, row in enumerate(snapshots, 2):
        id = str(row["snap_id"])
        try:
            snapshot = _snapshot(row, votes.pop(id, {}), seats.get(id, {}), levelling.get(id, {}))
        except ValueError as error:
            found, wanted = str(error), "a snapshot: whole numbers, and a time such as 2025-09-08T21:03:05"
            problems.append(problem(str(row["area"]), found, wanted, "Mend it.", file=snapshot_file, line=line))
            continue
        _foot(snapshot, snapshot_file, line, problems)
        made.append(snapshot)
    for id in list(votes)[:20]:
        wanted = f"a snapshot of {snapshot_file}"
        problems.append(problem("snap_id", f"rows of snapshot {id}", wanted, "Give the whole table.", file=row_file))
    return made, count


def _take(
    row: Mapping[str, Any],
    votes: dict[str, dict[str, int]],
    seats: dict[str, dict[str, int]],
    levelling: dict[str, dict[str, int]],
) -> None:
    id, party, number = str(row["snap_id"]), str(row["party"]), _whole(row["votes"])
    if number is None:
        raise ValueError("no votes")
    mine = votes.setdefault(id, {})
    if party in mine:
        raise KeyError("a party a second time")
    mine[party] = number
    if party in AGGREGATES:
        return
    won, level = row.get("seats"), row.get("levelling")
    if won not in (None, "", 0, "0"):
        seats.setdefault(id, {})[party] = _whole(won) or 0
    if level not in (None, "", 0, "0"):
        levelling.setdefault(id, {})[party] = _whole(level) or 0


def _snapshot(
    row: Mapping[str, Any], votes: dict[str, int], seats: Mapping[str, int], levelling: Mapping[str, int]
) -> Snapshot:
    total, done, whole = _whole(row["votes"]), _whole(row.get("settled_done")), _whole(row.get("settled_total"))
    if total is None:
        raise ValueError("no votes")
    level, area = str(row["level"]), str(row["area"])
    if level not in LEVELS or not _AREAS[level].fullmatch(area):
        raise ValueError(f'the area "{area}" at the level "{level}"')
    return Snapshot(
        year=int(row["year"]),
        level=level,
        area=area if level != "nasjonalt" else NATION,
        name=str(row["navn"]),
        at=datetime.fromisoformat(str(row["generated"])).replace(tzinfo=OSLO).astimezone(UTC),
        total=total,
        electorate=_whole(row.get("electorate")),
        rejected=_whole(row.get("rejected")),
        votes={party: number for party, number in votes.items() if party not in AGGREGATES},
        seats=seats,
        levelling=levelling,
        seats_all=_whole(row.get("seats")) or 0,
        settled=bool(whole) and done == whole,
    )


def _foot(snapshot: Snapshot, file: str, line: int | None, problems: list[Problem]) -> None:
    made = sum(snapshot.votes.values())
    if made != snapshot.total:
        where = f"{snapshot.name}, {snapshot.at.astimezone(OSLO):%Y-%m-%d %H:%M:%S}"
        wanted = f"{snapshot.total:,}, its total, because each snapshot must foot"
        remedy = "Look at the rows against the feed; mend those that are wrong."
        problems.append(problem(where, f"{made:,} votes over its parties", wanted, remedy, file=file, line=line))


def _from_json(path: Path, problems: list[Problem], progress: Progress | None) -> list[Snapshot]:
    made = []
    for name, data in _json_files(path, problems):
        area = _FILE_AREA.search(name)
        if area is None:
            continue  # A list of what the feed has, or a link to the newest.
        try:
            snapshot = _of_json(json.loads(data), area[1])
        except (ValueError, KeyError, TypeError) as error:
            found = f"no snapshot of the feed ({type(error).__name__}: {error})"
            problems.append(problem("", found, "the feed's JSON", "Copy the file again.", file=name))
            continue
        _foot(snapshot, name, None, problems)
        made.append(snapshot)
        if progress is not None:
            progress(len(snapshot.votes))
    return made


def _json_files(path: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            if file.is_file() and not file.is_symlink():
                yield file.as_posix(), file.read_bytes()
    elif path.suffix == ".json":
        yield path.absolute().as_posix(), path.read_bytes()
    else:
        try:
            with tarfile.open(path) as archive:
                for member in archive:
                    data = archive.extractfile(member) if member.isfile() else None
                    if data is not None and member.name.endswith(".json"):
                        yield member.name, data.read()
        except (tarfile.TarError, gzip.BadGzipFile, EOFError, OSError) as error:
            problems.append(
                problem("", f"no archive ({error})", "a tar file of JSON", "Copy it again.", file=str(path))
            )


def _of_json(value: Any, area: str) -> Snapshot:
    votes, seats, levelling = {}, {}, {}
    for party in value["partier"]:
        code = party["id"]["partikode"]
        if code in AGGREGATES:
            continue
        if code in votes:
            raise ValueError(f"{code} a second time")
        votes[code] = int(party["stemmer"]["resultat"]["antall"]["total"])
        won = (party.get("mandater") or {}).get("resultat") or {}
        if won.get("antall"):
            seats[code] = int(won["antall"])
        if won.get("utjevningAntall"):
            levelling[code] = int(won["utjevningAntall"])
    status = value.get("opptellingsStatus") or {}
    settled = [part for part in (status.get("oppgjor") or {}).values() if part.get("totalt")]
    return Snapshot(
        year=int(value["id"]["valgaar"]),
        level="nasjonalt" if "-" not in area else area.partition("-")[0],
        area=area if "-" in area else NATION,
        name=value["id"]["navn"],
        at=datetime.fromisoformat(value["tidspunkt"]["rapportGenerert"]).replace(tzinfo=OSLO).astimezone(UTC),
        total=int(value["stemmer"]["total"]),
        electorate=value.get("antallsb"),
        rejected=value["stemmer"].get("totalForkastede"),
        votes=votes,
        seats=seats,
        levelling=levelling,
        seats_all=int((value.get("mandater") or {}).get("antall") or 0),
        settled=bool(settled) and all(part["ferdig"] == part["totalt"] for part in settled),
    )
