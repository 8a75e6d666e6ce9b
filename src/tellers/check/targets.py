"""Which contest and place a claim is about, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tellers.check.context import Context
from tellers.check.lexicon.words import word_set
from tellers.check.outcome_query import Side
from tellers.check.scene import Scene
from tellers.check.tokens import Token
from tellers.check.topic import Place, Topic

_LAST_TIME = (
    "last time",
    "at the last election",
    "last election",
    "previous election",
    "at the previous",
    "the previous",
    "two years before",
    "four years before",
    "four years ago",
    "three years ago",
    "five years ago",
    "two years ago",
    "last time around",
    "last time round",
    "at the last poll",
    "previous contest",
)
_LONG_AGO = (
    "first elected",
    "first won",
    "first became",
    "since",
    "had been",
    "was elected in",
    "years ago",
    "decades",
    "in the past",
    "historically",
    "previously",
    "first time since",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which contest and place a claim is about; `why` where that cannot be told.

    Args:
        guess: True where it is only the contest spoken of last, on a night of many: what disagrees may be of another.
    """

    topic: Topic | None
    place: Place = None
    strong: bool = True
    why: str = ""
    explicit: bool = False
    guess: bool = False


def target(
    context: Context,
    scene: Scene,
    at: int,
    sides: tuple[Side | None, ...],
    scope: Token | None,
    *,
    area_wanted: bool = False,
) -> Target:
    """Return the contest and place of a claim whose verb or number stands at `at`.

    Args:
        sides: Who it is about.
        scope: The place or contest that the clause names, None where it names none.
    """
    found, place, strong, explicit = _candidates(context, sides, scope, scene)
    if not found:
        return Target(topic=None, why=_why(sides, scope), strong=False)
    topic = found[0] if len(found) == 1 else None
    if topic is None and context.focus is not None and context.focus in found:
        topic = context.focus
        strong = strong and len(found) < 2
    if topic is None:
        live = [t for t in found if t.kind == "live"]
        topic = live[0] if len(live) == 1 else None
        strong = False
    if topic is None:
        return Target(topic=None, why="which contest is meant is not clear", strong=False)
    last = next(
        (t for t in reversed(scene.tokens[:at]) if t.kind in ("area", "contest") and t.name is not None), context.area
    )
    if place is None and area_wanted and last is not None and last.name is not None:
        name = last.name
        place = next((a for t, a in zip(name.topics, name.areas, strict=True) if t is topic and a is not None), None)
        strong = strong and place is None
    if scope is not None and scope.name is not None:
        place = next((a for t, a in zip(scope.name.topics, scope.name.areas, strict=True) if t is topic), place)
    made = _in_time(scene, at, sides, topic, place, strong, explicit)
    if not context.gazetteer.many or scope is not None or _seat_named(scene, topic):
        return made
    people = [s for s in sides if s is not None and s.person is not None]
    if len(people) == 1 and not _the_seat(scene):
        return _alone(context, scene, made, people[0])
    loose = not any(sides) and not _names_focus(context, scene) and not _just_placed(context, scene, topic)
    return replace(made, guess=True) if loose else made


def named_near(context: Context, scene: Scene, topic: Topic | None) -> bool:
    """Return whether the sentence, or one of the two before it, names somebody or some place of a contest."""
    if topic is None or any(p in topic.people for p in (*context.before, *context.last_named)):
        return True
    people = any(t.kind == "person" and t.person in topic.people for t in scene.tokens)
    return people or _seat_named(scene, topic) or _just_placed(context, scene, topic)


def _just_placed(context: Context, scene: Scene, topic: Topic | None) -> bool:
    """Return whether one of the two sentences before named the place of a contest."""
    return topic in context.placed and scene.number - context.placed_at <= 2


# A majority of more is of votes, not of seats in a parliament.
_SEATS_MOST = 700
_NATIONAL = word_set(
    "election elections general power landslide majority government country nation national nationally nationwide "
    "downing premiership leadership leader party parliament seats points polls britain uk england scotland wales "
    "governing ruling opposition landslides supermajority"
)


def _seat_named(scene: Scene, topic: Topic) -> bool:
    """Return whether the sentence names a place of a contest."""
    return any(t.kind in ("contest", "area") and t.name is not None and topic in t.name.topics for t in scene.tokens)


def _alone(context: Context, scene: Scene, made: Target, side: Side) -> Target:
    """Return the target of a claim about one person, on a night of many contests, whose sentence names no seat.

    "Sunak lost" may be of the country: it is checked against his own seat only as far as the story has spoken of that.
    """
    others = {t.person for t in scene.tokens if t.kind == "person" and t.person != side.person}
    if made.topic is not None and others & made.topic.people.keys():
        return made
    majority = any(
        t.quantity is not None and t.quantity.unit in ("none", "votes") and t.quantity.value > _SEATS_MOST
        for t in scene.tokens
    )
    if any(t.low in _NATIONAL and not (majority and t.low == "majority") for t in scene.tokens):
        return Target(topic=None, why="the person's own seat or the whole election may be meant", strong=False)
    known = side.person in context.seated or _just_placed(context, scene, made.topic)
    return made if known else replace(made, guess=True)


def _candidates(
    context: Context, sides: tuple[Side | None, ...], scope: Token | None, scene: Scene
) -> tuple[list[Topic], Place, bool, bool]:
    gazetteer = context.gazetteer
    sets: list[list[Topic]] = []
    explicit = scope is not None
    person_named = False
    for side in sides:
        if side is None:
            continue
        if side.person is not None:
            sets.append(gazetteer.people.get(side.person, []))
            person_named = True
        elif side.party is not None:
            sets.append(gazetteer.by_party.get(side.party, []))
    if scope is not None and scope.name is not None:
        sets.append(list(scope.name.topics))
    if not sets:
        topics = gazetteer.topics
        if context.focus is not None:
            return [context.focus], None, True, False
        return ([topics[0]] if len([t for t in topics if t.kind == "live"]) == 1 else []), None, False, False
    rest = [{id(t) for t in other} for other in sets[1:]]
    found = [t for t in sets[0] if all(id(t) in other for other in rest)]
    strong = bool(found) and (person_named or explicit)
    if not found and context.focus is not None and scope is None:
        found = []
    live = sum(t.kind == "live" for t in gazetteer.topics) if not person_named and not explicit else 0
    if live > 1 and not _names_focus(context, scene) and not _the_seat(scene):
        # A party alone on a night of many contests means the night, not the contest spoken of last.
        return [], None, False, False
    if not person_named and not explicit:
        # A party alone: the contest in focus, and only as a guess.
        if context.focus is not None and context.focus in found:
            return [context.focus], None, _names_focus(context, scene), False
        strong = False
    return found, None, strong, explicit


def _the_seat(scene: Scene) -> bool:
    words = scene.words(0, len(scene.tokens))
    return any(w in ("seat", "constituency", "division", "ward") for w in words) and "general" not in words


def _names_focus(context: Context, scene: Scene) -> bool:
    """Return whether the sentence itself names somebody or some place of the contest in focus."""
    topic = context.focus
    for token in scene.tokens:
        if (
            token.kind == "person"
            and token.person is not None
            and topic in context.gazetteer.people.get(token.person, [])
        ):
            return True
        if token.kind in ("contest", "area") and token.name is not None and topic in token.name.topics:
            return True
    return False


def _why(sides: tuple[Side | None, ...], scope: Token | None) -> str:
    if scope is not None and any(s is not None for s in sides):
        return "the people and the place named are not of one contest in the record"
    return "the record has no such contest"


def _in_time(
    scene: Scene, at: int, sides: tuple[Side | None, ...], topic: Topic, place: Place, strong: bool, explicit: bool
) -> Target:
    """Return the target, moved to an earlier contest where the words say so."""
    only_past = [s for s in sides if s is not None and s.person is not None and s.person not in topic.people]
    start, end = scene.clause(at)
    if start and scene.tokens[start - 1].low in ("when", "where"):
        start = scene.clause(max(0, start - 2))[0]
    years = scene.years()
    near = [
        int(t.quantity.value) for t in scene.tokens[start:end] if t.quantity is not None and t.quantity.unit == "year"
    ]
    opening = [int(t.quantity.value) for t in scene.tokens[:4] if t.quantity is not None and t.quantity.unit == "year"]
    old = [y for y in (*near, *opening) if y != topic.year]
    words = " ".join(scene.words(0, len(scene.tokens)))
    clause = " ".join(scene.words(max(0, start - 3), end))
    if old and topic.year not in near:
        past = [p for p in topic.past if p.year == old[0]]
        if past:
            return Target(topic=past[0], place=place, strong=strong, explicit=explicit)
        return Target(topic=None, why=f"the record has nothing of {old[0]}", strong=False)
    if any(phrase in clause for phrase in _LAST_TIME):
        if not topic.past:
            return Target(topic=None, why="the record has nothing of the contest before", strong=False)
        return Target(topic=topic.past[0], place=place, strong=False, explicit=explicit)
    why = _another_office(scene, at, clause, topic)
    if why:
        return Target(topic=None, why=why, strong=False)
    if only_past:
        past = [p for p in topic.past if only_past[0].person in p.people]
        if past:
            return Target(
                topic=past[0], place=place, strong=strong and bool(years or len(past) == 1), explicit=explicit
            )
    if any(y != topic.year for y in years) or any(phrase in words for phrase in _LONG_AGO):
        strong = False
    return Target(topic=topic, place=place, strong=strong, explicit=explicit)


_OFFICES = {
    "governorship": "govern",
    "presidency": "presiden",
    "mayoralty": "mayor",
    "mayorship": "mayor",
    "mayoral": "mayor",
    "minister": "minister",
    "premiership": "minister",
    "mayor": "mayor",
    "senate": "senat",
    "nomination": "nominat",
    "primary": "primary",
    "leadership": "leader",
    "by-election": "by-election",
    "byelection": "by-election",
}
_FIRST_RACES = re.compile(
    r"\b(?:first|last|only|every|previous|earlier|ever|next) (?:\w+ )?(?:race|election|contest|campaign|fight)s?\b"
    r"(?! (?:was|to|on|for|in))|\bschool board\b|\b(?:he|she) ever (?:ran|fought|stood|won|lost)\b|\bstate senate\b"
)


def _another_office(scene: Scene, at: int, clause: str, topic: Topic) -> str:
    """Return why a claim is of another contest than the record's: the office it names, or a race of another day."""
    own = f"{topic.name} {topic.id} {topic.night}".casefold()
    for word in {*scene.words(at, at + 6), *({"by-election", "byelection"} & set(clause.split()))}:
        stem = _OFFICES.get(word)
        if stem is not None and stem not in own:
            return f"the record's contest is not for the {word}"
    return "another contest of that person's" if _FIRST_RACES.search(clause) else ""
