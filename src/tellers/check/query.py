"""What a claim asks of the record, and what the record answers at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tellers.check.chamber import SeatMoment
from tellers.check.scene import Modality, Scene
from tellers.check.topic import Moment, Topic

Cap = Literal["note", "warn", "error"]
Answer = Literal["yes", "alternative", "near", "no", "open", "unknown"]
ORDER: tuple[Answer, ...] = ("yes", "alternative", "near", "no", "open", "unknown")
AnyMoment = Moment | SeatMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the record says at one moment.

    Args:
        answer: "alternative": true on another basis, stage or denominator; "open": not settled at that moment.
        said: What the record has, in words.
        why: What is to be said where the answer is not a plain yes or no.
    """

    answer: Answer
    said: str = ""
    why: str = ""
    weak: bool = False


class Query(Protocol):
    """A question that has an answer at each moment."""

    @property
    def moments(self) -> tuple[AnyMoment, ...]:
        """Return the moments at which it may be asked, oldest first."""
        ...

    @property
    def progress(self) -> bool:
        """Return whether its answer may rightly change as the night goes on."""
        ...

    @property
    def tells(self) -> bool:
        """Return whether, told as past, it may be of any earlier moment: "had led by", not "turnout was"."""
        ...

    def read(self, moment: AnyMoment) -> Reading:
        """Return the record's answer at a moment."""
        ...

    def belongs(self) -> str:
        """Return where in the record the value that was stated does belong, "" where it does not."""
        ...


@dataclass(slots=True, kw_only=True)
class Draft:
    """A claim as found, before it is held against the record.

    Args:
        start: Offset in the plain text.
        others: Other readings that the words allow as well: the claim is right if one of them is.
        guess: True where which contest is meant is a guess: then it is right, or unchecked.
        tied: True where the sentence itself ties it to a place.
        strong: True where everything is linked by a construction that means one thing.
        pin: The editions that the text itself says it speaks of, None where it does not say.
        told: True where the pinned moment is told as past: what was true then needs not be true now.
        estimate: True where the text calls the figure an estimate.
        cap: The worst level that it may have.
        unchecked: Why it cannot be checked, where that is known when it is found.
        covers: Starts of the number tokens that it speaks for.
    """

    type: str
    start: int
    end: int
    scene: Scene
    query: Query | None = None
    others: tuple[Any, ...] = ()
    tied: bool = False
    guess: bool = False
    topic: Topic | None = None
    modality: Modality = "asserted"
    strong: bool = True
    pin: frozenset[int] | None = None
    told: bool = False
    estimate: bool = False
    cap: Cap = "error"
    unchecked: str = ""
    covers: tuple[int, ...] = ()
    negated: bool = False
    subjects: tuple[str, ...] = field(default=())
