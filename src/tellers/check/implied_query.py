"""Votes and a percentage given for one thing: the total that they imply, against the contest's."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tellers.check.figure_query import FigureQuery
from tellers.check.quantity import Quantity
from tellers.check.query import AnyMoment, Reading
from tellers.check.small_queries import yes_no
from tellers.check.topic import Moment

_REJECTED_MOST = Fraction(97, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpliedQuery:
    """Whether "1,508 votes - 0.25%" can be both, at the moments at which the votes are right.

    Args:
        figure: The votes.
        part: The percentage.
    """

    figure: FigureQuery
    part: Quantity

    @property
    def moments(self) -> tuple[AnyMoment, ...]:
        return self.figure.moments

    @property
    def progress(self) -> bool:
        return True

    @property
    def tells(self) -> bool:
        return True

    def read(self, moment: AnyMoment) -> Reading:
        assert isinstance(moment, Moment)
        own = self.figure.read(moment)
        if own.answer != "yes" and any(self.figure.read(m).answer == "yes" for m in self.moments):
            return Reading(answer="unknown", why="the votes are of another moment")
        return self._implied(moment)

    def _implied(self, moment: Moment) -> Reading:
        half, votes, place = self.part.step / 2, self.figure.quantity.value, self.figure.place
        main = moment.main()
        if self.part.value <= half or main is None or not main.order(place):
            return Reading(answer="unknown", why="there is no total to hold it against")
        least, most = votes * 100 / (self.part.value + half), votes * 100 / (self.part.value - half)
        found: list[Fraction] = []
        for table in moment.tables.values():
            if place in table.valid and (self.figure.topic.complete or place in table.papers):
                found.append(Fraction(table.valid[place]))
            if place in table.papers:
                found.append(Fraction(table.papers[place]))
                if place not in table.valid:
                    found.append(table.papers[place] * _REJECTED_MOST)
        if not found:
            return Reading(answer="unknown", why="the record has no total to hold it against")
        implied = f"{int(votes):,} being {self.part.value_text()}% implies {int(least):,} to {int(most):,} votes"
        return yes_no(min(found) <= most and least <= max(found), f"{implied}; the record has {int(max(found)):,}")

    def belongs(self) -> str:
        return ""
