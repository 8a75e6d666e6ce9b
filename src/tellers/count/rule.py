"""A counting rule as a value: the law it follows, the choices that law makes, and the count itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tellers.count.ballots import Papers
from tellers.count.sheet import Lot, StageSheet


class Cited(Protocol):
    """What every rule says of itself, whatever it counts: papers, votes by candidate, or votes by party."""

    @property
    def id(self) -> str: ...
    @property
    def law(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def years(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def choices(self) -> tuple[Choice, ...]: ...


class CountPapers(Protocol):
    """Counts papers into a stage sheet."""

    def __call__(self, papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
        """Return the sheet; it stops at the first tie that needs a lot which `lots` does not hold.

        Raises:
            CountError: The papers or seats cannot be counted by this rule, or a lot given fits no tie.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer a rule gives to a question that laws answer differently.

    Args:
        name: The question, as the field of the rule's engine is named.
        value: The answer in words.
        cites: The clause, or the real count that shows it.
    """

    name: str
    value: str
    cites: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule in law that counts ranked papers.

    Args:
        id: `law_place_year` in the shortest form that is unambiguous, such as `scottish_stv_2007`.
        law: The instrument, with its number.
        place: Where it is or was in force.
        years: From and to, such as `2007-`.
        source: Where the text was read.
        choices: Every choice the law makes, each cited.
        count: The count.
    """

    id: str
    law: str
    place: str
    years: str
    source: str
    choices: tuple[Choice, ...]
    count: CountPapers
