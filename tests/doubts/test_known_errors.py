"""Errors that real counts made, each by name: invented places where the figures are not all known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from barsetshire import barsetshire
from material import shared
from tellers.cli.night import open_night
from tellers.edition import latest
from tellers.errors import DeclarationError
from tellers.record import (
    Area,
    Candidate,
    Contest,
    Controls,
    Corrected,
    Declared,
    Doubt,
    DoubtAnswered,
    Election,
    Event,
    PartCounted,
    RunningTotal,
    Verified,
)
from tellers.terms import AreaId, CandidateId

WARD = barsetshire(areas=1, candidates=3)
THREE = barsetshire(areas=3, candidates=3)


def doubts(election: Election, *events: Event) -> list[Doubt]:
    edition = latest(election, events)
    return [doubt for standing in edition.standings.values() for doubt in standing.doubts]


def declared(votes: dict[str, int | None], **changes: Any) -> Declared:
    given: dict[str, Any] = {"id": "d1", "area": "a1", "votes": votes}
    return Declared(**(given | changes))


def test_highworth_2019_more_votes_than_papers_is_refused_and_held() -> None:
    """3,112 votes were declared for a candidate who had 727: more than the papers."""
    votes: dict[str, int | None] = {"grantly": 3112, "proudie": 1208, "slope": 412}
    with pytest.raises(DeclarationError, match="4,732 votes over 2,347 papers"):
        latest(WARD, [declared(votes, ballot_papers=2347)])
    (held, *_) = doubts(WARD, Verified(id="v1", area="a1", ballot_papers=2360), declared(votes))
    assert (held.kind, held.held) == ("over_verified", True)


def test_lewisham_2014_a_sheet_counted_twice_is_named() -> None:
    """One tally sheet of 1,708 was added twice."""
    sheets = [
        PartCounted(id="p1", area="a1", part="sheet 7", votes={"grantly": 900, "proudie": 700, "slope": 108}),
        PartCounted(id="p2", area="a1", part="sheet 8", votes={"grantly": 4100, "proudie": 3000, "slope": 700}),
    ]
    wrong = declared({"grantly": 5900, "proudie": 4400, "slope": 916}, controls=Controls(total=9508))
    (doubt,) = doubts(WARD, *sheets, wrong)
    assert doubt.kind == "total"
    assert "1,708 stands on the sheet of sheet 7: counted twice?" in doubt.evidence


def test_waltham_forest_2010_a_thousand_added_is_refused_or_named() -> None:
    votes: dict[str, int | None] = {"grantly": 3544, "proudie": 2011, "slope": 310}
    with pytest.raises(DeclarationError, match="5,865 votes over 4,884 papers"):
        latest(WARD, [declared(votes, ballot_papers=4884, rejected_ballots=19)])
    (doubt,) = doubts(WARD, declared(votes, controls=Controls(total=4865)))
    assert doubt.kind == "total"
    assert "Grantly 2,544, not 3,544 (one digit wrong)" in doubt.evidence


def test_plymouth_2017_and_putney_2024_papers_left_out_are_missed() -> None:
    """A ward of 6,587 was left out at Plymouth, a batch of 6,558 at Putney."""
    verified = Verified(id="v1", area="a1", ballot_papers=49_500)
    (doubt,) = doubts(WARD, verified, declared({"grantly": 20_952, "proudie": 10_011, "slope": 11_774}))
    assert doubt.kind == "unaccounted"
    assert "6,763 are missing" in doubt.evidence


def test_broxtowe_2011_the_wrong_one_of_a_surname_declared_elected() -> None:
    named = (
        Candidate(id=CandidateId("ann"), name="Ann Thorne"),
        Candidate(id=CandidateId("tom"), name="Tom Thorne"),
        Candidate(id=CandidateId("sam"), name="Sam Moffat"),
    )
    election = replace(WARD, contests=(replace(WARD.contests[0], candidates=named),))
    (doubt,) = doubts(election, declared({"ann": 801, "tom": 640, "sam": 99}, elected=("tom",)))
    assert (doubt.kind, doubt.candidate) == ("elected", "tom")
    assert "Both have the same surname." in doubt.evidence


def test_nonsuch_2018_a_tie_waits_for_its_lot() -> None:
    """Two had 1,405 each: nobody has won until the lot is recorded."""
    edition = latest(WARD, [declared({"grantly": 1405, "proudie": 1405, "slope": 600})])
    standing = edition.standing(WARD.contests[0])
    assert (standing.status, standing.elected, set(standing.tie)) == ("tied", (), {"grantly", "proudie"})


def test_lancaster_2013_a_provisional_winner_turned_round() -> None:
    first = declared({"grantly": 905, "proudie": 900, "slope": 40}, provisional=True)
    final = declared({"grantly": 903, "proudie": 911, "slope": 40}, id="d2")
    (doubt,) = doubts(WARD, first, final)
    assert doubt.kind == "reversed"
    assert doubt.evidence == "The earlier figures had Grantly ahead by 5; these have Proudie ahead by 8."


def test_secnewgate_2021_dudleys_figure_given_for_sandwell() -> None:
    """A press page gave Byrne in Sandwell 52,608 votes, which are Street's for Dudley."""
    night = open_night("wm-mayor-2021")
    events = [e for e in night.events if not (isinstance(e, Declared) and e.area == "E08000028")]
    events = [e for e in events if not isinstance(e, RunningTotal)]
    stage = max(e.stage for e in night.events if isinstance(e, Declared))
    wrong = Declared(id="sandwell", area="E08000028", stage=stage, votes={"liam-byrne": 52608, "andy-street": 29277})
    found = [d for d in doubts(night.election, *events, wrong) if d.kind == "copied"]
    assert [(d.event, d.candidate) for d in found] == [("sandwell", "liam-byrne")]
    assert "52,608 is Andy Street's figure for Dudley" in found[0].evidence


def test_a_count_in_progress_that_falls_is_doubted() -> None:
    running = [
        RunningTotal(id="r1", areas=("a1", "a2"), votes={"grantly": 500, "proudie": 400}),
        RunningTotal(id="r2", areas=("a1", "a2"), votes={"grantly": 480, "proudie": 450}),
    ]
    (doubt,) = doubts(THREE, *running)
    assert (doubt.kind, doubt.candidate) == ("falling_total", "grantly")
    parts = [
        PartCounted(id="p1", area="a1", part="north", votes={"grantly": 50}),
        PartCounted(id="p2", area="a1", part="north", votes={"grantly": 5}),
    ]
    (doubt,) = doubts(THREE, *parts)
    assert doubt.evidence == "Grantly: 5 now, 50 before; a count in progress does not fall."


AKERSHUS = {"Aurskog-Høland": "3226", "Nes": "3228", "Lunner": "3234", "Jevnaker": "3236"}


def test_norway_2025_the_same_votes_added_in_four_municipalities() -> None:
    """On 10 and 11 September 2025 the same votes, about 4,761, were added to the own of four municipalities."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    snapshots = parquet.read_table(shared("data/world/norway/snapshots.parquet")).to_pylist()
    rows = parquet.read_table(shared("data/world/norway/party_rows.parquet")).to_pylist()
    ends = tuple(AKERSHUS.values())
    ours = [s for s in snapshots if s["year"] == 2025 and s["level"] == "kommune" and s["area"].endswith(ends)]
    ours.sort(key=lambda s: s["generated"])
    wanted = {s["snap_id"] for s in ours}
    votes: dict[Any, dict[str, int]] = {}
    for row in rows:
        if row["snap_id"] in wanted:
            votes.setdefault(row["snap_id"], {})[row["party"]] = row["votes"] or 0
    parties = sorted({party for row in votes.values() for party in row})
    areas = {s["area"]: Area(id=AreaId(s["area"]), name=s["navn"], electorate=s["electorate"]) for s in ours}
    contest = Contest(
        id=WARD.contests[0].id,
        name="Storting",
        areas=tuple(areas),
        candidates=tuple(Candidate(id=CandidateId(p), name=p) for p in parties),
    )
    election = replace(WARD, areas=tuple(areas.values()), contests=(contest,))
    events: list[Event] = []
    last: dict[str, str] = {}
    for n, s in enumerate(ours):
        figures: dict[str, int | None] = {p: votes.get(s["snap_id"], {}).get(p, 0) for p in parties}
        given: dict[str, Any] = {"id": f"s{n}", "votes": figures}
        if s["area"] in last:
            events.append(Corrected(replaces=last[s["area"]], reason="A later snapshot of the feed.", **given))
        else:
            events.append(Declared(area=s["area"], **given))
        last[s["area"]] = f"s{n}"
        if s["generated"] > "2025-09-11T14:11:30":
            break
    found = doubts(election, *events)
    assert {areas[d.area].name for d in found if d.kind == "over_electorate" and d.area} == set(AKERSHUS)
    copied = {areas[d.area].name for d in found if d.kind == "copied" and d.area}
    assert len(copied & set(AKERSHUS)) >= 3  # The first of the four had nothing like it yet.
    assert all(d.held for d in found if d.kind == "over_electorate")


def test_the_desks_policy_holds_a_kind_and_an_answer_lets_it_go() -> None:
    events: list[Event] = [declared({"grantly": 801, "proudie": 640, "slope": 99}, controls=Controls(total=1500))]
    ward = replace(WARD, held_kinds=frozenset({"total"}))
    (doubt,) = doubts(ward, *events)
    assert doubt.held
    assert latest(ward, events).standing(WARD.contests[0]).cover == 0
    events.append(DoubtAnswered(id="x1", answers="d1", doubt="total", by="Mark Robarts", reason="The sheet says so."))
    assert doubts(ward, *events) == []
    assert latest(ward, events).standing(WARD.contests[0]).cover == 1
