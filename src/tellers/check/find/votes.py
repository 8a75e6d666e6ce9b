"""Finds whose votes or share a number is: "polled 32,704", "37.8 per cent for Parker", "Street (Con) 224,082",
"9,640 to 8,115"."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tellers.check.context import Context
from tellers.check.figure_query import FigureQuery
from tellers.check.figure_values import Measure
from tellers.check.find.figure_base import figure, phrase_start, place_of, places_near, quantity_of, unchecked
from tellers.check.find.grammar import is_name, main_subject, side_of
from tellers.check.find.respective import respective
from tellers.check.lexicon.measures import VOTE_VERBS
from tellers.check.lexicon.words import DETERMINERS, word_set
from tellers.check.number_search import find_number
from tellers.check.outcome_query import Side
from tellers.check.quantity import Quantity
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.seat_query import SeatQuery
from tellers.check.small_queries import AskTopic
from tellers.check.targets import target
from tellers.check.topic import Moment, Place

_AFTER_NUMBER = word_set("votes vote went of the were cast share first preferences all valid")
_AFTER_BARE = word_set(
    "in to and or but for against while from compared after with as across here there of at on when where which "
    "who more fewer than "
    "overall first by"
)
_TALLY = word_set("share tally total vote score count")
_JOINED = word_set("and or ( , - – —")
_AHEAD_WORDS = word_set("by needs need needed")


def votes(scene: Scene, context: Context, i: int) -> Draft | None:
    """Return the claim of somebody's votes or share, None where the number is something else."""
    quantity = quantity_of(scene, i)
    aged = scene.text[scene.tokens[i].end - scene.start :].startswith(("-year-old", "-years-old"))
    if quantity.unit == "people" or aged:
        return None
    if scene.words(i + 1, i + 2) in (["fewer"], ["more"], ["less"]) or {"fewer", "more"} & set(
        scene.tokens[i].low.split()
    ):
        return unchecked(scene, i, "change", "a difference that the sentence does not tie to two figures")
    lows = scene.words(0, len(scene.tokens))
    if (phrase_start(scene, i) and lows[phrase_start(scene, i) - 1] == "by") or "by" in lows[
        phrase_start(scene, i) : i
    ]:
        return None
    percent = quantity.unit in ("percent", "points", "fraction")
    pair = respective(scene, i)
    owner, sure, turn = (pair.owner, True, "verb") if pair is not None else owner_of(scene, i, lows)
    after = lows[i + 1 : i + 5]
    text = " ".join(after)
    of_votes = any(w in text for w in ("vote", "share", "preference", "ballot"))
    if not _is_votes(scene, i, percent=percent, of_votes=of_votes, owner=owner, turn=turn):
        return None
    if percent and after[:1] == ["of"] and not of_votes:
        known = any(w in ("precincts", "voters", "ballots", "votes") for w in after)
        return unchecked(scene, i, "share", "a share of something else than votes") if known else None
    if percent and owner is None and any(w in ("reporting", "counted", "in", "tallied") for w in after[:3]):
        return unchecked(scene, i, "progress", "how much is counted is not in the record")
    if owner is None:
        loose = quantity.unit == "votes" or (percent and of_votes and quantity.unit != "fraction") or turn == "nobody"
        return _loose(scene, context, i, percent=percent) if loose else None
    side, linked = side_of(scene.tokens[owner], scene, context)
    measure: Measure = "share" if percent else "votes"
    first = i if turn == "list" else None
    place = place_of(scene, i) if pair is None else pair.place
    named = sure and scene.tokens[owner].kind == "person"
    draft = figure(
        scene, context, i, measure, measure, side=side, place=place, side_sure=sure and linked, first=first, named=named
    )
    if quantity.unit == "fraction" and isinstance(draft.query, FigureQuery):
        # "More than half of the votes": the same as more than 50%.
        changed = replace(quantity, value=quantity.value * 100, unit="percent", step=Fraction(2), places=0)
        draft.query, draft.others = replace(draft.query, quantity=changed), ()
    if draft.query is None and percent and side is not None and side.person is None:
        return _national(context, draft, side, quantity)
    return draft


def _national(context: Context, draft: Draft, side: Side, quantity: Quantity) -> Draft:
    """Return the claim of a party's share of all votes of the night, where the sentence names no contest."""
    chambers = [c for c in context.gazetteer.chambers if c.whole and not c.noted and side.party in c.parties]
    if len(chambers) != 1 or side.party is None or draft.tied:
        return draft
    query = SeatQuery(chamber=chambers[0], party=side.party, measure="share", quantity=quantity)
    return replace(draft, query=query, strong=False)


def _is_votes(scene: Scene, i: int, *, percent: bool, of_votes: bool, owner: int | None, turn: str) -> bool:
    quantity = quantity_of(scene, i)
    if turn == "list" and any(
        t.quantity is not None and t.quantity.unit in ("seats", "councils") for t in scene.tokens[:i]
    ):
        return False
    if quantity.unit == "fraction":
        return of_votes
    if quantity.unit != "none":
        return True
    if turn == "nobody":
        return quantity.value >= 100
    if of_votes or turn in ("list", "possessive", "to"):
        return quantity.value >= 20 or turn == "list"
    following = scene.tokens[i + 1] if i + 1 < len(scene.tokens) else None
    if following is not None and following.kind == "word" and following.low not in _AFTER_BARE:
        # "won over 5,000 donors": a number of something else.
        return False
    return owner is not None and turn in ("verb", "for") and quantity.value >= 100


_OWNER_OF_WORDS = word_set(": ( , - – — with on 's")


def owner_of(scene: Scene, i: int, lows: list[str]) -> tuple[int | None, bool, str]:
    """Return whose the number is: its token, whether sure, and by which turn of phrase."""
    tokens = scene.tokens
    first = phrase_start(scene, i)
    j = first - 1
    if j >= 1 and lows[j] == "'s" and is_name(tokens[j - 1]):
        return j - 1, True, "possessive"
    if j >= 0 and lows[j] in ("his", "her"):
        return j, False, "possessive"
    if j >= 0 and is_name(tokens[j]):
        return j, True, "list"
    if j >= 1 and lows[j] in _OWNER_OF_WORDS and is_name(tokens[j - 1]):
        ends = i + 1 >= len(lows) or tokens[i + 1].kind == "mark" or lows[i + 1] in ("votes", "and")
        # "unseated Gresham with 1,311 votes": they may as well be the other's.
        plain = lows[j] != "with"
        return (j - 1, plain, "list") if lows[j] != "," or ends else (None, False, "")
    found = _for_whom(scene, i, lows)
    if found is not None:
        return found, True, "for"
    return _by_verb(scene, first, lows)


def _for_whom(scene: Scene, i: int, lows: list[str]) -> int | None:
    """Return the name in "32,704 votes for Parker", "54,527 for the Low Church mayor", "20,639 votes went to Bold"."""
    k = i + 1
    while k < len(lows) and lows[k] in _AFTER_NUMBER:
        k += 1
    if k + 1 >= len(lows) or lows[k] not in ("for", "to") or (lows[k] == "to" and "went" not in lows[i:k]):
        return None
    m = k + 1
    while m < len(lows) and lows[m] in DETERMINERS:
        m += 1
    if m < len(lows) and is_name(scene.tokens[m]) and lows[m + 1 : m + 2] != ["'s"]:
        return m
    return None


def _aside_before(lows: list[str], j: int) -> int | None:
    """Return where an aside that ends at a comma began, None where it is none: ", who said she had won,"."""
    for k in range(j - 1, max(-1, j - 20), -1):
        if lows[k] == ",":
            return k if lows[k + 1] in ("who", "whose", "which") else None
    return None


def _by_verb(scene: Scene, first: int, lows: list[str]) -> tuple[int | None, bool, str]:
    """Return the name before a verb of getting votes, or before "share" or "tally"."""
    tokens = scene.tokens
    j = first - 1
    while j >= 0 and j > first - 14:
        low = lows[j]
        aside = _aside_before(lows, j) if low == "," else None
        if aside is not None:
            j = aside - 1
            continue
        if is_name(tokens[j]) or low in ("his", "her"):
            between = lows[j + 1 : first]
            got = any(w in VOTE_VERBS for w in between) and "to" not in between[-1:]
            if got and between[:1] == [","] and between[-1].endswith("ing"):
                # "She defeated Slope, receiving 56,679": the subject's, not the nearest name's.
                return j, False, "verb"
            tally = any(w in _TALLY for w in between) and (low in ("his", "her") or "'s" in between[:1])
            was = between[:1] == ["'s"] and between[1:2] in (["was"], ["is"])
            if low in ("his", "her") and not tally:
                j -= 1
                continue
            return (j, low not in ("his", "her"), "verb") if got or tally or was else (None, False, "")
        if low == ";" or (tokens[j].kind == "mark" and low not in (",", '"', "“", "”", "(", ")", "-", "–", "—", "'s")):
            break
        quantity = tokens[j].quantity
        if quantity is not None and quantity.unit not in ("year", "ordinal", "other", "areas"):
            # The number before has the same owner only where something joins them: "225,590 votes and 37.8%".
            if not any(w in _JOINED for w in lows[j + 1 : first]):
                break
            found = owner_of(scene, j, lows)
            return (found[0], False, "verb") if found[0] is not None else (None, False, "")
        j -= 1
    if first >= 1 and lows[first - 1] in VOTE_VERBS and tokens[first - 1].low.endswith("ing"):
        main = main_subject(scene, first - 1)
        if main is not None:
            return main.index, False, "verb"
    if first >= 1 and lows[first - 1] in VOTE_VERBS - {"with", "on", "saw", "had", "has", "having"}:
        return None, False, "nobody"
    return None, False, ""


def _loose(scene: Scene, context: Context, i: int, *, percent: bool) -> Draft:
    """Return the claim of votes whose owner the sentence does not plainly name: right if anybody meant has them,
    else a note."""
    quantity = quantity_of(scene, i)
    place = place_of(scene, i)
    people = [t.person for t in scene.tokens if t.kind == "person"]
    found = target(context, scene, i, tuple(Side(person=p) for p in people[:1]), place)
    topic = found.topic
    if topic is None:
        return unchecked(scene, i, "votes", found.why or "whose votes they are is not clear")
    measures: tuple[Measure, ...] = (
        ("share", "lead_points") if percent else ("votes", "lead", "valid", "papers", "rejected")
    )
    places: list[Place] = [found.place, None, *places_near(scene, context, topic)]
    named = [p for p in dict.fromkeys((*people, *context.before)) if p in topic.people] if people else []
    queries = [
        FigureQuery(topic=topic, measure=m, quantity=quantity, side=side, place=at)
        for m in measures
        for at in dict.fromkeys(places)
        for side in ([Side(person=p) for p in named or topic.people] if m in ("votes", "share") else [None])
    ]

    def ask(moment: Moment) -> Reading:
        readings = [query.read(moment) for query in queries]
        right = next((r for r in readings if r.answer in ("yes", "alternative", "near")), None)
        if right is not None:
            return Reading(answer="yes", said=right.said, weak=True)
        if (
            quantity.qualifier != "exact"
            or percent
            or not any(r.answer == "no" for r in readings)
            or find_number(topic, int(quantity.value))
        ):
            return Reading(answer="unknown", why="whose votes they are is not clear")
        return Reading(answer="no", said=f"no figure of {quantity.value_text()} here")

    token = scene.tokens[i]
    return Draft(
        type="share" if percent else "votes",
        start=scene.tokens[phrase_start(scene, i)].start,
        end=token.end,
        scene=scene,
        topic=topic,
        strong=False,
        query=AskTopic(topic=topic, ask=ask),
        modality=scene.modality(i),
        covers=(token.start,),
        cap="note",
    )
