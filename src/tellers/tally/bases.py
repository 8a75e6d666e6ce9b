"""Bases of change: finding the one asked for, and who held a contest's seats on it."""

from __future__ import annotations

from collections.abc import Mapping

from tellers.errors import LookupProblem, Problem
from tellers.record.election import Basis, Contest, Election, PreviousArea
from tellers.terms import BasisId, PartyId

# Parties that are none: each of their candidates stands alone, and their votes never make one list.
NO_PARTY = frozenset({"ind", "independent", "none", "no-party"})


def find_basis(election: Election, id: str) -> Basis:
    """Return the basis with this id.

    Raises:
        LookupProblem: The pack lacks it; the message says which it has.
    """
    found = election.basis_by_id.get(BasisId(id))
    if found is not None:
        return found
    held = "; ".join(f"{basis.id} ({basis.name})" for basis in election.bases)
    raise LookupProblem(
        Problem(
            where=election.id,
            found=f'no basis "{id}"',
            wanted=f"a basis of this pack: {held}" if held else "a basis, and this pack has none",
            remedy="Use one of those."
            if held
            else "Add it to [bases] of election.toml, with its figures in previous/.",
        )
    )


def by_contest(basis: Basis) -> bool:
    """Return whether a basis knows contests, so that change is measured contest by contest; else it knows bodies."""
    return bool(basis.areas or basis.figures)


def _said(election: Election, contest: Contest, basis: BasisId) -> PreviousArea | None:
    """Return what a basis says of a contest as a whole, or of its one area."""
    rows = election.previous[basis].areas
    said = rows.get((contest.id, None))
    return rows.get((contest.id, contest.areas[0])) if said is None and len(contest.areas) == 1 else said


def holder(election: Election, contest: Contest, basis: BasisId) -> PartyId | None:
    """Return the party that held a single-seat contest on a basis: as the basis says, else first in its votes.

    Where several seats were filled then, by more than one party, nobody can say from the votes whose is up now.
    """
    said = _said(election, contest, basis)
    if said is not None and said.holder is not None:
        return said.holder
    if said is not None and said.seats:
        return next(iter(said.seats)) if len(said.seats) == 1 else None
    votes = election.previous[basis].contest_votes(contest)
    if not votes or contest.seats != 1:
        return None
    best = max(votes.values())
    first = [party for party, number in votes.items() if number == best]
    return first[0] if len(first) == 1 and best else None


def held(election: Election, contest: Contest, basis: BasisId) -> Mapping[PartyId, int] | None:
    """Return the seats now filled by the party that held them on a basis, None where that is not known.

    Known where as many were filled then as now, or where one party won all of as many or more. Of two that are up, of
    which one was filled then, the other is not known.
    """
    said = _said(election, contest, basis)
    if said is not None and said.seats:
        filled = sum(said.seats.values())
        if filled == contest.seats:
            return said.seats
        return {next(iter(said.seats)): contest.seats} if len(said.seats) == 1 and filled > contest.seats else None
    if contest.seats != 1:
        return None
    party = holder(election, contest, basis)
    return None if party is None else {party: 1}


Told = Mapping[BasisId, frozenset[PartyId]]
"""The parties that each basis tells apart in bodies."""


def told_apart(election: Election) -> Told:
    """Return the parties that each basis tells apart in some body; the rest it lumps, where it names them so."""
    return {
        basis.id: frozenset(party for body in election.bodies for party in body.before.get(basis.id, ()))
        for basis in election.bases
    }


def composition_change(
    basis: Basis, told: frozenset[PartyId], before: Mapping[PartyId, int], now: Mapping[PartyId, int]
) -> dict[PartyId, int]:
    """Return a body's net change by party; parties that the basis lumps together are lumped here as well."""
    after: dict[PartyId, int] = {}
    for party, seats in now.items():
        name = party if basis.others is None or party in told else basis.others
        after[name] = after.get(name, 0) + seats
    return {party: after.get(party, 0) - before.get(party, 0) for party in {**after, **before}}
