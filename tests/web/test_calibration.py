"""The record of the odds on the method page is what the bench printed, and each chance leads to it."""

from __future__ import annotations

import re
from pathlib import Path

from barsetshire import barsetshire, night
from tellers.web.app import create_site
from tellers.web.live import Hub
from tellers.web.site.calibration_view import calibration_view, read_calibration
from web.asking import Client

PRINTED = Path(__file__).parents[2] / "docs" / "calibration.md"


def table(head: str) -> list[tuple[str, ...]]:
    """Return the rows of a table of the printed page by the beginning of its first line."""
    lines = PRINTED.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(head))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return rows


def test_the_shipped_figures_are_those_that_the_bench_printed() -> None:
    assert list(calibration_view().rows) == table("| said | forecasts")
    printed = [row[:4] for row in table("| of | 50% held")]
    assert [(name, *held) for name, held in calibration_view().intervals] == printed
    nights = re.findall(r"^## (ge-.*)$", PRINTED.read_text(encoding="utf-8"), re.MULTILINE)
    assert list(read_calibration().nights) == nights
    right = wrong = 0
    for line in PRINTED.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 8 and cells[0].replace(".", "").isdecimal():
            right, wrong = right + int(cells[6]), wrong + int(cells[7])
    assert (read_calibration().calls.right, read_calibration().calls.wrong) == (right, wrong)


def test_the_method_page_shows_each_figure_and_a_picture_of_them() -> None:
    election = barsetshire(areas=3, contests=3, seed=3)
    text = Client(create_site(Hub(election))).get("/method").text
    for row in calibration_view().rows:
        assert f'<th scope="row">{row[0]}</th><td>{row[1]}</td><td>{row[2]}</td><td>{row[3]}</td>' in text
    assert text.count("<circle") == len(calibration_view().rows)
    assert 'id="record"' in text


def test_every_chance_leads_to_the_record_in_one_step() -> None:
    election = barsetshire(areas=6, contests=1, seed=3)
    hub = Hub(election, list(night(election, seed=3))[:5])
    hub.odds.reckon_now(hub.latest)
    client = Client(create_site(hub))
    for path in ("/odds", "/"):
        text = client.get(path).text
        assert ("In words" in text) == ('href="/method#record"' in text)
