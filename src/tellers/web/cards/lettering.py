"""Letters for pictures: fonts from packages, text made harmless, and lines that fit.

Every installed font of the Noto Sans family that `fontpkg` packages is used: each line of text is set in the one that
has most of its letters. A letter that none has is drawn as an empty box, which says that something is missing; emoji
and marks that turn the direction of other text are left out.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # It has no types.
from PIL import ImageFont, features

_FAMILY = "noto_sans"
_LEFT_OUT = frozenset({"Cf", "Cc", "Co", "Cs", "So", "Sk"})
"""Directions, controls and emoji by Unicode category; joiners among Cf matter in some scripts, and are kept."""
_JOINERS = "\u200c\u200d"
_SELECTORS = range(0xFE00, 0xFE10)
ELLIPSIS = "…"
LONGEST = 400
FIRST_SHAPED = 0x590
"""Before Hebrew, which begins here, letters stand side by side from left to right."""


@lru_cache
def families() -> tuple[tuple[Path, frozenset[int]], ...]:
    """Return the fonts' files with the code points that each has, the Latin one first."""
    found = []
    for entry in sorted(entry_points(group="fontpkg.family"), key=lambda e: (len(e.name), e.name)):
        if entry.name != _FAMILY and not entry.name.startswith(f"{_FAMILY}_"):
            continue
        for path in sorted((entry.load().ROOT / "files").glob("*.ttf")):
            if "Italic" not in path.name:
                with TTFont(path, lazy=True) as font:
                    found.append((path, frozenset(font.getBestCmap())))
    assert found, "the package fontpkg-noto-sans is a dependency of this one"
    return tuple(found)


@lru_cache(maxsize=64)
def font(path: Path, size: int, weight: int, *, shaped: bool) -> ImageFont.FreeTypeFont:
    """Return a font at a size in pixels and a weight from 100 to 900.

    Args:
        shaped: Whether letters join or run from right to left, which takes twice the time.
    """
    engine = ImageFont.Layout.RAQM if shaped and features.check("raqm") else ImageFont.Layout.BASIC
    made = ImageFont.truetype(path, size, layout_engine=engine)
    axes = made.get_variation_axes()
    made.set_variation_by_axes([weight if b"Weight" in axis["name"] else axis["default"] or 100 for axis in axes])
    return made


@lru_cache(maxsize=4096)
def harmless(text: str) -> str:
    """Return text as one line without emoji, controls or marks of direction, cut where it is very long."""
    one_line = unicodedata.normalize("NFC", " ".join(text[: 2 * LONGEST].split()))
    kept = [
        c
        for c in one_line
        if c in _JOINERS or (unicodedata.category(c) not in _LEFT_OUT and ord(c) not in _SELECTORS) or c in "£©®°"
    ]
    return " ".join("".join(kept).strip(_JOINERS).split())[:LONGEST]


@lru_cache(maxsize=4096)
def font_for(text: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return the font that has most of a text's letters, the first of those that have as many."""
    letters = {ord(c) for c in text}
    path, _ = max(families(), key=lambda family: len(letters & family[1]))
    shaped = any(letter >= FIRST_SHAPED or unicodedata.combining(chr(letter)) for letter in letters)
    return font(path, size, weight, shaped=shaped)


@lru_cache(maxsize=4096)
def _length(text: str, size: int, weight: int) -> float:
    """Return how long a harmless line is, in pixels; cards of one night have most of their lines in common."""
    return font_for(text, size, weight).getlength(text)


@lru_cache(maxsize=4096)
def fitted(text: str, size: int, weight: int, width: int) -> str:
    """Return a text that is no wider than so many pixels, cut with an ellipsis where it must be."""
    shown = harmless(text)
    if _length(shown, size, weight) <= width:
        return shown
    letters = font_for(shown, size, weight)
    low, high = 0, len(shown)
    while low < high:
        middle = (low + high + 1) // 2
        if letters.getlength(shown[:middle].rstrip() + ELLIPSIS) <= width:
            low = middle
        else:
            high = middle - 1
    return shown[:low].rstrip() + ELLIPSIS


def wrapped(text: str, size: int, weight: int, width: int, lines: int) -> list[str]:
    """Return a text in at most so many lines of so many pixels; what does not fit is cut with an ellipsis."""
    words, made = harmless(text).split(), [""]
    for i, word in enumerate(words):
        longer = f"{made[-1]} {word}".strip()
        if _length(longer, size, weight) <= width or not made[-1]:
            made[-1] = longer
        elif len(made) < lines:
            made.append(word)
        else:
            made[-1] = " ".join([made[-1], *words[i:]])
            break
    return [fitted(line, size, weight, width) for line in made if line]
