"""Finds how a referendum went: "76,297 people voted No", "the Yes campaign has won", "Barchester rejected it".

Its choices stand in the record where people stand; the record elects neither, and who leads is read from the votes.
"""

from __future__ import annotations

from collections.abc import Iterator

from tellers.check.context import Context
from tellers.check.find.figure_base import figure, place_of
from tellers.check.find.outcome_claims import make
from tellers.check.lexicon.words import ADVERBS, DETERMINERS, word_set
from tellers.check.outcome_query import Side
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.topic import Topic

_SAID = word_set("voted said backed chose for supported opted saying voting")
_BY = word_set("people voters electors votes voted said backed chose for supported opted saying voting who said")
_CAMP = word_set("campaign side camp vote")
_WON = word_set("won wins prevailed triumphed carried")
_LOST = word_set("lost loses failed")
_YES = word_set("backed approved endorsed supported accepted backs approves endorses supports accepts")
_NO = word_set("rejected opposed rejects opposes spurned")
_THING = word_set("it plan plans assembly proposal proposals idea change measure scheme question proposition reform")
_AGAINST = {"against": "no", "for": "yes", "in favour": "yes", "opposed": "no"}


def referendum(context: Context, only: Topic | None) -> Topic | None:
    """Return the contest in focus where it is a choice of two that belong to no party, else None."""
    topic = context.focus or only
    if topic is None or topic.seats != 1 or len(topic.people) != 2:
        return None
    plain = all(p.party is None and len(p.key.split()) == 1 for p in topic.people.values())
    return topic if plain and topic.kind == "live" else None


def find_choices(scene: Scene, context: Context, topic: Topic) -> Iterator[Draft]:
    """Yield every claim of a referendum's votes and outcome that names a choice, or says what became of the plan."""
    lows = scene.words(0, len(scene.tokens))
    for i, token in enumerate(scene.tokens):
        if token.quantity is not None and token.quantity.unit in ("votes", "people", "none", "percent"):
            choice = _after(lows, i, topic)
            if choice is not None:
                measure = "share" if token.quantity.unit == "percent" else "votes"
                place = place_of(scene, i)
                yield figure(scene, context, i, measure, measure, side=Side(person=choice), place=place)  # type: ignore[arg-type]
        elif token.low in topic.people and lows[i + 1 : i + 2] and lows[i + 1] in _CAMP:
            yield from _camp(scene, context, i, token.low)
        elif {"yes", "no"} <= topic.people.keys():
            yield from _place(scene, context, i, lows)


def _after(lows: list[str], i: int, topic: Topic) -> str | None:
    """Return the choice that a number is of: "76,297 people voted No", "72,804 Yes", "57% against"."""
    j = i + 1
    while j < len(lows) and j < i + 5 and lows[j] in _BY and not (lows[j] == "for" and j == i + 1):
        j += 1
    if j < len(lows) and lows[j] in topic.people:
        return lows[j]
    word = next((w for w in _AGAINST if " ".join(lows[i + 1 : i + 3]).startswith(w)), None)
    choice = None if word is None else _AGAINST[word]
    ends = word is not None and lows[i + 1 + len(word.split()) : i + 2 + len(word.split())] in (
        [],
        ["."],
        [","],
        ["and"],
    )
    return choice if ends and choice in topic.people else None


def _camp(scene: Scene, context: Context, i: int, choice: str) -> Iterator[Draft]:
    j = i + 2
    while j < len(scene.tokens) and (scene.tokens[j].low in ADVERBS or scene.tokens[j].low in ("has", "have", "had")):
        j += 1
    if j >= len(scene.tokens) or scene.tokens[j].low not in _WON | _LOST:
        return
    if scene.words(j + 1, j + 2)[:1] and scene.tokens[j + 1].kind == "number":
        return  # "The No side won 51.2 per cent": a share.
    side, lost = Side(person=choice), scene.tokens[j].low in _LOST
    yield make(scene, context, j, None if lost else side, side if lost else None, None, i, j, lost=lost)


def _place(scene: Scene, context: Context, i: int, lows: list[str]) -> Iterator[Draft]:
    """Yield for "Framley backed the plan", "Allington rejected it", "Barchester said Yes"."""
    token = scene.tokens[i]
    if token.kind not in ("area", "contest") or lows[max(0, i - 1) : i] in (["of"], ["from"], ["for"]):
        return
    j = i + 1
    while j < len(lows) and (lows[j] in ADVERBS or lows[j] in ("has", "have", "had", "voters")):
        j += 1
    choice: str | None = None
    last = j
    if lows[j : j + 2] in (["turned", "down"], ["threw", "out"]):
        choice, last = "no", j + 1
    elif lows[j : j + 1] and lows[j] in _YES | _NO:
        choice = "yes" if lows[j] in _YES else "no"
    elif lows[j : j + 1] == ["said"] and lows[j + 1 : j + 2] and lows[j + 1] in ("yes", "no"):
        yield make(scene, context, j, Side(person=lows[j + 1]), None, token, i, j + 1)
        return
    k = last + 1
    while k < len(lows) and lows[k] in DETERMINERS:
        k += 1
    if choice is not None and k < len(lows) and lows[k] in _THING:
        yield make(scene, context, j, Side(person=choice), None, token, i, k)
