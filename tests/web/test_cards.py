"""Social cards: what they say is what the page says, and no name harms them."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from barsetshire import barsetshire, night
from councils import random_night
from tellers.errors import TellersError
from tellers.web.app import create_site
from tellers.web.cards import Card, CardRow, draw_card
from tellers.web.cards.lettering import ELLIPSIS, families, fitted, font_for, harmless, wrapped
from tellers.web.live import Hub
from tellers.web.site.address import body_path, contest_path
from tellers.web.site.card_views import contest_card
from tellers.web.site.imprint import imprint
from web.asking import Client
from web.test_publish import HOSTILE

TEST_BAND = (0x96, 0x3A, 0x00)


def pixels(content: bytes) -> Image.Image:
    """Return a card's picture, which is of the size that other sites expect."""
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "PNG"
    assert picture.size == (1200, 630)
    return picture.convert("RGB")


def card(**changes: object) -> Card:
    """Return a card of Barsetshire."""
    values: dict[str, object] = {
        "night": "Barsetshire",
        "test": False,
        "over": "Barchester",
        "headline": "Septimus Harding elected",
        "detail": "Majority 12.",
        "status": "Edition 3",
        "final": True,
    }
    return Card(**(values | changes))  # type: ignore[arg-type]


def test_every_contest_body_and_night_has_a_card() -> None:
    election, events = random_night(3)
    hub = Hub(election, events)
    client = Client(create_site(hub))
    pages = ["/card/night.png"]
    pages += [f"/card{contest_path(c.id)}.png" for c in election.contests]
    pages += [f"/card{body_path(b.id)}.png" for b in election.bodies]
    for page in pages:
        answer = client.get(page)
        assert answer.headers["content-type"] == "image/png", page
        pixels(answer.content)
    assert client.get("/card/contest/nowhere.png").status_code == 404
    assert client.get("/card/party/high.png").status_code == 404


def test_a_card_is_of_its_edition_and_stays_while_its_contest_is_untouched() -> None:
    election = barsetshire(areas=2, contests=3, seed=4)
    hub = Hub(election, night(election, seed=4))
    client = Client(create_site(hub))
    contest = election.contests[0]
    page = f"/card{contest_path(contest.id)}.png"
    cards = [client.get(f"{page}?at={n}").content for n in range(hub.latest.number + 1)]
    for number in range(1, hub.latest.number + 1):
        edition = hub.edition(number)
        assert edition is not None
        assert (cards[number] != cards[number - 1]) == (contest.id in edition.touched), number
    assert client.get(page).content == cards[-1]


def test_a_contests_card_says_what_the_standing_says() -> None:
    election = barsetshire(areas=3, seed=5)
    hub = Hub(election, night(election, seed=5))
    contest, edition = election.contests[0], hub.latest
    made = contest_card(edition, contest)
    standing = edition.standing(contest)
    assert [row.figure for row in made.rows] == [f"{c.votes:,}" for c in standing.candidates[:5]]
    assert made.final
    assert standing.elected[0] == standing.candidates[0].id
    assert made.headline == f"{standing.candidates[0].name} elected"
    first = hub.edition(0)
    assert first is not None
    before = contest_card(first, contest)
    assert not before.final
    assert {row.figure for row in before.rows} == {""}  # Not 0: nothing is known.


def test_a_test_night_is_marked_as_one_on_the_card() -> None:
    assert pixels(draw_card(card(test=True))).getpixel((1190, 98)) == TEST_BAND
    assert pixels(draw_card(card(test=False))).getpixel((1190, 98)) == (255, 255, 255)


@pytest.mark.parametrize(
    "name", [*HOSTILE, "", " ", "Łukasz Ÿngwë Glyndŵr", "محمد بن سلمان", "दीपा कुमारी", "東京", "\x00\x1b[31m"]
)
def test_no_name_harms_a_card(name: str) -> None:
    row = CardRow(name=name, colour=name, figure="1,508", more="50.0%", width=50.0)
    pixels(draw_card(card(night=name, over=name, headline=name, detail=name, status=name, rows=(row,) * 9)))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f]", harmless(name))


@pytest.mark.parametrize("name", [*HOSTILE, "محمد بن سلمان بن عبد العزيز " * 20])
def test_every_line_fits_its_room(name: str) -> None:
    shown = fitted(name, 30, 600, 500)
    assert font_for(shown, 30, 600).getlength(shown) <= 500 or shown == ELLIPSIS
    for line in wrapped(f"{name} elected", 46, 800, 500, 2):
        assert font_for(line, 46, 800).getlength(line) <= 500


def test_a_line_is_set_in_the_font_that_has_its_letters() -> None:
    arabic = next(path for path, known in families() if ord("م") in known)
    assert font_for("محمد", 30, 400).path == arabic
    assert font_for("Glyndŵr", 30, 400).path != arabic


def test_the_same_card_is_the_same_bytes() -> None:
    assert draw_card(card()) == draw_card(card())


def test_other_sites_are_told_of_cards_only_where_the_site_knows_its_own_address() -> None:
    election = barsetshire(areas=2, contests=3, seed=4)
    hub = Hub(election, night(election, seed=4))
    path = contest_path(election.contests[0].id)
    silent = Client(create_site(hub)).get(path).text
    assert "og:image" not in silent
    assert "canonical" not in silent
    assert 'property="og:title"' in silent
    hub.imprint = imprint("https://results.example/", None)
    client = Client(create_site(hub))
    said = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', client.get(path).text))
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:url"] == f"https://results.example{path}"
    for name in ("og:image", "twitter:image"):
        assert said[name].startswith("https://results.example/card/contest/")
        assert client.get(said[name].removeprefix("https://results.example")).headers["content-type"] == "image/png"
    assert "/card/night.png" in client.get("/closest").text
    earlier = client.get(f"{path}?at=1").text
    assert re.search(r'og:image" content="https://results.example/card/contest/[^"]*\.png\?at=1"', earlier)


@pytest.mark.parametrize(
    "address",
    [
        "results.example",
        "ftp://a.example",
        "https://a.example/sub",
        "https://a b",
        "javascript:alert(1)",
        "https://u@a.example",
        "https://a.example:x",
    ],
)
def test_an_address_that_is_not_of_a_whole_site_is_refused(address: str) -> None:
    with pytest.raises(TellersError, match="whole site"):
        imprint(address, None)
