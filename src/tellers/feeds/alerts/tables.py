"""Where alerts are kept: who asked, what was made, what is to be delivered, and every try.

Every statement is one that SQLite and PostgreSQL both take; NUMBERED stands for what they write differently. Times are
ISO 8601 in UTC with microseconds, as text, so that they sort.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol

Row = dict[str, Any]

TABLES = (
    """CREATE TABLE IF NOT EXISTS alerts_mark (night TEXT PRIMARY KEY, edition INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS alerts_subscribers (
        id TEXT PRIMARY KEY, channel TEXT NOT NULL, address TEXT NOT NULL, keys TEXT NOT NULL, label TEXT NOT NULL,
        language TEXT NOT NULL, wants TEXT NOT NULL, state TEXT NOT NULL, token TEXT NOT NULL UNIQUE,
        made_at TEXT NOT NULL, changed_at TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '', UNIQUE (channel, address)
    )""",
    """CREATE TABLE IF NOT EXISTS alerts_made (
        id TEXT PRIMARY KEY, edition INTEGER NOT NULL, contest TEXT NOT NULL, body TEXT NOT NULL, made_at TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS alerts_made_by_contest ON alerts_made (contest)",
    """CREATE TABLE IF NOT EXISTS alerts_told (
        alert TEXT NOT NULL, subscriber TEXT NOT NULL, delivery TEXT NOT NULL, PRIMARY KEY (alert, subscriber)
    )""",
    "CREATE INDEX IF NOT EXISTS alerts_told_by_delivery ON alerts_told (delivery)",
    """CREATE TABLE IF NOT EXISTS alerts_deliveries (
        seq NUMBERED, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, subscriber TEXT NOT NULL, kind TEXT NOT NULL,
        subject TEXT NOT NULL, state TEXT NOT NULL, due_at TEXT NOT NULL, first_due TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0, problem TEXT NOT NULL DEFAULT '', made_at TEXT NOT NULL, claimed_until TEXT
    )""",
    "CREATE INDEX IF NOT EXISTS alerts_deliveries_due ON alerts_deliveries (state, channel, due_at)",
    "CREATE INDEX IF NOT EXISTS alerts_deliveries_of ON alerts_deliveries (subscriber, first_due)",
    """CREATE TABLE IF NOT EXISTS alerts_tries (
        seq NUMBERED, delivery TEXT NOT NULL, subscriber TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
        detail TEXT NOT NULL, milliseconds INTEGER NOT NULL
    )""",
)


class Tables(Protocol):
    """Tables in a database, from any thread; `tellers.desk.tables` opens them."""

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return the rows that a SELECT finds, as everyone sees them now."""

    def change(self) -> Any:
        """Return a context within which `run` changes tables, all of it or nothing, and nobody else does."""

    def run(self, statement: str, *values: object) -> list[Row]:
        """Run one statement inside `change`, and return its rows."""

    def close(self) -> None:
        """Let go of the tables."""


def instant(moment: datetime) -> str:
    """Return a moment as the tables keep it, which sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
