"""Embeds on another site's page, and screens, in a real browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from barsetshire import barsetshire, night
from browser.conftest import SIZES, Site, accessible, serve
from tellers.edition.languages import LANGUAGES
from tellers.web.embeds.views import contest_headline
from tellers.web.live import Hub
from tellers.web.publish import Folder, Publisher
from tellers.web.screens.reading import FIGURES_VH, LEAST_VH
from tellers.web.site.imprint import Imprint

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

MAYOR = "/contest/mayor.west-midlands.2024-05-02"


@pytest.fixture
def midlands() -> Iterator[Site]:
    """The West Midlands just before Sandwell declares."""
    yield from serve("wm-mayor-2024", -2)


@pytest.fixture(scope="module")
def commons() -> Iterator[Site]:
    yield from serve("ge-2024", 300)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def courier(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Yield the address of another site, and the folder of its pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path
    server.shutdown()
    server.server_close()


def test_a_live_contest_on_another_site_sizes_itself_and_follows(
    browser: Browser, midlands: Site, courier: tuple[str, Path]
) -> None:
    url, folder = courier
    site = midlands.url.rstrip("/")
    (folder / "story.html").write_text(
        f'<!doctype html><title>Story</title><iframe id="own" data-tellers src="{site}/embed{MAYOR}#dark" width="100%"'
        f' height="90" title="Result"></iframe><iframe id="false" data-tellers src="{url}/false.html" height="90"'
        f' title="False"></iframe><script src="{site}/embed/embed.js"></script>'
    )
    # A frame that speaks for another, and asks for a size that is none: neither is heard.
    (folder / "false.html").write_text(
        "<!doctype html><title>False</title><script>parent.postMessage({tellers: 'height', height: 'lots'}, '*');"
        "parent.frames[0].postMessage({tellers: 'hello'}, '*')</script>"
    )
    context = browser.new_context(viewport=SIZES["desk"])  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(f"{url}/story.html")
    frame = page.frame_locator("#own")
    expect(frame.locator("h1")).to_have_text("Andy Street leads by 11,455")
    page.wait_for_function("document.getElementById('own').clientHeight > 300", timeout=30_000)
    tall = "document.getElementById('own').clientHeight"
    wide = page.evaluate(tall)
    assert frame.locator("html").evaluate("e => e.scrollHeight <= e.clientHeight")
    page.set_viewport_size({"width": 330, "height": 700})
    page.wait_for_function(f"{tall} > {wide}", timeout=30_000)
    assert frame.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")
    assert frame.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(17, 20, 24)"
    assert page.evaluate("document.getElementById('false').clientHeight") == 90
    assert page.evaluate("window.scrollY") == 0
    for event in midlands.night.events[-2:]:
        midlands.hub.publish(event)
    expect(frame.locator("h1")).to_have_text("Richard Parker elected", timeout=60_000)
    assert context.cookies() == []
    assert [said for said in wrong if "favicon" not in said and "404" not in said] == []
    context.close()


def test_a_site_of_files_makes_embeds_and_keeps_them_up(browser: Browser, courier: tuple[str, Path]) -> None:
    url, folder = courier
    election = barsetshire(areas=3, contests=3, seed=8)
    events = list(night(election, seed=8))
    hub = Hub(election)
    hub.imprint = Imprint(address="https://results.example")
    publisher = Publisher(hub, Folder(root=folder / "."), odds=False)
    publisher.everything()
    page = browser.new_context().new_page()
    page.goto(f"{url}/embeds?what=contest/barsetshire-2&theme=dark&edition=")
    expect(page.get_by_label("Copy this into your page")).to_have_value(
        re.compile('src="https://results.example/embed/contest/barsetshire-2#dark" title="Barsetshire division 2"')
    )
    frame = page.frame_locator("#preview")
    expect(frame.locator("h1")).to_have_text("Nothing declared yet")
    touching = 0
    while touching < 4:
        edition = hub.publish(events.pop(0))
        publisher.touched(edition)
        touching += election.contests[1].id in edition.touched
    said = contest_headline(LANGUAGES["en"], election.contests[1], hub.latest.standing(election.contests[1]))
    expect(frame.locator("footer")).to_contain_text(f"Edition {hub.latest.number}", timeout=60_000)
    expect(frame.locator("h1")).to_have_text(said)
    pinned = page.context.new_page()
    pinned.goto(f"{url}/embed/at/0/contest/barsetshire-2")
    expect(pinned.locator("h1")).to_have_text("Nothing declared yet")
    expect(pinned.locator("#state")).to_have_text("A later edition is out: see the full result.", timeout=30_000)
    page.context.close()


def test_other_pages_refuse_to_be_framed(browser: Browser, midlands: Site, courier: tuple[str, Path]) -> None:
    url, folder = courier
    (folder / "thief.html").write_text(
        f'<!doctype html><title>Thief</title><iframe src="{midlands.url.rstrip("/")}{MAYOR}"></iframe>'
    )
    page = browser.new_context().new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{url}/thief.html")
    page.wait_for_timeout(1000)
    assert any("frame-ancestors" in said for said in refused)
    page.context.close()


def test_a_map_and_a_chart_fetch_their_pictures(browser: Browser, commons: Site) -> None:
    for rest, picture in (("map/winner", "svg.map use"), ("chart/change", "svg.bars")):
        page = browser.new_context(viewport={"width": 300, "height": 700}).new_page()
        page.goto(f"{commons.url}embed/{rest}")
        expect(page.locator(f"#picture {picture}").first).to_be_attached(timeout=30_000)
        expect(page.locator("footer")).to_contain_text("Edition 300")
        assert page.evaluate("document.documentElement.scrollWidth") <= 300
        assert accessible(page) == []
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_embeds_screens_and_their_makers(browser: Browser, midlands: Site, scheme: str) -> None:
    paths = [f"embed{MAYOR}", f"embed/cy{MAYOR}", "embeds", "screens", f"screen{MAYOR}"]
    paths.append(f"screen/declaration{MAYOR.removeprefix('/contest')}/E08000026")
    context = browser.new_context(viewport=SIZES["phone"], color_scheme=scheme)  # type: ignore[arg-type]
    for path in paths:
        page = context.new_page()
        page.goto(midlands.url + path)
        assert accessible(page) == [], path
        if not path.startswith("screen/"):
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.close()
    context.close()


_SMALLEST = """() => [...document.querySelectorAll('body *')].filter((e) => [...e.childNodes].some(
    (n) => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length && !e.closest('svg')).map((e) =>
    [100 * parseFloat(getComputedStyle(e).fontSize) / innerHeight, e.className, e.textContent.slice(0, 20)])"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160)])
def test_screens_keep_their_letters_large_and_never_scroll(
    browser: Browser, commons: Site, width: int, height: int
) -> None:
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    declared = next(iter(commons.hub.latest.touched))
    contest = commons.hub.election.contest_by_id[declared]
    for path in ("night", "map", "latest", "closest", "gains", f"declaration/{contest.id}/{contest.areas[0]}"):
        page.goto(f"{commons.url}screen/{path}")
        sizes = page.evaluate(_SMALLEST)
        crowd = "declaration" in path and len(contest.candidates) > 10
        assert crowd or min(size for size, *_ in sizes) >= LEAST_VH - 0.01, min(sizes)
        assert all(size >= FIGURES_VH - 0.01 for size, kind, _ in sizes if kind == "figure") or "declaration" in path
        scroll = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert page.evaluate(scroll) == [width, height]
        last = page.locator("main .rows li").last
        if path != "map" and last.count():
            box, foot = last.bounding_box(), page.locator("footer").bounding_box()
            assert box is not None
            assert foot is not None
            assert box["y"] + box["height"] <= foot["y"] + 1, path
    page.context.close()


def test_a_screen_cycles_follows_and_says_when_it_has_lost_touch(browser: Browser, midlands: Site) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{midlands.url}screen?boards=map,{MAYOR[1:]}&seconds=30")
    expect(page.locator("main[data-board=map]")).to_be_visible()
    page.clock.run_for(31_000)
    expect(page.locator(f"main[data-board='{MAYOR[1:]}'] h1")).to_have_text("Andy Street leads by 11,455")
    for event in midlands.night.events[-2:]:
        midlands.hub.publish(event)
    page.clock.run_for(7_000)
    expect(page.locator("h1")).to_have_text("Richard Parker elected", timeout=30_000)
    expect(page.locator("#lost")).to_be_hidden()
    context.set_offline(True)
    page.clock.run_for(70_000)
    expect(page.locator("#lost")).to_contain_text("Not updated since")
    assert page.locator("#lost").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 0.076 * 720
    context.close()


def test_a_declaration_screen_waits_and_then_shows_it(browser: Browser, midlands: Site) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 720}).new_page()
    address = f"{midlands.url}screen/declaration{MAYOR.removeprefix('/contest')}/E08000028"
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Awaiting declaration")
    assert page.locator("main .figure").count() == 0
    for event in midlands.night.events[-2:]:
        midlands.hub.publish(event)
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Declared; its figures are not known here")  # Only the total was told.
    page.goto(address.replace("E08000028", "E08000026"))
    expect(page.locator("main li")).to_have_count(6)
    expect(page.get_by_role("listitem").filter(has_text="Richard Parker")).to_contain_text("32,704")
    page.context.close()
