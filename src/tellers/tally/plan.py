"""What a board needs that never changes in a night: regions, tiers, and when declarations are expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import msgspec

from tellers.record.election import Contest, Election
from tellers.tally.bases import NO_PARTY, Told, told_apart
from tellers.tally.top_up import waits
from tellers.terms import BodyId, ContestId, PartyId

# How many parties must stand in a ward for it to count in the ward measure.
PRINCIPAL = 3


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is worked out once from an election's definition.

    Args:
        region: Each contest's region, for contests within one; empty where regions are only other names for bodies.
        upper: For a constituency, the regions whose additional members depend on it.
        within: For such a region, the constituencies within it.
        expected: Contests with an expected time, earliest first.
        told: The parties that each basis tells apart in bodies.
        principal: The parties that stand in most contests, no fewer than half of them; at most three.
    """

    region: Mapping[ContestId, str]
    upper: Mapping[ContestId, tuple[Contest, ...]]
    within: Mapping[ContestId, tuple[ContestId, ...]]
    expected: tuple[tuple[datetime, ContestId], ...]
    told: Told
    principal: tuple[PartyId, ...]


def plan(election: Election) -> Plan:
    """Return what a board needs of an election's definition."""
    upper, within = _tiers(election)
    times = [(datetime.fromisoformat(c.expected_at), c.id) for c in election.contests if c.expected_at is not None]
    return Plan(
        region=_regions(election),
        upper=upper,
        within=within,
        expected=tuple(sorted(times)),
        told=told_apart(election),
        principal=_principal(election),
    )


def _regions(election: Election) -> dict[ContestId, str]:
    found: dict[ContestId, str] = {}
    pairs: set[tuple[str, BodyId | None]] = set()
    for contest in election.contests:
        names = {election.area_by_id[area].region for area in contest.areas}
        name = names.pop() if len(names) == 1 else None
        if name is not None:
            found[contest.id] = name
            pairs.add((name, contest.body))
    same = len({name for name, _ in pairs}) == len({body for _, body in pairs}) == len(pairs)
    return {} if same else found


def _tiers(
    election: Election,
) -> tuple[dict[ContestId, tuple[Contest, ...]], dict[ContestId, tuple[ContestId, ...]]]:
    upper: dict[ContestId, tuple[Contest, ...]] = {}
    within: dict[ContestId, tuple[ContestId, ...]] = {}
    for region in (contest for contest in election.contests if waits(contest)):
        areas = election.area_sets[region.id]
        inner = [
            c for c in election.contests if c.body == region.body and not waits(c) and election.area_sets[c.id] <= areas
        ]
        within[region.id] = tuple(c.id for c in inner)
        for contest in inner:
            upper[contest.id] = (*upper.get(contest.id, ()), region)
    return upper, within


def _principal(election: Election) -> tuple[PartyId, ...]:
    standing: Counter[PartyId] = Counter()
    for contest in election.contests:
        standing.update({c.party for c in contest.candidates if c.party is not None and c.party not in NO_PARTY})
    first = sorted(standing.items(), key=lambda item: (-item[1], item[0]))[:PRINCIPAL]
    return tuple(party for party, number in first if 2 * number >= len(election.contests))
