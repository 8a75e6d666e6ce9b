"""The supplementary vote: mayors and commissioners in England and Wales until 2022, exact on which seconds count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellers.count.ballots import Papers
from tellers.count.plurality import CandidatePoll, check_candidate_poll, elect_by_most
from tellers.count.rule import Choice
from tellers.count.sheet import Lot, Stage, StageSheet, Tie
from tellers.count.ties import unused_lot_problem
from tellers.count.votes_rule import VotesRule
from tellers.errors import CountError, Problem

RULE_ID = "supplementary_vote_2000"
_LOT = "Equal totals: the returning officer decides by lot (Local Government Act 2000 sch. 2 para. 3)."


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementaryPoll:
    """First preferences, and second ones in either of the two forms in which they are known.

    Args:
        first: Valid first preferences by candidate.
        pairs: Papers by first and second preference, where the whole table is known; a paper without a second, or with
            the same candidate twice, is in none of them.
        counted: Second preferences added to each candidate who remained, as declared.
        title: The contest's name.
    """

    first: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int] | None = None
    counted: Mapping[str, int] | None = None
    title: str = ""


def count_supplementary(poll: SupplementaryPoll, lots: Sequence[Lot] = ()) -> StageSheet:
    """Return the stages: first preferences, and if nobody has more than half, second ones for those who remain.

    A second preference counts if the paper's first is for nobody who remains and its second is for one who does. Those
    of equal most votes, or of equal second most, all remain: no lot is drawn for a place in the second stage.

    Raises:
        CountError: A vote below none, second preferences not given where they decide or more than the papers allow, or
            a lot that fits no tie.
    """
    candidates = CandidatePoll(votes=poll.first, seats=1, title=poll.title)
    check_candidate_poll(candidates)
    names = tuple(poll.first)
    votes = tuple(poll.first.values())
    total = sum(votes)
    most = max(votes)
    if len(names) < 3 or 2 * most > total:
        return _decided(poll, names, votes, lots)
    remaining = remaining_candidates(poll.first)
    seconds = _seconds(poll, names, remaining)
    final = tuple(votes[i] + seconds.get(names[i], 0) if i in remaining else 0 for i in range(len(names)))
    elected, ties, used = elect_by_most({names[i]: final[i] for i in remaining}, 1, lots, why=_LOT)
    _refuse_unused(lots, used)
    winner = tuple(remaining[i] for i in elected)
    stages = (
        _first_stage(votes, (), "First preferences: nobody has more than half."),
        Stage(
            votes=final,
            transferred=tuple(after - before for after, before in zip(final, votes, strict=True)),
            exhausted=total - sum(final),
            lost=0,
            elected=winner,
            excluded=tuple(i for i in range(len(names)) if i not in remaining),
            moved_from=tuple(i for i in range(len(names)) if i not in remaining),
            why="Second preferences for those who remain, from papers whose first was for nobody who remains "
            "(Local Government Act 2000 sch. 2).",
        ),
    )
    return StageSheet(
        rule=RULE_ID,
        candidates=names,
        seats=1,
        quota=None,
        valid=total,
        stages=stages,
        elected=winner,
        ties=tuple(_at_second_stage(tie.candidates, tie.chosen, remaining) for tie in ties),
        lots=used,
        title=poll.title,
    )


def remaining_candidates(first: Mapping[str, int]) -> tuple[int, ...]:
    """Return who remains: all of equal most votes if several; else the first, and all of equal second most."""
    votes = list(first.values())
    ranked = sorted(set(votes), reverse=True)
    top = [i for i, cast in enumerate(votes) if cast == ranked[0]]
    if len(top) > 1:
        return tuple(top)
    return tuple(i for i, cast in enumerate(votes) if cast in ranked[:2])


def _at_second_stage(candidates: tuple[int, ...], chosen: int | None, remaining: tuple[int, ...]) -> Tie:
    return Tie(
        stage=2,
        purpose="elect",
        candidates=tuple(remaining[i] for i in candidates),
        chosen=None if chosen is None else remaining[chosen],
        settled_by=None if chosen is None else "lot",
        why=_LOT,
    )


def _decided(
    poll: SupplementaryPoll, names: tuple[str, ...], votes: tuple[int, ...], lots: Sequence[Lot]
) -> StageSheet:
    """Return the count that first preferences decide: more than half, or only two candidates."""
    elected, ties, used = elect_by_most(poll.first, 1, lots, why=_LOT)
    _refuse_unused(lots, used)
    why = "More than half of first preferences." if len(names) > 2 else "Two candidates: most votes."
    return StageSheet(
        rule=RULE_ID,
        candidates=names,
        seats=1,
        quota=None,
        valid=sum(votes),
        stages=(_first_stage(votes, elected, why),),
        elected=elected,
        ties=ties,
        lots=used,
        title=poll.title,
    )


def _first_stage(votes: tuple[int, ...], elected: tuple[int, ...], why: str) -> Stage:
    return Stage(votes=votes, transferred=votes, exhausted=0, lost=0, elected=elected, why=why)


def _seconds(poll: SupplementaryPoll, names: tuple[str, ...], remaining: tuple[int, ...]) -> dict[str, int]:
    """Return the second preferences that count for each who remains."""
    stay = [names[i] for i in remaining]
    eliminated = sum(cast for name, cast in poll.first.items() if name not in stay)
    if poll.pairs is not None:
        _check_pairs(poll, poll.pairs)
        return {
            name: sum(n for (one, two), n in poll.pairs.items() if two == name and one not in stay) for name in stay
        }
    if poll.counted is None or any(name not in poll.counted for name in stay):
        raise CountError(
            Problem(
                where=poll.title or "poll",
                found="nobody with more than half of first preferences, and no second ones",
                wanted=f"second preferences counted for {' and '.join(stay)}",
                remedy="Enter the second preferences.",
            )
        )
    counted = {name: poll.counted[name] for name in stay}
    if sum(counted.values()) > eliminated or min(counted.values()) < 0:
        raise CountError(
            Problem(
                where=poll.title or "poll",
                found=f"{sum(counted.values())} second preferences",
                wanted=f"0 to {eliminated}, the papers whose first preference was eliminated",
                remedy="Correct the second preferences.",
            )
        )
    return counted


def _check_pairs(poll: SupplementaryPoll, pairs: Mapping[tuple[str, str], int]) -> None:
    given: dict[str, int] = {}
    for (one, two), number in pairs.items():
        unknown = [name for name in (one, two) if name not in poll.first]
        if unknown or number < 0 or one == two:
            raise CountError(
                Problem(
                    where=poll.title or "poll",
                    found=f"{number} papers for {one} and then {two}",
                    wanted="two different candidates, and 0 papers or more",
                    remedy="Correct the table; a paper with one candidate twice has no second preference.",
                )
            )
        given[one] = given.get(one, 0) + number
    for name, number in given.items():
        if number > poll.first[name]:
            raise CountError(
                Problem(
                    where=poll.title or "poll",
                    found=f"{number} second preferences on papers for {name}",
                    wanted=f"no more than the {poll.first[name]} papers",
                    remedy="Correct the table.",
                )
            )


def _refuse_unused(lots: Sequence[Lot], used: Sequence[Lot]) -> None:
    for lot in lots:
        if lot not in used:
            raise CountError(unused_lot_problem(lot))


def poll_of_supplementary_papers(papers: Papers) -> SupplementaryPoll:
    """Return the poll of papers: a paper without a clear first preference is rejected, a second is read if it is clear.

    A second preference for the same candidate, for several or for nobody leaves the first good (sch. 2; SI 2007/1024).
    """
    first = dict.fromkeys(papers.candidates, 0)
    pairs: dict[tuple[str, str], int] = {}
    for ranking, number in papers.groups:
        one = ranking[0] if ranking else None
        two = ranking[1] if len(ranking) > 1 else None
        if not isinstance(one, int):
            continue
        first[papers.candidates[one]] += number
        if isinstance(two, int) and two != one:
            key = papers.candidates[one], papers.candidates[two]
            pairs[key] = pairs.get(key, 0) + number
    return SupplementaryPoll(first=first, pairs=pairs, title=papers.title)


def count_supplementary_papers(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    """Return the count of papers; the supplementary vote fills one place.

    Raises:
        CountError: More than one seat, or as `count_supplementary`.
    """
    if seats != 1:
        raise CountError(
            Problem(
                where="seats",
                found=str(seats),
                wanted="1: the supplementary vote elects one",
                remedy="Use another rule.",
            )
        )
    return count_supplementary(poll_of_supplementary_papers(papers), lots)


SUPPLEMENTARY_VOTE_2000 = VotesRule(
    id=RULE_ID,
    law="Local Government Act 2000 (c. 22) sch. 2; Greater London Authority Act 1999 (c. 29) sch. 2 pt. I",
    place="England and Wales: mayors, and police and crime commissioners",
    years="2000-2022",
    source="Local Government Act 2000 sch. 2 paras. 1-3; ended by the Elections Act 2022 (c. 37) s. 13",
    choices=(
        Choice(name="first", value="more than half of valid first preferences elects", cites="sch. 2 para. 2"),
        Choice(
            name="remaining",
            value="the first two; all of equal most votes; or the first and all of equal second most",
            cites="sch. 2 para. 3",
        ),
        Choice(
            name="seconds",
            value="for one who remains, on papers whose first preference was for nobody who remains",
            cites="sch. 2 para. 3; West Midlands 2021: 15,351 and 23,617",
        ),
        Choice(name="fewer_than_three", value="most votes", cites="s. 42"),
        Choice(name="tie_break", value="the lot, after second preferences only", cites="sch. 2 para. 3"),
    ),
    count=count_supplementary,
)
