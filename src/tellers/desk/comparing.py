"""Two sheets side by side, cell by cell, and a sheet beside the figure that stands."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tellers.desk.sheet import Sheet
from tellers.record import Election, SeatsWon, Verified
from tellers.record.events import Figures
from tellers.record.record import Slotted
from tellers.terms import CandidateId, ContestId, PartyId

_PAPERS = {
    "rejected_ballots": "Rejected papers",
    "ballot_papers": "Ballot papers",
    "electorate": "Electorate",
    "expected_ballots": "Ballots expected",
    "part_kind": "Kind of part",
}
_CHECKS = {"total": "Valid votes announced", "majority": "Majority announced", "turnout_percent": "Turnout announced"}


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One figure as two people keyed it."""

    name: str
    mine: str
    theirs: str
    same: bool


def compare(election: Election, mine: Sheet, theirs: Sheet) -> list[Cell]:
    """Return two sheets figure by figure, in the order in which they are read out.

    A check digit that only one of the two heard does not make them differ; any other blank does.
    """
    return [cell for cell in _cells(election, mine, theirs) if cell.mine != "" or cell.theirs != ""]


def _cells(election: Election, mine: Sheet, theirs: Sheet) -> Iterator[Cell]:
    if mine.kind == "declared":
        yield _cell("Status", _status(mine), _status(theirs))
    contest = election.contest_by_id.get(ContestId(mine.contest))
    names = {} if contest is None else {c.id: c.name for c in contest.candidates}
    for id, name in names.items():
        yield _cell(name, _text(mine.votes.get(id)), _text(theirs.votes.get(id)))
    for party in dict.fromkeys((*mine.seats, *theirs.seats)):
        known = election.party_by_id.get(PartyId(party))
        yield _cell(known.name if known else party, _text(mine.seats.get(party)), _text(theirs.seats.get(party)))
    if mine.seats:
        yield _cell("Seats still to come", *("no" if sheet.complete else "yes" for sheet in (mine, theirs)))
    for field, name in _PAPERS.items():
        yield _cell(name, _text(getattr(mine, field)), _text(getattr(theirs, field)))
    for reason in dict.fromkeys((*mine.rejected, *theirs.rejected)):
        yield _cell(f"Rejected: {reason}", _text(mine.rejected.get(reason)), _text(theirs.rejected.get(reason)))
    yield _cell("Declared elected", *(_elected(names, sheet) for sheet in (mine, theirs)))
    for field, name in _CHECKS.items():
        one, other = getattr(mine, field), getattr(theirs, field)
        yield _cell(name, _text(one), _text(other), same=one is None or other is None or one == other)


def agree(election: Election, mine: Sheet, theirs: Sheet) -> bool:
    """Return whether two sheets say the same."""
    return all(cell.same for cell in compare(election, mine, theirs))


def as_sheet(event: Slotted, like: Sheet) -> Sheet:
    """Return what stands as if it had been keyed on a sheet like this one."""
    common = {"id": like.id, "contest": like.contest, "kind": like.kind}
    match event:
        case Verified():
            return Sheet(**common, ballot_papers=event.ballot_papers, electorate=event.electorate)  # type: ignore[arg-type]
        case SeatsWon():
            return Sheet(**common, body=event.body, seats=event.seats, complete=event.complete)  # type: ignore[arg-type]
    assert isinstance(event, Figures)
    controls = event.controls
    return Sheet(
        **common,  # type: ignore[arg-type]
        votes=event.votes,
        ballot_papers=event.ballot_papers,
        rejected_ballots=event.rejected_ballots,
        rejected=event.rejected,
        elected=event.elected,
        provisional=event.provisional,
        electorate=like.electorate,
        part_kind=getattr(event, "part_kind", None),
        expected_ballots=getattr(event, "expected_ballots", None),
        total=None if controls is None else controls.total,
        majority=None if controls is None else controls.majority,
        turnout_percent=None if controls is None else controls.turnout_percent,
    )


def _status(sheet: Sheet) -> str:
    return "provisional" if sheet.provisional else "declared"


def _elected(names: dict[CandidateId, str], sheet: Sheet) -> str:
    return "; ".join(sorted(names.get(CandidateId(id), id) for id in sheet.elected or ()))


def _text(value: int | str | None) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else value.replace("_", " ")


def _cell(name: str, mine: str, theirs: str, *, same: bool | None = None) -> Cell:
    return Cell(name=name, mine=mine, theirs=theirs, same=mine == theirs if same is None else same)
