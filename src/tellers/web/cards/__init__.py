"""Social cards: a picture of 1200 by 630 pixels that shows where a contest, a body or the night stands."""

from tellers.web.cards.card import Card, CardRow
from tellers.web.cards.drawing import draw_card

__all__ = ["Card", "CardRow", "draw_card"]
