"""Each choice of an instant runoff, on papers small enough to count by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.count.instant_runoff import count_runoff
from tellers.count.interpretation import Interpretation, usable
from tellers.count.irv_choices import RunoffChoices
from tellers.count.irv_exclusion import batch_that_cannot_win
from tellers.count.irv_rules import RULES
from tellers.count.rule import Rule
from tellers.count.sheet import Lot, StageSheet
from tellers.errors import CountError

A, B, C, D, E, F, G, H = range(8)


def papers_of(groups: dict[Ranking, int], names: str = "ABC", **more: object) -> Papers:
    return group_papers(list(names), groups, **more)  # type: ignore[arg-type]


def count(papers: Papers, seats: int = 1, lots: tuple[Lot, ...] = (), **choices: object) -> StageSheet:
    return count_runoff(papers, seats, lots, choices=RunoffChoices(**choices), rule="test")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ranking", "reading", "steps", "reason"),
    [
        pytest.param((A, (B, C), D), Interpretation(overvote="exhaust"), (A,), "overvote", id="overvote stops"),
        pytest.param((A, (B, C), D), Interpretation(overvote="skip"), (A, D), "choices", id="overvote passed over"),
        pytest.param((A, (), D), Interpretation(overvote="exhaust"), (A,), "overvote", id="nameless overvote stops"),
        pytest.param((A, (), D), Interpretation(overvote="skip"), (A, D), "choices", id="nameless passed over"),
        pytest.param(((A, B), A), Interpretation(overvote="skip"), (A,), "choices", id="alone after an overvote"),
        pytest.param((None, A), Interpretation(skipped_ranks_allowed=0), (), "skipped", id="first rank empty"),
        pytest.param((None, A), Interpretation(skipped_ranks_allowed=1), (A,), "choices", id="one empty allowed"),
        pytest.param((A, None, None, B), Interpretation(skipped_ranks_allowed=1), (A,), "skipped", id="two in a row"),
        pytest.param(
            (A, None, B, None, C), Interpretation(skipped_ranks_allowed=1), (A, B, C), "choices", id="twice one"
        ),
        pytest.param((A, None, None), Interpretation(skipped_ranks_allowed=0), (A,), "choices", id="empty at the end"),
        pytest.param((A, A, B), Interpretation(), (A, B), "choices", id="repeat says nothing"),
        pytest.param((A, A, B), Interpretation(repeated="exhaust"), (A,), "repeated", id="repeat stops"),
        pytest.param((A, (A, B), C), Interpretation(repeated="exhaust"), (A,), "repeated", id="repeat in an overvote"),
    ],
)
def test_a_paper_is_read_as_the_law_says(
    ranking: Ranking, reading: Interpretation, steps: tuple[int, ...], reason: str
) -> None:
    assert usable(ranking, reading) == (steps, reason)


def test_an_overvote_counts_for_the_only_one_who_continues() -> None:
    reading = Interpretation(overvote="exhaust_if_several_continue")
    papers = papers_of({(A,): 4, (B,): 3, (C, (B, C)): 2})
    sheet = count(papers, reading=reading)
    assert sheet.stages[1].votes == (4, 5, 0)


def test_an_overvote_of_several_who_continue_stops_the_paper_then() -> None:
    reading = Interpretation(overvote="exhaust_if_several_continue")
    sheet = count(papers_of({(A,): 4, (B,): 3, ((A, B),): 2}), reading=reading)
    assert dict(sheet.stages[0].exhausted_by)["overvote"] == 2


def test_papers_with_no_mark_are_in_no_figure() -> None:
    sheet = count(papers_of({(A,): 2, (B,): 1, (): 5, (None, None): 3}))
    assert sheet.valid == 3
    assert "8 papers with no mark" in sheet.stages[0].why


def test_a_majority_is_of_the_papers_that_continue() -> None:
    sheet = count(papers_of({(A,): 4, (B,): 3, (C,): 2}))
    assert [stage.quota for stage in sheet.stages] == [5, 4]
    assert sheet.names(sheet.elected) == ["A"]


def test_a_majority_of_the_first_round_may_be_asked_and_the_higher_of_the_last_two_wins_without_it() -> None:
    sheet = count(papers_of({(A,): 4, (B,): 3, (C,): 3}), threshold="first_round", ties="listed_order")
    assert [stage.quota for stage in sheet.stages] == [6, 6]
    assert sheet.names(sheet.elected) == ["A"]


def test_the_count_goes_on_to_two_where_the_law_asks() -> None:
    sheet = count(papers_of({(A,): 9, (B,): 3, (C,): 2, (D,): 1}, "ABCD"), until="two")
    assert sheet.elected == (A,)
    assert sum(votes > 0 for votes in sheet.stages[-1].votes) == 2


def test_maine_and_alaska_stop_at_a_majority_of_first_preferences_or_at_the_last_two() -> None:
    until = "first_majority_or_two"
    assert len(count(papers_of({(A,): 9, (B,): 3, (C,): 2, (D,): 1}, "ABCD"), until=until).stages) == 1
    later = count(papers_of({(A,): 8, (B,): 5, (C,): 3, (D, A): 1}, "ABCD"), until=until)
    assert [stage.elected for stage in later.stages] == [(), (), (A,)]
    assert later.stages[-1].votes == (9, 5, 0, 0)


def test_a_batch_is_the_largest_that_cannot_pass_the_next() -> None:
    assert batch_that_cannot_win({A: 50, B: 30, C: 10, D: 9, E: 8}) == (E, D, C)
    assert batch_that_cannot_win({A: 30, B: 17, C: 10, D: 9}) == ()
    assert batch_that_cannot_win({A: 50, B: 17, C: 10, D: 9}) == (D, C, B)
    assert batch_that_cannot_win({A: 50, B: 5, C: 2, D: 1}, must_remain=2) == (D, C)


def test_equal_votes_go_out_together_or_not_at_all() -> None:
    assert batch_that_cannot_win({A: 50, B: 4, C: 4, D: 1}) == (D, B, C)
    assert batch_that_cannot_win({A: 9, B: 4, C: 4, D: 1, E: 1}) == (D, E)


def test_write_ins_go_first_and_nobody_is_elected_before() -> None:
    papers = papers_of({(A,): 6, (B,): 1, (C,): 3}, write_ins=[C])
    sheet = count(papers)
    assert sheet.stages[0].elected == ()
    assert sheet.stages[1].excluded == (C,)
    assert sheet.names(sheet.elected) == ["A"]


def test_a_least_number_of_votes_excludes_all_below_it() -> None:
    sheet = count(papers_of({(A,): 6, (B,): 5, (C, B): 2, (D, B): 1}, "ABCD"), minimum_votes=3)
    assert sheet.stages[1].excluded == (C, D)
    assert sheet.names(sheet.elected) == ["B"]


def test_a_least_number_that_nobody_has_is_refused() -> None:
    with pytest.raises(CountError, match="nobody with 50 votes"):
        count(papers_of({(A,): 2, (B,): 2}), minimum_votes=50)


def test_a_tie_for_the_lowest_place_awaits_a_lot() -> None:
    papers = papers_of({(A,): 3, (B,): 2, (C,): 2})
    sheet = count(papers)
    assert sheet.awaiting is not None
    assert sheet.awaiting.candidates == (B, C)
    assert sheet.awaiting.purpose == "exclude"
    drawn = count(papers, lots=(Lot(candidates=frozenset("BC"), chosen="B"),))
    assert drawn.awaiting is None
    assert drawn.stages[1].excluded == (B,)
    assert drawn.ties[0].settled_by == "lot"


def test_a_tie_of_the_last_two_awaits_a_lot_for_who_is_elected() -> None:
    papers = papers_of({(A,): 3, (B,): 3}, "AB")
    assert count(papers).awaiting is not None
    sheet = count(papers, lots=(Lot(candidates=frozenset("AB"), chosen="B"),))
    assert sheet.names(sheet.elected) == ["B"]


def test_earlier_rounds_settle_a_tie_where_the_law_says() -> None:
    papers = papers_of({(A,): 9, (B,): 5, (C,): 4, (D, C): 1, (E,): 0 + 1}, "ABCDE")
    sheet = count(papers, ties="earlier_rounds", lots=(Lot(candidates=frozenset("DE"), chosen="D"),))
    settled = next(tie for tie in sheet.ties if tie.candidates == (B, C))
    assert settled.chosen == C
    assert settled.settled_by == "earlier_stage"


def test_the_order_of_the_list_settles_a_tie_where_the_law_says() -> None:
    sheet = count(papers_of({(A,): 3, (B,): 2, (C,): 2}), ties="listed_order")
    assert sheet.stages[1].excluded == (C,)


def test_a_lot_that_fits_no_tie_is_refused() -> None:
    with pytest.raises(CountError, match="a lot between A, B"):
        count(papers_of({(A,): 3, (B,): 2}, "AB"), lots=(Lot(candidates=frozenset("AB"), chosen="A"),))


def test_seats_over_candidates_are_refused() -> None:
    with pytest.raises(CountError, match="4 seats for 3 candidates"):
        count(papers_of({(A,): 1}), seats=4, mode="passes")


def test_several_seats_are_refused_by_a_rule_for_one() -> None:
    with pytest.raises(CountError, match="one seat"):
        count(papers_of({(A,): 1}), seats=2)


def test_stop_after_a_round_decides_nothing_more() -> None:
    sheet = count(papers_of({(A,): 4, (B,): 3, (C,): 2}), stop_after=1)
    assert len(sheet.stages) == 1
    assert sheet.elected == ()


# Papers that give every tally and transfer of RCTab's multi_seat_bottoms_up reports, worked back from them.
BOTTOMS_UP: dict[Ranking, int] = {
    (A,): 9, (B,): 5, (C, G): 4, (D, G): 3, (E, A): 1, (G,): 3, (H, G): 1, (H,): 1,
}  # fmt: skip


def test_the_lowest_go_until_all_have_the_share() -> None:
    papers = papers_of(BOTTOMS_UP, "ABCDEFGH")
    sheet = count(papers, 0, mode="share", share=Fraction(15, 100), ties="listed_order")
    assert [stage.quota for stage in sheet.stages] == [Fraction(81, 20)] * 3 + [Fraction(39, 10)] * 2
    assert sheet.stages[-1].votes == (10, 5, 4, 0, 0, 0, 7, 0)
    assert sorted(sheet.names(sheet.elected)) == ["A", "B", "C", "G"]


def test_the_share_may_be_of_the_first_round() -> None:
    papers = papers_of(BOTTOMS_UP, "ABCDEFGH")
    sheet = count(papers, 0, mode="share", share=Fraction(15, 100), ties="listed_order", threshold="first_round")
    assert sheet.stages[-1].votes == (10, 5, 0, 0, 0, 0, 11, 0)
    assert sorted(sheet.names(sheet.elected)) == ["A", "B", "G"]


def test_all_below_the_share_may_go_at_once() -> None:
    papers = papers_of(BOTTOMS_UP, "ABCDEFGH")
    sheet = count(papers, 0, mode="share", share=Fraction(15, 100), all_below_share=True)
    assert sheet.stages[1].votes == (10, 5, 0, 0, 0, 0, 0, 0)
    assert sheet.stages[1].exhausted == 12
    assert sorted(sheet.names(sheet.elected)) == ["A", "B"]


def test_the_lowest_go_until_as_many_remain_as_seats() -> None:
    sheet = count(papers_of(BOTTOMS_UP, "ABCDEFGH"), 3, mode="bottoms_up", ties="listed_order")
    assert sheet.names(sheet.elected) == ["G", "A", "B"]


def test_each_pass_counts_all_papers_without_those_elected() -> None:
    """Papers that give every round of RCTab's sequential_with_batch reports, worked back from them."""
    papers = papers_of({(A,): 4, (A, B): 1, (B,): 1, (C,): 2, (D,): 1}, "ABCDEF")
    sheet = count(papers, 3, mode="passes", batch=True, ties="listed_order")
    assert sheet.names(sheet.elected) == ["A", "B", "C"]
    assert [stage.votes for stage in sheet.stages] == [
        (5, 1, 2, 1, 0, 0),
        (0, 2, 2, 1, 0, 0),
        (0, 2, 2, 0, 0, 0),
        (0, 0, 2, 1, 0, 0),
    ]
    assert [stage.exhausted for stage in sheet.stages] == [0, 4, 5, 6]


def test_a_surplus_passes_on_at_a_fraction_cut_to_four_decimals() -> None:
    sheet = count(papers_of({(A, B): 3, (B, C): 3, (C,): 3}, "ABCD"), 3, mode="surplus_one", fractional_quota=True,
                  ties="listed_order")  # fmt: skip
    assert sheet.quota == 22501
    assert sheet.stages[1].votes == (22501, 37497, 30000, 0)
    assert sheet.stages[1].lost == 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_its_law_and_every_choice(rule: Rule) -> None:
    assert rule.law
    assert rule.place
    assert rule.source
    assert {"overvote", "skipped_ranks", "repeated", "until", "batch", "ties"} <= {
        choice.name for choice in rule.choices
    }
