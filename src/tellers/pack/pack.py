"""A pack: an election's definition on disk, read and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import msgspec

from tellers.errors import InputError, PackError, Problem
from tellers.pack.areas import read_areas
from tellers.pack.contests import read_bodies, read_contests
from tellers.pack.log import check_log, find_log, read_log
from tellers.pack.places import read_map
from tellers.pack.previous import read_bases
from tellers.pack.settings import MapFile, PackSource, read_settings
from tellers.pack.tables import problem, read_text
from tellers.record import Election, Event

SOURCE_FILE = "SOURCE.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """An election, the log of its night if there is one, and where its figures come from.

    Args:
        maps: The pack's maps; their paths are relative to `path`.
        source: The text of SOURCE.md, "" where there is none.
    """

    path: Path
    election: Election
    maps: tuple[MapFile, ...] = ()
    sources: tuple[PackSource, ...] = ()
    source: str = ""

    @property
    def log_path(self) -> Path | None:
        """The log's file, None where the pack has no recorded night."""
        return find_log(self.path)

    @property
    def digest(self) -> str:
        """The digest of the definition; see `definition_digest`."""
        return definition_digest(self.election)

    def events(self) -> Iterator[Event]:
        """Yield the events of the recorded night, none where there is no log; the file is read when this is called.

        Raises:
            PackError: A line of the log is not an event, or does not follow the one before it.
        """
        path = self.log_path
        return iter(()) if path is None else read_log(path, election=self.election.id)


def read_pack(folder: Path | str) -> Pack:
    """Return the pack in a folder. The log is not read until its events are asked for.

    Raises:
        PackError: With every problem of the definition, each with its file and line.
    """
    problems: list[Problem] = []
    pack = _read(Path(folder), problems)
    if pack is None or problems:
        raise PackError(*problems)
    return pack


def check_pack(folder: Path | str) -> list[Problem]:
    """Return every problem of a pack and of its log, by file and line; none where it is sound."""
    problems: list[Problem] = []
    pack = _read(Path(folder), problems)
    if pack is not None and not problems:
        path = pack.log_path
        if path is not None:
            check_log(path, pack.election, problems)
        for chart in pack.maps:
            try:
                read_map(pack.path, chart, pack.election)
            except InputError as error:
                problems.extend(error.problems)
        if not pack.election.test and not pack.source.strip():
            remedy = f"Write {SOURCE_FILE}; for an invented election set test = true in election.toml."
            wanted = "where its figures come from and under which licence"
            problems.append(problem("", "no sources", wanted, remedy, file=str(Path(folder) / SOURCE_FILE)))
    files = {found.file: place for place, found in reversed(list(enumerate(problems)))}
    return sorted(problems, key=lambda found: (files[found.file], found.line or 0))


def _read(folder: Path, problems: list[Problem]) -> Pack | None:
    if not folder.is_dir():
        remedy = "Give the folder that holds election.toml; `tellers new DIR` makes one."
        problems.append(problem(str(folder), "no folder", "a pack", remedy))
        return None
    settings = read_settings(folder, problems)
    areas = read_areas(folder, problems)
    if settings is None:
        return None
    bodies = read_bodies(folder, settings, problems)
    contests = read_contests(folder, settings, areas, frozenset(body.id for body in bodies), problems)
    bases = read_bases(folder, settings, contests, problems)
    source = read_text(folder / SOURCE_FILE, problems) if (folder / SOURCE_FILE).exists() else ""
    election = Election(
        id=settings.id,
        name=settings.name,
        date=settings.date,
        time_zone=settings.time_zone,
        languages=settings.languages,
        parties=settings.parties,
        areas=areas.all,
        contests=contests,
        bodies=bodies,
        bases=bases,
        test=settings.test,
        american=settings.american,
        held_kinds=settings.held_kinds,
    )
    return Pack(path=folder, election=election, maps=settings.maps, sources=settings.sources, source=source or "")


def definition_digest(election: Election) -> str:
    """Return the SHA-256, in hex, of an election's definition: the same whatever the files look like.

    It does not change with the order of columns, line ends or blanks; it does with the order of rows, which is meant.
    Which doubts hold a figure back is left out: a desk may think again in the middle of the night.
    """
    values = {field.name: getattr(election, field.name) for field in fields(election) if field.name != "held_kinds"}
    return hashlib.sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()
