"""The tables of a log in SQLite, and the triggers that let them only grow, whoever writes to them."""

APPLICATION_ID = 0x54454C4C  # "TELL", by which `file` and we know a log from any other SQLite file.
VERSION = 1

# `line` is the event as `tellers log --json` prints it, its hash at the end. AUTOINCREMENT makes SQLite itself remember
# the highest number ever given, so that events cut off at the end are missed. INSERT OR REPLACE would delete a row
# without firing a delete trigger, and so each insert looks for its keys first.
SCHEMA = """
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT
);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    line BLOB NOT NULL CHECK (typeof(line) = 'blob')
);
"""

# Made after `meta` is filled, so that not even a name may be added to it.
TRIGGERS = """
CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
BEGIN SELECT RAISE(ABORT, 'tellers: events are numbered one after another'); END;

CREATE TRIGGER events_once BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'tellers: an event with this id is in the log'); END;

CREATE TRIGGER events_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'tellers: the log is append-only'); END;

CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'tellers: the log is append-only'); END;

CREATE TRIGGER meta_once BEFORE INSERT ON meta
BEGIN SELECT RAISE(ABORT, 'tellers: what a log is of never changes'); END;

CREATE TRIGGER meta_never_changed BEFORE UPDATE ON meta
BEGIN SELECT RAISE(ABORT, 'tellers: what a log is of never changes'); END;

CREATE TRIGGER meta_never_deleted BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'tellers: what a log is of never changes'); END;
"""
