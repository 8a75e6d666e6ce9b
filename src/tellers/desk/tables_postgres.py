"""The desk's tables in a PostgreSQL database: for desks served from several machines."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tellers.desk.schema import TABLES
from tellers.desk.tables import Row, instant, unusable

_LOCK = 7_355_608  # Any number, the same for every desk: one changes at a time.


class PostgresTables:
    """Tables in the database that a URL names."""

    def __init__(self, url: str, tables: Sequence[str] = TABLES, room: str = "desk") -> None:
        self._url = url
        number = _LOCK if room == "desk" else zlib.crc32(room.encode())
        self._lock_statement = f"SELECT pg_advisory_xact_lock({number})"
        self._lock = threading.RLock()
        self._connection: psycopg.Connection[dict[str, Any]] | None = None
        self._within = False
        with self.change():
            for table in tables:
                sql = table.replace("NUMBERED", "BIGSERIAL PRIMARY KEY").replace(" BYTES ", " BYTEA ")
                self.run(sql)

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return the rows that a SELECT finds, as everyone sees them now."""
        with self._lock, self._told():
            return self._execute(statement, values)

    def run(self, statement: str, *values: object) -> list[Row]:
        """Run one statement inside `change`, and return its rows."""
        assert self._within, "a change is made within `change`, so that it is whole"
        with self._told():
            return self._execute(statement, values)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Return a context within which `run` changes tables, all of it or nothing, and nobody else does."""
        with self._lock, self._told():
            assert not self._within, "one change at a time"
            self._within = True
            try:
                with self._open().transaction():
                    self._execute(self._lock_statement, ())
                    yield
            finally:
                self._within = False

    def close(self) -> None:
        """Let go of the tables."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()

    def _execute(self, statement: str, values: tuple[object, ...]) -> list[Row]:
        plain = [instant(value) if isinstance(value, datetime) else value for value in values]
        cursor = self._open().execute(statement.replace("?", "%s").encode(), plain)
        return cursor.fetchall() if cursor.description is not None else []

    def _open(self) -> psycopg.Connection[dict[str, Any]]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._url, autocommit=True, row_factory=dict_row)
        return self._connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except psycopg.OperationalError as error:
            if self._connection is not None and not self._within:
                self._connection.close()  # A server that went away: the next to ask connects again.
            raise unusable("the desk's PostgreSQL tables", error) from error
