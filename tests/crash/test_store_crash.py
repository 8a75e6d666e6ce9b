"""A writing process killed at any moment, and a write torn at any byte: nothing acknowledged is lost, the log opens."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from barsetshire import barsetshire, night
from tellers.store import SqliteStore, seal_all
from tellers.store.sqlite import create

ELECTION = barsetshire(areas=6)
LINES = seal_all(night(ELECTION, seed=3), election=ELECTION.id)
PAGE_BYTES = 512  # The least that SQLite has: a write is then several frames, and every byte of it can be tried.
WAL_HEADER_BYTES, FRAME_HEADER_BYTES = 32, 24


@pytest.mark.parametrize("kills", [25, pytest.param(250, marks=pytest.mark.slow)])
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork, by which writers are made")
def test_a_writer_killed_at_any_moment_loses_nothing_that_it_was_answered(tmp_path: Path, kills: int) -> None:
    seed = int(os.environ.get("TELLERS_SEED", random.SystemRandom().randrange(10**6)))
    tests = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, str(tests / "crash" / "kill_loop.py"), str(tmp_path), str(kills), str(seed)],
        env={**os.environ, "PYTHONPATH": str(tests)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    print(f"TELLERS_SEED={seed}", done.stdout)
    assert done.returncode == 0, f"TELLERS_SEED={seed}\n{done.stderr}"
    seen = json.loads(done.stdout)
    assert seen["kills"] == kills
    # The test says nothing unless writers were killed while they wrote.
    assert seen["answered"] > 2 * kills
    assert 0 < seen["answered"] <= seen["kept"]


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The files of a log as a crash leaves them, and where in the write-ahead log its last transaction begins."""
    folder = tmp_path_factory.mktemp("torn")
    path = folder / "night.db"
    with closing(sqlite3.connect(path)) as blank:
        blank.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        blank.execute("VACUUM")
    create(path, election=ELECTION.id)
    store = SqliteStore(path)
    store.append(LINES[:5], head=store.head())
    for n in range(5, 9):
        store.append(LINES[n : n + 1], head=store.head())
    left = folder / "left"
    left.mkdir()
    for name in ("night.db", "night.db-wal"):
        shutil.copy(folder / name, left / name)
    store.close()
    wal = (left / "night.db-wal").read_bytes()
    frame = FRAME_HEADER_BYTES + PAGE_BYTES
    starts = range(WAL_HEADER_BYTES, len(wal), frame)
    # A frame with a size in its second word ends a transaction.
    commits = [at for at in starts if int.from_bytes(wal[at + 4 : at + 8], "big")]
    assert commits[-1] + frame == len(wal)
    return left, commits[-2] + frame


@pytest.fixture
def quick() -> Iterator[Path]:
    """Yield a folder in memory where there is such a thing: thousands of files are made in it, and none need last."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as made:
        yield Path(made)


def after(folder: Path, wal: bytes, left: Path, *, go_on: bool) -> list[bytes]:
    """Return the lines of the log that a crash left with this write-ahead log; see that it goes on, where asked."""
    path = folder / "night.db"
    shutil.copy(left / "night.db", path)
    (folder / "night.db-wal").write_bytes(wal)
    (folder / "night.db-shm").unlink(missing_ok=True)
    with closing(SqliteStore(path, readonly=not go_on)) as store:
        lines = store.read()
        if go_on:
            assert store.verify() == []
            store.append(LINES[len(lines) : len(lines) + 1], head=store.head())
            assert store.read() == LINES[: len(lines) + 1]
    return [line.line for line in lines]


@pytest.mark.parametrize("step", [37, pytest.param(1, marks=pytest.mark.slow)])
def test_a_write_cut_at_any_byte_is_as_if_it_had_not_been(torn: tuple[Path, int], quick: Path, step: int) -> None:
    left, start = torn
    wal = (left / "night.db-wal").read_bytes()
    assert after(quick, wal, left, go_on=True) == [line.line for line in LINES[:9]]
    for size in range(start, len(wal), step):
        assert after(quick, wal[:size], left, go_on=size % 20 == 0) == [line.line for line in LINES[:8]], (
            f"cut to {size} bytes"
        )


@pytest.mark.parametrize("step", [37, pytest.param(3, marks=pytest.mark.slow)])
def test_a_write_garbled_at_any_byte_is_as_if_it_had_not_been(torn: tuple[Path, int], quick: Path, step: int) -> None:
    """The disk may write the parts of a write in any order, or one of them wrongly, when the power fails."""
    left, start = torn
    wal = (left / "night.db-wal").read_bytes()
    rng = random.Random(7)
    for at in range(start, len(wal), step):
        garbled = wal[:at] + bytes([wal[at] ^ rng.randrange(1, 256)]) + wal[at + 1 :]
        assert after(quick, garbled, left, go_on=at % 20 == 0) == [line.line for line in LINES[:8]], f"byte {at}"
        zeroed = wal[:at] + bytes(len(wal) - at)
        if zeroed != wal:
            assert after(quick, zeroed, left, go_on=False) == [line.line for line in LINES[:8]], f"zero from byte {at}"
