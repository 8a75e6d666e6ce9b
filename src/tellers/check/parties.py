"""One key for a party under all its names."""

from __future__ import annotations

import re
from functools import lru_cache

from tellers.check.lexicon.parties import ALIASES, NOT_INSIDE


@lru_cache(maxsize=4096)
def party_key(name: str) -> str:
    """Return a key that is the same for "Labour", "Labour and Co-operative" and "Labour Party".

    Example:
        >>> party_key("Conservative and Unionist"), party_key("Barset Liberal Party")
        ('conservative', 'barset liberal')
    """
    low = re.sub(r"\s+", " ", name.casefold().replace("’", "'")).strip()
    for key, aliases in ALIASES:
        if low in aliases:
            return _first(key)
        if re.match(rf"{re.escape(key)}\b", low) and not any(word in low for word in NOT_INSIDE.get(key, ())):
            return _first(key)
    if low.startswith("the "):
        low = low[4:]
    return re.sub(r"\s+party$", "", low)


def _first(key: str) -> str:
    return "democratic" if key == "democrat" else key


def aliases(name: str, short: str) -> tuple[str, ...]:
    """Return what a party may be called, in lower case."""
    key = party_key(name)
    found = {name.casefold(), key}
    for known, names in ALIASES:
        if _first(known) == key:
            found.update(names)
    if short:
        found.add(short.casefold())
    for item in tuple(found):
        if not item.endswith(("s", "party")) and len(item) > 4:
            found.update((f"{item}s", f"{item} party"))
        elif item.endswith("s") and len(item) > 5:
            found.add(item[:-1])
    return tuple(sorted(found))
