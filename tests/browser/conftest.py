"""A real Chromium, and the site of a real night to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from material import chromium
from tellers.cli.night import Night, open_night
from tellers.web.live import Hub
from tellers.web.maps import pack_grounds
from tellers.web.server import Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A night being served, and its hub to publish into."""

    night: Night
    hub: Hub
    url: str


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield launched
        launched.close()


def serve(name: str, events: int | None = None) -> Iterator[Site]:
    """Yield the site of a bundled night after some of its events."""
    night = open_night(name)
    hub = Hub(night.election, night.events[:events], pack_grounds(name))
    server = Server(hub, 0)
    yield Site(night=night, hub=hub, url=server.url)
    server.stop()


def accessible(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a page, by rule and place."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['target']}" for v in found for node in v["nodes"]]
