"""A log in one SQLite file: the store of a laptop and of one desk.

Write-ahead log, synchronous FULL: a commit returns when the disk has it. Readers never wait for the writer. Keep the
file on a local disk, and copy it with its `-wal` beside it, or with SQLite's own backup.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from tellers.errors import StoreError
from tellers.store import sqlite_files
from tellers.store.chain import genesis
from tellers.store.contract import check_run, closed, moved
from tellers.store.lines import Head, Line
from tellers.store.memory import doubled_id
from tellers.store.sqlite_schema import APPLICATION_ID, SCHEMA, TRIGGERS, VERSION
from tellers.store.verifying import Fault, faults

_POLL_SECONDS = 0.05


class SqliteStore:
    """A store in a SQLite file, open for reading or for both."""

    def __init__(self, path: str | Path, *, readonly: bool = False, busy_seconds: float = 5.0) -> None:
        """Open a log that exists.

        Args:
            busy_seconds: How long to wait for another process that is writing.

        Raises:
            StoreError: There is no such file, it is no log, it is cut short, or it may not be written.
        """
        self.path = Path(path)
        self.url = f"sqlite:///{path}"
        self.readonly = readonly
        self._closed = False
        sqlite_files.check(self.path, self.url)
        self._reading, self._writing = threading.Lock(), threading.Lock()
        with self._told():
            self._reader = _reader(self.path, busy_seconds=busy_seconds)
            self._writer = self._reader
            with _closed_unless_ready(self._reader):
                meta = _read_meta(self._reader, self.url)
                if not readonly:
                    self._writer = _connect(self.path, "rw", busy_seconds=busy_seconds)
        self.election = meta["election"] or ""
        self.pack_digest = meta["pack_digest"]
        self.definition = meta.get("definition")

    def head(self) -> Head:
        """Return the end of the log as every process sees it now."""
        with self._reading, self._told():
            return _head(self._reader, self.election)

    def read(self, after: int = 0, *, limit: int | None = None) -> list[Line]:
        """Return the events after number `after`, in order, at most `limit` of them."""
        with self._reading, self._told():
            rows = self._reader.execute(
                "SELECT seq, id, line FROM events WHERE seq > ? ORDER BY seq LIMIT ?",
                (after, -1 if limit is None else limit),
            ).fetchall()
        return [Line(seq, id, line) for seq, id, line in rows]

    def append(self, lines: Sequence[Line], *, head: Head) -> None:
        """Keep all the lines in one transaction, or none; they are on the disk when it returns.

        Raises:
            LogMoved: Another process has appended since `head`.
            StoreError: The log is busy, read-only, or on a disk that is full or failing.
        """
        if self.readonly:
            raise StoreError(sqlite_files.read_only(self.url))
        # The connection commits at the end of its own block, and rolls back whatever is raised in it.
        with self._writing, self._told(), self._writer:
            self._writer.execute("BEGIN IMMEDIATE")
            found = _head(self._writer, self.election)
            if found != head:
                raise moved(self.url, expected=head, found=found)
            check_run(self.url, lines, head)
            self._insert(lines)

    def _insert(self, lines: Sequence[Line]) -> None:
        try:
            self._writer.executemany(
                "INSERT INTO events (seq, id, line) VALUES (?, ?, ?)", [(i.seq, i.id, i.line) for i in lines]
            )
        except sqlite3.IntegrityError as error:
            if "this id" not in str(error):
                raise
            again = self._again(lines)
            raise doubled_id(self.url, again) from None

    def _again(self, lines: Sequence[Line]) -> str:
        """Return the first id of the lines that the log has already, or that they have twice."""
        seen: set[str] = set()
        for line in lines:
            row = self._writer.execute("SELECT seq FROM events WHERE id = ?", (line.id,)).fetchone()
            if line.id in seen or (row is not None and row[0] < lines[0].seq):
                return line.id
            seen.add(line.id)
        raise AssertionError("the trigger found an id twice")

    def wait(self, after: int, timeout_seconds: float) -> bool:
        """Return True as soon as the log goes on after event `after`, False when it has not in time.

        Looks every 50 ms, at one row: SQLite has no way to wake another process.
        """
        deadline = time.monotonic() + timeout_seconds
        while self.head().seq <= after:
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(_POLL_SECONDS, left))
        return True

    def verify(self) -> list[Fault]:
        """Return everything wrong with the log as it is stored.

        Raises:
            StoreError: The file is damaged so that its tables cannot be read.
        """
        with self._reading, self._told(), _one_moment(self._reader):
            damage = self._reader.execute("PRAGMA integrity_check(10)").fetchall()
            rows = self._reader.execute("SELECT seq, id, line FROM events ORDER BY seq").fetchall()
            head = _head(self._reader, self.election)
        lines = [Line(seq, str(id), line if isinstance(line, bytes) else repr(line).encode()) for seq, id, line in rows]
        found = faults(lines, election=self.election, head=head)
        if not found and damage != [("ok",)]:
            raise StoreError(sqlite_files.damaged(self.url, "; ".join(str(row[0]) for row in damage)))
        return found

    def close(self) -> None:
        """Close the file; the last to close it folds the write-ahead log into it."""
        with self._writing, self._reading:
            self._closed = True
            self._reader.close()
            self._writer.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn SQLite's failures into ours, which say what to do."""
        if self._closed:
            raise closed(self.url)
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(sqlite_files.problem(self.url, error)) from error


@contextmanager
def _one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read inside be of one moment, or what another process appends meanwhile would seem missing."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def exists(path: Path) -> bool:
    """Return whether anything stands there; not where a process was killed before its new log was begun."""
    if not path.exists() or (path.is_file() and not path.stat().st_size):
        return False
    if path.is_dir():
        return True
    url = f"sqlite:///{path}"
    try:
        connection = _reader(path, busy_seconds=5.0)
        try:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(sqlite_files.problem(url, error)) from error


def create(path: str | Path, *, election: str, pack_digest: str | None = None, definition: str | None = None) -> None:
    """Make an empty log for an election, where there is no file or an empty one.

    Raises:
        StoreError: There is a log or another file already, or the folder cannot be written.
    """
    target = Path(path)
    url = f"sqlite:///{path}"
    sqlite_files.check_new(target, url)
    try:
        connection = _connect(target, "rwc", busy_seconds=5.0)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                raise StoreError(sqlite_files.exists(url))
            for statement in _statements(SCHEMA):
                connection.execute(statement)
            connection.executemany(
                "INSERT INTO meta (name, value) VALUES (?, ?)",
                [("election", election), ("pack_digest", pack_digest), ("definition", definition)],
            )
            for statement in _statements(TRIGGERS):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise StoreError(sqlite_files.exists(url)) from error
        raise StoreError(sqlite_files.problem(url, error)) from error
    _sync_folder(target.parent)


def _statements(script: str) -> list[str]:
    """Return the statements of a script one by one: `executescript` would commit between them."""
    statements, rest = [], ""
    for piece in script.split(";"):
        rest += piece + ";"
        if sqlite3.complete_statement(rest):
            statements.append(rest)
            rest = ""
    return [statement for statement in statements if statement.strip(" \n;")]


def _reader(path: Path, *, busy_seconds: float) -> sqlite3.Connection:
    """Return a connection that reads, even from a folder where nothing may be written.

    There SQLite cannot make its shared index, so the file is read as one that nobody changes: right only where no
    write-ahead log stands beside it.
    """
    try:
        return _checked(_connect(path, "ro", busy_seconds=busy_seconds))
    except sqlite3.OperationalError as error:
        beside = path.with_name(path.name + "-wal")
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or beside.exists():
            raise
    return _checked(_connect(path, "ro&immutable=1", busy_seconds=busy_seconds))


def _checked(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection that has read its file, which SQLite puts off; close one that cannot."""
    with _closed_unless_ready(connection):
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return connection


def _connect(path: Path, mode: str, *, busy_seconds: float) -> sqlite3.Connection:
    name = f"file:{quote(str(path.resolve()))}?mode={mode}"
    connection = sqlite3.connect(name, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    with _closed_unless_ready(connection):
        connection.execute("PRAGMA synchronous = FULL")
        # On a Mac a plain fsync leaves the data in the drive's cache.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    return connection


@contextmanager
def _closed_unless_ready(opened: sqlite3.Connection) -> Iterator[None]:
    """Close what was opened where the block that readies it raises anything; leave it open where it ends well."""
    with ExitStack() as stack:
        stack.callback(opened.close)
        yield
        stack.pop_all()


def _read_meta(connection: sqlite3.Connection, url: str) -> dict[str, str | None]:
    """Return what the log is of.

    Raises:
        StoreError: The file is another program's, or a later version's.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreError(sqlite_files.foreign(url, f"a SQLite file of another program ({application:#x})"))
    if version != VERSION:
        raise StoreError(sqlite_files.other_version(url, version, VERSION))
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())


def _head(connection: sqlite3.Connection, election: str) -> Head:
    """Return the end of the log; with a hash of none where the last events ever written are gone."""
    row = connection.execute(
        "SELECT seq, substr(line, -66, 64), (SELECT seq FROM sqlite_sequence WHERE name = 'events') FROM events "
        "ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    if row is None:
        ever = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
        return Head(ever[0], "") if ever and ever[0] else Head(0, genesis(election))
    seq, hash, ever = row
    return Head(seq, bytes(hash).decode(errors="replace")) if ever in (None, seq) else Head(ever, "")


def _sync_folder(folder: Path) -> None:
    """Make the new file's name itself survive a crash of the machine."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
