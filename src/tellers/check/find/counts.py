"""Finds turnout, papers, swing, change in share, and what is needed."""

from __future__ import annotations

from dataclasses import replace

from tellers.check.context import Context
from tellers.check.figure_query import FigureQuery
from tellers.check.figure_values import Measure
from tellers.check.find.figure_base import figure, place_of, quantity_of, unchecked
from tellers.check.find.grammar import is_name, scope_after, side_of
from tellers.check.lexicon.words import DETERMINERS, word_set
from tellers.check.outcome_query import Side
from tellers.check.query import Draft
from tellers.check.scene import Scene

_CAST = (
    "votes were cast",
    "votes cast",
    "valid votes",
    "votes counted",
    "votes were counted",
    "total votes",
    "ballots were cast",
    "ballots cast",
    "ballot papers",
    "papers were verified",
    "papers verified",
    "ballots were verified",
    "voted in",
    "people voted",
    "voters cast",
    "people cast",
    "voters turned out",
    "people turned out",
)
_TURNED_OUT = (
    "turned out",
    "of voters turned out",
    "of electors turned out",
    "of the electorate turned out",
    "of the electorate voted",
    "of those registered voted",
    "of voters took part",
    "bothered to vote",
)
_NEEDS = word_set("need needs needed needing requires require required")
_TO_WIN = word_set("win lead more overtake ahead margin majority beat overhaul swing")
_DOWN = word_set(
    "down fell falling dropped drop fall slumped decrease decreased slipped plunged shrank declined tumbled collapsed "
    "crashed sank shed lost losing"
)
_UP = word_set("up rose rising increase increased climbed rise grew jumped soared surged improved adding")


def _back(scene: Scene, i: int, size: int) -> list[str]:
    return scene.words(max(0, i - size), i)


def turnout(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match "turnout was 29.5%", "a 29.5% turnout"."""
    near = [*_back(scene, i, 7), *scene.words(i + 1, i + 5)]
    if quantity_of(scene, i).unit not in ("percent", "fraction"):
        return None
    after = " ".join(scene.words(i + 1, i + 8))
    came = after.startswith(_TURNED_OUT)
    if not came and not any(w in ("turnout", "turn-out") for w in near):
        return None
    if any(w in ("up", "down", "rise", "fall", "rose", "fell") for w in _back(scene, i, 2)):
        return unchecked(scene, i, "turnout", "a change in turnout is not in the record")
    return figure(scene, context, i, "turnout", "turnout", place=place_of(scene, i))


def papers(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match rejected papers, votes cast, papers verified and the electorate."""
    if quantity_of(scene, i).unit in ("percent", "points", "fraction"):
        return None
    own, before = scene.tokens[i].low, _back(scene, i, 5)
    after = _until_number(scene, i + 1, i + 6)
    text = " ".join((own, *after))
    place = place_of(scene, i)
    spoilt = ("rejected", "spoilt", "spoiled", "invalid")
    counted = any("ballot" in w or "paper" in w or "vote" in w for w in before)
    if any(w in " ".join((own, *after[:4])) for w in spoilt) or (counted and any(w in spoilt for w in before[-4:])):
        return figure(scene, context, i, "rejected", "rejected", place=place)
    if any(scene.tokens[k].kind == "person" for k in range(i + 1, min(i + 4, len(scene.tokens)))):
        return None  # "76,297 people voted No": those of one side.
    if any(p in text for p in _CAST) and "cast for" not in text and "counted for" not in text:
        measure: Measure = (
            "papers" if any(p in text for p in ("ballot", "papers", "people", "voters", "turned")) else "valid"
        )
        return figure(scene, context, i, measure, "total_votes", place=place)
    if (
        any(p in " ".join(before) for p in ("electorate of", "electorate is", "electorate was", "electorate :"))
        or "registered" in after[:3]
    ):
        return figure(scene, context, i, "electorate", "electorate", place=place)
    return None


def _until_number(scene: Scene, start: int, stop: int) -> list[str]:
    """Return the words from `start` to the next number: what comes after it belongs to that one."""
    words = []
    for token in scene.tokens[start:stop]:
        if token.kind == "number":
            break
        words.append(token.low)
    return words


def quota(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match "the quota was 1,960", "Quota 1,960", "a quota of 1,960"."""
    before = _back(scene, i, 3)
    if "quota" not in before or quantity_of(scene, i).unit not in ("votes", "none"):
        return None
    if before[before.index("quota") + 1 :] not in (
        [],
        ["was"],
        ["is"],
        ["of"],
        [":"],
        ["at"],
        ["being"],
        ["set", "at"],
    ):
        return None
    return figure(scene, context, i, "quota", "quota", place=place_of(scene, i))


def swing(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match "a swing of 3.5 points to Labour", "a 3.5% swing from"."""
    if quantity_of(scene, i).unit not in ("percent", "points"):
        return None
    if "swing" not in _back(scene, i, 4) and "swing" not in scene.words(i + 1, i + 3):
        return None
    to, from_ = _named_after(scene, i, "to", context), _named_after(scene, i, "from", context)
    return figure(scene, context, i, "swing", "swing", side=to, rival=from_, place=place_of(scene, i), cap="warn")


def _named_after(scene: Scene, i: int, word: str, context: Context) -> Side | None:
    for j in range(i + 1, min(i + 12, len(scene.tokens) - 1)):
        if scene.tokens[j].low != word:
            continue
        k = j + 1
        while k < len(scene.tokens) and scene.tokens[k].low in DETERMINERS:
            k += 1
        if k < len(scene.tokens) and scene.tokens[k].kind in ("person", "party"):
            return side_of(scene.tokens[k], scene, context)[0]
    return None


def needed(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match "Labour needs to lead by 16.3 points in Sandwell", "needed 11,456 more votes"."""
    unit = quantity_of(scene, i).unit
    if unit not in ("votes", "none", "percent", "points"):
        return None
    at = _need(scene, i)
    if at is None:
        return None
    words = " ".join(scene.words(at, i + 6)).split()
    if not any(w in _TO_WIN for w in words):
        return None
    if "swing" in words:
        return unchecked(scene, i, "needed", "a swing needed is not worked out here")
    owner = next((j for j in range(at - 1, max(-1, at - 8), -1) if is_name(scene.tokens[j])), None)
    side, sure = side_of(scene.tokens[owner], scene, context) if owner is not None else (None, False)
    measure: Measure = "needed_points" if unit in ("percent", "points") else "needed"
    places = scope_after(scene, i + 1)
    place = places[0] if places and places[0].kind == "area" else None
    return figure(
        scene, context, i, measure, "needed", side=side, place=place, first=at if owner is None else owner, sure=sure
    )


def _need(scene: Scene, i: int) -> int | None:
    for j in range(i - 1, max(-1, i - 14), -1):
        low = scene.tokens[j].low
        if scene.tokens[j].kind == "number":
            return None
        if low in _NEEDS:
            return j
        if low in (";", ".", "but"):
            return None
        if low == "must" and scene.words(j + 1, j + 2)[:1] in (["win"], ["lead"], ["beat"], ["take"], ["outpoll"]):
            return j
    return None


def change(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match "up 5 points", "Labour's share rose by 3.2 points", "(+3.1)"."""
    quantity = quantity_of(scene, i)
    before = _back(scene, i, 5)
    if "vote" in " ".join(scene.words(i + 1, i + 4)) and not any(w in ("share", "rose", "fell") for w in before):
        return None
    put_on = " ".join(before).endswith(("putting on", "put on", "puts on", "adding", "gaining"))
    down, up = any(w in _DOWN for w in before), put_on or any(w in _UP for w in before)
    if not (up or down or quantity.sign) or before[-1:] == ["to"]:
        return None
    if before[-1:] in (["won"], ["lost"]) or (before[-2:-1] in (["won"], ["lost"]) and not quantity.sign):
        return None
    owner = next((j for j in range(i - 1, max(-1, i - 10), -1) if is_name(scene.tokens[j])), None)
    side = side_of(scene.tokens[owner], scene, context)[0] if owner is not None else None
    draft = figure(scene, context, i, "change", "change", side=side, place=place_of(scene, i), cap="warn")
    if isinstance(draft.query, FigureQuery):
        sign = "-" if down or quantity.sign == "-" else "+"
        draft.query = replace(draft.query, quantity=replace(quantity, sign=sign))
        draft.others = ()
    return draft
