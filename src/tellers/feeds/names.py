"""How a thing of the night is named in an address."""

from __future__ import annotations

import hashlib
import re

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.~-]{0,120}")


def slug(id: str) -> str:
    """Return an id as a path's last part: itself where it is plain, else the hash of it."""
    return id if _PLAIN.fullmatch(id) else "id-" + hashlib.sha256(id.encode()).hexdigest()[:16]
