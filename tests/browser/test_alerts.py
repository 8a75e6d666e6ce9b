"""The pages of alerts in a real browser: with and without scripts, on a narrow phone, by keyboard, notified."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from alerts.receivers import Clock, Mailbox, Publishing, alerts, text_of, until
from browser.conftest import accessible
from tellers.feeds.alerts.settings import Push
from tellers.web.alerts import mount_alerts
from tellers.web.app import create_site
from tellers.web.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PUSH = Push(contact="mailto:desk@b.example", services=("127.0.0.1",), private_addresses=True)


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    yield made
    made.close()


@pytest.fixture(scope="module")
def url(mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    night, folder = Publishing(), tmp_path_factory.mktemp("alerts")
    night.hub.alerts_page = "/alerts"
    with alerts(night.hub, folder, Clock(), mailbox=mailbox, push=PUSH) as office:
        server = Server(night.hub, 0, app=mount_alerts(create_site(night.hub), office))
        yield server.url
        server.stop()


def opened(browser: Browser, url: str, *, scripts: bool = True, width: int = 1280, scheme: str = "light") -> Page:
    context = browser.new_context(
        java_script_enabled=scripts,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(browser: Browser, url: str, scheme: str) -> None:
    page = opened(browser, f"{url}alerts", width=320, scheme=scheme)
    page.get_by_text("Only some places or parties").click()
    assert accessible(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.goto(f"{url}alerts/asked")
    assert accessible(page) == []
    page.goto(f"{url}alerts/confirm/nobody")
    assert accessible(page) == []
    page.context.close()


def test_a_reader_signs_up_by_keyboard_without_scripts(browser: Browser, url: str, mailbox: Mailbox) -> None:
    page = opened(browser, url, scripts=False, width=390)
    page.get_by_role("link", name="Alerts").click()
    page.get_by_label("Email address").focus()
    page.keyboard.type("septimus@hiram.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    letter = until(lambda: mailbox.to("septimus@hiram.example"))[0]
    path = text_of(letter).partition("/alerts/")[2].split()[0]
    page.goto(f"{url}alerts/{path}")
    page.get_by_role("button", name="Yes, begin").click()
    expect(page.get_by_role("status")).to_contain_text("Confirmed")
    page.get_by_label("Somebody is elected").uncheck()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Look at it again").click()
    expect(page.get_by_label("Somebody is elected")).not_to_be_checked()
    page.get_by_role("button", name="Stop these alerts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stopped")
    page.context.close()


def test_mistakes_are_said_and_nothing_typed_is_lost(browser: Browser, url: str) -> None:
    page = opened(browser, f"{url}alerts", scripts=False)
    page.get_by_label("Email address").fill("mary@ullathorne.example")
    page.get_by_text("Only some places or parties").click()
    page.get_by_label("Only these places").fill("Barchestr")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("alert")).to_contain_text("Did you mean Barchester")
    expect(page.get_by_label("Email address")).to_have_value("mary@ullathorne.example")
    expect(page.get_by_label("Only these places")).to_have_value("Barchestr")
    page.context.close()


def test_the_worker_shows_what_is_pushed_to_it(browser: Browser, url: str) -> None:
    page = opened(browser, f"{url}alerts")
    page.context.grant_permissions(["notifications"], origin=url.rstrip("/"))
    expect(page.get_by_role("button", name="Notify this browser instead")).to_be_visible()
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration('/alerts/').then((r) => r?.active?.state === 'activated')"
    )
    devtools, known = page.context.new_cdp_session(page), []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda found: known.extend(found["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    sent = '{"title": "[TEST] Won: Proudie", "body": "By 291.", "tag": "mayor", "lang": "en", "link": "/"}'
    id = known[-1]["registrationId"]
    devtools.send("ServiceWorker.deliverPushMessage", {"origin": url, "registrationId": id, "data": sent})
    page.wait_for_timeout(1_000)
    shown = page.evaluate(
        "navigator.serviceWorker.getRegistration('/alerts/').then((r) => r.getNotifications())"
        ".then((all) => all.map((n) => [n.title, n.body, n.tag]))"
    )
    assert shown == [["[TEST] Won: Proudie", "By 291.", "mayor"]]
    page.context.close()
