"""Stories in many voices of every kind of election: what is true gives no alarm, and most of what is wrong is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import Marked, found, read_voices
from voice_nights import NIGHTS, night_named

from tellers.check import FINDINGS

HERE = Path(__file__).parent / "voices"
STORIES = [
    (night, story)
    for name in ("develop", "sealed", "fresh", "second", "press")
    for night, story in read_voices(HERE / f"{name}.txt")
]
INVENTED = [row for row in STORIES if row[0] in NIGHTS]
REAL = [row for row in STORIES if row[0] not in NIGHTS]


def alarms_on_true(night: str, story: Marked) -> list[str]:
    """Return what is red or amber and lies on nothing marked wrong; what was true for a while may be amber."""
    wrong = [m for m in story.marks if m.truth]
    claims = night_named(night).check(story.text).claims
    return [
        f"{c.quote}: {c.reason}"
        for c in claims
        if c.level in ("error", "warn") and not any(m.start < c.end and c.start < m.end for m in wrong)
    ]


@pytest.mark.parametrize(("night", "story"), INVENTED, ids=lambda row: getattr(row, "name", row))
def test_what_is_true_of_an_invented_night_gives_no_alarm(night: str, story: Marked) -> None:
    assert alarms_on_true(night, story) == []


@pytest.mark.slow
@pytest.mark.parametrize(("night", "story"), REAL, ids=lambda row: getattr(row, "name", row))
def test_what_is_true_of_a_real_night_gives_no_alarm(night: str, story: Marked) -> None:
    assert alarms_on_true(night, story) == []


def test_most_of_what_is_wrong_is_flagged_and_most_claims_are_found() -> None:
    seen, got = {"w": 0, "n": 0, "!": 0}, {"w": 0, "n": 0, "!": 0}
    for night, story in INVENTED:
        report = night_named(night).check(story.text)
        for mark in story.marks:
            over = found(report, mark) if mark.kind in "wn" else []
            if mark.kind in seen:
                seen[mark.kind] += 1
                got[mark.kind] += any(c.level != "unchecked" for c in over)
            if mark.truth == "!":
                seen["!"] += 1
                got["!"] += any(
                    c.level in FINDINGS and c.start < mark.end and mark.start < c.end for c in report.claims
                )
    assert got["w"] / seen["w"] >= 0.72
    assert got["n"] / seen["n"] >= 0.88
    assert got["!"] / seen["!"] >= 0.92
