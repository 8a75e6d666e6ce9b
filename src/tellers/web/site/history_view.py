"""The odds through the night, as far as they were reckoned: a line to an outcome, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tellers.edition import Edition
from tellers.record import Election
from tellers.terms import CandidateId, PartyId
from tellers.web.charts.chances import chances
from tellers.web.odds import NO_MAJORITY, OddsPoint, progress
from tellers.web.site.odds_view import chance_text
from tellers.web.site.words import clock, colour, party_name

LINES = 6
LEAST = 0.03  # Of an outcome at its best moment, to have a line.


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """The odds through the night; a row is how much was in, when, and each outcome's chance."""

    picture: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]
    note: str


def history_view(editions: Sequence[Edition], points: Sequence[OddsPoint]) -> HistoryView | None:
    """Return the odds through the night; None with fewer than two moments.

    Args:
        editions: All up to the one shown, from edition 0.
    """
    told = [point for point in points if point.ready] or list(points)
    if len(told) < 2:
        return None
    latest = editions[-1]
    election = latest.election
    best = {key: max(p.chances.get(key, 0.0) for p in told) for p in told for key in p.chances}
    keys = sorted((k for k in best if best[k] >= LEAST), key=lambda k: (-told[-1].chances.get(k, 0.0), k))[:LINES]
    places = []
    for point in told:
        declared, total = progress(editions[point.edition])
        places.append(declared / total if total else 0.0)
    names = [_name(election, key) for key in keys]
    last = [f"{n} {chance_text(told[-1].chances.get(k, 0.0))}" for n, k in zip(names, keys, strict=True)]
    title = f"Odds through the night. Last reckoned: {', '.join(last)}."
    return HistoryView(
        picture=chances(
            [
                (name, _colour(election, key), [point.chances.get(key, 0.0) for point in told])
                for name, key in zip(names, keys, strict=True)
            ],
            places,
            _ticks(latest),
            title=title,
            id="history-picture",
        ),
        heads=tuple(names),
        rows=tuple(_row(editions[point.edition], point, keys) for point in told),
        note="Each moment is as it was reckoned from what was then in.",
    )


def _ticks(latest: Edition) -> list[tuple[float, str]]:
    _, total = progress(latest)
    few = total <= 20
    return [(n / total, str(n)) for n in (range(1, total + 1) if few else (round(total * q / 4) for q in range(5)))]


def _row(edition: Edition, point: OddsPoint, keys: Sequence[str]) -> tuple[str, str, tuple[str, ...]]:
    declared, total = progress(edition)
    cells = tuple(chance_text(point.chances.get(key, 0.0)) for key in keys)
    return f"{declared:,} of {total:,}", clock(edition.announced_at, edition.election) or "not known", cells


def _name(election: Election, key: str) -> str:
    if len(election.contests) == 1:
        contest = election.contests[0]
        return next((c.name for c in contest.candidates if c.id == CandidateId(key)), "another")
    return "No majority" if key == NO_MAJORITY else f"{party_name(election, PartyId(key))} majority"


def _colour(election: Election, key: str) -> str:
    if len(election.contests) == 1:
        contest = election.contests[0]
        return colour(election, next((c.party for c in contest.candidates if c.id == CandidateId(key)), None))
    return colour(election, PartyId(key) if key != NO_MAJORITY else None)
