"""Boards of councils and parliaments: control, what is not known, change on named bases, and the lists of a night."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from fractions import Fraction

import pytest

from councils import START, council, declare, ward
from tellers.edition import Edition, board_lists, board_plain, latest, standing_plain
from tellers.errors import LookupProblem
from tellers.record import (
    Area,
    Basis,
    Body,
    Contest,
    Corrected,
    CountState,
    Declared,
    LotDrawn,
    PreviousArea,
    PreviousFigure,
    SeatsWon,
)
from tellers.tally.bases import find_basis, held
from tellers.tally.control import BodyRow
from tellers.tally.ranking import LENGTH, moved
from tellers.terms import ContestId, PartyId

HIGH, LOW, TIE = (50, 30, 10), (20, 60, 10), (40, 40, 10)


def body(**more: object) -> Body:
    """Return Barchester's council."""
    return Body(id="barchester", name="Barchester City Council", **more)  # type: ignore[arg-type]


def row(edition: Edition) -> BodyRow:
    """Return the only body's row."""
    return edition.board.bodies[0]


def three(results: list[tuple[int, ...]], *extra: object, **of: object) -> Edition:
    """Return the edition after so many of three wards of one seat each declared."""
    wards = [ward(f"w{n}") for n in range(1, 4)]
    election = council(wards, body(**of))
    events = [declare(contest, votes) for contest, votes in zip(wards, results, strict=False)]
    return latest(election, [*events, *extra])  # type: ignore[list-item]


def test_a_council_elected_whole_is_controlled_by_more_than_half_of_its_seats() -> None:
    found = row(three([HIGH, HIGH, LOW], elected="whole"))
    assert (found.control, found.needed, found.size, found.majority) == ("high", 2, 3, 1)


def test_without_the_number_of_its_seats_nobody_is_said_to_control_a_council() -> None:
    found = row(three([HIGH, HIGH, HIGH]))
    assert (found.control, found.needed, found.majority) == (None, None, None)
    assert found.why == "how many seats it has is not in the pack"


def test_where_the_seats_not_up_are_unknown_so_is_control() -> None:
    found = row(three([HIGH, HIGH, HIGH], seats=9, elected="thirds"))
    assert (found.control, found.not_up_unknown, found.complete) == (None, 6, False)
    assert found.why == "6 seats were not up, and whose they are is not in the pack"


def test_where_they_are_known_they_count() -> None:
    found = row(three([HIGH, HIGH, LOW], seats=9, not_up={"high": 3, "low": 3}))
    assert (found.control, dict(found.seats), dict(found.won)) == ("high", {"high": 5, "low": 4}, {"high": 2, "low": 1})


def test_control_is_settled_once_nobody_can_change_it() -> None:
    """Two of five seats unknown, and three won by one party: theirs, whoever holds the rest."""
    found = row(three([HIGH, HIGH, HIGH], seats=5))
    assert (found.control, found.complete) == ("high", False)
    early = row(three([HIGH, HIGH], elected="whole"))
    assert (early.control, early.outstanding) == ("high", 1)


def test_no_overall_control_is_settled_once_no_party_can_reach_enough() -> None:
    wards = [ward(f"w{n}") for n in range(1, 5)]
    election = council(wards, body(elected="whole"))
    events = [declare(w, v) for w, v in zip(wards, [HIGH, LOW, (1, 2, 9)], strict=False)]
    before = row(latest(election, events[:2]))
    assert (before.control, before.why) == (None, "2 seats to come")
    assert row(latest(election, events)).control == "noc"


def test_exactly_half_is_no_control_and_is_told() -> None:
    found = row(three([HIGH, HIGH, LOW], seats=4, not_up={"low": 1}))
    assert (found.control, found.half, found.needed) == ("noc", ("high", "low"), 3)


def test_seats_left_vacant_count_among_all_seats() -> None:
    """One stood for two seats: the other is vacant, and one of two is not more than half."""
    only = ward("w1", seats=2, parties=("high",), each=1)
    found = row(latest(council([only], body(elected="whole")), [declare(only, (30,))]))
    assert (found.vacant, found.complete, found.control, found.half) == (1, True, "noc", ("high",))


def test_a_ward_that_nobody_opposed_is_final_without_a_poll() -> None:
    """Its declaration names who is elected, without votes; else no council with such a ward would ever be complete."""
    only, other = ward("w1", parties=("high",)), ward("w2")
    election = council([only, other], body(elected="whole"))
    said = Declared(id="d", contest="w1", area="w1", elected=("high-1",), note="There was no poll.")
    edition = latest(election, [said, declare(other, HIGH)])
    found = row(edition)
    assert (found.complete, found.control, dict(found.seats)) == (True, "high", {"high": 2})
    assert edition.board.parties[0].votes == 50  # Of the ward that had a poll.
    # Where somebody was opposed, votes are wanted.
    opposed = Declared(id="o", contest="w2", area="w2", elected=("high-1",))
    assert row(latest(election, [said, opposed])).declared == 1


def test_more_seats_than_the_body_has_is_said_and_settles_nothing() -> None:
    found = row(three([HIGH, HIGH, HIGH], seats=2))
    assert found.control is None
    assert "1 more than the 2" in found.why


def test_a_poll_put_off_leaves_the_body_open_until_it_is_held() -> None:
    wards = [ward(f"w{n}") for n in range(1, 4)]
    election = council(wards, body(elected="whole"))
    off = CountState(id="off", contest="w3", area="w3", state="countermanded", note="A candidate had died.")
    events = [declare(wards[0], HIGH), declare(wards[1], LOW), off]
    edition = latest(election, events)
    found = row(edition)
    assert (found.control, found.complete, found.outstanding, found.countermanded) == (None, False, 1, ("w3",))
    expected = board_lists(edition)["expected"]
    assert (expected["without_time"], [r["contest"] for r in expected["countermanded"]]) == (0, ["w3"])
    held_later = row(latest(election, [*events, declare(wards[2], LOW)]))
    assert (held_later.control, held_later.countermanded) == ("low", ())


def test_a_tie_leaves_the_body_open_until_the_lot_is_drawn() -> None:
    wards = [ward(f"w{n}") for n in range(1, 4)]
    election = council(wards, body(elected="whole"))
    events = [declare(w, v) for w, v in zip(wards, [HIGH, LOW, TIE], strict=True)]
    assert row(latest(election, events)).control is None
    lot = LotDrawn(id="lot", contest="w3", candidates=("high-1", "low-1"), winner="low-1")
    edition = latest(election, [*events, lot])
    assert row(edition).control == "low"
    (first, *_) = board_lists(edition)["closest"]
    assert (first["contest"], first["majority_votes"], first["drawn_by_lot"]) == ("w3", 0, True)


def test_the_presiding_officers_seat_is_on_neither_side_of_a_voting_majority() -> None:
    wards = [ward("w1"), ward("w2"), ward("w3", parties=("broad", "chapel"))]
    election = council(wards, body(seats=3, speaker="broad"))
    edition = latest(election, [declare(wards[0], HIGH), declare(wards[1], HIGH), declare(wards[2], (9, 1))])
    assert (row(edition).majority, row(edition).majority_voting) == (1, 2)


def test_totals_announced_for_a_body_stand_beside_wards_known_in_full() -> None:
    told = SeatsWon(id="told", body="barchester", seats={"high": 2, "low": 1}, complete=True)
    edition = three([HIGH], told, elected="whole")
    found = row(edition)
    assert (dict(found.won), dict(found.announced)) == ({"high": 2, "low": 1}, {"high": 1, "low": 1})
    assert (found.control, found.complete, found.outstanding) == ("high", True, 0)
    assert {p.party: p.seats for p in edition.board.parties if p.seats} == {"high": 2, "low": 1}


def test_a_body_of_which_only_totals_are_known_has_control_from_them() -> None:
    election = council([ward("w1", body=None)], body(seats=5))
    part = SeatsWon(id="part", body="barchester", seats={"high": 2, "low": 1})
    found = row(latest(election, [part]))
    assert (found.control, found.outstanding) == (None, 2)
    whole = Corrected(id="whole", replaces="part", reason="Two more.", seats={"high": 3, "low": 2})
    assert row(latest(election, [part, whole])).control == "high"


def test_a_winner_of_no_party_counts_among_the_seats_and_under_no_party() -> None:
    wards = [ward(f"w{n}", parties=("high", "")) for n in range(1, 4)]
    wards = [_without_party(contest) for contest in wards]
    election = council(wards, body(elected="whole"))
    edition = latest(election, [declare(w, (1, 9)) for w in wards])
    found = row(edition)
    assert (found.no_party, dict(found.won), found.complete, found.control) == (3, {}, True, "noc")


def _without_party(contest: Contest) -> Contest:
    rest = tuple(dataclasses.replace(c, party=c.party or None) for c in contest.candidates)
    return dataclasses.replace(contest, candidates=rest)


# Bases.


def on(id: str = "last", kind: str = "last_poll", **more: object) -> Basis:
    """Return a basis."""
    return Basis(id=id, name=f"the {id} basis", kind=kind, **more)  # type: ignore[arg-type]


def before(contest: str, **more: object) -> PreviousArea:
    """Return what a basis says of a ward."""
    return PreviousArea(contest=contest, area=contest, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seats", "said", "expected"),
    [
        (1, {"holder": "high"}, {"high": 1}),
        (1, {"holder": "high", "seats": {"high": 1}}, {"high": 1}),
        (2, {"seats": {"high": 1, "low": 1}}, {"high": 1, "low": 1}),
        (2, {"holder": "high", "seats": {"high": 2}}, {"high": 2}),
        (2, {"holder": "high"}, None),  # One of the two was filled then: who held the other is not known.
        (2, {"seats": {"high": 1}}, None),
        (2, {"seats": {"high": 2, "low": 1}}, None),  # Three were: which of them are up is not known.
        (1, {"seats": {"high": 2, "low": 1}}, None),
        (1, {"seats": {"high": 3}}, {"high": 1}),
        (2, {"seats": {"high": 3}}, {"high": 2}),
        (1, {}, None),
    ],
)
def test_who_held_a_wards_seats_is_known_only_where_as_many_were_filled(
    seats: int, said: dict[str, object], expected: dict[str, int] | None
) -> None:
    contest = ward("w1", seats=seats)
    election = council([contest], body(), bases=(on(areas=(before("w1", **said),)),))
    assert held(election, contest, "last") == expected  # type: ignore[arg-type]


def test_each_net_change_says_over_how_many_contests_and_seats_it_is() -> None:
    wards = [ward("w1", seats=2), ward("w2"), ward("w3")]
    basis = on(areas=(before("w1", seats={"high": 2}), before("w2", holder="low")))
    election = council(wards, body(elected="whole"), bases=(basis,))
    edition = latest(
        election,
        [declare(wards[0], (50, 20, 10, 40, 5, 5)), declare(wards[1], HIGH), declare(wards[2], HIGH)],
    )
    plain = board_plain(edition)
    assert plain["compared"]["last"] | {"votes_contests": 0} == {
        "contests": 2,
        "of_contests": 3,
        "seats": 3,
        "of_seats": 4,
        "bodies": None,
        "votes_contests": 0,
    }
    assert {p["party"]: p["change"]["last"] for p in plain["parties"]} == {"high": 0, "low": 0, "broad": 0}
    assert plain["bodies"][0]["compared"] == {"last": {"contests": 2, "seats": 3}}
    gains = board_lists(edition)["gains"]
    assert [(g["contest"], g["to"], g["from"], g["basis"]) for g in gains] == [
        ("w2", ["high"], ["low"], "last"),
        ("w1", ["low"], ["high"], "last"),
    ]
    high = plain["parties"][0]
    assert (high["party"], high["seats"], high["gains"], high["losses"]) == ("high", 3, {"last": 1}, {"last": 1})


def test_a_body_may_have_three_bases_and_each_change_names_its_own() -> None:
    wards = [ward(f"w{n}") for n in range(1, 4)]
    bases = (
        on("last", areas=tuple(before(f"w{n}", holder="low") for n in range(1, 4))),
        on("notional", "notional", author="A. Trollope", areas=(before("w1", holder="high"),)),
        on("just-before", "just_before"),
    )
    of = body(
        elected="whole",
        before={"just-before": {"low": 2, "broad": 1}},
        control_before={"last": "low", "notional": "noc", "just-before": "low"},
    )
    edition = latest(council(wards, of, bases=bases), [declare(w, HIGH) for w in wards])
    found = row(edition)
    assert {b: dict(c) for b, c in found.change.items()} == {
        "last": {"low": -3, "high": 3},
        "notional": {"high": 0},
        "just-before": {"high": 3, "low": -2, "broad": -1},
    }
    assert {b: (c.kind, c.before) for b, c in found.control_change.items()} == {
        "last": ("gain", "low"),
        "notional": ("gain", "noc"),
        "just-before": ("gain", "low"),
    }
    compared = board_plain(edition)["compared"]
    assert (compared["just-before"]["bodies"], compared["last"]["bodies"]) == (1, None)
    only = board_plain(edition, "just-before")  # type: ignore[arg-type]
    assert set(only["bases"]) == {"just-before"}
    assert all(set(p["change"]) <= {"just-before"} for p in only["parties"])
    assert set(only["bodies"][0]["control_change"]) == {"just-before"}
    standing = standing_plain(edition, wards[0], edition.standing(wards[0]))
    assert standing["seat_changes"] == {"last": {"high": 1, "low": -1}, "notional": {}}


def test_a_change_of_composition_waits_until_the_composition_is_known() -> None:
    wards = [ward(f"w{n}") for n in range(1, 4)]
    of = body(seats=4, before={"just-before": {"low": 4}})
    election = council(wards, of, bases=(on("just-before", "just_before"),))
    edition = latest(election, [declare(w, HIGH) for w in wards])
    assert row(edition).change == {}
    assert edition.board.compared == {}
    known = council(wards, dataclasses.replace(of, not_up={"low": 1}), bases=election.bases)  # type: ignore[dict-item]
    assert dict(row(latest(known, [declare(w, HIGH) for w in wards])).change["just-before"]) == {"high": 3, "low": -3}  # type: ignore[index]


def test_what_a_basis_lumps_together_is_lumped_in_the_change() -> None:
    """A table that knows "others" cannot say that Broad Church gained: it held an unknown part of them."""
    wards = [ward(f"w{n}") for n in range(1, 4)]
    of = body(elected="whole", before={"tables": {"high": 1, "oth": 2}}, control_before={"tables": "oth"})
    election = council(wards, of, bases=(on("tables", "just_before", others="oth"),))
    edition = latest(election, [declare(w, (1, 2, 9)) for w in wards])
    assert dict(row(edition).change["tables"]) == {"high": -1, "oth": 1}  # type: ignore[index]
    assert row(edition).control == "broad"
    assert row(edition).control_change == {}
    changes = {p.party: dict(p.change) for p in edition.board.parties}
    assert changes["broad"] == {}
    assert changes["oth"] == {"tables": 1}


def test_asking_for_a_basis_that_the_pack_lacks_says_which_it_has() -> None:
    election = council([ward("w1")], body(), bases=(on("last"),))
    with pytest.raises(LookupProblem, match=r'no basis "notional".*last \(the last basis\)'):
        find_basis(election, "notional")
    with pytest.raises(LookupProblem, match="this pack has none"):
        find_basis(council([ward("w1")], body()), "last")


# The lists of a night.


def test_latest_closest_and_turnout_are_in_order_and_a_correction_moves_them() -> None:
    wards = [ward(f"w{n:02}") for n in range(LENGTH + 5)]
    election = council(wards, body(elected="whole"))
    events: list[object] = [
        declare(contest, (100 + n, 50, 1), papers=160 + n, minute=n) for n, contest in enumerate(wards)
    ]
    lists = board_lists(latest(election, events))  # type: ignore[arg-type]
    assert [r["contest"] for r in lists["closest"]] == [f"w{n:02}" for n in range(LENGTH)]
    assert lists["latest"][0]["contest"] == f"w{LENGTH + 4:02}"
    assert lists["turnout"]["lowest"][0]["contest"] == "w00"
    assert lists["turnout"]["highest"][0]["contest"] == f"w{LENGTH + 4:02}"
    events.append(
        Corrected(id="c", contest="w00", replaces="w00-declared", reason="A digit.", votes={"high-1": 159, "low-1": 0})
    )
    lists = board_lists(latest(election, events))  # type: ignore[arg-type]
    assert [r["contest"] for r in lists["closest"]] == [f"w{n:02}" for n in range(1, LENGTH + 1)]
    assert (lists["latest"][0]["contest"], lists["latest"][0]["how"]) == ("w00", "corrected")


def test_a_ranking_asks_everyone_only_when_one_of_the_first_falls_out() -> None:
    full = tuple((n, f"c{n}") for n in range(LENGTH))
    everyone = [*full, (LENGTH, f"c{LENGTH}")]

    def nobody() -> list[tuple[int, str]]:
        raise AssertionError("asked")

    assert moved(full, "new", 5, nobody)[5:7] == ((5, "c5"), (5, "new"))  # type: ignore[arg-type]
    assert moved(full, "c3", 4, nobody)[3] == (4, "c3")  # type: ignore[arg-type]
    assert moved(full, "c3", None, lambda: everyone[:3] + everyone[4:])[-1] == everyone[-1]  # type: ignore[arg-type,return-value]


def test_swings_are_told_towards_the_party_that_they_went_to() -> None:
    figures = tuple(
        PreviousFigure(contest="w1", area="w1", party=p, votes=v) for p, v in {"high": 80, "low": 20}.items()
    )
    contest = ward("w1", parties=("high", "low"))
    election = council([contest], body(elected="whole"), bases=(on(figures=figures),))
    lists = board_lists(latest(election, [declare(contest, (60, 40))]))
    (swing,) = lists["swings"]["last"]
    assert (swing["from"], swing["to"], swing["butler_points"], swing["basis"]) == ("high", "low", 20, "last")


def test_what_is_expected_next_is_in_order_of_time_and_leaves_out_what_has_come() -> None:
    times = ("2031-05-01T23:30:00+01:00", "2031-05-01T23:00:00+01:00", None)
    wards = [ward(f"w{n}", expected_at=at) for n, at in enumerate(times)]
    election = council(wards, body(elected="whole"))
    expected = board_lists(latest(election, []))["expected"]
    assert [r["contest"] for r in expected["next"]] == ["w1", "w0"]
    assert (expected["with_time"], expected["without_time"]) == (2, 1)
    expected = board_lists(latest(election, [declare(wards[1], HIGH)]))["expected"]
    assert [r["contest"] for r in expected["next"]] == ["w0"]


def test_regions_add_up_to_the_night() -> None:
    wards = [ward(f"w{n}") for n in range(1, 5)]
    regions = {"w1": "East", "w2": "East", "w3": "West", "w4": "West"}
    election = council(wards, body(elected="whole"), regions=regions)
    lists = board_lists(latest(election, [declare(wards[0], HIGH), declare(wards[2], LOW), declare(wards[3], LOW)]))
    east, west = lists["regions"]
    assert (east["region"], east["declared"], east["total"], east["votes"]) == ("East", 1, 2, 90)
    assert next((p["party"], p["seats"], p["votes"]) for p in west["parties"]) == ("low", 2, 120)


def test_a_record_needs_two_earlier_polls() -> None:
    contest = ward("w1", parties=("high", "low"))

    def poll(id: str, high: int, low: int, papers: int) -> Basis:
        rows = {"high": high, "low": low}
        return on(
            id,
            figures=tuple(PreviousFigure(contest="w1", area="w1", party=p, votes=v) for p, v in rows.items()),
            areas=(before("w1", holder="low", electorate=1000, ballot_papers=papers),),
        )

    def records(*bases: Basis) -> set[tuple[str, str | None]]:
        election = council([contest], body(elected="whole"), bases=bases)
        lists = board_lists(latest(election, [declare(contest, (60, 40), papers=101)]))
        return {(r["kind"], r["party"]) for r in lists["records"]}

    first, second = poll("first", 45, 55, 300), poll("second", 40, 60, 200)
    assert records(first) == set()
    assert records(first, second) == {
        ("share_high", "high"),
        ("share_low", "low"),
        ("turnout_low", None),
        ("first_seat", "high"),
    }


# Additional members.


def region(areas: tuple[str, ...]) -> Contest:
    """Return a region's list vote over some constituencies."""
    base = ward("region", parties=("high", "low", "broad"), each=1)
    return dataclasses.replace(
        base,
        rule="additional_member_scotland_1998",
        seats=3,
        areas=areas,  # type: ignore[arg-type]
        candidates=tuple(dataclasses.replace(c, id=f"list-{c.party}") for c in base.candidates),  # type: ignore[arg-type]
    )


def listed_seats(edition: Edition) -> Mapping[PartyId, int]:
    """Return the region's list seats."""
    return edition.board_sums.shares[ContestId("region")].seats


def test_list_seats_wait_for_the_constituencies_and_follow_their_corrections() -> None:
    inner = [ward(f"w{n}") for n in range(1, 3)]
    lists = region(("w1", "w2"))
    election = council([*inner, lists], body(seats=5))
    election = dataclasses.replace(election, areas=tuple(Area(id=a, name=a) for a in ("w1", "w2")))  # type: ignore[arg-type]
    listed = [
        Declared(id=f"l{a}", contest="region", area=a, votes={"list-high": 30, "list-low": 18, "list-broad": 12})
        for a in ("w1", "w2")
    ]
    waiting = latest(election, [*listed, declare(inner[0], HIGH)])
    assert (row(waiting).declared, dict(row(waiting).won)) == (1, {"high": 1})
    events = [*listed, declare(inner[0], HIGH), declare(inner[1], HIGH)]
    # D'Hondt on 60, 36, 24 with two seats held by High: 36, 24 and then 60 / 3 = 20 against 36 / 2 = 18.
    whole = latest(election, events)
    assert (row(whole).complete, dict(row(whole).won)) == (True, {"high": 3, "low": 1, "broad": 1})
    assert row(whole).control == "high"
    assert dict(listed_seats(whole)) == {"high": 1, "low": 1, "broad": 1}
    other = Corrected(id="c", contest="w2", replaces="w2-declared", reason="Wrong pile.", votes={"high-1": 1})
    # With one seat held each: 60 / 2 = 30, 24 and then 60 / 3 = 20 against 36 / 2 = 18.
    assert dict(listed_seats(latest(election, [*events, other]))) == {"high": 2, "broad": 1}
    lost = latest(
        election,
        [
            *events,
            Corrected(id="d", contest="w2", replaces="w2-declared", reason="x", votes={"high-1": 40, "low-1": 40}),
        ],
    )
    assert row(lost).complete is False  # A tie in a constituency: its region's list seats wait for the lot.


def test_shares_are_exact() -> None:
    edition = three([HIGH], elected="whole")
    assert edition.board.parties[0].share == Fraction(500, 9)
    assert board_lists(edition)["latest"][0]["announced_at"] == START
