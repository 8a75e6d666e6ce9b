"""What a reader waits for: the first page's weight, and its largest contentful paint, on loopback and on fast 3G.

    python bench/pages.py [NIGHT] [EVENTS]

Bytes are those that the server sends, compressed, told by Chromium. Fast 3G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time

from playwright.sync_api import Browser, sync_playwright

from tellers.cli.night import open_night
from tellers.web.live import Hub
from tellers.web.maps import pack_grounds
from tellers.web.server import Server

FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
TRIES = 3
PAINT = """() => new Promise((done) => {
  let last = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) last = entry.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(last), 1500);
})"""


def paint(browser: Browser, url: str, network: dict[str, object] | None) -> tuple[float, dict[str, int]]:
    """Return the largest contentful paint in seconds, and the bytes of each answer by its address."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sent: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    session.on(
        "Network.loadingFinished", lambda e: sent.update({addresses[e["requestId"]]: int(e["encodedDataLength"])})
    )
    if network is not None:
        session.send("Network.emulateNetworkConditions", network)
    page.goto(url, wait_until="load", timeout=120_000)
    seconds = page.evaluate(PAINT) / 1000
    context.close()
    return seconds, {address: size for address, size in sent.items() if not address.startswith("data:")}


def main(name: str, events: int) -> None:
    """Print the figures."""
    opened = open_night(name)
    hub = Hub(opened.election, opened.events[:events], pack_grounds(name))
    server = Server(hub, 0)
    found = (shutil.which(browser) for browser in ("chromium", "chromium-browser", "google-chrome"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=next(filter(None, found)), args=["--no-sandbox"])
        paint(browser, server.url, None)
        near = [paint(browser, server.url, None) for _ in range(TRIES)]
        far = [paint(browser, server.url, FAST_3G) for _ in range(TRIES)]
        sent = near[0][1]
        print(f"{name} after {hub.latest.number} events, at {time.strftime('%H:%M')}")
        print(f"the first page: {sent[server.url]:,} bytes (aim: 61,440)")
        print(f"with its style, scripts and map: {sum(sent.values()):,} bytes (aim: 122,880)")
        for said, aim, tries in (("loopback", 1, near), ("fast 3G", 3, far)):
            each = [seconds for seconds, _ in tries]
            print(f"largest contentful paint, {said}: median {statistics.median(each):.2f} s of {TRIES} (aim: {aim})")
        browser.close()
    server.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "ge-2024", int(sys.argv[2]) if len(sys.argv) > 2 else 400)
