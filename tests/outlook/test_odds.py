"""Odds of any night: chances sum to 1, one seed gives the same bytes, and where little is known the answer says so."""

from __future__ import annotations

import dataclasses

import msgspec
import numpy as np
import pytest

from barsetshire import barsetshire, night
from tellers.cli.night import edition_at, open_night
from tellers.cli.outlook import night_odds_plain, odds_plain
from tellers.edition import latest, to_json
from tellers.outlook.odds import Odds, reckon
from tellers.record import Basis, Declared, Election, Event, PartCounted, PreviousFigure


def with_basis(election: Election, *, leaving_out: int = 0) -> Election:
    """Return the election with a basis of invented votes, none for every n-th contest."""
    rng = np.random.default_rng(1)
    figures = []
    for n, contest in enumerate(election.contests):
        if leaving_out and n % leaving_out == 0:
            continue
        for area in contest.areas:
            for candidate in contest.candidates:
                votes = int(rng.integers(500, 9000))
                figures.append(PreviousFigure(contest=contest.id, area=area, party=candidate.party, votes=votes))
    basis = Basis(id="last", name="the poll of 2027", kind="last_poll", figures=tuple(figures))
    return dataclasses.replace(election, bases=(basis,))


def odds(election: Election, events: list[Event]) -> Odds:
    edition = latest(election, events)
    found = reckon(election, edition.standings, edition.record.contests, draws=500)
    assert found is not None
    return found


ELECTION = with_basis(barsetshire(areas=1, contests=30, candidates=4, seed=3))
EVENTS = [e for e in night(ELECTION, seed=3, troubled=0) if isinstance(e, Declared)]


@pytest.mark.parametrize("declared", [0, 1, 15, 29, 30])
def test_chances_sum_to_one_and_are_certain_only_where_declared(declared: int) -> None:
    found = odds(ELECTION, EVENTS[:declared])
    assert np.allclose(found.output.win.sum(axis=1), 1)
    done = {e.contest for e in EVENTS[:declared]}
    for contest, chances in found.contests.items():
        certain = max(chances.values()) == 1.0
        assert certain == (contest in done)
    assert np.isclose(found.output.majority.sum() + found.output.hung, 1)
    assert (found.output.area_votes <= [a.electorate for a in ELECTION.areas]).all()


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (to_json(night_odds_plain(odds(ELECTION, EVENTS[:9]))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("leaving_out", [1, 2, 3])
def test_a_basis_missing_for_many_areas_gives_an_answer_with_its_width(leaving_out: int) -> None:
    election = with_basis(barsetshire(areas=1, contests=30, candidates=4, seed=3), leaving_out=leaving_out)
    found = odds(election, EVENTS[:10])
    assert np.isfinite(found.output.win).all()
    assert ((found.output.national.low >= 0) & (found.output.national.high <= 1)).all()


def test_an_electorate_unknown_and_a_party_in_one_area_do_no_harm() -> None:
    areas = tuple(dataclasses.replace(a, electorate=None) for a in ELECTION.areas)
    alone = tuple(
        dataclasses.replace(c, candidates=c.candidates[: 3 if n else 4]) for n, c in enumerate(ELECTION.contests)
    )
    election = dataclasses.replace(ELECTION, areas=areas, contests=alone)
    stood = {c.id: {p.id for p in c.candidates} for c in alone}
    events = [with_votes(e, {k: v for k, v in e.votes.items() if k in stood[e.contest]}) for e in EVENTS[:12]]
    found = odds(election, events)
    assert np.isfinite(found.output.win).all()
    assert found.output.turnout is None


def with_votes(event: Declared, votes: dict[str, int | None]) -> Declared:
    return msgspec.structs.replace(event, votes=votes, controls=None, ballot_papers=None, rejected_ballots=None)


def test_before_sandwell_the_odds_are_open_and_after_it_they_are_decided() -> None:
    opened = open_night("wm-mayor-2024")
    contest = opened.election.contests[0]
    before = edition_at(opened, before="Sandwell")
    plain = odds_plain(before, contest, before.standing(contest))
    chances = plain["odds"]
    assert 0 < chances["richard-parker"] < 1
    assert 0 < chances["andy-street"] < 1
    assert sum(chances.values()) == pytest.approx(1)
    after = edition_at(opened)
    assert odds_plain(after, contest, after.standing(contest))["odds"]["richard-parker"] == 1.0


def test_a_bundled_general_election_is_reckoned_with_settings_learned_without_it() -> None:
    opened = open_night("ge-2019")
    edition = edition_at(opened, after="5")
    found = reckon(opened.election, edition.standings, edition.record.contests, draws=200)
    assert found is not None
    assert "uk-2019" not in found.model
    assert "uk-2015" in found.model


def test_an_area_counted_in_part_moves_the_odds_and_stays_open() -> None:
    contest = ELECTION.contests[5]
    ids = [c.id for c in contest.candidates]
    part = PartCounted(
        id="p1",
        contest=contest.id,
        area=contest.areas[0],
        part="postal",
        part_kind="ballot_type",
        votes={ids[0]: 900, ids[1]: 50, ids[2]: 30, ids[3]: 20},
        expected_ballots=1200,
    )
    others = [e for e in EVENTS if e.contest != contest.id][:12]
    before, after = odds(ELECTION, [*others]), odds(ELECTION, [*others, part])
    party = contest.candidates[0].party
    assert party is not None
    assert after.contests[contest.id][party] > before.contests[contest.id].get(party, 0)
    assert after.contests[contest.id][party] < 1
