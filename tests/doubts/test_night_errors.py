"""Errors that were really made on the night of July 2024, put in place of the right figures."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from material import shared
from tellers.cli.night import Night, open_night
from tellers.edition import Edition, editions, latest
from tellers.record import Controls, Declared, Event
from tellers.record.record import with_fields

SAMPLE = "data/uk/general/ge2024_night_errors_sample.csv"


@pytest.fixture(scope="module")
def night() -> Night:
    return open_night("ge-2024")


@pytest.fixture(scope="module")
def wrong() -> dict[str, dict[int, int]]:
    """Return by area the official votes of each figure that was wrong, and what was carried for it."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    with shared(SAMPLE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["ons_id"]][int(row["official_votes"])] = int(row["night_votes"])
    return found


def spoilt(event: Event, wrong: dict[str, dict[int, int]], **changes: object) -> Event:
    if not isinstance(event, Declared) or event.area not in wrong:
        return event
    slips = wrong[event.area]
    votes = {c: slips.get(v, v) if v is not None else None for c, v in event.votes.items()}
    assert sum(votes[c] != v for c, v in event.votes.items()) == len(slips)
    return with_fields(event, votes=votes, **changes)  # type: ignore[arg-type]


def doubted(edition: Edition) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for standing in edition.standings.values():
        for doubt in standing.doubts:
            found[doubt.area or ""].add(doubt.kind)
    return found


def test_every_error_is_caught_by_the_valid_votes_announced(night: Night, wrong: dict[str, dict[int, int]]) -> None:
    events = [spoilt(event, wrong) for event in night.events]
    found = doubted(latest(night.election, events))
    assert {area for area in wrong if "total" in found[area]} == set(wrong)


def test_every_error_of_one_candidate_is_caught_by_a_total_read_out(
    night: Night, wrong: dict[str, dict[int, int]]
) -> None:
    events = [
        spoilt(event, wrong, valid_votes=None, controls=Controls(total=event.valid_votes))
        if isinstance(event, Declared)
        else event
        for event in night.events
    ]
    found = doubted(latest(night.election, events))
    assert all("total" in found[area] for area in wrong)


def test_a_figure_that_would_foot_is_named(night: Night, wrong: dict[str, dict[int, int]]) -> None:
    events = [spoilt(event, wrong) for event in night.events if getattr(event, "area", "") == "E14001385"]
    (doubt,) = [d for s in latest(night.election, events).standings.values() for d in s.doubts]
    assert doubt.candidate == "ben-maguire"
    assert "Ben Maguire 24,094, not 24,904 (two digits exchanged)" in doubt.evidence


@pytest.mark.parametrize("name", ["ge-2024", pytest.param("ge-2019", marks=pytest.mark.slow)])
def test_fewer_than_one_right_declaration_in_a_hundred_is_ever_doubted(name: str) -> None:
    opened = open_night(name)
    ever: set[str] = set()
    for edition in editions(opened.election, opened.events):
        for id in edition.touched:
            if edition.standings[id].doubts:
                ever.add(id)
    assert len(ever) * 100 < len(opened.events), ever
