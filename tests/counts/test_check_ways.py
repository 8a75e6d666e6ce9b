"""Sums of papers, slips of the pen and printed roundings: the arithmetic under the check, against plain enumeration."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tellers.count import check_ways
from tellers.count.check_grid import printed_range
from tellers.count.check_slips import slips
from tellers.count.check_ways import Ways, ways
from tellers.count.declared_sheet import printed


@given(
    parcels=st.dictionaries(st.integers(1, 40), st.integers(0, 4), min_size=1, max_size=4),
    low=st.integers(-3, 150),
    wide=st.sampled_from([0, 0, 1, 7]),
)
def test_the_fewest_and_most_papers_are_those_of_every_combination(
    parcels: dict[int, int], low: int, wide: int
) -> None:
    values, caps = tuple(parcels), tuple(parcels.values())
    every = [
        counts
        for counts in product(*(range(cap + 1) for cap in caps))
        if low <= sum(value * count for value, count in zip(values, counts, strict=True)) <= low + wide
    ]
    found = ways(low, low + wide, values, caps)
    if not every:
        assert found is None
    else:
        assert found == Ways(tuple(map(min, zip(*every, strict=True))), tuple(map(max, zip(*every, strict=True))))


@given(
    parcels=st.dictionaries(st.integers(1, 60), st.integers(1, 5), min_size=2, max_size=4),
    data=st.data(),
)
def test_where_combinations_are_too_many_no_sum_that_papers_make_is_called_impossible(
    parcels: dict[int, int], data: st.DataObject
) -> None:
    values, caps = tuple(parcels), tuple(parcels.values())
    counts = [data.draw(st.integers(0, cap)) for cap in caps]
    total = sum(value * count for value, count in zip(values, counts, strict=True))
    assert check_ways._reachable(total, total, values, caps) is not None


@given(st.from_regex(r"[1-9][0-9]{0,4}(\.[0-9]{1,5})?", fullmatch=True), st.data())
def test_a_figure_with_one_digit_changed_has_the_right_one_among_its_slips(text: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([at for at, sign in enumerate(text) if sign != "."]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place] and (place or d != "0")]))
    wrong = text[:place] + digit + text[place + 1 :]
    assert text in set(slips(wrong))
    assert wrong not in set(slips(wrong))


def test_two_digits_exchanged_a_digit_dropped_and_one_doubled_are_slips() -> None:
    assert "1234" in set(slips("1324"))
    assert "303" in set(slips("33"))
    assert "303" in set(slips("3003"))
    assert "-12" in set(slips("-21"))


@given(units=st.integers(0, 10**9), places=st.sampled_from([2, 3, 4, 5]))
def test_a_rounded_figure_stands_for_a_range_that_holds_what_was_rounded(units: int, places: int) -> None:
    step = 10 ** (5 - places)
    shown = Fraction((units + step // 2) // step * step, 10**5)
    figure = printed(f"{int(shown * 10**places) // 10**places}.{int(shown * 10**places) % 10**places:0{places}d}")
    assert figure is not None
    low, high = printed_range(figure, 10**5, 5, 5)
    assert low <= units <= high
