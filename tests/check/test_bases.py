"""A gain or hold is against a basis: named, it is read on it; not named, it is right on another basis only."""

from __future__ import annotations

from functools import cache

import pytest

from tellers.check import Checker
from tellers.cli.night import open_night
from tellers.edition import editions
from tellers.pack.facts import night_history


@cache
def general_election() -> Checker:
    night = open_night("ge-2024")
    return Checker(night_history(editions(night.election, night.events), "ge-2024"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("Tamworth: Labour gain from Conservative (against notional results of 2019).", "ok"),
        ("Tamworth: Labour gain from Conservative.", "note"),
        ("Tamworth: Labour hold.", "ok"),
        ("Tamworth: Conservative hold.", "error"),
        ("Islington North: Independent gain from Labour (compared with the election of 2019).", "ok"),
        ("Islington South and Finsbury: Labour gain from Conservative (against notional results of 2019).", "error"),
    ],
)
def test_a_gain_is_read_on_the_basis_that_it_names(sentence: str, level: str) -> None:
    """Tamworth was won by Labour at a by-election; Islington North's member stood against his old party."""
    claims = [c for c in general_election().check(sentence).claims if c.type == "winner"]
    assert [c.level for c in claims] == [level], [c.reason for c in claims]


@pytest.mark.slow
def test_two_of_one_name_have_each_their_votes() -> None:
    """Two men named Greg Smith stood in Mid Buckinghamshire, for two parties."""
    text = "Mid Buckinghamshire: Greg Smith (Conservative) 20,150, Greg Smith (Green) 2,942."
    assert {c.level for c in general_election().check(text).claims} == {"ok"}
    wrong = "Mid Buckinghamshire: Greg Smith (Conservative) 21,150."
    assert "error" in {c.level for c in general_election().check(wrong).claims}


@pytest.mark.slow
def test_what_was_expected_is_no_claim() -> None:
    text = (
        "In doubt: Carla Denyer has 24,539 and Thangam Debbonaire 14,132: the other way round they would fit what "
        "the last poll leads to expect (Carla Denyer about 30%; Thangam Debbonaire about 55%)."
    )
    assert {c.level for c in general_election().check(text).claims} <= {"ok", "unchecked"}
