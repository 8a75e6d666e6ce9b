"""Which verb it is, and whether what follows it is an office, an area or a victory, and no number of anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tellers.check.find.grammar import (
    is_name,
    object_of,
    scope_before,
)
from tellers.check.lexicon.outcomes import VERBS
from tellers.check.lexicon.words import (
    ADJECTIVES,
    ADVERBS,
    DETERMINERS,
    NOT_THE_OFFICE,
    OUTCOME_NOUNS,
    word_set,
)
from tellers.check.scene import Scene


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


VERB_FORMS = _index()
_NOUN_LIKE = word_set(
    "win defeat hold gain triumph rout score vote land best lead seal surge march race head keep take top claim "
    "crush edge sweep elect fall wins gains holds claims victory topple slide hammer"
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


def matches(scene: Scene, i: int) -> Iterator[Verb]:
    """Yield the readings of the word at `i` as a verb, those with most particles first."""
    rows = []
    for form, options, frame, base in VERB_FORMS[scene.tokens[i].low]:
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


def noun(scene: Scene, verb: Verb) -> bool:
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


def result_infinitive(scene: Scene, to: int) -> bool:
    return any(tuple(scene.words(max(0, to - len(words)), to)) == words for words in _RESULT_TO)


_ELECTED_OK_WORDS = word_set(
    "mayor as , . : in with by to for the new after - – president governor senator mp again following on"
)


def elected_ok(scene: Scene, verb: Verb, *, headline: bool) -> bool:
    before = scene.words(max(0, verb.index - 1), verb.index)
    after = scene.words(verb.end, verb.end + 2)
    if headline and verb.end < len(scene.tokens) and scene.tokens[verb.end].kind == "contest":
        return True
    if before and before[0] in ("directly", "democratically"):
        return False
    if after[:1] in (["members"], ["representatives"], ["officials"], ["mayors"]):
        return False
    return not headline or not after or after[0] in _ELECTED_OK_WORDS


_WHAT_WORDS = word_set("'s back key close tight election west east own of safe rural three-way")


def what(scene: Scene, i: int, *, won: bool) -> str:
    """Return what is won or lost from token `i`: "clear" for an office or nothing, "person", or "no" for something
    else."""
    tokens = scene.tokens
    j = i
    while j < len(tokens) and j < i + 9:
        token = tokens[j]
        if token.kind in ("contest", "area", "chamber"):
            following = tokens[j + 1].low if j + 1 < len(tokens) else ""
            return "no" if following in ("'s",) and not noun_near(scene, j + 2, OUTCOME_NOUNS, 4) else "clear"
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


def noun_at(scene: Scene, i: int) -> int | None:
    for j in range(i, min(i + 7, len(scene.tokens))):
        token = scene.tokens[j]
        if token.low in OUTCOME_NOUNS:
            return j
        if token.kind == "mark" and token.low != "'s":
            return None
    return None


def noun_near(scene: Scene, i: int, nouns: frozenset[str], reach: int) -> bool:
    for token in scene.tokens[i : i + reach]:
        if token.low in nouns:
            return True
        if token.kind == "mark" and token.low not in ("-", '"', "“", "”"):
            return False
    return False


_NAMED_OBJECT_WORDS_2 = word_set("in with from by on after at over and")
_NAMED_OBJECT_WORDS = word_set(
    "control seats councils wards lead place share share-of aim note part advantage rally vote votes first point"
)


def named_object(scene: Scene, verb: Verb, frame: str) -> bool:
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
    if verb.base == "defend" and "successfully" not in scene.words(max(0, verb.index - 2), verb.end + 8):
        return False
    for j in range(verb.end, min(verb.end + 9, len(scene.tokens))):
        token = scene.tokens[j]
        if token.kind in ("area", "contest", "chamber"):
            following = scene.tokens[j + 1].low if j + 1 < len(scene.tokens) else ""
            return following != "'s" or noun_near(scene, j + 2, OUTCOME_NOUNS, 4)
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
