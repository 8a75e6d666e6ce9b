"""Who does it, to whom, and where: the few turns of a clause that the claim finders share."""

from __future__ import annotations

from dataclasses import dataclass

from tellers.check.context import Context
from tellers.check.lexicon.words import (
    ADJECTIVES,
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    NEGATORS,
    PRONOUNS_PERSON,
    ROLES,
    word_set,
)
from tellers.check.outcome_query import Side
from tellers.check.scene import Scene
from tellers.check.tokens import Token

_SCOPE_STOP = word_set(
    "but while although though because after before when who which whose as with amid despite following whereas "
    "until if that"
)


_EFFORTS = word_set("challenge bid attempt comeback insurgency surge")
# "They have beaten" may lead to an object over these words, and no others.
_OBJECT_LEADS = (
    DETERMINERS
    | ADJECTIVES
    | ADVERBS
    | ROLES
    | word_set(
        "then , mr strong fierce spirited late determined prime defence defense education shadow cabinet home foreign "
        "health justice transport deputy party group council work pensions business culture environment energy "
        "treasury big beast heavyweight star celebrity her his state attorney general county commons house "
        "high-profile ex-minister brexit arch-rival foe bitter fellow long-standing well-known sitting-mp"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The subject of a verb.

    Args:
        index: Its token; the first of several.
        tokens: All of them where several are joined by "and".
        passive: True after a form of "to be".
        infinitive: True where the verb stands after "to".
        sure: False where it was reached over words that may change who is meant.
    """

    index: int
    tokens: tuple[Token, ...]
    passive: bool = False
    infinitive: bool = False
    sure: bool = True
    names: tuple[str, ...] = ()


def is_name(token: Token) -> bool:
    """Return whether a token names a person or a party, or stands for one."""
    return token.kind in ("person", "party") or token.low in ("he", "she", "they")


def subject_of(scene: Scene, i: int) -> Subject | None:
    """Return the subject of the verb at `i`, None where it is nobody known."""
    tokens = scene.tokens
    j, passive, crossed = i - 1, False, False
    while j >= 0:
        token = tokens[j]
        if token.kind == "mark" and token.low in "\"“”‘’'":
            j -= 1
            continue
        if is_name(token):
            return _with_others(scene, j, passive=passive, sure=not crossed)
        if token.low == "to":
            return Subject(index=j, tokens=(), infinitive=True, passive=passive)
        if token.low in AUXILIARIES or token.low in ADVERBS or token.low in NEGATORS or token.low.endswith("n't"):
            if (
                token.low == "'s"
                and j
                and is_name(tokens[j - 1])
                and not passive
                and j == i - 1
                and not _participle(tokens[i].low)
            ):
                return None
            passive = passive or (token.low in BE and token.low != "'s")
            j -= 1
            continue
        if token.low in ("who", "which", "that"):
            j -= 1
            if j >= 0 and tokens[j].low == ",":
                j -= 1
            if j >= 0 and is_name(tokens[j]):
                return _with_others(scene, _apposition(tokens, j), passive=passive, sure=not crossed)
            return None
        if token.low in (",", "-", "–", "—", ")"):
            opening = _opening(tokens, j)
            if opening is None or crossed:
                return None
            j, crossed = opening - 1, False
            # An aside may hide another subject; one comma pair is crossed and no more.
            crossed = False
            if j >= 0 and is_name(tokens[j]):
                return _with_others(scene, j, passive=passive, sure=True)
            return None
        if token.low in ("and", "but"):
            return _joined(scene, j, passive=passive)
        if token.kind == "number" and j and tokens[j - 1].low == ",":
            j -= 1
            continue
        return None
    return None


def _apposition(tokens: list[Token], j: int) -> int:
    """Return the person whom a party's name explains: "Andrea Jenkyns, the Conservative who unseated him"."""
    k = j - 1
    while k > 0 and (tokens[k].low in DETERMINERS or tokens[k].low in ADJECTIVES):
        k -= 1
    explains = tokens[j].kind == "party" and k > 0 and tokens[k].low == "," and tokens[k - 1].kind == "person"
    return k - 1 if explains else j


def _participle(low: str) -> bool:
    return low.endswith(("ed", "en", "won", "lost", "ost", "en", "beat", "held", "kept", "swept", "taken"))


def _opening(tokens: list[Token], j: int) -> int | None:
    """Return where the aside that ends at `j` began."""
    pair = {",": (",",), "-": ("-", "–", "—"), "–": ("-", "–", "—"), "—": ("-", "–", "—"), ")": ("(",)}[tokens[j].low]
    for k in range(j - 1, max(-1, j - 26), -1):
        if tokens[k].low in pair and k > 0:
            return k
    return None


_WITH_OTHERS_WORDS = word_set("of to for with against by over than from like unlike behind about")


def _with_others(scene: Scene, j: int, *, passive: bool, sure: bool) -> Subject:
    """Return the subject at `j` with those that "and" joins to it."""
    tokens = scene.tokens
    found = [tokens[j]]
    k = j
    while (
        k >= 2
        and tokens[k - 1].low in ("and", ",", "&")
        and is_name(tokens[k - 2])
        and tokens[j].kind == tokens[k - 2].kind == "person"
    ):
        k -= 2
        found.append(tokens[k])
        if k >= 1 and tokens[k - 1].low == ",":
            continue
    if k >= 3 and tokens[k - 1].low == "and" and tokens[k - 2].low == "," and is_name(tokens[k - 3]):
        found.append(tokens[k - 3])
    preceded = scene.words(max(0, k - 1), k)
    # "supporters of Parker won", "a rival to Street lost": the name is not the subject.
    sure = sure and not (preceded and preceded[0] in _WITH_OTHERS_WORDS)
    return Subject(index=k, tokens=tuple(found), passive=passive, sure=sure)


def _joined(scene: Scene, j: int, *, passive: bool) -> Subject | None:
    """Return the subject of the first of two verbs that "and" joins."""
    for k in range(j - 1, -1, -1):
        token = scene.tokens[k]
        if token.low in (";", ":", "but", "while"):
            return None
        if is_name(token):
            start = k
            while start > 0 and scene.tokens[start - 1].low not in (";", ":", "but", "while", "when"):
                start -= 1
            first = next((m for m in range(start, j) if is_name(scene.tokens[m])), k)
            return Subject(index=first, tokens=(scene.tokens[first],), passive=passive, sure=False)
    return None


_MAIN_SUBJECT_WORDS = word_set("of to for with against by over from in")


def main_subject(scene: Scene, before: int) -> Subject | None:
    """Return the first person or party of the clause before a participle: "Parker won, beating Street"."""
    start = before
    while start > 0 and scene.tokens[start - 1].low not in (";", ":", "but", "while"):
        start -= 1
    for k in range(start, before):
        token = scene.tokens[k]
        if is_name(token):
            preceded = scene.words(max(0, k - 1), k)
            if preceded and preceded[0] in _MAIN_SUBJECT_WORDS:
                continue
            return Subject(index=k, tokens=(token,), sure=token.kind == "person")
    return None


def object_of(scene: Scene, i: int, *, reach: int = 8) -> int | None:
    """Return the index of the person or party that is the object of the verb whose last word is before `i`."""
    for j in range(i, min(i + reach, len(scene.tokens))):
        token = scene.tokens[j]
        if token.kind in ("person", "party"):
            following = scene.tokens[j + 1] if j + 1 < len(scene.tokens) else None
            if following is not None and (following.low == "'s" or following.low.startswith("-")):
                return None
            return j
        if token.low in ("him", "her", "them"):
            return j
        if token.low in _EFFORTS and scene.words(j + 1, j + 2) in (["from"], ["by"], ["of"]):
            continue
        if token.low in ("from", "by", "of") and j > i and scene.tokens[j - 1].low in _EFFORTS:
            continue
        if token.low == "," and j > i and _apposed(scene, j):
            continue
        if token.low == "," and j > i:
            return None
        if token.low in _OBJECT_LEADS:
            continue
        return None
    return None


def _apposed(scene: Scene, comma: int) -> bool:
    """Return whether a comma stands between an office and who holds it: "the sitting mayor, Obadiah Slope"."""
    following = scene.tokens[comma + 1] if comma + 1 < len(scene.tokens) else None
    return scene.tokens[comma - 1].low in ROLES and following is not None and following.kind == "person"


def scope_after(scene: Scene, i: int, *, until: int | None = None) -> list[Token]:
    """Return the places and contests that the clause names after `i`: "won Dudley, Walsall and Solihull", "in
    Framley"."""
    found: list[Token] = []
    stop = len(scene.tokens) if until is None else until
    for j in range(i, min(stop, i + 22)):
        token = scene.tokens[j]
        if token.kind in ("area", "contest"):
            found.append(token)
            continue
        if token.low == "as" and any(
            w in ("mp", "mayor", "member", "councillor", "senator", "governor") for w in scene.words(j + 1, j + 4)
        ):
            continue
        if token.low in _SCOPE_STOP or token.low in ";:—–(" or (token.low == "-" and token.kind == "mark"):
            break
        if (
            token.low == ","
            and j + 1 < len(scene.tokens)
            and scene.tokens[j + 1].kind not in ("area", "contest")
            and not (found and scene.tokens[j + 1].low == "and")
        ):
            break
        if token.kind in ("person", "party") and found:
            break
        if (
            token.low in ("and",)
            and j + 1 < len(scene.tokens)
            and scene.tokens[j + 1].kind not in ("area", "contest", "word")
        ):
            break
    return found


def scope_before(scene: Scene, i: int) -> Token | None:
    """Return the place that opens the clause: "In Sandwell, Labour won", "Barchester: Low hold"."""
    start, _ = scene.clause(i)
    if start > 1 and scene.tokens[start - 1].low == ":" and scene.tokens[start - 2].kind in ("area", "contest"):
        return scene.tokens[start - 2]
    if start > 1 and scene.tokens[start - 1].low == "where":
        # "In Framley, where he finished ahead": the place just before "where".
        j = start - 3 if scene.tokens[start - 2].low == "," else start - 2
        if j >= 0 and scene.tokens[j].kind in ("area", "contest"):
            return scene.tokens[j]
    for j in range(max(0, start - 1), i):
        token = scene.tokens[j]
        if token.kind in ("area", "contest"):
            before = scene.tokens[j - 1].low if j else ""
            if (
                before in ("in", "at", "across", "over", "of")
                or j == start
                or (before == "the" and j > 1 and scene.tokens[j - 2].low in ("in", "across"))
            ):
                return token
    return None


def side_of(token: Token, scene: Scene, context: Context) -> tuple[Side | None, bool]:
    """Return whom a token means, and whether that is sure."""
    if token.kind == "person":
        return Side(person=token.person), token.strong
    if token.kind == "party":
        return Side(party=token.party), True
    if token.low in PRONOUNS_PERSON and token.low not in ("they", "them", "their", "theirs"):
        person, sure = context.person(token, scene)
        return (Side(person=person), sure) if person is not None else (None, False)
    return None, False


def says_there(scene: Scene, start: int, end: int) -> bool:
    """Return whether some tokens say "there" or "in the borough", meaning the place named before."""
    words = scene.words(start, end)
    for k, word in enumerate(words):
        if word == "there" and words[k + 1 : k + 2] not in (
            ["is"],
            ["are"],
            ["was"],
            ["were"],
            ["had"],
            ["has"],
            ["have"],
            ["'s"],
        ):
            return True
        if (
            word in ("area", "borough", "district", "ward", "city", "town")
            and k
            and words[k - 1] in ("the", "that", "this")
        ):
            return True
    return False
