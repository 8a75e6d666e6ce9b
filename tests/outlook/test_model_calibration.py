"""The scores: each is what its definition says on figures done by hand, and best for the honest forecast."""

from __future__ import annotations

import numpy as np
import pytest

from tellers.outlook.calibration import (
    brier,
    covered,
    crps,
    crps_of_odds,
    interval_score,
    log_score,
    reliability,
)


def test_an_interval_covers_its_ends() -> None:
    assert covered([1, 1, 1], [3, 3, 3], [1, 3, 4]) == pytest.approx(2 / 3)


def test_an_interval_scores_its_width_and_pays_for_what_it_missed() -> None:
    assert interval_score([10], [20], [15], 0.9).tolist() == [10]
    assert interval_score([10], [20], [22], 0.9).tolist() == [pytest.approx(10 + 2 * 20)]
    assert interval_score([10], [20], [7], 0.5).tolist() == [pytest.approx(10 + 3 * 4)]


def test_the_honest_interval_scores_best() -> None:
    final = np.random.default_rng(5).standard_normal(40_000)
    by_width = {
        width: interval_score(-width * np.ones(1), width * np.ones(1), final, 0.9).mean() for width in (1.0, 1.645, 2.5)
    }
    assert min(by_width, key=by_width.__getitem__) == 1.645


def test_brier_and_log_score_of_certainty_are_nought_and_of_error_are_not() -> None:
    right = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert brier(right, [0, 1]) == 0
    assert brier(right, [1, 0]) == 2
    assert log_score(right, [0, 1]) == 0
    assert log_score(np.array([[0.5, 0.5]]), [1]) == pytest.approx(np.log(2))
    assert np.isfinite(log_score(right, [1, 0]))


def test_ranked_probability_scores_agree_whether_from_draws_or_from_odds() -> None:
    rng = np.random.default_rng(3)
    draws = rng.integers(0, 8, (2, 500))
    odds = np.array([np.bincount(row, minlength=8) / 500 for row in draws])
    assert crps(draws.astype(float), [2, 6]) == pytest.approx(crps_of_odds(odds, [2, 6]))


def test_a_reliability_diagram_counts_each_chance_once() -> None:
    bars = reliability([0.0, 0.05, 0.5, 0.95, 1.0], [0, 1, 1, 1, 1], bars=10)
    assert [bar.forecasts for bar in bars] == [2, 0, 0, 0, 0, 1, 0, 0, 0, 2]
    assert bars[0].happened == 0.5
    assert np.isnan(bars[1].mean)
