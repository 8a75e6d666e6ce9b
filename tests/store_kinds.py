"""Every kind of store that this machine can run, for suites that all of them must pass."""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

KINDS = ["memory", "sqlite", "postgresql"]
_NUMBERS = itertools.count(1)


@contextmanager
def place(kind: str, folder: Path) -> Iterator[str]:
    """Yield the URL of a log of this kind that does not exist yet; skip the test where its server is missing."""
    match kind:
        case "memory":
            yield "memory:"
        case "sqlite":
            yield f"sqlite:///{folder / 'night.db'}"
        case "postgresql":
            yield _new_database()
        case _:
            raise AssertionError(kind)


def _new_database() -> str:
    reason = _missing()
    if reason:
        pytest.skip(reason)
    import psycopg  # Only here: it is an extra, and may be missing.

    sockets = _server()
    name = f"night_{next(_NUMBERS)}"
    with psycopg.connect(f"postgresql:///postgres?host={sockets}&user=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return f"postgresql:///{name}?host={sockets}&user=postgres"


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs, which Debian keeps off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return kept[-1].parent if kept else None


def _as_user() -> list[str] | None:
    """Return what to put before a command so that it does not run as root, which PostgreSQL refuses to."""
    if os.name != "posix" or os.geteuid() != 0:
        return []
    return ["runuser", "-u", "postgres", "--"] if shutil.which("runuser") and _is_user("postgres") else None


def _is_user(name: str) -> bool:
    import pwd

    return any(entry.pw_name == name for entry in pwd.getpwall())


def _missing() -> str | None:
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed (pip install 'tellers[postgres]')"
    if _programs() is None:
        return "PostgreSQL's initdb is not installed"
    if _as_user() is None:
        return "PostgreSQL does not run as root, and there is no user postgres"
    return None


@cache
def _server() -> str:
    """Return the folder of the sockets of a server begun for these tests, which ends with them."""
    programs, before = _programs(), _as_user()
    assert programs is not None
    assert before is not None
    # Not below pytest's own folder, which other users may not enter.
    folder = Path(tempfile.mkdtemp(prefix="tellers-pg-"))
    if before:
        shutil.chown(folder, "postgres")
    run = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": folder}
    data, options = folder / "data", f"-c listen_addresses= -c unix_socket_directories={folder} -F"
    subprocess.run([*before, programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync"], **run)
    subprocess.run(
        [*before, programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"], **run
    )

    def stop() -> None:
        subprocess.run([*before, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return str(folder)
