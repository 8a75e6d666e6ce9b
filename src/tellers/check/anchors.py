"""Anchors by text: a stretch of a story as the quote, prefix and suffix by which another system finds it again."""

from __future__ import annotations

import html
from bisect import bisect_right

from tellers.check.claim import Form
from tellers.check.reading import read_text

AROUND = 32  # Characters of prefix and of suffix, as annotation tools commonly take.


class Anchors:
    """Turns places in a story as given into TextQuoteSelectors of the text that its reader sees.

    A selector is of the text without tags, with entities as characters and blanks as they stand in the source, which
    is how the Web Annotation data model has it; so it is found in the page, not only in its source.

    Source:
        https://www.w3.org/TR/annotation-model/#text-quote-selector
    """

    def __init__(self, text: str, form: Form = "text") -> None:
        self._sources: list[int] = []
        self._ends: list[int] = []
        self._ats: list[int] = []
        parts: list[str] = []
        at = 0
        plain = read_text(text, form)
        for piece in plain.pieces:
            if not piece.source_length:
                continue  # A line end that stands for a tag is in no reader's text.
            raw = text[piece.source : piece.source + piece.source_length]
            shown = raw if piece.length == piece.source_length else html.unescape(raw)
            self._sources.append(piece.source)
            self._ends.append(piece.source + piece.source_length)
            self._ats.append(at)
            parts.append(shown)
            at += len(shown)
        self._text = "".join(parts) if plain.pieces else text

    def selector(self, start: int, end: int) -> dict[str, str]:
        """Return the selector of a stretch of the story as given."""
        begin, stop = self._shown(start), self._shown(end)
        return {
            "type": "TextQuoteSelector",
            "exact": self._text[begin:stop],
            "prefix": self._text[max(0, begin - AROUND) : begin],
            "suffix": self._text[stop : stop + AROUND],
        }

    def _shown(self, source: int) -> int:
        """Return where a place in the source stands in the text shown; one inside a tag is where the tag is."""
        if not self._sources:
            return source
        index = bisect_right(self._sources, source) - 1
        if index < 0:
            return 0
        length = (self._ats[index + 1] if index + 1 < len(self._ats) else len(self._text)) - self._ats[index]
        if source >= self._ends[index]:
            return self._ats[index] + length
        whole = length == self._ends[index] - self._sources[index]
        return self._ats[index] + (source - self._sources[index] if whole else 0)
