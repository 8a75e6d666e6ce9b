"""Odds for the pages: reckoned in a thread of their own, at most once for an edition; no page waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from tellers.edition import Edition
from tellers.outlook.odds import Odds, reckon

KEPT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """The odds of one edition; `odds` is None where none are made for such a night."""

    edition: int
    odds: Odds | None


class OddsDesk:
    """Answers with the newest odds that are ready, and has those asked for reckoned meanwhile.

    Args:
        on_ready: Called, in the desk's thread, whenever odds have become ready.
    """

    def __init__(self, on_ready: Callable[[], None]) -> None:
        self._on_ready = on_ready
        self._known: dict[int, Reckoned] = {}
        self._wanted: dict[int, Edition] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def newest(self, edition: Edition) -> Reckoned | None:
        """Return the newest odds ready of this edition or one before it, None where there are none; ask for its own."""
        with self._lock:
            known = [number for number in self._known if number <= edition.number]
            best = self._known[max(known)] if known else None
            if edition.number not in self._known and not all_final(edition):
                self._wanted[edition.number] = edition
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name="odds", daemon=True)
                    self._thread.start()
            return best

    def reckon_now(self, edition: Edition) -> Reckoned:
        """Return the odds of an edition, reckoned here if they are not ready: for writing files, not for answering."""
        with self._lock:
            if edition.number in self._known:
                return self._known[edition.number]
        return self._keep(_reckon(edition))

    def _keep(self, made: Reckoned) -> Reckoned:
        with self._lock:
            self._known[made.edition] = made
            while len(self._known) > KEPT:
                del self._known[min(self._known)]
        return made

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._thread = None
                    return
                edition = self._wanted.pop(max(self._wanted))  # The newest first: it is what most are looking at.
                while len(self._wanted) > KEPT:
                    del self._wanted[min(self._wanted)]
            self._keep(_reckon(edition))
            self._on_ready()


def all_final(edition: Edition) -> bool:
    """Return whether every contest has its result, so that there is nothing to have odds of."""
    return edition.board.declared == edition.board.total


def _reckon(edition: Edition) -> Reckoned:
    odds = reckon(edition.election, edition.standings, edition.record.contests)
    return Reckoned(edition=edition.number, odds=odds)
