"""The log of the night as lines: time, sentences, source; a correction marked as one."""

from __future__ import annotations

from dataclasses import dataclass

from tellers.edition import Edition, tell
from tellers.record import Corrected, Recounted, Source, Withdrawn
from tellers.web.site.words import clock

CORRECTIONS = (Corrected, Recounted, Withdrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One event of the night in sentences; `kind` is "correction" for one that changes an earlier figure."""

    number: int
    time: str
    iso: str
    sentences: tuple[str, ...]
    kind: str
    source: str
    link: str | None


def log_line(edition: Edition, language: str = "en") -> LogLine:
    """Return the line of the night's log for an edition's own event; edition 0 has none."""
    assert edition.change is not None
    event = edition.change.event
    return LogLine(
        number=edition.number,
        time=clock(event.announced_at, edition.election),
        iso="" if event.announced_at is None else event.announced_at.isoformat(),
        sentences=tell(edition, language),
        kind="correction" if isinstance(event, CORRECTIONS) else "event",
        source="" if event.source is None else f"{event.source.name} ({event.source.kind})",
        link=safe_link(event.source),
    )


def safe_link(source: Source | None) -> str | None:
    """Return a source's link where it is one that a page may carry."""
    if source is None or source.link is None or not source.link.startswith(("http://", "https://")):
        return None
    return source.link
