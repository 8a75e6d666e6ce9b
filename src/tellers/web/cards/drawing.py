"""A card drawn as a PNG, with a palette of its own: a third of the time and of the bytes of one of full colour.

The picture is of palette indices. Each ink is a ramp of shades from its ground to itself, so that the soft edges of
letters, which are drawn as numbers between two others, come out as shades between two colours.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache

from PIL import Image, ImageDraw

from tellers.web.cards.card import Card, CardRow
from tellers.web.cards.lettering import fitted, font_for, wrapped

WIDTH, HEIGHT = 1200, 630
MARGIN = 56
SHADES = 16
HEAD = 0.12
"""The part of a letter's size that a line's room begins below its top, so that it clears the line above."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_GROUND, _MAST, _TEST = "#ffffff", "#16202e", "#963a00"
_INKS = {
    "text": ("#14161b", _GROUND),
    "quiet": ("#545a66", _GROUND),
    "won": ("#0a6236", _GROUND),
    "mast": ("#f3f5f8", _MAST),
    "test": ("#ffffff", _TEST),
}
_TRACK = "#e6e8ec"
_FALLBACK = "#767676"
COMPRESSION = 3


def _between(ground: str, ink: str, part: float) -> str:
    """Return a colour part of the way from one to another."""
    pairs = ((int(ground[i : i + 2], 16), int(ink[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


_RAMPS = {name: SHADES * number for number, name in enumerate(_INKS)}
_SHADED = tuple(_between(ground, ink, step / (SHADES - 1)) for ink, ground in _INKS.values() for step in range(SHADES))


@lru_cache(maxsize=256)
def _tile(text: str, room: int, size: int, weight: int, ink: str, *, end: bool) -> Image.Image:
    """Return a line of text on its ground; from one edition's card to the next most lines are the same."""
    base, shown = _RAMPS[ink], fitted(text, size, weight, room)
    tile = Image.new("L", (room, round(size * 1.26)), base)
    line = round(size * 1.07) - round(size * HEAD)  # Where letters stand: fonts differ in how far they rise above it.
    ImageDraw.Draw(tile).text(
        (room if end else 0, line),
        shown,
        font=font_for(shown, size, weight),
        fill=base + SHADES - 1,
        anchor="rs" if end else "ls",
    )
    return tile


class _Sheet:
    """A picture of palette indices."""

    def __init__(self) -> None:
        self._palette = list(_SHADED)
        self._image = Image.new("L", (WIDTH, HEIGHT), _RAMPS["text"])
        self._draw = ImageDraw.Draw(self._image)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        if width > 0:
            self._draw.rectangle((x, y, x + width - 1, y + height - 1), fill=self._index(colour))

    def write(
        self, x: float, y: float, room: float, text: str, size: int, weight: int, ink: str, *, end: bool = False
    ) -> None:
        """Write a line from its top left, or to its top right, cut to its room; the room takes the ink's ground."""
        if text:
            left = x - room if end else x
            tile = _tile(text, round(room), size, weight, ink, end=end)
            self._image.paste(tile, (round(left), round(y + size * HEAD)))

    def png(self) -> bytes:
        """Return the picture as a PNG."""
        flat = bytes(int(colour[i : i + 2], 16) for colour in self._palette for i in (1, 3, 5))
        self._image.putpalette(flat)  # It is of palette indices from here on.
        out = io.BytesIO()
        self._image.save(out, "PNG", compress_level=COMPRESSION)
        return out.getvalue()

    def _index(self, colour: str) -> int:
        known = colour if _COLOUR.fullmatch(colour) else _FALLBACK
        if known not in self._palette:
            if len(self._palette) == 256:
                known = _FALLBACK if _FALLBACK in self._palette else self._palette[-1]
            else:
                self._palette.append(known)
        return self._palette.index(known)


def draw_card(card: Card) -> bytes:
    """Return a card as a PNG of 1200 by 630 pixels: the same bytes for the same card."""
    sheet = _Sheet()
    inside = WIDTH - 2 * MARGIN
    sheet.box(0, 0, WIDTH, 76, _MAST)
    sheet.write(MARGIN, 17, inside, card.night, 28, 700, "mast")
    y = 76.0
    if card.test:
        sheet.box(0, y, WIDTH, 44, _TEST)
        sheet.write(MARGIN, y + 6, inside, "TEST. These are not results of a real election.", 22, 700, "test")
        y += 44
    y += 22
    if card.over:
        sheet.write(MARGIN, y, inside, card.over, 28, 600, "quiet")
        y += 42
    size = 62 if len(wrapped(card.headline, 62, 800, inside, 3)) == 1 else 46
    for line in wrapped(card.headline, size, 800, inside, 2):
        sheet.write(MARGIN, y, inside, line, size, 800, "won" if card.final else "text")
        y += size * 1.26
    y += 6
    if card.detail:
        sheet.write(MARGIN, y, inside, card.detail, 27, 400, "text")
        y += 46
    y = _blocks(sheet, card, y)
    _rows(sheet, card.rows, y)
    sheet.write(MARGIN, HEIGHT - 46, inside, card.status, 22, 400, "quiet")
    return sheet.png()


def _blocks(sheet: _Sheet, card: Card, y: float) -> float:
    """Draw the bar of seats with its half marked where that is a majority; return where the next thing may begin."""
    if not card.blocks:
        return y
    inside = WIDTH - 2 * MARGIN
    sheet.box(MARGIN, y + 4, inside, 40, _TRACK)
    start = 0.0
    for colour, part in card.blocks:
        left, right = round(MARGIN + inside * start), round(MARGIN + inside * (start + part))
        sheet.box(left, y + 4, right - left, 40, colour)
        sheet.box(right - 1, y + 4, 1, 40, _GROUND)
        start += part
    if card.half:
        sheet.box(WIDTH / 2 - 1, y - 4, 3, 56, "#14161b")
    return y + 66


def _rows(sheet: _Sheet, rows: tuple[CardRow, ...], y: float) -> None:
    """Draw as many lines as there is room for."""
    high = 58
    inside = WIDTH - 2 * MARGIN
    for row in rows[: max(0, int((HEIGHT - 58 - y) // high))]:
        sheet.box(MARGIN, y + 12, 20, 20, row.colour)
        sheet.write(MARGIN + 34, y, inside - 420, row.name, 30, 600, "text")
        sheet.write(WIDTH - MARGIN - 165, y, 215, row.figure, 30, 700, "text", end=True)
        sheet.write(WIDTH - MARGIN, y + 3, 160, row.more, 26, 400, "quiet", end=True)
        if row.width is not None:
            sheet.box(MARGIN, y + 44, inside, 8, _TRACK)
            sheet.box(MARGIN, y + 44, round(inside * min(row.width, 100) / 100), 8, row.colour)
        y += high
