"""A sealed event as it is stored: one line that ends in its hash."""

from __future__ import annotations

import re

import msgspec

# A line is `{…,"hash":"<64 hex digits>"}`: cut these bytes off, put the brace back, and it is what was hashed.
_TAIL = re.compile(rb',"hash":"([0-9a-f]{64})"\}\Z')
TAIL_BYTES = 75
HASH = slice(-66, -2)


class Line(msgspec.Struct, frozen=True, gc=False):
    """A sealed event as every store keeps it and every log file holds it.

    Args:
        seq: Its place in the log, from 1.
        id: The event's id.
        line: The JSON, ending in the hash, without a newline.
    """

    seq: int
    id: str
    line: bytes

    @property
    def hash(self) -> str:
        """The hash in hex; any bytes that stand there, for a line that was altered."""
        return self.line[HASH].decode(errors="replace")


class Head(msgspec.Struct, frozen=True):
    """The end of a log: the last event's seq and hash; 0 and the genesis hash for an empty one."""

    seq: int
    hash: str


def with_hash(body: bytes, hash: str) -> bytes:
    """Return the line of a body and its hash."""
    return b'%b,"hash":"%b"}' % (body[:-1], hash.encode())


def split(line: bytes) -> tuple[bytes, str] | None:
    """Return what was hashed and the hash, or None where the line does not end as a sealed line does."""
    tail = _TAIL.search(line[-TAIL_BYTES:])
    return None if tail is None else (line[:-TAIL_BYTES] + b"}", tail.group(1).decode())
