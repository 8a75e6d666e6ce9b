"""How often one address may try: a sliding window, in memory, for what a stranger may ask before signing in."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable

from tellers.desk.refusing import TooMany, refuse

_ADDRESSES_MAX = 10_000


class Throttle:
    """Allows `most` tries in `seconds` to each address."""

    def __init__(self, most: int, seconds: float, monotonic: Callable[[], float]) -> None:
        self._most, self._seconds, self._monotonic = most, seconds, monotonic
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """Count one try.

        Raises:
            TooMany: It is one too many.
        """
        if not self.allows(address):
            refuse(
                TooMany,
                "sign-in",
                "too many tries from one address",
                f"{self._most} in {self._seconds:g} seconds",
                "Wait a little.",
            )

    def allows(self, address: str) -> bool:
        """Count one try, unless it is one too many, and return whether it is allowed."""
        now = self._monotonic()
        with self._lock:
            tries = self._tries.setdefault(address, deque())
            self._tries.move_to_end(address)
            while len(self._tries) > _ADDRESSES_MAX:
                self._tries.popitem(last=False)
            while tries and tries[0] <= now - self._seconds:
                tries.popleft()
            if len(tries) >= self._most:
                return False
            tries.append(now)
            return True
