"""Learn the settings of the odds on past nights, each night in turn left out, and write priors_learned.py.

    OPENBLAS_NUM_THREADS=1 python bench/outlook_learn.py uk-general us-county

One setting after another is moved up or down while proper scores of seats, shares and areas rise. A night never takes
part in the settings that it is scored with.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from math import lgamma
from pathlib import Path

import msgspec
import numpy as np

from outlook_night import Moment, Night, moments_of
from outlook_nights import FAMILIES
from outlook_score import ground_of, returns_of
from tellers.outlook.calibration import covered, crps, crps_of_odds
from tellers.outlook.model import Fit, Frame, build_frame, fit_returns
from tellers.outlook.priors import Family, Learned, Settings, learned
from tellers.outlook.simulate import Normals, draw_normals, draw_shares, simulate

TARGET = Path(__file__).resolve().parents[1] / "src" / "tellers" / "outlook" / "priors_learned.py"
COMMAND = "OPENBLAS_NUM_THREADS=1 python bench/outlook_learn.py uk-general us-county"

VARIANTS = {
    "as learned": {},
    "tactical": dict.fromkeys(("own_second", "own_third", "pair", "second"), 2.0),
}
EFFECTS = {
    "nation": 0.8, "region": 0.4, "share": 0.3, "own": 1.2, "own_first": 0.3, "own_second": 1.0, "own_third": 0.5,
    "nation_share": 0.4, "first": 0.6, "second": 0.6, "pair": 0.4, "lead": 0.4, "incumbent": 0.5, "absent": 0.5,
    "new": 0.5, "covariate": 0.3, "turnout": 0.3, "size": 0.1, "size_curve": 0.05, "size_share": 0.05, "curve": 0.1,
}  # fmt: skip
BEGIN = Settings(
    effects=EFFECTS,
    variants=VARIANTS,
    temper=0.5,
    rank=48,
    spread=0.042,
    level=0.06,
    # National changes since 2005 of parties near a third of the vote had a root mean square of 8 points.
    swing_base=0.03,
    swing_slope=0.11,
    turnout_spread=0.05,
    turnout_swing=0.08,
    imbalance=0.25,
    regional=0.5,
    widen_common=1.0,
    widen_area=1.0,
    tails_common=6.0,
    tails_area=5.0,
    partial=1.0,
    surprise=0.003,
    learned_on=[],
)
SCALARS = ("spread", "level", "imbalance", "regional", "widen_area")
WIDER = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0, 2.3, 2.6, 3.0)
STEPS = (1.6,)
PENALTY = 0.008  # For each setting, for each squared doubling or halving away from where it began.


def score(settings: Settings, start: Settings, nights: Sequence[Night], *, covariates: bool, draws: int = 200) -> float:
    """Return how well the settings did on the nights, more is better: proper scores, in logs, over all moments.

    In logs, so that the first hour's errors do not drown the rest of the night. A setting's distance from where it
    began counts against it, for a few nights cannot tell twenty settings apart.
    """
    scores = []
    for night in nights:
        frame = build_frame(ground_of(night, covariates=covariates), settings)
        normals = draw_normals(frame, np.random.default_rng(3), draws)
        for moment in _sampled(night):
            scores.append(_moment_score(frame, normals, night, moment))
    return float(np.mean(scores)) - PENALTY * _distance(settings, start)


def thinned(night: Night, every: int) -> Night:
    """Return a night of every so-manieth area, which has the same effects in it and is learned from sooner."""
    if every == 1:
        return night
    kept = np.arange(0, len(night.area_ids), every)
    place = np.full(len(night.area_ids), -1)
    place[kept] = np.arange(len(kept))
    arrays = {
        name: getattr(night, name)[kept]
        for name in (
            "votes",
            "prior_votes",
            "electorate",
            "prior_electorate",
            "stands",
            "incumbent",
            "region",
            "nation",
        )
    }
    return replace(
        night,
        **arrays,
        area_ids=tuple(night.area_ids[i] for i in kept),
        covariates=night.covariates[kept],
        contest=np.unique(night.contest[kept], return_inverse=True)[1],
        orders={name: place[order][place[order] >= 0] for name, order in night.orders.items()},
    )


def _sampled(night: Night) -> list[Moment]:
    """Return the moments learned from: enough to tell settings apart in minutes."""
    wanted = (10, 50) if len(night.orders) > 1 else (2, 5, 10, 25, 50)
    return [moment for moment in moments_of(night) if moment.percent in wanted]


def _moment_score(frame: Frame, normals: Normals, night: Night, moment: Moment) -> float:
    fit = fit_returns(frame, returns_of(night, moment.known))
    output = simulate(frame, fit, normals)
    shares = night.votes.sum(axis=0) / night.votes.sum()
    main = shares > 0.004
    seats = crps_of_odds(output.seat_odds, night.final_seats())[main].mean()
    whole = np.zeros(len(night.area_ids), dtype=np.int64)
    drawn = draw_shares(fit, normals, whole, 1, normals.votes.size)[0]
    share = crps(drawn, shares)[main].mean()
    return float(0.5 * _density(fit, night, moment) - np.log(seats + 0.3) - 0.5 * np.log(share + 0.0003))


def _density(fit: Fit, night: Night, moment: Moment) -> float:
    """Return the mean log density given to the shares of areas outstanding, weighing areas and parties by votes."""
    out = ~moment.known
    final = (night.votes / night.votes.sum(axis=1, keepdims=True))[out]
    error = np.sqrt((fit.loading**2).sum(axis=2) + fit.spread**2)[out]
    weight = ((fit.share[out] + final) * night.stands[out]) * night.votes[out].sum(axis=1, keepdims=True)
    return float((_log_t(final - fit.share[out], np.maximum(error, 1e-6), 5) * weight).sum() / weight.sum())


def widened(settings: Settings, nights: Sequence[Night]) -> Settings:
    """Return settings just so wide that 90% intervals held nine times in ten: of seats, shares, regions."""
    trial = settings
    for factor in WIDER:
        trial = msgspec.structs.replace(settings, widen_common=factor)
        whole, regions = np.mean([_held(trial, night) for night in nights], axis=0)
        if whole >= 0.9 and regions >= 0.9:
            break
    return trial


def _held(settings: Settings, night: Night) -> tuple[float, float]:
    """Return the shares of a night's 90% intervals that held: of seats and national shares, and of regions' shares."""
    frame = build_frame(ground_of(night, covariates=False), settings)
    normals = draw_normals(frame, np.random.default_rng(3), 1000)
    shares = night.votes.sum(axis=0) / night.votes.sum()
    regions = np.zeros((int(frame.ground.region.max()) + 1, len(night.parties)))
    np.add.at(regions, frame.ground.region, night.votes)
    regions /= regions.sum(axis=1, keepdims=True)
    main, whole, parts = night.main_index(), [], []
    for moment in _sampled(night):
        output = simulate(frame, fit_returns(frame, returns_of(night, moment.known)), normals)
        whole.append(covered(output.seats.low[2][main], output.seats.high[2][main], night.final_seats()[main]))
        whole.append(covered(output.national.low[2][main], output.national.high[2][main], shares[main]))
        here = np.ix_(np.unique(frame.ground.region[~moment.known]), main)
        standing = regions[here] > 0
        low, high = output.regional.low[2][here], output.regional.high[2][here]
        parts.append(covered(low[standing], high[standing], regions[here][standing]))
    return float(np.mean(whole)), float(np.mean(parts))


def _distance(settings: Settings, start: Settings) -> float:
    pairs = [(settings.effects[name], start.effects[name]) for name in settings.effects]
    pairs += [(getattr(settings, name), getattr(start, name)) for name in SCALARS]
    return float(sum(np.log2(now / then) ** 2 for now, then in pairs))


def _log_t(gap: np.ndarray, error: np.ndarray, freedom: float) -> np.ndarray:
    """Return the log density of Student's t of this standard deviation."""
    scale = error * np.sqrt((freedom - 2) / freedom)
    constant = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * np.log(freedom * np.pi)
    return constant - np.log(scale) - (freedom + 1) / 2 * np.log1p((gap / scale) ** 2 / freedom)


def climb(
    settings: Settings, score: Callable[[Settings], float], names: Sequence[str], steps: Sequence[float]
) -> Settings:
    """Return settings improved one by one, up or down by each step in turn, while the score rises."""
    best = score(settings)
    for step in steps:
        for name in names:
            for factor in (step, 1 / step):
                trial = _scaled(settings, name, factor)
                found = score(trial)
                if found > best + 1e-4:
                    settings, best = trial, found
                    break
    return settings


def _scaled(settings: Settings, name: str, factor: float) -> Settings:
    if name in settings.effects:
        return msgspec.structs.replace(
            settings, effects={**settings.effects, name: round(settings.effects[name] * factor, 4)}
        )
    return msgspec.structs.replace(settings, **{name: round(getattr(settings, name) * factor, 5)})


def learn(names: Sequence[str], family: str) -> Settings:
    """Return settings learned on these nights and no others."""
    spec = FAMILIES[family]
    nights = [thinned(spec.load(name), spec.every) for name in names]
    start = msgspec.structs.replace(BEGIN, effects={**EFFECTS, **spec.effects}, **spec.begin)
    effects = [name for name in start.effects if name not in spec.fixed]
    found = climb(start, lambda s: score(s, start, nights, covariates=False), [*effects, *SCALARS], STEPS)
    found = climb(found, lambda s: score(s, start, nights, covariates=True), ["covariate"], STEPS)
    found = widened(found, nights)
    return msgspec.structs.replace(found, learned_on=list(names))


def main() -> None:
    """Learn each family named, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="+", choices=sorted(FAMILIES))
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    wanted = asked.families
    known = learned().families if TARGET.exists() else {}
    jobs = [(family, out) for family in wanted for out in (None, *FAMILIES[family].left_out)]
    with ProcessPoolExecutor(asked.jobs) as pool:
        futures = [
            pool.submit(learn, [name for name in FAMILIES[family].nights if name != out], family)
            for family, out in jobs
        ]
        done = {job: future.result() for job, future in zip(jobs, futures, strict=True)}
    families = dict(known)
    for family in wanted:
        without = {out: done[family, out] for out in FAMILIES[family].left_out}
        families[family] = Family(every=done[family, None], without=without)
    TARGET.write_text(module_of(Learned(version=1, command=COMMAND, families=families)))


def module_of(learned_now: Learned) -> str:
    """Return the module that holds the settings: a module and not a file, for the core reads no disk."""
    text = msgspec.json.format(msgspec.json.encode(learned_now), indent=1).decode()
    head = f'"""The settings learned on past nights.\n\nDo not edit: written by `{COMMAND}`.\n"""'
    return f'{head}\n\nLEARNED = """\\\n{text}\n"""\n'


if __name__ == "__main__":
    main()
