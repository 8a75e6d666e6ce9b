"""Records: figures higher or lower than at every earlier poll that the pack knows, where it knows two or more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from immutables import Map

from tellers.record.election import Basis, Contest, Election
from tellers.tally.share import Share
from tellers.terms import BasisId, ContestId, PartyId, percent

# Beating one earlier poll is a change, and is told as one.
EARLIER_MIN = 2
Kind = Literal["share_high", "share_low", "turnout_high", "turnout_low", "first_seat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRecord:
    """A figure beyond all earlier ones that the pack has.

    Args:
        party: None for turnout.
        value: In percent; seats for `first_seat`.
        before: The figure on each basis that knows it: two or more, all on one side of `value`.
    """

    kind: Kind
    contest: ContestId
    party: PartyId | None
    value: Fraction
    before: Mapping[BasisId, Fraction]


def history_records(election: Election, shares: Map[ContestId, Share]) -> tuple[HistoryRecord, ...]:
    """Return the records of the contests that are final, in the pack's order.

    A position just before the poll is no poll, and is not asked. A party has a record share only where it stood at each
    of the polls; one that stood never before has none.
    """
    bases = [basis for basis in election.bases if basis.kind != "just_before"]
    if len(bases) < EARLIER_MIN:
        return ()
    found: list[HistoryRecord] = []
    for contest in election.contests:
        share = shares.get(contest.id)
        if share is not None:
            found += _shares(contest, share)
            found += _turnout(election, contest, share, bases)
            found += _first_seats(contest, share, bases)
    return tuple(found)


def _shares(contest: Contest, share: Share) -> list[HistoryRecord]:
    found = []
    whole = sum(share.votes.values())
    for party, votes in share.votes.items():
        before = {
            basis: percent(row[party], sum(row.values())) for basis, row in share.before_votes.items() if row.get(party)
        }
        if whole and len(before) == len(share.before_votes):
            found += _beyond(contest, party, percent(votes, whole), before, ("share_high", "share_low"))
    return found


def _turnout(election: Election, contest: Contest, share: Share, bases: list[Basis]) -> list[HistoryRecord]:
    before = {}
    for basis in bases:
        rows = election.previous[basis.id].areas
        said = rows.get((contest.id, None)) or rows.get((contest.id, contest.areas[0]))
        if said is not None and said.ballot_papers is not None and said.electorate:
            before[basis.id] = percent(said.ballot_papers, said.electorate)
    if share.turnout is None or len(contest.areas) > 1:
        return []
    return _beyond(contest, None, share.turnout, before, ("turnout_high", "turnout_low"))


def _first_seats(contest: Contest, share: Share, bases: list[Basis]) -> list[HistoryRecord]:
    known = {basis.id: share.before_seats[basis.id] for basis in bases if basis.id in share.before_seats}
    if len(known) < EARLIER_MIN:
        return []
    nought = dict.fromkeys(known, Fraction(0))
    return [
        HistoryRecord(kind="first_seat", contest=contest.id, party=party, value=Fraction(seats), before=nought)
        for party, seats in share.seats.items()
        if not any(row.get(party) for row in known.values())
    ]


def _beyond(
    contest: Contest,
    party: PartyId | None,
    value: Fraction,
    before: Mapping[BasisId, Fraction],
    kinds: tuple[Kind, Kind],
) -> list[HistoryRecord]:
    if len(before) < EARLIER_MIN:
        return []
    high, low = kinds
    kind = high if value > max(before.values()) else low if value < min(before.values()) else None
    if kind is None:
        return []
    return [HistoryRecord(kind=kind, contest=contest.id, party=party, value=value, before=before)]
