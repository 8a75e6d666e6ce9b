"""What pages say to search engines: JSON-LD that holds what schema.org's types and their readers require."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

import pytest

from barsetshire import barsetshire, night
from tellers.web.app import create_site
from tellers.web.live import Hub
from tellers.web.site.imprint import imprint
from tellers.web.site.structured import DESCRIPTION_LEAST, DESCRIPTION_MOST, HEADLINE_MOST
from web.asking import Client
from web.test_publish import hostile

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def said(hub: Hub, path: str) -> list[dict[str, Any]]:
    """Return the data blocks of a page."""
    return [json.loads(found) for found in BLOCK.findall(Client(create_site(hub)).get(path).text)]


@pytest.fixture
def hub() -> Hub:
    election = barsetshire(areas=3, contests=3, seed=3)
    made = Hub(election, night(election, seed=3))
    made.imprint = imprint("https://results.example", "The Barchester Chronicle")
    return made


@pytest.mark.parametrize("path", ["/", "/log", "/cy/log"])
def test_the_log_is_a_live_blog_with_what_its_readers_require(hub: Hub, path: str) -> None:
    (blog,) = said(hub, path)
    assert (blog["@context"], blog["@type"]) == ("https://schema.org", "LiveBlogPosting")
    assert 0 < len(blog["headline"]) <= HEADLINE_MOST
    assert blog["url"] == f"https://results.example{path}"
    assert blog["inLanguage"] == ("cy" if path == "/cy/log" else "en")
    start, end = (date.fromisoformat(blog[name][:10]) for name in ("coverageStartTime", "coverageEndTime"))
    assert start <= end
    assert blog["author"] == {
        "@type": "Organization",
        "name": "The Barchester Chronicle",
        "url": "https://results.example",
    }
    assert Client(create_site(hub)).get(blog["image"].removeprefix("https://results.example")).status_code == 200
    assert blog["liveBlogUpdate"]
    for update in blog["liveBlogUpdate"]:
        assert update["@type"] == "BlogPosting"
        assert 0 < len(update["headline"]) <= HEADLINE_MOST
        assert update["articleBody"]
        assert datetime.fromisoformat(update["datePublished"]).tzinfo is not None
    assert "TEST" in blog["abstract"]


def test_the_blogs_updates_are_the_lines_on_the_page(hub: Hub) -> None:
    (blog,) = said(hub, "/log")
    text = Client(create_site(hub)).get("/log").text
    assert len(blog["liveBlogUpdate"]) == min(100, hub.latest.number)
    for update in blog["liveBlogUpdate"]:
        assert update["headline"].removesuffix("…") in text


def test_a_night_that_goes_on_has_no_end_yet() -> None:
    election = barsetshire(areas=3, contests=3, seed=3)
    (blog,) = said(Hub(election, list(night(election, seed=3))[:2]), "/log")
    assert "coverageEndTime" not in blog
    assert "author" not in blog
    assert "image" not in blog


def test_the_data_page_is_a_dataset_of_which_every_file_is_there(hub: Hub) -> None:
    (data,) = said(hub, "/data")
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Dataset")
    assert data["name"]
    assert DESCRIPTION_LEAST <= len(data["description"]) <= DESCRIPTION_MOST
    assert data["creator"]["name"] == "The Barchester Chronicle"
    client = Client(create_site(hub))
    assert len(data["distribution"]) > 5
    for file in data["distribution"]:
        answer = client.get(file["contentUrl"].removeprefix("https://results.example"))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(file["encodingFormat"])


def test_hostile_names_stay_inside_the_block_and_whole() -> None:
    election = hostile(barsetshire(areas=3, contests=2, candidates=8, seed=2))
    hub = Hub(election, night(barsetshire(areas=3, contests=2, candidates=8, seed=2), seed=2))
    for path in ("/", "/log", "/data"):
        text = Client(create_site(hub)).get(path).text
        (block,) = BLOCK.findall(text)
        assert not set("<>&") & set(block)
        found = json.loads(block)
        assert election.name in (found.get("headline"), found.get("name"))


def test_pages_without_a_type_of_their_own_say_nothing(hub: Hub) -> None:
    assert said(hub, "/method") == said(hub, "/closest") == []
