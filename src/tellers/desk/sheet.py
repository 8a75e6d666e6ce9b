"""A sheet: the figures of one announcement as one person keyed them, and the name of the place they are for."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from tellers.desk.refusing import Unknown, refuse
from tellers.record import Body, Contest, Election
from tellers.record.events import PartKind
from tellers.terms import AreaId, BodyId, ContestId

Kind = Literal["declared", "corrected", "recounted", "verified", "part_counted", "running_total", "seats_won"]
CHANGES: tuple[Literal["corrected", "recounted"], ...] = ("corrected", "recounted")
ClientId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
FIGURE_MAX = 2**53 - 1  # What a page's script can hold exactly; no electorate comes near it.
Number = Annotated[int, msgspec.Meta(ge=0, le=FIGURE_MAX)]
Stage = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
Text = Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")]  # PostgreSQL keeps no NUL.
# JSON Schema's "date-time" is a remark that few check; the pattern says the same so that programs can.
_DATE_TIME = (
    r"^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$"
)
Moment = Annotated[datetime, msgspec.Meta(tz=True, extra_json_schema={"pattern": _DATE_TIME})]


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one person keyed; with `area` it is of an area, with `areas` of several together, with `body` of a body.

    Args:
        id: Made by who keys, so that a sheet sent twice is taken once.
        votes: By candidate id; null or left out was not announced, which is not 0.
        stage: Of the count, 1 being first preferences; candidates excluded by then have no figure.
        part: Its name, for part of an area, with its kind and the papers expected in the whole area where told.
        seats: By party id, for a body; `complete` when no more are to come.
        rejected: Papers rejected, by reason.
        elected: Those declared elected, by candidate id, where that was announced.
        total: Valid votes as announced, a check digit like `majority` and `turnout_percent`.
        replaces: The event that a correction or recount is of.
        seen: The event that stood in this place when keying began, "" for none: nobody overwrites what they have not
            seen.
        blanks: True where candidates left blank are meant: their figures were not announced.
        anyway: True where check digits that do not agree were looked at, and were announced so.
    """

    id: ClientId
    contest: Text = ""
    area: Text = ""
    kind: Kind = "declared"
    stage: Stage = 1
    areas: tuple[Text, ...] = ()
    part: Text | None = None
    part_kind: PartKind | None = None
    expected_ballots: Number | None = None
    body: Text | None = None
    seats: dict[str, Number] = {}
    complete: bool = False
    votes: dict[str, Number | None] = {}
    rejected_ballots: Number | None = None
    rejected: dict[str, Number] = {}
    ballot_papers: Number | None = None
    elected: tuple[Text, ...] | None = None
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


def slot_of(sheet: Sheet) -> str:
    """Return the name of the place that a sheet is for: two sheets of one place are compared."""
    group: str = sheet.kind
    if sheet.kind in CHANGES:
        group = f"{sheet.kind} {sheet.replaces}"
    elif sheet.kind == "running_total":
        areas = hashlib.sha256("\0".join(sorted(set(sheet.areas))).encode()).hexdigest()
        group = f"{sheet.kind} {areas[:16]}"
    elif sheet.kind == "part_counted":
        group = f"{sheet.kind} {sheet.part}"
    at_stage = "" if sheet.stage == 1 else f" stage {sheet.stage}"
    return f"{sheet.contest or sheet.body}|{sheet.area}|{group}{at_stage}"


def find_place(election: Election, contest: str, area: str) -> Contest:
    """Return the contest of an area.

    Raises:
        Unknown: There is no such contest, or it has no such area.
    """
    found = election.contest_by_id.get(ContestId(contest))
    if found is None or AreaId(area) not in election.area_sets[found.id]:
        refuse(Unknown, f"{area}, {contest}", "no such place", "a contest and one of its areas", "Look at the list.")
    return found


def find_contest(election: Election, contest: str) -> Contest:
    """Return a contest.

    Raises:
        Unknown: There is no such contest.
    """
    found = election.contest_by_id.get(ContestId(contest))
    if found is None:
        refuse(Unknown, contest, "no such contest", "one of the night", "Look at the list.")
    return found


def find_body(election: Election, body: str) -> Body:
    """Return a body.

    Raises:
        Unknown: There is no such body.
    """
    found = election.body_by_id.get(BodyId(body))
    if found is None:
        refuse(Unknown, body, "no such body", "one of the night", "Look at the list.")
    return found
