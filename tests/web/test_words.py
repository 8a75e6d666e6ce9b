"""The words of the pages."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from barsetshire import barsetshire
from tellers.edition import Edition, advance, start
from tellers.record import Contest, Declared
from tellers.tally import ContestChange
from tellers.terms import BasisId, EventId, PartyId
from tellers.web.charts.bars import scale
from tellers.web.site.address import slug
from tellers.web.site.odds_view import chance_text, chance_words
from tellers.web.site.words import detail, headline, swing_text


@pytest.mark.parametrize(
    ("butler", "said"),
    [(Fraction(5, 2), ("2.5", "High and Dry", "Low Church")), (Fraction(-5, 2), ("2.5", "Low Church", "High and Dry"))],
)
def test_a_swing_is_said_towards_the_party_that_it_helped(butler: Fraction, said: tuple[str, str, str]) -> None:
    change = ContestChange(
        basis=BasisId("before"),
        stage=1,
        parties=(),
        swing_from=PartyId("high"),
        swing_to=PartyId("low"),
        butler=butler,
    )
    assert swing_text(barsetshire(), change, 1) == said


def test_nothing_uncertain_is_said_to_be_certain() -> None:
    assert chance_text(0.9999) == "over 99%"
    assert chance_text(0.0001) == "under 1%"
    assert "more than 99" in chance_words(0.9999)


def test_an_id_that_is_no_plain_path_is_hashed() -> None:
    assert slug("mayor.west-midlands.2024-05-02") == "mayor.west-midlands.2024-05-02"
    for id in ("..", "../x", "a<b", "Ynys Môn", ".hidden", ""):
        assert slug(id).startswith("id-"), id


def test_a_scale_says_all_its_figures_in_its_title() -> None:
    drawn = scale([("2021", 7.7, "+7.7 points")], (17.3, 17.4), title="Needed 17.3; 2021: +7.7.", id="need-0")
    assert "Needed 17.3; 2021: +7.7." in drawn
    assert 'role="img"' in drawn


def _final(rule: str, seats: int) -> tuple[Contest, Edition]:
    """Return a contest of Barsetshire under a rule, and the edition in which its one area has declared, with names."""
    election = barsetshire(areas=1, contests=1, seed=4)
    contest = replace(election.contests[0], rule=rule, seats=seats)
    election = replace(election, contests=(contest,))
    people = [candidate.id for candidate in contest.candidates]
    votes = {id: 1000 - 100 * place for place, id in enumerate(people)}
    event = Declared(
        id=EventId("d1"),
        contest=contest.id,
        area=contest.areas[0],
        votes=votes,
        elected=tuple(people[:seats]) if rule == "scottish_stv_2007" else None,
    )
    return contest, advance(start(election), event)


def test_first_preferences_of_a_ranked_count_give_no_majority() -> None:
    ranked, of_ranks = _final("scottish_stv_2007", 2)
    most, of_votes = _final("block_vote_england_2006", 2)
    assert of_ranks.standing(ranked).majority is None
    assert of_votes.standing(most).majority == 100


def test_the_majority_of_several_seats_is_not_told_with_the_points_of_the_first() -> None:
    contest, edition = _final("block_vote_england_2006", 2)
    said = detail(edition.election, contest, edition.standing(contest))
    assert "Majority 100." in said
    alone, single = _final("first_past_the_post_uk_1983", 1)
    assert "% of valid votes" in detail(single.election, alone, single.standing(alone))


def test_three_elected_are_listed() -> None:
    contest, edition = _final("block_vote_england_2006", 3)
    first, second, third = (c.name for c in contest.candidates[:3])
    assert headline(contest, edition.standing(contest)) == f"{first}, {second} and {third} elected"
