"""Who is elected in a contest whose figures are all in, and the ties that need a lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellers.record.election import Contest
from tellers.record.events import LotDrawn
from tellers.terms import CandidateId, EventId

MOST_VOTES_WINS = frozenset(
    {"first_past_the_post", "block_vote", "limited_vote", "single_non_transferable_vote", "cumulative_vote"}
)
"""Rules under which the `seats` candidates with most votes are elected, whatever the marks on a paper."""

FINAL_ROUND = {"supplementary_vote": 2, "two_round": 2, "contingent_vote": 2}
"""Rules of two rounds, and the stage at which the second is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Winners:
    """Those elected, in order of votes, and any tie for the last seat with the lot that settled it."""

    elected: tuple[CandidateId, ...] = ()
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

    Under a rule where most votes win, it is reckoned here; a tie for the last seat waits for a lot. Under another rule,
    or where some candidate's votes are unknown, it is what the returning officer announced, and unknown until then.
    """
    by_votes = contest.rule in MOST_VOTES_WINS or FINAL_ROUND.get(contest.rule) == stage or _outright(contest, votes)
    enough = len(votes) == len(contest.candidates) or (contest.rule in FINAL_ROUND and stage > 1)
    if not by_votes or not enough or not contest.all_candidates:
        return Winners(elected=announced or ())
    ranked = sorted(votes, key=lambda c: -votes[c])
    if len(ranked) <= contest.seats:
        return Winners(elected=tuple(ranked))
    line = votes[ranked[contest.seats - 1]]
    if votes[ranked[contest.seats]] != line:
        return Winners(elected=tuple(ranked[: contest.seats]))
    return _settle(contest, votes, ranked, line, lots, announced)


def _outright(contest: Contest, votes: Mapping[CandidateId, int]) -> bool:
    """Return whether a first round under a majority rule elects: more than half of the valid votes."""
    if contest.rule not in FINAL_ROUND or contest.seats != 1 or not votes:
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
    drawn = [lot for lot in lots if set(lot.candidates) <= set(tied)]
    chosen = tuple(dict.fromkeys(CandidateId(lot.winner) for lot in drawn))[:places]
    if len(chosen) == places:
        return Winners(elected=above + chosen, tie=tied, lot=EventId(drawn[-1].id))
    if announced is not None and len(announced) == contest.seats and set(above) <= set(announced) <= {*above, *tied}:
        return Winners(elected=above + tuple(c for c in tied if c in announced), tie=tied)
    return Winners(tie=tied)
