"""What came of one try to deliver, and when the next one is."""

from __future__ import annotations

import random
from typing import Literal

import msgspec

RETRY_SECONDS = (5, 20, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800)
"""How long after each try that failed the next one comes, before jitter: ten more tries, over some sixteen hours."""
_ASKED_MAX_SECONDS = 3_600.0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a try: it was sent, is to be tried again, was refused for good, or the address is gone."""

    result: Literal["sent", "again", "refused", "gone"]
    detail: str
    wait_seconds: float | None = None


def next_try_seconds(tries: int, asked: float | None, chance: random.Random) -> float | None:
    """Return how long to wait after so many tries, None when there was the last.

    Args:
        tries: From 1.
        asked: What the receiver asked for, taken up to an hour.
        chance: For the jitter, from three quarters to five quarters: receivers that fell together do not rise together.
    """
    if tries > len(RETRY_SECONDS):
        return None
    wait = RETRY_SECONDS[tries - 1] * chance.uniform(0.75, 1.25)
    return wait if asked is None else max(wait, min(asked, _ASKED_MAX_SECONDS))
