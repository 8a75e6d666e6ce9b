"""What may be wrong with a file that should be a log in SQLite, in words that say what to do."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from tellers.errors import Problem, StoreError

# Nothing here opens the file itself. To close it again would drop every lock that SQLite holds on it for this process,
# and another process might then fold away a write-ahead log still in use (https://www.sqlite.org/howtocorrupt.html).


def check(path: Path, url: str) -> None:
    """Refuse a file that can be no log, before SQLite is asked.

    Raises:
        StoreError: It is missing, a folder, empty or unreadable.
    """
    if not path.exists():
        raise StoreError(
            Problem(
                where=url,
                found="no such file",
                wanted="a log",
                remedy="Check the name; `tellers serve --db URL --pack DIR` begins a new log.",
            )
        )
    if path.is_dir():
        raise StoreError(foreign(url, "a folder"))
    if not path.stat().st_size:
        raise StoreError(foreign(url, "an empty file"))
    if not os.access(path, os.R_OK):
        raise StoreError(
            Problem(
                where=url,
                found="a file that may not be read",
                wanted="a log",
                remedy="Give yourself leave to read it, or run as the user who keeps it.",
            )
        )


def check_new(path: Path, url: str) -> None:
    """Refuse a place where a new log cannot be begun.

    Raises:
        StoreError: It is a folder, or in a folder that there is not.
    """
    if not path.parent.is_dir():
        raise StoreError(
            Problem(
                where=url,
                found=f'no folder "{path.parent}"',
                wanted="a folder to put the log in",
                remedy="Make the folder, or name another.",
            )
        )
    if path.is_dir():
        raise StoreError(exists(url))


def exists(url: str) -> Problem:
    """Return the problem of a new log where something stands already."""
    return Problem(
        where=url,
        found="a file there already",
        wanted="no file, because a new log is to be begun",
        remedy="Open it instead if it is the log, or choose another name; nothing was written.",
    )


def foreign(url: str, found: str) -> Problem:
    """Return the problem of a file that is no log."""
    return Problem(where=url, found=found, wanted="a log made by Tellers", remedy="Check the name of the file.")


def other_version(url: str, found: int, wanted: int) -> Problem:
    """Return the problem of a log in a layout that this program does not know."""
    return Problem(
        where=url,
        found=f"a log of version {found}",
        wanted=f"version {wanted}",
        remedy="Open it with the Tellers that made it, and export it with `tellers log URL --json`.",
    )


def read_only(url: str) -> Problem:
    """Return the problem of writing where only reading is allowed."""
    return Problem(
        where=url,
        found="a log that may only be read",
        wanted="leave to write it and its folder",
        remedy="Give yourself leave to write both, or record to a copy.",
    )


def damaged(url: str, evidence: str) -> Problem:
    """Return the problem of a file whose pages do not hold together."""
    return Problem(
        where=url,
        found=f"a damaged file ({evidence})",
        wanted="a whole one, with its -wal file beside it if there was one",
        remedy="Restore it from a copy; `sqlite3 FILE .recover` shows what can be saved.",
    )


def problem(url: str, error: sqlite3.Error) -> Problem:
    """Return what a failure of SQLite means and what to do about it."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    match primary:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Problem(
                where=url,
                found="a log that another process has kept locked",
                wanted="a turn to write",
                remedy="Try again; if it goes on, find who holds it with `fuser FILE`.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only(url)
        case sqlite3.SQLITE_CANTOPEN:
            return Problem(
                where=url,
                found=f"a file that cannot be opened ({error})",
                wanted="a log, in a folder where its -wal and -shm files may stand beside it",
                remedy="Give yourself leave to write the folder, or copy the log to one where you may.",
            )
        case sqlite3.SQLITE_FULL:
            return Problem(
                where=url,
                found="a full disk",
                wanted="room for the event",
                remedy="Make room, and record it again; nothing acknowledged is lost.",
            )
        case sqlite3.SQLITE_IOERR:
            return Problem(
                where=url,
                found=f"a disk that fails ({getattr(error, 'sqlite_errorname', error)})",
                wanted="the event on the disk",
                remedy="Look whether it is in the log before recording it again, and move the log to a sound disk.",
            )
        case sqlite3.SQLITE_NOTADB:
            return foreign(url, "a file that is not SQLite's")
        case sqlite3.SQLITE_CORRUPT:
            return damaged(url, str(error))
        case _:
            return Problem(
                where=url,
                found=f"a failure of SQLite ({error})",
                wanted="a log that can be read and written",
                remedy="Run `tellers log URL --verify`; restore the log from a copy if it is damaged.",
            )
