"""Referendums: a majority, and the thresholds, quorums and second majorities that laws add to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from tellers.count.rule import Choice
from tellers.count.sheet import Lot
from tellers.count.votes_rule import VotesRule
from tellers.errors import CountError, Problem
from tellers.terms import decimal_text

Answer = Literal["yes", "no"]
Base = Literal["valid_votes", "votes_cast", "electorate"]
Figure = Literal["yes", "no", "votes_cast", "valid_votes"]

_WORDS: Mapping[str, str] = {
    "yes": "votes for",
    "no": "votes against",
    "valid_votes": "valid votes",
    "votes_cast": "votes cast",
    "electorate": "the electorate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferendumPoll:
    """The votes on one question.

    Args:
        yes: Valid votes for.
        no: Valid votes against.
        blank: Blank papers.
        invalid: Other papers that are not valid.
        electorate: Those entitled to vote; None if not known.
        areas: The same by area, where the law counts areas; empty otherwise.
        area_votes: What each area's result counts for among areas: 1 where none is named (a Swiss half-canton ½).
        title: The question's name.
    """

    yes: int
    no: int
    blank: int = 0
    invalid: int = 0
    electorate: int | None = None
    areas: Mapping[str, ReferendumPoll] = field(default_factory=dict)
    area_votes: Mapping[str, Fraction] = field(default_factory=dict)
    title: str = ""

    def figure(self, name: Figure | Base) -> int | None:
        """Return the figure named; None if it is not known."""
        match name:
            case "yes":
                return self.yes
            case "no":
                return self.no
            case "valid_votes":
                return self.yes + self.no
            case "votes_cast":
                return self.yes + self.no + self.blank + self.invalid
            case "electorate":
                return self.electorate


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurdle:
    """One condition: a figure reaching a share of another.

    Args:
        of: The figure.
        share: The share, from 0 to 1.
        base: What it is a share of.
        more_than: Whether it must be above the share; reaching it is enough otherwise.
    """

    of: Figure
    share: Fraction
    base: Base
    more_than: bool = False

    def words(self) -> str:
        """Return the condition in words, its denominator named."""
        sign = "more than" if self.more_than else "at least"
        percent = self.share * 100
        text = decimal_text(percent, 0 if percent.denominator == 1 else 2)
        return f"{_WORDS[self.of]}: {sign} {text}% of {_WORDS[self.base]}"

    def meets(self, poll: ReferendumPoll) -> bool | None:
        """Say whether the poll meets it; None where the base is not known."""
        part, whole = poll.figure(self.of), poll.figure(self.base)
        if part is None or whole is None:
            return None
        left, right = part * self.share.denominator, whole * self.share.numerator
        return left > right if self.more_than else left >= right


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasFor:
    """A second majority: so many areas, by their votes among areas, with more for than against.

    Args:
        share: The share of all areas' votes, from 0 to 1.
        more_than: Whether it must be above the share.
    """

    share: Fraction = Fraction(1, 2)
    more_than: bool = True

    def words(self) -> str:
        """Return the condition in words."""
        sign = "more than" if self.more_than else "at least"
        return f"areas for: {sign} {self.share.numerator} of every {self.share.denominator}"

    def meets(self, poll: ReferendumPoll) -> bool | None:
        """Say whether the poll meets it; None where no areas are known."""
        if not poll.areas:
            return None
        counted = {name: poll.area_votes.get(name, Fraction(1)) for name in poll.areas}
        won = sum((counted[name] for name, area in poll.areas.items() if area.yes > area.no), Fraction(0))
        bar = self.share * sum(counted.values())
        return won > bar if self.more_than else won >= bar


Condition = Hurdle | AreasFor
MAJORITY = Hurdle(of="yes", share=Fraction(1, 2), base="valid_votes", more_than=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One condition as it was met.

    Args:
        condition: The condition.
        met: Whether it was met; None where a figure it needs is not known.
        short_votes: The least votes more for that would have met it, all else as it is; None where it was met or where
            more votes for would not do it; new votes are new voters, so they count in turnout.
    """

    condition: Condition
    met: bool | None
    short_votes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferendumResult:
    """What a referendum came to.

    Args:
        rule: The rule's id.
        answers: Each condition and whether it was met.
        carried: Whether all were met; None while that cannot be said.
        majority_votes: Votes for less votes against.
        tied: Whether votes for and against were equal: no law draws lots here, and the proposal is not carried.
    """

    rule: str
    answers: tuple[Answered, ...]
    carried: bool | None
    majority_votes: int
    tied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferendumLaw:
    """The conditions of a law; the proposal is carried if all are met.

    Args:
        id: The rule's id.
        all_of: The conditions.
    """

    id: str
    all_of: tuple[Condition, ...]

    def count(self, poll: ReferendumPoll, lots: Sequence[Lot] = ()) -> ReferendumResult:
        """Return whether the proposal is carried, and how far it was from it.

        Raises:
            CountError: A figure below none, more votes than electors, areas that do not add up to the whole, or a lot:
                no referendum has one.
        """
        _check(poll, lots)
        answers = tuple(_answer(condition, poll) for condition in self.all_of)
        met = [answer.met for answer in answers]
        carried = False if False in met else None if None in met else True
        return ReferendumResult(
            rule=self.id,
            answers=answers,
            carried=carried,
            majority_votes=poll.yes - poll.no,
            tied=poll.yes == poll.no,
        )


def _answer(condition: Condition, poll: ReferendumPoll) -> Answered:
    met = condition.meets(poll)
    short = None
    if met is False and isinstance(condition, Hurdle):
        short = _short(condition, poll)
    return Answered(condition=condition, met=met, short_votes=short)


def _short(hurdle: Hurdle, poll: ReferendumPoll) -> int | None:
    """Return the least new votes for that meet the hurdle; None where none would."""
    part, whole = poll.figure(hurdle.of), poll.figure(hurdle.base)
    gain = Fraction(hurdle.of != "no") - (hurdle.share if hurdle.base != "electorate" else 0)
    if part is None or whole is None or gain <= 0:
        return None
    lack = (hurdle.share * whole - part) / gain
    whole_votes = lack.numerator // lack.denominator
    more = whole_votes + 1 if hurdle.more_than or lack.denominator > 1 else whole_votes
    if hurdle.base == "electorate" and (poll.figure("votes_cast") or 0) + more > whole:
        return None
    return more


def _check(poll: ReferendumPoll, lots: Sequence[Lot]) -> None:
    where = poll.title or "referendum"
    problems = [
        Problem(where=where, found=f"{number} {name}", wanted="0 or more", remedy="Correct the figure.")
        for name, number in (("for", poll.yes), ("against", poll.no), ("blank", poll.blank), ("invalid", poll.invalid))
        if number < 0
    ]
    cast = poll.figure("votes_cast") or 0
    if poll.electorate is not None and cast > poll.electorate:
        problems.append(
            Problem(
                where=where,
                found=f"{cast} votes cast by an electorate of {poll.electorate}",
                wanted="no more votes than electors",
                remedy="Correct one of them.",
            )
        )
    for name in ("yes", "no"):
        parts = [area.yes if name == "yes" else area.no for area in poll.areas.values()]
        whole = poll.yes if name == "yes" else poll.no
        if parts and sum(parts) != whole:
            problems.append(
                Problem(
                    where=where,
                    found=f"{sum(parts)} {_WORDS[name]} in the areas and {whole} in all",
                    wanted="the same number",
                    remedy="Correct the area or the whole.",
                )
            )
    if lots:
        problems.append(
            Problem(where=where, found="a lot", wanted="none: a referendum has no lot", remedy="Leave the lot out.")
        )
    if problems:
        raise CountError(*problems)


SIMPLE = ReferendumLaw(id="referendum_uk_2000", all_of=(MAJORITY,))
SCOTLAND_1979 = ReferendumLaw(
    id="referendum_scotland_1978",
    all_of=(MAJORITY, Hurdle(of="yes", share=Fraction(40, 100), base="electorate")),
)
ITALY = ReferendumLaw(
    id="referendum_italy_1948",
    all_of=(MAJORITY, Hurdle(of="votes_cast", share=Fraction(1, 2), base="electorate", more_than=True)),
)
SWITZERLAND = ReferendumLaw(id="referendum_switzerland_1999", all_of=(MAJORITY, AreasFor()))
DENMARK = ReferendumLaw(
    id="referendum_denmark_1953",
    all_of=(MAJORITY, Hurdle(of="yes", share=Fraction(40, 100), base="electorate", more_than=True)),
)

REFERENDUMS = (
    VotesRule(
        id=SIMPLE.id,
        law="Political Parties, Elections and Referendums Act 2000 (c. 41) pt. VII, and the act of each referendum",
        place="United Kingdom",
        years="2000-",
        source="PPERA 2000; European Union Referendum Act 2015: advisory, more votes",
        choices=(Choice(name="majority", value="more votes for than against; no threshold", cites="each act"),),
        count=SIMPLE.count,
    ),
    VotesRule(
        id=SCOTLAND_1979.id,
        law="Scotland Act 1978 (c. 51) s. 85; Wales Act 1978 (c. 52) s. 80",
        place="Scotland and Wales",
        years="1979",
        source="Scotland Act 1978 s. 85(2)",
        choices=(Choice(name="approval", value="40% of those entitled to vote must vote Yes", cites="s. 85(2)"),),
        count=SCOTLAND_1979.count,
    ),
    VotesRule(
        id=ITALY.id,
        law="Constitution of 1948 art. 75",
        place="Italy, abrogative referendums",
        years="1974-",
        source="Constitution art. 75",
        choices=(
            Choice(name="quorum", value="a majority of the electorate must vote", cites="art. 75"),
            Choice(name="majority", value="a majority of valid votes", cites="art. 75"),
        ),
        count=ITALY.count,
    ),
    VotesRule(
        id=SWITZERLAND.id,
        law="Bundesverfassung (SR 101) arts. 140, 142",
        place="Switzerland, mandatory referendums",
        years="1848-",
        source="BV art. 142",
        choices=(
            Choice(name="people", value="more valid votes for than against", cites="art. 142 (1)"),
            Choice(
                name="cantons", value="a majority of the cantons, six of them counting half", cites="art. 142 (2)-(4)"
            ),
        ),
        count=SWITZERLAND.count,
    ),
    VotesRule(
        id=DENMARK.id,
        law="Danmarks Riges Grundlov 1953 § 88",
        place="Denmark, amendment of the constitution",
        years="1953-",
        source="Grundloven § 88; 2009: 45.1% of the electorate",
        choices=(Choice(name="approval", value="more than 40% of the electorate for", cites="§ 88"),),
        count=DENMARK.count,
    ),
)
