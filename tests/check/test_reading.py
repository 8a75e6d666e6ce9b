"""Plain text, Markdown and HTML: offsets kept, blocks told apart, numbers and qualifiers read as editors mean them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nights import mayor
from tellers.check import parse_facts
from tellers.check.names import WORD
from tellers.check.quantity import Quantity, read_quantities
from tellers.check.reading import read_text
from tellers.check.story import blocks
from tellers.check.tolerance import compare
from tellers.errors import PackError


def quantities(text: str) -> list[tuple[Fraction, str, str]]:
    matches = list(WORD.finditer(text))
    words = [m.group() for m in matches]
    found = read_quantities(words, [w.casefold() for w in words], [m.span() for m in matches])
    return [(q.value, q.unit, q.qualifier) for q in found.values()]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("just 1,508 votes", 1508, "votes", "exact"),
        ("just over 1,088,000 votes", 1_088_000, "votes", "just_over"),
        ("nearly 500 councillors", 500, "seats", "nearly"),
        ("some 275,000 votes", 275_000, "votes", "about"),
        ("fewer than 4,000 votes", 4000, "votes", "under"),
        ("a thousand votes", 1000, "votes", "exact"),
        ("twenty-one seats", 21, "seats", "exact"),
        ("16.3 percentage points", Fraction(163, 10), "points", "exact"),
        ("2.2 per cent", Fraction(11, 5), "percent", "exact"),
        ("a 397-vote plurality", 397, "votes", "exact"),
        ("1.09 million votes", 1_090_000, "votes", "exact"),
        ("third term", 3, "ordinal", "exact"),
        ("in 2021", 2021, "year", "exact"),
        ("£118,000", 118_000, "other", "exact"),
        ("40 years", 40, "other", "exact"),
    ],
)
def test_numbers_have_their_unit_and_qualifier(text: str, value: int | Fraction, unit: str, qualifier: str) -> None:
    assert quantities(text) == [(value, unit, qualifier)]


def quantity(value: str, qualifier: str, *, unit: str = "votes") -> Quantity:
    places = len(value.partition(".")[2])
    number = Fraction(value.replace(",", ""))
    return Quantity(value=number, places=places, step=Fraction(1, 10**places), unit=unit, qualifier=qualifier, size=1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "qualifier", "actual", "fit"),
    [
        ("1508", "exact", 1508, "yes"),
        ("1508", "exact", 1509, "no"),
        ("275000", "exact", 275_828, "no"),
        ("276000", "exact", 275_828, "near"),
        ("275000", "about", 275_828, "yes"),
        ("9000", "over", 9467, "yes"),
        ("9500", "over", 9467, "no"),
        ("8000", "nearly", 7900, "yes"),
        ("8000", "nearly", 8100, "near"),
        ("8000", "nearly", 8300, "no"),
        ("1000", "just_over", 1040, "yes"),
        ("1000", "just_over", 990, "near"),
        ("1000", "just_over", 950, "no"),
        ("1000", "just_over", 1508, "near"),
    ],
)
def test_qualifiers_mean_what_editors_mean(value: str, qualifier: str, actual: int, fit: str) -> None:
    assert compare(quantity(value, qualifier), Fraction(actual)).fit == fit


@pytest.mark.parametrize(
    ("said", "actual", "fit"),
    [("0.25", "0.2526", "yes"), ("0.3", "0.2526", "yes"), ("7.7", "7.64", "near"), ("16.3", "17.28", "no")],
)
def test_percentages_round_half_either_way(said: str, actual: str, fit: str) -> None:
    assert compare(quantity(said, "exact", unit="percent"), Fraction(actual)).fit == fit


def test_offsets_go_back_through_tags_and_entities() -> None:
    source = "<h1>News</h1>\n<p>The Broad Church&rsquo;s <b>Obadiah&nbsp;Slope</b> has won.</p>"
    plain = read_text(source, "html")
    at = plain.text.index("Slope")
    start, end = plain.span(at, at + 5)
    assert source[start:end] == "Slope"
    assert [b.kind for b in blocks(plain)] == ["headline", "body"]


def test_an_error_in_a_page_is_placed_in_its_source() -> None:
    source = "<p>Today</p><p>Yesterday <i>Obadiah Slope</i> has been re-elected.</p>"
    claim = next(c for c in mayor().check(source, form="html").claims if c.level == "error")
    assert source[claim.start : claim.end] == claim.quote
    assert claim.quote == "Obadiah Slope</i> has been re-elected"


def test_blocks_are_told_apart() -> None:
    text = (
        "Bold beats Slope\n\nBold and Slope at the count. Picture: Barchester Chronicle\n\n"
        "The count was long, and it was late before it ended.\n\n"
        "What it means\n\nSign up for our newsletter\n\n> quoted"
    )
    assert [b.kind for b in blocks(read_text(text))][:5] == ["headline", "caption", "body", "heading", "boilerplate"]


def test_a_quotation_is_never_red() -> None:
    report = mayor().check('Obadiah Slope spoke.\n\n"Obadiah Slope has won and Eleanor Bold has lost," his agent said.')
    assert {c.level for c in report.claims if c.type in ("winner", "loser")} == {"note"}


def test_a_surname_is_a_person_only_where_it_stands_alone() -> None:
    text = (
        "Obadiah Slope and Eleanor Bold stood.\n\n"
        "They met in Slope Street. Mark Slope won a prize. A bold move won the day. Bold won."
    )
    report = mayor().check(text)
    assert [c.quote for c in report.claims if c.type == "winner" and c.level != "unchecked"] == ["Bold won"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("contest,measure\nx,votes\n", "columns"),
        ("contest,measure,value,source\nx,votes,many,y\n", "a number"),
        ("contest,measure,value,source\nx,shoe size,9,y\n", "one of"),
        ("contest,measure,value,source\nx,party,High,\n", "where it comes from"),
    ],
)
def test_a_bad_fact_is_refused_with_its_line(table: str, words: str) -> None:
    with pytest.raises(PackError, match=words):
        parse_facts(table)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Bold",
                "Slope",
                "Eleanor",
                "Obadiah",
                "won",
                "lost",
                "beat",
                "by",
                "1,508",
                "votes",
                "in",
                "Hogglestock",
                "%",
                "(",
                ")",
                '"',
                "'",
                ",",
                ".",
                "-",
                "–",
                "the",
                "of",
                "to",
                "if",
                "2027",
                "third",
                "and",
                "with",
                "only",
                "to",
                "declare",
                "led",
                "\n\n",
                "<p>",
                "&",
                "’s",
                "£",
                "½",
            ]
        ),
        max_size=60,
    ).map(" ".join)
)
def test_no_text_breaks_it_and_every_claim_is_in_its_place(text: str) -> None:
    for form in ("text", "markdown", "html"):
        for claim in mayor().check(text, form=form).claims:  # type: ignore[arg-type]
            assert text[claim.start : claim.end] == claim.quote
            assert claim.reason
