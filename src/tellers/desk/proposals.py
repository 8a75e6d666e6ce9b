"""What two people do together: calls, withdrawals, lots. One proposes, a different person seconds.

Each says after which event they looked (`seen`). Where more has come since, of what the proposal is about, they are
told what, and must look again: nobody decides on what is no longer so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, assert_never

import msgspec

from tellers.desk.accounts import Accounts
from tellers.desk.acts import Acts
from tellers.desk.changed import Since, since
from tellers.desk.outbox import Outbox
from tellers.desk.people import Actor, Person, Role, same_person
from tellers.desk.refusing import Conflict, Forbidden, Unknown, refuse
from tellers.desk.sheet import ClientId, Number, Stage, Text
from tellers.desk.tables import Row, Tables
from tellers.record import Called, CallWithdrawn, Event, LotDrawn, Withdrawn, apply

Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=2_000, pattern=r"^[^\x00]*$")]


class CallProposal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="called"):
    """That the desk calls a contest (or a body, in which `winner` is a party or "noc")."""

    id: ClientId
    seen: Number
    winner: Text
    reason: Reason
    contest: Text = ""
    body: Text | None = None


class CallWithdrawal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="call_withdrawn"):
    """That the desk takes a call back."""

    id: ClientId
    seen: Number
    replaces: Text
    reason: Reason


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="withdrawn"):
    """That a figure is taken back; it stays visible as withdrawn."""

    id: ClientId
    seen: Number
    replaces: Text
    reason: Reason


class Lot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="lot_drawn"):
    """That candidates tied, and who won the lot."""

    id: ClientId
    seen: Number
    contest: Text
    candidates: tuple[Text, ...]
    winner: Text
    drawn_by: Text | None = None
    area: Text | None = None
    stage: Stage = 1


Proposal = CallProposal | CallWithdrawal | Withdrawal | Lot


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as it is kept; state is waiting, seconded or refused."""

    id: str
    proposal: Proposal
    person: Person
    state: str
    made_at: str
    decided_by: str | None
    event: str | None = None


class Proposals:
    """Takes proposals, and makes events of those that a second person seconds."""

    def __init__(
        self,
        tables: Tables,
        accounts: Accounts,
        acts: Acts,
        outbox: Outbox,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._tables, self._accounts = tables, accounts
        self._acts, self._outbox, self._now = acts, outbox, now

    def propose(self, actor: Actor, proposal: Proposal) -> Proposed:
        """Keep a proposal until a second person decides.

        Raises:
            DeskError: The actor may not, or the id is another's.
            DeclarationError: It could not be recorded as things stand.
        """
        _need(actor, proposal)
        with self._tables.change():
            rows = self._tables.run("SELECT * FROM desk_proposals WHERE id = ?", proposal.id)
            if rows:
                if rows[0]["person"] != actor.person.id or _decoded(rows[0]) != proposal:
                    refuse(Conflict, proposal.id, "another proposal under this id", "an id of its own", "Begin again.")
                self._act(actor, "propose", proposal, "repeated")
            else:
                event = _event(proposal, actor.person.name, "(a second person)")
                record = self._outbox.decided()
                apply(record, event)
                _refuse_unseen(proposal.id, since(record, event, proposal.seen))
                self._insert(actor, proposal)
                self._act(actor, "propose", proposal, "done")
        return self.find(proposal.id)

    def _insert(self, actor: Actor, proposal: Proposal) -> None:
        self._tables.run(
            "INSERT INTO desk_proposals (id, kind, target, person, event, state, made_at) "
            "VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
            proposal.id,
            _tag(proposal),
            getattr(proposal, "replaces", "") or getattr(proposal, "contest", ""),
            actor.person.id,
            msgspec.json.encode(proposal).decode(),
            self._now(),
        )

    def decide(self, actor: Actor, id: str, *, second: bool, seen: int) -> Proposed:
        """Second a proposal, which records it, or refuse it; a repeated decision of one person changes nothing.

        Args:
            seen: After which event the actor looked.

        Raises:
            Forbidden: The actor proposed it, or may not.
            Conflict: Someone else decided it meanwhile, or more came than the actor has seen.
            DeclarationError: It can no longer be recorded, because the record moved.
        """
        with self._tables.change():
            kept = self.find(id)
            _need(actor, kept.proposal)
            if second and same_person(actor.person, kept.person):
                refuse(Forbidden, id, "your own proposal", "another person: two persons, not two roles", "Ask one.")
            wanted = "seconded" if second else "refused"
            if kept.state != "waiting":
                if kept.state == wanted and kept.decided_by == actor.person.name:
                    self._act(actor, wanted, kept.proposal, "repeated")
                    return kept
                by = kept.decided_by or ""
                refuse(Conflict, id, f"a proposal {kept.state} by {by}", "one that waits", "Nothing to do.")
            if second:
                event = _event(kept.proposal, kept.person.name, actor.person.name)
                record = self._outbox.decided()
                _refuse_unseen(id, since(record, event, seen))
                apply(record, event)
                self._outbox.put(event)
            self._tables.run(
                "UPDATE desk_proposals SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?",
                wanted,
                actor.person.name,
                self._now(),
                id,
            )
            self._act(actor, "second" if second else "refuse", kept.proposal, "done")
        self._outbox.send()
        return self.find(id)

    def find(self, id: str) -> Proposed:
        """Return one proposal.

        Raises:
            Unknown: There is none of this id.
        """
        rows = self._tables.rows("SELECT * FROM desk_proposals WHERE id = ?", id)
        if not rows:
            refuse(Unknown, id, "no such proposal", "the id of one", "Look at the list.")
        return self._kept(rows[0])

    def since(self, kept: Proposed) -> list[Since]:
        """Return what came since a waiting proposal's proposer looked, of what it is about."""
        event = _event(kept.proposal, kept.person.name, "(a second person)")
        return since(self._outbox.ahead(), event, kept.proposal.seen) if kept.state == "waiting" else []

    def waiting(self) -> list[Proposed]:
        """Return the proposals that wait for a second person, oldest first."""
        rows = self._tables.rows("SELECT * FROM desk_proposals WHERE state = 'waiting' ORDER BY made_at")
        return [self._kept(row) for row in rows]

    def _kept(self, row: Row) -> Proposed:
        return Proposed(
            id=row["id"],
            proposal=_decoded(row),
            person=self._accounts.person(row["person"]),
            state=row["state"],
            made_at=row["made_at"],
            decided_by=row["decided_by"],
            event=row["id"] if row["state"] == "seconded" else None,
        )

    def _act(self, actor: Actor, act: str, proposal: Proposal, outcome: str) -> None:
        self._acts.add(
            act,
            f"{_tag(proposal)} {proposal.id}",
            person=actor.person.name,
            via=actor.via,
            address=actor.address,
            outcome=outcome,
            detail=getattr(proposal, "reason", ""),
        )


def _refuse_unseen(id: str, found: list[Since]) -> None:
    if found:
        told = "; ".join(f"{s.kind.replace('_', ' ')} {s.where} (event {s.seq})" for s in found[-5:])
        refuse(Conflict, id, f"{len(found)} events since you looked: {told}", "one who has seen them", "Look again.")


def _decoded(row: Row) -> Proposal:
    proposal: Proposal = msgspec.json.decode(row["event"], type=Proposal)
    return proposal


def _tag(proposal: Proposal) -> str:
    return str(type(proposal).__struct_config__.tag)


def _need(actor: Actor, proposal: Proposal) -> None:
    roles: tuple[Role, ...] = ("confirmer", "editor")
    if isinstance(proposal, CallProposal | CallWithdrawal):
        roles = ("caller",)
    actor.need(_tag(proposal), *roles)


def _event(proposal: Proposal, first: str, second: str) -> Event:
    """Return the event of a seconded proposal; it takes the proposal's id, so that it is recorded once."""
    id = proposal.id
    match proposal:
        case CallProposal():
            return Called(
                id=id,
                contest=proposal.contest,
                body=proposal.body,
                winner=proposal.winner,
                reason=proposal.reason,
                edition=proposal.seen,
                by=(first, second),
            )
        case CallWithdrawal():
            return CallWithdrawn(id=id, replaces=proposal.replaces, reason=proposal.reason, by=(first, second))
        case Withdrawal():
            return Withdrawn(
                id=id, replaces=proposal.replaces, reason=proposal.reason, keyed_by=first, confirmed_by=second
            )
        case Lot():
            return LotDrawn(
                id=id,
                contest=proposal.contest,
                candidates=proposal.candidates,
                winner=proposal.winner,
                drawn_by=proposal.drawn_by,
                area=proposal.area,
                stage=proposal.stage,
                keyed_by=first,
                confirmed_by=second,
            )
        case _:
            assert_never(proposal)
