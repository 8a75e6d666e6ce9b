"""Sessions and tokens: by what the desk knows again who is asking. Only hashes of the secrets are kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from tellers.desk.accounts import Accounts, hashed
from tellers.desk.acts import Acts
from tellers.desk.people import ROLES, Actor, Person
from tellers.desk.refusing import Forbidden, NotSignedIn, Unfit, refuse
from tellers.desk.tables import Tables, instant

SESSION_HOURS = 16  # A night and its morning.
_IDLE_HOURS = 4
TOKEN_DAYS_MAX = 90
_PREFIX = "tellers_"


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token as it is listed: never its secret."""

    id: str
    person: str
    label: str
    scopes: str
    made_at: str
    ends_at: str
    revoked_at: str | None


class Sessions:
    """Makes, finds and ends sessions and tokens."""

    def __init__(self, tables: Tables, accounts: Accounts, acts: Acts, now: Callable[[], datetime]) -> None:
        self._tables, self._accounts, self._acts, self._now = tables, accounts, acts, now

    def begin(self, person: Person) -> str:
        """Begin a session, and return the secret for its cookie."""
        secret = secrets.token_urlsafe(32)
        now = self._now()
        with self._tables.change():
            self._tables.run("DELETE FROM desk_sessions WHERE ends_at < ?", now)
            self._tables.run(
                "INSERT INTO desk_sessions (secret, person, csrf, made_at, seen_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)",
                hashed(secret),
                person.id,
                secrets.token_urlsafe(24),
                now,
                now,
                now + timedelta(hours=SESSION_HOURS),
            )
        return secret

    def actor(self, secret: str | None, address: str = "") -> Actor | None:
        """Return who a cookie is of, None where it is nobody's or its session is over."""
        if not secret:
            return None
        now = self._now()
        rows = self._tables.rows(
            "SELECT * FROM desk_sessions WHERE secret = ? AND ends_at > ? AND seen_at > ?",
            hashed(secret),
            now,
            now - timedelta(hours=_IDLE_HOURS),
        )
        if not rows:
            return None
        person = self._accounts.person(rows[0]["person"])
        if person.disabled:
            return None
        if rows[0]["seen_at"] < instant(now - timedelta(minutes=5)):
            with self._tables.change():
                self._tables.run("UPDATE desk_sessions SET seen_at = ? WHERE secret = ?", now, hashed(secret))
        return Actor(person=person, address=address, session=hashed(secret), csrf=rows[0]["csrf"])

    def end(self, actor: Actor) -> None:
        """End a session: its cookie is worth nothing from now on."""
        with self._tables.change():
            self._tables.run("DELETE FROM desk_sessions WHERE secret = ?", actor.session)
            self._acts.add(
                "sign out", actor.person.name, person=actor.person.name, via="session", address=actor.address
            )

    def make_token(self, actor: Actor, *, label: str, scopes: Iterable[str], days: int) -> str:
        """Return a new token, which is shown this once.

        Raises:
            Unfit: It has no label, no scope or no end.
            Forbidden: It would be able to do what its owner may not.
        """
        wanted = sorted(set(scopes))
        if not label.strip() or len(label) > 120 or not wanted or not set(wanted) <= set(ROLES):
            refuse(Unfit, "a token", f"{label!r} for {wanted}", "a label and a scope", "Say what it is for.")
        if not 1 <= days <= TOKEN_DAYS_MAX:
            refuse(Unfit, label, f"{days} days", f"1 to {TOKEN_DAYS_MAX}", "Make another when it ends.")
        if actor.scopes is not None or not set(wanted) <= actor.person.roles:
            held = ", ".join(sorted(actor.person.roles))
            refuse(Forbidden, label, " ".join(wanted), f"roles of its owner ({held})", "Choose from these.")
        id, secret, now = secrets.token_hex(6), secrets.token_urlsafe(32), self._now()
        with self._tables.change():
            self._tables.run(
                "INSERT INTO desk_tokens (id, secret, person, label, scopes, made_at, ends_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                hashed(secret),
                actor.person.id,
                label.strip(),
                " ".join(wanted),
                now,
                now + timedelta(days=days),
            )
            detail = f"{' '.join(wanted)}, {days} days"
            self._acts.add(
                "make token", label, person=actor.person.name, via="session", address=actor.address, detail=detail
            )
        return _PREFIX + secret

    def token_actor(self, header: str, address: str = "") -> Actor:
        """Return who an Authorization header is of.

        Raises:
            NotSignedIn: The token is unknown, over or revoked.
        """
        kind, _, token = header.partition(" ")
        rows = self._tables.rows(
            "SELECT * FROM desk_tokens WHERE secret = ? AND revoked_at IS NULL AND ends_at > ?",
            hashed(token.strip().removeprefix(_PREFIX)),
            self._now(),
        )
        person = self._accounts.person(rows[0]["person"]) if rows else None
        if kind.casefold() != "bearer" or person is None or person.disabled:
            refuse(NotSignedIn, "token", "one that is unknown, over or revoked", "one that holds", "Make a new one.")
        return Actor(
            person=person,
            via=f"token {rows[0]['label']}",
            address=address,
            scopes=frozenset(rows[0]["scopes"].split()),
        )

    def tokens(self, person: Person) -> list[Token]:
        """Return a person's tokens, newest first."""
        rows = self._tables.rows(
            "SELECT id, person, label, scopes, made_at, ends_at, revoked_at FROM desk_tokens WHERE person = ? "
            "ORDER BY made_at DESC",
            person.id,
        )
        return [Token(**row) for row in rows]

    def revoke(self, actor: Actor, id: str) -> None:
        """End one of the person's own tokens now."""
        with self._tables.change():
            self._tables.run(
                "UPDATE desk_tokens SET revoked_at = ? WHERE id = ? AND person = ? AND revoked_at IS NULL",
                self._now(),
                id,
                actor.person.id,
            )
            self._acts.add("revoke token", id, person=actor.person.name, via=actor.via, address=actor.address)
