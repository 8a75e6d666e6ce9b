"""New South Wales, 2015 and 2019: 186 contests counted from every ballot.

Source:
    NSW Electoral Commission's ballots as in PrefLib's set 58 (CC BY 4.0).
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tellers.count.ballots import Papers
from tellers.count.irv_rules import CHOICES, NEW_SOUTH_WALES
from tellers.count.margins_irv import RunoffMargin, runoff_margin
from tellers.count.sheet import Lot, StageSheet
from tellers.exchange.ballots import read_ballots

ARCHIVE = Path(__file__).parents[3] / "shared/data/world/ranked/nsw_2015_2019.tar.xz"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of all contests by title."""
    if not ARCHIVE.is_file():
        pytest.skip("../shared/data/world/ranked/nsw_2015_2019.tar.xz is not here: no contest was counted")
    folder = tmp_path_factory.mktemp("nsw")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    titles = {path: path.read_text(encoding="utf-8").splitlines()[1] for path in folder.rglob("*.soi")}
    return {title.removeprefix("# TITLE: "): path for path, title in titles.items()}


@pytest.fixture(scope="module")
def contests(files: dict[str, Path]) -> dict[str, Papers]:
    return {title: read_ballots(path) for title, path in files.items()}


def count_with_any_lot(papers: Papers) -> StageSheet:
    """Return the complete count, each lot drawn for the candidate of the first name: no official draw is known."""
    lots: list[Lot] = []
    while (tie := (sheet := NEW_SOUTH_WALES.count(papers, 1, lots)).awaiting) is not None:
        names = frozenset(sheet.names(tie.candidates))
        lots.append(Lot(candidates=names, chosen=min(names)))
    return sheet


@pytest.mark.slow
def test_every_ballot_of_every_contest_is_read(contests: dict[str, Papers]) -> None:
    totals = {year: sum(p.number for t, p in contests.items() if t.endswith(year)) for year in ("2015", "2019")}
    assert len(contests) == 186
    assert totals == {"2015": 4_404_334, "2019": 4_551_886}


@pytest.mark.slow
def test_every_contest_elects_one_and_keeps_its_votes(contests: dict[str, Papers]) -> None:
    for title, papers in contests.items():
        sheet = count_with_any_lot(papers)
        assert len(sheet.elected) == 1, title
        assert all(stage.total() == papers.number for stage in sheet.stages), title
        winner = sheet.stages[-1].votes[sheet.elected[0]]
        assert 2 * winner > sum(sheet.stages[-1].votes), title


def test_gosford_2015_is_won_by_203(files: dict[str, Path]) -> None:
    sheet = count_with_any_lot(read_ballots(files["Gosford 2015"]))
    last = dict(zip(sheet.candidates, sheet.stages[-1].votes, strict=True))
    assert (last["SMITH Kathy"], last["HOLSTEIN Chris"]) == (22_029, 21_826)


def test_a_tie_for_the_lowest_place_stops_the_count(files: dict[str, Path]) -> None:
    sheet = NEW_SOUTH_WALES.count(read_ballots(files["Newcastle 2019"]), 1)
    assert sheet.awaiting is not None
    assert not sheet.elected


def bounds(files: dict[str, Path]) -> Iterator[tuple[str, RunoffMargin]]:
    for title in ("Gosford 2015", "Ballina 2015", "Lismore 2015", "Maitland 2015", "Willoughby 2015"):
        yield title, runoff_margin(read_ballots(files[title]), CHOICES["nsw_assembly_1981"])


def test_a_margin_is_bounded_from_both_sides_and_may_lie_far_below_the_last_round(files: dict[str, Path]) -> None:
    found = dict(bounds(files))
    for title, margin in found.items():
        assert 0 < margin.lower <= margin.upper, title
    assert found["Gosford 2015"].exact
    assert found["Gosford 2015"].upper == -(-203 // 2)
    assert found["Lismore 2015"].lower < found["Lismore 2015"].upper // 4
    assert found["Lismore 2015"].upper == 1173
