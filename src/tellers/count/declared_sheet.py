"""A result as it was published, before anyone believes it: a stage table, a plain result or an allocation of seats.

Every figure keeps the decimals it was printed with; a cell left blank is None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tellers.errors import Problem

Outcome = Literal["elected", "excluded"]
Span = Literal["stage", "so_far"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A figure as printed.

    Args:
        text: As it stands in the source, thousands separators taken out.
        value: The same, exact, in votes.
        places: Decimals printed.
    """

    text: str
    value: Fraction
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredCandidate:
    """A candidate's line of a stage table.

    Args:
        id: The source's own id, or the name where it has none.
        outcome: What the table says became of the candidate; None where it says nothing.
        outcome_stage: Stage at which it says so, from 1: elected at the end of it, or last seen in it before exclusion.
    """

    id: str
    name: str
    party: str | None = None
    outcome: Outcome | None = None
    outcome_stage: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredStage:
    """One printed stage; candidates in the order of the sheet.

    Args:
        totals: Each candidate's votes at the end of the stage.
        transferred: What the stage is printed to have added (or taken, below zero); None where no such row is printed.
        non_transferable: Votes on papers with no further usable preference, for the sheet's `non_transferable_span`.
        lost: Votes lost to rounding, cumulative, where the source prints them apart.
    """

    totals: tuple[Printed | None, ...]
    transferred: tuple[Printed | None, ...] | None = None
    non_transferable: Printed | None = None
    lost: Printed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSheet:
    """A published stage table.

    Args:
        rule: Id of the rule it says, or that its source implies; None if unknown.
        seats: Places to fill.
        quota: As printed.
        valid: Valid votes as printed.
        non_transferable_span: Whether that row is printed for each stage or as a running total.
        problems: Cells that could not be read: they stand as None.
    """

    title: str
    rule: str | None
    seats: int | None
    quota: Printed | None
    valid: Printed | None
    candidates: tuple[DeclaredCandidate, ...]
    stages: tuple[DeclaredStage, ...]
    non_transferable_span: Span = "so_far"
    papers: Printed | None = None
    rejected: Printed | None = None
    electorate: Printed | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredVotes:
    """A candidate's line of a plain result; `elected` is None where the source does not say."""

    name: str
    votes: Printed | None
    elected: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredResult:
    """A plain declared result with its control figures, each None where it is not declared.

    Args:
        marks_max: Votes one paper may carry; None where it is not stated: then 1 for one seat and under the single
            non-transferable vote, and as many as the seats otherwise.
        valid: Valid votes where a paper carries one; otherwise valid ballot papers.
        papers: Ballot papers counted, valid and rejected.
        majority: Votes between the last elected and the first not elected.
        turnout_percent: 0 to 100, of the electorate.
    """

    title: str
    rule: str | None
    seats: int
    candidates: tuple[DeclaredVotes, ...]
    marks_max: int | None = None
    valid: Printed | None = None
    rejected: Printed | None = None
    papers: Printed | None = None
    electorate: Printed | None = None
    majority: Printed | None = None
    turnout_percent: Printed | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredParty:
    """A list's line of an allocation; `next_votes` is how many more it is said to need for one more seat."""

    name: str
    votes: Printed | None
    seats: Printed | None
    next_votes: Printed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredAllocation:
    """Seats by list as published.

    Args:
        rule: Id of the divisor or quota rule.
        seats: Seats to share out.
        valid: Votes for all lists together, where the source gives them.
        threshold_percent: Share below which a list takes no seat, of `threshold_votes`; None where there is none.
        threshold_votes: The denominator of the threshold, such as valid votes with blanks; None: the lists' votes.
        exempt: Names of lists to which the threshold does not apply.
    """

    title: str
    rule: str | None
    seats: Printed | None
    parties: tuple[DeclaredParty, ...]
    valid: Printed | None = None
    threshold_percent: Fraction | None = None
    threshold_votes: Printed | None = None
    exempt: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


Declared = DeclaredSheet | DeclaredResult | DeclaredAllocation


def printed(text: str) -> Printed | None:
    """Return a printed figure; None for an empty cell.

    Commas and spaces between thousands are taken out. A point is the decimal mark.

    Raises:
        ValueError: The text is no plain decimal number.

    Example:
        >>> printed("1,203.50")
        Printed(text='1203.50', value=Fraction(2407, 2), places=2)
        >>> printed(" ") is None
        True
    """
    bare = (
        text.strip().replace(",", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
    )
    if not bare:
        return None
    whole, point, decimals = bare.removeprefix("-").removeprefix("+").partition(".")
    if not (whole + decimals).isdecimal() or not (whole + decimals).isascii() or (point and not decimals):
        raise ValueError(f"{text!r} is no plain decimal number")
    return Printed(text=bare, value=Fraction(bare), places=len(decimals))


__all__ = [
    "Declared",
    "DeclaredAllocation",
    "DeclaredCandidate",
    "DeclaredParty",
    "DeclaredResult",
    "DeclaredSheet",
    "DeclaredStage",
    "DeclaredVotes",
    "Outcome",
    "Printed",
    "Span",
    "printed",
]
