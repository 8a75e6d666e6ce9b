"""The contingent vote: the first two by first preferences, then every other paper to whichever it prefers."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers, clean_ranking
from tellers.count.plurality import CandidatePoll, check_candidate_poll, elect_by_most
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, Stage, StageSheet, Tie
from tellers.count.ties import unused_lot_problem
from tellers.errors import CountError, Problem

RULE_ID = "contingent_vote_1981"
PREFERENCES_MAX = 3
_LOT = "Equal votes: the lot decides (Presidential Elections Act no. 15 of 1981)."


def count_contingent(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    """Return the stages: first preferences, and if nobody has more than half, a second between the first two.

    Raises:
        CountError: More than one seat, no papers, or a lot that fits no tie.
    """
    if seats != 1:
        raise CountError(
            Problem(
                where="seats", found=str(seats), wanted="1: the contingent vote elects one", remedy="Use another rule."
            )
        )
    names = papers.candidates
    runs = [(clean_ranking(ranking)[:PREFERENCES_MAX], number) for ranking, number in papers.groups]
    votes = [0] * len(names)
    for run, number in runs:
        if run:
            votes[run[0]] += number
    total = sum(votes)
    poll = dict(zip(names, votes, strict=True))
    check_candidate_poll(CandidatePoll(votes=poll, title=papers.title))
    if 2 * max(votes) > total or len(names) < 3:
        elected, ties, used = elect_by_most(poll, 1, lots, why=_LOT)
        first = _stage(votes, (), 0, elected, "More than half of first preferences.")
        return _sheet(papers, total, (first,), elected, ties, used, lots)
    first = _stage(votes, (), 0, (), "First preferences: nobody has more than half.")
    pair, ties, used = elect_by_most(poll, 2, lots, why=_LOT)
    ties = tuple(_for_second_stage(tie) for tie in ties)
    if len(pair) < 2:
        return _sheet(papers, total, (first,), (), ties, used, lots)
    left = [lot for lot in lots if lot not in used]
    second, last_ties, last_used = _between_two(names, runs, votes, pair, left)
    return _sheet(papers, total, (first, second), second.elected, ties + last_ties, used + last_used, lots)


def _between_two(
    names: tuple[str, ...],
    runs: list[tuple[tuple[int, ...], int]],
    votes: list[int],
    pair: tuple[int, ...],
    lots: Sequence[Lot],
) -> tuple[Stage, tuple[Tie, ...], tuple[Lot, ...]]:
    """Return the second stage: every paper for whichever of the two it prefers, with any tie and the lots used."""
    final = [0] * len(names)
    for run, number in runs:
        better = next((mark for mark in run if mark in pair), None)
        if better is not None:
            final[better] += number
    won, met, used = elect_by_most({names[i]: final[i] for i in pair}, 1, lots, why=_LOT)
    elected = tuple(pair[i] for i in won)
    ties = tuple(
        Tie(
            stage=2,
            purpose="elect",
            candidates=tuple(pair[i] for i in tie.candidates),
            chosen=None if tie.chosen is None else pair[tie.chosen],
            settled_by=tie.settled_by,
            why=tie.why,
        )
        for tie in met
    )
    second = Stage(
        votes=tuple(final),
        transferred=tuple(after - before for after, before in zip(final, votes, strict=True)),
        exhausted=sum(votes) - sum(final),
        lost=0,
        elected=elected,
        excluded=tuple(i for i in range(len(names)) if i not in pair),
        moved_from=tuple(i for i in range(len(names)) if i not in pair),
        why="Papers of the others to whichever of the first two each prefers.",
    )
    return second, ties, used


def _for_second_stage(tie: Tie) -> Tie:
    return Tie(
        stage=2,
        purpose="advance",
        candidates=tie.candidates,
        chosen=tie.chosen,
        settled_by=tie.settled_by,
        why=tie.why,
    )


def _stage(votes: list[int], excluded: tuple[int, ...], exhausted: int, elected: tuple[int, ...], why: str) -> Stage:
    return Stage(
        votes=tuple(votes),
        transferred=tuple(votes),
        exhausted=exhausted,
        lost=0,
        excluded=excluded,
        elected=elected,
        why=why,
    )


def _sheet(
    papers: Papers,
    total: int,
    stages: tuple[Stage, ...],
    elected: tuple[int, ...],
    ties: tuple[Tie, ...],
    used: tuple[Lot, ...],
    lots: Sequence[Lot],
) -> StageSheet:
    waiting = bool(ties) and ties[-1].chosen is None
    for lot in lots:
        if lot not in used and not waiting:
            raise CountError(unused_lot_problem(lot))
    return StageSheet(
        rule=RULE_ID,
        candidates=papers.candidates,
        seats=1,
        quota=None,
        valid=total,
        stages=stages,
        elected=elected,
        ties=ties,
        lots=used,
        title=papers.title,
    )


CONTINGENT_VOTE_1981 = Rule(
    id=RULE_ID,
    law="Presidential Elections Act no. 15 of 1981 (Sri Lanka)",
    place="Sri Lanka, President",
    years="1982-",
    source="Constitution of 1978 art. 94; Act no. 15 of 1981",
    choices=(
        Choice(name="first", value="more than half of valid first preferences elects", cites="art. 94"),
        Choice(name="remaining", value="the first two; of equal second, the lot", cites="art. 94"),
        Choice(name="preferences", value="three at most are read", cites="art. 94"),
    ),
    count=count_contingent,
)
