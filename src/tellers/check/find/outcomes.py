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
    subject_of,
)
from tellers.check.find.outcome_claims import claimed, make, unlinked
from tellers.check.find.outcome_frames import beats, lost_person, pairs, plain, single, suffers, takes_from
from tellers.check.find.outcome_verbs import (
    VERB_FORMS,
    Verb,
    elected_ok,
    matches,
    named_object,
    noun,
    noun_near,
    result_infinitive,
    what,
)
from tellers.check.lexicon.words import (
    DETERMINERS,
    VICTORY_NOUNS,
    word_set,
)
from tellers.check.outcome_query import Side
from tellers.check.query import Draft
from tellers.check.scene import Modality, Scene

_FEELINGS = word_set("disappointing sad sorry disappointed gutted devastated upset heartbroken painful")
_FAILED = (["failed"], ["fails"], ["failing"])
# What a frame says of who had it before.


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
            yield from lost_person(scene, context, verb, found, None)
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
    if verb.frame in ("elects", "reelects"):
        # "Failed to be re-elected".
        yield from single(scene, context, verb, subject, won=False, modality=modality)
    elif found is not None:
        yield from pairs(scene, context, verb, subject, found, lost=True, modality=modality)
    elif (verb.frame == "wins" and what(scene, verb.end, won=True) == "clear") or (
        verb.frame in ("takes", "keeps", "keeps_named", "gains") and named_object(scene, verb, verb.frame)
    ):
        yield from single(scene, context, verb, subject, won=False, modality=modality)


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
        yield from beats(scene, context, verb, subject, passive, agent, modality)
    elif frame == "loses_to":
        target_index = object_of(scene, verb.end)
        if target_index is not None and not subject.passive:
            yield from pairs(scene, context, verb, subject, target_index, lost=True, modality=modality)
    elif frame in ("elects", "reelects"):
        headline = (
            verb.form in (2, 3)
            and not subject.passive
            and not any(w in ("has", "have", "had") for w in scene.words(subject.index, verb.index))
        )
        if verb.form in (2, 3) and (subject.passive or headline) and elected_ok(scene, verb, headline=headline):
            yield from single(
                scene, context, verb, subject, won=True, before="held" if frame == "reelects" else "", modality=modality
            )
    elif subject.passive and frame not in ("claims",):
        return
    elif frame == "becomes":
        if any(w in _FRAMED_WORDS for w in scene.words(verb.end - 1, verb.end + 7)):
            yield from single(scene, context, verb, subject, won=True, modality=modality, weak=True)
    elif frame == "claims":
        for draft in single(scene, context, verb, subject, won=True, modality="attributed", weak=True):
            yield claimed(draft)
    elif frame == "tops":
        yield from single(scene, context, verb, subject, won=True, modality=modality, topped=True)
    elif frame in ("wins", "loses"):
        yield from plain(scene, context, verb, subject, modality)
    elif frame == "concedes":
        # On a night of many contests a leader concedes the country, and holds a seat.
        seat = not context.gazetteer.many or bool(scope_after(scene, verb.end))
        if seat and (verb.end > verb.index + 1 or _ends(scene, verb)):
            yield from single(scene, context, verb, subject, won=False, modality=modality)
    elif frame == "suffers":
        if noun_near(scene, verb.end, frozenset(("defeat", "loss")), 5):
            yield from suffers(scene, context, verb, subject, modality)
    elif frame == "takes_victory":
        if noun_near(scene, verb.end, VICTORY_NOUNS, 4):
            yield from single(scene, context, verb, subject, won=True, modality=modality, weak=True)
    elif frame == "survives":
        if scene.words(verb.end, verb.end + 1) in ([], ["."], [","], ["in"], ["by"], ["with"], ["as"], ["at"]) or any(
            w in ("scare", "challenge", "recount") for w in scene.words(verb.end, verb.end + 4)
        ):
            yield from single(scene, context, verb, subject, won=True, before="held", modality=modality, weak=True)
    elif frame == "keeps_named" and "had" in scene.words(subject.index, verb.index):
        return
    elif named_object(scene, verb, frame):
        yield from takes_from(scene, context, verb, subject, modality)


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
