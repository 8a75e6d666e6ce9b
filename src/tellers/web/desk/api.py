"""The desk for programs: the same acts as its pages, as JSON, by a token or by a session with its form token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tellers.desk import Actor, Answer, Conflict, Desk, DeskError, NotSignedIn, Place, Sheet, Unfit, Unknown
from tellers.desk.acts import Act
from tellers.desk.changed import Since
from tellers.desk.comparing import Cell
from tellers.desk.keyings import Kept
from tellers.desk.notices import Notice
from tellers.desk.proposals import Proposal, Proposed, Reason
from tellers.desk.refusing import refuse
from tellers.desk.sheet import Moment, Number, Text, find_place
from tellers.desk.stories import Watched
from tellers.desk.wider import Wider
from tellers.errors import DeclarationError, TellersError
from tellers.record import Doubt
from tellers.terms import ContestId
from tellers.web.desk import posts
from tellers.web.desk.asking import COOKIE, status_of
from tellers.web.desk.guard import address_of, check_origin, check_token, worth_keeping
from tellers.web.desk.operation import ANYONE, KEYERS, Operation


class Misread(DeskError):
    """A body that is not as the document has it: send it so."""

    status = 422


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: where, what was found, what was wanted and what to do."""

    where: str
    found: str
    wanted: str
    remedy: str


class Faults(msgspec.Struct, frozen=True, kw_only=True):
    """Why nothing was done."""

    problems: list[Fault]


class PlaceList(msgspec.Struct, frozen=True, kw_only=True):
    """Every place of the night, and every contest and body for what is wider than a place, after `seen` events.

    Of these `edition` are in the log; the others are decided and wait for it, or are under embargo.
    """

    edition: int
    seen: int
    places: list[Place]
    wider: list[Wider]


class DoubtList(msgspec.Struct, frozen=True, kw_only=True):
    """Every doubt that nobody has answered."""

    doubts: list[Doubt]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two people's sheets of one place, cell by cell."""

    mine: str
    theirs: str
    cells: list[Cell]


class Why(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reason for a decision, which is kept with it."""

    reason: Reason


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a proposal is seconded (if not, it is refused), by one who has looked at the record after `seen`."""

    second: bool
    seen: Number


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """That something was taken: recorded, or pending, or under embargo."""

    id: str
    state: str


class ProposalView(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as it stands, waiting, seconded or refused, and what came since its proposer looked."""

    id: str
    state: str
    proposed_by: str
    proposed_at: str
    decided_by: str | None
    proposal: Proposal
    since: list[Since]


class ProposalList(msgspec.Struct, frozen=True, kw_only=True):
    """The proposals that wait for a second person."""

    proposals: list[ProposalView]


class EmbargoOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Until when a contest ("*": every contest) is kept from the log; null lifts it."""

    contest: Text
    reason: Reason
    until: Moment | None = None


class ActList(msgspec.Struct, frozen=True, kw_only=True):
    """The newest acts, newest first."""

    acts: list[Act]


def _places(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> PlaceList:
    seen = desk.outbox.ahead().seq
    return PlaceList(edition=desk.ledger.record.seq, seen=seen, places=desk.places(), wider=desk.wider())


def _place(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> Place:
    find_place(desk.ledger.record.election, path["contest"], path["area"])
    return next(p for p in desk.places() if (p.contest, p.area) == (path["contest"], path["area"]))


def _doubts(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> DoubtList:
    return DoubtList(doubts=desk.doubts())


def _key(desk: Desk, actor: Actor, path: dict[str, str], body: Sheet) -> Answer:
    return desk.keyings.key(actor, body)


def _sheet(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> Answer:
    kept: Kept = desk.keyings.mine(actor, path["id"])
    return desk.keyings.answer(kept.id)


def _comparison(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> Comparison:
    kept = desk.keyings.mine(actor, path["id"])
    pair = desk.keyings.differing(actor, kept.id) if kept.state == "waiting" else None
    if pair is None:
        refuse(Conflict, kept.id, "no second sheet to compare", "two people's sheets", "Wait for the second.")
    return Comparison(mine=pair[0].person.name, theirs=pair[1].person.name, cells=pair[2])


def _air(desk: Desk, actor: Actor, path: dict[str, str], body: Why) -> Answer:
    return desk.keyings.air(actor, path["id"], body.reason)


def _aside(desk: Desk, actor: Actor, path: dict[str, str], body: Why) -> Answer:
    return desk.keyings.discard(actor, path["id"], body.reason)


def _proposals(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> ProposalList:
    return ProposalList(proposals=[_view(desk, kept) for kept in desk.proposals.waiting()])


def _propose(desk: Desk, actor: Actor, path: dict[str, str], body: Proposal) -> ProposalView:
    return _view(desk, desk.proposals.propose(actor, body))


def _decide(desk: Desk, actor: Actor, path: dict[str, str], body: Decision) -> ProposalView:
    return _view(desk, desk.proposals.decide(actor, path["id"], second=body.second, seen=body.seen))


def _view(desk: Desk, kept: Proposed) -> ProposalView:
    return ProposalView(
        id=kept.id,
        state=kept.state,
        proposed_by=kept.person.name,
        proposed_at=kept.made_at,
        decided_by=kept.decided_by,
        proposal=kept.proposal,
        since=desk.proposals.since(kept),
    )


def _notice(desk: Desk, actor: Actor, path: dict[str, str], body: Notice) -> Taken:
    return Taken(id=body.id, state=desk.notices.take(actor, body))


def _stories(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> Watched:
    return desk.stories.now


def _embargo(desk: Desk, actor: Actor, path: dict[str, str], body: EmbargoOrder) -> Taken:
    if body.contest != "*" and ContestId(body.contest) not in desk.ledger.record.election.contest_by_id:
        refuse(Unknown, body.contest, "no such contest", 'one of the night, or "*"', "Use an id from contests.csv.")
    desk.outbox.set_embargo(body.contest, body.until, reason=body.reason, by=actor.person.name, via=actor.via)
    return Taken(id=body.contest, state="lifted" if body.until is None else "embargoed")


def _acts(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> ActList:
    return ActList(acts=desk.acts.latest())


OPERATIONS = (
    Operation(method="GET", path="/places", name="places", says="What is expected, waiting, in and doubted.",
              run=_places, gives=PlaceList, roles=ANYONE),
    Operation(method="GET", path="/places/{contest}/{area}", name="place", says="One place.",
              run=_place, gives=Place, roles=ANYONE),
    Operation(method="GET", path="/doubts", name="doubts", says="Every doubt that nobody has answered.",
              run=_doubts, gives=DoubtList, roles=ANYONE),
    Operation(method="POST", path="/sheets", name="key", says="Key a sheet; the same one again changes nothing.",
              run=_key, takes=Sheet, gives=Answer, roles=KEYERS),
    Operation(method="GET", path="/sheets/{id}", name="sheet", says="What became of one's own sheet.",
              run=_sheet, gives=Answer, roles=(*KEYERS, "editor")),
    Operation(method="GET", path="/sheets/{id}/comparison", name="comparison",
              says="One's own sheet and another person's, cell by cell, once both are keyed.",
              run=_comparison, gives=Comparison, roles=(*KEYERS, "editor")),
    Operation(method="POST", path="/sheets/{id}/air", name="air", says="Put a single-keyed sheet on air, by name.",
              run=_air, takes=Why, gives=Answer, roles=("editor",)),
    Operation(method="POST", path="/sheets/{id}/aside", name="aside", says="Set a waiting sheet aside.",
              run=_aside, takes=Why, gives=Answer, roles=(*KEYERS, "editor")),
    Operation(method="GET", path="/proposals", name="proposals", says="What waits for a second person.",
              run=_proposals, gives=ProposalList, roles=ANYONE),
    Operation(method="POST", path="/proposals", name="propose",
              says="Propose a call, a withdrawn call, a withdrawal or a lot.",
              run=_propose, takes=Proposal, gives=ProposalView, roles=("caller", "confirmer", "editor")),
    Operation(method="POST", path="/proposals/{id}/decision", name="decide", says="Second or refuse a proposal.",
              run=_decide, takes=Decision, gives=ProposalView, roles=("caller", "confirmer", "editor")),
    Operation(method="POST", path="/notices", name="notice",
              says="Tell a count's state, answer a doubt, or file a story.",
              run=_notice, takes=Notice, gives=Taken, roles=("keyer", "confirmer", "editor")),
    Operation(method="GET", path="/stories", name="stories",
              says="The filed stories, and the published sentences that have gone stale or wrong.",
              run=_stories, gives=Watched, roles=ANYONE),
    Operation(method="POST", path="/embargoes", name="embargo", says="Keep a contest from the log, or lift that.",
              run=_embargo, takes=EmbargoOrder, gives=Taken, roles=("editor",)),
    Operation(method="GET", path="/acts", name="acts", says="Who did what, and when.",
              run=_acts, gives=ActList, roles=("admin", "editor")),
    *posts.OPERATIONS,
)  # fmt: skip


def routes(desk: Desk) -> list[Route]:
    """Return the routes of every operation, under /api."""
    by_path: dict[str, list[Operation]] = {}
    for operation in OPERATIONS:
        by_path.setdefault(operation.path, []).append(operation)
    return [
        Route(f"/api{path}", _endpoint(desk, {o.method: o for o in found}), methods=[o.method for o in found])
        for path, found in by_path.items()
    ]


def _endpoint(desk: Desk, operations: dict[str, Operation]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        operation = operations["GET" if request.method == "HEAD" else request.method]
        actor: Actor | None = None
        try:
            actor = await run_in_threadpool(_actor, desk, request)
            if operation.method == "POST" and actor.scopes is None:
                check_origin(request)
                check_token(actor.csrf, request.headers.get("x-csrf-token", ""))
            actor.need(operation.name, *operation.roles)
            body = _decoded(await request.body(), operation.takes) if operation.takes is not None else None
            given = await run_in_threadpool(operation.run, desk, actor, dict(request.path_params), body)
            return _json(given, operation.status)
        except TellersError as error:
            return await run_in_threadpool(_refusal, desk, request, actor, error)

    return answer


def _actor(desk: Desk, request: Request) -> Actor:
    header, address = request.headers.get("authorization"), address_of(request)
    if any("\0" in value for value in request.path_params.values()):
        refuse(Unknown, "request", "an address with a NUL", "one of this desk", "Use the ids of the night.")
    if header is not None:
        return desk.sessions.token_actor(header, address)
    actor = desk.sessions.actor(request.cookies.get(COOKIE), address)
    if actor is None:
        refuse(NotSignedIn, "the desk", "no token and no session", "one of them", "Send Authorization: Bearer TOKEN.")
    return actor


def _decoded(body: bytes, kind: Any) -> Any:
    try:
        return msgspec.convert(_whole(msgspec.json.decode(body)), kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        refuse(Misread, "the body", str(error), "JSON as /desk/api/openapi.json has it", "Look at the field named.")


def _whole(value: Any) -> Any:
    """Return a value with 500.0 as 500, which in JSON are one number."""
    match value:
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
        case dict():
            return {name: _whole(inner) for name, inner in value.items()}
        case list():
            return [_whole(inner) for inner in value]
        case _:
            return value


def _refusal(desk: Desk, request: Request, actor: Actor | None, error: TellersError) -> Response:
    status = _status(error)
    if worth_keeping(request, status) or (isinstance(error, DeskError) and status == 401):
        desk.refused(actor, f"{request.method} {request.url.path}", "", str(error), address_of(request))
    faults = [Fault(where=p.where, found=p.found, wanted=p.wanted, remedy=p.remedy) for p in error.problems]
    answer = _json(Faults(problems=faults), status)
    if status == 401:
        answer.headers["www-authenticate"] = 'Bearer realm="tellers"'
    return answer


def _status(error: TellersError) -> int:
    """Return the HTTP status: 422 is for what the document does not allow, 409 for what the night does not."""
    if isinstance(error, Misread):
        return 422
    return 409 if isinstance(error, DeclarationError | Unfit) else status_of(error)


def _json(value: Any, status: int) -> Response:
    return Response(msgspec.json.encode(value), status_code=status, media_type="application/json")
