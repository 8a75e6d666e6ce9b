"""What the desk's own posts say, and that one was corrected or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable

from tellers.edition.edition import Edition
from tellers.edition.wording import Words, sentence
from tellers.record.events import Corrected, Posted, Withdrawn
from tellers.record.record import with_fields
from tellers.terms import EventId


def post_sentences(post: Posted, words: Words) -> Iterable[str]:
    """Yield what a post says, signed: its words are the desk's own, in the language that it was written in."""
    first, *more = [line.strip() for line in post.text.split("\n") if line.strip()] or [""]
    start = f"{sentence(post.headline)} " if post.headline else ""
    yield words["posted"].format(by=post.by, text=f"{start}{first}".strip())
    yield from more
    if post.quotation is not None:
        quoted = post.quotation
        yield words["quoted"].format(words=quoted.words, who=quoted.who, said=quoted.said)


def post_of(edition: Edition, event: str) -> Posted | None:
    """Return the post that an event wrote or changed, None where it is about something else."""
    found = edition.record.events[EventId(event)]
    while isinstance(found, Corrected | Withdrawn):
        found = edition.record.events[EventId(found.replaces)]
    return found if isinstance(found, Posted) else None


def changed_post(post: Posted, event: Corrected | Withdrawn, words: Words) -> Iterable[str]:
    given = {"by": post.by, "reason": sentence(event.reason)}
    if isinstance(event, Withdrawn):
        yield words["post_withdrawn"].format(**given)
        return
    yield words["post_corrected"].format(**given)
    now = with_fields(post, headline=event.headline or "", text=event.text or "", quotation=event.quotation)
    yield from post_sentences(now, words)
