"""The log of the night as lines: time, sentences, source, and the desk's posts among them; each of its kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tellers.edition import LINE_KINDS, Edition, LineKind, line_kinds, tell
from tellers.edition.languages import LANGUAGES
from tellers.edition.tell import post_of
from tellers.edition.wording import sentence
from tellers.record import (
    Called,
    CallWithdrawn,
    Corrected,
    DoubtAnswered,
    Event,
    Post,
    Posted,
    Recounted,
    Source,
    StoryFiled,
    Withdrawn,
)
from tellers.terms import EventId
from tellers.web.site.corrected import Mark
from tellers.web.site.words import clock

CORRECTIONS = (Corrected, Recounted, Withdrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A post as it now reads: `was` holds what it said before, each with the words that say so."""

    by: str
    headline: str
    paragraphs: tuple[str, ...]
    quotation: tuple[str, str, str, str | None] | None
    language: str
    withdrawn: bool
    was: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One event of the night in sentences.

    Args:
        kinds: Its kinds, the most telling first.
        kind: The first of them.
        word: What that kind is called.
        marks: What corrections have made of it since.
    """

    number: int
    time: str
    iso: str
    sentences: tuple[str, ...]
    kinds: tuple[LineKind, ...]
    word: str
    source: str
    link: str | None
    post: PostView | None
    marks: tuple[Mark, ...]

    @property
    def kind(self) -> LineKind:
        return self.kinds[0]


def log_line(edition: Edition, now: Edition, marks: tuple[Mark, ...], language: str = "en") -> LogLine:
    """Return the line of the night's log for an edition's own event; edition 0 has none.

    Args:
        now: The edition to be shown: a post reads as it does by then.
        marks: What corrections up to it say at this line.
    """
    assert edition.change is not None
    event = edition.change.event
    kinds = line_kinds(edition)
    post = _post(edition, now, language) if isinstance(event, Posted) else None
    moment = said_at(edition, event)
    return LogLine(
        number=edition.number,
        time=clock(moment, edition.election),
        iso="" if moment is None else moment.isoformat(),
        sentences=tell(edition, language),
        kinds=kinds,
        word=LANGUAGES[language][f"kind.{kinds[0]}"],
        source="" if event.source is None else f"{event.source.name} ({event.source.kind})",
        link=safe_link(event.source),
        post=post,
        marks=marks,
    )


def said_at(edition: Edition, event: Event) -> datetime | None:
    """Return when an event was announced; the desk's own acts were when they were recorded, if not otherwise known."""
    return event.announced_at or (event.recorded_at if _by_the_desk(edition, event) else None)


def _by_the_desk(edition: Edition, event: Event) -> bool:
    """Return whether an event is the desk's own act, which was said when it was recorded."""
    if isinstance(event, Posted | StoryFiled | Called | CallWithdrawn | DoubtAnswered):
        return True
    return isinstance(event, Corrected | Withdrawn) and post_of(edition, event.replaces) is not None


def _post(edition: Edition, now: Edition, language: str) -> PostView:
    assert edition.change is not None
    post = next(p for p in now.record.posts if p.history[0] == edition.change.event.id)
    event, quoted = post.event, post.event.quotation
    return PostView(
        by=event.by,
        headline=event.headline,
        paragraphs=_paragraphs(event.text),
        quotation=None if quoted is None else (quoted.words, quoted.who, quoted.said, quoted.link),
        language=event.language,
        withdrawn=post.withdrawn,
        was=tuple(_was(post, now, LANGUAGES[language])),
    )


def _was(post: Post, now: Edition, words: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what a post said before each change, newest first, with when it changed and why."""
    changes = [now.record.events[EventId(id)] for id in post.history[1:]]
    said = [*post.earlier, post.event]
    rows = []
    for change, earlier in zip(changes, said, strict=False):
        key = "post.gone" if isinstance(change, Withdrawn) else "post.was"
        moment: datetime | None = change.announced_at or change.recorded_at
        time = clock(moment, now.election) or words["time.unknown"]
        reason = sentence(getattr(change, "reason", ""))
        rows.append((words[key].format(time=time, reason=reason), whole_post(earlier)))
    return rows[::-1]


def whole_post(post: Posted) -> tuple[str, ...]:
    """Return all that a post says, by paragraphs."""
    quoted = post.quotation
    words = () if quoted is None else (f"“{quoted.words}” {quoted.who}, {quoted.said}",)
    return (*((post.headline,) if post.headline else ()), *_paragraphs(post.text), *words)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def filters(lines: tuple[LogLine, ...], language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return the kinds that some lines can be chosen by, "all" first; none where there is no choice."""
    found = {kind for line in lines for kind in line.kinds}
    if len(found) < 2:
        return ()
    words = LANGUAGES[language]
    order = ("declared", "lead", "decided", "gain", "recount", "correction", "call", "post", "other")
    assert set(order) == set(LINE_KINDS)
    return (("all", words["kind.all"]), *((kind, words[f"kind.{kind}"]) for kind in order if kind in found))


def safe_link(source: Source | None) -> str | None:
    """Return a source's link where it is one that a page may carry."""
    if source is None or source.link is None or not source.link.startswith(("http://", "https://")):
        return None
    return source.link
