"""Every name that the record gives to a person, party, place, contest or body, ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from tellers.check.chamber import Chamber
from tellers.check.history import History
from tellers.check.lexicon.words import TITLES
from tellers.check.parties import aliases, party_key
from tellers.check.topic import Topic

NameKind = Literal["person", "surname", "party", "area", "contest", "chamber"]
WORD = re.compile(
    r"[^\W\d_]+(?:[-.](?=[^\W\d_])[^\W\d_]+)*(?:['’](?!s\b)[^\W\d_]+(?:-[^\W\d_]+)*)?|['’]s\b|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\w\s]",
    re.UNICODE,
)
_OFFICE = re.compile(
    r"\b(mayors?|mayoral|police and crime commissioner|pcc|governor|senator|president|presidential|"
    r"council(?:lor)?|election|elections|"
    r"contest|general|constituency|ward|division|district|county|borough|city|by-election|byelection|supervisor|"
    r"commissioner|sheriff|executive|clerk|for|of|the|to|elect|member|parliament|and|crime|police|assembly|state)\b",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"\b(?: (?:county|city|borough|district|town|metropolitan|unitary))* council$", re.IGNORECASE)
_COMMON_AREA_TAILS = (
    "county",
    "borough",
    "constituency",
    "ward",
    "district",
    "city",
    "town",
    "parish",
    "division",
    "precinct",
    "region",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a name may mean; `key` is a person's key, a party's key, an area's name, or the id of a contest or chamber.

    Args:
        topics: The topics that it belongs to.
        areas: For an area: its id in each of the topics, in their order.
    """

    kind: NameKind
    key: str
    topics: tuple[Topic, ...] = ()
    areas: tuple[str | None, ...] = ()
    chambers: tuple[Chamber, ...] = ()


@dataclass(slots=True)
class _Entry:
    words: tuple[str, ...]
    names: list[Name] = field(default_factory=list)


class Gazetteer:
    """All names of one or more nights, by their first word; made once for many stories."""

    def __init__(self, histories: Sequence[History]) -> None:
        self.by_word: dict[str, list[_Entry]] = {}
        self.entries: dict[tuple[str, ...], _Entry] = {}
        self.surnames: dict[str, set[str]] = {}
        self.people: dict[str, list[Topic]] = {}
        self.topics: list[Topic] = []
        self.chambers: list[Chamber] = []
        self.parties: set[str] = set()
        self.lists: set[str] = set()
        self.by_party: dict[str, list[Topic]] = {}
        live = {t.id: t for h in histories for t in h.topics if t.kind == "live"}
        for history in histories:
            for topic in history.topics:
                if topic.kind == "noted" and topic.id in live:
                    history.annotate(live[topic.id])
        for history in histories:
            self._add_history(history, frozenset(live))
        self.many = sum(t.kind == "live" for t in self.topics) > 1
        for entry in self.entries.values():
            # Who is called just so goes before who may be called so for short.
            exact = [n for n in entry.names if n.kind == "person" and _words(n.key) == entry.words]
            if exact:
                entry.names = [n for n in entry.names if n.kind != "person" or n in exact]
        for entries in self.by_word.values():
            entries.sort(key=lambda entry: -len(entry.words))

    def _add_history(self, history: History, live: frozenset[str]) -> None:
        self.lists |= {name.casefold() for p in history.election.parties for name in (p.name, p.short)}
        for party in history.election.parties:
            for alias in aliases(party.name, party.short):
                self._party(alias, party_key(party.name))
        # A contest that another night records itself is taken from there, not from this night's facts.
        own = [t for t in history.topics if t.kind == "live" or t.id not in live]
        self.topics += own
        for topic in own:
            for key in dict.fromkeys(p.party for p in topic.people.values() if p.party is not None):
                self.by_party.setdefault(key, []).append(topic)
        places: dict[str, list[tuple[Topic, str | None]]] = {}
        for topic in own:
            self._people(topic, topic)
            for past in topic.past:
                self._people(past, topic)
            for id, name in topic.areas.items():
                places.setdefault(name, []).append((topic, id))
            for name in self._contest_names(topic, history):
                places.setdefault(name, []).append((topic, None))
        for name, found in places.items():
            self._place(name, found)
        for chamber in history.chambers:
            self.chambers.append(chamber)
            if not chamber.whole and not chamber.noted:
                value = Name(kind="chamber", key=chamber.id, chambers=(chamber,))
                for called in dict.fromkeys((chamber.name, _COUNCIL.sub("", chamber.name))):
                    if len(called) > 2:
                        self._name(called, value)
        for chamber in history.chambers:
            for party_name in chamber.parties:
                self.parties.add(party_name)
                if chamber.noted:
                    for alias in aliases(party_name, ""):
                        self._party(alias, party_name)

    def _people(self, topic: Topic, into: Topic) -> None:
        for person in topic.people.values():
            if person.party is not None:
                self.parties.add(person.party)
                if topic.kind == "noted":
                    for alias in aliases(person.party, ""):
                        self._party(alias, person.party)
            if person.key.startswith("party:") or person.name.casefold() in self.lists:
                # A list stands under its party's name: it is a party, and nobody's.
                continue
            self.people.setdefault(person.key, [])
            if into not in self.people[person.key]:
                self.people[person.key].append(into)
            words = _words(person.name)
            name = Name(kind="person", key=person.key)
            self._name(person.name, name)
            if len(words) > 2 and len(words[-1]) > 3:
                self._name(f"{words[0]} {words[-1]}", name)
            surname = _surname(words)
            if len(surname) > 2:
                self.surnames.setdefault(surname, set()).add(person.key)
                self._name(surname, Name(kind="surname", key=surname))

    def _party(self, alias: str, key: str) -> None:
        if key in ("all other candidates", "others", "speaker", "other"):
            return
        self.parties.add(key)
        self._name(alias, Name(kind="party", key=key))

    def _contest_names(self, topic: Topic, history: History) -> Iterable[str]:
        """Return what a contest may be called: its place, and that place with the words for the office."""
        names = dict.fromkeys(topic.places)
        base = re.split(r"[,(–]|\b(?:19|20)\d\d\b", topic.name)[0].strip()
        place = " ".join(_OFFICE.sub(" ", base).split())
        found = re.match(r"(?:[A-Z][\w'’-]+ ?)+", base)
        proper = found.group().strip() if found else ""
        for name in (place, base, topic.name, "" if _OFFICE.fullmatch(proper) else proper):
            if len(name) > 2:
                names[name.casefold()] = None
        return names

    def _place(self, name: str, found: list[tuple[Topic, str | None]]) -> None:
        topics, areas = tuple(t for t, _ in found), tuple(a for _, a in found)
        kind: NameKind = "contest" if any(a is None for a in areas) else "area"
        value = Name(kind=kind, key=name, topics=topics, areas=areas)
        self._name(name, value)
        low = name.casefold()
        for tail in _COMMON_AREA_TAILS:
            if low.endswith(f" {tail}"):
                self._name(name[: -len(tail) - 1], value)
        words = low.split()
        if len(words) > 1 and words[-1] in ("county", "borough", "parish"):
            return
        if "&" in low or " and " in low:
            self._name(low.replace("&", "and"), value)
            self._name(low.replace(" and ", " & "), value)

    def _name(self, text: str, name: Name) -> None:
        words = _words(text)
        if not words:
            return
        entry = self.entries.get(words)
        if entry is None:
            entry = _Entry(words=words)
            self.entries[words] = entry
            self.by_word.setdefault(words[0], []).append(entry)
        for i, known in enumerate(entry.names):
            if known.kind == name.kind and known.key == name.key:
                if name.topics:
                    entry.names[i] = Name(
                        kind=name.kind, key=name.key, topics=known.topics + name.topics, areas=known.areas + name.areas
                    )
                return
        entry.names.append(name)

    def find(self, words: Sequence[str], at: int) -> tuple[int, list[Name]] | None:
        """Return how many words from `at` make the longest name there, and what it may mean."""
        for entry in self.by_word.get(words[at], ()):
            size = len(entry.words)
            if tuple(words[at : at + size]) == entry.words:
                return size, entry.names
        return None


@lru_cache(maxsize=65_536)  # A live night is read anew at each edition, and its names stay the same.
def _words(text: str) -> tuple[str, ...]:
    return tuple(w.replace("’", "'") for w in WORD.findall(text.casefold()))


def _surname(words: Sequence[str]) -> str:
    kept = [w for w in words if w not in TITLES and w not in ("jr", "sr", "ii", "iii", ".")]
    return kept[-1] if kept else ""
