"""What the copy check says: levels, claims with their place and reason, and the report of a story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "warn", "error", "unchecked"]
Form = Literal["text", "markdown", "html"]
LEVELS: tuple[Level, ...] = ("unchecked", "ok", "note", "warn", "error")
FINDINGS: frozenset[Level] = frozenset(("note", "warn", "error"))


def rank(level: Level) -> int:
    """Return how bad a level is: 0 unchecked, 1 ok, up to 4 error."""
    return LEVELS.index(level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that a story says, held against the record.

    Args:
        start: Where it starts in the text as given, in Unicode code points from 0.
        end: Where it ends there, exclusive.
        quote: What stands there.
        type: What kind of claim it is: a word of `docs/guide-check.md`.
        record: What the record says of it, None where it says nothing.
        reason: Why it has its level, in a sentence.
        moment: The moment of the night at which it holds, in words, None where it holds at none or at any.
        contest: The contest that it is about, by id, None where that is not known.
        line: From 1, in the text as given.
        column: From 1, in code points.
        prefix: Up to 32 characters before the quote, for systems that anchor by text.
        suffix: Up to 32 characters after it.
        sentence: The whole sentence that it stands in.
        edition: The edition whose record it was held against, None where it was held against none.
        area: The area that it is about, by id, None where it is of the whole contest or that is not known.
        suppressed: Why a person set the finding aside, None where nobody did.
    """

    start: int
    end: int
    quote: str
    type: str
    level: Level
    record: str | None
    reason: str
    moment: str | None = None
    contest: str | None = None
    line: int = 1
    column: int = 1
    prefix: str = ""
    suffix: str = ""
    sentence: str = ""
    edition: int | None = None
    area: str | None = None
    suppressed: str | None = None

    @property
    def finding(self) -> bool:
        """Return whether a subeditor must look at it."""
        return self.level in FINDINGS and self.suppressed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of a story was within reach: election numbers in it, and how many of them were checked."""

    numbers: int
    checked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All claims of one story in the order of the text, checked against the editions named in `nights`.

    Args:
        text: The story as given, with its markup where `form` says that it has some.
    """

    story: str
    text: str
    claims: tuple[Claim, ...]
    coverage: Coverage
    nights: tuple[str, ...] = ()
    as_of: tuple[str, ...] = ()
    form: Form = "text"

    @property
    def findings(self) -> tuple[Claim, ...]:
        """Return the claims that someone must look at."""
        return tuple(claim for claim in self.claims if claim.finding)

    @property
    def worst(self) -> Level:
        """Return the worst level that nobody set aside."""
        return max((c.level for c in self.claims if c.suppressed is None), key=rank, default="ok")
