"""Finds who is said to have won, lost, held, gained or been ousted, by verbs: "beat", "was ousted by", "swept to"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tellers.check.context import Context
from tellers.check.find.grammar import (
    Subject,
    main_subject,
    object_of,
    scope_after,
    scope_before,
    side_of,
    subject_of,
)
from tellers.check.find.outcome_claims import claimed, each, make, unlinked
from tellers.check.find.outcome_verbs import (
    VERB_FORMS,
    Verb,
    elected_ok,
    matches,
    named_object,
    noun,
    noun_at,
    noun_near,
    result_infinitive,
    what,
)
from tellers.check.lexicon.words import (
    DETERMINERS,
    VICTORY_NOUNS,
    word_set,
)
from tellers.check.outcome_query import Before, Side
from tellers.check.query import Draft, Reading
from tellers.check.scene import Modality, Scene
from tellers.check.small_queries import Told
from tellers.check.tokens import Token

_UNSEATS = word_set("oust unseat topple dethrone depose turf boot kick vote throw")
_CLEAR_PASSIVE = word_set(
    "beat defeat oust unseat topple dethrone depose trounce thrash rout vanquish crush boot kick vote turf throw dump"
)
_RIVALS = word_set("incumbent mayor rival rivals opponent opponents challenger challengers governor senator")
_FEELINGS = word_set("disappointing sad sorry disappointed gutted devastated upset heartbroken painful")
_FAILED = (["failed"], ["fails"], ["failing"])
# What a frame says of who had it before.
_BEFORE: dict[str, Before] = {"keeps": "held", "keeps_named": "held", "gains": "gained"}


def find_outcomes(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield every outcome that a verb of the sentence states."""
    taken = -1
    for i, token in enumerate(scene.tokens):
        if i <= taken or token.kind != "word" or token.low not in VERB_FORMS:
            continue
        for verb in matches(scene, i):
            drafts = list(_of_verb(scene, context, verb))
            if drafts:
                taken = verb.end - 1
                yield from drafts
                break


_OF_VERB_WORDS = word_set(", by after in and having - – — narrowly comfortably to")


def _of_verb(scene: Scene, context: Context, verb: Verb) -> Iterator[Draft]:
    if noun(scene, verb):
        return
    if verb.form in (2, 3) and verb.frame in ("beats", "reelects"):
        adjective = _adjective(scene, context, verb)
        if adjective is not None:
            yield adjective
            return
    subject = subject_of(scene, verb.index)
    modality: Modality | None = None
    if (
        subject is not None
        and subject.infinitive
        and scene.words(max(0, subject.index - 1), subject.index)[:1]
        and scene.words(subject.index - 1, subject.index)[0] in _FEELINGS
    ):
        found = next(
            (j for j in range(verb.end, min(verb.end + 8, len(scene.tokens))) if scene.tokens[j].kind == "person"), None
        )
        if verb.frame == "loses" and found is not None:
            yield from _lost_person(scene, context, verb, found, None)
            return
    if (
        subject is not None
        and subject.infinitive
        and scene.words(max(0, subject.index - 1), subject.index)[:1] in _FAILED
    ):
        yield from _failed(scene, context, verb, subject.index)
        return
    if subject is not None and subject.infinitive:
        if not result_infinitive(scene, subject.index):
            return
        passive = subject.passive
        subject = main_subject(scene, subject.index)
        if subject is not None:
            subject = replace(subject, passive=passive)
        modality = "attributed" if scene.attributed else "asserted"
    if (
        subject is None
        and verb.form < 2
        and scene.kind in ("headline", "heading")
        and scene.words(verb.index - 1, verb.index) in (["as"], ["and"])
    ):
        subject = main_subject(scene, verb.index)
    if subject is None and verb.form == 4:
        before = scene.words(max(0, verb.index - 1), verb.index)
        if before and before[0] in _OF_VERB_WORDS:
            subject = main_subject(scene, verb.index)
    if subject is None:
        yield from unlinked(scene, verb)
        return
    if verb.form == 4 and scene.words(max(0, verb.index - 1), verb.index)[:1] in (
        ["after"],
        ["since"],
        ["despite"],
        ["before"],
    ):
        # "four months after winning it": an earlier contest as often as this one.
        modality = "prospect" if _long_before(scene, verb.index) else modality
        subject = replace(subject, sure=False)
    named_by = scene.words(max(0, subject.index - 2), subject.index)
    if verb.form == 4 and subject.index == verb.index - 1 and not subject.passive and "with" not in named_by:
        # "talk of Street winning", "saw Labour losing": a noun of a verb, which says nothing of what came.
        return
    if (
        verb.form == 4
        and scene.words(verb.index - 1, verb.index)
        and any(
            w in ("is", "are", "was", "were", "'s", "be", "been")
            for w in scene.words(max(0, verb.index - 2), verb.index)
        )
    ):
        # "is winning", "was losing": how it goes, not how it ended.
        return
    yield from _framed(scene, context, verb, subject, modality)


def _adjective(scene: Scene, context: Context, verb: Verb) -> Draft | None:
    """Return the claim in "defeated mayor Andy Street" or "re-elected mayor Sadiq Khan"."""
    i = verb.index
    before = scene.tokens[i - 1] if i else None
    if before is not None and not (
        before.low in DETERMINERS or before.low in ('"', "“", ",", "as", "and", "with", "for", "to", "by", "–", "-")
    ):
        return None
    if verb.frame == "beats" and verb.base not in ("beat", "defeat", "oust", "unseat"):
        return None
    j = verb.end
    if j >= len(scene.tokens) or scene.tokens[j].kind != "person":
        return None
    if before is not None and before.low == "," and verb.frame == "beats":
        return None
    side = Side(person=scene.tokens[j].person)
    won = verb.frame == "reelects"
    return make(
        scene,
        context,
        i,
        (side if won else None),
        (None if won else side),
        None,
        i,
        j,
        before="held" if won else "",
        sure=scene.tokens[j].strong,
    )


_FRAMED_WORDS = word_set(
    "mayor president governor senator mp commissioner councillor sheriff representative leader mayor-elect"
)


def _failed(scene: Scene, context: Context, verb: Verb, to: int) -> Iterator[Draft]:
    """Yield for "failed to win the seat" and "failed to unseat Slope": whoever failed lost."""
    subject = subject_of(scene, to - 1)
    if subject is None or not subject.tokens or subject.infinitive:
        return
    modality: Modality = (
        "quoted" if scene.quoted(scene.tokens[verb.index].start) else "attributed" if scene.attributed else "asserted"
    )
    found = object_of(scene, verb.end) if verb.frame == "beats" else None
    if found is not None:
        yield from _pairs(scene, context, verb, subject, found, lost=True, modality=modality)
    elif (verb.frame == "wins" and what(scene, verb.end, won=True) == "clear") or (
        verb.frame in ("takes", "keeps", "keeps_named", "gains") and named_object(scene, verb, verb.frame)
    ):
        yield from _single(scene, context, verb, subject, won=False, modality=modality)


def _long_before(scene: Scene, i: int) -> bool:
    """Return whether what stands around a participle says that it was long before."""
    words = scene.words(max(0, i - 6), i + 9)
    return any(
        w in words for w in ("years", "months", "weeks", "decades", "by-election", "byelection", "first", "previously")
    )


def _framed(scene: Scene, context: Context, verb: Verb, subject: Subject, modality: Modality | None) -> Iterator[Draft]:
    by = scene.words(verb.end, verb.end + 1) == ["by"]
    agent = object_of(scene, verb.end + 1) if by else None
    passive = verb.form in (2, 3) and (subject.passive or (by and agent is not None))
    if verb.form == 3 and verb.base in ("beat",) and scene.tokens[verb.index].low == "beaten":
        passive = passive or not any(
            w in ("has", "have", "had", "having") for w in scene.words(subject.index, verb.index)
        )
    frame = verb.frame
    if frame in ("beats", "succeeds"):
        yield from _beats(scene, context, verb, subject, passive, agent, modality)
    elif frame == "loses_to":
        target_index = object_of(scene, verb.end)
        if target_index is not None and not subject.passive:
            yield from _pairs(scene, context, verb, subject, target_index, lost=True, modality=modality)
    elif frame in ("elects", "reelects"):
        headline = (
            verb.form in (2, 3)
            and not subject.passive
            and not any(w in ("has", "have", "had") for w in scene.words(subject.index, verb.index))
        )
        if verb.form in (2, 3) and (subject.passive or headline) and elected_ok(scene, verb, headline=headline):
            yield from _single(
                scene, context, verb, subject, won=True, before="held" if frame == "reelects" else "", modality=modality
            )
    elif subject.passive and frame not in ("claims",):
        return
    elif frame == "becomes":
        if any(w in _FRAMED_WORDS for w in scene.words(verb.end - 1, verb.end + 7)):
            yield from _single(scene, context, verb, subject, won=True, modality=modality, weak=True)
    elif frame == "claims":
        for draft in _single(scene, context, verb, subject, won=True, modality="attributed", weak=True):
            yield claimed(draft)
    elif frame == "tops":
        yield from _single(scene, context, verb, subject, won=True, modality=modality, topped=True)
    elif frame in ("wins", "loses"):
        yield from _plain(scene, context, verb, subject, modality)
    elif frame == "concedes":
        # On a night of many contests a leader concedes the country, and holds a seat.
        seat = not context.gazetteer.many or bool(scope_after(scene, verb.end))
        if seat and (verb.end > verb.index + 1 or _ends(scene, verb)):
            yield from _single(scene, context, verb, subject, won=False, modality=modality)
    elif frame == "suffers":
        if noun_near(scene, verb.end, frozenset(("defeat", "loss")), 5):
            yield from _suffers(scene, context, verb, subject, modality)
    elif frame == "takes_victory":
        if noun_near(scene, verb.end, VICTORY_NOUNS, 4):
            yield from _single(scene, context, verb, subject, won=True, modality=modality, weak=True)
    elif frame == "survives":
        if scene.words(verb.end, verb.end + 1) in ([], ["."], [","], ["in"], ["by"], ["with"], ["as"], ["at"]) or any(
            w in ("scare", "challenge", "recount") for w in scene.words(verb.end, verb.end + 4)
        ):
            yield from _single(scene, context, verb, subject, won=True, before="held", modality=modality, weak=True)
    elif frame == "keeps_named" and "had" in scene.words(subject.index, verb.index):
        return
    elif named_object(scene, verb, frame):
        yield from _taken(scene, context, verb, subject, modality)


_CONCEDED_THEN = word_set(
    ", . shortly at just late early after before in on minutes within soon moments tonight by around to last this when "
    "as with without and but graciously - – —"
)


def _ends(scene: Scene, verb: Verb) -> bool:
    """Return whether "conceded" stands for itself: not "conceded that", "conceded a point", "conceded ground"."""
    after = scene.words(verb.end, verb.end + 2)
    return not after or (
        after[0] in _CONCEDED_THEN and after[:2] not in (["to", "reporters"], ["to", "the"], ["in", "the"])
    )


def _beats(
    scene: Scene,
    context: Context,
    verb: Verb,
    subject: Subject,
    passive: bool,
    agent: int | None,
    modality: Modality | None,
) -> Iterator[Draft]:
    before: Before = "unseated" if verb.base in _UNSEATS else ""
    if passive:
        if agent is not None:
            yield from _pairs(scene, context, verb, subject, agent, lost=True, modality=modality, before=before)
        elif verb.base in _CLEAR_PASSIVE and verb.frame == "beats" and subject.tokens[0].kind != "party":
            yield from _single(scene, context, verb, subject, won=False, modality=modality, before=before)
        return
    if verb.base == "knock" and verb.end == verb.index + 1:
        return
    found = object_of(scene, verb.end)
    headline = scene.kind in ("headline", "heading") and scene.words(verb.end, verb.end + 1) in (
        [],
        ["as"],
        ["in"],
        ["after"],
        ["from"],
        ["at"],
        [","],
        ["by"],
        [":"],
    )
    if headline and verb.form in (2, 3) and verb.base in _CLEAR_PASSIVE and found is None:
        yield from _single(scene, context, verb, subject, won=False, modality=modality, before=before)
        return
    if found is not None:
        yield from _pairs(scene, context, verb, subject, found, lost=False, modality=modality, before=before)
    elif any(w in _RIVALS for w in scene.words(verb.end, verb.end + 5)):
        yield from _single(scene, context, verb, subject, won=True, modality=modality)


def _pairs(
    scene: Scene,
    context: Context,
    verb: Verb,
    subject: Subject,
    other: int,
    *,
    lost: bool,
    modality: Modality | None,
    before: Before = "",
) -> Iterator[Draft]:
    theirs, sure = side_of(scene.tokens[other], scene, context)
    ours, ours_sure = side_of(subject.tokens[0], scene, context)
    if theirs is None or ours is None:
        return
    if theirs == ours and subject.tokens[0].kind != "person" and theirs.person is not None:
        # "She outpolled Bold": whoever she is, she is not Bold.
        meant = [p for p in context.meant(scene, subject.tokens[0].low) if p != theirs.person]
        ours, ours_sure = (Side(person=meant[0]), False) if meant else (ours, False)
        if not meant and scene.tokens[other].kind != "person":
            return
    if theirs == ours:
        yield from _same(scene, context, verb, subject, other, theirs)
        return
    winner, loser = (theirs, ours) if lost else (ours, theirs)
    places = scope_after(scene, other + 1) or scope_after(scene, verb.end, until=other)
    scopes: list[Token | None] = [places[0]] if places else [scope_before(scene, subject.index)]
    yield from each(
        scene,
        context,
        verb,
        subject,
        winner,
        loser,
        scopes,
        last=other,
        modality=modality,
        before=before,
        sure=sure and ours_sure and subject.sure,
        lost=lost,
    )


def _same(scene: Scene, context: Context, verb: Verb, subject: Subject, other: int, side: Side) -> Iterator[Draft]:
    """Yield for somebody who is said to have beaten, or lost to, themselves: a name typed for another."""
    token = scene.tokens[other]
    if token.kind != "person" or side.person is None or subject.tokens[0] is token:
        return
    draft = make(scene, context, verb.index, side, None, None, subject.index, other, sure=False)
    if draft.topic is not None:
        said = f"{side.name(draft.topic)} named on both sides of one contest"
        draft.query, draft.others = Told(reading=Reading(answer="no", said=said)), ()
    yield draft


def _single(
    scene: Scene,
    context: Context,
    verb: Verb,
    subject: Subject,
    *,
    won: bool,
    modality: Modality | None,
    before: Before = "",
    weak: bool = False,
    topped: bool = False,
    last: int | None = None,
) -> Iterator[Draft]:
    places = scope_after(scene, verb.end)
    for token in subject.tokens:
        side, sure = side_of(token, scene, context)
        if side is None:
            continue
        scopes: list[Token | None] = list(places) or [scope_before(scene, subject.index)]
        if len(subject.tokens) > 1:
            scopes = scopes[:1]
        yield from each(
            scene,
            context,
            verb,
            subject,
            side if won else None,
            None if won else side,
            scopes,
            modality=modality,
            before=before,
            sure=sure and subject.sure and not weak and len(subject.tokens) == 1,
            lost=not won,
            topped=topped,
            last=last,
        )


def _plain(scene: Scene, context: Context, verb: Verb, subject: Subject, modality: Modality | None) -> Iterator[Draft]:
    """Yield for "won" and "lost", whatever follows them if it is an office, an area, or nothing."""
    won = verb.frame == "wins"
    particle = verb.end > verb.index + 1
    kind = "clear" if particle else what(scene, verb.end, won=won)
    if kind == "no":
        return
    after = (
        object_of(scene, verb.end + 1)
        if scene.words(verb.end, verb.end + 1) in (["over"], ["against"], ["to"])
        else None
    )
    if kind == "person":
        # "to lose Andy Street": a party that loses its candidate.
        found = object_of(scene, verb.end)
        if found is not None and not won and scene.tokens[found].kind == "person":
            yield from _lost_person(scene, context, verb, found, modality)
        return
    if after is not None and (won or scene.words(verb.end, verb.end + 1) == ["to"]):
        yield from _pairs(scene, context, verb, subject, after, lost=not won, modality=modality)
        return
    yield from _single(scene, context, verb, subject, won=won, modality=modality, last=noun_at(scene, verb.end))


def _lost_person(scene: Scene, context: Context, verb: Verb, found: int, modality: Modality | None) -> Iterator[Draft]:
    token = scene.tokens[found]
    side = Side(person=token.person)
    places = scope_after(scene, found + 1)
    yield make(
        scene,
        context,
        verb.index,
        None,
        side,
        places[0] if places else None,
        verb.index,
        found,
        sure=False,
        modality=modality,
    )


def _suffers(
    scene: Scene, context: Context, verb: Verb, subject: Subject, modality: Modality | None
) -> Iterator[Draft]:
    at = next(j for j in range(verb.end, verb.end + 6) if scene.tokens[j].low in ("defeat", "loss"))
    if any(w in ("net",) for w in scene.words(verb.end, at)) or scene.words(at + 1, at + 2) == ["of"]:
        return
    words = scene.words(at + 1, at + 5)
    other = None
    if words[:1] in (["to"], ["by"], ["against"]):
        other = object_of(scene, at + 2)
    elif words[:4] == ["at", "the", "hands", "of"]:
        other = object_of(scene, at + 5)
    ending = replace_end(verb, at + 1)
    if other is not None:
        yield from _pairs(scene, context, ending, subject, other, lost=True, modality=modality)
    else:
        yield from _single(scene, context, ending, subject, won=False, modality=modality, last=at)


def replace_end(verb: Verb, end: int) -> Verb:
    """Return a verb with another end."""
    return replace(verb, end=end)


def _taken(scene: Scene, context: Context, verb: Verb, subject: Subject, modality: Modality | None) -> Iterator[Draft]:
    before = _BEFORE.get(verb.frame, "")
    won = verb.frame != "gives_up"
    other = None
    for j in range(verb.end, min(verb.end + 14, len(scene.tokens) - 1)):
        if scene.tokens[j].low in ("from", "over") or (scene.tokens[j].low == "to" and not won):
            other = object_of(scene, j + 1)
            break
    if other is not None and won:
        yield from _pairs(scene, context, verb, subject, other, lost=False, modality=modality, before=before)
        return
    yield from _single(
        scene, context, verb, subject, won=won, before=before, modality=modality, last=noun_at(scene, verb.end)
    )
