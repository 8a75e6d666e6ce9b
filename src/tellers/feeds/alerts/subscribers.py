"""Those who asked for alerts: by email (confirmed first), by webhook, by push; and how they end.

The token of a subscriber stands in the links of their own messages: with it they change or stop what they get.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from tellers.feeds.alerts.refusing import AlertsError, NoSuch, TooOften, refuse
from tellers.feeds.alerts.tables import Row, Tables, instant
from tellers.feeds.alerts.wants import Wants, read_wants, write_wants

Channel = Literal["email", "webhook", "push"]
CONFIRM_HOURS = 48
CONFIRMS_A_DAY = 3
CONFIRMS_AN_HOUR = 1_000
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
_OLD_SECRET_HOURS = 24
_FAILURES_MAX = 3


class Subscriber(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who asked for alerts.

    Args:
        state: "pending" until confirmed, "on", or "ended", for `reason`.
        keys: Secrets of a webhook, newest first, each with the moment until which it signs; a push subscription's keys.
        failures: Deliveries given up since the last that arrived.
    """

    id: str
    channel: Channel
    address: str
    keys: str
    label: str
    language: str
    wants: Wants
    state: str
    token: str
    made_at: str
    changed_at: str
    failures: int
    reason: str

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """Return a webhook's secrets that still sign, newest first."""
        kept = msgspec.json.decode(self.keys, type=list[tuple[str, str]])
        return tuple(secret for secret, until in kept if not until or until > instant(now))


def check_address(address: str) -> str:
    """Return an email address as it is kept.

    Raises:
        AlertsError: It is not one address, and nothing else.
    """
    local, _, domain = address.partition("@")
    if len(address) > 254 or not _ADDRESS.fullmatch(address) or local.startswith(".") or ".." in local:
        refuse(
            AlertsError, "email address", ascii(address[:80]), "one address, such as name@example.org", "Type it again."
        )
    return f"{local}@{domain.lower()}"


class Subscribers:
    """Reads and writes who asked for alerts."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now

    def sign_up(self, address: str, wants: Wants, language: str) -> Subscriber:
        """Keep that somebody asked for email at an address; nothing is sent there before it is confirmed, but that ask.

        Whoever is signed up already stays as they are: a stranger cannot change what they get.

        Raises:
            AlertsError: It is no address.
            TooOften: That address was asked to confirm too often today, or too many were within the hour.
        """
        address = check_address(address)
        with self._tables.change():
            self._within_limits(address)
            rows = self._tables.run("SELECT * FROM alerts_subscribers WHERE channel = 'email' AND address = ?", address)
            if rows and rows[0]["state"] == "on":
                return _subscriber(rows[0])
            if rows:  # Asked again before it was confirmed: the links sent already go on to work.
                again = self._tables.run(
                    "UPDATE alerts_subscribers SET wants = ?, language = ?, made_at = ? WHERE id = ? RETURNING *",
                    write_wants(wants),
                    language,
                    self._now(),
                    rows[0]["id"],
                )
                return _subscriber(again[0])
            return self._add("email", address, "[]", "", language, wants, "pending")

    def _within_limits(self, address: str) -> None:
        now = self._now()
        mine = self._tables.run(
            "SELECT COUNT(*) AS number FROM alerts_deliveries WHERE kind = 'confirm' AND subject = ? AND made_at > ?",
            address,
            now - timedelta(days=1),
        )[0]["number"]
        everyone = self._tables.run(
            "SELECT COUNT(*) AS number FROM alerts_deliveries WHERE kind = 'confirm' AND made_at > ?",
            now - timedelta(hours=1),
        )[0]["number"]
        if mine >= CONFIRMS_A_DAY:
            refuse(
                TooOften,
                "email address",
                f"{mine} messages to confirm it within a day",
                f"at most {CONFIRMS_A_DAY}",
                "Look for them, among unwanted mail too, or come back tomorrow.",
            )
        if everyone >= CONFIRMS_AN_HOUR:
            refuse(TooOften, "alerts", "very many who sign up", f"{CONFIRMS_AN_HOUR} an hour", "Come back in an hour.")

    def confirm(self, token: str) -> Subscriber:
        """Begin the alerts that were asked for, once the address's owner says so; again is nothing new.

        Raises:
            NoSuch: The link lapsed, or never was one.
        """
        found = self.by_token(token)
        if found.state == "on":
            return found
        lapsed = found.made_at < instant(self._now() - timedelta(hours=CONFIRM_HOURS))
        if found.state != "pending" or lapsed:
            refuse(NoSuch, "this link", "one that lapsed", f"one of the last {CONFIRM_HOURS} hours", "Sign up again.")
        return self._set(found.id, "on", "")

    def add_webhook(self, address: str, label: str, wants: Wants) -> tuple[Subscriber, str]:
        """Return a new webhook and its secret.

        Raises:
            AlertsError: There is one at that address already.
        """
        secret = new_secret()
        keys = msgspec.json.encode([(secret, "")]).decode()
        with self._tables.change():
            self._none_there("webhook", address)
            return self._add("webhook", address, keys, label, "en", wants, "on"), secret

    def _none_there(self, channel: Channel, address: str) -> None:
        rows = self._tables.run(
            "SELECT id, state FROM alerts_subscribers WHERE channel = ? AND address = ?", channel, address
        )
        if rows and rows[0]["state"] != "ended":
            refuse(AlertsError, address, "a webhook that is there already", "another address", "Change that one.")
        if rows:
            self._tables.run("DELETE FROM alerts_subscribers WHERE id = ?", rows[0]["id"])

    def add_push(self, endpoint: str, keys: str, wants: Wants, language: str) -> Subscriber:
        """Keep a browser's subscription; one that comes again takes the place of the old."""
        with self._tables.change():
            self._tables.run("DELETE FROM alerts_subscribers WHERE channel = 'push' AND address = ?", endpoint)
            return self._add("push", endpoint, keys, "", language, wants, "on")

    def rotate(self, id: str) -> str:
        """Return a webhook's new secret; the old one signs beside it for a day, so that no delivery is refused."""
        with self._tables.change():
            found = self.find(id)
            until = instant(self._now() + timedelta(hours=_OLD_SECRET_HOURS))
            kept = msgspec.json.decode(found.keys, type=list[tuple[str, str]])
            old = [(s, u or until) for s, u in kept if not u or u > instant(self._now())]
            secret = new_secret()
            keys = msgspec.json.encode([(secret, ""), *old]).decode()
            self._tables.run("UPDATE alerts_subscribers SET keys = ? WHERE id = ?", keys, id)
        return secret

    def change(self, token: str, wants: Wants, language: str) -> Subscriber:
        """Take what a reader now asks for."""
        found = self.by_token(token)
        with self._tables.change():
            self._tables.run(
                "UPDATE alerts_subscribers SET wants = ?, language = ? WHERE id = ?",
                write_wants(wants),
                language,
                found.id,
            )
        return self.find(found.id)

    def end(self, id: str, reason: str) -> Subscriber:
        """Stop what somebody gets; of a reader nothing is kept that says who it was."""
        known = self.find(id)
        with self._tables.change():
            self._tables.run(
                "UPDATE alerts_deliveries SET state = 'dropped', problem = ? WHERE subscriber = ? AND state IN "
                "('waiting', 'retrying')",
                reason.replace(known.address, "the address"),
                id,
            )
            if known.channel != "webhook":
                self._forget(id)
        return self._set(id, "ended", reason.replace(known.address, "the address"))

    def _forget(self, id: str) -> None:
        """Remove a reader's address wherever it stands; what servers said of it too."""
        self._tables.run("UPDATE alerts_subscribers SET address = ?, keys = '[]' WHERE id = ?", f"forgotten:{id}", id)
        self._tables.run("UPDATE alerts_deliveries SET problem = '' WHERE subscriber = ?", id)
        self._tables.run(
            "UPDATE alerts_deliveries SET subject = '' WHERE subscriber = ? AND kind IN ('confirm', 'already')", id
        )
        self._tables.run("DELETE FROM alerts_tries WHERE subscriber = ?", id)

    def resume(self, id: str) -> Subscriber:
        """Begin a webhook again that had ended."""
        return self._set(id, "on", "")

    def arrived(self, id: str) -> None:
        """Note that a delivery arrived (inside a change)."""
        self._tables.run("UPDATE alerts_subscribers SET failures = 0 WHERE id = ? AND failures > 0", id)

    def gave_up(self, id: str, reason: str, *, gone: bool) -> bool:
        """Note that a delivery was given up (inside a change), and return whether that ends the subscription.

        An address that says that it is gone ends at once; a webhook that never answered through all tries of one
        delivery does too; email after three messages in a row that were refused for good.
        """
        rows = self._tables.run(
            "UPDATE alerts_subscribers SET failures = failures + 1 WHERE id = ? RETURNING failures, channel", id
        )
        if not rows:
            return False
        return gone or rows[0]["channel"] == "webhook" or rows[0]["failures"] >= _FAILURES_MAX

    def all(self, channel: Channel) -> list[Subscriber]:
        """Return everyone of a channel, oldest first."""
        rows = self._tables.rows("SELECT * FROM alerts_subscribers WHERE channel = ? ORDER BY made_at", channel)
        return [_subscriber(row) for row in rows]

    def active(self) -> list[Subscriber]:
        """Return everyone who is to be alerted (inside a change)."""
        return [_subscriber(row) for row in self._tables.run("SELECT * FROM alerts_subscribers WHERE state = 'on'")]

    def counts(self) -> dict[str, int]:
        """Return how many are alerted, by channel."""
        rows = self._tables.rows(
            "SELECT channel, COUNT(*) AS number FROM alerts_subscribers WHERE state = 'on' GROUP BY channel"
        )
        return {row["channel"]: row["number"] for row in rows}

    def find(self, id: str) -> Subscriber:
        """Return one by id.

        Raises:
            NoSuch: There is none.
        """
        rows = self._tables.rows("SELECT * FROM alerts_subscribers WHERE id = ?", id)
        if not rows:
            refuse(NoSuch, "alerts", "an id that nobody has", "the id of one", "Look at the list.")
        return _subscriber(rows[0])

    def by_token(self, token: str) -> Subscriber:
        """Return the one whose link this is.

        Raises:
            NoSuch: Nobody's.
        """
        rows = self._tables.rows("SELECT * FROM alerts_subscribers WHERE token = ?", token)
        if not rows:
            refuse(NoSuch, "this link", "one that means nothing here", "the link of a message", "Sign up again.")
        return _subscriber(rows[0])

    def by_endpoint(self, endpoint: str) -> Subscriber | None:
        """Return the push subscription of a browser, None where there is none."""
        rows = self._tables.rows("SELECT * FROM alerts_subscribers WHERE channel = 'push' AND address = ?", endpoint)
        return _subscriber(rows[0]) if rows else None

    def forget_lapsed(self) -> None:
        """Forget the addresses that nobody confirmed in time."""
        with self._tables.change():
            self._tables.run(
                "DELETE FROM alerts_subscribers WHERE state = 'pending' AND made_at < ?",
                self._now() - timedelta(hours=CONFIRM_HOURS),
            )
            self._tables.run(
                "UPDATE alerts_deliveries SET subject = '' WHERE kind = 'confirm' AND subject <> '' AND made_at < ?",
                self._now() - timedelta(hours=CONFIRM_HOURS),
            )

    def _set(self, id: str, state: str, reason: str) -> Subscriber:
        with self._tables.change():
            self._tables.run(
                "UPDATE alerts_subscribers SET state = ?, reason = ?, failures = 0, changed_at = ? WHERE id = ?",
                state,
                reason,
                self._now(),
                id,
            )
        return self.find(id)

    def _add(
        self, channel: Channel, address: str, keys: str, label: str, language: str, wants: Wants, state: str
    ) -> Subscriber:
        id, token = secrets.token_hex(8), secrets.token_urlsafe(24)
        rows = self._tables.run(
            "INSERT INTO alerts_subscribers (id, channel, address, keys, label, language, wants, state, token, "
            "made_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            id,
            channel,
            address,
            keys,
            label,
            language,
            write_wants(wants),
            state,
            token,
            self._now(),
            self._now(),
        )
        return _subscriber(rows[0])


def new_secret() -> str:
    """Return a new secret as Standard Webhooks has it: whsec_ and 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _subscriber(row: Row) -> Subscriber:
    return Subscriber(**{**row, "wants": read_wants(row["wants"])})
