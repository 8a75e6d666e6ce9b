"""The durable queue: what is to be delivered to whom, put together while it cools, and every try.

A delivery waits (and takes in further alerts), is claimed and sent, is tried again, and in the end was sent, given up
or dropped. What was claimed by a process that died is claimed again: at least once, under the same id.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from tellers.feeds.alerts.alert import Alert
from tellers.feeds.alerts.subscribers import Channel, Subscriber
from tellers.feeds.alerts.tables import Row, Tables, instant

DeliveryKind = Literal["alerts", "confirm", "already", "test"]
CLAIM_SECONDS = 90
ALL = "*"


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one subscriber; its id never changes, however often it is tried.

    Args:
        subject: The contest or body that its alerts are about, "*" where they are about several.
        due_at, first_due: When it is tried next, and when it was to be tried first.
    """

    seq: int
    id: str
    channel: Channel
    subscriber: str
    kind: DeliveryKind
    subject: str
    state: str
    due_at: str
    first_due: str
    tries: int
    problem: str
    made_at: str
    claimed_until: str | None


class Try(msgspec.Struct, frozen=True, kw_only=True):
    """One try of a delivery."""

    seq: int
    delivery: str
    subscriber: str
    at: str
    outcome: str
    detail: str
    milliseconds: int


class Queue:
    """Puts deliveries in, hands them out and keeps what came of them."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now

    def mark(self, night: str) -> int | None:
        """Return the last edition of a night that alerts were made of, None before the first."""
        rows = self._tables.rows("SELECT edition FROM alerts_mark WHERE night = ?", night)
        return rows[0]["edition"] if rows else None

    def set_mark(self, night: str, edition: int) -> None:
        """Keep that alerts were made up to an edition (inside a change)."""
        self._tables.run(
            "INSERT INTO alerts_mark (night, edition) VALUES (?, ?) ON CONFLICT (night) DO UPDATE SET edition = ?",
            night,
            edition,
            edition,
        )

    def keep(self, alert: Alert) -> bool:
        """Keep an alert, and return whether it was not kept before (inside a change)."""
        return bool(
            self._tables.run(
                "INSERT INTO alerts_made (id, edition, contest, body, made_at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING RETURNING id",
                alert.id,
                alert.edition,
                alert.contest or alert.body or "",
                msgspec.json.encode(alert).decode(),
                self._now(),
            )
        )

    def made(self, contest: str) -> list[Alert]:
        """Return the alerts made of a contest or body so far (inside a change)."""
        rows = self._tables.run("SELECT body FROM alerts_made WHERE contest = ? ORDER BY edition", contest)
        return [_alert(row["body"]) for row in rows]

    def told(self, alerts: Iterable[str]) -> frozenset[str]:
        """Return who was told, or is about to be told, of any of these alerts (inside a change)."""
        found: set[str] = set()
        for id in alerts:
            rows = self._tables.run("SELECT subscriber FROM alerts_told WHERE alert = ?", id)
            found.update(row["subscriber"] for row in rows)
        return frozenset(found)

    def put(
        self,
        subscriber: Subscriber,
        alerts: Sequence[Alert],
        *,
        cooling_minutes: int,
        per_hour: int | None,
    ) -> None:
        """Queue what one event means to one subscriber (inside a change)."""
        subject = next((a.contest or a.body or "" for a in alerts), "")
        urgent = any(alert.corrects for alert in alerts)
        waiting = self._waiting(subscriber.id, subject)
        if waiting is not None and (cooling_minutes or waiting["subject"] == ALL):
            delivery = waiting["id"]
            if urgent:  # What cools goes with the correction, and at once.
                now = self._now()
                self._tables.run(
                    "UPDATE alerts_deliveries SET due_at = ?, first_due = ? WHERE id = ?", now, now, delivery
                )
        else:
            subject, due = (
                (subject, self._now()) if urgent else self._due(subscriber, subject, cooling_minutes, per_hour)
            )
            delivery = self.add(subscriber, "alerts", subject, due)
        for alert in alerts:
            self._tables.run(
                "INSERT INTO alerts_told (alert, subscriber, delivery) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                alert.id,
                subscriber.id,
                delivery,
            )

    def _waiting(self, subscriber: str, subject: str) -> Row | None:
        rows = self._tables.run(
            "SELECT id, subject FROM alerts_deliveries WHERE subscriber = ? AND kind = 'alerts' AND state = 'waiting' "
            "AND subject IN (?, ?) ORDER BY seq LIMIT 1",
            subscriber,
            subject,
            ALL,
        )
        return rows[0] if rows else None

    def _due(
        self, subscriber: Subscriber, subject: str, cooling_minutes: int, per_hour: int | None
    ) -> tuple[str, datetime]:
        """Return what a new delivery is about and when it is due."""
        now = self._now()
        if per_hour is not None:
            rows = self._tables.run(
                "SELECT COUNT(*) AS number, MIN(first_due) AS oldest FROM alerts_deliveries "
                "WHERE subscriber = ? AND kind = 'alerts' AND first_due > ?",
                subscriber.id,
                now - timedelta(hours=1),
            )
            if rows[0]["number"] >= per_hour:
                return ALL, datetime.fromisoformat(rows[0]["oldest"]) + timedelta(hours=1)
        if cooling_minutes:
            rows = self._tables.run(
                "SELECT MAX(first_due) AS last FROM alerts_deliveries "
                "WHERE subscriber = ? AND kind = 'alerts' AND subject = ?",
                subscriber.id,
                subject,
            )
            if rows[0]["last"] is not None:
                cooled = datetime.fromisoformat(rows[0]["last"]) + timedelta(minutes=cooling_minutes)
                return subject, max(now, cooled)
        return subject, now

    def add(self, subscriber: Subscriber, kind: DeliveryKind, subject: str, due: datetime) -> str:
        """Queue one delivery, and return its id (inside a change)."""
        id = f"msg_{secrets.token_hex(12)}"
        self._tables.run(
            "INSERT INTO alerts_deliveries (id, channel, subscriber, kind, subject, state, due_at, first_due, made_at) "
            "VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, ?)",
            id,
            subscriber.channel,
            subscriber.id,
            kind,
            subject,
            due,
            due,
            self._now(),
        )
        return id

    def overtaken(self, subscriber: str, alerts: Iterable[str]) -> None:
        """Take out of letters that failed what a correction has overtaken, and drop those left empty (inside a change).

        They wait to be tried again, and would tell the old figure after the new one. Webhooks are left alone: programs
        get everything, each with its edition's number.
        """
        failed = (
            "SELECT id FROM alerts_deliveries WHERE subscriber = ? AND state = 'retrying' AND channel <> 'webhook' "
            "AND kind = 'alerts'"
        )
        for id in alerts:
            self._tables.run(
                f"DELETE FROM alerts_told WHERE alert = ? AND subscriber = ? AND delivery IN ({failed})",
                id,
                subscriber,
                subscriber,
            )
        self._tables.run(
            "UPDATE alerts_deliveries SET state = 'dropped', problem = 'a correction overtook it' "
            f"WHERE id IN ({failed}) AND id NOT IN (SELECT delivery FROM alerts_told WHERE subscriber = ?)",
            subscriber,
            subscriber,
        )

    def claim(self, channel: Channel) -> Delivery | None:
        """Return the delivery of a channel that has been due the longest, so that nobody else takes it."""
        if not self._tables.rows(f"SELECT 1 AS one FROM alerts_deliveries {_DUE} LIMIT 1", *self._due_now(channel)):
            return None  # Most looks find nothing, and so change nothing.
        with self._tables.change():
            rows = self._tables.run(
                "UPDATE alerts_deliveries SET state = 'sending', tries = tries + 1, claimed_until = ? "
                f"WHERE seq = (SELECT seq FROM alerts_deliveries {_DUE} ORDER BY due_at, seq LIMIT 1) RETURNING *",
                self._now() + timedelta(seconds=CLAIM_SECONDS),
                *self._due_now(channel),
            )
        return Delivery(**rows[0]) if rows else None

    def _due_now(self, channel: Channel) -> tuple[object, ...]:
        now = self._now()
        return channel, now, now, now

    def done(self, delivery: Delivery, state: str, detail: str, milliseconds: int, due: datetime | None = None) -> None:
        """Keep what came of a try (inside a change)."""
        self._tables.run(
            "UPDATE alerts_deliveries SET state = ?, problem = ?, due_at = ?, claimed_until = NULL WHERE id = ?",
            state,
            "" if state == "sent" else detail,
            delivery.due_at if due is None else due,
            delivery.id,
        )
        self._tables.run(
            "INSERT INTO alerts_tries (delivery, subscriber, at, outcome, detail, milliseconds) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            delivery.id,
            delivery.subscriber,
            self._now(),
            state,
            detail[:300],
            milliseconds,
        )

    def alerts(self, delivery: Delivery) -> list[Alert]:
        """Return the alerts of a delivery: corrections first, then newest first."""
        rows = self._tables.rows(
            "SELECT m.body FROM alerts_made m JOIN alerts_told t ON t.alert = m.id WHERE t.delivery = ? "
            "ORDER BY m.edition, m.made_at, m.id",
            delivery.id,
        )
        found = [_alert(row["body"]) for row in rows]
        return sorted(found, key=lambda alert: (not alert.corrects, -alert.edition))

    def deliveries(self, subscriber: str, count: int = 50) -> list[Delivery]:
        """Return a subscriber's newest deliveries, newest first."""
        rows = self._tables.rows(
            "SELECT * FROM alerts_deliveries WHERE subscriber = ? ORDER BY seq DESC LIMIT ?", subscriber, count
        )
        return [Delivery(**row) for row in rows]

    def tries(self, subscriber: str, count: int = 50) -> list[Try]:
        """Return a subscriber's newest tries, newest first."""
        rows = self._tables.rows(
            "SELECT * FROM alerts_tries WHERE subscriber = ? ORDER BY seq DESC LIMIT ?", subscriber, count
        )
        return [Try(**row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many deliveries there are, by state."""
        rows = self._tables.rows("SELECT state, COUNT(*) AS number FROM alerts_deliveries GROUP BY state")
        return {row["state"]: row["number"] for row in rows}

    def forget_old(self, days: int = 30) -> None:
        """Forget the tries of long ago."""
        with self._tables.change():
            self._tables.run("DELETE FROM alerts_tries WHERE at < ?", instant(self._now() - timedelta(days=days)))


_DUE = (
    "WHERE channel = ? AND ((state IN ('waiting', 'retrying') AND due_at <= ?) "
    "OR (state = 'sending' AND claimed_until < ?)) "
    # One at a time to each: in order, and whoever hangs holds up one thread, not all.
    "AND subscriber NOT IN (SELECT subscriber FROM alerts_deliveries WHERE state = 'sending' AND claimed_until >= ?)"
)


def _alert(text: str) -> Alert:
    return msgspec.json.decode(text, type=Alert)
