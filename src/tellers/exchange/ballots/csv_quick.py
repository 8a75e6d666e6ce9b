"""Plain CSV rows made rankings as they stand in bytes, which makes a million papers quick; others are left."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tellers.count.ballots import Entry, Ranking

# Ranks as they are nearly always written; anything else is left to the reader that looks closer.
_DIGITS: Mapping[bytes, int] = {str(number).encode(): number for number in range(1, 200)}
_RUNS = tuple(tuple(range(1, length + 1)) for length in range(200))

Quick = Callable[[bytes], Ranking | None]


def quick_by_ranks(known: Mapping[bytes, Entry], commas: int) -> Quick:
    """Return what makes a ranking of a row of names by rank; None for a row that must be looked at more closely.

    Args:
        known: The index of each name, and None for nothing; it may grow between rows.
        commas: Commas in a whole row.
    """
    says = known.__getitem__

    def read(row: bytes) -> Ranking | None:
        if row.count(b",") != commas:
            return None
        # Empty ranks at the end say nothing, and many papers end with some.
        bare = row.rstrip(b",")
        if not bare:
            return ()
        try:
            return tuple(map(says, bare.split(b",")))
        except KeyError:
            return None

    return read


def quick_by_candidates(commas: int, ranks_max: int) -> Quick:
    """Return what makes a ranking of a row of ranks by candidate, where they run 1, 2, 3; None for any other row."""
    number_of = _DIGITS.__getitem__

    def read(row: bytes) -> Ranking | None:
        if row.count(b",") != commas:
            return None
        cells = row.split(b",")
        try:
            at = {number_of(cell): candidate for candidate, cell in enumerate(cells) if cell}
            ranking = tuple(map(at.__getitem__, _RUNS[len(at)]))
        except KeyError:
            return None
        # Two candidates of one rank leave fewer numbers than cells.
        whole = len(at) == len(cells) - cells.count(b"") and len(at) <= ranks_max
        return ranking if whole else None

    return read
