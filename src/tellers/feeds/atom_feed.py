"""The night as an Atom feed: one entry to an event, in the sentences that the pages have.

A correction, recount or withdrawal is an entry of its own, which names each figure that it moved: old, new and why. The
entry that told the old figure stays as it was.

Source:
    RFC 4287, and RFC 4151 for the ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from tellers.edition import Edition, tell
from tellers.edition.languages import LANGUAGES
from tellers.feeds.moved import correction_at, moved_sentences
from tellers.record import Election, Posted

_IN_A_TAG = "!$'()*+,;:@/?=-._~"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(
    election: Election,
    editions: Sequence[Edition],
    language: str = "en",
    overtaken: Mapping[int, Sequence[str]] | None = None,
) -> bytes:
    """Return the feed of some editions, newest first.

    Args:
        overtaken: By edition, what corrections since have made of what it said.
    """
    base = f"tag:tellers,{election.date.isoformat()}:{quote(election.id, safe=_IN_A_TAG)}"
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
        *(
            _entry(edition, base, language, updated, (overtaken or {}).get(edition.number, ()))
            for edition in editions
            if edition.change is not None
        ),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def _entry(edition: Edition, base: str, language: str, updated: datetime | None, overtaken: Sequence[str]) -> str:
    said = tell(edition, language) or ("An event was recorded.",)
    moved = correction_at(edition)
    if moved is not None:
        said = (said[0], *moved_sentences(edition, moved, language, besides=said[0]), *said[1:])
    body = "".join(f"<p>{escape(_plain(sentence))}</p>" for sentence in said)
    body += "".join(f"<p><strong>{escape(_plain(mark))}</strong></p>" for mark in overtaken)
    moment = updated if overtaken else _moment(edition)
    href = f"/log?at={edition.number}"
    return (
        f"<entry><title>{_text(_title(edition, said[0], language))}</title><id>{_text(base)}:{edition.number}</id>"
        f"<updated>{_stamp(moment, edition.election)}</updated>"
        f'<link rel="alternate" href={quoteattr(href)}/>{_category(edition)}'
        f'<content type="html">{escape(body)}</content></entry>'
    )


def _title(edition: Edition, first: str, language: str) -> str:
    """Return the first sentence, short enough for a title, and marked where it corrects or is of a test."""
    words = LANGUAGES.get(language, LANGUAGES["en"])
    kind = _CORRECTIONS.get(_tag(edition))
    label = "" if kind is None else words[f"alert.kind.{kind}"]
    title = first if first.startswith(label) else f"{label}: {first}"
    title = f"[TEST] {title}" if edition.election.test else title
    return title if len(title) <= 120 else f"{title[:119]}…"


_CORRECTIONS = {
    "corrected": "correction",
    "recounted": "recount",
    "withdrawn": "withdrawal",
    "call_withdrawn": "withdrawal",
}


def _category(edition: Edition) -> str:
    kind = _CORRECTIONS.get(_tag(edition))
    return "" if kind is None else f'<category term="{kind}"/>'


def _tag(edition: Edition) -> str:
    return "" if edition.change is None else str(edition.change.event.__struct_config__.tag)


def _moment(edition: Edition) -> datetime | None:
    """Return when an edition was announced; a post is announced by being recorded."""
    assert edition.change is not None
    event = edition.change.event
    posted = event.recorded_at if isinstance(event, Posted) else None
    return event.announced_at or posted or edition.announced_at


def _plain(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _text(text: str) -> str:
    return escape(_plain(text))


def _stamp(moment: datetime | None, election: Election) -> str:
    """Return a moment as RFC 3339; before any is known, the beginning of the election's day."""
    known = moment if moment is not None else datetime.combine(election.date, time(0), tzinfo=UTC)
    return known.isoformat()
