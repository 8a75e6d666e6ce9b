"""Meek's and Warren's methods: what is published of New Zealand's calculator, and what the methods promise."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counts.material import count_with, first_of_tie
from tellers.count import new_zealand_meek_2001
from tellers.count.ballots import Ranking, group_papers
from tellers.count.registry import RULES

_KEEPING = [
    "meek_1987",
    "meek_batch_2011",
    "prf_meek_2011",
    "new_zealand_meek_2001",
    "warren_1994",
    "warren_batch_2011",
]


def test_new_zealand_cuts_each_product_and_raises_the_last_as_in_cargill_ward() -> None:
    """Dunedin, Cargill ward 2004, iteration 9: papers that pass both elected are worth 0.018467626 each.

    0.308948430 times 0.059775757 is a little over that; the Regulations' own words would raise it to 0.018467627.

    Source:
        https://www.prsa.org.au/2004-10-09_meek_stv_dunedin_cargill_ward.docx, as AndrewConway/ConcreteSTV quotes it.
    """
    first, second = 10**9 - 308_948_430, 10**9 - 59_775_757
    one_elected = new_zealand_meek_2001.share(10**9, first)[1]
    both_elected = new_zealand_meek_2001.share(one_elected, second)[1]
    kept, onward = new_zealand_meek_2001.share(both_elected, 10**9)
    assert kept == 18_467_626
    assert onward == 0


def test_new_zealand_excludes_at_the_first_iteration_as_at_strath_taieri() -> None:
    """Three elected with 47, 45 and 42 over 41.000000001; Ramsay, with 8, goes at once, the surplus being 10.999999997.

    Source:
        The calculator's report on the community board of 2025; the others' votes are not known, and made up here.
    """
    votes = {"Thomas": 47, "Bain": 45, "Thomas, J": 42, "Ramsay": 8, "Grantly": 38, "Proudie": 35, "Arabin": 31}
    papers = group_papers(list(votes), {(c,): number for c, number in enumerate(votes.values())})
    sheet = count_with(new_zealand_meek_2001.RULE, papers, 5, first_of_tie)
    first = sheet.stages[0]
    assert sheet.text(first.quota or 0) == "41.000000001"
    assert sheet.names(first.elected) == ["Thomas", "Bain", "Thomas, J"]
    assert sheet.names(first.excluded) == ["Ramsay"]
    assert first.votes[3] == 8 * 10**9
    assert sheet.stages[1].votes[3] == 0


# One exclusion at a time, and only once the surplus is spent; the others may let sure losers go before.
@pytest.mark.parametrize("rule_id", ["meek_1987", "warren_1994", "prf_meek_2011"])
@given(
    rankings=st.dictionaries(
        st.permutations(range(5)).flatmap(lambda order: st.integers(1, 5).map(lambda end: tuple(order[:end]))),
        st.integers(1, 90),
        min_size=4,
        max_size=12,
    )
)
@settings(max_examples=25, deadline=None)
def test_whoever_was_elected_before_keeps_about_the_quota_whenever_somebody_is_excluded(
    rule_id: str, rankings: dict[Ranking, int]
) -> None:
    rule = RULES[rule_id]
    sheet = count_with(rule, group_papers("ABCDE", rankings), 2, first_of_tie)
    elected: set[int] = set()
    for stage in sheet.stages:
        if stage.excluded:
            over = sum((Fraction(stage.votes[c]) - Fraction(stage.quota or 0)) / sheet.scale for c in elected)
            assert abs(over) < Fraction(1, 1000)
        elected |= set(stage.elected)


@pytest.mark.parametrize("rule_id", _KEEPING)
def test_a_quota_falls_as_papers_are_spent(rule_id: str) -> None:
    sheet = count_with(
        RULES[rule_id], group_papers("ABCD", {(0,): 40, (1,): 30, (2, 1): 20, (3,): 14}), 2, first_of_tie
    )
    quotas = [stage.quota for stage in sheet.stages]
    assert None not in quotas
    assert len(quotas) > 1
    assert all(before >= after for before, after in pairwise(quotas))  # type: ignore[operator]
    assert (quotas[0] or 0) > (quotas[-1] or 0)


def test_meek_passes_papers_on_through_the_elected_where_gregory_steps_over_them() -> None:
    # B's papers say A next, who is elected. Meek gives A a share of them and lets A's first supporters give more to D;
    # Gregory sends them past A, all to C.
    papers = group_papers("ABCD", {(0, 3): 50, (1, 0, 2): 14, (2,): 20, (3,): 18})
    meek = count_with(RULES["meek_1987"], papers, 2, first_of_tie)
    gregory = count_with(RULES["weighted_inclusive_gregory"], papers, 2, first_of_tie)
    assert meek.names(meek.elected)[0] == gregory.names(gregory.elected)[0] == "A"
    out = next(stage for stage in gregory.stages if stage.excluded == (1,))
    assert out.transferred[2] == 14
    after = meek.stages[[stage.excluded for stage in meek.stages].index((1,)) + 1]
    assert 0 < Fraction(after.votes[2]) / meek.scale - 20 < 14
