"""The log in a real browser: lines chosen by kind with scripts off, by pointer and by keyboard; nothing for axe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from browser.conftest import accessible
from tellers.cli.night import open_night
from tellers.record import Corrected, Event, Posted, Quotation
from tellers.web.live import Hub
from tellers.web.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
AT = datetime(2024, 5, 4, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def corrected() -> Iterator[str]:
    """Serve the West Midlands after Coventry was corrected, with a post among its lines."""
    night = open_night("wm-mayor-2024")
    until = next(n for n, e in enumerate(night.events, 1) if e.id == "wm-mayor-2024-23")
    quoted = Quotation(words="Too close to call.", who="An aide", said="in the hall")
    more: list[Event] = [
        Posted(id="p1", text="The hall is full.", headline="At the NEC", by="E", quotation=quoted, recorded_at=AT),
        Corrected(id="c1", replaces="wm-mayor-2024-23", votes={"richard-parker": 32_604}, reason="A bundle."),
    ]
    server = Server(Hub(night.election, [*night.events[:until], *more]), 0)
    yield server.url.rstrip("/")
    server.stop()


@pytest.mark.parametrize("width", [320, 1280])
def test_lines_are_chosen_by_kind_without_scripts(browser: Browser, corrected: str, width: int) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{corrected}/log")
    lines = page.locator(".log > li:visible")
    every = lines.count()
    page.locator("label[for=only-post]").click()
    assert lines.count() == 1
    assert "At the NEC" in lines.first.inner_text()
    page.keyboard.press("ArrowLeft")
    assert lines.count() == 1
    assert "Correction, Coventry" in lines.first.inner_text()
    page.locator("label[for=only-all]").click()
    assert lines.count() == every
    page.context.close()


@pytest.mark.parametrize("path", ["/log", "/cy/log", "/corrections", "/", "/area/E08000026"])
def test_pages_with_corrections_and_posts_leave_axe_nothing_and_fit(
    browser: Browser, corrected: str, path: str
) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 800}).new_page()
    page.goto(f"{corrected}{path}")
    assert accessible(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()
