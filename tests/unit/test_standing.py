"""Where a contest stands, from figures that are whole, partial, overlapping or in conflict."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from barsetshire import barsetshire
from tellers.edition import latest
from tellers.record import (
    CountState,
    Declared,
    DoubtAnswered,
    Election,
    Event,
    LotDrawn,
    PartCounted,
    RunningTotal,
    Source,
    Verified,
    Withdrawn,
)
from tellers.tally import Standing

ELECTION = barsetshire(areas=4, candidates=3)
CONTEST = ELECTION.contests[0]


def standing(*events: Event, election: Election = ELECTION) -> Standing:
    return latest(election, events).standing(election.contests[0])


def votes(grantly: int | None, proudie: int | None, slope: int | None) -> dict[str, int | None]:
    return {"grantly": grantly, "proudie": proudie, "slope": slope}


def test_nothing_declared_is_unknown_and_not_nought() -> None:
    found = standing(Verified(id="v", area="a1", ballot_papers=900))
    assert found.status == "awaiting"
    assert [c.votes for c in found.candidates] == [None, None, None]
    assert found.leader is None
    assert found.valid_votes is None


def test_a_declared_nought_is_a_nought() -> None:
    found = standing(Declared(id="d", area="a1", votes=votes(5, 0, 2)))
    assert found.votes_of("proudie") == 0


def test_the_lead_is_in_points_of_valid_votes_where_they_are_known() -> None:
    found = standing(Declared(id="d", area="a1", votes=votes(500, 400, 100)))
    assert (found.leader, found.lead, found.lead_points) == ("grantly", 100, Fraction(10))
    assert found.points_of == "valid_votes"
    assert found.majority is None


def test_the_lead_is_in_points_of_the_papers_verified_where_votes_are_not_all_known() -> None:
    found = standing(
        Verified(id="v", area="a1", ballot_papers=1250), Declared(id="d", area="a1", votes=votes(500, 400, None))
    )
    assert (found.lead_points, found.points_of) == (Fraction(8), "verified_ballots")
    assert found.votes_of("slope") is None


def test_a_total_implies_what_the_one_missing_area_had() -> None:
    found = standing(
        Declared(id="d1", area="a1", votes=votes(5, 4, 3)),
        Declared(id="d2", area="a2", votes=votes(6, 3, 1)),
        RunningTotal(id="t", areas=("a1", "a2", "a3"), votes=votes(21, 10, 9)),
    )
    assert [(d.areas, d.candidate, d.votes, d.sources) for d in found.derived] == [
        (("a3",), "grantly", 10, ("d1", "d2", "t")),
        (("a3",), "proudie", 3, ("d1", "d2", "t")),
        (("a3",), "slope", 5, ("d1", "d2", "t")),
    ]
    assert found.cover == 3
    assert found.declared == 3
    assert found.votes_of("grantly") == 21


def test_a_total_less_a_total_within_it_is_derived_for_the_areas_between() -> None:
    found = standing(
        RunningTotal(id="t2", areas=("a1", "a2"), votes=votes(20, 10, 5)),
        RunningTotal(id="t4", areas=("*",), votes=votes(50, 60, 15)),
    )
    assert found.derived == ()
    wide = standing(
        RunningTotal(id="t3", areas=("a1", "a2", "a3"), votes=votes(20, 10, None)),
        RunningTotal(id="t4", areas=("*",), votes=votes(50, 60, 15)),
    )
    assert [(d.areas, d.candidate, d.votes) for d in wide.derived] == [
        (("a4",), "grantly", 30),
        (("a4",), "proudie", 50),
    ]


def test_candidates_are_compared_over_one_cover_the_widest_in_which_two_are_known() -> None:
    found = standing(
        Declared(id="d1", area="a1", votes=votes(900, 100, 50)),
        RunningTotal(id="t", areas=("a1", "a2", "a3"), votes=votes(1000, 1200, None)),
    )
    assert found.cover == 3
    assert (found.leader, found.lead) == ("proudie", 200)
    assert found.votes_of("slope") is None


def test_parts_stand_before_a_total_when_all_are_known_and_a_difference_is_a_doubt() -> None:
    events = [Declared(id=f"d{n}", area=f"a{n}", votes=votes(10, 5, 1)) for n in (1, 2, 3, 4)]
    found = standing(*events, RunningTotal(id="t", areas=("*",), votes=votes(41, 20, 4)))
    assert found.votes_of("grantly") == 40
    (doubt,) = found.doubts
    assert (doubt.kind, doubt.candidate) == ("running_total", "grantly")
    assert "the areas add up to 40; the total announced is 41" in doubt.evidence


def test_an_official_total_stands_before_parts_from_the_press() -> None:
    press, official = Source(name="Mercury", kind="press"), Source(name="Returning officer", kind="official")
    events = [Declared(id=f"d{n}", area=f"a{n}", votes=votes(10, 5, 1), source=press) for n in (1, 2, 3, 4)]
    found = standing(*events, RunningTotal(id="t", areas=("*",), votes=votes(41, 20, 4), source=official))
    assert found.votes_of("grantly") == 41


def test_a_total_that_falls_is_a_doubt() -> None:
    found = standing(
        RunningTotal(id="t2", areas=("a1", "a2"), votes=votes(20, 10, 5)),
        RunningTotal(id="t3", areas=("a1", "a2", "a3"), votes=votes(19, 30, 5)),
    )
    assert [d.kind for d in found.doubts] == ["falling_total"]


def test_an_area_that_declared_without_figures_is_declared_and_unknown() -> None:
    found = standing(
        CountState(id="s", area="a2", state="declared"), Declared(id="d", area="a1", votes=votes(500, 400, 100))
    )
    assert found.declared == 2
    assert found.unknown == ("a2",)
    assert found.outstanding(CONTEST) == ("a3", "a4")
    assert found.missing(CONTEST) == ("a2", "a3", "a4")


def test_parts_counted_are_in_the_votes_and_their_area_stays_outstanding() -> None:
    found = standing(
        Declared(id="d", area="a1", votes=votes(500, 400, 100)),
        PartCounted(id="p1", area="a2", part="north", votes=votes(10, 20, 30)),
        PartCounted(id="p2", area="a2", part="south", votes=votes(1, 2, 3)),
    )
    assert found.votes_of("slope") == 133
    assert found.partly == ("a2",)
    assert "a2" in found.undeclared


def test_a_tie_waits_for_the_lot() -> None:
    one = dataclasses.replace(ELECTION, contests=(dataclasses.replace(CONTEST, areas=("a1",)),))
    tied = [Declared(id="d", area="a1", votes=votes(1405, 1405, 7))]
    found = standing(*tied, election=one)
    assert (found.status, found.tie, found.leader, found.majority) == ("tied", ("grantly", "proudie"), None, None)
    drawn = LotDrawn(id="l", candidates=("grantly", "proudie"), winner="proudie")
    after = standing(*tied, drawn, election=one)
    assert (after.status, after.elected, after.majority, after.lot) == ("final", ("proudie",), 0, "l")


def test_a_recount_keeps_a_contest_open_and_a_withdrawal_takes_its_votes_away() -> None:
    events = [Declared(id=f"d{n}", area=f"a{n}", votes=votes(10, 5, 1)) for n in (1, 2, 3, 4)]
    assert standing(*events).status == "final"
    recount = standing(*events, CountState(id="s", area="a4", state="recount_ordered", extent="full"))
    assert (recount.status, recount.recounts, recount.majority) == ("recount", ("a4",), None)
    after = standing(*events, Withdrawn(id="w", replaces="d4", reason="A wrong sheet was read out."))
    assert after.votes_of("grantly") == 30
    assert set(after.undeclared) == {"a4"}


def test_block_vote_elects_as_many_as_there_are_seats_and_shares_are_not_of_papers() -> None:
    contest = dataclasses.replace(CONTEST, areas=("a1",), seats=2, marks=2, rule="block_vote")
    block = dataclasses.replace(ELECTION, contests=(contest,))
    found = standing(Declared(id="d", area="a1", votes=votes(900, 800, 700), ballot_papers=1300), election=block)
    assert found.elected == ("grantly", "proudie")
    assert found.majority == 100
    assert found.valid_votes is None


def test_a_list_contest_wins_seats_by_its_rule_once_all_is_in() -> None:
    contest = dataclasses.replace(CONTEST, rule="dhondt_spain_1985", seats=5)
    lists = dataclasses.replace(ELECTION, contests=(contest,))
    events = [Declared(id=f"d{n}", area=f"a{n}", votes=votes(100, 60, 25)) for n in (1, 2, 3, 4)]
    assert all(c.seats is None for c in standing(*events[:3], election=lists).candidates)
    found = standing(*events, election=lists)
    assert {c.id: c.seats for c in found.candidates} == {"grantly": 3, "proudie": 2, "slope": 0}
    assert (found.status, found.majority) == ("final", None)
    assert latest(lists, events).board.parties[0].seats == 3


def test_a_tie_for_a_lists_last_seat_awaits_its_lot() -> None:
    contest = dataclasses.replace(CONTEST, rule="dhondt_finland_1998", seats=1, areas=("a1",))
    lists = dataclasses.replace(ELECTION, contests=(contest,))
    found = standing(Declared(id="d", area="a1", votes=votes(50, 50, 1)), election=lists)
    assert (found.status, set(found.tie)) == ("tied", {"grantly", "proudie"})


def test_a_declaration_after_a_recount_closes_it() -> None:
    one = dataclasses.replace(ELECTION, contests=(dataclasses.replace(CONTEST, areas=("a1",)),))
    recount = CountState(id="s", area="a1", state="recounting", extent="full")
    assert standing(recount, election=one).recounts == ("a1",)
    after = standing(recount, Declared(id="d", area="a1", votes=votes(9, 8, 1)), election=one)
    assert (after.status, after.recounts) == ("final", ())


def test_an_answered_doubt_about_a_running_total_is_no_longer_raised() -> None:
    events: list[Event] = [Declared(id=f"d{n}", area=f"a{n}", votes=votes(10, 5, 1)) for n in (1, 2, 3, 4)]
    events.append(RunningTotal(id="t", areas=("*",), votes=votes(41, 20, 4)))
    assert [d.event for d in standing(*events).doubts] == ["t"]
    answer = DoubtAnswered(id="q", answers="t", reason="The total was read out wrongly.", by="Eleanor Bold")
    assert standing(*events, answer).doubts == ()
