"""What a check says: the law that is broken, the cell that breaks it, what it holds and what would put it right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Field = Literal[
    "total",
    "transferred",
    "non_transferable",
    "lost",
    "quota",
    "valid",
    "seats",
    "outcome",
    "votes",
    "rejected",
    "papers",
    "electorate",
    "majority",
    "turnout_percent",
    "next_votes",
    "threshold",
]


# Other cells that a sentence names; the finding itself holds them all.
OTHERS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One printed figure of a sheet: `candidate` by index, `stage` from 1; None where the figure has none."""

    field: Field
    candidate: int | None = None
    stage: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One law that does not hold.

    Args:
        law: Its short name, such as `quota` or `transfer`.
        cells: Every cell that the law reads: one of them is wrong.
        why: One sentence with the figures.
    """

    law: str
    cells: frozenset[Cell]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A cell whose correction alone would restore every law.

    Args:
        cell: The cell.
        place: The cell in words, such as `Alan Digney, stage 3`.
        holds: What is printed there; empty for a blank.
        values: What it may be, as decimal text, the likeliest first; cut to a dozen.
        values_count: How many values would do; None where they were not all tried.
        likely: Those of `values` that differ from what is printed by one slip of the pen: a digit, two digits
            exchanged, a digit dropped or doubled.
    """

    cell: Cell
    place: str
    holds: str
    values: tuple[str, ...]
    values_count: int | None
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong with a declared sheet.

    Args:
        law: The first law that is broken.
        candidate: Name in the cell's line; None where the cell has no line, or the cell is not known.
        stage: From 1; None where the figure has no stage, or the cell is not known.
        field: Which figure; None where the law does not point at one.
        holds: What is printed there.
        should_be: The one value that restores every law; None where there is none, or more than one.
        may_be: Values that would restore every law, the likeliest first.
        others: Other cells that would explain it as well, best first.
        broken: Every law broken by it, in sentences.
    """

    law: str
    where: str
    candidate: str | None = None
    stage: int | None = None
    field: Field | None = None
    holds: str | None = None
    should_be: str | None = None
    may_be: tuple[str, ...] = ()
    others: tuple[Remedy, ...] = ()
    broken: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [self.where]
        if self.holds is not None:
            parts.append(f"holds {self.holds or 'nothing'}")
        if self.should_be is not None:
            parts.append(f"should be {self.should_be}")
        elif self.may_be:
            parts.append(f"may be {_listed(self.may_be)}")
        text = ", ".join(parts) + ". " + (self.broken[0] if self.broken else "")
        if self.others:
            told = [f"{other.place} ({other.holds or 'nothing'} for {_listed(other.values)})" for other in self.others]
            more = f"; and {len(told) - OTHERS_SHOWN} more" if len(told) > OTHERS_SHOWN else ""
            text += f" As good: {'; '.join(told[:OTHERS_SHOWN])}{more}."
        return text.strip()


def _listed(values: tuple[str, ...]) -> str:
    shown = ", ".join(values[:4])
    return f"{shown} or another" if len(values) > 4 else shown


def finding_json(finding: Finding) -> dict[str, object]:
    """Return a finding as the value that `tellers count --check --json` prints."""
    return {
        "law": finding.law,
        "where": finding.where,
        "candidate": finding.candidate,
        "stage": finding.stage,
        "field": finding.field,
        "holds": finding.holds,
        "should_be": finding.should_be,
        "may_be": list(finding.may_be),
        "others": [
            {
                "where": other.place,
                "field": other.cell.field,
                "stage": other.cell.stage,
                "holds": other.holds,
                "may_be": list(other.values),
            }
            for other in finding.others
        ],
        "broken": list(finding.broken),
        "text": str(finding),
    }


__all__ = ["Broken", "Cell", "Field", "Finding", "Remedy", "finding_json"]
