"""Odds of a moment: the model run on a night's arrays, and its answer in the night's own names.

The normals are drawn once from a seed and a shape, so that the odds of two editions differ only by what was declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from immutables import Map

from tellers.outlook.arrays import OTHER, Arrays, night_arrays
from tellers.outlook.model import Frame, build_frame, fit_returns
from tellers.outlook.model_input import Ground, ModelOutput, Poll
from tellers.outlook.priors import Settings, settings_for
from tellers.outlook.simulate import Normals, draw_normals, simulate
from tellers.record.election import Election
from tellers.record.record import ContestRecord
from tellers.tally.standing import Standing
from tellers.terms import BasisId, ContestId

DRAWS = 10_000
SEED = 20240504
FAMILY = "uk-general"
LEARNED_ON = {"ge-2010": "uk-2010", "ge-2015": "uk-2015", "ge-2019": "uk-2019", "ge-2024": "uk-2024"}
"""The bundled nights that settings were learned on, by the learning's own names: each is reckoned without itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """The odds of one moment.

    Args:
        arrays: What the model was given, and what its rows and columns are.
        output: What it gave.
        contests: By contest, the chance of each column (party, or candidate in a night of one contest); sums to 1.
        model: What made it, in words, for a reader.
        ready: False where so little is known that the widths are those of past elections alone.
    """

    arrays: Arrays
    output: ModelOutput
    contests: Mapping[ContestId, Mapping[str, float]]
    model: str
    ready: bool


def reckon(
    election: Election,
    standings: Map[ContestId, Standing],
    records: Map[ContestId, ContestRecord],
    *,
    basis: BasisId | None = None,
    poll: Poll | None = None,
    settings: Settings | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Odds | None:
    """Return the odds, None where no contest of the night is of a kind that they are made for.

    Args:
        settings: How large effects are; None for those learned on other nights, this one left out.
        draws: How many joint draws.
        seed: Of the draws: the same seed and log give the same bytes.
    """
    arrays = night_arrays(election, standings, records, basis=basis, poll=poll)
    if not arrays.contests:
        return None
    used = settings if settings is not None else settings_for(FAMILY, leaving_out=LEARNED_ON.get(election.id))
    frame = _frame(arrays.ground, used)
    fit = fit_returns(frame, arrays.returns)
    output = simulate(frame, fit, _normals(frame, seed, draws))
    contests = {
        contest: {arrays.columns[j]: float(chance) for j, chance in enumerate(output.win[i]) if chance > 0}
        for i, contest in enumerate(arrays.contests)
    }
    return Odds(arrays=arrays, output=output, contests=contests, model=_model(arrays, used, draws), ready=output.ready)


_frames: dict[tuple[object, ...], Frame] = {}


def _frame(ground: Ground, settings: Settings) -> Frame:
    """Return the night made ready, kept for the next edition: a cache that may be deleted at any time."""
    arrays = (ground.prior_votes, ground.stands, ground.papers, ground.electorate, ground.covariates, ground.contest)
    key = (*(a.tobytes() for a in arrays), ground.incumbent.tobytes(), id(settings), ground.poll is None)
    if ground.poll is not None:
        return build_frame(ground, settings)
    if key not in _frames:
        _frames.clear()
        _frames[key] = build_frame(ground, settings)
    return _frames[key]


_Cache = dict[tuple[object, ...], Normals]


@lru_cache(maxsize=1)
def _drawn() -> _Cache:
    return {}


def _normals(frame: Frame, seed: int, draws: int) -> Normals:
    """Return the normals of a shape and seed, kept for the next edition: a cache that may be deleted at any time."""
    parties = frame.ground.prior_votes.shape[1]
    key = (
        seed,
        draws,
        len(frame.ground.stands),
        parties,
        tuple(basis.shape[1] for basis in frame.bases),
        frame.settings.tails_common,
    )
    drawn = _drawn()
    if key not in drawn:
        drawn.clear()
        drawn[key] = draw_normals(frame, np.random.default_rng(seed), draws)
    return drawn[key]


def _model(arrays: Arrays, settings: Settings, draws: int) -> str:
    learned = ", ".join(settings.learned_on)
    basis = arrays.basis or "no basis"
    return f"joint shares and turnout from {basis}; settings learned on {learned}; {draws:,} draws"


__all__ = ["OTHER", "Odds", "reckon"]
