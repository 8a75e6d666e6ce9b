"""The gzip twins of files: of a large one, rewritten at every event, only the pieces that changed are compressed again.

A large file is cut where its own content says, so that a change moves the cuts beside it and no others. Each piece is
deflated with the piece before it as its window, and ends on a whole byte; the pieces in order are one ordinary gzip
stream, as pigz makes it. The same content gives the same bytes, whatever was written before.
"""

from __future__ import annotations

import gzip
import re
import struct
import zlib

LARGE = 40_000
LEVEL = 5
FETCHED, LEVEL_FETCHED = ("/parts/", "/editions/"), 9
"""What every reader fetches at each event, and nobody writes again: a fiftieth fewer bytes for a millisecond."""
PIECE_LEAST, PIECE_MOST = 6_000, 24_000
_ENDS = re.compile(rb"\n|</(?:tr|li|g|a|option)>|\},")
"""Where rows of tables, lists, maps and data end: a piece may end there."""
_ONE_IN = 16
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflate, no name, no time, system not told.
_LAST = b"\x03\x00"  # An empty final block.


class Twins:
    """Compresses files by their addresses, remembering the pieces of the large ones as they were last."""

    def __init__(self) -> None:
        self._pieces: dict[str, dict[tuple[bytes, bytes], bytes]] = {}

    def gzip(self, path: str, content: bytes) -> bytes:
        """Return a file's content as a gzip stream: the same bytes for the same content."""
        if len(content) < LARGE:
            return gzip.compress(content, LEVEL_FETCHED if path.startswith(FETCHED) else LEVEL, mtime=0)
        known, now, before, stream = self._pieces.get(path, {}), {}, b"", [_HEAD]
        for piece in pieces(content):
            made = known.get((before, piece))
            now[before, piece] = made = _deflated(before, piece) if made is None else made
            stream.append(made)
            before = piece
        self._pieces[path] = now
        return b"".join([*stream, _LAST, struct.pack("<II", zlib.crc32(content), len(content))])


def _deflated(before: bytes, piece: bytes) -> bytes:
    """Return a piece as deflate blocks that end on a whole byte; what they refer back to is in the piece before."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, before)
    return packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)


def pieces(content: bytes) -> list[bytes]:
    """Return a content cut into pieces; which row's end is a cut depends on that row alone."""
    found, start = [], 0
    while start < len(content):
        end = _end(content, start)
        found.append(content[start:end])
        start = end
    return found


def _end(content: bytes, start: int) -> int:
    most = min(start + PIECE_MOST, len(content))
    for row in _ENDS.finditer(content, min(start + PIECE_LEAST, most), most):
        if zlib.crc32(content[row.end() - 24 : row.end()]) % _ONE_IN == 0:
            return row.end()
    return most
