"""A sentence as tokens: words, names, quantities and marks, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from tellers.check.lexicon.words import MONTHS, NEUTRAL_CAPITALS, OPENERS, ROLES, TITLES, word_set
from tellers.check.names import WORD, Gazetteer, Name
from tellers.check.quantity import Quantity, read_quantities

TokenKind = Literal["word", "mark", "person", "party", "area", "contest", "chamber", "number", "pronoun"]


@dataclass(slots=True)
class Token:
    """One token; offsets are of the plain text.

    Args:
        low: In lower case, apostrophes straight.
        name: What a name means, for the kinds that are names.
        person: A person's key once linked; several names share a token where a phrase was drawn together.
        strong: False where the link is a guess: a surname not yet introduced, a pronoun.
        party: The party that the phrase itself gives a person.
        roles: Role words of the phrase ("incumbent", "rival").
        parts: The tokens that it was drawn together from.
    """

    kind: TokenKind
    text: str
    low: str
    start: int
    end: int
    name: Name | None = None
    person: str | None = None
    strong: bool = True
    party: str | None = None
    roles: tuple[str, ...] = ()
    quantity: Quantity | None = None
    parts: tuple[Token, ...] = ()
    core: tuple[int, int] | None = None
    unlinked: bool = False


@dataclass(slots=True)
class Seen:
    """What a story has named so far.

    Args:
        people: People named in full, by surname.
        recent: The people named last, latest last.
    """

    people: dict[str, str] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    all_names: frozenset[str] = frozenset()


_SPLIT_HYPHEN = re.compile(r"-")


def introduce(text: str, gazetteer: Gazetteer, seen: Seen) -> None:
    """Take in the people named in full in a text."""
    words = [(m.group(), m.group().casefold().replace("’", "'")) for m in WORD.finditer(text)]
    lows = [low for _, low in words]
    for i, (word, low) in enumerate(words):
        if word[0].isupper() and low in gazetteer.by_word:
            found = gazetteer.find(lows, i)
            if found is not None and found[0] > 1:
                for name in found[1]:
                    if name.kind == "person":
                        seen.people.setdefault(name.key.split()[-1], name.key)


def tokenize(text: str, offset: int, gazetteer: Gazetteer, seen: Seen) -> list[Token]:
    """Return the tokens of a sentence; `offset` is where it starts in the plain text."""
    raw = [(m.group(), m.start() + offset, m.end() + offset) for m in WORD.finditer(text)]
    raw = _unhyphened(raw, gazetteer)
    lows = [word.casefold().replace("’", "'") for word, _, _ in raw]
    quantities = read_quantities([w for w, _, _ in raw], lows, [(a, b) for _, a, b in raw])
    tokens: list[Token] = []
    i = 0
    while i < len(raw):
        word, start, end = raw[i]
        quantity = quantities.get(i)
        if quantity is not None and word[0].isalpha() and word[0].isupper():
            named = gazetteer.find(lows, i)
            if named is not None and named[0] > 1 and named[0] > quantity.size:
                # "Three Bridges" is a ward, and not three of anything.
                quantity = None
        if quantity is not None:
            size = quantity.size
            tokens.append(
                Token(
                    kind="number",
                    text=text[start - offset : raw[i + size - 1][2] - offset],
                    low=" ".join(lows[i : i + size]),
                    start=start,
                    end=raw[i + size - 1][2],
                    quantity=quantity,
                )
            )
            i += size
            continue
        found = gazetteer.find(lows, i) if word[0].isalpha() else None
        token = _linked(found, raw, lows, i, gazetteer, seen, tokens) if found else None
        if token is not None and found is not None:
            tokens.append(token)
            i += found[0]
            continue
        kind: TokenKind = "word" if word[0].isalnum() or (word[0] in "'’" and len(word) > 1) else "mark"
        tokens.append(Token(kind=kind, text=word, low=lows[i], start=start, end=end))
        i += 1
    return tokens


def _unhyphened(raw: list[tuple[str, int, int]], gazetteer: Gazetteer) -> list[tuple[str, int, int]]:
    """Split "Labour-supporting" and "Tory-held" after the party; other hyphened words stay whole."""
    result = []
    for word, start, end in raw:
        head = word.split("-", 1)[0]
        if "-" in word and head and head[0].isupper() and not gazetteer.by_word.get(word.casefold()):
            entries = gazetteer.entries.get((head.casefold(),))
            if entries and any(n.kind in ("party", "area", "contest") for n in entries.names):
                cut = start + len(head)
                result += [(head, start, cut), (word[len(head) :], cut, end)]
                continue
        result.append((word, start, end))
    return result


def _linked(
    found: tuple[int, list[Name]],
    raw: list[tuple[str, int, int]],
    lows: list[str],
    i: int,
    gazetteer: Gazetteer,
    seen: Seen,
    tokens: list[Token],
) -> Token | None:
    """Return a token for a name found at `i`, None where it is no name after all."""
    size, names = found
    start, end = raw[i][1], raw[i + size - 1][2]
    text = " ".join(w for w, _, _ in raw[i : i + size])
    # Of "Arthur Thackeray" and "Arthur Misty Thackeray", who may be called so too, the one of that very name is meant.
    whole = " ".join(lows[i : i + size])
    by_kind = {name.kind: name for name in sorted(names, key=lambda name: name.key == whole)}
    capital = raw[i][0][0].isupper()
    if "person" in by_kind and capital:
        key = by_kind["person"].key
        return _person(key, text, start, end, seen, gazetteer, strong=True, full=size > 1)
    if "surname" in by_kind and capital and _alone(raw, lows, i, size, gazetteer, tokens):
        token = _surname(by_kind["surname"].key, text, start, end, seen, gazetteer, lows, i)
        if token is not None:
            return token
        if len(by_kind) == 1:
            return None
    for kind in ("contest", "chamber", "area"):
        if kind in by_kind and capital and _place_alone(raw, i, size, gazetteer):
            return Token(
                kind=kind, text=text, low=" ".join(lows[i : i + size]), start=start, end=end, name=by_kind[kind]
            )
    if "party" in by_kind and (capital or lows[i].startswith("independent")):
        name = by_kind["party"]
        if size == 1 and len(text) <= 3 and not (text.isupper() or _in_brackets(raw, i)):
            return None
        if _part_of_other_name(raw, i, size, gazetteer):
            return None
        return Token(
            kind="party", text=text, low=" ".join(lows[i : i + size]), start=start, end=end, name=name, party=name.key
        )
    return None


def _in_brackets(raw: list[tuple[str, int, int]], i: int) -> bool:
    return i > 0 and raw[i - 1][0] in "([,"


_PART_OF_OTHER_NAME_WORDS_2 = word_set("Green Alliance Justice Change Renew Independent")


_PART_OF_OTHER_NAME_WORDS = word_set(
    "Independent Reform Green Alliance Liberal Justice Democratic Unionist Renew Change"
)


def _part_of_other_name(raw: list[tuple[str, int, int]], i: int, size: int, gazetteer: Gazetteer) -> bool:
    """Return whether a party's word is part of something else: "Green Lane", "Independent" the newspaper."""
    word = raw[i][0]
    if word in _PART_OF_OTHER_NAME_WORDS:
        before = raw[i - 1][0] if i else ""
        after = raw[i + size][0] if i + size < len(raw) else ""
        if word == "Independent" and before in ("The", "the"):
            return True
        if before and before[0].isupper() and before.casefold() not in OPENERS and before.casefold() not in TITLES:
            return True
        if (
            after
            and after[0].isupper()
            and after.casefold() not in ROLES
            and gazetteer.by_word.get(after.casefold()) is None
        ):
            return after.casefold() not in ("party", "uk") and word in _PART_OF_OTHER_NAME_WORDS_2
    return False


def _person(
    key: str, text: str, start: int, end: int, seen: Seen, gazetteer: Gazetteer, *, strong: bool, full: bool
) -> Token:
    if full or strong:
        last = key.split()[-1]
        seen.people[last] = key
    seen.recent.append(key)
    return Token(kind="person", text=text, low=text.casefold(), start=start, end=end, person=key, strong=strong)


def _surname(
    surname: str, text: str, start: int, end: int, seen: Seen, gazetteer: Gazetteer, lows: list[str], i: int
) -> Token | None:
    known = seen.people.get(surname)
    if known is not None:
        return _person(known, text, start, end, seen, gazetteer, strong=True, full=False)
    keys = gazetteer.surnames.get(surname, set())
    if len(keys) != 1:
        return None
    key = next(iter(keys))
    # Not introduced: only with a title, or where the candidate has one name in the pack, and then as a guess.
    if len(key.split()) == 1:
        return _person(key, text, start, end, seen, gazetteer, strong=True, full=True)
    if len(gazetteer.people) > 60 and not (i and lows[i - 1] in TITLES | {"."}):
        return None
    return _person(key, text, start, end, seen, gazetteer, strong=False, full=False)


_ALONE_WORDS = word_set("street the a an high every this each this on-the")


def _alone(
    raw: list[tuple[str, int, int]], lows: list[str], i: int, size: int, gazetteer: Gazetteer, tokens: list[Token]
) -> bool:
    """Return whether a surname stands alone: not after a strange forename ("Mark Street"), nor in "Street Road"."""
    if i + size < len(raw):
        after = raw[i + size][0]
        shouted = after.isupper() and len(after) > 1 and raw[i][0].isupper()
        if (
            after[0].isupper()
            and not shouted
            and after.casefold() not in MONTHS
            and lows[i + size] not in OPENERS
            and not _known(gazetteer, lows, i + size)
        ):
            return False
        if after.startswith("-") and len(after) > 1:
            return False
    if i == 0:
        return True
    before, low = raw[i - 1][0], lows[i - 1]
    if low in _ALONE_WORDS and low != "the":
        return False
    if low == "the":
        return False
    if not before[0].isupper() or low in TITLES or low in ROLES or low in ("lord", "sir", "ex-mayor"):
        return True
    if (i == 1 and low in OPENERS) or (raw[i - 2][0] in '.:;?!"“‘—–-' and low in OPENERS):
        return True
    if low in OPENERS and low not in ("new", "old"):
        return True
    if i == 1 and len(low) > 5 and low.endswith(("ed", "ing", "ant", "ful", "ous", "ive", "less")):
        # "Jubilant Bold told supporters": an adjective that opens the sentence.
        return True
    if before.isupper() and len(before) > 1 and low not in gazetteer.surnames:
        # A story that opens in capitals: "ANDY Street has lost" was found whole, so this is another.
        return False
    return _known(gazetteer, lows, i - 1) and bool(tokens) and tokens[-1].kind in ("party", "area", "contest")


def _known(gazetteer: Gazetteer, lows: list[str], i: int) -> bool:
    found = gazetteer.find(lows, i)
    return found is not None and any(n.kind in ("person", "party", "area", "contest") for n in found[1])


_PLACE_TAILS = word_set(
    "council university hospital road street lane city united rovers town football airport mail news live post "
    "telegraph times express central new cathedral police chamber gazette evening college school park court crown "
    "rangers wanderers albion north south east west northfield edgbaston yardley"
)


_PLACE_ALONE_WORDS = word_set("New Old Great Little North South East West Upper Lower County Northern Southern")


def _place_alone(raw: list[tuple[str, int, int]], i: int, size: int, gazetteer: Gazetteer) -> bool:
    """Return whether a place stands for itself: not in "Dudley News", "Coventry University", "New Barchester"."""
    if i + size < len(raw):
        after = raw[i + size][0]
        if after[0].isupper() and after.casefold() in _PLACE_TAILS:
            return False
        if size == 1 and _strange_capital(raw, i + 1, gazetteer) and not _title_case(raw):
            # "West" in "the West Midlands", where a ward is called West.
            return False
    if i:
        before = raw[i - 1][0]
        if before in _PLACE_ALONE_WORDS:
            return False
        if size == 1 and i > 1 and _strange_capital(raw, i - 1, gazetteer) and not _title_case(raw):
            return False
    return True


def _strange_capital(raw: list[tuple[str, int, int]], i: int, gazetteer: Gazetteer) -> bool:
    """Return whether a word is a capital one that is nobody's name, nor a word for an office or a month."""
    word = raw[i][0]
    low = word.casefold()
    return (
        word[0].isupper()
        and not word.isupper()
        and low not in gazetteer.by_word
        and not any(low in known for known in (OPENERS, TITLES, ROLES, MONTHS, NEUTRAL_CAPITALS))
    )


def _title_case(raw: list[tuple[str, int, int]]) -> bool:
    words = [w for w, _, _ in raw if w[0].isalpha() and len(w) > 3]
    return len(words) > 2 and sum(w[0].isupper() for w in words) > 0.7 * len(words)
