"""Odds for the pages: reckoned in a thread of their own, at most once for an edition; no page waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tellers.edition import Edition
from tellers.outlook.odds import Odds, reckon

KEPT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """The odds of one edition; `odds` is None where none are made for such a night."""

    edition: int
    odds: Odds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsPoint:
    """The odds of one moment, without what they were reckoned from.

    Args:
        chances: From 0 to 1: of each candidate in a night of one contest, else of each party's majority, and of none
            under `NO_MAJORITY`.
    """

    edition: int
    chances: Mapping[str, float]
    ready: bool


NO_MAJORITY = ""
MOMENTS = 16
"""Odds are kept of so many moments of a night and no more: each a sixteenth of its declarations after the last."""


def moments(editions: Sequence[Edition]) -> tuple[int, ...]:
    """Return the editions of which the odds make the line through the night, in order.

    They are where a sixteenth, two and so on of the declarations were first in, whatever comes after: so a moment once
    reckoned is not reckoned again, and a night is never more than sixteen of them.
    """
    found: list[int] = []
    step = 0
    for edition in editions:
        declared, total = progress(edition)
        reached = MOMENTS * declared // total if total else 0
        if declared and (reached > step or not found) and not all_final(edition):
            found.append(edition.number)
        step = max(step, reached)
    return tuple(found[-MOMENTS:])


def progress(edition: Edition) -> tuple[int, int]:
    """Return how many declarations are in, and of how many: areas in a night of one contest, else contests."""
    if len(edition.election.contests) == 1:
        standing = edition.standing(edition.election.contests[0])
        return standing.declared, standing.areas_total
    return edition.board.declared, edition.board.total


class OddsDesk:
    """Answers with the newest odds that are ready, and has those asked for reckoned meanwhile.

    Args:
        on_ready: Called, in the desk's thread, whenever odds have become ready.
    """

    def __init__(self, on_ready: Callable[[], None]) -> None:
        self._on_ready = on_ready
        self._known: dict[int, Reckoned] = {}
        self._points: dict[int, OddsPoint | None] = {}
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

    def history(self, editions: Sequence[Edition], *, now: bool) -> tuple[OddsPoint, ...]:
        """Return the odds through the night up to the last of some editions, as far as they are ready.

        Args:
            editions: All from edition 0.
            now: Whether those not ready are reckoned here (for writing files), or asked for (for answering).
        """
        wanted = moments(editions)
        for number in wanted:
            with self._lock:
                ready = number in self._points
            if not ready and now:
                self.reckon_now(editions[number])
            elif not ready:
                self.newest(editions[number])
        with self._lock:
            found = [self._points.get(number) for number in wanted]
        return tuple(point for point in found if point is not None)

    def _keep(self, made: Reckoned) -> Reckoned:
        with self._lock:
            self._points[made.edition] = _point(made)
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


def _point(made: Reckoned) -> OddsPoint | None:
    odds = made.odds
    if odds is None:
        return None
    if len(odds.contests) == 1:
        (chances,) = odds.contests.values()
        return OddsPoint(edition=made.edition, chances=dict(chances), ready=odds.ready)
    out, columns = odds.output, odds.arrays.columns
    of_parties = {columns[i]: float(out.majority[i]) for i in range(len(columns))} | {NO_MAJORITY: float(out.hung)}
    return OddsPoint(edition=made.edition, chances=of_parties, ready=odds.ready)


def all_final(edition: Edition) -> bool:
    """Return whether every contest has its result, so that there is nothing to have odds of."""
    return edition.board.declared == edition.board.total


def _reckon(edition: Edition) -> Reckoned:
    odds = reckon(edition.election, edition.standings, edition.record.contests)
    return Reckoned(edition=edition.number, odds=odds)
