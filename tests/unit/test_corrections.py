"""What a correction moved is kept with every edition after it: old, new, reason, in every place that had the old."""

from __future__ import annotations

from typing import Any

from barsetshire import barsetshire
from tellers.edition import Edition, latest
from tellers.record import Corrected, Declared, Election, Event, PartCounted, Recounted, Verified, Withdrawn

ELECTION = barsetshire(areas=2, candidates=3)
FIRST: list[Event] = [
    Declared(id="d1", area="a1", votes={"grantly": 5210, "proudie": 4302, "slope": 118}),
    Declared(id="d2", area="a2", votes={"grantly": 3001, "proudie": 3700, "slope": 95}),
]


def after(*events: Event, election: Election = ELECTION) -> Edition:
    return latest(election, events)


def moved(edition: Edition) -> dict[tuple[Any, ...], tuple[Any, Any]]:
    return {(m.what, m.area, m.candidate or m.party): (m.old, m.new) for m in edition.corrections[-1].moved}


def test_every_edition_after_a_correction_still_tells_it() -> None:
    change = Corrected(id="c1", replaces="d1", reason="A bundle.", votes={"grantly": 4210})
    edition = after(FIRST[0], change, FIRST[1])
    assert [(c.event, c.edition, c.kind, c.area, c.reason) for c in edition.corrections] == [
        ("c1", 2, "corrected", "a1", "A bundle.")
    ]
    assert moved(edition)[("votes", "a1", "grantly")] == (5210, 4210)
    assert moved(edition)[("total", None, "grantly")] == (5210, 4210)


def test_a_correction_that_changes_who_wins_moves_the_parties_seats_of_the_night() -> None:
    edition = after(*FIRST, Corrected(id="c1", replaces="d1", reason="A bundle.", votes={"grantly": 4210}))
    assert moved(edition)[("party_seats", None, "high")] == (1, 0)
    assert moved(edition)[("party_seats", None, "low")] == (0, 1)
    assert moved(edition)[("party_votes", None, "high")] == (8211, 7211)


def test_corrected_papers_verified_are_told_too() -> None:
    first = Verified(id="v1", area="a1", ballot_papers=9_800)
    edition = after(first, Corrected(id="c1", replaces="v1", reason="A box.", ballot_papers=9_900))
    assert moved(edition)[("ballot_papers", "a1", None)] == (9_800, 9_900)


def test_a_corrected_part_of_an_area_is_found_among_parts() -> None:
    part = PartCounted(id="p1", area="a1", part="Ward One", votes={"grantly": 400, "proudie": 300, "slope": 4})
    edition = after(part, Recounted(id="r1", replaces="p1", reason="A bundle.", votes={"grantly": 390}))
    assert moved(edition)[("votes", "a1", "grantly")] == (400, 390)


def test_a_final_declaration_says_what_the_provisional_one_said() -> None:
    edition = after(
        Declared(id="d0", area="a1", votes={"grantly": 5000, "proudie": 4302, "slope": 118}, provisional=True), FIRST[0]
    )
    assert edition.corrections[-1].kind == "declared"
    assert moved(edition)[("votes", "a1", "grantly")] == (5000, 5210)


def test_a_withdrawal_leaves_no_new_figure_and_a_second_declaration_is_no_correction() -> None:
    edition = after(FIRST[0], Withdrawn(id="w1", replaces="d1", reason="Too soon."), FIRST[1])
    assert [c.kind for c in edition.corrections] == ["withdrawn"]
    assert moved(edition)[("votes", "a1", "proudie")] == (4302, None)
