"""What a file is, and what a family of files answers: which there are, which of them an edition touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from tellers.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the site: its address, its bytes and its media type.

    Args:
        kept: Another address, at which these very bytes stay when the file is written again; "" for none.
    """

    path: str
    content: bytes
    media: str
    kept: str = ""


class Family(Protocol):
    """One family of files: served when asked for, and written by `tellers publish`."""

    def file(self, path: str, edition: Edition) -> File | None:
        """Return the file at an address as it is at an edition, None where this family has none there."""

    def paths(self, edition: Edition) -> Iterable[str]:
        """Yield the address of every file to be written of an edition."""

    def touched(self, edition: Edition) -> Iterable[str]:
        """Yield the address of every file to be written that an edition's own event may have changed."""
