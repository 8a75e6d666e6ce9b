"""Invented councils of Barsetshire: wards of some seats in bodies, with what the tests of boards declare in them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from barsetshire import PARTIES
from tellers.record import (
    Area,
    Basis,
    Body,
    Candidate,
    Contest,
    Corrected,
    CountState,
    Declared,
    Election,
    Event,
    LotDrawn,
    Party,
    Withdrawn,
)
from tellers.terms import AreaId, BodyId, CandidateId, ContestId, PartyId

START = datetime(2031, 5, 1, 22, tzinfo=UTC)
OTHERS = Party(id=PartyId("oth"), name="Others", short="Oth")
ALONE = Party(id=PartyId("ind"), name="Independent", short="Ind")


def ward(
    name: str,
    *,
    seats: int = 1,
    body: str | None = "barchester",
    each: int | None = None,
    parties: Sequence[str] = ("high", "low", "broad"),
    expected_at: str | None = None,
) -> Contest:
    """Return a ward with `each` candidates of each party (as many as seats, where left out)."""
    stood = [
        Candidate(id=CandidateId(f"{party}-{n}"), name=f"{party} {n}", party=PartyId(party) if party else None)
        for party in parties
        for n in range(1, (each or seats) + 1)
    ]
    return Contest(
        id=ContestId(name),
        name=name.title(),
        rule="first_past_the_post" if seats == 1 else "block_vote",
        seats=seats,
        marks=seats,
        areas=(AreaId(name),),
        candidates=tuple(stood),
        body=None if body is None else BodyId(body),
        expected_at=expected_at,
    )


def council(
    wards: Sequence[Contest],
    *bodies: Body,
    bases: Sequence[Basis] = (),
    regions: Mapping[str, str] | None = None,
    electorate: int | None = 1000,
) -> Election:
    """Return an election of these wards and bodies; `regions` is by the area's id."""
    areas = dict.fromkeys(area for contest in wards for area in contest.areas)
    return Election(
        id="barsetshire-councils",
        name="Barsetshire councils, invented",
        date=date(2031, 5, 1),
        time_zone="Europe/London",
        parties=(*PARTIES, OTHERS, ALONE),
        areas=tuple(
            Area(id=area, name=str(area).title(), electorate=electorate, region=(regions or {}).get(area))
            for area in areas
        ),
        contests=tuple(wards),
        bodies=bodies,
        bases=tuple(bases),
        test=True,
    )


def declare(contest: Contest, votes: Sequence[int], *, minute: int = 0, papers: int | None = None) -> Declared:
    """Return a ward's declaration, votes in the order of its candidates."""
    return Declared(
        id=f"{contest.id}-declared",
        contest=contest.id,
        area=contest.areas[0],
        votes={c.id: v for c, v in zip(contest.candidates, votes, strict=True)},
        ballot_papers=papers,
        announced_at=START + timedelta(minutes=minute),
    )


def random_night(seed: int) -> tuple[Election, list[Event]]:
    """Return councils of every kind and a night of declarations, ties, lots, corrections and polls put off."""
    rng = random.Random(f"councils {seed}")
    bodies, wards = [], []
    for number in range(rng.randrange(1, 4)):
        own = [
            ward(
                f"b{number}w{n}",
                seats=rng.choice((1, 1, 2, 3)),
                body=f"b{number}",
                parties=rng.choice((("high", "low"), ("high", "low", "broad"), ("high", "ind", ""))),
            )
            for n in range(rng.randrange(1, 6))
        ]
        wards += own
        up = sum(contest.seats for contest in own)
        bodies.append(
            Body(
                id=BodyId(f"b{number}"),
                name=f"Council {number}",
                seats=rng.choice((None, up, up + 2)),
                elected=rng.choice((None, "whole")),
                not_up=rng.choice(({}, {PartyId("high"): 2})),
            )
        )
    events: list[Event] = []
    for contest in rng.sample(wards, len(wards)):
        events += _ward_events(contest, rng)
    return council(wards, *bodies), events


def _ward_events(contest: Contest, rng: random.Random) -> list[Event]:
    votes = [rng.randrange(20) for _ in contest.candidates]
    events: list[Event] = []
    if rng.random() < 0.2:
        state = CountState(id=f"{contest.id}-off", contest=contest.id, area=contest.areas[0], state="countermanded")
        events.append(state)
        if rng.random() < 0.5:
            return events
    events.append(declare(contest, votes, papers=rng.choice((None, sum(votes) + 40))))
    order = sorted(range(len(votes)), key=lambda n: -votes[n])
    last, first_out = order[contest.seats - 1], order[contest.seats] if len(order) > contest.seats else None
    if first_out is not None and votes[last] == votes[first_out] and rng.random() < 0.7:
        tied = [c.id for c, v in zip(contest.candidates, votes, strict=True) if v == votes[last]]
        for place in range(len(tied)):
            rest = tied[place:]
            if len(rest) > 1:
                events.append(
                    LotDrawn(id=f"{contest.id}-lot{place}", contest=contest.id, candidates=tuple(rest), winner=rest[0])
                )
    if rng.random() < 0.3:
        changed = {contest.candidates[-1].id: rng.randrange(40)}
        events.append(
            Corrected(
                id=f"{contest.id}-corrected",
                contest=contest.id,
                replaces=f"{contest.id}-declared",
                reason="A bundle had been left out.",
                votes=changed,
            )
        )
    if rng.random() < 0.1:
        newest = events[-1].id if isinstance(events[-1], Corrected) else f"{contest.id}-declared"
        events.append(Withdrawn(id=f"{contest.id}-withdrawn", contest=contest.id, replaces=newest, reason="Premature."))
    return events
