"""Additional members: a region's list seats, once its own votes and its constituencies' winners are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tellers.record.election import Contest
from tellers.tally.bases import NO_PARTY
from tellers.tally.share import Share
from tellers.tally.standing import Standing
from tellers.terms import PartyId

_RULES = "additional_member_"


def waits(contest: Contest) -> bool:
    """Return whether a contest's seats depend on those won in the constituencies within it."""
    return contest.rule.startswith(_RULES)


def top_up(
    contest: Contest, standing: Standing, within: Iterable[Share | None]
) -> tuple[Mapping[PartyId, int], int] | None:
    """Return a region's list seats by party, and those won by individuals of no party.

    Args:
        standing: The region's own votes, which speak for all of it.
        within: The shares of its constituencies, None for one that is not final.

    Returns:
        None until every constituency is final, where votes are unknown, or while a tie awaits its lot.
    """
    held: dict[str, int] = {}
    for inner in within:
        if inner is None:
            return None
        for party, seats in inner.seats.items():
            held[party] = held.get(party, 0) + seats
    votes: dict[str, int] = {}
    alone: set[str] = set()
    for candidate in standing.candidates:
        if candidate.votes is None:
            return None
        single = candidate.party is None or candidate.party in NO_PARTY
        name = f"candidate {candidate.id}" if single else str(candidate.party)
        votes[name] = votes.get(name, 0) + candidate.votes
        if single:
            alone.add(name)
    from tellers.count.additional_member import Region  # Late: only such contests pay for loading the counting rules.
    from tellers.count.votes_registry import find_votes_rule

    region = Region(votes=votes, seats=contest.seats, won=held, individuals=frozenset(alone))
    whole = find_votes_rule(contest.rule).count({contest.id: region})
    own = whole.tiers[-1].areas[contest.id]
    if own.at_stake:
        return None
    parties = {PartyId(name): seats for name, seats in own.by_list.items() if name not in alone}
    return parties, sum(seats for name, seats in own.by_list.items() if name in alone)
