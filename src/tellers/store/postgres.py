"""A log in a PostgreSQL database: for many desks. One log to a database.

NOTIFY only wakes those who wait; what they then read is the log, so a message lost loses nothing.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg

from tellers.errors import Problem, StoreError
from tellers.store.chain import genesis
from tellers.store.contract import check_run, closed, moved
from tellers.store.lines import Head, Line
from tellers.store.memory import doubled_id
from tellers.store.postgres_schema import SCHEMA, TRIGGERS, VERSION
from tellers.store.verifying import Fault, faults

_LOOK_SECONDS = 1.0  # How long to trust in being woken before looking anyway.
_Connection = psycopg.Connection[tuple[Any, ...]]


class PostgresStore:
    """A store in a PostgreSQL database, open for reading or for both."""

    def __init__(self, url: str, *, readonly: bool = False) -> None:
        """Open a log that exists.

        Raises:
            StoreError: The server cannot be reached, or the database has no log.
        """
        self._address = url
        self.url = without_password(url)
        self.readonly = readonly
        self._closed = False
        self._locks = {"read": threading.Lock(), "write": threading.Lock()}
        self._connections: dict[str, _Connection] = {}
        self._listening = threading.local()
        self._listeners: list[_Connection] = []
        with ExitStack() as opened:
            opened.callback(self.close)
            meta = self._read_meta()
            opened.pop_all()
        self.election = meta["election"] or ""
        self.pack_digest = meta["pack_digest"]
        self.definition = meta["definition"]

    def _read_meta(self) -> dict[str, str | None]:
        with self._use("read") as connection:
            if not _has_log(connection):
                raise StoreError(
                    _problem(self.url, "a database without a log", "`tellers serve --db URL --pack DIR` begins one.")
                )
            meta = dict(connection.execute("SELECT name, value FROM tellers_meta").fetchall())
        if meta["version"] != VERSION:
            raise StoreError(
                _problem(self.url, f"a log of version {meta['version']}", "Open it with the Tellers that made it.")
            )
        return meta

    def head(self) -> Head:
        """Return the end of the log as every process sees it now."""
        with self._use("read") as connection:
            return _head(connection)

    def read(self, after: int = 0, *, limit: int | None = None) -> list[Line]:
        """Return the events after number `after`, in order, at most `limit` of them."""
        with self._use("read") as connection:
            rows = connection.execute(
                "SELECT seq, id, line FROM tellers_events WHERE seq > %s ORDER BY seq LIMIT %s", (after, limit)
            ).fetchall()
        return [Line(seq, id, bytes(line)) for seq, id, line in rows]

    def append(self, lines: Sequence[Line], *, head: Head) -> None:
        """Keep all the lines in one transaction, or none; they are on the server's disk when it returns.

        Raises:
            LogMoved: Another process has appended since `head`.
            StoreError: The server cannot be reached, or may not be written to.
        """
        if self.readonly:
            raise StoreError(
                _problem(self.url, "a log that was opened for reading only", "Open it for writing as well.")
            )
        try:
            with self._use("write") as connection, connection.transaction():
                # Readers go on; another writer waits here, and then finds that the log has moved.
                connection.execute("LOCK TABLE tellers_events IN EXCLUSIVE MODE")
                found = _head(connection)
                if found != head:
                    raise moved(self.url, expected=head, found=found)
                check_run(self.url, lines, head)
                with connection.cursor() as cursor:
                    cursor.executemany(
                        "INSERT INTO tellers_events (seq, id, line) VALUES (%s, %s, %s)",
                        [(line.seq, line.id, line.line) for line in lines],
                    )
                connection.execute("SELECT pg_notify('tellers_events', '')")
        except StoreError as error:
            if isinstance(error.__cause__, psycopg.errors.UniqueViolation):
                raise doubled_id(self.url, _said_id(error.__cause__)) from None
            raise

    def wait(self, after: int, timeout_seconds: float) -> bool:
        """Return True as soon as the log goes on after event `after`, False when it has not in time."""
        deadline = time.monotonic() + timeout_seconds
        if self.head().seq > after:
            return True
        with self._told():
            listener = self._listener()
            while self.head().seq <= after:
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                for _ in listener.notifies(timeout=min(left, _LOOK_SECONDS), stop_after=1):
                    pass
        return True

    def _listener(self) -> _Connection:
        """Return this thread's connection that hears of what is appended."""
        listener: _Connection | None = getattr(self._listening, "connection", None)
        if listener is None or listener.closed:
            listener = psycopg.connect(self._address, autocommit=True)
            listener.execute("LISTEN tellers_events")
            self._listening.connection = listener
            self._listeners.append(listener)
        return listener

    def verify(self) -> list[Fault]:
        """Return everything wrong with the log as it is stored."""
        with self._use("read") as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            rows = connection.execute("SELECT seq, id, line FROM tellers_events ORDER BY seq").fetchall()
            head = _head(connection)
        return faults([Line(seq, id, bytes(line)) for seq, id, line in rows], election=self.election, head=head)

    def close(self) -> None:
        """Let go of the server; a second time does nothing."""
        with self._locks["write"], self._locks["read"]:
            self._closed = True
            for connection in (*self._connections.values(), *self._listeners):
                connection.close()

    @contextmanager
    def _use(self, purpose: str) -> Iterator[_Connection]:
        """Lend the connection for a purpose, made anew where the server has dropped it."""
        with self._locks[purpose], self._told():
            connection = self._connections.get(purpose)
            if connection is None or connection.closed:
                connection = psycopg.connect(self._address, autocommit=True)
                # Whatever the server's own setting: an answer means that its disk has the event.
                connection.execute("SET synchronous_commit = on")
                self._connections[purpose] = connection
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the server's failures into ours, which say what to do."""
        if self._closed:
            raise closed(self.url)
        try:
            yield
        except psycopg.Error as error:
            raise StoreError(_failure(self.url, error)) from error


def exists(url: str) -> bool:
    """Return whether the database has a log.

    Raises:
        StoreError: The server cannot be reached.
    """
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            return _has_log(connection)
    except psycopg.Error as error:
        raise StoreError(_failure(without_password(url), error)) from error


def create(url: str, *, election: str, pack_digest: str | None = None, definition: str | None = None) -> None:
    """Make an empty log for an election in a database that has none.

    Raises:
        StoreError: The database has a log, or it may not be written.
    """
    shown = without_password(url)
    meta = {"version": VERSION, "election": election, "pack_digest": pack_digest, "definition": definition}
    try:
        with psycopg.connect(url) as connection:
            # Two that begin a log at once take turns, and the second finds the first's.
            connection.execute("SELECT pg_advisory_xact_lock(1413827660)")
            if _has_log(connection):
                raise StoreError(_problem(shown, "a log there already", "Open it instead, or make another database."))
            connection.execute(SCHEMA)
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO tellers_meta (name, value) VALUES (%s, %s)", list(meta.items()))
            connection.execute("INSERT INTO tellers_head (seq, hash) VALUES (0, %s)", (genesis(election),))
            connection.execute(TRIGGERS)
    except psycopg.Error as error:
        raise StoreError(_failure(shown, error)) from error


def without_password(url: str) -> str:
    """Return the URL as it may be shown and written to a log.

    Example:
        >>> without_password("postgresql://desk:secret@db.example/night")
        'postgresql://desk@db.example/night'
    """
    return re.sub(r"password=[^&]*", "password=…", re.sub(r"^(\w+://[^:/@]*):[^@/]*@", r"\1@", url))


def _has_log(connection: _Connection) -> bool:
    row = connection.execute("SELECT to_regclass('tellers_head') IS NOT NULL").fetchone()
    return bool(row and row[0])


def _head(connection: _Connection) -> Head:
    row = connection.execute("SELECT seq, hash FROM tellers_head").fetchone()
    assert row is not None, "triggers keep the one row of tellers_head"
    return Head(row[0], row[1])


def _said_id(error: psycopg.Error) -> str:
    found = re.search(r"\(id\)=\((.*)\)", error.diag.message_detail or "")
    return found.group(1) if found else "?"


def _problem(url: str, found: str, remedy: str) -> Problem:
    return Problem(where=url, found=found, wanted="a database that holds the log of a night", remedy=remedy)


def _failure(url: str, error: psycopg.Error) -> Problem:
    said = (error.diag.message_primary or str(error)).strip().splitlines()
    text = said[0] if said else type(error).__name__
    if isinstance(error, psycopg.OperationalError):
        found, remedy = f"a server that does not answer as it should ({text})", "Check the URL, and that it runs."
    elif isinstance(error, psycopg.errors.InsufficientPrivilege | psycopg.errors.ReadOnlySqlTransaction):
        found, remedy = f"a database that may not be written ({text})", "Ask its keeper for leave to write to it."
    else:
        found, remedy = f"a failure of PostgreSQL ({text})", "Look in the server's own log; nothing answered is lost."
    return _problem(url, found, remedy)
