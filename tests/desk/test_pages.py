"""The desk's pages as plain forms: every kind of figure keyed, changed and taken back without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from desk.desks import CONTEST, Client, Night, chamber, client, form_token, night, post, sign_in
from tellers.desk import ROLES
from tellers.desk.sheet import Sheet
from tellers.record import PartCounted, RunningTotal, SeatsWon

VOTES = {"v.grantly": "500", "v.proudie": "400", "v.slope": "20"}
KEYED: dict[str, tuple[str, dict[str, Any], type]] = {
    "running total": (f"/desk/total/{CONTEST}?areas=a1&areas=a2", VOTES, RunningTotal),
    "all areas": (f"/desk/total/{CONTEST}?areas=*&stage=2", {"v.grantly": "9"}, RunningTotal),
    "part": (
        f"/desk/key/{CONTEST}/a1?kind=part_counted&part=Postal&part_kind=ballot_type",
        {**VOTES, "expected_ballots": "2,000"},
        PartCounted,
    ),
    "seats": ("/desk/seats/chapter", {"s.high": "3", "s.low": "0", "complete": "yes"}, SeatsWon),
}


@pytest.fixture
def desk() -> Iterator[Night]:
    with night(chamber()) as made:
        made.person("eleanor", "keyer", "confirmer", "caller", name="Eleanor Bold")
        made.person("mark", "keyer", "confirmer", "caller", "editor", name="Mark Robarts")
        made.person("reader", "reader", name="Lily Dale")
        yield made


def browser(desk: Night, login: str) -> Iterator[Client]:
    with client(desk) as made:
        sign_in(made, login)
        yield made


@pytest.fixture
def eleanor(desk: Night) -> Iterator[Client]:
    yield from browser(desk, "eleanor")


@pytest.fixture
def mark(desk: Night) -> Iterator[Client]:
    yield from browser(desk, "mark")


@pytest.fixture
def reader(desk: Night) -> Iterator[Client]:
    yield from browser(desk, "reader")


def hidden(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def keys(who: Client, path: str, **figures: Any) -> Any:
    """Open a form, fill it in and send it, as somebody without scripts does."""
    page = who.get(path).text
    kept = {name: hidden(page, name) for name in ("csrf", "id", "kind", "seen", "replaces")}
    return who.post(path, data={**kept, **figures})


@pytest.mark.parametrize("name", KEYED)
def test_two_people_key_it_by_plain_forms(desk: Night, eleanor: Client, mark: Client, name: str) -> None:
    path, figures, kind = KEYED[name]
    for who in (eleanor, mark):
        answer = keys(who, path, **figures)
        assert answer.status_code == 303, answer.text
    assert "two people keyed the same" in mark.get(answer.headers["location"]).text
    (event,) = desk.record.events.values()
    assert isinstance(event, kind)
    page = mark.get("/desk/body/chapter" if kind is SeatsWon else f"/desk/contest/{CONTEST}")
    assert page.status_code == 200


def test_names_elected_and_rejected_papers_by_reason_are_kept_as_they_were_keyed(
    desk: Night, eleanor: Client, mark: Client
) -> None:
    path = f"/desk/key/{CONTEST}/a1"
    figures = {
        **VOTES,
        "elected": "grantly",
        "rejected_ballots": "6",
        "r.voting for too many": "2",
        "other_rejected": "4",
    }
    answer = keys(eleanor, path, **figures)
    assert (answer.status_code, "for no reason" in answer.text) == (422, True)
    for who in (eleanor, mark):
        assert keys(who, path, **figures, other_reason="torn in two").status_code == 303
    (event,) = desk.record.events.values()
    assert event.elected == ("grantly",)
    assert event.rejected == {"voting for too many": 2, "torn in two": 4}
    place = mark.get(f"/desk/place/{CONTEST}/a1").text
    assert "Declared elected: Grantly" in place
    assert "Rejected: torn in two" in place


def test_a_figure_is_corrected_and_withdrawn_from_its_own_page(desk: Night, eleanor: Client, mark: Client) -> None:
    path, figures, _ = KEYED["seats"]
    for who in (eleanor, mark):
        keys(who, path, **figures)
    first = next(iter(desk.record.events))
    for who in (eleanor, mark):
        assert mark.get(f"/desk/change/{first}?kind=corrected").text.count(" autofocus") == 1
        why = {"s.high": "4", "s.low": "1", "reason": "A ward was missed."}
        assert keys(who, f"/desk/change/{first}?kind=corrected", **why).status_code == 303
    figure = desk.record.bodies["chapter"][0]
    assert figure.event.seats == {"high": 4, "low": 1}
    stale = keys(mark, f"/desk/change/{first}?kind=corrected", **{"s.high": "5", "reason": "Late.", "replaces": first})
    assert stale.status_code == 409
    page = f"/desk/withdraw/{figure.event.id}"
    made = {name: hidden(eleanor.get(page).text, name) for name in ("csrf", "id", "seen")}
    decision = eleanor.post(page, data={**made, "reason": "Announced too soon."}).headers["location"]
    assert post(eleanor, decision, act="second", seen="9").status_code == 403
    seen = hidden(mark.get(decision).text, "seen")
    assert post(mark, decision, act="second", seen=seen).status_code == 303
    assert desk.record.bodies["chapter"][0].withdrawn
    assert "Announced too soon." in mark.get("/desk/body/chapter").text, "what was taken back stays to be seen"
    assert mark.get(f"/desk/change/{figure.event.id}?kind=corrected").status_code == 404


def test_who_seconds_on_a_page_that_is_old_is_shown_what_came_and_asked_again(
    desk: Night, eleanor: Client, mark: Client
) -> None:
    page = "/desk/body/chapter"
    made = {"id": "call-body-1", "seen": hidden(eleanor.get(page).text, "seen"), "reason": "Nobody can reach five."}
    decision = post(eleanor, f"{page}/propose", act="called", winner="noc", **made).headers["location"]
    old = hidden(mark.get(decision).text, "seen")
    for who in (eleanor, mark):
        keys(who, f"/desk/key/{CONTEST}/a1", **VOTES)
    answer = post(mark, decision, act="second", seen=old)
    assert answer.status_code == 409
    assert "Came since Eleanor Bold looked" in answer.text
    assert "declared Barchester" in answer.text
    assert not desk.record.body_calls
    assert [a for a in desk.desk.acts.latest() if a.outcome == "refused" and decision in a.act]
    assert post(mark, decision, act="second", seen=hidden(answer.text, "seen")).status_code == 303
    assert desk.record.body_calls["chapter"].by == ("Eleanor Bold", "Mark Robarts")


def test_a_reader_sees_and_does_nothing(desk: Night, reader: Client) -> None:
    for path in ("/desk/wide", "/desk/body/chapter", f"/desk/contest/{CONTEST}", f"/desk/place/{CONTEST}/a1"):
        page = reader.get(path)
        assert page.status_code == 200
        assert "Propose" not in page.text
    for path, _, _ in KEYED.values():
        assert reader.get(path).status_code == 403
    token = form_token(reader.get("/desk/").text)
    call = {"csrf": token, "id": "call-body-1", "seen": "0", "act": "called", "winner": "noc", "reason": "So it is."}
    assert reader.post("/desk/body/chapter/propose", data=call).status_code == 403
    assert desk.desk.proposals.waiting() == []


@pytest.mark.parametrize(
    "path",
    [
        f"/desk/total/{CONTEST}",
        f"/desk/total/{CONTEST}?areas=nowhere",
        "/desk/total/nowhere?areas=a1",
        "/desk/seats/nowhere",
        "/desk/body/nowhere",
        "/desk/contest/nowhere",
        "/desk/change/nothing?kind=corrected",
        "/desk/withdraw/nothing",
        f"/desk/key/{CONTEST}/a1?kind=part_counted",
        f"/desk/key/{CONTEST}/a1?stage=many",
        f"/desk/key/{CONTEST}/a1?stage=99999999",
    ],
)
def test_a_page_of_nothing_that_is_says_what_was_wanted(mark: Client, path: str) -> None:
    answer = mark.get(path)
    assert answer.status_code in (404, 422)
    assert "wanted" in answer.text


def test_what_waits_for_a_second_keying_is_led_to_from_its_page(desk: Night, eleanor: Client, mark: Client) -> None:
    path, figures, _ = KEYED["running total"]
    keys(eleanor, path, **figures)
    page = mark.get(f"/desk/contest/{CONTEST}").text
    assert "key it, unseen" in page
    assert "500" not in page, "unseen until it is keyed"
    wide = mark.get("/desk/").text
    assert f'href="/desk/contest/{CONTEST}"' in wide
    assert "Totals and bodies" in wide


def test_programs_key_the_same_kinds_of_figure(desk: Night) -> None:
    tokens = []
    for login in ("wire", "feed"):
        actor = desk.actor(login, *ROLES, name=f"{login.title()} Service")
        tokens.append(desk.desk.sessions.make_token(actor, label="wire", scopes=ROLES, days=1))
    kinds = {
        "total": {"contest": CONTEST, "kind": "running_total", "areas": ["a1", "a3"], "votes": {"slope": 1}},
        "seats": {"body": "chapter", "kind": "seats_won", "seats": {"broad": 2}},
        "part": {"contest": CONTEST, "area": "a2", "kind": "part_counted", "part": "7", "part_kind": "precinct"},
    }
    kinds["part"] |= {"votes": {"slope": 4}}
    with client(desk) as program:
        for name, body in kinds.items():
            for n, token in enumerate(tokens):
                said = msgspec.convert({**body, "id": f"sheet-{name}-{n}", "blanks": True}, Sheet)
                headers = {"authorization": f"Bearer {token}"}
                answer = program.post("/desk/api/sheets", content=msgspec.json.encode(said), headers=headers)
                assert answer.status_code == 200, answer.text
            assert answer.json()["state"] == "agreed"
        listed = program.get("/desk/api/places", headers=headers).json()
        assert {w["id"]: w["figures"] for w in listed["wider"]} == {"chapter": 1, CONTEST: 1}
        call = {"type": "called", "id": "call-body-1", "body": "chapter", "winner": "noc", "reason": "So it is."}
        for seen, status in ((0, 409), (listed["seen"], 200)):
            content = msgspec.json.encode({**call, "seen": seen})
            assert program.post("/desk/api/proposals", content=content, headers=headers).status_code == status
        unseen = program.post("/desk/api/proposals", content=msgspec.json.encode(call), headers=headers)
        assert unseen.status_code == 422, "what its proposer saw is part of a proposal"
