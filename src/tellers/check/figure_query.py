"""Figures of a contest (votes, shares, leads, turnout, papers), asked of each moment, stage and denominator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tellers.check.lexicon.words import word_set
from tellers.check.number_search import find_number
from tellers.check.outcome_query import Side
from tellers.check.quantity import Quantity
from tellers.check.query import AnyMoment, Reading
from tellers.check.tolerance import Compared, compare
from tellers.check.topic import Moment, Place, Table, Topic
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
# As `FigureQuery.stage`: not a stage, but what was transferred between the first and the last.
SECOND_PREFERENCES = -2
_LEADS = frozenset(("lead", "lead_points", "majority", "majority_points"))
# What is counted once, before the first stage.
_STAGELESS = frozenset(("quota", "turnout", "rejected", "valid", "papers", "electorate"))
_OTHER_SOURCE = "by another source"
_PROGRESS = word_set("votes share lead lead_points needed needed_points turnout valid papers rejected lead_of_total")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuery:
    """A figure that a story gives.

    Args:
        side: Whose it is; for leads the one that is ahead, None for whoever is.
        rival: Over whom.
        place: Where; None is the whole contest.
        stage: The stage of the count that the words name, None where they name none; -1 is the last.
        unsure: Other places that the words may mean.
    """

    topic: Topic
    measure: Measure
    quantity: Quantity
    side: Side | None = None
    rival: Side | None = None
    place: Place = None
    stage: int | None = None
    per_cent: bool = False

    @property
    def moments(self) -> tuple[AnyMoment, ...]:
        return self.topic.moments

    @property
    def progress(self) -> bool:
        return self.measure in _PROGRESS

    @property
    def tells(self) -> bool:
        return self.measure in ("lead", "lead_points", "votes", "needed", "needed_points")

    def read(self, moment: AnyMoment) -> Reading:
        assert isinstance(moment, Moment)
        over = moment.final or (moment.total > 0 and moment.declared == moment.total)
        if self.measure in ("majority", "majority_points") and self.place is None and not over:
            return Reading(answer="open", said="no majority before the result is declared")
        best: Reading | None = None
        doubted: Reading | None = None
        for value in self.values(moment):
            reading = self._reading(value)
            if value.other == _OTHER_SOURCE and reading.answer in ("no", "near"):
                doubted = reading
            if best is None or _better(reading, best):
                best = reading
        if best is not None and best.answer == "yes" and doubted is not None and self.topic.kind == "past":
            # Two sources of one rank: neither is wrong, and the reader should know of both.
            return Reading(
                answer="alternative", said=best.said, why=f"by one source ({best.said}); another has {doubted.said}"
            )
        return best or Reading(
            answer="unknown", why=f"the record has no {_words(self.measure)} {self._where()}".rstrip()
        )

    def _where(self) -> str:
        who = f"for {self.side.name(self.topic)} " if self.side is not None else ""
        return f"{who}in {self.topic.area_name(self.place)}" if self.place is not None else who

    def _reading(self, value: Value) -> Reading:
        if self.measure in _LEADS and (value.low if value.high is None else value.high) < 0:
            # Behind is no lead at all, however small the number.
            return Reading(answer="no", said=value.said, why=value.other)
        found: Compared = compare(self.quantity, value.low, value.high)
        if found.fit == "no":
            # A lead that is the other way about is never "nearly" right.
            return Reading(answer="no", said=value.said, why=value.other)
        if found.fit == "near":
            return Reading(answer="near", said=value.said, why=f"{found.why}: the record has {value.said}")
        if value.other:
            return Reading(answer="alternative", said=value.said, why=value.other)
        return Reading(answer="yes", said=value.said, weak=found.weak)

    def values(self, moment: Moment) -> Iterator[Value]:
        """Yield the figure as the record has it, the first reading first."""
        last = moment.last_stage
        if self.stage == SECOND_PREFERENCES:
            yield from self._transferred(moment)
            return
        wanted = last if self.stage == -1 else self.stage
        stages = [wanted] if wanted is not None else sorted(moment.tables, reverse=True)
        for number in stages:
            table = moment.tables.get(number)
            if table is None:
                continue
            words = (
                "in the final round"
                if number == last
                else "on first preferences"
                if number == 1
                else f"at stage {number}"
            )
            other = (
                ""
                if wanted is not None or number == last or self.measure in _STAGELESS or self._out_after(moment, number)
                else f"{words}, not in the final round"
            )
            for value in self._at(table, moment):
                name = value.said if len(moment.tables) == 1 else f"{value.said} ({words})"
                yield Value(low=value.low, high=value.high, said=name, other=value.other or other)

    def _out_after(self, moment: Moment, stage: int) -> bool:
        """Return whether whoever it is of was out of the count after a stage: that one's figures are then the last."""
        if self.side is None or self.measure not in ("votes", "share"):
            return False
        people = self._people(self.side)
        later = [t for n, t in moment.tables.items() if n > stage]
        return len(people) == 1 and not any(table.vote(people[0], self.place) for table in later)

    def _transferred(self, moment: Moment) -> Iterator[Value]:
        """Yield second preferences: what the last stage has more than the first."""
        first, last = moment.tables.get(1), moment.main()
        if self.side is None or first is None or last is None or first is last or self.measure != "votes":
            return
        for person in self._people(self.side):
            before, after = first.vote(person, self.place), last.vote(person, self.place)
            if before is not None and after is not None:
                number = after - before
                yield Value(
                    low=Fraction(number), said=f"{number:,} second preferences for {self._name(self.side)}{self._in()}"
                )

    def _at(self, table: Table, moment: Moment) -> Iterator[Value]:
        match self.measure:
            case "votes":
                yield from self._votes(table)
            case "share":
                yield from self._share(table)
            case "lead" | "majority":
                yield from self._lead(table)
            case "lead_points" | "majority_points":
                yield from self._lead_points(table)
            case "turnout":
                yield from self._turnout(table)
            case "rejected" | "valid" | "papers" | "electorate":
                yield from self._plain(table)
            case "needed" | "needed_points":
                yield from self._needed(table, moment)
            case "change":
                yield from self._change(table)
            case "quota":
                yield from self._quota(table)
            case "swing":
                yield from self._swing(table)

    def _name(self, side: Side) -> str:
        return side.name(self.topic)

    def _in(self) -> str:
        return f" in {self.topic.area_name(self.place)}" if self.place is not None else ""

    def _people(self, side: Side) -> list[str]:
        return sorted(side.people(self.topic))

    def _votes(self, table: Table) -> Iterator[Value]:
        if self.side is None:
            return
        people = self._people(self.side)
        row = table.votes.get(self.place, {})
        if len(people) == 1:
            values = row.get(people[0], ())
            derived = " (derived)" if (self.place, people[0]) in table.derived else ""
            for i, number in enumerate(values):
                other = _OTHER_SOURCE if i and not self.topic.people[people[0]].namesakes else ""
                yield Value(
                    low=Fraction(number),
                    said=f"{number:,} for {self._name(self.side)}{self._in()}{derived}",
                    other=other,
                )
        elif people and all(p in row for p in people):
            total = sum(row[p][0] for p in people)
            yield Value(low=Fraction(total), said=f"{total:,} for {self._name(self.side)}{self._in()}")

    def _wholes(self, table: Table) -> Iterator[tuple[Fraction, Fraction, str]]:
        """Yield what a percentage may be of: least, most, and why it is not the first reading."""
        valid, papers = table.valid.get(self.place), table.papers.get(self.place)
        if valid:
            yield Fraction(valid), Fraction(valid), ""
        elif papers:
            known = sum(v[0] for v in table.votes.get(self.place, {}).values())
            yield max(Fraction(papers) * (1 - _REJECTED_MOST), Fraction(known)), Fraction(papers), ""
        if valid and papers:
            yield Fraction(papers), Fraction(papers), "of papers verified, not of valid votes"

    def _share(self, table: Table) -> Iterator[Value]:
        if self.side is None:
            return
        for votes in list(self._votes(table)):
            for least, most, other in self._wholes(table):
                low, high = percent(votes.low, most), percent(votes.low, least)
                yield Value(
                    low=low,
                    high=high,
                    said=f"{_range(low, high)}% for {self._name(self.side)}{self._in()}",
                    other=other or votes.other,
                )

    def _pair(self, table: Table) -> Iterator[tuple[int, tuple[str, str], str]]:
        """Yield leads in votes: how many (below zero, behind), who leads, and why it is not the first reading."""
        row = table.votes.get(self.place, {})
        order = table.order(self.place)
        if len(order) < 2:
            return
        name = self.topic.people
        if self.topic.seats > 1 and (self.side is None or self.rival is None):
            yield from self._among_several(table)
            return
        if self.side is None and self.rival is None:
            first, second = order[0][0], order[1][0]
            for i, a in enumerate(row[first]):
                for j, b in enumerate(row[second]):
                    yield a - b, (name[first].name, name[second].name), _OTHER_SOURCE if i or j else ""
            return
        ours = [p for p in self._people(self.side) if p in row] if self.side is not None else []
        theirs = [p for p in self._people(self.rival) if p in row] if self.rival is not None else []
        if (self.side is not None and not ours) or (self.rival is not None and not theirs):
            return
        for mine in ours or [order[0][0] if order[0][0] not in theirs else order[1][0]]:
            others = theirs or [p for p, _ in order if p != mine][:1]
            for other in others:
                for i, a in enumerate(row[mine]):
                    for j, b in enumerate(row[other]):
                        yield a - b, (name[mine].name, name[other].name), _OTHER_SOURCE if i or j else ""

    def _among_several(self, table: Table) -> Iterator[tuple[int, tuple[str, str], str]]:
        """Yield leads where several are elected: over whoever missed the last seat, and behind whoever took it."""
        order, seats, name = table.order(self.place), self.topic.seats, self.topic.people
        if len(order) <= seats:
            return
        (last, least), (out, most) = order[seats - 1], order[seats]
        row = dict(order)
        side = self.side or self.rival
        for mine in [last] if side is None else [p for p, _ in order if p in side.people(self.topic)]:
            if row[mine] >= least:
                yield row[mine] - most, (name[mine].name, name[out].name), ""
            else:
                # Said of a loser: how far behind the last seat.
                yield least - row[mine], (name[last].name, name[mine].name), ""

    def _lead(self, table: Table) -> Iterator[Value]:
        if self.place in table.margins:
            winner, number = table.margins[self.place]
            mine = self.side is None or winner in self.side.people(self.topic)
            name = self.topic.people[winner].name if winner in self.topic.people else winner
            yield Value(low=Fraction(number if mine else -number), said=f"{name} ahead by {number:,}{self._in()}")
        for number, who, other in self._pair(table):
            yield Value(low=Fraction(number), said=f"{_ahead(who, number)} by {abs(number):,}{self._in()}", other=other)

    def _lead_points(self, table: Table) -> Iterator[Value]:
        for number, who, other in self._pair(table):
            for least, most, why in self._wholes(table):
                low, high = sorted((percent(number, most), percent(number, least)))
                span = _range(low, high) if number >= 0 else _range(-high, -low)
                words = f"{_ahead(who, number)} by {span} points"
                # A majority on all papers is what some print; both are right to the same rounding.
                yield Value(low=low, high=high, said=f"{words}{self._in()}", other=why or other)

    def _turnout(self, table: Table) -> Iterator[Value]:
        for given in table.turnout.get(self.place, ()):
            yield Value(low=given, said=f"turnout {decimal_text(given, 2)}%{self._in()}")
        electorate, papers = table.electorate.get(self.place), table.papers.get(self.place)
        if electorate and papers:
            value = percent(papers, electorate)
            yield Value(low=value, said=f"turnout {decimal_text(value, 2)}%{self._in()}")
        valid = table.valid.get(self.place)
        if electorate and valid:
            value = percent(valid, electorate)
            yield Value(
                low=value,
                said=f"turnout {decimal_text(value, 2)}%{self._in()}",
                other="",
            )

    def _quota(self, table: Table) -> Iterator[Value]:
        """Yield the Droop quota: valid votes by one more than the seats, and one, where votes are transferred."""
        valid = table.valid.get(None)
        if valid and table.stage == 1 and self.topic.seats > 1 and self.topic.transfers:
            number = valid // (self.topic.seats + 1) + 1
            yield Value(low=Fraction(number), said=f"a quota of {number:,} ({valid:,} valid votes)")

    def _plain(self, table: Table) -> Iterator[Value]:
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
        number = tables[self.measure].get(self.place)
        if number is not None:
            yield Value(low=Fraction(number), said=f"{number:,} {words[self.measure]}{self._in()}")
        if self.measure == "valid" and self.place in table.papers:
            papers = table.papers[self.place]
            yield Value(
                low=Fraction(papers),
                said=f"{papers:,} ballot papers{self._in()}",
                other="of ballot papers, not of valid votes",
            )
        if self.measure == "papers" and self.place in table.valid:
            valid = table.valid[self.place]
            yield Value(
                low=Fraction(valid),
                said=f"{valid:,} valid votes{self._in()}",
                other="of valid votes, not of ballot papers",
            )

    def _needed(self, table: Table, moment: Moment) -> Iterator[Value]:
        order = table.order(None)
        if len(order) < 2:
            return
        (first, most), second = order[0], order[1][0]
        people = self._people(self.side) if self.side is not None else [second]
        row = dict(order)
        behind = [p for p in people if p in row and p != first]
        if not behind or (self.place is not None and self.place not in moment.outstanding and not moment.final):
            return
        need = most - row[behind[0]] + 1
        if moment.final:
            if self.measure == "needed" and self.place is None:
                yield Value(
                    low=Fraction(need), said=f"{self.topic.people[behind[0]].name} was {need - 1:,} behind at the end"
                )
                yield Value(
                    low=Fraction(need - 1),
                    said=f"{need - 1:,} would only have tied",
                    other="to tie, one short of winning",
                )
            return
        left = [a for a in moment.outstanding if self.place is None or a == self.place]
        if self.place is None and len(moment.outstanding) > 1:
            left = sorted(moment.outstanding)
        who = self.topic.people[behind[0]].name
        if self.measure == "needed":
            yield Value(low=Fraction(need), said=f"{who} needs {need:,} more than {self.topic.people[first].name}")
            yield Value(
                low=Fraction(need - 1), said=f"{need - 1:,} would only tie", other="to tie, one short of winning"
            )
            return
        papers = [table.papers.get(a) for a in left]
        if len(moment.outstanding) == len(left) and all(p is not None for p in papers) and papers:
            total = sum(p for p in papers if p is not None)
            value = percent(need, total)
            yield Value(
                low=value,
                said=f"{who} needs a lead of at least {decimal_text(value, 2)} points of {total:,} papers",
            )

    def _shares(self, table: Table, side: Side) -> tuple[Fraction, str] | None:
        row, valid = table.votes.get(self.place, {}), table.valid.get(self.place)
        people = [p for p in self._people(side) if p in row]
        if not valid or not people:
            return None
        return percent(sum(row[p][0] for p in people), valid), side.name(self.topic)

    def _past_share(self, past: Topic, side: Side, stage: int) -> Fraction | None:
        table = past.moments[0].tables.get(stage) if past.moments else None
        if table is None:
            return None
        person = self.topic.people.get(side.person or "")
        party = side.party or (person.party if person is not None else None)
        row, valid = table.votes.get(self.place, {}), table.valid.get(self.place)
        people = [p for p in past.people_of(party or "") if p in row]
        return percent(sum(row[p][0] for p in people), valid) if valid and people else None

    def _change(self, table: Table) -> Iterator[Value]:
        if self.side is None:
            return
        now = self._shares(table, self.side)
        for i, past in enumerate(self.topic.past):
            for stage in past.moments[0].tables if past.moments else ():
                before = self._past_share(past, self.side, stage)
                if now is None or before is None:
                    continue
                change = now[0] - before
                signed = -change if self.quantity.sign == "-" else change
                other = "" if i == 0 and stage == 1 else f"measured against {past.name}"
                yield Value(
                    low=signed,
                    said=f"{decimal_text(change, 1)} points for {now[1]}{self._in()} on {past.name}",
                    other=other,
                )

    def _swing(self, table: Table) -> Iterator[Value]:
        """Yield the Butler swing to a side from a rival, and without them between the first two."""
        topic = self.topic
        order = [p for p, _ in table.order(self.place)]
        sides = [s for s in (self.side, self.rival) if s is not None]
        for person in order:
            if len(sides) < 2 and not any(person in s.people(topic) for s in sides):
                sides.append(Side(person=person))
        if len(sides) < 2:
            return
        for i, past in enumerate(topic.past):
            for stage in past.moments[0].tables if past.moments else ():
                shares = [(self._shares(table, s), self._past_share(past, s, stage)) for s in sides[:2]]
                if any(a is None or b is None for a, b in shares):
                    continue
                (a_now, a_was), (b_now, b_was) = shares
                swing = ((a_now[0] - a_was) + (b_was - b_now[0])) / 2  # type: ignore[index,operator]
                if self.side is None:
                    swing = abs(swing)
                other = "" if i == 0 and stage == 1 else f"measured against {past.name}"
                to, from_ = sides[0].name(topic), sides[1].name(topic)
                said = f"swing of {decimal_text(swing, 1)} points to {to} from {from_} on {past.name}"
                yield Value(low=swing, said=said, other=other)

    def moments_missing(self) -> bool:
        """Return whether a lead is asked for, of no place, and some moment before the end has no figures."""
        if self.measure not in ("lead", "lead_points") or self.place is not None:
            return False
        return any(m.declared and not m.final and not ((t := m.main()) and t.order()) for m in self.topic.moments)

    def belongs(self) -> str:
        """Return where the stated number does stand in the record, for whole numbers of a hundred and more."""
        if self.quantity.value.denominator != 1 or self.quantity.value < 100:
            return ""
        return find_number(self.topic, int(self.quantity.value))


def _better(one: Reading, other: Reading) -> bool:
    order = {"yes": 0, "alternative": 1, "near": 2, "no": 3, "open": 4, "unknown": 5}
    # A near miss of the first reading goes before a hit on another only where both are said; the hit explains more.
    return order[one.answer] < order[other.answer]


def _range(low: Fraction, high: Fraction) -> str:
    first, last = decimal_text(low, 2), decimal_text(high, 2)
    return first if first == last else f"{first} to {last}"


def _ahead(who: tuple[str, str], number: int) -> str:
    """Return who is ahead of whom, the one with fewer votes never first."""
    first, second = who if number >= 0 else (who[1], who[0])
    return f"{first} ahead of {second}"


def _words(measure: str) -> str:
    return {
        "lead_points": "lead in points",
        "majority_points": "majority in points",
        "rejected": "rejected ballots",
    }.get(measure, measure)
