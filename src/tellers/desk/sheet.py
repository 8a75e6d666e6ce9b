"""A sheet: the figures of one declaration as one person keyed them, its check digits, and the event it would make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Annotated, Literal

import msgspec

from tellers.desk.refusing import Unfit, Unknown, refuse
from tellers.errors import Problem
from tellers.record import Contest, Controls, Corrected, Declared, Election, Event, Recounted, Verified
from tellers.terms import AreaId, ContestId, decimal_text

Kind = Literal["declared", "corrected", "recounted", "verified"]
ClientId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
FIGURE_MAX = 2**53 - 1  # What a page's script can hold exactly; no electorate comes near it.
Number = Annotated[int, msgspec.Meta(ge=0, le=FIGURE_MAX)]
Text = Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")]  # PostgreSQL keeps no NUL.
# JSON Schema's "date-time" is a remark that few check; the pattern says the same so that programs can.
_DATE_TIME = (
    r"^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$"
)
Moment = Annotated[datetime, msgspec.Meta(tz=True, extra_json_schema={"pattern": _DATE_TIME})]


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one person keyed.

    Args:
        id: Made by who keys, so that a sheet sent twice is taken once.
        votes: By candidate id; null or left out was not announced, which is not 0.
        total: Valid votes as announced, a check digit like `majority` and `turnout_percent`.
        replaces: The event that a correction or recount is of.
        seen: The event that stood in this place when keying began, "" for none: nobody overwrites what they have not
            seen.
        blanks: True where candidates left blank are meant: their figures were not announced.
        anyway: True where check digits that do not agree were looked at, and were announced so.
    """

    id: ClientId
    contest: Text
    area: Text
    kind: Kind = "declared"
    votes: dict[str, Number | None] = {}
    rejected_ballots: Number | None = None
    ballot_papers: Number | None = None
    total: Number | None = None
    majority: Number | None = None
    turnout_percent: Annotated[str, msgspec.Meta(pattern=r"^\d{1,3}(\.\d{1,4})?$")] | None = None
    electorate: Number | None = None
    provisional: bool = False
    announced_at: Moment | None = None
    replaces: Text | None = None
    reason: Text | None = None
    seen: Text = ""
    blanks: bool = False
    anyway: bool = False


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One figure as two people keyed it."""

    name: str
    mine: str
    theirs: str
    same: bool


_PAPERS = {"rejected_ballots": "Rejected papers", "ballot_papers": "Ballot papers"}
_CHECKS = {"total": "Valid votes announced", "majority": "Majority announced", "turnout_percent": "Turnout announced"}


def slot_of(sheet: Sheet) -> str:
    """Return the name of the place that a sheet is for: two sheets of one place are compared."""
    group = sheet.kind if sheet.replaces is None else f"{sheet.kind} {sheet.replaces}"
    return f"{sheet.contest}|{sheet.area}|{group}"


def find_place(election: Election, contest: str, area: str) -> Contest:
    """Return the contest of an area.

    Raises:
        Unknown: There is no such contest, or it has no such area.
    """
    found = election.contest_by_id.get(ContestId(contest))
    if found is None or AreaId(area) not in election.area_sets[found.id]:
        refuse(Unknown, f"{area}, {contest}", "no such place", "a contest and one of its areas", "Look at the list.")
    return found


def check_sheet(election: Election, sheet: Sheet) -> Contest:
    """Return the contest of a sheet that can be taken.

    Raises:
        Unknown: It is of no place we know.
        Unfit: A figure is missing, or check digits do not agree, and it does not say that this is meant.
    """
    contest = find_place(election, sheet.contest, sheet.area)
    where = f"{election.area_by_id[AreaId(sheet.area)].name}, {contest.name}"
    if sheet.kind in ("corrected", "recounted") and (not sheet.replaces or not (sheet.reason or "").strip()):
        refuse(Unfit, where, "no reason", "the figure replaced and the reason, which is published", "Say why.")
    if sheet.kind == "verified":
        if sheet.ballot_papers is None:
            refuse(Unfit, where, "no number of papers", "the papers verified", "Key it.")
        return contest
    blank = [c.name for c in contest.candidates if sheet.votes.get(c.id) is None]
    if blank and not sheet.blanks:
        refuse(
            Unfit,
            where,
            f"no figure for {', '.join(blank[:8])}",
            "one for each candidate, because none is not 0",
            "Key it, or say that it was not announced.",
        )
    if len(blank) == len(contest.candidates):
        refuse(Unfit, where, "no figure at all", "the candidates' votes", "Key them.")
    if not sheet.anyway and (problems := list(failed_checks(election, contest, sheet))):
        raise Unfit(*problems)
    return contest


def failed_checks(election: Election, contest: Contest, sheet: Sheet) -> Iterator[Problem]:
    """Yield what the check digits contradict."""
    known = [v for v in (sheet.votes.get(c.id) for c in contest.candidates) if v is not None]
    whole = contest.all_candidates and len(known) == len(contest.candidates)
    if contest.marks != 1 or not whole or not known:
        return
    remedy = "Look at each figure again; send it anyway only if it was announced so."
    total = sum(known)
    if sheet.total is not None and sheet.total != total:
        gap = f"{abs(sheet.total - total):,} {'too few' if total < sheet.total else 'too many'}"
        yield Problem(
            where="valid votes", found=f"{total:,} keyed, {gap}", wanted=f"{sheet.total:,}, as announced", remedy=remedy
        )
    ordered = sorted(known, reverse=True)
    if sheet.majority is not None and len(ordered) > 1 and ordered[0] - ordered[1] != sheet.majority:
        yield Problem(
            where="majority",
            found=f"{ordered[0] - ordered[1]:,}",
            wanted=f"{sheet.majority:,}, as announced",
            remedy=remedy,
        )
    papers = sheet.ballot_papers
    if papers is not None and sheet.rejected_ballots is not None and total + sheet.rejected_ballots != papers:
        yield Problem(
            where="papers",
            found=f"{total + sheet.rejected_ballots:,}: votes and rejected papers",
            wanted=f"{papers:,}, the ballot papers announced",
            remedy=remedy,
        )
    yield from _turnout(
        election, sheet, papers if papers is not None else total + (sheet.rejected_ballots or 0), remedy
    )


def _turnout(election: Election, sheet: Sheet, papers: int, remedy: str) -> Iterator[Problem]:
    electorate = sheet.electorate or election.area_by_id[AreaId(sheet.area)].electorate
    if sheet.turnout_percent is None or not electorate:
        return
    places = len(sheet.turnout_percent.partition(".")[2])
    reckoned = Fraction(100 * papers, electorate)
    # Half a point is allowed beside the rounding: some officers reckon turnout from valid votes.
    if abs(reckoned - Fraction(sheet.turnout_percent)) > Fraction(1, 10**places) + Fraction(1, 2):
        yield Problem(
            where="turnout",
            found=f"{decimal_text(reckoned, 2)}%: {papers:,} of {electorate:,}",
            wanted=f"{sheet.turnout_percent}%, as announced",
            remedy=remedy,
        )


def compare(contest: Contest, mine: Sheet, theirs: Sheet) -> list[Cell]:
    """Return two sheets figure by figure, in the order in which they are read out.

    A check digit that only one of the two heard does not make them differ; any other blank does.
    """
    cells = [_cell("Status", _status(mine), _status(theirs))] if mine.kind == "declared" else []
    for candidate in contest.candidates:
        one, other = mine.votes.get(candidate.id), theirs.votes.get(candidate.id)
        if mine.kind != "verified":
            cells.append(_cell(candidate.name, _text(one), _text(other)))
    names = {**_PAPERS, "electorate": "Electorate"}
    for field, name in names.items():
        cells.append(_cell(name, _text(getattr(mine, field)), _text(getattr(theirs, field))))
    for field, name in _CHECKS.items():
        one, other = getattr(mine, field), getattr(theirs, field)
        cells.append(_cell(name, _text(one), _text(other), same=one is None or other is None or one == other))
    return [cell for cell in cells if cell.mine != "" or cell.theirs != ""]


def agree(contest: Contest, mine: Sheet, theirs: Sheet) -> bool:
    """Return whether two sheets say the same."""
    return all(cell.same for cell in compare(contest, mine, theirs))


def _status(sheet: Sheet) -> str:
    return "provisional" if sheet.provisional else "declared"


def _text(value: int | str | None) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else value


def _cell(name: str, mine: str, theirs: str, *, same: bool | None = None) -> Cell:
    return Cell(name=name, mine=mine, theirs=theirs, same=mine == theirs if same is None else same)


def event_of(
    sheet: Sheet,
    other: Sheet | None,
    *,
    id: str,
    keyed_by: str,
    confirmed_by: str | None,
    note: str | None = None,
) -> Event:
    """Return the event that a sheet makes; check digits that only the other heard are taken from it."""
    common = {
        "id": id,
        "contest": sheet.contest,
        "keyed_by": keyed_by,
        "confirmed_by": confirmed_by,
        "note": note,
        "announced_at": sheet.announced_at,
        "announced_basis": "official" if sheet.announced_at is not None else None,
    }
    if sheet.kind == "verified":
        assert sheet.ballot_papers is not None
        return Verified(area=sheet.area, ballot_papers=sheet.ballot_papers, electorate=sheet.electorate, **common)  # type: ignore[arg-type]
    figures = {
        "votes": {id: votes for id, votes in sheet.votes.items() if votes is not None},
        "ballot_papers": sheet.ballot_papers,
        "rejected_ballots": sheet.rejected_ballots,
        "provisional": sheet.provisional,
        "controls": _controls(sheet, other),
    }
    if sheet.kind == "declared":
        return Declared(area=sheet.area, **figures, **common)  # type: ignore[arg-type]
    kind = Corrected if sheet.kind == "corrected" else Recounted
    return kind(replaces=sheet.replaces or "", reason=sheet.reason or "", **figures, **common)  # type: ignore[arg-type]


def _controls(sheet: Sheet, other: Sheet | None) -> Controls | None:
    def heard(field: str) -> int | str | None:
        mine: int | str | None = getattr(sheet, field)
        return mine if mine is not None or other is None else getattr(other, field)

    controls = Controls(
        total=heard("total"),  # type: ignore[arg-type]
        majority=heard("majority"),  # type: ignore[arg-type]
        turnout_percent=heard("turnout_percent"),  # type: ignore[arg-type]
    )
    return None if controls == Controls() else controls
