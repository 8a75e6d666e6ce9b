"""The site as files in a real browser: it follows the night by the head file, and the slider finds earlier versions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from barsetshire import barsetshire, night
from tellers.record import Event
from tellers.web.live import Hub
from tellers.web.publish import Folder, Publisher

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Hub, Publisher, list[Event]]]:
    election = barsetshire(areas=3, contests=3, seed=8)
    events = list(night(election, seed=8))
    hub = Hub(election)
    publisher = Publisher(hub, Folder(root=tmp_path / "site"), odds=False)
    publisher.everything()
    for event in events[:10]:
        publisher.touched(hub.publish(event))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", hub, publisher, events
    server.shutdown()
    server.server_close()


def test_a_site_of_files_follows_the_night_and_shows_it_again(
    browser: Browser, site: tuple[str, Hub, Publisher, list[Event]]
) -> None:
    url, hub, publisher, events = site
    page = browser.new_context().new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(url)
    expect(page.locator("[data-part=edition]")).to_contain_text("Edition 10")
    expect(page.locator("#live")).to_have_text("Live")
    publisher.touched(hub.publish(events[10]))
    expect(page.locator("[data-part=edition]")).to_contain_text("Edition 11", timeout=60_000)
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-part=edition]")).to_contain_text("Edition 9")
    page.keyboard.press("End")
    expect(page.locator("[data-part=edition]")).to_contain_text("Edition 11")
    assert wrong == []
    page.context.close()
