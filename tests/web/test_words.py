"""The words of the pages."""

from __future__ import annotations

from fractions import Fraction

import pytest

from barsetshire import barsetshire
from tellers.tally import ContestChange
from tellers.terms import BasisId, PartyId
from tellers.web.charts.bars import scale
from tellers.web.site.address import slug
from tellers.web.site.odds_view import chance_text, chance_words
from tellers.web.site.words import swing_text


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
