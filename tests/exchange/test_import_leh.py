"""English local elections: each ward as the file has it, its ties drawn, and each wrong file refused."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from exchange.wrong_files import WHOLE_FILE, Harm, changed, harmed, row_twice, without_column
from material import shared
from tellers.errors import InputError
from tellers.exchange.imported import Imported
from tellers.exchange.leh import import_local
from tellers.record import Declared, LotDrawn, replay

LOCAL = "data/uk/local"


@pytest.fixture(scope="module")
def may_2024() -> Imported:
    return import_local(
        [shared(f"{LOCAL}/local_2024_candidates.csv")],
        previous=[shared(f"{LOCAL}/local_2021_candidates.csv")],
        councils=shared(f"{LOCAL}/councils_may2024.csv"),
    )


def test_the_seats_of_2024_are_the_files(may_2024: Imported) -> None:
    election = may_2024.election
    assert len(election.contests) == 1903
    assert len(election.bodies) == 107
    assert sum(contest.seats for contest in election.contests) == 2659
    party = {(c.id, p.id): p.party for c in election.contests for p in c.candidates}
    won = Counter(
        party[event.contest, id]  # type: ignore[index]
        for event in may_2024.events or ()
        if isinstance(event, Declared)
        for id in event.elected or ()
    )
    assert {p: won[p] for p in ("lab", "ld", "con", "green")} == {"lab": 1158, "ld": 522, "con": 516, "green": 181}
    assert sum(won.values()) == 2659


def test_no_ward_has_more_elected_than_vacancies(may_2024: Imported) -> None:
    seats = {contest.id: contest.seats for contest in may_2024.election.contests}
    for event in may_2024.events or ():
        if isinstance(event, Declared):
            assert len(event.elected or ()) == seats[event.contest]  # type: ignore[index]


def test_polling_day_is_the_first_thursday_of_may(may_2024: Imported) -> None:
    assert may_2024.election.date == date(2024, 5, 2)


def test_the_tie_at_woodfield_is_drawn_by_lot(may_2024: Imported) -> None:
    (lot,) = [event for event in may_2024.events or () if isinstance(event, LotDrawn)]
    contest = may_2024.election.contest_by_id[lot.contest]  # type: ignore[index]
    assert contest.name == "Woodfield, Stevenage"
    names = {candidate.id: candidate.name for candidate in contest.candidates}
    assert [names[id] for id in lot.candidates] == ["Notley, M.", "Boyle, R."]  # type: ignore[index]
    assert names[lot.winner] == "Notley, M."  # type: ignore[index]


def test_the_whole_night_can_be_replayed(may_2024: Imported) -> None:
    record = replay(may_2024.election, may_2024.events or ())
    assert record.seq == 1904


def test_votes_by_party_are_the_files(may_2024: Imported) -> None:
    with shared(f"{LOCAL}/local_2024_candidates.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = sum(int(row["Votes"]) for row in csv.DictReader(file) if row["Party name"] == "GREEN")
    party = {(c.id, p.id): p.party for c in may_2024.election.contests for p in c.candidates}
    made = sum(
        votes or 0
        for event in may_2024.events or ()
        if isinstance(event, Declared)
        for id, votes in event.votes.items()
        if party[event.contest, id] == "green"  # type: ignore[index]
    )
    assert made == expected


def test_seats_not_up_are_those_after_less_those_won(may_2024: Imported) -> None:
    with shared(f"{LOCAL}/councils_may2024.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["council"]: row for row in csv.DictReader(file)}
    for body in may_2024.election.bodies:
        row = rows.get(body.name)
        if row is None or not body.not_up:
            continue
        assert body.not_up.get("lab", 0) == int(row["after_lab"]) - int(row["won_lab"]), body.name  # type: ignore[call-overload]
        assert sum(body.not_up.values()) == int(row["seats"]) - int(row["seats_up"])


def test_a_ward_that_changed_its_code_has_no_basis(may_2024: Imported) -> None:
    (basis, _) = may_2024.election.bases
    assert 1000 < len(basis.areas) < 1903
    won: dict[str, int] = {}
    with shared(f"{LOCAL}/local_2021_candidates.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            won[row["Ward/ED code"]] = won.get(row["Ward/ED code"], 0) + (row["Elected"] == "1")
    assert all(sum(area.seats.values()) == won[str(area.area)] for area in basis.areas)


def test_the_file_of_2021_is_read_and_says_whose_candidate_is_missing() -> None:
    made = import_local([shared(f"{LOCAL}/local_2021_candidates.csv")])
    assert made.election.date == date(2021, 5, 6)
    assert sum(contest.seats for contest in made.election.contests) == 4730
    (short,) = [contest for contest in made.election.contests if not contest.all_candidates]
    assert short.name == "Hillside, Adur"
    assert "Hillside, Adur (line 16197)" in made.source
    unopposed = [e for e in made.events or () if isinstance(e, Declared) and not e.votes]
    assert [e.note for e in unopposed] == ["Elected unopposed: there was no poll."]
    (lot,) = [event for event in made.events or () if isinstance(event, LotDrawn)]
    assert made.election.contest_by_id[lot.contest].name == "Rossmere, Hartlepool"  # type: ignore[index]


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_of_the_wrong_kind_is_refused(tmp_path: Path, case: str) -> None:
    harm, words = WHOLE_FILE[case]
    with pytest.raises(InputError) as refused:
        import_local([harmed(shared(f"{LOCAL}/local_2024_candidates.csv"), tmp_path, harm)])
    assert words in refused.value.problems[0].found


FIRST = "Loader, J.,F,1,933,1,401,IND"
HARMS: dict[str, tuple[Harm, int, str]] = {
    "a column missing": (without_column("Vote effective"), 1, "the columns ID"),
    "a candidate twice": (row_twice, 6, "a second time"),
    "a total that does not foot": (changed("F,1,933,", "F,1,934,"), 5, "1,379 votes"),
    "more elected than vacancies": (changed('Davis, K.",F,0,283,0', 'Davis, K.",F,0,283,1'), 5, "2 elected"),
    "the wrong one elected": (
        changed('"Loader, J.",F,1,933,1', '"Loader, J.",F,1,933,0'),
        5,
        "0 elected",
    ),
    "votes that are no number": (changed("F,1,933,", "F,1,9E3,"), 2, '"9E3"'),
    "one council under two codes": (changed(",E07000223,Adur,E05007562", ",E07000999,Adur,E05007562"), 9, "E07000"),
}


@pytest.mark.parametrize("case", HARMS)
def test_a_wrong_figure_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    harm, line, words = HARMS[case]
    with pytest.raises(InputError) as refused:
        import_local([harmed(shared(f"{LOCAL}/local_2024_candidates.csv"), tmp_path, harm)])
    told = [(p.line, p.found) for p in refused.value.problems]
    assert any(at == line and words in found for at, found in told), told


def test_a_council_twice_in_the_table_of_councils_is_refused(tmp_path: Path) -> None:
    councils = harmed(shared(f"{LOCAL}/councils_may2024.csv"), tmp_path, row_twice)
    with pytest.raises(InputError, match="a second time"):
        import_local([shared(f"{LOCAL}/local_2024_candidates.csv")], councils=councils)


def test_the_librarys_councils_are_read_as_well() -> None:
    made = import_local(
        [shared(f"{LOCAL}/local_2024_candidates.csv")], councils=shared(f"{LOCAL}/councils_may2023.csv")
    )
    known = [body for body in made.election.bodies if "councils-2023" in body.before]
    assert len(known) == 94
    # A council elected whole may have had another size before; the others have the size that the table gives them.
    part = [body for body in known if body.elected != "whole"]
    assert all(sum(body.before["councils-2023"].values()) <= (body.seats or 0) for body in part)
