"""The night as an Atom feed: one entry to an event, in the sentences that the pages have.

Source:
    RFC 4287, and RFC 4151 for the ids.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from xml.sax.saxutils import escape, quoteattr

from tellers.edition import Edition, tell
from tellers.record import Election

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(election: Election, editions: Sequence[Edition], language: str = "en") -> bytes:
    """Return the feed of some editions, newest first."""
    base = f"tag:tellers,{election.date.isoformat()}:{election.id}"
    updated = editions[0].announced_at if editions else None
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<title>{_text(election.name)}</title>",
        f"<id>{_text(base)}</id>",
        f"<updated>{_stamp(updated, election)}</updated>",
        '<link rel="self" href="/feed.atom"/>',
        '<link rel="alternate" type="text/html" href="/"/>',
        "<author><name>Tellers</name></author>",
        "<generator>Tellers</generator>",
        *(_entry(edition, base, language) for edition in editions if edition.change is not None),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def _entry(edition: Edition, base: str, language: str) -> str:
    said = tell(edition, language) or ("An event was recorded.",)
    title = said[0] if len(said[0]) <= 120 else f"{said[0][:119]}…"
    body = "".join(f"<p>{escape(_plain(sentence))}</p>" for sentence in said)
    href = f"/log?at={edition.number}"
    if edition.change is not None and edition.change.event.__struct_config__.tag in ("corrected", "recounted"):
        title = title if "orrect" in title or "ecount" in title else f"Correction: {title}"
    return (
        f"<entry><title>{_text(title)}</title><id>{_text(base)}:{edition.number}</id>"
        f"<updated>{_stamp(edition.announced_at, edition.election)}</updated>"
        f'<link rel="alternate" href={quoteattr(href)}/><content type="html">{escape(body)}</content></entry>'
    )


def _plain(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _text(text: str) -> str:
    return escape(_plain(text))


def _stamp(moment: datetime | None, election: Election) -> str:
    """Return a moment as RFC 3339; before any is known, the beginning of the election's day."""
    known = moment if moment is not None else datetime.combine(election.date, time(0), tzinfo=UTC)
    return known.isoformat()
