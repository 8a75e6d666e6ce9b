"""The alerts of one night: follows its editions, keeps who asked for what, and has it delivered."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from tellers.edition import Edition
from tellers.errors import StoreError
from tellers.feeds.alerts import mail, webhooks
from tellers.feeds.alerts.alert import Alert
from tellers.feeds.alerts.courier import Carry, Courier
from tellers.feeds.alerts.letters import alert_letter, confirm_letter
from tellers.feeds.alerts.meaning import alerts_of, stale_alerts
from tellers.feeds.alerts.outcome import Outcome
from tellers.feeds.alerts.posting import WHOLE_SECONDS, check_reachable
from tellers.feeds.alerts.push import Keys, Pusher, notification
from tellers.feeds.alerts.queue import Delivery, Queue
from tellers.feeds.alerts.refusing import AlertsError, NoSuch, refuse
from tellers.feeds.alerts.settings import Settings, password
from tellers.feeds.alerts.subscribers import Channel, Subscriber, Subscribers
from tellers.feeds.alerts.tables import Tables
from tellers.feeds.alerts.wants import Wants, wanted
from tellers.record import Election

LOOK_SECONDS = 0.25


class Editions(Protocol):
    """The editions of a night as they are made."""

    @property
    def election(self) -> Election:
        """Return the election that they are of."""

    @property
    def latest(self) -> Edition:
        """Return the newest edition."""

    def edition(self, number: int) -> Edition | None:
        """Return the edition of that number, None where there is none yet."""


class Alerts:
    """Everything about alerts; any thread may call. Nothing that publishes ever calls or waits for it."""

    def __init__(
        self,
        settings: Settings,
        tables: Tables,
        editions: Editions,
        *,
        folder: Path,
        now: Callable[[], datetime],
        say: Callable[[str], None] = lambda line: None,
        chance: random.Random | None = None,
        seconds: float = WHOLE_SECONDS,
    ) -> None:
        """Open the alerts of a night; `start` begins to follow and deliver.

        Args:
            folder: Where the files stand that the settings name.
            say: Told what whoever runs it must know, such as a webhook that was disabled.
            seconds: How long a receiver may take to answer.

        Raises:
            InputError: A secret that the settings name is not there, or the extra for push is not.
        """
        self.settings, self.editions = settings, editions
        self._tables, self._now, self._say, self._seconds = tables, now, say, seconds
        self.subscribers = Subscribers(tables, now)
        self.queue = Queue(tables, now)
        self.pusher = None if settings.push is None else Pusher(settings.push, folder)
        self._password = None if settings.email is None else password(settings.email, folder)
        carriers: dict[Channel, Carry] = {"webhook": self._by_webhook}
        if settings.email is not None:
            carriers["email"] = self._by_email
        if self.pusher is not None:
            carriers["push"] = self._by_push
        self.courier = Courier(tables, self.queue, self.subscribers, carriers, now, chance=chance, ended=self._disabled)
        self._stop = threading.Event()
        self._follower = threading.Thread(target=self._follow, name="alerts", daemon=True)

    def start(self) -> None:
        """Follow the editions and deliver, from where it last stopped; a log under way is followed from now on."""
        if self.queue.mark(self.editions.election.id) is None:
            with self._tables.change():
                self.queue.set_mark(self.editions.election.id, self.editions.latest.number)
        self._follower.start()
        self.courier.start()

    def stop(self) -> None:
        """Follow and deliver no more; what waits is delivered when it starts again. The tables are closed."""
        self._stop.set()
        if self._follower.is_alive():
            self._follower.join(5)
        self.courier.stop()
        self._tables.close()

    def _follow(self) -> None:
        tidied: datetime | None = None
        while not self._stop.is_set():
            try:
                if self.catch_up():
                    self.courier.wake()
                if tidied is None or self._now() - tidied > timedelta(hours=1):
                    self.tidy()
                    tidied = self._now()
            except StoreError as error:
                self._say(f"alerts wait: {error}")
                self._stop.wait(2)
            self._stop.wait(LOOK_SECONDS)

    def tidy(self) -> None:
        """Forget the addresses that nobody confirmed, and the tries of long ago."""
        self.subscribers.forget_lapsed()
        self.queue.forget_old()

    def catch_up(self) -> int:
        """Make the alerts of all editions since the last looked at, and return how many editions those were."""
        night = self.editions.election.id
        mark = self.queue.mark(night) or 0
        done = 0
        for number in range(mark + 1, self.editions.latest.number + 1):
            before, after = self.editions.edition(number - 1), self.editions.edition(number)
            if before is None or after is None or self._stop.is_set():
                break
            self._take(before, after)
            done += 1
        if done == 0 and mark > self.editions.latest.number:
            self._say(f"alerts: the log of {night} is shorter than it was ({mark} editions); nothing is alerted again")
        return done

    def _take(self, before: Edition, after: Edition) -> None:
        """Queue what one edition means to everyone who asked, once, whoever else does the same."""
        alerts = alerts_of(before, after)
        with self._tables.change():
            if (self.queue.mark(after.election.id) or 0) >= after.number:
                return
            self.queue.set_mark(after.election.id, after.number)
            fresh = [alert for alert in alerts if self.queue.keep(alert)]
            if not fresh:
                return
            stale = self._stale(before, after, fresh)
            told = self.queue.told(stale)
            for subscriber in self.subscribers.active():
                self._queue(subscriber, fresh, after.election, stale, told)

    def _stale(self, before: Edition, after: Edition, fresh: Sequence[Alert]) -> frozenset[str]:
        """Return the alerts told earlier that a correction among these overtakes."""
        corrections = [alert for alert in fresh if alert.corrects]
        if not corrections:
            return frozenset()
        subjects = {s for a in corrections for s in (a.contest, a.body) if s is not None}
        earlier = [a for subject in sorted(subjects) for a in self.queue.made(subject) if a.edition < after.number]
        return stale_alerts(before, after, earlier)

    def _queue(
        self,
        subscriber: Subscriber,
        fresh: Sequence[Alert],
        election: Election,
        stale: frozenset[str],
        told: frozenset[str],
    ) -> None:
        was_told = subscriber.id in told
        mine = [a for a in fresh if wanted(a, subscriber.wants, election) or (a.corrects and was_told)]
        if not mine:
            return
        if was_told:
            self.queue.overtaken(subscriber.id, stale)
        cooling = subscriber.wants.cooling_minutes
        if cooling is None:
            cooling = 0 if subscriber.channel == "webhook" else self.settings.cooling_minutes
        email = self.settings.email
        per_hour = email.per_hour if email is not None and subscriber.channel != "webhook" else None
        self.queue.put(subscriber, mine, cooling_minutes=cooling, per_hour=per_hour)

    # What readers and the desk ask for.

    def sign_up(self, address: str, wants: Wants, language: str) -> None:
        """Ask the owner of an email address to confirm that they want alerts.

        What comes of it says nothing of whether the address was known already: its owner alone is told.

        Raises:
            AlertsError: It is no address, or was asked too often.
        """
        if self.settings.email is None:
            refuse(AlertsError, "alerts", "no email here", "[email] in the settings", "Ask for another way.")
        subscriber = self.subscribers.sign_up(address, wants, language)
        with self._tables.change():
            kind = "already" if subscriber.state == "on" else "confirm"
            delivery = self.queue.add(subscriber, "confirm", subscriber.address, self._now())
            if kind == "already":
                self._tables.run("UPDATE alerts_deliveries SET kind = 'already' WHERE id = ?", delivery)
        self.courier.wake()

    def sign_up_browser(self, endpoint: str, keys: Keys, wants: Wants, language: str) -> Subscriber:
        """Keep a browser's subscription to push.

        Raises:
            AlertsError: Push is not offered, or it is not a browser's subscription.
        """
        if self.pusher is None:
            refuse(AlertsError, "push", "no push here", "[push] in the settings", "Use email.")
        self.pusher.check(endpoint, keys)
        return self.subscribers.add_push(endpoint, msgspec.json.encode(keys).decode(), wants, language)

    def add_webhook(self, address: str, label: str, wants: Wants) -> tuple[Subscriber, str]:
        """Return a new webhook and the secret that its receiver checks signatures with.

        Raises:
            AlertsError: It is no address that alerts may go to, or is there already.
        """
        check_reachable(address, private=self.settings.webhooks.private_addresses)
        return self.subscribers.add_webhook(address, " ".join(label.split())[:80], wants)

    def try_webhook(self, id: str) -> str:
        """Send a test to a webhook, tried once, and return the delivery's id; its log says what came of it."""
        subscriber = self.subscribers.find(id)
        if subscriber.channel != "webhook":
            refuse(NoSuch, id, f"an {subscriber.channel}", "a webhook", "Choose one of the list.")
        with self._tables.change():
            delivery = self.queue.add(subscriber, "test", "", self._now())
        self.courier.wake()
        return delivery

    def _disabled(self, subscriber: Subscriber) -> None:
        name = subscriber.label or subscriber.address
        what = f"the webhook {name}" if subscriber.channel == "webhook" else f"a reader by {subscriber.channel}"
        self._say(f"alerts: {what} is {subscriber.reason}")

    # How each channel carries a delivery.

    def _by_webhook(self, subscriber: Subscriber, delivery: Delivery) -> Outcome:
        alerts = self.queue.alerts(delivery)
        testing = delivery.kind == "test"
        body = webhooks.payload(alerts, site=self.settings.site, made_at=delivery.made_at, test_delivery=testing)
        now = self._now()
        return webhooks.send(
            subscriber.address,
            delivery.id,
            body,
            subscriber.secrets(now),
            now=now,
            private=self.settings.webhooks.private_addresses,
            seconds=self._seconds,
        )

    def _by_email(self, subscriber: Subscriber, delivery: Delivery) -> Outcome:
        assert self.settings.email is not None
        site, election = self.settings.site, self.editions.election
        stop = f"{site}/alerts/unsubscribe/{subscriber.token}"
        if delivery.kind == "alerts":
            alerts = self.queue.alerts(delivery)
            letter = alert_letter(alerts, election, subscriber.language, site=site, token=subscriber.token)
        else:
            already = delivery.kind == "already"
            letter = confirm_letter(election, subscriber.language, site=site, token=subscriber.token, already=already)
        made = mail.message(
            letter,
            sender=self.settings.email.sender,
            to=subscriber.address,
            id=delivery.id,
            at=self._now(),
            language=subscriber.language,
            unsubscribe=stop if delivery.kind == "alerts" else None,
            test=election.test,
        )
        return mail.send(made, self.settings.email, self._password)

    def _by_push(self, subscriber: Subscriber, delivery: Delivery) -> Outcome:
        assert self.pusher is not None
        alerts = self.queue.alerts(delivery)
        keys = msgspec.json.decode(subscriber.keys, type=Keys)
        return self.pusher.send(
            subscriber.address, keys, notification(alerts, subscriber.language, site=self.settings.site)
        )
