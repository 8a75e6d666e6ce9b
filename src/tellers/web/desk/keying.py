"""The keying form of any figure, what became of a sheet, and two sheets side by side."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any, get_args
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import msgspec
from starlette.responses import Response

from tellers.desk import DeskError, Sheet, Unfit
from tellers.desk.checking import electorate_of, place_name
from tellers.desk.comparing import Cell, as_sheet, compare
from tellers.desk.refusing import Unknown, refuse
from tellers.desk.sheet import CHANGES, Kind, find_body, find_contest, find_place
from tellers.desk.standing import standing_for
from tellers.errors import DeclarationError, Problem, TellersError
from tellers.record import Election, Record, figure_of
from tellers.record.events import PartKind
from tellers.terms import ContestId
from tellers.web.desk.asking import Ask, status_of
from tellers.web.desk.fields import REASONS, TITLES, fields_of, name_of, what_of

_NUMBERS = ("rejected_ballots", "ballot_papers", "expected_ballots", "total", "majority", "electorate")
_PLACE = ("contest", "area", "kind", "stage", "areas", "part", "part_kind", "body")


def form(ask: Ask) -> Response:
    """Show the keying form of an area, or take what was keyed on it."""
    contest, area = ask.request.path_params["contest"], ask.request.path_params["area"]
    find_place(ask.desk.ledger.record.election, contest, area)
    kind = _kind(ask, "declared", "verified", "part_counted", *CHANGES)
    blank = Sheet(id="", contest=contest, area=area, kind=kind, stage=_stage(ask))
    if kind == "part_counted":
        part, part_kind = ask.query("part"), ask.query("part_kind")
        if not part or part_kind not in get_args(PartKind):
            refuse(Unfit, "the part", f"{part!r}, {part_kind!r}", "its name and its kind", "Say which part it is.")
        blank = msgspec.structs.replace(blank, part=part, part_kind=part_kind)
    if kind in CHANGES:
        first = standing_for(ask.desk.outbox.ahead(), msgspec.structs.replace(blank, kind="declared"))
        blank = msgspec.structs.replace(blank, replaces="" if first is None else first.event.id)
    return _form(ask, blank)


def total(ask: Ask) -> Response:
    """Show the keying form of several areas together, or take what was keyed on it."""
    election = ask.desk.ledger.record.election
    contest = find_contest(election, ask.request.path_params["contest"])
    chosen = ask.request.query_params.getlist("areas")
    if not chosen:
        refuse(Unfit, contest.name, "no areas", "the areas that the total speaks for", "Go back and choose them.")
    areas = tuple(area for area in contest.areas if area in chosen or "*" in chosen)
    for area in chosen:
        if area != "*":
            find_place(election, contest.id, area)
    return _form(ask, Sheet(id="", contest=contest.id, kind="running_total", areas=areas, stage=_stage(ask)))


def seats(ask: Ask) -> Response:
    """Show the keying form of the seats won in a body, or take what was keyed on it."""
    body = find_body(ask.desk.ledger.record.election, ask.request.path_params["body"])
    return _form(ask, Sheet(id="", body=body.id, kind="seats_won"))


def change(ask: Ask) -> Response:
    """Show the form of a correction or recount of whatever figure stands, or take what was keyed on it."""
    record, id = ask.desk.outbox.ahead(), ask.request.path_params["event"]
    figure = figure_of(record, id)
    if figure is None or figure.withdrawn:
        refuse(Unknown, id, "no figure that stands", "one to change", "Look at what stands now.")
    event = figure.event
    body = getattr(event, "body", None)
    only = record.election.contests[0].id if len(record.election.contests) == 1 else ""
    blank = Sheet(
        id="",
        contest="" if body is not None else event.contest or only,
        area=getattr(event, "area", ""),
        areas=getattr(event, "areas", ()),
        part=getattr(event, "part", None),
        stage=getattr(event, "stage", 1),
        body=body,
        kind=_kind(ask, *CHANGES),
        replaces=event.id,
    )
    return _form(ask, blank)


def _kind(ask: Ask, *allowed: Kind) -> Kind:
    """Return the kind of figure that the form or the address says, the first allowed where it says none of them."""
    said = ask.text("kind") or ask.query("kind")
    return said if said in allowed else allowed[0]


def _stage(ask: Ask) -> int:
    stage = number(ask.query("stage"), "stage") or 1
    if stage > 10_000:
        refuse(Unfit, "stage", f"{stage:,}", "a stage of the count", "Key its number.")
    return stage


def _form(ask: Ask, blank: Sheet) -> Response:
    ask.person.need("keying", "keyer", "confirmer")
    record = ask.desk.outbox.ahead()
    if ask.request.method == "GET":
        figure = standing_for(record, blank)
        # The shell that a browser keeps is opened more than once: each opening makes an id of its own there.
        fresh = {
            "id": "" if ask.query("shell") else secrets.token_hex(12),
            "seen": "" if figure is None else figure.event.id,
        }
        return _show(ask, record, blank, {**fresh, "replaces": blank.replaces or ""})
    try:
        answer = ask.desk.keyings.key(ask.person, sheet_of(ask, record, blank))
    except (DeskError, DeclarationError) as error:
        return _again(ask, record, blank, error)
    return ask.go(f"/desk/sheet/{answer.id}")


def _again(ask: Ask, record: Record, blank: Sheet, error: TellersError) -> Response:
    if status_of(error) in (403, 409):
        raise error
    return _show(ask, record, blank, ask.form, error.problems, status_of(error))


def _show(
    ask: Ask,
    record: Record,
    blank: Sheet,
    values: dict[str, str],
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> Response:
    contest = record.election.contest_by_id.get(ContestId(blank.contest))
    fields, what = fields_of(record, blank), what_of(record, blank)
    about = {name: getattr(blank, name) for name in _PLACE}
    documents = ask.desk.documents.of_place(contest.id, blank.area) if contest is not None and blank.area else []
    return ask.page(
        "key",
        status,
        shell=ask.request.method == "GET" and bool(ask.query("shell")),
        title=TITLES[blank.kind],
        of=name_of(record, blank),
        blank=blank,
        what=what,
        contest=contest,
        about=json.dumps({**about, "blanks": what == "verified" and blank.kind in CHANGES}),
        fields=fields,
        reasons=REASONS,
        values=values,
        chosen=ask.many.get("elected", []),
        problems=problems,
        first=next((f.name for f in fields if not values.get(f.name)), fields[-1].name),
        electorate=None if contest is None else electorate_of(record.election, blank),
        checkable=contest is not None and contest.marks == 1 and contest.all_candidates,
        standing=standing_for(record, blank),
        back=back_of(blank),
        documents=documents,
    )


def back_of(sheet: Sheet) -> str:
    """Return the page of what a sheet is for."""
    if sheet.body is not None:
        return f"/desk/body/{sheet.body}"
    return f"/desk/place/{sheet.contest}/{sheet.area}" if sheet.area else f"/desk/contest/{sheet.contest}"


def sheet_of(ask: Ask, record: Record, blank: Sheet) -> Sheet:
    """Return the sheet of a form.

    Raises:
        Unfit: A field does not hold what it should.
    """
    contest = record.election.contest_by_id.get(ContestId(blank.contest))
    candidates = () if contest is None or what_of(record, blank) != "votes" else contest.candidates
    body: dict[str, Any] = {
        **{name: getattr(blank, name) for name in _PLACE},
        "id": ask.text("id"),
        "votes": {c.id: number(ask.text(f"v.{c.id}"), c.name) for c in candidates},
        "seats": _seats(ask),
        "rejected": _rejected(ask),
        "elected": ask.many.get("elected") or None,
        "complete": ask.text("complete") == "yes",
        "turnout_percent": ask.text("turnout_percent").rstrip("%").strip() or None,
        "provisional": ask.text("provisional") == "yes",
        "announced_at": moment(ask.text("announced_at"), record.election),
        "replaces": ask.text("replaces") or None,
        "reason": ask.text("reason") or None,
        "seen": ask.text("seen"),
        "blanks": ask.text("blanks") == "yes" or (contest is not None and not candidates and blank.kind in CHANGES),
        "anyway": ask.text("anyway") == "yes",
    }
    for name in _NUMBERS:
        body[name] = number(ask.text(name), name.replace("_", " "))
    try:
        return msgspec.convert(body, Sheet, strict=False)
    except msgspec.ValidationError as error:
        refuse(Unfit, "the form", str(error), "figures as they are read out", "Look at the field named.")


def _seats(ask: Ask) -> dict[str, int]:
    found = {name.removeprefix("s."): number(text, "seats") for name, text in ask.form.items() if name[:2] == "s."}
    return {party: seats for party, seats in found.items() if seats is not None}


def _rejected(ask: Ask) -> dict[str, int]:
    """Return papers rejected by reason; a reason that the form does not know is keyed with its name."""
    found = {name.removeprefix("r."): number(text, name[2:]) for name, text in ask.form.items() if name[:2] == "r."}
    other, named = number(ask.text("other_rejected"), "papers rejected for another reason"), ask.text("other_reason")
    if other is not None and not named:
        refuse(Unfit, "rejected papers", f"{other:,} for no reason", "the reason too", "Say for what reason.")
    return {reason: papers for reason, papers in {**found, named: other}.items() if papers is not None}


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
    record = ask.desk.outbox.ahead()
    return ask.page(
        "sheet",
        kept=kept,
        answer=ask.desk.keyings.answer(id),
        of=place_name(record.election, kept.sheet),
        pair=ask.desk.keyings.differing(ask.person, id) if kept.state == "waiting" else None,
        late=_beside(record, kept.sheet) if kept.state == "late" else None,
        again=_address(kept.sheet),
        back=back_of(kept.sheet),
    )


def _address(sheet: Sheet) -> str:
    """Return the form on which a sheet can be keyed again."""
    if sheet.kind in CHANGES:
        return f"/desk/change/{quote(sheet.replaces or '')}?kind={sheet.kind}"
    if sheet.body is not None:
        return f"/desk/seats/{sheet.body}"
    if sheet.areas:
        return f"/desk/total/{sheet.contest}?{urlencode([('areas', a) for a in sheet.areas])}&stage={sheet.stage}"
    said = {"kind": sheet.kind, "stage": sheet.stage, "part": sheet.part or "", "part_kind": sheet.part_kind or ""}
    return f"/desk/key/{sheet.contest}/{sheet.area}?{urlencode(said)}"


def _beside(record: Record, sheet: Sheet) -> list[Cell]:
    """Return a late sheet beside what stands, figure by figure."""
    figure = standing_for(record, sheet)
    return [] if figure is None else compare(record.election, sheet, as_sheet(figure.event, sheet))


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
