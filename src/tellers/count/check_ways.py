"""In how many ways papers of known values can add up to a printed transfer: the arithmetic under the checks of a sheet.

A transfer is a sum of papers, each worth one of a few values. `ways` says whether a printed figure is such a sum at
all, and how few and how many papers of each value it can hold. Values and sums are integers in units of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

# Above this many combinations of the smaller parcels, only the fractions they can reach are worked out.
COMBINATIONS_MAX = 200_000
# A fraction that no papers reach; above any sum of votes.
NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True, slots=True)
class Ways:
    """Fewest and most papers of each value, in the order of the values asked about."""

    least: tuple[int, ...]
    most: tuple[int, ...]


@lru_cache(maxsize=400_000)
def ways(low: int, high: int, values: tuple[int, ...], caps: tuple[int, ...]) -> Ways | None:
    """Return how papers of these values can add up to a sum from `low` to `high`; None if they cannot.

    Args:
        values: Above zero, each once.
        caps: Papers of each value that there are at most.

    Example:
        >>> ways(62, 62, (25, 10, 1), (3, 3, 4))
        Ways(least=(2, 1, 2), most=(2, 1, 2))
        >>> ways(66, 66, (25, 10, 1), (1, 3, 4)) is None
        True
    """
    if high < 0:
        return None
    low = max(low, 0)
    if high == 0:
        return Ways((0,) * len(values), (0,) * len(values))
    bounded = tuple(min(cap, high // value) for value, cap in zip(values, caps, strict=True))
    if sum(value * cap for value, cap in zip(values, bounded, strict=True)) < low:
        return None
    kinds = sum(cap > 0 for cap in bounded)
    if kinds == 0:
        return Ways(bounded, bounded) if low == 0 else None
    if kinds == 1:
        return _one_value(low, high, values, bounded)
    return _many_values(low, high, values, bounded)


def _one_value(low: int, high: int, values: tuple[int, ...], caps: tuple[int, ...]) -> Ways | None:
    place = next(index for index, cap in enumerate(caps) if cap)
    least, most = -(-low // values[place]), min(caps[place], high // values[place])
    if least > most:
        return None

    def at(count: int) -> tuple[int, ...]:
        return tuple(count if index == place else 0 for index in range(len(values)))

    return Ways(at(least), at(most))


def _many_values(low: int, high: int, values: tuple[int, ...], caps: tuple[int, ...]) -> Ways | None:
    """Try every combination of all values but the commonest, whose papers must then make up the rest."""
    main = max(range(len(values)), key=lambda index: (caps[index], values[index]))
    others = [index for index in range(len(values)) if index != main and caps[index]]
    if product(caps[index] + 1 for index in others) > COMBINATIONS_MAX:
        return _reachable(low, high, values, caps)
    sums = _kept_sums(tuple(values[index] for index in others), tuple(caps[index] for index in others))
    first = np.maximum(-((sums - low) // values[main]), 0)
    last = np.minimum((high - sums) // values[main], caps[main])
    fits = np.flatnonzero((first <= last) & (sums <= high))
    if not fits.size:
        return None
    least, most = [0] * len(values), [0] * len(values)
    least[main], most[main] = int(first[fits].min()), int(last[fits].max())
    rest = fits
    for index in reversed(others):
        rest, counts = np.divmod(rest, caps[index] + 1)
        least[index], most[index] = int(counts.min()), int(counts.max())
    return Ways(tuple(least), tuple(most))


def product(numbers: object) -> int:
    """Return the product of whole numbers."""
    total = 1
    for number in numbers:  # type: ignore[attr-defined]
        total *= number
    return total


@lru_cache(maxsize=64)
def _kept_sums(values: tuple[int, ...], caps: tuple[int, ...]) -> Ints:
    return combination_sums(values, caps)


def combination_sums(values: tuple[int, ...], caps: tuple[int, ...]) -> Ints:
    """Return the sum of every combination of 0 to `cap` papers of each value; the last value runs fastest."""
    sums = np.zeros(1, dtype=np.int64)
    for value, cap in zip(values, caps, strict=True):
        sums = (sums[:, None] + np.arange(cap + 1, dtype=np.int64) * value).ravel()
    return sums


def _reachable(low: int, high: int, values: tuple[int, ...], caps: tuple[int, ...]) -> Ways | None:
    """Say only whether the sum can be reached; the counts are left as wide as the parcels.

    Exact where one value divides into whole votes: the fewest votes with which the other papers reach each remainder
    are worked out once, and papers of that value fill up the rest.
    """
    unit = max(range(len(values)), key=lambda index: (caps[index] * values[index], values[index]))
    rest = [index for index in range(len(values)) if index != unit]
    least_sum = _least_sums(values[unit], tuple(values[i] for i in rest), tuple(caps[i] for i in rest))
    sums = np.arange(low, high + 1, dtype=np.int64)
    needed = least_sum[sums % values[unit]]
    if not bool((needed <= sums).any()):
        return None
    return Ways((0,) * len(values), caps)


@lru_cache(maxsize=64)
def _least_sums(modulus: int, values: tuple[int, ...], caps: tuple[int, ...]) -> Ints:
    """Return, for each remainder by `modulus`, the smallest sum of papers that leaves it; `NEVER` where none does."""
    least = np.full(modulus, NEVER, dtype=np.int64)
    least[0] = 0
    for value, cap in zip(values, caps, strict=True):
        left, step = cap, 1
        while left:
            taken = min(step, left)
            shifted = np.roll(least, taken * value % modulus)
            least = np.minimum(least, np.where(shifted < NEVER, shifted + taken * value, NEVER))
            left, step = left - taken, step * 2
    return least


__all__ = ["COMBINATIONS_MAX", "Ways", "combination_sums", "product", "ways"]
