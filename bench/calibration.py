"""How often the odds were right: prints docs/calibration.md, writes its picture and what the site's method page shows.

    OPENBLAS_NUM_THREADS=1 python bench/calibration.py > docs/calibration.md

Each bundled general election is reckoned with settings learned without it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from tellers.cli.backtest import run
from tellers.outlook.backtest import PERCENTS, Moment, Scored, coverage
from tellers.outlook.calibration import Reliability, reliability

NIGHTS = ("ge-2010", "ge-2015", "ge-2019", "ge-2024")
DRAWS = 10_000
DATA = Path(__file__).parents[1] / "src" / "tellers" / "web" / "site" / "calibration.json"
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "reliability.svg"


def main() -> None:
    """Score the nights, write the picture, print the page."""
    scored = run([(night, PERCENTS, DRAWS, 20240504) for night in NIGHTS])
    chances = np.concatenate([m.chances for found in scored for m in found])
    happened = np.concatenate([m.happened for found in scored for m in found])
    bars = [bar for bar in reliability(chances, happened) if bar.forecasts]
    PICTURE.write_text(picture(bars), encoding="utf-8")
    DATA.write_text(json.dumps(data(scored, bars), indent=1) + "\n", encoding="utf-8")
    print("# How often the odds were right\n")
    print(
        "Made by `bench/calibration.py`: each night replayed in the order of declaration, each reckoned with settings"
    )
    print(
        "learned on the others, 10,000 draws. Errors are means over the parties with a seat or one vote in a hundred.\n"
    )
    for night, found in zip(NIGHTS, scored, strict=True):
        print(f"## {night}\n")
        print("| in, % | seats off | shares off, points | Brier | log score | CRPS, seats | calls right | wrong |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for m in found:
            print(f"| {m.percent:g} | {error(m.seats):.1f} | {error(m.shares):.2f} | {m.brier:.3f} |", end=" ")
            print(f"{m.log_score:.3f} | {m.crps_seats:.2f} | {m.calls_right} | {m.calls_wrong} |")
        print()
    print("## Intervals\n")
    print("| of | 50% held | 70% held | 90% held | mean width of 90% |")
    print("| --- | --- | --- | --- | --- |")
    for name in ("seats", "shares"):
        held = coverage(scored, lambda m, name=name: getattr(m, name))
        shown = " | ".join(f"{100 * (value or 0):.0f}%" for value in held.values())
        widths = [r.high[2] - r.low[2] for found in scored for m in found for r in getattr(m, name).values()]
        print(f"| {name} | {shown} | {np.mean(widths):.1f} |")
    print("\nFour nights cannot prove a coverage closer than about ten points.\n")
    print("## Chances of winning a seat\n")
    print("![Chances said, against how often they came true](pictures/reliability.svg)\n")
    print("| said | forecasts | mean said | came true |")
    print("| --- | --- | --- | --- |")
    for bar in bars:
        span = f"{100 * bar.low:.0f} to {100 * bar.high:.0f}%"
        print(f"| {span} | {bar.forecasts:,} | {100 * bar.mean:.1f}% | {100 * bar.happened:.1f}% |")


def data(scored: list[list[Moment]], bars: list[Reliability]) -> dict[str, Any]:
    """Return what the method page shows: parts of 1, unrounded but for the last digits that machines differ in."""
    return {
        "nights": list(NIGHTS),
        "draws": DRAWS,
        "bars": [
            {
                "low": round(bar.low, 6),
                "high": round(bar.high, 6),
                "forecasts": bar.forecasts,
                "mean": round(bar.mean, 6),
                "happened": round(bar.happened, 6),
            }
            for bar in bars
        ],
        "intervals": {
            name: {
                level: None if held is None else round(held, 6)
                for level, held in coverage(scored, lambda m, name=name: getattr(m, name)).items()
            }
            for name in ("seats", "shares")
        },
        "calls": {
            "right": sum(m.calls_right for found in scored for m in found),
            "wrong": sum(m.calls_wrong for found in scored for m in found),
        },
    }


def error(rows: dict[str, Scored]) -> float:
    """Return the mean error of those with a seat, or one in a hundred, said or come."""
    return float(np.mean([abs(r.mean - r.final) for r in rows.values() if max(r.mean, r.final) >= 1]))


def picture(bars: list[Reliability]) -> str:
    """Return the reliability diagram as an SVG of its own."""
    points = [(40 + 320 * bar.mean, 360 - 320 * bar.happened, bar.forecasts) for bar in bars]
    most = max(n for _, _, n in points)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + 9 * (n / most) ** 0.5:.1f}" fill="#0b4f9e" fill-opacity=".8"/>'
        for x, y, n in points
    )
    ticks = "".join(
        f'<text x="{40 + 320 * t / 100:.0f}" y="378" text-anchor="middle">{t}%</text>'
        f'<text x="34" y="{364 - 320 * t / 100:.0f}" text-anchor="end">{t}%</text>'
        for t in (0, 25, 50, 75, 100)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" font-family="sans-serif" font-size="11"'
        ' role="img" aria-label="Chances said, across, against how often they came true, up">'
        '<rect width="400" height="400" fill="#fff"/><path d="M40 40V360H360" fill="none" stroke="#565b66"/>'
        f'<path d="M40 360L360 40" stroke="#565b66" stroke-dasharray="4 3"/>{ticks}{dots}'
        '<text x="200" y="396" text-anchor="middle">said</text><text x="50" y="36">came true</text></svg>\n'
    )


if __name__ == "__main__":
    main()
