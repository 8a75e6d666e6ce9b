"""The bundled nights: sound, small, quick to open, sourced, and made again from the material byte for byte."""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

import pytest

from material import SHARED, shared
from tellers.pack import bundled_nights, check_pack, find_night, nights_folder, read_pack
from tellers.record import Declared, RunningTotal

NIGHTS = {
    # Contests, events.
    "wm-mayor-2024": (1, 26),
    "wm-mayor-2021": (1, 11),
    "london-mayor-2024": (1, 15),
    "ge-2010": (650, 651),
    "ge-2015": (650, 650),
    "ge-2019": (650, 650),
    "ge-2024": (650, 650),
    "locals-2024": (1903, 1904),
}


@pytest.mark.parametrize("name", NIGHTS)
def test_a_bundled_night_passes_its_check(name: str) -> None:
    assert check_pack(find_night(name)) == []
    pack = read_pack(find_night(name))
    assert (len(pack.election.contests), sum(1 for _ in pack.events())) == NIGHTS[name]
    assert not pack.election.test


def test_every_bundled_night_is_tested() -> None:
    assert set(bundled_nights()) == set(NIGHTS)


def test_all_the_nights_together_are_small() -> None:
    size = sum(path.stat().st_size for path in nights_folder().rglob("*") if path.is_file())
    assert size < 3_000_000


@pytest.mark.parametrize("name", NIGHTS)
def test_each_source_has_a_licence_and_none_is_share_alike(name: str) -> None:
    pack = read_pack(find_night(name))
    assert pack.sources
    for source in pack.sources:
        assert source.licence, f"{source.id} has no licence"
        for share_alike in ("CC BY-SA", "CC-BY-SA", "ODbL", "GPL"):
            assert share_alike not in f"{source.licence} {source.name}"
        assert source.name in pack.source, "SOURCE.md names each source"


def test_the_general_election_opens_quickly() -> None:
    """Processor time, the best of three: the wanted 0.3 s is doubled for a busy machine."""
    folder = find_night("ge-2024")
    taken = []
    for _ in range(3):
        start = time.process_time()
        read_pack(folder)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.6


def test_the_west_midlands_knows_what_was_known_and_no_more() -> None:
    pack = read_pack(find_night("wm-mayor-2024"))
    events = list(pack.events())
    declared = {event.area: event.votes for event in events if isinstance(event, Declared)}
    assert declared == {
        "E08000025": {"akhmed-yakoob": 42923},
        "E08000026": {"richard-parker": 32704, "andy-street": 23237},
    }
    six, seven = (event for event in events if isinstance(event, RunningTotal))
    assert six.votes == {"richard-parker": 194029, "andy-street": 205484, "akhmed-yakoob": 62595}
    assert set(seven.areas) - set(six.areas) == {"E08000028"}, "Sandwell is last"
    assert seven.elected == ("richard-parker",)
    assert all(event.announced_at is None for event in events), "no time of the night is known"
    states = [(event.area, event.state) for event in events if hasattr(event, "state")]
    checks = {area for area, state in states if state == "bundle_check"}
    assert len(checks) == 6
    assert "E08000026" not in checks, "Coventry was recounted"
    assert [state for area, state in states if area == "E08000026"] == [
        "recount_requested",
        "recount_ordered",
        "recounting",
        "declared",
    ]
    assert [area for area, state in states if state == "declared"][:2] == ["E08000029", "E08000031"]


def test_what_labour_led_by_in_sandwell_the_last_time() -> None:
    """7.7 points on first preferences and 8.9 in the final round, as is told of 2021."""
    election = read_pack(find_night("wm-mayor-2024")).election
    previous = election.previous[election.bases[0].id]
    for stage, points in ((1, 7.7), (2, 8.9)):
        votes = previous.votes[election.contests[0].id, "E08000028", stage]  # type: ignore[index]
        lead = 100 * (votes["lab"] - votes["con"]) / sum(votes.values())  # type: ignore[index]
        assert round(lead, 1) == points


def test_two_of_londons_constituencies_are_known_together_alone() -> None:
    pack = read_pack(find_night("london-mayor-2024"))
    declared = {event.area for event in pack.events() if isinstance(event, Declared)}
    apart = {area.id for area in pack.election.areas} - declared
    assert {pack.election.area_by_id[id].name for id in apart} == {"North East", "South West"}
    assert [set(e.areas) for e in pack.events() if isinstance(e, RunningTotal) and len(e.areas) == 2] == [apart]
    assert not pack.election.contests[0].all_candidates


@pytest.mark.parametrize("name", ["wm-mayor-2024", "wm-mayor-2021", "london-mayor-2024", "ge-2019", "locals-2024"])
def test_a_night_is_made_again_byte_for_byte(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python bench/make_nights.py` is the documented way in which the bundles are made."""
    shared("data/uk")
    bench = Path(__file__).parents[2] / "bench"
    if not bench.is_dir():
        pytest.skip("bench/ is not there: an installed package alone cannot make its nights again")
    monkeypatch.syspath_prepend(str(bench))
    made = importlib.import_module("make_nights")
    monkeypatch.setattr(made, "SHARED", SHARED / "data")
    monkeypatch.setattr(made, "NIGHTS", tmp_path)
    folder = find_night(name)
    kept = made._with_maps(made.MAKERS[name](), folder)
    made.save(kept, tmp_path / name, recorded_at=made.RECORDED_AT)
    for path in (tmp_path / name).rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (folder / path.relative_to(tmp_path / name)).read_bytes(), path.name
    sys.modules.pop("make_nights", None)
