"""The pages in a real browser: with scripts and without, on a phone and a desk, live."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import SIZES, Site, accessible, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def midlands() -> Iterator[Site]:
    """The West Midlands just before Sandwell declares."""
    yield from serve("wm-mayor-2024", -2)


@pytest.fixture(scope="module")
def commons() -> Iterator[Site]:
    yield from serve("ge-2024", 300)


def open_page(browser: Browser, url: str, *, scripts: bool, size: str = "desk", scheme: str = "light") -> Page:
    context = browser.new_context(java_script_enabled=scripts, viewport=SIZES[size], color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    page.goto(url, wait_until="load")
    assert failures == []
    return page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_one_contest_tells_its_result_with_scripts_and_without(
    browser: Browser, midlands: Site, scripts: bool, size: str
) -> None:
    page = open_page(browser, midlands.url, scripts=scripts, size=size)
    main = page.locator("main")
    expect(main).to_contain_text("Andy Street leads by 11,455")
    expect(main).to_contain_text("2.14 points of the papers verified there")
    expect(main).to_contain_text("Only Sandwell to come")
    expect(main).to_contain_text("66,296")
    expect(main).to_contain_text(f"Edition {midlands.hub.latest.number}")
    expect(page.get_by_role("row", name="Elaine Williams")).to_contain_text("not known")
    width = page.locator("html").evaluate("e => e.scrollWidth") if scripts else 0
    assert width <= SIZES[size]["width"]
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_night_of_many_tells_its_seats_with_scripts_and_without(
    browser: Browser, commons: Site, scripts: bool, size: str
) -> None:
    page = open_page(browser, commons.url, scripts=scripts, size=size)
    labour = next(row for row in commons.hub.latest.board.parties if row.party == "lab")
    expect(page.locator("main")).to_contain_text("300 of 650 declared")
    expect(page.locator("table.parties tbody tr").first).to_contain_text(str(labour.seats))
    page.get_by_role("link", name="All contests").click()
    page.get_by_role("link", name="Swindon South").first.click()
    expect(page.locator("h1")).to_have_text("Heidi Alexander elected")
    page.context.close()


def test_the_page_follows_the_night_without_a_reload(browser: Browser, midlands: Site) -> None:
    page = open_page(browser, midlands.url, scripts=True)
    page.evaluate("window.neverReloaded = true")
    for event in midlands.night.events[-2:]:
        midlands.hub.publish(event)
    expect(page.locator("h1")).to_have_text("Richard Parker elected", timeout=20000)
    expect(page.locator("main")).to_contain_text("Majority 1,508 (0.25% of valid votes)")
    expect(page.get_by_role("row", name="Sandwell")).to_contain_text("31,561*")
    expect(page.locator("#live")).to_contain_text("Richard Parker elected")
    assert page.evaluate("window.neverReloaded")
    page.context.close()


def test_the_slider_shows_an_earlier_edition_and_comes_back(browser: Browser, midlands: Site) -> None:
    page = open_page(browser, midlands.url, scripts=True)
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("h1")).to_have_text("Nothing declared yet")
    expect(page.locator("main")).to_contain_text("An earlier edition")
    page.keyboard.press("End")
    expect(page.locator("h1")).to_have_text("Andy Street leads by 11,455")
    page.context.close()


def test_without_scripts_the_slider_is_a_form(browser: Browser, midlands: Site) -> None:
    page = open_page(browser, f"{midlands.url}?at=7", scripts=False)
    expect(page.locator("h1")).to_have_text("Nothing declared yet")
    page.get_by_role("button", name="Show").click()
    assert "at=7" in page.url
    page.get_by_role("link", name="Show the latest").click()
    expect(page.locator("h1")).to_have_text("Andy Street leads by 11,455")
    page.context.close()


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desk", "light")])
def test_axe_finds_nothing(browser: Browser, midlands: Site, commons: Site, size: str, scheme: str) -> None:
    contest = commons.hub.election.contests[0].id
    area = commons.hub.election.areas[0].id
    pages = ["", "?at=7", "log", "cy/log", "odds", "corrections", "sources", "method", "data", "search?q=s"]
    many = ["contests", "gains", "closest", "map/winner", "map/swing", "party/lab", "body/house-of-commons", "nowhere"]
    many += [f"contest/{contest}", f"sources/{contest}", f"area/{area}"]
    one = ["area/E08000026", f"sources/{midlands.hub.election.contests[0].id}"]
    urls = [midlands.url + p for p in [*pages, *one]] + [commons.url + p for p in [*pages, *many]]
    for url in urls:
        context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(url, wait_until="load")
        assert accessible(page) == [], url
        context.close()


def test_no_request_leaves_the_host(browser: Browser, commons: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(commons.url, wait_until="load")
    page.wait_for_timeout(300)
    assert asked
    assert [url for url in asked if not url.startswith((commons.url, "data:"))] == []
    context.close()


def test_two_rounds_fit_the_narrowest_screen_and_say_who_was_eliminated(browser: Browser) -> None:
    for site in serve("wm-mayor-2021"):
        context = browser.new_context(viewport={"width": 320, "height": 640})
        page = context.new_page()
        page.goto(site.url, wait_until="load")
        assert page.locator("html").evaluate("e => e.scrollWidth") <= 320
        expect(page.locator("[data-part=votes] tr.out")).to_have_count(3)
        expect(page.locator("[data-part=votes] tr.out").first).to_contain_text("eliminated")
        expect(page.locator("[data-part=first]")).to_contain_text("First preferences")
        assert accessible(page) == []
        context.close()
