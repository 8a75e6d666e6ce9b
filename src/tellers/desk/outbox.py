"""What is decided and not yet in the log: kept first, then submitted, so that a crash loses and doubles nothing.

Each entry is an event with its id. It is put here in the same change as the decision. If the desk dies before the log
has it, it is submitted at the next start; if the log had it already, the id says so. An embargo keeps entries here, of
whatever kind, that tell of its contest; they go in the order in which they were decided.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import msgspec

from tellers.desk.acts import Acts
from tellers.desk.refusing import Unfit, refuse
from tellers.desk.scope import contests_in, scope_of
from tellers.desk.tables import Row, Tables, instant
from tellers.errors import DeclarationError, StoreError
from tellers.record import Event, Record, apply
from tellers.record.record import with_fields
from tellers.store import Ledger, decode
from tellers.terms import EventId

_ALL = "*"


class Embargo(msgspec.Struct, frozen=True, kw_only=True):
    """Until when the figures of a contest ("*": of all) are kept from the log."""

    contest: str
    until: str
    reason: str
    person: str


class Outbox:
    """Keeps decided events and hands them to the log, in order."""

    def __init__(self, tables: Tables, ledger: Ledger, acts: Acts, now: Callable[[], datetime]) -> None:
        self._tables, self._ledger, self._acts, self._now = tables, ledger, acts, now
        self._sending = threading.Lock()

    def ahead(self) -> Record:
        """Return the record as it will be once everything that waits here is in the log.

        It is what the desk decides on: a figure under embargo can be corrected or withdrawn before it is told.
        """
        record = self._ledger.record
        for row in self._tables.rows("SELECT seq, event FROM desk_outbox WHERE state = 'pending' ORDER BY seq"):
            event = _decoded(row)
            if EventId(event.id) in record.events:
                continue
            try:
                record = apply(record, with_fields(event, seq=record.seq + 1))
            except DeclarationError:
                continue  # It is refused, with why, when it is sent.
        return record

    def decided(self) -> Record:
        """Return `ahead` with what other desks have recorded by now; ask within a change, so that none slips between.

        Where the log is away it is what this desk knew of it: the log itself refuses what cannot follow.
        """
        with suppress(StoreError):
            self._ledger.refresh()
        return self.ahead()

    def put(self, event: Event) -> None:
        """Keep an event, as part of the change under way."""
        assert event.id, "an event is known by its id before it is in the log"
        self._tables.run(
            "INSERT INTO desk_outbox (id, contest, event, state, made_at) VALUES (?, ?, ?, 'pending', ?)",
            event.id,
            scope_of(self.ahead(), event),
            msgspec.json.encode(event).decode(),
            self._now(),
        )

    def send(self) -> None:
        """Hand to the log all that may go; what the record refuses is marked so, with why."""
        with self._sending:
            for row in self._tables.rows("SELECT * FROM desk_outbox WHERE state = 'pending' ORDER BY seq"):
                if self._held(row["contest"]) is None:
                    self._send(row)

    def _send(self, row: Row) -> None:
        event = _decoded(row)
        state, problem = "recorded", ""
        try:
            self._ledger.submit(event)
        except DeclarationError as error:
            # Another desk, or this one before it was killed, may have been the one to submit it.
            if EventId(event.id) not in self._ledger.record.events:
                state, problem = "refused", str(error)
        with self._tables.change():
            self._tables.run("UPDATE desk_outbox SET state = ?, problem = ? WHERE id = ?", state, problem, event.id)
            self._acts.add(
                "record",
                event.id,
                person=None,
                via="desk",
                outcome="done" if not problem else "refused",
                detail=problem,
            )

    def state(self, id: str) -> tuple[str, str]:
        """Return recorded, refused, pending, embargoed or unknown, and why if it is refused."""
        rows = self._tables.rows("SELECT * FROM desk_outbox WHERE id = ?", id)
        if not rows:
            return "unknown", ""
        if rows[0]["state"] == "pending" and self._held(rows[0]["contest"]) is not None:
            return "embargoed", ""
        return rows[0]["state"], rows[0]["problem"]

    def waiting(self) -> dict[str, str]:
        """Return the events that are still to go to the log, in order, each pending or embargoed."""
        rows = self._tables.rows("SELECT id, contest FROM desk_outbox WHERE state = 'pending' ORDER BY seq")
        held = {scope: self._held(scope) is not None for scope in {row["contest"] for row in rows}}
        return {row["id"]: "embargoed" if held[row["contest"]] else "pending" for row in rows}

    def refused(self) -> list[Row]:
        """Return what the record refused of what two people had decided, newest first."""
        return self._tables.rows(
            "SELECT id, contest, problem, made_at FROM desk_outbox WHERE state = 'refused' ORDER BY seq DESC LIMIT 20"
        )

    def embargo(self, contest: str) -> Embargo | None:
        """Return the embargo that holds a contest now, None where there is none or its time has come."""
        return next((e for e in reversed(self.embargoes()) if e.contest in (contest, _ALL)), None)

    def holds(self, event: Event) -> bool:
        """Return whether an embargo would keep an event here."""
        return self._held(scope_of(self.ahead(), event)) is not None

    def _held(self, scope: str) -> Embargo | None:
        """Return the embargo, ending last, that holds what is about a scope: one of its contests is enough."""
        embargoes = self.embargoes()
        if not embargoes:
            return None
        named = {_ALL, *contests_in(self._ledger.record.election, scope)}
        return next((e for e in reversed(embargoes) if e.contest in named), None)

    def embargoes(self) -> list[Embargo]:
        """Return every embargo whose time has not come."""
        rows = self._tables.rows("SELECT * FROM desk_embargoes WHERE until > ? ORDER BY until", self._now())
        return [Embargo(**row) for row in rows]

    def set_embargo(self, contest: str, until: datetime | None, *, reason: str, by: str, via: str) -> None:
        """Keep a contest's figures here until a time; None lifts it now.

        Raises:
            Unfit: The time has no zone, or no reason is given.
        """
        if not reason.strip() or (until is not None and until.tzinfo is None):
            refuse(Unfit, "embargo", "no reason, or a time without its zone", "both", "Say until when, and why.")
        with self._tables.change():
            self._tables.run("DELETE FROM desk_embargoes WHERE contest = ?", contest)
            if until is not None:
                self._tables.run(
                    "INSERT INTO desk_embargoes (contest, until, reason, person) VALUES (?, ?, ?, ?)",
                    contest,
                    until,
                    reason,
                    by,
                )
            said = "lifted" if until is None else f"until {instant(until)}"
            self._acts.add("embargo", contest, person=by, via=via, detail=f"{said}: {reason}")
        self.send()


def _decoded(row: Row) -> Event:
    return decode(row["event"].encode(), file="desk_outbox", number=row["seq"])
