"""Finds two numbers given as a score: "9,640 to 8,115", "4,210-3,980", "by 51.2% to 48.8%"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from tellers.check.context import Context
from tellers.check.figure_query import FigureQuery
from tellers.check.find.figure_base import place_of, places_near, quantity_of, unchecked
from tellers.check.find.grammar import is_name, side_of
from tellers.check.lexicon.words import word_set
from tellers.check.outcome_query import Side
from tellers.check.quantity import Quantity
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.small_queries import AskTopic
from tellers.check.targets import target
from tellers.check.tokens import Token
from tellers.check.topic import Moment, Place, Topic


def scorelines(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield for two numbers given as a score: "9,640 to 8,115", "4,210-3,980", "10,988 votes to 4,127"."""
    yield from _percent_scores(scene, context)
    tokens = scene.tokens
    for i, token in enumerate(tokens):
        if token.quantity is None or token.quantity.unit not in ("votes", "none") or token.quantity.value < 20:
            continue
        j = i + 1
        if j < len(tokens) and tokens[j].low == "votes":
            j += 1
        if j + 1 >= len(tokens) or tokens[j].low not in ("to", "-", "–", "—", "against"):
            continue
        other = tokens[j + 1].quantity
        if (
            other is None
            or other.unit not in ("votes", "none")
            or other.value < 20
            or other.value > token.quantity.value * 30
        ):
            continue
        if "from" in scene.words(max(0, i - 2), i) or (token.quantity.value < 100 and other.value < 100):
            yield unchecked(scene, i, "change", "a change, or a score of percentages, that the record does not keep")
            continue
        draft = _scoreline(scene, context, i, j + 1)
        if draft is not None:
            yield draft


def _percent_scores(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield for two percentages given as a score: "by 51.2% to 48.8%", "50.2% to Palliser's 48.5%"."""
    tokens = scene.tokens
    for i, token in enumerate(tokens):
        j = i + 2
        if not _per_cent(token) or j >= len(tokens) or tokens[i + 1].low not in ("to", "-", "–", "—", "against"):
            continue
        if not _per_cent(tokens[j]) or scene.words(max(0, i - 1), i) == ["from"]:
            continue
        place = place_of(scene, i)
        people = [s for t in tokens if is_name(t) and (s := side_of(t, scene, context)[0]) is not None]
        found = target(context, scene, i, tuple(people[:1]), place)
        if found.topic is None:
            found = target(context, scene, i, (), place)
        topic = found.topic
        if topic is None:
            continue
        places = [found.place] if place is not None else [found.place, None, *places_near(scene, context, topic)]
        yield Draft(
            type="share",
            start=token.start,
            end=tokens[j].end,
            scene=scene,
            topic=topic,
            query=AskTopic(
                topic=topic, ask=partial(_shares, topic, places, quantity_of(scene, i), quantity_of(scene, j))
            ),
            modality=scene.modality(i),
            strong=False,
            guess=found.guess,
            covers=(token.start, tokens[j].start),
        )


def _per_cent(token: Token) -> bool:
    return token.quantity is not None and token.quantity.unit == "percent"


def _shares(topic: Topic, places: list[Place], first: Quantity, second: Quantity, moment: Moment) -> Reading:
    """Return whether two people have these shares in one of the places."""
    said = ""
    for place in dict.fromkeys(places):
        readings = [
            (person, FigureQuery(topic=topic, measure="share", quantity=q, side=Side(person=person), place=place))
            for q in (first, second)
            for person in topic.people
        ]
        found = [(person, query.quantity is first, query.read(moment)) for person, query in readings]
        fits = [(p, one) for p, one, r in found if r.answer in ("yes", "alternative", "near")]
        if any(one and other is False and a != b for a, one in fits for b, other in fits):
            return Reading(answer="yes", said="; ".join(r.said for _, _, r in found if r.answer == "yes"))
        said = said or "; ".join(r.said for _, one, r in found if one and r.said)
    return Reading(answer="no", said=said) if said else Reading(answer="unknown", why="the record has no shares of it")


def _scoreline(scene: Scene, context: Context, i: int, j: int) -> Draft | None:
    people = [t for t in scene.tokens if is_name(t)]
    sides = [s for s in dict.fromkeys(side_of(t, scene, context)[0] for t in people) if s is not None]
    place = place_of(scene, i)
    found = target(context, scene, i, tuple(sides[:1]), place)
    if found.topic is None:
        found = target(context, scene, i, (), place)
    if found.topic is None:
        return None
    topic, first, second = found.topic, int(quantity_of(scene, i).value), int(quantity_of(scene, j).value)
    places: list[Place] = (
        [found.place]
        if place is not None
        else list(dict.fromkeys([found.place, None, *places_near(scene, context, topic)]))
    )

    begin, stop = scene.clause(i)
    verbs = scene.words(begin, stop)
    turned = first < second and any(w in _WON for w in verbs) and not any(w in _LOST for w in verbs)

    owner = _score_owner(scene, context, i, won=any(w in _WON for w in verbs), lost=any(w in _LOST for w in verbs))
    higher = owner is not None and owner[1]

    def ask(moment: Moment) -> Reading:
        reading = _score_reading(topic, moment, places, first, second, sides)
        if owner is not None and reading.answer == "yes":
            mine = owner[0].people(topic)
            wanted = max(first, second) if higher else min(first, second)
            rows = [table.votes.get(at, {}) for at in places for table in moment.tables.values()]
            if mine and not any(wanted in row.get(p, ()) for row in rows for p in mine):
                return replace(reading, answer="no")
        # Who won is given the higher figure, and it stands first.
        return replace(reading, answer="no") if turned and reading.answer == "yes" else reading

    start, end = scene.tokens[i], scene.tokens[j]
    return Draft(
        type="votes",
        start=start.start,
        end=end.end,
        scene=scene,
        topic=topic,
        query=AskTopic(topic=topic, ask=ask),
        modality=scene.modality(i),
        strong=False,
        covers=(start.start, end.start),
        tied=place is not None,
    )


def _score_owner(scene: Scene, context: Context, i: int, *, won: bool, lost: bool) -> tuple[Side, bool] | None:
    """Return who is said to have won or lost by a score, and whether they won, None where that is not plain."""
    start = scene.clause(i)[0]
    agent = next((j for j in range(i - 1, start, -1) if scene.tokens[j].kind == "person"), None)
    if agent is not None and won and scene.tokens[agent - 1].low == "by" and agent > i - 4:
        # "Barchester was won by Slope, 15,412 to 13,905".
        return Side(person=scene.tokens[agent].person), True
    subject = next((j for j in range(start, i) if is_name(scene.tokens[j])), None)
    if won == lost or subject is None or scene.tokens[subject].kind == "party":
        return None
    before = scene.words(max(0, subject - 1), subject)
    if before and before[0] in ("over", "by", "to", "for", "beat", "beating", "against", "with"):
        return None
    side, _ = side_of(scene.tokens[subject], scene, context)
    passive = {"was", "were", "been"} & set(scene.words(subject, i)) and won
    return None if side is None or passive else (side, won)


_WON = word_set(
    "won win wins winning beat beats beating defeated defeats carried carries took takes held holds led leads"
)
_LOST = word_set("lost loses losing trailed trails behind fell beaten lose defeat outpolled")


def _score_reading(
    topic: Topic, moment: Moment, places: list[Place], first: int, second: int, sides: list[Side]
) -> Reading:
    """Return whether two people who are meant have these votes in one of the places."""
    seen = ""
    wanted = frozenset(p for s in sides for p in s.people(topic))
    for place in places:
        for table in moment.tables.values():
            order = table.order(place)
            if len(order) < 2:
                continue
            names = [(topic.people[p].name, v) for p, v in order if p in topic.people]
            seen = seen or "; ".join(f"{n} {v:,}" for n, v in names[:2]) + (
                f" in {topic.area_name(place)}" if place else ""
            )
            ones = [p for p, v in order if v == first and (not wanted or p in wanted or len(wanted) == 1)]
            twos = [p for p, v in order if v == second]
            if any(a != b and (not wanted or a in wanted or b in wanted) for a in ones for b in twos):
                return Reading(answer="yes", said=seen)
    return (
        Reading(answer="no", said=seen)
        if seen
        else Reading(answer="unknown", why="the record has no votes to hold it against")
    )
