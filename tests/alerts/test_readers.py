"""Readers by email and browser: signed up in two steps, told by real servers, told again of what is corrected."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import http_ece
import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from alerts.receivers import (
    CONTEST,
    SITE,
    Clock,
    Mailbox,
    Publishing,
    Receiver,
    alerts,
    declared,
    lines_of,
    text_of,
    until,
)
from barsetshire import barsetshire
from desk import desks
from tellers.errors import InputError
from tellers.feeds import atom
from tellers.feeds.alerts import push as pushing
from tellers.feeds.alerts.office import Alerts
from tellers.feeds.alerts.push import Keys
from tellers.feeds.alerts.refusing import AlertsError, TooOften
from tellers.feeds.alerts.settings import Push, password, read_settings
from tellers.feeds.alerts.subscribers import check_address
from tellers.feeds.alerts.wants import Wants
from tellers.record import Corrected
from tellers.web.alerts import mount_alerts
from tellers.web.app import create_site

FIRST = declared("d1", "a1", 5210, 4302, 118)
SECOND = declared("d2", "a2", 3001, 3700, 95)
THIRD = declared("d3", "a3", 100, 600, 5)
MENDED = Corrected(id="c1", replaces="d1", reason="A bundle on the wrong pile.", votes={"grantly": 4210})
READER = "eleanor@plumstead.example"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    yield made
    made.close()


@pytest.fixture
def night() -> Publishing:
    return Publishing()


def confirmed(office: Alerts, wants: Wants = Wants(), address: str = READER, language: str = "en") -> Any:  # noqa: B008
    """Sign a reader up and confirm, without the letters."""
    return office.subscribers.confirm(office.subscribers.sign_up(address, wants, language).token)


class Browser(desks.Client):
    """A browser without scripts at the site and its alerts."""

    def __init__(self, night: Publishing, office: Alerts, address: str = "192.0.2.7") -> None:
        app = mount_alerts(create_site(night.hub), office)
        transport = httpx.ASGITransport(app=app, client=(address, 40_000))
        self._client = httpx.AsyncClient(transport=transport, base_url="http://desk.test", follow_redirects=False)
        self._runner = asyncio.Runner()

    def send(self, path: str, page: str = "/alerts", **fields: Any) -> Any:
        token = desks.form_token(self.get(page).text)
        return self.post(path, data={"csrf": token, **fields})


@pytest.fixture
def office(night: Publishing, tmp_path: Path, mailbox: Mailbox) -> Iterator[Alerts]:
    with alerts(night.hub, tmp_path, Clock(), mailbox=mailbox) as made:
        yield made


@pytest.fixture
def browser(night: Publishing, office: Alerts) -> Iterator[Browser]:
    made = Browser(night, office)
    yield made
    made.close()


def path_in(message: Any, word: str) -> str:
    found = re.search(rf"{re.escape(SITE)}(/alerts/{word}/[\w-]+)", text_of(message))
    assert found is not None
    return found[1]


def test_a_reader_signs_up_confirms_is_told_and_stops(
    night: Publishing, browser: Browser, mailbox: Mailbox, office: Alerts
) -> None:
    answer = browser.send("/alerts", email=READER, kinds=["won", "declared"], language="en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/alerts/asked")
    asked = until(lambda: mailbox.to(READER))[0]
    night.publish(FIRST)
    until(lambda: office.queue.mark("barsetshire") == 1)
    link = path_in(asked, "confirm")
    assert "Begin these alerts?" in browser.get(link).text  # Whatever looks at links confirms nothing.
    assert office.subscribers.counts() == {}
    assert browser.send(link, link).status_code == 303
    night.publish(SECOND)
    told = until(lambda: mailbox.to(READER)[1:])[0]
    assert "Plumstead: Proudie" in text_of(told)
    assert f"{SITE}/contest/{CONTEST}?at=2" in text_of(told)
    assert "5,210" not in text_of(told)  # That was before they confirmed.
    assert told["subject"].startswith("[TEST] ")
    assert "<img" not in text_of(told, "html")
    assert "<script" not in text_of(told, "html")
    one_click = told["list-unsubscribe"].strip("<>").removeprefix(SITE)
    assert told["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert one_click.startswith("/alerts/unsubscribe/")
    assert "Stop these alerts?" in browser.get(one_click).text
    stranger = Browser(night, office, "198.51.100.9")  # A mail provider's own server: no cookie, no page.
    answer = stranger.post(
        one_click, data={"List-Unsubscribe": "One-Click"}, headers={"origin": "https://mail.example"}
    )
    assert answer.status_code == 200
    assert stranger.post(one_click, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    stranger.close()
    night.publish(THIRD)
    until(lambda: office.queue.mark("barsetshire") == 3)
    assert office.queue.counts() == {"sent": 2}
    assert READER not in str(office.subscribers.all("email"))


def test_a_correction_reaches_page_feed_webhook_and_email(
    night: Publishing, browser: Browser, mailbox: Mailbox, office: Alerts
) -> None:
    here = Receiver()
    office.add_webhook(here.url, "", Wants())
    confirmed(office, Wants(kinds=("declared",)))
    night.publish(FIRST)
    until(lambda: mailbox.to(READER))
    night.publish(MENDED)
    letter = until(lambda: mailbox.to(READER)[1:])[0]
    until(lambda: len(here.got) == 2)
    here.close()
    feed = atom(night.hub.election, [night.hub.latest]).decode()
    page = browser.get("/corrections").text
    contest = browser.get(f"/contest/{CONTEST}").text
    for where in (text_of(letter), text_of(letter, "html"), lines_of(here.got[1:]), feed, page):
        assert "4,210" in where
        assert "5,210" in where
        assert "A bundle on the wrong pile." in where
    assert "4,210" in contest
    assert "Correction" in letter["subject"]


def test_what_follows_is_put_together_and_a_correction_never_waits(
    night: Publishing, tmp_path: Path, mailbox: Mailbox
) -> None:
    clock = Clock()
    with alerts(night.hub, tmp_path, clock, mailbox=mailbox, cooling_minutes=10) as office:
        confirmed(office)
        night.publish(FIRST)
        until(lambda: len(mailbox.to(READER)) == 1)
        night.publish(SECOND)
        until(lambda: office.queue.mark("barsetshire") == 2)
        until(lambda: office.queue.counts() == {"sent": 1, "waiting": 1})
        night.publish(MENDED)
        both = until(lambda: mailbox.to(READER)[1:])[0]  # With no minute passed.
        assert text_of(both).index("4,210, not 5,210") < text_of(both).index("Plumstead: Proudie")
        night.publish(THIRD)
        until(lambda: office.queue.counts() == {"sent": 2, "waiting": 1})
        clock.pass_(minutes=11)
        last = until(lambda: mailbox.to(READER)[2:])[0]
        assert "is elected" in text_of(last)


def test_one_address_gets_no_more_than_so_many_an_hour(tmp_path: Path, mailbox: Mailbox) -> None:
    night, clock = Publishing(barsetshire(areas=1, contests=8, candidates=3)), Clock()
    with alerts(night.hub, tmp_path, clock, mailbox=mailbox, per_hour=3) as office:
        confirmed(office)
        for n, contest in enumerate(night.hub.election.contests):
            night.publish(in_contest(n, contest.id, contest.areas[0]))
            until(lambda n=n: office.queue.mark("barsetshire") == n + 1)
        until(lambda: office.queue.counts() == {"sent": 3, "waiting": 1})
        clock.pass_(hours=1, seconds=1)
        last = until(lambda: mailbox.to(READER)[3:])[0]
    assert "alerts from 5 contests" in last["subject"]


def in_contest(n: int, contest: str, area: str) -> Any:
    event = declared(f"d{n}", area, 500 + n, 400, 30)
    return msgspec.structs.replace(event, contest=contest)


def test_a_letter_that_failed_is_not_sent_after_its_correction(
    night: Publishing, tmp_path: Path, mailbox: Mailbox
) -> None:
    clock = Clock()
    mailbox.down = True
    with alerts(night.hub, tmp_path, clock, mailbox=mailbox) as office:
        confirmed(office)
        night.publish(FIRST)
        until(lambda: office.queue.counts() == {"retrying": 1})
        night.publish(MENDED)
        until(lambda: office.queue.counts() == {"dropped": 1, "retrying": 1})
        mailbox.down = False
        clock.pass_(minutes=1)
        until(lambda: office.queue.counts() == {"dropped": 1, "sent": 1})
    assert len(mailbox.to(READER)) == 1
    assert "4,210, not 5,210" in text_of(mailbox.to(READER)[0])


def test_an_address_that_is_gone_is_forgotten(night: Publishing, mailbox: Mailbox, office: Alerts) -> None:
    mailbox.refusals[READER] = f"550 5.1.1 <{READER}> is no user"
    confirmed(office)
    night.publish(FIRST)
    until(lambda: office.subscribers.counts() == {})
    reader = office.subscribers.all("email")[0]
    assert "550" in reader.reason
    kept = (reader, office.queue.deliveries(reader.id), office.queue.tries(reader.id))
    assert READER not in str(kept)


def test_only_what_was_overtaken_is_taken_out_of_a_letter_that_failed(
    night: Publishing, tmp_path: Path, mailbox: Mailbox
) -> None:
    clock = Clock()
    with alerts(night.hub, tmp_path, clock, mailbox=mailbox, begin=False) as office:
        confirmed(office)
        mailbox.down = True
        night.publish(FIRST, declared("d2", "a2", 3001, 3700, 95))
        office.catch_up()
        office.courier.once("email")
        assert office.queue.counts() == {"retrying": 1}
        night.publish(Corrected(id="c2", replaces="d1", reason="A digit.", votes={"slope": 181}))
        office.catch_up()
        mailbox.down = False
        clock.pass_(minutes=1)
        while office.courier.once("email"):
            pass
    texts = [text_of(message) for message in mailbox.to(READER)]
    assert len(texts) == 2
    assert any("Plumstead: Proudie" in text for text in texts)
    assert not any("Slope (Broad Church) 118" in text for text in texts)
    assert any("181, not 118" in text for text in texts)


def test_a_stranger_learns_nothing_and_changes_nothing(browser: Browser, mailbox: Mailbox, office: Alerts) -> None:
    mine = confirmed(office, Wants(kinds=("won",)))
    known = browser.send("/alerts", email=READER, kinds="declared")
    unknown = browser.send("/alerts", email="nobody@plumstead.example", kinds="declared")
    assert (known.status_code, known.headers["location"]) == (unknown.status_code, unknown.headers["location"])
    letter = until(lambda: mailbox.to(READER))[0]
    assert "already" in letter["subject"]
    assert office.subscribers.find(mine.id).wants == Wants(kinds=("won",))


def test_nobody_is_pestered_to_confirm(browser: Browser, mailbox: Mailbox) -> None:
    codes = [browser.send("/alerts", email=READER, kinds="won").status_code for _ in range(5)]
    assert codes == [303, 303, 303, 429, 429]
    many = [browser.send("/alerts", email=f"a{n}@plumstead.example", kinds="won").status_code for n in range(30)]
    assert 429 in many  # Of one address of the network, so many a minute.
    until(lambda: len(mailbox.to(READER)) == 3)


def test_a_second_request_leaves_the_first_link_good(browser: Browser, mailbox: Mailbox, office: Alerts) -> None:
    for kind in ("won", "declared"):
        browser.send("/alerts", email=READER, kinds=kind)
    first = until(lambda: len(mailbox.to(READER)) == 2 and mailbox.to(READER)[0])
    link = path_in(first, "confirm")
    browser.send(link, link)
    assert office.subscribers.all("email")[0].wants == Wants(kinds=("declared",))


def test_what_is_due_to_somebody_forgotten_is_dropped(night: Publishing, tmp_path: Path, mailbox: Mailbox) -> None:
    clock = Clock()
    with alerts(night.hub, tmp_path, clock, mailbox=mailbox, begin=False) as office:
        office.sign_up(READER, Wants(), "en")
        clock.pass_(hours=49)
        office.tidy()
        assert office.courier.once("email")
        assert office.queue.counts() == {"dropped": 1}
    assert mailbox.kept == []


def test_a_link_lapses_after_two_days(night: Publishing, tmp_path: Path, mailbox: Mailbox) -> None:
    clock = Clock()
    with alerts(night.hub, tmp_path, clock, mailbox=mailbox, begin=False) as office:
        made = office.subscribers.sign_up(READER, Wants(), "en")
        clock.pass_(hours=49)
        with pytest.raises(AlertsError, match="lapsed"):
            office.subscribers.confirm(made.token)
        office.tidy()
        assert office.subscribers.all("email") == []


def test_a_form_of_another_site_or_without_its_token_is_refused(browser: Browser, office: Alerts) -> None:
    browser.get("/alerts")
    assert browser.post("/alerts", data={"email": READER, "kinds": "won"}).status_code == 403
    token = desks.form_token(browser.get("/alerts").text)
    fields = {"csrf": token, "email": READER, "kinds": "won"}
    assert browser.post("/alerts", data=fields, headers={"origin": "https://evil.example"}).status_code == 403
    assert browser.post("/alerts", data=fields, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post("/alerts", content=b"x" * 300_000).status_code == 413
    assert office.subscribers.all("email") == []


def test_a_form_with_mistakes_comes_back_with_what_was_typed(browser: Browser) -> None:
    answer = browser.send("/alerts", email="not an address", kinds="won", places="Barchestr", lead_under="-4")
    assert answer.status_code == 422
    assert "Did you mean Barchester?" in answer.text
    assert "Barchestr</textarea>" in answer.text
    assert "a whole number, 1 to 100,000,000" in answer.text
    answer = browser.send("/alerts", email="<script>@x.example", kinds="won")
    assert (answer.status_code, "<script>@" in answer.text) == (422, False)


def test_a_reader_changes_what_they_get(browser: Browser, office: Alerts) -> None:
    made = confirmed(office)
    page = f"/alerts/mine/{made.token}"
    answer = browser.send(page, page, kinds="won", places="Barchester", language="cy", lead_under="1,000", cooling="0")
    assert answer.status_code == 200
    now = office.subscribers.find(made.id)
    assert now.wants == Wants(kinds=("won",), areas=("a1",), lead_under=1000, cooling_minutes=0)
    assert now.language == "cy"
    shown = browser.get(page).text
    assert "Barchester</textarea>" in shown
    assert browser.get("/alerts/mine/nobody").status_code == 404


def test_a_welsh_reader_is_told_in_welsh(night: Publishing, mailbox: Mailbox, office: Alerts) -> None:
    confirmed(office, language="cy")
    night.publish(FIRST)
    letter = until(lambda: mailbox.to(READER))[0]
    assert "Ar y blaen: Grantly" in text_of(letter)
    assert letter["content-language"] == "cy"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b",
        "a@b.example\r\nBcc: all@b.example",
        "a@b.example, c@d.example",
        "<a@b.example>",
        "a b@c.example",
        "a..b@c.example",
        ".a@c.example",
        "a@-b.example",
        "é@b.example",
        "a" * 65 + "@b.example",
        '"a"@b.example',
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AlertsError, match="one address"):
        check_address(address)


def test_hostile_names_add_no_header(tmp_path: Path, mailbox: Mailbox) -> None:
    election = barsetshire(areas=3, candidates=3)
    contest = election.contests[0]
    name = "Slope\r\nBcc: all@b.example\r\n\r\n<script>"
    people = tuple(replace(c, name=name) if c.id == "slope" else c for c in contest.candidates)
    bad = replace(election, name=name, contests=(replace(contest, candidates=people, name=name),))
    night = Publishing(bad)
    with alerts(night.hub, tmp_path, Clock(), mailbox=mailbox) as office:
        office.sign_up(READER, Wants(), "en")
        until(lambda: mailbox.to(READER))
        office.subscribers.confirm(office.subscribers.all("email")[0].token)
        night.publish(FIRST)
        until(lambda: len(mailbox.to(READER)) == 2)
    for message in mailbox.to(READER):
        assert message["bcc"] is None
        assert "<script>" not in text_of(message, "html")
    assert {to for to, _ in mailbox.kept} == {READER}


# Web Push, against a push service on loopback that decrypts as a browser does.


class PushService:
    """A browser and its push service."""

    def __init__(self) -> None:
        self.receiver = Receiver(201)
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = b"0123456789abcdef"
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.keys = Keys(p256dh=_text(point), auth=_text(self.auth))

    def read(self, n: int) -> Any:
        body = self.receiver.got[n].body
        plain = http_ece.decrypt(body, private_key=self.private, auth_secret=self.auth, version="aes128gcm")
        return msgspec.json.decode(plain)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.fixture
def service() -> Iterator[PushService]:
    made = PushService()
    yield made
    made.receiver.close()


PUSH = Push(contact="mailto:desk@b.example", services=("127.0.0.1",), private_addresses=True)


def test_a_browser_is_told_what_it_alone_can_read(night: Publishing, tmp_path: Path, service: PushService) -> None:
    with alerts(night.hub, tmp_path, Clock(), push=PUSH) as office:
        assert office.pusher is not None
        office.sign_up_browser(service.receiver.url, service.keys, Wants(), "en")
        night.publish(FIRST)
        got = until(lambda: service.receiver.got)[0]
        key = office.pusher.public_key
    shown = service.read(0)
    assert shown["title"].startswith("[TEST] Declared: Barchester: Grantly")
    assert shown["link"] == f"{SITE}/contest/{CONTEST}?at=1"
    assert b"Grantly" not in got.body
    assert got.headers["content-encoding"] == "aes128gcm"
    assert int(got.headers["ttl"]) > 0
    assert Vapid02.verify(got.headers["authorization"])
    assert got.headers["authorization"].endswith(f"k={key}")


def test_a_browser_that_is_gone_is_forgotten(night: Publishing, tmp_path: Path, service: PushService) -> None:
    service.receiver.answers = [410]
    with alerts(night.hub, tmp_path, Clock(), push=PUSH) as office:
        office.sign_up_browser(service.receiver.url, service.keys, Wants(), "en")
        night.publish(FIRST)
        until(lambda: office.subscribers.counts() == {})
        assert office.subscribers.by_endpoint(service.receiver.url) is None


def test_a_correction_reaches_the_browser_too(night: Publishing, tmp_path: Path, service: PushService) -> None:
    with alerts(night.hub, tmp_path, Clock(), push=PUSH) as office:
        office.sign_up_browser(service.receiver.url, service.keys, Wants(kinds=("declared",)), "en")
        night.publish(FIRST)
        until(lambda: service.receiver.got)
        night.publish(MENDED)
        until(lambda: len(service.receiver.got) == 2)
    assert "4,210, not 5,210" in service.read(1)["title"] + service.read(1)["body"]


@pytest.mark.parametrize(
    "endpoint", ["https://evil.example/x", "https://169.254.169.254/", "http://fcm.googleapis.com/"]
)
def test_only_push_services_are_written_to(
    night: Publishing, tmp_path: Path, service: PushService, endpoint: str
) -> None:
    with (
        alerts(night.hub, tmp_path, Clock(), push=Push(contact="mailto:a@b.example"), begin=False) as office,
        pytest.raises(AlertsError),
    ):
        office.sign_up_browser(endpoint, service.keys, Wants(), "en")


def test_the_page_signs_a_browser_up_and_off(night: Publishing, tmp_path: Path, service: PushService) -> None:
    with alerts(night.hub, tmp_path, Clock(), push=PUSH, begin=False) as office:
        browser = Browser(night, office)
        page = browser.get("/alerts").text
        assert 'data-key="' in page
        token = desks.form_token(page)
        sent = {
            "endpoint": service.receiver.url,
            "keys": msgspec.to_builtins(service.keys),
            "form": {"kinds": ["won"], "language": ["cy"]},
        }
        assert browser.post("/alerts/push", json=sent).status_code == 403
        answer = browser.post("/alerts/push", json=sent, headers={"x-csrf": token})
        assert (answer.status_code, answer.json()) == (200, {"on": True})
        assert office.subscribers.all("push")[0].wants == Wants(kinds=("won",))
        assert browser.post("/alerts/push/stop", json=sent, headers={"x-csrf": token}).json() == {"on": False}
        assert office.subscribers.counts() == {}
        assert browser.get("/alerts/worker.js").headers["content-type"].startswith("text/javascript")
        browser.close()


def test_without_the_extra_push_is_refused_in_a_clear_word(
    night: Publishing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "installed", lambda: False)
    with (
        pytest.raises(InputError, match=r"pip install 'tellers\[push\]'"),
        alerts(night.hub, tmp_path, Clock(), push=PUSH, begin=False),
    ):
        pass


# Settings.


def test_settings_are_read_and_every_mistake_is_named(tmp_path: Path) -> None:
    path = tmp_path / "alerts.toml"
    path.write_text(
        'site = "http://results.example/"\ncooling_minutes = 999\n'
        '[email]\nhost = "mail.example"\nfrom = "nobody"\ntls = "none"\nuser = "desk"\n'
    )
    with pytest.raises(InputError) as refused:
        read_settings(path)
    assert {p.where for p in refused.value.problems} == {
        "site",
        "cooling_minutes",
        "email.tls",
        "email.from",
        "email.user",
    }
    path.write_text('site = "https://r.example"\nsitte = 1\n')
    with pytest.raises(InputError, match="sitte"):
        read_settings(path)
    path.write_text(f'site = "https://r.example"\ncooling_minutes = {"9" * 5000}\n')
    with pytest.raises(InputError, match="more than 4,300 digits") as refused:
        read_settings(path)
    assert refused.value.problems[0].line == 2


def test_a_password_is_in_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "alerts.toml"
    text = 'site = "https://r.example"\n[email]\nhost = "m.example"\nfrom = "a@b.example"\nuser = "desk"\n'
    path.write_text(text + 'password_env = "DESK_MAIL"\n')
    email = read_settings(path).email
    assert email is not None
    with pytest.raises(InputError, match="DESK_MAIL is not set"):
        password(email, tmp_path)
    monkeypatch.setenv("DESK_MAIL", "plumstead")
    assert password(email, tmp_path) == "plumstead"
    path.write_text(text + 'password_file = "word.txt"\n')
    (tmp_path / "word.txt").write_text("cathedral\n")
    email = read_settings(path).email
    assert email is not None
    assert password(email, tmp_path) == "cathedral"


# The desk's page of webhooks.


def test_the_desk_adds_tries_rotates_and_stops_a_webhook(tmp_path: Path) -> None:
    here = Receiver()
    with desks.night() as desk:
        night = Publishing(desk.record.election)
        desk.person("mark", "admin", name="Mark Robarts")
        desk.person("eleanor", "keyer", name="Eleanor Bold")
        with alerts(night.hub, tmp_path, Clock()) as office, desks.client(desk) as mark:
            desks.sign_in(mark, "mark")
            assert "Alerts are not on" in mark.get("/desk/webhooks").text
            desk.desk.alerts = office
            bad = desks.post(mark, "/desk/webhooks", label="x", address="ftp://x", kinds="won")
            assert bad.status_code == 422
            made = desks.post(mark, "/desk/webhooks", label="The wire", address=here.url, kinds=["declared"])
            assert "whsec_" in made.text
            hook = office.subscribers.all("webhook")[0]
            page = f"/desk/webhooks/{hook.id}"
            assert desks.post(mark, page, act="test").status_code == 303
            assert until(lambda: here.got)[0].data["type"] == "tellers.test"
            until(lambda: "sent" in mark.get(page).text)
            assert "whsec_" in desks.post(mark, page, act="rotate").text
            assert "whsec_" not in mark.get(page).text
            desks.post(mark, page, act="stop")
            assert "stopped by Mark Robarts" in mark.get(page).text
            with desks.client(desk, "192.0.2.8") as eleanor:
                desks.sign_in(eleanor, "eleanor")
                assert eleanor.get("/desk/webhooks").status_code == 403
                assert eleanor.get(page).status_code == 403
            assert mark.get("/desk/webhooks/nobody").status_code == 404
        done = [act.act for act in desk.desk.acts.latest() if act.act.endswith(" webhook")]
    here.close()
    assert done == ["stop webhook", "rotate webhook", "test webhook", "add webhook"]


def test_the_desk_and_the_alerts_stand_beside_the_site(night: Publishing, office: Alerts) -> None:
    night.hub.alerts_page = "/alerts"
    browser = Browser(night, office)
    assert '<a href="/alerts">Alerts</a>' in browser.get("/").text
    assert browser.get("/alerts").headers["cache-control"] == "no-store"
    assert "default-src 'none'" in browser.get("/alerts").headers["content-security-policy"]
    browser.close()
    for _ in range(3):
        office.sign_up("often@plumstead.example", Wants(), "en")
    with pytest.raises(TooOften):
        office.sign_up("often@plumstead.example", Wants(), "en")
