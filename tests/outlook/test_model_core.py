"""The odds at the edges: nothing declared, one, all but one; unknown electorates and bases; parties new and gone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tellers.errors import InputError, LookupProblem
from tellers.outlook.model import build_frame, fit_returns
from tellers.outlook.model_input import Ground, ModelOutput, Poll, Returns
from tellers.outlook.priors import learned, settings_for
from tellers.outlook.simulate import draw_normals, draw_shares, simulate

DRAWS = 400
SETTINGS = settings_for("uk-general")


def barsetshire(
    areas: int = 40, parties: int = 4, seed: int = 7, *, one_contest: bool = False
) -> tuple[Ground, np.ndarray]:
    """Return an invented county's ground, and the votes it will cast: shape (areas, parties)."""
    rng = np.random.default_rng(seed)
    electorate = rng.integers(50_000, 90_000, areas).astype(float)
    before = rng.dirichlet(np.array([5.0, 4.0, 2.0, 1.0])[:parties], areas)
    prior = np.floor(before * 0.6 * electorate[:, None])
    now = np.clip(
        before + np.array([-0.06, 0.05, 0.01, 0.0])[:parties] + rng.normal(0, 0.02, before.shape), 0.005, None
    )
    votes = np.floor(now / now.sum(axis=1, keepdims=True) * 0.62 * electorate[:, None])
    contest = np.zeros(areas, dtype=np.int64) if one_contest else np.arange(areas)
    ground = Ground(
        prior_votes=prior,
        prior_electorate=electorate.copy(),
        electorate=electorate,
        papers=np.full(areas, np.nan),
        stands=np.ones((areas, parties), dtype=bool),
        incumbent=np.zeros((areas, parties), dtype=bool),
        region=np.arange(areas) % 3,
        nation=np.zeros(areas, dtype=np.int64),
        contest=contest,
        seats=np.ones(1 if one_contest else areas),
        covariates=np.zeros((areas, 0)),
    )
    return ground, votes


def declared(votes: np.ndarray, known: np.ndarray) -> Returns:
    """Return the declarations of the areas known."""
    return Returns(votes=np.where(known[:, None], votes, np.nan), counted=known.astype(float))


def outlook(ground: Ground, returns: Returns, *, seed: int = 1, area_odds: bool = False) -> ModelOutput:
    """Return the outlook of a few draws."""
    frame = build_frame(ground, SETTINGS)
    normals = draw_normals(frame, np.random.default_rng(seed), DRAWS)
    return simulate(frame, fit_returns(frame, returns), normals, area_odds=area_odds)


def first(areas: int, count: int) -> np.ndarray:
    """Return a mask of the first areas."""
    return np.arange(areas) < count


def assert_sane(ground: Ground, returns: Returns, output: ModelOutput) -> None:
    """Hold an outlook to what is true of any outlook."""
    done = returns.counted >= 1
    assert np.allclose(output.win.sum(axis=1), 1)
    assert np.allclose(output.share.sum(axis=1), 1)
    assert np.allclose(output.seat_odds.sum(axis=1), 1)
    assert output.majority.sum() + output.hung == pytest.approx(1)
    assert output.leads.sum() == pytest.approx(1)
    assert output.seats.mean.sum() == pytest.approx(ground.seats.sum())
    for spread in (output.national, output.regional, output.votes, output.seats):
        for figures in (spread.mean, spread.low, spread.high):
            assert np.isfinite(figures).all()
        assert (spread.low <= spread.high).all()
        assert (np.diff(spread.low, axis=0) <= 0).all()
        assert (np.diff(spread.high, axis=0) >= 0).all()
    assert (output.national.low >= 0).all()
    assert (output.national.high <= 1).all()
    caps = np.fmin(ground.papers, ground.electorate)
    assert (output.area_votes <= np.where(np.isnan(caps), np.inf, caps) + 1e-6).all()
    assert not output.area_share[~ground.stands].any() or done[~ground.stands.all(axis=1)].any()
    open_contests = np.array([not done[ground.contest == contest].all() for contest in range(len(ground.seats))])
    several = np.array([ground.stands[ground.contest == c].any(axis=0).sum() > 1 for c in range(len(ground.seats))])
    assert (output.win[open_contests & several] < 1).all()
    standing = np.array([ground.stands[ground.contest == c].any(axis=0) for c in range(len(ground.seats))])
    assert (output.win[open_contests][standing[open_contests]] > 0).all()
    assert (output.win[~standing] == 0).all()


@pytest.mark.parametrize("count", [0, 1, 2, 20, 39, 40])
@pytest.mark.parametrize("one_contest", [False, True])
def test_an_outlook_is_sane_with_any_number_declared(count: int, one_contest: bool) -> None:
    ground, votes = barsetshire(one_contest=one_contest)
    returns = declared(votes, first(40, count))
    assert_sane(ground, returns, outlook(ground, returns))


def test_all_declared_leaves_nothing_to_chance() -> None:
    ground, votes = barsetshire()
    output = outlook(ground, declared(votes, first(40, 40)))
    assert set(np.unique(output.win)) <= {0.0, 1.0}
    assert (output.win.argmax(axis=1) == votes.argmax(axis=1)).all()
    assert np.allclose(output.national.mean, votes.sum(axis=0) / votes.sum(), atol=1e-6)
    assert (output.seats.low == output.seats.high).all()


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    ground, votes = barsetshire()
    returns = declared(votes, first(40, 8))
    one, same, other = (outlook(ground, returns, seed=seed) for seed in (1, 1, 2))
    assert one.win.tobytes() == same.win.tobytes()
    assert one.national.low.tobytes() == same.national.low.tobytes()
    assert one.win.tobytes() != other.win.tobytes()


def test_widths_shrink_as_areas_declare() -> None:
    ground, votes = barsetshire()
    widths = []
    for count in (0, 5, 20, 35):
        output = outlook(ground, declared(votes, first(40, count)))
        widths.append((output.national.high[2] - output.national.low[2]).mean())
    assert widths == sorted(widths, reverse=True)


def test_nothing_declared_says_that_it_is_not_ready_unless_a_poll_is_believed() -> None:
    ground, votes = barsetshire()
    nothing = declared(votes, first(40, 0))
    assert not outlook(ground, nothing).ready
    poll = Poll(share=np.array([0.30, 0.45, np.nan, np.nan]), error=np.full(4, 0.02))
    polled = outlook(replace(ground, poll=poll), nothing)
    assert polled.ready
    assert polled.national.mean[1] == pytest.approx(0.45, abs=0.03)
    assert outlook(ground, declared(votes, first(40, 1))).ready


def test_an_area_whose_electorate_and_basis_are_unknown_is_no_obstacle() -> None:
    ground, votes = barsetshire()
    electorate, prior = ground.electorate.copy(), ground.prior_votes.copy()
    electorate[[3, 30]] = np.nan
    prior[30] = np.nan
    without = replace(ground, electorate=electorate, prior_votes=prior)
    returns = declared(votes, first(40, 10))
    output = outlook(without, returns)
    assert_sane(without, returns, output)
    assert output.turnout is None


def test_a_basis_missing_for_a_third_widens_those_areas_and_no_more() -> None:
    ground, votes = barsetshire()
    missing = np.arange(40) % 3 == 2
    prior = np.where(missing[:, None], np.nan, ground.prior_votes)
    without = replace(ground, prior_votes=prior)
    returns = declared(votes, first(40, 15))
    assert_sane(without, returns, outlook(without, returns))
    fit = fit_returns(build_frame(without, SETTINGS), returns)
    out = ~fit.done
    assert fit.spread[out & missing].mean() > 1.5 * fit.spread[out & ~missing].mean()


def test_no_basis_at_all_still_gives_an_honest_answer() -> None:
    ground, votes = barsetshire()
    without = replace(ground, prior_votes=np.full_like(ground.prior_votes, np.nan))
    for count in (0, 1, 20):
        returns = declared(votes, first(40, count))
        assert_sane(without, returns, outlook(without, returns))


def test_a_party_in_one_area_and_a_new_party_and_one_withdrawn_are_taken_as_they_stand() -> None:
    ground, votes = barsetshire()
    stands, prior = ground.stands.copy(), ground.prior_votes.copy()
    stands[:, 3] = False
    stands[25, 3] = True  # It stands in one area alone.
    prior[:, 2] = 0  # It never stood before.
    stands[20:24, 0] = False  # It has withdrawn here.
    changed = replace(ground, stands=stands, prior_votes=prior)
    cast = np.where(stands, votes, 0)
    for count in (0, 1, 10, 39):
        returns = declared(cast, first(40, count))
        output = outlook(changed, returns)
        assert_sane(changed, returns, output)
        assert (output.area_share[20:24, 0] == 0).all()


def test_one_candidate_alone_is_certain_and_seven_areas_make_one_contest() -> None:
    ground, votes = barsetshire(areas=7, one_contest=True)
    returns = declared(votes, first(7, 6))
    output = outlook(ground, returns, area_odds=True)
    assert_sane(ground, returns, output)
    assert output.area_win is not None
    assert np.allclose(output.area_win.sum(axis=1), 1)
    alone = barsetshire(areas=5)[0]
    stands = alone.stands.copy()
    stands[4] = [False, True, False, False]
    unopposed = outlook(replace(alone, stands=stands), declared(barsetshire(areas=5)[1], first(5, 2)))
    assert unopposed.win[4].tolist() == [0, 1, 0, 0]


def test_verified_papers_bound_the_votes_and_a_part_counted_moves_its_area() -> None:
    ground, votes = barsetshire()
    papers = np.full(40, np.nan)
    papers[39] = 20_000
    verified = replace(ground, papers=papers)
    known = declared(votes, first(40, 10))
    output = outlook(verified, known)
    assert output.area_votes[39] == pytest.approx(20_000, rel=0.02)
    part, counted = known.votes.copy(), known.counted.copy()
    part[30], counted[30] = [50, 50, 9_000, 50], 0.4
    moved = outlook(verified, Returns(votes=part, counted=counted))
    assert moved.area_share[30, 2] > output.area_share[30, 2] + 0.3
    counted[30] = np.nan
    assert_sane(verified, Returns(votes=part, counted=counted), outlook(verified, Returns(votes=part, counted=counted)))


def test_draws_keep_within_what_is_possible() -> None:
    ground, votes = barsetshire(areas=7, one_contest=True)
    frame = build_frame(ground, SETTINGS)
    returns = declared(votes, first(7, 6))
    fit = fit_returns(frame, returns)
    drawn = draw_shares(fit, draw_normals(frame, np.random.default_rng(1), DRAWS), ground.contest, 1, DRAWS)
    counted = np.nansum(returns.votes, axis=0)
    most = counted.sum() + ground.electorate[6]
    assert (drawn[0] >= (counted / most)[:, None] - 1e-5).all()
    assert np.allclose(drawn.sum(axis=1), 1, atol=1e-5)


def test_what_cannot_be_true_is_refused_with_its_place() -> None:
    ground, votes = barsetshire()
    frame = build_frame(ground, SETTINGS)
    too_many = votes.copy()
    too_many[2] = 90_000
    with pytest.raises(InputError, match="area 2"):
        fit_returns(frame, declared(too_many, first(40, 5)))
    with pytest.raises(InputError, match="below 0"):
        fit_returns(frame, declared(-votes, first(40, 5)))
    with pytest.raises(InputError, match="shape"):
        fit_returns(frame, declared(votes[:5], first(5, 5)))
    with pytest.raises(InputError, match="nobody in area 0"):
        build_frame(replace(ground, stands=~ground.stands), SETTINGS)
    with pytest.raises(InputError, match="shape"):
        build_frame(replace(ground, electorate=ground.electorate[:3]), SETTINGS)


def test_settings_for_a_night_were_learned_without_it() -> None:
    for name, family in learned().families.items():
        for night, settings in family.without.items():
            assert night not in settings.learned_on
            assert night in family.every.learned_on
            assert settings_for(name, leaving_out=night) == settings
    with pytest.raises(LookupProblem, match="uk-general"):
        settings_for("barsetshire")


@pytest.mark.parametrize("seed", range(12))
def test_no_ground_however_odd_gives_a_wild_number(seed: int) -> None:
    """Sizes from 5 to 5 million; bases and electorates missing, and parties standing, at random; any part counted."""
    rng = np.random.default_rng(seed)
    areas, parties = int(rng.integers(1, 30)), int(rng.integers(2, 6))
    electorate = np.round(10 ** rng.uniform(0.7, 6.7, areas)) + 5
    prior = np.floor(rng.dirichlet(np.ones(parties), areas) * 0.7 * electorate[:, None])
    prior[rng.random(areas) < 0.3] = np.nan
    stands = rng.random((areas, parties)) < 0.7
    stands[np.arange(areas), rng.integers(0, parties, areas)] = True
    cast = np.floor(rng.dirichlet(np.ones(parties), areas) * 0.6 * electorate[:, None]) * stands
    single = bool(rng.integers(0, 2))
    contest = np.arange(areas) if single else np.unique(rng.integers(0, 3, areas), return_inverse=True)[1]
    ground = Ground(
        prior_votes=prior,
        prior_electorate=np.where(rng.random(areas) < 0.3, np.nan, electorate),
        electorate=np.where(rng.random(areas) < 0.3, np.nan, electorate),
        papers=np.where(rng.random(areas) < 0.7, np.nan, np.ceil(0.8 * electorate)),
        stands=stands,
        incumbent=stands & (rng.random(stands.shape) < 0.2),
        region=np.unique(rng.integers(0, 4, areas), return_inverse=True)[1],
        nation=np.unique(rng.integers(0, 2, areas), return_inverse=True)[1],
        contest=contest,
        seats=np.ones(int(contest.max()) + 1),
        covariates=rng.normal(size=(areas, 2)),
    )
    state = rng.choice([0.0, 0.3, np.nan, 1.0], areas)
    seen = (state != 0) | np.isnan(state)
    returns = Returns(votes=np.where(seen[:, None], cast, np.nan), counted=state)
    output = outlook(ground, returns)
    for figures in (output.win, output.share, output.area_share, output.national.high, output.votes.high):
        assert np.isfinite(figures).all()
    assert np.allclose(output.win.sum(axis=1), 1)
    assert output.seats.mean.sum() == pytest.approx(len(ground.seats))
    caps = np.fmin(ground.papers, ground.electorate)
    assert (output.area_votes <= np.where(np.isnan(caps), np.inf, caps) + 1e-6).all()
    assert output.national.mean.sum() == pytest.approx(1, abs=1e-4)
