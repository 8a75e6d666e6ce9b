"""Finds outcomes that nouns state: "Parker's victory", "defeat for Street", "a win over Hall", "hopes … dashed",
"the new mayor, Richard Parker"."""

from __future__ import annotations

from collections.abc import Iterator

from tellers.check.context import Context
from tellers.check.find.grammar import main_subject, object_of, scope_after, side_of, subject_of
from tellers.check.find.outcome_claims import make
from tellers.check.lexicon.outcomes import NOUNS
from tellers.check.lexicon.words import ADJECTIVES, ADVERBS, DETERMINERS, OUTCOME_NOUNS, word_set
from tellers.check.outcome_query import Side
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.tokens import Token

_NO_RESULT = word_set(
    "bid campaign hopes hope chances chance prospects strategy race battle push fight run plan platform ambitions "
    "strategist odds path pledge"
)
_DESCRIBES = word_set(
    "shock stunning dramatic narrow historic crushing heavy surprise convincing comfortable decisive emphatic "
    "remarkable huge big famous landslide unexpected overwhelming thumping resounding clear slim razor-thin "
    "wafer-thin bitter humiliating electoral mayoral knife-edge record thrilling third second first fourth "
    "personal razor-thin sensational painful devastating"
)


def find_nominal(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield every outcome that a noun of the sentence states."""
    for i, token in enumerate(scene.tokens):
        if token.kind == "person":
            yield from _roles(scene, context, i, token)
        if token.kind != "word":
            continue
        if token.low in NOUNS:
            yield from _noun(scene, context, i, NOUNS[token.low])
        elif token.low in ("hopes", "dreams", "bid", "reign", "run", "tenure", "ambitions"):
            yield from _dashed(scene, context, i)
        elif token.low in ("victorious", "triumphant", "out"):
            yield from _predicate(scene, context, i)
        elif token.low in ("goes", "went", "fell", "falls", "swung", "swings"):
            yield from _area_goes(scene, context, i)
        elif token.low in ("winner", "victor", "loser"):
            yield from _winner(scene, context, i)


def _owner(scene: Scene, i: int) -> int | None:
    """Return the name before "'s" that owns the noun at `i`."""
    j = i - 1
    while j >= 0 and (
        scene.tokens[j].low in ADJECTIVES or scene.tokens[j].low in _DESCRIBES or scene.tokens[j].kind == "number"
    ):
        j -= 1
    if j >= 1 and scene.tokens[j].low in ("'s", "'", "’") and scene.tokens[j - 1].kind in ("person", "party"):
        return j - 1
    if j >= 0 and scene.tokens[j].low in ("his", "her"):
        return j
    return None


def _noun(scene: Scene, context: Context, i: int, kind: str) -> Iterator[Draft]:
    after = scene.words(i + 1, i + 5)
    if after and after[0] in _NO_RESULT:
        return
    owner = _owner(scene, i)
    if owner is not None:
        yield from _owned(scene, context, i, owner, kind)
        if after[:1] not in (["over"], ["against"], ["by"], ["to"]):
            return
    if after[:1] in (["over"], ["against"]) and kind == "win":
        found = object_of(scene, i + 2)
        if found is not None:
            side, sure = side_of(scene.tokens[found], scene, context)
            main = main_subject(scene, i)
            winner = side_of(main.tokens[0], scene, context)[0] if main is not None else None
            winner = None if winner == side else winner
            places = scope_after(scene, found + 1)
            yield make(
                scene,
                context,
                i,
                None,
                side,
                places[0] if places else None,
                _start(scene, i),
                found,
                sure=sure,
                nominal=True,
                kind="runner_up",
            )
        return
    if after[:1] == ["for"] and kind in ("win", "loss", "rewin") and owner is None:
        found = object_of(scene, i + 2)
        if found is not None and not _hypothetical(scene, i):
            side, sure = side_of(scene.tokens[found], scene, context)
            won = kind != "loss"
            places = scope_after(scene, found + 1)
            yield make(
                scene,
                context,
                i,
                side if won else None,
                None if won else side,
                places[0] if places else None,
                _start(scene, i),
                found,
                sure=sure and scene.tokens[found].kind == "person",
                nominal=True,
                before="held" if kind == "rewin" else "",
            )
        return
    if after[:1] == ["of"] and kind in ("loss", "rewin", "win_of"):
        yield from _of(scene, context, i, kind)


def _hypothetical(scene: Scene, i: int) -> bool:
    before = scene.words(max(0, i - 3), i)
    return "a" in before and "would" in scene.words(0, len(scene.tokens))


def _start(scene: Scene, i: int) -> int:
    j = i
    while j > 0 and (
        scene.tokens[j - 1].low in ADJECTIVES
        or scene.tokens[j - 1].low in _DESCRIBES
        or scene.tokens[j - 1].low in DETERMINERS
    ):
        j -= 1
    return j


def _owned(scene: Scene, context: Context, i: int, owner: int, kind: str) -> Iterator[Draft]:
    if kind in ("win_of", "keep"):
        return
    side, sure = side_of(scene.tokens[owner], scene, context)
    if side is None:
        return
    won = kind in ("win", "rewin")
    words = scene.words(i + 1, i + 5)
    other: Side | None = None
    last = i
    at = (
        i + 2
        if words[:1] in (["over"], ["to"], ["by"], ["against"])
        else i + 5
        if words == ["at", "the", "hands", "of"]
        else None
    )
    if at is not None:
        found = object_of(scene, at)
        if found is not None:
            other = side_of(scene.tokens[found], scene, context)[0]
            last = found
    if other == side and scene.tokens[owner].low in ("his", "her") and other is not None and at is not None:
        # "His defeat by Slope": whoever he is, he is not Slope.
        one, two = (None, other) if won else (other, None)
        yield make(scene, context, i, one, two, None, owner, last, sure=False, nominal=True)
        return
    if other == side:
        other = None
    places = scope_after(scene, last + 1)
    if side.party is not None and not places:
        sure = False
    loss_of_office = kind == "loss" and words[:1] == ["of"]
    if loss_of_office and not places:
        return
    yield make(
        scene,
        context,
        i,
        side if won else other,
        other if won else side,
        places[0] if places else None,
        owner,
        max(last, scene.tokens.index(places[0]) if places else last),
        sure=sure,
        nominal="owned",
        before="held" if kind == "rewin" else "",
        lost=not won,
        subject=owner,
    )


def _of(scene: Scene, context: Context, i: int, kind: str) -> Iterator[Draft]:
    """Yield for "the defeat of Andy Street", "the loss of the West Midlands", "the re-election of Khan"."""
    found = object_of(scene, i + 2)
    if found is not None:
        token = scene.tokens[found]
        if token.kind == "party" and kind != "loss":
            return
        side, sure = side_of(token, scene, context)
        won = kind != "loss"
        places = scope_after(scene, found + 1)
        yield make(
            scene,
            context,
            i,
            side if won else None,
            None if won else side,
            places[0] if places else None,
            _start(scene, i),
            found,
            sure=sure and token.kind == "person",
            nominal=True,
            before="held" if kind == "rewin" else "",
        )
        return
    places = scope_after(scene, i + 2)
    near = scene.words(i + 1, i + 6)
    if kind != "loss" or not places or any(t.kind == "number" for t in scene.tokens[i + 1 : i + 6]) or "seats" in near:
        return
    topics = (
        [t for t, a in zip(places[0].name.topics, places[0].name.areas, strict=True) if a is None]
        if places[0].name
        else []
    )
    if len(topics) != 1 or not topics[0].holders:
        holders: tuple[str, ...] = ()
    else:
        holders = topics[0].holders
    last = scene.tokens.index(places[-1])
    side = Side(person=holders[0]) if holders else None
    draft = make(scene, context, i, None, side, places[0], _start(scene, i), last, sure=False, nominal=True, lost=True)
    if draft.modality in ("conditional", "prospect") or "either" in near or "or" in scene.words(i, last):
        draft.type = "conditional"
        draft.modality = "conditional"
    yield draft


def _dashed(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for "Street's hopes of a third term have been dashed", "his bid failed"."""
    owner = _owner(scene, i)
    if owner is None:
        return
    end = None
    for j in range(i + 1, min(i + 16, len(scene.tokens))):
        low = scene.tokens[j].low
        if low in ("dashed", "ended", "failed", "over", "crushed", "sunk", "scuppered") and any(
            w in ("have", "has", "were", "was", "are", "is", "been") or low in ("failed", "ended")
            for w in scene.words(i, j)
        ):
            end = j
            break
        if low in ("if", "could", "would", "may", "might") or low in (".", ";"):
            return
    if end is None:
        return
    side, sure = side_of(scene.tokens[owner], scene, context)
    if side is None or side.party is not None:
        return
    yield make(
        scene,
        context,
        end,
        None,
        side,
        None,
        owner,
        end,
        sure=sure,
        lost=True,
        modality="attributed" if scene.attributed else "asserted",
    )


def _winner(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for "the winner, Richard Parker", "Parker was the winner", "Parker is the winner"."""
    won = scene.tokens[i].low != "loser"
    is_the = scene.words(max(0, i - 2), i) in (["is", "the"], ["was", "the"], ["as", "the"])
    subject = subject_of(scene, i - 2) if is_the and i >= 3 else None
    if subject is not None and subject.tokens and subject.tokens[0].kind == "person":
        side, sure = side_of(subject.tokens[0], scene, context)
        mine, theirs = (side, None) if won else (None, side)
        yield make(scene, context, i, mine, theirs, None, subject.index, i, sure=sure, subject=subject.index)
    elif scene.words(i + 1, i + 2) == [","] and i + 2 < len(scene.tokens) and scene.tokens[i + 2].kind == "person":
        side, sure = side_of(scene.tokens[i + 2], scene, context)
        yield make(scene, context, i, side, None, None, i, i + 2, sure=False)


def _area_goes(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for "Barchester goes to Bold" and "Framley fell to Labour"."""
    if i == 0 or scene.words(i + 1, i + 2) != ["to"] or scene.tokens[i - 1].kind not in ("area", "contest"):
        return
    found = object_of(scene, i + 2)
    if found is None:
        return
    side, sure = side_of(scene.tokens[found], scene, context)
    yield make(scene, context, i, side, None, scene.tokens[i - 1], i - 1, found, sure=sure)


def _predicate(scene: Scene, context: Context, i: int) -> Iterator[Draft]:
    """Yield for "Bold was victorious in Framley" and "Gresham is out of a job"."""
    if i == 0 or scene.tokens[i - 1].low not in ("is", "was", "were", "are", "been", "emerged", "finally"):
        return
    won = scene.tokens[i].low != "out"
    after = " ".join(scene.words(i + 1, i + 4))
    if not won and not (after.startswith(("of a job", "of office", "and", "after", "as mayor")) or after in ("", ".")):
        return
    subject = subject_of(scene, i)
    if subject is None or not subject.tokens or subject.tokens[0].kind != "person":
        return
    side, sure = side_of(subject.tokens[0], scene, context)
    places = scope_after(scene, i + 1)
    mine, theirs = (side, None) if won else (None, side)
    yield make(
        scene,
        context,
        i,
        mine,
        theirs,
        places[0] if places else None,
        subject.index,
        i,
        sure=sure and won,
        subject=subject.index,
        lost=not won,
    )


_THE_NEW = (["the", "new"], ["the", "next"], ["the", "newly"], ["your", "new"], ["our", "new"], ["its", "new"])
_NEW_OFFICES = word_set("mayor president governor senator mp commissioner winner member councillor executive sheriff")
_ROLES_WORDS = word_set("mayor senator governor president mp commissioner councillor sheriff representative")


def _roles(scene: Scene, context: Context, i: int, token: Token) -> Iterator[Draft]:
    """Yield for "the new mayor, Richard Parker", "mayor-elect Jane Bold", "Parker is the new mayor", "the
    victorious Parker"."""
    side, sure = Side(person=token.person), token.strong
    roles = token.roles
    office = any(r in _ROLES_WORDS for r in roles)
    new = (
        (("new" in roles or "newly-elected" in roles) and office)
        or "mayor-elect" in roles
        or "winner" in roles
        or "victor" in roles
        or "victorious" in roles
    )
    if new and "candidate" not in roles:
        yield make(scene, context, i, side, None, None, i, i, sure=sure, modality=None)
        return
    words = scene.words(i + 1, i + 7)
    if words[:1] and words[0] in ("is", "was", "as", ",", "'s"):
        j = 1
        while j < len(words) and (words[j] in ADVERBS or words[j] in ("been", "declared", "named", "confirmed", "as")):
            j += 1
        office = any(w in _NEW_OFFICES for w in words[j + 2 :]) or any(
            t.kind == "contest" for t in scene.tokens[i + j + 3 : i + j + 5]
        )
        if words[j : j + 2] in _THE_NEW and office:
            scope = scope_after(scene, i + 2)
            yield make(
                scene,
                context,
                i + 1 + j,
                side,
                None,
                scope[0] if scope else None,
                i,
                min(i + j + 4, len(scene.tokens) - 1),
                sure=sure,
                subject=i,
                modality="asserted"
                if words[0] == "as" and not scene.attributed and not scene.quoted(token.start)
                else None,
            )


def outcome_word(token: Token) -> bool:
    """Return whether a token is a noun for an office or a victory."""
    return token.low in OUTCOME_NOUNS
