"""Everything that is published of a test says that it is one."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tellers.cli import root
from tellers.pack import write_pack
from tellers.rehearsal import as_test, as_test_event, barsetshire, night
from tellers.rehearsal.barsetshire import START


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("marks")
    election = as_test(barsetshire(areas=3))
    events = [as_test_event(event) for event in night(barsetshire(areas=3), seed=2)]
    pack = write_pack(election, folder / "pack", events=events, recorded_at=START)
    done = CliRunner().invoke(root, ["publish", str(pack), "--out", str(folder / "site")])
    assert done.exit_code == 0, done.output
    return folder / "site"


def test_every_page_has_the_watermark(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    assert [page.name for page in pages if 'class="watermark' not in page.read_text()] == []


def test_the_watermark_stands_within_a_landmark(site: Path) -> None:
    """Who goes from landmark to landmark with a screen reader would pass by one that stands outside."""
    for page in site.rglob("*.html"):
        text = page.read_text()
        begun = max(text.rfind(tag, 0, text.index('class="watermark')) for tag in ("<header", "<main"))
        assert begun >= 0, page
        assert "</header>" not in text[begun : text.index('class="watermark')], page


def test_every_row_of_every_table_and_its_description_say_so(site: Path) -> None:
    tables = sorted(site.rglob("*.csv"))
    assert len(tables) >= 6
    for table in tables:
        with table.open(newline="") as file:
            assert {row["test"] for row in csv.DictReader(file)} <= {"TEST"}, table.name
    package = json.loads((site / "data/datapackage.json").read_text())
    assert package["name"].startswith("test-")
    assert all(resource["schema"]["fields"][-1]["name"] == "test" for resource in package["resources"])


def test_every_figure_in_json_and_every_entry_of_the_feed_says_so(site: Path) -> None:
    for file in (site / "data").rglob("*.json"):
        if file.name != "datapackage.json":
            assert json.loads(file.read_text())["test"] is True, file.name
    assert json.loads((site / "head.json").read_text())["night"].startswith("test-")
    feed = (site / "feed.atom").read_text()
    assert feed.count("<entry>") == feed.count("<title>[TEST]") > 0
