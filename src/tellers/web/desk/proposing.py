"""What one proposes and another seconds, on the desk's pages: calls, withdrawals and lots."""

from __future__ import annotations

from starlette.responses import Response

from tellers.desk import Conflict, Unknown
from tellers.desk.proposals import CallProposal, CallWithdrawal, Lot, Proposal, Proposed, Withdrawal
from tellers.desk.refusing import refuse
from tellers.desk.scope import contests_in, scope_of
from tellers.desk.sheet import find_body, find_contest, find_place
from tellers.errors import Problem
from tellers.record import LotDrawn, figure_of
from tellers.terms import EventId
from tellers.web.desk.asking import Ask, convert, status_of
from tellers.web.desk.keying import number


def concerning(ask: Ask, id: str) -> list[Proposed]:
    """Return the proposals that wait and are about a contest or a body."""
    return [kept for kept in ask.desk.proposals.waiting() if id in _about(ask, kept.proposal)]


def _about(ask: Ask, proposal: Proposal) -> tuple[str, ...]:
    record = ask.desk.outbox.ahead()
    match proposal:
        case CallProposal():
            return (proposal.body or proposal.contest,)
        case Lot():
            return (proposal.contest,)
        case CallWithdrawal() | Withdrawal():
            target = record.events.get(EventId(proposal.replaces))
            if target is None:
                return ()
            body = getattr(target, "body", None)
            return (body,) if body is not None else contests_in(record.election, scope_of(record, target))


def of_place(ask: Ask) -> Response:
    """Take a proposal from a place's page."""
    contest, area = ask.request.path_params["contest"], ask.request.path_params["area"]
    find_place(ask.desk.ledger.record.election, contest, area)
    return _propose(ask, {"contest": contest}, area)


def of_contest(ask: Ask) -> Response:
    """Take a proposal from a contest's page."""
    contest = find_contest(ask.desk.ledger.record.election, ask.request.path_params["contest"])
    return _propose(ask, {"contest": contest.id}, None)


def of_body(ask: Ask) -> Response:
    """Take a call on a body, or its withdrawal, from its page."""
    body = find_body(ask.desk.ledger.record.election, ask.request.path_params["body"])
    return _propose(ask, {"body": body.id}, None)


def _propose(ask: Ask, where: dict[str, str], area: str | None) -> Response:
    common = {"id": ask.text("id"), "seen": number(ask.text("seen"), "the edition seen") or 0}
    why = {**common, "reason": ask.text("reason")}
    proposal: Proposal
    match ask.text("act"):
        case "called":
            proposal = convert({**why, **where, "winner": ask.text("winner")}, CallProposal)
        case "call_withdrawn":
            proposal = convert({**why, "replaces": ask.text("replaces")}, CallWithdrawal)
        case _:
            lot = {
                **common,
                **where,
                "area": area,
                "candidates": ask.many.get("candidates", []),
                "winner": ask.text("winner"),
                "drawn_by": ask.text("drawn_by") or None,
                "stage": number(ask.text("stage"), "stage") or 1,
            }
            proposal = convert(lot, Lot)
    return ask.go(f"/desk/decision/{ask.desk.proposals.propose(ask.person, proposal).id}")


def withdraw(ask: Ask) -> Response:
    """Show a figure or a lot that may be withdrawn, or propose it."""
    record, id = ask.desk.outbox.ahead(), ask.request.path_params["event"]
    ask.person.need("withdrawn", "confirmer", "editor")
    figure, event = figure_of(record, id), record.events.get(EventId(id))
    if event is None or (figure is None and not isinstance(event, LotDrawn)):
        refuse(Unknown, id, "no figure that stands", "one to withdraw", "Look at what stands now.")
    if ask.request.method == "POST":
        said = {"seen": number(ask.text("seen"), "the edition seen") or 0, "reason": ask.text("reason")}
        proposal = convert({"id": ask.text("id"), "replaces": id, **said}, Withdrawal)
        return ask.go(f"/desk/decision/{ask.desk.proposals.propose(ask.person, proposal).id}")
    return ask.page("withdraw", event=event if figure is None else figure.event, id=id, seen=record.seq)


def decision(ask: Ask) -> Response:
    """Show one proposal with what came since it was made, or decide it."""
    id = ask.request.path_params["id"]
    if ask.request.method == "GET":
        return _decision(ask, id)
    try:
        seen = number(ask.text("seen"), "the edition seen") or 0
        ask.desk.proposals.decide(ask.person, id, second=ask.text("act") == "second", seen=seen)
    except Conflict as error:  # Whoever must look again is shown what at, here.
        path = f"{ask.request.method} {ask.request.url.path}"
        ask.desk.refused(ask.actor, path, "", str(error), ask.address)
        return _decision(ask, id, error.problems, status_of(error))
    return ask.go(f"/desk/decision/{id}")


def _decision(ask: Ask, id: str, problems: tuple[Problem, ...] = (), status: int = 200) -> Response:
    kept = ask.desk.proposals.find(id)
    record = ask.desk.outbox.ahead()
    state, problem = ask.desk.outbox.state(id) if kept.state == "seconded" else (kept.state, "")
    target = record.events.get(EventId(getattr(kept.proposal, "replaces", "")))
    return ask.page(
        "decision",
        status,
        kept=kept,
        proposal=kept.proposal,
        state=state,
        problem=problem,
        problems=problems,
        target=target,
        since=ask.desk.proposals.since(kept),
        seen=record.seq,
    )
