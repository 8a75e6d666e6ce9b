"""The night's charts and maps as pages and as pictures of their own, each with its text, its table and its pattern."""

from __future__ import annotations

import re
from itertools import combinations
from math import dist
from xml.dom import minidom

import pytest

from tellers.cli.night import open_night
from tellers.tally.swing import contest_change
from tellers.web.charts.colours import APART, PLAIN, SIGHTS, TEXTURES, alike, seen, textures
from tellers.web.live import Hub
from tellers.web.maps import pack_grounds
from tellers.web.odds import MOMENTS, moments
from tellers.web.site.legend import legend
from tellers.web.site.map_places import area_place
from tellers.web.site.pages import Pages
from tellers.web.site.publication import Publication
from tellers.web.site.words import colour


def pages(name: str, events: int | None = None) -> Pages:
    opened = open_night(name)
    return Pages(Hub(opened.election, opened.events[:events], pack_grounds(name)))


@pytest.fixture(scope="module")
def midnight() -> Pages:
    """The general election of 2024 after forty declarations."""
    return pages("ge-2024", 40)


def html(made: Pages, path: str) -> str:
    found = made.render(path, made.hub.latest)
    assert found is not None
    return found


def test_colours_that_look_alike_to_anyone_have_other_patterns() -> None:
    election = open_night("ge-2024").election
    fills = [colour(election, p.id) for p in election.parties if p.colour]
    chosen = dict(zip(fills, textures(fills), strict=True))
    for one, other in combinations(chosen, 2):
        if alike(one, other):
            assert chosen[one] != chosen[other] or chosen[other] == len(TEXTURES) - 1, (one, other)
    assert chosen["#E4003B"] == chosen["#0087DC"] == 0, "the first two keep their plain colours"


def test_colours_for_those_without_are_told_apart_by_everyone() -> None:
    for sight in SIGHTS:
        for one, other in combinations(PLAIN, 2):
            assert dist(seen(one, sight), seen(other, sight)) > APART / 2, (sight, one, other)


def test_what_a_place_is_said_to_be_is_what_the_record_has(midnight: Pages) -> None:
    page = html(midnight, "/map/winner/land")
    final = [s for s in midnight.hub.latest.standings.values() if s.status == "final"]
    drawn = re.findall(r'<g (?:fill|class)="([^"]*)">(.*?)</g>', page)
    shown = sum(len(set(re.findall(r'href="[^"]*#(a\d+)"', uses))) for fill, uses in drawn if fill != "is-open")
    assert shown == len(final) == 40
    assert page.count("<tr>") == 651, "every place is in the table"


def test_a_declaration_changes_its_own_group_of_the_map_and_no_other() -> None:
    opened = open_night("ge-2024")
    hub = Hub(opened.election, opened.events[:40], pack_grounds("ge-2024"))
    made = Pages(hub)
    before = html(made, "/map/winner/land")
    edition = hub.publish(opened.events[40])
    after = html(made, "/map/winner/land")
    fresh = Pages(hub).render("/map/winner/land", edition)
    assert after == fresh, "what was remembered is what would be made anew"
    groups = [dict(re.findall(r'(data-part="map-\d+")(.*?)(?=<g data-part|</svg>)', page)) for page in (before, after)]
    assert sum(groups[0][part] != groups[1][part] for part in groups[0]) == 1


def test_swing_on_the_map_is_the_swing_of_the_tally(midnight: Pages) -> None:
    election = midnight.hub.election
    pair = legend(election).pair
    assert pair is not None
    assert (pair.away, pair.to) == ("con", "lab")
    page = html(midnight, "/map/swing")
    agreed = 0
    for standing in midnight.hub.latest.standings.values():
        contest = election.contest_by_id[standing.contest]
        change = contest_change(election, contest, standing, pair.basis) if standing.status == "final" else None
        if change is not None and {change.swing_from, change.swing_to} == {"con", "lab"} and change.butler is not None:
            row = re.search(rf'/contest/{re.escape(contest.id)}">[^<]*</a></th><td class="words">([\d.]+) points', page)
            assert row is not None, contest.name
            assert abs(float(row[1]) - abs(float(change.butler))) <= 0.0501
            agreed += 1
    assert agreed >= 20


def test_an_area_of_a_mayors_contest_is_coloured_by_its_own_figures() -> None:
    opened = open_night("wm-mayor-2024")
    hub = Hub(opened.election, opened.events)
    contest = opened.election.contests[0]
    places = {area: area_place(hub.latest, contest, opened.election.area_by_id[area]) for area in contest.areas}
    by_name = {place.name: place for place in places.values()}
    assert by_name["Coventry"].said.startswith("Richard Parker, ahead by")
    assert by_name["Dudley"].fill == "", "declared, and its figures are not known: no colour"
    assert by_name["Dudley"].final


def test_councils_are_coloured_by_who_controls_them() -> None:
    made = pages("locals-2024")
    page = html(made, "/map/winner/land")
    settled = [row for row in made.hub.latest.board.bodies if row.control not in (None, "noc")]
    assert settled
    for row in settled:
        title = re.search(rf"<title>{re.escape(row.name)}: ([^<]*)</title>", page)
        assert title is not None
        assert "control" not in title[1] or "no overall" not in title[1]


@pytest.mark.parametrize("path", ["/map/winner/land", "/map/winner", "/charts", "/charts/con", "/"])
def test_every_picture_is_a_whole_svg_of_its_own_with_its_text(midnight: Pages, path: str) -> None:
    publication = Publication(midnight)
    ids = re.findall(r'role="img" aria-labelledby="([^"]+)"', html(midnight, path))
    assert ids
    for id in ids:
        found = publication.file(f"/pictures{'/index' if path == '/' else path}/{id}.svg")
        assert found is not None, id
        root = minidom.parseString(found.content).documentElement
        assert root is not None
        assert root.getAttribute("xmlns") == "http://www.w3.org/2000/svg"
        assert root.getElementsByTagName("title")[0].firstChild is not None
        assert b'href="/' not in found.content, "nothing is fetched from elsewhere"
        text = found.content.decode()
        assert set(re.findall(r'<use href="#([^"]+)"', text)) <= set(re.findall(r' id="([^"]+)"', text))


def test_there_is_no_picture_of_what_is_not_there(midnight: Pages) -> None:
    publication = Publication(midnight)
    for path in ("/pictures/map/winner/none.svg", "/pictures/nowhere/map-alt.svg", "/pictures/.svg"):
        assert publication.file(path) is None


def test_the_moments_of_the_odds_stay_what_they_were_as_the_night_goes_on() -> None:
    editions = Hub(open_night("ge-2024").election, open_night("ge-2024").events).editions
    whole = moments(editions)
    assert 0 < len(whole) <= MOMENTS
    half = moments(editions[:300])
    assert half == whole[: len(half)]


def test_odds_through_the_night_tell_what_was_reckoned_at_each_moment() -> None:
    opened = open_night("wm-mayor-2024")
    hub = Hub(opened.election, opened.events[:25])
    points = hub.odds.history(hub.editions, now=True)
    assert points
    for point in points:
        edition = hub.edition(point.edition)
        assert edition is not None
        assert sum(point.chances.values()) == pytest.approx(1)
        again = hub.odds.reckon_now(edition).odds
        assert again is not None
        assert point.chances == dict(again.contests[opened.election.contests[0].id])
