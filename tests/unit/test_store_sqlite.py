"""A log in SQLite: append-only whoever writes to it, and every bad file refused with what to do."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from barsetshire import START, barsetshire, night
from tellers.errors import StoreError
from tellers.record import Event
from tellers.store import (
    Head,
    Ledger,
    SqliteStore,
    create_store,
    open_or_create,
    open_store,
    random_id,
    seal_all,
    utc_now,
)
from tellers.store import sqlite as sqlite_store
from tellers.store.sqlite_schema import VERSION

ELECTION = barsetshire(areas=6)
NIGHT = night(ELECTION, seed=3)
LINES = seal_all(NIGHT, election=ELECTION.id)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed log of a whole night, all of it in the one file."""
    made = tmp_path / "night.db"
    store = create_store(f"sqlite:///{made}", election=ELECTION.id)
    store.append(LINES, head=store.head())
    store.close()
    return made


@pytest.fixture
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection to the log."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def refusal(action: object) -> str:
    with pytest.raises(StoreError) as refused:
        action()  # type: ignore[operator]
    problem = refused.value.problems[0]
    assert problem.where
    assert problem.wanted
    assert problem.remedy
    return problem.found


def wrong(path: Path) -> bool:
    """Return whether a copied file, alone in its folder, is refused or found to be wrong."""
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    try:
        with closing(SqliteStore(path)) as store:
            return bool(store.verify())
    except StoreError:
        return True


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET line = x'00' WHERE seq = 2",
        "UPDATE events SET id = 'x' WHERE seq = 2",
        "DELETE FROM events WHERE seq = 2",
        "DELETE FROM events",
        "INSERT INTO events VALUES (99, 'x', x'00')",
        "INSERT INTO events VALUES (1, 'x', x'00')",
        "INSERT OR REPLACE INTO events VALUES (2, 'x', x'00')",
        "INSERT OR REPLACE INTO events SELECT seq + 1, id, line FROM events ORDER BY seq DESC LIMIT 1",
        "INSERT INTO events SELECT max(seq) + 1, 'x', 'text' FROM events",
        "INSERT INTO events SELECT max(seq) + 1, NULL, x'00' FROM events",
        "INSERT OR IGNORE INTO events VALUES (1, 'x', x'00')",
        "UPDATE OR REPLACE events SET seq = 3 WHERE seq = 2",
        "UPDATE meta SET value = 'omnium' WHERE name = 'election'",
        "DELETE FROM meta",
        "INSERT OR REPLACE INTO meta VALUES ('election', 'omnium')",
        "INSERT INTO meta VALUES ('more', 'omnium')",
    ],
)
def test_the_database_itself_refuses_all_but_appending(path: Path, raw: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
    with closing(open_store(f"sqlite:///{path}")) as store:
        assert store.read() == LINES
        assert store.verify() == []


def test_a_commit_waits_for_the_disk(path: Path) -> None:
    store = SqliteStore(path)
    for connection in (store._writer, store._reader):
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store._writer.execute("PRAGMA synchronous").fetchone() == (2,)
    store.close()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE events SET line = CAST(replace(line, '2031', '2032') AS BLOB) WHERE seq = 4", [("altered", 4)]),
        ("UPDATE events SET id = 'x' WHERE seq = 4", [("altered", 4)]),
        ("UPDATE events SET line = CAST(line || ' ' AS BLOB) WHERE seq = 4", [("altered", 4)]),
        ("DELETE FROM events WHERE seq = 4", [("missing", 4), ("unverifiable", 5)]),
        (f"DELETE FROM events WHERE seq > {len(LINES) - 2}", [("missing", len(LINES) - 1)]),
        ("UPDATE events SET seq = 1000 WHERE seq = 4", [("reordered", 4)]),
        (
            "UPDATE events SET line = (SELECT line FROM events AS o WHERE o.seq = 12 - events.seq) WHERE seq IN (4, 8)",
            [("missing", 4), ("unverifiable", 5), ("doubled", 8)],
        ),
    ],
)
def test_what_is_changed_behind_its_back_is_named(
    path: Path, raw: sqlite3.Connection, change: str, named: list[tuple[str, int]]
) -> None:
    """Whoever takes the triggers off can change rows; the chain and the head still tell which."""
    for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("PRAGMA ignore_check_constraints = ON")
    raw.execute(change)
    with closing(open_store(f"sqlite:///{path}")) as store:
        found = [(fault.kind, fault.seq) for fault in store.verify()]
        assert found[: len(named)] == named
        with pytest.raises(StoreError):
            Ledger(store, ELECTION, now=utc_now, new_id=random_id)


def test_any_one_byte_altered_in_a_row_is_found(path: Path) -> None:
    whole = path.read_bytes()
    target = LINES[7].line
    start = whole.index(target)
    header = start - len(LINES[7].id) - 4
    rng = random.Random(5)
    for at in [*range(header, start), *rng.sample(range(start, start + len(target)), 60)]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ rng.randrange(1, 256)]) + whole[at + 1 :])
        assert wrong(path), f"byte {at - start} of event 8"


def test_a_file_that_is_no_log_says_what_it_is(tmp_path: Path) -> None:
    def opened(name: str) -> str:
        return refusal(lambda: open_store(f"sqlite:///{tmp_path / name}"))

    (tmp_path / "text.db").write_text("seq,id,line\n")
    (tmp_path / "empty.db").touch()
    (tmp_path / "folder.db").mkdir()
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE votes (n)")
        other.execute("PRAGMA application_id = 7")
    assert opened("none.db") == "no such file"
    assert opened("text.db") == "a file that is not SQLite's"
    assert opened("empty.db") == "an empty file"
    assert opened("folder.db") == "a folder"
    assert opened("other.db") == "a SQLite file of another program (0x7)"


def test_a_log_of_a_later_version_is_not_touched(path: Path, raw: sqlite3.Connection) -> None:
    raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert refusal(lambda: open_store(f"sqlite:///{path}")) == f"a log of version {VERSION + 1}"


def test_a_file_cut_short_never_passes_for_a_shorter_log(path: Path) -> None:
    whole = path.read_bytes()
    for size in [*range(len(whole) - 1, 0, -1999), 100, 17, 15]:
        path.write_bytes(whole[:size])
        assert wrong(path), f"cut to {size} bytes of {len(whole)}"


def test_a_busy_log_is_waited_for_and_then_refused(path: Path, raw: sqlite3.Connection) -> None:
    raw.execute("BEGIN IMMEDIATE")
    store = SqliteStore(path, busy_seconds=0.05)
    more = seal_more(store)
    assert refusal(lambda: store.append(more, head=store.head())) == "a log that another process has kept locked"
    assert store.read() == LINES
    raw.execute("ROLLBACK")
    store.append(more, head=store.head())
    store.close()


def seal_more(store: SqliteStore) -> list:  # type: ignore[type-arg]
    from msgspec.structs import replace

    from tellers.store import seal

    event: Event = replace(NIGHT[0], id="more")
    return [seal(event, head=store.head(), id="", recorded_at=START)[1]]


def test_a_log_opened_for_reading_is_not_written(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", readonly=True)) as store:
        assert refusal(lambda: store.append([], head=store.head())) == "a log that may only be read"
        assert store.read() == LINES


@contextmanager
def unprivileged() -> Iterator[Path]:
    """Yield a folder of the test's own that others may enter, and end as the user who began."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="tellers-"))
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.skipif(os.name != "posix", reason="leave to write a folder is another thing on this system")
def test_a_log_in_a_folder_that_may_not_be_written_can_be_read(path: Path) -> None:
    with unprivileged() as folder:
        shutil.copy(path, folder / "night.db")
        (folder / "night.db").chmod(0o444)
        folder.chmod(0o555)
        if os.geteuid() == 0:
            os.seteuid(65534)  # Root may write anywhere; nobody may not.
        url = f"sqlite:///{folder / 'night.db'}"
        with closing(open_store(url, readonly=True)) as store:
            assert store.read() == LINES
            assert store.verify() == []
        assert refusal(lambda: open_store(url)) == "a log that may only be read"


def test_a_full_disk_refuses_the_event_and_the_log_goes_on_when_there_is_room(path: Path) -> None:
    store = SqliteStore(path)
    store._writer.execute("PRAGMA max_page_count = 1")  # SQLite takes this as: no page more than there are.
    with Ledger(store, ELECTION, now=utc_now, new_id=lambda: "x") as desk:
        from msgspec.structs import replace

        from tellers.record import StoryFiled

        story = StoryFiled(story="s", edition=1, headline="h" * 20_000)
        with pytest.raises(StoreError, match="a full disk"):
            desk.submit(story)
        assert desk.record.seq == len(LINES)
        store._writer.execute("PRAGMA max_page_count = 100000")
        assert desk.submit(replace(story, headline="It fits")).seq == len(LINES) + 1


def test_a_new_log_takes_no_other_files_place(path: Path, tmp_path: Path) -> None:
    assert refusal(lambda: create_store(f"sqlite:///{path}", election="x")) == "a file there already"
    (tmp_path / "notes").write_text("Do not lose these.")
    assert refusal(lambda: create_store(f"sqlite:///{tmp_path / 'notes'}", election="x")) == "a file there already"
    assert (tmp_path / "notes").read_text() == "Do not lose these."
    assert refusal(lambda: create_store(f"sqlite:///{tmp_path / 'no' / 'a.db'}", election="x")).startswith("no folder")


def test_a_log_is_begun_where_there_is_none_and_opened_where_there_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with closing(open_or_create(url, election=ELECTION.id, pack_digest="d")) as store:
        store.append(LINES[:1], head=store.head())
    with closing(open_or_create(url, election=ELECTION.id)) as store:
        assert (store.read(), store.pack_digest) == (LINES[:1], "d")


@pytest.mark.parametrize("url", ["mysql://h/x", "sqlite:/x.db", "sqlite:///", "night.db", "memory:"])
def test_a_url_of_another_kind_is_refused_with_those_that_there_are(url: str) -> None:
    with pytest.raises(StoreError, match=r"wanted the URL of a log: sqlite:///night.db"):
        open_store(url)


def test_the_clock_and_the_ids_of_a_real_night() -> None:
    assert utc_now().utcoffset() is not None
    ids = {random_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(id) == 12 for id in ids)


def test_a_log_that_another_process_appends_to_is_sound_while_it_is_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows and the end of the log are of one moment: what comes between the two reads is not missing."""
    store = create_store(f"sqlite:///{tmp_path}/night.db", election=ELECTION.id)
    store.append(LINES[:5], head=store.head())
    head_of = sqlite_store._head

    def late(connection: sqlite3.Connection, election: str) -> Head:
        monkeypatch.setattr(sqlite_store, "_head", head_of)
        with closing(SqliteStore(tmp_path / "night.db")) as other:
            other.append(LINES[5:9], head=other.head())
        return head_of(connection, election)

    with closing(store):
        monkeypatch.setattr(sqlite_store, "_head", late)
        assert store.verify() == []
        assert store.head().seq == 9
