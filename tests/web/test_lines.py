"""The order of the contests that a page lists."""

from __future__ import annotations

from dataclasses import replace

from barsetshire import barsetshire
from tellers.edition import latest
from tellers.record import Corrected, Declared, Event
from tellers.web.site.lines import LinesDesk


def test_the_latest_declarations_are_in_the_order_in_which_they_came_whatever_is_doubted_or_corrected_since() -> None:
    election = barsetshire(areas=1, contests=3, candidates=3)
    election = replace(election, areas=tuple(replace(area, electorate=90_000) for area in election.areas))
    events: list[Event] = [
        Declared(
            id=f"d{n}",
            seq=n,
            contest=f"barsetshire-{n}",
            area=f"a{n}",
            votes={"grantly": 5210 + n, "proudie": 4302 - 7 * n, "slope": 118 * n},
        )
        for n in (1, 2, 3)
    ]

    def listed(events: list[Event]) -> list[str]:
        return [str(line.contest.id)[-1] for line in LinesDesk().at(latest(election, events)).finals]

    assert listed(events) == ["3", "2", "1"]
    corrected = Corrected(
        id="c1", seq=4, contest="barsetshire-1", replaces="d1", reason="One digit.", votes={"grantly": 5213}
    )
    assert listed([*events, corrected]) == ["3", "2", "1"]
