"""Draws a sentence's tokens together into phrases: "Tory incumbent Andy Street", "Richard Parker (Lab)", "the
Labour candidate"."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.check.lexicon.words import ADJECTIVES, DETERMINERS, ROLES, TITLES
from tellers.check.tokens import Token

_BEFORE = frozenset(ADJECTIVES | ROLES | TITLES | {".", "party", "candidate", "'s", "-", "then"}) - {"s"}
_NOT_ADJECTIVES = frozenset({"first", "main", "second", "third"})


def draw_together(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with each person's or party's phrase as one token."""
    result: list[Token] = []
    i = 0
    items = list(tokens)
    while i < len(items):
        token = items[i]
        if token.kind == "person":
            start = _phrase_start(items, i, result)
            taken = items[i - start : i]
            if start:
                del result[len(result) - start :]
            after, party = _after(items, i)
            parts = (*taken, *items[i : i + 1 + after])
            result.append(_person_phrase(parts, token, party, len(taken)))
            i += 1 + after
            continue
        if token.kind == "party":
            size = _party_phrase(items, i)
            if size > 1 and not _person_follows(items, i + size):
                result.append(_party_token(items[i : i + size]))
                i += size
                continue
        result.append(token)
        i += 1
    return result


def _phrase_start(items: Sequence[Token], i: int, result: Sequence[Token]) -> int:
    """Return how many tokens before the name at `i` belong to its phrase."""
    j = i - 1
    parties = 0
    kept = 0
    while j >= 0 and i - j <= 9:
        token = items[j]
        if token.kind in ("word", "mark") and token.low in _BEFORE:
            if token.low == "." and not (j and items[j - 1].low in TITLES):
                break
            if token.low == "-":
                break
            if token.low == "'s" and not (j and items[j - 1].kind == "party"):
                break
            if token.low in ROLES | TITLES | ADJECTIVES and token.low not in ("and",):
                kept = i - j
            j -= 1
            continue
        if token.kind == "party" and parties == 0:
            parties += 1
            kept = i - j
            j -= 1
            continue
        if (
            token.low == "place"
            and j >= 2
            and items[j - 1].kind == "number"
            and items[j - 2].low == "in"
            and _role_or_party(items, j - 3)
        ):
            kept = i - j + 2
            j -= 3
            continue
        break
    # What was drawn into a phrase before stays there.
    limit = 0
    for token in reversed(result):
        if token.parts:
            break
        limit += 1
    kept = min(kept, limit)
    start = i - kept
    if kept and start > 0 and items[start - 1].low in DETERMINERS and kept < limit:
        kept += 1
    return kept


def _role_or_party(items: Sequence[Token], j: int) -> bool:
    return j >= 0 and (items[j].low in ROLES or items[j].kind == "party")


def _after(items: Sequence[Token], i: int) -> tuple[int, str | None]:
    """Return how many tokens after a name belong to it, and the party that they give."""
    rest = items[i + 1 : i + 9]
    lows = [t.low for t in rest]
    if lows[:1] and lows[0] in ("(", "["):
        for size, token in enumerate(rest):
            if token.low in (")", "]"):
                inside = [t for t in rest[1:size] if t.kind == "party"]
                others = [t for t in rest[1:size] if t.kind == "number"]
                return (size + 1, inside[0].party) if len(inside) == 1 and not others else (0, None)
        return 0, None
    if lows[:1] == [","]:
        j = 1
        if j < len(rest) and rest[j].low in ("the", "a", "an", "for", "of"):
            j += 1
            if j < len(rest) and rest[j].low == "the":
                j += 1
        party = None
        if j < len(rest) and rest[j].kind == "party":
            party = rest[j].party
            j += 1
            if j < len(rest) and rest[j].low == "'s":
                j += 1
            while j < len(rest) and rest[j].low in ROLES | ADJECTIVES | TITLES:
                j += 1
            if j < len(rest) and rest[j].low in (",", "-", "–"):
                return j + 1, party
            if j >= len(rest) and i + 1 + j >= len(items) and j > 2:
                return j, party
        return 0, None
    if lows[:1] and lows[0] in ("of", "for", "from"):
        j = 2 if lows[1:2] == ["the"] else 1
        if j < len(rest) and rest[j].kind == "party" and not (j + 1 < len(rest) and rest[j + 1].low == "'s"):
            return j + 1, rest[j].party
    return 0, None


def _person_phrase(parts: Sequence[Token], token: Token, party: str | None, before: int) -> Token:
    lead = parts[:before]
    said = next((t.party for t in lead if t.kind == "party"), None)
    former = any(t.low in ("former", "ex", "then", "previous") for t in lead)
    roles = tuple(t.low for t in lead if t.kind == "word")
    return Token(
        kind="person",
        text=token.text,
        low=token.low,
        start=parts[0].start,
        end=parts[-1].end,
        person=token.person,
        strong=token.strong,
        party=None if former and said else (party or said),
        roles=roles,
        parts=tuple(parts) if len(parts) > 1 else (),
        core=(token.start, token.end),
    )


def _party_phrase(items: Sequence[Token], i: int) -> int:
    j = i + 1
    if j < len(items) and items[j].low == "'s" and j + 1 < len(items) and items[j + 1].low in ROLES:
        j += 1
    start = j
    while j < len(items) and items[j].low in ROLES | {"party", "group"}:
        j += 1
    return j - i if j > start else 1


def _person_follows(items: Sequence[Token], j: int) -> bool:
    while j < len(items) and items[j].low in TITLES | ROLES | ADJECTIVES | {"."}:
        j += 1
    if j + 2 < len(items) and items[j].low == "in" and items[j + 1].kind == "number" and items[j + 2].low == "place":
        j += 3
    return j < len(items) and items[j].kind == "person"


def _party_token(parts: Sequence[Token]) -> Token:
    roles = tuple(t.low for t in parts if t.kind == "word" and t.low not in ("party", "group"))
    return Token(
        kind="party",
        text=parts[0].text,
        low=parts[0].low,
        start=parts[0].start,
        end=parts[-1].end,
        name=parts[0].name,
        party=parts[0].party,
        roles=roles,
        parts=tuple(parts),
        core=(parts[0].start, parts[0].end),
    )
