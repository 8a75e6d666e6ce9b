"""What `pack check` lets pass can be counted: no rule refuses in the middle of the night."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tellers.edition import advance, board_plain, start
from tellers.pack import check_pack, read_pack
from tellers.pack.rules import known_rules
from tellers.record import Declared

NOW = datetime(2027, 5, 6, 23, tzinfo=UTC)


@pytest.mark.parametrize("rule", sorted(known_rules()))
def test_no_rule_refuses_an_edition_of_a_sound_pack(rule: str, tmp_path: Path) -> None:
    """Small random packs of every rule, refused whole or played to the end, with zeros and ties among the votes."""
    rng = random.Random(rule)
    played = 0
    for _ in range(12):
        areas, candidates = rng.randint(1, 3), rng.randint(1, 6)
        _write(tmp_path, rule, areas, candidates, seats=rng.choice((1, 2, 5, 20)))
        if check_pack(tmp_path):
            continue
        edition = start(read_pack(tmp_path).election)
        for place in range(areas):
            most = rng.choice((0, 1, 1000))
            votes: dict[str, int | None] = {f"k{n}": rng.randint(0, most) for n in range(candidates)}
            event = Declared(id=f"e{place}", contest="c", area=f"a{place}", votes=votes, recorded_at=NOW)
            edition = advance(edition, event)
            board_plain(edition)
        played += 1
    assert played


def test_seats_too_few_for_the_rule_are_refused_with_the_remedy(tmp_path: Path) -> None:
    _write(tmp_path, "equal_proportions_us_1941", 1, 4, seats=3)
    (found,) = check_pack(tmp_path)
    assert (found.where, found.line) == ("c", 2)
    assert found.file is not None
    assert found.file.endswith("contests.csv")
    assert found.found == "3 seats for 4 lists, 1 to each first"
    assert found.wanted == "at least 4 seats, or equal_proportions_us_1941 refuses the count"
    assert found.remedy == "Correct the seats, the lists or the rule."
    _write(tmp_path, "equal_proportions_us_1941", 1, 4, seats=4)
    assert check_pack(tmp_path) == []


def test_a_pack_without_contests_is_told_of_its_seats_in_its_settings(tmp_path: Path) -> None:
    _write(tmp_path, "hare_spain_provinces_1985", 1, 2, seats=1)
    (tmp_path / "contests.csv").unlink()
    settings = tmp_path / "election.toml"
    settings.write_text(settings.read_text() + '[defaults]\nrule = "hare_spain_provinces_1985"\nseats = 3\n')
    (tmp_path / "candidates.csv").write_text("id,name\nk0,Grantly\nk1,Proudie\n")
    (found,) = check_pack(tmp_path)
    assert found.file is not None
    assert found.file.endswith("election.toml")


def _write(folder: Path, rule: str, areas: int, candidates: int, *, seats: int) -> None:
    (folder / "election.toml").write_text(
        'id = "barset"\nname = "Barsetshire, invented"\ndate = 2027-05-06\ntime_zone = "UTC"\ntest = true\n'
    )
    (folder / "areas.csv").write_text("id,name\n" + "".join(f"a{n},Ward {n}\n" for n in range(areas)))
    (folder / "contests.csv").write_text(f"id,name,rule,seats,areas\nc,Council,{rule},{seats},*\n")
    rows = "".join(f"c,k{n},List {n}\n" for n in range(candidates))
    (folder / "candidates.csv").write_text("contest,id,name\n" + rows)
