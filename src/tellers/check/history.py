"""A night as the copy check reads it: its topics and chambers, at every moment of its editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from functools import cached_property

from tellers.check.chamber import Chamber, live_chambers, noted_chambers
from tellers.check.facts import Fact
from tellers.check.parties import party_key
from tellers.check.past import Rows, past_topics, people_in, tables_of
from tellers.check.present import live_topic, person_key
from tellers.check.topic import Moment, Person, Table, Topic
from tellers.edition import Edition
from tellers.record import Election


class History:
    """One night's editions, indexed for the copy check; made once and used for many stories.

    Args:
        editions: Editions of one night in order, edition 0 first; those left out are moments not looked at.
        facts: Facts that the pack carries beside the record.
        zone: The night's time zone, for times of day in live blogs; None takes times as they stand in the log.
    """

    def __init__(self, editions: Iterable[Edition], *, facts: Sequence[Fact] = (), zone: tzinfo | None = None) -> None:
        self.editions = tuple(editions)
        assert self.editions, "a history needs at least edition 0"
        self.facts = tuple(facts)
        self.zone = zone

    @property
    def election(self) -> Election:
        """Return the election that the night is of."""
        return self.editions[0].election

    @property
    def last(self) -> int:
        """Return the number of the last edition."""
        return self.editions[-1].number

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Return the night's own contests, then those that its facts know of."""
        return (*self._live(), *self._noted())

    @cached_property
    def chambers(self) -> tuple[Chamber, ...]:
        """Return what the night counts seats of."""
        year = self.election.date.year
        return (*live_chambers(self.election, self.editions), *noted_chambers(self.election.id, year, self.facts))

    def _live(self) -> list[Topic]:
        touched: dict[str, list[Edition]] = {}
        for edition in self.editions:
            if edition.change is not None and edition.change.contest is not None:
                touched.setdefault(edition.change.contest, []).append(edition)
        found = []
        bases = [Rows.of(basis) for basis in self.election.bases]
        names = {str(party.id): party_key(party.name) for party in self.election.parties}
        for contest in self.election.contests:
            editions = [self.editions[0], *touched.get(contest.id, ())]
            topic = live_topic(self.election, contest, editions)
            topic.past = past_topics(self.election, contest, self.facts, bases, names)
            self._annotate(topic)
            found.append(topic)
        return found

    def _annotate(self, topic: Topic, *, add: bool = False) -> None:
        """Add what the facts and the contest before say of the people in it."""
        terms: dict[str, int] = dict(topic.terms_before) if add else {}
        holders = list(topic.holders)
        places = list(topic.places)
        for fact in self.facts:
            if fact.contest != topic.id or fact.as_of:
                continue
            if fact.measure == "terms_before":
                terms[person_key(fact.subject)] = int(fact.value)
            elif fact.measure == "incumbent":
                holders.append(person_key(fact.subject))
            elif fact.measure == "alias":
                places.append(fact.value.casefold())
        if not holders and topic.past:
            holders += [p for p in topic.past[0].moments[0].elected if p in topic.people]
        topic.holders, topic.terms_before, topic.places = tuple(dict.fromkeys(holders)), terms, tuple(places)

    def _noted(self) -> list[Topic]:
        known = {str(contest.id) for contest in self.election.contests}
        rows: dict[str, list[Fact]] = {}
        for fact in self.facts:
            if fact.contest not in known:
                rows.setdefault(fact.contest, []).append(fact)
        return [_noted_topic(self.election, id, found) for id, found in rows.items()]

    def annotate(self, topic: Topic) -> None:
        """Add to a contest of another night what this night's facts say of it."""
        self._annotate(topic, add=True)

    def at(self, number: int) -> Edition:
        """Return the last edition whose number is not above `number`."""
        best = self.editions[0]
        for edition in self.editions:
            if edition.number <= number:
                best = edition
        return best

    def before_time(self, when: datetime) -> int:
        """Return the number of the last edition announced by `when`."""
        best = self.editions[0].number
        for edition in self.editions:
            if edition.announced_at is not None and edition.announced_at <= when:
                best = edition.number
        return best


def _noted_topic(election: Election, id: str, rows: list[Fact]) -> Topic:
    name = next((f.value for f in rows if f.measure == "name"), id)
    year = next((int(f.value) for f in rows if f.measure == "year"), election.date.year)
    people = people_in(rows, {})
    tables = tables_of(rows, people, {}) or {1: Table(stage=1, votes={})}
    elected = tuple(person_key(f.subject) for f in rows if f.measure == "elected")
    ranks = {f.subject: int(f.value) for f in rows if f.measure == "rank"}
    moment = Moment(edition=0, label="final", tables=tables, final=bool(elected), elected=elected)
    topic = Topic(
        id=id,
        night=election.id,
        name=name,
        kind="noted",
        year=year,
        people=people,
        american=election.american,
        places=tuple(f.value.casefold() for f in rows if f.measure == "alias"),
        holders=tuple(person_key(f.subject) for f in rows if f.measure == "incumbent"),
        terms_before={person_key(f.subject): int(f.value) for f in rows if f.measure == "terms_before"},
        made=(moment,),
    )
    topic.ranks = {person_key(name): rank for name, rank in ranks.items()}
    return topic


__all__ = ["History", "Person"]
