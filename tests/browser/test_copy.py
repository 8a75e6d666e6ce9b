"""The desk's pages for copy in a real browser: marked, filed, watched; live, accessible, also without scripts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import SIZES, accessible
from check.newsroom import Newsroom, newsroom
from desk.desks import PASSWORD
from tellers.record import Corrected, Declared
from tellers.web.app import create_site
from tellers.web.desk import mount
from tellers.web.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

COVENTRY = "E08000026"
STORY = """Parker is mayor of the West Midlands

Richard Parker was elected mayor of the West Midlands, beating Andy Street by 1,508 votes.

Richard Parker won 32,704 votes in Coventry.
"""
WRONG = "Andy Street has been re-elected as mayor of the West Midlands."


@contextmanager
def served() -> Iterator[tuple[Newsroom, str]]:
    with newsroom() as room:
        room.night.person("mark", "editor", name="Mark Robarts")
        server = Server(room.hub, 0, app=mount(create_site(room.hub), room.desk))
        try:
            yield room, server.url
        finally:
            server.stop()


@contextmanager
def person(
    browser: Browser, url: str, size: str = "desk", *, scripts: bool = True, dark: bool = False
) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=scripts, viewport=SIZES[size], color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(f"{url}desk/sign-in")
    page.get_by_label("Sign-in").fill("mark")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="The night")).to_be_visible()
    yield page
    context.close()


def check(page: Page, url: str, text: str) -> None:
    page.goto(f"{url}desk/check")
    page.get_by_label("Story: paste it").fill(text)
    page.get_by_label("Name, to file it by").fill("parker")
    page.get_by_role("button", name="Check", exact=True).press("Enter")
    expect(page.locator("#outcome")).to_be_visible()


def correct(room: Newsroom) -> None:
    """Have the returning officer correct Parker's figure in Coventry."""
    record = room.night.record
    old = next(e for e in record.events.values() if isinstance(e, Declared) and e.area == COVENTRY)
    parker = next(c.id for c in record.election.contests[0].candidates if c.name == "Richard Parker")
    votes = {**old.votes, parker: 32_740}
    room.tell(Corrected(id="correction", replaces=old.id, reason="A bundle was counted twice.", votes=votes))


def test_a_correction_reaches_every_open_page_within_a_second(browser: Browser) -> None:
    with (
        served() as (room, url),
        person(browser, url) as one,
        person(browser, url) as two,
        person(browser, url) as three,
    ):
        check(one, url, STORY)
        expect(one.locator("#outcome")).to_have_text("Nothing to look at")
        one.get_by_role("button", name="File it").click()
        one.wait_for_url("**/desk/stories")
        room.hub.publish(room.night.record.stories[-1])
        check(two, url, STORY)
        three.goto(f"{url}desk/")
        expect(one.locator("main")).to_contain_text("Every published sentence stands")
        began = time.monotonic()
        correct(room)
        expect(one.locator(".gone")).to_contain_text("a correction: A bundle was counted twice.")
        expect(three.locator(".badge")).to_have_text("1")
        took = time.monotonic() - began
        expect(two.locator("#moved")).to_contain_text("1 to look at: 1 new, 0 gone")
        expect(two.locator("#outcome")).to_have_text("1 to look at")
        expect(three.locator("#news")).to_contain_text("1 published sentence gone stale or wrong")
        assert took < 3.0, "a second on a quiet machine; the watch itself is held to it in test_watched"
        assert accessible(one) == []
        assert accessible(two) == []
        one.get_by_label("As it is published now").fill("Richard Parker won 32,740 votes in Coventry.")
        with one.expect_response(lambda answer: answer.request.method == "POST"):
            one.get_by_role("button", name="Mended").click()
        room.hub.publish(room.night.record.stories[-1])
        expect(one.locator("main")).to_contain_text("Every published sentence stands")


@pytest.mark.parametrize(("size", "dark", "scripts"), [("phone", True, True), ("phone", False, False)])
def test_the_page_is_whole_on_a_phone_in_the_dark_and_without_scripts(
    browser: Browser, size: str, dark: bool, scripts: bool
) -> None:
    with served() as (_, url), person(browser, url, size, scripts=scripts, dark=dark) as page:
        check(page, url, WRONG)
        expect(page.locator("#outcome")).to_have_text("1 to look at")
        expect(page.locator(".findings li").first).to_contain_text("Richard Parker elected")
        expect(page.locator("table.row").first).to_contain_text("225,590")
        expect(page.locator(".story mark")).to_contain_text("re-elected")
        if scripts:
            assert accessible(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
        page.locator(".story a.ref").first.press("Enter")
        assert page.url.endswith("#f1"), "the mark leads to its reason by keyboard"


def test_what_is_being_written_is_not_checked_behind_the_writers_back(browser: Browser) -> None:
    with served() as (room, url), person(browser, url) as page:
        check(page, url, STORY)
        page.get_by_label("Story: paste it").fill("Half a sentence")
        correct(room)
        expect(page.locator("#moved")).to_contain_text("Check again when you have written")
        expect(page.locator("#outcome")).to_have_text("Nothing to look at")
