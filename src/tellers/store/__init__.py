"""The log: events as lines of JSON, chained by hash, kept for good, read back, verified."""

from tellers.store.chain import genesis, link, seal, seal_all
from tellers.store.codec import decode, encode
from tellers.store.contract import LogMoved, Store
from tellers.store.ledger import Ledger, follow, read_events
from tellers.store.lines import Head, Line
from tellers.store.logfile import read_lines, read_log, read_numbered, read_sealed, verify_log, write_log
from tellers.store.memory import MemoryStore
from tellers.store.sqlite import SqliteStore
from tellers.store.urls import create_store, is_store_url, open_or_create, open_store, random_id, utc_now
from tellers.store.verifying import Fault, faults

__all__ = [
    "Fault",
    "Head",
    "Ledger",
    "Line",
    "LogMoved",
    "MemoryStore",
    "SqliteStore",
    "Store",
    "create_store",
    "decode",
    "encode",
    "faults",
    "follow",
    "genesis",
    "is_store_url",
    "link",
    "open_or_create",
    "open_store",
    "random_id",
    "read_events",
    "read_lines",
    "read_log",
    "read_numbered",
    "read_sealed",
    "seal",
    "seal_all",
    "utc_now",
    "verify_log",
    "write_log",
]
