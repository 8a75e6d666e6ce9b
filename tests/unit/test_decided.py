"""Decided is exact, and never undone: held against every completion of small nights."""

from __future__ import annotations

import dataclasses
from itertools import product

import pytest

from barsetshire import barsetshire
from tellers.edition import latest
from tellers.outlook.decided import decided
from tellers.outlook.needed import needed
from tellers.record import CountState, Declared, Event, RunningTotal, Verified

ELECTION = barsetshire(areas=3, candidates=3)
CONTEST = ELECTION.contests[0]
NAMES = ("grantly", "proudie", "slope")


def verified(*papers: int) -> list[Event]:
    return [Verified(id=f"v{n}", area=f"a{n}", ballot_papers=p) for n, p in enumerate(papers, 1)]


def declared(area: int, *votes: int) -> Declared:
    return Declared(id=f"d{area}", area=f"a{area}", votes=dict(zip(NAMES, votes, strict=True)))


def completions(papers: int) -> list[tuple[int, int, int]]:
    """Every way in which three candidates can share at most so many votes."""
    span = range(papers + 1)
    return [v for v in product(span, span, span) if sum(v) <= papers]


@pytest.mark.parametrize("first", [(6, 3, 0), (7, 3, 0), (8, 4, 1), (5, 5, 5), (9, 0, 0), (6, 2, 5), (4, 0, 0)])
@pytest.mark.parametrize("papers", [(2, 1), (1, 1), (3, 2)])
def test_decided_is_true_exactly_when_no_completion_changes_the_winner(
    first: tuple[int, int, int], papers: tuple[int, int]
) -> None:
    events = [*verified(20, *papers), declared(1, *first)]
    edition = latest(ELECTION, events)
    found = decided(ELECTION, CONTEST, edition.record.contest(CONTEST.id), edition.standing(CONTEST))
    outcomes = set()
    for second, third in product(completions(papers[0]), completions(papers[1])):
        end = latest(ELECTION, [*events, declared(2, *second), declared(3, *third)]).standing(CONTEST)
        outcomes.add(end.elected if end.status == "final" else end.tie)
    assert found.decided == (len(outcomes) == 1 and len(next(iter(outcomes))) == 1)
    if found.decided:
        assert outcomes == {found.winners}


def test_what_is_needed_is_one_vote_past_the_lead_and_no_less() -> None:
    events = [*verified(20, 6, 5), declared(1, 9, 4, 1)]
    edition = latest(ELECTION, events)
    rows = needed(ELECTION, CONTEST, edition.record.contest(CONTEST.id), edition.standing(CONTEST))
    together = next(row for row in rows if row.candidate == "proudie" and len(row.areas) == 2)
    assert (together.votes, together.papers, together.possible) == (6, 11, True)
    enough = latest(ELECTION, [*events, declared(2, 0, 5, 0), declared(3, 0, 1, 0)]).standing(CONTEST)
    level = latest(ELECTION, [*events, declared(2, 0, 5, 0), declared(3, 0, 0, 0)]).standing(CONTEST)
    assert enough.elected == ("proudie",)
    assert level.status == "tied"


def test_an_area_of_unknown_size_leaves_a_contest_open() -> None:
    areas = tuple(dataclasses.replace(area, electorate=None) for area in ELECTION.areas)
    election = dataclasses.replace(ELECTION, areas=areas)
    edition = latest(election, [declared(1, 900, 1, 1), declared(2, 900, 1, 1)])
    found = decided(election, CONTEST, edition.record.contest(CONTEST.id), edition.standing(CONTEST))
    assert (found.decided, found.why) == (False, "The papers outstanding are not known.")


def test_an_open_recount_reopens_what_would_be_decided() -> None:
    events: list[Event] = [*verified(1000, 50, 60), declared(1, 900, 1, 1), declared(2, 20, 15, 5)]
    before = latest(ELECTION, events)
    assert decided(ELECTION, CONTEST, before.record.contest(CONTEST.id), before.standing(CONTEST)).decided
    recount = CountState(id="r", area="a1", state="recount_ordered", extent="full")
    after = latest(ELECTION, [*events, recount])
    assert not decided(ELECTION, CONTEST, after.record.contest(CONTEST.id), after.standing(CONTEST)).decided


def test_a_candidate_of_unknown_votes_may_have_all_that_the_papers_leave() -> None:
    events: list[Event] = [*verified(100, 10, 10)]
    close = RunningTotal(id="t", areas=("a1",), votes={"grantly": 40, "proudie": 15})
    clear = RunningTotal(id="t", areas=("a1",), votes={"grantly": 75, "proudie": 15})
    for total, expected in ((close, False), (clear, True)):
        edition = latest(ELECTION, [*events, total])
        found = decided(ELECTION, CONTEST, edition.record.contest(CONTEST.id), edition.standing(CONTEST))
        assert found.decided is expected
