"""What every store does, and no more: keep sealed lines, in order, whole batches at a time, for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tellers.errors import Problem, StoreError
from tellers.store.lines import Head, Line
from tellers.store.verifying import Fault


class LogMoved(StoreError):
    """Another writer was first: read on from where you were, look again, and append again."""


class Store(Protocol):
    """A log that is kept: it knows nothing of what its events mean.

    Every method may be called from any thread.
    """

    @property
    def url(self) -> str:
        """Where it is, as a user would write it."""

    @property
    def election(self) -> str:
        """The id of the election whose log it holds."""

    @property
    def pack_digest(self) -> str | None:
        """The digest of the pack that the log was begun with, None where it was not said."""

    @property
    def definition(self) -> str | None:
        """The election's definition that the log was begun with, as JSON, None where it was not said.

        With it a log says by itself what it is of: a database URL alone is a NIGHT.
        """

    def head(self) -> Head:
        """Return the end of the log as every process sees it now."""

    def read(self, after: int = 0, *, limit: int | None = None) -> list[Line]:
        """Return the events after number `after`, in order, at most `limit` of them."""

    def append(self, lines: Sequence[Line], *, head: Head) -> None:
        """Keep all the lines, or none; when it returns they survive a crash of the process and of the machine.

        Args:
            lines: Sealed lines that follow `head`.
            head: The end of the log as the caller knows it.

        Raises:
            LogMoved: The log no longer ends there; nothing was kept.
            StoreError: It cannot be written. Where the failure came late the lines may have been kept: `read` tells.
        """

    def wait(self, after: int, timeout_seconds: float) -> bool:
        """Return True as soon as the log goes on after event `after`, False when it has not in time."""

    def verify(self) -> list[Fault]:
        """Return everything wrong with the log as it is stored, in the order of the events."""

    def close(self) -> None:
        """Let go of it; a second time does nothing."""


def moved(url: str, *, expected: Head, found: Head) -> LogMoved:
    """Return the refusal of lines that follow an end which is no longer the end."""
    return LogMoved(
        Problem(
            where=url,
            found=f"a log that ends with event {found.seq} ({found.hash[:12]})",
            wanted=f"one that ends with event {expected.seq} ({expected.hash[:12]}), which these lines follow",
            remedy="Read what was added, look again, and append again.",
        )
    )


def check_run(url: str, lines: Sequence[Line], head: Head) -> None:
    """Refuse lines that do not follow one another: only a program's mistake makes them.

    Raises:
        StoreError: A line has not the number that follows.
    """
    for seq, line in enumerate(lines, head.seq + 1):
        if line.seq != seq:
            raise StoreError(
                Problem(
                    where=url,
                    found=f"event {line.seq} ({line.id}) to follow event {seq - 1}",
                    wanted=f"event {seq}",
                    remedy="Seal the events in the order in which they are appended.",
                )
            )


def closed(url: str) -> StoreError:
    """Return the refusal of a store that was closed."""
    return StoreError(Problem(where=url, found="a log that was closed", wanted="an open one", remedy="Open it again."))
