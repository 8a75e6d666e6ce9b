"""Every kind of figure that is not one area's declaration: keyed by two, changed by two, taken back by two."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desk.desks import CONTEST, Night, chamber, night
from store_kinds import KINDS, place
from tellers.desk import Actor, Conflict, Forbidden, Sheet, Unfit, Unknown, open_tables
from tellers.desk.proposals import Withdrawal
from tellers.desk.sheet import slot_of
from tellers.desk.standing import standing_for
from tellers.errors import DeclarationError
from tellers.record import Corrected, Figure, Recounted, single_keyed
from tellers.store import create_store, open_store

VOTES = {"grantly": 500, "proudie": 400, "slope": 20}
MORE = {"grantly": 900, "proudie": 800, "slope": 40}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of figure: where it is keyed, what is keyed first, and what is keyed after."""

    where: dict[str, Any]
    first: dict[str, Any] = field(default_factory=lambda: {"votes": VOTES})
    after: dict[str, Any] = field(default_factory=lambda: {"votes": MORE})
    recounts: bool = True
    grows: bool = True

    def sheet(self, id: str, said: dict[str, Any], **more: Any) -> Sheet:
        return Sheet(id=f"sheet-{id}", **{**self.where, **said, **more})


NUMBERS = itertools.count(1)
PLACE = {"contest": CONTEST, "area": "a1"}
OF_KIND = {
    "running total": Kind(where={"contest": CONTEST, "areas": ("a1", "a2"), "kind": "running_total"}),
    "part": Kind(where={**PLACE, "kind": "part_counted", "part": "Postal", "part_kind": "ballot_type"}),
    "percentage": Kind(
        where={**PLACE, "kind": "part_counted", "part": "counted", "part_kind": "percentage"},
        first={"votes": VOTES, "expected_ballots": 2_000},
        after={"votes": MORE, "expected_ballots": 2_000},
    ),
    "second stage": Kind(
        where={**PLACE, "stage": 2},
        first={"votes": {"grantly": 505, "proudie": 415}},
        after={"votes": {"grantly": 506, "proudie": 414}},
        grows=False,
    ),
    "total at a stage": Kind(where={"contest": CONTEST, "areas": ("a1", "a3"), "kind": "running_total", "stage": 2}),
    "seats": Kind(
        where={"body": "chapter", "kind": "seats_won"},
        first={"seats": {"high": 3, "low": 2}},
        after={"seats": {"high": 4, "low": 5}},
        recounts=False,
    ),
    "papers verified": Kind(
        where={**PLACE, "kind": "verified"}, first={"ballot_papers": 925}, after={"ballot_papers": 952}, grows=False
    ),
}


@pytest.fixture
def desk() -> Iterator[Night]:
    with night(chamber()) as made:
        yield made


@pytest.fixture
def one(desk: Night) -> Actor:
    return desk.actor("one", "keyer", "confirmer", name="Eleanor Bold")


@pytest.fixture
def two(desk: Night) -> Actor:
    return desk.actor("two", "keyer", "confirmer", "editor", name="Mark Robarts")


@pytest.fixture(params=OF_KIND)
def kind(request: pytest.FixtureRequest) -> Kind:
    return OF_KIND[request.param]


def standing(desk: Night, sheet: Sheet) -> Figure | None:
    return standing_for(desk.desk.outbox.ahead(), sheet)


def keyed(desk: Night, kind: Kind, said: dict[str, Any], *people: Actor, **more: Any) -> Figure:
    """Return the figure that these people keyed."""
    for person in people:
        made = kind.sheet(f"{person.person.login}-{next(NUMBERS)}", said, **more)
        answer = desk.desk.keyings.key(person, made)
    assert answer.state in ("agreed", "embargoed"), answer
    found = standing(desk, kind.sheet("trial", said))
    assert found is not None
    return found


def test_two_people_who_key_the_same_record_it(desk: Night, kind: Kind, one: Actor, two: Actor) -> None:
    sheet = kind.sheet("one", kind.first)
    assert desk.desk.keyings.key(one, sheet).state == "waiting"
    assert desk.desk.keyings.key(one, sheet).state == "waiting", "sent twice, taken once"
    assert desk.desk.keyings.key(one, kind.sheet("own", kind.first)).state == "waiting", "nobody confirms their own"
    assert desk.record.seq == 0
    assert desk.desk.keyings.key(two, kind.sheet("two", kind.first)).state == "agreed"
    figure = standing(desk, sheet)
    assert figure is not None
    assert (figure.event.keyed_by, figure.event.confirmed_by) == ("Eleanor Bold", "Mark Robarts")
    for name, value in kind.first.items():
        assert getattr(figure.event, name) == value
    assert desk.record.seq == 1


def test_another_sheet_under_the_id_of_one_is_refused(desk: Night, kind: Kind, one: Actor) -> None:
    desk.desk.keyings.key(one, kind.sheet("one", kind.first))
    with pytest.raises(Conflict, match="another sheet under this id"):
        desk.desk.keyings.key(one, kind.sheet("one", kind.after))


def test_two_who_differ_are_shown_both_and_nothing_is_recorded(desk: Night, kind: Kind, one: Actor, two: Actor) -> None:
    desk.desk.keyings.key(one, kind.sheet("one", kind.first))
    assert desk.desk.keyings.key(two, kind.sheet("two", kind.after)).state == "differing"
    pair = desk.desk.keyings.differing(two, "sheet-two")
    assert pair is not None
    assert [cell for cell in pair[2] if not cell.same]
    assert desk.record.seq == 0
    states = {p.state for p in desk.desk.places()} | {w.state for w in desk.desk.wider()}
    assert "differing" in states


def test_a_sheet_of_what_stands_already_overwrites_nothing(desk: Night, kind: Kind, one: Actor, two: Actor) -> None:
    figure = keyed(desk, kind, kind.first, one, two)
    assert desk.desk.keyings.key(one, kind.sheet("same", kind.first)).state == "in_record"
    assert desk.desk.keyings.key(one, kind.sheet("other", kind.after)).state == "late"
    assert standing(desk, kind.sheet("trial", {})) == figure


def test_a_count_that_goes_on_is_keyed_anew_by_those_who_saw_what_stood(
    desk: Night, kind: Kind, one: Actor, two: Actor
) -> None:
    first = keyed(desk, kind, kind.first, one, two)
    if not kind.grows:
        assert desk.desk.keyings.key(one, kind.sheet("new", kind.after, seen=first.event.id)).state == "late"
        return
    newer = keyed(desk, kind, kind.after, one, two, seen=first.event.id)
    assert newer.history == (first.event.id, newer.event.id)
    assert desk.desk.keyings.key(one, kind.sheet("stale", kind.first, seen=first.event.id)).state == "late"


@pytest.mark.parametrize("change", ["corrected", "recounted"])
def test_it_is_corrected_and_recounted_by_two_with_a_reason(
    desk: Night, kind: Kind, one: Actor, two: Actor, change: str
) -> None:
    first = keyed(desk, kind, kind.first, one, two).event.id
    said: dict[str, Any] = {**kind.after, "kind": change, "replaces": first, "blanks": True}
    with pytest.raises(Unfit, match="no reason"):
        desk.desk.keyings.key(one, kind.sheet("none", said))
    said["reason"] = "A bundle was on the wrong pile."
    if change == "recounted" and not kind.recounts:
        with pytest.raises(Unfit, match="seats by party"):
            desk.desk.keyings.key(one, kind.sheet("recount", said))
        return
    assert desk.desk.keyings.key(one, kind.sheet("three", said)).state == "waiting"
    answer = desk.desk.keyings.key(two, kind.sheet("four", said))
    assert answer.state == "agreed"
    assert isinstance(desk.record.events[answer.event], Corrected if change == "corrected" else Recounted)
    figure = standing(desk, kind.sheet("trial", {}))
    assert figure is not None
    assert figure.recounted == (change == "recounted")
    for name, value in kind.after.items():
        if name != "expected_ballots":
            assert getattr(figure.event, name) == value
    with pytest.raises(Conflict, match="no longer stands"):
        desk.desk.keyings.key(one, kind.sheet("stale", said))


def test_a_change_of_one_figure_does_not_pass_for_another(desk: Night, kind: Kind, one: Actor, two: Actor) -> None:
    first = keyed(desk, kind, kind.first, one, two).event.id
    said = {"kind": "corrected", "replaces": first, "reason": "A slip.", "votes": VOTES}
    elsewhere = Sheet(id="elsewhere", contest=CONTEST, area="a3", **said)
    with pytest.raises(Conflict, match="no longer stands"):
        desk.desk.keyings.key(one, elsewhere)


def test_it_is_taken_back_by_two_and_may_be_keyed_again(desk: Night, kind: Kind, one: Actor, two: Actor) -> None:
    first = keyed(desk, kind, kind.first, one, two).event.id
    back = Withdrawal(id="withdraw-1", seen=desk.record.seq, replaces=first, reason="The wrong sheet was read out.")
    desk.desk.proposals.propose(one, back)
    with pytest.raises(Forbidden, match="two persons, not two roles"):
        desk.desk.proposals.decide(one, back.id, second=True, seen=desk.record.seq)
    desk.desk.proposals.decide(two, back.id, second=True, seen=desk.record.seq)
    assert standing(desk, kind.sheet("trial", {})) is None
    assert keyed(desk, kind, kind.first, two, one).event.id != first


def test_one_keyer_goes_on_air_by_an_editors_name_until_a_second_keys_it(
    desk: Night, kind: Kind, one: Actor, two: Actor
) -> None:
    desk.desk.keyings.key(one, kind.sheet("one", kind.first))
    desk.desk.keyings.air(two, "sheet-one", "Every other channel has it.")
    figure = standing(desk, kind.sheet("trial", {}))
    assert figure is not None
    assert single_keyed(desk.record, figure.event)
    third = desk.actor("three", "confirmer", name="Lily Dale")
    assert desk.desk.keyings.key(third, kind.sheet("three", kind.first)).state == "agreed"
    assert not single_keyed(desk.record, figure.event)


def test_two_who_key_otherwise_correct_a_single_keyed_figure(desk: Night, kind: Kind, one: Actor, two: Actor) -> None:
    desk.desk.keyings.key(one, kind.sheet("one", kind.first))
    desk.desk.keyings.air(two, "sheet-one", "Every other channel has it.")
    assert desk.desk.keyings.key(two, kind.sheet("two", kind.after)).state == "differing"
    assert desk.desk.keyings.key(one, kind.sheet("three", kind.after)).state == "agreed"
    figure = standing(desk, kind.sheet("trial", {}))
    assert figure is not None
    assert not single_keyed(desk.record, figure.event)
    assert len(figure.history) == 2


def test_under_embargo_it_is_decided_changed_and_withdrawn_and_goes_out_in_order(
    desk: Night, kind: Kind, one: Actor, two: Actor
) -> None:
    until = desk.clock().replace(hour=23)
    desk.desk.outbox.set_embargo(CONTEST, until, reason="Until the dean has been told.", by="Tom", via="session")
    first = keyed(desk, kind, kind.first, one, two).event.id
    said = {**kind.after, "kind": "corrected", "replaces": first, "reason": "A slip.", "blanks": True}
    desk.desk.keyings.key(one, kind.sheet("three", said))
    changed = desk.desk.keyings.key(two, kind.sheet("four", said)).event or ""
    seen = desk.desk.outbox.ahead().seq
    back = Withdrawal(id="withdraw-1", seen=seen, replaces=changed, reason="The wrong sheet was read out.")
    desk.desk.proposals.propose(one, back)
    desk.desk.proposals.decide(two, back.id, second=True, seen=seen)
    assert desk.record.seq == 0
    desk.desk.outbox.set_embargo(CONTEST, None, reason="He has.", by="Tom", via="session")
    assert sorted(desk.record.events.values(), key=lambda e: e.seq)[0].id == first
    assert [e.id for e in sorted(desk.record.events.values(), key=lambda e: e.seq)] == [first, changed, back.id]


REFUSED: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "no areas": ({"contest": CONTEST, "kind": "running_total", "votes": VOTES}, Unfit, "no areas"),
    "an unknown area": (
        {"contest": CONTEST, "kind": "running_total", "areas": ("a1", "nowhere"), "votes": VOTES},
        Unknown,
        "no such place",
    ),
    "a part without a name": ({**PLACE, "kind": "part_counted", "votes": VOTES}, Unfit, "without its name"),
    "an unknown body": ({"body": "nowhere", "kind": "seats_won", "seats": {"high": 1}}, Unknown, "no such body"),
    "no seats": ({"body": "chapter", "kind": "seats_won"}, Unfit, "no seats"),
    "too many seats": ({"body": "chapter", "kind": "seats_won", "seats": {"high": 10}}, DeclarationError, "at most 9"),
    "an unknown party": (
        {"body": "chapter", "kind": "seats_won", "seats": {"purple": 1}},
        DeclarationError,
        "unknown party",
    ),
    "votes of a body": ({"body": "chapter", "kind": "declared", "votes": VOTES}, Unfit, "seats by party"),
    "more elected than seats": (
        {**PLACE, "votes": VOTES, "elected": ("grantly", "slope")},
        DeclarationError,
        "2 elected",
    ),
    "reasons that do not add up": (
        {**PLACE, "votes": VOTES, "rejected": {"void": 3}, "rejected_ballots": 4},
        Unfit,
        "3, by their reasons",
    ),
    "a blank in a total": (
        {"contest": CONTEST, "kind": "running_total", "areas": ("a1",), "votes": {"grantly": 1}},
        Unfit,
        "no figure for",
    ),
    "nothing at a stage": ({**PLACE, "stage": 2}, Unfit, "no figure at all"),
    "a stage that does not foot": (
        {**PLACE, "stage": 2, "votes": {"grantly": 5, "slope": 4}, "total": 10},
        Unfit,
        "9 keyed, 1 too few",
    ),
    "an area and areas": ({**PLACE, "areas": ("a2",), "votes": VOTES}, Unfit, "of one area"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_while_it_is_keyed(desk: Night, one: Actor, name: str) -> None:
    said, error, words = REFUSED[name]
    with pytest.raises(error, match=words):
        desk.desk.keyings.key(one, Sheet(id="sheet-one", **said))
    assert desk.desk.keyings.open() == []


def test_the_names_elected_and_reasons_for_rejection_are_recorded_as_two_keyed_them(
    desk: Night, one: Actor, two: Actor
) -> None:
    said = {**PLACE, "votes": VOTES, "rejected": {"void": 3, "want of official mark": 1}, "rejected_ballots": 4}
    desk.desk.keyings.key(one, Sheet(id="sheet-one", **said, elected=("grantly",)))
    assert desk.desk.keyings.key(two, Sheet(id="sheet-two", **said)).state == "differing", "one heard who is elected"
    answer = desk.desk.keyings.key(two, Sheet(id="sheet-three", **said, elected=("grantly",)))
    event: Any = desk.record.events[answer.event]
    assert (event.elected, event.rejected) == (("grantly",), {"void": 3, "want of official mark": 1})


def test_totals_of_the_same_areas_are_one_place_in_whatever_order_they_were_chosen() -> None:
    total = OF_KIND["running total"].sheet("one", {})
    assert slot_of(total) == slot_of(msgspec.structs.replace(total, areas=("a2", "a1")))
    assert slot_of(total) != slot_of(msgspec.structs.replace(total, areas=("a2", "a3")))


@pytest.mark.parametrize("database", [k for k in KINDS if k != "memory"])
def test_every_kind_is_kept_in_every_database(tmp_path: Path, database: str) -> None:
    with place(database, tmp_path) as url:
        election = chamber()
        create_store(url, election=election.id).close()
        with night(election, open_store(url), open_tables(url)) as desk:
            one = desk.actor("one", "keyer", "confirmer", name="Eleanor Bold")
            two = desk.actor("two", "keyer", "confirmer", name="Mark Robarts")
            until = desk.clock().replace(hour=23)
            desk.desk.outbox.set_embargo("*", until, reason="Polls are open.", by="Tom", via="session")
            for kind in OF_KIND.values():
                keyed(desk, kind, kind.first, one, two)
        with night(election, open_store(url), open_tables(url), prefix="later") as desk:
            assert desk.record.seq == 0
            assert len(desk.desk.outbox.waiting()) == len(OF_KIND)
            desk.desk.outbox.set_embargo("*", None, reason="They are closed.", by="Tom", via="session")
            assert desk.record.seq == len(OF_KIND)
            for kind in OF_KIND.values():
                assert standing(desk, kind.sheet("trial", {})) is not None
