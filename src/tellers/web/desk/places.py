"""The list that the desk works from, and the page of one place: what stands there, and what can be done about it."""

from __future__ import annotations

from collections import Counter
from typing import TypeVar

import msgspec
from starlette.responses import Response

from tellers.desk import Unfit
from tellers.desk.notices import CountNotice, DoubtNotice, Notice
from tellers.desk.places import STATES
from tellers.desk.proposals import CallProposal, CallWithdrawal, Lot, Proposal, Withdrawal
from tellers.desk.refusing import refuse
from tellers.desk.sheet import find_place
from tellers.desk.standing import standing_at
from tellers.record import single_keyed
from tellers.record.events import CountStateName
from tellers.terms import AreaId, EventId
from tellers.web.desk.asking import Ask

SHOWN_MAX = 300
_T = TypeVar("_T")
_COUNT_STATES = CountStateName.__args__  # type: ignore[attr-defined]


def listing(ask: Ask) -> Response:
    """Show every place by who should look at it first; `show` keeps one state, `q` the names that hold it."""
    everything = ask.desk.places()
    show, wanted = ask.request.query_params.get("show", ""), ask.request.query_params.get("q", "").strip()
    rows = [p for p in everything if not show or p.state == show]
    if wanted:
        rows = [p for p in rows if wanted.casefold() in f"{p.area_name} {p.contest_name}".casefold()]
    if not show:
        rows.sort(key=lambda p: STATES.index(p.state))
    mine = [k for k in ask.desk.keyings.open() if k.person.id == ask.person.person.id]
    return ask.page(
        "list",
        rows=rows[:SHOWN_MAX],
        total=len(rows),
        counts=Counter(p.state for p in everything),
        states=STATES,
        show=show,
        wanted=wanted,
        mine={f"{k.sheet.contest}|{k.sheet.area}": k.id for k in mine},
        proposals=ask.desk.proposals.waiting(),
        refused=ask.desk.outbox.refused(),
        embargoes=ask.desk.outbox.embargoes(),
    )


def place(ask: Ask) -> Response:
    """Show one place."""
    record = ask.desk.ledger.record
    contest = find_place(record.election, ask.request.path_params["contest"], ask.request.path_params["area"])
    area = AreaId(ask.request.path_params["area"])
    held = record.area(contest.id, area)
    figure = standing_at(record, contest.id, area)
    open = ask.desk.keyings.of_place(contest.id, area)
    return ask.page(
        "place",
        contest=contest,
        area=record.election.area_by_id[area],
        held=held,
        figure=figure,
        verified=standing_at(record, contest.id, area, verified=True),
        single=figure is not None and single_keyed(record, figure.event),
        history=[record.events[id] for id in figure.history] if figure is not None else [],
        doubts=[d for d in ask.desk.doubts() if d.contest == contest.id and d.area == area],
        call=record.contest(contest.id).call,
        lots=record.contest(contest.id).lots,
        keyings=open,
        states=_COUNT_STATES,
        documents=ask.desk.documents.of_place(contest.id, area),
        proposals=[p for p in ask.desk.proposals.waiting() if _concerns(p.proposal, contest.id, figure, record)],
    )


def _concerns(proposal: Proposal, contest: str, figure: object, record: object) -> bool:
    """Return whether a proposal is of this contest, or of the figure or call that stands in it."""
    if isinstance(proposal, CallProposal | Lot):
        return proposal.contest == contest
    target = record.events.get(proposal.replaces)  # type: ignore[attr-defined]
    event = getattr(figure, "event", None)
    return getattr(target, "contest", None) == contest or (event is not None and proposal.replaces == event.id)


def notice(ask: Ask) -> Response:
    """Take a count state or an answered doubt from a place's page."""
    contest, area = ask.request.path_params["contest"], ask.request.path_params["area"]
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
    return ask.go(f"/desk/place/{contest}/{area}")


def propose(ask: Ask) -> Response:
    """Take a call, a withdrawal or a lot, for a second person to decide."""
    contest, area = ask.request.path_params["contest"], ask.request.path_params["area"]
    common = {"id": ask.text("id"), "reason": ask.text("reason")}
    proposal: Proposal
    match ask.text("act"):
        case "called":
            body = {**common, "contest": contest, "winner": ask.text("winner"), "edition": ask.desk.ledger.record.seq}
            proposal = convert(body, CallProposal)
        case "call_withdrawn":
            proposal = convert({**common, "replaces": ask.text("replaces")}, CallWithdrawal)
        case "withdrawn":
            proposal = convert({**common, "replaces": ask.text("replaces")}, Withdrawal)
        case _:
            lot = {
                "id": ask.text("id"),
                "contest": contest,
                "area": area,
                "candidates": ask.many.get("candidates", []),
                "winner": ask.text("winner"),
                "drawn_by": ask.text("drawn_by") or None,
            }
            proposal = convert(lot, Lot)
    kept = ask.desk.proposals.propose(ask.person, proposal)
    return ask.go(f"/desk/decision/{kept.id}")


def convert(body: dict[str, object], kind: type[_T]) -> _T:
    """Return a form's fields as what they are to be.

    Raises:
        Unfit: A field does not hold what it should.
    """
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        refuse(Unfit, "the form", str(error), "every field filled in", "Look at the field named.")


def decision(ask: Ask) -> Response:
    """Show one proposal, or decide it."""
    id = ask.request.path_params["id"]
    if ask.request.method == "POST":
        ask.desk.proposals.decide(ask.person, id, second=ask.text("act") == "second")
        return ask.go(f"/desk/decision/{id}")
    kept = ask.desk.proposals.find(id)
    state, problem = ask.desk.outbox.state(id) if kept.state == "seconded" else (kept.state, "")
    target = ask.desk.ledger.record.events.get(EventId(getattr(kept.proposal, "replaces", "")))
    return ask.page("decision", kept=kept, proposal=kept.proposal, state=state, problem=problem, target=target)


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
