"""Figures of a contest (votes, shares, leads, turnout, papers), asked of each moment, stage and denominator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tellers.check.figure_changes import change_values, swing_values
from tellers.check.figure_leads import lead_point_values, lead_values, needed_values
from tellers.check.figure_values import (
    OTHER_SOURCE,
    Measure,
    Value,
    in_words,
    paper_values,
    people_asked,
    quota_values,
    share_values,
    side_name,
    turnout_values,
    vote_values,
)
from tellers.check.lexicon.words import word_set
from tellers.check.number_search import find_number
from tellers.check.outcome_query import Side
from tellers.check.quantity import Quantity
from tellers.check.query import AnyMoment, Reading
from tellers.check.tolerance import Compared, compare
from tellers.check.topic import Moment, Place, Table, Topic

# As `FigureQuery.stage`: not a stage, but what was transferred between the first and the last.
SECOND_PREFERENCES = -2
_LEADS = frozenset(("lead", "lead_points", "majority", "majority_points"))
# What is counted once, before the first stage.
_STAGELESS = frozenset(("quota", "turnout", "rejected", "valid", "papers", "electorate"))
_PROGRESS = word_set("votes share lead lead_points needed needed_points turnout valid papers rejected lead_of_total")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuery:
    """A figure that a story gives.

    Args:
        side: Whose it is; for leads the one that is ahead, None for whoever is.
        rival: Over whom.
        place: Where; None is the whole contest.
        stage: The stage of the count that the words name, None where they name none; -1 is the last.
        unsure: Other places that the words may mean.
    """

    topic: Topic
    measure: Measure
    quantity: Quantity
    side: Side | None = None
    rival: Side | None = None
    place: Place = None
    stage: int | None = None
    per_cent: bool = False

    @property
    def moments(self) -> tuple[AnyMoment, ...]:
        return self.topic.moments

    @property
    def progress(self) -> bool:
        return self.measure in _PROGRESS

    @property
    def tells(self) -> bool:
        return self.measure in ("lead", "lead_points", "votes", "needed", "needed_points")

    def read(self, moment: AnyMoment) -> Reading:
        assert isinstance(moment, Moment)
        over = moment.final or (moment.total > 0 and moment.declared == moment.total)
        if self.measure in ("majority", "majority_points") and self.place is None and not over:
            return Reading(answer="open", said="no majority before the result is declared")
        best: Reading | None = None
        doubted: Reading | None = None
        for value in self.values(moment):
            reading = self._reading(value)
            if value.other == OTHER_SOURCE and reading.answer in ("no", "near"):
                doubted = reading
            if best is None or _better(reading, best):
                best = reading
        if best is not None and best.answer == "yes" and doubted is not None and self.topic.kind == "past":
            # Two sources of one rank: neither is wrong, and the reader should know of both.
            return Reading(
                answer="alternative", said=best.said, why=f"by one source ({best.said}); another has {doubted.said}"
            )
        return best or Reading(
            answer="unknown", why=f"the record has no {_words(self.measure)} {self._where()}".rstrip()
        )

    def _where(self) -> str:
        who = f"for {self.side.name(self.topic)} " if self.side is not None else ""
        return f"{who}in {self.topic.area_name(self.place)}" if self.place is not None else who

    def _reading(self, value: Value) -> Reading:
        if self.measure in _LEADS and (value.low if value.high is None else value.high) < 0:
            # Behind is no lead at all, however small the number.
            return Reading(answer="no", said=value.said, why=value.other)
        found: Compared = compare(self.quantity, value.low, value.high)
        if found.fit == "no":
            # A lead that is the other way about is never "nearly" right.
            return Reading(answer="no", said=value.said, why=value.other)
        if found.fit == "near":
            return Reading(answer="near", said=value.said, why=f"{found.why}: the record has {value.said}")
        if value.other:
            return Reading(answer="alternative", said=value.said, why=value.other)
        return Reading(answer="yes", said=value.said, weak=found.weak)

    def values(self, moment: Moment) -> Iterator[Value]:
        """Yield the figure as the record has it, the first reading first."""
        last = moment.last_stage
        if self.stage == SECOND_PREFERENCES:
            yield from self._transferred(moment)
            return
        wanted = last if self.stage == -1 else self.stage
        stages = [wanted] if wanted is not None else sorted(moment.tables, reverse=True)
        for number in stages:
            table = moment.tables.get(number)
            if table is None:
                continue
            words = (
                "in the final round"
                if number == last
                else "on first preferences"
                if number == 1
                else f"at stage {number}"
            )
            other = (
                ""
                if wanted is not None or number == last or self.measure in _STAGELESS or self._out_after(moment, number)
                else f"{words}, not in the final round"
            )
            for value in self._at(table, moment):
                name = value.said if len(moment.tables) == 1 else f"{value.said} ({words})"
                yield Value(low=value.low, high=value.high, said=name, other=value.other or other)

    def _out_after(self, moment: Moment, stage: int) -> bool:
        """Return whether whoever it is of was out of the count after a stage: that one's figures are then the last."""
        if self.side is None or self.measure not in ("votes", "share"):
            return False
        people = people_asked(self, self.side)
        later = [t for n, t in moment.tables.items() if n > stage]
        return len(people) == 1 and not any(table.vote(people[0], self.place) for table in later)

    def _transferred(self, moment: Moment) -> Iterator[Value]:
        """Yield second preferences: what the last stage has more than the first."""
        first, last = moment.tables.get(1), moment.main()
        if self.side is None or first is None or last is None or first is last or self.measure != "votes":
            return
        for person in people_asked(self, self.side):
            before, after = first.vote(person, self.place), last.vote(person, self.place)
            if before is not None and after is not None:
                number = after - before
                yield Value(
                    low=Fraction(number),
                    said=f"{number:,} second preferences for {side_name(self, self.side)}{in_words(self)}",
                )

    def _at(self, table: Table, moment: Moment) -> Iterator[Value]:
        match self.measure:
            case "votes":
                yield from vote_values(self, table)
            case "share":
                yield from share_values(self, table)
            case "lead" | "majority":
                yield from lead_values(self, table)
            case "lead_points" | "majority_points":
                yield from lead_point_values(self, table)
            case "turnout":
                yield from turnout_values(self, table)
            case "rejected" | "valid" | "papers" | "electorate":
                yield from paper_values(self, table)
            case "needed" | "needed_points":
                yield from needed_values(self, table, moment)
            case "change":
                yield from change_values(self, table)
            case "quota":
                yield from quota_values(self, table)
            case "swing":
                yield from swing_values(self, table)

    def moments_missing(self) -> bool:
        """Return whether a lead is asked for, of no place, and some moment before the end has no figures."""
        if self.measure not in ("lead", "lead_points") or self.place is not None:
            return False
        return any(m.declared and not m.final and not ((t := m.main()) and t.order()) for m in self.topic.moments)

    def belongs(self) -> str:
        """Return where the stated number does stand in the record, for whole numbers of a hundred and more."""
        if self.quantity.value.denominator != 1 or self.quantity.value < 100:
            return ""
        return find_number(self.topic, int(self.quantity.value))


def _better(one: Reading, other: Reading) -> bool:
    order = {"yes": 0, "alternative": 1, "near": 2, "no": 3, "open": 4, "unknown": 5}
    # A near miss of the first reading goes before a hit on another only where both are said; the hit explains more.
    return order[one.answer] < order[other.answer]


def _words(measure: str) -> str:
    return {
        "lead_points": "lead in points",
        "majority_points": "majority in points",
        "rejected": "rejected ballots",
    }.get(measure, measure)
