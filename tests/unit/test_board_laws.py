"""Laws of boards, over invented nights of councils: work step by step gives what work from scratch gives."""

from __future__ import annotations

from collections import Counter

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from councils import random_night
from tellers.edition import Edition, board_lists, board_plain, editions, to_json
from tellers.record import SeatsWon
from tellers.tally import board as boards
from tellers.tally.board import BoardSums

seeds = st.integers(0, 100_000)


def from_scratch(edition: Edition) -> BoardSums:
    """Return the sums made of an edition's standings alone, in the pack's order."""
    election = edition.election
    sums = boards.start(election)
    for body in election.bodies:
        sums = boards.advance_body(sums, election, body.id, edition.record)
    for contest in election.contests:
        if contest.id in edition.standings:
            sums = boards.advance(sums, election, contest, edition.standings[contest.id], edition.record)
    return sums


@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_a_board_kept_up_to_date_is_the_board_from_scratch_at_every_prefix(seed: int) -> None:
    election, events = random_night(seed)
    for edition in editions(election, events):
        sums = from_scratch(edition)
        for name in BoardSums.__struct_fields__:
            assert getattr(edition.board_sums, name) == getattr(sums, name), name
        assert boards.board(election, sums) == edition.board


@settings(max_examples=40, deadline=None)
@given(seed=seeds, announced=st.booleans())
def test_bodies_add_up_to_the_night(seed: int, announced: bool) -> None:
    election, events = random_night(seed)
    if announced:
        body = election.bodies[0]
        events.insert(len(events) // 2, SeatsWon(id="told", body=body.id, seats={"high": 1}))
    for edition in editions(election, events):
        board = edition.board
        won: Counter[str] = Counter()
        for row in board.bodies:
            won.update({str(party): number for party, number in row.won.items()})
        assert {row.party: row.seats for row in board.parties if row.seats} == dict(won)
        assert sum(row.declared for row in board.bodies) == board.declared
        assert sum(row.no_party for row in board.bodies) == edition.board_sums.night.no_party


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_no_body_is_controlled_but_by_more_than_half_of_all_its_seats(seed: int) -> None:
    election, events = random_night(seed)
    for edition in editions(election, events):
        for row in edition.board.bodies:
            if row.control is not None and row.control != "noc":
                assert row.size is not None
                assert 2 * row.seats[row.control] > row.size  # type: ignore[index]
            if row.complete and row.size is not None:
                assert sum(row.seats.values()) + row.no_party + row.vacant == row.size
                assert row.control is not None


@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_control_once_settled_is_not_unsettled_by_more_declarations(seed: int) -> None:
    election, events = random_night(seed)
    plain = [e for e in events if type(e).__name__ in ("Declared", "CountState", "LotDrawn")]
    settled: dict[str, str] = {}
    for edition in editions(election, plain):
        for row in edition.board.bodies:
            if row.id in settled:
                assert row.control == settled[row.id]
            elif row.control is not None:
                settled[row.id] = row.control


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_every_board_can_be_written_as_json(seed: int) -> None:
    election, events = random_night(seed)
    for edition in editions(election, events):
        text = to_json(board_plain(edition) | board_lists(edition))
        assert msgspec.json.decode(text)["declared"] == edition.board.declared
