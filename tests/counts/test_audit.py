"""Audit sample sizes are those of the published tools and the gathered figures; recount chances name a source."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellers.count.audit import Discrepancies, comparison_sample, polling_sample, polling_sample_mean
from tellers.count.recounts import KINDS, interval90, recount_chance
from tellers.errors import CountError

SIZES = Path(__file__).parents[2] / ".." / "shared" / "vectors" / "rla" / "sizes.json"
RISK = Fraction(5, 100)


@pytest.mark.skipif(not SIZES.exists(), reason="shared/vectors/rla is not here")
def test_sample_sizes_are_those_of_the_gathered_figures() -> None:
    rows = json.loads(SIZES.read_text(encoding="utf-8"))["rows"]
    assert len(rows) >= 5
    for row in rows:
        margin = Fraction(str(row["margin"]))
        assert comparison_sample(margin, RISK) == row["kaplan_markov"]
        winner, loser = int((1 + margin) * 50_000), int((1 - margin) * 50_000)
        # The file cuts off where a sample is rounded up: a part of a paper is a paper.
        assert polling_sample_mean(winner, loser, 100_000, RISK) - row["bravo_asn"] in (0, 1)


@given(
    margin=st.integers(1, 9_999),
    risk=st.integers(1, 40),
    found=st.tuples(*[st.integers(0, 3) for _ in range(3)]),
)
def test_sample_sizes_are_those_of_rlacalc(margin: int, risk: int, found: tuple[int, int, int]) -> None:
    rlacalc = pytest.importorskip("rlacalc", reason="rlacalc is not installed: sizes were not compared with it")
    over_by_one, over_by_two, under_by_one = found
    ours = comparison_sample(
        Fraction(margin, 10_000),
        Fraction(risk, 100),
        Discrepancies(over_by_one=over_by_one, over_by_two=over_by_two, under_by_one=under_by_one),
    )
    theirs = rlacalc.nmin(
        alpha=risk / 100, gamma=1.03905, margin=margin / 10_000, o1=over_by_one, o2=over_by_two, u1=under_by_one, u2=0
    )
    # Where its product of floats falls on a whole number, theirs may be one off.
    assert abs(ours - theirs) <= 1 or ours == sum(found)


@given(margin=st.integers(1, 9_000), risk=st.integers(1, 40))
def test_polling_sizes_are_those_of_rlacalc(margin: int, risk: int) -> None:
    rlacalc = pytest.importorskip("rlacalc", reason="rlacalc is not installed: sizes were not compared with it")
    ours = polling_sample_mean(10_000 + margin, 10_000 - margin, 20_000, Fraction(risk, 100))
    theirs = rlacalc.findAsn(risk / 100, margin / 10_000)
    assert abs(ours - theirs) <= 1


@given(margin=st.integers(2, 5_000), risk=st.integers(1, 40))
def test_a_smaller_margin_or_a_smaller_risk_never_needs_fewer_papers(margin: int, risk: int) -> None:
    size = comparison_sample(Fraction(margin, 10_000), Fraction(risk, 100))
    assert comparison_sample(Fraction(margin - 1, 10_000), Fraction(risk, 100)) >= size
    assert comparison_sample(Fraction(margin, 10_000), Fraction(risk, 200)) >= size
    polled = polling_sample_mean(10_000 + margin, 10_000 - margin, 20_000, Fraction(risk, 100))
    assert polling_sample_mean(10_000 + margin - 1, 10_000 - margin + 1, 20_000, Fraction(risk, 100)) >= polled
    assert polling_sample_mean(10_000 + margin, 10_000 - margin, 40_000, Fraction(risk, 100)) >= polled


def test_nine_in_ten_polling_audits_need_about_twice_the_mean() -> None:
    assert polling_sample(55, 45, 100, RISK) == math.ceil(608 * 2.09)
    with pytest.raises(CountError, match="one of 25"):
        polling_sample(55, 45, 100, RISK, percent_done=33)


@pytest.mark.parametrize("margin", [Fraction(0), Fraction(-1, 10), Fraction(11, 10)])
def test_a_tie_or_a_margin_that_cannot_be_is_refused(margin: Fraction) -> None:
    with pytest.raises(CountError, match="margin"):
        comparison_sample(margin, RISK)


@pytest.mark.parametrize("risk", [Fraction(0), Fraction(1)])
def test_a_risk_limit_of_none_or_all_is_refused(risk: Fraction) -> None:
    with pytest.raises(CountError, match="risk"):
        comparison_sample(Fraction(1, 10), risk)


def test_votes_that_cannot_be_are_refused() -> None:
    for winner, loser, papers in ((45, 55, 100), (50, 50, 100), (60, 50, 100), (5, -1, 10)):
        with pytest.raises(CountError):
            polling_sample_mean(winner, loser, papers, RISK)
    with pytest.raises(CountError, match="gamma"):
        comparison_sample(Fraction(1, 10), RISK, gamma=Fraction(1))
    with pytest.raises(CountError, match="discrepancies"):
        comparison_sample(Fraction(1, 10), RISK, Discrepancies(over_by_one=-1))


def test_a_recounts_chance_is_known_only_where_figures_are_published_and_says_so() -> None:
    for kind in KINDS:
        told = recount_chance(Fraction(1, 100), kind)
        assert told.source
        if told.chance is None:
            assert "no published figures" in told.source
        else:
            assert told.low90 is not None
            assert told.high90 is not None
            assert told.low90 <= told.chance <= told.high90
            assert told.source.startswith("FairVote")


def test_a_wider_margin_has_a_smaller_chance() -> None:
    near, far = (recount_chance(Fraction(text), "us_statewide").chance for text in ("0.1", "0.2"))
    assert near is not None
    assert far is not None
    assert near > far == 0


def test_a_margin_or_kind_that_cannot_be_is_refused() -> None:
    with pytest.raises(CountError, match="margin"):
        recount_chance(Fraction(101), "us_statewide")
    with pytest.raises(CountError, match="one of"):
        recount_chance(Fraction(1), "tea_leaves")  # type: ignore[arg-type]


@given(times=st.integers(1, 12), data=st.data())
def test_the_interval_holds_the_share_and_its_ends_are_where_what_happened_turns_surprising(
    times: int, data: st.DataObject
) -> None:
    happened = data.draw(st.integers(0, times))
    low, high = interval90(happened, times)
    assert low <= Fraction(happened, times) <= high

    def at_most(count: int, chance: float) -> float:
        return sum(math.comb(times, k) * chance**k * (1 - chance) ** (times - k) for k in range(count + 1))

    if happened < times:
        assert at_most(happened, float(high)) == pytest.approx(0.05, abs=0.002)
    if happened:
        assert 1 - at_most(happened - 1, float(low)) == pytest.approx(0.05, abs=0.002)
