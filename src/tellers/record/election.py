"""What an election is made of: areas, parties, candidates, contests, bodies, and the bases of change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from tellers.errors import LookupProblem, Problem
from tellers.record.doubt_kinds import HELD_KINDS
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId, PartyId

BasisKind = Literal["last_poll", "notional", "just_before"]
SeatsUp = Literal["whole", "halves", "thirds", "part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party as this election names it; `colour` is a CSS hex colour, None where the pack gives none."""

    id: PartyId
    name: str
    short: str
    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The unit that one officer declares; `electorate` is None where unknown, never 0 for unknown."""

    id: AreaId
    name: str
    electorate: int | None = None
    region: str | None = None
    covariates: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person or list standing in one contest; ids are unique within the contest only."""

    id: CandidateId
    name: str
    party: PartyId | None = None
    incumbent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One election to one office or body on one day.

    Args:
        seats: How many are elected, 1 or more.
        marks: The most marks that one ballot paper allows; votes may reach papers times marks.
        areas: The areas whose declarations make up this contest, in the pack's order.
        all_candidates: False where others stood whom the pack does not name, because their figures are not known.
        expected_at: When its declaration was expected, as the pack has it, ISO 8601, else None.
    """

    id: ContestId
    name: str
    rule: str = "first_past_the_post"
    seats: int = 1
    marks: int = 1
    areas: tuple[AreaId, ...]
    candidates: tuple[Candidate, ...]
    body: BodyId | None = None
    all_candidates: bool = True
    expected_at: str | None = None

    def candidate(self, id: CandidateId) -> Candidate:
        """Return the candidate with this id; KeyError where there is none."""
        for candidate in self.candidates:
            if candidate.id == id:
                return candidate
        raise KeyError(id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A council, assembly or parliament.

    Args:
        seats: All its seats, those not up this time among them; None where unknown, save that `elected` may tell.
        before: Seats by party on each basis, where the pack has them.
        not_up: Seats by party that were not up at this poll, where known; empty is unknown unless `seats` are all up.
        control_before: The party in control on each basis, or "noc".
        elected: How much of it this poll elects: "whole", or one of its halves or thirds, or some other part; None
            where the pack does not say.
        vacant: Seats not up that nobody holds.
        speaker: The party under which its presiding officer stands, who has no vote but to break a tie.
    """

    id: BodyId
    name: str
    seats: int | None = None
    before: Mapping[BasisId, Mapping[PartyId, int]] = field(default_factory=dict)
    not_up: Mapping[PartyId, int] = field(default_factory=dict)
    control_before: Mapping[BasisId, str] = field(default_factory=dict)
    elected: SeatsUp | None = None
    vacant: int = 0
    speaker: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousFigure:
    """A party's votes in an area at a stage of the count, on a basis; `area` None for a whole contest."""

    contest: ContestId
    area: AreaId | None
    party: PartyId
    votes: int
    candidate: str | None = None
    stage: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousArea:
    """What a basis knows of an area (None: of the whole contest) beside votes; None is unknown.

    Args:
        holder: The party that held its one seat, or all that were filled then.
        seats: Seats filled then by party, be they more or fewer than now; empty where that is not known.
    """

    contest: ContestId
    area: AreaId | None
    electorate: int | None = None
    ballot_papers: int | None = None
    holder: PartyId | None = None
    seats: Mapping[PartyId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a change is measured against; always named where a change is shown.

    Args:
        name: As it is said: "notional results of 2019 on the boundaries of 2024 (Rallings and Thrasher)".
        author: Whose estimate it is, for a notional basis.
        complete: True where a party without a figure in an area that has figures had none (so 0 is known, not guessed).
        others: The party under which it lumps small parties and independents in the seats of bodies; None where it
            tells each apart.
    """

    id: BasisId
    name: str
    kind: BasisKind
    author: str | None = None
    source: str | None = None
    complete: bool = True
    others: PartyId | None = None
    figures: tuple[PreviousFigure, ...] = ()
    areas: tuple[PreviousArea, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Election:
    """A night's definition, as a pack gives it; lookups are built once.

    Args:
        time_zone: IANA name, for showing times; the core never converts.
        test: True for a rehearsal or an invented election: every page and export says so.
        held_kinds: The kinds of doubt that hold a figure back until someone answers; every other kind only flags it.
    """

    id: str
    name: str
    date: date
    time_zone: str
    languages: tuple[str, ...] = ("en",)
    parties: tuple[Party, ...] = ()
    areas: tuple[Area, ...]
    contests: tuple[Contest, ...]
    bodies: tuple[Body, ...] = ()
    bases: tuple[Basis, ...] = ()
    test: bool = False
    american: bool = False
    held_kinds: frozenset[str] = HELD_KINDS

    @cached_property
    def area_by_id(self) -> Mapping[AreaId, Area]:
        return MappingProxyType({area.id: area for area in self.areas})

    @cached_property
    def contest_by_id(self) -> Mapping[ContestId, Contest]:
        return MappingProxyType({contest.id: contest for contest in self.contests})

    @cached_property
    def party_by_id(self) -> Mapping[PartyId, Party]:
        return MappingProxyType({party.id: party for party in self.parties})

    @cached_property
    def body_by_id(self) -> Mapping[BodyId, Body]:
        return MappingProxyType({body.id: body for body in self.bodies})

    @cached_property
    def basis_by_id(self) -> Mapping[BasisId, Basis]:
        return MappingProxyType({basis.id: basis for basis in self.bases})

    @cached_property
    def area_sets(self) -> Mapping[ContestId, frozenset[AreaId]]:
        return MappingProxyType({contest.id: frozenset(contest.areas) for contest in self.contests})

    @cached_property
    def candidate_sets(self) -> Mapping[ContestId, Mapping[CandidateId, Candidate]]:
        return MappingProxyType({c.id: MappingProxyType({p.id: p for p in c.candidates}) for c in self.contests})

    @cached_property
    def previous(self) -> Mapping[BasisId, Previous]:
        return MappingProxyType({basis.id: Previous.of(basis) for basis in self.bases})

    def only_contest(self) -> Contest:
        """Return the one contest of a night that has one.

        Raises:
            LookupProblem: The night has more than one, so it must be named.
        """
        if len(self.contests) == 1:
            return self.contests[0]
        raise LookupProblem(
            Problem(
                where=self.id,
                found=f"{len(self.contests)} contests and none named",
                wanted="the contest's id or name, because this night has more than one",
                remedy=f'Name one, for instance "{self.contests[0].name}".'
                if self.contests
                else "Add contests to the pack.",
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """A basis, looked up: votes by contest, area (None: whole contest) and stage, then by party."""

    votes: Mapping[tuple[ContestId, AreaId | None, int], Mapping[PartyId, int]]
    areas: Mapping[tuple[ContestId, AreaId | None], PreviousArea]

    @classmethod
    def of(cls, basis: Basis) -> Previous:
        """Return the lookups of a basis; several figures of one party in one place (independents) are added."""
        votes: dict[tuple[ContestId, AreaId | None, int], dict[PartyId, int]] = {}
        for figure in basis.figures:
            row = votes.setdefault((figure.contest, figure.area, figure.stage), {})
            row[figure.party] = row.get(figure.party, 0) + figure.votes
        return cls(votes=votes, areas={(row.contest, row.area): row for row in basis.areas})

    def contest_votes(self, contest: Contest, stage: int = 1) -> Mapping[PartyId, int] | None:
        """Return the contest's votes by party: the whole's own figure, else the sum of all its areas, else None."""
        whole = self.votes.get((contest.id, None, stage))
        if whole is not None:
            return whole
        rows = [self.votes.get((contest.id, area, stage)) for area in contest.areas]
        total: dict[PartyId, int] = {}
        for row in rows:
            if row is None:
                return None
            for party, number in row.items():
                total[party] = total.get(party, 0) + number
        return total
