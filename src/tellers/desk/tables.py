"""The desk's tables in SQLite, in a file beside the log, or in the log's own PostgreSQL database.

Every change is one transaction, on the disk when it returns, and no two run at once: who was first to key is then
never in question, also between processes.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from tellers.desk.schema import TABLES
from tellers.errors import Problem, StoreError

Row = dict[str, Any]
_BUSY_SECONDS = 10.0


class Tables(Protocol):
    """The desk's tables, from any thread."""

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return the rows that a SELECT finds, as everyone sees them now."""

    def change(self) -> Any:
        """Return a context within which `run` changes tables, all of it or nothing, and nobody else does."""

    def run(self, statement: str, *values: object) -> list[Row]:
        """Run one statement inside `change`, and return its rows."""

    def close(self) -> None:
        """Let go of the tables."""


def open_tables(url: str, *, tables: Sequence[str] = TABLES, room: str = "desk") -> Tables:
    """Return the tables that belong with a log, made if there are none yet.

    For `sqlite:///night.db` they are in `night-desk.db` beside it; for PostgreSQL in the same database.

    Args:
        tables: The statements that make them.
        room: Whose they are: each room has a file of its own, and waits for none of another's changes.

    Raises:
        StoreError: They cannot be opened or made.
    """
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        return SqliteTables(path.with_name(f"{path.stem}-{room}{path.suffix}"), tables)
    if url == "memory:":
        return SqliteTables(None, tables)
    from tellers.desk.tables_postgres import PostgresTables  # Only here: its driver is an extra.

    return PostgresTables(url, tables, room)


def instant(moment: datetime) -> str:
    """Return a moment as the tables keep it, which sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class SqliteTables:
    """Tables in a SQLite file; None is memory, for tests."""

    def __init__(self, path: Path | None, tables: Sequence[str] = TABLES) -> None:
        self._where = "memory:" if path is None else f"sqlite:///{path}"
        self._lock = threading.RLock()
        self._within = False
        with self._told():
            if path is not None:
                # It holds password hashes, and SQLite gives the files beside it the same permissions.
                path.touch(mode=0o600)
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path,
                check_same_thread=False,
                isolation_level=None,
                timeout=_BUSY_SECONDS,
            )
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            for table in tables:
                sql = table.replace("NUMBERED", "INTEGER PRIMARY KEY AUTOINCREMENT").replace(" BYTES ", " BLOB ")
                self._connection.execute(sql)

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return the rows that a SELECT finds, as everyone sees them now."""
        with self._lock, self._told():
            return [dict(row) for row in self._connection.execute(statement, _plain(values))]

    def run(self, statement: str, *values: object) -> list[Row]:
        """Run one statement inside `change`, and return its rows."""
        assert self._within, "a change is made within `change`, so that it is whole"
        with self._told():
            return [dict(row) for row in self._connection.execute(statement, _plain(values))]

    @contextmanager
    def change(self) -> Iterator[None]:
        """Return a context within which `run` changes tables, all of it or nothing, and nobody else does."""
        with self._lock:
            assert not self._within, "one change at a time"
            # The connection commits at the end of its own block, and rolls back whatever is raised in it.
            with self._told(), self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                self._within = True
                try:
                    yield
                finally:
                    self._within = False

    def close(self) -> None:
        """Let go of the tables."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise unusable(self._where, error) from error


def unusable(where: str, error: Exception) -> StoreError:
    """Return the refusal of tables that a database would not read or change."""
    return StoreError(
        Problem(
            where=where,
            found=f"the desk's tables cannot be used ({error})",
            wanted="tables that can be read and written",
            remedy="Free the disk or the database, and try again: nothing was taken.",
        )
    )


def _plain(values: Sequence[object]) -> list[Any]:
    return [instant(value) if isinstance(value, datetime) else value for value in values]
