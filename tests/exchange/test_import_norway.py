"""Norway's feed: its totals and seats at each moment, every fall of a total a correction, each wrong file refused."""

from __future__ import annotations

import csv
import gzip
import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exchange.wrong_files import WHOLE_FILE
from material import shared
from tellers.errors import InputError
from tellers.exchange.imported import Imported
from tellers.exchange.norway import NorwayOptions, import_norway
from tellers.record import Corrected, Declared, RunningTotal, SeatsWon, replay

NORWAY = "data/world/norway"
SNAPSHOTS, ROWS = "national_and_district_snapshots.csv.gz", "national_and_district_party_rows.csv.gz"


def files() -> list[Path]:
    return [shared(f"{NORWAY}/{name}") for name in (SNAPSHOTS, ROWS, "parties.csv")]


@pytest.fixture(scope="module")
def storting() -> Imported:
    return import_norway(files())


@pytest.fixture(scope="module")
def snapshots() -> list[dict[str, str]]:
    with gzip.open(shared(f"{NORWAY}/{SNAPSHOTS}"), "rt", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["year"] == "2025"]


def nation(made: Imported, at: datetime) -> RunningTotal | Corrected:
    """Return what stood for the whole country at a moment."""
    totals = {made.election.contests[0].areas}
    ids: set[str] = set()
    found: RunningTotal | Corrected | None = None
    for event in made.events or ():
        if event.announced_at is not None and event.announced_at > at:
            break
        whole = isinstance(event, RunningTotal) and event.areas in totals
        if whole or (isinstance(event, Corrected) and event.replaces in ids):
            ids.add(event.id)
            found = event
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("local", "total", "labour"),
    [("21:03:05", 2_104_988, 585_723), ("23:00:00", None, None), ("23:59:59", None, None)],
)
def test_the_national_total_is_the_feeds_at_each_moment(
    storting: Imported, snapshots: list[dict[str, str]], local: str, total: int | None, labour: int | None
) -> None:
    at = f"2025-09-08T{local}"
    told = [row for row in snapshots if row["level"] == "nasjonalt" and row["generated"] <= at and row["votes"] != "0"]
    newest = max(told, key=lambda row: row["generated"])
    stood = nation(storting, datetime.fromisoformat(f"{at}+02:00"))
    assert sum(votes or 0 for votes in stood.votes.values()) == int(newest["votes"])
    assert total is None or stood.valid_votes == total
    assert labour is None or stood.votes["a"] == labour


def test_the_end_is_the_official_result(storting: Imported) -> None:
    end = nation(storting, datetime(2026, 1, 1, tzinfo=UTC))
    assert end.valid_votes == 3_246_318
    assert not end.provisional
    declared = [event for event in storting.events or () if isinstance(event, Declared)]
    assert len(declared) == 19
    assert sum(event.valid_votes or 0 for event in declared) == 3_246_318


def test_seats_are_the_feeds_with_levelling_seats_among_them(storting: Imported) -> None:
    seats = [event for event in storting.events or () if isinstance(event, SeatsWon)]
    assert all(sum(event.seats.values()) == 169 for event in seats)
    expected = {"a": 53, "frp": 47, "h": 24, "sv": 9, "rødt": 9, "sp": 9, "mdg": 8, "krf": 7, "v": 3}
    assert seats[-1].seats == expected
    assert seats[-1].complete
    assert seats[-1].note == "Levelling seats among them: SV 4, RØDT 5, SP 1, KRF 4, MDG 4, H 1."
    assert [event.complete for event in seats[:-1]] == [False] * (len(seats) - 1)


def test_every_fall_of_a_total_is_a_correction(storting: Imported, snapshots: list[dict[str, str]]) -> None:
    falls = 0
    last: dict[str, int] = {}
    for row in sorted(snapshots, key=lambda row: row["generated"]):
        votes = int(row["votes"])
        falls += votes < last.get(row["area"], 0)
        last[row["area"]] = votes
    corrections = [event for event in storting.events or () if isinstance(event, Corrected)]
    assert len(corrections) == falls == 168 + 105
    assert all("fell from" in event.reason for event in corrections)


def test_the_night_can_be_replayed_and_is_in_order(storting: Imported) -> None:
    events = list(storting.events or ())
    times = [event.announced_at for event in events]
    assert times == sorted(times)  # type: ignore[type-var]
    record = replay(storting.election, events)
    assert record.seq == len(events)


def test_sums_of_small_parties_are_left_out(storting: Imported) -> None:
    ids = {candidate.id for candidate in storting.election.contests[0].candidates}
    assert "andre" not in ids
    assert "andre2" not in ids


def test_the_election_before_is_the_basis(storting: Imported) -> None:
    (basis,) = storting.election.bases
    assert basis.id == "storting-2021"
    assert storting.election.bodies[0].before["storting-2021"] == {  # type: ignore[index]
        "a": 48,
        "h": 36,
        "sp": 28,
        "frp": 21,
        "sv": 13,
        "rødt": 8,
        "v": 8,
        "krf": 3,
        "mdg": 3,
        "pf": 1,
    }


def test_an_earlier_year_can_be_asked_for() -> None:
    made = import_norway(files(), options=NorwayOptions(year=2021))
    assert made.election.date.isoformat() == "2021-09-13"
    end = nation(made, datetime(2030, 1, 1, tzinfo=UTC))
    assert end.valid_votes == 3_003_290
    assert not end.provisional, "the archive's own copy, made in 2023, settles it"
    assert end.announced_at is None, "and does not say when"


@pytest.mark.parametrize(("year", "total"), [(2009, 2_682_903), (2013, 2_848_903), (2017, 2_945_352)])
def test_a_year_known_by_its_end_alone_is_taken(year: int, total: int) -> None:
    made = import_norway(files(), options=NorwayOptions(year=year))
    assert nation(made, datetime(2030, 1, 1, tzinfo=UTC)).valid_votes == total
    declared = [event for event in made.events or () if isinstance(event, Declared)]
    assert sum(event.valid_votes or 0 for event in declared) == total
    assert replay(made.election, made.events or ()).seq > 19


def test_the_feeds_own_json_says_the_same() -> None:
    """Two districts and four municipalities came as the feed's own files."""
    made = import_norway([shared(f"{NORWAY}/raw_sample_2025.tar.xz")])
    tables = import_norway(files())
    for area in ("fylke-55", "fylke-56"):
        (raw,) = [e for e in made.events or () if isinstance(e, Declared) and e.area == area]
        (table,) = [e for e in tables.events or () if isinstance(e, Declared) and e.area == area]
        assert raw.votes == table.votes
        assert raw.announced_at == table.announced_at


@pytest.mark.slow
def test_parquet_says_what_it_needs_or_is_read() -> None:
    pair = [shared(f"{NORWAY}/snapshots.parquet"), shared(f"{NORWAY}/party_rows.parquet")]
    if importlib.util.find_spec("pyarrow") is None:
        with pytest.raises(InputError, match="pyarrow"):
            import_norway(pair)
        return
    read = 0

    def progress(rows: int) -> None:
        nonlocal read
        read += rows

    made = import_norway(pair, progress=progress)
    assert read == 958_322
    assert nation(made, datetime(2026, 1, 1, tzinfo=UTC)).valid_votes == 3_246_318


def _unpacked(folder: Path) -> tuple[Path, Path]:
    """Return plain copies of the first thousand snapshots and their rows."""
    with gzip.open(shared(f"{NORWAY}/{SNAPSHOTS}"), "rt", encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")[:40]
    with gzip.open(shared(f"{NORWAY}/{ROWS}"), "rt", encoding="utf-8", newline="") as file:
        rows = file.read().split("\n")
    wanted = {line.split(",")[lines[0].split(",").index("snap_id")] for line in lines[1:]}
    (folder / "snapshots.csv").write_text("\n".join(lines) + "\n")
    (folder / "rows.csv").write_text("\n".join([rows[0], *(r for r in rows[1:] if r.split(",")[0] in wanted)]) + "\n")
    return folder / "snapshots.csv", folder / "rows.csv"


def _refused(pair: tuple[Path, Path]) -> list[str]:
    with pytest.raises(InputError) as refused:
        import_norway(pair)
    return [str(problem) for problem in refused.value.problems]


def test_a_sound_part_of_the_feed_is_taken(tmp_path: Path) -> None:
    assert import_norway(_unpacked(tmp_path)).election.areas


@pytest.mark.parametrize(
    ("which", "old", "new", "words"),
    [
        (0, "generated", "made", 'a column "generated"'),
        (1, "party,", "name,", 'a column "party"'),
        (1, "0,A,58613", "0,A,58614", "148,989 votes over its parties, wanted 148,988"),
        (1, "0,A,58613", "0,A,-58613", "below zero"),
        (1, "0,SV,", "0,A,", "a party a second time"),
        (0, "2019-06-06T11:56:08", "yesterday", "a time such as"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, which: int, old: str, new: str, words: str) -> None:
    pair = _unpacked(tmp_path)
    text = pair[which].read_text()
    assert old in text
    pair[which].write_text(text.replace(old, new, 1))
    assert any(words in told for told in _refused(pair)), _refused(pair)


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_of_the_wrong_kind_is_refused(tmp_path: Path, case: str) -> None:
    harm, words = WHOLE_FILE[case]
    pair = _unpacked(tmp_path)
    pair[1].write_bytes(harm(pair[1].read_bytes()))
    assert any(words in told for told in _refused(pair))


def test_one_table_without_the_other_is_refused(tmp_path: Path) -> None:
    snapshots, _ = _unpacked(tmp_path)
    with pytest.raises(InputError, match="one without the other"):
        import_norway([snapshots])
