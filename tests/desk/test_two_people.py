"""Calls, withdrawals and lots by two; notices by one; each once, however often it is sent."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from desk.desks import CONTEST, Night, chamber, night, sheet
from tellers.desk import Conflict, Forbidden, Sheet
from tellers.desk.notices import CountNotice, DoubtNotice, StoryNotice
from tellers.desk.people import Actor
from tellers.desk.proposals import CallProposal, CallWithdrawal, Lot, Proposal, Withdrawal
from tellers.errors import DeclarationError
from tellers.record import Called, Posted, Withdrawn
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


def declare(desk: Night, *people: Actor, area: str = "a1", votes: tuple[int, ...] = (500, 400, 20)) -> str:
    """Return the event of a declaration that these people keyed."""
    for person in people:
        answer = desk.desk.keyings.key(person, sheet(f"{area}-{person.person.login}", *votes, area=area))
    return answer.event or ""


LOT = Lot(id="lot-00001", seen=0, contest=CONTEST, candidates=("grantly", "proudie"), winner="grantly")


@pytest.mark.parametrize("proposal", [CALL, LOT], ids=["call", "lot"])
def test_who_proposes_on_what_is_no_longer_so_is_told_what_came(
    desk: Night, one: Actor, two: Actor, proposal: CallProposal | Lot
) -> None:
    declare(desk, one, two)
    with pytest.raises(Conflict, match="1 events since you looked: declared Barchester"):
        desk.desk.proposals.propose(one, proposal)
    assert desk.desk.proposals.waiting() == []
    now = msgspec.structs.replace(proposal, seen=desk.record.seq)
    assert desk.desk.proposals.propose(one, now).state == "waiting"


@pytest.mark.parametrize("proposal", [CALL, LOT], ids=["call", "lot"])
def test_a_seconder_is_shown_what_came_since_and_must_look_again(
    desk: Night, one: Actor, two: Actor, proposal: CallProposal | Lot
) -> None:
    desk.desk.proposals.propose(one, proposal)
    looked = desk.record.seq
    event = declare(desk, one, two)
    kept = desk.desk.proposals.find(proposal.id)
    assert [(s.event, s.kind, s.where) for s in desk.desk.proposals.since(kept)] == [(event, "declared", "Barchester")]
    with pytest.raises(Conflict, match="since you looked"):
        desk.desk.proposals.decide(two, proposal.id, second=True, seen=looked)
    assert desk.desk.proposals.find(proposal.id).state == "waiting"
    desk.desk.proposals.decide(two, proposal.id, second=True, seen=desk.record.seq)
    assert desk.record.seq == 2


def test_to_refuse_a_proposal_nobody_needs_to_look_again(desk: Night, one: Actor, two: Actor) -> None:
    desk.desk.proposals.propose(one, CALL)
    declare(desk, one, two)
    assert desk.desk.proposals.decide(two, CALL.id, second=False, seen=0).state == "refused"


def test_what_came_of_other_contests_is_no_reason_to_look_again() -> None:
    with night(chamber(2)) as desk:
        one = desk.actor("one", "caller", "confirmer", "keyer", name="Eleanor Bold")
        two = desk.actor("two", "caller", "confirmer", "keyer", name="Mark Robarts")
        for person in (one, two):
            other = Sheet(id=f"sheet-{person.person.login}", contest="barsetshire-2", area="a4", votes=ALIKE)
            desk.desk.keyings.key(person, other)
        assert desk.record.seq == 1
        desk.desk.proposals.propose(one, CALL)
        desk.desk.proposals.decide(two, CALL.id, second=True, seen=0)
        body = CallProposal(id="call-body", seen=0, body="chapter", winner="noc", reason="Nobody can reach five.")
        with pytest.raises(Conflict, match="2 events since you looked"):
            desk.desk.proposals.propose(one, body)


ALIKE = {"grantly": 500, "proudie": 400, "slope": 20}


def test_a_body_is_called_and_the_call_taken_back_by_two() -> None:
    with night(chamber()) as desk:
        one = desk.actor("one", "caller", name="Eleanor Bold")
        two = desk.actor("two", "caller", name="Mark Robarts")
        call = CallProposal(id="call-body", seen=0, body="chapter", winner="noc", reason="Nobody can reach five.")
        desk.desk.proposals.propose(one, call)
        with pytest.raises(Forbidden, match="two persons, not two roles"):
            desk.desk.proposals.decide(one, call.id, second=True, seen=0)
        desk.desk.proposals.decide(two, call.id, second=True, seen=0)
        assert desk.record.body_calls["chapter"].winner == "noc"
        assert next(w for w in desk.desk.wider() if w.body).called == "noc"
        back = CallWithdrawal(id="uncall-body", seen=1, replaces=call.id, reason="A ward was recounted.")
        desk.desk.proposals.propose(two, back)
        desk.desk.proposals.decide(one, back.id, second=True, seen=1)
        assert not desk.record.body_calls


def test_an_embargo_on_a_contest_holds_all_that_tells_of_it_and_lets_it_out_in_order() -> None:
    with night(chamber(2)) as desk:
        one = desk.actor("one", "caller", "confirmer", "keyer", name="Eleanor Bold")
        two = desk.actor("two", "caller", "confirmer", "keyer", "editor", name="Mark Robarts")
        declared = declare(desk, one, two)
        desk.desk.outbox.set_embargo(CONTEST, desk.clock().replace(hour=23), reason="Held.", by="Tom", via="session")
        made: list[str] = []

        def both(proposal: Proposal) -> None:
            desk.desk.proposals.propose(one, proposal)
            desk.desk.proposals.decide(two, proposal.id, second=True, seen=desk.desk.outbox.ahead().seq)
            made.append(proposal.id)

        def seen() -> int:
            return desk.desk.outbox.ahead().seq

        why = "The dean asked for it."
        both(Lot(id="lot-00001", seen=seen(), contest=CONTEST, candidates=("grantly", "slope"), winner="slope"))
        both(CallProposal(id="call-0001", seen=seen(), contest=CONTEST, winner="grantly", reason=why))
        both(CallProposal(id="call-body", seen=seen(), body="chapter", winner="high", reason=why))
        both(CallWithdrawal(id="uncall-001", seen=seen(), replaces="call-0001", reason=why))
        answer = DoubtNotice(id="answer-01", answers=declared, reason=why)
        count = CountNotice(id="count-001", contest=CONTEST, area="a2", state="recounting")
        for notice in (answer, count):
            assert desk.desk.notices.take(two, notice) == "embargoed"
            made.append(notice.id)
        both(Withdrawal(id="withdraw-1", seen=seen(), replaces=declared, reason=why))
        assert desk.record.seq == 1, "nothing of it is told"
        for post in (Posted(text="Grantly!", by="Tom", contest=CONTEST), Posted(text="So!", by="Tom", body="chapter")):
            assert desk.desk.outbox.holds(post), "a post of it, or of the body that it fills"
        assert not desk.desk.outbox.holds(Posted(text="Counting goes on.", by="Tom", contest="barsetshire-2"))
        assert not desk.desk.outbox.holds(Posted(text="Counting goes on.", by="Tom"))
        assert list(desk.desk.outbox.waiting().values()) == ["embargoed"] * len(made)
        other = CountNotice(id="count-002", contest="barsetshire-2", area="a4", state="counting")
        assert desk.desk.notices.take(two, other) == "recorded", "of another contest all is told"
        desk.desk.outbox.set_embargo(CONTEST, None, reason="He knows.", by="Tom", via="session")
        told = sorted(desk.record.events.values(), key=lambda event: event.seq)
        assert [event.id for event in told] == [declared, "count-002", *made]
        assert desk.desk.outbox.refused() == []


def test_a_second_call_is_refused_while_the_first_is_under_embargo(desk: Night, one: Actor, two: Actor) -> None:
    desk.desk.outbox.set_embargo("*", desk.clock().replace(hour=23), reason="Held.", by="Tom", via="session")
    desk.desk.proposals.propose(one, CALL)
    desk.desk.proposals.decide(two, CALL.id, second=True, seen=0)
    assert desk.record.seq == 0
    with pytest.raises(DeclarationError, match="a second call"):
        desk.desk.proposals.propose(one, msgspec.structs.replace(CALL, id="call-0002", seen=1))
