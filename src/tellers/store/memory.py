"""A log in memory: for replays, rehearsals and tests; gone with the process."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from tellers.errors import Problem, StoreError
from tellers.store.chain import genesis
from tellers.store.contract import check_run, closed, moved
from tellers.store.lines import Head, Line
from tellers.store.verifying import Fault, faults


class MemoryStore:
    """A store that keeps its lines in a list."""

    def __init__(self, *, election: str, pack_digest: str | None = None, definition: str | None = None) -> None:
        self.url = "memory:"
        self.election = election
        self.pack_digest = pack_digest
        self.definition = definition
        self._lines: list[Line] = []
        self._ids: set[str] = set()
        self._grown = threading.Condition()
        self._closed = False

    def head(self) -> Head:
        """Return the end of the log."""
        with self._grown:
            self._check_open()
            return self._head()

    def _head(self) -> Head:
        return Head(self._lines[-1].seq, self._lines[-1].hash) if self._lines else Head(0, genesis(self.election))

    def _check_open(self) -> None:
        if self._closed:
            raise closed(self.url)

    def read(self, after: int = 0, *, limit: int | None = None) -> list[Line]:
        """Return the events after number `after`, in order, at most `limit` of them."""
        with self._grown:
            self._check_open()
            return self._lines[after : None if limit is None else after + limit]

    def append(self, lines: Sequence[Line], *, head: Head) -> None:
        """Keep all the lines, or none.

        Raises:
            LogMoved: The log no longer ends at `head`.
            StoreError: The lines do not follow one another, or have an id that the log has.
        """
        with self._grown:
            self._check_open()
            if self._head() != head:
                raise moved(self.url, expected=head, found=self._head())
            check_run(self.url, lines, head)
            ids: set[str] = set()
            for line in lines:
                if line.id in self._ids or line.id in ids:
                    raise doubled_id(self.url, line.id)
                ids.add(line.id)
            self._lines.extend(lines)
            self._ids |= ids
            self._grown.notify_all()

    def wait(self, after: int, timeout_seconds: float) -> bool:
        """Return True as soon as the log goes on after event `after`, False when it has not in time."""
        with self._grown:
            self._grown.wait_for(lambda: self._closed or len(self._lines) > after, timeout_seconds)
            return len(self._lines) > after

    def verify(self) -> list[Fault]:
        """Return everything wrong with the log."""
        return faults(self.read(), election=self.election)

    def close(self) -> None:
        """Refuse whatever comes after."""
        with self._grown:
            self._closed = True
            self._grown.notify_all()


def doubled_id(url: str, id: str) -> StoreError:
    """Return the refusal of an id that the log has already."""
    return StoreError(
        Problem(
            where=url,
            found=f'a second event with the id "{id}"',
            wanted="each id once",
            remedy="Nothing to do if it is the same event; else give it another id.",
        )
    )
