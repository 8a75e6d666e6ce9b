"""Words in brackets that say what something is measured against, or what was expected: they make no claim of now."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.check.lexicon.words import word_set
from tellers.check.tokens import Token

_BASIS = word_set("against compared versus vs notional")
_EXPECTING = word_set("expect expected expects")


def without_bases(tokens: Sequence[Token]) -> tuple[list[Token], bool]:
    """Return a sentence's tokens without such brackets, and whether one of them named a basis.

    "Labour gain from Conservative (against the general election of 2019)" is a claim of tonight; the election of 2019
    is in it only as what tonight is held against.
    """
    kept: list[Token] = []
    named, depth = False, 0
    for i, token in enumerate(tokens):
        if depth or (token.text == "(" and _opens(tokens, i)):
            depth += (token.text == "(") - (token.text == ")")
            named = named or (token.low in _BASIS and depth == 1)
            continue
        kept.append(token)
    return kept, named


def _opens(tokens: Sequence[Token], i: int) -> bool:
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return after in _BASIS or (i > 0 and tokens[i - 1].low in _EXPECTING)
