"""The seven wrong files that the best open publishing system took, made against a pack of ours: none gets by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from barsetshire import barsetshire
from tellers.cli import root
from tellers.cli.night import open_night
from tellers.edition import Edition, advance, latest
from tellers.errors import DeclarationError
from tellers.pack import write_pack
from tellers.record import Controls, Declared, Event, RunningTotal, Source

ELECTION = barsetshire(areas=7, candidates=6)
SEATS = replace(ELECTION, contests=(replace(ELECTION.contests[0], seats=3, marks=3, rule="block_vote"),))
VOTES = {"grantly": 500, "proudie": 400, "slope": 100, "harding": 90, "bold": 80, "arabin": 70}
FEED = Source(name="Barchester feed", kind="official")
AT = datetime(2031, 5, 2, 1, 30, tzinfo=UTC)


def declared(**changes: Any) -> Declared:
    given: dict[str, Any] = {"id": "d9", "area": "a1", "votes": VOTES, "source": FEED}
    return Declared(**(given | changes))


def final() -> Edition:
    return latest(ELECTION, [declared(id="d1", revision=2, announced_at=AT)])


OTHERS = {"grantly": 611, "proudie": 322, "slope": 133, "harding": 94, "bold": 85, "arabin": 76}

REFUSED = {
    "an older file after the final one": (declared(revision=1), "revision 1 after revision 2"),
    "the same file again": (declared(), "the same sheet a second time"),
    "a candidate who does not stand": (declared(area="a2", votes={"trollope": 5}), "an unknown candidate"),
    "a place that is not in the election": (declared(area="a99"), "an unknown area"),
    "a negative figure": (declared(area="a2", votes={**VOTES, "slope": -5}), "-5 votes for Slope"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_true_is_refused_with_its_reason(name: str) -> None:
    event, reason = REFUSED[name]
    with pytest.raises(DeclarationError, match=reason):
        advance(final(), event)


def test_fifty_winners_for_three_seats_are_refused() -> None:
    everyone = tuple(VOTES) * 9
    with pytest.raises(DeclarationError, match="50 elected, wanted at most 3"):
        latest(SEATS, [declared(elected=everyone[:50])])


def test_ninety_nine_million_votes_are_held() -> None:
    edition = advance(final(), declared(area="a2", votes={**OTHERS, "grantly": 99_999_999}))
    (doubt,) = edition.standing(ELECTION.contests[0]).doubts
    assert (doubt.kind, doubt.held) == ("over_electorate", True)
    assert edition.standing(ELECTION.contests[0]).votes_of(ELECTION.contests[0].candidates[0].id) == 500


def test_a_turnout_of_14705_percent_is_doubted_and_papers_to_match_are_held() -> None:
    edition = advance(final(), declared(area="a2", votes=OTHERS, controls=Controls(turnout_percent="14705")))
    (doubt,) = edition.standing(ELECTION.contests[0]).doubts
    assert doubt.kind == "turnout"
    assert "14705%" in doubt.evidence
    electorate = ELECTION.area_by_id[ELECTION.contests[0].areas[1]].electorate or 0
    edition = advance(final(), declared(area="a2", votes=OTHERS, ballot_papers=electorate * 147))
    assert any(d.held for d in edition.standing(ELECTION.contests[0]).doubts)


def test_an_older_running_total_after_a_newer_is_refused() -> None:
    newer = RunningTotal(id="r1", areas=("*",), votes=VOTES, source=FEED, announced_at=AT)
    older = RunningTotal(id="r0", areas=("*",), votes=VOTES, source=FEED, announced_at=AT.replace(hour=0))
    with pytest.raises(DeclarationError, match="after that of"):
        latest(ELECTION, [newer, older])


PAPERS = 147 * (ELECTION.area_by_id[ELECTION.contests[0].areas[1]].electorate or 0)
FILES: dict[str, tuple[Event, str]] = {
    **REFUSED,
    "fifty winners for three seats": (declared(area="a2", elected=(tuple(VOTES) * 9)[:50]), "50 elected"),
    "99,999,999 votes": (declared(area="a2", votes={**OTHERS, "grantly": 99_999_999}), "held over_electorate"),
    "a turnout of 14,705%": (declared(area="a2", votes=OTHERS, ballot_papers=PAPERS), "held over_electorate"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_refused_or_held_with_its_reason_where_files_are_recorded(name: str, tmp_path: Path) -> None:
    """Through a pack, a database and `tellers record`, as a feed's files come: what stood before stands still."""
    event, reason = FILES[name]
    pack = write_pack(SEATS, tmp_path / "pack")
    url, file = f"sqlite:///{tmp_path / 'night.db'}", tmp_path / "file.jsonl"

    def recorded(event: Event) -> str:
        file.write_bytes(msgspec.json.encode(event))
        done = CliRunner().invoke(root, ["record", "--db", url, "--pack", str(pack), str(file)])
        return str(done.exception) if done.exception is not None else done.output

    recorded(declared(id="d1", revision=2, announced_at=AT))
    said = recorded(event)
    edition = latest(SEATS, open_night(url).events)
    held = [f"held {d.kind}" for d in edition.standing(SEATS.contests[0]).doubts if d.held]
    assert reason in said or reason in held, (said, held)
    assert edition.standing(SEATS.contests[0]).votes_of(SEATS.contests[0].candidates[0].id) == 500
