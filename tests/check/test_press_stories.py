"""The press stories of 4 May 2024, held against the levels that people gave their claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tellers.check import Checker, Claim, History, Report, parse_facts
from tellers.edition import editions
from tellers.pack import find_night, read_pack

STORIES = Path(__file__).resolve().parents[3] / "shared" / "stories"
needs_stories = pytest.mark.skipif(
    not STORIES.is_dir(), reason="../shared/stories is not here: press copyright, tests only"
)
# Story 001 was written with only Sandwell to come; the other two after the result.
OWN_MOMENT = {"001_a99a647882ce21c5.txt": 25}


@pytest.fixture(scope="module")
def checker() -> Checker:
    pack = read_pack(find_night("wm-mayor-2024"))
    facts = parse_facts((pack.path / "facts.csv").read_text(encoding="utf-8"))
    zone = ZoneInfo(pack.election.time_zone)
    return Checker(History(editions(pack.election, pack.events()), facts=facts, zone=zone))


@pytest.fixture(scope="module")
def labelled() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    levels = {row["id"]: row for row in json.loads((STORIES / "levels.json").read_text(encoding="utf-8"))}
    rows = [json.loads(line) for line in (STORIES / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(row, levels[row["id"]]) for row in rows]


def reports(checker: Checker, names: set[str], moment: str) -> dict[str, Report]:
    return {
        name: checker.check(
            (STORIES / name).read_text(encoding="utf-8"),
            as_of=OWN_MOMENT.get(name) if moment == "own" else None,
            story=name,
        )
        for name in names
    }


def closest(report: Report, row: dict[str, Any]) -> Claim | None:
    """Return our claim over the labelled words: of the same kind if there is one, then the most alike in place."""

    def alike(claim: Claim) -> float:
        shared = max(0, min(claim.end, row["end"]) - max(claim.start, row["start"]))
        return shared / (max(claim.end, row["end"]) - min(claim.start, row["start"]))

    over = [c for c in report.claims if c.start < row["end"] and row["start"] < c.end]
    same = [c for c in over if c.type == row["type"]]
    return max(same or over, key=alike, default=None)


@needs_stories
@pytest.mark.parametrize("moment", ["own", "final"])
def test_nine_levels_in_ten_are_as_labelled_and_no_error_passes(
    checker: Checker, labelled: list[tuple[dict[str, Any], dict[str, Any]]], moment: str
) -> None:
    found = reports(checker, {row["article"] for row, _ in labelled}, moment)
    right = 0
    for row, level in labelled:
        claim = closest(found[row["article"]], row)
        got = "unchecked" if claim is None else claim.level
        wanted = level["level_own_asof" if moment == "own" else "level_final"]
        right += got == wanted
        if wanted == "error":
            assert got == "error", row["id"]
    assert right / len(labelled) >= 0.90


@needs_stories
@pytest.mark.parametrize("moment", ["own", "final"])
def test_the_only_error_in_all_five_stories_is_that_street_was_re_elected(checker: Checker, moment: str) -> None:
    found = reports(checker, {path.name for path in STORIES.glob("*.txt")}, moment)
    errors = [claim.quote for report in found.values() for claim in report.claims if claim.level == "error"]
    assert errors == ["Andy Street has been re-elected"]


@needs_stories
def test_offsets_are_code_points_of_the_story_as_given(checker: Checker) -> None:
    for path in STORIES.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        for claim in checker.check(text).claims:
            assert text[claim.start : claim.end] == claim.quote
            line = text.split("\n")[claim.line - 1]
            assert line[claim.column - 1 :].startswith(claim.quote.split("\n")[0])


# What each statement of `real_press_claims.csv` comes to, put as a sentence with its people named in full.
PRESS_CLAIMS = [
    (
        "Before the last declaration Labour needed 11,446 more votes than the Conservatives in Sandwell.",
        "11,446",
        {"warn", "error"},
    ),
    ("Labour had an advantage of 12,963 votes in Sandwell.", "12,963", {"ok"}),
    ("Labour won in Coventry by more than 9,000.", "9,000", {"ok"}),
    ("There were 4,757 rejected ballots in the West Midlands.", "4,757", {"error"}),
    ("Andy Street lost by 0.3%.", "0.3%", {"ok"}),
    ("In 2021 Andy Street won the West Midlands with a majority of 55,309.", "55,309", {"note", "warn"}),
    ("In Sandwell in 2021 Liam Byrne polled 52,608 votes.", "52,608", {"error"}),
    ("In 2021 Andy Street won Dudley, Sandwell, Solihull, Walsall and Wolverhampton.", "Dudley, Sandwell", {"error"}),
    ("In 2021 Andy Street won more than half of first preferences in the West Midlands.", "half", {"error"}),
    ("In 2021 Liam Byrne received 15,351 second preference votes.", "15,351", {"warn", "error"}),
    ("In 2017 Andy Street won the West Midlands by less than 4,000.", "4,000", {"ok"}),
    ("In 2021 Andy Street won the West Midlands by some 47,000.", "47,000", {"ok"}),
    ("Andy Street had 49% of the first ballot in 2021 with 299,318 votes.", "49%", {"ok"}),
]


@pytest.mark.parametrize(("sentence", "words", "levels"), PRESS_CLAIMS)
def test_statements_made_in_the_press_get_their_verdict(
    checker: Checker, sentence: str, words: str, levels: set[str]
) -> None:
    over = [c for c in checker.check(sentence).claims if words in c.quote]
    assert over
    assert any(c.level in levels for c in over), [(c.quote, c.level, c.reason) for c in over]


def test_a_copied_cell_is_told_where_it_belongs(checker: Checker) -> None:
    claim = next(
        c for c in checker.check("In Sandwell in 2021 Liam Byrne polled 52,608 votes.").claims if c.type == "votes"
    )
    assert "the figure of Andy Street in Dudley" in claim.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Downing Street said that it had lost patience.",
        "At City Hall in London a crowd had won a place by the door.",
        "Wall Street won back its losses.",
        "Mark Street won the race.",
        "Labour won the Blackpool South by-election by 7,607 votes.",
        "Andy Street won praise for his dignified speech.",
        "If Andy Street had won, there would have been dancing.",
        "Would Andy Street have won without Gaza?",
        "Andy Street was expected to be re-elected.",
        "A YouGov poll put Andy Street on 41% and Richard Parker on 39%.",
        "One site wrongly said that Andy Street had been re-elected.",
    ],
)
def test_what_is_no_claim_of_the_result_is_never_called_wrong(checker: Checker, sentence: str) -> None:
    text = f"Richard Parker, Andy Street and Akhmed Yakoob stood in the West Midlands.\n\n{sentence}"
    assert not [c for c in checker.check(text).claims if c.level in ("warn", "error")]
