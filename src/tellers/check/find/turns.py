"""Finds outcomes in turns of phrase whose subject is a place, a prize or a rank: "Silverbridge voted No", "the seat
went to Bold", "third was Thorne", "North Norfolk turned Liberal Democrat", "Elected: Mary Bold"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tellers.check.context import Context
from tellers.check.find.grammar import object_of, scope_after, side_of
from tellers.check.find.outcome_claims import make
from tellers.check.lexicon.words import ADVERBS, DETERMINERS, word_set
from tellers.check.outcome_query import Side
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.small_queries import AskTopic, rank_reading
from tellers.check.targets import target
from tellers.check.tokens import Token

# What a place does to whom it chose: the verb and the word that must follow, "" for none.
_CHOSE: dict[str, tuple[str, ...]] = {
    "voted": ("", "for", "to elect", "in favour of"),
    "votes": ("for", "to elect"),
    "backed": ("",),
    "backs": ("",),
    "chose": ("",),
    "chooses": ("",),
    "picked": ("",),
    "elected": ("",),
    "elects": ("",),
    "returned": ("",),
    "returns": ("",),
    "opted": ("for",),
    "plumped": ("for",),
    "stuck": ("with", "by"),
    "sticks": ("with", "by"),
    "stayed": ("with", "loyal to"),
    "stays": ("with", "loyal to"),
    "stood": ("by",),
    "remained": ("loyal to", "with"),
    "broke": ("for",),
    "breaks": ("for",),
    "went": ("for", "with", "to"),
    "goes": ("for", "with", "to"),
    "swung": ("behind", "to"),
    "flipped": ("to",),
    "flips": ("to",),
    "switched": ("to",),
    "switches": ("to",),
    "preferred": ("",),
    "favoured": ("",),
    "favored": ("",),
    "was": tuple(
        f"{verb} by" for verb in ["carried", "won", "held", "taken", "gained", "retained", "captured", "seized", "kept"]
    ),
}
_TURNED = word_set("turned turns went goes stayed stays remained remains")
_PRIZES = word_set("victory seat mayoralty prize chain crown spoils honours honors governorship ward division")
_CAME = word_set("was came were finished is comes")
_TRAILED = word_set("came finished trailed limped placed comes finishes trailing finishing coming ended was")


def find_turns(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield every outcome that such a turn of the sentence states."""
    for i, token in enumerate(scene.tokens):
        if token.kind in ("area", "contest"):
            yield from _place_chose(scene, context, i)
        elif token.low in _PRIZES:
            yield from _prize_went(scene, context, i)
        elif token.low == "elected":
            yield from _listed(scene, context, i)
        elif token.low == "last" or _ordinal(token):
            yield from _ranked(scene, context, i)


def _skip(scene: Scene, j: int) -> int:
    while j < len(scene.tokens) and (
        scene.tokens[j].low in ADVERBS or scene.tokens[j].low in ("has", "have", "had", "heavily", "strongly")
    ):
        j += 1
    return j


def _place_chose(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for a place that voted for somebody, or turned to a party."""
    j = _skip(scene, i + 1)
    if j >= len(scene.tokens) or scene.words(max(0, i - 1), i)[:1] in (["of"], ["from"], ["for"]):
        return
    low = scene.tokens[j].low
    k = _skip(scene, j + 1)
    for words in _CHOSE.get(low, ()):
        parts = words.split()
        if scene.words(k, k + len(parts)) != parts:
            continue
        found = object_of(scene, k + len(parts), reach=5)
        if found is None or (not parts and low == "voted" and found != k):
            continue
        yield from _won_there(
            scene, context, j, scene.tokens[i], i, found, sure=low in ("voted", "elected", "returned")
        )
        return
    if low in _TURNED and k < len(scene.tokens) and scene.tokens[k].kind == "party":
        after = scene.words(k + 1, k + 2)
        if not after or (not after[0].startswith("'") and after[0] not in ("-",)):
            yield from _won_there(scene, context, j, scene.tokens[i], i, k, sure=False)


def _won_there(
    scene: Scene, context: Context, at: int, place: Token, first: int, found: int, *, sure: bool
) -> Iterator[Draft]:
    side, linked = side_of(scene.tokens[found], scene, context)
    if side is not None:
        yield make(scene, context, at, side, None, place, first, found, sure=sure and linked)


def _prize_went(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for "victory went to Bold" and "the seat goes to the Broad Church"."""
    j = _skip(scene, i + 1)
    if j >= len(scene.tokens) or scene.tokens[j].low not in ("went", "goes", "fell", "falls", "passes", "passed"):
        return
    if scene.words(j + 1, j + 2) != ["to"]:
        return
    found = object_of(scene, j + 2)
    if found is None:
        return
    side, linked = side_of(scene.tokens[found], scene, context)
    places = scope_after(scene, found + 1)
    if side is not None:
        scope = places[0] if places else None
        yield make(scene, context, j, side, None, scope, i, found, sure=linked and side.person is not None)


def _listed(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for a line of a result: "Elected: Mary Bold, Jane Arabin" and "Not elected: Bertie Stanhope"."""
    before = scene.words(max(0, i - 1), i)
    lost = before == ["not"]
    opens = i - lost == 0 or scene.tokens[i - 1 - lost].low in (":", ";", ")", ".")
    j = i + 1
    if j < len(scene.tokens) and scene.tokens[j].low == ":":
        j += 1
    elif not opens:
        return
    while opens and j < len(scene.tokens) and scene.tokens[j].kind == "person":
        token = scene.tokens[j]
        side = Side(person=token.person)
        winner, loser = (None, side) if lost else (side, None)
        yield make(
            scene, context, i, winner, loser, None, i - lost, j, sure=token.strong, modality="asserted", lost=lost
        )
        j += 1
        while j < len(scene.tokens) and scene.tokens[j].low in (",", "and", ";", "&"):
            j += 1


def _ordinal(token: Token) -> bool:
    return token.quantity is not None and token.quantity.unit == "ordinal"


def _ranked(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for "third was Mary Thorne", "in third place came Thorne", "trailed in third", "came last"."""
    quantity = scene.tokens[i].quantity
    rank = int(quantity.value) if quantity is not None else None
    j = i + 1
    if scene.words(j, j + 1) == ["place"]:
        j += 1
    if scene.words(j, j + 1)[:1] and scene.tokens[j].low in _CAME:
        found = object_of(scene, j + 1, reach=4)
        opens = i == 0 or scene.tokens[i - 1].low in ("in", ",", ";", "and", ".") or i == 1
        if found is not None and opens and scene.tokens[found].kind == "person":
            yield from _rank(scene, context, i, rank, found, min(i, found), found)
        return
    before = scene.words(max(0, i - 2), i)
    trailed = before[-1:] and (before[-1] in _TRAILED or (before[-1] in ("in", "a") and before[0] in _TRAILED))
    ends = (
        j >= len(scene.tokens) or scene.tokens[j].kind == "mark" or scene.tokens[j].low in ("with", "on", "in", "and")
    )
    plain = rank is None or before[-1:] == ["in"]
    if not trailed or not ends or not plain or (rank is None and before[-1:] == ["in"]):
        return
    k = i - (2 if before[-1] in ("in", "a") else 1)
    while k > 0 and scene.tokens[k - 1].low in (*ADVERBS, *DETERMINERS, ","):
        k -= 1
        if scene.tokens[k].low == "," and not (k and scene.tokens[k - 1].kind == "party"):
            break
    if k > 0 and scene.tokens[k - 1].kind == "party" and k > 3 and scene.tokens[k - 2].low in ("an", "a", "the"):
        k -= 3
    if k > 0 and scene.tokens[k - 1].kind == "person":
        yield from _rank(scene, context, i, rank, k - 1, k - 1, i)


def _rank(
    scene: Scene, context: Context, i: int, rank: int | None, owner: int, first: int, last: int
) -> Iterator[Draft]:
    token = scene.tokens[owner]
    side, sure = side_of(token, scene, context)
    scope = scope_after(scene, last + 1)
    found = target(context, scene, i, (side,), scope[0] if scope else None)
    topic, person = found.topic, token.person
    if topic is None or person is None or person not in topic.people:
        return
    wanted = rank if rank is not None else len(topic.people)
    yield Draft(
        type="rank",
        start=scene.tokens[first].start,
        end=scene.tokens[last].end,
        scene=scene,
        topic=topic,
        covers=(scene.tokens[i].start,),
        query=AskTopic(topic=topic, ask=partial(rank_reading, topic, person, wanted, found.place), changes=False),
        modality=scene.modality(i, owner if owner < i else None),
        strong=sure and found.strong and not scene.strange and rank is not None,
        guess=found.guess,
    )
