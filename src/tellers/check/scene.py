"""A sentence ready for finding claims: its phrases, who asserts it, how, and of which moment it speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tellers.check.lexicon.words import (
    ATTRIBUTION,
    AUXILIARIES,
    FUTURE,
    MODALS,
    NEGATORS,
    NEUTRAL_CAPITALS,
    OPENERS,
    PROSPECTS,
    ROLES,
    TITLES,
    WEEKDAYS,
    word_set,
)
from tellers.check.story import BlockKind
from tellers.check.tokens import Token

Modality = Literal["asserted", "quoted", "attributed", "conditional", "prospect", "question", "negated", "mistake"]
_BOUNDARY = word_set(
    "but while although though because after before when whereas until despite following since where once"
)
_MARKS = frozenset(";:—–")
_MISTAKES = word_set(
    "wrongly falsely mistakenly erroneously incorrectly untrue wrong false incorrect erroneous mistaken"
)
_NOW = word_set("now currently leads leaves remains trails")
_WAS = word_set(
    "had was were led trailed stood went came gave turned fell cutting cut reducing reduced trimming narrowing "
    "overturning overturn"
)
_PROSPECTS: dict[str, list[tuple[str, ...]]] = {}
for _phrase in PROSPECTS:
    _PROSPECTS.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))


@dataclass(slots=True)
class Scene:
    """One sentence.

    Args:
        tokens: Its phrases.
        quotes: Spans in quotation marks, offsets in the plain text.
        strange: Capital words that are nobody's name here, by index: they make a meaning doubtful.
    """

    text: str
    start: int
    end: int
    kind: BlockKind
    paragraph: int
    tokens: list[Token]
    quotes: tuple[tuple[int, int], ...] = ()
    stamp: int | None = None
    basis: bool = False  # Words in brackets said what it is measured against; they are left out of the tokens.
    number: int = 0
    attributed: bool = False
    question: bool = False
    strange: dict[int, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """Work out what holds of the whole sentence."""
        self.question = self.text.rstrip("\"”’' ").endswith("?")
        inside = [t for t in self.tokens if not self.quoted(t.start)]
        words = [t.low for t in inside]
        self.attributed = any(w in ATTRIBUTION for w in words) or ("according" in words)
        self.strange = {i: t.text for i, t in enumerate(self.tokens) if self._strange(i, t)}

    def _strange(self, i: int, token: Token) -> bool:
        if token.kind != "word" or not token.text[0].isupper() or token.low in NEUTRAL_CAPITALS:
            return False
        if (
            token.low in TITLES
            or token.low in ROLES
            or (len(token.text) > 3 and token.text.isupper() and self.kind in ("headline", "heading"))
        ):
            return False
        first = i == 0 or self.tokens[i - 1].low in "“\"‘'([—–-:"
        if first:
            following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
            return (
                token.low not in OPENERS
                and following is not None
                and following.kind == "word"
                and following.text[:1].isupper()
                and following.low not in NEUTRAL_CAPITALS
            )
        # In a headline in title case a capital says nothing.
        return not (self.kind in ("headline", "heading") and self._title_case())

    def _title_case(self) -> bool:
        words = [t for t in self.tokens if t.kind == "word" and len(t.text) > 3]
        return bool(words) and sum(t.text[0].isupper() for t in words) > 0.7 * len(words) and len(words) > 2

    def quoted(self, at: int) -> bool:
        """Return whether a place is in quotation marks."""
        return any(start <= at < end for start, end in self.quotes)

    def clause(self, i: int) -> tuple[int, int]:
        """Return the tokens of the clause around `i`, as first and one past last."""
        start = i
        while start > 0 and not self._break(start - 1):
            start -= 1
        end = i + 1
        while end < len(self.tokens) and not self._break(end):
            end += 1
        return start, end

    def _break(self, i: int) -> bool:
        token = self.tokens[i]
        if token.low in _MARKS or token.low in _BOUNDARY:
            return True
        if token.low == "-" and token.kind == "mark":
            return True
        if token.low == "as" and i + 1 < len(self.tokens) and self.tokens[i + 1].kind in ("person", "party"):
            return True
        return token.low in ("and", "or") and i > 0 and self.tokens[i - 1].low == ","

    def words(self, start: int, end: int) -> list[str]:
        """Return the words of some tokens, in lower case."""
        return [t.low for t in self.tokens[start:end]]

    def modality(self, i: int, subject: int | None = None, *, nominal: bool | str = False) -> Modality:
        """Return how a claim whose verb or noun stands at `i` is made."""
        start, end = self.clause(i)
        if subject is not None and subject < start:
            start = subject
        before = self._without_asides(start, i)
        near = before[-9:]
        if self.question:
            return "question"
        if any(w in _MISTAKES for w in self.words(0, len(self.tokens))):
            return "mistake"
        if self.tokens[0].low in ("had", "were", "should") and len(self.tokens) > 2 and not self.question:
            # "Had the Conservatives held it": a condition without an "if".
            return "conditional"
        head = self.words(max(0, start - 2), start)
        if any(w in ("if", "unless", "whether") for w in (*before, *head)):
            return "conditional"
        if _hopes(near):
            return "prospect"
        after = (
            self.words(i + 1, min(end, i + 9))
            if nominal != "owned"
            else [w for w in self.words(i + 1, min(end, i + 5)) if w in ("would", "could", "might")]
        )
        modal = near if not nominal else [*near, *after]
        if any(w in MODALS for w in (modal if nominal else near[-5:])):
            return "conditional"
        if any(w in FUTURE for w in near[-4:]):
            return "prospect"
        if any(w in NEGATORS or w.endswith("n't") for w in near[-4:]) or "failed" in near[-3:] or "fails" in near[-3:]:
            return "negated"
        if self.quoted(self.tokens[i].start):
            return "quoted"
        if self.attributed:
            return "attributed"
        return "asserted"

    def _without_asides(self, start: int, end: int) -> list[str]:
        """Return the words before a verb, less the asides between: "Gresham, who was seeking a third term, won"."""
        words = self.words(start, end)
        if "," in words and any(w in ("who", "which", "whose") for w in words):
            last = len(words) - 1 - words[::-1].index(",")
            first = next(
                (k for k in range(last) if words[k] == "," and words[k + 1] in ("who", "which", "whose")), None
            )
            if first is not None:
                return words[:first] + words[last + 1 :]
        return words

    def years(self) -> list[int]:
        """Return the years that the sentence names."""
        return [int(t.quantity.value) for t in self.tokens if t.quantity is not None and t.quantity.unit == "year"]

    def weekday(self) -> tuple[int, str] | None:
        """Return the first weekday named and the index of its token."""
        for i, token in enumerate(self.tokens):
            if token.low in WEEKDAYS:
                return i, token.low
        return None

    def told(self, at: int) -> bool:
        """Return whether the clause around a place in the text tells of what was, rather than of what is."""
        i = next((k for k, t in enumerate(self.tokens) if t.end > at), len(self.tokens) - 1)
        start, end = self.clause(i)
        words = self.words(start, end)
        return any(w in _WAS for w in words) and not any(w in _NOW for w in words)


def _hopes(near: list[str]) -> bool:
    """Return whether a phrase of hope or forecast stands among the words before a verb, a single word among the
    last five."""
    for k, word in enumerate(near):
        for phrase in _PROSPECTS.get(word, ()):
            size = len(phrase)
            if (size > 1 or k >= len(near) - 5) and tuple(near[k : k + size]) == phrase:
                return True
    return False


def helper(token: Token) -> bool:
    """Return whether a token is an auxiliary verb."""
    return token.low in AUXILIARIES
