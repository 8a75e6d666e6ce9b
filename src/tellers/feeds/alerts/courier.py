"""The courier: threads of its own that take what is due to where it goes, so that nothing else ever waits for it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from tellers.errors import StoreError
from tellers.feeds.alerts.outcome import Outcome, next_try_seconds
from tellers.feeds.alerts.queue import Delivery, Queue
from tellers.feeds.alerts.refusing import NoSuch
from tellers.feeds.alerts.subscribers import Channel, Subscriber, Subscribers
from tellers.feeds.alerts.tables import Tables

THREADS = 8
LOOK_SECONDS = 0.5
_AWAY_SECONDS = 2.0

Carry = Callable[[Subscriber, Delivery], Outcome]


class Courier:
    """Delivers by several channels at once: one that hangs holds up no other, and no more than its own few threads."""

    def __init__(
        self,
        tables: Tables,
        queue: Queue,
        subscribers: Subscribers,
        carriers: Mapping[Channel, Carry],
        now: Callable[[], datetime],
        *,
        chance: random.Random | None = None,
        ended: Callable[[Subscriber], None] = lambda subscriber: None,
    ) -> None:
        """Take the queue as it is; `ended` is told of whoever is not delivered to any more."""
        self._tables, self._queue, self._subscribers, self._now = tables, queue, subscribers, now
        self._carriers, self._ended = carriers, ended
        self._chance = chance or random.Random()
        self._stop = threading.Event()
        self._due = threading.Condition()
        self._threads = [
            threading.Thread(target=self._work, args=(channel,), name=f"alerts {channel} {n}", daemon=True)
            for channel in carriers
            for n in range(THREADS)
        ]

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at once: something is due."""
        with self._due:
            self._due.notify_all()

    def stop(self, seconds: float = 5.0) -> None:
        """Deliver no more; what is under way is waited for a little, and else delivered again when it starts anew."""
        self._stop.set()
        self.wake()
        ends = time.monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, ends - time.monotonic()))

    def _work(self, channel: Channel) -> None:
        while not self._stop.is_set():
            try:
                busy = self.once(channel)
            except StoreError:
                self._stop.wait(_AWAY_SECONDS)  # The tables are away; what is due is still due when they are back.
                continue
            if not busy:
                with self._due:
                    self._due.wait(LOOK_SECONDS)

    def once(self, channel: Channel) -> bool:
        """Deliver one thing that is due, and return whether there was one."""
        delivery = self._queue.claim(channel)
        if delivery is None:
            return False
        try:
            subscriber = self._subscribers.find(delivery.subscriber)
        except NoSuch as error:  # They were forgotten meanwhile.
            with self._tables.change():
                self._queue.done(delivery, "dropped", str(error), 0)
            return True
        begun = time.monotonic()
        outcome = self._outcome(subscriber, delivery)
        self._settle(subscriber, delivery, outcome, int((time.monotonic() - begun) * 1000))
        return True

    def _outcome(self, subscriber: Subscriber, delivery: Delivery) -> Outcome:
        if subscriber.state == "ended" and delivery.kind != "test":
            return Outcome(result="refused", detail=subscriber.reason)
        if delivery.tries > 1 and subscriber.state == "pending" and delivery.kind == "alerts":
            return Outcome(result="refused", detail="not confirmed")
        return self._carriers[delivery.channel](subscriber, delivery)

    def _settle(self, subscriber: Subscriber, delivery: Delivery, outcome: Outcome, milliseconds: int) -> None:
        wait = None
        if outcome.result == "again" and delivery.kind != "test":
            wait = next_try_seconds(delivery.tries, outcome.wait_seconds, self._chance)
        ending = False
        with self._tables.change():
            if outcome.result == "sent":
                self._queue.done(delivery, "sent", outcome.detail, milliseconds)
                self._subscribers.arrived(subscriber.id)
            elif wait is not None:
                due = self._now() + timedelta(seconds=wait)
                self._queue.done(delivery, "retrying", outcome.detail, milliseconds, due)
            else:
                self._queue.done(delivery, "given up", outcome.detail, milliseconds)
                if subscriber.state == "on" and delivery.kind != "test":
                    gone = outcome.result == "gone"
                    ending = self._subscribers.gave_up(subscriber.id, outcome.detail, gone=gone)
        if ending:
            self._ended(self._subscribers.end(subscriber.id, f"disabled: {outcome.detail}"))
