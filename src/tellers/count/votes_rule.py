"""A counting rule for votes that are already added up: by candidate, by list, or by area and list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tellers.count.rule import Choice
from tellers.count.sheet import Lot

PollT = TypeVar("PollT")
ResultT = TypeVar("ResultT")
PollT_contra = TypeVar("PollT_contra", contravariant=True)
ResultT_co = TypeVar("ResultT_co", covariant=True)


class CountVotes(Protocol[PollT_contra, ResultT_co]):
    """Counts a poll into a result; it stops at the first tie that needs a lot not given, and its result says so."""

    def __call__(self, poll: PollT_contra, /, lots: Sequence[Lot] = ()) -> ResultT_co: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesRule(Generic[PollT, ResultT]):
    """A rule in law that counts votes added up; it says of itself what `tellers.count.rule.Cited` asks.

    Args:
        id: `law_place_year` in the shortest form that is unambiguous.
        law: The instrument, with its number.
        place: Where it is or was in force.
        years: From and to, such as `1999-`.
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
    count: CountVotes[PollT, ResultT]
