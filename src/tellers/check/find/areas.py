"""Finds what is said of areas: which came first and last, which way one leans, where somebody did best."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tellers.check.context import Context
from tellers.check.lexicon.words import word_set
from tellers.check.pins import area_id
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.small_queries import AskTopic, yes_no
from tellers.check.topic import Moment, Topic


def order(scene: Scene, topic: Topic, i: int) -> Iterator[Draft]:
    """Yield for "Solihull was first to declare", "it came down to one borough - Sandwell", "Framley, the last to
    declare"."""
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


def lean(scene: Scene, context: Context, topic: Topic, i: int) -> Iterator[Draft]:
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


def best_area(scene: Scene, context: Context, topic: Topic, i: int) -> Iterator[Draft]:
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
    if person is None or person not in topic.people:
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
