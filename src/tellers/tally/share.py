"""What one contest adds to the night: nothing until it is final."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

import msgspec

from tellers.record.election import Contest, Election
from tellers.record.record import ContestRecord, Figure
from tellers.tally.bases import by_contest, held
from tellers.tally.standing import Standing
from tellers.tally.swing import contest_change
from tellers.terms import BasisId, PartyId, percent

How = Literal["declared", "recounted", "corrected"]


class Swing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A contest's Butler swing between the first before and the first now: points, 0 or more, from `away` to `to`."""

    to: PartyId
    away: PartyId
    points: Fraction


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one final contest adds to the night.

    Args:
        seats: Seats won by party.
        no_party: Seats won by candidates of no party.
        places: Seats that it fills, those left vacant among them.
        votes: Votes by party, empty where they are not all known; marks, where a paper has several.
        best: Votes of each party's best placed candidate, empty where `votes` is.
        before_seats: The same seats by the party that held them on each basis, where the basis knows.
        before_votes: Votes by party on each basis, where the basis has them for the whole contest.
        majority: Votes between the last elected and the first not elected.
        majority_points: The same as an exact percentage of valid votes, None where those are not known.
        lot: True where a tie was drawn by lot.
        seq: The event that last changed its figures; `at` is when that was announced.
    """

    seats: Mapping[PartyId, int]
    no_party: int
    places: int
    votes: Mapping[PartyId, int]
    best: Mapping[PartyId, int]
    before_seats: Mapping[BasisId, Mapping[PartyId, int]]
    before_votes: Mapping[BasisId, Mapping[PartyId, int]]
    swings: Mapping[BasisId, Swing]
    majority: int | None
    majority_points: Fraction | None
    turnout: Fraction | None
    lot: bool
    seq: int
    at: datetime | None
    how: How

    def gained(self, basis: BasisId) -> dict[PartyId, int] | None:
        """Return seats gained by party (below 0: lost) on a basis, empty for a hold, None where it does not know."""
        before = self.before_seats.get(basis)
        if before is None:
            return None
        change = {p: self.seats.get(p, 0) - before.get(p, 0) for p in {**self.seats, **before}}
        return {party: number for party, number in change.items() if number}


def share(
    election: Election,
    contest: Contest,
    standing: Standing,
    record: ContestRecord,
    topped_up: tuple[Mapping[PartyId, int], int] | None = None,
) -> Share | None:
    """Return what a contest adds to the night, None until it is final.

    Args:
        topped_up: Seats by party, and of no party, where they depend on other contests: an additional member's region.
    """
    if standing.status != "final" and topped_up is None:
        return None
    seats, no_party = _seats(standing) if topped_up is None else topped_up
    votes, best = _votes(contest, standing)
    before_seats: dict[BasisId, Mapping[PartyId, int]] = {}
    before_votes: dict[BasisId, Mapping[PartyId, int]] = {}
    swings: dict[BasisId, Swing] = {}
    for basis in election.bases:
        if not by_contest(basis):
            continue
        seats_then = held(election, contest, basis.id)
        if seats_then is not None:
            before_seats[basis.id] = seats_then
        earlier = election.previous[basis.id].contest_votes(contest)
        if earlier:
            before_votes[basis.id] = earlier
            change = contest_change(election, contest, standing, basis.id)
            if change is not None and change.butler is not None and change.swing_to and change.swing_from:
                swings[basis.id] = _towards(change.swing_to, change.swing_from, change.butler)
    figure = _newest(contest, record)
    drawn = [lot.seq for lot in record.lots]
    return Share(
        seats=seats,
        no_party=no_party,
        places=contest.seats,
        votes=votes,
        best=best,
        before_seats=before_seats,
        before_votes=before_votes,
        swings=swings,
        majority=standing.majority,
        majority_points=percent(standing.majority, standing.valid_votes)
        if standing.majority is not None and standing.valid_votes
        else None,
        turnout=standing.turnout,
        lot=bool(standing.tie),
        seq=max([0 if figure is None else figure.seq, *drawn]),
        at=None if figure is None else figure.event.announced_at,
        how="declared" if figure is None or figure.revision == 1 else "recounted" if figure.recounted else "corrected",
    )


def _towards(to: PartyId, away: PartyId, points: Fraction) -> Swing:
    """Return a swing told towards the party that it went to: the winner's may have been away from it."""
    return Swing(to=to, away=away, points=points) if points >= 0 else Swing(to=away, away=to, points=-points)


def _seats(standing: Standing) -> tuple[dict[PartyId, int], int]:
    seats: dict[PartyId, int] = {}
    no_party = 0
    for candidate in standing.candidates:
        if candidate.elected:
            won = 1 if candidate.seats is None else candidate.seats
            if candidate.party is None:
                no_party += won
            else:
                seats[candidate.party] = seats.get(candidate.party, 0) + won
    return seats, no_party


def _votes(contest: Contest, standing: Standing) -> tuple[dict[PartyId, int], dict[PartyId, int]]:
    votes: dict[PartyId, int] = {}
    best: dict[PartyId, int] = {}
    if not all(c.votes is not None for c in standing.candidates):
        return votes, best
    for candidate in standing.candidates:
        if candidate.party is not None and candidate.votes is not None:
            votes[candidate.party] = votes.get(candidate.party, 0) + candidate.votes
            best[candidate.party] = max(best.get(candidate.party, 0), candidate.votes)
    return votes, best


def _newest(contest: Contest, record: ContestRecord) -> Figure | None:
    """Return the contest's figure that changed last."""
    figures = [f for area in record.areas.values() for f in area.declared if not f.withdrawn]
    figures += [f for f in record.totals if not f.withdrawn]
    return max(figures, key=lambda f: f.seq, default=None)


def keys(share: Share | None) -> dict[str, Any]:
    """Return the key of a contest in each ranking of the night; a ranking where it has none is left out."""
    if share is None:
        return {}
    found: dict[str, Any] = {"latest": -share.seq}
    if share.majority is not None:
        found["closest"] = share.majority
    if share.turnout is not None:
        found["turnout_high"] = -share.turnout
        found["turnout_low"] = share.turnout
    for basis, swing in share.swings.items():
        found[f"swing:{basis}"] = -abs(swing.points)
    return found
