"""Additional members in Scotland, Wales and London."""

from __future__ import annotations

import pytest

from tellers.count.additional_member import Region
from tellers.count.additional_member_london_1999 import allocate_london
from tellers.count.additional_member_scotland_1998 import allocate_scottish
from tellers.count.additional_member_wales_2006 import allocate_welsh
from tellers.count.sheet import Lot
from tellers.errors import CountError


def test_the_london_assembly_of_2021_had_eleven_labour_nine_conservative_three_green_and_two_liberal_democrat() -> None:
    """List votes and constituencies won as On London and the Assembly's own page give them, lists above 5% only."""
    london = Region(
        votes={"Labour": 986_609, "Conservative": 795_081, "Green": 305_452, "Liberal Democrat": 189_622},
        seats=11,
        won={"Labour": 9, "Conservative": 5},
    )
    assembly = allocate_london({"London": london})
    assert assembly.by_list == {"Labour": 11, "Conservative": 9, "Green": 3, "Liberal Democrat": 2}
    members = assembly.tiers[1].areas["London"]
    assert members.by_list == {"Labour": 2, "Conservative": 4, "Green": 3, "Liberal Democrat": 2}
    assert members.order[0].name == "Green"
    assert members.order[0].quotient == 305_452


def test_a_list_with_a_vote_below_5_percent_of_londons_votes_wins_nothing_and_with_it_a_seat() -> None:
    votes = {"A": 500, "B": 449, "C": 51}
    within = allocate_london({"London": Region(votes=votes, seats=11, won={"A": 4, "B": 3})})
    assert within.by_list == {"A": 9, "B": 8, "C": 1}
    below = allocate_london({"London": Region(votes={**votes, "A": 521}, seats=11, won={"A": 4, "B": 3})})
    assert "C" not in below.by_list
    applied = below.tiers[1].areas["London"].applied
    assert applied is not None
    assert applied.denominators == {"votes for lists": 1021}


def test_a_party_with_more_constituencies_than_its_due_keeps_them_and_the_region_has_no_more_seats() -> None:
    region = Region(votes={"A": 100, "B": 90, "C": 60}, seats=4, won={"A": 9})
    assert allocate_welsh({"South Barset": region}).by_list == {"A": 9, "B": 2, "C": 2}


def test_an_individual_candidate_wins_one_seat_at_most() -> None:
    region = Region(votes={"A": 100, "Dr Grantly": 900}, seats=3, individuals=frozenset({"Dr Grantly"}))
    assert allocate_scottish({"Barset": region}).by_list == {"A": 2, "Dr Grantly": 1}


def test_a_list_that_runs_out_of_candidates_leaves_its_seats_to_the_others() -> None:
    region = Region(votes={"A": 900, "B": 100}, seats=4, list_lengths={"A": 2})
    assert allocate_scottish({"Barset": region}).by_list == {"A": 2, "B": 2}


def test_one_vote_more_settles_a_tie_in_scotland_for_the_list_with_fewer_seats() -> None:
    """A holds one seat: 200 over 2, B 100 over 1. A vote more each makes 100½ and 101 (Scotland Act 1998 s. 8)."""
    region = Region(votes={"A": 200, "B": 100}, seats=1, won={"A": 1})
    whole = allocate_scottish({"Barset": region})
    assert whole.by_list == {"A": 1, "B": 1}
    tie = whole.tiers[1].areas["Barset"].ties[0]
    assert tie.settled_by == "law"
    assert "one vote is added" in tie.why


def test_lists_of_equal_votes_and_seats_await_the_lot() -> None:
    region = Region(votes={"A": 100, "B": 100}, seats=1)
    waiting = allocate_scottish({"Barset": region})
    assert waiting.awaiting is not None
    assert (waiting.awaiting.where, waiting.awaiting.names) == ("regions, Barset", ("A", "B"))
    drawn = allocate_scottish({"Barset": region}, [Lot(candidates=frozenset("AB"), chosen="A")])
    assert drawn.by_list == {"A": 1}


def test_a_tied_constituency_holds_back_its_region() -> None:
    region = Region(votes={"A": 100, "B": 99}, seats=1, constituencies={"Plumstead": {"A": 7, "B": 7}})
    waiting = allocate_scottish({"Barset": region})
    assert waiting.awaiting is not None
    assert waiting.awaiting.where == "constituencies, Plumstead"
    assert waiting.tiers[1].areas == {}
    drawn = allocate_scottish({"Barset": region}, [Lot(candidates=frozenset("AB"), chosen="A")])
    assert drawn.by_list == {"A": 1, "B": 1}


def test_a_negative_vote_is_refused_by_its_region() -> None:
    with pytest.raises(CountError, match=r"Barset: found -4 votes for A, wanted 0 or more"):
        allocate_scottish({"Barset": Region(votes={"A": -4}, seats=1)})
