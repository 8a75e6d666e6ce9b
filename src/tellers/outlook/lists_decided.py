"""The range of seats that each list of a contest can still end with, where its rule is divisors without a threshold."""

from __future__ import annotations

from tellers.outlook.outstanding import open_areas, papers_total
from tellers.outlook.seats_decided import (
    Divisor,
    SeatRange,
    dhondt,
    list_ranges,
    modified_sainte_lague,
    sainte_lague,
)
from tellers.record.election import Contest, Election
from tellers.record.record import ContestRecord
from tellers.tally.standing import Standing

_DIVISORS: dict[str, Divisor] = {
    "dhondt": dhondt,
    "sainte_lague": sainte_lague,
    "modified_sainte_lague": modified_sainte_lague,
}


def divisor_of(rule_id: str) -> Divisor | None:
    """Return the divisors of a list rule that has no threshold; None for any other rule."""
    from tellers.count.lists import ListSystem  # Late: only contests of lists pay for loading the counting rules.
    from tellers.count.votes_registry import VOTES_RULES

    rule = VOTES_RULES.get(rule_id)
    system = getattr(rule.count, "__self__", None) if rule is not None else None
    if not isinstance(system, ListSystem) or system.threshold is not None:
        return None
    return _DIVISORS.get(system.method.id)


def seat_ranges(
    election: Election, contest: Contest, held: ContestRecord, standing: Standing
) -> dict[str, SeatRange] | None:
    """Return each list's fewest and most seats; None where rule, votes or papers do not let it be told."""
    votes = {str(c.id): c.votes for c in standing.candidates}
    if contest.seats < 2 or not contest.all_candidates or any(v is None for v in votes.values()):
        return None
    divisor = divisor_of(contest.rule)
    areas = open_areas(election, contest, held, standing)
    papers = papers_total(areas)
    if divisor is None or papers is None or any(area.again or area.known for area in areas):
        return None
    known = {name: v for name, v in votes.items() if v is not None}
    return list_ranges(known, contest.seats, papers, divisor)
