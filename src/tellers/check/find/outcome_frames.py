"""Who won and who lost, by the frame of a verb: who beats whom, who takes what from whom, who loses to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tellers.check.context import Context
from tellers.check.find.grammar import (
    Subject,
    object_of,
    scope_after,
    scope_before,
    side_of,
)
from tellers.check.find.outcome_claims import each, make
from tellers.check.find.outcome_verbs import (
    Verb,
    noun_at,
    what,
)
from tellers.check.lexicon.words import (
    word_set,
)
from tellers.check.outcome_query import Before, Side
from tellers.check.query import Draft, Reading
from tellers.check.scene import Modality, Scene
from tellers.check.small_queries import Told
from tellers.check.tokens import Token

_CLEAR_PASSIVE = word_set(
    "beat defeat oust unseat topple dethrone depose trounce thrash rout vanquish crush boot kick vote turf throw dump"
)
_RIVALS = word_set("incumbent mayor rival rivals opponent opponents challenger challengers governor senator")
_BEFORE: dict[str, Before] = {"keeps": "held", "keeps_named": "held", "gains": "gained"}
_UNSEATS = word_set("oust unseat topple dethrone depose turf boot kick vote throw")


def beats(
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
            yield from pairs(scene, context, verb, subject, agent, lost=True, modality=modality, before=before)
        elif verb.base in _CLEAR_PASSIVE and verb.frame == "beats" and subject.tokens[0].kind != "party":
            yield from single(scene, context, verb, subject, won=False, modality=modality, before=before)
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
        yield from single(scene, context, verb, subject, won=False, modality=modality, before=before)
        return
    if found is not None:
        yield from pairs(scene, context, verb, subject, found, lost=False, modality=modality, before=before)
    elif any(w in _RIVALS for w in scene.words(verb.end, verb.end + 5)):
        yield from single(scene, context, verb, subject, won=True, modality=modality)


def pairs(
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


def single(
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


def plain(scene: Scene, context: Context, verb: Verb, subject: Subject, modality: Modality | None) -> Iterator[Draft]:
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
            yield from lost_person(scene, context, verb, found, modality)
        return
    if after is not None and (won or scene.words(verb.end, verb.end + 1) == ["to"]):
        yield from pairs(scene, context, verb, subject, after, lost=not won, modality=modality)
        return
    yield from single(scene, context, verb, subject, won=won, modality=modality, last=noun_at(scene, verb.end))


def lost_person(scene: Scene, context: Context, verb: Verb, found: int, modality: Modality | None) -> Iterator[Draft]:
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


def suffers(scene: Scene, context: Context, verb: Verb, subject: Subject, modality: Modality | None) -> Iterator[Draft]:
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
        yield from pairs(scene, context, ending, subject, other, lost=True, modality=modality)
    else:
        yield from single(scene, context, ending, subject, won=False, modality=modality, last=at)


def replace_end(verb: Verb, end: int) -> Verb:
    """Return a verb with another end."""
    return replace(verb, end=end)


def takes_from(
    scene: Scene, context: Context, verb: Verb, subject: Subject, modality: Modality | None
) -> Iterator[Draft]:
    before = _BEFORE.get(verb.frame, "")
    won = verb.frame != "gives_up"
    other = None
    for j in range(verb.end, min(verb.end + 14, len(scene.tokens) - 1)):
        if scene.tokens[j].low in ("from", "over") or (scene.tokens[j].low == "to" and not won):
            other = object_of(scene, j + 1)
            break
    if other is not None and won:
        yield from pairs(scene, context, verb, subject, other, lost=False, modality=modality, before=before)
        return
    yield from single(
        scene, context, verb, subject, won=won, before=before, modality=modality, last=noun_at(scene, verb.end)
    )
