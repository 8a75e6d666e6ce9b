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

    def __init__(self, text: str, form: Form = "text", *, breaks: bool = False) -> None:
        """Read a story; with `breaks`, a tag that ends a block is a line end in `text`, for showing it without tags."""
        self._sources: list[int] = []
        self._ends: list[int] = []
        self._ats: list[int] = []
        self._lengths: list[int] = []
        parts: list[str] = []
        at = 0
        plain = read_text(text, form)
        for piece in plain.pieces:
            if not piece.source_length:
                if breaks:
                    parts.append("\n")
                    at += 1
                continue  # A line end that stands for a tag is in no text of the page itself.
            raw = text[piece.source : piece.source + piece.source_length]
            shown = raw if piece.length == piece.source_length else html.unescape(raw)
            self._sources.append(piece.source)
            self._ends.append(piece.source + piece.source_length)
            self._ats.append(at)
            self._lengths.append(len(shown))
            parts.append(shown)
            at += len(shown)
        self.text = "".join(parts) if plain.pieces else text

    def selector(self, start: int, end: int) -> dict[str, str]:
        """Return the selector of a stretch of the story as given."""
        begin = self.shown(start)
        stop = max(begin, self.shown(end, end=True))
        return {
            "type": "TextQuoteSelector",
            "exact": self.text[begin:stop],
            "prefix": self.text[max(0, begin - AROUND) : begin],
            "suffix": self.text[stop : stop + AROUND],
        }

    def shown(self, source: int, *, end: bool = False) -> int:
        """Return where a place in the source stands in the text shown; the end of a stretch is where its last
        character ends, not where the next begins."""
        if not self._sources:
            return source
        index = max(0, bisect_right(self._sources, source - end) - 1)
        length = self._lengths[index]
        if source >= self._ends[index]:
            return self._ats[index] + length
        whole = length == self._ends[index] - self._sources[index]
        return self._ats[index] + (max(0, source - self._sources[index]) if whole else 0)
