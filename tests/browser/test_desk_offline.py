"""Keying forms open, reload and keep what is keyed offline; and nothing stays in the browser that should not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from barsetshire import barsetshire
from browser.conftest import accessible
from browser.test_desk import Served, person, serving
from desk.desks import CONTEST
from tellers.record import Declared

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

BACK_MS = 20_000
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("desk-forms-"));
  const lists = names.map(async (name) => (await caches.open(name)).keys());
  return (await Promise.all(lists)).flat().map((request) => request.url);
}"""
TEXTS = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
  }
  return texts.join("\\n");
}"""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, barsetshire(areas=3, candidates=3)) as made:
        yield made


def kept(page: Page, *addresses: str) -> None:
    """Wait until these forms, and only these, are kept by the browser."""
    for _ in range(100):
        found = page.evaluate(KEPT)
        if set(found) == set(addresses):
            return
        page.wait_for_timeout(100)
    raise AssertionError(found)


def forms(served: Served) -> list[str]:
    return [f"{served.url}key/{CONTEST}/a{n}" for n in (1, 2, 3)]


def test_a_form_opens_and_reloads_with_the_server_stopped_and_is_sent_when_it_is_back(
    browser: Browser, served: Served
) -> None:
    with person(browser, served, "eleanor") as page, person(browser, served, "mark") as mark:
        kept(page, *forms(served))  # All three places of the list, none of them opened yet.
        served.kill()
        page.goto(f"{served.url}key/{CONTEST}/a2")
        expect(page.locator("#state")).to_contain_text("Opened from this machine: the desk cannot be reached.")
        expect(page.locator("#connection")).to_contain_text("cannot be reached")
        page.wait_for_function("document.activeElement.matches('.figures input')")
        for figure in (300, 200):
            page.keyboard.type(str(figure))
            page.keyboard.press("Enter")
        assert accessible(page) == []
        page.reload()
        expect(page.locator("#state")).to_contain_text("Your draft is back.")
        expect(page.get_by_role("textbox", name="Proudie")).to_have_value("200")
        page.get_by_role("textbox", name="Slope").fill("10")
        page.get_by_text("Time of the declaration").click()
        page.get_by_label("Announced at").fill("2031-05-01T23:30")
        page.get_by_role("button", name="Send").click()
        expect(page.locator("#state")).to_contain_text("Kept on this machine")
        page.goto(served.url)
        expect(page.get_by_role("heading", name="The desk cannot be reached")).to_be_visible()
        expect(page.get_by_role("link", name="Declaration: Plumstead")).to_be_visible()
        assert accessible(page) == []
        served.start()
        page.get_by_role("link", name="Try the desk again").click()
        expect(page.get_by_role("row", name="Plumstead")).to_contain_text("waiting", timeout=BACK_MS)
        mark.goto(f"{served.url}key/{CONTEST}/a2")
        for name, figure in (("Grantly", 300), ("Proudie", 200), ("Slope", 10)):
            mark.get_by_role("textbox", name=name).fill(str(figure))
        mark.get_by_role("button", name="Send").click()
        expect(mark.locator(".answer")).to_contain_text("two people keyed the same")
        (event,) = served.events()
        assert isinstance(event, Declared)
        assert event.keyed_by == "Eleanor Bold"
        assert str(event.announced_at) == "2031-05-01 22:30:00+00:00"


def test_a_form_offline_in_the_browser_sends_by_itself_once_it_is_online(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as page:
        kept(page, *forms(served))
        page.context.set_offline(True)
        for area in ("a1", "a3"):  # Opened twice from what is kept: each is a sheet of its own.
            page.goto(f"{served.url}key/{CONTEST}/{area}")
            for name in ("Grantly", "Proudie", "Slope"):
                page.get_by_role("textbox", name=name).fill("100")
            page.get_by_role("button", name="Send").click()
            expect(page.locator("#state")).to_contain_text("Kept on this machine")
        page.context.set_offline(False)
        page.wait_for_url("**/sheet/**", timeout=BACK_MS)
        page.goto(served.url)
        for place in ("Barchester", "Framley"):
            expect(page.get_by_role("row", name=place)).to_contain_text("waiting", timeout=BACK_MS)


def test_what_is_kept_has_no_figure_and_no_token_and_goes_at_signing_out(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as page:
        kept(page, *forms(served))
        page.goto(f"{served.url}key/{CONTEST}/a1?kind=verified")
        kept(page, *forms(served), f"{served.url}key/{CONTEST}/a1?kind=verified")
        texts = page.evaluate(TEXTS)
        token = page.locator("html").get_attribute("data-csrf")
        assert token
        assert token not in texts
        assert "Eleanor Bold" not in texts
        assert 'id="keying"' in texts
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        kept(page)
        page.context.set_offline(True)
        page.goto(f"{served.url}key/{CONTEST}/a1")
        expect(page.get_by_role("heading", name="The desk cannot be reached")).to_be_visible()
        expect(page.locator("#none")).to_be_visible()


def test_a_person_may_have_nothing_kept_on_a_machine(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as page:
        kept(page, *forms(served))
        page.goto(f"{served.url}account")
        page.get_by_role("button", name="Forget them, and keep none").click()
        expect(page.get_by_text("None are kept here.")).to_be_visible()
        page.goto(served.url)
        expect(page.get_by_role("row", name="Plumstead")).to_be_visible()
        assert page.evaluate(WORKERS) == 0
        assert page.evaluate("async () => (await caches.keys()).length") == 0
