"""By keyboard alone, and on a slow network: the main things are reached, the focus is seen, nothing traps it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browser.conftest import Site, serve
from browser.walk import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

FOCUS = """() => {
  const e = document.activeElement, own = getComputedStyle(e);
  return [e.tagName, e.id || e.className || e.getAttribute("href") || "", own.outlineStyle !== "none" && parseFloat(own.outlineWidth) > 0];
}"""  # noqa: E501 - the script is read as it runs.
MOST_TABS = 150


@pytest.fixture(scope="module")
def midlands() -> Iterator[Site]:
    yield from serve("wm-mayor-2024", 26)


def test_tab_reaches_the_main_things_is_always_seen_and_leaves_at_the_end(browser: Browser, midlands: Site) -> None:
    reader = Reader(browser, midlands.url)
    page = reader.open("/")
    expect(page.locator(".map-box")).to_be_attached()
    seen: list[str] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        tag, name, outlined = page.evaluate(FOCUS)
        if tag == "BODY":
            break
        assert outlined, f"the focus on {tag} {name} is not seen"
        seen.append(name)
    else:
        pytest.fail("the focus never leaves the page")
    assert seen[0] == "skip"
    for wanted in ("q", "at", "map-box", "scroll"):
        assert wanted in seen, seen
    assert reader.wrong == []
    reader.context.close()


def test_the_skip_link_goes_past_the_head(browser: Browser, midlands: Site) -> None:
    reader = Reader(browser, midlands.url)
    page = reader.open("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    reader.context.close()


def test_arrows_walk_the_map_and_enter_opens_a_place(browser: Browser, midlands: Site) -> None:
    reader = Reader(browser, midlands.url)
    page = reader.open("/map/winner")
    page.locator(".map-box").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".map-card a")
    expect(first).not_to_be_empty()
    name = first.inner_text()
    page.keyboard.press("ArrowLeft")
    expect(first).not_to_have_text(name)
    chosen = first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/area/**")
    expect(page.locator("h1")).to_have_text(chosen)
    reader.context.close()


def test_a_slow_network_shows_the_result_and_then_brings_it_to_life(browser: Browser, midlands: Site) -> None:
    reader = Reader(browser, midlands.url)
    session = reader.context.new_cdp_session(reader.page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
    session.send("Network.emulateNetworkConditions", slow)
    page = reader.open("/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#live")).to_have_text("Live", timeout=30_000)
    assert reader.wrong == []
    reader.context.close()
