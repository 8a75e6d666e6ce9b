"""Laws that hold for every night: order does not matter, a log replays to itself, editions add up."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from barsetshire import barsetshire, night
from tellers.edition import edition_bytes, editions, latest, standing_plain, to_json
from tellers.record import Corrected, CountState, Declared, Event, Recounted, Verified, replay
from tellers.store import decode, encode

seeds = st.integers(0, 10_000)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, areas=st.integers(1, 9), candidates=st.integers(1, 5))
def test_the_order_of_declarations_does_not_change_the_final_standing(seed: int, areas: int, candidates: int) -> None:
    election = barsetshire(areas=areas, candidates=candidates, seed=seed)
    events = night(election, seed=seed, troubled=0.3)
    shuffled = _shuffled(events, seed)
    plain = []
    for order in (events, shuffled):
        edition = latest(election, order)
        standing = standing_plain(edition, election.contests[0], edition.standing(election.contests[0]))
        # What a correction moved on its way, and when, is history: it is of the order, and where it stands is not.
        history = ("announced_at", "after", "corrections")
        plain.append({k: v for k, v in standing.items() if k not in history})
    assert plain[0] == plain[1]


def _shuffled(events: list[Event], seed: int) -> list[Event]:
    """Return the events in another order that could have been: each area's own events keep theirs."""
    rng = random.Random(seed)
    lanes: dict[str, list[Event]] = {}
    for event in events:
        area = event.area if isinstance(event, Declared | Verified | CountState) else ""
        if isinstance(event, Corrected | Recounted):
            area = next(e.area for e in events if e.id == event.replaces and isinstance(e, Declared))
        lanes.setdefault(area, []).append(event)
    order = [area for area, lane in lanes.items() for _ in lane]
    rng.shuffle(order)
    return [lanes[area].pop(0) for area in order]


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_a_log_read_back_replays_to_the_same_record(seed: int) -> None:
    election = barsetshire(areas=5, contests=2, seed=seed)
    events = night(election, seed=seed, troubled=0.4)
    again = [decode(encode(event)) for event in events]
    assert again == events
    assert replay(election, again) == replay(election, events)


@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_every_edition_is_the_sum_of_what_stands_in_it(seed: int) -> None:
    """The running sums agree with a sum from scratch at every moment of the night."""
    election = barsetshire(areas=6, seed=seed)
    contest = election.contests[0]
    events = night(election, seed=seed, troubled=0.5)
    for edition in editions(election, events):
        standing = edition.standing(contest)
        record = replay(election, events[: edition.number])
        figures = [
            area.declared[0].event.votes
            for id, area in record.contest(contest.id).areas.items()
            if area.declared and not any(d.held for d in area.doubts)
        ]
        for candidate in standing.candidates:
            expected = sum(f[candidate.id] for f in figures) if figures else None
            assert candidate.votes == expected


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_the_same_log_gives_the_same_bytes(seed: int) -> None:
    election = barsetshire(areas=3, contests=3, seed=seed)
    events = night(election, seed=seed)
    first = [edition_bytes(edition) for edition in editions(election, events)]
    second = [edition_bytes(edition) for edition in editions(barsetshire(areas=3, contests=3, seed=seed), events)]
    assert first == second
    assert len(set(first)) == len(first)


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_an_earlier_edition_is_left_as_it_was(seed: int) -> None:
    election = barsetshire(areas=4, seed=seed)
    events = night(election, seed=seed, troubled=0.5)
    kept = [(edition, to_json(_all(edition))) for edition in editions(election, events)]
    for edition, before in kept:
        assert to_json(_all(edition)) == before


def _all(edition: object) -> object:
    from tellers.edition import Edition

    assert isinstance(edition, Edition)
    return [standing_plain(edition, c, edition.standing(c)) for c in edition.election.contests]
