"""Plain declared results: real ones foot, and a control figure that does not is named and put right."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tellers.count.check_declared import check_declared
from tellers.count.declared_sheet import DeclaredResult, DeclaredVotes, printed

GENERAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "uk" / "general" / "ge2019_constituencies.csv"
needs_general = pytest.mark.skipif(not GENERAL.exists(), reason="shared/data/uk/general is not here")


def barchester(**changed: Any) -> DeclaredResult:
    sheet = DeclaredResult(
        title="Barchester",
        rule=None,
        seats=1,
        candidates=(
            DeclaredVotes(name="Ada Grantly", votes=printed("12,345"), elected=True),
            DeclaredVotes(name="Obadiah Slope", votes=printed("11000"), elected=False),
            DeclaredVotes(name="Septimus Harding", votes=printed("900"), elected=False),
        ),
        valid=printed("24245"),
        rejected=printed("55"),
        papers=printed("24300"),
        electorate=printed("40000"),
        majority=printed("1345"),
        turnout_percent=printed("60.75"),
    )
    return replace(sheet, **changed)


def test_a_result_that_foots_has_no_finding_and_one_with_figures_missing_has_none_either() -> None:
    assert check_declared(barchester()) == []
    assert check_declared(barchester(valid=None, rejected=None, majority=None)) == []


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("valid", "24254", "24245"),
        ("rejected", "65", "55"),
        ("papers", "24400", "24300"),
        ("majority", "1354", "1345"),
    ],
)
def test_a_control_figure_that_does_not_foot_is_named_and_put_right(field: str, wrong: str, right: str) -> None:
    (finding,) = check_declared(barchester(**{field: printed(wrong)}))
    assert (finding.field, finding.holds, finding.should_be) == (field, wrong, right)


def test_a_wrong_turnout_is_named_with_the_share_it_should_be() -> None:
    (finding,) = check_declared(barchester(turnout_percent=printed("67.05")))
    assert finding.field == "turnout_percent"
    assert finding.may_be[0] == "60.75"


def test_a_candidates_votes_mistyped_are_named_and_put_right() -> None:
    people = list(barchester().candidates)
    people[0] = replace(people[0], votes=printed("12435"))
    (finding,) = check_declared(barchester(candidates=tuple(people)))
    assert (finding.candidate, finding.should_be) == ("Ada Grantly", "12345")


def test_more_votes_for_one_candidate_than_there_are_papers_are_found() -> None:
    """As at Highworth in 2019, where 3,112 votes were declared for a candidate who had 727."""
    people = list(barchester().candidates)
    people[2] = replace(people[2], votes=printed("31112"))
    findings = check_declared(barchester(candidates=tuple(people), electorate=None, turnout_percent=None))
    assert findings[0].candidate == "Septimus Harding"


def test_the_wrong_winner_is_named() -> None:
    people = list(barchester().candidates)
    people[0], people[1] = replace(people[0], elected=False), replace(people[1], elected=True)
    (finding,) = check_declared(barchester(candidates=tuple(people)))
    assert "Obadiah Slope is said to be elected" in finding.broken[0]


def test_a_block_vote_has_more_votes_than_papers_rightly_and_not_more_than_they_allow() -> None:
    people = tuple(
        DeclaredVotes(name=name, votes=printed(votes)) for name, votes in (("A", "900"), ("B", "800"), ("C", "100"))
    )
    ward = DeclaredResult(
        title="Hiram's ward", rule=None, seats=2, candidates=people, marks_max=2, valid=printed("1000")
    )
    assert check_declared(ward) == []
    assert check_declared(replace(ward, valid=printed("880")))[0].law in ("valid_votes", "votes_max")


def _constituencies() -> list[DeclaredResult]:
    parties = ("Con", "Lab", "LD", "BRX", "Green", "SNP", "PC", "DUP", "SF", "SDLP", "UUP", "APNI")
    with GENERAL.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return [
        DeclaredResult(
            title=row["Constituency name"],
            rule=None,
            seats=1,
            candidates=tuple(DeclaredVotes(name=party, votes=printed(row[party])) for party in parties),
            valid=printed(str(sum(int(row[party]) for party in parties))),
            rejected=printed(row["Invalid votes"]),
            electorate=printed(row["Electorate"]),
            majority=printed(row["Majority"]),
        )
        for row in rows
        if row["All other candidates"] == "0"
    ]


@needs_general
def test_real_constituencies_foot_and_one_digit_wrong_anywhere_in_their_votes_is_named() -> None:
    results = _constituencies()
    assert len(results) > 100
    assert [result.title for result in results if check_declared(result)] == []
    chance = random.Random(5)
    for result in chance.sample(results, 60):
        index = chance.choice([i for i, one in enumerate(result.candidates) if one.votes and one.votes.value])
        votes = result.candidates[index].votes
        assert votes is not None
        place = chance.randrange(len(votes.text))
        digit = chance.choice([sign for sign in "123456789" if sign != votes.text[place]])
        people = list(result.candidates)
        people[index] = replace(people[index], votes=printed(votes.text[:place] + digit + votes.text[place + 1 :]))
        findings = check_declared(replace(result, candidates=tuple(people)))
        named = {findings[0].candidate} | {
            result.candidates[other.cell.candidate].name
            for finding in findings
            for other in finding.others
            if other.cell.candidate is not None
        }
        assert people[index].name in named, result.title


def test_a_ward_of_several_seats_may_have_more_votes_than_papers_where_nothing_says_how_many_a_paper_carries() -> None:
    people = tuple(
        DeclaredVotes(name=name, votes=printed(votes)) for name, votes in (("A", "900"), ("B", "800"), ("C", "100"))
    )
    ward = DeclaredResult(title="Hiram's ward", rule=None, seats=2, candidates=people, valid=printed("1000"))
    assert check_declared(ward) == []
    assert check_declared(replace(ward, rule="sntv_japan_1950"))[0].law == "valid_votes"
