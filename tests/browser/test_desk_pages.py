"""The desk's pages for every kind of figure: by keyboard alone, by screen reader, light and dark, and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import accessible
from browser.test_desk import Served, person, serving
from desk.desks import CONTEST, chamber
from tellers.record import RunningTotal, SeatsWon

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

GOLDEN = Path(__file__).parent / "golden"
NARROW = {"width": 320, "height": 700}


@pytest.fixture
def chapter(tmp_path: Path) -> Iterator[Served]:
    """Yield a desk of a night with a body to fill."""
    with serving(tmp_path, chamber(2)) as made:
        yield made


def golden(name: str) -> str:
    return (GOLDEN / f"{name}.yaml").read_text(encoding="utf-8").rstrip("\n")


def ready(page: Page) -> None:
    page.wait_for_function("document.activeElement.matches('.figures input')")


def type_figures(page: Page, *figures: object) -> None:
    """Key the figures of a form that is open, by keyboard alone, and send it."""
    ready(page)
    for figure in figures:
        page.keyboard.type(str(figure))
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sheet/**", timeout=15_000)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText")
        if name in focused:
            return
    raise AssertionError(f"nothing called {name} is reached by Tab")


def test_a_running_total_is_chosen_and_keyed_by_keyboard_alone(browser: Browser, chapter: Served) -> None:
    for login in ("eleanor", "mark"):
        with person(browser, chapter, login) as page:
            page.goto(f"{chapter.url}contest/{CONTEST}")
            for area in ("Barchester", "Plumstead"):
                tab_to(page, area)
                page.keyboard.press("Space")
            tab_to(page, "Key the total")
            page.keyboard.press("Enter")
            type_figures(page, 900, 800, 40, 10, "", 1740, "", "")
            answer = page.locator(".answer").inner_text()
    assert "two people keyed the same" in answer
    (event,) = chapter.events()
    assert isinstance(event, RunningTotal)
    assert (event.areas, event.rejected_ballots) == (("a1", "a2"), 10)


def test_seats_are_keyed_with_one_key_a_field(browser: Browser, chapter: Served) -> None:
    for login in ("eleanor", "mark"):
        with person(browser, chapter, login) as page:
            page.goto(f"{chapter.url}seats/chapter")
            type_figures(page, 3, 2, 0)
    (event,) = chapter.events()
    assert isinstance(event, SeatsWon)
    assert event.seats == {"high": 3, "low": 2, "broad": 0}


def test_rejected_papers_by_reason_come_after_the_figures_where_they_are_opened(
    browser: Browser, chapter: Served
) -> None:
    with person(browser, chapter, "eleanor") as page:
        page.goto(f"{chapter.url}key/{CONTEST}/a1")
        ready(page)
        page.get_by_text("Rejected papers by reason").click()
        page.get_by_role("textbox", name="Grantly").focus()
        for figure in (500, 400, 20, 6, "", "", "", "", 1, 2, 4):
            page.keyboard.type(str(figure))
            page.keyboard.press("Enter")
        expect(page.locator("#checks")).to_contain_text("Rejected papers by reason make 7; announced 6.")
        page.reload()
        expect(page.locator("#state")).to_have_text("Your draft is back.")
        expect(page.get_by_role("textbox", name="Voter could be identified")).to_have_value("4")


def test_the_list_and_the_form_of_a_total_as_a_screen_reader_has_them(browser: Browser, chapter: Served) -> None:
    with person(browser, chapter, "eleanor") as page:
        page.goto(f"{chapter.url}seats/chapter")
        type_figures(page, 3, 2, 0)
        page.goto(chapter.url)
        assert page.locator("[data-part=places]").aria_snapshot() == golden("desk_list")
        assert page.locator("[data-part=decisions]").aria_snapshot() == golden("desk_wider")
        page.goto(f"{chapter.url}total/{CONTEST}?areas=a1&areas=a2")
        expect(page.locator("#sum")).to_contain_text("0 votes")
        assert page.locator("#keying").aria_snapshot() == golden("total_form")


def test_no_page_fails_a_reader_in_the_light_in_the_dark_or_on_a_phone(browser: Browser, chapter: Served) -> None:
    with person(browser, chapter, "eleanor") as page, person(browser, chapter, "mark") as mark:
        for one in (page, mark):
            one.goto(f"{chapter.url}total/{CONTEST}?areas=a1&areas=a2")
            type_figures(one, 900, 800, 40, "", "", "", "", "")
        total = chapter.events()[0].id
        page.goto(f"{chapter.url}body/chapter")
        page.get_by_label("On what ground").fill("Nobody can reach five.")
        page.get_by_role("button", name="Propose the call").click()
        page.wait_for_url("**/decision/**")
        decision = page.url.removeprefix(chapter.url)
        for one, votes in ((page, 400), (mark, 410)):
            one.goto(f"{chapter.url}key/{CONTEST}/a3")
            type_figures(one, 500, votes, 20, "", "", "", "", "")
        paths = [mark.url.removeprefix(chapter.url), "", "wide", f"contest/{CONTEST}", "body/chapter", decision]
        paths += [f"total/{CONTEST}?areas=a1", "seats/chapter", f"change/{total}?kind=recounted", f"withdraw/{total}"]
        paths += [f"place/{CONTEST}/a3", f"key/{CONTEST}/a1?stage=2", "publishing"]
        for path in paths:
            mark.goto(f"{chapter.url}{path}")
            for folded in mark.locator("main details").all():
                folded.evaluate("element => { element.open = true; }")
            for scheme, size in (("light", {"width": 1280, "height": 900}), ("dark", NARROW)):
                mark.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                mark.set_viewport_size(size)  # type: ignore[arg-type]
                assert accessible(mark) == [], (path, scheme)
            wider = mark.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, f"{path} is {wider} pixels wider than a narrow phone"
