"""Finds who is said to have won, lost, held, gained or been ousted, by verbs: "Parker beat Street", "was ousted by", "swept to victory"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tellers.check.context import Context, target
from tellers.check.find.figure_base import places_near
from tellers.check.find.grammar import (
    Subject,
    is_name,
    main_subject,
    object_of,
    says_there,
    scope_after,
    scope_before,
    side_of,
    subject_of,
)
from tellers.check.lexicon.outcomes import VERBS
from tellers.check.lexicon.words import (
    ADJECTIVES,
    ADVERBS,
    DETERMINERS,
    NOT_THE_OFFICE,
    OUTCOME_NOUNS,
    VICTORY_NOUNS,
    word_set,
)
from tellers.check.outcome_query import OutcomeQuery, Side
from tellers.check.query import Draft, Reading
from tellers.check.scene import Modality, Scene
from tellers.check.small_queries import AskTopic, Told
from tellers.check.tokens import Token
from tellers.check.topic import Moment, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb found: its form (0 base to 4 -ing), its frame, and the index past its particles."""

    index: int
    end: int
    form: int
    frame: str
    base: str


def _index() -> dict[str, list[tuple[int, tuple[tuple[str, ...], ...], str, str]]]:
    found: dict[str, list[tuple[int, tuple[tuple[str, ...], ...], str, str]]] = {}
    for forms, particles, frame in VERBS:
        options = tuple(sorted((tuple(p.split()) for p in particles.split("|")), key=len, reverse=True))
        words = forms.split()
        for form, word in enumerate(words):
            rows = found.setdefault(word, [])
            if not any(r[1] == options and r[2] == frame for r in rows):
                rows.append((form, options, frame, words[0]))
    return found


_VERBS = _index()
_NOUN_LIKE = word_set(
    "win defeat hold gain triumph rout score vote land best lead seal surge march race head keep take top claim "
    "crush edge sweep elect fall wins gains holds claims victory topple slide hammer"
)
_UNSEATS = word_set("oust unseat topple dethrone depose turf boot kick vote throw")
_CLEAR_PASSIVE = word_set(
    "beat defeat oust unseat topple dethrone depose trounce thrash rout vanquish crush boot kick vote turf throw dump"
)
_AFTER_INTRANSITIVE = frozenset(
    [
        "in",
        "by",
        "with",
        "on",
        "over",
        "against",
        "at",
        "after",
        "for",
        "as",
        "from",
        "despite",
        "thanks",
        "and",
        "but",
        "here",
        "there",
        "again",
        "tonight",
        "today",
        "yesterday",
        "overall",
        "outright",
        "comfortably",
        "easily",
        "narrowly",
        "big",
        "it",
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        ")",
        "-",
        "–",
        "—",
        "when",
        "because",
        "while",
        "since",
        "following",
        "amid",
        "before",
        "this",
        "to",
        "having",
        "being",
        "last",
        "first",
        "because",
        "convincingly",
        "decisively",
        "handily",
        "thanks",
        "although",
        "though",
        "where",
        "out",
        "back",
        "only",
        "just",
        "though",
        "until",
        "than",
        "(",
        '"',
        "”",
        "’",
        "'",
        "“",
        "[",
        "/",
        "because",
    ]
)
_RIVALS = word_set("incumbent mayor rival rivals opponent opponents challenger challengers governor senator")
_FEELINGS = word_set("disappointing sad sorry disappointed gutted devastated upset heartbroken painful")
_RESULT_TO = (
    ("from", "behind"),
    ("went", "on"),
    ("goes", "on"),
    ("going", "on"),
    ("fought", "back"),
    ("votes",),
    ("came", "back"),
    ("hung", "on"),
    ("held", "on"),
    ("managed",),
    ("late", "surge"),
    ("percent",),
    ("cent",),
    ("%",),
    ("deficit",),
    ("rival",),
    ("odds",),
    ("from", "nowhere"),
    ("the", "tables"),
    ("edged", "ahead"),
)


def find_outcomes(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield every outcome that a verb of the sentence states."""
    taken = -1
    for i, token in enumerate(scene.tokens):
        if i <= taken or token.kind != "word" or token.low not in _VERBS:
            continue
        for verb in _matches(scene, i):
            drafts = list(_of_verb(scene, context, verb))
            if drafts:
                taken = verb.end - 1
                yield from drafts
                break


def _matches(scene: Scene, i: int) -> Iterator[Verb]:
    """Yield the readings of the word at `i` as a verb, those with most particles first."""
    rows = []
    for form, options, frame, base in _VERBS[scene.tokens[i].low]:
        for words in options:
            if len(words) == 1 and frame == "beats" and _split(scene, i, words[0]):
                rows.append(Verb(index=i, end=i + 1, form=form, frame=frame, base=f"{base} {words[0]}"))
                break
            if tuple(scene.words(i + 1, i + 1 + len(words))) == words:
                rows.append(Verb(index=i, end=i + 1 + len(words), form=form, frame=frame, base=base))
                break
    yield from sorted(rows, key=lambda v: (-v.end, v.form))


def _split(scene: Scene, i: int, particle: str) -> bool:
    """Return whether the verb's particle follows its object: "knocked Slope off", "voted him out"."""
    named = i + 2 < len(scene.tokens) and (is_name(scene.tokens[i + 1]) or scene.tokens[i + 1].low in ("him", "her"))
    return named and scene.tokens[i + 2].low == particle


_NOUN_WORDS = word_set(
    "of for with in on by mayoral historic stunning narrow crushing heavy electoral general local election"
)


def _noun(scene: Scene, verb: Verb) -> bool:
    """Return whether the word is a noun here: "a narrow win", "Parker's defeat"."""
    before = scene.tokens[verb.index - 1] if verb.index else None
    token = scene.tokens[verb.index]
    if before is None or token.low not in _NOUN_LIKE:
        return False
    if (
        (before.low in DETERMINERS and before.low not in ("all", "both", "this"))
        or before.low in ADJECTIVES
        or before.low == "'s"
        or before.kind == "number"
    ):
        return True
    return before.low in _NOUN_WORDS


_OF_VERB_WORDS = word_set(", by after in and having - – — narrowly comfortably to")


def _of_verb(scene: Scene, context: Context, verb: Verb) -> Iterator[Draft]:
    if _noun(scene, verb):
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
    if subject is not None and subject.infinitive:
        if not _result_infinitive(scene, subject.index):
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
        yield from _unlinked(scene, verb)
        return
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


def _result_infinitive(scene: Scene, to: int) -> bool:
    for words in _RESULT_TO:
        if tuple(scene.words(max(0, to - len(words)), to)) == words:
            return True
    return False


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
        if verb.form in (2, 3) and (subject.passive or headline) and _elected_ok(scene, verb, headline=headline):
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
            yield _claimed(draft)
    elif frame == "tops":
        yield from _single(scene, context, verb, subject, won=True, modality=modality, topped=True)
    elif frame in ("wins", "loses"):
        yield from _plain(scene, context, verb, subject, modality)
    elif frame == "concedes":
        if verb.end > verb.index + 1 or scene.words(verb.end, verb.end + 1) in ([], [","], ["."]):
            yield from _single(scene, context, verb, subject, won=False, modality=modality)
    elif frame == "suffers":
        if _noun_near(scene, verb.end, frozenset(("defeat", "loss")), 5):
            yield from _suffers(scene, context, verb, subject, modality)
    elif frame == "takes_victory":
        if _noun_near(scene, verb.end, VICTORY_NOUNS, 4):
            yield from _single(scene, context, verb, subject, won=True, modality=modality, weak=True)
    elif frame == "keeps_named" and "had" in scene.words(subject.index, verb.index):
        return
    elif _named_object(scene, verb, frame):
        yield from _taken(scene, context, verb, subject, modality)


def _claimed(draft: Draft) -> Draft:
    """Return a claim of victory as what it is: said by the party itself, and open until the result is declared."""
    query = draft.query
    if isinstance(query, OutcomeQuery):

        def ask(moment: Moment) -> Reading:
            found = query.read(moment)
            return Reading(answer="yes", said="claimed, not declared", weak=True) if found.answer == "open" else found

        draft.query = AskTopic(topic=query.topic, ask=ask)
    return draft


_ELECTED_OK_WORDS = word_set(
    "mayor as , . in with by to for the new after - – president governor senator mp again following on"
)


def _elected_ok(scene: Scene, verb: Verb, *, headline: bool) -> bool:
    before = scene.words(max(0, verb.index - 1), verb.index)
    after = scene.words(verb.end, verb.end + 2)
    if headline and verb.end < len(scene.tokens) and scene.tokens[verb.end].kind == "contest":
        return True
    if before and before[0] in ("directly", "democratically"):
        return False
    if after[:1] in (["members"], ["representatives"], ["officials"], ["mayors"]):
        return False
    return not headline or not after or after[0] in _ELECTED_OK_WORDS


def _beats(
    scene: Scene,
    context: Context,
    verb: Verb,
    subject: Subject,
    passive: bool,
    agent: int | None,
    modality: Modality | None,
) -> Iterator[Draft]:
    before = "unseated" if verb.base in _UNSEATS else ""
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
    before: str = "",
) -> Iterator[Draft]:
    theirs, sure = side_of(scene.tokens[other], scene, context)
    ours, ours_sure = side_of(subject.tokens[0], scene, context)
    if theirs is None or ours is None or theirs == ours:
        return
    winner, loser = (theirs, ours) if lost else (ours, theirs)
    places = scope_after(scene, other + 1) or scope_after(scene, verb.end, until=other)
    scopes: list[Token | None] = [places[0]] if places else [scope_before(scene, subject.index)]
    yield from _each(
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


def _single(
    scene: Scene,
    context: Context,
    verb: Verb,
    subject: Subject,
    *,
    won: bool,
    modality: Modality | None,
    before: str = "",
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
        yield from _each(
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
    kind = "clear" if particle else _what(scene, verb.end, won=won)
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
    yield from _single(scene, context, verb, subject, won=won, modality=modality, last=_noun_at(scene, verb.end))


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


_WHAT_WORDS = word_set("'s back key close tight election west east own of safe rural three-way")


def _what(scene: Scene, i: int, *, won: bool) -> str:
    """Return what is won or lost from token `i`: "clear" for an office or nothing, "person", or "no" for something else."""
    tokens = scene.tokens
    j = i
    while j < len(tokens) and j < i + 9:
        token = tokens[j]
        if token.kind in ("contest", "area", "chamber"):
            following = tokens[j + 1].low if j + 1 < len(tokens) else ""
            return "no" if following in ("'s",) and not _noun_near(scene, j + 2, OUTCOME_NOUNS, 4) else "clear"
        if token.kind in ("person",):
            return "person"
        if token.kind == "party":
            return "person" if not won else "no"
        if token.kind == "number":
            if token.quantity is not None and token.quantity.unit == "ordinal":
                j += 1
                continue
            if j == i and token.quantity is not None and token.quantity.unit == "year":
                return "clear"
            return "no"
        if token.low in ("job", "jobs") and j and tokens[j - 1].low in ("his", "her"):
            return "clear"
        if token.low in NOT_THE_OFFICE:
            return "no"
        if token.low in ("control", "seats", "elections", "contests", "races", "councils", "wards"):
            return "no"
        if token.low in OUTCOME_NOUNS:
            following = tokens[j + 1].low if j + 1 < len(tokens) else ""
            return "no" if following in NOT_THE_OFFICE or following in ("share", "expectations") else "clear"
        if j == i and token.low == "over" and j + 1 < len(tokens) and tokens[j + 1].kind in ("number", "word"):
            return "no"
        if j == i and (token.low in _AFTER_INTRANSITIVE or token.kind == "mark"):
            return "clear"
        if (
            token.low in DETERMINERS
            or token.low in ADJECTIVES
            or token.low in ADVERBS
            or token.low.endswith(("ing", "ed", "ly", "al", "ic", "ous", "ant", "est", "ive", "ular", "able", "ful"))
            or token.text[:1].isupper()
            or token.low in _WHAT_WORDS
        ):
            if token.low == "of" and j == i:
                return "no"
            j += 1
            continue
        return "clear" if j > i and token.low in _AFTER_INTRANSITIVE and tokens[j - 1].low in ADVERBS else "no"
    return "clear" if j >= len(tokens) else "no"


def _noun_at(scene: Scene, i: int) -> int | None:
    for j in range(i, min(i + 7, len(scene.tokens))):
        token = scene.tokens[j]
        if token.low in OUTCOME_NOUNS:
            return j
        if token.kind == "mark" and token.low != "'s":
            return None
    return None


def _noun_near(scene: Scene, i: int, nouns: frozenset[str], reach: int) -> bool:
    for token in scene.tokens[i : i + reach]:
        if token.low in nouns:
            return True
        if token.kind == "mark" and token.low not in ("-", '"', "“", "”"):
            return False
    return False


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


_NAMED_OBJECT_WORDS_2 = word_set("in with from by on after at over and")


_NAMED_OBJECT_WORDS = word_set(
    "control seats councils wards lead place share share-of aim note part advantage rally vote votes first point"
)


def _named_object(scene: Scene, verb: Verb, frame: str) -> bool:
    """Return whether what is taken or kept is an office, an area or a victory, and no number of anything."""
    if frame == "keeps":
        return True
    if (
        verb.base == "gain"
        and scene.words(verb.end, verb.end + 1) == ["from"]
        and object_of(scene, verb.end + 1) is not None
    ):
        return True
    if frame == "takes" and verb.base == "take" and scene.words(verb.end, verb.end + 2)[:1] == ["it"]:
        return True
    if (
        verb.base in ("hold", "gain")
        and verb.index
        and scene.tokens[verb.index - 1].kind == "party"
        and scope_before(scene, verb.index) is not None
    ):
        # A line of results: "Crabtree: Broad Church gain from Low Church".
        return scene.words(verb.end, verb.end + 1) in ([], ["."], ["from"], [","], ["("], ["with"])
    if verb.base == "defend" and "successfully" not in scene.words(max(0, verb.index - 2), verb.end + 1):
        return False
    for j in range(verb.end, min(verb.end + 9, len(scene.tokens))):
        token = scene.tokens[j]
        if token.kind in ("area", "contest", "chamber"):
            following = scene.tokens[j + 1].low if j + 1 < len(scene.tokens) else ""
            return following != "'s" or _noun_near(scene, j + 2, OUTCOME_NOUNS, 4)
        if token.kind == "number" and token.quantity is not None and token.quantity.unit != "ordinal":
            return False
        if token.low in NOT_THE_OFFICE or token.low in _NAMED_OBJECT_WORDS:
            return False
        if token.low in OUTCOME_NOUNS:
            following = scene.tokens[j + 1].low if j + 1 < len(scene.tokens) else ""
            return following not in ("share", "speech", "votes") and token.low not in (
                "vote",
                "place",
                "ballot",
                "campaign",
            )
        if token.kind in ("mark", "person") and token.low not in ("'s", '"', "“", "”", "-", "'"):
            return False
        if token.low in _NAMED_OBJECT_WORDS_2:
            return False
    return False


def _taken(scene: Scene, context: Context, verb: Verb, subject: Subject, modality: Modality | None) -> Iterator[Draft]:
    before = {"keeps": "held", "keeps_named": "held", "gains": "gained"}.get(verb.frame, "")
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
        scene, context, verb, subject, won=won, before=before, modality=modality, last=_noun_at(scene, verb.end)
    )


def _each(
    scene: Scene,
    context: Context,
    verb: Verb,
    subject: Subject,
    winner: Side | None,
    loser: Side | None,
    scopes: list[Token | None],
    *,
    modality: Modality | None,
    before: str = "",
    sure: bool = True,
    lost: bool = False,
    topped: bool = False,
    last: int | None = None,
) -> Iterator[Draft]:
    for scope in scopes:
        at = scene.tokens.index(scope) if scope is not None else verb.end - 1
        first = min(subject.index, at)
        end = max(verb.end - 1, at, last or 0)
        yield make(
            scene,
            context,
            verb.index,
            winner,
            loser,
            scope,
            first,
            end,
            before=before,
            sure=sure,
            lost=lost,
            topped=topped,
            modality=modality,
            subject=subject.index,
        )


def make(
    scene: Scene,
    context: Context,
    at: int,
    winner: Side | None,
    loser: Side | None,
    scope: Token | None,
    first: int,
    last: int,
    *,
    before: str = "",
    sure: bool = True,
    lost: bool = False,
    topped: bool = False,
    modality: Modality | None = None,
    subject: int | None = None,
    nominal: bool | str = False,
    kind: str = "",
) -> Draft:
    """Return the draft of an outcome claim over tokens `first` to `last`."""
    there = says_there(scene, at, at + 6)
    found = target(context, scene, at, (winner, loser), scope, area_wanted=there and scope is None)
    how = modality or scene.modality(at, subject, nominal=nominal)
    negated = how == "negated"
    if negated:
        how = "quoted" if scene.quoted(scene.tokens[at].start) else "attributed" if scene.attributed else "asserted"
    type_ = kind or ("area_winner" if found.place is not None else "loser" if (lost or winner is None) else "winner")
    strange = any(_in_scope(scene, k, at) for k in scene.strange)
    query: OutcomeQuery | Told | None = None
    if found.topic is not None:
        query = OutcomeQuery(
            topic=found.topic, winner=winner, loser=loser, place=found.place, before=before, topped=topped
        )  # type: ignore[arg-type]
    why = found.why
    if found.topic is None and scope is not None and sure and not scene.strange and scope.name is not None:
        query = _elsewhere(context, winner or loser, scope)
    if found.topic is not None and strange and scope is None and not found.explicit:
        # Another place is named that the record does not know: the claim may be about that.
        query, why = (
            _if_true_only(found.topic, query),
            "a place or person that the record does not know is named beside it",
        )
    others: tuple[OutcomeQuery, ...] = ()
    if isinstance(query, OutcomeQuery) and scope is None and (there or "it" in scene.words(at, at + 3)):
        near = places_near(scene, context, query.topic)
        others = tuple(replace(query, place=place) for place in (None, *near) if place != query.place)
    pronoun = next((t.low for t in scene.tokens[first : last + 1] if t.low in ("he", "she", "his", "her", "him")), None)
    if isinstance(query, OutcomeQuery) and pronoun is not None and (winner is None or loser is None):
        others += _other_people(scene, context, query, pronoun)
    party_only = all(s is None or s.person is None for s in (winner, loser))
    return Draft(
        type=type_,
        start=scene.tokens[first].start,
        end=scene.tokens[last].end,
        scene=scene,
        topic=found.topic,
        query=query,
        others=others,
        modality=how,
        strong=sure and found.strong and not (party_only and not found.explicit),
        unchecked=why,
        negated=negated,
    )


def _elsewhere(context: Context, side: Side | None, scope: Token) -> Told | None:
    """Return that somebody did not stand in the place named, where the record knows both."""
    if side is None or side.person is None or scope.name is None or len(scope.name.topics) != 1:
        return None
    topics = context.gazetteer.people.get(side.person, [])
    place = scope.name.topics[0]
    if not topics or not place.people or any(side.person in t.people for t in (place, *place.past)):
        return None
    return (
        Told(
            reading=Reading(
                answer="no", said=f"{topics[0].people[side.person].name} in {topics[0].name}, not in {place.name}"
            )
        )
        if side.person in topics[0].people
        else None
    )


def _other_people(scene: Scene, context: Context, query: OutcomeQuery, pronoun: str) -> tuple[OutcomeQuery, ...]:
    """Return the claim of others whom "he" or "she" may mean: those named in the sentence or in the one before."""
    people = context.meant(scene, pronoun)
    sides = [Side(person=p) for p in people if p in query.topic.people]
    won = query.winner is not None
    return tuple(replace(query, winner=side) if won else replace(query, loser=side) for side in sides)


_IN_SCOPE_WORDS = word_set("in at of for won lost across win lose")


def _in_scope(scene: Scene, k: int, at: int) -> bool:
    """Return whether a strange name at `k` may be the place that the claim at `at` is about: "won in Xanadu", "Xanadu's seat"."""
    start, end = scene.clause(at)
    if not start - 2 <= k < end or (k > at and "," in scene.words(at, k)):
        return False
    while k > 0 and k - 1 in scene.strange:
        k -= 1
    before = scene.words(max(0, k - 2), k)
    last = before[-1] if before else ""
    return (
        last in ("in", "at", "over", "of", "for", "against", "beat", "across")
        or (last == "the" and before[0] in _IN_SCOPE_WORDS)
        or k == at + 1
        or not last
    )


def _if_true_only(topic: Topic, query: OutcomeQuery | None) -> OutcomeQuery | None:
    return None


_UNLINKED_WORDS_2 = word_set("has have had was were been is being ) who")


_UNLINKED_WORDS = word_set("wins loses beats reelects elects loses_to takes gains keeps_named keeps")


def _unlinked(scene: Scene, verb: Verb) -> Iterator[Draft]:
    """Yield an unchecked claim where somebody not in the record is said to have won or lost."""
    if verb.frame not in _UNLINKED_WORDS:
        return
    j = verb.index - 1
    while j > 0 and (scene.tokens[j].low in ADVERBS or scene.tokens[j].low in _UNLINKED_WORDS_2):
        j -= 1
    if j < 0 or (
        j not in scene.strange and not (scene.tokens[j].text[:1].isupper() and scene.tokens[j].kind == "word" and j > 0)
    ):
        return
    if (
        verb.frame in ("wins", "loses")
        and verb.end == verb.index + 1
        and _what(scene, verb.end, won=verb.frame == "wins") == "no"
    ):
        return
    if verb.frame in ("takes", "gains", "keeps_named") and not _named_object(scene, verb, verb.frame):
        return
    if (
        verb.frame == "beats"
        and not any(scene.tokens[k].text[:1].isupper() for k in range(verb.end, min(verb.end + 4, len(scene.tokens))))
        and "by" not in scene.words(verb.end, verb.end + 1)
    ):
        return
    while j > 0 and (j - 1 in scene.strange):
        j -= 1
    yield Draft(
        type="winner" if verb.frame not in ("loses", "loses_to") else "loser",
        start=scene.tokens[j].start,
        end=scene.tokens[verb.end - 1].end,
        scene=scene,
        unchecked="the person named is in no contest of the record",
    )
