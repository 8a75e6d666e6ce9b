"""Every sentence that we write of every edition of the bundled nights is right by our own check."""

from __future__ import annotations

import pytest

from tellers.check import Checker
from tellers.cli.night import open_night
from tellers.edition import Edition, editions, tell
from tellers.pack import bundled_nights
from tellers.pack.facts import night_history

SHORT = ("london-mayor-2024", "wm-mayor-2021", "wm-mayor-2024")
LONG = tuple(name for name in bundled_nights() if name not in SHORT)


def wrong(name: str, every: int) -> tuple[list[tuple[int, str, str, str]], int]:
    """Return what our own check finds in our own sentences of every nth edition, and how many claims are right."""
    night = open_night(name)
    made: list[Edition] = list(editions(night.election, night.events))
    checker = Checker(night_history(made, name))
    found, right = [], 0
    for edition in made[1::every]:
        for sentence in tell(edition):
            claims = checker.check(sentence, as_of=edition.number).claims
            right += sum(claim.level == "ok" for claim in claims)
            found += [(edition.number, c.level, c.quote, c.reason) for c in claims if c.finding]
    return found, right


@pytest.mark.parametrize("name", SHORT)
def test_what_we_write_of_a_night_gives_no_finding(name: str) -> None:
    found, right = wrong(name, every=1)
    assert found == []
    assert right > 20


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_what_we_write_of_a_long_night_gives_no_finding(name: str) -> None:
    """Every seventh edition: each kind of sentence many times over, at a seventh of the cost."""
    found, right = wrong(name, every=7)
    assert found == []
    assert right > 1_000
