"""Calls: when the desk's policy lets two people call a contest, and how often the desk was right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from immutables import Map

from tellers.outlook.decided import Decision
from tellers.record.events import Called, CallWithdrawn
from tellers.record.record import Record
from tellers.tally.standing import Standing
from tellers.terms import CandidateId, ContestId, EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPolicy:
    """When a contest may be called.

    Args:
        odds_min: The chance from which it may be, if it is not decided; 1.0 means decided only.
        people: How many different people make a call; never below 2.
    """

    odds_min: float = 0.995
    people: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Whether a call is within the policy, for whom, and every reason for or against."""

    allowed: bool
    winner: CandidateId | None
    reasons: tuple[str, ...]


def advise(
    standing: Standing, decision: Decision, chances: Mapping[str, float] | None, policy: CallPolicy | None = None
) -> Advice:
    """Return whether the policy lets a contest for one seat be called: decided, or odds enough and nothing open."""
    policy = policy if policy is not None else CallPolicy()
    if decision.decided and decision.winners:
        return Advice(allowed=True, winner=decision.winners[0], reasons=(f"Decided. {decision.why}",))
    against = []
    if standing.recounts:
        against.append(f"A recount is open in {len(standing.recounts)} areas.")
    if standing.doubts:
        against.append(f"{len(standing.doubts)} doubts are not answered.")
    if standing.provisional:
        against.append("Some figures are provisional.")
    if not chances:
        return Advice(allowed=False, winner=None, reasons=(*against, "There are no odds for it."))
    winner = max(chances, key=lambda name: chances[name])
    chance = chances[winner]
    if chance < policy.odds_min:
        against.append(f"The odds are {chance:.1%}, below {policy.odds_min:.1%}.")
    if against:
        return Advice(allowed=False, winner=CandidateId(winner), reasons=tuple(against))
    return Advice(allowed=True, winner=CandidateId(winner), reasons=(f"The odds are {chance:.1%}.",))


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One call of the night: who called what when, and what came of it; "open" until the contest is final."""

    call: Called
    seq: int
    withdrawn: EventId | None
    outcome: Literal["right", "wrong", "open"]


def ledger(record: Record, standings: Map[ContestId, Standing]) -> tuple[LedgerLine, ...]:
    """Return every call of contests in order, those withdrawn among them, held against the finals so far."""
    withdrawn = {e.replaces: EventId(e.id) for e in record.events.values() if isinstance(e, CallWithdrawn)}
    calls = [e for e in record.events.values() if isinstance(e, Called) and e.body is None]
    lines = []
    for call in sorted(calls, key=lambda e: (e.seq, e.id)):
        contest = ContestId(call.contest) if call.contest else record.election.contests[0].id
        standing = standings.get(contest)
        outcome: Literal["right", "wrong", "open"] = "open"
        if standing is not None and standing.status == "final":
            outcome = "right" if call.winner in standing.elected else "wrong"
        lines.append(LedgerLine(call=call, seq=call.seq, withdrawn=withdrawn.get(call.id), outcome=outcome))
    return tuple(lines)
