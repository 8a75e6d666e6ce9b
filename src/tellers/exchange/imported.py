"""What an importer makes of foreign files: an election, its night, and where the figures come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tellers.errors import InputError, Problem
from tellers.pack import MapFile, PackSource, write_pack
from tellers.record import Election, Event

Progress = Callable[[int], None]
"""Called with the number of rows done since it was last called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An election read whole from foreign files; nothing is made of files with a problem.

    Args:
        events: The night in the order of its announcements, each event with its id; None where the files have none.
        source: The text of SOURCE.md.
    """

    election: Election
    events: Iterable[Event] | None
    source: str
    sources: tuple[PackSource, ...] = ()
    maps: Mapping[MapFile, bytes] = field(default_factory=dict)


def save(imported: Imported, folder: Path | str, *, recorded_at: datetime, replace: bool = False) -> Path:
    """Write what was imported as a pack; return its folder."""
    return write_pack(
        imported.election,
        folder,
        events=imported.events,
        recorded_at=recorded_at,
        source=imported.source,
        sources=imported.sources,
        maps=imported.maps,
        replace=replace,
    )


def refuse_all(problems: list[Problem]) -> None:
    """Raise every problem together, if there is one: a partly wrong file imports nothing.

    Raises:
        InputError: There is a problem.
    """
    if problems:
        raise InputError(*problems)


def sources_text(sources: Iterable[PackSource], notes: Iterable[str] = ()) -> str:
    """Return SOURCE.md: each source with its licence, then what was done with the figures."""
    lines = ["# Sources", ""]
    for source in sources:
        link = f" <{source.link}>" if source.link else ""
        lines.append(f"- {source.name} ({source.kind}).{link} Licence: {source.licence or 'not stated'}.")
    notes = list(notes)
    if notes:
        lines += ["", "## Notes", "", *(f"- {note}" for note in notes)]
    return "\n".join(lines) + "\n"
