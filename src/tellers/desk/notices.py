"""What one person says alone, by name: where a count has got to, a doubt answered, a story filed."""

from __future__ import annotations

from typing import Annotated, assert_never

import msgspec

from tellers.desk.acts import Acts
from tellers.desk.outbox import Outbox
from tellers.desk.people import Actor, Role
from tellers.desk.proposals import Reason
from tellers.desk.refusing import Conflict, Forbidden, refuse
from tellers.desk.sheet import ClientId, Number, Text
from tellers.desk.tables import Tables
from tellers.record import SINGLE, CountState, DoubtAnswered, Event, StoryFiled, apply
from tellers.record.events import CountStateName, Extent

_Sentence = Annotated[str, msgspec.Meta(max_length=4_000, pattern=r"^[^\x00]*$")]


class CountNotice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="count_state"):
    """Where the count of an area has got to."""

    id: ClientId
    contest: Text
    area: Text
    state: CountStateName
    extent: Extent | None = None


class DoubtNotice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="doubt_answered"):
    """That a doubted figure was looked at again, and stands."""

    id: ClientId
    answers: Text
    reason: Reason
    doubt: Text | None = None


class StoryNotice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="story_filed"):
    """That a story was published at an edition."""

    id: ClientId
    story: Text
    edition: Number
    headline: Text = ""
    link: Text | None = None
    sentences: Annotated[tuple[_Sentence, ...], msgspec.Meta(max_length=1_000)] = ()


Notice = CountNotice | DoubtNotice | StoryNotice


class Notices:
    """Takes notices, and records them."""

    def __init__(self, tables: Tables, acts: Acts, outbox: Outbox) -> None:
        self._tables, self._acts, self._outbox = tables, acts, outbox

    def take(self, actor: Actor, notice: Notice) -> str:
        """Record a notice, once however often it is sent, and return recorded, pending or embargoed.

        Raises:
            DeskError: The actor may not, or the id is of something else.
            DeclarationError: It cannot be true of the record.
        """
        actor.need(str(type(notice).__struct_config__.tag), *_roles(notice))
        if isinstance(notice, DoubtNotice) and notice.doubt == SINGLE:
            refuse(
                Forbidden, notice.answers, "a word", "a second keying, unseen, by another person", "Key the figures."
            )
        event = _event(notice, actor.person.name)
        with self._tables.change():
            rows = self._tables.run("SELECT event FROM desk_outbox WHERE id = ?", notice.id)
            if rows:
                if rows[0]["event"] != msgspec.json.encode(event).decode():
                    refuse(Conflict, notice.id, "another event under this id", "an id of its own", "Begin again.")
                self._act(actor, notice, "repeated")
            else:
                apply(self._outbox.decided(), event)
                self._outbox.put(event)
                self._act(actor, notice, "done")
        self._outbox.send()
        return self._outbox.state(notice.id)[0]

    def _act(self, actor: Actor, notice: Notice, outcome: str) -> None:
        self._acts.add(
            str(type(notice).__struct_config__.tag),
            notice.id,
            person=actor.person.name,
            via=actor.via,
            address=actor.address,
            outcome=outcome,
            detail=getattr(notice, "reason", ""),
        )


def _roles(notice: Notice) -> tuple[Role, ...]:
    match notice:
        case CountNotice():
            return ("keyer", "confirmer", "editor")
        case DoubtNotice():
            return ("confirmer", "editor")
        case StoryNotice():
            return ("editor",)
        case _:
            assert_never(notice)


def _event(notice: Notice, name: str) -> Event:
    match notice:
        case CountNotice():
            return CountState(
                id=notice.id,
                contest=notice.contest,
                area=notice.area,
                state=notice.state,
                extent=notice.extent,
                keyed_by=name,
            )
        case DoubtNotice():
            return DoubtAnswered(
                id=notice.id, answers=notice.answers, reason=notice.reason, doubt=notice.doubt, by=name
            )
        case StoryNotice():
            return StoryFiled(
                id=notice.id,
                story=notice.story,
                edition=notice.edition,
                headline=notice.headline,
                link=notice.link,
                sentences=notice.sentences,
                keyed_by=name,
            )
        case _:
            assert_never(notice)
