"""A map's page follows the night: of its table it fetches the rows that changed, and puts them where they were."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from browser.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_only_the_rows_that_changed_are_fetched_and_the_table_is_as_if_loaded_anew(browser: Browser) -> None:
    served = serve("ge-2024", 300)
    site = next(served)
    url = site.url.rstrip("/")
    page = browser.new_context().new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.removeprefix(url)))
    page.goto(f"{url}/map/declared")
    expect(page.locator("#live")).to_have_text("Live", timeout=30_000)
    fetched.clear()
    edition = site.hub.publish(site.night.events[300])
    expect(page.locator("[data-part=edition]")).to_contain_text(f"Edition {edition.number}", timeout=60_000)
    assert f"/parts/{edition.number}/map/declared.json" in fetched
    assert "/map/declared" not in fetched
    rows = "document.querySelector('table').innerText"
    now = page.evaluate(rows)
    page.reload()
    assert now == page.evaluate(rows)
    parts = page.request.get(f"{url}/parts/{edition.number}/map/declared.json").json()["parts"]
    assert 1 <= sum(name.startswith("rows-") for name in parts) < 5
    page.context.close()
    next(served, None)
