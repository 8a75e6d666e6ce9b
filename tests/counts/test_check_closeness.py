"""How close a transferable count was, and that altering fewer papers than its bound changes nobody's election."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellers.count.ballots import Papers, group_papers
from tellers.count.closeness_stv import stv_closeness
from tellers.count.registry import find_rule
from tellers.exchange.ballots import read_blt

WARDS = Path(__file__).parents[2] / ".." / "shared" / "vectors" / "scotland2017"
NAMES = ("Ada", "Bo", "Cy", "Di", "Ed")


def _papers(seed: int, number: int) -> Papers:
    chance = random.Random(seed)
    weights = [chance.random() ** 2 + 0.05 for _ in NAMES]
    rankings: Counter[tuple[int, ...]] = Counter()
    for _ in range(number):
        ranking: list[int] = []
        for _ in range(chance.randint(1, len(NAMES))):
            rest = [index for index in range(len(NAMES)) if index not in ranking]
            ranking.append(chance.choices(rest, [weights[index] for index in rest])[0])
        rankings[tuple(ranking)] += 1
    return group_papers(NAMES, dict(rankings))


def _altered(papers: Papers, number: int, chance: random.Random) -> Papers:
    rankings = Counter(dict(papers.groups))
    for _ in range(number):
        old = chance.choices(list(rankings), list(rankings.values()))[0]
        rankings[old] -= 1
        rankings[tuple(chance.sample(range(len(NAMES)), chance.randint(1, len(NAMES))))] += 1
        rankings = +rankings
    return group_papers(NAMES, dict(rankings))


@pytest.mark.parametrize("rule", ["scottish_stv_2007"])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 100_000), seats=st.integers(1, 3))
def test_altering_fewer_papers_than_the_bound_changes_nobodys_election(rule: str, seed: int, seats: int) -> None:
    papers, law = _papers(seed, 300), find_rule(rule)
    counted = law.count(papers, seats)
    bound = stv_closeness(counted).altered_papers_min
    if counted.awaiting is not None:
        assert bound is None
        return
    assert bound is not None
    chance = random.Random(seed)
    for _ in range(6):
        again = law.count(_altered(papers, bound - 1, chance), seats)
        assert set(again.elected) == set(counted.elected)


def test_the_bound_is_reached_where_one_seat_hangs_on_two_candidates() -> None:
    """Of 51 and 49 papers, one altered makes a tie: the bound is exact."""
    papers = group_papers(("Ada", "Bo"), {(0,): 51, (1,): 49})
    assert stv_closeness(find_rule("scottish_stv_2007").count(papers, 1)).altered_papers_min == 1
    wide = group_papers(("Ada", "Bo"), {(0,): 70, (1,): 30})
    assert stv_closeness(find_rule("scottish_stv_2007").count(wide, 1)).altered_papers_min == 20


def test_the_seats_the_exclusions_and_the_runner_up_are_told_in_votes() -> None:
    papers = group_papers(("Ada", "Bo", "Cy"), {(0,): 45, (1,): 30, (2, 0): 25})
    close = stv_closeness(find_rule("scottish_stv_2007").count(papers, 1))
    (seat,), (exclusion,) = close.seats, close.exclusions
    assert (seat.candidate, seat.stage, seat.over_quota, seat.ahead, seat.next_best) == ("Ada", 2, 19, 40, "Bo")
    assert (exclusion.candidate, exclusion.stage, exclusion.short, exclusion.next_lowest) == ("Cy", 1, 5, "Bo")
    assert (close.runner_up, close.runner_up_short) == ("Bo", 40)


def test_no_bound_is_given_where_none_is_proved() -> None:
    papers = group_papers(("Ada", "Bo", "Cy"), {(0,): 45, (1,): 30, (2, 0): 25})
    assert stv_closeness(find_rule("northern_ireland_stv_1985").count(papers, 1)).altered_papers_min is None


@pytest.mark.skipif(not WARDS.exists(), reason="shared/vectors/scotland2017 is not here")
def test_real_wards_have_a_runner_up_behind_the_last_elected() -> None:
    with (WARDS / "index.csv").open(encoding="utf-8") as file:
        wards = [line.split(",")[:2] for line in file.read().splitlines()[1:40:4]]
    for ward, seats in wards:
        close = stv_closeness(find_rule("scottish_stv_2007").count(read_blt(WARDS / "blt" / f"{ward}.blt"), int(seats)))
        assert len(close.seats) == int(seats)
        assert close.runner_up not in {seat.candidate for seat in close.seats}
        assert close.runner_up_short is not None
        assert close.runner_up_short > Fraction(0)
        assert close.altered_papers_min is not None
        assert close.altered_papers_min >= 1
