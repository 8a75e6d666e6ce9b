"""Finds leads, majorities and margins: "a majority of 1,508", "leads by 2.2 points", "11,455 votes ahead of"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tellers.check.context import Context
from tellers.check.figure_query import FigureQuery
from tellers.check.figure_values import Measure
from tellers.check.find.figure_base import figure, phrase_start, place_of, quantity_of, unchecked
from tellers.check.find.grammar import is_name, main_subject, side_of
from tellers.check.find.outcome_verbs import VERB_FORMS, matches, noun
from tellers.check.lexicon.measures import LEAD_NOUNS, MAJORITY_NOUNS
from tellers.check.lexicon.outcomes import VERBS
from tellers.check.lexicon.words import ADVERBS, DETERMINERS, word_set
from tellers.check.outcome_query import Side
from tellers.check.query import Draft
from tellers.check.scene import Scene

_LEAD_VERBS = word_set("lead leads led leading ahead trail trails trailed trailing behind clear up down")
_TRAIL = word_set("trail trails trailed trailing")
_WIN_WORDS = word_set(
    "won win wins winning beat beats beaten beating defeated defeat defeats defeating lost lose loses losing "
    "victory victorious "
    "triumph triumphed elected re-elected ousted unseated edged pipped held retained took take taken takes "
    "gained gain gains secured "
    "clinched carried victor carries prevailed prevail squeaked scraped topple toppled loss reelected hold holds "
    "thrashed trounced "
    "flipped flips captured outpolled outpolls topped ousting unseating ousts unseats squeezed scraping fended "
    "held-off came"
)
_WIN_WORDS |= {word for forms, _, _ in VERBS for word in forms.split()} - {
    "lead",
    "head",
    "see",
    "go",
    "come",
    "fall",
    "have",
}
_OBJECTS_OF = word_set(
    "beat beating beats over defeated defeating defeats led leads leading edged past out ousted unseated of off "
    "pipped trounced thrashed "
    "on unseating ousting trails to behind by from against for with than outpolled outpolls in trailed trailing"
)
_AHEAD = word_set("ahead behind clear adrift")
_BESIDE = word_set("or ( - – — , just about a only mere some around margin of")
_LOSING = word_set("lost loses losing lose defeated beaten defeat loss missed")
_WINNING = word_set("beat won wins beating winning")
_ENDS = word_set("of was is stood at to by : being with stands now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who is ahead of whom, whether that is sure, and whether the words say so plainly."""

    ahead: Side | None = None
    behind: Side | None = None
    sure: bool = True


def lead(scene: Scene, context: Context, i: int) -> Draft | None:
    """Return the claim of a lead or a majority whose number stands at `i`, None where it is something else."""
    lows = scene.words(0, len(scene.tokens))
    first = phrase_start(scene, i)
    noun = _noun(scene, lows, i, first)
    points = quantity_of(scene, i).unit in ("percent", "points")
    if noun == "change":
        return None if points else unchecked(scene, i, "change", "a change that the record does not keep")
    if noun is None:
        return _beside_lead(scene, context, i) if _beside(scene, i) else None
    sides = Sides(sure=False) if noun == "deficit" else _sides(scene, context, i, first, noun, lows)
    start, end = scene.clause(i)
    won = any(w in _WIN_WORDS for w in lows[max(0, i - 16) : i])
    is_lead = noun in LEAD_NOUNS or (
        noun not in ("majority", "plurality") and not won and any(w in _LEAD_VERBS for w in lows[start:end])
    )
    measure: Measure = (
        ("lead_points" if is_lead else "majority_points") if points else ("lead" if is_lead else "majority")
    )
    type_ = ("lead_pct" if is_lead else "margin_pct") if points else ("lead_votes" if is_lead else "margin_votes")
    place = place_of(scene, i)
    return figure(
        scene, context, i, measure, type_, side=sides.ahead, rival=sides.behind, place=place, side_sure=sides.sure
    )


_CHANGED = word_set(
    "increased rose fell dropped grew plunged slumped shrank jumped climbed slipped declined tumbled collapsed crashed "
    "sank soared surged improved cut"
)
_NOUN_WORDS = word_set("increased rose fell up down cut grew dropped grown")


def _noun(scene: Scene, lows: list[str], i: int, first: int) -> str | None:
    """Return what the number is: a majority, a margin, a lead, a change, or None."""
    before, after = lows[max(0, first - 8) : first], lows[i + 1 : i + 6]
    found = _noun_before(scene, first) or _noun_after(after)
    if found is not None:
        return found
    own = lows[i].split()
    if after[:1] and (after[0] in _AHEAD or after[:2] == ["in", "front"]):
        return "lead"
    if ("more" in own or after[:1] == ["more"]) and "than" in after[:3]:
        return "lead"
    if after[:2] in (["fewer", "than"], ["less", "than"]) or ("fewer" in own and after[:1] == ["than"]):
        return "deficit"
    if (
        after[:1] and after[0] in ("separated", "separating", "between", "decided", "settled")
    ) or "separated by" in " ".join(before):
        return "margin"
    if after[:1] == ["up"] and first and (lows[first - 1] in ("was", "were", "is") or is_name(scene.tokens[first - 1])):
        return "lead"
    if "by" not in lows[max(0, first - 1) : i]:
        return None
    if before and before[-1] in _CHANGED and "by" in lows[first:i]:
        return "change"
    nearest = next((w for w in reversed(lows[max(0, i - 16) : i]) if w in _LEAD_VERBS or w in _WIN_WORDS), None)
    if any(w in _LEAD_VERBS for w in before) and "from behind" not in " ".join(before) and nearest in _LEAD_VERBS:
        return "lead"
    if any(w in _WIN_WORDS for w in lows[max(0, i - 16) : i]):
        return "majority"
    start, end = scene.clause(i)
    if any(w in ("ahead", "leads", "led", "lead", "leading") for w in lows[start:end]):
        return "lead"
    if any(w in _NOUN_WORDS for w in before):
        return "change"
    return None


def _noun_before(scene: Scene, first: int) -> str | None:
    """Return the noun in "a majority of", "his lead over Street of", "majority was", "Majority"."""
    for k in range(first - 1, max(-1, first - 8), -1):
        token = scene.tokens[k]
        if token.kind == "number" or token.low in (";", "."):
            return None
        if token.low in LEAD_NOUNS | MAJORITY_NOUNS:
            between = scene.words(k + 1, first)
            return token.low if not between or between[-1] in _ENDS else None
    return None


_NOUN_AFTER_WORDS = word_set("overall vote point narrow final votes percentage slender -")


def _noun_after(after: list[str]) -> str | None:
    for k, word in enumerate(after[:3]):
        if word in LEAD_NOUNS | MAJORITY_NOUNS:
            return word
        if word in ("victory", "win", "defeat", "loss") and k <= 1 and after[:1] != ["of"]:
            return "majority"
        if word not in _NOUN_AFTER_WORDS:
            return None
    return None


def _beside(scene: Scene, i: int) -> bool:
    """Return whether the number stands beside another of the same thing: "1,508 votes - 0.25%"."""
    if quantity_of(scene, i).unit not in ("percent", "points"):
        return False
    j = i - 1
    while j > 0 and i - j <= 4 and scene.tokens[j].low in _BESIDE:
        j -= 1
    other = scene.tokens[j].quantity if j >= 0 else None
    return other is not None and other.unit in ("votes", "none") and 1 < i - j <= 4


def _beside_lead(scene: Scene, context: Context, i: int) -> Draft | None:
    j = i - 1
    while scene.tokens[j].quantity is None:
        j -= 1
    other = lead(scene, context, j)
    if other is None or not isinstance(other.query, FigureQuery):
        return None
    measure: Measure = "majority_points" if other.query.measure == "majority" else "lead_points"
    type_ = "margin_pct" if measure == "majority_points" else "lead_pct"
    made = figure(scene, context, i, measure, type_, side=other.query.side, rival=other.query.rival, first=i)
    quantity = quantity_of(scene, i)
    made.query = replace(other.query, measure=measure, quantity=quantity)
    made.others = tuple(replace(q, measure=measure, quantity=quantity) for q in other.others)
    made.topic, made.strong, made.modality, made.tied = other.topic, other.strong, other.modality, other.tied
    return made


def _sides(scene: Scene, context: Context, i: int, first: int, noun: str, lows: list[str]) -> Sides:
    """Return who is ahead of whom, from the names before the number and after it."""
    rival = _rival_after(scene, context, i, lows)
    names = _names_before(scene, first, lows)
    window = " ".join(lows[max(0, first - 12) : i + 4])
    behind = "from behind" not in window and (
        "behind" in lows[max(0, first - 4) : first]
        or any(w in ("behind", "adrift", "short") for w in lows[i + 1 : i + 3])
        or any(w in _TRAIL for w in lows[max(0, first - 8) : first])
    )
    subjects = [j for j in names if not _object_like(scene, j, lows)]
    objects = [j for j in names if j not in subjects]
    main = subjects[0] if subjects else None
    if main is None and objects:
        found = main_subject(scene, objects[-1])
        main = found.index if found is not None else None
    mine, sure = side_of(scene.tokens[main], scene, context) if main is not None else (None, False)
    near = main is not None and scene.tokens[main].kind != "word"
    other = _rival_before(scene, context, objects, lows)
    if other == mine:
        other = None
    ahead, after = mine, rival or other
    passive = (
        _passive(scene, main, first)
        or _lost_to(lows, objects)
        or (
            (noun in ("majority", "margin") or _verb_lost(scene, main, i))
            and not behind
            and _loses(scene, main, i, lows)
        )
    )
    if behind or passive:
        ahead, after = after, ahead
    return Sides(ahead=ahead, behind=after, sure=sure and near and len(subjects) <= 1)


def _rival_after(scene: Scene, context: Context, i: int, lows: list[str]) -> Side | None:
    for j in range(i + 1, min(i + 7, len(lows))):
        if scene.tokens[j].kind == "mark":
            return None
        if lows[j] in ("over", "behind", "than", "from") or (
            lows[j] in ("of", "on") and lows[j - 1] in ("ahead", "clear", "front")
        ):
            k = j + 1
            while k < len(lows) and lows[k] in DETERMINERS:
                k += 1
            if k < len(lows) and scene.tokens[k].kind in ("person", "party"):
                return side_of(scene.tokens[k], scene, context)[0]
            return None
    return None


def _names_before(scene: Scene, first: int, lows: list[str]) -> list[int]:
    """Return the names of the clause before the number, nearest first."""
    names: list[int] = []
    for j in range(first - 1, max(-1, first - 24), -1):
        if lows[j] in (";", ":") or (lows[j] in ("but", "while") and names):
            break
        if is_name(scene.tokens[j]):
            names.append(j)
    return names[:3]


def _object_like(scene: Scene, j: int, lows: list[str]) -> bool:
    k = j - 1
    while k >= 0 and (lows[k] in DETERMINERS or lows[k] in ADVERBS):
        k -= 1
    return k >= 0 and lows[k] in _OBJECTS_OF and not (k + 1 < j and lows[k] in ("in", "on"))


def _rival_before(scene: Scene, context: Context, objects: list[int], lows: list[str]) -> Side | None:
    for j in objects:
        k = j - 1
        while k >= 0 and (lows[k] in DETERMINERS or lows[k] in ADVERBS):
            k -= 1
        if lows[k] not in ("of", "for", "with", "in", "against"):
            return side_of(scene.tokens[j], scene, context)[0]
    return None


def _passive(scene: Scene, main: int | None, first: int) -> bool:
    """Return whether the subject was beaten by another: "Street was beaten by Parker by 1,508 votes"."""
    if main is None:
        return False
    words = scene.words(main, first)
    return (
        "by" in words
        and any(w in ("beaten", "defeated", "ousted", "unseated", "pipped", "edged", "toppled") for w in words)
        and any(w in ("was", "were", "been", "is", "got") for w in words)
    )


def _lost_to(lows: list[str], objects: list[int]) -> bool:
    return any(lows[j - 1] == "to" and any(w in _LOSING for w in lows[max(0, j - 16) : j]) for j in objects if j)


_BEATEN = word_set("defeated beaten defeat ousted unseated toppled ejected dethroned pipped deposed trounced")
_LOST_WORDS = word_set("was been were is being 's his her suffered")


def _loses(scene: Scene, main: int | None, i: int, lows: list[str]) -> bool:
    """Return whether whoever the number is said of lost by it."""
    found = _verb_lost(scene, main, i)
    return _lost(lows, main, i) if found is None else found


_LOSES = frozenset(("loses", "gives_up", "concedes", "loses_to", "suffers"))
_WINS = frozenset(("wins", "takes", "keeps", "keeps_named", "gains", "survives", "tops", "elects", "reelects"))


def _verb_lost(scene: Scene, main: int | None, i: int) -> bool | None:
    """Return whether the last verb of the outcome before a number says that its subject lost, None without one."""
    found: bool | None = None
    k = 0 if main is None else main
    while k < i:
        verb = next(iter(matches(scene, k)), None) if scene.tokens[k].low in VERB_FORMS else None
        if verb is None or noun(scene, verb):
            k += 1
            continue
        be = {"was", "were", "been", "being", "is", "are", "got"} & set(scene.words(max(0, k - 4), k))
        if verb.frame in ("beats", "succeeds"):
            found = verb.form in (2, 3) and bool(be)
        elif verb.frame in _LOSES:
            found = True
        elif verb.frame in _WINS:
            found = False
        k = verb.end
    return found


def _lost(lows: list[str], main: int | None, i: int) -> bool:
    words = lows[main if main is not None else 0 : i]
    for k in range(len(words) - 1, -1, -1):
        if words[k] in _WINNING:
            return False
        if words[k] in _BEATEN:
            return any(w in _LOST_WORDS for w in words[max(0, k - 4) : k])
        if words[k] in _LOSING:
            return True
    return False
