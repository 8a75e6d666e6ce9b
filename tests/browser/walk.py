"""One page of every kind of a night, and what is asked of each in the browser."""

# ruff: noqa: E501 - the scripts are read as they run.

from __future__ import annotations

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tellers.web.live import Hub
from tellers.web.site.pages import Pages

FEW = 50
"""Every map of a night of fewer areas is walked; of one with more, one of hexagons and one of land: axe takes long."""

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
SMALL = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}}

WATCH = """addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`))"""

WIDER = """() => {
  // What sticks out at the side, where the page is wider than its screen: inside a box that scrolls it may.
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > wide + 0.5)
    .filter((e) => !e.parentElement.closest(".scroll")).slice(0, 5).map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}`)
    .concat("the page scrolls sideways");
}"""

VANISHED = """() => {
  // In forced colours: each text, and each shape of a picture, whose colour has become the ground's own.
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const own = getComputedStyle(e).backgroundColor;
      if (own && own !== "rgba(0, 0, 0, 0)" && own !== "transparent") return own;
    }
    return getComputedStyle(document.documentElement).getPropertyValue("background-color");
  };
  const lost = new Set();
  for (const e of document.querySelectorAll("body a, body p, body li, body th, body td, body dd, body h1, body h2, body button, body summary, body label, body strong")) {
    if (e.getClientRects().length && e.textContent.trim() && getComputedStyle(e).color === ground(e)) lost.add(`text ${e.tagName}.${e.className}`);
  }
  for (const svg of document.querySelectorAll("main svg")) {
    const shapes = [...svg.querySelectorAll("rect, path, circle, use, polygon, line, polyline, text")].filter((e) => !e.closest("defs, symbol, pattern"));
    const seen = shapes.filter((e) => {
      const own = getComputedStyle(e), behind = ground(svg);
      return (own.fill !== "none" && own.fill !== behind) || (own.stroke !== "none" && own.stroke !== behind && parseFloat(own.strokeWidth) > 0);
    });
    if (shapes.length && seen.length < shapes.length) {
      const first = shapes.find((e) => !seen.includes(e));
      lost.add(`${shapes.length - seen.length} of ${shapes.length} shapes of svg.${svg.getAttribute("class")}: ${first.outerHTML.slice(0, 90)}`);
    }
  }
  return [...lost];
}"""

SAID = """() => [...document.querySelectorAll("main h1, main h2, main th, main td, main dd")]
  .filter((e) => !e.closest("[data-part=odds], [data-part=history]") && e.getClientRects().length).map((e) => e.textContent.trim().replace(/\\s+/g, " "))"""


def one_of_each(hub: Hub, kinds: tuple[str, ...] = ("",)) -> list[str]:
    """Return the address of one page of each kind, each map its own kind, and of an earlier edition and no page."""
    pages = Pages(hub)
    found: dict[str, str] = {}
    for path in pages.catalogue.paths(hub.latest):
        page = pages.catalogue.find(path)
        assert page is not None, path
        small = len(hub.election.areas) < FEW
        kind = (
            path
            if small and path.startswith("/map/")
            else f"{page.template} {path.count('/')} {path.startswith('/cy')}"
        )
        if kind.startswith(kinds):
            found.setdefault(kind, path)
    if kinds != ("",):
        return list(found.values())
    return [*found.values(), f"/?at={hub.latest.number // 2}", "/search?q=s", "/nowhere"]


class Reader:
    """Someone who reads pages, and keeps what went wrong on the way."""

    def __init__(self, browser: Browser, home: str, *, scripts: bool = True) -> None:
        self._home = home.rstrip("/")
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=scripts, viewport={"width": 1280, "height": 1024}, reduced_motion="reduce"
        )
        self.page: Page = self.context.new_page()
        self.page.add_init_script(WATCH)
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda message: self._console(message.type, message.text))
        self.page.on("request", lambda request: self._asked(request.url))

    def _console(self, kind: str, text: str) -> None:
        missing = "404" in text and self.page.url.endswith("/nowhere")
        if kind in ("error", "warning") and not missing:
            self.wrong.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self._home}/", "data:")):
            self.wrong.append(f"asked another host: {url}")

    def open(self, path: str) -> Page:
        """Go to a page on a wide screen, light."""
        self.page.set_viewport_size({"width": 1280, "height": 1024})
        self.page.emulate_media(color_scheme="light", forced_colors="none")
        self.page.goto(f"{self._home}{path}", wait_until="load")
        return self.page

    def faults(self, path: str, plainly: list[str]) -> Iterator[str]:
        """Yield all that is wrong with a page: for axe, on a narrow screen, dark, in forced colours, in the console.

        Args:
            plainly: What the page says without scripts: with them it says the same, odds apart, which come later.
        """
        page = self.open(path)
        if lost := set(said(page)) ^ set(plainly):
            yield f"{path} says otherwise without scripts: {sorted(lost)[:3]}"
        yield from (f"{path} {found}" for found in axe(page, RULES))
        page.emulate_media(forced_colors="active")
        yield from (f"{path} in forced colours: {found}" for found in page.evaluate(VANISHED))
        page.emulate_media(color_scheme="dark", forced_colors="none")
        page.set_viewport_size({"width": 320, "height": 256})
        yield from (f"{path} 320 wide: {found}" for found in page.evaluate(WIDER))
        yield from (f"{path} dark, 320 wide: {found}" for found in axe(page, SMALL))
        yield from (f"{path} {found}" for found in self.wrong)
        self.wrong.clear()


def axe(page: Page, options: dict[str, object]) -> list[str]:
    """Return what axe-core finds wrong, by rule and the first places."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {[node['target'] for node in v['nodes'][:3]]} ({len(v['nodes'])})" for v in found]


def said(page: Page) -> list[str]:
    """Return all that a page says where it is seen, in order."""
    return page.evaluate(SAID)
