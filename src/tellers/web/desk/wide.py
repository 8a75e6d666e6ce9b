"""What is wider than one area: a contest with its running totals, lots and call; a body with its seats and call."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from tellers.desk.sheet import find_body, find_contest
from tellers.record import Figure, Record, single_keyed
from tellers.web.desk.asking import Ask
from tellers.web.desk.fields import parties_of
from tellers.web.desk.places import SHOWN_MAX
from tellers.web.desk.proposing import concerning


def listing(ask: Ask) -> Response:
    """Show every body and contest; `q` keeps the names that hold it."""
    wanted = ask.query("q")
    rows = [row for row in ask.desk.wider() if wanted.casefold() in row.name.casefold()]
    return ask.page("wide", rows=rows[:SHOWN_MAX], total=len(rows), wanted=wanted)


def contest(ask: Ask) -> Response:
    """Show one contest."""
    record = ask.desk.outbox.ahead()
    found = find_contest(record.election, ask.request.path_params["contest"])
    held = record.contest(found.id)
    totals = [figure for figure in held.totals if not figure.withdrawn]
    regions: dict[str, list[object]] = {}
    for id in found.areas:
        area = record.election.area_by_id[id]
        regions.setdefault(area.region or "", []).append(area)
    return ask.page(
        "contest",
        contest=found,
        regions=regions,
        declared=[id for id in found.areas if record.area(found.id, id).declared],
        totals=totals,
        withdrawn=[figure for figure in held.totals if figure.withdrawn],
        keyings=ask.desk.keyings.of_place(found.id, ""),
        doubts=[d for d in ask.desk.doubts() if d.contest == found.id and d.area is None],
        call=held.call,
        lots=held.lots,
        **_common(ask, record, totals, found.id),
    )


def body(ask: Ask) -> Response:
    """Show one body."""
    record = ask.desk.outbox.ahead()
    found = find_body(record.election, ask.request.path_params["body"])
    announced = record.bodies.get(found.id, ())
    figures = [figure for figure in announced if not figure.withdrawn]
    return ask.page(
        "body",
        body=found,
        parties=parties_of(record.election, found.id),
        figures_standing=figures,
        withdrawn=[figure for figure in announced if figure.withdrawn],
        keyings=ask.desk.keyings.of_body(found.id),
        call=record.body_calls.get(found.id),
        **_common(ask, record, figures, found.id),
    )


def _common(ask: Ask, record: Record, figures: list[Figure], id: str) -> dict[str, Any]:
    return {
        "singles": [f.event.id for f in figures if single_keyed(record, f.event)],
        "histories": {f.event.id: [record.events[event] for event in f.history] for f in figures},
        "waiting": ask.desk.outbox.waiting(),
        "proposals": concerning(ask, id),
        "seen": record.seq,
    }
