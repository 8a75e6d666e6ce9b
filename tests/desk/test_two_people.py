"""Calls, withdrawals and lots by two; notices by one; each once, however often it is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.desks import CONTEST, Night, night, sheet
from tellers.desk import Conflict, Forbidden
from tellers.desk.notices import CountNotice, DoubtNotice, StoryNotice
from tellers.desk.people import Actor
from tellers.desk.proposals import CallProposal, CallWithdrawal, Lot, Withdrawal
from tellers.errors import DeclarationError
from tellers.record import Called, Withdrawn
from tellers.terms import AreaId, ContestId

CALL = CallProposal(id="call-0001", seen=0, contest=CONTEST, winner="grantly", reason="It cannot be caught.")


@pytest.fixture
def desk() -> Iterator[Night]:
    with night() as made:
        yield made


@pytest.fixture
def one(desk: Night) -> Actor:
    return desk.actor("one", "caller", "confirmer", "keyer", name="Eleanor Bold")


@pytest.fixture
def two(desk: Night) -> Actor:
    return desk.actor("two", "caller", "confirmer", "editor", name="Mark Robarts")


def test_a_call_is_recorded_when_a_second_person_seconds_it(desk: Night, one: Actor, two: Actor) -> None:
    desk.desk.proposals.propose(one, CALL)
    assert desk.record.seq == 0
    with pytest.raises(Forbidden, match="two persons, not two roles"):
        desk.desk.proposals.decide(one, CALL.id, second=True, seen=desk.record.seq)
    assert desk.desk.proposals.decide(two, CALL.id, second=True, seen=desk.record.seq).state == "seconded"
    call = desk.record.contest(ContestId(CONTEST)).call
    assert isinstance(call, Called)
    assert call.by == ("Eleanor Bold", "Mark Robarts")


def test_a_decision_that_another_took_meanwhile_is_not_taken_again(desk: Night, one: Actor, two: Actor) -> None:
    third = desk.actor("three", "caller", name="Lily Dale")
    desk.desk.proposals.propose(one, CALL)
    desk.desk.proposals.decide(two, CALL.id, second=False, seen=desk.record.seq)
    with pytest.raises(Conflict, match="refused by Mark Robarts"):
        desk.desk.proposals.decide(third, CALL.id, second=True, seen=desk.record.seq)
    assert desk.record.seq == 0


def test_a_call_sent_and_seconded_again_is_one_call(desk: Night, one: Actor, two: Actor) -> None:
    for _ in range(2):
        desk.desk.proposals.propose(one, CALL)
    for _ in range(2):
        desk.desk.proposals.decide(two, CALL.id, second=True, seen=desk.record.seq)
    assert desk.record.seq == 1
    back = CallWithdrawal(id="uncall-0001", seen=1, replaces=CALL.id, reason="A box was found.")
    desk.desk.proposals.propose(two, back)
    desk.desk.proposals.decide(one, back.id, second=True, seen=desk.record.seq)
    assert desk.record.contest(ContestId(CONTEST)).call is None


def test_only_callers_call(desk: Night) -> None:
    with pytest.raises(Forbidden, match="caller"):
        desk.desk.proposals.propose(desk.actor("editor", "editor", "admin", "confirmer"), CALL)


def test_a_withdrawal_names_both_and_its_reason(desk: Night, one: Actor, two: Actor) -> None:
    desk.desk.keyings.key(one, sheet("one", 500, 400, 20))
    answer = desk.desk.keyings.key(two, sheet("two", 500, 400, 20))
    wanted = Withdrawal(id="withdraw-1", seen=1, replaces=answer.event or "", reason="The wrong sheet was read out.")
    desk.desk.proposals.propose(one, wanted)
    desk.desk.proposals.decide(two, wanted.id, second=True, seen=desk.record.seq)
    event = desk.record.events[wanted.id]
    assert isinstance(event, Withdrawn)
    assert (event.keyed_by, event.confirmed_by) == ("Eleanor Bold", "Mark Robarts")
    assert desk.desk.places()[0].state == "expected"


def test_a_proposal_that_could_not_be_recorded_is_refused_at_once(desk: Night, one: Actor) -> None:
    lot = Lot(id="lot-00001", seen=0, contest=CONTEST, candidates=("grantly",), winner="grantly")
    with pytest.raises(DeclarationError, match="fewer than two"):
        desk.desk.proposals.propose(one, lot)
    assert desk.desk.proposals.waiting() == []


def test_a_doubt_is_answered_by_a_person_with_a_reason(desk: Night, one: Actor, two: Actor) -> None:
    desk.desk.keyings.key(one, sheet("one", 500, 400, 20, total=999, anyway=True))
    answer = desk.desk.keyings.key(two, sheet("two", 500, 400, 20, total=999, anyway=True))
    assert desk.desk.places()[0].state == "doubted"
    for doubt in {d.kind for d in desk.desk.doubts()}:
        said = DoubtNotice(id=f"answer-{doubt}", answers=answer.event or "", doubt=doubt, reason="Read out so.")
        with pytest.raises(Forbidden):
            desk.desk.notices.take(desk.actor(f"reader-{doubt}", "reader"), said)
        desk.desk.notices.take(two, said)
    assert desk.desk.doubts() == []


def test_a_count_state_and_a_story_are_recorded_once(desk: Night, two: Actor) -> None:
    state = CountNotice(id="state-001", contest=CONTEST, area="a1", state="recount_ordered", extent="full")
    story = StoryNotice(id="story-001", story="mayor-1", edition=0, headline="Grantly leads", sentences=("One.",))
    for _ in range(2):
        assert desk.desk.notices.take(two, state) == "recorded"
        assert desk.desk.notices.take(two, story) == "recorded"
    assert desk.record.seq == 2
    assert desk.record.area(ContestId(CONTEST), AreaId("a1")).recount_open
    with pytest.raises(Conflict):
        desk.desk.notices.take(two, CountNotice(id="state-001", contest=CONTEST, area="a2", state="counting"))
