"""A watched folder: each .jsonl file put there is recorded whole or refused whole, and moved to done or refused."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from tellers.errors import DeclarationError, InputError, Problem, StoreError, TellersError
from tellers.record import Event
from tellers.record.record import with_fields
from tellers.store import Ledger, decode
from tellers.terms import EventId

FILE_MAX_BYTES = 64 * 2**20
_LOOK_SECONDS = 0.5


class Watch:
    """Looks into a folder until it is stopped. Write a file beside it and move it in, or it may be read half written.

    An event without an id gets one from the file's content, so a file that is read twice is recorded once.
    """

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        """Begin to look.

        Raises:
            InputError: There is no such folder.
        """
        if not folder.is_dir():
            raise InputError(
                Problem(where=str(folder), found="no folder", wanted="one to watch", remedy="Make it, or name another.")
            )
        self.folder, self._ledger = folder, ledger
        self._sizes: dict[str, int] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look_on, name="watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            for file in sorted(self.folder.glob("*.jsonl")):
                self._consider(file)

    def _consider(self, file: Path) -> None:
        """Take a file whose size has not changed since the last look."""
        try:
            size = file.stat().st_size
            if self._sizes.get(file.name) != size:
                self._sizes[file.name] = size
                return
            self._sizes.pop(file.name)
            count = self.take(file)
        except StoreError:
            return  # The log is away; the file stays where it is, and is tried again.
        except (TellersError, OSError) as error:
            self._move(file, "refused", str(error))
            return
        self._move(file, "done", f"{count} events recorded")

    def take(self, file: Path) -> int:
        """Record a file's events, all or none, and return how many were not in the log before.

        Raises:
            InputError: It is too large, or is no events.
            DeclarationError: One of its events cannot be true of the record.
        """
        if file.stat().st_size > FILE_MAX_BYTES:
            raise InputError(
                Problem(
                    where=file.name,
                    found=f"{file.stat().st_size:,} bytes",
                    wanted=f"at most {FILE_MAX_BYTES:,}",
                    remedy="Send it in parts, or with `tellers record`.",
                )
            )
        content = file.read_bytes()
        events, places = self._read(file.name, content)
        known = self._ledger.refresh().events
        new = [(e, p) for e, p in zip(events, places, strict=True) if known.get(EventId(e.id)) is None]
        for event in events:
            _check_same(event, known.get(EventId(event.id)))
        if new:
            self._ledger.submit_all([event for event, _ in new], places=[place for _, place in new])
        return len(new)

    def _read(self, name: str, content: bytes) -> tuple[list[Event], list[tuple[str, int]]]:
        mark = hashlib.sha256(content).hexdigest()[:12]
        events: list[Event] = []
        places: list[tuple[str, int]] = []
        problems: list[Problem] = []
        for number, line in enumerate(content.splitlines(), 1):
            if not line.strip():
                continue
            try:
                event = decode(line.strip(), file=name, number=number)
            except InputError as error:
                problems.extend(error.problems)
                continue
            events.append(with_fields(event, seq=0, hash="", id=event.id or f"{mark}-{number}"))
            places.append((name, number))
        if not events and not problems:
            problems.append(Problem(where=name, found="no events", wanted="one event a line", remedy="Send it again."))
        if problems:
            raise InputError(*problems)
        return events, places

    def _move(self, file: Path, kind: str, say: str) -> None:
        place = self.folder / kind
        place.mkdir(exist_ok=True)
        n = 0
        while (target := place / (file.name if n == 0 else f"{file.stem}-{n}{file.suffix}")).exists():
            n += 1
        file.replace(target)
        target.with_suffix(".txt").write_text(say + "\n", encoding="utf-8")


def _check_same(event: Event, kept: Event | None) -> None:
    """Refuse an event under the id of another; the same one again is nothing new.

    Raises:
        DeclarationError: The log has something else under this id.
    """
    own = {"seq": 0, "hash": "", "recorded_at": None}
    if kept is not None and with_fields(kept, **own) != with_fields(event, **own):
        raise DeclarationError(
            Problem(where=event.id, found="another event under this id", wanted="an id of its own", remedy="Name it.")
        )
