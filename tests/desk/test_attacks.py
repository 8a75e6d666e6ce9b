"""What the desk refuses, and that it keeps who tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pyotp
import pytest

from barsetshire import barsetshire
from desk.desks import CONTEST, PASSWORD, Client, Night, client, form_token, night, post, sheet, sign_in
from tellers.desk import Actor, Sheet
from tellers.record import Candidate

KEY = f"/desk/key/{CONTEST}/a1"


@pytest.fixture
def desk() -> Iterator[Night]:
    with night() as made:
        made.person("eleanor", "keyer", "confirmer", name="Eleanor Bold")
        made.person("mark", "confirmer", "editor", "admin", name="Mark Robarts")
        yield made


@pytest.fixture
def eleanor(desk: Night) -> Iterator[Client]:
    with client(desk) as made:
        sign_in(made, "eleanor")
        yield made


@pytest.fixture
def mark(desk: Night) -> Iterator[Client]:
    with client(desk, "192.0.2.8") as made:
        sign_in(made, "mark")
        yield made


def refused(desk: Night, words: str) -> list[Any]:
    return [a for a in desk.desk.acts.latest() if a.outcome == "refused" and words in f"{a.act} {a.detail}"]


def figures(**more: str) -> dict[str, str]:
    return {"id": "sheet-form", "kind": "declared", "v.grantly": "500", "v.proudie": "400", "v.slope": "20", **more}


def plain(sheet: Sheet) -> bytes:
    return msgspec.json.encode(sheet)


def test_a_session_cookie_is_for_this_site_alone_and_no_script(desk: Night) -> None:
    with client(desk) as made:
        cookie = sign_in(made, "eleanor").headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/desk" in cookie


def test_nobody_sees_the_desk_without_signing_in(desk: Night) -> None:
    with client(desk) as made:
        for path in ("/desk/", KEY, "/desk/people", "/desk/acts", "/desk/publishing"):
            assert made.get(path).headers["location"].startswith("/desk/sign-in?next="), path
        assert made.get("/desk/api/places").status_code == 401
        assert made.get("/desk/live").status_code == 401


def test_wrong_passwords_lock_an_account_for_a_while_that_doubles(desk: Night) -> None:
    with client(desk) as made:
        for _ in range(5):
            assert sign_in(made, "eleanor", "wrong wrong wrong").status_code == 401
        assert sign_in(made, "eleanor").status_code == 429, "the right password is no help while it is locked"
        desk.clock.pass_(seconds=16)
        assert sign_in(made, "eleanor", "wrong wrong wrong").status_code == 401
        desk.clock.pass_(seconds=16)
        assert sign_in(made, "eleanor").status_code == 429, "the second lock is twice as long"
        desk.clock.pass_(seconds=16)
        assert sign_in(made, "eleanor").status_code == 303
    assert len(refused(desk, "sign in")) == 8


def test_one_address_may_not_try_without_end(desk: Night) -> None:
    with client(desk) as made:
        statuses = [sign_in(made, f"nobody{n}", "wrong wrong wrong").status_code for n in range(31)]
    assert statuses == [401] * 30 + [429]
    assert refused(desk, "too many tries from one address")


def test_which_of_sign_in_and_password_was_wrong_is_not_said(desk: Night) -> None:
    with client(desk) as made:
        texts = [sign_in(made, login, "wrong wrong wrong").text for login in ("eleanor", "nobody")]
    assert texts[0].replace("eleanor", "nobody").partition("<main")[2] == texts[1].partition("<main")[2]


def test_a_keyer_cannot_confirm_his_own_figures(desk: Night, eleanor: Client) -> None:
    first = post(eleanor, KEY, KEY, **figures())
    second = post(eleanor, KEY, KEY, **figures(id="sheet-again"))
    assert (first.status_code, second.status_code) == (303, 303)
    assert "waits for a second person" in eleanor.get(second.headers["location"]).text
    assert desk.record.seq == 0


def test_nobody_seconds_their_own_call(desk: Night) -> None:
    caller = desk.actor("caller", "caller", name="Caller One")
    with client(desk) as made:
        sign_in(made, "caller")
        place = f"/desk/place/{CONTEST}/a1"
        answer = post(
            made, f"{place}/propose", act="called", id="call-0001", winner="grantly", reason="It cannot be caught."
        )
        assert answer.headers["location"] == "/desk/decision/call-0001"
        assert post(made, "/desk/decision/call-0001", act="second").status_code == 403
    assert desk.record.contest(CONTEST).call is None
    assert refused(desk, "two persons, not two roles")
    assert caller.person.name == "Caller One"


def test_a_role_that_one_has_not_is_refused_and_kept(desk: Night, eleanor: Client) -> None:
    assert eleanor.get("/desk/people").status_code == 403
    assert post(eleanor, "/desk/publishing", act="lift", contest="*", reason="now").status_code == 403
    assert len(refused(desk, "Eleanor Bold")) == 2


def test_anothers_session_or_form_is_not_taken(desk: Night, eleanor: Client, mark: Client) -> None:
    theirs = form_token(mark.get("/desk/").text)
    assert eleanor.post(KEY, data={"csrf": theirs, **figures()}).status_code == 403
    assert eleanor.post(KEY, data=figures()).status_code == 403
    assert refused(desk, "session's token")
    cookie = eleanor.cookies["tellers_desk"]
    assert post(eleanor, "/desk/sign-out").status_code == 303
    with client(desk, "198.51.100.1") as thief:
        thief.cookies.set("tellers_desk", cookie, domain="desk.test", path="/desk")
        assert thief.get("/desk/").status_code == 303, "a cookie is worth nothing after signing out"


def test_a_session_chosen_by_somebody_else_is_not_the_one_that_begins(desk: Night) -> None:
    with client(desk) as made, client(desk, "198.51.100.1") as thief:
        planted = "x" * 43
        made.cookies.set("tellers_desk", planted, domain="desk.test", path="/desk")
        begun = sign_in(made, "eleanor").headers["set-cookie"]
        assert planted not in begun
        thief.cookies.set("tellers_desk", planted, domain="desk.test", path="/desk")
        assert thief.get("/desk/").status_code == 303
        assert thief.post("/desk/api/sheets", content=plain(sheet("x", 1, 2, 3))).status_code == 401
    assert refused(desk, "no token and no session")


def test_signing_in_again_ends_the_session_before(desk: Night, eleanor: Client) -> None:
    before = eleanor.cookies["tellers_desk"]
    post(eleanor, "/desk/sign-in", login="mark", password=PASSWORD)
    assert eleanor.cookies["tellers_desk"] != before
    with client(desk) as other:
        other.cookies.set("tellers_desk", before, domain="desk.test", path="/desk")
        assert other.get("/desk/").status_code == 303


def test_a_session_ends_by_itself(desk: Night, eleanor: Client) -> None:
    assert eleanor.get("/desk/").status_code == 200
    desk.clock.pass_(hours=5)
    assert eleanor.get("/desk/").status_code == 303


def test_a_persons_sheet_is_not_shown_to_another(desk: Night, eleanor: Client) -> None:
    desk.person("lily", "keyer", name="Lily Dale")
    post(eleanor, KEY, KEY, **figures())
    with client(desk) as other:
        sign_in(other, "lily")
        assert other.get("/desk/sheet/sheet-form").status_code == 404
        assert "500" not in other.get(KEY).text
        assert "500" not in other.get(f"/desk/place/{CONTEST}/a1").text


def test_a_form_from_another_site_is_refused(desk: Night, eleanor: Client) -> None:
    token = form_token(eleanor.get("/desk/").text)
    for headers in ({"origin": "https://elsewhere.test"}, {"sec-fetch-site": "cross-site"}):
        answer = eleanor.post(KEY, data={"csrf": token, **figures()}, headers=headers)
        assert answer.status_code == 403
    assert len(refused(desk, "a form from")) == 2
    body = plain(sheet("json", 500, 400, 20))
    assert eleanor.post("/desk/api/sheets", content=body).status_code == 403, "a cookie alone is not enough"


def test_a_token_does_what_its_scope_says_and_no_more(desk: Night) -> None:
    mark = next(p for p in desk.desk.accounts.everyone() if p.login == "mark")
    token = desk.desk.sessions.make_token(Actor(person=mark), label="wire", scopes=["confirmer"], days=1)
    headers = {"authorization": f"Bearer {token}"}
    with client(desk) as program:
        body = plain(sheet("json", 500, 400, 20))
        assert program.post("/desk/api/sheets", content=body, headers=headers).status_code == 200
        assert program.get("/desk/api/acts", headers=headers).status_code == 403
        assert refused(desk, "a token of scope confirmer")
        assert program.get("/desk/api/places", headers={"authorization": "Bearer tellers_guess"}).status_code == 401
        desk.clock.pass_(hours=25)
        assert program.get("/desk/api/places", headers=headers).status_code == 401
    assert len(refused(desk, "unknown, over or revoked")) == 2


def test_a_replayed_request_changes_nothing(desk: Night, eleanor: Client, mark: Client) -> None:
    post(eleanor, KEY, KEY, **figures())
    for _ in range(3):
        assert post(mark, KEY, KEY, **figures(id="sheet-mark")).status_code == 303
    assert desk.record.seq == 1
    assert [a.outcome for a in desk.desk.acts.latest() if a.act == "key"].count("repeated") == 2


def test_a_one_time_code_is_good_once(desk: Night) -> None:
    mark = next(p for p in desk.desk.accounts.everyone() if p.login == "mark")
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(desk.clock.at)
    desk.desk.accounts.turn_on_codes(mark, secret, code)
    with client(desk) as made:
        assert sign_in(made, "mark").status_code == 401
        assert sign_in(made, "mark", code=code).status_code == 303
        post(made, "/desk/sign-out")
        assert sign_in(made, "mark", code=code).status_code == 401


def test_html_in_a_name_is_text(desk: Night) -> None:
    election = barsetshire(areas=1, candidates=3)
    contest = election.contests[0]
    nasty = '<script>alert("x")</script>'
    first = Candidate(id=contest.candidates[0].id, name=nasty)
    election = replace(election, contests=(replace(contest, candidates=(first, *contest.candidates[1:])),))
    with night(election) as made, client(made) as browser:
        made.person("eve", "keyer", "editor", "caller", name="<b>Eve</b>")
        sign_in(browser, "eve")
        for path in ("/desk/", KEY, f"/desk/place/{CONTEST}/a1"):
            answer = browser.get(path)
            assert "<script>alert" not in answer.text, path
            assert "<b>Eve" not in answer.text
            assert "'unsafe" not in answer.headers["content-security-policy"]
        assert "&lt;script&gt;" in browser.get(KEY).text


def test_no_page_has_a_script_or_a_style_within_it(desk: Night, mark: Client) -> None:
    for path in ("/desk/", KEY, f"/desk/place/{CONTEST}/a1", "/desk/people", "/desk/acts", "/desk/account"):
        text = mark.get(path).text
        assert text.count("<script") == text.count('<script type="module" src="/static/')
        assert " style=" not in text
        assert " onclick" not in text


def test_what_is_too_large_is_not_read(desk: Night, eleanor: Client) -> None:
    sent: list[int] = []

    async def gigabyte() -> Any:
        yield b'--cut\r\ncontent-disposition: form-data; name="file"; filename="big.jpg"\r\n\r\n'
        for _ in range(1_024):
            sent.append(2**20)
            yield b"x" * 2**20

    place = f"/desk/place/{CONTEST}/a1/documents"
    headers = {"content-type": "multipart/form-data; boundary=cut"}
    said = eleanor.post(place, content=b"", headers={**headers, "content-length": str(2**30)})
    assert said.status_code == 413
    assert eleanor.post(place, content=gigabyte(), headers=headers).status_code == 413
    assert eleanor.post(KEY, content=b"x" * 300_000).status_code == 413
    assert len(refused(desk, "at most")) == 3
    assert len(sent) < 16, "it stops reading at the limit, not at the end"


def test_a_document_is_kept_whole_and_only_of_a_kind_that_is_known(desk: Night, eleanor: Client) -> None:
    place = f"/desk/place/{CONTEST}/a1"
    token, photograph = form_token(eleanor.get("/desk/").text), b"\xff\xd8\xff\xe0 a photograph \r\n\x00\xff"
    for content, status in ((photograph, 303), (b"<html><script>", 422)):
        files = {"file": ("declaration.jpg", content, "image/jpeg")}
        answer = eleanor.post(f"{place}/documents", data={"csrf": token}, files=files)
        assert answer.status_code == status
    kept = desk.desk.documents.of_place(CONTEST, "a1")
    assert [d.size for d in kept] == [len(photograph)]
    shown = eleanor.get(f"/desk/document/{kept[0].id}")
    assert shown.content == photograph
    assert shown.headers["content-disposition"] == "attachment"


def test_the_first_account_needs_the_token_of_the_terminal_and_there_is_no_default(desk: Night) -> None:
    with night() as fresh, client(fresh) as browser:
        assert browser.get("/desk/sign-in").headers["location"] == "/desk/setup"
        values = {"login": "first", "name": "Obadiah Slope", "password": PASSWORD}
        answer = post(browser, "/desk/setup", "/desk/setup", token="guess", **values)
        assert answer.status_code == 403
        assert fresh.desk.accounts.none_yet()
        assert fresh.desk.setup_token is not None
        short = {**values, "password": "short"}
        token = fresh.desk.setup_token
        assert post(browser, "/desk/setup", "/desk/setup", token=token, **short).status_code == 422
        assert post(browser, "/desk/setup", "/desk/setup", token=token, **values).status_code == 303
        assert browser.get("/desk/").status_code == 200
        assert fresh.desk.setup_token is None
        assert refused(fresh, "set up")


def test_nobody_knows_the_password_of_another(desk: Night, mark: Client) -> None:
    page = post(mark, "/desk/people", act="invite", login="lily", name="Lily Dale", roles="keyer").text
    secret = page.partition('id="invitation">')[2].partition("<")[0]
    with client(desk) as browser:
        assert sign_in(browser, "lily", secret).status_code == 401
        joined = post(browser, "/desk/join", "/desk/join", invitation=secret, password=PASSWORD)
        assert joined.status_code == 303
        assert browser.get("/desk/").status_code == 200
    with client(desk) as again:
        answer = post(again, "/desk/join", "/desk/join", invitation=secret, password=PASSWORD + "!")
        assert answer.status_code == 403
    assert refused(desk, "join")


def test_a_stranger_cannot_fill_the_log_of_acts(desk: Night) -> None:
    with client(desk) as made:
        for _ in range(40):
            headers = {"authorization": "Bearer tellers_guess"}
            assert made.get("/desk/api/places", headers=headers).status_code == 401
    assert len(refused(desk, "unknown, over or revoked")) == 30


def test_the_last_admin_cannot_be_shut_out(desk: Night, mark: Client) -> None:
    me = next(p for p in desk.desk.accounts.everyone() if p.login == "mark")
    assert post(mark, "/desk/people", act="roles", person=me.id, roles="editor").status_code == 409
    assert post(mark, "/desk/people", act="roles", person=me.id, roles="admin", disabled="yes").status_code == 409
