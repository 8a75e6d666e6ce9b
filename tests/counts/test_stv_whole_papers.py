"""Counts that move whole papers: Ireland's, by proportion and last filed, and Cambridge's, every nth."""

from __future__ import annotations

import pytest

from counts.material import VECTORS, count_with, first_of_tie, wanted
from tellers.count import cambridge_stv_1941, irish_stv_1992
from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.count.sheet import StageSheet
from tellers.exchange.ballots.blt import read_blt


@pytest.fixture(scope="module")
def dublin_west() -> tuple[Papers, StageSheet]:
    papers = read_blt(wanted(VECTORS / "ireland-dublin-west-2002" / "dublin_west_2002.blt"))
    return papers, irish_stv_1992.RULE.count(papers, 3)


def test_dublin_west_2002_has_its_published_first_count_and_quota(dublin_west: tuple[Papers, StageSheet]) -> None:
    _, sheet = dublin_west
    first = {name.split()[-1]: votes for name, votes in zip(sheet.candidates, sheet.stages[0].votes, strict=True)}
    assert sheet.valid == 29_988
    assert sheet.quota == 7_498
    assert first["Lenihan"] + first["Ryan"] == 10_386
    assert first["Higgins"] + first["Smyth"] == 6_576
    assert (first["Terry"], first["Burton"], first["Morrissey"]) == (3_694, 3_810, 2_370)
    assert (first["Bonnie"], first["McDonald"]) == (748, 2_404)


def test_dublin_west_2002_elects_its_three_members(dublin_west: tuple[Papers, StageSheet]) -> None:
    _, sheet = dublin_west
    assert [name.split()[-1] for name in sheet.names(sheet.elected)] == ["Lenihan", "Higgins", "Burton"]


def test_dublin_west_2002_excludes_the_two_lowest_before_any_surplus(dublin_west: tuple[Papers, StageSheet]) -> None:
    # Lenihan's 588 over the quota can elect nobody, save neither Smyth (134) nor the two together, and win no refund.
    papers, sheet = dublin_west
    second = sheet.stages[1]
    out = {name.split()[-1] for name in sheet.names(second.excluded)}
    assert out == {"Smyth", "Bonnie"}
    gone = set(second.excluded)
    moved = [0] * len(papers.candidates)
    spent = 0
    for ranking, number in papers.groups:
        if ranking[0] in gone:
            onward = [c for c in ranking if isinstance(c, int) and c not in gone and c not in sheet.stages[0].elected]
            if onward:
                moved[onward[0]] += number
            else:
                spent += number
    assert [second.transferred[c] for c in range(len(moved)) if c not in gone] == [
        moved[c] for c in range(len(moved)) if c not in gone
    ]
    assert second.exhausted == spent


def test_every_irish_figure_is_a_whole_paper(dublin_west: tuple[Papers, StageSheet]) -> None:
    _, sheet = dublin_west
    assert all(isinstance(votes, int) for stage in sheet.stages for votes in stage.votes)
    assert all(stage.lost == 0 for stage in sheet.stages)


def _irish(rankings: dict[Ranking, int], seats: int) -> StageSheet:
    used = max(entry for ranking in rankings for entry in ranking if isinstance(entry, int)) + 1
    return irish_stv_1992.RULE.count(group_papers("ABCDEFG"[:used], rankings), seats)


def test_a_surplus_moves_from_each_next_preference_in_proportion_and_by_largest_fractions() -> None:
    # 7 over a quota of 33; 40 papers, 22 for B, 11 for C, 7 for D: 3.85, 1.925 and 1.225, so 4, 2 and 1.
    sheet = _irish({(0, 1): 22, (0, 2): 11, (0, 3): 7, (1,): 31, (2,): 18, (3,): 9}, 2)
    assert sheet.quota == 33
    moved = next(stage for stage in sheet.stages if stage.moved_from == (0,))
    assert moved.transferred == (-7, 4, 2, 1)


def test_equal_fractions_of_equal_sub_parcels_wait_for_the_lot_if_nothing_parts_them() -> None:
    # 1 over a quota of 21, enough to save D (8) from E (9); 11 papers each for B and C, who have been equal throughout.
    sheet = _irish({(0, 1): 11, (0, 2): 11, (1,): 11, (2,): 11, (3,): 8, (4,): 9}, 2)
    assert sheet.quota == 21
    tie = sheet.awaiting
    assert tie is not None
    assert (tie.purpose, tie.candidates, tie.stage) == ("remainder", (1, 2), 2)


def test_papers_that_cannot_move_make_up_a_surplus_that_others_do_not_fill() -> None:
    sheet = _irish({(0, 1): 3, (0,): 37, (1,): 27, (2,): 20, (3,): 6}, 2)
    moved = next(stage for stage in sheet.stages if stage.moved_from == (0,))
    assert moved.transferred[1] == 3
    assert moved.votes[0] == sheet.quota
    assert moved.exhausted == 40 - (sheet.quota or 0) - 3


def test_a_refund_within_reach_keeps_two_lowest_apart() -> None:
    # Quota 30, a quarter 7.5. D and E have 7 and 4, together 11, which is less than C's 20: D could be lifted over the
    # quarter by E's papers, so that E goes alone.
    sheet = _irish({(0,): 29, (1,): 28, (2,): 20, (3,): 7, (4, 3): 4}, 2)
    assert sheet.quota == 30
    assert sheet.names(sheet.stages[1].excluded) == ["E"]


def _singly(order: str, *, names: str) -> Papers:
    """Return one paper for each word, in that order: `ab` ranks A, then B."""
    rankings = tuple((tuple(names.index(letter.upper()) for letter in word), 1) for word in order.split())
    return Papers(candidates=tuple(names), groups=rankings)


def test_cambridge_takes_every_nth_ballot_and_steps_over_those_with_no_choice_left() -> None:
    # A has 12 of 23 ballots and the quota for two is 8: 4 over, so every third. Of A's ballots the 3rd and 9th say B,
    # the 12th C, and the 6th nobody. The round begins again with the 4th, which says C.
    mine = ["ac", "ac", "ab", "ac", "ac", "a", "ac", "ac", "ab", "ac", "ac", "ac"]
    papers = _singly(" ".join([*mine, *["b"] * 6, *["c"] * 5]), names="ABC")
    sheet = count_with(cambridge_stv_1941.RULE, papers, 2, first_of_tie)
    assert sheet.quota == 8
    assert sheet.stages[1].transferred == (-4, 2, 2)


def test_cambridge_credits_no_ballot_beyond_the_quota_once_somebody_is_elected() -> None:
    papers = _singly(" ".join([*["a"] * 5, *["b"] * 4, *["cab"] * 3]), names="ABC")
    sheet = count_with(cambridge_stv_1941.RULE, papers, 1, first_of_tie)
    # Quota 7: two of C's three ballots bring A there, and the third goes past A to B.
    assert sheet.quota == 7
    assert sheet.stages[1].votes == (7, 5, 0)
    assert sheet.names(sheet.elected) == ["A"]


def test_cambridge_defeats_all_below_fifty_together() -> None:
    rankings: dict[Ranking, int] = {(0,): 300, (1,): 200, (2, 0): 49, (3, 1): 30, (4, 2): 60}
    sheet = count_with(cambridge_stv_1941.RULE, group_papers("ABCDE", rankings), 2, first_of_tie)
    assert sheet.quota == 214
    second = next(stage for stage in sheet.stages if stage.excluded)
    assert second.excluded == (2, 3)
