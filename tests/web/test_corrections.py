"""Coventry corrected: every page, line, feed and filed story that had the old figure says so, within the second."""

from __future__ import annotations

import csv
import json
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
import pytest

from barsetshire import barsetshire
from tellers.cli.night import open_night
from tellers.edition import Edition
from tellers.record import (
    SINGLE,
    Body,
    Corrected,
    Declared,
    DoubtAnswered,
    Election,
    Event,
    Posted,
    Recounted,
    SeatsWon,
    StoryFiled,
    Withdrawn,
)
from tellers.terms import BodyId
from tellers.web.app import create_site
from tellers.web.live import Hub
from tellers.web.publish import Folder, Publisher
from tellers.web.site.address import area_path, candidate_path, contest_path, sources_path
from tellers.web.site.pages import Pages
from web.asking import Client

COVENTRY = "E08000026"
CONTEST = "mayor.west-midlands.2024-05-02"
AT = datetime(2024, 5, 4, 13, tzinfo=UTC)
REASON = "A bundle of a hundred had been counted twice."
OLD, NEW = "32,704", "32,604"
FIX = Corrected(id="fix", replaces="wm-mayor-2024-23", votes={"richard-parker": 32_604}, reason=REASON, announced_at=AT)
PATHS = (
    "/",
    contest_path(CONTEST),  # type: ignore[arg-type]
    sources_path(CONTEST),  # type: ignore[arg-type]
    area_path(COVENTRY),  # type: ignore[arg-type]
    candidate_path(CONTEST, "richard-parker"),  # type: ignore[arg-type]
    "/log",
    "/cy/log",
    "/corrections",
    "/feed.atom",
)


@cache
def before() -> tuple[Election, tuple[Event, ...]]:
    """Return the night up to Coventry's declaration, a post and a story that carry its figure."""
    found = open_night("wm-mayor-2024")
    until = next(n for n, e in enumerate(found.events, 1) if e.id == "wm-mayor-2024-23")
    events = [msgspec.structs.replace(e, seq=0, hash="") for e in found.events[:until]]
    said = f"Richard Parker won {OLD} votes in Coventry."
    events += [
        Posted(id="p1", text=said, by="Eleanor Bold", recorded_at=AT - timedelta(minutes=5)),
        StoryFiled(id="s1", story="coventry.html", edition=until + 1, headline=said, sentences=("It rained.",)),
    ]
    return found.election, tuple(events)


def hub(*more: Event) -> Hub:
    election, events = before()
    return Hub(election, (*events, *more))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("path", PATHS)
def test_every_page_and_feed_that_had_the_old_figure_says_old_new_and_why(path: str) -> None:
    old = Client(create_site(hub())).get(path).text
    new = Client(create_site(hub(FIX))).get(path).text
    assert path == "/corrections" or OLD in old
    for wanted in (OLD, NEW, REASON):
        assert wanted in new, wanted


def test_the_old_figure_stands_beside_the_new_where_it_stood() -> None:
    site = Client(create_site(hub(FIX)))
    note = f"corrected 4 May 14:00 from {OLD} : {REASON}"
    for path in ("/", PATHS[3], PATHS[4]):
        assert f"{NEW} {note}" in text_of(site.get(path).text) or f"Votes {note}" in text_of(site.get(path).text), path
    assert f"Lead corrected 4 May 14:00 from 9,467 : {REASON}" in text_of(site.get("/").text)


def test_the_corrections_page_lists_every_page_line_post_and_story() -> None:
    text = Client(create_site(hub(FIX))).get("/corrections").text
    for path in PATHS[:5]:
        assert f'href="{path}"' in text, path
    lines = re.findall(r'href="(/log#e\d+)">([^<]+)<', text)
    assert list(dict.fromkeys(href for href, _ in lines)) == ["/log#e23", "/log#e24", "/log#e25"]
    assert "coventry.html" in text


def test_a_line_is_marked_where_it_stands_and_a_link_leads_to_the_correction() -> None:
    text = Client(create_site(hub(FIX))).get("/log").text
    for number in (23, 24, 25):
        line = text[text.index(f'<li id="e{number}"') :].partition("</li>")[0]
        assert "is-overtaken" in line
        assert '<a href="/corrections#e26">' in line
        assert f"{NEW}, not {OLD}" in line
    assert 'id="e22" class="is-other "' in text


def test_an_earlier_edition_still_shows_the_figure_as_it_was_said() -> None:
    text = Client(create_site(hub(FIX))).get("/log?at=25").text
    assert "is-overtaken" not in text
    assert NEW not in text


def test_data_carries_the_correction() -> None:
    site = Client(create_site(hub(FIX)))
    (found,) = json.loads(site.get(f"/data/contests/{CONTEST}.json").text)["corrections"]
    assert (found["event"], found["area"], found["reason"]) == ("fix", COVENTRY, REASON)
    votes = next(row for row in found["moved"] if row["what"] == "votes")
    assert (votes["candidate"], votes["old"], votes["new"]) == ("richard-parker", 32_704, 32_604)
    rows = list(csv.DictReader(site.get("/data/corrections.csv").text.splitlines()))
    assert ("votes", "32704", "32604", REASON) in {(r["what"], r["old"], r["new"], r["reason"]) for r in rows}
    event = json.loads(site.get("/changes.json?since=25").text)["events"][-1]
    assert [s["story"] for s in event["correction"]["stories"]] == ["coventry.html"]
    assert event["kinds"] == ["correction"]


def test_a_correction_is_on_every_page_within_a_second() -> None:
    night = hub()
    pages = Pages(night)
    for path in pages.catalogue.touched(night.latest):
        pages.render(path, night.latest)
    start = time.process_time()
    edition = night.publish(FIX)
    made = {path: pages.render(path, edition) or "" for path in pages.catalogue.touched(edition)}
    assert time.process_time() - start < 1
    assert {path for path in PATHS if path != "/feed.atom"} <= set(made)


def test_a_site_of_files_rewrites_each_page_that_had_the_old_figure_and_no_other(tmp_path: Path) -> None:
    night = hub()
    publisher = Publisher(night, Folder(root=tmp_path), odds=False)
    publisher.everything()
    edition = night.publish(FIX)
    publisher.touched(edition)
    assert stale_pages(tmp_path, night, edition) == []
    made = edition.corrections[-1]
    pages = Pages(night)
    listed = {path for _, path in pages.corrected.pages(made)}
    assert listed <= set(pages.catalogue.touched(edition))


def stale_pages(root: Path, night: Hub, edition: Edition) -> list[str]:
    """Return the pages of a site of files that are not what a fresh writing of all would write."""
    fresh = Pages(night, pinned=True)
    files = ((path, "/index.html" if path == "/" else f"{path}/index.html") for path in fresh.catalogue.paths(edition))
    return [path for path, file in files if (root / file.lstrip("/")).read_text("utf-8") != fresh.render(path, edition)]


def council_night() -> tuple[Election, list[Event]]:
    """Return four wards of a council, its seats announced, all of it then changed in every way."""
    election = barsetshire(areas=1, contests=4, candidates=3)
    council = Body(id=BodyId("council"), name="Barsetshire council", seats=6, elected="whole")
    wards = tuple(replace(c, body=council.id) for c in election.contests[:3]) + election.contests[3:]
    election = replace(election, contests=wards, bodies=(council,))
    events: list[Event] = [
        Declared(id=f"d{n}", contest=f"barsetshire-{n}", area=f"a{n}", announced_at=AT,
                 votes={"grantly": 900 + n, "proudie": 800, "slope": 100})
        for n in (1, 2, 3, 4)
    ]  # fmt: skip
    c1 = {"contest": "barsetshire-1", "announced_at": AT}
    events += [
        SeatsWon(id="w1", body="council", seats={"high": 4, "low": 2}),
        Corrected(id="c1", replaces="d1", votes={"grantly": 700}, reason="The piles were swapped.", **c1),
        Recounted(id="r1", replaces="c1", votes={"grantly": 850}, reason="Counted again.", **c1),
        Corrected(id="c2", replaces="w1", seats={"high": 3, "low": 3}, reason="A late ward."),
        Withdrawn(id="x1", replaces="d4", contest="barsetshire-4", reason="Declared too soon."),
    ]
    return election, events


def test_after_every_change_a_site_of_files_is_what_it_would_be_written_anew(tmp_path: Path) -> None:
    election, events = council_night()
    night = Hub(election, events[:5])
    publisher = Publisher(night, Folder(root=tmp_path), odds=False)
    publisher.everything()
    for event in events[5:]:
        edition = night.publish(event)
        publisher.touched(edition)
        assert stale_pages(tmp_path, night, edition) == [], event.id
        listed = {path for _, path in Pages(night).corrected.pages(edition.corrections[-1])}
        assert listed <= set(Pages(night).catalogue.touched(edition)), event.id


def test_gains_the_closest_and_the_parties_pages_say_what_was_corrected() -> None:
    election, events = council_night()
    site = Client(create_site(Hub(election, [*events[:4], events[5]])))
    for path in ("/", "/contests", "/gains", "/closest", "/party/high", "/party/low", "/body/council"):
        text = text_of(site.get(path).text)
        assert "The piles were swapped." in text, path
        assert "Ahead or elected Grantly Proudie" in text, path


def test_a_hundred_of_the_log_is_written_again_when_a_line_of_it_is_overtaken(tmp_path: Path) -> None:
    election, events = before()
    filler = [Posted(id=f"f{n}", text=f"Line {n}.", by="Eleanor Bold", recorded_at=AT) for n in range(100)]
    night = Hub(election, (*events, *filler))
    pages = Pages(night)
    assert "is-overtaken" not in (pages.render("/log/1", night.latest) or "")
    edition = night.publish(FIX)
    assert "/log/1" in set(pages.catalogue.touched(edition))
    assert "is-overtaken" in (pages.render("/log/1", edition) or "")


def test_a_figure_keyed_by_one_person_is_shown_so_until_a_second_confirms() -> None:
    election = barsetshire(areas=2, candidates=3)
    alone = Declared(id="d1", area="a1", votes={"grantly": 5, "proudie": 4, "slope": 1}, keyed_by="Mark Robarts")
    second = DoubtAnswered(id="q1", answers="d1", by="Eleanor Bold", reason="Keyed again, the same.", doubt=SINGLE)
    words = "one person, not yet confirmed"
    paths = ("/", area_path(election.areas[0].id), sources_path(election.contests[0].id))
    site = Client(create_site(Hub(election, [alone])))
    for path in paths:
        assert words in site.get(path).text, path
    data = f"/data/contests/{election.contests[0].id}.json"
    assert json.loads(site.get(data).text)["single_keyed"] == [{"event": "d1", "area": "a1", "what": "declaration"}]
    site = Client(create_site(Hub(election, [alone, second])))
    for path in paths:
        assert words not in site.get(path).text, path
    assert json.loads(site.get(data).text)["single_keyed"] == []


HOSTILE = '<script>alert(1)</script> & "quotes"'


def test_a_post_is_text_whatever_it_holds_and_stands_among_the_lines_with_who_and_when() -> None:
    election = barsetshire(areas=2, candidates=3)
    post = Posted(id="p1", text=HOSTILE, headline=HOSTILE, by=HOSTILE, recorded_at=AT, language="cy")
    site = Client(create_site(Hub(election, [post])))
    for path in ("/", "/log", "/cy/log", "/feed.atom"):
        text = site.get(path).text
        assert "<script>alert" not in text
        assert "alert(1)" in text
    line = site.get("/log").text
    assert re.search(r'<time datetime="2024-05-04T13:00:00\+00:00">', line)
    assert 'class="post" lang="cy"' in line


def test_lines_are_chosen_by_kind_without_scripts() -> None:
    text = Client(create_site(hub(FIX))).get("/log").text
    kinds = re.findall(r'id="only-([a-z]+)"', text)
    assert kinds == ["all", "declared", "recount", "correction", "post", "other"]
    css = (Path(__file__).parents[2] / "src/tellers/web/static/site.css").read_text("utf-8")
    for kind in kinds[1:]:
        assert f"#only-{kind}:checked ~ section .log > :not(.is-{kind})" in css
