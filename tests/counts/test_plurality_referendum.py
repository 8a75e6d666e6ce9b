"""Referendums: the majority, and what laws add to it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellers.count.referendum import (
    DENMARK,
    ITALY,
    SCOTLAND_1979,
    SIMPLE,
    SWITZERLAND,
    Hurdle,
    ReferendumLaw,
    ReferendumPoll,
)
from tellers.count.sheet import Lot
from tellers.errors import CountError


def test_scotland_in_1979_said_yes_and_was_short_of_40_percent_of_the_electorate() -> None:
    """1,230,937 for, 1,153,502 against, of 3,747,112 on the register as adjusted: 32.85%."""
    poll = ReferendumPoll(yes=1_230_937, no=1_153_502, electorate=3_747_112)
    result = SCOTLAND_1979.count(poll)
    assert result.majority_votes == 77_435
    assert [answer.met for answer in result.answers] == [True, False]
    assert result.carried is False
    assert result.answers[1].condition.words() == "votes for: at least 40% of the electorate"
    assert result.answers[1].short_votes == 267_908


def test_more_votes_carry_where_no_threshold_is_set_and_equal_votes_do_not() -> None:
    assert SIMPLE.count(ReferendumPoll(yes=17_410_742, no=16_141_241)).carried is True
    level = SIMPLE.count(ReferendumPoll(yes=10, no=10))
    assert (level.carried, level.tied) == (False, True)
    assert level.answers[0].short_votes == 1


def test_a_quorum_counts_blank_and_invalid_papers_too() -> None:
    short = ReferendumPoll(yes=40, no=5, blank=3, invalid=2, electorate=100)
    assert ITALY.count(short).carried is False
    assert ITALY.count(short).answers[1].short_votes == 1
    assert ITALY.count(ReferendumPoll(yes=40, no=5, blank=3, invalid=3, electorate=100)).carried is True


def test_an_electorate_not_known_leaves_the_answer_open() -> None:
    result = DENMARK.count(ReferendumPoll(yes=50, no=20))
    assert result.carried is None
    assert result.answers[1].met is None


def test_cantons_count_by_their_votes_and_a_half_canton_by_half() -> None:
    areas = {
        "Barchester": ReferendumPoll(yes=900, no=100),
        "Plumstead": ReferendumPoll(yes=40, no=60),
        "Courcy": ReferendumPoll(yes=30, no=70),
    }
    poll = ReferendumPoll(yes=970, no=230, areas=areas)
    result = SWITZERLAND.count(poll)
    assert [answer.met for answer in result.answers] == [True, False]
    halves = {"Plumstead": Fraction(1, 2), "Courcy": Fraction(1, 4)}
    assert SWITZERLAND.count(ReferendumPoll(yes=970, no=230, areas=areas, area_votes=halves)).carried is True


def test_figures_that_cannot_be_are_refused() -> None:
    with pytest.raises(CountError, match="11 votes cast by an electorate of 10"):
        SIMPLE.count(ReferendumPoll(yes=6, no=5, electorate=10))
    with pytest.raises(CountError, match="-1 against"):
        SIMPLE.count(ReferendumPoll(yes=6, no=-1))
    with pytest.raises(CountError, match="5 votes for in the areas and 6 in all"):
        SIMPLE.count(ReferendumPoll(yes=6, no=1, areas={"Barchester": ReferendumPoll(yes=5, no=1)}))
    with pytest.raises(CountError, match="a lot"):
        SIMPLE.count(ReferendumPoll(yes=6, no=6), [Lot(candidates=frozenset({"yes", "no"}), chosen="yes")])


@given(
    yes=st.integers(0, 400),
    no=st.integers(0, 400),
    more=st.integers(0, 400),
    percent=st.integers(0, 100),
    base=st.sampled_from(["valid_votes", "votes_cast", "electorate"]),
    above=st.booleans(),
)
def test_the_votes_a_hurdle_was_short_of_meet_it_and_one_fewer_do_not(
    yes: int, no: int, more: int, percent: int, base: str, above: bool
) -> None:
    hurdle = Hurdle(of="yes", share=Fraction(percent, 100), base=base, more_than=above)  # type: ignore[arg-type]
    law = ReferendumLaw(id="t", all_of=(hurdle,))
    electorate = yes + no + more

    def met(extra: int) -> bool | None:
        return law.count(ReferendumPoll(yes=yes + extra, no=no, electorate=electorate)).answers[0].met

    answer = law.count(ReferendumPoll(yes=yes, no=no, electorate=electorate)).answers[0]
    if answer.short_votes is not None and answer.short_votes <= more:
        assert met(answer.short_votes)
        assert not met(answer.short_votes - 1)
    if answer.met is False and answer.short_votes is None:
        assert not met(more)
