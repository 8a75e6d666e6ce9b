"""Smaller questions: party, holder, term, rank, order of declarations, recounts, dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tellers.check.query import AnyMoment, Reading
from tellers.check.topic import Moment, Place, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTopic:
    """A question of one contest, answered at each moment by a function."""

    topic: Topic
    ask: Callable[[Moment], Reading]
    changes: bool = True

    @property
    def moments(self) -> tuple[AnyMoment, ...]:
        return self.topic.moments

    @property
    def progress(self) -> bool:
        return self.changes

    @property
    def tells(self) -> bool:
        return True

    def read(self, moment: AnyMoment) -> Reading:
        assert isinstance(moment, Moment)
        return self.ask(moment)

    def belongs(self) -> str:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A question that needs no moment: its answer is known when the claim is found."""

    reading: Reading

    @property
    def moments(self) -> tuple[AnyMoment, ...]:
        return (Moment(edition=0, label="at any moment", tables={}, final=True),)

    @property
    def progress(self) -> bool:
        return False

    @property
    def tells(self) -> bool:
        return True

    def read(self, moment: AnyMoment) -> Reading:
        return self.reading

    def belongs(self) -> str:
        return ""


def yes_no(right: bool, said: str) -> Reading:
    """Return a plain answer."""
    return Reading(answer="yes" if right else "no", said=said)


def rank_reading(topic: Topic, person: str, rank: int, place: Place, moment: Moment) -> Reading:
    """Return whether a person stands at a rank, with votes that are not known left open."""
    if topic.ranks:
        known = topic.ranks.get(person)
        if known is not None:
            return yes_no(known == rank, f"{topic.people[person].name} came {known}")
    table = moment.main()
    order = table.order(place) if table is not None else []
    first = moment.tables.get(1)
    if first is not None and first is not table and len(whole := first.order(place)) > len(order):
        # Whoever was out before the last round stands behind those who were in it, in the order of the first.
        order = [*order, *(row for row in whole if row[0] not in dict(order))]
    names = [p for p, _ in order]
    if person not in names or len(order) < rank:
        return Reading(answer="unknown", why="the votes of that place are not in the record")
    at = names.index(person) + 1
    said = f"{topic.people[person].name} is number {at} of those known"
    complete = len(order) == len(topic.people) or _others_cannot(
        topic, moment, place, order[at - 1][1], sum(v for _, v in order)
    )
    if not complete and not (moment.tables and at == rank):
        return Reading(answer="unknown", said=said, why="not all votes are known")
    if at != rank and first is not None and first is not table:
        before = [p for p, _ in first.order(place)]
        if before[rank - 1 : rank] == [person]:
            return Reading(answer="alternative", said=said, why="on first preferences, not in the final round")
    return yes_no(at == rank, said)


def _others_cannot(topic: Topic, moment: Moment, place: Place, votes: int, known: int) -> bool:
    table = moment.main()
    papers = None if table is None else table.papers.get(place)
    return papers is not None and papers - known < votes
