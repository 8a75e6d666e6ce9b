"""What holds of every rule of the single transferable vote, whatever the papers.

That votes neither appear nor vanish at any stage is asserted by the sheet itself, in every count of every test.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counts.material import count_with, first_of_tie
from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.count.quotas import droop_exact, droop_next, droop_raised, droop_whole, hare, imperiali
from tellers.count.registry import RULES
from tellers.count.rule import Rule
from tellers.count.sheet import StageSheet, Tie
from tellers.count.stv_rules import STV_RULES
from tellers.errors import CountError

_NAMES = "ABCDEFG"
# Twenty rules take each law in turn, so that a dozen profiles each make a good number together.
_FEW = settings(max_examples=12, deadline=None)
_EVERY = [pytest.param(rule, id=rule.id) for rule in STV_RULES]
# Ireland and Cambridge move those papers of many alike that lie in certain places: the law makes the order count.
_BY_PLACE = {"irish_stv_1992", "cambridge_stv_1941"}
_ORDERLESS = [pytest.param(rule, id=rule.id) for rule in STV_RULES if rule.id not in _BY_PLACE]


@st.composite
def profiles(draw: st.DrawFn, most: int = 6) -> tuple[Papers, int]:
    """Draw papers of three candidates or more, some rankings irregular, and seats that leave somebody out."""
    candidates = draw(st.integers(3, most))
    regular = st.permutations(range(candidates)).flatmap(
        lambda order: st.integers(1, candidates).map(lambda end: tuple(order[:end]))
    )
    entry = st.one_of(st.integers(0, candidates - 1), st.none(), st.just((0, 1)))
    irregular = st.lists(entry, min_size=1, max_size=candidates).map(tuple)
    ranking = st.one_of(regular, regular, regular, irregular)
    rankings = draw(st.dictionaries(ranking, st.integers(1, 60), max_size=12))
    withdrawn = draw(st.sets(st.integers(0, candidates - 1), max_size=1))
    seats = draw(st.integers(1, candidates - 1 - len(withdrawn)))
    return group_papers(_NAMES[:candidates], rankings, withdrawn=withdrawn), seats


def _by_name(sheet: StageSheet, tie: Tie) -> int:
    """Draw the first by name, however the candidates are ordered."""
    return min(tie.candidates, key=lambda c: sheet.candidates[c])


def _votes_by_name(sheet: StageSheet) -> list[dict[str, Fraction]]:
    return [
        {name: Fraction(votes) / sheet.scale for name, votes in zip(sheet.candidates, stage.votes, strict=True)}
        for stage in sheet.stages
    ]


@pytest.mark.parametrize("rule", _EVERY)
@given(profile=profiles())
@_FEW
def test_every_count_ends_with_the_seats_filled_and_nobody_both_elected_and_excluded(
    rule: Rule, profile: tuple[Papers, int]
) -> None:
    papers, seats = profile
    sheet = count_with(rule, papers, seats, first_of_tie)
    assert len(sheet.elected) == seats
    assert [c for stage in sheet.stages for c in stage.elected] == list(sheet.elected)
    assert not set(sheet.elected) & {c for stage in sheet.stages for c in stage.excluded}
    assert not set(sheet.elected) & papers.withdrawn
    assert sheet.conserves()


@pytest.mark.parametrize("rule", _EVERY)
@given(profile=profiles())
@_FEW
def test_no_candidate_has_less_than_nothing_and_no_spent_paper_comes_back(
    rule: Rule, profile: tuple[Papers, int]
) -> None:
    papers, seats = profile
    sheet = count_with(rule, papers, seats, first_of_tie)
    assert all(votes >= 0 for stage in sheet.stages for votes in stage.votes)
    exhausted = [stage.exhausted for stage in sheet.stages]
    assert exhausted == sorted(exhausted)


@pytest.mark.parametrize("rule", _EVERY)
@given(profile=profiles())
@_FEW
def test_a_count_stopped_at_a_tie_has_the_same_stages_when_it_goes_on(rule: Rule, profile: tuple[Papers, int]) -> None:
    papers, seats = profile
    stopped = rule.count(papers, seats)
    if stopped.awaiting is None:
        return
    whole = count_with(rule, papers, seats, first_of_tie)
    # The last stage written may gain an election or an exclusion from the lot; what was counted is the same.
    for before, after in zip(stopped.stages, whole.stages, strict=False):
        assert before.votes == after.votes
    assert stopped.ties[:-1] == whole.ties[: len(stopped.ties) - 1]


@pytest.mark.parametrize("rule", _ORDERLESS)
@given(profile=profiles(), data=st.data())
@_FEW
def test_the_order_of_papers_does_not_matter(rule: Rule, profile: tuple[Papers, int], data: st.DataObject) -> None:
    papers, seats = profile
    shuffled = data.draw(st.permutations(papers.groups))
    other = Papers(candidates=papers.candidates, groups=tuple(shuffled), withdrawn=papers.withdrawn)
    assert rule.count(papers, seats) == rule.count(other, seats)


@pytest.mark.parametrize("rule", _ORDERLESS)
@given(profile=profiles())
@_FEW
def test_papers_given_one_by_one_count_as_when_they_are_grouped(rule: Rule, profile: tuple[Papers, int]) -> None:
    papers, seats = profile
    singly = tuple((ranking, 1) for ranking, number in papers.groups for _ in range(number))
    other = Papers(candidates=papers.candidates, groups=singly, withdrawn=papers.withdrawn)
    assert rule.count(papers, seats) == rule.count(other, seats)


@pytest.mark.parametrize("rule", _ORDERLESS)
@given(profile=profiles())
@_FEW
def test_the_order_of_candidates_does_not_matter(rule: Rule, profile: tuple[Papers, int]) -> None:
    papers, seats = profile
    last = len(papers.candidates) - 1

    def turned(ranking: Ranking) -> Ranking:
        return tuple(
            last - entry if isinstance(entry, int) else entry and tuple(last - c for c in entry) for entry in ranking
        )

    other = group_papers(
        papers.candidates[::-1],
        {turned(ranking): number for ranking, number in papers.groups},
        withdrawn=[last - c for c in papers.withdrawn],
    )
    one, two = count_with(rule, papers, seats, _by_name), count_with(rule, other, seats, _by_name)
    assert set(one.names(one.elected)) == set(two.names(two.elected))
    assert _votes_by_name(one) == _votes_by_name(two)


@pytest.mark.parametrize("rule", _EVERY)
@given(profile=profiles(most=5))
@_FEW
def test_a_candidate_whom_nobody_ranks_changes_nothing_for_the_others(rule: Rule, profile: tuple[Papers, int]) -> None:
    papers, seats = profile
    added = Papers(candidates=(*papers.candidates, "Nobody"), groups=papers.groups, withdrawn=papers.withdrawn)
    nobody = len(papers.candidates)

    def draw(sheet: StageSheet, tie: Tie) -> int:
        return nobody if nobody in tie.candidates and tie.purpose == "exclude" else _by_name(sheet, tie)

    one, two = count_with(rule, papers, seats, _by_name), count_with(rule, added, seats, draw)
    assert set(one.names(one.elected)) == set(two.names(two.elected))
    assert all(stage.votes[nobody] == 0 for stage in two.stages)


@given(profile=profiles(), times=st.integers(2, 9))
@settings(max_examples=80, deadline=None)
def test_a_rule_that_does_not_round_scales(profile: tuple[Papers, int], times: int) -> None:
    papers, seats = profile
    rule = RULES["weighted_inclusive_gregory"]
    many = group_papers(
        papers.candidates,
        {ranking: number * times for ranking, number in papers.groups},
        withdrawn=papers.withdrawn,
    )
    one, two = count_with(rule, papers, seats, first_of_tie), count_with(rule, many, seats, first_of_tie)
    assert one.elected == two.elected
    assert [[votes * times for votes in stage.votes] for stage in one.stages] == [list(s.votes) for s in two.stages]


@pytest.mark.parametrize("quota", [droop_whole, droop_raised, droop_next, droop_exact, hare, imperiali])
@given(votes=st.integers(0, 10**9), more=st.integers(1, 10**6), seats=st.integers(1, 60))
def test_quotas_rise_with_votes_and_fall_with_seats(
    quota: Callable[[int, int], int | Fraction], votes: int, more: int, seats: int
) -> None:
    assert quota(votes, seats) <= quota(votes + more, seats)
    assert quota(votes, seats) >= quota(votes, seats + 1)


@pytest.mark.parametrize("quota", [droop_whole, droop_next])
@given(votes=st.integers(0, 10**9), seats=st.integers(1, 60))
def test_no_more_than_the_seats_can_reach_a_droop_quota_and_as_many_can(
    quota: Callable[[int, int], int], votes: int, seats: int
) -> None:
    assert quota(votes, seats) * (seats + 1) > votes
    assert (quota(votes, seats) - 1) * (seats + 1) <= votes


@pytest.mark.parametrize("rule", _EVERY)
def test_more_seats_than_candidates_are_refused_and_as_many_are_all_elected(rule: Rule) -> None:
    papers = group_papers("ABC", {(0,): 5, (1,): 3, (2,): 2}, withdrawn=[2])
    with pytest.raises(CountError, match="1 to 2"):
        rule.count(papers, 3)
    with pytest.raises(CountError, match="1 to 2"):
        rule.count(papers, 0)
    assert set(rule.count(papers, 2).elected) == {0, 1}


@pytest.mark.parametrize("rule", _EVERY)
def test_every_choice_of_a_rule_cites_its_clause_or_a_count(rule: Rule) -> None:
    assert rule.choices
    assert all(choice.name and choice.value and choice.cites for choice in rule.choices)
    assert rule.law
    assert rule.place
    assert rule.source
    assert RULES[rule.id] is rule
