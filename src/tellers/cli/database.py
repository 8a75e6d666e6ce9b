"""Logs in databases as nights: begun for a pack, and afterwards known by their URL alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import msgspec

from tellers.cli.holding import with_hold
from tellers.cli.night import Night
from tellers.errors import Problem, StoreError
from tellers.pack import Pack, find_night, read_pack
from tellers.record import Election
from tellers.rehearsal import TEST_PREFIX
from tellers.store import Ledger, Store, open_or_create, open_store, random_id, read_events, utc_now


def definition(election: Election) -> str:
    """Return an election's definition as JSON, to be kept with its log."""
    values = {field.name: getattr(election, field.name) for field in fields(election)}
    return msgspec.json.encode(values, order="deterministic").decode()


def election_of(store: Store) -> Election:
    """Return the election that a log was begun for.

    Raises:
        StoreError: The log was begun without its definition.
    """
    if store.definition is None:
        raise StoreError(
            Problem(
                where=store.url,
                found="a log that does not hold its election's definition",
                wanted="a log begun with --pack",
                remedy=f"Name the pack of {store.election} with --pack.",
            )
        )
    return msgspec.json.decode(store.definition, type=Election)


def open_database_night(url: str) -> Night:
    """Return the night of a log in a database."""
    store = open_store(url, readonly=True)
    try:
        return Night(election=election_of(store), events=tuple(read_events(store)))
    finally:
        store.close()


def ids_for(election: Election) -> Callable[[], str]:
    """Return what makes ids for an election's events: those of a rehearsal are marked as a test's."""
    if election.id.startswith(TEST_PREFIX):
        return lambda: f"{TEST_PREFIX}{random_id()}"
    return random_id


def open_test_ledger(url: str, election: Election) -> Ledger:
    """Return the log of a rehearsal open for writing, begun where there is none yet.

    Raises:
        StoreError: There is a log of another election, a live one among them.
    """
    store = open_or_create(url, election=election.id, definition=definition(election))
    return Ledger(store, election, now=utc_now, new_id=ids_for(election))


def open_ledger(url: str, pack_name: str | None, hold: str | None = None) -> Ledger:
    """Return a log open for writing; with a pack it is begun where there is none yet.

    Args:
        hold: Which kinds of doubt hold a figure back, where not those of the pack; a log begun so keeps them.

    Raises:
        InputError: `hold` names what is no kind of doubt.
        StoreError: There is no log and no pack is named, or the log is of another election.
    """
    if pack_name is None:
        store = open_store(url)
        election = with_hold(election_of(store), hold)
        return Ledger(store, election, now=utc_now, new_id=ids_for(election))
    pack: Pack = read_pack(find_night(pack_name))
    election = with_hold(pack.election, hold)
    store = open_or_create(url, election=election.id, pack_digest=pack.digest, definition=definition(election))
    return Ledger(store, election, now=utc_now, new_id=ids_for(election))
