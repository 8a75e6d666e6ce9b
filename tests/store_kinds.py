"""Every kind of store that this machine can run, for suites that all of them must pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KINDS = ["memory", "sqlite"]


@contextmanager
def place(kind: str, folder: Path) -> Iterator[str]:
    """Yield the URL of a log of this kind that does not exist yet."""
    match kind:
        case "memory":
            yield "memory:"
        case "sqlite":
            yield f"sqlite:///{folder / 'night.db'}"
        case _:
            raise AssertionError(kind)
