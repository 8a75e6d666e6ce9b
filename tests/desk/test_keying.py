"""Keying twice: what goes to the log, when, and under whose names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.desks import CONTEST, Night, night, sheet
from tellers.desk import Conflict, Forbidden, Unfit
from tellers.desk.notices import DoubtNotice
from tellers.desk.people import Actor
from tellers.errors import DeclarationError
from tellers.record import (
    SINGLE,
    Corrected,
    Declared,
    DoubtAnswered,
    Recounted,
    apply,
    declared_figure,
    single_keyed,
)
from tellers.terms import AreaId, ContestId


@pytest.fixture
def desk() -> Iterator[Night]:
    with night() as made:
        yield made


@pytest.fixture
def eleanor(desk: Night) -> Actor:
    return desk.actor("eleanor", "keyer", name="Eleanor Bold")


@pytest.fixture
def mark(desk: Night) -> Actor:
    return desk.actor("mark", "keyer", "confirmer", name="Mark Robarts")


@pytest.fixture
def editor(desk: Night) -> Actor:
    return desk.actor("editor", "editor", name="Tom Towers")


def standing(desk: Night, area: str = "a1") -> Declared | None:
    figure = declared_figure(desk.record.area(ContestId(CONTEST), AreaId(area)))
    return None if figure is None else figure.event


def test_one_keying_waits_and_records_nothing(desk: Night, eleanor: Actor) -> None:
    assert desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20)).state == "waiting"
    assert desk.record.seq == 0
    assert next(p for p in desk.desk.places() if p.area == "a1").state == "waiting"


def test_two_people_who_key_the_same_record_it_in_both_names(desk: Night, eleanor: Actor, mark: Actor) -> None:
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20, rejected_ballots=5, total=920))
    answer = desk.desk.keyings.key(mark, sheet("two", 500, 400, 20, rejected_ballots=5, majority=100))
    event = standing(desk)
    assert answer.state == "agreed"
    assert event is not None
    assert (event.keyed_by, event.confirmed_by) == ("Eleanor Bold", "Mark Robarts")
    assert event.votes == {"grantly": 500, "proudie": 400, "slope": 20}
    assert event.controls is not None
    assert (event.controls.total, event.controls.majority) == (920, 100), "each heard one of the check digits"
    assert next(p for p in desk.desk.places() if p.area == "a1").state == "in"


def test_one_person_cannot_confirm_their_own_figures_whatever_their_roles(desk: Night, mark: Actor) -> None:
    desk.desk.keyings.key(mark, sheet("one", 500, 400, 20))
    assert desk.desk.keyings.key(mark, sheet("two", 500, 400, 20)).state == "waiting"
    assert desk.record.seq == 0
    assert desk.desk.keyings.answer("sheet-one").state == "superseded"


def test_two_keyers_who_agree_wait_for_one_who_confirms(desk: Night, eleanor: Actor, mark: Actor) -> None:
    other = desk.actor("lily", "keyer", name="Lily Dale")
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    assert desk.desk.keyings.key(other, sheet("two", 500, 400, 20)).state == "waiting"
    assert desk.record.seq == 0
    assert desk.desk.keyings.key(mark, sheet("three", 500, 400, 20)).state == "agreed"
    assert desk.record.seq == 1


def test_two_who_differ_are_compared_cell_by_cell_and_neither_is_recorded(
    desk: Night, eleanor: Actor, mark: Actor
) -> None:
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    assert desk.desk.keyings.differing(eleanor, "sheet-one") is None, "unseen until both are keyed"
    assert desk.desk.keyings.key(mark, sheet("two", 500, 410, 20)).state == "differing"
    pair = desk.desk.keyings.differing(mark, "sheet-two")
    assert pair is not None
    assert [(c.name, c.mine, c.theirs) for c in pair[2] if not c.same] == [("Proudie", "410", "400")]
    assert desk.record.seq == 0
    assert next(p for p in desk.desk.places() if p.area == "a1").state == "differing"
    assert desk.desk.keyings.key(mark, sheet("three", 500, 400, 20)).state == "agreed"
    assert desk.record.seq == 1


def test_two_who_agree_overrule_a_third(desk: Night, eleanor: Actor, mark: Actor) -> None:
    third = desk.actor("lily", "confirmer", name="Lily Dale")
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    desk.desk.keyings.key(mark, sheet("two", 500, 410, 20))
    assert desk.desk.keyings.key(third, sheet("three", 500, 400, 20)).state == "agreed"
    assert desk.desk.keyings.answer("sheet-two").state == "overruled"


def test_a_sheet_sent_twice_is_taken_once(desk: Night, eleanor: Actor, mark: Actor) -> None:
    for _ in range(3):
        desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    for _ in range(3):
        assert desk.desk.keyings.key(mark, sheet("two", 500, 400, 20)).state == "agreed"
    assert desk.record.seq == 1
    assert [a.outcome for a in desk.desk.acts.latest() if a.act == "key"].count("repeated") == 4


def test_another_sheet_under_a_used_id_is_refused(desk: Night, eleanor: Actor, mark: Actor) -> None:
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    with pytest.raises(Conflict, match="another sheet under this id"):
        desk.desk.keyings.key(eleanor, sheet("one", 501, 400, 20))
    with pytest.raises(Conflict, match="another sheet under this id"):
        desk.desk.keyings.key(mark, sheet("one", 500, 400, 20))


def test_a_blank_is_not_zero_and_must_be_meant(desk: Night, eleanor: Actor) -> None:
    with pytest.raises(Unfit, match="Slope"):
        desk.desk.keyings.key(eleanor, sheet("one", 500, 400, None))
    assert desk.desk.keyings.key(eleanor, sheet("one", 500, 400, None, blanks=True)).state == "waiting"


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ({"total": 902}, "valid votes: found 920 keyed, 18 too many"),
        ({"majority": 90}, "majority: found 100"),
        ({"rejected_ballots": 5, "ballot_papers": 952}, "papers: found 925"),
        ({"turnout_percent": "99.5"}, "turnout: found"),
    ],
)
def test_check_digits_that_do_not_agree_stop_a_sheet_until_it_is_meant(
    desk: Night, eleanor: Actor, checks: dict[str, object], says: str
) -> None:
    with pytest.raises(Unfit, match=says):
        desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20, **checks))
    assert desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20, anyway=True, **checks)).state == "waiting"


def test_what_the_record_would_refuse_is_refused_while_it_is_keyed(desk: Night, eleanor: Actor) -> None:
    with pytest.raises(DeclarationError, match="920 votes over 900 papers"):
        desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20, ballot_papers=900, anyway=True))


def test_single_keyed_on_air_is_a_named_decision_and_shown_until_confirmed(
    desk: Night, eleanor: Actor, mark: Actor, editor: Actor
) -> None:
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    with pytest.raises(Forbidden, match="Mark Robarts, who is confirmer, keyer"):
        desk.desk.keyings.air(mark, "sheet-one", "It is on every other channel.")
    assert desk.desk.keyings.air(editor, "sheet-one", "It is on every other channel.").state == "on_air"
    event = standing(desk)
    assert event is not None
    assert event.confirmed_by is None
    assert "Tom Towers" in (event.note or "")
    assert single_keyed(desk.record, event)
    assert next(p for p in desk.desk.places() if p.area == "a1").state == "single"
    assert desk.desk.keyings.key(mark, sheet("two", 500, 400, 20)).state == "agreed"
    assert not single_keyed(desk.record, event)
    answer = next(iter(desk.record.answers[event.id]))
    assert isinstance(answer, DoubtAnswered)
    assert (answer.doubt, answer.by) == (SINGLE, "Mark Robarts")


def test_a_single_keyed_figure_is_confirmed_by_keying_it_and_not_by_a_word(
    desk: Night, mark: Actor, editor: Actor
) -> None:
    desk.desk.keyings.key(mark, sheet("one", 500, 400, 20))
    event = desk.desk.keyings.air(editor, "sheet-one", "It is on every other channel.").event or ""
    word = DoubtNotice(id="word-0001", answers=event, doubt=SINGLE, reason="I looked.")
    with pytest.raises(Forbidden, match="a second keying"):
        desk.desk.notices.take(mark, word)
    figure = standing(desk)
    assert figure is not None
    own = DoubtAnswered(id="own", answers=event, by=" mark  ROBARTS", doubt=SINGLE, reason="I looked again.")
    assert single_keyed(apply(desk.record, own), figure), "the keyer's own word is nobody else's"


def test_nobody_puts_their_own_sheet_on_air_alone(desk: Night) -> None:
    both = desk.actor("both", "keyer", "editor", name="Both Roles")
    desk.desk.keyings.key(both, sheet("one", 500, 400, 20))
    with pytest.raises(Forbidden, match="two persons, not two roles"):
        desk.desk.keyings.air(both, "sheet-one", "Nobody else is here.")


def test_a_single_keyed_figure_that_two_then_key_otherwise_is_corrected(
    desk: Night, eleanor: Actor, mark: Actor, editor: Actor
) -> None:
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    desk.desk.keyings.air(editor, "sheet-one", "It is on every other channel.")
    assert desk.desk.keyings.key(mark, sheet("two", 500, 410, 20)).state == "differing"
    assert desk.desk.keyings.key(eleanor, sheet("three", 500, 410, 20)).state == "agreed"
    event = standing(desk)
    assert event is not None
    assert event.votes["proudie"] == 410
    assert any(isinstance(e, Corrected) for e in desk.record.events.values())
    assert not single_keyed(desk.record, event)


def test_a_sheet_that_comes_after_the_figures_overwrites_nothing(desk: Night, eleanor: Actor, mark: Actor) -> None:
    late = desk.actor("lily", "keyer", name="Lily Dale")
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    desk.desk.keyings.key(mark, sheet("two", 500, 400, 20))
    assert desk.desk.keyings.key(late, sheet("same", 500, 400, 20)).state == "in_record"
    assert desk.desk.keyings.key(late, sheet("other", 500, 499, 20)).state == "late"
    event = standing(desk)
    assert event is not None
    assert event.votes["proudie"] == 400
    assert next(p for p in desk.desk.places() if p.area == "a1").state == "late"


def test_provisional_figures_give_way_to_final_ones(desk: Night, eleanor: Actor, mark: Actor) -> None:
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20, provisional=True))
    desk.desk.keyings.key(mark, sheet("two", 500, 400, 20, provisional=True))
    event = standing(desk)
    assert event is not None
    assert event.provisional
    assert next(p for p in desk.desk.places() if p.area == "a1").state == "provisional"
    desk.desk.keyings.key(eleanor, sheet("three", 501, 400, 20, seen=event.id))
    desk.desk.keyings.key(mark, sheet("four", 501, 400, 20, seen=event.id))
    event = standing(desk)
    assert event is not None
    assert not event.provisional
    assert event.votes["grantly"] == 501


@pytest.mark.parametrize(("kind", "made"), [("corrected", Corrected), ("recounted", Recounted)])
def test_a_change_is_keyed_twice_with_a_reason_and_against_what_stands(
    desk: Night, eleanor: Actor, mark: Actor, kind: str, made: type
) -> None:
    keyings = desk.desk.keyings
    keyings.key(eleanor, sheet("one", 500, 400, 20))
    keyings.key(mark, sheet("two", 500, 400, 20))
    first = standing(desk)
    assert first is not None
    change = {"kind": kind, "replaces": first.id, "reason": "A bundle was on the wrong pile.", "seen": first.id}
    with pytest.raises(Unfit, match="no reason"):
        keyings.key(eleanor, sheet("three", 490, 410, 20, **{**change, "reason": " "}))
    keyings.key(eleanor, sheet("three", 490, 410, 20, **change))
    assert keyings.key(mark, sheet("four", 490, 410, 20, **change)).state == "agreed"
    event = desk.record.events[f"{keyings.answer('sheet-four').event}"]
    assert isinstance(event, made)
    assert event.reason == "A bundle was on the wrong pile."
    with pytest.raises(Conflict, match="no longer stands"):
        keyings.key(eleanor, sheet("five", 480, 420, 20, **change))


def test_an_embargo_keeps_what_two_agreed_until_its_time(desk: Night, eleanor: Actor, mark: Actor) -> None:
    until = desk.clock().replace(hour=23, minute=0)
    desk.desk.outbox.set_embargo(
        "*", until, reason="The polls are open in the islands.", by="Tom Towers", via="session"
    )
    desk.desk.keyings.key(eleanor, sheet("one", 500, 400, 20))
    assert desk.desk.keyings.key(mark, sheet("two", 500, 400, 20)).state == "embargoed"
    assert desk.record.seq == 0
    desk.clock.pass_(minutes=31)
    desk.desk.look()
    assert desk.record.seq == 1
    assert desk.desk.keyings.answer("sheet-two").state == "agreed"


def test_verified_papers_are_keyed_twice_too(desk: Night, eleanor: Actor, mark: Actor) -> None:
    desk.desk.keyings.key(eleanor, sheet("one", kind="verified", ballot_papers=925, electorate=2_000))
    desk.desk.keyings.key(mark, sheet("two", kind="verified", ballot_papers=925, electorate=2_000))
    assert desk.record.area(ContestId(CONTEST), AreaId("a1")).verified[0].event.ballot_papers == 925
