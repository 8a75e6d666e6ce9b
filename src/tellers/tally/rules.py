"""What a contest's rule asks of a standing: most votes, a second round, seats to lists, or the officer's own word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tellers.errors import LookupProblem
from tellers.record.election import Contest
from tellers.terms import CandidateId

if TYPE_CHECKING:
    from tellers.count.allocation import Allocation

_MOST_VOTES = (
    "first_past_the_post",
    "block_vote",
    "limited_vote",
    "single_non_transferable_vote",
    "sntv",
    "cumulative_vote",
)
_TWO_ROUNDS = ("supplementary_vote", "two_round", "contingent_vote")
_LISTS = (
    "dhondt",
    "sainte_lague",
    "imperiali",
    "hare",
    "hagenbach_bischoff",
    "equal_proportions",
    "quota_",
    "bader_ofer",
)


def most_votes(rule: str) -> bool:
    """Return whether the `seats` candidates with most votes are elected, whatever the marks on a paper."""
    return rule.startswith(_MOST_VOTES)


def two_rounds(rule: str) -> bool:
    """Return whether a first round may lead to a second between two, counted as stage 2."""
    return rule.startswith(_TWO_ROUNDS)


def referendum(rule: str) -> bool:
    """Return whether a question is answered, and the answer with most votes is known by them."""
    return rule.startswith("referendum")


def list_rule(rule: str) -> bool:
    """Return whether a rule gives seats to lists of parties."""
    return rule.startswith(_LISTS)


def several_marks(rule: str) -> bool:
    """Return whether a voter may give one candidate more than one vote."""
    return rule.startswith("cumulative_vote")


def allocate(contest: Contest, votes: Mapping[CandidateId, int]) -> Allocation | None:
    """Return the seats that a list rule gives these votes; None for a rule of another kind.

    A threshold of the whole country is reckoned on this contest alone: right where the contest is the country.
    """
    if not contest.rule.startswith(_LISTS):
        return None
    from tellers.count.list_poll import ListPoll  # Late: only contests of lists pay for loading the counting rules.
    from tellers.count.votes_registry import find_votes_rule

    try:
        rule = find_votes_rule(contest.rule)
    except LookupProblem:
        return None
    poll = ListPoll(votes={str(c): v for c, v in votes.items()}, seats=contest.seats, title=contest.name)
    found: Allocation = rule.count(poll)
    return found
