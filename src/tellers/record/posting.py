"""The desk's posts: short texts among the lines of the night, corrected and withdrawn in sight like any figure."""

from __future__ import annotations

import re
import unicodedata

from tellers.record.events import Corrected, Posted, Quotation, Recounted, Withdrawn
from tellers.record.record import Post, Record, with_fields
from tellers.record.refusals import check_area, check_body, contest_of, refuse
from tellers.terms import AreaId, EventId

TEXT_MOST, HEADLINE_MOST, NAME_MOST, LINK_MOST = 2_000, 160, 200, 2_000
"""Characters: what a reader takes in at a glance on a telephone, and no post needs more."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# These turn the direction of all that follows them on the page, and a post stands among others.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def post(record: Record, event: Posted) -> Record:
    """Record a post.

    Raises:
        DeclarationError: It says nothing or too much, holds what is no text, or is of a place that there is not.
    """
    where = f"post {event.id}"
    _check_place(record, event)
    _check(where, "by", event.by, NAME_MOST, needed=True)
    _check_words(where, event.headline, event.text, event.quotation)
    for finding in event.findings:
        _check(where, "findings", finding, TEXT_MOST)
    _check(where, "despite", event.despite or "", TEXT_MOST)
    if event.findings and not (event.despite or "").strip():
        refuse(
            where,
            f"{len(event.findings)} of its claims in doubt, and no reason to go on",
            "words that agree with the record, or why it goes out nevertheless",
            'Mend the text, or say why in "despite".',
        )
    if not _LANGUAGE.fullmatch(event.language):
        refuse(where, f'the language "{event.language}"', "a code such as en or cy", "Write the language's code.")
    number = record.seq + 1
    made = Post(event=event, history=(EventId(event.id),), revision=1, first=number, seq=number)
    return with_fields(record, posts=(*record.posts, made))


def change_post(record: Record, event: Corrected | Recounted | Withdrawn) -> Record:
    """Record that a post now reads otherwise, or is taken back; what it said stays in the record.

    Raises:
        DeclarationError: It is a recount, no longer stands as named, or would say nothing or too much.
    """
    where = f"post {event.replaces}"
    if isinstance(event, Recounted):
        refuse(where, "a recount of a post", "a correction or a withdrawal", 'Write "corrected".')
    changed = tuple(_changed(p, event, record) if event.replaces in p.history else p for p in record.posts)
    return with_fields(record, posts=changed)


def _changed(post: Post, event: Corrected | Withdrawn, record: Record) -> Post:
    where = f"post {event.replaces}"
    if post.withdrawn:
        refuse(where, "a change to a post that was withdrawn", "a post that stands", "Write a new post.")
    if post.history[-1] != event.replaces:
        newest = post.history[-1]
        refuse(
            where,
            f'a change to a post that "{newest}" has changed already',
            "the post as it now reads, because nobody overwrites what they have not seen",
            f'Look at it as it now reads; to change it, replace "{newest}".',
        )
    history, revision = (*post.history, EventId(event.id)), post.revision + 1
    _check(where, "reason", event.reason, TEXT_MOST, needed=True)
    if isinstance(event, Withdrawn):
        return with_fields(
            post, history=history, revision=revision, seq=record.seq + 1, withdrawn=True, reason=event.reason
        )
    if event.votes or event.seats is not None:
        refuse(where, "figures for a post", "its words as they now are", 'Give "headline", "text" and "quotation".')
    words = with_fields(post.event, headline=event.headline or "", text=event.text or "", quotation=event.quotation)
    _check_words(where, words.headline, words.text, words.quotation)
    if (words.headline, words.text, words.quotation) == (
        post.event.headline,
        post.event.text,
        post.event.quotation,
    ):
        refuse(where, "the same words", "the post as it now reads, whole", "Nothing to do if nothing has changed.")
    return Post(
        event=words,
        history=history,
        revision=revision,
        first=post.first,
        seq=record.seq + 1,
        reason=event.reason,
        earlier=(*post.earlier, post.event),
    )


def _check_place(record: Record, event: Posted) -> None:
    election = record.election
    if event.body is not None:
        check_body(election, event.body)
    if event.contest:
        contest = contest_of(election, event)
        if event.area is not None:
            check_area(election, contest, event.area)
    elif event.area is not None and AreaId(event.area) not in election.area_by_id:
        refuse(event.area, f'an unknown area "{event.area}"', "an area of the pack", "Use an id from areas.csv.")


def _check_words(where: str, headline: str, text: str, quotation: Quotation | None) -> None:
    _check(where, "headline", headline, HEADLINE_MOST, lines=False)
    _check(where, "text", text, TEXT_MOST, needed=quotation is None)
    if quotation is None:
        return
    _check(where, "quotation, words", quotation.words, TEXT_MOST, needed=True)
    _check(where, "quotation, who", quotation.who, NAME_MOST, needed=True, lines=False)
    _check(where, "quotation, said", quotation.said, NAME_MOST, needed=True, lines=False)
    if quotation.link is not None:
        _check(where, "quotation, link", quotation.link, LINK_MOST, needed=True, lines=False)
        if not quotation.link.startswith(("http://", "https://")):
            refuse(where, f'the link "{quotation.link[:60]}"', "one that begins with https://", "Copy it again.")


def _check(where: str, name: str, text: str, most: int, *, needed: bool = False, lines: bool = True) -> None:
    if needed and not text.strip():
        wanted = "words, and for a quotation whose they are and where they were said"
        refuse(where, f"no {name}", wanted, f'Write "{name}".')
    if len(text) > most:
        refuse(where, f"{len(text):,} characters of {name}", f"{most:,} at most", "Say it shorter, or in two posts.")
    for character in text:
        control = unicodedata.category(character) in ("Cc", "Cs") and not (lines and character == "\n")
        if control or character in _TURNING:
            found = f"U+{ord(character):04X} in {name}, which is no character to be read"
            refuse(where, found, "text, with nothing that steers a screen", "Type it again without it.")


__all__ = ["HEADLINE_MOST", "NAME_MOST", "TEXT_MOST", "change_post", "post"]
