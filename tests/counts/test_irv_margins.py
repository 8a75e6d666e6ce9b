"""The margin of a runoff: between its bounds, found by trying every change on small contests."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellers.count.ballots import Ranking, group_papers
from tellers.count.irv_choices import RunoffChoices
from tellers.count.margins_irv import runoff_margin
from tellers.errors import CountError

NAMES = ("Arabin", "Bold", "Crawley")
EVERY = [order for length in (0, 1, 2, 3) for order in itertools.permutations(range(3), length)]
SMALL = st.lists(st.sampled_from(EVERY[1:]), min_size=2, max_size=7)


def possible_winners(papers: Sequence[Ranking], standing: frozenset[int] = frozenset(range(3))) -> set[int]:
    """Return everyone who can win as lots fall: a count of its own, to hold ours against."""
    if len(standing) == 1:
        return set(standing)
    votes = dict.fromkeys(standing, 0)
    for ranking in papers:
        for candidate in ranking:
            if candidate in standing:
                votes[candidate] += 1  # type: ignore[index]
                break
    least = min(votes.values())
    return {
        winner
        for candidate, number in votes.items()
        if number == least
        for winner in possible_winners(papers, standing - {candidate})
    }


def changed(papers: Sequence[Ranking], number: int) -> Iterator[list[Ranking]]:
    for places in itertools.combinations(range(len(papers)), number):
        for marks in itertools.product(EVERY, repeat=number):
            now = list(papers)
            for place, mark in zip(places, marks, strict=True):
                now[place] = mark
            yield now


def true_margin(papers: Sequence[Ranking], winner: int, most: int) -> int:
    for number in range(most + 1):
        if any(possible_winners(now) != {winner} for now in changed(papers, number)):
            return number
    return most + 1


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_the_margin_lies_between_the_bounds(papers: list[Ranking]) -> None:
    winners = possible_winners(papers)
    if len(winners) > 1:
        # A lot decides as it is: no paper need change.
        assert runoff_margin(group_papers(NAMES, papers), RunoffChoices()).lower == 0
        return
    margin = runoff_margin(group_papers(NAMES, papers), RunoffChoices())
    assert margin.winner == NAMES[next(iter(winners))]
    if margin.upper <= 2:
        found = true_margin(papers, next(iter(winners)), margin.upper)
        assert margin.lower <= found <= margin.upper


def test_an_early_exclusion_may_be_closer_than_the_last_round() -> None:
    """The last round is won by 20 votes, but one paper more keeps Bold in, and Bold beats Arabin."""
    papers = {(0,): 50, (1, 2): 34, (2, 0): 35, (2, 1): 1, (1, 0): 1}
    margin = runoff_margin(group_papers(NAMES, papers), RunoffChoices())
    assert margin.lower < margin.upper
    assert margin.searched
    assert not margin.exact


def test_a_search_cut_off_is_still_a_bound_and_says_so() -> None:
    papers = {(0,): 50, (1, 2): 34, (2, 0): 35, (2, 1): 1, (1, 0): 1}
    whole = runoff_margin(group_papers(NAMES, papers), RunoffChoices())
    cut = runoff_margin(group_papers(NAMES, papers), RunoffChoices(), tallies_max=1)
    assert not cut.searched
    assert cut.lower <= whole.lower


def test_several_seats_have_no_margin_here() -> None:
    with pytest.raises(CountError, match="one seat"):
        runoff_margin(group_papers(NAMES, {(0,): 1}), RunoffChoices(mode="passes"))
