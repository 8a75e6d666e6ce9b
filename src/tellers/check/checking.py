"""`check_story`: every claim of a story, held against the editions of one night or of several."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from tellers.check.claim import Claim, Coverage, Form, Report
from tellers.check.history import History
from tellers.check.names import Gazetteer
from tellers.check.placing import placed
from tellers.check.reader import Reader
from tellers.check.reading import read_text
from tellers.check.story import blocks, sentences

AsOf = int | datetime | date | None
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")


class Checker:
    """The names of some nights, made ready once; `check` may then be called for any number of stories."""

    def __init__(self, history: History | Sequence[History]) -> None:
        self.histories: tuple[History, ...] = (history,) if isinstance(history, History) else tuple(history)
        assert self.histories
        self.gazetteer = Gazetteer(self.histories)

    def check(
        self,
        text: str,
        *,
        as_of: AsOf = None,
        form: Form = "text",
        story: str = "story",
        each: Callable[[], None] | None = None,
    ) -> Report:
        """Return the report on a story; see `check_story`.

        Args:
            each: Called before each sentence; what it raises ends the check, which is how a server bounds its time.
        """
        plain = read_text(text, form)
        found = blocks(plain)
        lines = sentences(plain, found)
        nows = {h.election.id: self._now(h, as_of, plain.text) for h in self.histories}
        reader = Reader(gazetteer=self.gazetteer, histories=self.histories, plain=plain, blocks=found, nows=nows)
        claims: list[Claim] = []
        numbers: dict[int, bool] = {}
        for number, sentence in enumerate(lines):
            if each is not None:
                each()
            try:
                claims += reader.read(number, sentence, numbers)
            except RecursionError:
                continue  # Hundreds of numbers in a row, each read by the one before: no sentence.
        claims = placed(claims, plain, text)
        coverage = Coverage(numbers=len(numbers), checked=sum(numbers.values()))
        return Report(
            story=story,
            text=text,
            form=form,
            claims=tuple(claims),
            coverage=coverage,
            nights=tuple(nows),
            as_of=tuple(f"edition {n}" for n in nows.values()),
        )

    def _now(self, history: History, as_of: AsOf, text: str) -> int:
        if isinstance(as_of, datetime):
            # A log without times cannot say where a time falls: then the whole night is meant.
            timed = any(e.announced_at is not None for e in history.editions)
            return history.before_time(as_of) if timed else history.last
        if isinstance(as_of, int):
            return history.at(as_of).number
        day = as_of if as_of is not None else _dateline(text)
        if (
            day is not None
            and history.zone is not None
            and history.election.date <= day <= history.election.date + timedelta(days=7)
        ):
            return _end_of(history, day)
        return history.last


def check_story(
    text: str, history: History | Sequence[History], *, as_of: AsOf = None, form: Form = "text", story: str = "story"
) -> Report:
    """Return every claim of a story, each with its level, its place and its reason.

    Args:
        text: The story, with its markup where `form` is "markdown" or "html"; offsets are of this text.
        history: The night or nights to hold it against.
        as_of: The moment that the story speaks of: an edition's number, a time with its zone, or a day; None for the
            story's own dateline, else the latest.
        story: What the report calls it.
    """
    return Checker(history).check(text, as_of=as_of, form=form, story=story)


def _dateline(text: str) -> date | None:
    match = _ISO.search(text[:300])
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _end_of(history: History, day: date) -> int:
    timed = [e for e in history.editions if e.announced_at is not None]
    if not timed:
        return history.last
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=history.zone)
    if timed[-1].announced_at is not None and timed[-1].announced_at < end:
        return history.last
    return history.before_time(end)
