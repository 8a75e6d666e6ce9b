"""The values that every count shares: papers, stages and the sheet, and their text."""

from __future__ import annotations

import doctest
import json
from fractions import Fraction

import pytest

import tellers.count.ballots
import tellers.count.quotas
import tellers.count.sheet
import tellers.count.sure_losers
import tellers.count.ties
from tellers.count.ballots import Papers, clean_ranking, group_papers
from tellers.count.registry import RULES, find_rule
from tellers.count.sheet import Stage, StageSheet, figure_text, sheet_json
from tellers.errors import CountError, LookupProblem

_MODULES = [
    tellers.count.ballots,
    tellers.count.quotas,
    tellers.count.sheet,
    tellers.count.sure_losers,
    tellers.count.ties,
]


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.__name__)
def test_examples_in_docstrings_run(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted
    assert not found.failed


def test_papers_are_grouped_and_counted() -> None:
    papers = group_papers(["Ada", "Bo"], [(0, 1), (1,), (0, 1)], seats=1, title="Barchester")
    assert papers.number == 3
    assert papers.groups == (((0, 1), 2), ((1,), 1))


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ({"candidates": ("Ada", "Ada"), "groups": ()}, "'Ada' 2 times"),
        ({"candidates": ("Ada",), "groups": (((1,), 3),)}, "candidate number 2"),
        ({"candidates": ("Ada", "Bo"), "groups": ((((0, 2),), 3),)}, "candidate number 3"),
        ({"candidates": ("Ada",), "groups": (((-1,), 3),)}, "candidate number 0"),
        ({"candidates": ("Ada",), "groups": (((0,), 0),)}, "0 papers"),
        ({"candidates": ("Ada",), "groups": (((0,), -4),)}, "-4 papers"),
        ({"candidates": ("Ada",), "groups": (), "withdrawn": frozenset({5})}, "candidate number 6"),
    ],
)
def test_papers_that_cannot_be_are_refused(papers: dict[str, object], told: str) -> None:
    with pytest.raises(CountError, match=told):
        Papers(**papers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ranking", "run"),
    [((2, 0), (2, 0)), ((2, None, 0), (2,)), (((0, 1), 2), ()), ((0, 1, 0, 2), (0, 1)), ((None, 1), ())],
)
def test_a_run_ends_where_the_order_is_no_longer_known(ranking: tuple[object, ...], run: tuple[int, ...]) -> None:
    assert clean_ranking(ranking) == run  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ranking", "regular"),
    [((2, 0), True), ((0,), True), ((2, None, 0), False), (((0, 1), 2), False), ((0, 1, 0), False), ((), False)],
)
def test_papers_are_regular_when_every_ranking_names_candidates_one_by_one_and_once(
    ranking: tuple[object, ...], regular: bool
) -> None:
    assert group_papers("ABC", {(1, 2): 4, ranking: 1}).regular is regular  # type: ignore[dict-item]


def test_a_stage_that_loses_a_vote_is_a_bug() -> None:
    stage = Stage(votes=(3, 2), transferred=(3, 2), exhausted=0, lost=0, why="First preferences.")
    with pytest.raises(AssertionError, match="appeared or vanished"):
        StageSheet(rule="x", candidates=("A", "B"), seats=1, quota=3, valid=6, stages=(stage,), elected=(0,))


@pytest.mark.parametrize(
    ("figure", "scale", "text"),
    [
        (80607214, 100_000, "806.07214"),
        (5, 100_000, "0.00005"),
        (-5, 100, "-0.05"),
        (7, 1, "7"),
        (Fraction(7), 1, "7"),
        (Fraction(1, 8), 1, "0.125"),
        (Fraction(2, 3), 1, "0.666666666667"),
        (Fraction(1, 3), 3, "0.111111111111"),
        (10, 3, "3.333333333333"),
    ],
)
def test_figures_are_exact_decimal_text(figure: int | Fraction, scale: int, text: str) -> None:
    assert figure_text(figure, scale) == text


def test_a_sheet_is_told_in_json_by_name_and_in_exact_text() -> None:
    papers = group_papers(["Ada", "Bo", "Cy"], {(0, 1): 9, (1,): 4, (2, 1): 3}, title="Barchester")
    sheet = RULES["scottish_stv_2007"].count(papers, 2)
    told = json.loads(json.dumps(sheet_json(sheet)))
    assert told["rule"] == "scottish_stv_2007"
    assert told["seats"] == 2
    assert told["quota"] == "6.00000"
    assert told["elected"] == ["Ada", "Bo"]
    assert told["awaiting"] is None
    assert told["stages"][1]["votes"] == {"Ada": "6.00000", "Bo": "6.99997", "Cy": "3.00000"}
    assert told["stages"][1]["transferred"] == {"Ada": "-3.00000", "Bo": "2.99997", "Cy": "0.00000"}
    assert told["stages"][1]["lost"] == "0.00003"
    assert told["stages"][1]["transfer_value"] == "0.33333"
    assert told["stages"][1]["elected"] == ["Bo"]


def test_every_stage_in_json_adds_up_to_the_valid_votes() -> None:
    papers = group_papers("ABCD", {(0, 1): 9, (1,): 4, (2, 1): 3, (3,): 2})
    for rule in RULES.values():
        sheet = rule.count(papers, 1)
        told = sheet_json(sheet)
        stages = told["stages"]
        assert isinstance(stages, list)
        for stage in stages:
            total = sum(map(Fraction, stage["votes"].values())) + Fraction(stage["exhausted"]) + Fraction(stage["lost"])
            assert total == Fraction(str(told["valid"])), rule.id


def test_an_unknown_rule_is_told_with_those_there_are() -> None:
    with pytest.raises(LookupProblem, match="scottish_stv_2007"):
        find_rule("scotish")
