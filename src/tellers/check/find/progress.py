"""Finds how far the count has got: what is outstanding, whether it is open, whether the gap has closed."""

from __future__ import annotations

from collections.abc import Iterator

from tellers.check.context import Context
from tellers.check.find.areas import best_area, lean, order
from tellers.check.find.recounts import leads, recount
from tellers.check.lexicon.words import word_set
from tellers.check.outcome_query import Side
from tellers.check.pins import Phrase
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.small_queries import AskTopic, yes_no
from tellers.check.topic import Moment, Topic

_OPEN_ADJECTIVES = word_set("critical crucial uncertain unknown unclear undecided pending vital")


def find_progress(scene: Scene, context: Context, topic: Topic | None, phrases: list[Phrase]) -> Iterator[Draft]:
    """Yield every claim of how the count of the contest in focus goes."""
    if topic is None:
        return
    yield from _outstanding(scene, topic, phrases)
    for i, token in enumerate(scene.tokens):
        if token.low in ("recount", "recounts", "recounted"):
            yield from recount(scene, context, topic, i)
        elif token.low in ("ahead", "led", "leads", "leading", "lead") and token.kind == "word":
            yield from leads(scene, context, topic, i)
        elif token.low in ("outcome", "result", "contest", "battle") or (
            token.low in ("election", "vote") and i and scene.tokens[i - 1].low == "the"
        ):
            yield from _open(scene, topic, i)
        elif token.low in ("gap", "lead") and token.kind == "word":
            pass
        if token.low == "gap":
            yield from _trend(scene, topic, i)
        if token.kind in ("area", "contest"):
            yield from order(scene, topic, i)
            yield from lean(scene, context, topic, i)
        if token.low in ("particularly", "especially", "strongly", "well", "best") and token.kind == "word":
            yield from best_area(scene, context, topic, i)


def _outstanding(scene: Scene, topic: Topic, phrases: list[Phrase]) -> Iterator[Draft]:
    for phrase in phrases:
        if phrase.kind in ("before", "after") or topic.kind != "live":
            continue
        known = [m for m in topic.moments if m.total]
        if phrase.total is not None and known and all(m.total != phrase.total for m in known):
            continue

        def ask(moment: Moment, phrase: Phrase = phrase) -> Reading:
            if phrase.test(moment):
                return yes_no(True, _progress_words(topic, moment))
            return yes_no(False, _progress_words(topic, moment))

        covers = tuple(t.start for t in scene.tokens[phrase.first : phrase.last + 1] if t.kind == "number")
        yield Draft(
            type="outstanding",
            start=scene.tokens[phrase.first].start,
            end=scene.tokens[phrase.last].end,
            scene=scene,
            topic=topic,
            query=AskTopic(topic=topic, ask=ask),
            strong=False,
            modality=scene.modality(phrase.first),
            covers=covers,
        )


def _progress_words(topic: Topic, moment: Moment) -> str:
    if not moment.outstanding:
        return f"all {moment.total} declared"
    left = (
        ", ".join(sorted(topic.area_name(a) for a in moment.outstanding))
        if len(moment.outstanding) <= 4
        else f"{len(moment.outstanding)} areas"
    )
    return f"{moment.declared} of {moment.total} declared; to come: {left}"


def _open(scene: Scene, topic: Topic, i: int) -> Iterator[Draft]:
    """Yield for "the outcome of the contest is critical", "the result is too close to call"."""
    lows = scene.words(0, len(scene.tokens))
    end = None
    for j in range(i + 1, min(i + 9, len(lows))):
        text = " ".join(lows[j : j + 5])
        if lows[j] in ("is", "remains", "was", "still") or lows[j] == "hangs":
            if any(
                p in text
                for p in (
                    "too close to call",
                    "on a knife",
                    "on a knife-edge",
                    "in the balance",
                    "still unknown",
                    "not yet known",
                    "still open",
                    "up in the air",
                    "still in doubt",
                    "remains in doubt",
                    "wide open",
                )
            ):
                end = j + 3
            elif (
                scene.tokens[i].low == "outcome"
                and lows[j] in ("is", "remains")
                and j + 1 < len(lows)
                and lows[j + 1] in _OPEN_ADJECTIVES
            ):
                end = j + 1
            break
    if end is None:
        return

    def ask(moment: Moment) -> Reading:
        return yes_no(not moment.final, "the result is declared" if moment.final else "no result yet")

    start = i - 1 if i and lows[i - 1] == "the" else i
    past = any(w in ("was",) for w in lows[i : end + 1])
    yield Draft(
        type="status",
        start=scene.tokens[start].start,
        end=scene.tokens[min(end, len(lows) - 1)].end,
        scene=scene,
        topic=topic,
        query=AskTopic(topic=topic, ask=ask),
        strong=False,
        modality=scene.modality(i),
        told=past,
    )


def _trend(scene: Scene, topic: Topic, i: int) -> Iterator[Draft]:
    """Yield for "the gap between the pair has closed"."""
    lows = scene.words(0, len(scene.tokens))
    at = next(
        (
            j
            for j in range(i, min(i + 9, len(lows)))
            if lows[j] in ("closed", "narrowed", "shrunk", "closing", "narrowing", "widened", "grown", "tightened")
        ),
        None,
    )
    if at is None:
        return
    closing = lows[at] not in ("widened", "grown")

    def ask(moment: Moment) -> Reading:
        table = moment.main()
        order = table.order() if table is not None else []
        if len(order) < 2 or not moment.order or table is None:
            return Reading(answer="unknown", why="the lead before it is not in the record")
        (first, most), (second, next_) = order[0], order[1]
        lead, place = most - next_, moment.order[-1]
        mine, theirs = table.vote(first, place), table.vote(second, place)
        if mine is None or theirs is None:
            return Reading(answer="unknown", why=f"not both votes of {topic.area_name(place)} are in the record")
        earlier = lead - (mine - theirs)
        said = f"lead {abs(earlier):,} before {topic.area_name(place)}, {lead:,} after"
        if moment.final:
            return Reading(answer="no", said="the result is declared")
        return yes_no((abs(lead) < abs(earlier)) == closing, said)

    start = i - 1 if i and lows[i - 1] == "the" else i
    yield Draft(
        type="trend",
        start=scene.tokens[start].start,
        end=scene.tokens[at].end,
        scene=scene,
        topic=topic,
        query=AskTopic(topic=topic, ask=ask),
        strong=False,
        modality=scene.modality(at),
        cap="warn",
    )


def side_in(side: Side, topic: Topic) -> bool:
    """Return whether a side stood in a contest."""
    return bool(side.people(topic))
