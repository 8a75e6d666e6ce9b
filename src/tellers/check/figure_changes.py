"""What the record has of changes since a contest before: a share up or down, the Butler swing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tellers.check.figure_values import Asked, Value, in_words, people_asked
from tellers.check.outcome_query import Side
from tellers.check.topic import Table, Topic
from tellers.terms import decimal_text, percent


def _shares(asked: Asked, table: Table, side: Side) -> tuple[Fraction, str] | None:
    row, valid = table.votes.get(asked.place, {}), table.valid.get(asked.place)
    people = [p for p in people_asked(asked, side) if p in row]
    if not valid or not people:
        return None
    return percent(sum(row[p][0] for p in people), valid), side.name(asked.topic)


def _past_share(asked: Asked, past: Topic, side: Side, stage: int) -> Fraction | None:
    table = past.moments[0].tables.get(stage) if past.moments else None
    if table is None:
        return None
    person = asked.topic.people.get(side.person or "")
    party = side.party or (person.party if person is not None else None)
    row, valid = table.votes.get(asked.place, {}), table.valid.get(asked.place)
    people = [p for p in past.people_of(party or "") if p in row]
    return percent(sum(row[p][0] for p in people), valid) if valid and people else None


def change_values(asked: Asked, table: Table) -> Iterator[Value]:
    if asked.side is None:
        return
    now = _shares(asked, table, asked.side)
    for i, past in enumerate(asked.topic.past):
        for stage in past.moments[0].tables if past.moments else ():
            before = _past_share(asked, past, asked.side, stage)
            if now is None or before is None:
                continue
            change = now[0] - before
            signed = -change if asked.quantity.sign == "-" else change
            other = "" if i == 0 and stage == 1 else f"measured against {past.name}"
            yield Value(
                low=signed,
                said=f"{decimal_text(change, 1)} points for {now[1]}{in_words(asked)} on {past.name}",
                other=other,
            )


def swing_values(asked: Asked, table: Table) -> Iterator[Value]:
    """Yield the Butler swing to a side from a rival, and without them between the first two."""
    topic = asked.topic
    order = [p for p, _ in table.order(asked.place)]
    sides = [s for s in (asked.side, asked.rival) if s is not None]
    for person in order:
        if len(sides) < 2 and not any(person in s.people(topic) for s in sides):
            sides.append(Side(person=person))
    if len(sides) < 2:
        return
    for i, past in enumerate(topic.past):
        for stage in past.moments[0].tables if past.moments else ():
            shares = [(_shares(asked, table, s), _past_share(asked, past, s, stage)) for s in sides[:2]]
            if any(a is None or b is None for a, b in shares):
                continue
            (a_now, a_was), (b_now, b_was) = shares
            swing = ((a_now[0] - a_was) + (b_was - b_now[0])) / 2  # type: ignore[index,operator]
            if asked.side is None:
                swing = abs(swing)
            other = "" if i == 0 and stage == 1 else f"measured against {past.name}"
            to, from_ = sides[0].name(topic), sides[1].name(topic)
            said = f"swing of {decimal_text(swing, 1)} points to {to} from {from_} on {past.name}"
            yield Value(low=swing, said=said, other=other)
