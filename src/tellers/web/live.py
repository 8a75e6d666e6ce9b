"""The hub: every edition of a night as it is made, and those who wait for the next."""

from __future__ import annotations

import asyncio
import threading
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Literal

from tellers.edition import Edition, advance, start
from tellers.record import Election, Event
from tellers.terms import ContestId
from tellers.web.charts.ground import NO_GROUNDS, Grounds
from tellers.web.odds import OddsDesk
from tellers.web.sheets import NO_SHEETS
from tellers.web.site.imprint import Imprint

HEARTBEAT_SECONDS = 15.0


class Hub:
    """Holds the editions of one night and wakes those who wait; any thread may publish.

    Editions share all that did not change, so keeping every one costs little more than keeping the last. `imprint` says
    whose site it is and where; it is set before the first page is asked for.
    """

    def __init__(self, election: Election, events: Iterable[Event] = (), grounds: Grounds = NO_GROUNDS) -> None:
        self.grounds = grounds
        self.sheets = NO_SHEETS
        self.alerts_page = ""
        """Where readers ask for alerts; empty where they cannot."""
        self.odds = OddsDesk(self._odds_ready)
        self.imprint = Imprint()
        self.prints: Literal["none", "asked", "files"] = "none"
        """Whether pages lead to a PDF: to one printed when asked for, or to one among the files."""
        self._odds_made = 0
        self._editions = [start(election)]
        self._touching: dict[ContestId, list[int]] = {}
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()
        self._closed = False
        for event in events:
            self._add(advance(self._editions[-1], event))

    @property
    def election(self) -> Election:
        """Return the election that is published."""
        return self._editions[0].election

    @property
    def latest(self) -> Edition:
        """Return the newest edition."""
        return self._editions[-1]

    @property
    def editions(self) -> Sequence[Edition]:
        """Return every edition so far, edition 0 first."""
        return tuple(self._editions)

    def edition(self, number: int) -> Edition | None:
        """Return the edition of that number, None where there is none yet."""
        return self._editions[number] if 0 <= number < len(self._editions) else None

    def touching(self, contest: ContestId, until: int) -> list[int]:
        """Return the numbers of the editions whose event touched a contest, oldest first, up to one of them."""
        numbers = self._touching.get(contest, [])
        return numbers[: bisect_right(numbers, until)]

    def publish(self, event: Event) -> Edition:
        """Make the edition after one more event, and tell those who wait.

        Raises:
            DeclarationError: What the event says cannot be true; nothing is published.
        """
        with self._lock:
            edition = advance(self._editions[-1], event)
            self._add(edition)
        self._wake()
        return edition

    def _add(self, edition: Edition) -> None:
        self._editions.append(edition)
        for contest in edition.touched:
            self._touching.setdefault(contest, []).append(edition.number)

    def close(self) -> None:
        """Let go of all who wait, so that their connections end of themselves."""
        self._closed = True
        self._wake()

    def _odds_ready(self) -> None:
        self._odds_made += 1
        self._wake()

    def _wake(self) -> None:
        for loop, wake in tuple(self._waiting):
            if not loop.is_closed():
                loop.call_soon_threadsafe(wake.set)

    async def follow(self, after: int) -> AsyncIterator[int | None]:
        """Yield the newest edition's number whenever there is a newer one or odds are ready; None as a heartbeat."""
        wake = asyncio.Event()
        entry = (asyncio.get_running_loop(), wake)
        self._waiting.add(entry)
        odds = self._odds_made
        try:
            while not self._closed:
                wake.clear()
                number = self.latest.number
                if number > after or odds < self._odds_made:
                    after, odds = number, self._odds_made
                    yield number
                    continue
                try:
                    await asyncio.wait_for(wake.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield None
        finally:
            self._waiting.discard(entry)
