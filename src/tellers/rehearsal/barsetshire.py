"""Barsetshire: invented elections of any size, and whole invented nights, each from one seed.

    election = barsetshire(areas=20)
    events = night(election, seed=7)

The places are Trollope's; no figure is anybody's.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tellers.record import (
    Area,
    Candidate,
    Contest,
    Controls,
    Corrected,
    CountState,
    Declared,
    Election,
    Event,
    Party,
    Recounted,
    Verified,
)
from tellers.terms import AreaId, CandidateId, ContestId, PartyId

PLACES = [
    "Barchester",
    "Plumstead",
    "Framley",
    "Allington",
    "Silverbridge",
    "Ullathorne",
    "Greshamsbury",
    "Courcy",
    "Hogglestock",
    "Puddingdale",
    "Crabtree",
    "Chaldicotes",
    "Scarrington",
    "Boxall",
    "Uffley",
    "Eiderdown",
    "Lufton",
    "Stogpingum",
    "Guestwick",
    "Omnium",
    "Matching",
    "Rebury",
]
PEOPLE = [
    "Grantly",
    "Proudie",
    "Slope",
    "Harding",
    "Bold",
    "Arabin",
    "Thorne",
    "Gresham",
    "Dale",
    "Crawley",
    "Robarts",
    "Sowerby",
    "Moffat",
    "Scatcherd",
]
PARTIES = (
    Party(id=PartyId("high"), name="High and Dry", short="High", colour="#1b3a6b"),
    Party(id=PartyId("low"), name="Low Church", short="Low", colour="#b3362c"),
    Party(id=PartyId("broad"), name="Broad Church", short="Broad", colour="#d98e04"),
    Party(id=PartyId("chapel"), name="Chapel", short="Chapel", colour="#3c7a3f"),
)
START = datetime(2031, 5, 1, 22, 30, tzinfo=UTC)


def barsetshire(*, areas: int = 7, contests: int = 1, candidates: int = 4, seed: int = 0) -> Election:
    """Return an election of `contests` contests, each of `areas` areas of its own, with `candidates` candidates.

    The first contest of several is the mayor's; ids are `barsetshire-1`, areas `a1`, `a2`, … over all contests.
    """
    rng = random.Random(f"barsetshire {areas} {contests} {candidates} {seed}")
    all_areas: list[Area] = []
    made: list[Contest] = []
    for c in range(1, contests + 1):
        own = [_area(len(all_areas) + n, rng) for n in range(1, areas + 1)]
        all_areas.extend(own)
        made.append(
            Contest(
                id=ContestId(f"barsetshire-{c}"),
                name="Barsetshire mayor" if contests == 1 else f"Barsetshire division {c}",
                areas=tuple(area.id for area in own),
                candidates=tuple(_candidate(n) for n in range(candidates)),
            )
        )
    return Election(
        id="barsetshire",
        name="Barsetshire, invented",
        date=date(2031, 5, 1),
        time_zone="Europe/London",
        parties=PARTIES,
        areas=tuple(all_areas),
        contests=tuple(made),
        test=True,
    )


def _area(n: int, rng: random.Random) -> Area:
    place = PLACES[(n - 1) % len(PLACES)]
    name = place if n <= len(PLACES) else f"{place} {(n - 1) // len(PLACES) + 1}"
    return Area(id=AreaId(f"a{n}"), name=name, electorate=rng.randrange(2_000, 90_000))


def _candidate(n: int) -> Candidate:
    name = PEOPLE[n % len(PEOPLE)]
    party = PARTIES[n].id if n < len(PARTIES) else None
    return Candidate(id=CandidateId(name.lower() if n < len(PEOPLE) else f"{name.lower()}-{n}"), name=name, party=party)


def night(election: Election, *, seed: int = 0, troubled: float = 0.05) -> list[Event]:
    """Return a whole night: for every area of every contest its papers verified, its count begun, its declaration.

    Areas come in an order of their own. Every event has an id and its times, and no seq or hash; each can be applied
    in this order.

    Args:
        troubled: The share of areas that are then corrected or recounted, 0 to 1.
    """
    rng = random.Random(f"night {seed}")
    slots = [(contest, area) for contest in election.contests for area in contest.areas]
    events: list[Event] = []
    lean = [rng.uniform(0.5, 2.0) for _ in range(max(len(c.candidates) for c in election.contests))]
    for contest, area in rng.sample(slots, len(slots)):
        papers, votes, rejected = _figures(election, contest, area, lean, rng)
        slot = f"{contest.id}-{area}"
        at = START + timedelta(seconds=len(events))
        where: dict[str, Any] = {"contest": contest.id, "area": area, "announced_basis": "official"}
        where |= {"recorded_at": at, "announced_at": at - timedelta(seconds=20)}
        events.append(Verified(id=f"{slot}-verified", ballot_papers=papers, **where))
        events.append(CountState(id=f"{slot}-counting", state="counting", **where))
        events.append(
            Declared(
                id=f"{slot}-declared",
                votes=_known(votes),
                ballot_papers=papers,
                rejected_ballots=rejected,
                controls=Controls(total=sum(votes.values())),
                keyed_by="Eleanor Bold",
                confirmed_by="Mark Robarts",
                **where,
            )
        )
        if rng.random() < troubled:
            events.append(_change(events[-1], contest.id, votes, rng))
    return events


def _figures(
    election: Election, contest: Contest, area: AreaId, lean: list[float], rng: random.Random
) -> tuple[int, dict[CandidateId, int], int]:
    electorate = election.area_by_id[area].electorate or 10_000
    papers = round(electorate * rng.uniform(0.25, 0.7))
    rejected = round(papers * rng.uniform(0.001, 0.01))
    weights = [lean[n] * rng.uniform(0.4, 1.6) for n in range(len(contest.candidates))]
    left = papers - rejected
    votes = {c.id: int(left * w / sum(weights)) for c, w in zip(contest.candidates, weights, strict=True)}
    votes[contest.candidates[0].id] += left - sum(votes.values())
    return papers, votes, rejected


def _change(declared: Event, contest: ContestId, votes: dict[CandidateId, int], rng: random.Random) -> Event:
    """Return a correction or a recount that moves a few votes from one candidate to another."""
    first, second = rng.sample(sorted(votes), 2) if len(votes) > 1 else (next(iter(votes)),) * 2
    moved = min(votes[first], rng.randrange(1, 40))
    figures: dict[str, int | None] = {first: votes[first] - moved, second: votes[second] + moved}
    if first == second:
        figures = _known(votes)
    at = declared.recorded_at
    assert at is not None
    kind = rng.choice((Corrected, Recounted))
    return kind(
        id=f"{declared.id}-changed",
        contest=contest,
        replaces=declared.id,
        reason="A bundle had been put on the wrong pile.",
        votes=figures,
        recorded_at=at + timedelta(milliseconds=500),
        announced_at=at,
    )


def _known(votes: dict[CandidateId, int]) -> dict[str, int | None]:
    return {str(candidate): number for candidate, number in votes.items()}
