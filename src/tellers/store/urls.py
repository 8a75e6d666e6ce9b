"""A log by its URL, and the clock and the ids of a real night."""

from __future__ import annotations

import importlib
import secrets
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from tellers.errors import Problem, StoreError
from tellers.store import sqlite
from tellers.store.contract import Store
from tellers.store.memory import MemoryStore

_KINDS = "sqlite:///night.db (a file), postgresql://host/name, or memory:"


def open_store(url: str, *, readonly: bool = False) -> Store:
    """Return the log that a URL names, which must exist.

    `sqlite:///night.db` is relative to the working folder, `sqlite:////srv/night.db` is not.

    Raises:
        StoreError: There is no such log, it cannot be opened, or the URL is of no kind we know.
    """
    if url.startswith("sqlite:///"):
        return sqlite.SqliteStore(_path(url), readonly=readonly)
    if url.startswith(("postgresql://", "postgres://")):
        store: Store = _postgres().PostgresStore(url, readonly=readonly)
        return store
    if url == "memory:":
        raise StoreError(_problem(url, "a log in memory, which is empty until it is begun", "Begin it for a pack."))
    raise _unknown(url)


def create_store(url: str, *, election: str, pack_digest: str | None = None, definition: str | None = None) -> Store:
    """Begin an empty log for an election, and return it open.

    Raises:
        StoreError: Something stands there already, it cannot be written, or the URL is of no kind we know.
    """
    if url.startswith("sqlite:///"):
        sqlite.create(_path(url), election=election, pack_digest=pack_digest, definition=definition)
        return sqlite.SqliteStore(_path(url))
    if url.startswith(("postgresql://", "postgres://")):
        _postgres().create(url, election=election, pack_digest=pack_digest, definition=definition)
        return open_store(url)
    if url == "memory:":
        return MemoryStore(election=election, pack_digest=pack_digest, definition=definition)
    raise _unknown(url)


def open_or_create(url: str, *, election: str, pack_digest: str | None = None, definition: str | None = None) -> Store:
    """Return the log that a URL names, begun if there is none yet.

    Raises:
        StoreError: As for `open_store`.
    """
    if url.startswith("sqlite:///"):
        missing = not sqlite.exists(_path(url))
    elif url.startswith(("postgresql://", "postgres://")):
        missing = not _postgres().exists(url)
    else:
        missing = True
    if not missing:
        return open_store(url)
    return create_store(url, election=election, pack_digest=pack_digest, definition=definition)


def is_store_url(text: str) -> bool:
    """Return whether a NIGHT on the command line is a log's URL, not a pack's name or folder."""
    return text == "memory:" or "://" in text


def utc_now() -> datetime:
    """Return the time, in UTC: the clock of a real night."""
    return datetime.now(UTC)


def random_id() -> str:
    """Return an id never given before: 12 letters and digits, short enough to read out over a telephone."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(12))


def _path(url: str) -> Path:
    path = url.removeprefix("sqlite:///")
    if not path:
        raise StoreError(_problem(url, "no file", "Write the file's name after the three slashes."))
    return Path(path)


def _postgres() -> ModuleType:
    try:
        return importlib.import_module("tellers.store.postgres")
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        problem = _problem("postgresql://", "no driver for PostgreSQL", "Run `pip install 'tellers[postgres]'`.")
        raise StoreError(problem) from None


def _unknown(url: str) -> StoreError:
    if url.startswith("sqlite:"):
        return StoreError(_problem(url, "too few slashes", "Write sqlite:/// and then the file's name."))
    return StoreError(_problem(url, "a URL of no kind that keeps logs", "Write one of these."))


def _problem(url: str, found: str, remedy: str) -> Problem:
    return Problem(where=url, found=found, wanted=f"the URL of a log: {_KINDS}", remedy=remedy)
