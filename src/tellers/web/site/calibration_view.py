"""How right the odds have been, for a reader: from the file that `bench/calibration.py` writes, never by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec
from markupsafe import Markup

from tellers.web.charts.reliability import reliability_picture

FILE = "calibration.json"


class Bar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The chances from `low` to `high`: how many, their mean, and the part that came true; all but the count 0 to 1."""

    low: float
    high: float
    forecasts: int
    mean: float
    happened: float


class Calls(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many contests the odds alone would have called, by whether the one called won."""

    right: int
    wrong: int


class Calibration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file: the nights scored, draws of each, the bars, and the part of intervals that held, by percent."""

    nights: tuple[str, ...]
    draws: int
    bars: tuple[Bar, ...]
    intervals: dict[str, dict[str, float | None]]
    calls: Calls


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationView:
    """What the method page shows: rows of chances said, how many, their mean and how often they came true."""

    nights: str
    draws: str
    forecasts: str
    rows: tuple[tuple[str, str, str, str], ...]
    intervals: tuple[tuple[str, tuple[str, ...]], ...]
    levels: tuple[str, ...]
    calls_right: str
    calls_wrong: str
    picture: Markup


def read_calibration() -> Calibration:
    """Return what the bench wrote."""
    content = (files("tellers.web.site") / FILE).read_bytes()
    return msgspec.json.decode(content, type=Calibration)


@lru_cache
def calibration_view() -> CalibrationView:
    """Return the view; the figures are rounded as the bench prints them."""
    found = read_calibration()
    rows = tuple(
        (
            f"{100 * bar.low:.0f} to {100 * bar.high:.0f}%",
            f"{bar.forecasts:,}",
            f"{100 * bar.mean:.1f}%",
            f"{100 * bar.happened:.1f}%",
        )
        for bar in found.bars
    )
    title = "Chances said, and how often they came true: " + "; ".join(
        f"{mean} said, {happened} came true" for _, _, mean, happened in rows
    )
    return CalibrationView(
        nights=", ".join(found.nights),
        draws=f"{found.draws:,}",
        forecasts=f"{sum(bar.forecasts for bar in found.bars):,}",
        rows=rows,
        intervals=tuple(
            (name, tuple("not known" if held is None else f"{100 * held:.0f}%" for held in levels.values()))
            for name, levels in found.intervals.items()
        ),
        levels=tuple(next(iter(found.intervals.values()))),
        calls_right=f"{found.calls.right:,}",
        calls_wrong=f"{found.calls.wrong:,}",
        picture=reliability_picture(
            [(bar.mean, bar.happened, bar.forecasts) for bar in found.bars], title=title, id="reliability"
        ),
    )
