"""Plain CSV rows made rankings as they stand in bytes, which makes a million papers quick; others are left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tellers.count.ballots import Entry, Ranking

# Ranks as they are nearly always written; anything else is left to the reader that looks closer.
_DIGITS: Mapping[bytes, int] = {str(number).encode(): number for number in range(1, 200)}
_RUNS = tuple(tuple(range(1, length + 1)) for length in range(200))


def quick_by_ranks(
    rows: Mapping[bytes, int], known: Mapping[bytes, Entry], commas: int
) -> Iterator[tuple[bytes, int, Ranking | None]]:
    """Yield each row with its number and its ranking; None for a row that must be looked at more closely.

    Args:
        rows: Rows of nothing but ranks, with how often each stands.
        known: What each name says; it may grow between rows, as those left are read.
        commas: Commas in a whole row.
    """
    says = known.__getitem__
    for raw, times in rows.items():
        ranking: Ranking | None = None
        if raw.count(b",") == commas and b'"' not in raw:
            # Empty ranks at the end say nothing, and many papers end with some.
            bare = raw.rstrip(b",\r\n")
            try:
                ranking = tuple(map(says, bare.split(b","))) if bare else ()
            except KeyError:
                ranking = None
        yield raw, times, ranking


def quick_by_candidates(rows: Mapping[bytes, int], commas: int) -> Iterator[tuple[bytes, int, Ranking | None]]:
    """Yield each row of ranks by candidate likewise: a ranking where they run 1, 2, 3, and None otherwise."""
    number_of = _DIGITS.__getitem__
    for raw, times in rows.items():
        ranking: Ranking | None = None
        if raw.count(b",") == commas and b'"' not in raw:
            cells = raw.rstrip(b"\r\n").split(b",")
            try:
                at = {number_of(cell): candidate for candidate, cell in enumerate(cells) if cell}
                ranking = tuple([at[rank] for rank in _RUNS[len(at)]])
            except KeyError:
                ranking = None
            else:
                # Two candidates of one rank leave fewer numbers than cells.
                if len(at) != len(cells) - cells.count(b""):
                    ranking = None
        yield raw, times, ranking
