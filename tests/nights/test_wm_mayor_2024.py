"""The West Midlands, 4 May 2024, as it is known: every prefix of the real log, and the moments to get right."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tellers.cli.night import Night, edition_at, open_night
from tellers.edition import Edition, editions, tell
from tellers.terms import decimal_text


@pytest.fixture(scope="module")
def night() -> Night:
    return open_night("wm-mayor-2024")


@pytest.fixture(scope="module")
def all_editions(night: Night) -> list[Edition]:
    return list(editions(night.election, night.events))


def names(edition: Edition) -> dict[str, int | None]:
    return {c.name: c.votes for c in edition.standing(edition.election.contests[0]).candidates}


def test_the_final_is_the_returning_officers(night: Night) -> None:
    edition = edition_at(night)
    standing = edition.standing(night.election.contests[0])
    assert names(edition) == {
        "Richard Parker": 225590,
        "Andy Street": 224082,
        "Akhmed Yakoob": 69621,
        "Elaine Williams": 34471,
        "Siobhan Harper-Nunes": 31036,
        "Sunny Virk": 12176,
    }
    assert (standing.status, standing.majority) == ("final", 1508)
    assert standing.lead_points is not None
    assert decimal_text(standing.lead_points, 4) == "0.2526"


def test_before_sandwell_street_leads_by_11455(night: Night) -> None:
    edition = edition_at(night, before="Sandwell")
    contest = night.election.contests[0]
    standing = edition.standing(contest)
    assert standing.leader is not None
    assert contest.candidate(standing.leader).name == "Andy Street"
    assert standing.lead == 11455
    assert standing.points_of == "verified_ballots"
    assert standing.lead_points == Fraction(100 * 11455, 601713 - 66296)
    assert [night.election.area_by_id[a].name for a in standing.missing(contest)] == ["Sandwell"]
    assert names(edition)["Elaine Williams"] is None


def test_sandwells_figures_are_derived_and_say_from_what(night: Night) -> None:
    standing = edition_at(night).standing(night.election.contests[0])
    sandwell = {d.candidate: d.votes for d in standing.derived if d.areas == ("E08000028",)}
    assert sorted(sandwell.values()) == [7026, 18598, 31561]
    assert all(len(d.sources) >= 2 for d in standing.derived)


def test_votes_once_known_for_an_area_are_never_nought_before(all_editions: list[Edition]) -> None:
    for edition in all_editions:
        standing = edition.standing(edition.election.contests[0])
        assert all(c.votes is None or c.votes > 0 for c in standing.candidates)
        assert (standing.majority is None) == (standing.status != "final")


def test_every_event_has_its_sentence(all_editions: list[Edition]) -> None:
    for edition in all_editions[1:]:
        assert tell(edition), edition.number
    story = " ".join(sentence for edition in all_editions for sentence in tell(edition))
    assert "a full recount has been ordered" in story
    assert "Richard Parker (Labour) is elected Mayor of the West Midlands, by 1,508 votes (0.25%)." in story
    assert "with only Sandwell to come" in story
