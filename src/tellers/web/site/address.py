"""The address of every page: fixed for a night, safe in a path and in a file's name whatever an id holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from tellers.feeds.names import slug
from tellers.record import Election
from tellers.terms import AreaId, BodyId, CandidateId, ContestId, PartyId

_Lookup = Mapping[str, str]


class Addresses:
    """The pages of one election, by kind and slug."""

    def __init__(self, election: Election) -> None:
        self.election = election

    @cached_property
    def contests(self) -> Mapping[str, ContestId]:
        return {slug(c.id): c.id for c in self.election.contests}

    @cached_property
    def areas(self) -> Mapping[str, AreaId]:
        return {slug(a.id): a.id for a in self.election.areas}

    @cached_property
    def parties(self) -> Mapping[str, PartyId]:
        standing = {c.party for contest in self.election.contests for c in contest.candidates}
        return {slug(p.id): p.id for p in self.election.parties if p.id in standing}

    @cached_property
    def bodies(self) -> Mapping[str, BodyId]:
        return {slug(b.id): b.id for b in self.election.bodies}

    @cached_property
    def contests_of_party(self) -> Mapping[PartyId, tuple[ContestId, ...]]:
        found: dict[PartyId, dict[ContestId, None]] = {}
        for contest in self.election.contests:
            for candidate in contest.candidates:
                if candidate.party is not None:
                    found.setdefault(candidate.party, {})[contest.id] = None
        return {party: tuple(ids) for party, ids in found.items()}

    @cached_property
    def contests_of_area(self) -> Mapping[AreaId, tuple[ContestId, ...]]:
        found: dict[AreaId, list[ContestId]] = {}
        for contest in self.election.contests:
            for area in contest.areas:
                found.setdefault(area, []).append(contest.id)
        return {area: tuple(ids) for area, ids in found.items()}

    @cached_property
    def contests_of_body(self) -> Mapping[BodyId, tuple[ContestId, ...]]:
        found: dict[BodyId, list[ContestId]] = {}
        for contest in self.election.contests:
            if contest.body is not None:
                found.setdefault(contest.body, []).append(contest.id)
        return {body: tuple(ids) for body, ids in found.items()}


def contest_path(id: ContestId) -> str:
    """Return the address of a contest's page."""
    return f"/contest/{slug(id)}"


def candidate_path(contest: ContestId, id: CandidateId) -> str:
    """Return the address of a candidate's page, under the contest's: ids are unique within a contest alone."""
    return f"/candidate/{slug(contest)}/{slug(id)}"


def area_path(id: AreaId) -> str:
    """Return the address of an area's page."""
    return f"/area/{slug(id)}"


def party_path(id: PartyId) -> str:
    """Return the address of a party's page."""
    return f"/party/{slug(id)}"


def body_path(id: BodyId) -> str:
    """Return the address of a body's page."""
    return f"/body/{slug(id)}"


def sources_path(id: ContestId) -> str:
    """Return the address of the page that traces a contest's figures."""
    return f"/sources/{slug(id)}"


def newest(numbers: Iterable[int]) -> int:
    """Return the greatest, 0 for none: the edition that a page is of when nothing has touched it."""
    return max(numbers, default=0)


__all__ = [
    "Addresses",
    "area_path",
    "body_path",
    "contest_path",
    "newest",
    "party_path",
    "slug",
    "sources_path",
]
