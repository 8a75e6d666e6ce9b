"""What the record has of leads and majorities at one moment and stage, and of what is needed to win."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tellers.check.figure_values import OTHER_SOURCE, Asked, Value, in_words, people_asked, span_words, wholes
from tellers.check.topic import Moment, Table
from tellers.terms import decimal_text, percent


def _pair(asked: Asked, table: Table) -> Iterator[tuple[int, tuple[str, str], str]]:
    """Yield leads in votes: how many (below zero, behind), who leads, and why it is not the first reading."""
    row = table.votes.get(asked.place, {})
    order = table.order(asked.place)
    if len(order) < 2:
        return
    name = asked.topic.people
    if asked.topic.seats > 1 and (asked.side is None or asked.rival is None):
        yield from _among_several(asked, table)
        return
    if asked.side is None and asked.rival is None:
        first, second = order[0][0], order[1][0]
        for i, a in enumerate(row[first]):
            for j, b in enumerate(row[second]):
                yield a - b, (name[first].name, name[second].name), OTHER_SOURCE if i or j else ""
        return
    ours = [p for p in people_asked(asked, asked.side) if p in row] if asked.side is not None else []
    theirs = [p for p in people_asked(asked, asked.rival) if p in row] if asked.rival is not None else []
    if (asked.side is not None and not ours) or (asked.rival is not None and not theirs):
        return
    for mine in ours or [order[0][0] if order[0][0] not in theirs else order[1][0]]:
        others = theirs or [p for p, _ in order if p != mine][:1]
        for other in others:
            for i, a in enumerate(row[mine]):
                for j, b in enumerate(row[other]):
                    yield a - b, (name[mine].name, name[other].name), OTHER_SOURCE if i or j else ""


def _among_several(asked: Asked, table: Table) -> Iterator[tuple[int, tuple[str, str], str]]:
    """Yield leads where several are elected: over whoever missed the last seat, and behind whoever took it."""
    order, seats, name = table.order(asked.place), asked.topic.seats, asked.topic.people
    if len(order) <= seats:
        return
    (last, least), (out, most) = order[seats - 1], order[seats]
    row = dict(order)
    side = asked.side or asked.rival
    for mine in [last] if side is None else [p for p, _ in order if p in side.people(asked.topic)]:
        if row[mine] >= least:
            yield row[mine] - most, (name[mine].name, name[out].name), ""
        else:
            # Said of a loser: how far behind the last seat.
            yield least - row[mine], (name[last].name, name[mine].name), ""


def lead_values(asked: Asked, table: Table) -> Iterator[Value]:
    if asked.place in table.margins:
        winner, number = table.margins[asked.place]
        mine = asked.side is None or winner in asked.side.people(asked.topic)
        name = asked.topic.people[winner].name if winner in asked.topic.people else winner
        yield Value(low=Fraction(number if mine else -number), said=f"{name} ahead by {number:,}{in_words(asked)}")
    for number, who, other in _pair(asked, table):
        yield Value(
            low=Fraction(number), said=f"{_ahead(who, number)} by {abs(number):,}{in_words(asked)}", other=other
        )


def lead_point_values(asked: Asked, table: Table) -> Iterator[Value]:
    for number, who, other in _pair(asked, table):
        for least, most, why in wholes(asked, table):
            low, high = sorted((percent(number, most), percent(number, least)))
            span = span_words(low, high) if number >= 0 else span_words(-high, -low)
            words = f"{_ahead(who, number)} by {span} points"
            # A majority on all papers is what some print; both are right to the same rounding.
            yield Value(low=low, high=high, said=f"{words}{in_words(asked)}", other=why or other)


def needed_values(asked: Asked, table: Table, moment: Moment) -> Iterator[Value]:
    order = table.order(None)
    if len(order) < 2:
        return
    (first, most), second = order[0], order[1][0]
    people = people_asked(asked, asked.side) if asked.side is not None else [second]
    row = dict(order)
    behind = [p for p in people if p in row and p != first]
    if not behind or (asked.place is not None and asked.place not in moment.outstanding and not moment.final):
        return
    need = most - row[behind[0]] + 1
    if moment.final:
        if asked.measure == "needed" and asked.place is None:
            yield Value(
                low=Fraction(need), said=f"{asked.topic.people[behind[0]].name} was {need - 1:,} behind at the end"
            )
            yield Value(
                low=Fraction(need - 1),
                said=f"{need - 1:,} would only have tied",
                other="to tie, one short of winning",
            )
        return
    left = [a for a in moment.outstanding if asked.place is None or a == asked.place]
    if asked.place is None and len(moment.outstanding) > 1:
        left = sorted(moment.outstanding)
    who = asked.topic.people[behind[0]].name
    if asked.measure == "needed":
        yield Value(low=Fraction(need), said=f"{who} needs {need:,} more than {asked.topic.people[first].name}")
        yield Value(low=Fraction(need - 1), said=f"{need - 1:,} would only tie", other="to tie, one short of winning")
        return
    papers = [table.papers.get(a) for a in left]
    if len(moment.outstanding) == len(left) and all(p is not None for p in papers) and papers:
        total = sum(p for p in papers if p is not None)
        value = percent(need, total)
        yield Value(
            low=value,
            said=f"{who} needs a lead of at least {decimal_text(value, 2)} points of {total:,} papers",
        )


def _ahead(who: tuple[str, str], number: int) -> str:
    """Return who is ahead of whom, the one with fewer votes never first."""
    first, second = who if number >= 0 else (who[1], who[0])
    return f"{first} ahead of {second}"
