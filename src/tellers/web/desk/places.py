"""The list that the desk works from, and the page of one place: what stands there, and what can be done about it."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from starlette.responses import Response

from tellers.desk import Unfit
from tellers.desk.notices import CountNotice, DoubtNotice, Notice
from tellers.desk.places import STATES
from tellers.desk.refusing import refuse
from tellers.desk.sheet import find_place
from tellers.record import PartCounted, declared_figure, single_keyed, standing_figure
from tellers.record.events import CountStateName, PartKind
from tellers.terms import AreaId
from tellers.web.desk.asking import Ask, convert
from tellers.web.desk.proposing import concerning

SHOWN_MAX = 300
QUIET = ("expected", "in")
_NO_TIME = "~"  # After every time.


def listing(ask: Ask) -> Response:
    """Show every place by who should look at it first, then by when it is due.

    `show` keeps one state, `q` the names that hold it.
    """
    everything = ask.desk.places()
    show, wanted = ask.query("show"), ask.query("q")
    rows = [p for p in everything if not show or p.state == show]
    if wanted:
        rows = [p for p in rows if wanted.casefold() in f"{p.area_name} {p.contest_name}".casefold()]
    if not show:
        rows.sort(key=lambda p: (STATES.index(p.state), p.expected_at or _NO_TIME))
    mine = [k for k in ask.desk.keyings.open() if k.person.id == ask.person.person.id]
    return ask.page(
        "list",
        rows=rows[:SHOWN_MAX],
        total=len(rows),
        counts=Counter(p.state for p in everything),
        states=STATES,
        show=show,
        wanted=wanted,
        mine={f"{k.sheet.contest}|{k.sheet.area}": k.id for k in mine if k.sheet.area},
        wider=[w for w in ask.desk.wider() if w.state not in QUIET],
        proposals=ask.desk.proposals.waiting(),
        refused=ask.desk.outbox.refused(),
        embargoes=ask.desk.outbox.embargoes(),
    )


def place(ask: Ask) -> Response:
    """Show one place."""
    record = ask.desk.outbox.ahead()
    contest = find_place(record.election, ask.request.path_params["contest"], ask.request.path_params["area"])
    area = AreaId(ask.request.path_params["area"])
    held = record.area(contest.id, area)
    figure = declared_figure(held)
    stages = sorted({getattr(f.event, "stage", 1) for f in held.declared} - {1})
    parts = [standing_figure(held.parts[part]) for part in sorted(held.parts)]
    verified = standing_figure(held.verified)
    everything = [*held.declared, *held.verified, *(f for part in held.parts.values() for f in part)]
    shown = [figure, verified, *(declared_figure(held, stage) for stage in stages), *parts]
    return ask.page(
        "place",
        contest=contest,
        area=record.election.area_by_id[area],
        held=held,
        figure=figure,
        verified=verified,
        stages=[f for f in shown[2 : 2 + len(stages)] if f is not None],
        counted=[f for f in parts if f is not None and isinstance(f.event, PartCounted)],
        part_kinds=get_args(PartKind),
        singles=[f.event.id for f in shown if f is not None and single_keyed(record, f.event)],
        histories={f.event.id: [record.events[id] for id in f.history] for f in shown if f is not None},
        withdrawn=[f for f in everything if f.withdrawn],
        waiting=ask.desk.outbox.waiting(),
        doubts=[d for d in ask.desk.doubts() if d.contest == contest.id and d.area == area],
        call=record.contest(contest.id).call,
        lots=record.contest(contest.id).lots,
        keyings=ask.desk.keyings.of_place(contest.id, area),
        states=get_args(CountStateName),
        documents=ask.desk.documents.of_place(contest.id, area),
        proposals=concerning(ask, contest.id),
        seen=record.seq,
    )


def notice(ask: Ask) -> Response:
    """Take a count state or an answered doubt from a place's page, or an answer from a contest's."""
    contest, area = ask.request.path_params["contest"], ask.request.path_params.get("area", "")
    made: Notice
    if ask.text("act") == "count_state":
        body = {
            "id": ask.text("id"),
            "contest": contest,
            "area": area,
            "state": ask.text("state"),
            "extent": ask.text("extent") or None,
        }
        made = convert(body, CountNotice)
    else:
        body = {
            "id": ask.text("id"),
            "answers": ask.text("answers"),
            "reason": ask.text("reason"),
            "doubt": ask.text("doubt") or None,
        }
        made = convert(body, DoubtNotice)
    ask.desk.notices.take(ask.person, made)
    return ask.go(f"/desk/place/{contest}/{area}" if area else f"/desk/contest/{contest}")


def document(ask: Ask) -> Response:
    """Keep a photograph or PDF with a place, or show one."""
    if ask.request.method == "GET":
        kind, content = ask.desk.documents.content(ask.request.path_params["id"])
        headers = {"content-disposition": "attachment", "content-security-policy": "default-src 'none'; sandbox"}
        return Response(content, media_type=kind, headers=headers)
    contest, area = ask.request.path_params["contest"], ask.request.path_params["area"]
    find_place(ask.desk.ledger.record.election, contest, area)
    if ask.upload is None:
        refuse(Unfit, "the form", "no file", "a photograph or a PDF", "Choose one.")
    name, content = ask.upload
    ask.desk.documents.keep(ask.person, contest=contest, area=area, name=name, content=content)
    return ask.go(f"/desk/place/{contest}/{area}")
