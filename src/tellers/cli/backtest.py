"""`tellers backtest`: the odds scored on recorded nights."""

from __future__ import annotations

import importlib
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import click
import numpy as np

from tellers.cli import text
from tellers.cli.night import NightParameter, open_night
from tellers.edition import Edition, editions, to_json
from tellers.errors import LookupProblem, Problem, TellersError
from tellers.outlook.backtest import LEVELS, PERCENTS, Moment, Scored, coverage, moments, score
from tellers.outlook.calibration import reliability
from tellers.outlook.odds import Odds, reckon


@click.command("backtest")
@click.argument("nights", nargs=-1, required=True, type=NightParameter())
@click.option("--percent", "percents", multiple=True, type=click.FloatRange(0, 100), help="A moment; may be repeated.")
@click.option("--draws", type=click.IntRange(100), default=10_000, show_default=True)
@click.option("--seed", type=int, default=20240504, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes; the same numbers.")
@click.option("--dask", metavar="ADDRESS", help="Of a Dask scheduler to work on; the same numbers.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the contract has it.")
def command(
    nights: tuple[str, ...],
    percents: tuple[float, ...],
    draws: int,
    seed: int,
    workers: int,
    dask: str | None,
    as_json: bool,
) -> None:
    """Replay NIGHTS and score what the odds said at each moment against the end.

    A bundled night is always reckoned with settings learned without it.
    """
    asked = percents or PERCENTS
    jobs = [(night, tuple(asked), draws, seed) for night in nights]
    scored = run(jobs, workers=workers, dask=dask)
    if as_json:
        click.echo(to_json(_plain(nights, scored)))
        return
    for night, found in zip(nights, scored, strict=True):
        click.echo(_table(night, found))
    click.echo(_summary(scored))


Job = tuple[str, tuple[float, ...], int, int]


def run(jobs: list[Job], *, workers: int = 1, dask: str | None = None) -> list[list[Moment]]:
    """Return each night's moments, in the order given, whoever does the work.

    Raises:
        TellersError: A Dask scheduler is named and its library is not installed.
    """
    if dask is not None:
        return _on_dask(jobs, dask)
    if workers == 1 or len(jobs) == 1:
        with click.progressbar(jobs, label="back-testing", file=sys.stderr, hidden=not sys.stderr.isatty()) as items:
            return [score_night(job) for job in items]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(score_night, jobs))


def _on_dask(jobs: list[Job], address: str) -> list[list[Moment]]:
    try:
        distributed = importlib.import_module("distributed")
    except ModuleNotFoundError:
        raise TellersError(
            Problem(
                where="--dask",
                found="no library for it",
                wanted="distributed",
                remedy="Run `pip install 'tellers[dask]'`.",
            )
        ) from None
    with distributed.Client(address) as client:
        found: list[list[Moment]] = client.gather(client.map(score_night, jobs, pure=False))
        return found


def score_night(job: Job) -> list[Moment]:
    """Return a night's moments, scored.

    Raises:
        LookupProblem: The night has no contest of a kind that odds are made for.
    """
    night, percents, draws, seed = job
    opened = open_night(night)
    made = list(editions(opened.election, opened.events))
    final = _odds(made[-1], draws, seed, night)
    single = len(opened.election.contests) == 1
    total = len(opened.election.contests[0].areas) if single else len(opened.election.contests)
    wanted = iter(moments(total, percents))
    found, next_one = [], next(wanted, None)
    for edition in made:
        if next_one is None:
            break
        declared = _declared(edition, single)
        if declared < next_one:
            continue
        begun = time.process_time()
        odds = _odds(edition, draws, seed, night)
        spent = time.process_time() - begun
        found.append(score(odds, final, declared=declared, total=total, cpu_seconds=spent))
        while next_one is not None and next_one <= declared:
            next_one = next(wanted, None)
    return found


def _declared(edition: Edition, single: bool) -> int:
    if single:
        return edition.standing(edition.election.contests[0]).cover
    return edition.board.declared


def _odds(edition: Edition, draws: int, seed: int, night: str) -> Odds:
    odds = reckon(edition.election, edition.standings, edition.record.contests, draws=draws, seed=seed)
    if odds is None:
        raise LookupProblem(
            Problem(
                where=night,
                found="no contest for one seat won by most votes",
                wanted="a night that odds are made for",
                remedy="Back-test another night; `tellers nights` lists them.",
            )
        )
    return odds


def _plain(nights: tuple[str, ...], scored: list[list[Moment]]) -> dict[str, Any]:
    chances = np.concatenate([m.chances for found in scored for m in found] or [np.zeros(0)])
    happened = np.concatenate([m.happened for found in scored for m in found] or [np.zeros(0)])
    return {
        "nights": [
            {"night": night, "moments": [_moment(m) for m in found]}
            for night, found in zip(nights, scored, strict=True)
        ],
        "coverage": {
            "seats": coverage(scored, lambda m: m.seats),
            "shares": coverage(scored, lambda m: m.shares),
        },
        "reliability": [
            {"low": r.low, "high": r.high, "forecasts": r.forecasts, "mean": r.mean, "happened": r.happened}
            for r in reliability(chances, happened)
            if r.forecasts
        ],
    }


def _moment(m: Moment) -> dict[str, Any]:
    return {
        "percent": m.percent,
        "declared": m.declared,
        "seats": {party: _row(row, 2) for party, row in m.seats.items()},
        "shares": {party: _row(row, 3) for party, row in m.shares.items()},
        "brier": m.brier,
        "log_score": m.log_score,
        "crps_seats": m.crps_seats,
        "calls": {"right": m.calls_right, "wrong": m.calls_wrong},
        "cpu_seconds": round(m.cpu_seconds, 4),
    }


def _row(row: Scored, places: int) -> dict[str, float]:
    plain = {"mean": round(row.mean, places), "final": round(row.final, places)}
    for at, level in enumerate(LEVELS):
        plain[f"low{level}"], plain[f"high{level}"] = round(row.low[at], places), round(row.high[at], places)
    return plain


def _error(rows: dict[str, Scored], least: float) -> float:
    """Return the mean error of the parties whose final or expected figure is at least so much."""
    told = [abs(r.mean - r.final) for r in rows.values() if max(r.mean, r.final) >= least]
    return float(np.mean(told)) if told else 0.0


def _table(night: str, found: list[Moment]) -> str:
    header = [
        "% in",
        "declared",
        "seats off",
        "shares off",
        "Brier",
        "log score",
        "CRPS seats",
        "calls right",
        "wrong",
        "CPU s",
    ]
    rows = []
    for m in found:
        brier_text = "" if m.brier is None else f"{m.brier:.3f}"
        log_text = "" if m.log_score is None else f"{m.log_score:.3f}"
        crps_text = "" if m.crps_seats is None else f"{m.crps_seats:.2f}"
        seats, shares = f"{_error(m.seats, 1):.1f}", f"{_error(m.shares, 1):.2f}"
        cpu = f"{m.cpu_seconds:.2f}"
        rows.append(
            [
                f"{m.percent:g}",
                str(m.declared),
                seats,
                shares,
                brier_text,
                log_text,
                crps_text,
                str(m.calls_right),
                str(m.calls_wrong),
                cpu,
            ]
        )
    return f"{click.style(night, bold=True)}\n{text.table(header, rows, left=0)}\n"


def _summary(scored: list[list[Moment]]) -> str:
    lines = []
    for name, rows in (
        ("seats", coverage(scored, lambda m: m.seats)),
        ("shares", coverage(scored, lambda m: m.shares)),
    ):
        shown = ", ".join(f"{level}%: {'?' if v is None else f'{100 * v:.0f}%'}" for level, v in rows.items())
        lines.append(f"intervals of {name} that held: {shown}")
    return "\n".join(lines)
