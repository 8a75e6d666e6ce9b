"""Pages as PDFs: what the page says, no request made, and a clear word where nothing can print."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest

from barsetshire import barsetshire, night
from tellers.web import prints
from tellers.web.app import create_site
from tellers.web.live import Hub
from tellers.web.prints import PrintProblem, can_print, print_page
from tellers.web.publish import Folder, Publisher
from tellers.web.site.address import contest_path
from web.asking import Client
from web.test_publish import hostile

pytestmark = pytest.mark.skipif(not can_print(), reason="unsupported: the extra `pdf` is not installed")


def said(content: bytes) -> str:
    """Return the text of a PDF."""
    pypdf = pytest.importorskip("pypdf", reason="unsupported: nothing here reads a PDF")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return text.replace("\x00", "")  # Where a font has more than 256 letters, the reader gives two bytes to each.


def test_a_contests_pdf_says_what_its_page_says() -> None:
    election = barsetshire(areas=3, seed=3)
    hub = Hub(election, night(election, seed=3))
    contest = election.contests[0]
    answer = Client(create_site(hub)).get(f"{contest_path(contest.id)}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = said(answer.content)
    for c in hub.latest.standing(contest).candidates:
        assert c.name in text
        assert f"{c.votes:,}" in text
    assert "TEST" in text
    assert Client(create_site(hub)).get("/contest/nowhere.pdf").status_code == 404


def test_no_name_harms_a_pdf_or_has_anything_fetched(caplog: pytest.LogCaptureFixture) -> None:
    election = hostile(barsetshire(areas=2, contests=2, candidates=8, seed=2))
    hub = Hub(election, night(barsetshire(areas=2, contests=2, candidates=8, seed=2), seed=2))
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        answer = Client(create_site(hub)).get(f"{contest_path(election.contests[0].id)}.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert "{{ 7 * 7 }}" in said(answer.content)
    assert [record.getMessage() for record in caplog.records] == []  # Nothing fetched, and every picture drawn.


def test_nothing_but_the_sites_own_style_is_fetched(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("body { color: red }")
    links = (f"file://{secret}", "https://elsewhere.example/a.css", "/static/../app.py", "/static/nothing.css")
    html = "".join(f'<link rel="stylesheet" href="{link}">' for link in links)
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        print_page(f"<html><head>{html}</head><body><p>Barchester</p></body></html>")
    assert len([r for r in caplog.records if "Failed to load" in r.getMessage()]) == len(links)


def test_pages_lead_to_a_pdf_only_where_there_is_one(tmp_path: Path) -> None:
    election = barsetshire(areas=2, contests=2, seed=3)
    hub = Hub(election, night(election, seed=3))
    path = contest_path(election.contests[0].id)
    assert ".pdf" not in Client(create_site(hub)).get(path).text
    hub.prints = "files"
    assert f'href="{path}.pdf"' in Client(create_site(hub)).get(path).text
    Publisher(hub, Folder(root=tmp_path / "site"), odds=False).everything()
    written = sorted(p.name for p in (tmp_path / "site").rglob("*.pdf*"))
    assert written == sorted(f"{path.rpartition('/')[2]}.pdf" for path in map(contest_path, hub.latest.standings))


def test_where_nothing_prints_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
        prints._library.cache_clear()

    election = barsetshire(areas=2, seed=3)
    client = Client(create_site(Hub(election)))
    missing()
    try:
        answer = client.get(f"{contest_path(election.contests[0].id)}.pdf")
        with pytest.raises(PrintProblem, match="tellers\\[pdf\\]"):
            print_page("<p>")
    finally:
        monkeypatch.undo()
        prints._library.cache_clear()
    assert answer.status_code == 501
    assert "pip install 'tellers[pdf]'" in answer.text
