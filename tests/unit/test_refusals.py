"""What cannot be true is refused with where, found, wanted and a remedy, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from barsetshire import barsetshire
from tellers.errors import DeclarationError
from tellers.record import (
    Called,
    CallWithdrawn,
    Controls,
    Corrected,
    Declared,
    DoubtAnswered,
    LotDrawn,
    PartCounted,
    Record,
    Recounted,
    RunningTotal,
    SeatsWon,
    Source,
    StoryFiled,
    Verified,
    Withdrawn,
    apply,
)

ELECTION = barsetshire(areas=3, candidates=3)
VOTES = {"grantly": 500, "proudie": 400, "slope": 100}
OFFICIAL = Source(name="Returning officer", kind="official")
PRESS = Source(name="Barchester Mercury", kind="press")


def declared(**changes: Any) -> Declared:
    given: dict[str, Any] = {"id": "d1", "area": "a1", "votes": VOTES, "ballot_papers": 1010, "sheet": "sheet-1"}
    return Declared(**(given | changes))


def record(*events: Any) -> Record:
    after = Record(election=ELECTION)
    for event in events:
        after = apply(after, event)
    return after


FIRST = declared()
REFUSED: list[tuple[str, list[Any], Any, str]] = [
    ("unknown candidate", [], declared(votes={"trollope": 5}), 'an unknown candidate "trollope"'),
    ("unknown area", [], declared(area="a9"), 'an unknown area "a9"'),
    ("unknown contest", [], declared(contest="elsewhere"), 'an unknown contest "elsewhere"'),
    ("negative vote", [], declared(votes={"slope": -1}), "-1 votes for Slope"),
    ("negative papers", [], declared(ballot_papers=-1), "-1 for ballot_papers"),
    ("negative rejected", [], declared(rejected={"unmarked": -2}), "-2 papers rejected for unmarked"),
    ("votes over papers", [], declared(ballot_papers=999), "1,000 votes over 999 papers"),
    ("too many elected", [], declared(elected=("slope", "grantly")), "2 elected"),
    ("elected unknown", [], declared(elected=("trollope",)), '"trollope" elected'),
    ("second declaration", [FIRST], declared(id="d2", sheet="s2", votes={"slope": 1}), "a second declaration"),
    ("same figures twice", [FIRST], declared(id="d2", sheet="s2"), "the same sheet a second time"),
    ("same sheet twice", [FIRST], declared(id="d2", area="a2"), 'the sheet "sheet-1" a second time'),
    ("same event twice", [FIRST], FIRST, "an event already recorded"),
    (
        "older revision",
        [declared(revision=3)],
        declared(id="d2", sheet="s2", revision=2),
        "revision 2 after revision 3",
    ),
    (
        "older correction",
        [declared(revision=3)],
        Corrected(id="c", replaces="d1", reason="typo", revision=3, votes={"slope": 1}),
        "revision 3 after revision 3",
    ),
    (
        "correction of a replaced figure",
        [FIRST, Corrected(id="c1", replaces="d1", reason="typo", votes={"slope": 99})],
        Corrected(id="c2", replaces="d1", reason="typo", votes={"slope": 98}),
        'that "c1" has replaced already',
    ),
    ("correction of nothing", [], Corrected(id="c", replaces="d1", reason="typo"), "which is not in the record"),
    ("correction without reason", [FIRST], Corrected(id="c", replaces="d1", reason=" "), "no reason"),
    (
        "correction over papers",
        [FIRST],
        Corrected(id="c", replaces="d1", reason="typo", votes={"slope": 5000}),
        "5,900 votes over 1,010 papers",
    ),
    (
        "change to a withdrawn figure",
        [FIRST, Withdrawn(id="w", replaces="d1", reason="wrong ward")],
        Corrected(id="c", replaces="d1", reason="typo", votes={"slope": 1}),
        "withdrawn",
    ),
    (
        "verified twice",
        [Verified(id="v", area="a1", ballot_papers=5)],
        Verified(id="w", area="a1", ballot_papers=6),
        "a",
    ),
    ("negative verified", [], Verified(id="v", area="a1", ballot_papers=-5), "-5 papers verified"),
    ("total of no area", [], RunningTotal(id="t", areas=(), votes=VOTES), "a running total of no areas"),
    ("lot between one", [], LotDrawn(id="l", candidates=("slope",), winner="slope"), "fewer than two"),
    ("lot won by another", [], LotDrawn(id="l", candidates=("slope", "proudie"), winner="grantly"), "not in it"),
    ("call by one", [], Called(id="k", winner="slope", reason="decided", by=("Bold", "bold ")), "two different people"),
    ("call of nobody", [], Called(id="k", winner="x", reason="decided", by=("Bold", "Dale")), "unknown candidate"),
    ("no such call", [], CallWithdrawn(id="k", replaces="x", reason="early", by=("Bold", "Dale")), "no such call"),
    ("answer to nothing", [], DoubtAnswered(id="q", answers="x", reason="looked", by="Bold"), "no event"),
    ("story ahead of the record", [], StoryFiled(id="s", story="p1", edition=9), "edition 9"),
    ("seats of no body", [], SeatsWon(id="s", body="b", seats={"high": 1}), "an unknown body"),
    ("part over papers", [], PartCounted(id="p", area="a1", part="x", votes=VOTES, ballot_papers=9), "over 9 papers"),
    ("stage nought", [], declared(stage=0), "stage 0"),
]


@pytest.mark.parametrize(("before", "event", "found"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_true_is_refused_in_four_parts(before: list[Any], event: Any, found: str) -> None:
    held = record(*before)
    with pytest.raises(DeclarationError) as refused:
        apply(held, event)
    (problem,) = refused.value.problems
    text = str(problem)
    assert found in text
    assert ": found " in text
    assert ", wanted " in text
    assert problem.remedy.endswith((".", '"'))
    assert held == record(*before)


def test_votes_may_reach_papers_times_marks_in_a_block_vote() -> None:
    import dataclasses

    contest = dataclasses.replace(ELECTION.contests[0], seats=2, marks=2, rule="block_vote")
    election = dataclasses.replace(ELECTION, contests=(contest,))
    votes = {"grantly": 900, "proudie": 800, "slope": 300}
    assert apply(Record(election=election), declared(votes=votes, ballot_papers=1000)).seq == 1
    with pytest.raises(DeclarationError, match=r"times 2 marks a paper"):
        apply(Record(election=election), declared(votes=votes | {"slope": 301}, ballot_papers=1000))
    with pytest.raises(DeclarationError, match=r"one mark a paper for each candidate"):
        apply(Record(election=election), declared(votes={"slope": 1001}, ballot_papers=1000))


def test_a_final_declaration_follows_a_provisional_one_but_not_the_other_way() -> None:
    provisional = declared(provisional=True)
    after = record(provisional, declared(id="d2", sheet="s2", votes=VOTES | {"slope": 101}))
    (figure,) = after.area(ELECTION.contests[0].id, ELECTION.areas[0].id).declared
    assert figure.history == ("d1", "d2")
    with pytest.raises(DeclarationError, match="second declaration"):
        record(FIRST, declared(id="d2", sheet="s2", votes={"slope": 1}, provisional=True))


def test_rival_sources_are_kept_side_by_side_and_the_official_one_stands() -> None:
    press = declared(id="p", source=PRESS, sheet=None, votes=VOTES | {"slope": 90})
    official = declared(id="o", source=OFFICIAL, sheet=None)
    for events in ([press, official], [official, press]):
        area = record(*events).area(ELECTION.contests[0].id, ELECTION.areas[0].id)
        assert len(area.declared) == 2
        (doubt,) = area.doubts
        assert (doubt.event, doubt.kind, doubt.candidate) == ("o", "sources", "slope")
        assert "100 by Returning officer, which stands; 90 by Barchester Mercury" in doubt.evidence


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"controls": Controls(total=1001)}, "total", "add up to 1,000; the total announced is 1,001"),
        ({"controls": Controls(majority=90)}, "majority", "100 apart; the majority announced is 90"),
        ({"rejected_ballots": 12}, "papers", "make 1,012; the papers counted are 1,010"),
        ({"rejected_ballots": 10, "rejected": {"unmarked": 9}}, "rejected", "add up to 9; the papers rejected are 10"),
    ],
)
def test_control_figures_that_do_not_foot_raise_a_doubt(changes: dict[str, Any], kind: str, words: str) -> None:
    area = record(declared(**changes)).area(ELECTION.contests[0].id, ELECTION.areas[0].id)
    assert kind in [doubt.kind for doubt in area.doubts]
    assert any(words in doubt.evidence for doubt in area.doubts)


def test_a_figure_over_the_papers_verified_is_held_until_a_person_answers() -> None:
    contest, area = ELECTION.contests[0].id, ELECTION.areas[0].id
    held = record(Verified(id="v", area="a1", ballot_papers=900), declared(ballot_papers=None))
    (doubt,) = held.area(contest, area).doubts
    assert (doubt.kind, doubt.held) == ("over_verified", True)
    answered = apply(held, DoubtAnswered(id="q", answers="d1", reason="A box was added late.", by="Eleanor Bold"))
    (doubt,) = answered.area(contest, area).doubts
    assert (doubt.held, doubt.answered) == (False, "q")


def test_a_recount_gives_new_figures_and_closes_the_recount() -> None:
    contest, area = ELECTION.contests[0].id, ELECTION.areas[0].id
    after = record(FIRST, Recounted(id="r", replaces="d1", reason="Full recount.", votes={"slope": 97, "grantly": 503}))
    (figure,) = after.area(contest, area).declared
    assert figure.recounted
    assert figure.revision == 2
    assert figure.event.votes == {"grantly": 503, "proudie": 400, "slope": 97}
    assert after.events["d1"].votes == VOTES


def test_a_sheet_taken_back_may_come_again_and_a_figure_that_stands_keeps_its_own() -> None:
    corrected = Corrected(id="c1", replaces="d1", reason="A bundle was missed.", sheet="sheet-2")
    after = record(FIRST, corrected)
    assert set(after.sheets) == {"sheet-1", "sheet-2"}
    after = apply(after, Withdrawn(id="w1", replaces="c1", reason="The wrong sheet was read out."))
    assert not after.sheets
    again = apply(after, declared(id="d2"))
    assert again.sheets["sheet-1"] == "d2"
    with pytest.raises(DeclarationError, match="a second time"):
        apply(again, declared(id="d3", area="a2"))


def test_sheets_of_every_kind_of_figure_are_free_once_it_is_taken_back() -> None:
    part = PartCounted(id="p1", area="a1", part="postal", part_kind="ballot_type", votes=VOTES, sheet="s1")
    more = PartCounted(id="p2", area="a1", part="postal", part_kind="ballot_type", votes=VOTES, sheet="s2")
    total = RunningTotal(id="t1", areas=("a1", "a2"), votes=VOTES, sheet="s3")
    after = record(part, more, total)
    for n, taken in enumerate(("p2", "t1")):
        after = apply(after, Withdrawn(id=f"w{n}", replaces=taken, reason="Read out by mistake."))
    assert not after.sheets
