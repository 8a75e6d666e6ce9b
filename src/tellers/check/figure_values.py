"""What the record has of a figure at one moment and stage: votes, shares, turnout, papers, a quota."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

from tellers.check.outcome_query import Side
from tellers.check.quantity import Quantity
from tellers.check.topic import Place, Table, Topic
from tellers.terms import decimal_text, percent

Measure = Literal[
    "votes",
    "share",
    "lead",
    "lead_points",
    "majority",
    "majority_points",
    "turnout",
    "rejected",
    "valid",
    "papers",
    "electorate",
    "needed",
    "needed_points",
    "change",
    "swing",
    "lead_of_total",
    "quota",
]
# At most this part of the papers is taken to be rejected where valid votes are not known.
_REJECTED_MOST = Fraction(3, 100)
OTHER_SOURCE = "by another source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An actual figure, or the range that it must lie in.

    Args:
        said: In words, with the figure.
        other: Why it is not the first reading: another stage, denominator or source; "" for the first.
    """

    low: Fraction
    high: Fraction | None = None
    said: str
    other: str = ""


class Asked(Protocol):
    """What a figure is asked of; see `FigureQuery`."""

    @property
    def topic(self) -> Topic: ...
    @property
    def measure(self) -> Measure: ...
    @property
    def quantity(self) -> Quantity: ...
    @property
    def side(self) -> Side | None: ...
    @property
    def rival(self) -> Side | None: ...
    @property
    def place(self) -> Place: ...


def side_name(asked: Asked, side: Side) -> str:
    return side.name(asked.topic)


def in_words(asked: Asked) -> str:
    return f" in {asked.topic.area_name(asked.place)}" if asked.place is not None else ""


def people_asked(asked: Asked, side: Side) -> list[str]:
    return sorted(side.people(asked.topic))


def wholes(asked: Asked, table: Table) -> Iterator[tuple[Fraction, Fraction, str]]:
    """Yield what a percentage may be of: least, most, and why it is not the first reading."""
    valid, papers = table.valid.get(asked.place), table.papers.get(asked.place)
    if valid:
        yield Fraction(valid), Fraction(valid), ""
    elif papers:
        known = sum(v[0] for v in table.votes.get(asked.place, {}).values())
        yield max(Fraction(papers) * (1 - _REJECTED_MOST), Fraction(known)), Fraction(papers), ""
    if valid and papers:
        yield Fraction(papers), Fraction(papers), "of papers verified, not of valid votes"


def vote_values(asked: Asked, table: Table) -> Iterator[Value]:
    if asked.side is None:
        return
    people = people_asked(asked, asked.side)
    row = table.votes.get(asked.place, {})
    if len(people) == 1:
        values = row.get(people[0], ())
        derived = " (derived)" if (asked.place, people[0]) in table.derived else ""
        for i, number in enumerate(values):
            other = OTHER_SOURCE if i and not asked.topic.people[people[0]].namesakes else ""
            yield Value(
                low=Fraction(number),
                said=f"{number:,} for {side_name(asked, asked.side)}{in_words(asked)}{derived}",
                other=other,
            )
    elif people and all(p in row for p in people):
        total = sum(row[p][0] for p in people)
        yield Value(low=Fraction(total), said=f"{total:,} for {side_name(asked, asked.side)}{in_words(asked)}")


def share_values(asked: Asked, table: Table) -> Iterator[Value]:
    if asked.side is None:
        return
    for votes in list(vote_values(asked, table)):
        for least, most, other in wholes(asked, table):
            low, high = percent(votes.low, most), percent(votes.low, least)
            yield Value(
                low=low,
                high=high,
                said=f"{span_words(low, high)}% for {side_name(asked, asked.side)}{in_words(asked)}",
                other=other or votes.other,
            )


def turnout_values(asked: Asked, table: Table) -> Iterator[Value]:
    for given in table.turnout.get(asked.place, ()):
        yield Value(low=given, said=f"turnout {decimal_text(given, 2)}%{in_words(asked)}")
    electorate, papers = table.electorate.get(asked.place), table.papers.get(asked.place)
    if electorate and papers:
        value = percent(papers, electorate)
        yield Value(low=value, said=f"turnout {decimal_text(value, 2)}%{in_words(asked)}")
    valid = table.valid.get(asked.place)
    if electorate and valid:
        value = percent(valid, electorate)
        yield Value(
            low=value,
            said=f"turnout {decimal_text(value, 2)}%{in_words(asked)}",
            other="",
        )


def quota_values(asked: Asked, table: Table) -> Iterator[Value]:
    """Yield the Droop quota: valid votes by one more than the seats, and one, where votes are transferred."""
    valid = table.valid.get(None)
    if valid and table.stage == 1 and asked.topic.seats > 1 and asked.topic.transfers:
        number = valid // (asked.topic.seats + 1) + 1
        yield Value(low=Fraction(number), said=f"a quota of {number:,} ({valid:,} valid votes)")


def paper_values(asked: Asked, table: Table) -> Iterator[Value]:
    tables = {
        "rejected": table.rejected,
        "valid": table.valid,
        "papers": table.papers,
        "electorate": table.electorate,
    }
    words = {
        "rejected": "rejected ballots",
        "valid": "valid votes",
        "papers": "ballot papers",
        "electorate": "electors",
    }
    number = tables[asked.measure].get(asked.place)
    if number is not None:
        yield Value(low=Fraction(number), said=f"{number:,} {words[asked.measure]}{in_words(asked)}")
    if asked.measure == "valid" and asked.place in table.papers:
        papers = table.papers[asked.place]
        yield Value(
            low=Fraction(papers),
            said=f"{papers:,} ballot papers{in_words(asked)}",
            other="of ballot papers, not of valid votes",
        )
    if asked.measure == "papers" and asked.place in table.valid:
        valid = table.valid[asked.place]
        yield Value(
            low=Fraction(valid),
            said=f"{valid:,} valid votes{in_words(asked)}",
            other="of valid votes, not of ballot papers",
        )


def span_words(low: Fraction, high: Fraction) -> str:
    first, last = decimal_text(low, 2), decimal_text(high, 2)
    return first if first == last else f"{first} to {last}"
