"""Who won, who lost, who held what before: asked of a contest or of one area of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tellers.check.query import AnyMoment, Reading
from tellers.check.topic import Moment, Place, Table, Topic

Before = Literal["", "held", "gained", "unseated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A person by key or a party by key; one of them is set."""

    person: str | None = None
    party: str | None = None

    def people(self, topic: Topic) -> frozenset[str]:
        """Return the people in a contest that it means."""
        if self.person is not None:
            return frozenset((self.person,)) if self.person in topic.people else frozenset()
        return topic.people_of(self.party or "")

    def name(self, topic: Topic) -> str:
        """Return what it is called."""
        if self.person is not None:
            return topic.people[self.person].name if self.person in topic.people else self.person
        return (self.party or "").title()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeQuery:
    """Whether one side won and another lost, in a contest (`place` None) or in an area of it.

    Args:
        winner: None where the claim does not say who won.
        loser: None where it does not say who lost.
        before: "held" where the winner had it before, "gained" where it had not, "unseated" where the loser had it.
        rank: For a loser, the rank that is claimed, None for any but first.
        basis: True where the words say what "held" or "gained" is against.
    """

    topic: Topic
    winner: Side | None = None
    loser: Side | None = None
    place: Place = None
    before: Before = ""
    topped: bool = False
    basis: bool = False

    @property
    def moments(self) -> tuple[AnyMoment, ...]:
        return self.topic.moments

    @property
    def progress(self) -> bool:
        return False

    @property
    def tells(self) -> bool:
        return True

    def read(self, moment: AnyMoment) -> Reading:
        assert isinstance(moment, Moment)
        if self.topped and moment.tables:
            return self._topped(moment)
        if self.place is not None:
            return self._area(moment)
        return self._contest(moment)

    def _contest(self, moment: Moment) -> Reading:
        topic = self.topic
        if not moment.final:
            if moment.total and moment.declared == moment.total and moment.called is None:
                return self._undecided(moment)
            return Reading(answer="open", said="no result yet")
        elected = frozenset(moment.elected)
        said = self._result(moment)
        missing = [s for s in (self.winner, self.loser) if s is not None and not s.people(topic)]
        if missing:
            return Reading(
                answer="unknown", said=said, why=f"the record has no {missing[0].name(topic)} in {topic.name}"
            )
        if self.winner is not None and not self.winner.people(topic) & elected:
            return Reading(answer="no", said=said)
        if self.loser is not None and self.loser.people(topic) & elected:
            if (
                self.winner is not None
                and self.loser.person is None
                and self.winner.people(topic) <= self.loser.people(topic)
            ):
                return Reading(answer="unknown", said=said, why="both sides are of one party")
            return Reading(answer="no", said=said)
        return self._before(elected, said)

    def _topped(self, moment: Moment) -> Reading:
        """Read "topped the poll": most first preferences, or for one seat most votes in a later round."""
        stages = sorted(moment.tables)[: 1 if self.topic.seats > 1 else None]
        readings = [self._first(moment.tables[stage], self.place) for stage in stages]
        last = readings[-1]
        if last.answer == "unknown" and moment.final and self.topic.seats == 1:
            return self._first(moment.tables[min(moment.tables)], self.place)
        return next((r for r in readings if r.answer == "yes"), readings[0])

    def _undecided(self, moment: Moment) -> Reading:
        """Read an outcome where all is declared and the record names nobody elected: a referendum, or a list poll."""
        topic = self.topic
        sides = [s for s in (self.winner, self.loser) if s is not None and not s.people(topic)]
        if topic.seats == 1 and len(topic.people) == 2 and not sides:
            return self._first(moment.main(), None)
        return Reading(answer="unknown", why="the record does not say who was elected")

    def _before(self, elected: frozenset[str], said: str) -> Reading:
        topic = self.topic
        if not self.before:
            return Reading(answer="yes", said=said)
        holders = frozenset(topic.holders)
        holder_parties = {topic.people[h].party for h in holders if h in topic.people} | (
            {topic.holder_party} if topic.holder_party else set()
        )
        if topic.past and topic.past[0].moments[0].elected:
            past = topic.past[0]
            holder_parties |= {past.people[e].party for e in past.moments[0].elected}
        if not holders and not holder_parties:
            return Reading(answer="yes", said=f"{said}; who held it before is not in the record", weak=True)
        side = self.winner if self.before != "unseated" else self.loser
        if side is None:
            return Reading(answer="yes", said=said)
        had = side.person in holders if side.person is not None else side.party in holder_parties
        wanted = self.before != "gained"
        if had == wanted:
            return Reading(answer="yes", said=said)
        if side.party is not None and self._otherwise(side.party, wanted):
            # Held on one basis and not on another: after a defection, a by-election, or on new boundaries.
            why = "against another basis: who held it last, who was elected last, or notionally"
            return Reading(answer="yes" if self.basis else "alternative", said=said, why=why)
        if self.before == "gained" and side.person is not None and side.person not in holders:
            return Reading(answer="yes", said=said)
        names = ", ".join(topic.people[h].name for h in holders if h in topic.people) or ", ".join(
            sorted(p for p in holder_parties if p)
        )
        return Reading(answer="no", said=f"{said}; it was held before by {names}")

    def _otherwise(self, party: str, held: bool) -> bool:
        """Return whether on some basis a party held the contest before, or on some did not."""
        topic = self.topic
        bases = [{topic.people[h].party for h in topic.holders if h in topic.people}, {topic.holder_party}]
        bases += [{past.people[e].party for e in past.moments[0].elected} for past in topic.past[:1]]
        return any((party in parties) == held for parties in bases if parties - {None})

    def _result(self, moment: Moment) -> str:
        table = moment.main()
        order = table.order() if table is not None else []
        names = [f"{self.topic.people[p].name} {v:,}" for p, v in order[:2] if p in self.topic.people]
        who = " and ".join(self.topic.people[e].name for e in moment.elected if e in self.topic.people)
        return f"{who} elected" + (f" ({'; '.join(names)})" if names else "")

    def _area(self, moment: Moment) -> Reading:
        return self._first(moment.main(), self.place) if len(moment.tables) else Reading(answer="unknown")

    def _first(self, table: Table | None, place: Place) -> Reading:
        topic = self.topic
        name = topic.area_name(place) or topic.name
        order = table.order(place) if table is not None else []
        if table is None or not order:
            return Reading(
                answer="unknown",
                said=f"no votes known for {name}",
                why=f"the record has no votes by candidate for {name}",
            )
        if self.winner is not None and self.loser is not None:
            return self._pair(table, place, name)
        side = self.winner or self.loser
        assert side is not None
        people = side.people(topic)
        if not people:
            return Reading(answer="unknown", why=f"the record has no {side.name(topic)} in {topic.name}")
        top, votes = order[0]
        second = order[1][1] if len(order) > 1 else 0
        # In a round after the first, those who have votes are all that were left in.
        certain = (len(order) == len(topic.people) and topic.complete) or table.stage > 1
        if not certain:
            papers = table.papers.get(place)
            rest = None if papers is None else papers - sum(v for _, v in order)
            # With votes unknown, the first of those known is first of all only if no other can have more.
            certain = rest is not None and rest < votes
        said = f"{topic.people[top].name} first in {name}" + (f", {votes:,} to {second:,}" if second else "")
        if not certain and len(order) < 2:
            return Reading(answer="unknown", said=said, why=f"too few votes known for {name}")
        if top in people:
            won = self.winner is not None
            return (
                Reading(answer="yes" if won else "no", said=said)
                if certain or not won
                else Reading(answer="unknown", said=said, why="not all votes are known")
            )
        ours = [v for p, v in order if p in people]
        if not ours and not certain:
            return Reading(answer="unknown", said=said, why=f"their votes in {name} are not in the record")
        return Reading(answer="no" if self.winner is not None else "yes", said=said)

    def _pair(self, table: Table, place: Place, name: str) -> Reading:
        assert self.winner is not None
        assert self.loser is not None
        topic = self.topic
        ours = [v for p in self.winner.people(topic) if (v := table.vote(p, place)) is not None]
        theirs = [v for p in self.loser.people(topic) if (v := table.vote(p, place)) is not None]
        if not ours or not theirs:
            return Reading(answer="unknown", why=f"not both votes are known for {name}")
        said = f"{self.winner.name(topic)} {max(ours):,}, {self.loser.name(topic)} {max(theirs):,} in {name}"
        return Reading(answer="yes" if max(ours) > max(theirs) else "no", said=said)

    def belongs(self) -> str:
        return ""
