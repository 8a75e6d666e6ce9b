"""One night run through the odds at a list of moments: errors, coverage and widths beside the final result."""

from __future__ import annotations

import time

import numpy as np

from outlook_night import Night
from tellers.outlook.model import Frame, build_frame, fit_returns
from tellers.outlook.model_input import Ground, ModelOutput, Returns
from tellers.outlook.priors import Settings
from tellers.outlook.simulate import Normals, draw_normals, simulate


def ground_of(night: Night, *, covariates: bool) -> Ground:
    """Return what was known of a night before its count."""
    areas = len(night.area_ids)
    return Ground(
        prior_votes=night.prior_votes,
        prior_electorate=night.prior_electorate,
        electorate=night.electorate,
        papers=np.full(areas, np.nan),
        stands=night.stands,
        incumbent=night.incumbent,
        region=np.unique(night.region, return_inverse=True)[1],
        nation=np.unique(night.nation, return_inverse=True)[1],
        contest=night.contest,
        seats=np.ones(int(night.contest.max()) + 1),
        covariates=night.covariates if covariates else np.zeros((areas, 0)),
    )


def returns_of(night: Night, known: np.ndarray) -> Returns:
    """Return the declarations of the areas known."""
    return Returns(votes=np.where(known[:, None], night.votes, np.nan), counted=known.astype(float))


def made_ready(
    night: Night, settings: Settings, *, covariates: bool, draws: int, seed: int = 1
) -> tuple[Frame, Normals]:
    """Return a night's frame and random numbers."""
    frame = build_frame(ground_of(night, covariates=covariates), settings)
    return frame, draw_normals(frame, np.random.default_rng(seed), draws)


def at_moment(frame: Frame, normals: Normals, night: Night, known: np.ndarray) -> tuple[ModelOutput, float]:
    """Return the outlook when these areas are known, and the seconds of CPU it took."""
    begun = time.process_time()
    output = simulate(frame, fit_returns(frame, returns_of(night, known)), normals)
    return output, time.process_time() - begun
