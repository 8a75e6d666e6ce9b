"""How close a count was, for `tellers count --margin`: as text, and as values for JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from fractions import Fraction

from tellers.cli.sheet_text import WIDTH_MAX, WIDTH_MIN
from tellers.cli.text import table
from tellers.count.closeness import Near
from tellers.count.closeness_stv import StvCloseness
from tellers.count.margins_irv import RunoffMargin
from tellers.count.sheet import figure_text

Close = RunoffMargin | StvCloseness | tuple[Near, ...]


def all_close_json(parts: Sequence[Close]) -> dict[str, object]:
    """Return all that is known of how close a count was as one value; a later part has the last word."""
    return {key: value for part in parts for key, value in close_json(part).items()}


def all_close_lines(parts: Sequence[Close], width: int) -> list[str]:
    """Return all that is known of how close a count was as lines for a terminal."""
    return [line for part in parts for line in close_lines(part, width)]


def close_json(close: Close) -> dict[str, object]:
    """Return how close a count was as the value that `tellers count --margin --json` prints under `margin`.

    A runoff: papers that must be marked otherwise, from both sides. A transferable vote: votes, stage by stage, and a
    lower bound in papers where one is proved. Votes added up: the votes for a seat more, and for one fewer.
    """
    match close:
        case RunoffMargin():
            return {
                "winner": close.winner,
                "rival": close.rival,
                "lower": close.lower,
                "upper": close.upper,
                "exact": close.exact,
                "searched": close.searched,
            }
        case StvCloseness():
            return {
                "seats": [
                    {
                        "candidate": seat.candidate,
                        "stage": seat.stage,
                        "over_quota": _text(seat.over_quota),
                        "ahead": _text(seat.ahead),
                        "next_best": seat.next_best,
                    }
                    for seat in close.seats
                ],
                "exclusions": [
                    {
                        "candidate": out.candidate,
                        "stage": out.stage,
                        "short": _text(out.short),
                        "next_lowest": out.next_lowest,
                    }
                    for out in close.exclusions
                ],
                "runner_up": close.runner_up,
                "runner_up_short": _text(close.runner_up_short),
                "lower": close.altered_papers_min,
            }
        case _:
            return {
                "lists": [
                    {"name": near.name, "seats": near.seats, "gain_votes": near.gain_votes,
                     "lose_votes": near.lose_votes}
                    for near in close
                ]
            }  # fmt: skip


def _text(figure: Fraction | None) -> str | None:
    return None if figure is None else figure_text(figure)


def close_lines(close: Close, width: int) -> list[str]:
    """Return how close a count was as lines for a terminal of so many columns."""
    match close:
        case RunoffMargin():
            told = [_runoff(close)]
        case StvCloseness():
            told = _transferable(close)
        case _:
            return ["", table(["how near", "seats", "votes for one more", "votes to lose the last"], _near(close))]
    width = max(WIDTH_MIN, min(width, WIDTH_MAX))
    return [line for each in told for line in textwrap.wrap(each, width, subsequent_indent="   ") or [""]]


def _runoff(close: RunoffMargin) -> str:
    if close.exact:
        return f"close: {close.lower:,} papers marked otherwise, and no fewer, could have elected another"
    return (
        f"close: {close.upper:,} papers marked otherwise could have elected {close.rival}; "
        f"no fewer than {close.lower:,} could have elected anyone else (a lower bound)"
    )


def _transferable(close: StvCloseness) -> list[str]:
    lines = [""]
    for seat in close.seats:
        ahead = "" if seat.ahead is None else f", {figure_text(seat.ahead)} ahead of {seat.next_best}"
        lines.append(f"close: {seat.candidate} elected at stage {seat.stage}{ahead}")
    last = next((out for out in reversed(close.exclusions) if out.short is not None), None)
    if last is not None:
        lines.append(
            f"close: the last exclusion, of {last.candidate} at stage {last.stage}, was by "
            f"{figure_text(last.short or 0)} votes from {last.next_lowest}"
        )
    if close.runner_up is not None and close.runner_up_short is not None:
        lines.append(f"close: {close.runner_up} was {figure_text(close.runner_up_short)} votes short of the last seat")
    if close.altered_papers_min is not None:
        lines.append(
            f"close: fewer than {close.altered_papers_min:,} papers marked otherwise change nobody's election "
            "(a lower bound)"
        )
    return lines


def _near(close: Sequence[Near]) -> list[list[str]]:
    return [
        [
            near.name,
            str(near.seats),
            "" if near.gain_votes is None else f"{near.gain_votes:,}",
            "" if near.lose_votes is None else f"{near.lose_votes:,}",
        ]
        for near in close
    ]
