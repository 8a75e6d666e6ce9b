"""Plain text, Markdown and HTML into plain text with the way back to every character."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from tellers.check.claim import Form
from tellers.check.lexicon.words import word_set
from tellers.check.story import BlockKind, Piece, Plain

_BLOCKS = word_set(
    "p div h1 h2 h3 h4 h5 h6 li ul ol blockquote figure figcaption section article header main table tr caption "
    "br hr title pre dd dt dl aside footer nav form body html head time"
)
_SILENT = word_set("script style noscript nav footer form button template svg select option textarea head iframe")
_VOID = word_set("br hr img meta link input area base col embed source track wbr")
_KINDS: dict[str, BlockKind] = {
    "h1": "headline",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "quotation",
    "aside": "boilerplate",
}


def guess_form(name: str, text: str) -> Form:
    """Return the form of a story from its file's name, else from how it begins."""
    low = name.lower()
    if low.endswith((".html", ".htm", ".xhtml")):
        return "html"
    if low.endswith((".md", ".markdown")):
        return "markdown"
    if low.endswith((".txt", ".text")):
        return "text"
    return (
        "html" if re.match(r"\s*(<!doctype html|<html|<p\b|<h1\b|<article\b|<div\b)", text, re.IGNORECASE) else "text"
    )


def read_text(text: str, form: Form = "text") -> Plain:
    """Return a story's plain text, its offsets kept."""
    match form:
        case "html":
            return _from_html(text)
        case "markdown":
            return _from_markdown(text)
    return Plain(text=text, pieces=(), starts=())


class _Build:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.length = 0

    def add(self, text: str, source: int, source_length: int | None = None) -> None:
        if not text:
            return
        size = len(text) if source_length is None else source_length
        self.pieces.append(Piece(at=self.length, source=source, length=len(text), source_length=size))
        self.parts.append(text)
        self.length += len(text)

    def plain(self, hints: list[tuple[int, int, BlockKind]]) -> Plain:
        pieces = tuple(self.pieces) or (Piece(at=0, source=0, length=0, source_length=0),)
        starts = tuple(piece.at for piece in pieces)
        return Plain(text="".join(self.parts), pieces=pieces, starts=starts, hints=tuple(hints))


class _Html(HTMLParser):
    """Keeps the text of a page and where each character stood; tags left open or never opened do no harm."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self.build = _Build()
        self.silent: list[str] = []
        self.open: list[tuple[str, int, BlockKind]] = []
        self.hints: list[tuple[int, int, BlockKind]] = []

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT and tag not in _VOID:
            self.silent.append(tag)
        if tag in _BLOCKS:
            self.build.add("\n", self._at(), 0)
            kind = _KINDS.get(tag)
            if kind is not None:
                self.open.append((tag, self.build.length, kind))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.build.add("\n", self._at(), 0)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        if tag in _BLOCKS:
            for i in range(len(self.open) - 1, -1, -1):
                if self.open[i][0] == tag:
                    _, start, kind = self.open[i]
                    self.hints.append((start, self.build.length, kind))
                    del self.open[i:]
                    break
            self.build.add("\n", self._at(), 0)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        # Line ends in a page's source are blanks; one character stays one character.
        self.build.add(re.sub(r"[\n\r\t]", " ", data), self._at())

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};", len(name) + 1)

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};", len(name) + 2)

    def _reference(self, raw: str, length: int) -> None:
        if self.silent:
            return
        start = self._at()
        closed = self.rawdata_has(start + length)
        self.build.add(html.unescape(raw).replace("\xa0", " "), start, length + closed)

    def rawdata_has(self, at: int) -> int:
        """Return 1 where the reference ended in a semicolon."""
        return 1 if self.whole[at : at + 1] == ";" else 0

    whole: str = ""


def _from_html(text: str) -> Plain:
    parser = _Html(text)
    parser.whole = text
    parser.feed(_closed(text))
    parser.close()
    hints = parser.hints + [
        (start, parser.build.length, kind) for _, start, kind in parser.open if kind != "boilerplate"
    ]
    return parser.build.plain(hints)


def _closed(text: str) -> str:
    """Return a page without what never ends, places kept: the parser would look for each end up to the page's own.

    A comment left open runs to the end, as browsers have it; a `<` after the last `>` opens no tag.
    """
    opened = text.find("<!--", text.rfind("-->") + 1)
    text = text if opened < 0 else text[:opened]
    last = text.rfind(">") + 1
    return text[:last] + text[last:].replace("<", "\uff1c")


_MARK = re.compile(
    r"(?P<code>^```.*?^```[^\n]*$)|(?P<comment><!--(?:(?!<!--).)*?-->)|(?P<image>!\[(?P<alt>[^\]\n]*)\]\([^)\n]*\))|"
    r"(?P<link>\[(?P<label>[^\]\n]*)\]\([^)\n]*\))|(?P<head>^\#{1,6}[ \t]+)|(?P<quote>^>[ \t]?)|"
    r"(?P<bullet>^[ \t]*(?:[-*+]|\d+\.)[ \t]+)|"
    r"(?P<emphasis>\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|`)|(?P<tag></?[a-z][^>\n]*>)",
    re.MULTILINE | re.DOTALL,
)


def _from_markdown(text: str) -> Plain:
    build, at = _Build(), 0
    hints: list[tuple[int, int, BlockKind]] = []
    for match in _MARK.finditer(text):
        build.add(text[at : match.start()], at)
        at = match.end()
        line_end = text.find("\n", at)
        rest = (line_end if line_end >= 0 else len(text)) - at
        if match["head"]:
            kind: BlockKind = "headline" if len(match["head"].strip()) == 1 else "heading"
            hints.append((build.length, build.length + rest, kind))
        elif match["quote"]:
            hints.append((build.length, build.length + rest, "quotation"))
        elif match["image"]:
            hints.append((build.length, build.length + len(match["alt"]), "caption"))
            build.add(match["alt"], match.start("alt"))
        elif match["link"]:
            build.add(match["label"], match.start("label"))
    build.add(text[at:], at)
    return build.plain(hints)
