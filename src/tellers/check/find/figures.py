"""Finds votes, shares, majorities, leads, turnout and papers: what each number of a sentence is said to be."""

from __future__ import annotations

from collections.abc import Iterator

from tellers.check.context import Context, Target, target
from tellers.check.figure_query import FigureQuery, Measure
from tellers.check.find.grammar import is_name, main_subject, says_there, scope_after, scope_before, side_of
from tellers.check.lexicon.measures import LEAD_NOUNS, MAJORITY_NOUNS, VOTE_VERBS
from tellers.check.lexicon.words import ADVERBS, DETERMINERS
from tellers.check.outcome_query import Side
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.tokens import Token

_LEAD_VERBS = frozenset(["lead", "leads", "led", "leading", "ahead", "trail", "trails", "trailed", "trailing", "behind", "clear", "up", "down"])
_WIN_WORDS = frozenset(
    ["won", "win", "wins", "winning", "beat", "beats", "beaten", "beating", "defeated", "defeat", "defeats", "defeating", "lost", "lose", "loses", "losing", "victory", "victorious", "triumph", "triumphed", "elected", "re-elected", "ousted", "unseated", "edged", "pipped", "held", "retained", "took", "take", "takes", "gained", "gain", "gains", "secured", "clinched", "carried", "victor", "carries", "prevailed", "prevail", "squeaked", "scraped", "topple", "toppled", "loss", "reelected", "hold", "holds", "thrashed", "trounced", "flipped", "flips", "captured"]
)
_BEHIND = frozenset(["trail", "trails", "trailed", "trailing", "behind"])


def find_figures(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield a claim for each number that is a figure of a contest."""
    for i, token in enumerate(scene.tokens):
        quantity = token.quantity
        if quantity is None or quantity.unit in ("other", "year", "ordinal", "seats", "councils", "areas"):
            continue
        draft = _figure(scene, context, i, token)
        if draft is not None:
            yield draft


def _figure(scene: Scene, context: Context, i: int, token: Token) -> Draft | None:
    quantity = token.quantity
    assert quantity is not None
    unit = quantity.unit
    return (
        _turnout(scene, context, i)
        or _papers(scene, context, i)
        or _swing(scene, context, i)
        or _needed(scene, context, i)
        or (_lead(scene, context, i) if unit in ("votes", "none", "percent", "points", "people") else None)
        or (_change(scene, context, i) if unit in ("percent", "points") else None)
        or _votes(scene, context, i)
    )


def _back(scene: Scene, i: int, size: int = 6) -> list[str]:
    return scene.words(max(0, i - size), i)


def _skip_qualifier(scene: Scene, i: int) -> int:
    """Return the index of the first token of the number's phrase, its qualifier and article with it."""
    j = i - (scene.tokens[i].quantity.before if scene.tokens[i].quantity is not None else 0)  # type: ignore[union-attr]
    while (
        j > 0
        and scene.tokens[j - 1].low
        in (
            "a",
            "an",
            "the",
            "by",
            "just",
            "only",
            "mere",
            "some",
            "overall",
            "slender",
            "slim",
            "narrow",
            "whopping",
            "massive",
            "huge",
            "wafer-thin",
            "razor-thin",
            "total",
            "of",
        )
        and j > i - 6
    ):
        if scene.tokens[j - 1].low == "of" and not (j > 1 and scene.tokens[j - 2].low == "total"):
            break
        j -= 1
    return j


def _place(scene: Scene, i: int, first: int) -> Token | None:
    """Return the place that the number is of: after it, else before it in the clause."""
    places = scope_after(scene, i + 1)
    if places:
        before = scene.words(max(0, scene.tokens.index(places[0]) - 2), scene.tokens.index(places[0]))
        if any(w in ("in", "across", "of", "for", "at", "throughout") for w in before):
            return places[0]
    start, _ = scene.clause(first)
    if start and scene.tokens[start - 1].low in ("when", "where"):
        start = scene.clause(max(0, start - 2))[0]
    best = None
    for j in range(start, first):
        token = scene.tokens[j]
        if token.kind in ("area", "contest") and (
            j == start
            or scene.tokens[j - 1].low
            in (
                "in",
                "at",
                "across",
                "the",
                "of",
                "over",
                "won",
                "win",
                "wins",
                "carried",
                "took",
                "held",
                "hold",
                "carries",
                "for",
                "lost",
                "gained",
            )
        ):
            best = token
    return best or scope_before(scene, first)


def _stage(scene: Scene, i: int) -> int | None:
    """Return the stage of the count that the clause names: 1, -1 for the last, None for none."""
    start, end = scene.clause(i)
    text = " ".join(scene.words(max(0, start - 4), min(len(scene.tokens), end + 4)))
    if any(
        p in text
        for p in (
            "first preference",
            "first-preference",
            "first round",
            "first ballot",
            "first count",
            "first-round",
            "first choice",
        )
    ):
        return 1
    if any(
        p in text
        for p in (
            "final round",
            "second round",
            "run-off",
            "runoff",
            "after second preferences",
            "final count",
            "second preferences were",
            "once second preferences",
            "after transfers",
            "after the transfer",
        )
    ):
        return -1
    return None


def _draft(
    scene: Scene,
    context: Context,
    i: int,
    measure: Measure,
    type_: str,
    *,
    side: Side | None = None,
    rival: Side | None = None,
    place: Token | None = None,
    first: int | None = None,
    last: int | None = None,
    sure: bool = True,
    area_wanted: bool = False,
    at: int | None = None,
    stage: int | None = None,
    cap: str = "error",
) -> Draft:
    token = scene.tokens[i]
    assert token.quantity is not None
    there = area_wanted or (place is None and _there(scene, i))
    found: Target = target(context, scene, at if at is not None else i, (side, rival), place, area_wanted=there)
    stage = stage or _stage(scene, i)
    query = None
    if found.topic is not None:
        query = FigureQuery(
            topic=found.topic,
            measure=measure,
            quantity=token.quantity,
            side=side,
            rival=rival,
            place=found.place,
            stage=stage,
        )
    start = scene.tokens[_skip_qualifier(scene, i)].start if first is None else scene.tokens[first].start
    strange = any(abs(k - i) < 8 for k in scene.strange)
    strong = sure and found.strong and not strange
    modality = scene.modality(i)
    estimate = any(
        w
        in (
            "estimate",
            "estimates",
            "estimated",
            "estimating",
            "projected",
            "projects",
            "projection",
            "forecast",
            "exit",
            "predicts",
            "calculates",
        )
        for w in scene.words(0, len(scene.tokens))
    )
    return Draft(
        type=type_,
        start=start,
        end=scene.tokens[i if last is None else last].end,
        scene=scene,
        topic=found.topic,
        query=query,
        strong=strong,
        modality="asserted"
        if modality in ("negated", "prospect", "conditional") and measure in ("needed", "needed_points")
        else modality,
        unchecked=found.why or "",
        covers=(token.start,),
        estimate=estimate
        and measure
        in (
            "needed",
            "needed_points",
            "turnout",
            "votes",
            "share",
            "lead",
            "lead_points",
            "majority",
            "majority_points",
        ),
        cap=cap,  # type: ignore[arg-type]
    )


def _there(scene: Scene, i: int) -> bool:
    start, end = scene.clause(i)
    return says_there(scene, start, end)


def _turnout(scene: Scene, context: Context, i: int) -> Draft | None:
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    near = [*_back(scene, i, 7), *scene.words(i + 1, i + 5)]
    if (
        quantity.unit in ("percent", "none", "fraction")
        and any(w in ("turnout", "turn-out") for w in near)
        and quantity.unit != "none"
    ):
        start, _ = scene.clause(i)
        if any(w in ("up", "down", "rise", "fall", "rose", "fell") for w in _back(scene, i, 2)):
            return _unchecked(scene, i, "turnout", "a change in turnout is not in the record")
        return _draft(
            scene, context, i, "turnout", "turnout", place=_place(scene, i, min(start, i) if start < i else i)
        )
    return None


def _papers(scene: Scene, context: Context, i: int) -> Draft | None:
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    if quantity.unit in ("percent", "points", "fraction"):
        return None
    own = scene.tokens[i].low
    after = scene.words(i + 1, i + 6)
    before = _back(scene, i, 5)
    text = " ".join((own, *after[:3]))
    if (
        any(w in text for w in ("rejected", "spoilt", "spoiled", "invalid"))
        or (any(w in ("rejected", "spoilt", "spoiled") for w in before[-4:])
        and any("ballot" in w or "paper" in w or "vote" in w for w in before))
    ):
        return _draft(scene, context, i, "rejected", "rejected", place=_place(scene, i, i))
    joined = " ".join((own, *after))
    if any(
        p in joined
        for p in (
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
    ):
        if any(p in joined for p in ("votes cast for", "votes were cast for", "votes counted for")):
            return None
        measure: Measure = (
            "papers" if any(p in joined for p in ("ballot", "papers", "people", "voters", "turned")) else "valid"
        )
        return _draft(scene, context, i, measure, "total_votes", place=_place(scene, i, i))
    if (
        any(p in " ".join(before) for p in ("electorate of", "electorate is", "electorate was"))
        or "registered" in after[:3]
        or "electors" in own
    ):
        return _draft(scene, context, i, "electorate", "electorate", place=_place(scene, i, i))
    return None


def _swing(scene: Scene, context: Context, i: int) -> Draft | None:
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    if quantity.unit not in ("percent", "points"):
        return None
    before, after = _back(scene, i, 4), scene.words(i + 1, i + 3)
    if "swing" not in before and "swing" not in after:
        return None
    to, from_ = _named_after(scene, i, "to", context), _named_after(scene, i, "from", context)
    return _draft(scene, context, i, "swing", "swing", side=to, rival=from_, place=_place(scene, i, i), cap="warn")


def _named_after(scene: Scene, i: int, word: str, context: Context) -> Side | None:
    for j in range(i + 1, min(i + 12, len(scene.tokens) - 1)):
        if scene.tokens[j].low == word:
            k = j + 1
            while k < len(scene.tokens) and scene.tokens[k].low in DETERMINERS:
                k += 1
            if k < len(scene.tokens) and scene.tokens[k].kind in ("person", "party"):
                return side_of(scene.tokens[k], scene, context)[0]
    return None


def _needed(scene: Scene, context: Context, i: int) -> Draft | None:
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    if quantity.unit not in ("votes", "none", "percent", "points"):
        return None
    at = None
    for j in range(i - 1, max(-1, i - 14), -1):
        low = scene.tokens[j].low
        if low in ("need", "needs", "needed", "needing", "requires", "require", "required"):
            at = j
            break
        if low in (";", ".", "but"):
            break
        if low == "must" and scene.words(j + 1, j + 3)[:1] in (["win"], ["lead"], ["beat"], ["take"], ["outpoll"]):
            at = j
            break
    if at is None:
        return None
    words = scene.words(at, i + 6)
    if not any(
        w in ("win", "lead", "more", "overtake", "ahead", "margin", "majority", "beat", "overhaul", "swing")
        for w in words
    ):
        return None
    if "swing" in words:
        return _unchecked(scene, i, "needed", "a swing needed is not worked out here")
    side, sure = None, False
    for j in range(at - 1, max(-1, at - 8), -1):
        if is_name(scene.tokens[j]):
            side, sure = side_of(scene.tokens[j], scene, context)
            break
    first = at
    for j in range(at - 1, max(-1, at - 8), -1):
        if is_name(scene.tokens[j]):
            first = j
            break
    measure: Measure = "needed_points" if quantity.unit in ("percent", "points") else "needed"
    places = scope_after(scene, i + 1)
    return _draft(
        scene,
        context,
        i,
        measure,
        "needed",
        side=side,
        place=places[0] if places and places[0].kind == "area" else None,
        first=first,
        last=i,
        sure=sure or side is not None,
    )


def _lead(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match majorities and leads, before the number ("a majority of 1,508") or after it ("1,508 votes ahead")."""
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    lows = scene.words(0, len(scene.tokens))
    first = _skip_qualifier(scene, i)
    before = lows[max(0, first - 7) : first]
    after = lows[i + 1 : i + 6]
    points = quantity.unit in ("percent", "points")
    noun = _noun_before(before) or _noun_after(after)
    by = "by" in lows[max(0, first - 1) : i] or (first > 0 and lows[first - 1] == "by")
    clause_start, clause_end = scene.clause(i)
    clause = lows[clause_start:clause_end]
    won = any(w in _WIN_WORDS for w in lows[max(0, i - 16) : i])
    if (
        noun is None
        and not by
        and after[:1]
        and after[0]
        in ("ahead", "behind", "clear", "more", "short", "adrift", "in", "separated", "separating", "between", "votes")
    ):
        if (
            after[0] in ("ahead", "behind", "clear", "adrift")
            or after[:2] == ["in", "front"]
            or (after[0] == "more" and "than" in after[:4])
        ):
            noun = "lead"
        elif after[0] in ("separated", "separating", "between"):
            noun = "margin"
    if noun is None and after[:1] == ["between"]:
        noun = "margin"
    if noun is None and "separated by" in " ".join(before):
        noun = "margin"
    if noun is None and by:
        if any(w in _LEAD_VERBS for w in before):
            noun = "lead"
        elif won:
            noun = "majority"
        elif any(w in ("ahead", "leads", "led", "lead", "leading") for w in clause):
            noun = "lead"
        elif any(w in ("increased", "rose", "fell", "up", "down", "cut", "grew", "dropped", "grown") for w in before):
            return _unchecked(scene, i, "change", "a change that the record does not keep") if not points else None
    if noun is None and _beside(scene, i):
        return _beside_lead(scene, context, i)
    if noun is None:
        return None
    side, rival, sure, named_first = _lead_sides(scene, context, i, first, noun, lows)
    lead = noun in LEAD_NOUNS or (
        noun != "majority" and noun != "plurality" and not won and any(w in _LEAD_VERBS for w in clause)
    )
    measure: Measure
    if points:
        measure = "lead_points" if lead else "majority_points"
        type_ = "lead_pct" if lead else "margin_pct"
    else:
        measure = "lead" if lead else "majority"
        type_ = "lead_votes" if lead else "margin_votes"
    place = _place(scene, i, named_first)
    return _draft(scene, context, i, measure, type_, side=side, rival=rival, place=place, sure=sure, first=None)


def _noun_before(before: list[str]) -> str | None:
    """Return the noun in "a majority of", "his lead over Street of", "majority was", "lead:"."""
    for k in range(len(before) - 1, -1, -1):
        word = before[k]
        if word in LEAD_NOUNS | MAJORITY_NOUNS:
            between = before[k + 1 :]
            ok = {
                "of",
                "was",
                "is",
                "stood",
                "at",
                "to",
                "by",
                ":",
                "in",
                "the",
                "over",
                "overall",
                "cut",
                "now",
                "stands",
                "with",
                "being",
                ",",
                "-",
                "on",
            }
            return (
                word
                if all(w in ok or len(w) > 3 for w in between) and (not between or "of" in between or between[-1] in ok)
                else None
            )
    return None


def _noun_after(after: list[str]) -> str | None:
    for k, word in enumerate(after[:3]):
        if word in LEAD_NOUNS | MAJORITY_NOUNS:
            return word
        if word in ("victory", "win", "defeat", "loss") and k <= 1 and after[:1] != ["of"]:
            return "majority"
        if word not in (
            "overall",
            "vote",
            "point",
            "narrow",
            "final",
            "votes",
            "percentage",
            "slender",
            "overall",
            "-",
        ):
            return None
    return None


def _beside(scene: Scene, i: int) -> bool:
    """Return whether the number stands beside another of the same thing: "1,508 votes - 0.25%", "11,455 votes or 2.2 points"."""
    j = i - 1
    if (
        j >= 1
        and scene.tokens[j].low in ("or", "(", "-", "–", "—", ",", "just", "about", "a")
        and scene.tokens[i].quantity is not None
    ):
        while j > 0 and scene.tokens[j].low in (
            "or",
            "(",
            "-",
            "–",
            "—",
            ",",
            "just",
            "about",
            "a",
            "only",
            "mere",
            "some",
            "around",
            "margin",
            "of",
        ):
            j -= 1
        other = scene.tokens[j].quantity
        own = scene.tokens[i].quantity
        return (
            other is not None
            and own is not None
            and other.unit in ("votes", "none")
            and own.unit in ("percent", "points")
            and i - j <= 4
        )
    return False


def _beside_lead(scene: Scene, context: Context, i: int) -> Draft | None:
    j = i - 1
    while scene.tokens[j].quantity is None:
        j -= 1
    other = _lead(scene, context, j)
    if other is None or not isinstance(other.query, FigureQuery):
        return None
    measure: Measure = "majority_points" if other.query.measure == "majority" else "lead_points"
    type_ = "margin_pct" if measure == "majority_points" else "lead_pct"
    made = _draft(scene, context, i, measure, type_, side=other.query.side, rival=other.query.rival, first=i)
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    made.query = FigureQuery(
        topic=other.query.topic,
        measure=measure,
        quantity=quantity,
        side=other.query.side,
        rival=other.query.rival,
        place=other.query.place,
        stage=other.query.stage,
    )
    made.topic, made.strong, made.modality = other.topic, other.strong, other.modality
    return made


def _lead_sides(
    scene: Scene, context: Context, i: int, first: int, noun: str, lows: list[str]
) -> tuple[Side | None, Side | None, bool, int]:
    """Return who is ahead, of whom, whether that is sure, and the first token that matters."""
    rival: Side | None = None
    for j in range(i + 1, min(i + 7, len(lows))):
        if lows[j] in ("over", "behind", "than", "from") or (
            lows[j] in ("of", "on") and lows[j - 1] in ("ahead", "clear", "front")
        ):
            k = j + 1
            while k < len(lows) and lows[k] in DETERMINERS:
                k += 1
            if k < len(lows) and scene.tokens[k].kind in ("person", "party"):
                rival = side_of(scene.tokens[k], scene, context)[0]
            break
        if scene.tokens[j].kind == "mark":
            break
    # "over Street of 1,508", "led Street by".
    names: list[int] = []
    start = first
    for j in range(first - 1, max(-1, first - 22), -1):
        if lows[j] in (";", ":") or (lows[j] in ("but", "while") and names):
            break
        if is_name(scene.tokens[j]):
            names.append(j)
        if len(names) == 2:
            break
    window = lows[max(0, first - 12) : i + 4]
    behind = (
        any(w in _BEHIND for w in lows[max(0, first - 4) : first])
        or "behind" in lows[i + 1 : i + 3]
        or any(w in ("trails", "trailed", "trailing", "trail") for w in window)
    )
    lost = not behind and noun in ("majority", "margin") and _lost(scene, names[-1] if names else 0, i)
    if not names:
        return None, rival, True, first
    subject = names[0]
    before = lows[subject - 1] if subject else ""
    object_like = before in (
        "beat",
        "beating",
        "beats",
        "over",
        "defeated",
        "defeating",
        "defeats",
        "led",
        "leads",
        "leading",
        "edged",
        "past",
        "out",
        "ousted",
        "unseated",
        "of",
        "off",
        "pipped",
        "trounced",
        "thrashed",
        "on",
        "unseating",
        "ousting",
        "trails",
        "to",
        "behind",
        "by",
    )
    object_like = object_like or (
        subject >= 2
        and lows[subject - 2] in ("beat", "beating", "over", "defeated", "defeating", "led", "leads", "past")
        and before in ADVERBS | DETERMINERS
    )
    if object_like and len(names) == 2:
        other = side_of(scene.tokens[names[0]], scene, context)[0]
        mine, sure = side_of(scene.tokens[names[1]], scene, context)
        passive = before == "by" and any(
            w in ("beaten", "defeated", "ousted", "unseated", "pipped", "edged") for w in lows[names[1] : names[0]]
        )
        if before == "to" or behind or passive:
            mine, other = other, mine
        if mine == other:
            other = None
        return mine, other if rival is None else rival, sure, names[1]
    if object_like:
        mine = side_of(scene.tokens[subject], scene, context)[0]
        if before in ("by",):
            return mine, rival, False, subject
        main = main_subject(scene, subject)
        if main is not None:
            ours, sure = side_of(main.tokens[0], scene, context)
            if ours != mine:
                return ours, mine, sure, main.index
        return None, mine, True, subject
    side, sure = side_of(scene.tokens[subject], scene, context)
    if behind or lost:
        return rival, side, sure, subject
    if scene.tokens[subject].kind == "party" and lows[subject + 1 : subject + 2] == ["'s"]:
        sure = True
    return side, rival, sure, subject


def _lost(scene: Scene, start: int, i: int) -> bool:
    words = scene.words(start, i)
    return (
        any(w in ("lost", "loses", "losing", "lose", "defeated", "beaten", "defeat", "loss", "missed") for w in words)
        and not any(w in ("beat", "won", "wins", "beating", "winning") for w in words)
        and not _active_defeat(words)
    )


def _active_defeat(words: list[str]) -> bool:
    for k, word in enumerate(words):
        if word in ("defeated", "beaten", "defeat"):
            passive = any(
                w in ("was", "been", "were", "is", "being", "'s", "his", "her", "suffered")
                for w in words[max(0, k - 4) : k]
            )
            return not passive
    return False


def _change(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match "up 5 points", "Labour's share rose by 3.2 points", "(+3.1)"."""
    before = _back(scene, i, 5)
    down = any(
        w
        in ("down", "fell", "falling", "dropped", "drop", "fall", "slumped", "lost", "decrease", "decreased", "slipped")
        for w in before
    )
    up = any(
        w in ("up", "rose", "rising", "gained", "increase", "increased", "climbed", "rise", "grew", "jumped")
        for w in before
    )
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    if not (up or down or quantity.sign):
        return None
    if any(w in _WIN_WORDS - {"gained", "gain", "lost", "gains"} for w in before[-2:]):
        return None
    side = None
    for j in range(i - 1, max(-1, i - 10), -1):
        if is_name(scene.tokens[j]):
            side = side_of(scene.tokens[j], scene, context)[0]
            break
    draft = _draft(scene, context, i, "change", "change", side=side, place=_place(scene, i, i), cap="warn")
    if isinstance(draft.query, FigureQuery):
        sign = "-" if down or quantity.sign == "-" else "+"
        changed = type(quantity)(
            **{name: getattr(quantity, name) for name in type(quantity).__slots__} | {"sign": sign}
        )  # type: ignore[attr-defined]
        draft.query = FigureQuery(
            topic=draft.query.topic, measure="change", quantity=changed, side=side, place=draft.query.place
        )
    return draft


def _votes(scene: Scene, context: Context, i: int) -> Draft | None:
    """Match whose votes or share a number is."""
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    percent = quantity.unit in ("percent", "points", "fraction")
    if quantity.unit in ("people",):
        return None
    lows = scene.words(0, len(scene.tokens))
    owner, sure, kind = _owner(scene, i, lows)
    after = lows[i + 1 : i + 5]
    of_votes = "vote" in " ".join(after) or "share" in after or "preferences" in " ".join(after)
    votes_near = quantity.unit == "votes" or of_votes or kind in ("list", "possessive", "to") or percent
    if (
        quantity.unit == "none"
        and not (votes_near and (quantity.value >= 20 or kind == "list"))
        and not (owner is not None and kind == "verb" and quantity.value >= 100)
    ):
        return None
    if quantity.unit == "fraction" and not of_votes:
        return None
    if percent and "of" in after[:1] and not of_votes:
        return (
            _unchecked(scene, i, "share", "a share of something else than votes")
            if any(w in ("precincts", "voters", "ballots", "votes") for w in after)
            else None
        )
    if percent and any(w in ("reporting", "counted", "in", "tallied") for w in after[:3]) and owner is None:
        return _unchecked(scene, i, "progress", "how much is counted is not in the record")
    if owner is None:
        if quantity.unit == "votes" or (percent and of_votes):
            return _loose(scene, context, i)
        return None
    side, linked = side_of(scene.tokens[owner], scene, context)
    measure: Measure = "share" if percent else "votes"
    place = _place(scene, i, min(owner, i))
    return _draft(
        scene,
        context,
        i,
        measure,
        measure,
        side=side,
        place=place,
        sure=sure and linked,
        at=i,
        first=_skip_qualifier(scene, i) if kind != "list" else i,
    )


def _owner(scene: Scene, i: int, lows: list[str]) -> tuple[int | None, bool, str]:
    """Return whose the number is: its token, whether sure, and by which turn."""
    tokens = scene.tokens
    first = _skip_qualifier(scene, i)
    j = first - 1
    # "32,704 for Parker", "225,590 votes to Street's 224,082" (the second number belongs to Street).
    if j >= 1 and lows[j] == "'s" and is_name(tokens[j - 1]):
        return j - 1, True, "possessive"
    if j >= 0 and lows[j] in ("his", "her"):
        return j, False, "possessive"
    if j >= 0 and is_name(tokens[j]):
        return j, True, "list"
    if j >= 1 and lows[j] in (":", "(", ",", "-", "–", "—", "with", "on") and is_name(tokens[j - 1]):
        if lows[j] == "," and not (
            i + 1 >= len(lows) or tokens[i + 1].kind == "mark" or lows[i + 1] in ("votes", "and")
        ):
            return None, False, ""
        return j - 1, True, "list"
    k = i + 1
    while k < len(lows) and lows[k] in (
        "votes",
        "vote",
        "went",
        "of",
        "the",
        "were",
        "cast",
        "share",
        "first",
        "preferences",
        "all",
        "valid",
    ):
        k += 1
    if k < len(lows) and lows[k] in ("for", "to") and k + 1 < len(lows):
        m = k + 1
        while m < len(lows) and lows[m] in DETERMINERS:
            m += 1
        if m < len(lows) and is_name(tokens[m]) and not (m + 1 < len(lows) and lows[m + 1] == "'s"):
            if lows[k] == "for" or "went" in lows[i : k + 1]:
                return m, True, "for"
    # A verb of getting votes between the name and the number.
    while j >= 0 and j > first - 14:
        low = lows[j]
        if is_name(tokens[j]):
            between = lows[j + 1 : first]
            return (j, True, "verb") if any(w in VOTE_VERBS for w in between) else (None, False, "")
        if low in (";",) or (
            tokens[j].kind == "mark" and low not in (",", '"', "“", "”", "(", ")", "-", "–", "—", "'s")
        ):
            break
        if (
            tokens[j].kind == "number"
            and tokens[j].quantity is not None
            and tokens[j].quantity.unit not in ("year", "ordinal", "other", "areas")
        ):
            # The number before has the same owner only where "and" or "or" joins them: "225,590 votes and 37.8%".
            if not any(w in ("and", "or", "(", ",", "-", "–") for w in lows[j + 1 : first]):
                break
            j -= 1
            continue
        j -= 1
    if j >= 0 and first - j >= 14:
        return None, False, ""
    return _participle_owner(scene, first, lows)


def _participle_owner(scene: Scene, first: int, lows: list[str]) -> tuple[int | None, bool, str]:
    if first >= 1 and lows[first - 1] in VOTE_VERBS:
        main = main_subject(scene, first - 1)
        if main is not None:
            return main.index, False, "verb"
    return None, False, ""


def _loose(scene: Scene, context: Context, i: int) -> Draft:
    """Return a claim whose owner is not clear: it is looked for in the record, and no more."""
    return _unchecked(scene, i, "votes", "whose votes they are is not clear")


def _unchecked(scene: Scene, i: int, type_: str, why: str) -> Draft:
    token = scene.tokens[i]
    return Draft(
        type=type_,
        start=scene.tokens[_skip_qualifier(scene, i)].start,
        end=token.end,
        scene=scene,
        unchecked=why,
        covers=(token.start,),
    )
