"""What has changed since an edition: the contests as they stand now, and the events in order with their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tellers.edition import Edition, line_kinds, standing_plain, tell
from tellers.edition.plain_corrections import moved_plain
from tellers.edition.stale import overtaken
from tellers.record import Event, Posted

VERSION = "1.0"


def changes_since(before: Edition, made: Sequence[Edition]) -> dict[str, Any]:
    """Return the changes of the editions made after one, oldest first.

    Example:
        A reader that holds edition 40 asks for what is since 40, and afterwards holds `edition`.
    """
    now = made[-1] if made else before
    touched = dict.fromkeys(e.change.contest for e in made if e.change is not None and e.change.contest is not None)
    contests = [now.election.contest_by_id[id] for id in touched]
    return {
        "version": VERSION,
        "since": before.number,
        "edition": now.number,
        "announced_at": now.announced_at,
        "events": [_event(edition) for edition in made if edition.change is not None],
        "contests": [standing_plain(now, contest, now.standing(contest)) for contest in contests],
    }


def _post(event: Event) -> dict[str, Any] | None:
    """Return a post's words and whose they are; None for another event."""
    if not isinstance(event, Posted):
        return None
    return {
        "by": event.by,
        "headline": event.headline,
        "text": event.text,
        "quotation": event.quotation,
        "body": event.body,
        "area": event.area,
        "language": event.language,
        "posted_at": event.announced_at or event.recorded_at,
    }


def _correction(edition: Edition) -> dict[str, Any] | None:
    """Return what a correction moved, and the sentences of stories filed that it overtook; None for another event."""
    made = edition.corrections[-1] if edition.corrections else None
    if made is None or made.edition != edition.number:
        return None
    stories = [
        {"story": found.story, "edition": found.edition, "sentence": found.sentence}
        for found in overtaken(made.moved, edition)
    ]
    return {"moved": [moved_plain(moved) for moved in made.moved], "stories": stories}


def _event(edition: Edition) -> dict[str, Any]:
    assert edition.change is not None
    event = edition.change.event
    return {
        "edition": edition.number,
        "id": event.id,
        "type": event.__struct_config__.tag,
        "contest": edition.change.contest,
        "announced_at": event.announced_at,
        "replaces": getattr(event, "replaces", None),
        "reason": getattr(event, "reason", None),
        "said": list(tell(edition)),
        "kinds": list(line_kinds(edition)),
        "post": _post(event),
        "correction": _correction(edition),
    }
