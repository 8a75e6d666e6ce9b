"""The keying form, what became of a sheet, and two sheets side by side."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from starlette.responses import Response

from tellers.desk import DeskError, Sheet, Unfit
from tellers.desk.refusing import refuse
from tellers.desk.sheet import Kind, find_place
from tellers.desk.standing import standing_at
from tellers.errors import DeclarationError, Problem, TellersError
from tellers.record import Contest, Declared, Election, Record, Verified
from tellers.terms import AreaId
from tellers.web.desk.asking import Ask, status_of

_KINDS: dict[str, Kind] = {
    "declared": "declared",
    "corrected": "corrected",
    "recounted": "recounted",
    "verified": "verified",
}
_NUMBERS = ("rejected_ballots", "ballot_papers", "total", "majority", "electorate")
TITLES = {
    "declared": "Key a declaration",
    "corrected": "Key a correction",
    "recounted": "Key a recount",
    "verified": "Key the papers verified",
}


def form(ask: Ask) -> Response:
    """Show the keying form of a place, or take what was keyed on it."""
    record = ask.desk.ledger.record
    contest = find_place(record.election, ask.request.path_params["contest"], ask.request.path_params["area"])
    area = AreaId(ask.request.path_params["area"])
    ask.person.need("keying", "keyer", "confirmer")
    if ask.request.method == "GET":
        kind = _KINDS.get(ask.request.query_params.get("kind", ""), "declared")
        return _show(ask, contest, area, kind, _fresh(record, contest, area, kind))
    kind = _KINDS.get(ask.text("kind"), "declared")
    try:
        sheet = sheet_of(ask, contest, area, kind, record.election)
        answer = ask.desk.keyings.key(ask.person, sheet)
    except (DeskError, DeclarationError) as error:
        return _again(ask, contest, area, kind, error)
    return ask.go(f"/desk/sheet/{answer.id}")


def _fresh(record: Record, contest: Contest, area: AreaId, kind: Kind) -> dict[str, str]:
    """Return what a form begins with: nothing keyed, and what stands now, so that it is not overwritten unseen."""
    figure = standing_at(record, contest.id, area, verified=kind == "verified")
    seen = "" if figure is None else figure.event.id
    replaces = seen if kind in ("corrected", "recounted") else ""
    return {"id": secrets.token_hex(12), "seen": seen, "replaces": replaces}


def _again(ask: Ask, contest: Contest, area: AreaId, kind: Kind, error: TellersError) -> Response:
    if status_of(error) in (403, 409):
        raise error
    return _show(ask, contest, area, kind, ask.form, error.problems, status_of(error))


def _show(
    ask: Ask,
    contest: Contest,
    area: AreaId,
    kind: Kind,
    values: dict[str, str],
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> Response:
    election = ask.desk.ledger.record.election
    place = election.area_by_id[area]
    fields = _fields(election, contest, kind)
    first = next((f["name"] for f in fields if not values.get(f["name"])), fields[-1]["name"])
    return ask.page(
        "key",
        status,
        title=TITLES[kind],
        kind=kind,
        contest=contest,
        area=place,
        fields=fields,
        values=values,
        problems=problems,
        first=first,
        electorate=place.electorate,
        checkable=contest.marks == 1 and contest.all_candidates,
        standing=standing_at(ask.desk.ledger.record, contest.id, area, verified=kind == "verified"),
        documents=ask.desk.documents.of_place(contest.id, area),
    )


def _fields(election: Election, contest: Contest, kind: Kind) -> list[dict[str, str]]:
    """Return the fields in the order in which a declaration is read out: candidates, papers, then the check digits."""
    papers = _field("ballot_papers", "Ballot papers", "papers")
    if kind == "verified":
        return [papers, _field("electorate", "Electorate", "papers")]
    fields = []
    for candidate in contest.candidates:
        party = "" if candidate.party is None else election.party_by_id[candidate.party].name
        fields.append(_field(f"v.{candidate.id}", candidate.name, "votes", party))
    return [
        *fields,
        _field("rejected_ballots", "Rejected papers", "papers"),
        papers,
        _field("total", "Valid votes announced", "checks"),
        _field("majority", "Majority announced", "checks"),
        _field("turnout_percent", "Turnout announced, %", "checks"),
    ]


def _field(name: str, label: str, group: str, note: str = "") -> dict[str, str]:
    return {"name": name, "label": label, "group": group, "note": note}


def sheet_of(ask: Ask, contest: Contest, area: AreaId, kind: Kind, election: Election) -> Sheet:
    """Return the sheet of a form.

    Raises:
        Unfit: A field does not hold what it should.
    """
    body: dict[str, Any] = {
        "id": ask.text("id"),
        "contest": contest.id,
        "area": area,
        "kind": kind,
        "votes": {c.id: number(ask.text(f"v.{c.id}"), c.name) for c in contest.candidates},
        "turnout_percent": ask.text("turnout_percent").rstrip("%").strip() or None,
        "provisional": ask.text("provisional") == "yes",
        "announced_at": moment(ask.text("announced_at"), election),
        "replaces": ask.text("replaces") or None,
        "reason": ask.text("reason") or None,
        "seen": ask.text("seen"),
        "blanks": ask.text("blanks") == "yes",
        "anyway": ask.text("anyway") == "yes",
    }
    for name in _NUMBERS:
        body[name] = number(ask.text(name), name.replace("_", " "))
    try:
        return msgspec.convert(body, Sheet, strict=False)
    except msgspec.ValidationError as error:
        refuse(Unfit, "the form", str(error), "figures as they are read out", "Look at the field named.")


def number(text: str, where: str) -> int | None:
    """Return a figure as keyed, commas and spaces left out; None where nothing was keyed.

    Raises:
        Unfit: It is no whole number.
    """
    digits = "".join(text.replace(",", "").split())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 16):
        refuse(Unfit, where, f'"{text[:40]}"', "a whole number", "Key its digits.")
    return int(digits)


def moment(text: str, election: Election) -> datetime | None:
    """Return a time as a form has it, in the election's zone; None where none was given.

    Raises:
        Unfit: It is no time.
    """
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        refuse(Unfit, "time", f'"{text[:40]}"', "a date and a time", "Write 2031-05-01T23:30.")
    return found if found.tzinfo is not None else found.replace(tzinfo=ZoneInfo(election.time_zone))


def sheet(ask: Ask) -> Response:
    """Show what became of one's own sheet, and once another person has keyed theirs, both cell by cell."""
    id = ask.request.path_params["id"]
    kept = ask.desk.keyings.mine(ask.person, id)
    record = ask.desk.ledger.record
    contest = find_place(record.election, kept.sheet.contest, kept.sheet.area)
    pair = ask.desk.keyings.differing(ask.person, id) if kept.state == "waiting" else None
    late = None
    if kept.state == "late":
        late = _beside(contest, kept.sheet, standing_at(record, contest.id, AreaId(kept.sheet.area)))
    return ask.page(
        "sheet",
        kept=kept,
        answer=ask.desk.keyings.answer(id),
        contest=contest,
        area=record.election.area_by_id[AreaId(kept.sheet.area)],
        pair=pair,
        late=late,
    )


def _beside(contest: Contest, sheet: Sheet, figure: Any) -> list[tuple[str, int | None, int | None]]:
    """Return a late sheet's votes beside those that stand."""
    event: Declared | Verified | None = None if figure is None else figure.event
    if not isinstance(event, Declared):
        return []
    return [(c.name, sheet.votes.get(c.id), event.votes.get(c.id)) for c in contest.candidates]


def decide(ask: Ask) -> Response:
    """Put a single-keyed sheet on air, or set one aside."""
    id, act, reason = ask.request.path_params["id"], ask.text("act"), ask.text("reason")
    if act == "air":
        ask.desk.keyings.air(ask.person, id, reason)
    elif act == "aside":
        ask.desk.keyings.discard(ask.person, id, reason)
    else:
        refuse(Unfit, "the form", f'"{act[:40]}"', "air or aside", "Load the page again.")
    return ask.go(f"/desk/sheet/{id}" if ask.person.may("editor") or act == "aside" else "/desk/")
