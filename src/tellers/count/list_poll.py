"""A poll of lists: the votes of one area, with all that a law may ask about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tellers.count.allocation import Votes
from tellers.count.lots import lot_problems
from tellers.count.sheet import Lot
from tellers.count.thresholds import Totals
from tellers.errors import CountError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """Lists that are allocated seats together, and then share them out: an apparentement.

    Args:
        name: A name unlike any list's.
        lists: Names of lists, or alliances within this one.
    """

    name: str
    lists: tuple[str | Alliance, ...]

    def members(self) -> tuple[str, ...]:
        """Return the names of all lists within, at any depth."""
        return tuple(
            name for part in self.lists for name in (part.members() if isinstance(part, Alliance) else (part,))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPoll:
    """The votes of one area for lists, with all that a threshold may ask.

    Args:
        votes: Votes by list; a list that stood and got none is 0.
        seats: Seats to fill.
        blank: Blank votes.
        invalid: Invalid votes.
        electorate: Those entitled to vote; None if not known.
        held: Seats already won by lists, which the method counts.
        caps: The most seats a list may take here, for those with fewer candidates than seats.
        alliances: Lists in alliance.
        members: Parties on each list, where more than one.
        exempt: Lists the law exempts from the threshold.
        seats_elsewhere: Seats by list won in constituencies, where the threshold asks.
        best_area_share: Best share by list in any area, from 0 to 1, where the threshold asks.
        areas_reached: Number by list of areas in which it had votes enough for a seat, where the threshold asks.
        nation: The poll of the whole country, where the threshold asks; this one when None.
        title: The contest's name.
    """

    votes: Mapping[str, Votes]
    seats: int
    blank: int = 0
    invalid: int = 0
    electorate: int | None = None
    held: Mapping[str, int] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    alliances: tuple[Alliance, ...] = ()
    members: Mapping[str, int] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()
    seats_elsewhere: Mapping[str, int] = field(default_factory=dict)
    best_area_share: Mapping[str, Fraction] = field(default_factory=dict)
    areas_reached: Mapping[str, int] = field(default_factory=dict)
    nation: ListPoll | None = None
    title: str = ""

    def totals(self) -> Totals:
        """Return what shares are shares of."""
        return Totals(
            list_votes=sum(self.votes.values()),
            seats=self.seats,
            blank=self.blank,
            invalid=self.invalid,
            electorate=self.electorate,
        )


def check_poll(poll: ListPoll, lots: Sequence[Lot] = ()) -> None:
    """Refuse a poll that cannot be.

    Raises:
        CountError: A negative vote, seats below none, a seat held by no list, an alliance of lists unknown.
    """
    plain = not (lots or poll.held or poll.alliances)
    if plain and poll.seats >= 0 and min(poll.votes.values(), default=0) >= 0:
        return
    where = poll.title or "poll"
    problems = [
        Problem(
            where=where,
            found=f"{votes} votes for {name}",
            wanted="0 or more",
            remedy="Correct the votes.",
        )
        for name, votes in poll.votes.items()
        if votes < 0
    ]
    if poll.seats < 0:
        problems.append(
            Problem(where=where, found=f"{poll.seats} seats", wanted="0 or more", remedy="Correct the seats.")
        )
    problems += [
        Problem(
            where=where,
            found=f"{name}, which has no votes here",
            wanted="one of the lists polled",
            remedy="Correct the name, or give the list its votes (0 if it got none).",
        )
        for name in (*poll.held, *(name for alliance in poll.alliances for name in alliance.members()))
        if name not in poll.votes
    ]
    problems += lot_problems(where, lots)
    if problems:
        raise CountError(*problems)
