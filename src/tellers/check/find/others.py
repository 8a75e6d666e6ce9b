"""Finds dates, and what no record can settle: conditions, forecasts, history and opinion, so that the report can
say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tellers.check.context import Context
from tellers.check.lexicon.words import WEEKDAYS
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.small_queries import Told, yes_no
from tellers.check.topic import Topic

_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (
        "schedule",
        r"\b(?:the )?(?:last|next|first) (?:set of )?elections? before\b[^.,;]*",
        "when another election will be is not in the record",
    ),
    (
        "schedule",
        r"\b(?:just )?(?:\w+ )?(?:months|weeks|days|a year|year) (?:from|before|until|away from) (?:a|the|"
        r"an expected) (?:\w+ )?election\b",
        "when another election will be is not in the record",
    ),
    (
        "schedule",
        r"\b(?:the )?(?:remaining |final |last )?results? (?:are|is) (?:expected|due)\b[^.;]*",
        "a forecast of when results come",
    ),
    (
        "history_rank",
        r"\b(?:the )?(?:party[’']s |their |its |his |her )?(?:worst|best|biggest|largest|highest|lowest|smallest|"
        r"closest|narrowest) [\w\s-]{0,40}?(?:for|in|since|ever)\b(?: (?:\w+ ){0,3}(?:years|decades|\d{4}|"
        r"history))?",
        "the record holds no series to rank it in",
    ),
    (
        "history_rank",
        r"\b(?:the )?first (?:time|person|woman|man|\w+ (?:mayor|mp|candidate))\b[^.;]{0,50}\b(?:since|ever|in|"
        r"to)\b[^.,;]*",
        "the record holds no series to rank it in",
    ),
    (
        "inference",
        r"\b(?:is|are|was|were) (?:likely|thought|believed) to have (?:taken|cost|split|drawn)\b[^.;,]*",
        "who voters came from is analysis, not a figure",
    ),
    (
        "conditional",
        r"\b(?:if|unless) (?:the )?(?:\w+ ){1,4}(?:lost|lose|loses|won|win|wins|fail|fails)\b[^.;]*",
        "a condition, not a statement of what happened",
    ),
    ("opinion", r"\b(?:is|are) not winning\b[^.;]*", "opinion, or how it goes"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE), why) for kind, pattern, why in _PATTERNS)


def find_others(scene: Scene, context: Context, topic: Topic | None) -> Iterator[Draft]:
    """Yield the claims of a sentence that are dates or cannot be settled."""
    for kind, pattern, why in _COMPILED:
        for match in pattern.finditer(scene.text):
            yield Draft(
                type=kind, start=scene.start + match.start(), end=scene.start + match.end(), scene=scene, unchecked=why
            )
    yield from _weekday(scene, topic)
    yield from _year(scene, topic)
    yield from _vague_margin(scene, context)


def _weekday(scene: Scene, topic: Topic | None) -> Iterator[Draft]:
    """Yield for "Thursday's results": the day of the poll."""
    if topic is None or topic.day is None:
        return
    lows = scene.words(0, len(scene.tokens))
    for i, token in enumerate(scene.tokens):
        if token.low in WEEKDAYS and lows[i + 1 : i + 2] == ["'s"]:
            noun = next(
                (
                    w
                    for w in lows[i + 2 : i + 5]
                    if w in ("results", "election", "elections", "vote", "poll", "ballot", "polls", "contest")
                ),
                None,
            )
            if noun is None:
                continue
            actual = WEEKDAYS[topic.day.weekday()]
            said = f"polling day was {actual.title()}, {topic.day.isoformat()}"
            # Counting days follow it: another weekday is no mistake.
            reading = (
                yes_no(True, said)
                if token.low == actual
                else Reading(answer="unknown", why=f"{said}; another day may be meant")
            )
            yield Draft(
                type="date",
                start=token.start,
                end=scene.tokens[min(i + 2 + lows[i + 2 : i + 5].index(noun), len(lows) - 1)].end,
                scene=scene,
                topic=topic,
                query=Told(reading=reading),
                strong=False,
                cap="note",
                modality="quoted" if scene.quoted(token.start) else "asserted",
            )


def _year(scene: Scene, topic: Topic | None) -> Iterator[Draft]:
    """Yield for "the previous election in 2021"."""
    if topic is None or not topic.past:
        return
    lows = scene.words(0, len(scene.tokens))
    years = {p.year for p in topic.past}
    for i, token in enumerate(scene.tokens):
        if token.quantity is None or token.quantity.unit != "year":
            continue
        before = " ".join(lows[max(0, i - 7) : i])
        if not re.search(r"\b(previous|last) (?:\w+ )?(?:election|contest|poll|vote)\b", before):
            continue
        start = next((j for j in range(i, max(-1, i - 8), -1) if lows[j] in ("previous", "last")), i)
        latest = max(years)
        value = int(token.quantity.value)
        yield Draft(
            type="date",
            start=scene.tokens[max(0, start - 1)].start,
            end=token.end,
            scene=scene,
            topic=topic,
            covers=(token.start,),
            query=Told(reading=yes_no(value == latest, f"the contest before was in {latest}")),
            strong=False,
            cap="warn",
        )


def _vague_margin(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield for "lost by a very narrow margin": how close it was, in words."""
    from tellers.check.find.vague import vague_margin

    yield from vague_margin(scene, context)
