"""Finds recounts, and who is said to lead where no figure says it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tellers.check.context import Context
from tellers.check.find.grammar import is_name, side_of
from tellers.check.lexicon.words import word_set
from tellers.check.outcome_query import OutcomeQuery
from tellers.check.pins import area_id
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.small_queries import AskTopic, yes_no
from tellers.check.topic import Moment, Topic

_RECOUNT_WORDS_2 = word_set("was were is has been in of the at")
_RECOUNT_WORDS = word_set(
    "a the partial full after request by for recount requested ordered demanded complete second tories labour"
)


def recount(scene: Scene, context: Context, topic: Topic, i: int) -> Iterator[Draft]:
    lows = scene.words(0, len(scene.tokens))
    start = i
    while (start > 0 and i - start < 10 and lows[start - 1] in _RECOUNT_WORDS) or (
        start > 0 and scene.tokens[start - 1].kind == "party" and i - start < 10
    ):
        start -= 1
    end = i
    for j in range(i + 1, min(i + 5, len(lows))):
        if lows[j] in _RECOUNT_WORDS_2 or scene.tokens[j].kind in (
            "area",
            "contest",
        ):
            end = j if scene.tokens[j].kind in ("area", "contest") or lows[j] in ("ordered",) else end
        elif lows[j] in ("ordered", "requested", "granted", "demanded", "held", "called", "under", "confirmed"):
            end = j
            break
        else:
            break
    area = None
    for token in scene.tokens[max(0, i - 4) : min(len(scene.tokens), i + 6)]:
        if token.kind in ("area", "contest"):
            area = area_id(token, topic) or area
    scope = next((w for w in lows[max(0, i - 3) : i] if w in ("partial", "full", "complete")), None)
    if any(
        w in ("no", "without", "not", "rejected", "refused", "denied", "nor")
        for w in lows[max(0, i - 5) : min(len(lows), i + 5)]
    ) or scene.modality(i) in ("conditional", "prospect", "question"):
        yield Draft(
            type="recount",
            start=scene.tokens[start].start,
            end=scene.tokens[end].end,
            scene=scene,
            topic=topic,
            unchecked="no plain statement that there was one",
        )
        return

    def ask(moment: Moment) -> Reading:
        if not moment.recounts:
            return Reading(
                answer="open" if not moment.final else "unknown",
                said="no recount in the record",
                why="no recount in the record, which may not have heard of it",
            )
        here = [r for r in moment.recounts if area is None or r[0] == area]
        names = ", ".join(dict.fromkeys(topic.area_name(r[0]) for r in moment.recounts))
        said = f"recount in {names}"
        if not here:
            return yes_no(False, said)
        if scope == "partial" and area is not None and all(r[1] == "full" for r in here if r[1]):
            return Reading(
                answer="alternative",
                said=f"a full recount of {names}",
                why=f"of the whole contest; in {names} it was a full recount",
            )
        if (
            scope in ("full", "complete")
            and area is None
            and len({r[0] for r in moment.recounts}) < moment.total
            and len(topic.areas) > 1
        ):
            return Reading(
                answer="alternative", said=said, why=f"of {names}; of the whole contest it was a partial recount"
            )
        return yes_no(True, said)

    yield Draft(
        type="recount",
        start=scene.tokens[start].start,
        end=scene.tokens[end].end,
        scene=scene,
        topic=topic,
        query=AskTopic(topic=topic, ask=ask, changes=False),
        strong=False,
        modality=scene.modality(i),
    )


_LEADS_WORDS = word_set("is was still now has the in currently narrowly just took takes had taken holds held")


def leads(scene: Scene, context: Context, topic: Topic, i: int) -> Iterator[Draft]:
    """Yield for "ahead for most of the count", and for who leads where no figure says it."""
    lows = scene.words(0, len(scene.tokens))
    text = " ".join(lows[i : i + 12])
    owner = next((j for j in range(i - 1, max(-1, i - 16), -1) if is_name(scene.tokens[j])), None)
    if owner is None:
        return
    side, _ = side_of(scene.tokens[owner], scene, context)
    if side is None or not side.people(topic):
        return
    for phrase in ("for most of the", "throughout", "all night", "all day", "from start to finish", "for much of"):
        if phrase in text:
            end = next(
                (
                    j
                    for j in range(i, min(i + 14, len(lows)))
                    if lows[j] in ("count", "night", "day", "today", "evening", "throughout", "finish")
                ),
                i,
            )
            if end + 1 < len(lows) and lows[end + 1] in ("today", "tonight"):
                end += 1
            start = i
            while start > 0 and lows[start - 1] in ("having", "been", "had", "has", "was"):
                start -= 1
            people = side.people(topic)

            def ask(moment: Moment, people: frozenset[str] = people) -> Reading:
                leaders = [
                    m.leader
                    for m in topic.moments
                    if m.edition <= moment.edition and m.leader is not None and m.declared
                ]
                if not leaders:
                    return Reading(answer="unknown", why="who led at each declaration is not in the record")
                ahead = sum(leader in people for leader in leaders)
                part = Fraction(ahead, len(leaders))
                said = f"ahead at {ahead} of {len(leaders)} moments at which the record knows the lead"
                if part >= Fraction(1, 2):
                    return Reading(answer="yes", said=said, weak=True)
                return Reading(answer="unknown" if len(leaders) < 3 else "no", said=said, why=said)

            yield Draft(
                type="lead_history",
                start=scene.tokens[start].start,
                end=scene.tokens[end].end,
                scene=scene,
                topic=topic,
                strong=False,
                query=AskTopic(topic=topic, ask=ask, changes=False),
                modality=scene.modality(i),
                cap="warn",
            )
            return
    if (
        any(
            t.kind == "number" and t.quantity is not None and t.quantity.unit in ("votes", "none", "points", "percent")
            for t in scene.tokens[i : i + 8]
        )
        or scene.kind == "quotation"
    ):
        return
    if owner != i - 1 and not (i - owner <= 4 and all(w in _LEADS_WORDS for w in lows[owner + 1 : i])):
        return
    if (
        any(w in lows[i + 1 : i + 3] for w in ("to", "the"))
        and lows[i] == "led"
        and not any(w in ("race", "count", "field", "way", "contest", "poll") for w in lows[i + 1 : i + 5])
    ):
        return
    if lows[i + 1 : i + 2] and lows[i + 1] in ("of", "by", "to", "a", "an", "his", "her") and lows[i] != "ahead":
        return
    query = OutcomeQuery(topic=topic, winner=side, topped=True)

    def ask_lead(moment: Moment) -> Reading:
        if moment.leader is None:
            return Reading(answer="unknown", why="no lead is known at that moment")
        name = topic.people[moment.leader].name if moment.leader in topic.people else moment.leader
        return yes_no(moment.leader in side.people(topic), f"{name} {'won' if moment.final else 'ahead'}")

    del query
    yield Draft(
        type="lead",
        start=scene.tokens[owner].start,
        end=scene.tokens[i].end,
        scene=scene,
        topic=topic,
        query=AskTopic(topic=topic, ask=ask_lead),
        strong=False,
        modality=scene.modality(i, owner),
        told="was" in lows[owner:i] or lows[i] == "led" or "had" in lows[owner:i],
        cap="warn",
    )
