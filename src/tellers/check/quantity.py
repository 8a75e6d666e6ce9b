"""Quantities in a sentence: value, unit and qualifier, with what is no election number left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from tellers.check.lexicon.measures import QUALIFIERS, UNITS
from tellers.check.lexicon.numbers import FRACTIONS, ONES, ORDINALS, SCALES, TENS
from tellers.check.lexicon.words import MONTHS, word_set
from tellers.terms import decimal_text

Unit = Literal[
    "votes",
    "papers",
    "percent",
    "points",
    "seats",
    "councils",
    "people",
    "areas",
    "ordinal",
    "year",
    "fraction",
    "none",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as written.

    Args:
        value: Exact; a percentage as 0 to 100.
        places: Decimal places written.
        step: What one unit of the last digit written is worth: 0.01 for "0.25", 1 for "1,508", 10,000 for "1.09
        million".
        unit: What it counts, "none" where the sentence must tell, "other" where it is no election number.
        qualifier: A word of `lexicon.measures.QUALIFIERS`, "exact" where there is none.
        size: How many words it takes.
        sign: "+" or "-" where one is written.
        digits: True where it is written in digits.
    """

    value: Fraction
    places: int
    step: Fraction
    unit: Unit
    qualifier: str
    size: int
    head: int = 0
    before: int = 0
    sign: str = ""
    digits: bool = True

    def value_text(self) -> str:
        """Return the value as it is written in digits."""
        return decimal_text(self.value, self.places) if self.places else f"{int(self.value):,}"


_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?$")
_LONGEST_NUMBER = 15
_BY_WORDS = sorted(((tuple(text.split()), kind) for text, kind in QUALIFIERS), key=lambda row: -len(row[0]))
_OTHER_UNITS = word_set(
    "years year-old years-old year months month weeks week days day hours hour minutes minute seconds miles mile "
    "km pounds pence dollars degrees times terms candidates-a o'clock pm am staff jobs homes counters tellers "
    "tables tonnes people-strong pages a.m p.m noon"
)


def read_quantities(words: Sequence[str], lows: Sequence[str], spans: Sequence[tuple[int, int]]) -> dict[int, Quantity]:
    """Return the quantities of a sentence by the index of their first word."""
    found: dict[int, Quantity] = {}
    i = 0
    while i < len(words):
        made = _digits(words, lows, spans, i) or _words(words, lows, i)
        if made is not None:
            found[i] = made
            i += made.size
        else:
            i += 1
    return found


def _digits(words: Sequence[str], lows: Sequence[str], spans: Sequence[tuple[int, int]], i: int) -> Quantity | None:
    text = words[i]
    if not text or not text[0].isdigit() or len(text) > _LONGEST_NUMBER or not _DIGITS.fullmatch(text):
        return None
    value = Fraction(text.replace(",", ""))
    places = len(text.partition(".")[2])
    step = Fraction(1, 10**places)
    size = 1
    j = i + 1
    touching = j < len(words) and spans[j][0] == spans[i][1]
    nxt = lows[j] if j < len(words) else ""
    if touching and nxt in ("st", "nd", "rd", "th"):
        return _quantity(value, 0, Fraction(1), "ordinal", lows, i, 2)
    if touching and nxt in ("m", "k"):
        scale = 1_000_000 if nxt == "m" else 1000
        value, step, size, j = value * scale, step * scale, 2, i + 2
    elif nxt in SCALES:
        value, step, size, j = value * SCALES[nxt], step * SCALES[nxt], 2, i + 2
    if _is_other(words, lows, spans, i, j, value, places):
        return _quantity(value, places, step, "other", lows, i, size)
    if "," not in text and places == 0 and 1800 <= value <= 2100 and size == 1 and _unit_at(lows, j)[0] == "none":
        return _quantity(value, places, step, "year", lows, i, 1)
    unit, more = _unit_at(lows, j)
    made = _quantity(value, places, step, unit, lows, i, size + more)
    sign = (
        words[i - 1]
        if i
        and words[i - 1] in ("+", "-", "−", "–")
        and spans[i - 1][1] == spans[i][0]
        and (i < 2 or spans[i - 2][1] != spans[i - 1][0])
        else ""
    )
    if sign:
        return replace(made, sign="+" if sign == "+" else "-")
    return made


_IS_OTHER_WORDS = word_set("aged age page route channel covid no number article section gate room hall m a")


def _is_other(
    words: Sequence[str],
    lows: Sequence[str],
    spans: Sequence[tuple[int, int]],
    i: int,
    j: int,
    value: Fraction,
    places: int,
) -> bool:
    before = words[i - 1] if i else ""
    low_before = lows[i - 1] if i else ""
    nxt = lows[j] if j < len(words) else ""
    touching = j < len(words) and spans[j][0] == spans[i][1]
    if before in ("£", "$", "€", "#", "@") or nxt in _OTHER_UNITS or nxt.startswith(("year", "month", "hour", "mile")):
        return True
    if (low_before in MONTHS and value <= 31 and places == 0) or (
        nxt in MONTHS and words[j][0].isupper() and value <= 31
    ):
        return True
    if touching and nxt in ("pm", "am", "p", "bn", "kg", "km", "ft"):
        return True
    if nxt == ":" and touching and j + 1 < len(words) and words[j + 1][0].isdigit():
        return True
    if (
        before == ":"
        and i >= 2
        and words[i - 2][0].isdigit()
        and spans[i - 1][1] == spans[i][0]
        and spans[i - 2][1] == spans[i - 1][0]
    ):
        return True
    if low_before in _IS_OTHER_WORDS:
        return places == 0 and _unit_at(lows, j)[0] == "none" and low_before not in ("a", "no")
    # An age between commas: "Andy Street, 60, has".
    return before == "," and nxt == "," and 18 <= value <= 99 and places == 0 and i >= 2 and words[i - 2][0].isalpha()


_UNIT_AT_WORDS_3 = word_set(
    "valid rejected spoilt spoiled invalid more fewer extra further other council local new additional postal "
    "reporting polling counting parliamentary ballot total"
)


_UNIT_AT_WORDS_2 = word_set("percentage percentage-point percentage-points point points pts pp pt %-points ppts")


_UNIT_AT_WORDS = word_set("vote point seat percent percentage area borough ward precinct")


def _unit_at(lows: Sequence[str], j: int) -> tuple[Unit, int]:
    """Return the unit that the words from `j` name, and how many of them it takes."""
    if j >= len(lows):
        return "none", 0
    word = lows[j]
    if word == "%":
        return "percent", 1
    if word == "-" and j + 1 < len(lows):
        unit, size = _unit_at(lows, j + 1)
        return (unit, size + 1) if unit != "none" and lows[j + 1] in _UNIT_AT_WORDS else ("none", 0)
    if word in ("percent", "pc") or (word == "per" and j + 1 < len(lows) and lows[j + 1] == "cent"):
        size = 2 if word == "per" else 1
        if j + size < len(lows) and lows[j + size] in ("point", "points"):
            return "points", size + 1
        return "percent", size
    if word in _UNIT_AT_WORDS_2:
        more = 2 if word == "percentage" and j + 1 < len(lows) and lows[j + 1] in ("point", "points") else 1
        return "points", more
    tail = word.split("-")[0]
    if word in UNITS:
        return UNITS[word], 1  # type: ignore[return-value]
    if (
        word in ("first", "second")
        and j + 1 < len(lows)
        and lows[j + 1] in ("preference", "preferences", "preference-votes")
    ):
        return "votes", 2
    if word in _UNIT_AT_WORDS_3 and j + 1 < len(lows):
        unit, size = (
            _unit_at(lows, j + 1) if lows[j + 1] in UNITS or lows[j + 1] in ("percentage", "points") else ("none", 0)
        )
        if word in ("rejected", "spoilt", "spoiled", "invalid", "valid", "ballot", "postal", "total"):
            return ("papers" if word != "valid" else "votes"), 1 if unit != "none" else 0
        return unit, size + 1 if unit != "none" else 0
    return ("votes", 1) if tail in ("vote",) and word != tail and word.startswith("vote") else ("none", 0)


def _words(words: Sequence[str], lows: Sequence[str], i: int) -> Quantity | None:
    if lows[i] in ORDINALS and not (i + 1 < len(lows) and lows[i + 1] in ("preference", "preferences", "round")):
        return _quantity(Fraction(ORDINALS[lows[i]]), 0, Fraction(1), "ordinal", lows, i, 1, digits=False)
    if lows[i] == "half" and tuple(lows[i + 1 : i + 2]) == ("a",) and i + 2 < len(lows) and lows[i + 2] in SCALES:
        unit, more = _unit_at(lows, i + 3)
        scale = SCALES[lows[i + 2]]
        return _quantity(Fraction(scale, 2), 0, Fraction(scale, 10), unit, lows, i, 3 + more, digits=False)
    if lows[i] in FRACTIONS and not (i and lows[i - 1] in ONES):
        return _quantity(FRACTIONS[lows[i]], 2, Fraction(1, 100), "fraction", lows, i, 1, digits=False)
    value, size, step = _cardinal(lows, i)
    if size == 0:
        return None
    if lows[i] in ("one", "zero") and size == 1 and _unit_at(lows, i + 1)[0] == "none":
        return None
    if size == 1 and lows[i + 1 : i + 3] in (
        ["vote", "in"],
        ["voter", "in"],
        ["in", "five"],
        ["in", "ten"],
        ["in", "four"],
    ):
        # "one vote in five": a share in words, which is not read.
        return None
    j = i + size
    if j < len(lows) and lows[j] in FRACTIONS and value < 10:
        return _quantity(
            Fraction(value) * FRACTIONS[lows[j]], 2, Fraction(1, 100), "fraction", lows, i, size + 1, digits=False
        )
    if j < len(lows) and (lows[j] in _OTHER_UNITS or lows[j].startswith(("year", "month", "hour"))):
        return _quantity(Fraction(value), 0, Fraction(step), "other", lows, i, size, digits=False)
    unit, more = _unit_at(lows, j)
    return _quantity(Fraction(value), 0, Fraction(step), unit, lows, i, size + more, digits=False)


def _cardinal(lows: Sequence[str], i: int) -> tuple[int, int, int]:
    """Return value, words taken and step of a number in words, size 0 where there is none."""
    total = current = 0
    size = 0
    step = 1
    j = i
    while j < len(lows):
        word = lows[j]
        parts = word.split("-")
        if word in ONES:
            current, step = current + ONES[word], 1
        elif word in TENS:
            current, step = current + TENS[word], 1
        elif len(parts) == 2 and parts[0] in TENS and parts[1] in ONES:
            current, step = current + TENS[parts[0]] + ONES[parts[1]], 1
        elif word in ("a", "an") and j == i and j + 1 < len(lows) and lows[j + 1] in (*SCALES, "dozen"):
            current = 1
        elif word == "dozen":
            current, step = max(current, 1) * 12, 1
        elif word in SCALES and (current or size):
            scale = SCALES[word]
            if scale == 100:
                current, step = max(current, 1) * 100, 100
            else:
                total, current, step = total + max(current, 1) * scale, 0, scale
        elif (
            word == "and"
            and size
            and j + 1 < len(lows)
            and lows[j - 1] in SCALES
            and (lows[j + 1] in ONES or lows[j + 1] in TENS or lows[j + 1].split("-")[0] in TENS)
        ):
            pass
        else:
            break
        j += 1
        size = j - i
    if size and lows[i] in ("a", "an") and size == 1:
        return 0, 0, 1
    return total + current, size, step


def _quantity(
    value: Fraction,
    places: int,
    step: Fraction,
    unit: Unit,
    lows: Sequence[str],
    i: int,
    size: int,
    *,
    digits: bool = True,
) -> Quantity:
    qualifier, before = _qualifier(lows, i)
    after = i + size
    if qualifier == "exact" and lows[after : after + 2] == ["or", "so"]:
        qualifier = "about"
    if qualifier == "exact" and lows[after : after + 2] == ["or", "more"]:
        qualifier = "at_least"
    if unit == "none" and size == 1 and after < len(lows) and lows[after] in ("odd", "-odd", "plus", "-plus"):
        qualifier = "about" if "odd" in lows[after] else "over"
    return Quantity(
        value=value, places=places, step=step, unit=unit, qualifier=qualifier, size=size, before=before, digits=digits
    )


def _qualifier(lows: Sequence[str], i: int) -> tuple[str, int]:
    """Return the qualifier before the word at `i` and how many words it takes."""
    for words, kind in _BY_WORDS:
        size = len(words)
        if i >= size and tuple(lows[i - size : i]) == words:
            if kind == "exact":
                # "just over some": look further only for a qualifier that is none.
                return "exact", size
            return kind, size
        if i > size and lows[i - 1] in ("a", "an", "the") and tuple(lows[i - size - 1 : i - 1]) == words:
            return kind, size + 1
    return "exact", 0
