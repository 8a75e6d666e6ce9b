"""What the finders of figures share: the place and stage of a number, its phrase, and its draft with other readings."""

from __future__ import annotations

from dataclasses import replace

from tellers.check.context import Context
from tellers.check.figure_query import SECOND_PREFERENCES, FigureQuery
from tellers.check.figure_values import Measure
from tellers.check.find.grammar import says_there, scope_after
from tellers.check.lexicon.words import AUXILIARIES, word_set
from tellers.check.outcome_query import Side
from tellers.check.quantity import Quantity
from tellers.check.query import Cap, Draft
from tellers.check.scene import Scene
from tellers.check.targets import Target, named_near, target
from tellers.check.tokens import Token
from tellers.check.topic import Place, Topic

_BEFORE_NUMBER = word_set(
    "a an the by just only mere some overall slender slim narrow whopping massive huge wafer-thin razor-thin total of"
)
_PLACE_BEFORE = word_set("in at across of over for throughout")
_PLACE_VERBS = word_set(
    "won win wins winning carried took taken takes held hold holds holding carries lost loses losing gained "
    "gains captured retained kept"
)
_ESTIMATE = word_set(
    "estimate estimates estimated estimating projected projects projection forecast exit predicts calculates"
)
_ESTIMATED = word_set("needed needed_points turnout votes share lead lead_points majority majority_points")
_FIRST_STAGE = (
    "first preference",
    "first-preference",
    "first round",
    "first ballot",
    "first count",
    "first-round",
    "first choice",
    "first preferences",
    "first stage",
)
_ON_THE_FIRST = (("on", "the", "first"), ("at", "the", "first"), ("after", "the", "first"))
_LAST_STAGE = (
    "final round",
    "second round",
    "run-off",
    "runoff",
    "after second preferences",
    "final count",
    "second preferences were",
    "once second preferences",
    "after transfers",
    "after the transfer",
)


_BEFORE_NOW = word_set(
    "last overturning overturned overturn overturns previous previously defending defended erasing erased wiping "
    "wiped old inherited slashing slashed defence"
)


def quantity_of(scene: Scene, i: int) -> Quantity:
    """Return the quantity of a number's token."""
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    return quantity


def phrase_start(scene: Scene, i: int) -> int:
    """Return the first token of the number's phrase, its qualifier and article with it."""
    j = i - quantity_of(scene, i).before
    while j > 0 and j > i - 6 and scene.tokens[j - 1].low in _BEFORE_NUMBER:
        if scene.tokens[j - 1].low == "of" and not (j > 1 and scene.tokens[j - 2].low == "total"):
            break
        j -= 1
    return j


def place_of(scene: Scene, i: int) -> Token | None:
    """Return the place that the sentence itself ties the number to: "in Sandwell" after it, "In Sandwell," before
    it."""
    after = scope_after(scene, i + 1)
    if after:
        at = scene.tokens.index(after[0])
        between = scene.words(i + 1, at)
        if between and between[-1] in ("decided", "settled", "swung", "separated") and at == i + 1 + len(between):
            return after[0]
        apart = any(w in AUXILIARIES or w in ("who", "which", "built") for w in between) or len(between) > 9
        apart = apart or (
            any(
                t.quantity is not None and t.quantity.unit in ("votes", "none", "percent", "points")
                for t in scene.tokens[i + 1 : at]
            )
            and "to" not in between
            and "-" not in between
        )
        if not apart and any(w in _PLACE_BEFORE for w in scene.words(max(i + 1, at - 2), at)):
            return after[0]
    start, _ = scene.clause(i)
    if start and scene.tokens[start - 1].low in ("when", "where"):
        start = scene.clause(max(0, start - 2))[0]
    best: Token | None = None
    for j in range(start, i):
        token = scene.tokens[j]
        if token.kind not in ("area", "contest"):
            continue
        before = scene.words(max(0, j - 2), j)
        tied = bool(before) and (before[-1] in _PLACE_BEFORE or before[-1] in _PLACE_VERBS)
        later = scene.tokens[j + 1 : i]
        parted = any(t.low == "," for t in later)
        if parted and any(
            t.quantity is not None and t.quantity.unit not in ("year", "other", "ordinal") for t in later
        ):
            # Another figure stands between, and a comma: that one is the place's.
            continue
        tied = tied or (
            len(before) == 2
            and before[1] in ("the", "nearby", "and", ",")
            and (before[0] in _PLACE_BEFORE or best is not None)
        )
        if tied or (j + 1 < len(scene.tokens) and scene.tokens[j + 1].low == ":"):
            best = token
    return best or _opening(scene, start)


def _opening(scene: Scene, start: int) -> Token | None:
    """Return the place that opens the sentence or the clause: "In Barchester, …", "Boxall: …"."""
    for begin in (0, max(0, start - 1)):
        for j in range(begin, min(begin + 4, len(scene.tokens))):
            token = scene.tokens[j]
            if token.kind not in ("area", "contest"):
                continue
            before = scene.words(max(0, j - 1), j)
            following = scene.words(j + 1, j + 2)
            if (before and before[0] in ("in", "at", "across")) or following == [":"]:
                return token
    return None


def stage_of(scene: Scene, i: int) -> int | None:
    """Return the stage of the count that the clause names: 1, -1 for the last, None for none."""
    start, end = scene.clause(i)
    text = " ".join(scene.words(max(0, start - 4), min(len(scene.tokens), end + 4)))
    near = " ".join((scene.tokens[i].low, *scene.words(i + 1, i + 4)))
    if any(phrase in near for phrase in ("second preference", "second-preference", "second choice")):
        return SECOND_PREFERENCES
    if any(phrase in text for phrase in _FIRST_STAGE):
        return 1
    words = scene.words(max(0, start - 4), min(len(scene.tokens), end + 4))
    for k in range(len(words) - 2):
        if tuple(words[k : k + 3]) in _ON_THE_FIRST and words[k + 3 : k + 4] in ([], ["with"], [","], ["."]):
            # "Headed the poll on the first": of the counts that the sentence before spoke of.
            return 1
    return -1 if any(phrase in text for phrase in _LAST_STAGE) else None


def figure(
    scene: Scene,
    context: Context,
    i: int,
    measure: Measure,
    type_: str,
    *,
    side: Side | None = None,
    rival: Side | None = None,
    place: Token | None = None,
    first: int | None = None,
    sure: bool = True,
    cap: Cap = "error",
    side_sure: bool = True,
    named: bool = False,
) -> Draft:
    """Return the draft of a figure, with the other readings that the words allow.

    Args:
        place: The place that the sentence ties it to; None leaves the places it speaks of as other readings.
        sure: False where the construction may mean something else.
        side_sure: False where whose figure it is is a guess.
        named: True where the words tie it to that one name, though who bears the name may be a guess.
    """
    token = scene.tokens[i]
    start, end = scene.clause(i)
    there = place is None and says_there(scene, start, end)
    found: Target = target(context, scene, i, (side, rival), place, area_wanted=there)
    query: FigureQuery | None = None
    others: tuple[FigureQuery, ...] = ()
    if found.topic is not None:
        query = FigureQuery(
            topic=found.topic,
            measure=measure,
            quantity=quantity_of(scene, i),
            side=side,
            rival=rival,
            place=found.place,
            stage=stage_of(scene, i),
        )
        pronoun = context.known_sex(scene, i)
        others = _others(scene, context, query, tied=place is not None, side_sure=side_sure or named, pronoun=pronoun)
    alone = side is None and rival is None and place is None and not named_near(context, scene, found.topic)
    modality = scene.modality(i)
    if modality in ("negated", "prospect", "conditional") and measure in ("needed", "needed_points"):
        modality = "asserted"
    if modality == "negated" or scene.words(max(0, i - 3), i)[:2] in (["rather", "than"], ["instead", "of"]):
        # "by 2,152 and not by 20,000": a figure that is denied.
        return unchecked(scene, i, type_, "a figure that the sentence denies")
    return Draft(
        type=type_,
        start=scene.tokens[phrase_start(scene, i) if first is None else first].start,
        end=token.end,
        scene=scene,
        topic=found.topic,
        query=query,
        others=others,
        strong=sure and found.strong and side_sure and not alone and not any(abs(k - i) < 8 for k in scene.strange),
        tied=place is not None,
        guess=found.guess,
        modality=modality,
        unchecked=found.why,
        covers=(token.start,),
        cap=cap,
        estimate=measure in _ESTIMATED and any(w in _ESTIMATE for w in scene.words(0, len(scene.tokens))),
    )


def _others(
    scene: Scene, context: Context, query: FigureQuery, *, tied: bool, side_sure: bool, pronoun: str | None = None
) -> tuple[FigureQuery, ...]:
    """Return the other readings: other places, where the sentence ties it to none; other people, where whose it is
    is a guess."""
    topic = query.topic
    places: list[Place] = [query.place]
    if not tied:
        places += [None, *places_near(scene, context, topic)]
    sides: list[tuple[Side | None, Side | None]] = [(query.side, query.rival)]
    if not side_sure:
        people = [t.person for t in scene.tokens if t.kind == "person"] + [*context.before, context.subject]
        if pronoun is not None:
            people = list(context.meant(scene, pronoun))
        sides += [(Side(person=p), None) for p in dict.fromkeys(people) if p is not None and p in topic.people]
        if pronoun is None and query.measure in ("lead", "lead_points", "majority", "majority_points"):
            sides.append((None, None))
    stages = [query.stage]
    if "second preference" in scene.text.casefold() or "second choice" in scene.text.casefold():
        stages += [SECOND_PREFERENCES, None]
    words = scene.words(0, len(scene.tokens))
    topics = [topic, *topic.past] if scene.years() or any(w in _BEFORE_NOW for w in words) else [topic]
    if topic.kind == "past":
        topics += [t for t in context.gazetteer.topics if topic in t.past]
    found = [
        replace(query, topic=each, place=place, side=side, rival=rival, stage=stage)
        for stage in dict.fromkeys(stages)
        for each in topics
        for place in dict.fromkeys(places)
        for side, rival in sides
    ]
    return tuple(q for q in found if q != query)


def places_near(scene: Scene, context: Context, topic: Topic) -> list[str]:
    """Return the areas that the sentence names, and the one that the story named last."""
    names = [t for t in scene.tokens if t.kind in ("area", "contest")]
    if context.area is not None:
        names.append(context.area)
    found: list[str] = []
    for token in names:
        if token.name is None:
            continue
        for each, area in zip(token.name.topics, token.name.areas, strict=True):
            if area is not None and (each is topic or each in topic.past or topic in each.past):
                found.append(area)
    return list(dict.fromkeys(found))


def unchecked(scene: Scene, i: int, type_: str, why: str) -> Draft:
    """Return a claim that is found and cannot be checked."""
    token = scene.tokens[i]
    start = scene.tokens[phrase_start(scene, i)].start
    return Draft(type=type_, start=start, end=token.end, scene=scene, unchecked=why, covers=(token.start,))
