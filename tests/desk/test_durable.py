"""What the desk keeps through a crash at the worst moment, in every kind of database, and from a watched folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from barsetshire import barsetshire
from barsetshire import night as night_events
from desk.desks import CONTEST, Night, night, sheet
from store_kinds import KINDS, place
from tellers.desk import Actor, Conflict, Sheet, open_tables
from tellers.desk.accounts import Accounts
from tellers.desk.proposals import CallProposal
from tellers.desk.watch import Watch
from tellers.errors import StoreError
from tellers.record import Declared, Event
from tellers.store import create_store, open_store

ELECTION = barsetshire(areas=3, candidates=3)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(params=[k for k in KINDS if k != "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with place(request.param, tmp_path) as made:
        create_store(made, election=ELECTION.id).close()
        yield made


def actors(desk: Night) -> tuple[Actor, Actor]:
    accounts: Accounts = desk.desk.accounts
    if accounts.none_yet():
        return desk.actor("one", "keyer", name="Eleanor Bold"), desk.actor("two", "confirmer", name="Mark Robarts")
    one, two = accounts.everyone()
    return Actor(person=one), Actor(person=two)


@pytest.mark.parametrize("moment", ["before the log", "after the log"])
def test_a_crash_between_the_decision_and_the_log_loses_and_doubles_nothing(
    url: str, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with night(ELECTION, open_store(url), open_tables(url)) as desk:
        one, two = actors(desk)
        desk.desk.keyings.key(one, sheet("one", 500, 400, 20))
        submit = desk.desk.ledger.submit

        def killed(event: Event) -> Event:
            if moment == "after the log":
                submit(event)
            raise Killed

        desk.desk._stop.set()  # Its own look must not meet the crash; the test's thread does.
        desk.desk._looking.join()
        monkeypatch.setattr(desk.desk.ledger, "submit", killed)
        with pytest.raises(Killed):
            desk.desk.keyings.key(two, sheet("two", 500, 400, 20))
    monkeypatch.undo()
    with night(ELECTION, open_store(url), open_tables(url), prefix="again") as desk:
        assert [type(e) for e in desk.record.events.values()] == [Declared]
        assert desk.desk.keyings.answer("sheet-two").state == "agreed"
        _, two = actors(desk)
        desk.desk.keyings.key(two, sheet("two", 500, 400, 20))
        assert desk.record.seq == 1


def test_a_sheet_is_kept_before_it_is_acknowledged(url: str) -> None:
    with night(ELECTION, open_store(url), open_tables(url)) as desk:
        one, _ = actors(desk)
        desk.desk.keyings.key(one, sheet("one", 500, 400, 20))
    with night(ELECTION, open_store(url), open_tables(url), prefix="again") as desk:
        assert [k.id for k in desk.desk.keyings.open()] == ["sheet-one"]


def test_two_desks_of_one_night_see_each_other(url: str) -> None:
    with (
        night(ELECTION, open_store(url), open_tables(url), prefix="first") as here,
        night(ELECTION, open_store(url), open_tables(url), prefix="second") as there,
    ):
        one, two = actors(here)
        here.desk.keyings.key(one, sheet("one", 500, 400, 20))
        assert there.desk.places()[0].state == "waiting"
        assert there.desk.keyings.key(two, sheet("two", 500, 400, 20)).state == "agreed"
        here.desk.look()
        assert here.desk.places()[0].state == "in"


def test_a_desk_that_has_not_looked_yet_overwrites_nothing_of_another(url: str) -> None:
    with (
        night(ELECTION, open_store(url), open_tables(url)) as first,
        night(ELECTION, open_store(url), open_tables(url), prefix="second") as second,
    ):
        second.desk._stop.set()  # It looks no more, as in the moment between two looks.
        second.desk._looking.join()
        one, two = actors(first)
        late = first.actor("three", "confirmer", "caller", name="Lily Dale")
        first.desk.keyings.key(one, sheet("one", 500, 400, 20))
        first.desk.keyings.key(two, sheet("two", 500, 400, 20))
        assert second.desk.keyings.key(late, sheet("three", 500, 499, 20)).state == "late"
        call = CallProposal(id="call-0001", seen=0, contest=CONTEST, winner="slope", reason="Nobody has declared.")
        with pytest.raises(Conflict, match="declared Barchester"):
            second.desk.proposals.propose(late, call)


def test_many_who_key_at_once_make_one_declaration(url: str) -> None:
    with night(ELECTION, open_store(url), open_tables(url)) as desk:
        people = [desk.actor(f"person{n}", "keyer", "confirmer", name=f"Person {n}") for n in range(8)]
        sheets: list[Sheet] = [sheet(f"by{n}", 500, 400, 20) for n in range(8)]
        threads = [
            threading.Thread(target=desk.desk.keyings.key, args=pair) for pair in zip(people, sheets, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert desk.record.seq == 1
        states = sorted(desk.desk.keyings.answer(s.id).state for s in sheets)
        assert states.count("agreed") == 2
        assert set(states) <= {"agreed", "in_record"}


def test_a_log_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with night(ELECTION) as desk:
        one, two = actors(desk)
        desk.desk.keyings.key(one, sheet("one", 500, 400, 20))

        def away(event: Event) -> Event:
            raise StoreError

        monkeypatch.setattr(desk.desk.ledger, "submit", away)
        with pytest.raises(StoreError):
            desk.desk.keyings.key(two, sheet("two", 500, 400, 20))
        monkeypatch.undo()
        desk.desk.look()
        assert desk.record.seq == 1
        assert desk.desk.keyings.key(two, sheet("two", 500, 400, 20)).state == "agreed"


def lines(events: list[Event]) -> bytes:
    return b"\n".join(msgspec.json.encode(event) for event in events) + b"\n"


def test_a_watched_file_is_recorded_once_or_refused_whole(tmp_path: Path) -> None:
    with night(ELECTION) as desk:
        watch = Watch(tmp_path, desk.desk.ledger)
        watch.stop()  # Its looks are made by hand here.
        events = night_events(ELECTION, seed=3)
        for name, content in (
            ("good", lines(events)),
            ("again", lines(events)),
            ("torn", lines(events)[:-40]),
            ("none", b""),
        ):
            (tmp_path / f"{name}.jsonl").write_bytes(content)
            for _ in range(2):
                watch._consider(tmp_path / f"{name}.jsonl")
        assert desk.record.seq == len(events)
        assert (tmp_path / "done" / "good.txt").read_text() == f"{len(events)} events recorded\n"
        assert (tmp_path / "done" / "again.txt").read_text() == "0 events recorded\n"
        assert (tmp_path / "refused" / "torn.jsonl").exists()
        assert f"torn.jsonl:{len(events)}" in (tmp_path / "refused" / "torn.txt").read_text()
        assert "found no events" in (tmp_path / "refused" / "none.txt").read_text()
        assert not list(tmp_path.glob("*.jsonl"))


def test_one_false_event_refuses_its_whole_file(tmp_path: Path) -> None:
    with night(ELECTION) as desk:
        watch = Watch(tmp_path, desk.desk.ledger)
        watch.stop()
        good = Declared(area="a1", votes={"grantly": 500})
        bad = Declared(area="nowhere", votes={"grantly": 500})
        (tmp_path / "mixed.jsonl").write_bytes(lines([good, bad]))
        for _ in range(2):
            watch._consider(tmp_path / "mixed.jsonl")
        assert desk.record.seq == 0
        assert "mixed.jsonl:2" in (tmp_path / "refused" / "mixed.txt").read_text()
