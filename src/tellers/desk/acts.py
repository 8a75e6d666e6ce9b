"""The log of acts: everything that anyone did or tried to do at the desk, who and when, refusals too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from tellers.desk.tables import Row, Tables

_DETAIL_MAX = 1_000  # What was sent by a stranger is kept short.


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act: `outcome` is done, refused or repeated; `via` is session, token, sign-in, terminal or desk."""

    seq: int
    at: str
    person: str | None
    via: str
    address: str
    act: str
    target: str
    outcome: str
    detail: str


class Acts:
    """Writes and reads the log of acts; it only grows."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now

    def write(
        self,
        act: str,
        target: str,
        *,
        person: str | None,
        via: str,
        address: str = "",
        outcome: str = "done",
        detail: str = "",
    ) -> None:
        """Keep one act in a change of its own."""
        with self._tables.change():
            self.add(act, target, person=person, via=via, address=address, outcome=outcome, detail=detail)

    def add(
        self,
        act: str,
        target: str,
        *,
        person: str | None,
        via: str,
        address: str = "",
        outcome: str = "done",
        detail: str = "",
    ) -> None:
        """Keep one act as part of the change under way, so that what was done and its trace stand or fall together."""
        self._tables.run(
            "INSERT INTO desk_acts (at, person, via, address, act, target, outcome, detail) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            self._now(),
            person,
            via,
            address,
            act,
            target[:_DETAIL_MAX],
            outcome,
            detail[:_DETAIL_MAX],
        )

    def latest(self, count: int = 200) -> list[Act]:
        """Return the newest acts, newest first."""
        rows = self._tables.rows("SELECT * FROM desk_acts ORDER BY seq DESC LIMIT ?", count)
        return [_act(row) for row in rows]

    def last_number(self) -> int:
        """Return the number of the newest act, 0 before the first."""
        return int(self._tables.rows("SELECT COALESCE(MAX(seq), 0) AS last FROM desk_acts")[0]["last"])


def _act(row: Row) -> Act:
    return Act(**row)
