"""What the declared votes would have given otherwise: never a result, and every one of these says so.

People vote as the rule in force asks of them, so none of this says what would have happened under another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from immutables import Map

from tellers.record.election import Candidate, Contest, Election
from tellers.tally.bases import NO_PARTY
from tellers.tally.plan import Plan
from tellers.tally.rules import most_votes
from tellers.tally.standing import Standing
from tellers.terms import CandidateId, ContestId, PartyId, decimal_text

LABEL = "NOT A RESULT"
Votes = Mapping[CandidateId, Fraction]
Outcome = tuple[CandidateId, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """A contest that would have gone otherwise: seats by party as declared, and as they would have been."""

    contest: ContestId
    declared: Mapping[PartyId, int]
    instead: Mapping[PartyId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """Declared votes, counted otherwise.

    Args:
        label: What was asked, in a sentence that begins with "NOT A RESULT".
        assumptions: What had to be assumed, each a sentence.
        seats, declared: Seats by party under the assumption, and as declared, over the same contests.
        counted: Contests counted anew, of `final` that are final.
        left_out: Contests that are final and could not be counted so: their seats stay as declared.
        undecided: Seats that a lot would have to give, given to nobody.
        changed: Contests, or regions, that would have gone otherwise.
    """

    label: str
    assumptions: tuple[str, ...]
    seats: Mapping[PartyId, int]
    declared: Mapping[PartyId, int]
    counted: int
    final: int
    left_out: tuple[ContestId, ...]
    undecided: int
    changed: tuple[Outlier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A share of one party's (or candidate's) votes that goes to another: exact, 0 to 1."""

    away: str
    to: str
    part: Fraction


def lists_by_region(election: Election, standings: Map[ContestId, Standing], plan: Plan) -> Counterfactual:
    """Return the seats that D'Hondt would give the same votes in each region, each with the seats it has now.

    Independents are each a list of one. Where a paper has several marks, a party's votes are its best placed
    candidate's. Contests without a region of their own are taken body by body.
    """
    from tellers.count.divisors import DHONDT  # Late: only this question pays for loading the counting rules.
    from tellers.count.lists import ListPoll, ListSystem

    system = ListSystem(id="dhondt_by_region", method=DHONDT, tie_break="lot")
    groups: dict[str, list[tuple[Contest, Standing]]] = {}
    final = _final(election, standings)
    left_out = []
    for contest, standing in final:
        if any(c.votes is None for c in standing.candidates) or not contest.all_candidates:
            left_out.append(contest.id)
        else:
            name = plan.region.get(contest.id) or contest.body or contest.id
            groups.setdefault(name, []).append((contest, standing))
    seats = _sum(_declared(c, s) for c, s in final if c.id in left_out)
    changed, undecided = [], 0
    for name, members in groups.items():
        votes: dict[str, int] = {}
        for contest, standing in members:
            for list_name, number in _list_votes(contest, standing).items():
                votes[list_name] = votes.get(list_name, 0) + number
        alone = [n for n in votes if "/" in n]
        poll = ListPoll(votes=votes, seats=sum(c.seats for c, _ in members), caps=dict.fromkeys(alone, 1), title=name)
        allocation = system.part(poll, ())
        undecided += allocation.at_stake
        instead: dict[PartyId, int] = {}
        for list_name, won in allocation.by_list.items():
            party = PartyId(list_name.partition("/")[0])
            instead[party] = instead.get(party, 0) + won
        was = _sum(_declared(c, s) for c, s in members)
        if was != instead:
            changed.append(Outlier(contest=ContestId(name), declared=was, instead=instead))
        seats = _sum((seats, instead))
    return Counterfactual(
        label=f"{LABEL}: the votes declared, with seats given out by D'Hondt in each region",
        assumptions=(
            "Everyone votes as they did, though under another rule people vote and stand otherwise.",
            "Each region has the seats of its contests that are final; there is no threshold.",
            "Each independent is a list of one; where a paper has several marks, a party has the votes of its best "
            "placed candidate.",
        ),
        seats=seats,
        declared=_sum(_declared(c, s) for c, s in final),
        counted=len(final) - len(left_out),
        final=len(final),
        left_out=tuple(left_out),
        undecided=undecided,
        changed=tuple(changed),
    )


def supplementary(
    election: Election, standings: Map[ContestId, Standing], seconds: Mapping[PartyId, Mapping[PartyId, Fraction]]
) -> Counterfactual:
    """Return the seats under the supplementary vote, with second preferences as stated.

    Args:
        seconds: For voters of each party, the part of them whose second vote is for another, 0 to 1; what is not stated
            is no second vote.
    """

    def count(contest: Contest, standing: Standing) -> tuple[Outcome, bool]:
        votes = {c.id: c.votes or 0 for c in standing.candidates}
        order = sorted(votes, key=lambda c: -votes[c])
        if len(order) < 3 or 2 * votes[order[0]] > sum(votes.values()):
            return (order[0],) if len(order) < 2 or votes[order[0]] != votes[order[1]] else None, True
        if votes[order[1]] == votes[order[2]]:
            return None, True  # Who goes into the second round is for the lot.
        party = {c.id: c.party for c in contest.candidates}
        totals = {c: Fraction(votes[c]) for c in order[:2]}
        for out in order[2:]:
            stated = seconds.get(party[out] or PartyId(""), {})
            for finalist in order[:2]:
                totals[finalist] += votes[out] * stated.get(party[finalist] or PartyId(""), Fraction(0))
        first, second = order[:2]
        if totals[first] == totals[second]:
            return None, True
        return (max(totals, key=lambda c: totals[c]),), True

    said = [
        f"Of {a}'s voters {decimal_text(100 * part, 1)}% give {b} their second vote."
        for a, row in seconds.items()
        for b, part in row.items()
    ]
    return _again(
        election,
        standings,
        lambda contest: contest.seats == 1 and contest.marks == 1 and contest.all_candidates,
        count,
        f"{LABEL}: the votes declared, under the supplementary vote with second preferences as stated",
        (
            "First preferences are the votes as declared, though under another rule people vote and stand otherwise.",
            *(said or ["No second preferences are stated: then whoever is first stays first."]),
            "Voters of whom nothing is stated give no second vote to either of the two left.",
        ),
    )


def moved_votes(
    election: Election, standings: Map[ContestId, Standing], moves: Sequence[Move], only: ContestId | None = None
) -> Counterfactual:
    """Return the seats if given shares of some votes had gone to others, whole votes, rounded down.

    Args:
        moves: All taken from the votes as declared, so their order does not matter.
        only: One contest; then the moves may name candidates.
    """

    def able(contest: Contest) -> bool:
        return most_votes(contest.rule) and contest.all_candidates

    def count(contest: Contest, standing: Standing) -> tuple[Outcome, bool]:
        votes = {c.id: c.votes or 0 for c in standing.candidates}
        after = dict(votes)
        for move in moves if only is None or contest.id == only else ():
            away, to = _named(contest, move.away), _named(contest, move.to)
            if len(away) > 1 or len(to) > 1:
                return None, False  # Whose votes would move, or to whom of several, nobody has said.
            if away and to:
                gone = votes[away[0].id] * move.part.numerator // move.part.denominator
                after[away[0].id] -= gone
                after[to[0].id] += gone
        if after == votes:
            return standing.elected, True
        order = sorted(after, key=lambda c: -after[c])
        if len(order) > contest.seats and after[order[contest.seats - 1]] == after[order[contest.seats]]:
            return None, True
        return tuple(order[: contest.seats]), True

    where = "" if only is None else f" in {election.contest_by_id[only].name}"
    said = "; ".join(f"{decimal_text(100 * m.part, 1)}% of the votes of {m.away} go to {m.to}" for m in moves)
    return _again(
        election,
        standings,
        able,
        count,
        f"{LABEL}: the votes declared, if {said}{where}",
        (
            "All other votes stay as they were declared; moved votes are whole, rounded down.",
            "A contest in which one of the two did not stand stays as it was; one in which either had several "
            "candidates is left out.",
        ),
    )


def _again(
    election: Election,
    standings: Map[ContestId, Standing],
    able: Callable[[Contest], bool],
    count: Callable[[Contest, Standing], tuple[Outcome, bool]],
    label: str,
    assumptions: tuple[str, ...],
) -> Counterfactual:
    """Return every final contest counted anew; one that cannot be keeps its seats as declared."""
    final = _final(election, standings)
    seats: dict[PartyId, int] = {}
    left_out, changed, undecided = [], [], 0
    for contest, standing in final:
        was = _declared(contest, standing)
        known = able(contest) and all(c.votes is not None for c in standing.candidates)
        elected, counted = count(contest, standing) if known else (None, False)
        if not counted:
            left_out.append(contest.id)
            seats = _sum((seats, was))
            continue
        if elected is None:
            undecided += contest.seats
        party = {c.id: c.party for c in contest.candidates}
        instead: dict[PartyId, int] = {}
        for id in elected or ():
            own = party[id]
            if own is not None:
                instead[own] = instead.get(own, 0) + 1
        if instead != was:
            changed.append(Outlier(contest=contest.id, declared=was, instead=instead))
        seats = _sum((seats, instead))
    return Counterfactual(
        label=label,
        assumptions=assumptions,
        seats=seats,
        declared=_sum(_declared(c, s) for c, s in final),
        counted=len(final) - len(left_out),
        final=len(final),
        left_out=tuple(left_out),
        undecided=undecided,
        changed=tuple(changed),
    )


def _final(election: Election, standings: Map[ContestId, Standing]) -> list[tuple[Contest, Standing]]:
    found = []
    for contest in election.contests:
        standing = standings.get(contest.id)
        if standing is not None and standing.status == "final":
            found.append((contest, standing))
    return found


def _declared(contest: Contest, standing: Standing) -> dict[PartyId, int]:
    seats: dict[PartyId, int] = {}
    for candidate in standing.candidates:
        if candidate.elected and candidate.party is not None:
            won = 1 if candidate.seats is None else candidate.seats
            seats[candidate.party] = seats.get(candidate.party, 0) + won
    return seats


def _list_votes(contest: Contest, standing: Standing) -> dict[str, int]:
    """Return votes by list: a party's, or "ind/contest/candidate" for one who stands alone."""
    votes: dict[str, int] = {}
    for candidate in standing.candidates:
        number = candidate.votes or 0
        if candidate.party is None or candidate.party in NO_PARTY:
            votes[f"{candidate.party or 'none'}/{contest.id}/{candidate.id}"] = number
        elif contest.marks > 1:
            votes[candidate.party] = max(votes.get(candidate.party, 0), number)
        else:
            votes[candidate.party] = votes.get(candidate.party, 0) + number
    return votes


def _named(contest: Contest, name: str) -> list[Candidate]:
    """Return a party's candidates, or the candidate of that id."""
    found = [c for c in contest.candidates if c.party == name]
    return found or [c for c in contest.candidates if c.id == name]


def _sum(rows: Iterable[Mapping[PartyId, int]]) -> dict[PartyId, int]:
    total: dict[PartyId, int] = {}
    for row in rows:
        for party, seats in row.items():
            total[party] = total.get(party, 0) + seats
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
