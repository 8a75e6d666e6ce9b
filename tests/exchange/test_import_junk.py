"""Whatever is done to a file, an importer makes an election of it or refuses it with its problems; it never breaks."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from material import shared
from tellers.errors import TellersError
from tellers.exchange.commons_ge import import_commons
from tellers.exchange.imported import Imported
from tellers.exchange.kerg import import_kerg
from tellers.exchange.leh import import_local
from tellers.exchange.norway import import_norway
from tellers.exchange.plain_csv import CsvOptions, import_csv
from tellers.exchange.us_county import import_us_county
from tellers.exchange.wisconsin import import_wisconsin
from tellers.pack import check_pack, write_template

SEEDS = 40
JUNK = ["", "NA", "-1", "1,234", "é", "x" * 50, '"', "0", "9" * 30, "1.5", "#DIV/0!", "2024-02-30", ";", "\t", "1e5"]
JUNK += ["None", "–", "\x00", "²", "٣", "inf", "nan", "True"]


def junked(text: str, rng: random.Random) -> str:
    """Return the text with one to three cells, rows or lines spoilt."""
    lines = text.split("\n")
    comma = ";" if lines[-2].count(";") > lines[-2].count(",") else ","
    for _ in range(rng.randint(1, 3)):
        at, what = rng.randrange(len(lines)), rng.random()
        if what < 0.6:
            cells = lines[at].split(comma)
            cells[rng.randrange(len(cells))] = rng.choice(JUNK)
            lines[at] = comma.join(cells)
        elif what < 0.7:
            del lines[at]
        elif what < 0.8:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif what < 0.9:
            lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
        else:
            lines[at] = "".join(rng.sample(lines[at], len(lines[at])))
    return "\n".join(lines)


def beginning(path: str, to: Path, lines: int) -> Path:
    """Return a copy of the first lines of a real file."""
    source = shared(f"data/{path}")
    data = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    to.write_text("\n".join(data.decode("utf-8-sig").split("\n")[:lines]) + "\n")
    return to


def matching(path: str, to: Path, column: str, wanted: set[str]) -> Path:
    """Return a copy of a real file's rows whose column has one of the values."""
    source = shared(f"data/{path}")
    data = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    lines = data.decode("utf-8-sig").split("\n")
    at = next(csv.reader(lines)).index(column)
    kept = [line for line in lines[1:] if line and next(csv.reader([line]))[at] in wanted]
    to.write_text("\n".join([lines[0], *kept]) + "\n")
    return to


def column(path: Path, name: str) -> set[str]:
    with path.open(newline="") as file:
        return {row[name] for row in csv.DictReader(file)}


def commons(folder: Path) -> tuple[list[Path], Callable[[], Imported]]:
    seats = beginning("uk/general/ge2019_constituencies.csv", folder / "seats.csv", 12)
    ids = column(seats, "ONS ID")
    stood = matching("uk/general/ge2019_candidacies.csv", folder / "stood.csv", "ONS ID", ids)
    before = matching("uk/general/ge2017_constituencies.csv", folder / "before.csv", "ONS ID", ids)
    return [seats, stood, before], lambda: import_commons([seats, stood], previous=[before])


def wards(folder: Path) -> tuple[list[Path], Callable[[], Imported]]:
    path = beginning("uk/local/local_2024_candidates.csv", folder / "wards_2024.csv", 57)
    councils = beginning("uk/local/councils_may2024.csv", folder / "councils.csv", 10)
    return [path, councils], lambda: import_local([path], councils=councils)


def german(folder: Path) -> tuple[list[Path], Callable[[], Imported]]:
    path = beginning("world/germany/btw2021_kerg.csv", folder / "kerg.csv", 17)
    return [path], lambda: import_kerg(path)


def norwegian(folder: Path) -> tuple[list[Path], Callable[[], Imported]]:
    name = "world/norway/national_and_district_snapshots.csv.gz"
    snapshots = beginning(name, folder / "snapshots.csv", 30)
    ids = column(snapshots, "snap_id")
    rows = matching("world/norway/national_and_district_party_rows.csv.gz", folder / "rows.csv", "snap_id", ids)
    return [snapshots, rows], lambda: import_norway([snapshots, rows])


def american(folder: Path) -> tuple[list[Path], Callable[[], Imported]]:
    name = "world/us-county/tonmcg_2020_US_County_Level_Presidential_Results.csv"
    path = beginning(name, folder / "us_2020.csv", 30)
    return [path], lambda: import_us_county([path])


def units(folder: Path) -> tuple[list[Path], Callable[[], Imported]]:
    name = "world/wisconsin2024/election-results-2012-2024_with-all-party-totals.csv.gz"
    path = beginning(name, folder / "units.csv", 20)
    return [path], lambda: import_wisconsin([path])


def plain(folder: Path) -> tuple[list[Path], Callable[[], Imported]]:
    path = folder / "plain.csv"
    path.write_text(
        "area,candidate,party,votes,electorate,total,declared_at\n"
        "Framley,Lucy Robarts,P,1,5,3,2027-01-01 10:00\nFramley,Mark Robarts,Q,2,,,\nOmnium,Lucy Robarts,P,,,,\n"
    )
    return [path], lambda: import_csv([path], options=CsvOptions(polling_day=date(2027, 1, 1)))


@pytest.mark.parametrize("family", [commons, wards, german, norwegian, american, units, plain])
def test_a_spoilt_file_is_taken_or_refused(
    tmp_path: Path, family: Callable[[Path], tuple[list[Path], Callable[[], Imported]]]
) -> None:
    files, read = family(tmp_path)
    assert read().election.contests, "the file is sound before it is spoilt"
    refused: list[TellersError] = []
    for path in files:
        sound = path.read_text()
        for seed in range(SEEDS):
            path.write_text(junked(sound, random.Random(seed)))
            try:
                tuple(read().events or ())
            except TellersError as error:
                refused.append(error)
        path.write_text(sound)
    assert len(refused) > SEEDS // 4, "most spoilt files are wrong in what matters"
    assert all(p.found and p.wanted and p.remedy for error in refused for p in error.problems)


def test_a_spoilt_pack_is_taken_or_its_problems_are_told(tmp_path: Path) -> None:
    write_template(tmp_path / "pack")
    for path in [*sorted((tmp_path / "pack").rglob("*.csv")), tmp_path / "pack" / "election.toml"]:
        sound = path.read_text()
        for seed in range(SEEDS):
            path.write_text(junked(sound, random.Random(seed)))
            for problem in check_pack(tmp_path / "pack"):
                assert problem.found, f"{path.name}, seed {seed}"
                assert problem.remedy
        path.write_text(sound)
    assert check_pack(tmp_path / "pack") == []
