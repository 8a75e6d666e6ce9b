"""The tables of a log in PostgreSQL, and the triggers that let them only grow, whoever writes to them."""

VERSION = "1"

# As in SQLite: `line` is the event as `tellers log --json` prints it, kept as bytes so that the server changes nothing
# of it. `tellers_head` holds the end of the log, so that events cut off at the end are missed; only the trigger that
# follows an insertion writes to it.
SCHEMA = """
CREATE TABLE tellers_meta (
    name text PRIMARY KEY,
    value text
);
CREATE TABLE tellers_events (
    seq bigint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    line bytea NOT NULL
);
CREATE TABLE tellers_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL,
    hash text NOT NULL
);

CREATE FUNCTION tellers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tellers: the log is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION tellers_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq IS DISTINCT FROM (SELECT seq + 1 FROM tellers_head) THEN
        RAISE EXCEPTION 'tellers: events are numbered one after another' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tellers_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tellers_head
        SET seq = NEW.seq, hash = convert_from(substr(NEW.line, length(NEW.line) - 65, 64), 'SQL_ASCII');
    RETURN NULL;
END $$;

CREATE FUNCTION tellers_head_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'tellers: the head follows the log' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER in_order BEFORE INSERT ON tellers_events FOR EACH ROW EXECUTE FUNCTION tellers_in_order();
CREATE TRIGGER counted AFTER INSERT ON tellers_events FOR EACH ROW EXECUTE FUNCTION tellers_counted();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON tellers_events FOR EACH ROW EXECUTE FUNCTION tellers_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON tellers_events FOR EACH STATEMENT EXECUTE FUNCTION tellers_refuse();
CREATE TRIGGER follows BEFORE UPDATE ON tellers_head FOR EACH ROW EXECUTE FUNCTION tellers_head_follows();
"""

TRIGGERS = """
CREATE TRIGGER one_head BEFORE INSERT OR DELETE ON tellers_head FOR EACH ROW EXECUTE FUNCTION tellers_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON tellers_head FOR EACH STATEMENT EXECUTE FUNCTION tellers_refuse();
CREATE TRIGGER never_changed BEFORE INSERT OR UPDATE OR DELETE ON tellers_meta
    FOR EACH ROW EXECUTE FUNCTION tellers_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON tellers_meta FOR EACH STATEMENT EXECUTE FUNCTION tellers_refuse();
"""
