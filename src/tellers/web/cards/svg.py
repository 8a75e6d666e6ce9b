"""A card as a drawing: the same values as the PNG, in SVG of 1200 by 630, for those who embed it as an image."""

from __future__ import annotations

import re

from tellers.web.cards.card import Card, CardRow
from tellers.web.cards.lettering import fitted, wrapped
from tellers.web.charts.svg import coordinate, text

WIDTH, HEIGHT, MARGIN, HIGH = 1200, 630, 56, 58
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_STYLE = (
    "svg{font-family:system-ui,sans-serif;background:#fff}text{fill:#14161b}.quiet{fill:#545a66}.won{fill:#0a6236}"
    ".light{fill:#fff}.n{font-weight:700;font-size:28px}.h{font-weight:800;font-size:46px}.d{font-size:27px}"
    ".r{font-weight:600;font-size:30px}.f{font-weight:700;font-size:30px}.m{font-size:26px}.s{font-size:22px}"
)


def draw_card_svg(card: Card) -> bytes:
    """Return a card as SVG, with all that it says as its text alternative."""
    inside = WIDTH - 2 * MARGIN
    body = [_box(0, 0, WIDTH, 76, "#16202e"), text(MARGIN, 48, fitted(card.night, 28, 700, inside), kind="n light")]
    y = 76.0
    if card.test:
        said = "TEST. These are not results of a real election."
        body += [_box(0, y, WIDTH, 44, "#963a00"), text(MARGIN, y + 31, said, kind="s light")]
        y += 44
    y += 22
    if card.over:
        body.append(text(MARGIN, y + 28, fitted(card.over, 28, 600, inside), kind="n quiet"))
        y += 42
    for line in wrapped(card.headline, 46, 800, inside, 2):
        body.append(text(MARGIN, y + 46, line, kind="h won" if card.final else "h"))
        y += 58
    if card.detail:
        body.append(text(MARGIN, y + 32, fitted(card.detail, 27, 400, inside), kind="d"))
        y += 52
    if card.blocks:
        body.append(_blocks(card, y))
        y += 66
    for row in card.rows[: max(0, int((HEIGHT - 58 - y) // HIGH))]:
        body.append(_row(row, y))
        y += HIGH
    body.append(text(MARGIN, HEIGHT - 24, fitted(card.status, 22, 400, inside), kind="s quiet"))
    figures = "; ".join(" ".join(part for part in (r.name, r.figure, r.more) if part) for r in card.rows)
    said = ". ".join(part for part in (card.over, card.headline, card.detail.rstrip("."), figures, card.status) if part)
    title = text(0, 0, said).replace('<text x="0" y="0">', '<title id="said">').replace("</text>", "</title>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="said"><style>{_STYLE}</style>{title}{"".join(body)}</svg>\n'
    ).encode()


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    fill = colour if _COLOUR.fullmatch(colour) else "#767676"
    size = f'width="{coordinate(width)}" height="{coordinate(height)}"'
    return f'<rect x="{coordinate(x)}" y="{coordinate(y)}" {size} fill="{fill}"/>'


def _blocks(card: Card, y: float) -> str:
    inside = WIDTH - 2 * MARGIN
    drawn, start = [_box(MARGIN, y + 4, inside, 40, "#e6e8ec")], 0.0
    for colour, part in card.blocks:
        drawn.append(_box(MARGIN + inside * start, y + 4, max(0.0, inside * part - 1), 40, colour))
        start += part
    if card.half:
        drawn.append(_box(WIDTH / 2 - 1, y - 4, 3, 56, "#14161b"))
    return "".join(drawn)


def _row(row: CardRow, y: float) -> str:
    inside = WIDTH - 2 * MARGIN
    drawn = [
        _box(MARGIN, y + 12, 20, 20, row.colour),
        text(MARGIN + 34, y + 32, fitted(row.name, 30, 600, inside - 420), kind="r"),
        text(WIDTH - MARGIN - 165, y + 32, row.figure, anchor="end", kind="f"),
        text(WIDTH - MARGIN, y + 32, row.more, anchor="end", kind="m quiet"),
    ]
    if row.width is not None:
        drawn.append(_box(MARGIN, y + 44, inside, 8, "#e6e8ec"))
        drawn.append(_box(MARGIN, y + 44, inside * min(row.width, 100) / 100, 8, row.colour))
    return "".join(drawn)
