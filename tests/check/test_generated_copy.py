"""True copy in hundreds of phrasings gives no finding, and sentences change level at the right declaration."""

from __future__ import annotations

import itertools

import pytest

from nights import MAYOR_ROWS, PEOPLE, mayor
from tellers.check import FINDINGS, Checker, Filed, changed_claims

WINS = (
    "beat",
    "defeated",
    "ousted",
    "unseated",
    "toppled",
    "saw off",
    "edged out",
    "edged past",
    "pipped",
    "narrowly defeated",
    "overcame",
    "prevailed over",
    "triumphed over",
    "squeaked past",
    "outpolled",
    "knocked out",
)
OFFICE = (
    "",
    " in Barsetshire",
    " to become Mayor of Barsetshire",
    " in the Barsetshire mayoral election",
    " by 2,152 votes",
    " by just 2,152 votes",
    " by 1.4 percentage points",
)
WHO = (
    ("Eleanor Bold", "Obadiah Slope"),
    ("The Broad Church's Eleanor Bold", "incumbent Obadiah Slope"),
    ("Eleanor Bold (Broad Church)", "Obadiah Slope (Low Church)"),
    ("Broad Church candidate Eleanor Bold", "the Low Church's Obadiah Slope"),
)
LOSES = (
    "lost to",
    "was beaten by",
    "was ousted by",
    "has been defeated by",
    "was unseated by",
    "suffered defeat at the hands of",
    "conceded defeat to",
)
SINGLE = (
    "Eleanor Bold has won the Barsetshire mayoralty.",
    "Eleanor Bold was elected Mayor of Barsetshire.",
    "Eleanor Bold swept to victory in Barsetshire.",
    "Obadiah Slope lost the election in Barsetshire.",
    "Obadiah Slope was voted out in Barsetshire.",
    "Obadiah Slope did not win in Barsetshire.",
    "It was a defeat for Obadiah Slope.",
    "It was a victory for Eleanor Bold.",
    "Obadiah Slope's defeat was narrow.",
    "Eleanor Bold's win surprised many.",
    "Eleanor Bold is the new mayor of Barsetshire.",
    "Eleanor Bold clinched victory with a majority of 2,152.",
    "Eleanor Bold romped home in Hogglestock.",
    "Obadiah Slope came second.",
    "Mary Thorne finished third with 19,749 votes.",
    "Turnout in Barsetshire was 35.67%.",
    "Turnout was just under 36 per cent.",
    "There were 903 rejected ballots in Barsetshire.",
    "149,014 valid votes were cast.",
    "Eleanor Bold won 38 per cent of the vote.",
    "Eleanor Bold took more than 56,000 votes.",
    "Eleanor Bold took nearly 57,000 votes.",
    "Obadiah Slope secured about 54,500 votes.",
    "Mark Robarts won fewer than 11,000 votes.",
    "Lily Dale received at least 7,600 votes.",
    "Hogglestock was the last area to declare.",
    "Courcy was the first to declare.",
    "There was a full recount in Silverbridge.",
)


def sentences() -> list[str]:
    made = [f"{a} {verb} {b}{where}." for (a, b), verb, where in itertools.product(WHO, WINS, OFFICE)]
    made += [f"{b} {verb} {a}." for (a, b), verb in itertools.product(WHO, LOSES)]
    for area, _, _, votes, _, _ in MAYOR_ROWS:
        for (name, _, _), number in zip(PEOPLE, votes, strict=True):
            made += [
                f"{name} polled {number:,} votes in {area}.",
                f"In {area}, {name} won {number:,} votes.",
                f"{name} got {number:,} in {area}.",
                f"{number:,} votes went to {name} in {area}.",
                f"{area}: {name} {number:,}.",
            ]
    return [*made, *SINGLE]


def test_hundreds_of_true_sentences_give_no_finding() -> None:
    made = sentences()
    assert len(made) > 600
    wrong = [
        f"{s} -> {c.level} {c.type} {c.reason}" for s in made for c in mayor().check(s).claims if c.level in FINDINGS
    ]
    assert wrong == []


def test_nearly_all_of_them_are_checked_and_right() -> None:
    made = sentences()
    checked = sum(
        any(c.level == "ok" and c.type not in ("affiliation", "incumbency") for c in mayor().check(s).claims)
        for s in made
    )
    assert checked / len(made) > 0.97


def levels(checker: Checker, text: str, type_: str) -> list[str]:
    """Return the level of the sentence's claim at each moment of the contest."""
    found = []
    for moment in checker.gazetteer.topics[0].moments:
        claims = [c for c in checker.check(text, as_of=moment.edition).claims if c.type == type_]
        found.append(claims[0].level)
    return found


def test_a_lead_is_premature_then_right_then_stale_at_the_declarations_that_make_it_so() -> None:
    moments = mayor().gazetteer.topics[0].moments
    got = levels(mayor(), "Obadiah Slope leads by 7,741 votes in Barsetshire.", "lead_votes")
    for moment, level in zip(moments, got, strict=True):
        wanted = "ok" if moment.declared == 4 else "warn"
        assert level == wanted, moment.label


def test_a_winner_is_premature_until_the_last_area_declares() -> None:
    moments = mayor().gazetteer.topics[0].moments
    got = levels(mayor(), "Eleanor Bold has won the Barsetshire mayoralty.", "winner")
    assert [level == "ok" for level in got] == [moment.final for moment in moments]


def test_a_phrase_pins_the_moment_and_a_tale_of_it_stays_true() -> None:
    told = mayor().check("Obadiah Slope led by 4,709 votes with only Hogglestock still to declare.")
    assert {c.level for c in told.claims if c.type == "lead_votes"} == {"ok"}
    present = mayor().check("Obadiah Slope leads by 4,709 votes with only Hogglestock still to declare.")
    assert {c.level for c in present.claims if c.type == "lead_votes"} == {"warn"}
    wrong = mayor().check("Obadiah Slope leads by 4,907 votes with only Hogglestock still to declare.")
    assert {c.level for c in wrong.claims if c.type == "lead_votes"} <= {"warn", "error"}


def test_a_published_sentence_is_listed_when_a_declaration_makes_it_stale() -> None:
    moments = mayor().gazetteer.topics[0].moments
    before, after = moments[-2].edition, moments[-1].edition
    filed = [
        Filed(
            story="early.txt",
            sentences=("Obadiah Slope leads by 4,709 votes in Barsetshire.", "Obadiah Slope won Courcy."),
        ),
        Filed(story="other.txt", sentences=("The weather was fine.",)),
    ]
    changed = changed_claims(mayor(), filed, before=before, after=after)
    assert [(c.story, c.sentence, c.before, c.after, c.worse) for c in changed] == [
        ("early.txt", "Obadiah Slope leads by 4,709 votes in Barsetshire.", "ok", "warn", True)
    ]


@pytest.mark.parametrize("edition", [0, 3])
def test_before_any_declaration_nothing_is_red(edition: int) -> None:
    report = mayor().check("Eleanor Bold has won. She beat Obadiah Slope by 2,152 votes.", as_of=edition)
    assert {c.level for c in report.claims} <= {"warn", "unchecked"}
