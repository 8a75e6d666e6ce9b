"""A story as plain text with every offset kept, its blocks told apart, and its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["headline", "heading", "body", "caption", "boilerplate", "quotation", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of plain text and where it came from; `source_length` differs where an entity stood there."""

    at: int
    source: int
    length: int
    source_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Text without markup, and the way back to the text as given.

    Args:
        hints: Where the form itself says what a stretch is: start, end and kind.
    """

    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]
    hints: tuple[tuple[int, int, BlockKind], ...] = ()

    def source(self, at: int) -> int:
        """Return where the character at `at` stands in the text as given."""
        if not self.pieces:
            return at
        piece = self.pieces[max(0, bisect_right(self.starts, at) - 1)]
        if piece.length == piece.source_length:
            return piece.source + (at - piece.at)
        return piece.source if at < piece.at + piece.length else piece.source + piece.source_length

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span in the text as given."""
        if not self.pieces:
            return start, end
        last = self.pieces[max(0, bisect_right(self.starts, max(start, end - 1)) - 1)]
        inside = end - last.at
        stop = last.source + (inside if last.length == last.source_length else last.source_length)
        return self.source(start), stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A headline, paragraph, caption or the like; offsets in the plain text."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence; `paragraph` counts blocks from 0, `stamp` is the time of day in minutes that its entry carries."""

    start: int
    end: int
    kind: BlockKind
    paragraph: int
    stamp: int | None = None


_CAPTION = re.compile(
    r"(getty images|\bimage:|\bpicture:|\bphoto(?:graph)?(?: by|:)|\(pa\)|/pa\b|pa wire|via getty|reuters/|afp/|"
    r"credit:|\bpic:|alamy|\bphotos?\s*:|\(AP Photo)",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"(sign up (?:for|to)|newsletter|privacy policy|subscribe|follow us|you can (?:also )?follow|please refresh|"
    r"click here|read more|"
    r"cookies|terms and conditions|all rights reserved|download (?:our|the) app|breaking news alerts|whatsapp channel|"
    r"more details will be published|share this article|most read|advertisement|©|related (?:stories|articles)|"
    r"listen to|email address)",
    re.IGNORECASE,
)
_READ_MORE = re.compile(
    r"^\s*(read more|related|more on this story|see also|local elections live|more like this)\b.{0,40}:?\s*$",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"^\W{0,3}(\d{1,2})[.:](\d{2})\s?(am|pm|bst|gmt|a\.m\.|p\.m\.|et|ct|cst|est)?\b|^\W{0,3}(\d{1,2})\s?(am|pm)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|No|Cllr|Rev|Prof|Sen|Rep|Gov|Gen|Col|Capt|Lt|vs|v|Co|Inc|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Wis|Mass|Calif|Pa|Mich|Ala|Ariz|Fla|Ga|Ill|Ind|Minn|Penn|Tenn|Tex|Va|approx|c|e\.g|i\.e|a\.m|p\.m|cf|est)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_END = re.compile(r"[.!?]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9£$@])|\n+")
# Characters. The longest sentence of the press stories has 420.
_LONGEST_SENTENCE = 1500
_DATE_WORDS = re.compile(r"^\s*date \d{4}-\d{2}-\d{2}\s*")


def blocks(plain: Plain) -> tuple[Block, ...]:
    """Return the blocks of a text in order; hints of its form go before what it looks like."""
    found: list[Block] = []
    after_read_more = False
    headline = not any(kind == "headline" for _, _, kind in plain.hints)
    for start, end in _paragraphs(plain.text):
        text = plain.text[start:end]
        hint = _hint(plain, start, end)
        if _READ_MORE.match(text):
            after_read_more = True
            found.append(Block(kind="boilerplate", start=start, end=end))
            continue
        kind = hint or _kind(text, first=headline)
        if after_read_more and kind in ("heading", "headline"):
            kind = "boilerplate"
        elif kind != "heading":
            after_read_more = False
        if kind == "headline" or len(text) > 20:
            headline = False
        found.append(Block(kind=kind, start=start, end=end))
    return tuple(found)


def _hint(plain: Plain, start: int, end: int) -> BlockKind | None:
    for from_, to, kind in plain.hints:
        if from_ <= start and end <= to:
            return kind
    return None


def _kind(text: str, *, first: bool) -> BlockKind:
    words = text.split()
    plain_end = text.rstrip()[-1:] not in tuple('.!?:;,"”’')
    if _BOILERPLATE.search(text) and (len(words) < 40 or "sign up" in text.lower()):
        return "boilerplate"
    if _CAPTION.search(text) and len(words) < 70 and not (plain_end is False and len(words) > 55):
        return "caption"
    if first and len(words) <= 28 and text.rstrip()[-1:] not in (".", ":", ";", ","):
        return "headline"
    if plain_end and len(words) <= 14:
        return "heading"
    return "body"


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs: lines, but the lines of hard-wrapped copy joined."""
    spans: list[tuple[int, int]] = []
    for group in re.finditer(r"[^\n](?:.*\S.*|.*)(?:\n(?!\s*\n).+)*", text):
        lines = [m.span() for m in re.finditer(r"[^\n]+", group.group())]
        lines = [(group.start() + a, group.start() + b) for a, b in lines if group.group()[a:b].strip()]
        if not lines:
            continue
        wrapped = (
            len(lines) > 1
            and all(45 <= b - a <= 100 for a, b in lines[:-1])
            and any(text[b - 1] not in '.!?:”"' for a, b in lines[:-1])
        )
        if wrapped:
            spans.append((lines[0][0], lines[-1][1]))
        else:
            spans += lines
    return [_trim(text, a, b) for a, b in spans if text[a:b].strip()]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(plain: Plain, found: tuple[Block, ...]) -> tuple[Sentence, ...]:
    """Return the sentences of all blocks but boilerplate, in order."""
    result: list[Sentence] = []
    stamp: int | None = None
    for number, block in enumerate(found):
        text = plain.text[block.start : block.end]
        own = _stamp(text)
        stamp = own if own is not None else stamp
        if block.kind == "boilerplate":
            continue
        if block.kind in ("headline", "heading") and "\n" not in text:
            _add(result, plain.text, block, 0, len(text), number, stamp)
            continue
        at = 0
        skip = _DATE_WORDS.match(text)
        if skip:
            at = skip.end()
        for match in _END.finditer(text, at):
            if match.group().startswith("\n"):
                # A line end inside a paragraph is hard wrapping.
                continue
            head = text[at : match.start() + 1]
            if match.group()[0] == "." and _ABBREVIATION.search(head[-12:]):
                continue
            _add(result, plain.text, block, at, match.end(), number, stamp)
            at = match.end()
        _add(result, plain.text, block, at, len(text), number, stamp)
    return tuple(result)


def _add(result: list[Sentence], text: str, block: Block, at: int, to: int, number: int, stamp: int | None) -> None:
    """Add a sentence; one far too long for a sentence is cut, so that no text can make the grammar slow."""
    start, end = _trim(text, block.start + at, block.start + to)
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = cut if cut > start else start + _LONGEST_SENTENCE
        result.append(Sentence(start=start, end=cut, kind=block.kind, paragraph=number, stamp=stamp))
        start, end = _trim(text, cut, end)
    if end > start:
        result.append(Sentence(start=start, end=end, kind=block.kind, paragraph=number, stamp=stamp))


def _stamp(text: str) -> int | None:
    match = _STAMP.match(text)
    if match is None:
        return None
    hour, minute, half = (match[1], match[2], match[3]) if match[1] else (match[4], "0", match[5])
    if half is None and not re.match(r"^\W{0,3}\d{1,2}[.:]\d{2}\s*(?:[-–—:|]|$|[A-Z])", text):
        return None
    number = int(hour) % 12 if half and half[0].lower() in "ap" else int(hour)
    if half and half[0].lower() == "p":
        number += 12
    return number * 60 + int(minute) if number < 24 and int(minute) < 60 else None


_QUOTE = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?:(?<=\s)|^)‘[^‘]{2,}?’(?![a-z])|(?:(?<=\s)|^)'[^']{2,200}?'(?![A-Za-z])"
)


def quotations(text: str, block: Block) -> tuple[tuple[int, int], ...]:
    """Return the spans of a block that are in quotation marks; a mark left open runs to the block's end."""
    if block.kind == "quotation":
        return ((block.start, block.end),)
    return tuple(
        (block.start + m.start(), block.start + m.end()) for m in _QUOTE.finditer(text[block.start : block.end])
    )
