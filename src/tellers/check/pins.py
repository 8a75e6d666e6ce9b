"""The moment that a sentence says it speaks of: "with only Sandwell still to call", "106 out of 107 declared",
"after six boroughs"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tellers.check.context import Context
from tellers.check.lexicon.measures import OUTSTANDING_VERBS
from tellers.check.lexicon.words import word_set
from tellers.check.scene import Scene
from tellers.check.tokens import Token
from tellers.check.topic import Moment, Topic

_DONE = word_set("declared counted reported reporting in announced completed complete tallied called results")
_LEFT = word_set("left remaining outstanding undeclared yet still")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase that fixes the moment: its tokens, and the condition that a moment must meet."""

    first: int
    last: int
    test: Callable[[Moment], bool]
    kind: str
    areas: frozenset[str] = frozenset()
    number: int | None = None
    total: int | None = None


def find_phrases(scene: Scene, context: Context, topic: Topic) -> list[Phrase]:
    """Return the phrases of a sentence that fix the moment in a contest."""
    found: list[Phrase] = []
    for i in range(len(scene.tokens)):
        phrase = _only_left(scene, i, topic) or _counted(scene, i, topic) or _before(scene, i, topic) or _all(scene, i)
        if phrase is not None and not any(p.first <= i <= p.last for p in found):
            found.append(phrase)
    return found


def area_id(token: Token, topic: Topic) -> str | None:
    """Return the id that an area's token has in a contest."""
    if token.name is None:
        return None
    for each, area in zip(token.name.topics, token.name.areas, strict=True):
        if each is topic and area is not None:
            return area
    return None


def _areas_from(scene: Scene, i: int, topic: Topic) -> tuple[frozenset[str], int]:
    """Return the areas listed from token `i`, and the index past them."""
    areas: list[str] = []
    j = i
    while j < len(scene.tokens):
        token = scene.tokens[j]
        id = area_id(token, topic) if token.kind in ("area", "contest") else None
        if id is not None:
            areas.append(id)
        elif token.low not in (",", "and", "the", "&"):
            break
        j += 1
    while j > i and scene.tokens[j - 1].low in (",", "and", "the", "&"):
        j -= 1
    return frozenset(areas), j


_ONLY_LEFT_WORDS = word_set("- – — , ( borough county which result")


def _only_left(scene: Scene, i: int, topic: Topic) -> Phrase | None:
    """Match "with only Sandwell (- a Labour area -) still to call", "only Framley left", "just Courcy and Uffley to
    declare"."""
    token = scene.tokens[i]
    lows = scene.words(0, len(scene.tokens))
    if token.low in ("only", "just"):
        areas, j = _areas_from(scene, i + 1, topic)
        if not areas and i + 1 < len(lows) and lows[i + 1] == "the":
            areas, j = _areas_from(scene, i + 2, topic)
        if areas:
            k = j
            while k < len(lows) and k < j + 14 and not _to_come(lows, k):
                k += 1
            if k < len(lows) and (k == j or lows[j] in _ONLY_LEFT_WORDS) and _to_come(lows, k):
                first = i - 1 if i and lows[i - 1] in ("with", "leaving") else i
                return Phrase(
                    first=first,
                    last=k + _to_come(lows, k) - 1,
                    test=lambda m: m.outstanding == areas,
                    kind="left",
                    areas=areas,
                )
        return None
    if token.kind in ("area", "contest"):
        areas, j = _areas_from(scene, i, topic)
        if (
            areas
            and j < len(lows)
            and (
                (_to_come(lows, j) and lows[j] in ("still", "yet", "left", "the"))
                or lows[j : j + 3] in (["is", "still", "to"], ["was", "still", "to"], ["still", "to", "come"])
            )
        ):
            size = _to_come(lows, j) or 3
            return Phrase(
                first=max(0, i - 1) if lows[i - 1 : i] == ["with"] else i,
                last=min(j + size, len(lows)) - 1,
                test=lambda m: areas <= m.outstanding,
                kind="some_left",
                areas=areas,
            )
    return None


def _to_come(lows: list[str], k: int) -> int:
    """Return how many words from `k` say that something is still to come, 0 where none do."""
    j = k
    while j < len(lows) and lows[j] in ("still", "yet", "left", "remaining", "now", "is", "was", "are"):
        j += 1
    if j < len(lows) - 1 and lows[j] == "to" and lows[j + 1] in OUTSTANDING_VERBS:
        return j + 2 - k
    if j < len(lows) and lows[j] in ("outstanding", "undeclared", "uncounted"):
        return j + 1 - k
    return j - k if j > k and lows[j - 1] in ("left", "remaining") else 0


def _counted(scene: Scene, i: int, topic: Topic) -> Phrase | None:
    """Match "106 out of 107 declared", "after six of seven boroughs", "with two boroughs left", "after six
    boroughs"."""
    token = scene.tokens[i]
    if (
        token.quantity is None
        or token.quantity.unit not in ("none", "areas", "councils", "seats", "papers")
        or token.quantity.value.denominator != 1
    ):
        return None
    lows = scene.words(0, len(scene.tokens))
    number = int(token.quantity.value)
    j = i + 1
    total = None
    if lows[j : j + 1] == ["of"] or lows[j : j + 2] == ["out", "of"]:
        k = j + (1 if lows[j] == "of" else 2)
        while k < len(lows) and lows[k] in ("the", "its", "all"):
            k += 1
        other = scene.tokens[k].quantity if k < len(lows) else None
        if other is not None and other.value.denominator == 1 and other.unit in ("none", "areas", "councils", "seats"):
            total = int(other.value)
            j = k + 1
    counted = token.quantity.unit in ("areas", "councils") or total is not None
    if not counted:
        return None
    rest = lows[j : j + 9]
    clause = scene.words(*scene.clause(i))
    before = lows[max(0, i - 2) : i]
    if any(w in ("left", "remaining", "outstanding", "undeclared", "remain") for w in rest[:5]) or _far_to_come(rest):
        if total is not None:
            return None
        return Phrase(
            first=i,
            last=min(len(lows), j + 4) - 1,
            test=lambda m: len(m.outstanding) == number and not m.final,
            kind="n_left",
            number=number,
        )
    done = (
        any(
            w in _DONE and not (w == "in" and rest[k + 1 : k + 2] not in ([], [","], ["."], ["and"], ["now"]))
            for k, w in enumerate(rest)
        )
        or "after" in before
        or "declared" in clause
        or "reporting" in clause
    )
    if not done:
        return None
    return Phrase(
        first=i,
        last=min(len(lows), j + 4) - 1,
        kind="n_of_m",
        number=number,
        total=total,
        test=lambda m: m.declared == number and (total is None or m.total == total),
    )


def _far_to_come(rest: list[str]) -> bool:
    return any(_to_come(rest, k) for k in range(min(4, len(rest))) if rest[k] in ("still", "yet", "to"))


_BEFORE_WORDS = word_set("declared declaration result results figures came reported declares votes was were")


def _before(scene: Scene, i: int, topic: Topic) -> Phrase | None:
    """Match "before Sandwell declared", "ahead of Sandwell's declaration", "after Coventry declared"."""
    token = scene.tokens[i]
    if token.low not in ("before", "after", "until", "once", "ahead"):
        return None
    j = i + 2 if token.low == "ahead" else i + 1
    areas, k = _areas_from(scene, j, topic)
    if not areas:
        return None
    lows = scene.words(k, min(k + 5, len(scene.tokens)))
    if not any(w in _BEFORE_WORDS for w in lows):
        return None
    if token.low in ("before", "ahead", "until"):
        return Phrase(
            first=i,
            last=k,
            test=lambda m: not areas & frozenset(m.order) and areas <= m.outstanding and m.declared > 0,
            kind="before",
            areas=areas,
        )
    return Phrase(
        first=i,
        last=k,
        test=lambda m: bool(m.order) and m.order[-1] in areas and not m.final,
        kind="after",
        areas=areas,
    )


def _all(scene: Scene, i: int) -> Phrase | None:
    """Match "with all seven boroughs declared", "all precincts reporting"."""
    lows = scene.words(i, i + 6)
    if lows[:1] == ["all"] and any(w in ("declared", "counted", "reporting", "reported") for w in lows[1:]):
        return Phrase(
            first=i,
            last=min(i + 4, len(scene.tokens) - 1),
            test=lambda m: m.final or (not m.outstanding and m.declared > 0),
            kind="all",
        )
    return None


def editions(topic: Topic, phrase: Phrase) -> frozenset[int]:
    """Return the editions of a contest's moments that a phrase speaks of."""
    return frozenset(m.edition for m in topic.moments if phrase.test(m))
