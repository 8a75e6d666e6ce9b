"""The tables of a log in SQLite, and the triggers that let them only grow, whoever writes to them."""

APPLICATION_ID = 0x54454C4C  # "TELL", by which `file` and we know a log from any other SQLite file.
VERSION = 1

# `line` is the event as `tellers log --json` prints it, its hash at the end. `head` holds the end of the log, kept by
# a trigger, so that events cut off at the end are missed. INSERT OR REPLACE would delete a row without firing a delete
# trigger, and so each insert looks for its keys first.
SCHEMA = """
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT
);
CREATE TABLE events (
    seq INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    line BLOB NOT NULL CHECK (typeof(line) = 'blob')
);
CREATE TABLE head (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
);

CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT seq + 1 FROM head)
BEGIN SELECT RAISE(ABORT, 'tellers: events are numbered one after another'); END;

CREATE TRIGGER events_once BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'tellers: an event with this id is in the log'); END;

CREATE TRIGGER events_counted AFTER INSERT ON events
BEGIN UPDATE head SET seq = NEW.seq, hash = CAST(substr(NEW.line, -66, 64) AS TEXT); END;

CREATE TRIGGER events_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'tellers: the log is append-only'); END;

CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'tellers: the log is append-only'); END;

CREATE TRIGGER head_follows BEFORE UPDATE ON head
WHEN NEW.one IS NOT OLD.one OR NEW.seq IS NOT OLD.seq + 1 OR NOT EXISTS (
    SELECT 1 FROM events WHERE seq = NEW.seq AND CAST(substr(line, -66, 64) AS TEXT) = NEW.hash
)
BEGIN SELECT RAISE(ABORT, 'tellers: the head follows the log'); END;

CREATE TRIGGER head_never_deleted BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'tellers: the head follows the log'); END;

CREATE TRIGGER head_once BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head)
BEGIN SELECT RAISE(ABORT, 'tellers: the head follows the log'); END;

CREATE TRIGGER meta_once BEFORE INSERT ON meta
WHEN EXISTS (SELECT 1 FROM head)
BEGIN SELECT RAISE(ABORT, 'tellers: what a log is of never changes'); END;

CREATE TRIGGER meta_never_changed BEFORE UPDATE ON meta
BEGIN SELECT RAISE(ABORT, 'tellers: what a log is of never changes'); END;

CREATE TRIGGER meta_never_deleted BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'tellers: what a log is of never changes'); END;
"""
