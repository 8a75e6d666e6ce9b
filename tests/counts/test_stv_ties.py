"""A tie in every place where a tie can happen: a value of the sheet, settled as the law says or awaiting a lot."""

from __future__ import annotations

import pytest

from counts.material import count_with, first_of_tie
from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.count.registry import RULES
from tellers.count.rule import Rule
from tellers.count.sheet import Lot, sheet_json
from tellers.count.stv_rules import STV_RULES
from tellers.errors import CountError

_EVERY = [pytest.param(rule, id=rule.id) for rule in STV_RULES]


def _papers(rankings: dict[Ranking, int], names: str = "ABCDEF") -> Papers:
    used = max(entry for ranking in rankings for entry in ranking if isinstance(entry, int)) + 1
    return group_papers(names[:used], rankings)


_LOWEST_EQUAL = _papers({(0,): 90, (1,): 80, (2, 0): 60, (3, 1): 60})


@pytest.mark.parametrize("rule", _EVERY)
def test_equal_lowest_await_the_lot_and_the_lot_decides(rule: Rule) -> None:
    awaiting = rule.count(_LOWEST_EQUAL, 2).awaiting
    assert awaiting is not None
    assert (awaiting.purpose, awaiting.candidates, awaiting.chosen) == ("exclude", (2, 3), None)

    for out, left in (("C", "D"), ("D", "C")):
        lot = Lot(candidates=frozenset("CD"), chosen=out)
        sheet = rule.count(_LOWEST_EQUAL, 2, [lot])
        excluded = [name for stage in sheet.stages for name in sheet.names(stage.excluded)]
        assert excluded[0] == out
        assert left not in excluded[:1]
        assert sheet.lots == (lot,)
        assert sheet.ties[0].settled_by == "lot"


@pytest.mark.parametrize("rule", _EVERY)
def test_a_count_stopped_for_a_lot_says_so_in_json_and_has_its_stages_so_far(rule: Rule) -> None:
    told = sheet_json(rule.count(_LOWEST_EQUAL, 2))
    awaiting = told["awaiting"]
    assert isinstance(awaiting, dict)
    assert awaiting["candidates"] == ["C", "D"]
    assert awaiting["chosen"] is None
    stages = told["stages"]
    assert isinstance(stages, list)
    assert stages[0]["votes"].keys() == set("ABCD")


@pytest.mark.parametrize("rule", _EVERY)
def test_a_lot_about_others_than_those_tied_is_refused(rule: Rule) -> None:
    with pytest.raises(CountError, match="C and D, the tie met here"):
        rule.count(_LOWEST_EQUAL, 2, [Lot(candidates=frozenset("AB"), chosen="A")])


@pytest.mark.parametrize("rule", _EVERY)
def test_a_lot_that_draws_somebody_else_is_refused(rule: Rule) -> None:
    with pytest.raises(CountError, match="'A' drawn"):
        rule.count(_LOWEST_EQUAL, 2, [Lot(candidates=frozenset("CD"), chosen="A")])


@pytest.mark.parametrize("rule", _EVERY)
def test_a_lot_that_no_tie_asks_for_is_refused(rule: Rule) -> None:
    papers = _papers({(0,): 90, (1,): 80, (2, 0): 60, (3, 1): 55})
    with pytest.raises(CountError, match="no other"):
        rule.count(papers, 2, [Lot(candidates=frozenset("CD"), chosen="C")])


@pytest.mark.parametrize("rule", _EVERY)
def test_no_papers_at_all_is_a_tie_of_everybody(rule: Rule) -> None:
    sheet = rule.count(group_papers("ABC", {}), 2)
    assert sheet.awaiting is not None
    assert sheet.awaiting.candidates == (0, 1, 2)
    finished = count_with(rule, group_papers("ABC", {}), 2, first_of_tie)
    assert finished.names(finished.elected) == ["B", "C"]


@pytest.mark.parametrize("rule", _EVERY)
def test_two_for_the_last_place_with_equal_votes_are_a_tie(rule: Rule) -> None:
    sheet = rule.count(_papers({(0,): 30, (1,): 20, (2,): 20}), 2)
    tie = sheet.awaiting
    assert tie is not None
    assert tie.candidates == (1, 2)
    # The Senate's officer has a vote for one of them; elsewhere one of them is excluded, and the other is left.
    assert tie.purpose == ("last_seat" if "senate" in rule.id else "exclude")


_SURPLUS_RULES = [
    "scottish_stv_2007", "northern_ireland_stv_1985", "ers97", "irish_stv_1992", "cambridge_stv_1941",
    "australian_senate_2016", "australian_senate_2019", "minneapolis_stv_2009", "prf_wigm_2011", "prf_wigm_batch_2011",
    "weighted_inclusive_gregory",
]  # fmt: skip


@pytest.mark.parametrize("rule_id", _SURPLUS_RULES)
def test_equal_surpluses_await_the_lot(rule_id: str) -> None:
    sheet = RULES[rule_id].count(_papers({(0, 2): 40, (1, 3): 40, (2,): 16, (3,): 15, (4,): 9}), 3)
    tie = sheet.awaiting
    assert tie is not None
    assert (tie.purpose, tie.candidates) == ("surplus", (0, 1))


@pytest.mark.parametrize(
    ("rule_id", "settled_by"),
    [
        ("scottish_stv_2007", "earlier_stage"),
        ("northern_ireland_stv_1985", "earlier_stage"),
        ("ers97", "earlier_stage"),
        ("irish_stv_1992", "earlier_stage"),
        ("australian_senate_2016", "earlier_stage"),
        ("australian_senate_2019", "earlier_stage"),
        ("new_zealand_meek_2001", "earlier_stage"),
        ("weighted_inclusive_gregory", None),
        ("minneapolis_stv_2009", None),
    ],
)
def test_earlier_stages_settle_a_tie_where_the_law_says_so(rule_id: str, settled_by: str | None) -> None:
    # Excluding E (3 papers, two for D and one for C) leaves C and D equal on 11; at the first stage D had one fewer.
    papers = _papers({(0,): 30, (1,): 20, (2,): 10, (3,): 9, (4, 3): 2, (4, 2): 1})
    sheet = RULES[rule_id].count(papers, 1)
    tie = sheet.ties[0]
    assert tie.candidates == (2, 3)
    assert tie.settled_by == settled_by
    assert tie.chosen == (3 if settled_by else None)


def test_scotland_looks_at_the_latest_difference_and_northern_ireland_at_the_earliest() -> None:
    # C and D have 10 and 9; with F's papers 11 and 12; with E's one for C both have 12.
    papers = _papers({(0,): 40, (1,): 24, (2,): 10, (3,): 9, (4, 2): 1, (4,): 7, (5, 3): 3, (5, 2): 1, (5, 0): 3})
    scotland = RULES["scottish_stv_2007"].count(papers, 1).ties[0]
    northern_ireland = RULES["northern_ireland_stv_1985"].count(papers, 1).ties[0]
    assert scotland.candidates == northern_ireland.candidates == (2, 3)
    assert scotland.chosen == 2
    assert northern_ireland.chosen == 3


def test_the_senate_asks_for_an_earlier_count_at_which_all_three_differed_since_2019() -> None:
    """Western Australia 2016, count 49: three were equal on 66, and one had differed from the others at count 41."""
    # Equal on 5 now; with 4, 5 and 5 at the count before, and never all three different.
    papers = _papers({(0,): 20, (1,): 15, (2,): 4, (3,): 5, (4,): 5, (5, 2): 1})
    before = RULES["australian_senate_2016"].count(papers, 1)
    since = RULES["australian_senate_2019"].count(papers, 1)
    assert before.ties[0].candidates == since.ties[0].candidates == (2, 3, 4)
    assert (before.ties[0].settled_by, before.ties[0].chosen) == ("earlier_stage", 2)
    assert since.awaiting is not None
    assert since.awaiting.candidates == (2, 3, 4)
