"""Laws that every list method obeys, whatever the votes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tellers.count.biproportional import Matrix, apportion_matrix
from tellers.count.closeness import how_close
from tellers.count.compensation import Compensation
from tellers.count.divisors import DHONDT, DIVISORS, HUNTINGTON_HILL, SAINTE_LAGUE
from tellers.count.lists import Alliance, ListPoll, ListSystem
from tellers.count.remainders import HARE, REMAINDERS
from tellers.count.sheet import Lot
from tellers.count.thresholds import Share, Threshold
from tellers.errors import CountError

VOTES = st.lists(st.integers(0, 5_000), min_size=1, max_size=8).filter(any)
SEATS = st.integers(0, 30)
METHODS = st.sampled_from([*DIVISORS.values(), *REMAINDERS.values()])
SEQUENCES = st.sampled_from(list(DIVISORS.values()))
# Without a deadline: the machine may be busy, and a slow example is no broken law.
QUICK = settings(max_examples=50, deadline=None)


def _poll(votes: list[int], seats: int) -> ListPoll:
    return ListPoll(votes={f"L{i}": cast for i, cast in enumerate(votes)}, seats=seats)


@QUICK
@given(votes=VOTES, seats=SEATS, method=METHODS)
def test_seats_are_conserved_and_a_tie_is_a_value(votes: list[int], seats: int, method: object) -> None:
    allocation = ListSystem(id="t", method=method).allocate(_poll(votes, seats))  # type: ignore[arg-type]
    assert sum(allocation.won) + allocation.at_stake + allocation.vacant == seats
    assert (allocation.awaiting is None) == (allocation.at_stake == 0)
    if allocation.awaiting is not None:
        assert 0 < allocation.at_stake < len(allocation.awaiting.names)


@QUICK
@given(votes=VOTES, seats=SEATS, method=METHODS, draw=st.data())
def test_given_its_lots_an_allocation_goes_on_to_the_end(
    votes: list[int], seats: int, method: object, draw: st.DataObject
) -> None:
    system = ListSystem(id="t", method=method)  # type: ignore[arg-type]
    poll, lots = _poll(votes, seats), []
    allocation = system.allocate(poll)
    while allocation.awaiting is not None:
        names = allocation.awaiting.names
        lots.append(Lot(candidates=frozenset(names), chosen=draw.draw(st.sampled_from(sorted(names)))))
        before = allocation.by_list
        allocation = system.allocate(poll, lots)
        assert all(allocation.by_list.get(name, 0) >= won for name, won in before.items())
    assert sum(allocation.won) + allocation.vacant == seats
    assert allocation.lots == tuple(lots)
    assert [seat.order for seat in allocation.order] == list(range(1, sum(allocation.won) + 1))


@QUICK
@given(votes=VOTES, seats=SEATS, sequence=SEQUENCES)
def test_one_seat_more_costs_nobody_a_seat_under_divisors(votes: list[int], seats: int, sequence: object) -> None:
    system = ListSystem(id="t", method=sequence)  # type: ignore[arg-type]
    fewer, more = system.allocate(_poll(votes, seats)), system.allocate(_poll(votes, seats + 1))
    assume(fewer.awaiting is None)
    for before, after, name in zip(fewer.won, more.won, fewer.lists, strict=True):
        tied = more.awaiting is not None and name in more.awaiting.names
        assert after + tied >= before


@QUICK
@given(votes=VOTES, seats=SEATS)
def test_largest_remainders_by_the_hare_quota_stay_within_one_seat_of_the_share(votes: list[int], seats: int) -> None:
    allocation = ListSystem(id="t", method=HARE).allocate(_poll(votes, seats))
    for cast, won in zip(votes, allocation.won, strict=True):
        share = Fraction(cast * seats, sum(votes))
        assert share.numerator // share.denominator <= won <= -(-share.numerator // share.denominator)


@QUICK
@given(votes=VOTES, seats=SEATS, method=METHODS, times=st.integers(2, 9))
def test_more_votes_in_proportion_change_no_seat(votes: list[int], seats: int, method: object, times: int) -> None:
    # The Droop quota is a whole number of votes above a share of them, so it alone does not scale.
    assume(getattr(method, "id", "") != "droop")
    system = ListSystem(id="t", method=method)  # type: ignore[arg-type]
    once, more = system.allocate(_poll(votes, seats)), system.allocate(_poll([v * times for v in votes], seats))
    assert once.won == more.won
    assert (once.awaiting is None) == (more.awaiting is None)


@QUICK
@given(votes=VOTES, seats=SEATS, method=METHODS, order=st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_no_seat(votes: list[int], seats: int, method: object, order: object) -> None:
    system = ListSystem(id="t", method=method)  # type: ignore[arg-type]
    poll = _poll(votes, seats)
    items = list(poll.votes.items())
    order.shuffle(items)  # type: ignore[attr-defined]
    shuffled = system.allocate(ListPoll(votes=dict(items), seats=seats))
    straight = system.allocate(poll)
    assert straight.by_list == shuffled.by_list
    tied = [a.awaiting and frozenset(a.awaiting.names) for a in (straight, shuffled)]
    assert tied[0] == tied[1]


@QUICK
@given(votes=VOTES, seats=SEATS, method=METHODS)
def test_a_list_with_no_votes_wins_nothing_and_changes_nothing(votes: list[int], seats: int, method: object) -> None:
    system = ListSystem(id="t", method=method)  # type: ignore[arg-type]
    without = system.allocate(_poll(votes, seats))
    added = system.allocate(ListPoll(votes={**_poll(votes, seats).votes, "Nobody": 0}, seats=seats))
    assert added.by_list == without.by_list


@QUICK
@given(votes=VOTES, seats=st.integers(1, 20), percent=st.integers(0, 60))
def test_a_list_below_the_threshold_wins_nothing_and_the_rest_share_as_if_it_were_not_there(
    votes: list[int], seats: int, percent: int
) -> None:
    threshold = Threshold(any_of=(Share(share=Fraction(percent, 100), of="list_votes"),))
    allocation = ListSystem(id="t", method=SAINTE_LAGUE, threshold=threshold).allocate(_poll(votes, seats))
    above = {name: cast for name, cast in _poll(votes, seats).votes.items() if 100 * cast >= percent * sum(votes)}
    alone = ListSystem(id="t", method=SAINTE_LAGUE).allocate(ListPoll(votes=above, seats=seats))
    assert allocation.by_list == alone.by_list


@QUICK
@given(
    votes=st.lists(st.integers(1, 400), min_size=2, max_size=5),
    seats=st.integers(1, 8),
    method=st.sampled_from([DHONDT, SAINTE_LAGUE, HUNTINGTON_HILL, HARE]),
    percent=st.sampled_from([0, 5, 20]),
)
def test_the_votes_to_the_next_seat_are_the_least_that_win_it(
    votes: list[int], seats: int, method: object, percent: int
) -> None:
    """Held against trying every number of votes from one up."""
    threshold = Threshold(any_of=(Share(share=Fraction(percent, 100), of="list_votes"),))
    system = ListSystem(id="t", method=method, threshold=threshold)  # type: ignore[arg-type]
    near = how_close(system.allocate, _poll(votes, seats))[0]

    def won_with(first: int) -> int:
        return system.allocate(_poll([first, *votes[1:]], seats)).by_list.get("L0", 0)

    assert near.seats == won_with(votes[0])
    searched = next((more for more in range(1, 3_000) if won_with(votes[0] + more) > near.seats), None)
    assert near.gain_votes == searched or (near.gain_votes or 3_000) >= 3_000
    if near.seats:
        assert near.lose_votes == next(n for n in range(1, votes[0] + 1) if won_with(votes[0] - n) < near.seats)


@QUICK
@given(votes=st.lists(st.integers(1, 900), min_size=3, max_size=6), seats=st.integers(1, 15))
def test_an_alliance_wins_what_one_list_of_its_votes_would_and_shares_out_all_of_it(
    votes: list[int], seats: int
) -> None:
    poll = _poll(votes, seats)
    system = ListSystem(id="t", method=DHONDT)
    allied = system.allocate(
        ListPoll(votes=poll.votes, seats=seats, alliances=(Alliance(name="Both", lists=("L0", "L1")),))
    )
    one = {"Both": votes[0] + votes[1], **{f"L{i}": votes[i] for i in range(2, len(votes))}}
    together = system.allocate(ListPoll(votes=one, seats=seats))
    inner = allied.tiers[1].areas["Both"]
    assert sum(inner.won) + inner.at_stake == together.by_list.get("Both", 0)
    assert {n: w for n, w in allied.by_list.items() if n not in ("L0", "L1")} == {
        n: w for n, w in together.by_list.items() if n != "Both"
    }


@QUICK
@given(
    votes=st.lists(st.integers(1, 5_000), min_size=2, max_size=6),
    held=st.lists(st.integers(0, 12), min_size=2, max_size=6),
    mode=st.sampled_from(["added", "levelled", "set_aside", "taken_back"]),
)
def test_compensation_gives_nobody_less_than_it_won_but_where_the_law_takes_back(
    votes: list[int], held: list[int], mode: str
) -> None:
    names = [f"L{i}" for i in range(min(len(votes), len(held)))]
    poll = ListPoll(
        votes=dict(zip(names, votes, strict=False)),
        seats=20,
        held={name: won for name, won in zip(names, held, strict=False) if won},
    )
    assume(sum(held[: len(names)]) <= 20)
    system = ListSystem(id="t", method=SAINTE_LAGUE)
    allocation = Compensation(system=system, overhang=mode).allocate(poll)  # type: ignore[arg-type]
    assume(allocation.awaiting is None)
    total = sum(allocation.totals.values())
    if mode != "taken_back":
        assert all(won >= 0 for won in allocation.won)
    if mode in ("set_aside", "taken_back"):
        assert total == 20
    else:
        assert total >= 20
    if mode == "levelled":
        due = ListSystem(id="t", method=SAINTE_LAGUE).allocate(ListPoll(votes=poll.votes, seats=total))
        assert due.by_list == allocation.totals


@QUICK
@given(
    table=st.lists(st.lists(st.integers(1, 500), min_size=3, max_size=3), min_size=2, max_size=4),
    seats=st.lists(st.integers(1, 6), min_size=4, max_size=4),
)
def test_a_biproportional_table_meets_both_margins_and_its_divisors_prove_it(
    table: list[list[int]], seats: list[int]
) -> None:
    votes = {f"D{i}": {f"L{j}": cast for j, cast in enumerate(row)} for i, row in enumerate(table)}
    district_seats = {name: seats[i] for i, name in enumerate(votes)}
    totals = {f"L{j}": sum(row[j] for row in table) for j in range(3)}
    upper = ListSystem(id="t", method=SAINTE_LAGUE).allocate(ListPoll(votes=totals, seats=sum(district_seats.values())))
    assume(upper.awaiting is None)
    matrix = Matrix(votes=votes, district_seats=district_seats, list_seats=upper.by_list)
    result = apportion_matrix(matrix, SAINTE_LAGUE, why="the lot")
    doubt = result.placing.awaiting("")
    for district, number in district_seats.items():
        assert sum(result.seats[district].values()) <= number
        if doubt is None:
            assert sum(result.seats[district].values()) == number
    for name, number in upper.by_list.items():
        won = sum(row.get(name, 0) for row in result.seats.values())
        assert won == number if doubt is None else won <= number
        for district, row in votes.items():
            share = row[name] / (result.district_divisors[district] * result.list_divisors[name])
            own = result.seats[district].get(name, 0)
            assert own - Fraction(1, 2) <= share
            assert share <= own + Fraction(1, 2) or doubt is not None


@QUICK
@given(votes=VOTES, seats=st.integers(1, 10), method=METHODS)
def test_a_negative_vote_is_refused(votes: list[int], seats: int, method: object) -> None:
    poll = ListPoll(votes={**_poll(votes, seats).votes, "Wrong": -1}, seats=seats)
    with pytest.raises(CountError, match="found -1 votes for Wrong, wanted 0 or more"):
        ListSystem(id="t", method=method).allocate(poll)  # type: ignore[arg-type]
