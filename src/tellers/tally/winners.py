"""Who is elected in a contest whose figures are all in, and the ties that need a lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellers.record.election import Contest
from tellers.record.events import LotDrawn
from tellers.tally.rules import allocate, most_votes, two_rounds
from tellers.terms import CandidateId, EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class Winners:
    """Those elected, in order of votes, and any tie for the last seat with the lot that settled it.

    Under a list rule `elected` are the lists with a seat and `seats` says how many each has; None under another rule.
    """

    elected: tuple[CandidateId, ...] = ()
    seats: Mapping[CandidateId, int] | None = None
    tie: tuple[CandidateId, ...] = ()
    lot: EventId | None = None


def winners(
    contest: Contest,
    votes: Mapping[CandidateId, int],
    announced: tuple[CandidateId, ...] | None,
    lots: tuple[LotDrawn, ...],
    stage: int,
) -> Winners:
    """Return who is elected by these votes of the whole contest.

    Under a rule where most votes win, and under a list rule of one tier, it is reckoned here; a tie for the last seat
    waits for a lot. Under another rule, or where some candidate's votes are unknown, it is what the returning officer
    announced, and unknown until then.
    """
    final_round = two_rounds(contest.rule) and stage > 1
    by_votes = most_votes(contest.rule) or final_round or _outright(contest, votes)
    complete = len(votes) == len(contest.candidates) and contest.all_candidates
    if not by_votes and complete:
        lists = _lists(contest, votes)
        if lists is not None:
            return lists
    if not by_votes or not (complete or final_round):
        return Winners(elected=announced or ())
    ranked = sorted(votes, key=lambda c: -votes[c])
    if len(ranked) <= contest.seats:
        return Winners(elected=tuple(ranked))
    line = votes[ranked[contest.seats - 1]]
    if votes[ranked[contest.seats]] != line:
        return Winners(elected=tuple(ranked[: contest.seats]))
    return _settle(contest, votes, ranked, line, lots, announced)


def _lists(contest: Contest, votes: Mapping[CandidateId, int]) -> Winners | None:
    """Return the lists with seats under a list rule, None under another; a tie for the last seat awaits its lot."""
    allocation = allocate(contest, votes)
    if allocation is None:
        return None
    seats = {CandidateId(name): won for name, won in zip(allocation.lists, allocation.won, strict=True)}
    if allocation.at_stake:
        return Winners(tie=tuple(CandidateId(allocation.lists[n]) for n in allocation.ties[-1].candidates), seats=seats)
    ranked = sorted((c for c in seats if seats[c]), key=lambda c: -votes[c])
    return Winners(elected=tuple(ranked), seats=seats)


def _outright(contest: Contest, votes: Mapping[CandidateId, int]) -> bool:
    """Return whether a first round under a majority rule elects: more than half of the valid votes."""
    if not two_rounds(contest.rule) or contest.seats != 1 or not votes:
        return False
    return 2 * max(votes.values()) > sum(votes.values()) and len(votes) == len(contest.candidates)


def _settle(
    contest: Contest,
    votes: Mapping[CandidateId, int],
    ranked: list[CandidateId],
    line: int,
    lots: tuple[LotDrawn, ...],
    announced: tuple[CandidateId, ...] | None,
) -> Winners:
    above = tuple(c for c in ranked if votes[c] > line)
    tied = tuple(c for c in ranked if votes[c] == line)
    places = contest.seats - len(above)
    chosen, lot = _drawn(tied, places, lots)
    if lot is not None:
        return Winners(elected=above + chosen, tie=tied, lot=lot)
    if announced is not None and len(announced) == contest.seats and set(above) <= set(announced) <= {*above, *tied}:
        return Winners(elected=above + tuple(c for c in tied if c in announced), tie=tied)
    return Winners(tie=tied)


def _drawn(
    tied: tuple[CandidateId, ...], places: int, lots: tuple[LotDrawn, ...]
) -> tuple[tuple[CandidateId, ...], EventId | None]:
    """Return who won the places by lot, and the last lot that says so; None where a lot is still to be drawn.

    A lot counts only if it was drawn among all who still tie: one that left someone out settles nothing.
    """
    left = set(tied)
    chosen: list[CandidateId] = []
    last: EventId | None = None
    while len(chosen) < places:
        lot = next((lot for lot in lots if set(lot.candidates) == left), None)
        if lot is None:
            return (), None
        chosen.append(CandidateId(lot.winner))
        left.discard(CandidateId(lot.winner))
        last = EventId(lot.id)
    return tuple(chosen), last
