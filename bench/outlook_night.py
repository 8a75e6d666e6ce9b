"""What one past election is to the benches: plain arrays, the orders in which its areas declared, and its moments."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

SHARED = Path(__file__).resolve().parents[2] / "shared"
PERCENTS = (2, 5, 10, 25, 50, 75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One past election as arrays; A areas, P parties, C covariates.

    Attributes:
        votes: shape (A, P), the official final votes.
        prior_votes: shape (A, P), the basis on tonight's boundaries; a row of NaN where there is none.
        stands: shape (A, P), who was nominated: known before the count.
        incumbent: shape (A, P), the sitting member stands again for this party.
        contest: shape (A,), the contest each area belongs to; its own where each area elects.
        orders: By name, the areas in an order of declaration, real or made up.
        moments: The percentages of areas declared at which the night is scored.
        main: The parties whose seats and shares are scored.
    """

    name: str
    area_ids: tuple[str, ...]
    parties: tuple[str, ...]
    votes: np.ndarray
    prior_votes: np.ndarray
    electorate: np.ndarray
    prior_electorate: np.ndarray
    stands: np.ndarray
    incumbent: np.ndarray
    region: np.ndarray
    nation: np.ndarray
    contest: np.ndarray
    covariates: np.ndarray
    orders: dict[str, np.ndarray]
    main: tuple[str, ...]
    moments: tuple[float, ...] = field(default=PERCENTS)

    def final_seats(self) -> np.ndarray:
        """Return the seats each party won: contests in which it led."""
        totals = np.zeros((int(self.contest.max()) + 1, len(self.parties)))
        np.add.at(totals, self.contest, self.votes)
        return np.bincount(totals.argmax(axis=1), minlength=len(self.parties))

    def main_index(self) -> np.ndarray:
        """Return the columns of the parties that are scored."""
        return np.array([self.parties.index(party) for party in self.main])


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment of a night: in which order, at what percentage, and which areas had declared: shape (A,)."""

    order: str
    percent: float
    known: np.ndarray


def moments_of(night: Night) -> Iterator[Moment]:
    """Yield each order's moments; at each at least one area is known."""
    for name, order in night.orders.items():
        for percent in night.moments:
            known = np.zeros(len(order), dtype=bool)
            known[order[: max(1, round(len(order) * percent / 100))]] = True
            yield Moment(order=name, percent=percent, known=known)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, compressed or not, of whichever of two encodings it has."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return list(csv.DictReader(io.StringIO(text, newline="")))
