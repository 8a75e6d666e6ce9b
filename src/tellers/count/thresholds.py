"""Thresholds: which lists take part, with the figure each share is a share of named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tellers.terms import decimal_text

Base = Literal["list_votes", "valid_votes", "votes_cast", "electorate", "quota"]
Where = Literal["here", "nation"]

BASE_WORDS: Mapping[Base, str] = {
    "list_votes": "votes for lists",
    "valid_votes": "valid votes, blank ones with them",
    "votes_cast": "votes cast, invalid ones with them",
    "electorate": "the electorate",
    "quota": "one seat's share of the votes for lists",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What shares are shares of, in one area.

    Args:
        list_votes: Votes for all lists together, those below a threshold with them.
        seats: Seats to fill there: `quota` is votes for lists over seats.
        blank: Blank votes, where the law counts them as valid.
        invalid: Votes cast that are neither for a list nor blank.
        electorate: Those entitled to vote; None if not known.
    """

    list_votes: int | Fraction
    seats: int
    blank: int = 0
    invalid: int = 0
    electorate: int | None = None

    def base(self, base: Base) -> int | Fraction | None:
        """Return the figure that `base` names; None if it is not known."""
        match base:
            case "list_votes":
                return self.list_votes
            case "valid_votes":
                return self.list_votes + self.blank
            case "votes_cast":
                return self.list_votes + self.blank + self.invalid
            case "electorate":
                return self.electorate
            case "quota":
                return Fraction(self.list_votes) / self.seats if self.seats else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a threshold may ask of one list.

    Args:
        name: The list.
        votes: Its votes here.
        nation_votes: Its votes in the whole country.
        rank: Its place by votes here, from 1; lists of equal votes share the better place.
        seats_elsewhere: Seats it won in constituencies, or wherever the law looks.
        best_area_share: Its best share of the votes in any one area, from 0 to 1, where the law looks there.
        areas_reached: In how many areas it had votes enough for a seat, as the law reckons them.
        members: How many parties stand on it together.
        exempt: Whether the law exempts it by name or kind.
    """

    name: str
    votes: int | Fraction
    nation_votes: int | Fraction
    rank: int
    seats_elsewhere: int
    best_area_share: Fraction
    areas_reached: int
    members: int
    exempt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of a named figure.

    Args:
        share: From 0 to 1 (of `quota`, from 0).
        of: What it is a share of.
        where: The area polled, or the whole country.
        more_than: Whether a list must be above the share; reaching it is enough otherwise.
        members_min: Asked only of lists of at least this many parties.
        members_max: Asked only of lists of at most this many.
    """

    share: Fraction
    of: Base
    where: Where = "here"
    more_than: bool = False
    members_min: int = 1
    members_max: int | None = None

    def passed(self, claim: Claim, here: Totals, nation: Totals) -> bool:
        """Say whether the list reaches the share; a list outside the members asked does not."""
        if claim.members < self.members_min or (self.members_max is not None and claim.members > self.members_max):
            return False
        base = (here if self.where == "here" else nation).base(self.of)
        if base is None:
            return False
        votes = claim.votes if self.where == "here" else claim.nation_votes
        left, right = votes * self.share.denominator, base * self.share.numerator
        return left > right if self.more_than else left >= right

    def words(self) -> str:
        """Return the test in words, the denominator named."""
        sign = "more than" if self.more_than else "at least"
        size = "1 quota" if self.of == "quota" and self.share == 1 else _percent_text(self.share)
        if self.members_min > 1 or self.members_max is not None:
            size = f"(lists of {self.members_min} to {self.members_max or 'any number of'} parties) {size}"
        return f"{sign} {size} of {BASE_WORDS[self.of]}{' in the country' if self.where == 'nation' else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsElsewhere:
    """A number of seats won in constituencies."""

    seats: int

    def passed(self, claim: Claim, here: Totals, nation: Totals) -> bool:
        """Say whether the list won that many."""
        return claim.seats_elsewhere >= self.seats

    def words(self) -> str:
        """Return the test in words."""
        return f"{self.seats} seat{'s' if self.seats != 1 else ''} won in constituencies"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareInOneArea:
    """A share of the votes in at least one area."""

    share: Fraction

    def passed(self, claim: Claim, here: Totals, nation: Totals) -> bool:
        """Say whether the list's best share in any area reaches it."""
        return claim.best_area_share >= self.share

    def words(self) -> str:
        """Return the test in words."""
        return f"at least {_percent_text(self.share)} of the votes in one area"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasReached:
    """Votes enough for a seat in a number of areas."""

    areas: int

    def passed(self, claim: Claim, here: Totals, nation: Totals) -> bool:
        """Say whether the list has them in that many."""
        return claim.areas_reached >= self.areas

    def words(self) -> str:
        """Return the test in words."""
        return f"in {self.areas} regions at least the region's votes for lists to a seat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A place among the lists by votes here."""

    places: int

    def passed(self, claim: Claim, here: Totals, nation: Totals) -> bool:
        """Say whether the list is placed so."""
        return claim.rank <= self.places

    def words(self) -> str:
        """Return the test in words."""
        return "most votes here" if self.places == 1 else f"among the first {self.places} here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt:
    """A list that the law exempts, such as a national minority's."""

    kind: str

    def passed(self, claim: Claim, here: Totals, nation: Totals) -> bool:
        """Say whether the list is exempt."""
        return claim.exempt

    def words(self) -> str:
        """Return the test in words."""
        return f"exempt: {self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Several tests that must all be passed."""

    tests: tuple[Test, ...]

    def passed(self, claim: Claim, here: Totals, nation: Totals) -> bool:
        """Say whether every test is passed."""
        return all(test.passed(claim, here, nation) for test in self.tests)

    def words(self) -> str:
        """Return the tests in words."""
        return " and ".join(test.words() for test in self.tests)


Test = Share | SeatsElsewhere | ShareInOneArea | AreasReached | Rank | Exempt | All


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The ways to take part in the allocation: passing any one is enough."""

    any_of: tuple[Test, ...]

    def words(self) -> str:
        """Return the threshold in words, each denominator named."""
        return "; or ".join(test.words() for test in self.any_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A threshold as it was applied.

    Args:
        threshold: The threshold.
        here: Totals its shares are of.
        nation: The same for the whole country.
        passed_by: For each list in order, the place in `threshold.any_of` of the test it passed; None if none.
    """

    threshold: Threshold
    here: Totals
    nation: Totals
    passed_by: tuple[int | None, ...]

    @property
    def denominators(self) -> dict[str, int | Fraction | None]:
        """The figure behind each share, by its words."""
        found: dict[str, int | Fraction | None] = {}
        for test in self.threshold.any_of:
            parts = test.tests if isinstance(test, All) else (test,)
            for part in parts:
                if isinstance(part, Share):
                    totals = self.here if part.where == "here" else self.nation
                    name = BASE_WORDS[part.of] + (" in the country" if part.where == "nation" else "")
                    found[name] = totals.base(part.of)
        return found


def apply_threshold(
    threshold: Threshold,
    here: Totals,
    nation: Totals,
    votes: Mapping[str, int | Fraction],
    claim: Callable[[str], Claim],
) -> Applied:
    """Return what each list passed, trying the tests in the order the law names them."""
    return Applied(
        threshold=threshold,
        here=here,
        nation=nation,
        passed_by=tuple(_first_passed(threshold, claim(name), here, nation) for name in votes),
    )


def _first_passed(threshold: Threshold, claim: Claim, here: Totals, nation: Totals) -> int | None:
    for place, test in enumerate(threshold.any_of):
        if test.passed(claim, here, nation):
            return place
    return None


def _percent_text(share: Fraction) -> str:
    percent = share * 100
    return f"{decimal_text(percent, 0 if percent.denominator == 1 else 2)}%"


__all__ = [
    "BASE_WORDS",
    "All",
    "Applied",
    "AreasReached",
    "Base",
    "Claim",
    "Exempt",
    "Rank",
    "SeatsElsewhere",
    "Share",
    "ShareInOneArea",
    "Test",
    "Threshold",
    "Totals",
    "Where",
    "apply_threshold",
]
