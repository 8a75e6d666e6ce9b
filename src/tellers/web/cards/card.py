"""What a card says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A line of a card: whose, its figures, and its bar.

    Args:
        width: The bar's length, 0 to 100; None for no bar.
    """

    name: str
    colour: str
    figure: str
    more: str
    width: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card.

    Args:
        over: The line above the headline: which contest or body, "" for the night's own.
        status: The line at the foot: how far the count has got, and which edition this is.
        final: Whether the headline tells a result.
        blocks: The bar of seats: colours and parts of all seats, 0 to 1, in order; empty for none.
        half: Whether half of the seats is a majority of something.
    """

    night: str
    test: bool
    over: str
    headline: str
    detail: str
    status: str
    final: bool
    rows: tuple[CardRow, ...] = ()
    blocks: tuple[tuple[str, float], ...] = ()
    half: bool = False
