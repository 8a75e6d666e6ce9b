"""A rehearsal catches what is put in, is marked as a test throughout, and is the same from the same seed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from tellers.cli import root
from tellers.cli.database import open_test_ledger
from tellers.cli.night import open_night
from tellers.errors import DeclarationError, InputError, StoreError
from tellers.record import Declared, Record, apply
from tellers.rehearsal import (
    FAULTS,
    Report,
    as_test,
    as_test_event,
    barsetshire,
    inject,
    night,
    parse_faults,
    play,
)

BARSETSHIRE = as_test(barsetshire(areas=40, contests=4, seed=3))
EVENTS = [as_test_event(event) for event in night(BARSETSHIRE, seed=3)]
HEAVY = dict.fromkeys(FAULTS, 0.08)


def rehearse(seed: int, faults: dict[str, float]) -> Report:
    return play(BARSETSHIRE, inject(BARSETSHIRE, EVENTS, faults, seed), EVENTS)


def test_the_same_seed_gives_the_same_rehearsal_and_another_another() -> None:
    assert inject(BARSETSHIRE, EVENTS, HEAVY, 5) == inject(BARSETSHIRE, EVENTS, HEAVY, 5)
    assert inject(BARSETSHIRE, EVENTS, HEAVY, 5) != inject(BARSETSHIRE, EVENTS, HEAVY, 6)


def test_with_no_faults_everything_is_recorded_and_nothing_differs() -> None:
    report = rehearse(1, parse_faults("none"))
    assert (report.outcomes, report.refused, report.differing) == ((), 0, ())
    assert report.recorded == len(EVENTS)


@pytest.mark.parametrize("seed", range(4))
def test_every_fault_is_told_of_where_control_figures_are_read_out(seed: int) -> None:
    """Barsetshire reads out totals, so a figure of one candidate cannot be wrong unseen."""
    report = rehearse(seed, HEAVY)
    kinds = Counter(outcome.fault.kind for outcome in report.outcomes)
    assert kinds.keys() == FAULTS.keys(), f"seed {seed}: {kinds}"
    assert all(o.caught == "refused" for o in report.outcomes if o.fault.kind == "doubled"), f"seed {seed}"
    assert all(o.caught == "outstanding" for o in report.outcomes if o.fault.kind == "lost"), f"seed {seed}"
    slips = [o for o in report.outcomes if o.fault.kind == "mis-keyed" and "digit" in o.fault.detail]
    assert slips
    assert all(o.caught in ("refused", "held", "doubted") for o in slips), f"seed {seed}"


@pytest.mark.parametrize("seed", range(4))
def test_without_losses_the_end_is_the_night_itself(seed: int) -> None:
    report = rehearse(seed, {kind: share for kind, share in HEAVY.items() if kind != "lost"})
    assert report.differing == (), f"seed {seed}"


def test_a_lost_declaration_is_seen_at_the_end() -> None:
    report = rehearse(2, {"lost": 0.1})
    assert report.differing
    assert all(name.endswith("(lost)") for name in report.differing)


def test_a_live_night_refuses_an_event_of_a_test_and_a_test_one_of_the_night() -> None:
    live = barsetshire(areas=3)
    event = Declared(id="d1", area="a1", votes={"grantly": 5})
    with pytest.raises(DeclarationError, match="an event of a test, for barsetshire"):
        apply(Record(election=live), as_test_event(event))
    with pytest.raises(DeclarationError, match="not of a test"):
        apply(Record(election=as_test(live)), event)


def test_the_log_of_a_live_night_is_not_rehearsed_into(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'live.db'}"
    open_test_ledger(url, barsetshire(areas=3)).close()
    with pytest.raises(StoreError, match='found the log of "barsetshire", wanted the log of "test-barsetshire"'):
        open_test_ledger(url, as_test(barsetshire(areas=3)))


def test_a_fault_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match="wanted all, none, or some of late"):
        parse_faults("earthquake=0.5")
    with pytest.raises(InputError, match="a share from 0 to 1"):
        parse_faults("late=7")


def test_the_command_records_the_rehearsal_in_a_log_of_its_own_and_reports(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.db'}"
    run = CliRunner().invoke(root, ["rehearse", "wm-mayor-2024", "--seed", "2", "--db", url, "--json"])
    assert run.exit_code == 0, run.output
    report = json.loads(run.output)
    assert (report["night"], report["test"]) == ("test-wm-mayor-2024", True)
    kept = open_night(url)
    assert kept.election.test
    assert len(kept.events) == report["events"]["recorded"]
    assert all(event.id.startswith("test-") for event in kept.events)


def test_a_simulated_pack_is_the_same_from_the_same_seed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run = CliRunner().invoke(root, ["new", str(tmp_path / name), "--simulate", "25", "--seed", "9"])
        assert run.exit_code == 0, run.output
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "log.jsonl.gz" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
