"""The live blog's posts: one editor writes, corrects or withdraws, after the copy check has read the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, assert_never

import msgspec

from tellers.check import Claim
from tellers.desk.acts import Acts
from tellers.desk.copy_room import Copy, CopyRoom
from tellers.desk.outbox import Outbox
from tellers.desk.people import Actor
from tellers.desk.proposals import Reason
from tellers.desk.refusing import Conflict, Unfit, refuse
from tellers.desk.sheet import ClientId, Text
from tellers.desk.tables import Tables
from tellers.errors import Problem
from tellers.record import Corrected, Event, Posted, Quotation, Withdrawn, apply
from tellers.record.posting import HEADLINE_MOST, LINK_MOST, NAME_MOST, TEXT_MOST
from tellers.record.record import with_fields
from tellers.store import decode

Words = Annotated[str, msgspec.Meta(max_length=TEXT_MOST, pattern=r"^[^\x00]*$")]
Headline = Annotated[str, msgspec.Meta(max_length=HEADLINE_MOST, pattern=r"^[^\x00]*$")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_MOST, pattern=r"^[^\x00]*$")]
Link = Annotated[str, msgspec.Meta(max_length=LINK_MOST, pattern=r"^https?://[^\x00]*$")]
Language = Annotated[str, msgspec.Meta(max_length=35, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Quoted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody's own words: whose they are, and where they were said."""

    words: Words
    who: Name
    said: Name
    link: Link | None = None


class NewPost(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="posted"):
    """A post of the whole night, or of a contest, a body or an area.

    `despite` says why it goes out though the copy check found something; None where nothing was found.
    """

    id: ClientId
    text: Words = ""
    headline: Headline = ""
    quotation: Quoted | None = None
    contest: Text = ""
    body: Text | None = None
    area: Text | None = None
    language: Language = "en"
    despite: Reason | None = None


class PostChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="corrected"):
    """A post as it is to read from now on, whole; `replaces` is the newest event of it."""

    id: ClientId
    replaces: Text
    reason: Reason
    text: Words = ""
    headline: Headline = ""
    quotation: Quoted | None = None
    despite: Reason | None = None


class PostWithdrawal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="withdrawn"):
    """That a post is taken back; what it said stays in sight, marked so."""

    id: ClientId
    replaces: Text
    reason: Reason


Writing = NewPost | PostChange | PostWithdrawal
_LOOK_AGAIN = ("warn", "error")


class Posts:
    """Takes what editors write, and records it."""

    def __init__(
        self, tables: Tables, acts: Acts, outbox: Outbox, copy: CopyRoom, *, now: Callable[[], datetime]
    ) -> None:
        self._tables, self._acts, self._outbox, self._copy, self._now = tables, acts, outbox, copy, now

    def findings(self, writing: Writing) -> tuple[Claim, ...]:
        """Return the claims of a post that the record as it stands does not bear out; a withdrawal makes none."""
        if isinstance(writing, PostWithdrawal):
            return ()
        quoted = "" if writing.quotation is None else writing.quotation.words
        text = "\n\n".join(part for part in (writing.headline, writing.text, quoted) if part.strip())
        if not text:
            return ()
        report = self._copy.check(Copy(text=text, name="post", form="text", as_of="last"))
        return tuple(c for c in report.claims if c.level in _LOOK_AGAIN and c.suppressed is None)

    def take(self, actor: Actor, writing: Writing) -> str:
        """Record what an editor wrote, once however often it is sent, and return recorded, pending or embargoed.

        Raises:
            Unfit: The copy check found something, and it does not say why it goes out nevertheless.
            DeskError: The actor may not, or the id is of something else.
            DeclarationError: Another has changed the post meanwhile, or it holds what is no text.
        """
        actor.need("posting", "editor")
        kept = self._kept(writing)
        if kept is None:
            event = self._event(writing, actor.person.name, self._checked(writing))
            with self._tables.change():
                kept = self._kept(writing)
                if kept is None:
                    apply(self._outbox.ahead(), event)
                    self._outbox.put(event)
                    self._act(actor, writing, "done")
        if kept is not None:
            self._same(actor, writing, kept)
        self._outbox.send()
        return self._outbox.state(writing.id)[0]

    def _kept(self, writing: Writing) -> Event | None:
        rows = self._tables.rows("SELECT seq, event FROM desk_outbox WHERE id = ?", writing.id)
        return decode(rows[0]["event"].encode(), file="desk_outbox", number=rows[0]["seq"]) if rows else None

    def _same(self, actor: Actor, writing: Writing, kept: Event) -> None:
        """Refuse another act under the id of one already taken; when it was taken, and checked, is no difference."""
        event = self._event(writing, actor.person.name, getattr(kept, "findings", ()))
        if with_fields(event, announced_at=kept.announced_at, note=kept.note) != kept:
            refuse(Conflict, writing.id, "another event under this id", "an id of its own", "Begin again.")
        with self._tables.change():
            self._act(actor, writing, "repeated")

    def _checked(self, writing: Writing) -> tuple[str, ...]:
        """Return what the copy check found, in sentences; refuse it where no reason is given to go on."""
        found = self.findings(writing)
        despite = getattr(writing, "despite", None)
        if found and not (despite or "").strip():
            remedy = "Mend the words, or say why it goes out nevertheless."
            raise Unfit(
                *(
                    Problem(where=f"“{c.quote}”", found=c.reason, wanted="what the record says", remedy=remedy)
                    for c in found
                )
            )
        return tuple(f"“{c.quote}”: {c.reason}" for c in found)

    def _event(self, writing: Writing, name: str, findings: tuple[str, ...]) -> Event:
        now = self._now()
        match writing:
            case NewPost():
                return Posted(
                    id=writing.id,
                    contest=writing.contest,
                    announced_at=now,
                    keyed_by=name,
                    by=name,
                    text=writing.text,
                    headline=writing.headline,
                    quotation=_quotation(writing.quotation),
                    body=writing.body,
                    area=writing.area,
                    language=writing.language,
                    findings=findings,
                    despite=writing.despite if findings else None,
                )
            case PostChange():
                return Corrected(
                    id=writing.id,
                    announced_at=now,
                    keyed_by=name,
                    replaces=writing.replaces,
                    reason=writing.reason,
                    text=writing.text,
                    headline=writing.headline,
                    quotation=_quotation(writing.quotation),
                    note=f"{writing.despite} {' '.join(findings)}" if findings else None,
                )
            case PostWithdrawal():
                return Withdrawn(
                    id=writing.id, announced_at=now, keyed_by=name, replaces=writing.replaces, reason=writing.reason
                )
            case _:
                assert_never(writing)

    def _act(self, actor: Actor, writing: Writing, outcome: str) -> None:
        self._acts.add(
            f"post {type(writing).__struct_config__.tag}",
            writing.id,
            person=actor.person.name,
            via=actor.via,
            address=actor.address,
            outcome=outcome,
            detail=getattr(writing, "reason", "") or getattr(writing, "despite", "") or "",
        )


def _quotation(quoted: Quoted | None) -> Quotation | None:
    if quoted is None:
        return None
    return Quotation(words=quoted.words, who=quoted.who, said=quoted.said, link=quoted.link)
