"""One page of every kind, of five nights: nothing for axe, narrow, zoomed, dark, in forced colours, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from barsetshire import barsetshire, night
from browser.walk import Reader, one_of_each, said
from browser.wards import wards
from tellers.cli.night import open_night
from tellers.web.live import Hub
from tellers.web.maps import pack_grounds
from tellers.web.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def bundled(name: str, events: int) -> Hub:
    opened = open_night(name)
    return Hub(opened.election, opened.events[:events], pack_grounds(name))


def invented() -> Hub:
    election = barsetshire(areas=3, contests=12, seed=5)
    return Hub(election, list(night(election, seed=5))[:20])


NIGHTS: dict[str, tuple[Callable[[], Hub], tuple[str, ...]]] = {
    "ge-2024 in the middle": (lambda: bundled("ge-2024", 330), ("",)),
    "ge-2024 at ten": (lambda: bundled("ge-2024", 0), ("night.html", "odds.html")),
    "wm-mayor-2024": (
        lambda: bundled("wm-mayor-2024", 26),
        ("contest.html 1", "area.html", "trace.html", "/map"),
    ),
    "locals-2024": (lambda: bundled("locals-2024", 700), ("night.html", "body.html", "contest.html")),
    "wards with ranked papers": (wards, ("night.html", "contest.html", "body.html")),
    "a test night of Barsetshire": (invented, ("night.html", "contest.html", "missing.html")),
}
"""Each night, and the kinds of page that are its own: the first shows every kind."""


@contextmanager
def served(hub: Hub) -> Iterator[str]:
    server = Server(hub, 0)
    yield server.url
    server.stop()


@pytest.mark.parametrize("name", NIGHTS)
def test_every_kind_of_page_is_for_every_reader(browser: Browser, name: str) -> None:
    make, kinds = NIGHTS[name]
    hub = make()
    with served(hub) as url:
        reader, plain = Reader(browser, url), Reader(browser, url, scripts=False)
        faults = []
        for path in one_of_each(hub, kinds):
            without = said(plain.open(path))
            faults += reader.faults(path, without)
        reader.context.close()
        plain.context.close()
    assert not faults, "\n".join(faults)
