"""Every sentence that we write of every edition of the bundled nights is right by our own check."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tellers.check import Checker, History
from tellers.cli.night import open_night
from tellers.edition import editions, tell


@pytest.mark.parametrize("name", ["wm-mayor-2024", "wm-mayor-2021", "london-mayor-2024"])
def test_what_we_write_of_a_night_gives_no_finding(name: str) -> None:
    night = open_night(name)
    made = list(editions(night.election, night.events))
    checker = Checker(History(iter(made), facts=(), zone=ZoneInfo(night.election.time_zone)))
    checked = 0
    for edition in made[1:]:
        for sentence in tell(edition):
            claims = checker.check(sentence, as_of=edition.number).claims
            checked += sum(claim.level == "ok" for claim in claims)
            assert [(c.quote, c.reason) for c in claims if c.level in ("note", "warn", "error")] == [], sentence
    assert checked > 20
