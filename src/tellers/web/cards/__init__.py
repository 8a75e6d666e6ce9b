"""Social cards: a picture of 1200 by 630 pixels that shows where a contest, a body or the night stands."""

from tellers.web.cards.card import Card, CardRow
from tellers.web.cards.drawing import draw_card
from tellers.web.cards.svg import draw_card_svg

__all__ = ["Card", "CardRow", "draw_card", "draw_card_svg"]
