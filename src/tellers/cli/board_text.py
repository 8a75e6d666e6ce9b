"""The whole night as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from tellers.cli import text
from tellers.edition import Edition, board_lists
from tellers.record import Basis
from tellers.tally.board import BodyRow
from tellers.tally.counterfactual import Counterfactual
from tellers.terms import BasisId, PartyId

_MOST = 16
_FEW = 5
_BODIES = 12


def describe(edition: Edition, most: int = _MOST, basis: BasisId | None = None) -> str:
    """Return a board as text for a terminal.

    Args:
        most: The most parties to show.
        basis: The one basis to show changes on; None for all.
    """
    board, election = edition.board, edition.election
    at = "" if edition.announced_at is None else f", {edition.announced_at.isoformat()}"
    title = f"{election.name}: {board.declared} of {board.total} declared"
    lines = [click.style(title, bold=True), f"edition {edition.number}{at}", ""]
    asked = [item for item in election.bases if basis in (None, item.id)]
    bases = [item for item in asked if any(item.id in row.change for row in board.parties)]
    header = ["party", "seats", *(f"net, {b.id}" for b in bases), "votes", "%"]
    rows = []
    for row in board.parties[:most]:
        net = [text.signed(row.change.get(b.id)) for b in bases]
        name = _name(edition, row.party)
        rows.append([name, str(row.seats), *net, text.count(row.votes), text.points(row.share)])
    lines.append(text.table(header, rows))
    if len(board.parties) > most:
        lines.append(f"and {len(board.parties) - most} parties more")
    if any(contest.marks > 1 for contest in election.contests):
        lines.append("votes are marks: where several are elected a paper has several")
    lines += [_over(edition, item, item in bases) for item in asked]
    lists = board_lists(edition, basis)
    return "\n".join([*lines, *_lists(lists), *_control(edition, lists, basis)])


def _name(edition: Edition, party: str) -> str:
    known = edition.election.party_by_id.get(PartyId(party))
    return "no overall control" if party == "noc" else party if known is None else known.name


def _over(edition: Edition, basis: Basis, shown: bool) -> str:
    """Return what a basis is, and over how much of the night its net changes are made."""
    compared = edition.board.compared.get(basis.id)
    said = f"{basis.id}: {basis.name}"
    if compared is None:
        return f"{said}; nothing declared yet that it knows"
    if not shown:
        return f"{said}; votes alone, over {compared.votes_contests} of {compared.contests_total} contests"
    if compared.bodies is not None:
        return f"{said}; net over {compared.bodies} of {len(edition.board.bodies)} bodies whose composition is complete"
    return (
        f"{said}; net over {compared.contests:,} of {compared.contests_total:,} contests, "
        f"{compared.seats:,} of {compared.seats_total:,} seats"
    )


def _lists(lists: dict[str, Any]) -> Iterator[str]:
    yield ""
    for basis in dict.fromkeys(row["basis"] for row in lists["gains"]):
        rows = [row for row in lists["gains"] if row["basis"] == basis]
        shown = (f"{r['name']} {'/'.join(r['to']) or 'nobody'} from {'/'.join(r['from'])}" for r in rows[:_FEW])
        yield f"changed hands, {basis}: {len(rows):,} contests, newest first: " + "; ".join(shown)
    if lists["closest"]:
        yield "closest: " + "; ".join(map(_close, lists["closest"][:_FEW]))
    for basis, rows in lists["swings"].items():
        if rows:
            shown = (f"{r['name']} {r['butler_points']:.1f} {r['from']} to {r['to']}" for r in rows[:_FEW])
            yield f"biggest swings, {basis} (Butler): " + "; ".join(shown)
    for key, rows in lists["turnout"].items():
        if rows:
            shown = (f"{r['name']} {r['turnout_percent']:.1f}%" for r in rows[:_FEW])
            yield f"{key} turnout: " + "; ".join(shown)
    if lists["records"]:
        shown = (f"{r['name']} {r['party'] or ''} {r['kind'].replace('_', ' ')}" for r in lists["records"][:_FEW])
        yield f"beyond every earlier poll in the pack, {len(lists['records']):,}: " + "; ".join(shown)
    if lists["expected"]["next"]:
        shown = (f"{r['name']} {r['expected_at']:%H:%M}" for r in lists["expected"]["next"][:_FEW])
        yield "expected next: " + "; ".join(shown)
    if lists["expected"]["countermanded"]:
        yield "polls put off: " + "; ".join(r["name"] for r in lists["expected"]["countermanded"])
    measures = lists["ward_measures"]
    if measures is not None and measures["contested_ward_share"]["wards"]:
        yield from _measures(measures)


def _close(row: dict[str, Any]) -> str:
    return f"{row['name']} {'tie, drawn by lot' if row['drawn_by_lot'] else format(row['majority_votes'], ',')}"


def _measures(measures: dict[str, Any]) -> Iterator[str]:
    own = measures["contested_ward_share"]
    shares = ", ".join(f"{p} {v:.1f}%" for p, v in list(own["shares_percent"].items())[:_FEW])
    yield f"{own['name']}: {shares} (over {own['wards']:,} of {own['of_wards']:,} wards; our own measure)"
    for basis, row in measures["matched_ward_change"]["bases"].items():
        change = ", ".join(f"{p} {v:+.1f}" for p, v in row["change_points"].items())
        yield f"{measures['matched_ward_change']['name']}, {basis}: {change} (over {row['wards']:,} wards)"


def _control(edition: Edition, lists: dict[str, Any], basis: BasisId | None) -> Iterator[str]:
    bodies = edition.board.bodies
    if len(bodies) > _BODIES:
        held = "; ".join(f"{_name(edition, r['control'])} {r['bodies']}" for r in lists["control"]["rows"])
        unsettled = lists["control"]["unsettled"]
        yield f"control of {len(bodies)} bodies: {held or 'none'}; not settled or not known {unsettled}"
        for row in lists["control"]["rows"]:
            for id in lists["control"]["compared"]:
                gained, lost = row["gained"].get(id, 0), row["lost"].get(id, 0)
                if gained or lost:
                    yield f"  {_name(edition, row['control'])}: {gained} gained, {lost} lost, {id}"
    for body in bodies:
        yield _body(edition, body, basis)


def _body(edition: Edition, body: BodyRow, basis: BasisId | None) -> str:
    if body.control is None:
        state = f"not settled ({body.why})"
    else:
        state = _name(edition, body.control)
        state += f" ({body.why})" if body.control != "noc" else ""
    more = "" if body.needed is None else f"; {body.needed} needed"
    more += "" if body.majority is None else f"; majority {body.majority}"
    if body.majority_voting is not None:
        more += f" ({body.majority_voting} without the presiding officer)"
    for party in body.half:
        more += f"; {_name(edition, party)} has exactly half, and a casting vote may decide"
    for id, change in body.control_change.items():
        if basis in (None, id):
            before = _name(edition, change.before)
            word = {"hold": "held", "gain": f"gained from {before}", "loss": f"lost by {before}"}[change.kind]
            more += f"; {word} ({id})"
    return f"{body.name}: {body.declared} of {body.total} declared; control: {state}{more}"


def counterfactual_text(edition: Edition, item: Counterfactual) -> str:
    """Return what the votes would have given otherwise, labelled at both ends as no result."""
    parties = list({**item.seats, **item.declared})
    rows = [
        [
            _name(edition, p),
            str(item.seats.get(p, 0)),
            str(item.declared.get(p, 0)),
            text.signed(item.seats.get(p, 0) - item.declared.get(p, 0)),
        ]
        for p in parties
    ]
    lines = ["", click.style(item.label, bold=True, fg="yellow")]
    lines += [f"assumed: {said}" for said in item.assumptions]
    lines.append(text.table(["party", "seats if so", "declared", "difference"], rows))
    lines.append(
        f"{item.counted:,} of {item.final:,} contests counted anew; {len(item.left_out):,} left as declared; "
        f"{item.undecided:,} seats would wait for a lot"
    )
    lines.append(click.style("NOT A RESULT", bold=True, fg="yellow"))
    return "\n".join(lines)
