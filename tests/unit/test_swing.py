"""Swing and change, exact and against a named basis."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from barsetshire import barsetshire
from tellers.edition import latest
from tellers.record import Basis, Declared, PreviousFigure
from tellers.tally import butler_swing, contest_change, steed_swing

ELECTION = barsetshire(areas=2, candidates=2)
CONTEST = ELECTION.contests[0].id


def test_butler_is_the_mean_of_a_gain_and_a_loss() -> None:
    swing = butler_swing(
        to_before=Fraction(35), to_after=Fraction(45), from_before=Fraction(45), from_after=Fraction(40)
    )
    assert swing == Fraction(15, 2)


def test_steed_is_the_change_in_the_share_of_the_two_parties_votes() -> None:
    swing = steed_swing(
        to_before=Fraction(30), to_after=Fraction(40), from_before=Fraction(50), from_after=Fraction(40)
    )
    assert swing == Fraction(50) - Fraction(300, 8)


def test_change_is_over_the_areas_that_have_declared() -> None:
    figures = [
        PreviousFigure(contest=CONTEST, area=area, party=party, votes=votes)
        for area, rows in {"a1": {"high": 60, "low": 40}, "a2": {"high": 10, "low": 90}}.items()
        for party, votes in rows.items()
    ]
    basis = Basis(id="last", name="the poll of 2027", kind="last_poll", figures=tuple(figures))
    election = dataclasses.replace(ELECTION, bases=(basis,))
    edition = latest(election, [Declared(id="d", area="a1", votes={"grantly": 45, "proudie": 55})])
    change = contest_change(election, election.contests[0], edition.standing(election.contests[0]), "last")
    assert change is not None
    assert {row.party: row.change for row in change.parties} == {"high": Fraction(-15), "low": Fraction(15)}
    assert (change.swing_from, change.swing_to, change.butler) == ("high", "low", Fraction(15))


def test_a_basis_without_figures_for_the_areas_says_nothing() -> None:
    basis = Basis(id="last", name="the poll of 2027", kind="last_poll")
    election = dataclasses.replace(ELECTION, bases=(basis,))
    edition = latest(election, [Declared(id="d", area="a1", votes={"grantly": 50, "proudie": 50})])
    assert contest_change(election, election.contests[0], edition.standing(election.contests[0]), "last") is None
