"""Screens: the boards that were chosen, and a declaration that shows nothing before it is announced."""

from __future__ import annotations

import pytest

from barsetshire import barsetshire, night
from tellers.cli.night import open_night
from tellers.record import Candidate, Declared
from tellers.terms import CandidateId
from tellers.web.app import create_site
from tellers.web.live import Hub
from tellers.web.screens.declaration import ballot_order, declaration_view
from tellers.web.screens.family import declaration_path
from tellers.web.screens.reading import CAPITAL, FIGURES_VH, LEAST_VH, screen_height_metres
from tellers.web.site.address import contest_path
from web.asking import Client
from web.test_publish import hostile


@pytest.fixture
def hub() -> Hub:
    election = barsetshire(areas=3, contests=3, seed=3)
    return Hub(election, night(election, seed=3))


def test_letters_keep_to_the_rule_at_ten_metres_on_the_screen_of_reference() -> None:
    high = screen_height_metres(75)
    assert FIGURES_VH / 100 * high * CAPITAL >= 10 / 200
    assert LEAST_VH / 100 * high * CAPITAL >= 10 / 300


def test_a_screen_shows_the_boards_chosen_in_their_order(hub: Hub) -> None:
    client = Client(create_site(hub))
    text = client.get("/screen", params={"boards": "closest,night", "seconds": "20", "theme": "light"}).text
    assert 'data-boards="closest,night" data-seconds="20" data-theme="light"' in text
    assert "Closest so far" in text
    assert 'content="20;url=/screen?boards=closest,night&amp;seconds=20&amp;theme=light&amp;show=1"' in text
    second = client.get("/screen?boards=closest&boards=night&show=1").text
    assert 'data-board="night"' in second


def test_what_means_nothing_falls_to_the_usual_and_is_said(hub: Hub) -> None:
    client = Client(create_site(hub))
    text = client.get("/screens?boards=nowhere&seconds=1&theme=pink").text
    assert "No such board: nowhere." in text
    assert "Seconds go from 5 to 300." in text
    assert client.get("/screen?boards=nowhere&show=77777777").status_code == 200
    assert client.get("/screen/nowhere").status_code == 404
    assert client.get("/screen/declaration/barsetshire-1/nowhere").status_code == 404


def test_a_declaration_shows_nothing_before_it_is_announced() -> None:
    opened = open_night("wm-mayor-2024")
    hub, contest = Hub(opened.election, opened.events), opened.election.contests[0]
    awaited = shown = 0
    for edition in hub.editions:
        announced = {
            e.change.event.area
            for e in hub.editions[1 : edition.number + 1]
            if e.change is not None and isinstance(e.change.event, Declared)
        }
        for id in contest.areas:
            view = declaration_view(edition, contest, opened.election.area_by_id[id])
            if id not in announced:
                awaited += 1
                assert view.awaiting
                assert (view.rows, view.turnout, view.papers, view.rejected) == ((), "", "", ())
            else:
                shown += 1
    assert awaited > 10
    assert shown > 10


def test_a_declaration_has_every_figure_as_announced(hub: Hub) -> None:
    contest = hub.election.contests[0]
    standing = hub.latest.standing(contest)
    view = declaration_view(hub.latest, contest, hub.election.area_by_id[contest.areas[0]])
    figure = hub.latest.record.contest(contest.id).areas[contest.areas[0]].declared[-1].event
    assert isinstance(figure, Declared)
    assert {row.votes for row in view.rows} == {f"{votes:,}" for votes in figure.votes.values()}
    if len(contest.areas) == 1:
        assert [row.name for row in view.rows if row.elected] == [contest.candidate(c).name for c in standing.elected]


def test_candidates_stand_by_surname(hub: Hub) -> None:
    contest = hub.election.contests[0]
    names = ("Zoe de Courcy", "Grantly, Ann", "Ann van der Proudie", "Bo Arabin", "Cher")
    people = tuple(Candidate(id=CandidateId(n), name=n) for n in names)
    made = type(contest)(id=contest.id, name="C", areas=contest.areas, candidates=people)
    assert [c.name for c in ballot_order(made)] == [
        "Bo Arabin", "Cher", "Zoe de Courcy", "Grantly, Ann", "Ann van der Proudie",
    ]  # fmt: skip


def test_hostile_names_stay_text_on_screens() -> None:
    election = hostile(barsetshire(areas=3, contests=2, candidates=8, seed=2))
    hub = Hub(election, night(barsetshire(areas=3, contests=2, candidates=8, seed=2), seed=2))
    client, contest = Client(create_site(hub)), election.contests[0]
    for path in (
        declaration_path(contest.id, contest.areas[0]),
        f"/screen{contest_path(contest.id)}",
        "/screen/closest",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
