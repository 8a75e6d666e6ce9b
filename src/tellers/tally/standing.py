"""Where one contest stands at one moment, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from immutables import Map

from tellers.record.election import Contest
from tellers.record.record import Doubt
from tellers.terms import AreaId, CandidateId, ContestId, EventId, PartyId

Status = Literal["awaiting", "counting", "recount", "tied", "final"]
Denominator = Literal["valid_votes", "verified_ballots"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateStanding:
    """One candidate in a standing.

    Args:
        votes: Votes in the standing's cover; None where not known for all of it, which is not 0.
        share: Exact percentage of the valid votes in the cover; None where those are not known.
        elected: True once declared or provably elected in a final contest.
        seats: Seats won under a list rule once final, None under a rule that elects candidates.
    """

    id: CandidateId
    name: str
    party: PartyId | None
    votes: int | None
    share: Fraction | None
    elected: bool = False
    seats: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedFigure:
    """A figure that nobody announced, worked out from those that were: what a total implies for what is missing of it.

    Args:
        areas: The areas that it speaks for: one, or several together.
        sources: The events that it was worked out from.
    """

    areas: tuple[AreaId, ...]
    candidate: CandidateId
    votes: int
    sources: tuple[EventId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a contest stands after event `after`.

    Args:
        stage: The stage of the count that the votes are of; 1 is first preferences.
        cover: How many areas the votes speak for.
        not_in: The areas that the votes do not speak for, by id: those not declared, and those in `unknown`.
        undeclared: Those of them that have not declared.
        unknown: Areas that have declared without figures that can be used here.
        partly: Areas counted in part, whose parts are in the votes.
        candidates: In order of votes, unknown last, then the pack's order.
        lead_points: The lead as an exact percentage of `points_of` in the cover; None where neither is known.
        majority: Votes between first and second, None until final.
        valid_votes: In the cover; None where some candidate's votes there are unknown and no total was announced.
        papers: Ballot papers in the cover: verified, else as declared; None where unknown for some area.
        electorate: Of the cover; None where unknown for some area.
        turnout: Papers as an exact percentage of electorate, in the cover.
        tie: Those who tie for a seat, awaiting or after a lot.
        countermanded: The poll was put off in some area, and has not been held since.
        recounts: Areas where a recount is asked for, ordered or under way.
    """

    contest: ContestId
    after: int
    announced_at: datetime | None
    stage: int
    status: Status
    cover: int
    areas_total: int
    not_in: Map[AreaId, None]
    undeclared: Map[AreaId, None]
    unknown: tuple[AreaId, ...] = ()
    partly: tuple[AreaId, ...] = ()
    candidates: tuple[CandidateStanding, ...]
    leader: CandidateId | None = None
    lead: int | None = None
    lead_points: Fraction | None = None
    points_of: Denominator | None = None
    majority: int | None = None
    valid_votes: int | None = None
    rejected: int | None = None
    papers: int | None = None
    electorate: int | None = None
    turnout: Fraction | None = None
    elected: tuple[CandidateId, ...] = ()
    tie: tuple[CandidateId, ...] = ()
    lot: EventId | None = None
    recounts: tuple[AreaId, ...] = ()
    provisional: bool = False
    countermanded: bool = False
    derived: tuple[DerivedFigure, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def declared(self) -> int:
        """Return how many areas have declared."""
        return self.areas_total - len(self.undeclared)

    def outstanding(self, contest: Contest) -> tuple[AreaId, ...]:
        """Return the areas that have not declared, in the pack's order."""
        return tuple(area for area in contest.areas if area in self.undeclared)

    def missing(self, contest: Contest) -> tuple[AreaId, ...]:
        """Return the areas that the votes do not speak for, in the pack's order."""
        return tuple(area for area in contest.areas if area in self.not_in)

    def votes_of(self, id: CandidateId) -> int | None:
        """Return a candidate's votes, None where unknown."""
        for candidate in self.candidates:
            if candidate.id == id:
                return candidate.votes
        raise KeyError(id)
