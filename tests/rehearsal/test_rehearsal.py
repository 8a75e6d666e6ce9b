"""A rehearsal catches what is put in, is marked as a test throughout, and is the same from the same seed."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tellers.cli import root
from tellers.cli.database import open_test_ledger
from tellers.cli.night import open_night
from tellers.edition import advance, start
from tellers.edition.overdue import expected_times, overdue
from tellers.errors import DeclarationError, InputError, StoreError
from tellers.pack import write_pack
from tellers.record import Declared, Record, Source, apply
from tellers.record.record import with_fields
from tellers.rehearsal import (
    CAUGHT_BY,
    FAULTS,
    Outcome,
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


MEANT: dict[str, Callable[[Outcome], bool]] = {
    "late": lambda o: o.caught in ("overdue", "in time"),
    "lost": lambda o: o.caught == "overdue",
    "doubled": lambda o: o.caught == "refused" and "the same sheet a second time" in o.why,
    "reordered": lambda o: o.caught == "refused" and "revision 1 after revision 2" in o.why,
    "mis-keyed": lambda o: True,  # What no control figure guards may get through: see below.
    "reversed": lambda o: True,
    "recounted": lambda o: o.caught == "shown",
    "feed-dies": lambda o: o.caught in ("overdue", "in time"),
}
"""What must have become of a fault of each kind."""


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
    for o in report.outcomes:
        assert MEANT[o.fault.kind](o), f"seed {seed}: {o}"
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


def test_what_is_late_is_listed_when_its_grace_is_over_and_not_before() -> None:
    report = rehearse(2, {"late": 0.2, "feed-dies": 0.02})
    overdue = [o for o in report.outcomes if o.caught == "overdue"]
    in_time = [o for o in report.outcomes if o.caught == "in time"]
    assert overdue
    assert in_time
    assert all(o.seconds == pytest.approx(report.grace_seconds, abs=0.01) for o in overdue)
    assert all(o.seconds is not None and o.seconds <= report.grace_seconds for o in in_time)


def test_a_fault_that_the_record_lets_by_is_said_to_have_got_through() -> None:
    """The same sheet from another source is no double to the record; and without a control figure a slip may pass."""
    acts = list(inject(BARSETSHIRE, EVENTS, {"doubled": 0.1}, 1))
    press = Source(name="Barchester Chronicle", kind="press")
    through = [replace(a, event=with_fields(a.event, source=press)) if a.fault is not None else a for a in acts]
    assert {o.caught for o in play(BARSETSHIRE, acts, EVENTS).outcomes} == {"refused"}
    assert {o.caught for o in play(BARSETSHIRE, through, EVENTS).outcomes} == {None}

    bare = [with_fields(e, controls=None, ballot_papers=None) if isinstance(e, Declared) else e for e in EVENTS]
    report = play(BARSETSHIRE, inject(BARSETSHIRE, bare, {"mis-keyed": 0.3}, 1), bare)
    assert any(o.caught is None for o in report.outcomes)


def test_how_fast_is_told_by_the_nights_clock_and_by_the_one_on_the_wall() -> None:
    ticks = itertools.count()
    acts = inject(BARSETSHIRE, EVENTS, HEAVY, 3)
    report = play(BARSETSHIRE, acts, EVENTS, wall=lambda: float(next(ticks)))
    caught = [o for o in report.outcomes if o.caught not in (None, "in time")]
    assert caught
    assert all(o.seconds is not None and o.seconds >= 0 for o in caught)
    assert all(o.real_seconds is not None and o.real_seconds > 0 for o in caught)
    assert report.real_seconds is not None
    assert report.night_seconds > acts[-1].at
    assert play(BARSETSHIRE, acts, EVENTS).real_seconds is None


def test_an_area_is_overdue_once_its_grace_is_over_and_until_it_declares() -> None:
    election = barsetshire(areas=2)
    contest = election.contests[0]
    due = datetime(2031, 5, 2, 1, 0, tzinfo=UTC)
    expected = {(contest.id, area): due for area in contest.areas}
    grace = timedelta(minutes=10)
    edition = start(election)
    assert overdue(edition, expected, now=due + grace, grace=grace) == ()
    late = overdue(edition, expected, now=due + timedelta(minutes=11), grace=grace)
    assert [(o.area, o.seconds) for o in late] == [("a1", 660), ("a2", 660)]
    edition = advance(edition, Declared(id="d1", area="a1", votes={"grantly": 5}))
    assert [o.area for o in overdue(edition, expected, now=due + timedelta(hours=2), grace=grace)] == ["a2"]
    timed = replace(election, contests=(replace(contest, expected_at=due.isoformat()),))
    assert expected_times(timed) == expected
    assert expected_times(election) == {}


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
    assert report["real_seconds"] > 0
    assert all(kind["caught_by"] == CAUGHT_BY[kind["kind"]] for kind in report["kinds"])
    assert all(event.id.startswith("test-") for event in kept.events)


def test_a_simulated_pack_is_the_same_from_the_same_seed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run = CliRunner().invoke(root, ["new", str(tmp_path / name), "--simulate", "25", "--seed", "9"])
        assert run.exit_code == 0, run.output
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "log.jsonl.gz" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_tellers_doubts_lists_what_is_overdue(tmp_path: Path) -> None:
    election = barsetshire(areas=1, contests=3)
    at = datetime(2031, 5, 2, 1, 0, tzinfo=UTC)
    times = (at - timedelta(hours=1), at - timedelta(minutes=5), None)
    timed = [
        replace(contest, expected_at=None if time is None else time.isoformat())
        for contest, time in zip(election.contests, times, strict=True)
    ]
    newest = Declared(id="d3", contest="barsetshire-3", area="a3", votes={"grantly": 5}, announced_at=at)
    pack = write_pack(replace(election, contests=tuple(timed)), tmp_path / "pack", events=[newest], recorded_at=at)

    def listed(*more: str) -> list[tuple[str, int]]:
        run = CliRunner().invoke(root, ["doubts", str(pack), "--json", *more])
        assert run.exit_code == 0, run.output
        return [(o["area"], o["seconds"]) for o in json.loads(run.output)["overdue"]]

    assert listed() == [("a1", 3600), ("a2", 300)]
    assert listed("--grace", "10") == [("a1", 3600)]
    assert listed("--after", "0") == []
    said = CliRunner().invoke(root, ["doubts", str(pack)]).output
    assert "Barchester: expected at 01:00, 60 minutes ago" in said
    assert "2 overdue" in said
