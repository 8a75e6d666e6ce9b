"""Seats and councils by party: won, net change on a basis, control, and how many have declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tellers.check.chamber import Chamber, SeatMoment
from tellers.check.quantity import Quantity
from tellers.check.query import AnyMoment, Reading
from tellers.check.tolerance import compare
from tellers.terms import decimal_text, percent

SeatMeasure = Literal[
    "seats", "net", "councils", "net_councils", "control", "hung", "majority", "lost_part", "fell", "share"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatQuery:
    """What a story says of a party's seats.

    Args:
        sign: +1 for a gain, -1 for a loss, 0 for seats held.
        quantity: None where only the direction is stated.
    """

    chamber: Chamber
    party: str
    measure: SeatMeasure
    quantity: Quantity | None = None
    sign: int = 0
    gross: bool = False

    @property
    def moments(self) -> tuple[AnyMoment, ...]:
        return self.chamber.moments

    @property
    def progress(self) -> bool:
        return True

    @property
    def tells(self) -> bool:
        return True

    def read(self, moment: AnyMoment) -> Reading:
        assert isinstance(moment, SeatMoment)
        match self.measure:
            case "control":
                return self._control(moment)
            case "hung":
                return self._hung(moment)
            case "fell":
                return self._fell(moment)
        values = list(self._values(moment))
        if not values:
            return Reading(answer="unknown", why=f"the record has no such figure for {self.party.title()}")
        return self._best(values)

    def _basis(self, basis: str) -> str:
        """Return what a basis is called."""
        return self.chamber.bases.get(basis, basis)

    def _best(self, values: list[tuple[Fraction, str]]) -> Reading:
        assert self.quantity is not None
        rows = [(compare(self.quantity, value), said) for value, said in values]
        both = "; ".join(said for _, said in rows)
        fits = [r for r in rows if r[0].fit == "yes"]
        if fits:
            others = [said for found, said in rows if found.fit != "yes"]
            if others and self.measure in ("net", "net_councils") and len(values) > 1:
                return Reading(answer="alternative", said=both, why=f"on one basis only: {fits[0][1]}, but {others[0]}")
            return Reading(answer="yes", said=fits[0][1], weak=fits[0][0].weak)
        near = [r for r in rows if r[0].fit == "near"]
        if near:
            return Reading(answer="near", said=near[0][1], why=f"{near[0][0].why}: the record has {near[0][1]}")
        return Reading(answer="no", said=both)

    def _values(self, moment: SeatMoment) -> Iterator[tuple[Fraction, str]]:
        name = self.party.title()
        if self.measure in ("net", "net_councils"):
            rows = moment.change if self.measure == "net" else moment.councils_change
            for basis, number in rows.get(self.party, {}).items():
                words = self._basis(basis)
                yield Fraction(number * (self.sign or 1)), f"{name} {number:+,} against {words}"
        elif self.measure in ("seats", "councils"):
            held = (moment.seats if self.measure == "seats" else moment.councils).get(self.party)
            if held is not None:
                yield Fraction(held), f"{held:,} {self.measure} for {name}"
        elif self.measure == "majority" and moment.needed is not None:
            seats, total = moment.seats.get(self.party, 0), (moment.needed - 1) * 2
            yield Fraction(2 * seats - total), f"a majority of {2 * seats - total:,} for {name}"
        elif self.measure == "lost_part":
            defended = moment.defended.get(self.party)
            for basis, number in moment.change.get(self.party, {}).items():
                if defended:
                    part = Fraction(-number, defended)
                    yield (
                        part,
                        f"a net loss of {decimal_text(part * 100, 0)}% of {defended:,} defended ({self._basis(basis)})",
                    )
        elif self.measure == "share" and moment.votes_total and self.party in moment.votes:
            part = percent(moment.votes[self.party], moment.votes_total)
            yield part, f"{decimal_text(part, 2)}% for {name}"

    def _fell(self, moment: SeatMoment) -> Reading:
        """Read a claim of direction alone: a party lost, or gained, seats."""
        row = moment.change.get(self.party)
        if not row:
            return Reading(answer="unknown", why=f"the record has no net change for {self.party.title()}")
        said = "; ".join(f"{self.party.title()} {n:+,} against {self.chamber.bases.get(b, b)}" for b, n in row.items())
        right = [n * self.sign > 0 for n in row.values()]
        answer: Literal["yes", "alternative", "no"] = "yes" if all(right) else "alternative" if any(right) else "no"
        return Reading(answer=answer, said=said, why="on one basis only")

    def _hung(self, moment: SeatMoment) -> Reading:
        """Read that some party has a majority of all seats (`sign` above zero), or that none has."""
        if not moment.seats or moment.needed is None:
            return Reading(answer="unknown", why=f"the record has no seats by party for {self.chamber.name}")
        most = max(moment.seats, key=moment.seats.__getitem__)
        said = f"{moment.seats[most]:,} seats for {most.title()}, {moment.needed:,} needed for a majority"
        mine = moment.seats.get(self.party, 0) >= moment.needed
        if self.sign > 0 and (mine or not moment.final):
            return Reading(answer="yes" if mine else "open", said=said)
        if not moment.final:
            return Reading(answer="open", said=said)
        return Reading(answer="no" if self.sign > 0 or moment.seats[most] >= moment.needed else "yes", said=said)

    def _control(self, moment: SeatMoment) -> Reading:
        if moment.control is None and moment.total and moment.declared == moment.total:
            return Reading(answer="unknown", why=f"the record does not tell who controls {self.chamber.name}")
        if moment.control is None:
            return Reading(answer="open", said=f"control of {self.chamber.name} not settled")
        said = (
            f"{self.chamber.name}: no overall control"
            if moment.control == "noc"
            else f"{self.chamber.name}: {moment.control.title()} control"
        )
        if self.sign < 0:
            held = self.party in moment.control_before if moment.control_before else True
            return Reading(answer="yes" if moment.control != self.party and held else "no", said=said)
        if self.sign > 0 and moment.control_before and self.party in moment.control_before and self.gross:
            return Reading(answer="no", said=f"{said}, as before")
        return Reading(answer="yes" if moment.control == self.party else "no", said=said)

    def belongs(self) -> str:
        if self.quantity is None or self.quantity.value.denominator != 1 or self.quantity.value < 5:
            return ""
        wanted = int(self.quantity.value)
        for moment in reversed(self.chamber.moments):
            for party, row in moment.change.items():
                for basis, number in row.items():
                    if abs(number) == wanted and party != self.party:
                        return f"{wanted:,} is {party.title()}'s {number:+,} against {self._basis(basis)}"
        return ""
