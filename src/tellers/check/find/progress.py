"""Finds how far the count has got: what is outstanding, what came first and last, recounts, who led, whether it is open."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tellers.check.context import Context
from tellers.check.find.grammar import is_name, side_of
from tellers.check.lexicon.words import word_set
from tellers.check.outcome_query import OutcomeQuery, Side
from tellers.check.pins import Phrase, area_id
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
            yield from _recount(scene, context, topic, i)
        elif token.low in ("ahead", "led", "leads", "leading", "lead") and token.kind == "word":
            yield from _leads(scene, context, topic, i)
        elif token.low in ("outcome", "result", "contest", "battle") or (
            token.low in ("election", "vote") and i and scene.tokens[i - 1].low == "the"
        ):
            yield from _open(scene, topic, i)
        elif token.low in ("gap", "lead") and token.kind == "word":
            pass
        if token.low == "gap":
            yield from _trend(scene, topic, i)
        if token.kind in ("area", "contest"):
            yield from _order(scene, topic, i)
            yield from _lean(scene, context, topic, i)
        if token.low in ("particularly", "especially", "strongly", "well", "best") and token.kind == "word":
            yield from _best_area(scene, context, topic, i)


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


_RECOUNT_WORDS_2 = word_set("was were is has been in of the at")


_RECOUNT_WORDS = word_set(
    "a the partial full after request by for recount requested ordered demanded complete second tories labour"
)


def _recount(scene: Scene, context: Context, topic: Topic, i: int) -> Iterator[Draft]:
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


def _leads(scene: Scene, context: Context, topic: Topic, i: int) -> Iterator[Draft]:
    """Yield for "ahead for most of the count", and for who leads where no figure says it."""
    lows = scene.words(0, len(scene.tokens))
    text = " ".join(lows[i : i + 12])
    owner = next((j for j in range(i - 1, max(-1, i - 16), -1) if is_name(scene.tokens[j])), None)
    if owner is None:
        return
    side, sure = side_of(scene.tokens[owner], scene, context)
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

            def ask(moment: Moment) -> Reading:
                leaders = [
                    m.leader
                    for m in topic.moments
                    if m.edition <= moment.edition and m.leader is not None and m.declared
                ]
                if not leaders:
                    return Reading(answer="unknown", why="who led at each declaration is not in the record")
                part = Fraction(sum(x in people for x in leaders), len(leaders))
                said = f"ahead at {sum(x in people for x in leaders)} of {len(leaders)} moments at which the record knows the lead"
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


def _order(scene: Scene, topic: Topic, i: int) -> Iterator[Draft]:
    """Yield for "Solihull was first to declare", "it came down to one borough - Sandwell", "Framley, the last to declare"."""
    token = scene.tokens[i]
    area = area_id(token, topic)
    if area is None:
        return
    lows = scene.words(0, len(scene.tokens))
    after, before = " ".join(lows[i + 1 : i + 9]), " ".join(lows[max(0, i - 14) : i])
    end, which = i, ""
    for word, number in (("first", "first"), ("last", "last"), ("final", "last")):
        if (
            f"{word} to declare" in after
            or f"{word} to report" in after
            or f"declared {word}" in after
            or f"{word} area to declare" in after
            or f"{word} borough to declare" in after
        ):
            end = next(j for j in range(i + 1, min(i + 10, len(lows))) if lows[j] in ("declare", "report", word))
            which = number
        elif (
            f"{word} to declare was" in before
            or f"{word} borough to declare" in before
            or f"{word} area to declare" in before
            or f"{word} declaration came from" in before
        ):
            which = number
    start = i
    if (
        "came down to" in before
        or "come down to" in before
        or "comes down to" in before
        or "hinged on" in before
        or "decided by" in before
    ):
        which = "last"
        start = next(
            (
                j
                for j in range(i, max(-1, i - 16), -1)
                if (lows[j] in ("in", "it", "came", "hinged") and "down" in lows[j : j + 7]) or lows[j] == "hinged"
            ),
            i,
        )
        while start > 0 and lows[start - 1] in ("in", "the", "end", "it"):
            start -= 1
    if " ".join(lows[max(0, i - 8) : i]).endswith(
        ("final count in the borough of", "final count in", "final result in", "last count in")
    ):
        which = "last"
    if not which:
        return
    first = which == "first"

    def ask(moment: Moment) -> Reading:
        if not moment.order:
            return Reading(answer="open", said="nothing declared")
        if first:
            return yes_no(moment.order[0] == area, f"{topic.area_name(moment.order[0])} declared first")
        if moment.outstanding == {area}:
            return yes_no(True, f"only {topic.area_name(area)} to come")
        if not moment.final:
            return Reading(answer="open", said="not all have declared")
        order = moment.order
        known = len(order) == moment.total
        rest = set(topic.areas) - set(order)
        last = order[-1] if known else next(iter(rest)) if len(rest) == 1 else order[-1]
        return yes_no(last == area, f"{topic.area_name(last)} declared last")

    yield Draft(
        type="first_area" if first else "last_area",
        start=scene.tokens[min(start, i)].start,
        end=scene.tokens[end].end,
        scene=scene,
        topic=topic,
        query=AskTopic(topic=topic, ask=ask, changes=False),
        strong=False,
        modality=scene.modality(i),
        cap="warn",
    )


_LEAN_WORDS = word_set("supporting leaning voting friendly held stronghold heartland bastion dominated")


def _lean(scene: Scene, context: Context, topic: Topic, i: int) -> Iterator[Draft]:
    """Yield for "Labour-supporting Sandwell", "Sandwell - a traditional Labour-supporting area", "Tory-held Dudley"."""
    area = area_id(scene.tokens[i], topic)
    if area is None:
        return
    lows = scene.words(0, len(scene.tokens))
    for j in (*range(i - 1, max(-1, i - 4), -1), *range(i + 1, min(i + 7, len(lows)))):
        if scene.tokens[j].kind != "party" or j + 1 >= len(lows):
            continue
        tail = lows[j + 1]
        if not tail.startswith("-") and tail not in ("stronghold", "heartland", "bastion"):
            continue
        if tail.lstrip("-") not in _LEAN_WORDS:
            continue
        party = scene.tokens[j].party or ""
        first = min(j, i)
        while first > 0 and lows[first - 1] in ("a", "the", "traditional", "traditionally", "solidly", "staunchly"):
            first -= 1
        if j > i:
            first = j
            while first > 0 and lows[first - 1] in ("a", "the", "traditional", "traditionally", "solidly", "staunchly"):
                first -= 1
        last = max(j + 1, i)
        if j > i and last + 1 < len(lows) and lows[last + 1] in ("area", "borough", "county", "district", "town"):
            last += 1
        yield Draft(
            type="area_lean",
            start=scene.tokens[first].start,
            end=scene.tokens[last].end,
            scene=scene,
            topic=topic,
            strong=False,
            cap="note",
            query=AskTopic(topic=topic, ask=lambda m, party=party: _lean_reading(topic, area, party, m), changes=False),  # type: ignore[misc]
            modality="quoted" if scene.quoted(scene.tokens[i].start) else "asserted",
        )
        return


def _lean_reading(topic: Topic, area: str, party: str, moment: Moment) -> Reading:
    said = []
    for each in (topic, *topic.past):
        for at in (moment,) if each is topic else each.moments:
            for table in at.tables.values():
                order = table.order(area)
                if len(order) > 1 and order[0][0] in each.people:
                    said.append(
                        (
                            each.people[order[0][0]].party == party,
                            f"{each.people[order[0][0]].name} first in {topic.area_name(area)} in {each.year}",
                        )
                    )
    if not said:
        return Reading(answer="unknown", why="no votes of that area are in the record")
    for right, words in said:
        if right:
            return Reading(answer="yes", said=words, weak=True)
    return Reading(answer="no", said=said[0][1])


def _best_area(scene: Scene, context: Context, topic: Topic, i: int) -> Iterator[Draft]:
    """Yield for "doing particularly well in Birmingham"."""
    lows = scene.words(0, len(scene.tokens))
    if "well" not in lows[i : i + 3] and "strongly" not in lows[i : i + 2] and "best" not in lows[i : i + 1]:
        return
    if lows[i] in ("well", "best") and (
        i == 0 or lows[i - 1] not in ("did", "doing", "performed", "performing", "done", "his", "her")
    ):
        return
    at = next(
        (
            j
            for j in range(i, min(i + 6, len(lows)))
            if scene.tokens[j].kind in ("area", "contest") and area_id(scene.tokens[j], topic)
        ),
        None,
    )
    owner = next((j for j in range(i - 1, -1, -1) if scene.tokens[j].kind == "person"), None)
    if at is None or owner is None:
        return
    area, person = area_id(scene.tokens[at], topic), scene.tokens[owner].person
    if person not in topic.people:
        return

    def ask(moment: Moment) -> Reading:
        table = moment.main()
        if table is None or area is None:
            return Reading(answer="unknown", why="no votes by area are known")
        here, whole = table.vote(person, area), table.vote(person)
        size, papers = table.papers.get(area), table.papers.get(None)
        if here is None or whole is None or not size or not papers:
            return Reading(answer="unknown", why=f"the votes of {topic.area_name(area)} are not in the record")
        return Reading(
            answer="yes" if Fraction(here, size) > Fraction(whole, papers) else "no",
            weak=True,
            said=f"{here:,} of {size:,} papers in {topic.area_name(area)}, {whole:,} of {papers:,} overall",
        )

    start = i - 1 if i and lows[i - 1] in ("doing", "did", "performing", "performed") else i
    end = at + 1 if at + 1 < len(lows) and lows[at + 1] == "area" else at
    yield Draft(
        type="area_best",
        start=scene.tokens[start].start,
        end=scene.tokens[end].end,
        scene=scene,
        topic=topic,
        strong=False,
        cap="note",
        query=AskTopic(topic=topic, ask=ask, changes=False),
        modality=scene.modality(i),
    )


def side_in(side: Side, topic: Topic) -> bool:
    """Return whether a side stood in a contest."""
    return bool(side.people(topic))
