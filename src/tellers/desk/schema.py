"""The desk's own tables: who may do what, and what is keyed but not yet in the log. The log's tables are not touched.

Times are ISO 8601 in UTC with microseconds, as text, so that they sort. Every statement is one that SQLite and
PostgreSQL both take; NUMBERED and BYTES stand for what they write differently.
"""

from __future__ import annotations

TABLES = (
    """CREATE TABLE IF NOT EXISTS desk_people (
        id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
        password TEXT, roles TEXT NOT NULL, totp TEXT, totp_step BIGINT NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0, locked_until TEXT, disabled INTEGER NOT NULL DEFAULT 0, made_at TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS desk_invites (
        secret TEXT PRIMARY KEY, person TEXT NOT NULL, ends_at TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS desk_sessions (
        secret TEXT PRIMARY KEY, person TEXT NOT NULL, csrf TEXT NOT NULL, made_at TEXT NOT NULL, seen_at TEXT NOT NULL,
        ends_at TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS desk_tokens (
        id TEXT PRIMARY KEY, secret TEXT NOT NULL UNIQUE, person TEXT NOT NULL, label TEXT NOT NULL,
        scopes TEXT NOT NULL, made_at TEXT NOT NULL, ends_at TEXT NOT NULL, revoked_at TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS desk_acts (
        seq NUMBERED, at TEXT NOT NULL, person TEXT, via TEXT NOT NULL, address TEXT NOT NULL, act TEXT NOT NULL,
        target TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS desk_keyings (
        id TEXT PRIMARY KEY, slot TEXT NOT NULL, person TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
        made_at TEXT NOT NULL, event TEXT
    )""",
    "CREATE INDEX IF NOT EXISTS desk_keyings_by_slot ON desk_keyings (slot, state)",
    """CREATE TABLE IF NOT EXISTS desk_proposals (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL, person TEXT NOT NULL, event TEXT NOT NULL,
        state TEXT NOT NULL, made_at TEXT NOT NULL, decided_by TEXT, decided_at TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS desk_outbox (
        seq NUMBERED, id TEXT NOT NULL UNIQUE, contest TEXT NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL,
        problem TEXT NOT NULL DEFAULT '', made_at TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS desk_embargoes (
        contest TEXT PRIMARY KEY, until TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS desk_documents (
        id TEXT PRIMARY KEY, slot TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, size INTEGER NOT NULL,
        person TEXT NOT NULL, made_at TEXT NOT NULL, content BYTES NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS desk_passkeys (
        id TEXT PRIMARY KEY, person TEXT NOT NULL, label TEXT NOT NULL, public_key TEXT NOT NULL,
        sign_count BIGINT NOT NULL, made_at TEXT NOT NULL, used_at TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS desk_challenges (
        challenge TEXT PRIMARY KEY, purpose TEXT NOT NULL, holder TEXT NOT NULL, ends_at TEXT NOT NULL
    )""",
)
