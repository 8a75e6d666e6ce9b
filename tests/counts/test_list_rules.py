"""Every rule of votes tells its law, place, years and source, and each of its choices with the clause that shows it."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from tellers.count.allocation import allocation_json
from tellers.count.divisors import DHONDT, ESTONIAN, HUNTINGTON_HILL, SAINTE_LAGUE_14
from tellers.count.list_systems import PORTUGAL, SPAIN_CONGRESS, UNITED_STATES
from tellers.count.lists import Alliance, ListPoll, ListSystem
from tellers.count.registry import RULES
from tellers.count.remainders import HARE, IMPERIALI_QUOTA, LargestRemainder, Quota
from tellers.count.thresholds import All, Exempt, Share, Threshold
from tellers.count.votes_registry import VOTES_RULES, find_votes_rule
from tellers.errors import CountError, LookupProblem


@pytest.mark.parametrize("rule", VOTES_RULES.values(), ids=list(VOTES_RULES))
def test_a_rule_cites_its_law_and_every_choice(rule: object) -> None:
    for field in ("id", "law", "place", "years", "source"):
        assert getattr(rule, field)
    assert rule.choices  # type: ignore[attr-defined]
    for choice in rule.choices:  # type: ignore[attr-defined]
        assert choice.name
        assert choice.value
        assert choice.cites


def test_ids_are_told_apart_and_an_unknown_one_is_refused_with_the_list() -> None:
    assert all(find_votes_rule(name).id == name for name in VOTES_RULES)
    assert not set(VOTES_RULES) & set(RULES)
    with pytest.raises(LookupProblem, match=r"'dhont'.*wanted one of .*dhondt_spain_1985"):
        find_votes_rule("dhont")


def test_each_seat_tells_its_order_and_its_exact_quotient() -> None:
    allocation = ListSystem(id="t", method=SAINTE_LAGUE_14).allocate(ListPoll(votes={"A": 100, "B": 40}, seats=3))
    assert [(seat.name, seat.number, seat.quotient) for seat in allocation.order] == [
        ("A", 1, Fraction(500, 7)),
        ("A", 2, Fraction(100, 3)),
        ("B", 1, Fraction(200, 7)),
    ]


def test_a_seat_won_by_a_remainder_tells_the_remainder_in_votes() -> None:
    allocation = ListSystem(id="t", method=HARE).allocate(ListPoll(votes={"A": 70, "B": 30}, seats=4))
    assert allocation.quota == 25
    assert [(seat.name, seat.quotient) for seat in allocation.order] == [("A", 25), ("A", 25), ("B", 25), ("A", 20)]


def test_huntington_hill_and_estonia_compare_exact_powers() -> None:
    assert HUNTINGTON_HILL.quotient(10, 3) == Fraction(100, 6)
    assert HUNTINGTON_HILL.quotient(10, 1) is None
    assert ESTONIAN.quotient(10, 2) == Fraction(10**10, 2**9)


def test_states_have_a_seat_each_first_and_too_few_seats_for_that_are_refused() -> None:
    poll = ListPoll(votes={"Barset": 1_000, "Omnium": 1}, seats=3)
    assert UNITED_STATES.allocate(poll).by_list == {"Barset": 2, "Omnium": 1}
    with pytest.raises(CountError, match="1 seats for 2 lists, 1 to each first"):
        UNITED_STATES.allocate(ListPoll(votes=poll.votes, seats=1))


def test_imperiali_quotas_that_come_to_more_than_the_seats_cost_the_smallest_remainder_its_seat() -> None:
    """1,000 votes over three seats plus two: a quota of 200, two whole ones each, and A's remainder is the smaller."""
    allocation = ListSystem(id="t", method=IMPERIALI_QUOTA).allocate(ListPoll(votes={"A": 410, "B": 590}, seats=3))
    assert sum(allocation.won) == 3
    assert allocation.by_list == {"A": 1, "B": 2}


def test_a_quota_may_be_of_all_valid_votes_and_a_threshold_of_a_quota() -> None:
    quota = LargestRemainder(id="t", name="t", quota=Quota(name="hare", rounding="down"))
    system = ListSystem(
        id="t",
        method=quota,
        quota_of="valid_votes",
        threshold=Threshold(any_of=(Share(share=Fraction(1), of="quota"),)),
    )
    allocation = system.allocate(ListPoll(votes={"A": 60, "B": 31, "C": 9}, seats=4, blank=11))
    assert allocation.quota == 27
    assert allocation.by_list == {"A": 3, "B": 1}
    assert allocation.taking_part == (True, True, False)


def test_a_threshold_in_words_names_each_denominator() -> None:
    threshold = Threshold(
        any_of=(
            Share(share=Fraction(5, 100), of="votes_cast", where="nation"),
            All(tests=(Share(share=Fraction(325, 10000), of="electorate", more_than=True), Exempt(kind="minority"))),
        )
    )
    assert threshold.words() == (
        "at least 5% of votes cast, invalid ones with them in the country; or "
        "more than 3.25% of the electorate and exempt: minority"
    )


def test_alliances_within_alliances_share_out_from_the_outside_in() -> None:
    inner = Alliance(name="Young", lists=("A1", "A2"))
    poll = ListPoll(
        votes={"A": 300, "A1": 120, "A2": 70, "B": 510},
        seats=10,
        alliances=(Alliance(name="All A", lists=("A", inner)),),
    )
    allocation = ListSystem(id="t", method=DHONDT).allocate(poll)
    assert allocation.by_list == {"A": 3, "A1": 1, "A2": 1, "B": 5}
    assert allocation.tiers[0].areas[""].lists == ("All A", "B")
    assert allocation.tiers[1].areas["All A"].tiers[1].areas["Young"].by_list == {"A1": 1, "A2": 1}


def test_in_portugal_the_list_of_fewer_votes_has_the_last_seat_and_in_spain_that_of_more() -> None:
    poll = ListPoll(votes={"A": 200, "B": 100}, seats=2)
    assert PORTUGAL.allocate(poll).by_list == {"A": 1, "B": 1}
    assert SPAIN_CONGRESS.allocate(poll).by_list == {"A": 2}


def test_an_alliance_of_a_list_that_did_not_stand_is_refused() -> None:
    poll = ListPoll(votes={"A": 1}, seats=1, alliances=(Alliance(name="X", lists=("A", "B")),))
    with pytest.raises(CountError, match="found B, which has no votes here"):
        ListSystem(id="t", method=DHONDT).allocate(poll)


def test_a_district_where_nobody_voted_leaves_its_seats_vacant() -> None:
    allocation = ListSystem(id="t", method=DHONDT).allocate(ListPoll(votes={"A": 0, "B": 0}, seats=3))
    assert (allocation.vacant, allocation.by_list, allocation.awaiting) == (3, {}, None)


def test_the_json_of_an_allocation_is_text_for_every_exact_figure_and_tells_the_tie() -> None:
    poll = ListPoll(votes={"A": 10, "B": 5, "C": 5}, seats=2, blank=1, title="Barchester")
    shown = allocation_json(SPAIN_CONGRESS.allocate(poll))
    assert json.loads(json.dumps(shown)) == shown
    assert shown["votes"] == {"A": "10", "B": "5", "C": "5"}
    assert shown["won"] == {"A": 2}
    ties = shown["ties"]
    assert isinstance(ties, list)
    assert ties[0]["settled_by"] == "law"
    assert shown["awaiting"] is None
