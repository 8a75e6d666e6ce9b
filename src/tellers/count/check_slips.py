"""Slips of the pen: what a figure may have been before one digit was mistyped, exchanged, dropped or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise


def slips(text: str) -> Iterator[str]:
    """Yield every figure that one slip turns into `text`: of a digit first, then an exchange, a loss, a doubling.

    The decimal mark stays where it is, and no figure begins with a needless zero.

    Example:
        >>> "303.00" in slips("393.00"), "1234" in list(slips("1324")), "1442" in slips("142")
        (True, True, True)
    """
    told = {text}
    if text.startswith("-"):
        yield from (f"-{slip}" for slip in slips(text[1:]))
        return
    for slip in (*_digits(text), *_exchanges(text), *_losses(text), *_doublings(text)):
        plain = _plain(slip)
        if plain is not None and plain not in told:
            told.add(plain)
            yield plain


def _plain(text: str) -> str | None:
    whole = text.partition(".")[0]
    if not whole or (len(whole) > 1 and whole.startswith("0")):
        return None
    return text


def _digits(text: str) -> Iterator[str]:
    for place, sign in enumerate(text):
        if sign.isdigit():
            for digit in "0123456789":
                if digit != sign:
                    yield text[:place] + digit + text[place + 1 :]


def _exchanges(text: str) -> Iterator[str]:
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    for first, second in pairwise(places):
        yield text[:first] + text[second] + text[first + 1 : second] + text[first] + text[second + 1 :]


def _losses(text: str) -> Iterator[str]:
    """A digit of the true figure was dropped: put each back, before the decimal mark."""
    whole, mark, decimals = text.partition(".")
    for place in range(len(whole) + 1):
        for digit in "0123456789":
            yield whole[:place] + digit + whole[place:] + mark + decimals


def _doublings(text: str) -> Iterator[str]:
    """A digit was typed once too often: take each out, before the decimal mark."""
    whole, mark, decimals = text.partition(".")
    for place in range(len(whole)):
        yield whole[:place] + whole[place + 1 :] + mark + decimals


__all__ = ["slips"]
