"""Most votes, the supplementary vote, two rounds and the contingent vote, with every tie as a value."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellers.count.ballots import group_papers
from tellers.count.closeness import how_close_by_votes
from tellers.count.contingent_vote_1981 import count_contingent
from tellers.count.plurality import BLOCK, CUMULATIVE, FPTP, LIMITED, SNTV, CandidatePoll
from tellers.count.sheet import Lot
from tellers.count.supplementary_vote_2000 import (
    SupplementaryPoll,
    count_supplementary,
    count_supplementary_papers,
)
from tellers.count.two_round import DEPUTY, PRESIDENT, TwoRoundPoll
from tellers.errors import CountError

MAYORAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "uk" / "mayoral"


def _winners(sheet: object) -> list[str]:
    return sheet.names(sheet.elected)  # type: ignore[attr-defined, no-any-return]


def test_most_votes_elect() -> None:
    sheet = FPTP.count(CandidatePoll(votes={"Grantly": 310, "Proudie": 311, "Slope": 4}))
    assert _winners(sheet) == ["Proudie"]
    assert sheet.awaiting is None


def test_equal_votes_for_the_last_place_await_a_lot_and_take_it() -> None:
    """Nonsuch 2018: two at 1,405 for the third seat, drawn by lot."""
    poll = CandidatePoll(votes={"A": 2000, "B": 1900, "C": 1405, "D": 1405, "E": 12}, seats=3)
    sheet = BLOCK.count(poll)
    assert _winners(sheet) == ["A", "B"]
    assert sheet.awaiting is not None
    assert sheet.names(sheet.awaiting.candidates) == ["C", "D"]
    drawn = BLOCK.count(poll, [Lot(candidates=frozenset("CD"), chosen="D")])
    assert _winners(drawn) == ["A", "B", "D"]
    assert drawn.ties[0].settled_by == "lot"


def test_a_seat_is_won_by_its_lead_over_the_best_who_lost_and_lost_by_one_vote_more() -> None:
    """West Midlands 2024: 1,508 votes."""
    votes = {"Parker": 225_590, "Street": 224_082, "Yakoob": 69_621}
    near = {line.name: line for line in how_close_by_votes(FPTP.count(CandidatePoll(votes=votes)))}
    assert near["Parker"].lose_votes == 1_508
    assert near["Street"].gain_votes == 1_509
    won = FPTP.count(CandidatePoll(votes={**votes, "Street": 224_082 + 1_509}))
    assert _winners(won) == ["Street"]
    level = FPTP.count(CandidatePoll(votes={**votes, "Parker": 225_590 - 1_508}))
    assert level.awaiting is not None


def test_three_tied_for_two_places_take_two_lots() -> None:
    poll = CandidatePoll(votes=dict.fromkeys("ABC", 7), seats=2)
    first = Lot(candidates=frozenset("ABC"), chosen="B")
    one = FPTP.count(poll, [first])
    assert _winners(one) == ["B"]
    assert one.awaiting is not None
    two = FPTP.count(poll, [first, Lot(candidates=frozenset("AC"), chosen="C")])
    assert _winners(two) == ["B", "C"]


def test_a_lot_no_tie_asked_for_is_refused() -> None:
    with pytest.raises(CountError, match="a lot between A and B"):
        FPTP.count(CandidatePoll(votes={"A": 2, "B": 1}), [Lot(candidates=frozenset("AB"), chosen="A")])


def test_a_lot_that_names_one_who_was_not_tied_is_refused() -> None:
    poll = CandidatePoll(votes={"A": 2, "B": 2, "C": 1})
    with pytest.raises(CountError, match="C drawn from a lot between A, B"):
        FPTP.count(poll, [Lot(candidates=frozenset("AB"), chosen="C")])


def test_more_seats_than_candidates_a_negative_vote_and_votes_beyond_the_papers_are_refused() -> None:
    with pytest.raises(CountError, match="3 seats and 2 candidates"):
        BLOCK.count(CandidatePoll(votes={"A": 2, "B": 1}, seats=3))
    with pytest.raises(CountError, match="-1 votes for B"):
        FPTP.count(CandidatePoll(votes={"A": 2, "B": -1}))
    with pytest.raises(CountError, match="3112 votes for A on 3000 papers"):
        BLOCK.count(CandidatePoll(votes={"A": 3112, "B": 727, "C": 5}, seats=2, ballot_papers=3000))
    with pytest.raises(CountError, match="13 votes on 4 papers"):
        LIMITED.count(CandidatePoll(votes={"A": 4, "B": 4, "C": 4, "D": 1}, seats=4, ballot_papers=4))


def test_a_block_vote_ward_rightly_has_more_votes_than_papers() -> None:
    sheet = BLOCK.count(CandidatePoll(votes={"A": 90, "B": 80, "C": 20}, seats=2, ballot_papers=100))
    assert sheet.valid == 190


def test_a_japanese_candidate_needs_a_quarter_of_the_votes_to_a_seat() -> None:
    sheet = SNTV.count(CandidatePoll(votes={"A": 970, "B": 20, "C": 10}, seats=3))
    assert _winners(sheet) == ["A"]


def test_cumulative_votes_may_be_halves() -> None:
    sheet = CUMULATIVE.count(
        CandidatePoll(votes={"A": Fraction(9, 2), "B": 3, "C": Fraction(3, 2)}, seats=2, ballot_papers=3)
    )
    assert _winners(sheet) == ["A", "B"]


def test_papers_are_read_as_marks_and_one_with_too_many_is_left_out() -> None:
    papers = group_papers("ABC", {((0, 1),): 3, ((1, 2),): 2, ((0, 1, 2),): 9, (2,): 1})
    sheet = BLOCK.count_papers(papers, 2)
    assert sheet.stages[0].votes == (3, 5, 3)
    assert FPTP.count_papers(group_papers("AB", {(0, 1): 2, (1,): 3, ((0, 1),): 4}), 1).stages[0].votes == (2, 3)


def _first_round() -> tuple[dict[str, int], dict[str, int]]:
    path = MAYORAL / "wm_mayor_2021_first_round_total.csv"
    if not path.exists():
        pytest.skip("shared/data/uk/mayoral is not here")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    first = {row["candidate"]: int(row["first_preferences"]) for row in rows if row["candidate"]}
    moved = {
        row["candidate"]: int(row["second_preferences_transferred"])
        for row in rows
        if row["second_preferences_transferred"]
    }
    return first, moved


def test_the_west_midlands_of_2021_ends_at_314669_and_267626() -> None:
    first, moved = _first_round()
    sheet = count_supplementary(SupplementaryPoll(first=first, counted=moved, title="West Midlands 2021"))
    final = dict(zip(sheet.candidates, sheet.stages[1].votes, strict=True))
    assert (final["Andy Street"], final["Liam Byrne"]) == (314_669, 267_626)
    assert _winners(sheet) == ["Andy Street"]
    assert sheet.stages[0].total() == sheet.stages[1].total() == sum(first.values())


def test_a_second_preference_counts_only_from_papers_whose_first_was_eliminated() -> None:
    """C and D go out. Seconds of A's and B's papers, and seconds for C or D, count for nobody."""
    pairs = {("A", "B"): 300, ("B", "A"): 250, ("C", "A"): 10, ("C", "B"): 60, ("C", "D"): 20, ("D", "B"): 5}
    sheet = count_supplementary(SupplementaryPoll(first={"A": 400, "B": 380, "C": 100, "D": 30}, pairs=pairs))
    assert sheet.stages[1].votes == (410, 445, 0, 0)
    assert sheet.stages[1].exhausted == 55
    assert _winners(sheet) == ["B"]


def test_more_than_half_of_first_preferences_elects_at_once_and_exactly_half_does_not() -> None:
    assert _winners(count_supplementary(SupplementaryPoll(first={"A": 51, "B": 30, "C": 19}))) == ["A"]
    with pytest.raises(CountError, match="no second ones"):
        count_supplementary(SupplementaryPoll(first={"A": 50, "B": 30, "C": 20}))


def test_all_of_equal_second_most_votes_remain_and_no_lot_is_drawn_for_a_place() -> None:
    """B and C are level: both remain with A, and a paper for B with a second for A counts for B alone."""
    pairs = {("B", "A"): 30, ("D", "C"): 8, ("D", "A"): 1}
    sheet = count_supplementary(SupplementaryPoll(first={"A": 40, "B": 35, "C": 35, "D": 10}, pairs=pairs))
    assert sheet.stages[1].votes == (41, 35, 43, 0)
    assert _winners(sheet) == ["C"]
    level = count_supplementary(SupplementaryPoll(first={"A": 40, "B": 40, "C": 30}, pairs={("C", "A"): 3}))
    assert level.stages[1].votes == (43, 40, 0)


def test_equal_totals_after_second_preferences_await_the_lot() -> None:
    poll = SupplementaryPoll(first={"A": 40, "B": 35, "C": 10}, pairs={("C", "B"): 5})
    waiting = count_supplementary(poll)
    assert waiting.awaiting is not None
    assert waiting.names(waiting.awaiting.candidates) == ["A", "B"]
    assert waiting.awaiting.stage == 2
    drawn = count_supplementary(poll, [Lot(candidates=frozenset("AB"), chosen="B")])
    assert _winners(drawn) == ["B"]


def test_more_second_preferences_than_papers_are_refused() -> None:
    with pytest.raises(CountError, match="0 to 20"):
        count_supplementary(SupplementaryPoll(first={"A": 45, "B": 35, "C": 20}, counted={"A": 11, "B": 10}))
    with pytest.raises(CountError, match="21 second preferences on papers for C"):
        count_supplementary(SupplementaryPoll(first={"A": 45, "B": 35, "C": 20}, pairs={("C", "A"): 21}))


def test_supplementary_papers_are_read_and_a_repeated_first_leaves_no_second() -> None:
    papers = group_papers("ABC", {(0, 1): 4, (1,): 3, (2, 2): 1, (2, 1): 1, ((0, 1),): 5, (None, 1): 6})
    sheet = count_supplementary_papers(papers, 1)
    assert sheet.valid == 9
    assert sheet.stages[1].votes == (4, 4, 0)
    assert sheet.stages[1].exhausted == 1


@given(
    first=st.lists(st.integers(0, 50), min_size=3, max_size=5).filter(any),
    seconds=st.lists(st.integers(0, 50), min_size=25, max_size=25),
)
def test_supplementary_votes_are_conserved_whatever_the_papers(first: list[int], seconds: list[int]) -> None:
    names = "ABCDE"[: len(first)]
    papers = {(i,): n for i, n in enumerate(first) if n}
    for i in range(len(first)):
        for j in range(len(first)):
            if i != j and seconds[5 * i + j]:
                papers[i, j] = seconds[5 * i + j]  # type: ignore[index]
    sheet = count_supplementary_papers(group_papers(names, papers), 1)
    assert all(stage.total() == sheet.valid for stage in sheet.stages)
    assert sheet.awaiting is not None or len(sheet.elected) == 1


def test_the_contingent_vote_reads_the_third_preference_and_the_supplementary_vote_does_not() -> None:
    papers = group_papers("ABCD", {(0,): 40, (1,): 35, (2, 3, 1): 20, (3,): 5})
    assert _winners(count_contingent(papers, 1)) == ["B"]
    assert _winners(count_supplementary_papers(papers, 1)) == ["A"]


def test_a_tie_for_the_second_place_of_a_contingent_count_awaits_a_lot() -> None:
    papers = group_papers("ABC", {(0,): 40, (1, 2): 30, (2, 1): 30})
    waiting = count_contingent(papers, 1)
    assert waiting.awaiting is not None
    assert waiting.awaiting.purpose == "advance"
    drawn = count_contingent(papers, 1, [Lot(candidates=frozenset("BC"), chosen="C")])
    assert _winners(drawn) == ["C"]


def test_two_rounds_send_two_forward_and_most_votes_elect_in_the_second() -> None:
    first = CandidatePoll(votes={"A": 45, "B": 30, "C": 25})
    waiting = PRESIDENT.count(TwoRoundPoll(first=first))
    assert waiting.forward == ("A", "B")
    assert waiting.elected is None
    done = PRESIDENT.count(TwoRoundPoll(first=first, second=CandidatePoll(votes={"A": 48, "B": 52})))
    assert done.elected == "B"
    with pytest.raises(CountError, match="C in the second round"):
        PRESIDENT.count(TwoRoundPoll(first=first, second=CandidatePoll(votes={"A": 48, "C": 52})))


def test_a_deputy_needs_a_quarter_of_the_electorate_and_an_eighth_goes_forward() -> None:
    first = CandidatePoll(votes={"A": 60, "B": 25, "C": 15})
    assert DEPUTY.count(TwoRoundPoll(first=first, electorate=240)).elected == "A"
    low = DEPUTY.count(TwoRoundPoll(first=first, electorate=260))
    assert (low.elected, low.forward) == (None, ("A", "B"))
    three = CandidatePoll(votes={"A": 40, "B": 35, "C": 30})
    assert DEPUTY.count(TwoRoundPoll(first=three, electorate=240)).forward == ("A", "B", "C")
    assert DEPUTY.count(TwoRoundPoll(first=three, electorate=241)).forward == ("A", "B")
    with pytest.raises(CountError, match="no electorate"):
        DEPUTY.count(TwoRoundPoll(first=first))


def test_a_tie_for_the_second_round_awaits_its_lot() -> None:
    first = CandidatePoll(votes={"A": 40, "B": 30, "C": 30})
    result = PRESIDENT.count(TwoRoundPoll(first=first))
    assert result.ties[-1].chosen is None
    assert result.ties[-1].purpose == "advance"
