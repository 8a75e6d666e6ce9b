"""Score the odds beside uniform swing and elex-model, on the same units and orders, in the same run.

    OPENBLAS_NUM_THREADS=1 python bench/outlook_bench.py uk --elex-python PATH
    OPENBLAS_NUM_THREADS=1 python bench/outlook_bench.py us --elex-python PATH
    OPENBLAS_NUM_THREADS=1 python bench/outlook_bench.py wisconsin --elex-python PATH
    OPENBLAS_NUM_THREADS=1 python bench/outlook_bench.py de
    OPENBLAS_NUM_THREADS=1 python bench/outlook_bench.py speed

Every night is scored with settings learned on the others. PATH is an interpreter that has elex-model (it may be this
one); without it elex is left out; it takes an hour on the American nights, so --elex-cache DIR keeps its answers to the
very same inputs. --covariates gives the model those of the night; --json FILE keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from outlook_de import FILES, load_bundestag
from outlook_night import PERCENTS, Moment, Night, moments_of
from outlook_nights import FAMILIES
from outlook_score import at_moment, ground_of, made_ready, returns_of
from outlook_us import load_wisconsin
from tellers.outlook.calibration import brier, covered, crps_of_odds, interval_score, log_score
from tellers.outlook.model import build_frame, fit_returns
from tellers.outlook.model_input import Returns
from tellers.outlook.priors import settings_for
from tellers.outlook.simulate import draw_normals, draw_shares, simulate

WORKER = Path(__file__).with_name("outlook_elex_worker.py")
CACHE: Path | None = None  # Where elex-model's answers to the very same inputs are kept, if asked for.


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One system's figures at one moment of one night; None where a system does not give them."""

    night: str
    order: str
    percent: float
    system: str
    figures: dict[str, float | None]


def uk_rows(elex: str | None, *, covariates: bool, draws: int) -> list[Row]:
    """Return the rows of the British nights."""
    found = []
    for name in FAMILIES["uk-general"].nights:
        night = FAMILIES["uk-general"].load(name)
        settings = settings_for("uk-general", leaving_out=name)
        assert name not in settings.learned_on
        frame, normals = made_ready(night, settings, covariates=covariates, draws=draws)
        moments = list(moments_of(night))
        for moment in moments:
            found.append(_row(night, moment, "tellers", _ours(frame, normals, night, moment)))
            found.append(_row(night, moment, "uniform swing", _uniform(night, moment)))
        if elex:
            found += _elex_shares(elex, night, moments)
    return found


def _row(night: Night, moment: Moment, system: str, figures: dict[str, float | None]) -> Row:
    return Row(night=night.name, order=moment.order, percent=moment.percent, system=system, figures=figures)


def _ours(frame, normals, night: Night, moment: Moment) -> dict[str, float | None]:
    output, seconds = at_moment(frame, normals, night, moment.known)
    main = night.main_index()
    seats, shares = night.final_seats()[main], (night.votes.sum(axis=0) / night.votes.sum())[main]
    out = ~moment.known
    winners = night.votes.argmax(axis=1)[out]
    figures: dict[str, float | None] = {
        "seats_off": float(np.abs(output.seats.mean[main] - seats).mean()),
        "shares_off": float(np.abs(output.national.mean[main] - shares).mean() * 100),
        "seats_width90": float((output.seats.high[2] - output.seats.low[2])[main].mean()),
        "shares_width90": float((output.national.high[2] - output.national.low[2])[main].mean() * 100),
        "seats_crps": float(crps_of_odds(output.seat_odds[main], seats).mean()),
        "seats_interval_score90": float(
            interval_score(output.seats.low[2][main], output.seats.high[2][main], seats, 0.9).mean()
        ),
        "brier": brier(output.win[out], winners),
        "log_score": log_score(output.win[out], winners),
        "winners_wrong": float((output.win[out].argmax(axis=1) != winners).mean() * 100),
        "cpu_seconds": seconds,
    }
    for band, level in enumerate((50, 70, 90)):
        figures[f"seats_in{level}"] = covered(output.seats.low[band][main], output.seats.high[band][main], seats) * 100
        figures[f"shares_in{level}"] = (
            covered(output.national.low[band][main], output.national.high[band][main], shares) * 100
        )
    return figures


def _uniform(night: Night, moment: Moment) -> dict[str, float | None]:
    """Return the errors of adding the national change so far to every area of Great Britain."""
    britain = night.nation != "Northern Ireland"
    seen = moment.known & britain
    past = night.prior_votes / night.prior_votes.sum(axis=1, keepdims=True)
    before, now = night.prior_votes[seen].sum(axis=0), night.votes[seen].sum(axis=0)
    swing = now / now.sum() - before / before.sum()
    predicted = np.where(night.stands, past + np.where(britain[:, None], swing, 0), 0).clip(0)
    size = night.prior_votes.sum(axis=1, keepdims=True)
    votes = np.where(moment.known[:, None], night.votes, predicted * size)
    return _point(night, votes)


def _point(night: Night, votes: np.ndarray) -> dict[str, float | None]:
    main = night.main_index()
    seats = np.bincount(votes.argmax(axis=1), minlength=len(night.parties))[main]
    shares = votes.sum(axis=0)[main] / votes.sum()
    return {
        "seats_off": float(np.abs(seats - night.final_seats()[main]).mean()),
        "shares_off": float(np.abs(shares - (night.votes.sum(axis=0) / night.votes.sum())[main]).mean() * 100),
    }


def _elex(
    elex: str, mode: str, night: Night, moments: list[Moment], names: list[str], columns: np.ndarray
) -> list[dict]:
    region = night.region if mode == "shares" else night.nation
    state = np.full(len(night.area_ids), "UK") if mode == "shares" else night.region
    table = {
        "votes": night.votes[:, columns],
        "prior": np.nan_to_num(night.prior_votes[:, columns]),
        "region": region.astype(str),
        "state": state.astype(str),
        "known": np.array([moment.known for moment in moments]),
        "names": np.array(names),
    }
    kept = None
    if CACHE is not None:
        digest = sha256(b"".join(array.tobytes() for array in table.values()) + WORKER.read_bytes() + mode.encode())
        kept = CACHE / f"{digest.hexdigest()[:20]}.jsonl"
        if kept.exists():
            return [json.loads(line) for line in kept.read_text().splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "night.npz"
        np.savez(path, **table)
        done = subprocess.run([elex, str(WORKER), str(path), mode], capture_output=True, text=True, check=True)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(done.stdout)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _elex_shares(elex: str, night: Night, moments: list[Moment]) -> list[Row]:
    main = night.main_index()
    answers = _elex(elex, "shares", night, moments, [f"party{i}" for i in range(len(main))], main)
    each = len(answers) // len(moments)
    seats = night.final_seats()[main]
    total = night.votes.sum()
    shares = (night.votes.sum(axis=0) / total)[main]
    found = []
    for i, answer in enumerate(answers):
        moment = moments[i // each]
        if "crash" in answer:
            figures: dict[str, float | None] = {"seats_off": None, "shares_off": None, "cpu_seconds": answer["cpu"]}
        else:
            votes = np.array(answer["votes"])
            # Where none of these parties stood, as in Northern Ireland, none is given the seat.
            won = np.where(votes.max(axis=1) > 0, votes.argmax(axis=1), len(main))
            here = np.bincount(won, minlength=len(main) + 1)[:-1]
            low, high = np.array(answer["low"]) / total, np.array(answer["high"]) / total
            figures = {
                "seats_off": float(np.abs(here - seats).mean()),
                # Votes of parties not modelled are given to elex as they were: it is asked for these parties alone.
                "shares_off": float(np.abs(votes.sum(axis=0) / total - shares).mean() * 100),
                "shares_width90": float((high - low).mean() * 100),
                "shares_in90": covered(low, high, shares) * 100,
                "cpu_seconds": answer["cpu"],
            }
        found.append(_row(night, moment, f"elex: {answer['setting']}", figures))
    return found


def us_rows(elex: str | None, *, covariates: bool, draws: int) -> list[Row]:
    """Return the rows of the American nights: each state's margin between the two parties, in points."""
    found = []
    for name in ("us-2016", "us-2020"):
        night = FAMILIES["us-county"].load(name)
        settings = settings_for("us-county", leaving_out=name)
        assert name not in settings.learned_on
        frame, normals = made_ready(night, settings, covariates=covariates, draws=draws)
        moments = list(moments_of(night))
        for moment in moments:
            begun = time.process_time()
            fit = fit_returns(frame, returns_of(night, moment.known))
            output = simulate(frame, fit, normals)
            seconds = time.process_time() - begun
            states, place = np.unique(night.region, return_inverse=True)
            drawn = draw_shares(fit, normals, place, len(states), min(draws, 4000))
            margin = (drawn[:, 0] - drawn[:, 1]) / (drawn[:, 0] + drawn[:, 1])
            low, high = np.quantile(margin, [0.05, 0.95], axis=1)
            figures = _margins(night, moment, margin.mean(axis=1), low, high, seconds)
            figures["states_off"] = float(np.abs(output.seats.mean - night.final_seats())[:2].mean())
            figures["states_in90"] = (
                covered(output.seats.low[2][:2], output.seats.high[2][:2], night.final_seats()[:2]) * 100
            )
            figures["shares_off"] = float(
                np.abs(output.national.mean - night.votes.sum(0) / night.votes.sum())[:2].mean() * 100
            )
            found.append(_row(night, moment, "tellers", figures))
        if elex:
            # One update of elex-model at three quarters of the counties takes most of a minute: it is spared those.
            asked = [moment for moment in moments if moment.percent <= 50]
            answers = _elex(elex, "margin", night, asked, ["dem", "gop", "other"], np.arange(3))
            for moment, answer in zip(asked, answers, strict=True):
                if "crash" in answer:
                    found.append(
                        _row(night, moment, "elex: bootstrap", {"margin_off": None, "cpu_seconds": answer["cpu"]})
                    )
                    continue
                order = np.argsort(answer["state"])
                figures = _margins(
                    night, moment, *(np.array(answer[key])[order] for key in ("margin", "low", "high")), answer["cpu"]
                )
                found.append(_row(night, moment, "elex: bootstrap", figures))
    return found


def _margins(night: Night, moment: Moment, mean, low, high, seconds: float) -> dict[str, float | None]:
    """Return errors over the states not declared in full, weighing each alike."""
    states, place = np.unique(night.region, return_inverse=True)
    totals = np.zeros((len(states), 3))
    np.add.at(totals, place, night.votes)
    final = (totals[:, 0] - totals[:, 1]) / (totals[:, 0] + totals[:, 1])
    still = np.array([not moment.known[place == state].all() for state in range(len(states))])
    return {
        "margin_off": float(np.abs(mean - final)[still].mean() * 100),
        "margin_in90": covered(low[still], high[still], final[still]) * 100,
        "margin_width90": float((high - low)[still].mean() * 100),
        "margin_interval_score90": float(interval_score(low[still], high[still], final[still], 0.9).mean() * 100),
        "cpu_seconds": seconds,
    }


def german_rows(draws: int) -> list[Row]:
    """Return the rows of German nights, on which nothing was learned: British settings, orders made up."""
    found = []
    for year in FILES:
        night = load_bundestag(year)
        frame, normals = made_ready(night, settings_for("uk-general"), covariates=False, draws=draws)
        for moment in moments_of(night):
            found.append(_row(night, moment, "tellers", _ours(frame, normals, night, moment)))
            found.append(_row(night, moment, "uniform swing", _uniform(night, moment)))
    return found


def wisconsin_rows(draws: int) -> list[Row]:
    """Return the rows of Wisconsin 2024: the state's margin, file by file as the counties' files were saved."""
    night, posted = load_wisconsin()
    # One county family fits wards best of what was learned; no night of wards was learned on.
    frame = build_frame(ground_of(night, covariates=False), settings_for("us-county"))
    normals = draw_normals(frame, np.random.default_rng(1), draws)
    final = night.votes.sum(axis=0)
    truth = (final[0] - final[1]) / (final[0] + final[1])
    found, last = [], -1.0
    for _stamp, votes, counted in posted:
        percent = 100 * float((counted > 0).mean() + np.isnan(counted).mean())
        if percent - last < 4:
            continue
        last = percent
        begun = time.process_time()
        fit = fit_returns(frame, Returns(votes=votes, counted=counted))
        drawn = draw_shares(fit, normals, np.zeros(len(votes), dtype=np.int64), 1, draws)[0]
        output = simulate(frame, fit, normals)
        seconds = time.process_time() - begun
        margin = (drawn[0] - drawn[1]) / (drawn[0] + drawn[1])
        low, high = np.quantile(margin, [0.05, 0.95])
        raw = np.nansum(votes, axis=0)
        figures = {
            "margin_off": abs(float(margin.mean()) - truth) * 100,
            "margin_so_far_off": abs(float((raw[0] - raw[1]) / (raw[0] + raw[1])) - truth) * 100,
            "margin_in90": 100.0 * (low <= truth <= high),
            "margin_width90": float(high - low) * 100,
            "chance_of_winner": float(output.win[0, 1]),
            "cpu_seconds": seconds,
        }
        found.append(
            Row(night=night.name, order="as posted", percent=round(percent), system="tellers", figures=figures)
        )
    return found


def speed() -> None:
    """Print the CPU of one update of 10,000 draws at every moment, and the memory of all."""
    for family, name in (("uk-general", "uk-2024"), ("uk-general", "uk-2015"), ("us-county", "us-2020")):
        night = FAMILIES[family].load(name)
        frame, normals = made_ready(night, settings_for(family, leaving_out=name), covariates=False, draws=10_000)
        for moment in moments_of(night):
            at_moment(frame, normals, night, moment.known)
            times = [at_moment(frame, normals, night, moment.known)[1] for _ in range(5)]
            print(f"{name} {moment.order} {moment.percent}%: {min(times) * 1000:.0f} to {max(times) * 1000:.0f} ms")
        print(f"{name}: most memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def with_best(rows: list[Row]) -> list[Row]:
    """Return the rows and, for each moment, the best of elex's settings, chosen afterwards, which flatters it."""
    moments: dict[tuple[str, str, float], list[Row]] = defaultdict(list)
    for row in rows:
        if row.system.startswith("elex: ") and row.percent in PERCENTS:
            moments[row.night, row.order, row.percent].append(row)
    best = []
    for (night, order, percent), found in moments.items():
        figures: dict[str, float | None] = {}
        for figure in ("seats_off", "shares_off", "shares_width90", "cpu_seconds"):
            known = [value for row in found if (value := row.figures.get(figure)) is not None]
            figures[figure] = min(known) if known else None
        best.append(Row(night=night, order=order, percent=percent, system="elex: best afterwards", figures=figures))
    return rows + best


def table(rows: list[Row]) -> str:
    """Return the mean over nights and orders of each figure, by system and percentage; * where some crashed."""
    lines = []
    systems = list(dict.fromkeys(row.system for row in rows))
    percents = sorted({row.percent for row in rows})
    for figure in dict.fromkeys(name for row in rows for name in row.figures):
        lines.append(f"{figure:<26}" + "".join(f"{p:>9g}%" for p in percents))
        for system in systems:
            cells = [[r.figures.get(figure) for r in rows if r.system == system and r.percent == p] for p in percents]
            if any(value is not None for cell in cells for value in cell):
                lines.append(f"  {system:<36}"[:38].ljust(26) + "".join(_cell(cell) for cell in cells))
    return "\n".join(lines)


def _cell(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    gone = len(values) - len(known)
    if not values:
        return f"{'not run':>10}"
    return f"{np.mean(known):>9.2f}{'*' if gone else ' '}" if known else f"{'crash':>10}"


def by_night(rows: list[Row], figure: str) -> str:
    """Return one figure by night, order and system."""
    lines = [f"{figure} by night"]
    percents = sorted({row.percent for row in rows})
    groups: dict[tuple[str, str, str], dict[float, float | None]] = defaultdict(dict)
    for row in rows:
        groups[row.night, row.order, row.system][row.percent] = row.figures.get(figure)
    for key, values in sorted(groups.items()):
        if any(value is not None for value in values.values()):
            lines.append(
                f"  {' | '.join(key):<60}" + "".join(_cell([values[p]] if p in values else []) for p in percents)
            )
    return "\n".join(lines)


def main() -> None:
    """Run what is asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["uk", "us", "wisconsin", "de", "speed"])
    parser.add_argument("--elex-python")
    parser.add_argument("--covariates", action="store_true")
    parser.add_argument("--draws", type=int, default=4000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--elex-cache", type=Path, help="keep elex-model's answers here, and read those kept")
    asked = parser.parse_args()
    global CACHE
    CACHE = asked.elex_cache
    if asked.what == "speed":
        speed()
        return
    if asked.what == "wisconsin":
        rows = wisconsin_rows(asked.draws)
    elif asked.what == "de":
        rows = german_rows(asked.draws)
    else:
        run = uk_rows if asked.what == "uk" else us_rows
        rows = run(asked.elex_python, covariates=asked.covariates, draws=asked.draws)
    print(table(with_best(rows) if asked.what == "uk" else rows))
    for figure in ("seats_off",) if asked.what in ("uk", "de") else ("margin_off", "margin_interval_score90"):
        print(by_night(rows, figure))
    if asked.json:
        asked.json.write_text(json.dumps([{k: getattr(r, k) for k in Row.__slots__} for r in rows], indent=1))


if __name__ == "__main__":
    sys.exit(main())
