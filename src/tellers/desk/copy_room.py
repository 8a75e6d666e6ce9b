"""The copy room: checks a story against the desk's night as it stands now, and keeps nothing of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from tellers.check import (
    Checker,
    Form,
    History,
    Report,
    Suppression,
    guess_form,
    inline_suppressions,
    parse_as_of,
    suppress,
)
from tellers.desk.refusing import DeskError, TooLarge, Unknown, refuse
from tellers.edition import Edition, editions, start
from tellers.pack import bundled_nights, find_night, read_pack
from tellers.pack.facts import night_history
from tellers.store import Ledger

STORY_MAX_BYTES = 1_000_000  # The longest live blog of an election night that we know has 430,000.
CHECK_MAX_SECONDS = 10.0
NIGHTS_MAX = 4
_AT_ONCE, _WAIT_SECONDS = 2, 10.0  # More at once would only make each slower, and the desk with them.


class Busy(DeskError):
    """Too many stories are being checked at this moment: send it again."""

    status: ClassVar[int] = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A story to be checked.

    Args:
        form: What it is written in; None is told from its name and how it begins.
        as_of: The moment that it speaks of, in the words of `tellers check --as-of`; "" is its dateline, or now.
        nights: Bundled nights to hold it against besides the desk's own.
        aside: Findings set aside besides those that the story itself sets aside.
    """

    text: str
    name: str = "story"
    form: Form | None = None
    as_of: str = ""
    nights: tuple[str, ...] = ()
    aside: tuple[Suppression, ...] = ()


class FirstAndNewest:
    """The first and the newest edition of a ledger, for a desk that is given no others; made anew with each event."""

    def __init__(self, ledger: Ledger, newest: Callable[[], Edition]) -> None:
        self._ledger, self._newest = ledger, newest
        self._made: tuple[int, tuple[Edition, ...]] = (-1, ())

    def __call__(self) -> tuple[Edition, ...]:
        """Return them."""
        number, made = self._made
        if number != self._ledger.record.seq:
            number = self._ledger.record.seq
            made = (start(self._ledger.record.election), self._newest())
            self._made = (number, made)
        return made


class CopyRoom:
    """Checks copy; any thread may call. The names of the night are made ready once for each edition."""

    def __init__(self, made: Callable[[], Sequence[Edition]], *packs: str | None) -> None:
        """Take the editions of the night as they are made, edition 0 first, and where its pack may be."""
        self._made, self._packs = made, packs
        self._lock = threading.Lock()
        self._histories: dict[str, History] = {}
        self._checker: tuple[int, tuple[str, ...], Checker] | None = None
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    @property
    def edition(self) -> Edition:
        """Return the newest edition."""
        return self._made()[-1]

    def editions(self) -> Sequence[Edition]:
        """Return the editions so far."""
        return self._made()

    def checker(self, nights: tuple[str, ...] = ()) -> Checker:
        """Return what checks copy at the newest edition.

        Raises:
            Unknown: A night is none of the bundled ones.
        """
        made = self._made()
        with self._lock:
            kept = self._checker
            if kept is not None and kept[:2] == (made[-1].number, nights):
                return kept[2]
            own = night_history(made, *self._packs)
            checker = Checker([own, *(self._other(name) for name in nights if name != own.election.id)])
            self._checker = (made[-1].number, nights, checker)
            return checker

    def _other(self, name: str) -> History:
        if name not in bundled_nights():
            known = ", ".join(bundled_nights())
            refuse(Unknown, "nights", f'"{name[:80]}"', f"a bundled night: {known}", "Use its name.")
        if name not in self._histories:
            pack = read_pack(find_night(name))
            self._histories[name] = night_history(editions(pack.election, pack.events()), name)
        return self._histories[name]

    def check(self, copy: Copy) -> Report:
        """Return the report on a story.

        Raises:
            TooLarge: It takes longer than is given to one story.
            Busy: Too many are being checked.
            LookupProblem: Its moment or a night is none.
            InputError: It sets a finding aside without a reason.
        """
        if not self._room.acquire(timeout=_WAIT_SECONDS):
            refuse(Busy, "copy check", f"{_AT_ONCE} other stories being checked", "a free place", "Send it again.")
        try:
            return self._check(copy)
        finally:
            self._room.release()

    def _check(self, copy: Copy) -> Report:
        checker = self.checker(copy.nights)
        when = parse_as_of(copy.as_of, checker.histories[0], where="as_of")
        form = copy.form or guess_form(copy.name, copy.text)
        ends = time.monotonic() + CHECK_MAX_SECONDS

        def each() -> None:
            if time.monotonic() > ends:
                wanted = f"one that takes at most {CHECK_MAX_SECONDS:g}"
                refuse(TooLarge, "story", "one that takes longer to check", wanted + " seconds", "Check it in parts.")

        report = checker.check(copy.text, as_of=when, form=form, story=copy.name, each=each)
        return suppress(report, (*copy.aside, *inline_suppressions(copy.text, copy.name)))
