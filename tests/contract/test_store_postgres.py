"""A log in PostgreSQL: append-only whoever writes to it; skipped by name where the server is not installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import store_kinds
from barsetshire import barsetshire, night
from tellers.errors import StoreError
from tellers.store import create_store, open_or_create, open_store, seal_all

ELECTION = barsetshire(areas=6)
LINES = seal_all(night(ELECTION, seed=3), election=ELECTION.id)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A log of a whole night."""
    with store_kinds.place("postgresql", Path()) as made, closing(create_store(made, election=ELECTION.id)) as store:
        store.append(LINES, head=store.head())
        yield made


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tellers_events SET line = '' WHERE seq = 2",
        "DELETE FROM tellers_events WHERE seq = 2",
        "TRUNCATE tellers_events",
        "INSERT INTO tellers_events VALUES (99, 'x', '')",
        "INSERT INTO tellers_events SELECT max(seq) + 1, NULL, '' FROM tellers_events",
        f"INSERT INTO tellers_events VALUES (2, '{LINES[1].id}', '') ON CONFLICT (id) DO UPDATE SET line = ''",
        "UPDATE tellers_head SET seq = seq + 1",
        "DELETE FROM tellers_head",
        "TRUNCATE tellers_head",
        "UPDATE tellers_meta SET value = 'omnium'",
        "INSERT INTO tellers_meta VALUES ('more', '')",
        "DELETE FROM tellers_meta",
    ],
)
def test_the_database_itself_refuses_all_but_appending(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as raw, pytest.raises(psycopg.IntegrityError):
        raw.execute(statement)
    with closing(open_store(url)) as store:
        assert store.read() == LINES
        assert store.verify() == []


def test_an_insertion_that_gives_way_leaves_the_end_where_it_is(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute(
            "INSERT INTO tellers_events VALUES (%s, %s, '') ON CONFLICT DO NOTHING", (len(LINES) + 1, LINES[1].id)
        )
    with closing(open_store(url)) as store:
        assert store.verify() == []
        assert store.head().seq == len(LINES)


def test_what_is_changed_behind_its_back_is_named() -> None:
    import psycopg

    with store_kinds.place("postgresql", Path()) as url:
        with closing(create_store(url, election=ELECTION.id)) as store:
            store.append(LINES, head=store.head())
        with psycopg.connect(url, autocommit=True) as raw:
            raw.execute("SET session_replication_role = replica")  # What a keeper of the server may do: no triggers.
            raw.execute("UPDATE tellers_events SET line = set_byte(line, 30, 65) WHERE seq = 4")
            raw.execute("DELETE FROM tellers_events WHERE seq >= %s", (len(LINES) - 1,))
        with closing(open_store(url)) as store:
            assert [(f.kind, f.seq, f.seq_last) for f in store.verify()] == [
                ("altered", 4, 4),
                ("missing", len(LINES) - 1, len(LINES)),
            ]


def test_a_database_without_a_log_is_refused_and_one_with_a_log_is_not_begun_again(url: str) -> None:
    with store_kinds.place("postgresql", Path()) as blank:
        with pytest.raises(StoreError, match="found a database without a log"):
            open_store(blank)
        open_or_create(blank, election="omnium").close()
        with closing(open_or_create(blank, election="omnium")) as store:
            assert store.election == "omnium"
    with pytest.raises(StoreError, match="found a log there already"):
        create_store(url, election=ELECTION.id)


def test_a_server_that_does_not_answer_says_so_without_the_password() -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install 'tellers[postgres]')")
    with pytest.raises(StoreError, match="found a server that does not answer") as refused:
        open_store("postgresql://desk:secret@127.0.0.1:1/night")
    assert "secret" not in str(refused.value)
    assert "postgresql://desk@127.0.0.1:1/night" in str(refused.value)


def test_a_store_whose_server_dropped_its_connections_goes_on(url: str) -> None:
    import psycopg

    with closing(open_store(url)) as store, psycopg.connect(url, autocommit=True) as raw:
        assert store.head().seq == len(LINES)
        raw.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query <> ''"
        )
        with pytest.raises(StoreError, match="does not answer"):
            store.head()
        assert store.head().seq == len(LINES)


def test_without_its_driver_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "tellers.store.postgres", raising=False)
    with pytest.raises(StoreError, match=r"pip install 'tellers\[postgres\]'"):
        open_store("postgresql://db.example/night")
