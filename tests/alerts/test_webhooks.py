"""Webhooks to real receivers: signed so that another's library verifies it, tried again, given up, never lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from alerts.receivers import CONTEST, Clock, Publishing, Receiver, alerts, declared, lines_of, until
from barsetshire import barsetshire
from store_kinds import place
from tellers.feeds.alerts.outcome import RETRY_SECONDS
from tellers.feeds.alerts.posting import number_refused, post
from tellers.feeds.alerts.refusing import AlertsError
from tellers.feeds.alerts.wants import Wants
from tellers.record import Corrected

FIRST = declared("d1", "a1", 5210, 4302, 118)
SECOND = declared("d2", "a2", 3001, 3700, 95)
MENDED = Corrected(id="c1", replaces="d1", reason="A bundle on the wrong pile.", votes={"grantly": 4210})


@pytest.fixture
def receiver() -> Iterator[Callable[..., Receiver]]:
    made: list[Receiver] = []

    def make(*answers: int | str) -> Receiver:
        made.append(Receiver(*answers))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def night() -> Publishing:
    return Publishing()


def test_the_standardwebhooks_library_verifies_what_is_sent(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    here = receiver()
    with alerts(night.hub, tmp_path, Clock()) as office:
        _, secret = office.add_webhook(here.url, "The paper", Wants())
        night.publish(FIRST)
        got = until(lambda: here.got)[0]
    found = Webhook(secret).verify(got.body, got.headers)
    assert found["data"]["alerts"][0]["kind"] == "declared"
    assert found["data"]["alerts"][0]["link"].endswith(f"/contest/{CONTEST}?at=1")
    assert "5,210" in lines_of([got])
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(got.body.replace(b"5,210", b"9,210"), got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 43 + "=").verify(got.body, got.headers)


def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    here, clock = receiver(), Clock()
    with alerts(night.hub, tmp_path, clock) as office:
        webhook, old = office.add_webhook(here.url, "", Wants())
        new = office.subscribers.rotate(webhook.id)
        night.publish(FIRST)
        got = until(lambda: here.got)[0]
        Webhook(old).verify(got.body, got.headers)
        Webhook(new).verify(got.body, got.headers)
        clock.pass_(hours=25)
        office.try_webhook(webhook.id)
        late = until(lambda: here.got[1:])[0]
    now = str(int(time.time()))  # The library looks at the time too, which here has been moved on.
    assert len(late.headers["webhook-signature"].split()) == 1
    assert int(late.headers["webhook-timestamp"]) > int(now) + 80_000


def test_what_fails_is_tried_again_under_the_same_id_with_the_same_words(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    here, clock = receiver(500, 503, "http://127.0.0.1:9/elsewhere", 204), Clock()
    with alerts(night.hub, tmp_path, clock) as office:
        webhook, _ = office.add_webhook(here.url, "", Wants())
        night.publish(FIRST)
        for tries in (1, 2, 3):
            until(lambda n=tries: len(office.queue.tries(webhook.id)) == n)
            clock.pass_(seconds=RETRY_SECONDS[tries - 1] * 1.3)
            office.courier.wake()
        until(lambda: len(here.got) == 4)
        until(lambda: office.queue.counts() == {"sent": 1})
        outcomes = [(t.outcome, t.detail[:3]) for t in reversed(office.queue.tries(webhook.id))]
    assert len({got.headers["webhook-id"] for got in here.got}) == 1
    assert len({got.body for got in here.got}) == 1
    assert len({got.headers["webhook-timestamp"] for got in here.got}) > 1
    assert outcomes == [("retrying", "500"), ("retrying", "503"), ("retrying", "302"), ("sent", "204")]


def test_what_hangs_or_drips_is_cut_and_holds_up_nobody(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    hanging, dripping, well = receiver("hang"), receiver("drip"), receiver()
    with alerts(night.hub, tmp_path, Clock(), seconds=1.0) as office:
        slow = [office.add_webhook(r.url, "", Wants())[0] for r in (hanging, dripping)]
        office.add_webhook(well.url, "", Wants())
        begun = time.monotonic()
        night.publish(FIRST)
        assert time.monotonic() - begun < 0.5
        until(lambda: well.got)
        for webhook in slow:
            tried = until(lambda w=webhook: office.queue.tries(w.id))[0]
            assert "no answer within 1 seconds" in tried.detail
            assert tried.milliseconds < 5_000


def test_a_dead_webhook_is_disabled_and_said_to_be(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    here, clock, said = receiver(500), Clock(), []
    with alerts(night.hub, tmp_path, clock, said=said) as office:
        webhook, _ = office.add_webhook(here.url, "The wire", Wants())
        night.publish(FIRST)
        for tries in range(1, len(RETRY_SECONDS) + 2):
            until(lambda n=tries: len(office.queue.tries(webhook.id, 100)) == n)
            clock.pass_(hours=11)
            office.courier.wake()
        until(lambda: office.subscribers.find(webhook.id).state == "ended")
        until(lambda: said)
        assert "The wire" in said[0]
        assert "disabled: 500" in said[0]
        night.publish(SECOND)
        until(lambda: office.queue.mark("barsetshire") == 2)
        assert len(here.got) == len(RETRY_SECONDS) + 1


def test_a_receiver_that_is_gone_is_not_asked_twice(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    here = receiver(410)
    with alerts(night.hub, tmp_path, Clock()) as office:
        webhook, _ = office.add_webhook(here.url, "", Wants())
        night.publish(FIRST)
        until(lambda: office.subscribers.find(webhook.id).state == "ended")
        assert "410" in office.subscribers.find(webhook.id).reason
        office.subscribers.resume(webhook.id)
        here.answers = [204]
        night.publish(SECOND)
        until(lambda: len(here.got) == 2)


def test_nothing_is_lost_and_nothing_doubled_by_a_restart(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    here, clock = receiver(500), Clock()
    with alerts(night.hub, tmp_path, clock) as office:
        webhook, _ = office.add_webhook(here.url, "", Wants())
        night.publish(FIRST)
        until(lambda: office.queue.tries(webhook.id))
    here.answers = [204]
    night.publish(SECOND)  # While nobody follows.
    clock.pass_(seconds=30)
    with alerts(night.hub, tmp_path, clock) as office:
        until(lambda: office.queue.counts() == {"sent": 2})
    assert here.got[1].headers["webhook-id"] == here.got[0].headers["webhook-id"]
    assert sorted(got.data["data"]["alerts"][0]["edition"] for got in here.got) == [1, 1, 2]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_a_killed_process_had_claimed_is_sent_by_the_next(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver], kind: str
) -> None:
    here, clock = receiver(), Clock()
    with place(kind, tmp_path) as url:
        with alerts(night.hub, tmp_path, clock, begin=False, url=url) as office:
            office.add_webhook(here.url, "", Wants())
            night.publish(FIRST)
            office.catch_up()
            night.publish(SECOND, MENDED)
            with alerts(night.hub, tmp_path, clock, begin=False, url=url) as beside:  # Another process of the night.
                assert beside.catch_up() == 2
                assert office.catch_up() == 0
                claimed = office.queue.claim("webhook")
                assert claimed is not None
                assert beside.queue.claim("webhook") is None  # One at a time to each receiver, whoever sends.
        clock.pass_(minutes=2)
        with alerts(night.hub, tmp_path, clock, url=url) as office:
            until(lambda: len(here.got) == 3)
            until(lambda: office.queue.counts() == {"sent": 3})
    assert here.got[0].headers["webhook-id"] == claimed.id
    assert [got.data["data"]["alerts"][0]["edition"] for got in here.got] == [1, 2, 3]


def test_a_correction_goes_to_whoever_was_told_of_the_old_figure_and_to_nobody_else(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    told, other, asked = receiver(), receiver(), receiver()
    with alerts(night.hub, tmp_path, Clock()) as office:
        office.add_webhook(told.url, "", Wants(kinds=("declared",), areas=("a1",)))
        office.add_webhook(other.url, "", Wants(kinds=("declared",), areas=("a2",)))
        office.add_webhook(asked.url, "", Wants(kinds=("correction",)))
        night.publish(FIRST, SECOND, MENDED)
        until(lambda: len(told.got) == 2)
        until(lambda: asked.got)
        until(lambda: set(office.queue.counts()) == {"sent"})
    found = told.got[1].data["data"]["alerts"][0]
    assert (found["kind"], found["corrects"], found["reason"]) == ("correction", True, "A bundle on the wrong pile.")
    moved = {(m["what"], m["area"], m["candidate"]): (m["old"], m["new"]) for m in found["moved"]}
    assert moved[("votes", "a1", "grantly")] == (5210, 4210)
    assert "4,210, not 5,210" in lines_of(told.got[1:])
    # The second declaration carried the lead of the first: whoever had it is told as well.
    assert [a["kind"] for got in other.got for a in got.data["data"]["alerts"]] == ["declared", "correction"]
    assert [a["kind"] for got in asked.got for a in got.data["data"]["alerts"]] == ["correction"]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/hook",
        "ftp://example.org/",
        "https://user:word@example.org/",
        "https://example.org/#part",
        "https://exa mple.org/",
        "https://example.org/\r\nx: y",
        "https:///hook",
        "https://example.org:99999/",
        "//example.org",
        "https://127.0.0.1/",
        "https://[::ffff:169.254.169.254]/",
        "https://localhost/hook",
        "https://2130706433/",
        "",
    ],
)
def test_an_address_that_is_none_is_refused(night: Publishing, tmp_path: Path, address: str) -> None:
    with alerts(night.hub, tmp_path, Clock(), begin=False) as office:
        office.settings = type(office.settings)(site=office.settings.site)
        with pytest.raises(AlertsError, match="wanted"):
            office.add_webhook(address, "", Wants())


_WITHIN = (
    "127.0.0.1 10.1.2.3 169.254.169.254 192.168.0.1 100.64.0.1 0.0.0.0 224.0.0.1 "
    "::1 fc00::1 fe80::1 ::ffff:127.0.0.1 64:ff9b::a00:1 2002:7f00:1::"
)


@pytest.mark.parametrize("number", _WITHIN.split())
def test_no_number_within_the_house_is_posted_to(number: str) -> None:
    assert number_refused(number, private=False, secure=True)


def test_a_name_that_leads_into_the_house_is_not_posted_to(receiver: Callable[..., Receiver]) -> None:
    here = receiver()
    port = here.url.rpartition(":")[2]
    answer = post(f"https://localhost:{port}", b"{}", {}, private=False)
    assert (answer.status, here.got) == (0, [])
    assert "of this machine or its network" in answer.text
    assert number_refused("169.254.169.254", private=True, secure=False)  # Never: it gives away a machine's secrets.


def test_a_test_night_says_so_in_every_alert(tmp_path: Path, receiver: Callable[..., Receiver]) -> None:
    night, here = Publishing(replace(barsetshire(areas=3, candidates=3), test=True)), receiver()
    with alerts(night.hub, tmp_path, Clock()) as office:
        office.add_webhook(here.url, "", Wants())
        night.publish(FIRST)
        got = until(lambda: here.got)[0]
    assert got.data["data"]["test"] is True
    for alert in got.data["data"]["alerts"]:
        assert alert["title"].startswith("[TEST] ")
        assert all(said[0].startswith("[TEST] ") for said in alert["sentences"].values())


def test_publishing_never_waits_for_delivery(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    """Editions are published about as fast beside six webhooks that hang as with none."""

    def seconds(publishing: Publishing) -> float:
        begun = time.monotonic()
        publishing.publish(declared("c1", "a1", 1, 1, 1))
        publishing.publish(
            *(Corrected(id=f"c{n}", replaces=f"c{n - 1}", reason="Again.", votes={"slope": n}) for n in range(2, 60))
        )
        return time.monotonic() - begun

    alone = seconds(Publishing())
    hanging = [receiver("hang") for _ in range(6)]
    with alerts(night.hub, tmp_path, Clock(), seconds=3.0) as office:
        for one in hanging:
            office.add_webhook(one.url, "", Wants())
        beside = seconds(night)
    # The threads share a processor; what is measured is that no publishing waits for the three seconds of a receiver.
    assert beside < alone + 2.5


def test_the_payload_says_what_its_fields_are(
    night: Publishing, tmp_path: Path, receiver: Callable[..., Receiver]
) -> None:
    here = receiver()
    with alerts(night.hub, tmp_path, Clock()) as office:
        office.add_webhook(here.url, "", Wants())
        night.publish(FIRST)
        got = until(lambda: here.got)[0]
    found = json.loads(got.body)
    assert set(found) == {"type", "timestamp", "version", "data"}
    assert set(found["data"]) == {"night", "test", "alerts"}
    guide = (Path(__file__).parents[2] / "docs/guide-alerts.md").read_text()
    for name in found["data"]["alerts"][0]:
        assert f"`{name}`" in guide, name
