"""An alert: one thing that an edition means, in sentences of every language, with what it is about."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

import msgspec

from tellers.edition.moved import Moved

Kind = Literal["declared", "lead_changed", "decided", "won", "gained", "recount", "call", "correction", "withdrawal"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TEST_MARK = "[TEST]"


class Alert(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that the event of an edition means.

    Args:
        id: The same whenever it is worked out again: the night's id, the edition, the kind and what it is about.
        contest, body: What it is about; both None where it is about neither.
        areas: The areas that its event spoke for; empty where it spoke for the contest as a whole.
        parties: Those that it names: who leads and who follows, who won and who lost.
        path: The page of this edition, which never says anything else afterwards.
        lead: Votes between first and second after it, None where that is not known.
        said: Its sentences by language, the most telling first.
        corrects: It changes something that was told before: it never waits, and goes to whoever was told.
        replaces: The editions whose events it takes the place of.
        moved: The figures that it changed, each with old and new.
        reason: Why they changed, as the correction gives it.
    """

    id: str
    kind: Kind
    night: str
    test: bool
    edition: int
    announced_at: datetime | None
    path: str
    said: dict[str, tuple[str, ...]]
    contest: str | None = None
    contest_name: str | None = None
    body: str | None = None
    body_name: str | None = None
    areas: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    lead: int | None = None
    corrects: bool = False
    replaces: tuple[int, ...] = ()
    moved: tuple[Moved, ...] = ()
    reason: str | None = None

    def sentences(self, language: str) -> tuple[str, ...]:
        """Return its sentences in a language, English where it has none in that one."""
        return self.said.get(language) or self.said["en"]

    def headline(self, language: str) -> str:
        """Return its first sentence, marked where the night is a test."""
        first = self.sentences(language)[0]
        return f"{TEST_MARK} {first}" if self.test else first
