"""Accounts: joining, passwords by argon2, one-time codes, lock-out. No password is ever set for anyone by another."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tellers.desk.acts import Acts
from tellers.desk.people import ROLES, Person, name_key
from tellers.desk.refusing import Conflict, Forbidden, NotSignedIn, TooMany, Unfit, Unknown, refuse
from tellers.desk.tables import Row, Tables, instant

PASSWORD_MIN = 12
_PASSWORD_MAX = 1_000  # Bounds the work of hashing what a stranger sends.
_FREE_TRIES = 5
_LOCK_FIRST_SECONDS, _LOCK_MAX_SECONDS = 15, 3_600
_INVITE_HOURS = 48
_STEP_SECONDS = 30


def hashed(secret: str) -> str:
    """Return what is kept of a secret that is itself random: its SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Accounts:
    """The people of the desk."""

    def __init__(
        self, tables: Tables, acts: Acts, now: Callable[[], datetime], hasher: PasswordHasher | None = None
    ) -> None:
        """Take the tables as they are; with `hasher`, tests may hash quickly."""
        self._tables, self._acts, self._now = tables, acts, now
        self._hasher = hasher or PasswordHasher()
        # Verified when the sign-in is unknown, so that how long it takes does not say which sign-ins there are.
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def none_yet(self) -> bool:
        """Return whether nobody has joined: the desk is still to be set up."""
        return not self._tables.rows("SELECT id FROM desk_people WHERE password IS NOT NULL LIMIT 1")

    def everyone(self) -> list[Person]:
        """Return every account, by name."""
        return [_person(row) for row in self._tables.rows("SELECT * FROM desk_people ORDER BY name")]

    def person(self, id: str) -> Person:
        """Return one person.

        Raises:
            Unknown: There is no such account.
        """
        rows = self._tables.rows("SELECT * FROM desk_people WHERE id = ?", id)
        if not rows:
            refuse(Unknown, id, "no such account", "somebody's id", "Look at the list of people.")
        return _person(rows[0])

    def invite(self, *, login: str, name: str, roles: Iterable[str], by: str | None, via: str = "session") -> str:
        """Add somebody, or invite again who has an account, and return the secret with which they choose a password.

        Raises:
            Unfit: The sign-in or the name is empty or taken, or a role is unknown.
        """
        login, name, wanted = login.strip(), " ".join(name.split()), sorted(set(roles))
        if not login or not name or len(login) > 80 or len(name) > 120 or not set(wanted) <= set(ROLES):
            refuse(Unfit, "a new account", f"{login!r}, {name!r}", f"both, and roles of {', '.join(ROLES)}", "Again.")
        secret = secrets.token_urlsafe(24)
        with self._tables.change():
            taken = self._tables.run(
                "SELECT * FROM desk_people WHERE login = ? OR name_key = ?", login.casefold(), name_key(name)
            )
            if taken:
                refuse(Conflict, login, "an account of that sign-in or name", "one account a person", "Use another.")
            id = secrets.token_hex(8)
            self._tables.run(
                "INSERT INTO desk_people (id, login, name, name_key, roles, made_at) VALUES (?, ?, ?, ?, ?, ?)",
                id,
                login.casefold(),
                name,
                name_key(name),
                " ".join(wanted),
                self._now(),
            )
            self._invite(id, secret)
            self._acts.add("invite", name, person=by, via=via, detail=" ".join(wanted))
        return secret

    def invite_again(self, login: str, *, by: str | None, via: str = "session") -> str:
        """Return a secret with which somebody who has an account chooses a new password; lock-out ends with it.

        Raises:
            Unknown: There is no such sign-in.
        """
        secret = secrets.token_urlsafe(24)
        with self._tables.change():
            rows = self._tables.run("SELECT * FROM desk_people WHERE login = ?", login.strip().casefold())
            if not rows:
                refuse(Unknown, login, "no such sign-in", "somebody's sign-in", "Look at the list of people.")
            self._invite(rows[0]["id"], secret)
            self._acts.add("invite again", rows[0]["name"], person=by, via=via)
        return secret

    def _invite(self, person: str, secret: str) -> None:
        ends = self._now() + timedelta(hours=_INVITE_HOURS)
        self._tables.run("DELETE FROM desk_invites WHERE person = ?", person)
        self._tables.run(
            "INSERT INTO desk_invites (secret, person, ends_at) VALUES (?, ?, ?)", hashed(secret), person, ends
        )

    def join(self, secret: str, password: str, *, address: str = "") -> Person:
        """Take the password that an invited person chose; the invitation is spent, and open sessions of theirs end.

        Raises:
            Unfit: The password is too short, or names them.
            Forbidden: There is no such invitation, or it is spent or over.
        """
        rows = self._tables.rows(
            "SELECT p.* FROM desk_people p JOIN desk_invites i ON i.person = p.id WHERE i.secret = ? AND i.ends_at > ?",
            hashed(secret),
            self._now(),
        )
        if not rows:
            refuse(Forbidden, "joining", "an invitation that is spent, over or unknown", "a new one", "Ask an admin.")
        self._check_password(password, rows[0]["login"], rows[0]["name"])
        made = self._hasher.hash(password)
        with self._tables.change():
            if not self._tables.run("DELETE FROM desk_invites WHERE secret = ? RETURNING person", hashed(secret)):
                refuse(Forbidden, "joining", "an invitation that was just spent", "a new one", "Ask an admin.")
            self._tables.run(
                "UPDATE desk_people SET password = ?, failed = 0, locked_until = NULL WHERE id = ?", made, rows[0]["id"]
            )
            # Whoever else could get in under this name no longer can: neither by a session nor by a passkey of theirs.
            self._tables.run("DELETE FROM desk_sessions WHERE person = ?", rows[0]["id"])
            self._tables.run("DELETE FROM desk_passkeys WHERE person = ?", rows[0]["id"])
            self._acts.add("choose password", rows[0]["name"], person=rows[0]["name"], via="sign-in", address=address)
        return self.person(rows[0]["id"])

    def _check_password(self, password: str, login: str, name: str) -> None:
        if not PASSWORD_MIN <= len(password) <= _PASSWORD_MAX:
            refuse(
                Unfit,
                "password",
                f"{len(password)} characters",
                f"{PASSWORD_MIN} or more: length is what makes it hard to guess",
                "Take three or four words that nobody would put together.",
            )
        if name_key(password) in (name_key(login), name_key(name)) or len(set(password)) < 5:
            refuse(Unfit, "password", "one that is easily guessed", "another", "Take three or four words.")

    def sign_in(self, login: str, password: str, code: str = "", *, address: str = "") -> Person:
        """Return the person whose sign-in, password and one-time code these are.

        Raises:
            NotSignedIn: They are nobody's; which of them was wrong is not said.
            TooMany: The account is locked for a while, after several wrong tries; each more doubles the while.
        """
        rows = self._tables.rows("SELECT * FROM desk_people WHERE login = ?", login.strip().casefold())
        row = rows[0] if rows else None
        self._check_lock(row, login, address)
        kept = self._nobody if row is None or row["password"] is None else row["password"]
        right = self._verify(kept, password[:_PASSWORD_MAX]) and row is not None and row["password"] is not None
        if not right or row is None or row["disabled"] or not self._code_right(row, code):
            self._count_failure(row)
            self._refused(login, "wrong", address)
            refuse(NotSignedIn, "sign-in", "a sign-in, password or code that is wrong", "all right", "Try again.")
        with self._tables.change():
            self._tables.run("UPDATE desk_people SET failed = 0, locked_until = NULL WHERE id = ?", row["id"])
            self._acts.add("sign in", row["name"], person=row["name"], via="sign-in", address=address)
        return _person(row)

    def check_password(self, person: Person, password: str, *, address: str = "") -> None:
        """Ask somebody signed in for their password again, before what would outlast the session.

        Raises:
            Forbidden: It is wrong, which counts towards the lock like a wrong sign-in.
            TooMany: The account is locked for a while.
        """
        row = self._tables.rows("SELECT * FROM desk_people WHERE id = ?", person.id)[0]
        self._check_lock(row, person.login, address)
        if row["password"] is None or not self._verify(row["password"], password[:_PASSWORD_MAX]):
            self._count_failure(row)
            refuse(Forbidden, "password", "one that is wrong", "your own", "Key it again.")

    def _check_lock(self, row: Row | None, login: str, address: str) -> None:
        if row is not None and row["locked_until"] is not None and row["locked_until"] > instant(self._now()):
            self._refused(login, "locked", address)
            until = row["locked_until"][11:19]
            refuse(TooMany, "sign-in", "too many wrong tries", f"none until {until} UTC", "Wait, or ask an admin.")

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False

    def _refused(self, login: str, why: str, address: str) -> None:
        self._acts.write("sign in", login, person=None, via="sign-in", address=address, outcome="refused", detail=why)

    def _count_failure(self, row: Row | None) -> None:
        if row is None:
            return
        with self._tables.change():
            failed = self._tables.run(
                "UPDATE desk_people SET failed = failed + 1 WHERE id = ? RETURNING failed", row["id"]
            )[0]["failed"]
            if failed >= _FREE_TRIES:
                seconds = min(_LOCK_FIRST_SECONDS * 2 ** min(failed - _FREE_TRIES, 20), _LOCK_MAX_SECONDS)
                until = self._now() + timedelta(seconds=seconds)
                self._tables.run("UPDATE desk_people SET locked_until = ? WHERE id = ?", until, row["id"])

    def _code_right(self, row: Row, code: str) -> bool:
        """Return whether the code is the one of now, or just before or after, and was not used before."""
        if row["totp"] is None:
            return True
        totp = pyotp.TOTP(row["totp"])
        step = int(self._now().timestamp()) // _STEP_SECONDS
        digits = "".join(code.split())
        for candidate in (step - 1, step, step + 1):
            if secrets.compare_digest(totp.at(candidate * _STEP_SECONDS).encode(), digits.encode()):
                with self._tables.change():  # A code read over a shoulder is worth nothing once it was used.
                    return bool(
                        self._tables.run(
                            "UPDATE desk_people SET totp_step = ? WHERE id = ? AND totp_step < ? RETURNING id",
                            candidate,
                            row["id"],
                            candidate,
                        )
                    )
        return False

    def turn_on_codes(self, person: Person, secret: str, code: str) -> None:
        """Ask for a one-time code at sign-in from now on, once a first code shows that the secret was taken over.

        Raises:
            Unfit: The code is not of this secret.
        """
        if not pyotp.TOTP(secret).verify("".join(code.split()), for_time=self._now(), valid_window=1):
            refuse(Unfit, "one-time code", "a code that is not of this secret", "its six digits of now", "Try again.")
        with self._tables.change():
            self._tables.run("UPDATE desk_people SET totp = ?, totp_step = 0 WHERE id = ?", secret, person.id)
            self._acts.add("turn on codes", person.name, person=person.name, via="session")

    def set_roles(self, id: str, roles: Iterable[str], *, by: str, disabled: bool = False) -> None:
        """Give somebody these roles and no others; the last admin cannot be taken away.

        Raises:
            Unfit: A role is unknown.
            Conflict: Nobody would be left who may change this.
        """
        wanted = sorted(set(roles))
        if not set(wanted) <= set(ROLES):
            refuse(Unfit, id, " ".join(wanted), f"roles of {', '.join(ROLES)}", "Choose from these.")
        person = self.person(id)
        with self._tables.change():
            rows = self._tables.run("SELECT id, roles FROM desk_people WHERE disabled = 0 AND password IS NOT NULL")
            admins = [row["id"] for row in rows if "admin" in row["roles"].split()]
            if admins == [id] and (disabled or "admin" not in wanted):
                refuse(Conflict, person.name, "the last admin", "an admin who is left", "Make another one first.")
            self._tables.run(
                "UPDATE desk_people SET roles = ?, disabled = ? WHERE id = ?", " ".join(wanted), int(disabled), id
            )
            if disabled:
                self._tables.run("DELETE FROM desk_sessions WHERE person = ?", id)
            detail = f"{' '.join(wanted)}{', disabled' if disabled else ''}"
            self._acts.add("set roles", person.name, person=by, via="session", detail=detail)


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        roles=frozenset(row["roles"].split()),
        two_step=row["totp"] is not None,
        joined=row["password"] is not None,
        disabled=bool(row["disabled"]),
    )
