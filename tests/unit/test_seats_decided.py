"""Seats and control that nothing outstanding can change, held against every completion of small polls."""

from __future__ import annotations

from itertools import product

import pytest

from tellers.outlook.seats_decided import (
    Divisor,
    OpenContest,
    control_decided,
    dhondt,
    list_ranges,
    modified_sainte_lague,
    sainte_lague,
)


def possible(votes: dict[str, int], seats: int, divisor: Divisor) -> set[tuple[tuple[str, int], ...]]:
    """Return every outcome of a poll, each way of settling a tie among them."""
    quotients = sorted(
        ((v / divisor(n), name) for name, v in votes.items() for n in range(1, seats + 1) if v), reverse=True
    )
    if len(quotients) <= seats:
        return {_seats([name for _, name in quotients])}
    line = quotients[seats - 1][0]
    sure = [name for q, name in quotients if q > line]
    level = [name for q, name in quotients if q == line]
    found = set()
    for chosen in product([0, 1], repeat=len(level)):
        if sum(chosen) == seats - len(sure):
            found.add(_seats(sure + [name for name, take in zip(level, chosen, strict=True) if take]))
    return found


def _seats(names: list[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, names.count(name)) for name in set(names)))


@pytest.mark.parametrize("divisor", [dhondt, sainte_lague, modified_sainte_lague])
@pytest.mark.parametrize("votes", [(9, 5, 2), (12, 7, 6), (8, 8, 3), (15, 1, 0), (10, 9, 8)])
@pytest.mark.parametrize("seats", [1, 3, 4])
@pytest.mark.parametrize("outstanding", [0, 2, 4])
def test_ranges_of_lists_hold_exactly_what_completions_give(
    votes: tuple[int, int, int], seats: int, outstanding: int, divisor: Divisor
) -> None:
    names = ("a", "b", "c")
    start = dict(zip(names, votes, strict=True))
    ends: dict[str, set[int]] = {name: set() for name in names}
    for more in product(range(outstanding + 1), repeat=3):
        if sum(more) <= outstanding:
            total = {n: v + m for (n, v), m in zip(start.items(), more, strict=True)}
            for outcome in possible(total, seats, divisor):
                won = dict(outcome)
                for name in names:
                    ends[name].add(won.get(name, 0))
    found = list_ranges(start, seats, outstanding, divisor)
    assert {n: (r.least, r.most) for n, r in found.items()} == {n: (min(e), max(e)) for n, e in ends.items()}


def test_control_is_decided_when_a_party_has_enough_or_nobody_can() -> None:
    open_contests = [OpenContest(seats=1, standing={"high": 1, "low": 1}), OpenContest(seats=3, standing={"low": 2})]
    assert control_decided("b", {"high": 11}, open_contests, 11).control == "high"
    still = control_decided("b", {"high": 10, "low": 3}, open_contests, 11)
    assert (still.decided, still.control) == (False, None)
    nobody = control_decided("b", {"high": 9, "low": 7}, open_contests, 11)
    assert (nobody.decided, nobody.control) == (True, "noc")
    assert not control_decided("b", {"high": 90}, open_contests, None).decided
