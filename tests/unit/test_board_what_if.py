"""What the votes would have given otherwise, never a result; and our own measures of wards."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from click.testing import CliRunner

from councils import council, declare, ward
from tellers.cli import root
from tellers.cli.what_if import parse_moves, parse_seconds, parse_shares
from tellers.edition import Edition, counterfactual_plain, latest
from tellers.edition.plain_board import ward_measures_plain
from tellers.errors import LookupProblem
from tellers.record import Basis, Body, PreviousFigure
from tellers.tally.counterfactual import LABEL, Move, lists_by_region, moved_votes, supplementary
from tellers.tally.national_equivalent import contested_share, matched_change, projected

BODY = Body(id="barchester", name="Barchester City Council", elected="whole")  # type: ignore[arg-type]


def night(*rows: tuple[int, ...], parties: tuple[str, ...] = ("high", "low", "broad"), region: str = "East") -> Edition:
    """Return the end of a night of wards of one seat in one region."""
    wards = [ward(f"w{n}", parties=parties) for n in range(1, len(rows) + 1)]
    election = council(wards, BODY, regions={w.id: region for w in wards} | {"w1": region})
    return latest(election, [declare(w, votes) for w, votes in zip(wards, rows, strict=True)])


def test_dhondt_gives_each_region_its_own_seats() -> None:
    edition = night((50, 30, 10), (50, 30, 10), (50, 30, 10), (50, 30, 10), (50, 30, 10))
    # 250, 150, 50 over five seats: 250, 150, 125, 83.3, 75 (Low) before 62.5 and 50.
    found = lists_by_region(edition.election, edition.standings, edition.board_sums.plan)
    assert (dict(found.declared), dict(found.seats)) == ({"high": 5}, {"high": 3, "low": 2})
    assert (found.counted, found.undecided, found.left_out) == (5, 0, ())
    assert found.label.startswith(LABEL)


def test_independents_are_each_a_list_of_one() -> None:
    """Together they would have three seats of four; each alone has one at most."""
    edition = night((10, 90), (10, 80), (10, 70), (10, 60), parties=("high", "ind"))
    found = lists_by_region(edition.election, edition.standings, edition.board_sums.plan)
    assert dict(found.seats) == {"ind": 4}
    fewer = night((100, 90), (100, 8), (100, 7), (100, 6), parties=("high", "ind"))
    assert dict(lists_by_region(fewer.election, fewer.standings, fewer.board_sums.plan).seats) == {"high": 4}


def test_a_tie_under_dhondt_waits_for_a_lot_and_is_counted_as_such() -> None:
    edition = night((50, 50, 0), parties=("high", "low", "broad"))
    assert lists_by_region(edition.election, edition.standings, edition.board_sums.plan).final == 0  # Tied, not final.
    edition = night((60, 20, 10), (20, 60, 10), (40, 39, 10))
    found = lists_by_region(edition.election, edition.standings, edition.board_sums.plan)
    assert (sum(found.seats.values()) + found.undecided) == 3


@pytest.mark.parametrize(
    ("seconds", "winner"),
    [
        ({}, "high"),
        ({"broad": {"low": Fraction(1, 2)}}, "high"),  # 40 against 30 + 10, less a half vote.
        ({"broad": {"low": Fraction(6, 10)}}, "low"),
        ({"broad": {"low": Fraction(6, 10), "high": Fraction(3, 10)}}, "high"),
    ],
)
def test_the_supplementary_vote_asks_the_second_votes_of_those_who_are_out(
    seconds: dict[str, dict[str, Fraction]], winner: str
) -> None:
    edition = night((40, 30, 19))
    found = supplementary(edition.election, edition.standings, seconds)  # type: ignore[arg-type]
    assert dict(found.seats) == {winner: 1}
    assert (len(found.changed), found.undecided) == (winner != "high", 0)


def test_an_exact_tie_of_the_final_round_is_given_to_nobody() -> None:
    edition = night((40, 30, 20))
    found = supplementary(edition.election, edition.standings, {"broad": {"low": Fraction(1, 2)}})  # type: ignore[dict-item]
    assert (dict(found.seats), found.undecided) == ({}, 1)


def test_half_of_one_partys_votes_to_another_may_change_the_winner() -> None:
    edition = night((40, 30, 21), (40, 20, 10))
    found = moved_votes(edition.election, edition.standings, [Move(away="broad", to="low", part=Fraction(1, 2))])
    # 21 / 2 is ten whole votes: 40 all, for a lot to decide; in the other 25 against 40.
    assert (dict(found.seats), found.undecided) == ({"high": 1}, 1)
    more = moved_votes(edition.election, edition.standings, [Move(away="broad", to="low", part=Fraction(53, 100))])
    assert dict(more.seats) == {"high": 1, "low": 1}
    assert [(o.contest, dict(o.declared), dict(o.instead)) for o in more.changed] == [("w1", {"high": 1}, {"low": 1})]


def test_moves_may_name_the_candidates_of_one_contest() -> None:
    edition = night((40, 30, 21), (40, 30, 21))
    moves = parse_moves(["broad-1:low-1=100"], edition.election, edition.election.contests[0])
    found = moved_votes(edition.election, edition.standings, moves, edition.election.contests[0].id)
    assert dict(found.seats) == {"high": 1, "low": 1}


def test_where_a_party_has_several_candidates_nobody_said_whose_votes_move() -> None:
    contest = ward("w1", seats=2, parties=("high", "low"))
    edition = latest(council([contest], BODY), [declare(contest, (40, 30, 21, 10))])
    found = moved_votes(edition.election, edition.standings, [Move(away="high", to="low", part=Fraction(1))])
    assert (found.left_out, dict(found.seats)) == (("w1",), {"high": 2})


def test_each_is_labelled_as_no_result_in_json() -> None:
    edition = night((40, 30, 21))
    plain = counterfactual_plain(lists_by_region(edition.election, edition.standings, edition.board_sums.plan))
    assert next(iter(plain)) == "not_a_result"
    assert plain["not_a_result"] is True
    assert plain["label"].startswith("NOT A RESULT")
    assert plain["assumptions"]


def test_each_is_labelled_as_no_result_in_text() -> None:
    printed = CliRunner().invoke(root, ["board", "ge-2019", "--what-if", "dhondt-by-region"]).output
    after = printed[printed.index("NOT A RESULT") :]
    assert after.rstrip().endswith("NOT A RESULT")
    assert "Conservative" in after


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--move", "ruk:con=30"], "it with --what-if votes-moved"),
        (["--second", "ruk:con=30"], "it with --what-if supplementary-vote"),
        (["--what-if", "votes-moved"], "Add --move"),
        (["--what-if", "votes-moved", "--move", "lab:nobody=30"], '"nobody" in --move'),
        (["--what-if", "votes-moved", "--move", "lab:con=60", "--move", "lab:ld=60"], "120% of the votes of lab"),
        (["--what-if", "supplementary-vote", "--second", "lab=60"], "something such as ruk:con=60"),
        (["--what-if", "supplementary-vote", "--second", "lab:lab=60"], "two that differ"),
        (["--national-then", "con=36,nobody=5"], '"nobody=5" in --national-then'),
        (["--basis", "ge-1066"], "ge-2017 (general election of 8 June 2017)"),
    ],
)
def test_assumptions_that_mean_nothing_are_refused_with_what_to_write(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(root, ["board", "ge-2019", *arguments])
    assert done.exit_code != 0
    assert said in str(done.exception or "") + done.output


def test_parsed_assumptions_are_exact() -> None:
    election = night((40, 30, 21)).election
    assert parse_seconds(["high:low=12.5"], election) == {"high": {"low": Fraction(1, 8)}}
    assert parse_shares("high=36.1,low=29", election) == {"high": Fraction("36.1"), "low": Fraction(29)}
    with pytest.raises(LookupProblem, match="100% or less"):
        parse_shares("high=80,low=29", election)


# Measures of wards.


def test_a_ward_counts_only_where_the_principal_parties_all_stood() -> None:
    rows = [
        {"high": 50, "low": 30, "broad": 20},
        {"high": 900, "low": 100},
        {"high": 0, "low": 60, "broad": 40, "ind": 100},
    ]
    found = contested_share(rows, ("high", "low", "broad"))  # type: ignore[arg-type]
    assert (found.wards, found.of, found.votes) == (2, 3, 300)
    assert found.shares["low"] == Fraction(30)  # type: ignore[index]
    assert sum(found.shares.values()) == 100


def test_the_best_placed_candidate_stands_for_a_party_where_several_are_elected() -> None:
    """Three marks on a paper must not count a ward three times."""
    wards = [ward("w1", seats=3), ward("w2", body="second")]
    figures = tuple(
        PreviousFigure(contest="w1", area="w1", party=p, votes=v, candidate=f"{p} {v}")  # type: ignore[arg-type]
        for p, v in (("high", 70), ("high", 60), ("low", 20), ("broad", 10))
    )
    basis = Basis(id="last", name="the last poll", kind="last_poll", figures=figures)  # type: ignore[arg-type]
    second = dataclasses.replace(BODY, id="second")  # type: ignore[arg-type]
    election = council(wards, BODY, second, bases=(basis,))
    edition = latest(election, [declare(wards[0], (50, 49, 48, 30, 29, 28, 20, 19, 18)), declare(wards[1], (1, 2, 3))])
    plan = edition.board_sums.plan
    assert plan.principal == ("broad", "high", "low")
    change = matched_change(election, edition.board_sums.shares, basis.id, plan.principal)
    assert change is not None
    assert (change.wards, change.now["high"], change.before["high"]) == (1, Fraction(50), Fraction(70))  # type: ignore[index]
    assert projected({"high": Fraction(40)}, change) == {"high": Fraction(20)}  # type: ignore[dict-item]
    plain = ward_measures_plain(edition)
    assert plain is not None
    assert plain["contested_ward_share"]["votes"] == 50 + 30 + 20 + 1 + 2 + 3
    assert "not the projected national share" in plain["note"]


def test_a_parliament_has_no_measure_of_wards() -> None:
    assert ward_measures_plain(night((40, 30, 21))) is None
