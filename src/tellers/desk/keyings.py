"""Keying twice: a sheet waits until a different person, who has not seen it, keys the same.

A sheet waits, is alone on air by a named decision, or is done with: agreed, superseded by its keyer's own newer one,
overruled where two others agreed, or the record's already. Two agree only as two persons, one of them a confirmer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from tellers.desk.accounts import Accounts
from tellers.desk.acts import Acts
from tellers.desk.checking import check_sheet
from tellers.desk.comparing import Cell, agree, as_sheet, compare
from tellers.desk.making import event_of
from tellers.desk.outbox import Outbox
from tellers.desk.people import Actor, Person, same_person
from tellers.desk.refusing import Conflict, Forbidden, Unknown, refuse
from tellers.desk.sheet import CHANGES, Sheet, slot_of
from tellers.desk.standing import is_of, standing_for
from tellers.desk.tables import Row, Tables
from tellers.record import (
    SINGLE,
    Corrected,
    DoubtAnswered,
    Election,
    Event,
    PartCounted,
    RunningTotal,
    SeatsWon,
    apply,
)
from tellers.record.record import Slotted

_OPEN = ("waiting", "on_air", "late")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet as it is kept: `event` is that which it went into the log with, or None."""

    id: str
    slot: str
    person: Person
    sheet: Sheet
    state: str
    made_at: str
    event: str | None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a sheet, in a word and in a sentence."""

    id: str
    state: str
    say: str
    event: str | None = None


class Keyings:
    """Takes sheets, compares them, and decides what goes to the log."""

    def __init__(
        self,
        tables: Tables,
        election: Election,
        accounts: Accounts,
        acts: Acts,
        outbox: Outbox,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._tables, self._election, self._accounts = tables, election, accounts
        self._acts, self._outbox, self._now, self._new_id = acts, outbox, now, new_id

    def key(self, actor: Actor, sheet: Sheet) -> Answer:
        """Take a sheet, for good once this returns; the same sheet sent again is answered as the first time.

        Raises:
            DeskError: It cannot be taken; see `check_sheet` for what is unfit, and Conflict where the record moved.
            DeclarationError: Its figures cannot be true of the record.
        """
        actor.need("keying", "keyer", "confirmer")
        check_sheet(self._election, sheet)
        with self._tables.change():
            again = self._tables.run("SELECT * FROM desk_keyings WHERE id = ?", sheet.id)
            if again:
                self._seen_before(actor, sheet, again[0])
            else:
                self._take(actor, sheet)
        self._outbox.send()
        return self.answer(sheet.id)

    def _seen_before(self, actor: Actor, sheet: Sheet, row: Row) -> None:
        """Note a sheet that was sent again; refuse another under its id."""
        if row["person"] != actor.person.id or _decoded(row["body"]) != sheet:
            refuse(Conflict, sheet.id, "another sheet under this id", "an id of its own", "Key it on a fresh form.")
        self._act(actor, sheet, outcome="repeated")

    def _take(self, actor: Actor, sheet: Sheet) -> None:
        slot = slot_of(sheet)
        others = [
            self._kept(r)
            for r in self._tables.run(
                "SELECT * FROM desk_keyings WHERE slot = ? AND state IN ('waiting', 'on_air') ORDER BY made_at", slot
            )
        ]
        on_air = next((k for k in others if k.state == "on_air"), None)
        if on_air is None and self._too_late(actor, sheet):
            return
        if on_air is None:
            self._try(event_of(sheet, None, id="trial", keyed_by=actor.person.name, confirmed_by=None))
        for own in others:
            if own.state == "waiting" and same_person(own.person, actor.person):
                self._mark(own.id, "superseded")
        self._insert(actor, sheet, slot, "waiting")
        self._act(actor, sheet)
        rivals = [k for k in others if not same_person(k.person, actor.person)]
        match = next((k for k in rivals if self._same(sheet, k.sheet) and _one_confirms(k.person, actor)), None)
        if match is not None:
            self._agreed(actor, sheet, match, on_air, slot)

    def _too_late(self, actor: Actor, sheet: Sheet) -> bool:
        """Keep a sheet that comes when the place has figures its keyer has not seen, and say whether it is one.

        What two agreed on counts before the log has it: it may be under embargo.
        """
        standing = standing_for(self._outbox.decided(), sheet)
        event = None if standing is None else standing.event
        if sheet.kind in CHANGES:
            if standing is None or standing.event.id != sheet.replaces or not is_of(standing, sheet):
                refuse(
                    Conflict,
                    sheet.area or sheet.contest,
                    f'a change to "{sheet.replaces}", which no longer stands',
                    f'a change to "{event.id}"' if event is not None else "a figure that stands",
                    "Look at what stands now, and begin again from it.",
                )
            return False
        if event is None or (sheet.seen == event.id and _gives_way(event)):
            return False
        same = self._same(sheet, as_sheet(event, sheet))
        self._insert(actor, sheet, slot_of(sheet), "in_record" if same else "late", event.id)
        self._act(actor, sheet, detail=f"{'the same as' if same else 'differs from'} {event.id}, which stands")
        return True

    def _agreed(self, actor: Actor, sheet: Sheet, match: Kept, on_air: Kept | None, slot: str) -> None:
        """Decide what two agreeing sheets come to, keep it for the log, and close every sheet of the place."""
        first, second = match.person.name, actor.person.name
        event: Event
        if on_air is None:
            event = event_of(match.sheet, sheet, id=self._new_id(), keyed_by=first, confirmed_by=second)
        elif on_air is match or match.event is not None:
            event = DoubtAnswered(
                id=self._new_id(),
                contest=sheet.contest,
                answers=match.event or "",
                by=second,
                doubt=SINGLE,
                reason=f"Keyed a second time, unseen, by {second}: the same figures.",
            )
        else:
            event = self._corrects(on_air, match, sheet, first, second)
        self._try(event)
        self._outbox.put(event)
        self._tables.run(
            "UPDATE desk_keyings SET state = 'overruled' WHERE slot = ? AND state IN ('waiting', 'on_air')", slot
        )
        for id in (match.id, sheet.id):
            self._tables.run("UPDATE desk_keyings SET state = 'agreed', event = ? WHERE id = ?", event.id, id)
        self._act(actor, sheet, act="confirm", detail=f"{first} and {second}")

    def _corrects(self, on_air: Kept, match: Kept, sheet: Sheet, first: str, second: str) -> Event:
        """Return the correction of a single-keyed figure on which two people now disagree with it."""
        reason = "Keyed by one person at first; two people have now keyed these figures, unseen by each other."
        changed = msgspec.structs.replace(match.sheet, kind="corrected", replaces=on_air.event, reason=reason)
        made = event_of(changed, sheet, id=self._new_id(), keyed_by=first, confirmed_by=second)
        assert isinstance(made, Corrected)
        return made

    def air(self, actor: Actor, id: str, reason: str) -> Answer:
        """Put a sheet that one person keyed on air alone: an editor's decision, by name, with its reason.

        Raises:
            DeskError: The actor is no editor, or keyed it, or the sheet no longer waits alone.
        """
        actor.need("single-keyed on air", "editor")
        with self._tables.change():
            kept = self._kept_of(id)
            if kept.state != "waiting" or kept.sheet.kind in CHANGES:
                found = f"a sheet that is {kept.state}" if kept.state != "waiting" else "a change"
                refuse(Conflict, id, found, "first figures that wait", "Look at the list.")
            if same_person(kept.person, actor.person):
                refuse(Forbidden, id, "your own sheet", "another's: two persons, not two roles", "Ask an editor.")
            if not reason.strip():
                refuse(Conflict, id, "no reason", "why it cannot wait, which is kept", "Say why.")
            waiting = self._tables.run("SELECT id FROM desk_keyings WHERE slot = ? AND state = 'waiting'", kept.slot)
            if len(waiting) > 1:
                refuse(Conflict, id, "two sheets that differ", "one alone", "Settle the difference first.")
            note = f"Keyed by one person; on air by decision of {actor.person.name}: {reason.strip()}"
            event = event_of(
                kept.sheet, None, id=self._new_id(), keyed_by=kept.person.name, confirmed_by=None, note=note
            )
            if self._outbox.holds(event):
                refuse(Conflict, id, "a contest under embargo", "one that may be told", "Lift the embargo first.")
            self._try(event)
            self._outbox.put(event)
            self._tables.run("UPDATE desk_keyings SET state = 'on_air', event = ? WHERE id = ?", event.id, id)
            self._act(actor, kept.sheet, act="single-keyed on air", detail=reason)
        self._outbox.send()
        return self.answer(id)

    def discard(self, actor: Actor, id: str, reason: str) -> Answer:
        """Set a waiting or late sheet aside: one's own, or as an editor anyone's; it stays to be seen.

        Raises:
            DeskError: It is another's, or does not wait.
        """
        with self._tables.change():
            kept = self._kept_of(id)
            if not same_person(kept.person, actor.person):
                actor.need("setting aside another's sheet", "editor")
            if kept.state not in ("waiting", "late") or not reason.strip():
                refuse(Conflict, id, f"a sheet that is {kept.state}, or no reason", "one that waits", "Say why.")
            self._mark(id, "set_aside")
            self._act(actor, kept.sheet, act="set aside", detail=reason)
        return self.answer(id)

    def open(self) -> list[Kept]:
        """Return every sheet that waits, is alone on air, or came late and differs, oldest first."""
        marks = ", ".join("?" for _ in _OPEN)
        rows = self._tables.rows(f"SELECT * FROM desk_keyings WHERE state IN ({marks}) ORDER BY made_at", *_OPEN)
        people = {person.id: person for person in self._accounts.everyone()}
        return [_kept(row, people[row["person"]]) for row in rows]

    def of_place(self, contest: str, area: str) -> list[Kept]:
        """Return the open sheets of one place, oldest first; with no area, those of several areas together."""
        return [k for k in self.open() if k.sheet.contest == contest and k.sheet.area == area and not k.sheet.body]

    def of_body(self, body: str) -> list[Kept]:
        """Return the open sheets of a body, oldest first."""
        return [k for k in self.open() if k.sheet.body == body]

    def differing(self, actor: Actor, id: str) -> tuple[Kept, Kept, list[Cell]] | None:
        """Return a person's own open sheet, another's of the same place, and both cell by cell; None before both exist.

        Nobody sees another's sheet before they have keyed their own, save an editor once there are two.
        """
        mine = self._kept_of(id)
        others = [k for k in self.open() if k.slot == mine.slot and not same_person(k.person, mine.person)]
        if not others or not (same_person(mine.person, actor.person) or actor.may("editor")):
            return None
        return mine, others[-1], compare(self._election, mine.sheet, others[-1].sheet)

    def answer(self, id: str) -> Answer:
        """Return what has become of a sheet."""
        kept = self._kept_of(id)
        state = kept.state
        say = _SAY[state]
        others = [k for k in self.open() if k.slot == kept.slot and not same_person(k.person, kept.person)]
        if state == "waiting" and others:
            same = all(self._same(kept.sheet, k.sheet) for k in others)
            state, say = ("waiting", _SAY["unconfirmed"]) if same else ("differing", _SAY["differing"])
        elif kept.event is not None and state in ("agreed", "on_air"):
            sent, problem = self._outbox.state(kept.event)
            if sent != "recorded":
                state, say = sent, _SAY.get(sent, "") + problem
        return Answer(id=id, state=state, say=say, event=kept.event)

    def mine(self, actor: Actor, id: str) -> Kept:
        """Return one's own sheet.

        Raises:
            Unknown: There is none, or it is another's: which of the two is not said.
        """
        kept = self._kept_of(id)
        if not same_person(kept.person, actor.person) and not actor.may("editor"):
            refuse(Unknown, id, "no such sheet", "one of yours", "Look at the list.")
        return kept

    def _same(self, mine: Sheet, theirs: Sheet) -> bool:
        return agree(self._election, mine, theirs)

    def _try(self, event: Event) -> None:
        """Refuse now what the record would refuse later, while whoever keyed it is still looking at it."""
        apply(self._outbox.ahead(), event if event.id != "trial" else msgspec.structs.replace(event, id=self._new_id()))

    def _insert(self, actor: Actor, sheet: Sheet, slot: str, state: str, event: str | None = None) -> None:
        self._tables.run(
            "INSERT INTO desk_keyings (id, slot, person, body, state, made_at, event) VALUES (?, ?, ?, ?, ?, ?, ?)",
            sheet.id,
            slot,
            actor.person.id,
            msgspec.json.encode(sheet).decode(),
            state,
            self._now(),
            event,
        )

    def _mark(self, id: str, state: str) -> None:
        self._tables.run("UPDATE desk_keyings SET state = ? WHERE id = ?", state, id)

    def _kept_of(self, id: str) -> Kept:
        rows = self._tables.rows("SELECT * FROM desk_keyings WHERE id = ?", id)
        if not rows:
            refuse(Unknown, id, "no such sheet", "the id of one", "Look at the list.")
        return self._kept(rows[0])

    def _kept(self, row: Row) -> Kept:
        return _kept(row, self._accounts.person(row["person"]))

    def _act(self, actor: Actor, sheet: Sheet, *, act: str = "key", outcome: str = "done", detail: str = "") -> None:
        self._acts.add(
            act,
            f"{slot_of(sheet)} {sheet.id}",
            person=actor.person.name,
            via=actor.via,
            address=actor.address,
            outcome=outcome,
            detail=detail,
        )


_SAY = {
    "waiting": "Kept. It waits for a second person to key it, unseen.",
    "unconfirmed": "Kept. Two people agree; one who confirms is still to key it.",
    "differing": "Kept. Two people keyed different figures: look at the sheet again.",
    "agreed": "Recorded: two people keyed the same.",
    "on_air": "Recorded as keyed by one person; it waits for a second.",
    "late": "Kept. Two people agreed on other figures meanwhile, and yours differ from them.",
    "in_record": "Two people had keyed the same figures already.",
    "superseded": "You keyed this place again since; that sheet counts.",
    "overruled": "Two others keyed the same figures, which differ from these.",
    "set_aside": "Set aside.",
    "embargoed": "Two people keyed the same. It is under embargo, and is recorded when that ends.",
    "pending": "Kept. The log cannot be reached; it is recorded as soon as it can.",
    "refused": "The record refused it: ",
}


def _decoded(body: str) -> Sheet:
    return msgspec.json.decode(body, type=Sheet)


def _kept(row: Row, person: Person) -> Kept:
    return Kept(
        id=row["id"],
        slot=row["slot"],
        person=person,
        sheet=_decoded(row["body"]),
        state=row["state"],
        made_at=row["made_at"],
        event=row["event"],
    )


def _one_confirms(person: Person, actor: Actor) -> bool:
    return "confirmer" in person.roles or actor.may("confirmer")


def _gives_way(event: Slotted) -> bool:
    """Return whether figures give way to newer ones: provisional, of a count that goes on, or of a feed."""
    progressing = isinstance(event, PartCounted | RunningTotal | SeatsWon)
    return progressing or getattr(event, "provisional", False) or event.source is not None
