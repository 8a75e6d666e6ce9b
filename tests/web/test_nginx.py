"""The nginx configuration that we ship, tried with nginx itself."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import httpx
import pytest

from barsetshire import barsetshire, night
from tellers.web.app import EMBED_POLICY, POLICY
from tellers.web.live import Hub
from tellers.web.publish import Folder, Publisher

pytestmark = pytest.mark.xdist_group("nginx")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Yield the address of a published night behind nginx, and its folder."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip("no nginx on this machine")
    folder = tmp_path_factory.mktemp("nginx")
    run, root = folder / "run", folder / "site"
    run.mkdir()
    folder.chmod(0o755)
    election = barsetshire(areas=3, contests=2, seed=6)
    Publisher(Hub(election, night(election, seed=6)), Folder(root=root), odds=False).everything()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = (files("tellers.web.publish") / "nginx.conf").read_text()
    text = text.replace("ROOT", str(root)).replace("RUN", str(run)).replace(":8080", f":{port}")
    conf = folder / "nginx.conf"
    # Pytest's folders are for their owner alone, so the workers must be that owner too.
    conf.write_text("user root;\n" + text if (folder.owner() == "root") else text)
    server = subprocess.Popen([nginx, "-c", str(conf), "-g", "daemon off;"], stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            httpx.get(f"{address}/head.json")
            break
        except httpx.ConnectError:
            time.sleep(0.05)
    yield address, root
    server.terminate()
    server.wait(10)
    assert server.stderr is not None
    server.stderr.close()


@pytest.mark.parametrize("path", ["/", "/contests", "/contest/barsetshire-1", "/log", "/method", "/data"])
def test_pages_are_served_compressed_with_the_policy(published: tuple[str, Path], path: str) -> None:
    address, root = published
    answer = httpx.get(address + path, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.content == (root / path.lstrip("/") / "index.html").read_bytes()


def test_an_unchanged_page_costs_no_body(published: tuple[str, Path]) -> None:
    address, _ = published
    first = httpx.get(f"{address}/contests")
    again = httpx.get(f"{address}/contests", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_address_that_means_nothing_is_a_page_that_says_so(published: tuple[str, Path]) -> None:
    address, _ = published
    answer = httpx.get(f"{address}/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert httpx.get(f"{address}/.tellers-site").status_code == 404


def test_what_never_changes_may_be_kept_for_ever(published: tuple[str, Path]) -> None:
    address, root = published
    version = next((root / "versions").glob("*.html")).name
    assert "immutable" in httpx.get(f"{address}/versions/{version}").headers["cache-control"]
    assert httpx.get(f"{address}/head.json").headers["cache-control"] == "public, max-age=2"
    for path, kind in (("/data/contests.csv", "text/csv"), ("/feed.atom", "application/atom+xml")):
        assert httpx.get(address + path).headers["content-type"].startswith(kind)


def test_embeds_alone_may_stand_in_another_sites_page(published: tuple[str, Path]) -> None:
    address, _ = published
    kept = httpx.get(f"{address}/embed/contest/barsetshire-1").text.partition('data-edition="')[2].partition('"')[0]
    embeds = ["/embed/contest/barsetshire-1", "/embed/night", f"/embed/at/{kept}/contest/barsetshire-1"]
    for path in (*embeds, "/embed/embed.js"):
        answer = httpx.get(address + path)
        assert answer.status_code == 200, path
        assert answer.headers.get_list("content-security-policy") == [EMBED_POLICY], path
        assert "immutable" not in answer.headers["cache-control"]
    for path in ("/", "/embeds", "/embed", "/embedded", "/screen", "/screen/night", "/contest/barsetshire-1", "/%2e/x"):
        assert httpx.get(address + path).headers.get_list("content-security-policy") == [POLICY], path
