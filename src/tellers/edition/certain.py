"""What is certain at an edition: contests decided, and with them the control of bodies."""

from __future__ import annotations

from tellers.edition.edition import Edition
from tellers.outlook.decided import Decision, decided
from tellers.outlook.seats_decided import ControlDecision, OpenContest, control_decided
from tellers.record.election import Body
from tellers.terms import ContestId, PartyId


def decisions(edition: Edition) -> dict[ContestId, Decision]:
    """Return, for each contest of which anything is known, whether it is decided."""
    election = edition.election
    return {
        id: decided(election, election.contest_by_id[id], edition.record.contest(id), standing)
        for id, standing in edition.standings.items()
    }


def bodies_decided(edition: Edition) -> tuple[ControlDecision, ...]:
    """Return, for each body, whether nothing outstanding can change who controls it."""
    made = decisions(edition)
    return tuple(_body(edition, body, made) for body in edition.election.bodies)


def _body(edition: Edition, body: Body, made: dict[ContestId, Decision]) -> ControlDecision:
    seats: dict[PartyId, int] = dict(body.not_up)
    still: list[OpenContest] = []
    for contest in edition.election.contests:
        if contest.body != body.id:
            continue
        parties = {c.id: c.party for c in contest.candidates}
        decision = made.get(contest.id)
        if decision is not None and decision.decided:
            for winner in decision.winners:
                party = parties.get(winner)
                if party is not None:
                    seats[party] = seats.get(party, 0) + 1
            continue
        standing: dict[PartyId, int] = {}
        for party in parties.values():
            if party is not None:
                standing[party] = standing.get(party, 0) + 1
        still.append(OpenContest(seats=contest.seats, standing=standing))
    row = next(row for row in edition.board.bodies if row.id == body.id)
    return control_decided(body.id, seats, still, row.needed)
