"""Decided, exactly: whether any completion of what is outstanding can change who wins. Never a probability dressed up.

For each candidate who would be elected and each who would not, the most that the second can gain on the first is
reckoned area by area: every paper that may still hold a vote goes to the second and none to the first, as far as the
papers verified (else the electorate) and what is already known there allow. The contest is decided when no such gain
reaches the lead; a gain that would only bring a tie leaves it open, for a lot could then go either way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellers.outlook.outstanding import OpenArea, open_areas
from tellers.record.election import Contest, Election
from tellers.record.record import ContestRecord
from tellers.tally.rules import most_votes, several_marks, two_rounds
from tellers.tally.standing import Standing
from tellers.terms import CandidateId


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a contest is decided, for whom, and why or why not.

    Args:
        winners: Those elected if it is decided, in order of votes; empty if it is not.
        why: One sentence for a reader.
    """

    decided: bool
    winners: tuple[CandidateId, ...] = ()
    why: str = ""


def decided(election: Election, contest: Contest, held: ContestRecord, standing: Standing) -> Decision:
    """Return whether a contest is decided.

    Covers rules under which most votes win, and two-round rules in their final round or where a first round is more
    than half. Under any other rule a contest is decided when its result is declared.
    """
    if standing.status == "final":
        return Decision(decided=True, winners=standing.elected, why="All areas have declared.")
    if standing.status == "tied":
        return Decision(decided=False, why="A tie: the lot is awaited.")
    if not contest.all_candidates:
        return Decision(decided=False, why="Others stood whose votes are not in the record.")
    votes = {c.id: c.votes for c in standing.candidates}
    known = {c: v for c, v in votes.items() if v is not None}
    areas = open_areas(election, contest, held, standing)
    if not most_votes(contest.rule) and standing.stage == 1:
        return _outright(contest, standing, known, areas)
    return _most_votes(contest, standing, known, areas)


def _most_votes(
    contest: Contest, standing: Standing, known: Mapping[CandidateId, int], areas: tuple[OpenArea, ...]
) -> Decision:
    ranked = sorted(known, key=lambda c: -known[c])
    if len(contest.candidates) <= contest.seats:
        return Decision(decided=True, winners=tuple(c.id for c in contest.candidates), why="No more stand than seats.")
    if len(ranked) <= contest.seats:
        return Decision(decided=False, why="Too few candidates' votes are known.")
    ahead, behind = ranked[: contest.seats], ranked[contest.seats :]
    for winner in ahead:
        for other in (*behind, *(c.id for c in contest.candidates if c.id not in known)):
            if standing.stage > 1 and other not in known:
                continue  # Not in the final round.
            gain = most_gain(contest, standing, known, areas, winner, other)
            if gain is None:
                return Decision(decided=False, why="The papers outstanding are not known.")
            if gain >= 0:
                name = contest.candidate(other).name
                return Decision(
                    decided=False, why=f"{name} can still draw level with {contest.candidate(winner).name}."
                )
    return Decision(decided=True, winners=tuple(ahead), why="No completion of the areas outstanding changes it.")


def most_gain(
    contest: Contest,
    standing: Standing,
    known: Mapping[CandidateId, int],
    areas: tuple[OpenArea, ...],
    winner: CandidateId,
    other: CandidateId,
) -> int | None:
    """Return the most by which `other` can finish above `winner` (negative: stays below), None where unbounded.

    Source:
        OUTLOOK's hurdle as arithmetic: a lead of D stands against R papers exactly when D is above R.
    """
    if other in known:
        gap = known[other] - known[winner]
    else:
        rest = _unknown_at_most(contest, standing, known)
        if rest is None:
            return None
        gap = rest - known[winner]
    for area in areas:
        swing = _area_gain(contest, area, winner, other)
        if swing is None:
            return None
        gap += swing
    return gap


def _unknown_at_most(contest: Contest, standing: Standing, known: Mapping[CandidateId, int]) -> int | None:
    """Return the most votes in the cover of a candidate whose votes there are not known: what the papers leave."""
    if standing.papers is None:
        return None
    return standing.papers if contest.marks > 1 else standing.papers - sum(known.values())


def _area_gain(contest: Contest, area: OpenArea, winner: CandidateId, other: CandidateId) -> int | None:
    """Return the most that `other` can gain on `winner` in one area."""
    if area.again:  # What stands there may all be counted again: it may move from the one to the other.
        return None if area.papers is None else 2 * area.papers
    least = area.known.get(winner, 0)
    if other in area.known:
        return area.known[other] - least
    if area.papers is None:
        return None
    marks = contest.marks if several_marks(contest.rule) else 1
    taken = sum(v for c, v in area.known.items() if c != other) if contest.marks == 1 else 0
    return (area.papers - taken) * marks - least


def _outright(
    contest: Contest, standing: Standing, known: Mapping[CandidateId, int], areas: tuple[OpenArea, ...]
) -> Decision:
    """Return whether a first round is won by more than half of all the valid votes that there can be."""
    if contest.seats != 1 or not two_rounds(contest.rule) or not known:
        return Decision(decided=False, why="The rule's own count decides.")
    leader = max(known, key=lambda c: known[c])
    bounds = [area.papers for area in areas]
    if standing.valid_votes is None or any(papers is None for papers in bounds) or any(a.again for a in areas):
        return Decision(decided=False, why="The votes outstanding are not known.")
    most = standing.valid_votes + sum(papers or 0 for papers in bounds)
    if 2 * known[leader] > most:
        return Decision(decided=True, winners=(leader,), why="More than half of all the votes that there can be.")
    return Decision(decided=False, why="More than half of the votes is not certain yet.")
