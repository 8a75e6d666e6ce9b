"""Finds what is said of people beside the result: party, incumbency, term, predecessor, rank."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tellers.check.context import Context
from tellers.check.find.grammar import main_subject, scope_after, scope_before, side_of
from tellers.check.lexicon.words import ADJECTIVES, word_set
from tellers.check.outcome_query import Side
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.small_queries import AskTopic, Told, rank_reading, yes_no
from tellers.check.targets import target
from tellers.check.tokens import Token
from tellers.check.topic import Moment, Topic

_OFFICE = word_set(
    "mayor mp senator governor president commissioner councillor congressman congresswoman representative leader "
    "sheriff"
)


def find_people(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield every claim of a person's party, office, term or rank."""
    for i, token in enumerate(scene.tokens):
        if token.kind == "person":
            yield from _affiliation(scene, context, i, token)
            yield from _won_for(scene, context, i, token)
            yield from _incumbent(scene, context, i, token)
        elif token.kind == "number" and token.quantity is not None and token.quantity.unit == "ordinal":
            yield from _ordinal(scene, context, i)
        elif token.low in ("predecessor", "successor"):
            yield from _succession(scene, context, i)
        elif token.kind == "word" and token.low in ("runner-up", "runners-up"):
            yield from _runner_up(scene, context, i)


def _topics(context: Context, person: str) -> list[Topic]:
    found = []
    for topic in context.gazetteer.people.get(person, []):
        for each in (topic, *topic.past):
            if person in each.people:
                found.append(each)
    return found


def _longer_named(context: Context, person: str, party: str) -> bool:
    """Return whether "Green, T." may be short for "Green, T.R.", who stood for the party."""
    short = person.rstrip(".")
    return any(
        key != person and key.startswith(short) and any(t.people[key].party == party for t in topics if key in t.people)
        for key, topics in context.gazetteer.people.items()
    )


def _affiliation(scene: Scene, context: Context, i: int, token: Token) -> Iterator[Draft]:
    if token.party is not None and token.person is not None:
        yield from _affiliation_of(scene, context, token, token.party, token.start, token.end)


def _affiliation_of(
    scene: Scene, context: Context, token: Token, party: str | None, start: int, end: int
) -> Iterator[Draft]:
    """Yield that a person is of a party, told from `start` to `end` in the plain text."""
    if token.person is None or party is None:
        return
    topics = _topics(context, token.person)
    people = [t.people[token.person] for t in topics]
    known = [own for p in people for own in (p.party, *p.namesakes) if own is not None]
    if not known:
        yield Draft(type="affiliation", start=start, end=end, scene=scene, unchecked="the record does not give a party")
        return
    name = topics[0].people[token.person].name
    said = f"{name}: {known[0].title() if known[0] else ''}"
    # Not a party of this contest at all: a description, not a mistake.
    everywhere = {p.party for t in topics for p in t.people.values()}
    right = party in known
    reading = yes_no(right, said)
    if not right and party not in everywhere:
        reading = Reading(answer="unknown", said=said, why="a party that the record does not know here")
    elif not right and _longer_named(context, token.person, party):
        reading = Reading(answer="unknown", said=said, why="another whose name begins so stood for that party")
    sure = token.strong and len(set(known)) == 1 and not scene.question
    modality = "quoted" if scene.quoted(token.start) else "asserted"
    yield Draft(
        type="affiliation",
        start=start,
        end=end,
        scene=scene,
        query=Told(reading=reading),
        topic=topics[0],
        strong=sure,
        modality=modality,  # type: ignore[arg-type]
        subjects=(token.person,),
    )


def _incumbent(scene: Scene, context: Context, i: int, token: Token) -> Iterator[Draft]:
    if token.person is None:
        return
    topics = [t for t in context.gazetteer.people.get(token.person, []) if token.person in t.people]
    incumbent = "incumbent" in token.roles or "sitting" in token.roles or "outgoing" in token.roles
    start = token.start
    after = scene.words(i + 1, i + 5)
    if not incumbent and after[:3] == [",", "the", "incumbent"]:
        incumbent = True
    if (
        not incumbent
        and "mayor" in token.roles
        and not set(token.roles)
        & {"new", "former", "ex", "then", "deputy", "next", "lord", "newly-elected", "previous"}
        and i
        and scene.tokens[i - 1].kind == "contest"
    ):
        incumbent = True
        start = scene.tokens[i - 1].start
    if not incumbent or not topics or set(token.roles) & {"former", "ex", "previous"}:
        return
    topic = topics[0]
    person = token.person
    known = bool(topic.holders) or bool(topic.past)

    def ask(moment: Moment) -> Reading:
        if person in topic.holders or (start != token.start and person in moment.elected):
            return yes_no(True, f"{topic.people[person].name} held {topic.name} before it")
        if not known:
            return Reading(answer="unknown", why="the record does not say who held it before")
        names = ", ".join(topic.people[h].name for h in topic.holders if h in topic.people) or "another"
        return yes_no(False, f"held before by {names}")

    yield Draft(
        type="incumbency",
        start=start,
        end=token.end,
        scene=scene,
        topic=topic,
        query=AskTopic(topic=topic, ask=ask, changes=False),
        strong=token.strong and bool(topic.holders) and not scene.years(),
        modality="quoted" if scene.quoted(token.start) else "asserted",
    )


_ORDINAL_WORDS = word_set(
    "came finished finishing coming placed trailed comes finishes poor close distant into a be was is lies lying"
)


def _won_for(scene: Scene, context: Context, i: int, token: Token) -> Iterator[Draft]:
    """Yield for "won Framley and Uffley for the High and Dry": the party of whoever won, told after the place."""
    place = next((j for j in range(i + 1, min(i + 6, len(scene.tokens))) if scene.tokens[j].kind in _WON_PLACES), None)
    if place is None or not _WON_FOR & set(scene.words(i + 1, place)) or scene.words(place + 1, place + 2) != ["for"]:
        return
    j = place + 2
    while j < len(scene.tokens) and scene.tokens[j].low in ("the", "her", "his", ","):
        j += 1
    if j < len(scene.tokens) and scene.tokens[j].kind == "party" and token.person is not None:
        yield from _affiliation_of(scene, context, token, scene.tokens[j].party, token.start, scene.tokens[j].end)


_WON_PLACES = ("contest", "area")
_WON_FOR = word_set("won wins took takes gained gains held holds kept retained captured seized regained")


def _ordinal(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    words = scene.words(i + 1, i + 4)
    number = int(scene.tokens[i].quantity.value)  # type: ignore[union-attr]
    j = 0
    while j < len(words) and words[j] in (*ADJECTIVES, "consecutive", "successive", "straight", "four-year"):
        j += 1
    if (
        words[j : j + 1] == ["term"]
        or (words[j : j + 1] == ["stint"])
        or (words[j : j + 1] == ["time"] and "elected" in scene.words(max(0, i - 6), i))
    ):
        yield from _term(scene, context, i, number, i + 1 + j)
    elif words[:1] == ["place"] or (scene.words(max(0, i - 1), i)[:1] and scene.words(i - 1, i)[0] in _ORDINAL_WORDS):
        yield from _rank(scene, context, i, number, words)


_TERM_WORDS_2 = word_set("seeking sought hopes hoping bid going chasing eyeing securing secure wanted for win seek")


_TERM_WORDS = word_set("a historic the record unprecedented his her remarkable")


def _term(scene: Scene, context: Context, i: int, number: int, last: int) -> Iterator[Draft]:
    start = i
    while start > 0 and scene.tokens[start - 1].low in _TERM_WORDS:
        start -= 1
    owner = _term_owner(scene, i)
    sure = owner is not None and owner.strong
    person = owner.person if owner is not None else context.subject
    if person is None:
        yield Draft(
            type="term",
            start=scene.tokens[start].start,
            end=scene.tokens[last].end,
            scene=scene,
            unchecked="nobody in the record is named with it",
        )
        return
    topics = [t for t in context.gazetteer.people.get(person, []) if person in t.people]
    topic = topics[0] if topics else None
    before = topic.terms_before.get(person) if topic is not None else None
    end = last
    places = scope_after(scene, last + 1)
    if places and scene.tokens.index(places[0]) <= last + 4:
        end = scene.tokens.index(places[0])
    if topic is None or before is None:
        yield Draft(
            type="term",
            start=scene.tokens[start].start,
            end=scene.tokens[end].end,
            scene=scene,
            topic=topic,
            unchecked="the record does not count terms",
        )
        return
    said = f"{topic.people[person].name} had won {before} before; this would be number {before + 1}"
    words = scene.words(max(0, i - 8), i)
    sought = any(w in _TERM_WORDS_2 for w in words)
    right = number == before + 1 or (number == before and not sought)
    yield Draft(
        type="term",
        start=scene.tokens[start].start,
        end=scene.tokens[end].end,
        scene=scene,
        topic=topic,
        query=Told(reading=yes_no(right, said)),
        strong=sure,
        modality="quoted" if scene.quoted(scene.tokens[i].start) else "asserted",
        covers=(scene.tokens[i].start,),
        cap="warn",
    )


def _term_owner(scene: Scene, i: int) -> Token | None:
    """Return whose term it is: the one just before "who", else the subject of the sentence, else one named after it."""
    for j in range(i - 1, max(-1, i - 10), -1):
        token = scene.tokens[j]
        if token.kind == "person":
            relative = scene.words(j + 1, j + 3)
            if j + 1 >= i - 4 or relative[:1] == ["who"] or relative == [",", "who"]:
                return token
            break
    main = main_subject(scene, i)
    if main is not None and main.tokens[0].kind == "person":
        return main.tokens[0]
    return next((t for t in scene.tokens[i + 1 : i + 8] if t.kind == "person"), None)


def _rank(scene: Scene, context: Context, i: int, number: int, words: list[str]) -> Iterator[Draft]:
    before = scene.words(max(0, i - 2), i)
    if (
        words[:1]
        not in (
            ["place"],
            [
                ",",
            ],
            ["."],
            ["with"],
            ["in"],
            ["on"],
            ["and"],
            ["overall"],
            ["behind"],
        )
        and words
    ):
        return
    owner = None
    owner_at = i
    into = "into" in before
    # "Yakoob came third", "in third place Yakoob", "beat Hall into second place".
    order = list(range(i - 1, max(-1, i - 14), -1))
    for j in order:
        token = scene.tokens[j]
        if token.low in (";", ":", "while", "but") or (token.low == "with" and j < i - 3):
            break
        if token.kind in ("person", "party"):
            owner, owner_at = token, j
            break
    named_after = i + 2 < len(scene.tokens) and scene.tokens[i + 2].kind == "person"
    if named_after and (owner is None or (words[:1] == ["place"] and not into)):
        owner, owner_at = scene.tokens[i + 2], i + 2
    for token in scene.tokens[i + 1 : i + 3]:
        if token.kind == "person" and words[:1] == ["place"]:
            owner = token
    if owner is None:
        return
    side, sure = side_of(owner, scene, context)
    scope = scope_after(scene, i + 1)
    where = scope[0] if scope else scope_before(scene, owner_at) if owner_at < i else None
    found = target(context, scene, i, (side,), where, area_wanted="there" in words)
    first, last = min(owner_at, i), max(i + (1 if words[:1] == ["place"] else 0), owner_at)
    start, end = scene.tokens[first].start, scene.tokens[min(last, len(scene.tokens) - 1)].end
    people = sorted(side.people(found.topic)) if side is not None and found.topic is not None else []
    if found.topic is None or len(people) != 1:
        yield Draft(
            type="rank",
            start=start,
            end=end,
            scene=scene,
            unchecked=found.why or "who is meant is not clear",
            covers=(scene.tokens[i].start,),
        )
        return
    topic, place, person = found.topic, found.place, people[0]
    yield Draft(
        type="rank",
        start=start,
        end=end,
        scene=scene,
        topic=topic,
        covers=(scene.tokens[i].start,),
        query=AskTopic(
            topic=topic,
            ask=lambda m: rank_reading(topic, person, number, place, m),
            changes=not any(w in ("came", "finished", "placed") for w in before),
        ),
        modality=scene.modality(i, owner_at if owner_at < i else None),
        strong=sure and found.strong and not scene.strange,
        guess=found.guess,
    )


def _runner_up(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    for j in (i + 1, i - 1, i + 2, i - 2, i - 3):
        if 0 <= j < len(scene.tokens) and scene.tokens[j].kind == "person":
            token = scene.tokens[j]
            found = target(context, scene, i, (Side(person=token.person),), None)
            if found.topic is None or token.person is None or token.person not in found.topic.people:
                return
            topic, person = found.topic, token.person
            yield Draft(
                type="runner_up",
                start=scene.tokens[min(i, j)].start,
                end=scene.tokens[max(i, j)].end,
                scene=scene,
                topic=topic,
                query=AskTopic(topic=topic, ask=partial(rank_reading, topic, person, 2, None)),
                modality=scene.modality(i),
                strong=False,
            )
            return


_SUCCESSION_WORDS = word_set("his her thanked praised thanks paid tribute to wished congratulated")


def _succession(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for "his predecessor": the winner is another than the holder before."""
    start = i
    while start > 0 and scene.tokens[start - 1].low in _SUCCESSION_WORDS:
        start -= 1
    topic = context.focus
    if topic is None or not topic.holders:
        yield Draft(
            type="succession",
            start=scene.tokens[start].start,
            end=scene.tokens[i].end,
            scene=scene,
            unchecked="the record does not say who held it before",
        )
        return

    def ask(moment: Moment) -> Reading:
        if not moment.final:
            return Reading(answer="open", said="no result yet")
        changed = not set(moment.elected) & set(topic.holders)
        names = ", ".join(topic.people[h].name for h in topic.holders if h in topic.people)
        return yes_no(changed, f"held before by {names}")

    yield Draft(
        type="succession",
        start=scene.tokens[start].start,
        end=scene.tokens[i].end,
        scene=scene,
        topic=topic,
        query=AskTopic(topic=topic, ask=ask, changes=False),
        strong=False,
        modality=scene.modality(i),
    )
