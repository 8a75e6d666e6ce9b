"""Embeds: in any language the words of the page, a policy of their own, kept at an edition; and oEmbed by its rules."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from barsetshire import barsetshire, night
from tellers.cli.night import open_night
from tellers.edition.languages import LANGUAGES
from tellers.web.app import create_site
from tellers.web.embeds.views import contest_detail, contest_headline, night_headline
from tellers.web.live import Hub
from tellers.web.publish import Folder, Publisher
from tellers.web.site.imprint import Imprint
from tellers.web.site.night_view import night_view
from tellers.web.site.words import detail, headline
from web.asking import Client
from web.test_publish import hostile

CONTEST = "/contest/barsetshire-1"


@pytest.fixture
def hub() -> Hub:
    election = barsetshire(areas=3, contests=3, seed=3)
    return Hub(election, night(election, seed=3))


@pytest.fixture
def client(hub: Hub) -> Client:
    return Client(create_site(hub))


def fields(answer: httpx.Response) -> dict[str, object]:
    """Return an oEmbed answer that holds all that the specification requires of one of type rich (2.3.4, 2.3.4.4)."""
    said: dict[str, object] = json.loads(answer.content)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert said["type"] == "rich"
    assert said["version"] == "1.0"
    assert isinstance(said["html"], str)
    assert isinstance(said["width"], int)
    assert isinstance(said["height"], int)
    thumbnail = {"thumbnail_url", "thumbnail_width", "thumbnail_height"} & set(said)
    assert len(thumbnail) in (0, 3)
    return said


@pytest.mark.parametrize("name", ["wm-mayor-2024"])
def test_in_english_an_embed_says_what_the_page_says(name: str) -> None:
    opened = open_night(name)
    for edition in Hub(opened.election, opened.events).editions:
        for contest in opened.election.contests:
            standing = edition.standing(contest)
            assert contest_headline(LANGUAGES["en"], contest, standing) == headline(contest, standing)
            assert contest_detail(LANGUAGES["en"], opened.election, contest, standing) == detail(
                opened.election, contest, standing
            )


def test_in_english_the_nights_embed_says_what_its_page_says(hub: Hub) -> None:
    for edition in hub.editions:
        assert night_headline(LANGUAGES["en"], edition) == night_view(edition, None).headline


def test_only_embeds_may_be_framed(client: Client) -> None:
    for path in (f"/embed{CONTEST}", "/embed/night", f"/embed/cy{CONTEST}", f"/embed/at/3{CONTEST}", "/embed/embed.js"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert answer.status_code == 200, path
        assert policy.endswith("frame-ancestors *"), path
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "set-cookie" not in answer.headers
    for path in ("/", CONTEST, "/embeds", "/screen", "/screens", "/oembed?url=http://site/", "/embedded"):
        assert client.get(path).headers["content-security-policy"].endswith("frame-ancestors 'none'"), path


@pytest.mark.parametrize(
    "path", ["/embed/xx/night", "/embed/en/night", "/embed/contest/nowhere", "/embed/at/9999/night"]
)
def test_an_embed_of_nothing_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_embed_kept_at_an_edition_is_of_that_edition(hub: Hub, client: Client) -> None:
    contest = hub.election.contests[0]
    numbers = hub.touching(contest.id, hub.latest.number)
    then = client.get(f"/embed/at/{numbers[0]}{CONTEST}").text
    assert f'data-edition="{numbers[0]}"' in then
    assert f'data-edition="{numbers[-1]}"' in client.get(f"/embed{CONTEST}").text
    assert client.get(f"/embed/at/{hub.latest.number}{CONTEST}").text == client.get(f"/embed{CONTEST}").text


def test_an_embed_says_night_edition_and_test_and_leads_to_the_page(hub: Hub, client: Client) -> None:
    text = client.get(f"/embed{CONTEST}").text
    assert hub.election.test
    assert "TEST." in text
    assert hub.election.name in text
    assert "Edition " in text
    assert f'href="{CONTEST}" target="_blank" rel="noopener"' in text
    assert "PRAWF." in client.get(f"/embed/cy{CONTEST}").text
    assert '<html lang="cy"' in client.get(f"/embed/cy{CONTEST}").text


def test_what_is_published_is_what_is_kept_at_its_edition(tmp_path: Path) -> None:
    election = barsetshire(areas=3, contests=3, seed=5)
    hub = Hub(election)
    publisher = Publisher(hub, Folder(root=tmp_path / "site"), odds=False)
    publisher.everything()
    kept: dict[int, bytes] = {}
    for event in night(election, seed=5):
        edition = hub.publish(event)
        publisher.touched(edition)
        if any(id == election.contests[0].id for id in edition.touched):
            kept[edition.number] = (tmp_path / f"site/embed{CONTEST}/index.html").read_bytes()
    assert len(kept) > 2
    for number, content in kept.items():
        assert (tmp_path / f"site/embed/at/{number}{CONTEST}/index.html").read_bytes() == content


def test_oembed_answers_for_every_kind_of_page_within_the_size_asked_for(client: Client) -> None:
    for path in ("/", CONTEST, "/log", f"{CONTEST}".replace("contest", "sources"), f"/embed/cy{CONTEST}"):
        said = fields(
            client.get("/oembed", params={"url": f"http://site{path}", "maxwidth": "400", "maxheight": "300"})
        )
        assert (said["width"], said["height"]) == (400, 300)
        assert "thumbnail_url" not in said  # A thumbnail must fit within what was asked.
        assert 'src="http://site/embed/' in str(said["html"])
    assert fields(client.get("/oembed", params={"url": f"http://site{CONTEST}"}))["thumbnail_width"] == 1200


def test_oembed_as_xml_says_the_same(client: Client) -> None:
    ask = {"url": f"http://site{CONTEST}"}
    answer = client.get("/oembed", params=ask | {"format": "xml"})
    assert answer.headers["content-type"].startswith("text/xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    said = fields(client.get("/oembed", params=ask))
    assert {child.tag: child.text for child in root} == {name: str(value) for name, value in said.items()}


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        ({"url": "https://elsewhere.example/contest/barsetshire-1"}, 404),
        ({"url": "http://site.elsewhere.example/"}, 404),
        ({"url": "http://site@elsewhere.example/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://["}, 404),
        ({"url": "http://site/contest/nowhere"}, 404),
        ({"url": "http://site/embed/at/9999/night"}, 404),
        ({"url": "http://site/desk/"}, 401),
        ({"url": "http://site/", "format": "yaml"}, 501),
        ({"url": "http://site/", "maxwidth": "wide"}, 400),
        ({}, 400),
    ],
)
def test_oembed_refuses_with_the_status_of_the_specification(client: Client, ask: dict[str, str], status: int) -> None:
    assert client.get("/oembed", params=ask).status_code == status


def test_every_page_leads_to_its_oembed_answer(hub: Hub, client: Client) -> None:
    link = client.get(CONTEST).headers["link"]
    address = link.partition(">")[0].lstrip("<").removeprefix("http://site")
    assert "application/json+oembed" in link
    assert "text/xml+oembed" in link
    assert "/embed/contest/barsetshire-1" in str(fields(client.get(address))["html"])
    hub.imprint = Imprint(address="https://results.example", publisher="The Courier")
    named = Client(create_site(hub))
    assert "link" not in named.get(CONTEST).headers
    page = named.get(CONTEST).text
    assert 'type="application/json+oembed" href="https://results.example/oembed/contest/barsetshire-1.json"' in page
    said = fields(named.get("/oembed/contest/barsetshire-1.json"))
    assert said["provider_name"] == "The Courier"
    assert "https://results.example/embed/contest/barsetshire-1" in str(said["html"])


def test_hostile_names_stay_text_in_codes_and_answers() -> None:
    election = hostile(barsetshire(areas=3, contests=2, candidates=8, seed=2))
    hub = Hub(election, night(barsetshire(areas=3, contests=2, candidates=8, seed=2), seed=2))
    client = Client(create_site(hub))
    said = str(fields(client.get("/oembed", params={"url": f"http://site{CONTEST}"}))["html"])
    assert "<script>alert" not in said
    assert said.count("<script") == 1
    page = client.get("/embeds", params={"what": "contest/barsetshire-1"}).text
    assert "<script>alert" not in page
    assert "&amp;lt;script&amp;gt;" in page  # In the code to copy the name is escaped once, and the code itself again.
    drawing = client.get("/card/contest/barsetshire-1.svg")
    ElementTree.fromstring(drawing.content)
    assert b"<script" not in drawing.content


def test_the_maker_says_what_it_cannot_make(client: Client) -> None:
    page = client.get(
        "/embeds", params={"what": "contest/barsetshire-1", "theme": "dark", "language": "cy", "edition": "4"}
    )
    assert "/embed/cy/at/" in page.text
    assert "contest/barsetshire-1#dark" in page.text
    for ask, said in (
        ({"what": "contest/nowhere"}, "There is nothing of that name"),
        ({"page": "http://[broken"}, "There is no such page"),
        ({"edition": "9999"}, "There is no edition 9999"),
        ({"language": "xx"}, "no words in that language"),
        ({"theme": "pink"}, "The theme is"),
    ):
        assert said in client.get("/embeds", params=ask).text


def test_the_themes_of_embeds_are_those_of_the_site() -> None:
    from tellers.web.app import STATIC

    site, embed = ((STATIC / name).read_text() for name in ("site.css", "embed.css"))
    for line in site[: site.index("* { box-sizing")].splitlines():
        if line.strip().startswith("--"):
            assert line.strip() in embed
