"""What a story may speak of: a contest, tonight's or an earlier one, with its people, its moments and its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

Place = str | None  # An area's id; None is the whole contest.
TopicKind = Literal["live", "past", "noted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who stood: `key` is the name in lower case, `party` the party's key, None for an unknown one.

    `namesakes` are the parties of those who stood under the same name in the same contest, their own among them.
    """

    key: str
    name: str
    party: str | None = None
    namesakes: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All figures of one contest at one moment and stage; what is missing is unknown.

    Args:
        votes: By place and person; several values where sources differ, the one that stands first.
        margins: A majority known without the votes behind it: whose, and how many.
        derived: The votes among them that nobody announced.
        groups: Votes of several areas together, which only a difference of totals tells.
    """

    stage: int
    votes: Mapping[Place, Mapping[str, tuple[int, ...]]]
    valid: Mapping[Place, int] = field(default_factory=dict)
    papers: Mapping[Place, int] = field(default_factory=dict)
    electorate: Mapping[Place, int] = field(default_factory=dict)
    rejected: Mapping[Place, int] = field(default_factory=dict)
    turnout: Mapping[Place, tuple[Fraction, ...]] = field(default_factory=dict)
    margins: Mapping[Place, tuple[str, int]] = field(default_factory=dict)
    derived: frozenset[tuple[Place, str]] = frozenset()
    groups: Mapping[tuple[str, ...], Mapping[str, int]] = field(default_factory=dict)
    sources: Mapping[Place, str] = field(default_factory=dict)

    def vote(self, person: str, place: Place = None) -> int | None:
        """Return a person's votes as they stand, None where unknown."""
        values = self.votes.get(place, {}).get(person)
        return values[0] if values else None

    def order(self, place: Place = None) -> list[tuple[str, int]]:
        """Return those whose votes are known in a place, most votes first."""
        rows = [(person, values[0]) for person, values in self.votes.get(place, {}).items() if values]
        return sorted(rows, key=lambda row: -row[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment of a contest.

    Args:
        edition: The night's edition, 0 for a contest of another day.
        label: The moment in words.
        tables: Figures by stage.
        final: True once the result stands.
        order: The areas declared, in order of declaration.
        recounts: Recounts up to now: area, scope ("full", "partial" or None) and whether only asked for.
    """

    edition: int
    label: str
    at: datetime | None = None
    tables: Mapping[int, Table]
    final: bool
    elected: tuple[str, ...] = ()
    declared: int = 0
    total: int = 0
    outstanding: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    recounts: tuple[tuple[str, str | None, bool], ...] = ()
    leader: str | None = None
    called: str | None = None

    @property
    def last_stage(self) -> int:
        """Return the latest stage with figures."""
        return max(self.tables, default=1)

    def main(self) -> Table | None:
        """Return the figures of the latest stage."""
        return self.tables.get(self.last_stage)


@dataclass(kw_only=True)
class Topic:
    """A contest that a story may speak of.

    Args:
        id: The contest's id, or the id of a noted one.
        places: What its whole place is called, in lower case ("west midlands").
        areas: Area ids and their names; empty where the contest is one area.
        holders: Who held the office before it, by key.
        terms_before: Terms that a person had won before it, where known.
        whole: The area that is the whole contest, where there is one only.
        transfers: True where votes pass on by preference, and so a quota elects.
    """

    id: str
    night: str
    name: str
    kind: TopicKind
    year: int
    day: date | None = None
    places: tuple[str, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    seats: int = 1
    holders: tuple[str, ...] = ()
    holder_party: str | None = None
    terms_before: Mapping[str, int] = field(default_factory=dict)
    past: tuple[Topic, ...] = ()
    american: bool = False
    complete: bool = True
    transfers: bool = False
    make: Callable[[], tuple[Moment, ...]] | None = None
    made: tuple[Moment, ...] | None = None
    ranks: Mapping[str, int] = field(default_factory=dict)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Return its moments, oldest first; made when first asked for."""
        if self.made is None:
            self.made = self.make() if self.make is not None else ()
        return self.made

    def area_name(self, place: Place) -> str:
        """Return an area's name, "" for the whole contest."""
        return "" if place is None else self.areas.get(place, place)

    def person_of(self, party: str) -> str | None:
        """Return the one person who stood for a party, None where there is none or there are several."""
        found = [p.key for p in self.people.values() if p.party == party]
        return found[0] if len(found) == 1 else None

    def people_of(self, party: str) -> frozenset[str]:
        """Return all who stood for a party."""
        return frozenset(p.key for p in self.people.values() if p.party == party)
