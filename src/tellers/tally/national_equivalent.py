"""What wards say of the vote beyond them: our own measures, named so that nobody takes them for the published ones.

The projected national share of the broadcasters and the national equivalent vote of Rallings and Thrasher cannot be
made from ward results alone: `docs/method-boards.md` says what each needs and what ours leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from immutables import Map

from tellers.record.election import Basis, Election
from tellers.tally.share import Share
from tellers.terms import BasisId, ContestId, PartyId, percent

CONTESTED = "Tellers contested-ward share"
MATCHED = "Tellers matched-ward change"
PROJECTED = "Tellers matched-ward projection"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedShare:
    """Shares of the best placed candidates' votes, in wards where every principal party stood.

    Args:
        wards: Wards counted, of `of` that are final with all votes known.
        votes: Of the best placed candidates of all parties there; in a ward of one seat that is all its votes, but for
            second candidates of one name.
        shares: Exact percentages by party, all parties together 100.
    """

    principal: tuple[PartyId, ...]
    wards: int
    of: int
    votes: int
    shares: Mapping[PartyId, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedChange:
    """Change in those shares over the wards counted at both polls.

    Args:
        change: Points by principal party; others stood in too few places to compare.
    """

    basis: BasisId
    wards: int
    now: Mapping[PartyId, Fraction]
    before: Mapping[PartyId, Fraction]
    change: Mapping[PartyId, Fraction]


def best_votes(shares: Map[ContestId, Share]) -> dict[ContestId, Mapping[PartyId, int]]:
    """Return the votes of each party's best placed candidate, by contest that is final with all votes known."""
    return {contest: share.best for contest, share in shares.items() if share.best}


def best_before(basis: Basis) -> dict[ContestId, Mapping[PartyId, int]]:
    """Return the votes of each party's best placed candidate on a basis, by contest; its first stage alone."""
    found: dict[ContestId, dict[PartyId, int]] = {}
    for figure in basis.figures:
        if figure.stage == 1:
            row = found.setdefault(figure.contest, {})
            row[figure.party] = max(row.get(figure.party, 0), figure.votes)
    return {**found}


def contested_share(best: Iterable[Mapping[PartyId, int]], principal: Sequence[PartyId]) -> ContestedShare:
    """Return the parties' shares in wards where all the principal parties stood.

    Each ward weighs as its best placed candidates' votes do: as its voters do, nearly, and not as its seats.
    """
    rows = list(best)
    counted = [row for row in rows if all(party in row for party in principal)]
    total: dict[PartyId, int] = {}
    for row in counted:
        for party, votes in row.items():
            total[party] = total.get(party, 0) + votes
    votes = sum(total.values())
    shares = {party: percent(number, votes) for party, number in total.items()} if votes else {}
    return ContestedShare(principal=tuple(principal), wards=len(counted), of=len(rows), votes=votes, shares=shares)


def matched_change(
    election: Election, shares: Map[ContestId, Share], basis: BasisId, principal: Sequence[PartyId]
) -> MatchedChange | None:
    """Return the change over wards where all the principal parties stood at both polls; None where there is none."""
    before = best_before(election.basis_by_id[basis])
    now = best_votes(shares)
    both = [
        contest
        for contest, row in now.items()
        if all(party in row and party in before.get(contest, {}) for party in principal)
    ]
    if not both or not principal:
        return None
    after = contested_share((now[contest] for contest in both), principal)
    then = contested_share((before[contest] for contest in both), principal)
    return MatchedChange(
        basis=basis,
        wards=len(both),
        now={party: after.shares[party] for party in principal},
        before={party: then.shares[party] for party in principal},
        change={party: after.shares[party] - then.shares[party] for party in principal},
    )


def projected(start: Mapping[PartyId, Fraction], change: MatchedChange) -> dict[PartyId, Fraction]:
    """Return a national share that the caller states for the earlier poll, moved by the matched wards' change."""
    return {party: share + change.change[party] for party, share in start.items() if party in change.change}
