"""Northern Ireland and ERS97: what is published of real and model counts, and each clause on a few papers.

No ballots of these counts are published. The papers here are made up to bring about the published figures; names of
candidates about whom nothing is published are those of Barsetshire.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from tellers.count import ers97, northern_ireland_stv_1985
from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.count.sheet import StageSheet

_NAMES = ("Smith", "Grantly", "Proudie", "Arabin", "Bold", "Harding", "Slope", "Thorne", "Dale", "Crawley", "Eames")


def _model_papers() -> Papers:
    """Return 753 papers with the published facts of the ERS97 model election's first two stages.

    Smith has 134 first preferences, of which 123 bear another for somebody who continues; the two fewest are 23 and 24.
    """
    others = {
        "Grantly": 81, "Proudie": 80, "Arabin": 75, "Bold": 74, "Harding": 72, "Slope": 70, "Thorne": 65, "Dale": 55,
        "Crawley": 24, "Eames": 23,
    }  # fmt: skip
    rankings: dict[Ranking, int] = {(0, 1): 60, (0, 3): 63, (0,): 11}
    for name, number in others.items():
        rankings[(_NAMES.index(name),)] = number
    return group_papers(_NAMES, rankings)


def test_ers97_model_election_has_its_published_quota_and_first_surplus() -> None:
    papers = _model_papers()
    sheet = ers97.RULE.count(papers, 6)
    assert papers.number == 753
    assert sheet.stages[0].quota == 10_758
    assert sheet.names(sheet.stages[0].elected) == ["Smith"]
    surplus = sheet.stages[1]
    assert sheet.names(surplus.moved_from) == ["Smith"]
    assert surplus.transfer_value == Fraction(21, 100)
    assert sum(more for more in surplus.transferred if more > 0) == 2_583
    assert (surplus.exhausted, surplus.lost) == (0, 59)


@pytest.mark.parametrize(
    ("rankings", "first_moved"),
    [
        # Of 40 papers the quota is 10. A surplus of 1 does not exceed what parts the two lowest (6 and 5): it waits.
        ({(0, 1): 11, (1,): 9, (2,): 9, (3,): 6, (4, 1): 5}, "E"),
        # A surplus of 3 exceeds it (6 and 4): it is transferred.
        ({(0, 1): 13, (1,): 9, (2,): 8, (3,): 6, (4, 1): 4}, "A"),
    ],
)
def test_ers97_surplus_waits_while_it_cannot_change_who_is_lowest(
    rankings: dict[Ranking, int], first_moved: str
) -> None:
    sheet = ers97.RULE.count(group_papers("ABCDE", rankings), 3)
    assert sheet.names(sheet.stages[0].elected) == ["A"]
    assert sheet.names(sheet.stages[1].moved_from) == [first_moved]


def test_ers97_quota_falls_with_papers_spent_before_anyone_is_elected() -> None:
    rankings: dict[Ranking, int] = {(0,): 9, (1,): 8, (2,): 8, (3,): 7, (4,): 6, (5,): 2, (6, 0): 1}
    sheet = ers97.RULE.count(group_papers("ABCDEFG", rankings), 3)
    assert sheet.stages[0].quota == 1_025
    # F and G together have 3, less than E's 6. F's two papers are spent: 39 votes are left, and a quarter is 9.75.
    assert set(sheet.names(sheet.stages[1].excluded)) == {"F", "G"}
    assert sheet.stages[1].exhausted == 200
    assert sheet.stages[1].quota == 975
    assert sheet.names(sheet.stages[1].elected) == ["A"]


def test_ers97_active_vote_elects_without_the_quota() -> None:
    # Quota 20 / 3 = 6.67. A is elected with 8; the active vote is then 20 - 6.67 = 13.33, of which a half is 6.67. Once
    # three papers are spent it is 10.33, so 5.17 is enough for the last place, and B has 6.
    sheet = ers97.RULE.count(group_papers("ABCD", {(0,): 8, (1,): 6, (2,): 3, (3,): 3}), 2)
    assert sheet.names(sheet.elected) == ["A", "B"]
    assert sheet.stages[-1].votes[1] < (sheet.quota or 0)


def test_ers97_equals_too_many_for_the_places_are_not_elected_yet() -> None:
    sheet = ers97.RULE.count(group_papers("ABC", {(0,): 5, (1,): 5, (2,): 5}), 2)
    assert sheet.stages[0].quota == 500
    assert sheet.elected == ()
    assert sheet.awaiting is not None
    assert sheet.awaiting.purpose == "exclude"


def _sheet(rankings: dict[Ranking, int], seats: int, names: str = "ABCDEFG") -> StageSheet:
    used = max(entry for ranking in rankings for entry in ranking if isinstance(entry, int)) + 1
    return northern_ireland_stv_1985.RULE.count(group_papers(names[:used], rankings), seats)


def test_northern_ireland_transfer_values_are_cut_to_hundredths_as_at_west_tyrone() -> None:
    """In West Tyrone 393 votes over a quota of 1,078 moved on 1,427 papers at 0.27; 170 of them gave McDonnell 45.90.

    Source:
        N. Whyte, fromtheheartofeurope.eu/26311.
    """
    mcelduff: dict[Ranking, int] = {(0, 1): 170, (0, 2): 1_257, (0,): 44}
    sheet = _sheet({**mcelduff, (1,): 1_060, (2,): 700, (3,): 810, (4,): 805, (5,): 790, (6,): 828}, 5)
    assert sheet.quota == 107_800
    assert sheet.stages[0].votes[0] == 147_100
    surplus = sheet.stages[1]
    assert surplus.transfer_value == Fraction(27, 100)
    assert surplus.transferred[1] == 4_590
    assert surplus.lost == 39_300 - 27 * 1_427
    # With 1,060 and 45.90 he passes the quota by 27.90, which moves on these 170 papers alone: none says who is next.
    assert sheet.names(surplus.elected) == ["B"]
    assert sheet.stages[2].exhausted == 2_790


@pytest.mark.parametrize(
    ("transferable", "value", "exhausted"),
    [(10, Fraction(30, 100), 0), (3, Fraction(1), 0), (2, Fraction(1), 100), (0, None, 300)],
)
def test_a_paper_never_moves_at_more_than_it_was_worth(
    transferable: int, value: Fraction | None, exhausted: int
) -> None:
    rankings: dict[Ranking, int] = {(0, 1): transferable, (0,): 14 - transferable, (1,): 9, (2,): 5, (3,): 4}
    sheet = _sheet({ranking: number for ranking, number in rankings.items() if number}, 2)
    assert sheet.quota == 1_100
    moved = next(stage for stage in sheet.stages if stage.moved_from == (0,))
    assert moved.transfer_value == value
    assert moved.exhausted - sheet.stages[sheet.stages.index(moved) - 1].exhausted == exhausted


def test_a_later_surplus_moves_only_on_the_parcel_last_received() -> None:
    # Quota 11. D's 6 papers bring B from 7 to 13; its surplus of 2 goes on these six, which say C, and on none of the
    # seven, which say A.
    sheet = _sheet({(1, 0): 7, (3, 1, 2): 6, (0,): 9, (2,): 8}, 2)
    surplus = next(stage for stage in sheet.stages if stage.moved_from == (1,))
    assert surplus.transfer_value == Fraction(33, 100)
    assert surplus.transferred[2] == 198
    assert surplus.transferred[0] == 0
    assert surplus.lost == 2


def test_papers_of_less_value_pass_over_who_was_elected_by_those_of_more() -> None:
    # Quota 25. E is excluded with five first preferences for B, who has 20 and is elected by them, and with 36 papers
    # at 0.30 from A's surplus, which say B next and then C: they go to C.
    rankings: dict[Ranking, int] = {(0, 4, 1, 2): 36, (1,): 20, (2,): 10, (3,): 20, (4, 1): 5, (5, 2): 6}
    sheet = _sheet(rankings, 3)
    assert sheet.quota == 2_500
    out = next(stage for stage in sheet.stages if stage.excluded == (4,))
    assert out.transferred[1] == 500
    assert out.transferred[2] == 1_080
    assert sheet.names(out.elected) == ["B", "C"]


def test_the_last_place_goes_to_one_with_as_much_as_all_others_together() -> None:
    """As at Belfast South in 2017, stage 9: 6,797.22 against 5,255.94 and a surplus of 1,491.50 not transferred."""
    # A and B have just the quota of 28. For the last place C has 26, and D and E have 18 and 8.
    sheet = _sheet({(0,): 28, (1,): 28, (2,): 26, (3,): 18, (4,): 8}, 3)
    assert sheet.quota == 2_800
    assert sheet.names(sheet.elected) == ["A", "B", "C"]
    assert len(sheet.stages) == 1


def test_sure_losers_go_together_in_one_stage() -> None:
    sheet = _sheet({(0,): 20, (1,): 12, (2,): 11, (3, 1): 3, (4, 2): 2, (5, 0): 1}, 2)
    assert set(sheet.stages[1].excluded) == {3, 4, 5}
