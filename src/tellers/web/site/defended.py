"""What each party has to defend: the seats and votes of a basis, shown while nothing has been declared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from tellers.record import Election
from tellers.tally.board import holder
from tellers.terms import BasisId, PartyId
from tellers.web.site.address import party_path
from tellers.web.site.words import colour, party_name, points

SHOWN = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DefendedLine:
    """A party's line: what it held, and its share; `page` None where it has none of its own."""

    name: str
    page: str | None
    colour: str
    seats: int
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defended:
    """What is defended on the first basis that knows who holds seats; `unknown` contests have no holder there."""

    basis: str
    parties: tuple[DefendedLine, ...]
    unknown: int


def defended(election: Election) -> Defended | None:
    """Return what is defended, the most seats first; None where no basis knows who holds a seat.

    Contests of one seat alone are counted: of a seat among several it is not known whose is up.
    """
    contests = [contest for contest in election.contests if contest.seats == 1]
    for basis in election.bases:
        held = Counter(p for c in contests if (p := holder(election, c, basis.id)) is not None)
        if held:
            votes = _votes(election, basis.id)
            total = sum(votes.values())
            lines = tuple(
                DefendedLine(
                    name=party_name(election, party),
                    page=party_path(party) if party in election.party_by_id else None,
                    colour=colour(election, party),
                    seats=seats,
                    share=f"{points(Fraction(100 * votes[party], total), 1)}%" if total and votes[party] else "–",
                )
                for party, seats in sorted(held.items(), key=lambda row: (-row[1], row[0]))[:SHOWN]
            )
            return Defended(basis=basis.name, parties=lines, unknown=len(contests) - held.total())
    return None


def _votes(election: Election, basis: BasisId) -> Counter[PartyId]:
    votes: Counter[PartyId] = Counter()
    for (_, _, stage), row in election.previous[basis].votes.items():
        if stage == 1:
            votes.update(row)
    return votes
